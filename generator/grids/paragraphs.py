"""Paragraphs from the lines of pages: which line goes on with the one before it, and which begins a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from generator.findings.finding import Place
from generator.grids.grid import Grid, PageLine, Passage
from generator.grids.texts import LISTED, glued

_NUMBER = re.compile(r"[-—–－·~\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·~\s]*")
_CONTENTS = re.compile(r"[.．…·]{4,}\s*\d*$")
_STOPS = "。！？；：…!?;:"
_HANG_OVER = "，。、；：！？"
_EDGE = 0.12  # of the page's height: where page numbers stand
_HEADING = 20  # characters: a numbered line that is shorter and has room after it is a heading

_LONG = 0.55  # of a page's width: such lines show where the text begins and ends
_MARGIN = 0.13  # of a page's width
_FEW = 3
_AXIS = 2.0  # points by which the middles of centred lines differ
_APART = 2.2  # line heights: white space that ends a paragraph
_HANGING = 0.25, 1.0  # line heights by which the lines below the first of a paragraph may stand further in than it
_ROOM = 4.0  # line heights: more room than that after a line ends the paragraph of hanging lines

Margins = Mapping[int, tuple[float, float]]  # by page
PagePart = PageLine | Grid


def is_page_number(line: PageLine, height: float) -> bool:
    """Tell whether a line is the number of its page."""
    edge = line.box[1] < height * _EDGE or line.box[3] > height * (1 - _EDGE)
    return edge and bool(_NUMBER.fullmatch(line.text)) and any(map(str.isdigit, line.text))


def number_of(line: PageLine) -> int:
    """Give the number that a page number says, without that of all pages."""
    found = re.search("[0-9]+", line.text)
    return int(found[0]) if found else 0


def paragraphs(parts: Sequence[PagePart], widths: Mapping[int, float], name: str) -> Iterator[Passage | Grid]:
    """Join lines to paragraphs, across pages too; a grid ends a paragraph.

    `widths` are those of the pages, in points.
    """
    margins = _margins([part for part in parts if isinstance(part, PageLine)], widths)
    open_lines: list[PageLine] = []
    number = count(1)
    for part in parts:
        if isinstance(part, Grid) or (open_lines and _begins(open_lines, part, margins)):
            yield from _passage(open_lines, name, margins, number)
            open_lines = []
        if isinstance(part, Grid):
            yield part
        else:
            open_lines.append(part)
    yield from _passage(open_lines, name, margins, number)


def _margins(lines: Sequence[PageLine], widths: Mapping[int, float]) -> Margins:
    """Give the left and right end of the text of each page: of its long lines, or where it has few, what is usual."""
    by_page: dict[int, list[PageLine]] = {line.page: [] for line in lines}
    for line in lines:
        if line.box[2] - line.box[0] > widths[line.page] * _LONG:
            by_page[line.page].append(line)
    return {
        page: _ends(long) if len(long) >= _FEW else (widths[page] * _MARGIN, widths[page] * (1 - _MARGIN))
        for page, long in by_page.items()
    }


def _ends(lines: Sequence[PageLine]) -> tuple[float, float]:
    """Give the left and the right end; a stop or comma may hang over the right one."""
    within = [line for line in lines if line.text[-1] not in _HANG_OVER] or lines
    return min(line.box[0] for line in lines), max(line.box[2] for line in within)


def _begins(before: Sequence[PageLine], line: PageLine, margins: Margins) -> bool:
    """Tell whether a line begins a paragraph, rather than going on with the lines before it."""
    last = before[-1]
    if LISTED.match(line.text) or _CONTENTS.search(last.text) or abs(line.size - last.size) > last.size * 0.15:
        return True
    if last.page == line.page and not -last.size / 2 < line.box[1] - last.box[3] < _APART * last.size:
        return True
    if last.page == line.page and _is_title(before, line, margins[line.page]):
        return False  # of several lines
    room = margins[last.page][1] - last.box[2] - line.first > line.size * 0.5
    indented = line.box[0] - margins[line.page][0] > line.size * 1.2
    if indented or not room:
        return indented and not _hangs(before, line, margins)
    heading = len(before) == 1 and bool(LISTED.match(last.text)) and len(last.text) <= _HEADING
    return heading or last.text[-1] in _STOPS


def _hangs(before: Sequence[PageLine], line: PageLine, margins: Margins) -> bool:
    """Tell whether an indented line goes on: slightly further in than its paragraph begins, after an unended line."""
    last = before[-1]
    further = line.box[0] - margins[line.page][0] - (before[0].box[0] - margins[before[0].page][0])
    full = margins[last.page][1] - last.box[2] < _ROOM * last.size
    return full and last.text[-1] not in _STOPS and _HANGING[0] < further / line.size < _HANGING[1]


def _passage(lines: Sequence[PageLine], name: str, margins: Margins, number: Iterator[int]) -> Iterator[Passage]:
    if not lines:
        return
    text = ""
    for line in lines:
        text = glued(text, line.text)
    page = lines[0].page
    place = Place(name, next(number), named=f"第 {page} 页")
    centred = all(_is_centred(line, margins[line.page]) for line in lines)
    yield Passage(text, place, page, tuple(lines), centred)


def _is_title(before: Sequence[PageLine], line: PageLine, margins: tuple[float, float]) -> bool:
    """Tell whether a line goes on with centred ones: neither it nor the last begins at the margin, or the last is full.

    Those before it may fill the line only where all have one middle, which the indented line of a paragraph has not.
    """
    last = before[-1]
    inside, last_inside = (one.box[0] - margins[0] > line.size * 0.8 for one in (line, last))
    if not inside or not _on_one_axis(last, line) or abs(_middle(last) - sum(margins) / 2) >= line.size:
        return False
    full = margins[1] - last.box[2] < line.first and last.text[-1] not in _STOPS
    return last_inside or (full and all(_on_one_axis(one, line) for one in before))


def _on_one_axis(one: PageLine, other: PageLine) -> bool:
    return abs(_middle(one) - _middle(other)) < _AXIS


def _middle(line: PageLine) -> float:
    return (line.box[0] + line.box[2]) / 2


def _is_centred(line: PageLine, margins: tuple[float, float]) -> bool:
    before, after = line.box[0] - margins[0], margins[1] - line.box[2]
    return before > line.size * 2.5 and abs(before - after) < line.size * 1.5
