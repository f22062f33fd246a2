"""What is drawn on the pages of a PDF: characters, lines and areas, by pdfplumber and the pdfminer within it."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from unicodedata import category

import pdfplumber
from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFPageInterpreter

from generator.base.formats import PRODUCER
from generator.findings.finding import Place
from generator.grids import problems
from generator.grids.grid import Glyph, PageBox, PageTurn
from generator.grids.rules import THIN

_CHARTS = ("Figure", "Span")  # what is marked so in them, and nothing else
_UNKNOWN = "(cid:"  # how the library writes a character of which it only knows the number in its font
_WRITTEN = ("Lo", "Lu", "Ll", "So", "Co")  # letters, boxes, and what only one font knows
_LETTERS = 200  # fewer may be the same
_STREAM = re.compile(rb"stream\r?\n")
_CHUNK = 1 << 20


@dataclass(slots=True)
class DrawnPage:
    """What is drawn on a page, in points from its upper left corner, as it is held for reading."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    boxes: list[PageBox] = field(default_factory=list)  # lines and areas
    picture: bool = False
    unknown: int = 0  # characters that nobody can read
    beyond: int = 0  # characters beyond the edges, that nobody sees
    sideways: dict[bool, int] = field(default_factory=dict)  # characters that run up (true) or down the page
    turn: PageTurn | None = None  # how it was set upright
    is_empty: bool = True  # nothing but blanks is drawn


class _Bounded(PDFPageAggregator):
    """Collects what is drawn until it is more than a document can need; without the charts of files that we wrote.

    Their words and figures are those of tables of the same file, and would be read as others.
    """

    left = problems.MAX_DRAWN
    is_ours = False

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.charted: list[bool] = []  # of the marks that are open: whether a chart is marked

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        marked = isinstance(props, dict) and "MCID" in props
        self.charted.append(self.is_ours and marked and tag.name in _CHARTS)

    def end_tag(self) -> None:
        del self.charted[-1:]

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise MemoryError

    def render_char(self, *values: Any, **named: Any) -> float:
        self._count()
        if any(self.charted):
            return 0.0  # its width, which places only what follows in the same piece: that is of the chart, too
        return super().render_char(*values, **named)

    def paint_path(self, *values: Any, **named: Any) -> None:
        self._count()
        if not any(self.charted):
            super().paint_path(*values, **named)

    def begin_figure(self, *values: Any, **named: Any) -> None:
        self._count()
        super().begin_figure(*values, **named)


def pages(data: bytes, name: str) -> Iterator[DrawnPage | int]:
    """Yield each page of a PDF, or its number if it cannot be read. Raises UnreadableFileError."""
    if _unpacked(data) > problems.MAX_UNPACKED:
        raise problems.too_large(Place(name), f"解压后超过 {problems.MAX_UNPACKED // 1_000_000} MB")
    try:
        document = pdfplumber.open(BytesIO(data))
        found = document.pages
    except Exception as error:  # the library raises what a damaged file makes it stumble over
        locked = "PDFPasswordIncorrect" in f"{error!r} {error.args!r}"  # itself, or within another
        raise problems.locked(name) if locked else problems.damaged(name) from None
    if len(found) > problems.MAX_PAGES:
        raise problems.too_large(Place(name), f"超过 {problems.MAX_PAGES} 页")
    left, is_ours = problems.MAX_DRAWN, document.metadata.get("Producer") == PRODUCER
    for number, page in enumerate(found, 1):
        device = _Bounded(document.rsrcmgr)  # of its own: one that stumbled over a page is of no use for the next
        device.left, device.is_ours = left, is_ours
        yield _page(page, number, device, name)
        left = device.left
        page.close()


def _page(page: Any, number: int, device: _Bounded, name: str) -> DrawnPage | int:
    try:
        PDFPageInterpreter(device.rsrcmgr, device).process_page(page.page_obj)
        layout = device.get_result()
        drawn = DrawnPage(number, layout.width, layout.height)
        for item in _items(layout):
            _add(drawn, item, layout)
        return _upright(_known(drawn))
    except MemoryError:
        raise problems.too_large(Place(name), f"字符和线条超过 {problems.MAX_DRAWN} 个") from None
    except Exception:  # the library raises what a damaged page makes it stumble over
        return number


def _known(page: DrawnPage) -> DrawnPage:
    """Take away the characters of a page of which nearly all are the same: its font maps every one to it."""
    letters = Counter(one.text for one in page.glyphs if category(one.text[0]) in _WRITTEN)
    if letters.total() >= _LETTERS and max(letters.values()) > letters.total() / 2:
        page.unknown += len(page.glyphs)
        page.glyphs.clear()
    return page


def _unpacked(data: bytes) -> int:
    """Give the size of all packed streams, or of as many as are beyond the limit."""
    size = 0
    for found in _STREAM.finditer(data):
        packed = data[found.end() : data.find(b"endstream", found.end())]
        if packed[:1] and packed[0] & 0x0F == 8:  # noqa: PLR2004 the mark of zlib
            size += _length(packed, problems.MAX_UNPACKED - size)
    return size


def _length(packed: bytes, most: int) -> int:
    length, unpacker = 0, zlib.decompressobj()
    try:
        while packed and length <= most:
            length += len(unpacker.decompress(packed, _CHUNK))
            packed = unpacker.unconsumed_tail
    except zlib.error:  # no such stream after all, or a damaged one
        pass
    return length


def _items(layout: Any) -> Iterator[Any]:
    """Yield what is drawn, also within figures."""
    for item in layout:
        if type(item).__name__ == "LTFigure":
            yield from _items(item)
        else:
            yield item


def _add(page: DrawnPage, item: Any, layout: Any) -> None:
    kind = type(item).__name__
    page.is_empty = page.is_empty and kind == "LTChar" and not item.get_text().strip()
    box = item.x0 - layout.x0, layout.y1 - item.y1, item.x1 - layout.x0, layout.y1 - item.y0
    if kind == "LTChar":
        _add_character(page, item, box)
    elif kind in ("LTRect", "LTLine", "LTCurve"):
        page.boxes += _borders(item, box, layout)
    elif kind == "LTImage":
        page.picture = True


def _add_character(page: DrawnPage, item: Any, box: PageBox) -> None:
    text, (left, top, right, bottom) = item.get_text(), box
    if text.startswith(_UNKNOWN):
        page.unknown += 1
    elif 0 <= left + right <= 2 * page.width and 0 <= top + bottom <= 2 * page.height:
        page.glyphs.append(Glyph(text, *box))
        if not item.upright:
            up = item.matrix[1] > 0
            page.sideways[up] = page.sideways.get(up, 0) + 1
    else:
        page.beyond += bool(text.strip())


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


def _upright(page: DrawnPage) -> DrawnPage:
    """Turn a page on which most characters lie on their side."""
    up, most = max(page.sideways.items(), key=lambda one: one[1], default=(False, 0))
    if most * 2 <= len(page.glyphs):
        return page
    turn = PageTurn(up, page.width, page.height)
    boxes = [turn.upright(box) for box in page.boxes]
    glyphs = [Glyph(one.text, *turn.upright((one.left, one.top, one.right, one.bottom))) for one in page.glyphs]
    return replace(page, width=page.height, height=page.width, glyphs=glyphs, boxes=boxes, turn=turn)
