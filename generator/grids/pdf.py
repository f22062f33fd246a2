"""PDF files by their text layer: tables as grids, what stands outside them as paragraphs."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.base.frozen import frozen
from generator.findings.finding import Finding, Place
from generator.grids import problems
from generator.grids.aligned import aligned_tables
from generator.grids.broken_rows import rejoined
from generator.grids.drawing import DrawnPage, pages
from generator.grids.glyphs import cell_text, lines, runs
from generator.grids.grid import FilePage, ForeignFile, Glyph, Grid, PageBox, PageLine
from generator.grids.layout import CellSpan, spread
from generator.grids.paragraphs import PagePart, is_page_number, number_of, paragraphs
from generator.grids.rules import Lattice, RuledCell, lattices

_TOP = 0.1  # of a page's height: where a running head stands
_HEADS = 3  # pages on which a line must stand to be a running head

_PADDING = 0.05  # of a character's size: white between the texts of two cells; within a text that overflows is none

_Cells = dict[tuple[int, int], list[Glyph]]  # characters by the row and column of their cell
_Placed = tuple[Glyph, tuple[int, int, int] | None]  # a character and its table, row and column


@frozen
class _Table:
    """A table of a page before it is a grid: its place, size and cells."""

    box: PageBox
    height: int
    width: int
    spans: tuple[CellSpan, ...]


@dataclass(slots=True)
class _PageParts:
    """A page that was read: its size, its parts from the top, and what is said of it."""

    width: float
    height: float
    parts: list[PagePart]
    said: FilePage


def read_pdf(data: bytes, name: str) -> ForeignFile:
    """Read the text layer of a PDF. Raises UnreadableFileError."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    findings: list[Finding] = []
    found: dict[int, _PageParts] = {}
    for page in pages(data, name):
        if isinstance(page, int):
            findings.append(_bad_page(page, name))
        else:
            findings += _without_text(page, name)
            found[page.number] = _parts(page, name)
    _drop_heads(list(found.values()))
    for above, below in pairwise(found.values()):
        _rejoin(above.parts, below.parts)
    parts = [part for page in found.values() for part in page.parts]
    widths = {number: page.width for number, page in found.items()}
    facts = {number: page.said for number, page in found.items()}
    return ForeignFile(name, "pdf", tuple(paragraphs(parts, widths, name)), tuple(findings), facts)


def _bad_page(number: int, name: str) -> Finding:
    message = f"第 {number} 页损坏，读不出来。"
    return problems.BAD_PAGE.at(_page_place(name, number), message, "请用原来的文件重新导出 PDF。")


def _without_text(page: DrawnPage, name: str) -> Iterator[Finding]:
    if page.unknown > len(page.glyphs):
        message = f"第 {page.number} 页的字体没有文字对照，读不出来。"
    elif page.picture and not page.glyphs:
        message = f"第 {page.number} 页是扫描图片，没有文字。"
    else:
        return
    remedy = "请导入原来的 Word 或 Excel 文件，或者手工录入这一页。"
    yield problems.SCANNED.at(_page_place(name, page.number), message, remedy)


def _drop_heads(found: Sequence[_PageParts]) -> None:
    """Drop the line that stands at the top of most pages."""
    heads = [_head(page) for page in found]
    counted = Counter(filter(None, heads))
    for page, text in zip(found, heads, strict=True):
        if text and counted[text] >= max(_HEADS, len(found) / 2):
            del page.parts[0]


def _rejoin(above: list[PagePart], below: list[PagePart]) -> None:
    """Put together the row that stands at the end of a page and at the beginning of the next."""
    last, first = above[-1] if above else None, below[0] if below else None
    if isinstance(last, Grid) and isinstance(first, Grid):
        above[-1], below[0] = rejoined(last, first)


def _head(page: _PageParts) -> str:
    first = page.parts[0] if page.parts else None
    return first.text if isinstance(first, PageLine) and first.box[1] < page.height * _TOP else ""


