"""One sheet of a workbook: a table, or tables that continue one another on a common grid of columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, combinations, pairwise
from math import ceil

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from generator.base.frozen import frozen
from generator.base.markup import legal
from generator.base.workbook import HIGHEST, put_text
from generator.document.blocks import Cell, Chart, Placed, Row, Table, grid
from generator.document.stylesheet import PageGeometry, StyleSheet, TextStyle
from generator.typeset.pages import LaidTable
from generator.typeset.text import CELL_STYLES
from generator.writers.xlsx.charts import ChartCells, height_of, native
from generator.writers.xlsx.numbers import number_of, runs, sums
from generator.writers.xlsx.styles import Formats, Look, look_of, plain

PIXELS = 4 / 3  # a point
POINTS = 72  # an inch
ROOMY = 1.06  # screens do not fit to the point
CHART_WIDTH = 620  # pixels
SAME = 0.6  # points: column edges that are closer are one
PAPERS = {(595, 842): 9, (842, 1191): 8}  # A4, A3
_FORMULA = tuple("=+-@\t\r")


@frozen
class Content:
    """What a sheet shows: its name, title and page, its tables with their laid out columns, and a chart of them."""

    name: str
    title: str
    page: PageGeometry
    tables: tuple[tuple[Table, LaidTable], ...]
    chart: Chart | None = None


@dataclass(slots=True)
class SheetWriter:
    """Writes the rows of a sheet one after another; rows and columns count from 0."""

    out: Worksheet
    sheet: StyleSheet
    formats: Formats
    edges: tuple[float, ...]  # of the columns, points from the left; the first is 0
    rows: int = 0
    head: tuple[int, int] | None = None  # rows repeated on every page

    @property
    def columns(self) -> int:
        """The number of columns."""
        return len(self.edges) - 1

    def open_row(self, height: float) -> int:
        """Begin a row; return its number."""
        self.out.set_row(self.rows, min(height, HIGHEST))
        self.rows += 1
        return self.rows - 1

    def put(self, area: tuple[int, int, int, int], text: str, look: Look) -> None:
        """Fill an area (row, column, rows, columns), merged if it is more than one cell."""
        self._merge(area, look)
        look = replace(look, quoted=True) if text.startswith(_FORMULA) else look
        put_text(self.out, area[0], area[1], legal(text), self.formats.of(look))

    def put_number(self, area: tuple[int, int, int, int], number: Decimal, look: Look, formula: str) -> None:
        """Fill an area with a number, or with the formula whose result it is.

        The decimal is handed over as it is: XlsxWriter writes its digits, up to 16, without making a float of it.
        """
        self._merge(area, look)
        where, form = area[:2], self.formats.of(look)
        if formula:
            self.out.write_formula(*where, formula, form, number)
        else:
            self.out.write_number(*where, number, form)

    def _merge(self, area: tuple[int, int, int, int], look: Look) -> None:
        row, column, down, right = area
        if down > 1 or right > 1:
            last = row + down - 1, column + right - 1
            self.out.merge_range(row, column, *last, "", self.formats.of(plain(look)))

    def across(self, text: str, style: TextStyle) -> None:
        """Add a row that holds one text over all columns."""
        row = self.open_row(self._height(text, style, 0, self.columns) + style.before + style.after)
        self.put((row, 0, 1, self.columns), text, look_of(style))

    def line(self, line: tuple[str, str, str], style: TextStyle) -> None:
        """Add the line above a table: left, centre and right."""
        if self.columns < len(line):
            self.across("  ".join(filter(None, line)), style)
            return
        bounds = self._thirds([(_width(text) + 1) * style.size if text else 0.0 for text in line])
        row = self.open_row(style.line + style.before + style.after)
        for text, start, end, align in zip(line, bounds, bounds[1:], ("left", "center", "right"), strict=False):
            self.put((row, start, 1, end - start), text, replace(look_of(style), align=align, wrap=False))

    def _thirds(self, needs: Sequence[float]) -> tuple[int, ...]:
        """Divide the columns into three groups, wide enough for three texts if they can be, else about equal."""

        def fault(bounds: tuple[int, ...]) -> tuple[float, float]:
            widths = [self.edges[end] - self.edges[start] for start, end in pairwise(bounds)]
            short = sum(max(0.0, need - width) for need, width in zip(needs, widths, strict=True))
            return short, max(widths) - min(widths)

        pairs = combinations(range(1, self.columns), 2)
        return min(((0, first, second, self.columns) for first, second in pairs), key=fault)

    def table(self, table: Table, laid: LaidTable) -> None:
        """Add a table with its line and notes."""
        first = self.rows
        if any(table.line):
            self.line(table.line, self.sheet.styles["表抬头"])
        marks = [bisect_left(self.edges, edge - SAME) for edge in edges_of(laid.widths)]
        self._rows(table.head, marks, {})
        if table.head:
            self.head = (first, self.rows - 1)
        self._rows(table.body, marks, sums(table.body))
        for note in table.notes:
            self.across(note.text, self.sheet.styles[note.style])

    def _rows(
        self, rows: Sequence[Row], marks: Sequence[int], added: Mapping[tuple[int, int], tuple[int, ...]]
    ) -> None:
        first = self.rows
        for row in grid(rows):
            self.open_row(max((self._cell_height(p, marks) for p in row if p.cell.rowspan == 1), default=16.0))
        for index, row in enumerate(grid(rows)):
            for placed in (p for p in row if p.top):
                start, end = marks[placed.column], marks[placed.column + placed.cell.colspan]
                area = (first + index, start, min(placed.cell.rowspan, len(rows) - index), end - start)
                summed = added.get((index, placed.column), ())
                self._cell(placed.cell, area, rows[index].total, formula(summed, first, start))

    def _cell(self, cell: Cell, area: tuple[int, int, int, int], total: bool, formula: str) -> None:
        style = self.sheet.styles[CELL_STYLES[cell.role]]
        look = look_of(style, ruled=True, bold=cell.bold or total, indent=cell.indent)
        if number := number_of(cell):
            look = replace(look, number_format=number.number_format)
            self.put_number(area, Decimal(number.text), look, formula)
        else:
            self.put(area, cell.text, look)

    def _cell_height(self, placed: Placed, marks: Sequence[int]) -> float:
        start, end = marks[placed.column], marks[placed.column + placed.cell.colspan]
        style = self.sheet.styles[CELL_STYLES[placed.cell.role]]
        return self._height(placed.cell.text, style, start, end) + 2 * self.sheet.table.padding_y

    def _height(self, text: str, style: TextStyle, start: int, end: int) -> float:
        """Return the height of a text over some columns (points); spreadsheets do not fit rows to merged cells."""
        width = ROOMY * (self.edges[end] - self.edges[start]) - 2 * self.sheet.table.padding_x
        room = max(width, style.size)
        return style.line * sum(max(1, ceil(_width(part) * style.size / room)) for part in text.split("\n"))

    def set_up(self, page: PageGeometry) -> None:
        """Set what concerns the whole sheet: columns, the frozen and repeated head, and the template's page."""
        for at, (left, right) in enumerate(pairwise(self.edges)):
            self.out.set_column_pixels(at, at, round(ROOMY * PIXELS * (right - left)))
        if self.head:
            self.out.freeze_panes(self.head[1] + 1, 0)
            self.out.repeat_rows(*self.head)
        self.out.hide_gridlines(2)
        self.out.ignore_errors({"number_stored_as_text": xl_range(0, 0, self.rows - 1, self.columns - 1)})
        _print_on(self.out, page)


