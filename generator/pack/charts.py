"""Reading the charts of a pack (图): which cells of a table are drawn, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.base.frozen import frozen
from generator.findings.finding import Place
from generator.pack.nodes import NO_EFFECT, SHOWN, TOO_LARGE, UNKNOWN_NAME, WRONG_SHAPE, Reader, suggestion
from generator.pack.spec import AMOUNTS, RATE, ChartSpec, ColumnSpec, TableSpec, every_below
from generator.reading.source import Node

CHART_KEYS = ("标题", "表", "列", "行", "形式")
CHART_KINDS = ("条形图", "堆积条形图", "饼图")
MOST_CHARTS = 100
DRAWN = tuple(one for one in AMOUNTS if one != RATE)  # contents of columns that bars can show


def read_charts(node: Node | None, tables: Mapping[str, TableSpec], reader: Reader) -> dict[str, ChartSpec]:
    """Read 图; what is wrong with a chart is told where it is written."""
    nodes = reader.mapping(node) if node is not None else {}
    for value in list(nodes.values())[MOST_CHARTS : MOST_CHARTS + 1]:
        reader.report(TOO_LARGE, value.place, f"图超过 {MOST_CHARTS} 张。", "请删去不用的图。")
    read = {name: _chart(name, value, reader) for name, value in list(nodes.items())[:MOST_CHARTS]}
    for chart in read.values():
        _check(chart, tables, reader)
    return read


def _chart(name: str, node: Node, reader: Reader) -> ChartSpec:
    keys = reader.mapping(node, CHART_KEYS)
    return ChartSpec(
        name=name,
        place=node.place,
        title=reader.text(keys.get("标题"), name),
        table=reader.text(keys.get("表"), name),
        columns=reader.texts(keys.get("列")),
        rows=reader.texts(keys.get("行")),
        kind=reader.word(keys.get("形式"), CHART_KINDS, CHART_KINDS[0]),
    )


@frozen
class GridColumn:
    """A column without columns below it: its place from the left, and the titles down to its own.

    `beside` is the innermost column around it that has rows of its own; None if none has.
    """

    place: int
    path: tuple[str, ...]
    spec: ColumnSpec
    beside: ColumnSpec | None

    def is_named(self, name: str) -> bool:
        """Whether a chart means it by a name: a title, or all titles with / between them."""
        return name in self.path or name == "/".join(self.path)


def _check(chart: ChartSpec, tables: Mapping[str, TableSpec], reader: Reader) -> None:
    """Report a chart that nothing can be drawn of, whatever the budget is."""
    table = tables.get(chart.table)
    if table is None:
        reader.unknown(UNKNOWN_NAME, chart.place, "没有可以画的表“{}”。", chart.table, tables)
    elif table.each or not table.columns:
        remedy = "请写一张没有“逐条”、有“列”的表。"
        reader.report(NO_EFFECT, chart.place, f"表“{chart.table}”不是一张列表，画不成图。", remedy)
    else:
        _check_columns(chart, table, reader)


def _check_columns(chart: ChartSpec, table: TableSpec, reader: Reader) -> None:
    every = grid_columns(table.columns)
    titles = (title for one in every for title in (*one.path, "/".join(one.path)) if title)
    _check_names(chart.columns, titles, "列", chart.place, reader)
    found = chosen(chart, table.columns)
    if not found:
        reader.report(NO_EFFECT, chart.place, "没有可以画的列：图只画金额、数量和增减额。", "请改“列”。")
        return
    for name in (name for name in chart.columns if any(one.is_named(name) for one in every)):
        if not any(one.is_named(name) for one in found):
            message = f"列“{name}”画不出来：图只画金额、数量和增减额。"
            reader.report(NO_EFFECT, chart.place, message, "请从“列”里删去它。")
    beside = found[0].beside
    if any(one.beside is not beside for one in found):
        message = f"表“{chart.table}”左右各有自己的行，不能画在一张图里。"
        reader.report(WRONG_SHAPE, chart.place, message, "请在“列”里写其中一组的标题。")
    else:
        rows = every_below(table.rows if beside is None else beside.rows or ())
        _check_names(chart.rows, (row.label for row in rows if row.label), "行", chart.place, reader)
    units = {_unit(one.spec, table) for one in found}
    if len(units) > 1:
        reader.report(
            WRONG_SHAPE, chart.place, f"{'、'.join(sorted(units))}不能画在一张图里。", "请在“列”里写单位相同的列。"
        )
    if chart.kind == "饼图" and len(found) > 1:
        message = f"饼图只画一列，这里有 {len(found)} 列。"
        reader.report(WRONG_SHAPE, chart.place, message, "请在“列”里只写一列，或者改“形式”。")


def _check_names(names: Sequence[str], known: Iterable[str], what: str, place: Place, reader: Reader) -> None:
    known = tuple(dict.fromkeys(known))
    for name in (name for name in names if name not in known):
        reader.report(UNKNOWN_NAME, place, f"要画的表没有{what}“{name[:SHOWN]}”。", suggestion(name, known))


def grid_columns(columns: Sequence[ColumnSpec]) -> tuple[GridColumn, ...]:
    """Give the columns without columns below them, from left to right."""
    return tuple(GridColumn(place, *one) for place, one in enumerate(_leaves(columns, (), None)))


def _leaves(
    columns: Sequence[ColumnSpec], above: tuple[str, ...], around: ColumnSpec | None
) -> Iterator[tuple[tuple[str, ...], ColumnSpec, ColumnSpec | None]]:
    for column in columns:
        path, beside = (*above, column.title), column if column.rows is not None else around
        if column.children:
            yield from _leaves(column.children, path, beside)
        else:
            yield path, column, beside


def chosen(chart: ChartSpec, columns: Sequence[ColumnSpec]) -> tuple[GridColumn, ...]:
    """Give the columns that a chart draws."""
    names = chart.columns
    return tuple(
        one
        for one in grid_columns(columns)
        if one.spec.content in DRAWN and not one.spec.share_of and one.spec.whole is None
        if not names or any(map(one.is_named, names))
    )


def _unit(column: ColumnSpec, table: TableSpec) -> str:
    return "数量" if column.content == "数量" else (column.number or table.number).unit
