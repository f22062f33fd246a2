"""From a table specification and a ledger to the tables that the document prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.base.paths import origins_of
from generator.document.blocks import Cell, Paragraph, Row, Run, Table
from generator.facts.budget import Record
from generator.facts.words import RECORDED
from generator.ledger import EVERYTHING, Ledger, select
from generator.pack.spec import ColumnSpec, RowSpec, TableSpec
from generator.tables.cells import CellPrinting, row_cells
from generator.tables.columns import Leaf, grid_columns, head_rows, leaves, printed
from generator.tables.emptiness import is_empty
from generator.tables.forms import form_table
from generator.tables.rows import RowSource, TableLine, expand, fill_up, listed
from generator.tables.setting import Setting

NOTE_STYLE = "表注"


class UnmadeError(Exception):
    """A table cannot be made as its specification says; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Made:
    """One printed table with its title: a form and the list under it are two tables."""

    title: str
    tables: tuple[Table, ...]


def make(spec: TableSpec, ledger: Ledger, setting: Setting) -> Iterator[Made]:
    """Yield the table, or one for each record where the form prints it one by one (逐条)."""
    if not spec.each:
        yield _make(spec, _source(spec, ledger, setting), None)
        return
    own = RowSpec("记录", spec.place, records=spec.each, order=spec.order)
    for number, (record, entries) in enumerate(listed(own, _source(spec, ledger, setting)), 1):
        fields = {name: value.value for name, value in record.fields.items()}
        inner = replace(setting, variables={**setting.variables, "序号": number, "记录": fields})
        source = _source(spec, ledger, inner).below(entries, narrowed=True, record=record)
        yield _make(spec, source, record)


def _source(spec: TableSpec, ledger: Ledger, setting: Setting) -> RowSource:
    """Return what the rows of a table are made from, before any of them narrows it."""
    entries = select(ledger.entries[spec.data], spec.condition)
    return RowSource(entries, ledger, (), setting, spec.condition != EVERYTHING)


def texts_of(made: Made) -> Iterator[str]:
    """Yield every text of a printed table; notes as the paragraphs that they are."""
    yield made.title
    for table in made.tables:
        yield from table.line
        yield from (f"{note.text}\n" for note in table.notes)
        yield from (cell.text for row in (*table.head, *table.body) for cell in row.cells)


def _make(spec: TableSpec, source: RowSource, record: Record | None) -> Made:
    setting = source.setting
    title = setting.fill(spec.title, {}, spec.place)
    left, centre, right = (setting.fill(text, {}, spec.place) for text in spec.line)
    line = (left, centre, right)
    tables: list[Table] = []
    if spec.form and record is not None:
        tables.append(form_table(spec, record, source.entries, title, line, setting))
        line = ("", "", "")
    if spec.columns:
        tables.append(_list_table(spec, source, title, line))
    return Made(title, tuple(tables))


def _list_table(spec: TableSpec, source: RowSource, title: str, line: tuple[str, str, str]) -> Table:
    setting = source.setting
    columns = printed(spec.columns, setting, source.entries)
    if not columns:
        raise UnmadeError("没有一列要印")
    empty = _is_empty(spec, columns, source)
    body = () if empty and spec.empty.keep == "表头" else _body(spec, columns, source)
    if empty and spec.empty.keep == "合计行":
        body = tuple(row for row in body if row.total)
    notes = [*spec.notes, *([spec.empty.note] if empty and spec.empty.note and _said(spec, setting) else [])]
    return Table(
        name=spec.name,
        caption=title,
        columns=grid_columns(columns),
        head=head_rows(columns, spec.numbered, setting),
        body=_merged(body, leaves(columns)),
        line=line,
        notes=tuple(_note(setting.fill(note, {}, spec.place)) for note in notes),
    )


def _note(text: str) -> Paragraph:
    return Paragraph((Run(text, origins=origins_of(text)),), NOTE_STYLE)


def _said(spec: TableSpec, setting: Setting) -> bool:
    """Tell whether an empty table may say that there is nothing: not where the budget does not speak of it at all."""
    return all(data != spec.data or setting.given(key) for key, data in RECORDED.items())


