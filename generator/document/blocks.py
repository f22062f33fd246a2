"""The neutral document: what is said, in which order and with which named styles. Writers know this and no budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from itertools import accumulate, repeat
from typing import Literal, NamedTuple

from generator.base.frozen import frozen
from generator.base.paths import Traced, ValuePath, origins_of


@frozen
class Run:
    """A piece of a paragraph's text; `style` is a character style's name (引导语, 加粗) or empty."""

    text: str
    style: str = ""
    origins: tuple[ValuePath, ...] = ()  # paths of the values that it prints
    figure: bool = False  # prints a number made of those values, and not a text as it was typed


def joined(runs: Iterable[Run]) -> str:
    """Return runs as one text, which knows the origins of all of them."""
    every = tuple(runs)
    text, origins = "".join(run.text for run in every), tuple(path for run in every for path in run.origins)
    return Traced(text, origins) if origins else text


@frozen
class Paragraph:
    """A paragraph in a named paragraph style of the Word template."""

    runs: tuple[Run, ...]
    style: str = "Normal"

    @property
    def text(self) -> str:
        """The text without styles."""
        return "".join(run.text for run in self.runs)


@frozen
class Heading:
    """A heading: it is a place that contents and bookmarks point to.

    `level` is its place in the outline (1–4). `style` is `heading N` or another style such as 表标题.
    `anchor` is unique in the document and a valid Word bookmark name.
    """

    runs: tuple[Run, ...]
    level: int
    anchor: str
    style: str

    @property
    def text(self) -> str:
        """The text without styles."""
        return "".join(run.text for run in self.runs)


COVER, PORTRAIT, LANDSCAPE = "封面", "竖版", "横版"  # pages of a section, as the Word template names them
MORE = "…"  # ends a name that has no room in a chart
NO_FIGURE = "—"  # in a chart: what is not known
TABLE_TITLE = "表标题"  # style of the heading before a table
CHART_TITLE = "表头"  # style of the line above a chart
TABLE_NOTE = "表注"  # style of the notes under it

PAGE_NUMBER = "\ue000"  # stands in a run's text where the page number is to be drawn


@frozen
class Running:
    """What runs along the pages of a section; `PAGE_NUMBER` in a text is where the page number stands.

    Pages with an even number show `even_header` and `even_footer`; pages without numbers show no footer.
    """

    header: tuple[Paragraph, ...] = ()
    even_header: tuple[Paragraph, ...] = ()
    footer: tuple[Paragraph, ...] = ()
    even_footer: tuple[Paragraph, ...] = ()


CellRole = Literal["表头", "文字", "居中", "金额", "序号"]
Unit = Literal["", "元", "数量"]


@frozen
class Cell:
    """One cell of a table, placed where the row begins it; rows below do not repeat a cell that spans them.

    `role` decides the paragraph style: 表头 → 表头, 文字 → 表文, 居中 and 序号 → 表中, 金额 → 表数.
    `text` may hold line breaks. `scope` makes it a heading of its column or row for a screen reader.
    """

    text: str = ""
    role: CellRole = "文字"
    colspan: int = 1
    rowspan: int = 1
    bold: bool = False
    scope: Literal["", "column", "row"] = ""
    indent: int = 0  # levels of indentation of a label
    value: Decimal | None = None  # exact, behind a printed number
    unit: Unit = ""  # of the value: money in 元, or a quantity (数量); empty without a value
    number_format: str = ""  # Excel number format of the value as shown, such as 0.00
    scale: int = 0  # shown = value / 10**scale (4 for 万元)
    origins: tuple[ValuePath, ...] = ()
    change: bool = False  # the difference of two amounts: not the sum of what it comes from


@frozen
class Row:
    """A row of a table: the cells that begin in it, from left to right."""

    cells: tuple[Cell, ...]
    total: bool = False  # a total line (合计)
    numbers: bool = False  # the header row that numbers the columns (栏次)


@frozen
class Column:
    """A grid column: the least and greatest width that the pack allows, in units of one character of the table's font.

    `grow` is the share of width that is left over. None means that the content decides.
    """

    least: float | None = None
    most: float | None = None
    grow: float | None = None


@frozen
class Table:
    """A table. `line` (left, centre, right) and `head` are repeated on every page; `title` is a Heading before it."""

    name: str  # the pack's name of the table, and of its anchor
    caption: str  # for screen readers: the title in words
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    line: tuple[str, str, str] = ("", "", "")
    notes: tuple[Paragraph, ...] = ()
    attached: bool = False  # the next table continues this one without a gap (form above a list)


ChartKind = Literal["条形图", "堆积条形图", "饼图"]


@frozen
class Chart:
    """A drawing (图) of some cells of a table: the rows that it shows, each with a name and with a bar for each column.

    `kind` is how it is drawn, which is true for these cells: a pie (饼图) has few parts that make up a whole.
    """

    name: str  # the pack's name of the chart
    kind: ChartKind
    table: Table  # names in the first column; the cells of the others are those of the table that is drawn
    unit: str = ""  # of what is shown: 元, 万元, 亿元; empty for quantities

    @property
    def series(self) -> tuple[str, ...]:
        """What the bars of each column are."""
        return tuple(cell.text for cell in self.table.head[0].cells[1:])

    @property
    def alternative(self) -> str:
        """What it shows, in words, with all its figures."""
        many = len(self.series) > 1
        rows = (_row_in_words(row, self.series if many else ()) for row in self.table.body)
        unit = f"（单位：{self.unit}）" if self.unit else ""
        return f"{self.table.caption}{unit}：{'；'.join(rows)}。"


def _row_in_words(row: Row, series: Sequence[str]) -> str:
    """Say a name with its figures; of each what it is, if `series` names them."""
    name, *cells = (cell.text for cell in row.cells)
    said = [f"{what}{text or NO_FIGURE}" for what, text in zip(series or ("",), cells, strict=True)]
    return f"{name}{'：' if series else ''}{'，'.join(said)}"


@frozen
class Contents:
    """The table of contents (目录): the headings of the document down to a level, with their pages."""

    title: str = "目录"
    levels: int = 2


@frozen
class PageBreak:
    """What follows starts on a new page."""


Block = Paragraph | Heading | Table | Chart | Contents | PageBreak


@frozen
class Section:
    """Pages of one geometry: `page` names a section of the Word template (封面, 竖版, 横版)."""

    page: str
    blocks: tuple[Block, ...]
    numbered: bool = True  # shows page numbers
    restart: bool = False  # its first page is number 1


@frozen
class Document:
    """The whole document, and what its metadata says. `date` is YYYY-MM-DD from the budget, never from a clock."""

    title: str
    author: str
    date: str
    sections: tuple[Section, ...]
    names: Mapping[str, str] = field(default_factory=dict)  # what docxtpl tags in the Word template may use
    mark: str = ""  # stands on every page, such as that this is a draft

    def headings(self) -> Iterator[Heading]:
        """Yield all headings in order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Heading))


