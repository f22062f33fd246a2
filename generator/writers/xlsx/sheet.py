"""One sheet of a workbook: a table, or tables that continue one another on a common grid of columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, combinations, pairwise
from math import ceil

from generator.document.blocks import Cell, Placed, Row, Table, grid
from generator.document.stylesheet import PageGeometry, StyleSheet, TextStyle
from generator.typeset.pages import LaidTable
from generator.typeset.text import CELL_STYLES
from generator.word.xml import DECLARATION, escape, legal, quoted
from generator.writers.xlsx.numbers import Number, number_of, runs, sums
from generator.writers.xlsx.styles import MAIN, Look, Styles, look_of, plain

POINTS_PER_CHARACTER = 5.25  # a digit of 宋体 at 10.5 points, 7 pixels; columns are counted in them
ROOMY = 1.06  # screens do not fit to the point
TALLEST = 409.0  # points; a row cannot be higher
SAME = 0.6  # points: column edges that are closer are one
PAPERS = {(595, 842): 9, (842, 1191): 8}  # A4, A3
_FORMULA = tuple("=+-@\t\r")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A


@dataclass(frozen=True, slots=True)
class Content:
    """What a sheet shows: its name, title and page, and its tables with their laid out columns."""

    name: str
    title: str
    page: PageGeometry
    tables: tuple[tuple[Table, LaidTable], ...]


@dataclass(slots=True)
class SheetWriter:
    """Writes the rows of a sheet one after another; rows and columns count from 0."""

    sheet: StyleSheet
    styles: Styles
    edges: tuple[float, ...]  # of the columns, points from the left; the first is 0
    rows: list[tuple[float, dict[int, str]]] = field(default_factory=list)  # height, and cells by column
    merges: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    head: tuple[int, int] | None = None  # rows repeated on every page

    @property
    def columns(self) -> int:
        """The number of columns."""
        return len(self.edges) - 1

    def open_row(self, height: float) -> int:
        """Begin a row; return its number."""
        self.rows.append((min(height, TALLEST), {}))
        return len(self.rows) - 1

    def put(
        self, area: tuple[int, int, int, int], text: str, look: Look, *, number: str = "", formula: str = ""
    ) -> None:
        """Fill an area (row, column, rows, columns), merged if it is more than one cell."""
        row, column, down, right = area
        while len(self.rows) < row + down:
            self.open_row(0.0)
        for y in range(row, row + down):
            for x in range(column, column + right):
                self.rows[y][1][x] = f'<c r="{reference(y, x)}" s="{self.styles.index(plain(look))}"/>'
        here = reference(row, column)
        if down > 1 or right > 1:
            self.merges.append(f"{here}:{reference(row + down - 1, column + right - 1)}")
        if number:
            function = f"<f>{formula}</f>" if formula else ""
            content = f'<c r="{here}" s="{self.styles.index(look)}">{function}<v>{number}</v></c>'
        elif text:
            style = self.styles.index(replace(look, quoted=True) if text.startswith(_FORMULA) else look)
            content = f'<c r="{here}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{clean(text)}</t></is></c>'
        else:
            return
        self.rows[row][1][column] = content

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
        first = len(self.rows)
        if any(table.line):
            self.line(table.line, self.sheet.styles["表抬头"])
        marks = [bisect_left(self.edges, edge - SAME) for edge in edges_of(laid.widths)]
        self._rows(table.head, marks, {})
        if table.head:
            self.head = (first, len(self.rows) - 1)
        self._rows(table.body, marks, sums(table.body))
        for note in table.notes:
            self.across(note.text, self.sheet.styles[note.style])

    def _rows(
        self, rows: Sequence[Row], marks: Sequence[int], added: Mapping[tuple[int, int], tuple[int, ...]]
    ) -> None:
        first = len(self.rows)
        for row in grid(rows):
            self.open_row(max((self._cell_height(p, marks) for p in row if p.cell.rowspan == 1), default=16.0))
        for index, row in enumerate(grid(rows)):
            for placed in (p for p in row if p.top):
                start, end = marks[placed.column], marks[placed.column + placed.cell.colspan]
                area = (first + index, start, placed.cell.rowspan, end - start)
                summed = added.get((index, placed.column), ())
                self._cell(placed.cell, area, rows[index].total, formula(summed, first, start))

    def _cell(self, cell: Cell, area: tuple[int, int, int, int], total: bool, formula: str) -> None:
        style = self.sheet.styles[CELL_STYLES[cell.kind]]
        look = look_of(style, ruled=True, bold=cell.bold or total, indent=cell.indent)
        number: Number | None = number_of(cell)
        if number:
            look = replace(look, number_format=number.number_format)
        self.put(area, cell.text, look, number=number.text if number else "", formula=formula)

    def _cell_height(self, placed: Placed, marks: Sequence[int]) -> float:
        start, end = marks[placed.column], marks[placed.column + placed.cell.colspan]
        style = self.sheet.styles[CELL_STYLES[placed.cell.kind]]
        return self._height(placed.cell.text, style, start, end) + 2 * self.sheet.table.padding_y

    def _height(self, text: str, style: TextStyle, start: int, end: int) -> float:
        """Return the height of a text over some columns (points); spreadsheets do not fit rows to merged cells."""
        width = ROOMY * (self.edges[end] - self.edges[start]) - 2 * self.sheet.table.padding_x
        room = max(width, style.size)
        return style.line * sum(max(1, ceil(_width(part) * style.size / room)) for part in text.split("\n"))

    def xml(self, page: PageGeometry) -> str:
        """Return the sheet's part of the workbook."""
        widths = (ROOMY * (right - left) / POINTS_PER_CHARACTER for left, right in pairwise(self.edges))
        columns = "".join(
            f'<col min="{at}" max="{at}" width="{width:.2f}" customWidth="1"/>' for at, width in enumerate(widths, 1)
        )
        last = reference(len(self.rows) - 1, self.columns - 1)
        links = f"<hyperlinks>{''.join(self.links)}</hyperlinks>" if self.links else ""
        return (
            f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{last}"/><sheetViews><sheetView showGridLines="0" workbookViewId="0">{self._pane()}'
            f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="16"/><cols>{columns}</cols>'
            f"<sheetData>{''.join(self._row_xml())}</sheetData>{_several('mergeCell', self.merges)}"
            f"{links}{_page_setup(page)}"
            f'<ignoredErrors><ignoredError sqref="A1:{last}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
        )

    def _pane(self) -> str:
        if not self.head:
            return ""
        below = self.head[1] + 1
        return f'<pane ySplit="{below}" topLeftCell="A{below + 1}" activePane="bottomLeft" state="frozen"/>'

    def _row_xml(self) -> Iterator[str]:
        for number, (height, cells) in enumerate(self.rows, 1):
            content = "".join(cells[column] for column in sorted(cells))
            yield f'<row r="{number}" ht="{height:.1f}" customHeight="1">{content}</row>'


