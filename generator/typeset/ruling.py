"""The rules of a table on one page: each drawn once, from end to end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.base.frozen import frozen
from generator.typeset.pages import Stroke


@frozen
class Band:
    """A row as it stands on the page: its top, the left edges of its cells, and columns that go on from above."""

    top: float
    edges: tuple[float, ...]
    open: tuple[tuple[float, float], ...]  # (left, right) of cells without a rule above them


@frozen
class RuledArea:
    """A table's part on a page: its left edge, width and lower edge, and the width of its rules."""

    x: float
    width: float
    bottom: float
    rule: float


def rules(bands: Sequence[Band], frame: RuledArea, top: bool = True) -> Iterator[Stroke]:
    """Yield the rules of a table's part; without the first one if the table above has drawn it (`top` is false)."""
    if not bands:
        return
    x, width, bottom, rule = frame.x, frame.width, frame.bottom, frame.rule
    for number, band in enumerate(bands):
        if not number and not top:
            continue
        for left, right in _covered(band.open if number else (), width):
            yield Stroke(x + left, band.top, x + right, band.top, rule)
    yield Stroke(x, bottom, x + width, bottom, rule)
    yield from _verticals(bands, frame)


def _covered(gaps: Sequence[tuple[float, float]], width: float) -> Iterator[tuple[float, float]]:
    """Yield the stretches of 0…width outside the gaps."""
    start = 0.0
    for left, right in sorted(gaps):
        if left > start:
            yield start, left
        start = max(start, right)
    if start < width:
        yield start, width


def _verticals(bands: Sequence[Band], frame: RuledArea) -> Iterator[Stroke]:
    """Yield vertical rules: one goes on as long as the rows below have the same edge."""
    x, width, bottom, rule = frame.x, frame.width, frame.bottom, frame.rule
    began: dict[float, float] = {}
    edges: tuple[float, ...] = ()
    for band in bands:
        if band.edges == edges:
            continue
        edges = band.edges
        for edge in [edge for edge in began if edge not in edges]:
            yield Stroke(x + edge, began.pop(edge), x + edge, band.top, rule)
        for edge in edges:
            began.setdefault(edge, band.top)
    for edge, top in began.items():
        yield Stroke(x + edge, top, x + edge, bottom, rule)
    yield Stroke(x + width, bands[0].top, x + width, bottom, rule)
