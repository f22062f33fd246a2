"""PDF files by their text layer: ruled tables as grids, what stands outside them as paragraphs."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from generator.findings.finding import Finding, Place
from generator.grids import problems
from generator.grids.glyphs import Glyph, cell_text, lines, runs
from generator.grids.grid import ForeignFile, Grid, PageBox
from generator.grids.layout import CellSpan, spread
from generator.grids.paragraphs import PagePart, is_page_number, paragraphs
from generator.grids.rules import THIN, Lattice, RuledCell, lattices

_UNKNOWN = "(cid:"  # how the library writes a character of which it only knows the number in its font


@dataclass(slots=True)
class _Page:
    """What is drawn on a page: characters, the boxes of lines and areas, and whether there is a picture."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    boxes: list[PageBox] = field(default_factory=list)
    picture: bool = False
    unknown: int = 0  # characters that nobody can read


def read_pdf(data: bytes, name: str) -> ForeignFile:
    """Read the text layer of a PDF. Raises UnreadableFileError."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    findings: list[Finding] = []
    parts: list[PagePart] = []
    for number, page in enumerate(_pages(data, name), 1):
        drawn = _drawn(page, number, name, findings)
        page.close()
        if drawn is not None:
            findings += _without_text(drawn, name)
            parts += _parts(drawn, name)
    return ForeignFile(name, "pdf", tuple(paragraphs(parts, name)), tuple(findings))


def _pages(data: bytes, name: str) -> Sequence[Any]:
    import pdfplumber  # noqa: PLC0415 heavy

    try:
        pages: Sequence[Any] = pdfplumber.open(BytesIO(data)).pages
    except Exception as error:  # the library raises what a damaged file makes it stumble over
        if "PDFPasswordIncorrect" in repr(error.args):
            raise problems.locked(name) from None
        raise problems.damaged(name) from None
    if len(pages) > problems.MAX_PAGES:
        raise problems.too_large(Place(name), f"超过 {problems.MAX_PAGES} 页")
    return pages


def _drawn(page: Any, number: int, name: str, findings: list[Finding]) -> _Page | None:
    """Give what is drawn on a page, or None and a finding if it cannot be read."""
    try:
        layout = page.layout
        drawn = _Page(number, layout.width, layout.height)
        for item in _items(layout):
            _add(drawn, item, layout)
    except Exception:  # see above
        message = f"第 {number} 页损坏，读不出来。"
        findings.append(problems.BAD_PAGE.at(_page_place(name, number), message, "请用原来的文件重新导出 PDF。"))
        return None
    return drawn


def _items(layout: Any) -> Iterator[Any]:
    """Yield what is drawn, also within figures."""
    for item in layout:
        if type(item).__name__ == "LTFigure":
            yield from _items(item)
        else:
            yield item


def _add(page: _Page, item: Any, layout: Any) -> None:
    kind = type(item).__name__
    left, top, right, bottom = item.x0 - layout.x0, layout.y1 - item.y1, item.x1 - layout.x0, layout.y1 - item.y0
    if kind == "LTChar":
        text = item.get_text()
        if text.startswith(_UNKNOWN):
            page.unknown += 1
        elif 0 <= (top + bottom) / 2 <= page.height and 0 <= (left + right) / 2 <= page.width:  # else nobody sees it
            page.glyphs.append(Glyph(text, left, top, right, bottom))
    elif kind in ("LTRect", "LTLine", "LTCurve"):
        page.boxes += _borders(item, (left, top, right, bottom), layout)
    elif kind == "LTImage":
        page.picture = True


def _borders(item: Any, box: PageBox, layout: Any) -> Iterator[PageBox]:
    """Yield what is drawn as a line: a stroke along an axis, or an area that is thin. A wide one is a background."""
    if type(item).__name__ != "LTCurve":
        if item.stroke or min(box[2] - box[0], box[3] - box[1]) <= THIN:
            yield box
        return
    for (left, low), (right, high) in zip(item.pts, item.pts[1:], strict=False):
        if item.stroke and (abs(left - right) < 1 or abs(low - high) < 1):
            xs, ys = sorted((left - layout.x0, right - layout.x0)), sorted((layout.y1 - low, layout.y1 - high))
            yield xs[0], ys[0], xs[1], ys[1]


def _without_text(page: _Page, name: str) -> Iterator[Finding]:
    if page.unknown > len(page.glyphs):
        message = f"第 {page.number} 页的字体没有文字对照，读不出来。"
    elif page.picture and not page.glyphs:
        message = f"第 {page.number} 页是扫描图片，没有文字。"
    else:
        return
    remedy = "请导入原来的 Word 或 Excel 文件，或者手工录入这一页。"
    yield problems.SCANNED.at(_page_place(name, page.number), message, remedy)


def _parts(page: _Page, name: str) -> list[PagePart]:
    """Part a page into its grids and the lines outside them, from the top."""
    tables = [table for table in lattices(page.boxes) if len(table.xs) > 2]  # noqa: PLR2004 one column is text
    cells, outside = _sorted_in(page.glyphs, tables)
    found: list[tuple[float, float, PagePart]] = []
    count = 0
    for table, texts in zip(tables, cells, strict=True):
        if texts:
            count += 1
            found.append((table.ys[0], table.xs[0], _grid(table, texts, page.number, count, name)))
    for line in lines(outside, page.number):
        if not is_page_number(line, page.height):
            found.append((line.box[1], line.box[0], line))
    return [part for _, _, part in sorted(found, key=lambda one: one[:2])]


def _sorted_in(
    glyphs: Iterable[Glyph], tables: Sequence[Lattice]
) -> tuple[list[dict[tuple[int, int], list[Glyph]]], list[Glyph]]:
    """Sort characters into the cells of the tables, and those that stand outside.

    Characters drawn in one go stay together where most of them are: a number may be wider than its cell.
    """
    cells: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in tables]
    outside: list[Glyph] = []
    for run in runs(glyphs):
        votes: dict[tuple[int, int, int] | None, int] = {}
        for glyph in run:
            at = _where(glyph, tables)
            votes[at] = votes.get(at, 0) + 1
        most = max(votes, key=lambda at: votes[at])
        if most is None:
            outside += run
        else:
            cells[most[0]].setdefault(most[1:], []).extend(run)
    return cells, outside


def _where(glyph: Glyph, tables: Sequence[Lattice]) -> tuple[int, int, int] | None:
    for index, table in enumerate(tables):
        region = table.region_at(*glyph.centre)
        if region is not None:
            return index, region.row, region.column
    return None


def _grid(table: Lattice, texts: dict[tuple[int, int], list[Glyph]], page: int, count: int, name: str) -> Grid:
    title = f"第 {page} 页表 {count}"

    def named(row: int, _: int, ordinal: int) -> Place:
        return Place(name, named=f"{title} 第 {row + 1} 行第 {ordinal + 1} 格")

    regions: dict[tuple[int, int], RuledCell] = {(one.row, one.column): one for row in table.regions for one in row}
    spans = [
        CellSpan(at[0], at[1], cell_text(texts.get(at, ()), one.box), one.rowspan, one.colspan, one.box)
        for at, one in regions.items()
    ]
    return Grid(spread(spans, len(table.ys) - 1, len(table.xs) - 1, named), Place(name, named=title), page)


def _page_place(name: str, page: int) -> Place:
    return Place(name, named=f"第 {page} 页")