def _parts(page: DrawnPage, name: str) -> _PageParts:
    """Part a page into its grids and the lines outside them, from the top."""
    ruled = [table for table in lattices(page.boxes) if len(table.xs) > 2]  # noqa: PLR2004 one column is text
    cells, outside = _sorted_in(page.glyphs, ruled)
    tables = [_ruled(table, texts) for table, texts in zip(ruled, cells, strict=True) if texts]
    aligned = list(aligned_tables(outside))
    taken = {id(glyph) for table in aligned for glyph in table.glyphs}
    tables += [_Table(table.box, table.height, table.width, table.spans) for table in aligned]
    found: list[tuple[PageBox, PagePart]] = [
        (table.box, _grid(table, page.number, number, name))
        for number, table in enumerate(sorted(tables, key=_from_top), 1)
    ]
    printed = 0
    for line in lines((glyph for glyph in outside if id(glyph) not in taken), page.number):
        if is_page_number(line, page.height):
            printed = number_of(line)
        else:
            found.append((line.box, line))
    is_blank = page.is_empty or bool(printed and not found and not page.boxes and not page.picture)
    parts = [part for box, part in sorted(found, key=lambda one: (one[0][1], one[0][0]))]
    return _PageParts(page.width, page.height, parts, FilePage(printed, is_blank, page.turn, page.beyond))


def _from_top(table: _Table) -> tuple[int, float]:
    """Sort tables from the top; of those beside each other the left one is first."""
    return round(table.box[1] / 4), table.box[0]


def _sorted_in(glyphs: Iterable[Glyph], tables: Sequence[Lattice]) -> tuple[list[_Cells], list[Glyph]]:
    """Sort characters into the cells of the tables, and those that stand outside.

    Characters drawn in one go stay together where most of them are: a number may be wider than its cell.
    """
    cells: list[_Cells] = [{} for _ in tables]
    outside: list[Glyph] = []
    for piece in (one for run in runs(glyphs) for one in _parted([(glyph, _where(glyph, tables)) for glyph in run])):
        (most, _), *_ = Counter(place for _, place in piece).most_common(1)
        (outside if most is None else cells[most[0]].setdefault(most[1:], [])).extend(glyph for glyph, _ in piece)
    return cells, outside


def _parted(run: Sequence[_Placed]) -> Iterator[Sequence[_Placed]]:
    """Part characters where a cell ends and the next begins with a little white: two texts fill their cells."""
    start = 0
    for index, ((before, place), (glyph, own)) in enumerate(pairwise(run), 1):
        if place != own and glyph.left - before.right > _PADDING * glyph.size:
            yield run[start:index]
            start = index
    yield run[start:]


def _where(glyph: Glyph, tables: Sequence[Lattice]) -> tuple[int, int, int] | None:
    for index, table in enumerate(tables):
        cell = table.region_at(*glyph.centre)
        if cell is not None:
            return index, cell.row, cell.column
    return None


def _ruled(table: Lattice, texts: _Cells) -> _Table:
    cells: dict[tuple[int, int], RuledCell] = {(one.row, one.column): one for row in table.regions for one in row}
    spans = tuple(
        CellSpan(*at, cell_text(texts.get(at, ()), one.box), one.rowspan, one.colspan, one.box)
        for at, one in cells.items()
    )
    return _Table(table.box, len(table.ys) - 1, len(table.xs) - 1, spans)


def _grid(table: _Table, page: int, number: int, name: str) -> Grid:
    title = f"第 {page} 页表 {number}"

    def named(row: int, _: int, ordinal: int) -> Place:
        return Place(name, named=f"{title} 第 {row + 1} 行第 {ordinal + 1} 格")

    return Grid(spread(table.spans, table.height, table.width, named), Place(name, named=title), page)


def _page_place(name: str, page: int) -> Place:
    return Place(name, named=f"第 {page} 页")