def sheet_of(content: Content, sheet: StyleSheet, styles: Styles) -> SheetWriter:
    """Return the sheet of some content: title, tables, notes. Only the head of a single table is frozen."""
    writer = SheetWriter(sheet, styles, common_edges([laid.widths for _, laid in content.tables]))
    writer.across(content.title, sheet.styles["表标题"])
    for table, laid in content.tables:
        writer.table(table, laid)
    if len(content.tables) > 1:
        writer.head = None
    return writer


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


def reference(row: int, column: int) -> str:
    """Return the name of a cell, such as B3 for row 2 and column 1."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def formula(rows: Sequence[int], first: int, column: int) -> str:
    """Return the sum of some rows of a column, without the equals sign; empty without rows."""
    if not rows:
        return ""
    parts = ((reference(first + start, column), reference(first + end, column)) for start, end in runs(rows))
    return f"SUM({','.join(a if a == b else f'{a}:{b}' for a, b in parts)})"


def clean(text: str) -> str:
    """Escape a text for a cell."""
    return escape(_ESCAPE.sub("_x005F_", legal(text)))


def link(cell: str, name: str) -> str:
    """Return a link from a cell to the beginning of a sheet."""
    target = f"{quote_name(name)}!A1"
    return f'<hyperlink ref="{cell}" location={quoted(target)} display={quoted(name)}/>'


def quote_name(name: str) -> str:
    """Quote a sheet's name for a formula."""
    return "'" + name.replace("'", "''") + "'"


def _width(text: str) -> float:
    """Return about how wide a text is, in em."""
    return sum(0.55 if character < "\u2000" else 1.0 for character in text)


def _several(name: str, references: Sequence[str]) -> str:
    if not references:
        return ""
    items = "".join(f'<{name} ref="{each}"/>' for each in references)
    return f'<{name}s count="{len(references)}">{items}</{name}s>'


def _page_setup(page: PageGeometry) -> str:
    """Return the print set-up: the template's page, all columns on one."""
    inches = {
        name: f"{getattr(page, name) / 72:.3f}" for name in ("left", "right", "top", "bottom", "header", "footer")
    }
    margins = "".join(f' {name}="{value}"' for name, value in inches.items())
    paper = PAPERS.get((round(min(page.width, page.height)), round(max(page.width, page.height))))
    size = f' paperSize="{paper}"' if paper else ""
    orientation = "landscape" if page.width > page.height else "portrait"
    return (
        f'<printOptions horizontalCentered="1"/><pageMargins{margins}/>'
        f'<pageSetup{size} orientation="{orientation}" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>"
    )
