"""Native charts of a spreadsheet, of cells that show the same figures; Word files hold such a chart, too."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from generator.base.frozen import frozen
from generator.base.markup import legal
from generator.base.workbook import finished, open_workbook, put_text
from generator.document.blocks import Chart
from generator.document.stylesheet import TextStyle
from generator.typeset.charts import INK, fills
from generator.writers.xlsx.numbers import number_of
from generator.writers.xlsx.styles import Formats, look_of

SHEET = "图"
ROOM_LEFT = Decimal("1.35")  # of the lowest amount, for its figure
_KINDS = {"条形图": {"type": "bar"}, "堆积条形图": {"type": "bar", "subtype": "stacked"}, "饼图": {"type": "pie"}}
GAP, GAP_BESIDE = 60, 50  # between the bars of rows, in percent of a bar

PIE, ROOM, ROW, BESIDE, LEGEND = 190.0, 14.0, 20.0, 14.0, 18.0  # points


@frozen
class ChartCells:
    """Where the cells of a chart are: the sheet, and the row and the column where the names begin, from 0."""

    sheet: str
    row: int
    column: int = 0


def height_of(chart: Chart) -> float:
    """Return the height in which a chart is read well, points."""
    if chart.kind == "饼图":
        return PIE
    bars = 1 if chart.kind == "堆积条形图" else len(chart.series)
    return ROOM + len(chart.table.body) * (ROW + (bars - 1) * BESIDE) + (LEGEND if len(chart.series) > 1 else 0)


def native(book: Workbook, chart: Chart, cells: ChartCells, style: TextStyle) -> Any:
    """Make a chart of cells, in a font."""
    made = book.add_chart(_KINDS[chart.kind])
    font = {"name": style.east_asian, "size": style.size, "color": "#000000"}
    rows, last = chart.table.body, cells.row + len(chart.table.body) - 1
    for number, _ in enumerate(chart.series):
        column = cells.column + 1 + number
        made.add_series(
            {
                "name": [cells.sheet, cells.row - 1, column],
                "categories": [cells.sheet, cells.row, cells.column, last, cells.column],
                "values": [cells.sheet, cells.row, column, last, column],
                "data_labels": _labels(chart, number, font),
                **_look(chart, number),
            }
        )
    made.set_title({"none": True})
    made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "top", "font": font})
    made.set_chartarea({"border": {"none": True}})
    made.show_blanks_as("gap")
    if chart.kind != "饼图":
        values = [cell.value.scaleb(-cell.scale) for row in rows for cell in row.cells[1:] if cell.value is not None]
        low, high = min(values) < 0, max(values) > 0
        names = {
            "num_font": font,
            "line": {"color": "#000000"},
            "major_tick_mark": "none",
            "minor_tick_mark": "none",
            "reverse": True,
        }
        made.set_y_axis(
            {**names, **({"label_position": "low"} if low else {})}
        )  # of bars, the names stand on this axis
        # bars begin at zero, which is on the axis; figures left of it have room before the names
        zero = {**({"min": float(min(values) * ROOM_LEFT)} if low else {"min": 0}), **({} if high else {"max": 0})}
        made.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **zero})
    return made


def _labels(chart: Chart, number: int, font: dict[str, Any]) -> dict[str, Any]:
    """Say of every bar its figure, and of a part of a pie its name, too; what is not known has no figure."""
    formats = (found.number_format for row in chart.table.body if (found := number_of(row.cells[1 + number])))
    said: dict[str, Any] = {"value": True, "font": font, "num_format": max(formats, key=len, default="0.00")}
    if chart.kind == "条形图":
        said["position"] = "outside_end"
    else:  # which may stand on a dark area
        said |= {"fill": {"color": "#FFFFFF"}, "border": {"none": True}}
    if chart.kind == "饼图":
        return {**said, "category": True, "separator": "\n", "leader_lines": True, "position": "best_fit"}
    unknown = [row.cells[1 + number].value is None for row in chart.table.body]
    return {**said, "custom": [{"delete": True} if one else None for one in unknown]} if any(unknown) else said


def _look(chart: Chart, number: int) -> dict[str, Any]:
    border = {"color": f"#{INK}", "width": 0.75}
    colours = fills(chart)
    if chart.kind == "饼图":
        parts = range(len(chart.table.body))
        return {"points": [{"fill": {"color": f"#{colours[part]}"}, "border": border} for part in parts]}
    shape: dict[str, Any] = {"fill": {"color": f"#{colours[number]}"}, "border": border}
    gap = {"gap": GAP_BESIDE if len(chart.series) > 1 else GAP}
    return {**shape, **gap} if number == 0 else shape


@frozen
class ChartBook:
    """A workbook that holds the figures of a chart alone, and the chart's part of it."""

    workbook: bytes
    chart: bytes


def book_of(chart: Chart, style: TextStyle, date: str) -> ChartBook:
    """Make the workbook of a chart, for a Word file: with it, Word can edit the figures."""
    book = open_workbook(style.east_asian, style.size, date=date)
    sheet, form = book.add_worksheet(SHEET), Formats(book)
    for at, row in enumerate((*chart.table.head, *chart.table.body)):
        for column, cell in enumerate(row.cells):
            number = number_of(cell)
            if number is None and cell.role != "金额":  # an amount that is not known is no number
                put_text(sheet, at, column, legal(cell.text), form.of(look_of(style)))
            elif number is not None:
                sheet.write_number(at, column, number.value, form.book.add_format({"num_format": number.number_format}))
    sheet.insert_chart(0, len(chart.series) + 2, native(book, chart, ChartCells(SHEET, 1), style))
    data = finished(book)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return ChartBook(data, archive.read("xl/charts/chart1.xml"))