def _is_empty(spec: TableSpec, columns: Sequence[ColumnSpec], source: RowSource) -> bool:
    """Tell whether a table has nothing: no record, where its rows list records, or else no amount."""
    parts = [(row, _within(column, source)) for rows, column, _ in _lists(spec, columns) for row in rows]
    recorded = [(row, part) for row, part in parts if row.kind == "记录"]
    if recorded:
        return not any(listed(row, part) for row, part in recorded)
    return is_empty(spec, columns, source.entries, source.ledger)


def _body(spec: TableSpec, columns: Sequence[ColumnSpec], source: RowSource) -> tuple[Row, ...]:
    """Expand every list of the table, make them equally long, and join them row by row."""
    lists = _lists(spec, columns)
    lines = [expand(rows, _within(condition_of, source)) for rows, condition_of, _ in lists]
    height = max((_height(part) for part in lines), default=0)
    filled = [fill_up(part, height) for part in lines]
    grouped = leaves(columns)
    source.setting.meter.fill(height * len(grouped))
    outside = () if lists[0][1] is None else tuple(leaf for leaf in grouped if leaf.group == -1)
    recorded = tuple(line for part in lines for line in part if line.record is not None)
    printing = CellPrinting(spec.number, recorded)
    rows = []
    for index in range(height):
        first = filled[0][index]
        parts = [row_cells(outside, first, index + 1, printing)]
        for (_, _, group), part in zip(lists, filled, strict=True):
            mine = tuple(leaf for leaf in grouped if leaf.group == group)
            source.setting.meter.step(len(mine) * (1 + len(part[index].entries) // 10))
            parts.append(row_cells(mine, part[index], index + 1, printing))
        rows.append(Row(tuple(cell for part in parts for cell in part), any(part[index].total for part in filled)))
    return tuple(rows)


def _lists(spec: TableSpec, columns: Sequence[ColumnSpec]) -> list[tuple[tuple[RowSpec, ...], ColumnSpec | None, int]]:
    """Return the row lists of the table: its own, or one for each column group that has rows (收入 | 支出)."""
    found: list[tuple[tuple[RowSpec, ...], ColumnSpec | None, int]] = [
        (column.rows, column, index) for index, column in enumerate(columns) if column.rows is not None
    ]
    return found or [(spec.rows, None, -1)]


def _within(column: ColumnSpec | None, source: RowSource) -> RowSource:
    if column is None:
        return source
    return source.below(select(source.entries, column.condition), column.condition != EVERYTHING)


def _height(lines: Sequence[TableLine]) -> int:
    return sum(line.spec.kind != "补齐" for line in lines)


def _merged(rows: tuple[Row, ...], columns: Sequence[Leaf]) -> tuple[Row, ...]:
    """Merge equal neighbours down a column whose specification says so (合并)."""
    out = [list(row.cells) for row in rows]
    column = 0
    for leaf in columns:
        if leaf.spec.merge:
            _merge_column(out, column)
        column += leaf.spec.span
    return tuple(
        Row(tuple(cell for cell in cells if cell.rowspan), row.total) for cells, row in zip(out, rows, strict=True)
    )


def _merge_column(rows: list[list[Cell]], column: int) -> None:
    """Merge down the cells that begin at a grid column; the label of a total line, which spans it, stays apart."""
    start, above = 0, -1  # the row and the index of the cell that others are merged into
    for number, cells in enumerate(rows):
        index = _beginning(cells, column)
        same = above >= 0 <= index and _alike(cells[index], rows[start][above])
        if same:
            whole = rows[start][above]
            origins = whole.origins + cells[index].origins
            cells[index] = replace(cells[index], rowspan=0)
            rows[start][above] = replace(whole, rowspan=number - start + 1, origins=origins)
        else:
            start, above = number, index


def _alike(cell: Cell, above: Cell) -> bool:
    return cell.text == above.text != "" and cell.colspan == above.colspan


def _beginning(cells: Sequence[Cell], column: int) -> int:
    """Return the index of the cell that begins at a grid column, -1 where none does."""
    start = 0
    for index, cell in enumerate(cells):
        if start == column:
            return index
        start += cell.colspan
    return -1