def fill(out: Worksheet, content: Content, sheet: StyleSheet, formats: Formats) -> None:
    """Write the sheet of some content: title, tables, notes. Only the head of a single table is frozen."""
    writer = SheetWriter(out, sheet, formats, common_edges([laid.widths for _, laid in content.tables]))
    writer.across(content.title, sheet.styles["表标题"])
    for table, laid in content.tables:
        writer.table(table, laid)
    if len(content.tables) > 1:
        writer.head = None
    if content.chart is not None:
        _draw(out, content.chart, content.name, writer, formats)
    writer.set_up(content.page)


def _draw(out: Worksheet, chart: Chart, name: str, writer: SheetWriter, formats: Formats) -> None:
    """Put a chart of the rows that were written last below them."""
    first = writer.rows - len(chart.table.body)
    made = native(formats.book, chart, ChartCells(name, first), writer.sheet.styles["表文"])
    made.set_size({"width": CHART_WIDTH, "height": height_of(chart) * PIXELS})
    out.insert_chart(writer.rows + 1, 0, made, {"description": legal(chart.alternative), "object_position": 3})


def edges_of(widths: Sequence[float]) -> tuple[float, ...]:
    """Return the edges of columns, from 0."""
    return (0.0, *accumulate(widths))


def common_edges(tables: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return the edges of the columns of all tables, those that almost coincide once."""
    edges: list[float] = []
    for edge in sorted(edge for widths in tables for edge in edges_of(widths)):
        if not edges or edge - edges[-1] > SAME:
            edges.append(edge)
    return tuple(edges)


def formula(rows: Sequence[int], first: int, column: int) -> str:
    """Return the sum of some rows of a column; empty without rows."""
    parts = (xl_range(first + start, column, first + end, column) for start, end in runs(rows))
    return f"=SUM({','.join(parts)})" if rows else ""


def _width(text: str) -> float:
    """Return about how wide a text is, in em."""
    return sum(0.55 if character < "\u2000" else 1.0 for character in text)


def _print_on(out: Worksheet, page: PageGeometry) -> None:
    """Set the page to print on: the template's, all columns on one."""
    inches = {name: round(getattr(page, name) / POINTS, 3) for name in ("left", "right", "top", "bottom")}
    out.set_margins(**inches)
    out.set_header("", {"margin": round(page.header / POINTS, 3)})
    out.set_footer("&C— &P —", {"margin": round(page.footer / POINTS, 3)})
    if page.width > page.height:
        out.set_landscape()
    sides = sorted((round(page.width), round(page.height)))
    out.set_paper(PAPERS.get((sides[0], sides[1]), 0))
    out.center_horizontally()
    out.fit_to_pages(1, 0)
