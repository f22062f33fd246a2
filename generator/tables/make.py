"""From a table specification and a ledger to the tables that the document prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from generator.base.frozen import frozen
from generator.document.blocks import TABLE_NOTE, Cell, Paragraph, Row, Run, Table, joined
from generator.facts.words import CHILD_LISTS, RECORD_LISTS, RECORDED, WRITTEN_UNDER
from generator.ledger import EVERYTHING, Condition, Ledger, select
from generator.pack.spec import AMOUNTS, ColumnSpec, RowSpec, TableSpec, every_row
from generator.tables.amounts import CellPrinting
from generator.tables.cells import framed_cells, row_cells
from generator.tables.chosen import books_of, entries_of, others_may_have
from generator.tables.columns import Leaf, RowList, grid_columns, head_rows, leaves, printed, row_lists
from generator.tables.emptiness import is_empty
from generator.tables.forms import form_table
from generator.tables.rows import RowSource, StatedColumn, TableLine, condition_of, expand, fill_up, listed, names_of
from generator.tables.setting import Setting


class UnmadeError(Exception):
    """A table cannot be made as its specification says; the message is Chinese."""


@frozen
class Made:
    """One printed table with its title: a form and the list under it are two tables."""

    heading: tuple[Run, ...]
    tables: tuple[Table, ...]

    @property
    def title(self) -> str:
        """The title as a text."""
        return joined(self.heading)


def make(spec: TableSpec, ledger: Ledger, setting: Setting) -> Iterator[Made]:
    """Yield the table, or one for each record where the form prints it one by one (逐条)."""
    source = source_of(spec, ledger, setting)
    if not spec.each:
        yield _make(spec, source)
        return
    own = RowSpec("记录", spec.place, records=spec.each, order=spec.order)
    for number, (record, entries) in enumerate(listed(own, source), 1):
        fields = {name: value.value for name, value in record.fields.items()}
        inner = replace(setting, variables={**setting.variables, "序号": number, "记录": fields})
        own_condition = condition_of(spec.each, record)
        yield _make(spec, replace(source, setting=inner).below(entries, own_condition, record))


def source_of(spec: TableSpec, ledger: Ledger, setting: Setting) -> RowSource:
    """Return what the rows of a table are made from, before any of them narrows it."""
    entries = select(entries_of(spec, ledger.entries[spec.data], setting.books), spec.condition)
    narrowed = spec.condition != EVERYTHING
    return RowSource(entries, ledger, (), setting, narrowed, names_of(ledger), spec.condition, _stated(spec, setting))


def _stated(spec: TableSpec, setting: Setting) -> tuple[StatedColumn, ...]:
    """Return what the columns ask of books that have no entries: of all that a table shows, whatever row asks."""
    books = [setting.books[name] for name in sorted(books_of(spec)) if name in setting.books]
    silent = [book for book in books if not book.has(spec.data)]
    amounts = [leaf for leaf in leaves(spec.columns) if leaf.spec.content in AMOUNTS] if silent else []
    conditions = dict.fromkeys(leaf.condition for leaf in amounts)
    return tuple(StatedColumn(book, condition, spec.data) for book in silent for condition in conditions)


def texts_of(made: Made) -> Iterator[str]:
    """Yield every text of a printed table; notes as the paragraphs that they are."""
    yield made.title
    for table in made.tables:
        yield from table.line
        yield from (f"{note.text}\n" for note in table.notes)
        yield from (cell.text for row in (*table.head, *table.body) for cell in row.cells)


def _make(spec: TableSpec, source: RowSource) -> Made:
    setting = source.setting
    heading = setting.runs(spec.title, {}, spec.place)
    title = joined(heading)
    left, centre, right = (setting.fill(text, {}, spec.place) for text in spec.line)
    line = (left, centre, right)
    tables: list[Table] = []
    if spec.form:
        notes = () if spec.columns else _notes(spec.notes, spec, setting)
        tables.append(form_table(spec, source, title, line, notes))
        line = ("", "", "")
    if spec.columns:
        tables.append(_list_table(spec, source, title, line))
    return Made(heading, tuple(tables))


def _list_table(spec: TableSpec, source: RowSource, title: str, line: tuple[str, str, str]) -> Table:
    setting = source.setting
    columns = printed(spec.columns, setting, source.entries, spec.data)
    if not columns:
        raise UnmadeError("没有一列要印")
    lists = row_lists(spec, columns, setting.applies)
    empty = _is_empty(spec, columns, lists, source)
    body = () if empty and spec.empty.keep == "表头" else _body(spec, columns, lists, source)
    if empty and spec.empty.keep == "合计行":
        body = tuple(row for row in body if row.total)
    notes = [*spec.notes, *([spec.empty.note] if empty and spec.empty.note and _said(spec, setting) else [])]
    return Table(
        name=spec.name,
        caption=title,
        columns=grid_columns(columns),
        head=head_rows(columns, spec.numbered, setting),
        body=body,
        line=line,
        notes=_notes(notes, spec, setting),
    )


def _notes(notes: Sequence[str], spec: TableSpec, setting: Setting) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(setting.runs(note, {}, spec.place), TABLE_NOTE) for note in notes)


def _said(spec: TableSpec, setting: Setting) -> bool:
    """Tell whether an empty table may say that there is nothing: not where the budget does not speak of it at all."""
    lists = {row.records for row in every_row(spec)}
    keys = {key for key, data in RECORDED.items() if data == spec.data}
    keys |= {key for name, key in WRITTEN_UNDER.items() if name in lists}
    keys |= lists - {"", *RECORD_LISTS, *CHILD_LISTS}  # those that the pack declares
    return all(setting.given(key) for key in keys)


def _is_empty(spec: TableSpec, columns: Sequence[ColumnSpec], lists: Sequence[RowList], source: RowSource) -> bool:
    """Tell whether a table has nothing: no record, where its rows list records, or else no amount."""
    recorded = [(row, within(one.condition, source)) for one in lists for row in one.rows if row.kind == "记录"]
    if recorded:
        return not any(listed(row, part) for row, part in recorded)
    if others_may_have(spec, source.condition, source.setting.books):
        return False
    return is_empty(spec, columns, lists, source.entries, source.ledger)


@frozen
class _Block:
    """A list of lines under some columns, and the lists that stand side by side in it, at its 补齐."""

    lines: tuple[TableLine, ...]
    leaves: tuple[Leaf, ...]
    inner: tuple[_Block, ...] = ()

    @property
    def height(self) -> int:
        """How many rows it needs."""
        own = sum(line.spec.kind != "补齐" for line in self.lines)
        return own + max((block.height for block in self.inner), default=0)

    @property
    def recorded(self) -> tuple[TableLine, ...]:
        """The lines of records in it."""
        own = (self, *self.inner)
        return tuple(line for block in own for line in block.lines if line.record is not None)


def _body(
    spec: TableSpec, columns: Sequence[ColumnSpec], lists: Sequence[RowList], source: RowSource
) -> tuple[Row, ...]:
    """Expand every list of the table, make them equally long, and join them row by row."""
    grouped = leaves(columns)
    outside = tuple(leaf for leaf in grouped if not any(one.holds(leaf) for one in lists))
    blocks = [_block(one, lists, grouped, source) for one in lists if len(one.path) <= 1]
    height = max(block.height for block in blocks)
    source.setting.meter.fill(height * len(grouped))
    recorded = tuple(line for block in blocks for line in block.recorded)
    printing = printing_of(spec, grouped, recorded, source)
    printed_ = [_rows(block, height, printing, source) for block in blocks]
    first = fill_up(blocks[0].lines, height)
    rows = []
    for index in range(height):
        cells = row_cells(outside, first[index], index + 1, printing)
        rows.append(_joined([_PrintedLine(cells), *(part[index] for part in printed_)]))
    return _merged(rows, grouped)


def printing_of(
    spec: TableSpec, grouped: Sequence[Leaf], recorded: tuple[TableLine, ...], source: RowSource
) -> CellPrinting:
    """Return what all cells of a table share; `recorded` are its lines of records."""
    own = {leaf.spec.content: leaf.spec.number for leaf in grouped if leaf.spec.number and not leaf.spec.share_of}
    return CellPrinting(spec, source.setting, source.entries, source.condition, recorded, own)


def _block(one: RowList, every: Sequence[RowList], grouped: Sequence[Leaf], source: RowSource) -> _Block:
    """Expand the rows of a column group, and those of the groups in it."""
    mine = tuple(leaf for leaf in grouped if one.holds(leaf))
    lines = expand(one.rows, within(one.condition, source))
    return _Block(lines, mine, tuple(_block(other, every, grouped, source) for other in one.inner(every)))


@frozen
class _PrintedLine:
    """The cells of a line, whether it is a total's, and whether a record begins here that has lines of its own."""

    cells: tuple[Cell, ...]
    total: bool = False
    begins: bool = False


