"""Stretches (文字段): which piece of the document each text on a page is, with the values of the budget behind it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from generator.base.frozen import frozen
from generator.base.paths import ValuePath, origins_of
from generator.document.blocks import Cell, Heading, Paragraph, Table
from generator.typeset.pages import ARTIFACT, DrawnSource, DrawnText, Page, Pages


@frozen
class Stretch:
    """A piece of a node's text that comes from the same values; `part` is its number in the node."""

    node: int
    part: int
    text: str
    origins: tuple[ValuePath, ...]
    figure: bool  # a number that is made of them, and not a text as it was typed
    source: DrawnSource


PlacedStretches = tuple[Mapping[int, Stretch], ...]  # by page: number of the operation → what it is a piece of


def stretches(pages: Pages) -> PlacedStretches:
    """Say of the texts of each page that come from the budget which stretches they are."""
    followers: dict[int, _Follower] = {}
    return tuple(dict(_of_page(page, pages, followers)) for page in pages.pages)


def _of_page(page: Page, pages: Pages, followers: dict[int, _Follower]) -> Iterator[tuple[int, Stretch]]:
    for number, drawn in enumerate(page.operations):
        if not isinstance(drawn, DrawnText) or drawn.node == ARTIFACT:
            continue
        if drawn.node not in followers:
            followers[drawn.node] = _Follower(tuple(_parts(drawn.node, pages.nodes[drawn.node].source)))
        found = followers[drawn.node].following(drawn.text)
        if found is not None and found.origins:
            yield number, found


class _Follower:
    """Follows the texts of a node as they are drawn, line by line, through its parts."""

    def __init__(self, parts: Sequence[Stretch]) -> None:
        self.parts = parts
        self.whole = "".join(part.text for part in parts)
        self.ends = tuple(accumulate(len(part.text) for part in parts))
        self.at = 0

    def following(self, drawn: str) -> Stretch | None:
        """Give the part in which a text stands that is drawn next; None where it is not what follows there.

        Blanks at the ends of lines are not drawn.
        """
        if len(self.parts) == 1:
            return self.parts[0]
        start = self.at
        while not self.whole.startswith(drawn, start):
            if not self.whole[start : start + 1].isspace():
                return None
            start += 1
        self.at = start + len(drawn)
        return self.parts[bisect_right(self.ends, start)]


def _parts(node: int, source: DrawnSource) -> Iterator[Stretch]:
    match source:
        case Paragraph() | Heading():
            for part, run in enumerate(source.runs):
                yield Stretch(node, part, run.text, run.origins, run.figure, source)
        case Cell():
            origins = tuple(dict.fromkeys((*source.origins, *origins_of(source.text))))
            yield Stretch(node, 0, source.text, origins, source.value is not None, source)
        case Table():
            for part, text in enumerate(source.line):
                yield Stretch(node, part, text, origins_of(text), False, source)
