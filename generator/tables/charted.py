"""From a chart's specification (图) to what is drawn: cells of a table, made as the table makes them.

Nothing is computed here: a bar is a cell. What a drawing of them would say untruly is not drawn so: a pie of parts that
do not make up a whole, or of negative ones, becomes bars; what is not known has no bar.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.base import money
from generator.base.frozen import frozen
from generator.document.blocks import Cell, Chart, ChartKind, Column, Row, Run, Table, joined
from generator.facts.words import LEVELS
from generator.ledger import Ledger
from generator.pack.charts import GridColumn, chosen
from generator.pack.spec import AMOUNTS, CODES, GROUP, NAMES, RATE, ROW_NUMBER, ChartSpec, TableSpec, every_below
from generator.tables.cells import row_cells
from generator.tables.columns import Leaf, RowList, leaves, printed, row_lists
from generator.tables.make import printing_of, source_of, within
from generator.tables.rows import NO_AMOUNTS, TableLine, expand
from generator.tables.setting import Setting

MOST_ROWS = 25  # that have room on a page
MOST_PARTS = 6  # of a pie: more are not told apart
MOST_SERIES = 6
_PIE: ChartKind = "饼图"
_STACKED: ChartKind = "堆积条形图"
_BARS: ChartKind = "条形图"


@frozen
class Drawn:
    """A chart with its title; without a chart, `reason` says why it is left out (empty where there is no money).

    `unfit` says why it is drawn as bars beside each other, where the pack asks for parts of a whole and these are none.
    """

    heading: tuple[Run, ...] = ()
    chart: Chart | None = None
    reason: str = ""
    unfit: str = ""


@frozen
class _NamedRow:
    """A line of the table that is drawn: its name and the cells of the columns that are drawn."""

    name: Cell
    cells: tuple[Cell, ...]
    line: TableLine


def draw(chart: ChartSpec, spec: TableSpec, ledger: Ledger, setting: Setting) -> Drawn:
    """Make a chart of a table for one subject."""
    source = source_of(spec, ledger, setting)
    columns = printed(spec.columns, setting, source.entries, spec.data)
    picked, grouped = chosen(chart, columns), leaves(columns)
    holding = [one for one in row_lists(spec, columns, setting.applies) if picked and _holds(one, picked, grouped)]
    if not holding:
        return Drawn()  # its columns are those of the other version (适用), or have no money (列示)
    mine = tuple(leaf for leaf in grouped if holding[-1].holds(leaf))
    lines = expand(holding[-1].rows, within(holding[-1].condition, source))
    setting.meter.fill(len(lines) * len(mine))  # made as those of a table, though few are drawn
    recorded = tuple(line for line in lines if line.record is not None)
    printing = printing_of(spec, grouped, recorded, source)
    name, wanted = _name_leaf(mine), [mine.index(grouped[one.place]) for one in picked]
    cells = [_by_leaf(row_cells(mine, line, 0, printing), mine) for line in lines]
    named = [
        _NamedRow(row.get(name, Cell(line.label)), tuple(_plain(row[at]) for at in wanted), line)
        for row, line in zip(cells, lines, strict=True)
        if all(at in row for at in wanted)
    ]
    titles = _titles(picked, setting)
    if name < 0:
        return _across(chart, spec, named, titles, setting)
    listed = (row for row in every_below(holding[-1].rows) if row.label in chart.rows)
    names = {setting.fill(row.label, {}, row.place) for row in listed}
    shown = [one for one in named if (one.line.label in names if chart.rows else _is_top(one.line))]
    totals = [one.cells for one in named if one.line.total]
    head = setting.fill(mine[name].spec.title, {}, spec.place)
    return _drawn(chart, spec, [(one.name, one.cells) for one in shown], (head, *titles), totals, setting)


def _holds(one: RowList, picked: Sequence[GridColumn], grouped: Sequence[Leaf]) -> bool:
    return all(one.path == grouped[column.place].group for column in picked)


def _name_leaf(mine: Sequence[Leaf]) -> int:
    """Find the column that names the rows: a label, or else the first field of their records; -1 for none."""
    contents = [leaf.spec.content for leaf in mine]
    labelled = [at for at, content in enumerate(contents) if content in NAMES]
    fields = [at for at, one in enumerate(contents) if one not in (*AMOUNTS, *CODES, GROUP, ROW_NUMBER)]
    return next(iter((*labelled, *fields)), -1)


def _by_leaf(cells: Sequence[Cell], mine: Sequence[Leaf]) -> dict[int, Cell]:
    """Give the cells of a line by the columns in which they begin."""
    starts, at = {}, 0
    for number, leaf in enumerate(mine):
        starts[at] = number
        at += leaf.spec.span
    found, at = {}, 0
    for cell in cells:
        if at in starts:
            found[starts[at]] = cell
        at += cell.colspan
    return found


def _plain(cell: Cell) -> Cell:
    """Give a cell as a chart shows it: alone; nothing is 0, and only what is not known stays blank."""
    if cell.value is None or cell.value.is_nan():  # of a draft
        return Cell("", "金额", origins=cell.origins)
    return replace(cell, text=cell.text or "0", bold=False, colspan=1, rowspan=1)


def _titles(picked: Sequence[GridColumn], setting: Setting) -> tuple[str, ...]:
    """Say what each column that is drawn is, with the titles above it if its own says it of several."""
    own = [one.spec.title for one in picked]
    return tuple(
        "/".join(setting.fill(title, {}, one.spec.place) for title in path if title)
        for one in picked
        for path in [one.path if own.count(one.spec.title) > 1 else (one.spec.title,)]
    )


def _is_top(line: TableLine) -> bool:
    """Tell whether a line is no total and no part of another line."""
    if line.total or line.indent or line.spec.kind in NO_AMOUNTS:
        return False
    if line.spec.content == RATE or line.spec.whole is not None:
        return False
    return line.spec.kind != "科目" or len(line.code) == LEVELS[line.spec.dimension][line.spec.first_level]


def _across(
    chart: ChartSpec, spec: TableSpec, named: Sequence[_NamedRow], titles: tuple[str, ...], setting: Setting
) -> Drawn:
    """Draw the cells of a row without a name, each as a bar that is named as its column."""
    first = next((one for one in named if one.line.spec.kind not in NO_AMOUNTS), None)
    rows = [(Cell(title), (cell,)) for title, cell in zip(titles, first.cells, strict=True)] if first else []
    return _drawn(chart, spec, rows, ("", ""), [], setting)


def _drawn(
    chart: ChartSpec,
    spec: TableSpec,
    rows: Sequence[tuple[Cell, tuple[Cell, ...]]],
    head: tuple[str, ...],
    totals: Sequence[tuple[Cell, ...]],
    setting: Setting,
) -> Drawn:
    kept = [(name, cells) for name, cells in rows if any(cell.value for cell in cells)]
    if not kept:
        return Drawn()
    heading = setting.runs(chart.title, {}, chart.place)
    title = joined(heading) or chart.name
    unknown = [what for at, what in enumerate(head[1:]) if all(cells[at].value is None for _, cells in kept)]
    if unknown:
        return Drawn(reason=f"图“{title}”没有画：不知道{'、'.join(unknown)}。")
    if len(kept) > MOST_ROWS or len(head) - 1 > MOST_SERIES:
        return Drawn(reason=f"图“{title}”没有画：有 {len(kept)} 行、{len(head) - 1} 列，画出来看不清。")
    kind, unfit = _kind(chart, [cells for _, cells in kept], totals)
    body = tuple(Row((Cell(name.text, scope="row", origins=name.origins), *cells)) for name, cells in kept)
    heads = Row(tuple(Cell(text, "表头", scope="column") for text in head))
    scales = [cell.scale for _, cells in kept for cell in cells if cell.unit == "元"]
    unit = {0: "元", 4: "万元", 8: "亿元"}[scales[0]] if scales else ""
    line = ("", "", f"单位：{unit}" if unit else "")
    table = Table(chart.name, title, tuple(Column() for _ in head), (heads,), body, line)
    titled = tuple(run for run in heading if run.text)
    unit_said = (Run(f"（单位：{unit}）" if titled else f"单位：{unit}"),) if unit else ()
    said = unfit and f"图“{title}”画成了条形图：{unfit}"
    return Drawn((*titled, *unit_said), Chart(chart.name, kind, table, unit), unfit=said)


def _kind(
    chart: ChartSpec, rows: Sequence[tuple[Cell, ...]], totals: Sequence[tuple[Cell, ...]]
) -> tuple[ChartKind, str]:
    """Choose how the cells can be drawn truly, and say what is wrong with parts that are none.

    That there are too many parts or a negative one for a pie is no fault of the pack.
    """
    values = [cell.value for cells in rows for cell in cells]
    if chart.kind == _BARS or any(value is None or value < 0 for value in values):
        return _BARS, ""
    origins = [path for cells in rows for cell in cells for path in cell.origins]
    if chart.kind == _STACKED:
        twice = any(_repeats(path for cell in cells for path in cell.origins) for cells in rows)
        return (_BARS, "有的钱几列都数了，不能叠在一起。") if twice else (_STACKED, "")
    whole = money.total(value for value in values if value is not None)
    if _repeats(origins) or all(cells[0].value != whole for cells in totals):
        return _BARS, "各部分加起来不是表里的一个合计。"
    return (_PIE, "") if 1 < len(rows) <= MOST_PARTS else (_BARS, "")


def _repeats(every: Iterable[object]) -> bool:
    found = list(every)
    return len(set(found)) < len(found)
