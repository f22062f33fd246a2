"""What the readers of finished files return: paragraphs and tables in reading order. No generator code is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

CONTINUED = "（续）"


def folded(text: str) -> str:
    """The text without any white space (of the layout or of typing)."""
    return re.sub(r"\s+", "", text)


@dataclass(frozen=True, eq=False)
class Cell:
    """One cell; the same object stands at every grid position that it covers. Measures are points, if known."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    align: str = ""  # of a Word paragraph: left, center, right
    box: tuple[float, float, float, float] | None = None  # x0, top, x1, bottom
    ink: tuple[float, float, float, float] | None = None  # the same of its characters
    page: int = -1

    @property
    def words(self) -> str:
        """The text without white space."""
        return folded(self.text)


Grid = tuple[tuple[Cell, ...], ...]


@dataclass
class Part:
    """A table as it stands on one page: the line over it, its head and its body rows."""

    page: int
    line: str
    head: Grid
    body: Grid


@dataclass
class Table:
    """A table, with what is repeated on each page folded; `parts` are the pages (one if the format has none)."""

    title: str
    line: str
    head: Grid
    body: Grid
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[list[str]]:
        """The body as words."""
        return [[cell.words for cell in row] for row in self.body]

    @property
    def columns(self) -> list[str]:
        """The path of headings of each column, such as 本年收入/小计, without the 栏次 row."""
        rows = [row for row in self.head if row[0].words != "栏次"]
        return ["/".join(dict.fromkeys(row[column].words for row in rows)) for column in range(len(self.head[0]))]

    @property
    def column_numbers(self) -> list[str]:
        """The 栏次 row, empty if there is none."""
        return [cell.words for cell in self.head[-1]] if self.head[-1][0].words == "栏次" else []

    def column(self, path: str) -> int:
        """The number of the column with a heading path, or with a last heading that only it has."""
        columns = self.columns
        if path in columns:
            return columns.index(path)
        found = [number for number, name in enumerate(columns) if name.split("/")[-1] == path]
        assert len(found) == 1, f"{self.title}: {path} in {columns}"
        return found[0]

    def texts(self) -> Iterator[str]:
        """The words of each cell once, in reading order: head, body, notes."""
        yield self.line
        seen: set[int] = set()
        for row in (*self.head, *self.body):
            for cell in row:
                if id(cell) not in seen:
                    seen.add(id(cell))
                    yield cell.words
        yield from self.notes


@dataclass(frozen=True)
class Paragraph:
    """A paragraph (Word) or a line (PDF) outside tables."""

    text: str
    style: str = ""
    page: int = -1
    page_break: bool = False


@dataclass
class Finished:
    """A finished document."""

    flow: list[Paragraph | Table]
    kind: str  # docx or pdf

    def tables(self, title: str) -> list[Table]:
        """All tables with a title (a department with several units has each one several times)."""
        found = [item for item in self.flow if isinstance(item, Table) and item.title == folded(title)]
        assert found, f"no table {title!r} among {[item.title for item in self.flow if isinstance(item, Table)]}"
        return found

    def table(self, title: str) -> Table:
        """The first table with a title."""
        return self.tables(title)[0]

    def words(self) -> str:
        """The text of the paragraphs outside tables, without white space."""
        return "".join(folded(item.text) for item in self.flow if isinstance(item, Paragraph))


def depth_of_head(grid: Sequence[Sequence[Cell]]) -> int:
    """How many rows the headings take: what a heading without sub-headings spans, and the 栏次 row if there is one."""
    depth = max(cell.rowspan for cell in grid[0])
    return depth + 1 if len(grid) > depth and grid[depth][0].words == "栏次" else depth