class Placed(NamedTuple):
    """A cell on the grid; `top` is false in the rows below its first (a continued vertical merge)."""

    cell: Cell
    column: int
    top: bool


def grid(rows: Sequence[Row]) -> tuple[tuple[Placed, ...], ...]:
    """Put the cells of rows on the grid: for each row every cell that stands in it, continued ones included."""
    open_cells: dict[int, tuple[Cell, int]] = {}  # column → (cell, rows still to cover)
    placed: list[tuple[Placed, ...]] = []
    for row in rows:
        if not open_cells and all(cell.rowspan <= 1 for cell in row.cells):  # nothing stands in two rows
            starts = accumulate([cell.colspan for cell in row.cells], initial=0)
            placed.append(tuple(map(Placed, row.cells, starts, repeat(True))))
            continue
        here: list[Placed] = []
        column, still = 0, {}
        for following in (*row.cells, None):
            while column in open_cells:
                cell, left = open_cells[column]
                here.append(Placed(cell, column, top=False))
                if left > 1:
                    still[column] = (cell, left - 1)
                column += cell.colspan
            if following is not None:
                here.append(Placed(following, column, top=True))
                if following.rowspan > 1:
                    still[column] = (following, following.rowspan - 1)
                column += following.colspan
        if any(start > column for start in open_cells):
            raise ValueError(f"row has a hole at grid column {column}")
        open_cells = still
        placed.append(tuple(here))
    return tuple(placed)


def figure_code(table: int, row: int, column: int) -> str:
    """Give what a figure of a document's table is called on a page and in data; all count from 1, the head not."""
    return f"t{table}r{row}c{column}"


def headings(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the headings above each grid column from the top down; the row that numbers the columns is left out."""
    paths: list[list[str]] = [[] for _ in table.columns]
    for row in grid([row for row in table.head if not row.numbers]):
        for placed in row:
            text = "".join(placed.cell.text.split())
            for column in range(placed.column, placed.column + placed.cell.colspan) if placed.top and text else ():
                paths[column].append(text)
    return tuple(map(tuple, paths))


def merged(document: Document) -> Document:
    """Give a document for writers: neighbouring texts of one style are one run; a figure stays a run of its own."""
    sections = (replace(section, blocks=tuple(map(_merged, section.blocks))) for section in document.sections)
    return replace(document, sections=tuple(sections))


def _merged(block: Block) -> Block:
    if isinstance(block, Paragraph | Heading):
        return replace(block, runs=_merged_runs(block.runs))
    if isinstance(block, Table):
        return replace(block, notes=tuple(replace(note, runs=_merged_runs(note.runs)) for note in block.notes))
    return block


def _merged_runs(every: Sequence[Run]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for run in every:
        before = runs[-1] if runs else None
        if before and not (before.figure or run.figure) and before.style == run.style:
            runs[-1] = replace(before, text=before.text + run.text, origins=before.origins + run.origins)
        else:
            runs.append(run)
    return tuple(runs)


def with_figures(block: Block) -> Iterator[Paragraph | Heading]:
    """Yield the texts of a block in which figures stand: itself, or the notes of a table; cells are no texts."""
    texts = block.notes if isinstance(block, Table) else (block,)
    for text in texts:
        if isinstance(text, Paragraph | Heading) and any(run.figure for run in text.runs):
            yield text


def arrived(document: Document) -> set[ValuePath]:
    """Return the paths of all values that a document prints somewhere."""
    found = {path for text in (document.title, *document.names.values()) for path in origins_of(text)}
    for block in (block for section in document.sections for block in section.blocks):
        if isinstance(block, Paragraph | Heading):
            found.update(path for run in block.runs for path in run.origins)
        elif isinstance(block, Table | Chart):
            found.update(_of_table(block if isinstance(block, Table) else block.table))
    return found


def _of_table(table: Table) -> Iterator[ValuePath]:
    for row in (*table.head, *table.body):
        for cell in row.cells:
            yield from (*cell.origins, *origins_of(cell.text))
    for text in (*table.line, table.caption):
        yield from origins_of(text)
    for note in table.notes:
        yield from (path for run in note.runs for path in run.origins)