def _joined(parts: Sequence[_PrintedLine]) -> _PrintedLine:
    """Join what stands side by side."""
    cells = tuple(cell for part in parts for cell in part.cells)
    return _PrintedLine(cells, any(part.total for part in parts), any(part.begins for part in parts))


def _rows(block: _Block, height: int, printing: CellPrinting, source: RowSource) -> list[_PrintedLine]:
    """Print a list in so many rows."""
    lines = fill_up(block.lines, height)
    room = sum(line.spec.kind == "补齐" for line in lines)
    beside = [_rows(one, room, printing, source) for one in block.inner]
    found: list[_PrintedLine] = []
    filled = number = 0
    for line in lines:
        number += line.spread is None or line.spread.number == 0  # 序号 counts records, not the rows of their parts
        source.setting.meter.step(len(block.leaves) * (1 + len(line.entries) // 10))
        if not block.inner:
            begins = line.spread is not None and line.spread.number == 0
            found.append(_PrintedLine(row_cells(block.leaves, line, number, printing), line.total, begins))
        elif line.spec.kind == "补齐":
            found.append(_joined([part[filled] for part in beside]))
            filled += 1
        else:
            found.append(_PrintedLine(framed_cells(block.leaves, line, printing), line.total))
    return found


def within(condition: Condition, source: RowSource) -> RowSource:
    """Return the source of the rows under columns that a condition narrows."""
    return source.below(select(source.entries, condition), condition)


def _merged(lines: Sequence[_PrintedLine], columns: Sequence[Leaf]) -> tuple[Row, ...]:
    """Merge equal neighbours down a column whose specification says so (合并)."""
    out = [list(line.cells) for line in lines]
    begins = frozenset(number for number, line in enumerate(lines) if line.begins)
    column = 0
    for leaf in columns:
        if leaf.spec.merge:
            _merge_column(out, column, begins)
        column += leaf.spec.span
    return tuple(
        Row(tuple(cell for cell in cells if cell.rowspan), line.total) for cells, line in zip(out, lines, strict=True)
    )


def _merge_column(rows: list[list[Cell]], column: int, begins: Set[int]) -> None:
    """Merge down the cells that begin at a grid column; the label of a total line, which spans it, stays apart.

    Nothing is merged with what stands above a row of `begins`, and a cell that spans rows already stays as it is.
    """
    start, above = 0, -1  # the row and the index of the cell that others are merged into
    for number, cells in enumerate(rows):
        index = _beginning(cells, column)
        same = above >= 0 <= index and number not in begins and _alike(cells[index], rows[start][above])
        if same:
            whole = rows[start][above]
            origins = whole.origins + cells[index].origins
            cells[index] = replace(cells[index], rowspan=0)
            rows[start][above] = replace(whole, rowspan=number - start + 1, origins=origins)
        elif index < 0 or cells[index].rowspan:
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
