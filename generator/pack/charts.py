"""Reading the charts of a pack (图): which cells of a table are drawn, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.findings.finding import Place
from generator.pack.nodes import NO_EFFECT, SHOWN, TOO_LARGE, UNKNOWN_NAME, WRONG_SHAPE, Reader, suggestion
from generator.pack.spec import AMOUNTS, RATE, ChartSpec, ColumnSpec, RowSpec, TableSpec, every_row
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
        labels = tuple(row.label for row in every_row(table) if row.label)
        _check_names(chart.rows, labels, "行", chart.place, reader)


def _check_columns(chart: ChartSpec, table: TableSpec, reader: Reader) -> None:
    titles = tuple(dict.fromkeys(title for path, _ in paths(table.columns) for title in path if title))
    joined = tuple("/".join(path) for path, _ in paths(table.columns))
    _check_names(chart.columns, (*titles, *joined), "列", chart.place, reader)
    found = chosen(chart, table.columns)
    if not found:
        reader.report(NO_EFFECT, chart.place, "没有可以画的列：图只画金额、数量和增减额。", "请改“列”。")
    if len({holder(one, table.columns) for _, one in found}) > 1:
        message = f"表“{chart.table}”左右各有自己的行，不能画在一张图里。"
        reader.report(WRONG_SHAPE, chart.place, message, "请在“列”里写其中一组的标题。")
    units = {_unit(one, table) for _, one in found}
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


def paths(columns: Sequence[ColumnSpec], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], ColumnSpec]]:
    """Yield the grid columns from left to right, each with the titles above it from the top down and its own."""
    for column in columns:
        path = (*above, column.title)
        if column.children:
            yield from paths(column.children, path)
        else:
            yield path, column


def chosen(chart: ChartSpec, columns: Sequence[ColumnSpec]) -> tuple[tuple[int, ColumnSpec], ...]:
    """Give the columns that a chart draws, each with its place among the grid columns."""
    return tuple(
        (place, column)
        for place, (path, column) in enumerate(paths(columns))
        if column.content in DRAWN and not column.share_of and column.whole is None and _is_named(path, chart.columns)
    )


def _is_named(path: tuple[str, ...], names: Sequence[str]) -> bool:
    return not names or any(name in path or name == "/".join(path) for name in names)


def holder(leaf: ColumnSpec, columns: Sequence[ColumnSpec], own: int = -1) -> int:
    """Tell the lists of rows of a table apart: give a number of the innermost one in which a column stands."""
    for column in columns:
        here = id(column) if column.rows is not None else own
        if column is leaf:
            return here
        if (found := holder(leaf, column.children, here)) != _NOWHERE:
            return found
    return _NOWHERE


_NOWHERE = -2


def _unit(column: ColumnSpec, table: TableSpec) -> str:
    return "数量" if column.content == "数量" else (column.number or table.number).unit


def labels(rows: Sequence[RowSpec], names: Sequence[str]) -> tuple[RowSpec, ...]:
    """Give the rows, those below others included, that a chart names by their labels."""
    found = [row for row in rows if row.label in names]
    return (*found, *(one for row in rows for one in labels(row.children, names)))
