"""Where on a page something stands (位置): the boxes of a cell, of a paragraph or of some of its characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.base.frozen import frozen
from generator.findings.finding import Place
from generator.grids.grid import ForeignFile, Glyph, GridCell, PageBox, Passage

_PAGE = re.compile("第 ([0-9]+) 页")


@frozen
class PageSpot:
    """A box on a page (from 1), in points from the upper left corner of the page as it is shown."""

    page: int
    box: PageBox
    is_cell: bool = False


class PageSpots:
    """The boxes of what a file holds, by their places; a file without pages has none."""

    def __init__(self, file: ForeignFile) -> None:
        self._pages = file.pages
        self._passages: dict[Place, Passage] = {}
        self._cells: dict[Place, tuple[int, GridCell]] = {}
        self._grids: dict[Place, PageSpot] = {}
        for part in file.parts:
            if isinstance(part, Passage):
                self._passages[part.place] = part
            elif part.page:
                cells = [cell for row in part.rows for cell in row]
                self._cells |= {cell.place: (part.page, cell) for cell in cells}
                boxes = [cell.box for cell in cells if cell.box is not None]
                if boxes:
                    self._grids[part.place] = PageSpot(part.page, _around(boxes), is_cell=True)

    def passage(self, place: Place) -> Passage | None:
        """Give the paragraph that stands at a place, or some characters of it."""
        return self._passages.get(place.whole)

    def of(self, place: Place) -> tuple[PageSpot, ...]:
        """Give the boxes of a place, in reading order: of a paragraph one for each line.

        Nothing where the file has no pages, or only the page is known.
        """
        return tuple(self._lying(one) for one in self._found(place))

    def page(self, place: Place) -> int:
        """Give the page of a place, from 1; 0 where the file has no pages."""
        return next((one.page for one in self._found(place)), page_of(place))

    def _found(self, place: Place) -> Iterator[PageSpot]:
        passage = self._passages.get(place.whole)
        if passage is not None:
            yield from _of_passage(passage, place)
        elif place in self._cells:
            page, cell = self._cells[place]
            if cell.box is not None:
                yield PageSpot(page, cell.box, is_cell=True)
        elif place in self._grids:
            yield self._grids[place]

    def _lying(self, spot: PageSpot) -> PageSpot:
        page = self._pages.get(spot.page)
        return spot if page is None or page.turn is None else replace(spot, box=page.turn.lying(spot.box))


def page_of(place: Place | None) -> int:
    """Give the page that a place names, from 1; 0 where it names none."""
    found = _PAGE.search(place.named) if place is not None else None
    return int(found[1]) if found else 0


def _of_passage(passage: Passage, place: Place) -> Iterator[PageSpot]:
    """Yield the boxes of a paragraph, or of those of its characters that are meant: of each line the ones in it."""
    start, stop = 0, len(passage.text)  # without blanks, which the lines do not have
    if place.column:
        start = _seen(passage.text[: place.column - 1])
        stop = start + _seen(passage.text[place.column - 1 : place.column - 1 + place.length])
    at = 0
    for line in passage.lines:
        own: list[Glyph] = []
        for glyph in line.glyphs:
            end = at + _seen(glyph.text)
            if start < end and at < stop:
                own.append(glyph)
            at = end
        if own:
            yield PageSpot(line.page, _box_of(own))


def _seen(text: str) -> int:
    return len("".join(text.split()))


def _box_of(glyphs: Sequence[Glyph]) -> PageBox:
    return _around([(one.left, one.top, one.right, one.bottom) for one in glyphs])


def _around(boxes: Sequence[PageBox]) -> PageBox:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
