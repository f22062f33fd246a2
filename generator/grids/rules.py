"""Ruled tables on a page: from the lines that are drawn, the grid that a reader sees.

Programs draw a border as a line, as a thin filled rectangle, or as one piece a cell with small gaps between; all of
these become straight pieces, which are joined where they go on and told apart where they do not touch.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.base.frozen import frozen
from generator.grids.grid import PageBox

THIN = 3.0  # points: what is thinner is a line, not an area
_NEAR = 3.0  # lines closer than this are one
_COVER = 0.6  # the share of a cell's side that must be drawn for the side to part two cells


@frozen
class RuledSide:
    """A straight piece of a border: at `at` across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


@frozen
class RuledCell:
    """A cell of a lattice: its row and column, how far it reaches, and where it lies."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: PageBox


@frozen
class Lattice:
    """A ruled table: the positions of its columns' and rows' borders, and the region at each row and column."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[tuple[RuledCell, ...], ...]

    @property
    def box(self) -> PageBox:
        """The place of the whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def region_at(self, x: float, y: float) -> RuledCell | None:
        """Give the cell that holds a point, if any does."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return self.regions[row][column] if inside else None


@dataclass(slots=True)
class _Drawn:
    """The pieces that are drawn, across (horizontal) and down (vertical)."""

    across: list[RuledSide] = field(default_factory=list)
    down: list[RuledSide] = field(default_factory=list)


def lattices(boxes: Iterable[PageBox]) -> tuple[Lattice, ...]:
    """Give the tables that the rectangles and lines of a page draw, from the top, beside each other from the left."""
    drawn = _Drawn()
    for box in boxes:
        _add(drawn, box)
    across, down = _joined(drawn.across), _joined(drawn.down)
    found = (_lattice(*group) for group in _groups(across, down))
    return tuple(sorted((one for one in found if one), key=lambda one: (round(one.ys[0]), one.xs[0])))


def _add(drawn: _Drawn, box: PageBox) -> None:
    """Take a box as the line that it is, or as its four sides."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    if high <= THIN and wide > high:
        drawn.across.append(RuledSide((top + bottom) / 2, left, right))
    elif wide <= THIN and high > wide:
        drawn.down.append(RuledSide((left + right) / 2, top, bottom))
    elif wide > THIN and high > THIN:
        drawn.across += [RuledSide(top, left, right), RuledSide(bottom, left, right)]
        drawn.down += [RuledSide(left, top, bottom), RuledSide(right, top, bottom)]


def _joined(pieces: Iterable[RuledSide]) -> list[RuledSide]:
    """Join pieces on one line that touch or nearly do."""
    joined: list[RuledSide] = []
    for line in _lines(sorted(pieces, key=lambda piece: piece.at)):
        at = sum(piece.at for piece in line) / len(line)
        start, end = line[0].start, line[0].end
        for piece in line[1:]:
            if piece.start <= end + _NEAR:
                end = max(end, piece.end)
            else:
                joined.append(RuledSide(at, start, end))
                start, end = piece.start, piece.end
        joined.append(RuledSide(at, start, end))
    return joined


def _lines(pieces: Sequence[RuledSide]) -> Iterable[list[RuledSide]]:
    """Part sorted pieces into lines, each sorted along its direction."""
    line: list[RuledSide] = []
    for piece in pieces:
        if line and piece.at - line[0].at > _NEAR:
            yield sorted(line, key=lambda one: one.start)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda one: one.start)


def _root(parents: list[int], index: int) -> int:
    """Give the first of those that hang together with one, and shorten the way to it."""
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _groups(across: Sequence[RuledSide], down: Sequence[RuledSide]) -> list[tuple[list[RuledSide], list[RuledSide]]]:
    """Part the pieces into those that hang together."""
    parents = list(range(len(across) + len(down)))

    for first, one in enumerate(across):
        for second, other in enumerate(down, len(across)):
            if _cross(one, other):
                parents[_root(parents, first)] = _root(parents, second)
    groups: dict[int, tuple[list[RuledSide], list[RuledSide]]] = {}
    for index, piece in enumerate((*across, *down)):
        group = groups.setdefault(_root(parents, index), ([], []))
        group[0 if index < len(across) else 1].append(piece)
    return list(groups.values())


def _cross(across: RuledSide, down: RuledSide) -> bool:
    return across.start - _NEAR <= down.at <= across.end + _NEAR and down.start - _NEAR <= across.at <= down.end + _NEAR


def _lattice(across: Sequence[RuledSide], down: Sequence[RuledSide]) -> Lattice | None:
    """Make a table of pieces that hang together; its outer sides need not be drawn."""
    xs = _positions([piece.at for piece in down], [x for piece in across for x in (piece.start, piece.end)])
    ys = _positions([piece.at for piece in across], [y for piece in down for y in (piece.start, piece.end)])
    if len(xs) < 2 or len(ys) < 2:  # noqa: PLR2004 a table has two sides each way
        return None
    return Lattice(tuple(xs), tuple(ys), _regions(xs, ys, across, down))


def _positions(lines: Iterable[float], ends: Iterable[float]) -> list[float]:
    """Give the places of lines in order, and where other lines reach beyond the outermost of them."""
    places: list[float] = []
    for place in sorted(lines):
        if not places or place - places[-1] > _NEAR:
            places.append(place)
    reach = list(ends)
    if reach and (not places or min(reach) < places[0] - _NEAR * 2):
        places.insert(0, min(reach))
    if reach and max(reach) > places[-1] + _NEAR * 2:
        places.append(max(reach))
    return places


def _regions(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[RuledSide], down: Sequence[RuledSide]
) -> tuple[tuple[RuledCell, ...], ...]:
    """Join the small boxes between which no line is drawn."""
    columns, rows = len(xs) - 1, len(ys) - 1
    parents = list(range(columns * rows))

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _drawn(down, xs[column + 1], ys[row], ys[row + 1]):
                parents[_root(parents, here + 1)] = _root(parents, here)
            if row + 1 < rows and not _drawn(across, ys[row + 1], xs[column], xs[column + 1]):
                parents[_root(parents, here + columns)] = _root(parents, here)
    members: dict[int, list[int]] = {}
    for index in range(columns * rows):
        members.setdefault(_root(parents, index), []).append(index)
    regions = {key: _region([divmod(index, columns) for index in inside], xs, ys) for key, inside in members.items()}
    return tuple(
        tuple(regions[_root(parents, row * columns + column)] for column in range(columns)) for row in range(rows)
    )


def _region(inside: Sequence[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> RuledCell:
    top, bottom = min(row for row, _ in inside), max(row for row, _ in inside) + 1
    left, right = min(column for _, column in inside), max(column for _, column in inside) + 1
    return RuledCell(top, left, bottom - top, right - left, (xs[left], ys[top], xs[right], ys[bottom]))


def _drawn(pieces: Sequence[RuledSide], at: float, start: float, end: float) -> bool:
    """Tell whether a line is drawn there along most of a side."""
    covered = sum(
        max(0.0, min(piece.end, end) - max(piece.start, start)) for piece in pieces if abs(piece.at - at) <= _NEAR
    )
    return covered >= _COVER * (end - start)
