"""What a file of somebody else holds, in reading order: lines of text and grids of cells, whatever its format.

A grid is rectangular: a merged cell stands at every position that it covers, as the same object, so that a heading
can be read down any column and a label along any row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import Decimal

from generator.base.frozen import frozen
from generator.findings.finding import Finding, Place

PageBox = tuple[float, float, float, float]  # left, top, right, bottom of a page, in points from its upper left corner


@frozen
class Glyph:
    """A character and its box, in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@frozen
class PageLine:
    """A line of text, its box and what is seen of it; `first` is the width of its first piece that is not broken."""

    text: str
    box: PageBox
    size: float
    first: float
    page: int = 0
    glyphs: tuple[Glyph, ...] = ()  # without blanks


@frozen
class GridCell:
    """A cell: its text as a reader sees it (ends bare, broken lines joined), and the number that a workbook stores.

    `row` and `column` are where it begins in its grid, from 0; `formula` is what a workbook computes it from.
    """

    text: str
    place: Place
    row: int
    column: int
    number: Decimal | None = None
    rowspan: int = 1
    colspan: int = 1
    formula: str = ""
    box: PageBox | None = None


@frozen
class Grid:
    """A grid of cells: a sheet of a workbook, a table of a Word file, or a ruled table on a page (from 1)."""

    rows: tuple[tuple[GridCell, ...], ...]
    place: Place
    page: int = 0
    sheet: str = ""  # its name, of a workbook

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def cells(self) -> Iterator[GridCell]:
        """Yield its cells row by row, one that is merged once."""
        seen: set[tuple[int, int]] = set()
        for cell in (cell for row in self.rows for cell in row):
            if (cell.row, cell.column) not in seen:
                seen.add((cell.row, cell.column))
                yield cell

    @property
    def first_words(self) -> str:
        """The text of its first cell that has one."""
        return next((cell.text for row in self.rows for cell in row if cell.text.strip()), "")

    def column(self, index: int) -> tuple[GridCell, ...]:
        """Return the cells of a column, from the top."""
        return tuple(row[index] for row in self.rows)


@frozen
class Passage:
    """A paragraph of running text, and the lines of pages that it stands in, where the file has pages."""

    text: str
    place: Place
    page: int = 0
    lines: tuple[PageLine, ...] = ()
    centred: bool = False


FilePart = Passage | Grid


@frozen
class PageTurn:
    """How a page was set upright whose characters ran up or down it, and its size as it lies, in points."""

    up: bool
    width: float
    height: float

    def upright(self, box: PageBox) -> PageBox:
        """Turn a box with its page."""
        left, top, right, bottom = box
        if self.up:
            return self.height - bottom, left, self.height - top, right
        return top, self.width - right, bottom, self.width - left

    def lying(self, box: PageBox) -> PageBox:
        """Turn a box back."""
        left, top, right, bottom = box
        if self.up:
            return top, self.height - right, bottom, self.height - left
        return self.width - bottom, left, self.width - top, right


@frozen
class FilePage:
    """A page: the number that is printed on it (0: none), whether there is nothing else, and how it was set upright.

    `beyond` are the characters of its text layer that lie beyond its edges, where nobody sees them.
    """

    printed: int = 0
    is_blank: bool = False
    turn: PageTurn | None = None
    beyond: int = 0


@frozen
class ForeignFile:
    """A file that was read: its name as it is shown, its suffix (what it is, not how it is called), and its parts.

    `findings` are what could not be read of it; with an error among them there are no parts. `pages` are those that
    could be read, by their numbers from 1; the boxes of one that lies on its side are those of it set upright.
    """

    name: str
    suffix: str
    parts: tuple[FilePart, ...] = ()
    findings: tuple[Finding, ...] = ()
    pages: Mapping[int, FilePage] = field(default_factory=dict)

    @property
    def grids(self) -> Iterator[Grid]:
        """The grids, in order."""
        return (part for part in self.parts if isinstance(part, Grid))

    @property
    def lines(self) -> Iterator[Passage]:
        """The lines of text, in order."""
        return (part for part in self.parts if isinstance(part, Passage))
