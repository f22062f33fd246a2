"""Centred titles of more than one line: broken as an editor would, not where the first line happens to be full."""

from __future__ import annotations

import re

from generator.base import late
from generator.document.stylesheet import TextStyle
from generator.typeset.linebreak import CLOSERS, OPENERS, TOLERANCE, Strip, break_places, break_text

PRECISION = 0.5  # points, of the width that makes lines even
WELL_DIVIDED = 0.64  # of the whole: the most that the longer of two lines may hold for the sake of a better place
_INSIDE = late.compile(r"[0-9][年月日号%％]")
_PLACE = late.compile(rf"[{re.escape(CLOSERS)} 年].|.[{re.escape(OPENERS)}]|[^0-9.][0-9]", re.DOTALL)


def is_title(style: TextStyle) -> bool:
    """Tell whether text in a style is set as a title: centred, without an indentation."""
    return style.align == "center" and not style.first_indent


def balanced(strip: Strip, width: float) -> list[tuple[int, int]]:
    """Break a title into as few lines as fit in a width (points), about equally long. Return (start, end) of each.

    Two lines are parted where the words part, if there is such a place near the middle: at a mark, before a number.
    """
    ranges = break_text(strip, width, width, hanging=False)
    if len(ranges) == 1:
        return ranges
    middle = _middle(strip, width) if len(ranges) == 2 else 0  # noqa: PLR2004 - two lines
    return [(0, middle), (middle, len(strip.text))] if middle else _evenly(strip, width, len(ranges))


def _middle(strip: Strip, width: float) -> int:
    """Return the best place to part a title into two lines, 0 if there is none."""
    text, whole = strip.text, strip.width(0, len(strip.text))
    longest = {
        place: max(strip.width(0, place), strip.width(place, len(text)))
        for place in break_places(strip)[:-1]
        if not _INSIDE.match(text, place - 1)
    }
    fitting = {place: length for place, length in longest.items() if length <= width + TOLERANCE}
    good = [p for p in fitting if _PLACE.match(text, p - 1) and fitting[p] <= WELL_DIVIDED * whole]
    return min(good or fitting, key=lambda place: fitting[place], default=0)


def _evenly(strip: Strip, width: float, count: int) -> list[tuple[int, int]]:
    """Break into `count` lines in the smallest width that needs no more."""
    narrow, wide = 0.0, width
    while wide - narrow > PRECISION:
        tried = (narrow + wide) / 2
        if len(break_text(strip, tried, tried, hanging=False)) > count:
            narrow = tried
        else:
            wide = tried
    return break_text(strip, wide, wide, hanging=False)
