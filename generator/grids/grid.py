"""What a file of somebody else holds, in reading order: lines of text and grids of cells, whatever its format.

A grid is rectangular: a merged cell stands at every position that it covers, as the same object, so that a heading
can be read down any column and a label along any row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.findings.finding import Finding, Place

PageBox = tuple[float, float, float, float]  # left, top, right, bottom of a page, in points from its upper left corner


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    def first_words(self) -> str:
        """The text of its first cell that has one."""
        return next((cell.text for row in self.rows for cell in row if cell.text.strip()), "")

    def column(self, index: int) -> tuple[GridCell, ...]:
        """Return the cells of a column, from the top."""
        return tuple(row[index] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of running text."""

    text: str
    place: Place
    page: int = 0
    box: PageBox | None = None
    centred: bool = False


FilePart = Passage | Grid


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file that was read: its name as it is shown, its suffix (what it is, not how it is called), and its parts.

    `findings` are what could not be read of it; with an error among them there are no parts.
    """

    name: str
    suffix: str
    parts: tuple[FilePart, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def grids(self) -> Iterator[Grid]:
        """The grids, in order."""
        return (part for part in self.parts if isinstance(part, Grid))

    @property
    def lines(self) -> Iterator[Passage]:
        """The lines of text, in order."""
        return (part for part in self.parts if isinstance(part, Passage))
