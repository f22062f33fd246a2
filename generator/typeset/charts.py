"""Drawing charts: bars beside each other, stacked bars, a pie; every bar and every part has its name and its figure.

Lengths are in proportion to the exact amounts, from zero. Colours differ in lightness, so that they print in grey, and
every area has an outline. Distances are points from the top left corner of the drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin, tan

from generator.document.blocks import MORE, NO_FIGURE, Cell, Chart, Row
from generator.typeset.canvas import aligned
from generator.typeset.linebreak import TextLine
from generator.typeset.pages import ARTIFACT, Area, Drawing, DrawnText, Path, Stroke
from generator.typeset.text import Setter, baseline

INK = "1F4E79"  # of outlines
FILLS = (INK, "9DC3E6", "2E75B6", "DEEBF7", "5B9BD5", "BDD7EE")  # by turns dark and light
WIDEST = 440.0
AXIS, OUTLINE, LEADER = 0.5, 0.5, 0.4  # widths of lines
GAP = 5.0  # between a name, a bar and a figure
BAR, BETWEEN = 1.2, 1.5  # the height that a bar takes, of the size of the text; and what stays free between two
SPACE = 0.5  # between rows, of a bar's height
NAMES = 0.4  # of the width, at most for names
LINES = (3, 2, 1)  # most lines of a name: fewer, if the drawing is higher than a page
RADIUS = 54.0
ELBOW = 10.0  # from a pie to the text beside it

DrawnPart = DrawnText | Stroke | Area


def draw(chart: Chart, setter: Setter, width: float, most: float) -> Drawing:
    """Draw a chart in a width; where it is higher than `most`, names have fewer lines."""
    width = min(width, WIDEST)
    if chart.kind == "饼图":
        return _pie(chart, setter, width)
    drawings = (_Bars(chart, setter, width, lines).drawing() for lines in LINES)
    for drawing in drawings:
        if drawing.height <= most:
            break
    return drawing


def fills(chart: Chart) -> tuple[str, ...]:
    """Give the colours of the columns, or of a pie's parts; of two years, this one is the darker."""
    return FILLS[1::-1] if len(chart.series) == 2 else FILLS  # noqa: PLR2004


def cells_of(chart: Chart) -> tuple[Cell, ...]:
    """Give the cells whose texts are drawn; a text's node in a drawing is the number of its cell."""
    return tuple(cell for row in chart.table.body for cell in row.cells)


def moved(part: DrawnPart, x: float, y: float, figure: int, cells: Sequence[int]) -> DrawnPart:
    """Put a part of a drawing on a page, as content of a figure, or of the node of its cell; lines are no content."""
    if isinstance(part, Stroke):
        return part._replace(x1=part.x1 + x, y1=part.y1 + y, x2=part.x2 + x, y2=part.y2 + y)
    if isinstance(part, DrawnText):
        return part._replace(x=part.x + x, y=part.y + y, node=cells[part.node] if part.node >= 0 else figure)
    path = tuple(tuple(one + (y if at % 2 else x) for at, one in enumerate(step)) for step in part.path)
    return part._replace(path=path, node=figure)


def _area(path: Path, fill: str) -> Area:
    return Area(path, fill, INK, OUTLINE, ARTIFACT)


def _rectangle(x: float, y: float, width: float, height: float, fill: str) -> Area:
    return _area(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), fill)


def _amount(cell: Cell) -> float:
    return float(cell.value or 0)


class _Text:
    """Sets the texts of a chart in the style of a table's texts."""

    def __init__(self, setter: Setter) -> None:
        self.setter = setter
        self.style = setter.cell_style(Cell())
        self.size, self.line = self.style.size, self.style.line

    def one(self, text: str) -> TextLine:
        """Set a text on one line."""
        return self.setter.line(text, self.style)

    def lines(self, text: str, width: float, most: int) -> tuple[TextLine, ...]:
        """Set a name in a width; what has no room in the last line is left out, with a sign for it."""
        words = " ".join(text.split())
        found = self.setter.cell(Cell(words), width)
        if len(found) <= most:
            return found
        kept = sum(len(part.text) for line in found[:most] for part in line.segments)
        while kept and len(found) > most:
            kept -= 1
            found = self.setter.cell(Cell(words[:kept] + MORE), width)
        return found

    def put(self, line: TextLine, x: float, middle: float, cell: int = ARTIFACT) -> Iterator[DrawnText]:
        """Draw a line around a height; `cell` is the number of the cell whose text it is."""
        y = middle - self.line / 2 + baseline(self.style)
        for at, text, face, spacing, gaps, color in line.segments:
            yield DrawnText(x + at, y, face, self.size, text, cell, spacing, gaps, color)


class _Bars:
    """Rows of bars from a common zero: names on the left, figures on the right."""

    def __init__(self, chart: Chart, setter: Setter, width: float, lines: int) -> None:
        self.chart, self.width, self.text = chart, width, _Text(setter)
        self.series = chart.series
        self.stacked = chart.kind == "堆积条形图"
        rows = chart.table.body
        room = max(self.text.one(" ".join(row.cells[0].text.split())).width for row in rows)
        self.names = min(room, NAMES * width)
        self.labels = [self.text.lines(row.cells[0].text, self.names, lines) for row in rows]
        self.zero = self.names + GAP if self.names else 0.0
        values = [
            sum(map(_amount, row.cells[1:])) if self.stacked else _amount(c) for row in rows for c in row.cells[1:]
        ]
        self.low, high = min(0.0, *values), max(0.0, *values)
        figures = max(self._figures_width(row) for row in rows)
        self.scale = max(1.0, width - self.zero - GAP - figures) / ((high - self.low) or 1.0)
        self.bar = self.text.size * BAR
        self.fills = fills(chart)

    def _figures_width(self, row: Row) -> float:
        widths = [self.text.one(cell.text or NO_FIGURE).width for cell in row.cells[1:]]
        return sum(widths) + len(widths) * (self.text.size + GAP) if self.stacked else max(widths)

    def drawing(self) -> Drawing:
        """Draw everything."""
        parts: list[DrawnPart] = [*self._top()]
        y = start = self.text.line if parts else 0.0
        for number, (row, label) in enumerate(zip(self.chart.table.body, self.labels, strict=True)):
            height = max(len(label) * self.text.line, self._thickness() + SPACE * self.bar)
            parts += self._row(row, label, (y, height), number * len(row.cells))
            y += height
        x = self.zero - self.low * self.scale
        return Drawing(self.width, y, (Stroke(x, start, x, y, AXIS), *parts))

    def _thickness(self) -> float:
        return self.bar * (1 if self.stacked else len(self.series))

    def _top(self) -> Iterator[DrawnPart]:
        """Say which bar is what."""
        middle, x = self.text.line / 2, self.zero
        for number, name in enumerate(self.series if len(self.series) > 1 else ()):
            line = self.text.one(name)
            yield self._swatch(x, middle, number)
            yield from self.text.put(line, x + self.text.size, middle)
            x += self.text.size + line.width + 2 * GAP

    def _swatch(self, x: float, middle: float, number: int) -> Area:
        side = 0.7 * self.text.size
        return _rectangle(x, middle - side / 2, side, side, self.fills[number])

    def _row(self, row: Row, label: Sequence[TextLine], place: tuple[float, float], cell: int) -> Iterator[DrawnPart]:
        """Draw a row at a height that is so high; `cell` is the number of its first cell."""
        y, height = place
        first = y + (height - len(label) * self.text.line) / 2 + self.text.line / 2
        for number, line in enumerate(label):
            x = aligned(0.0, self.names, line, "right")
            yield from self.text.put(line, x, first + number * self.text.line, cell)
        top = y + (height - self._thickness()) / 2
        zero = self.zero - self.low * self.scale
        yield from (self._stack if self.stacked else self._beside)(row, zero, top, cell + 1)

    def _beside(self, row: Row, zero: float, top: float, first: int) -> Iterator[DrawnPart]:
        """Draw the bars of a row below one another, each with its figure: right of it, or of zero if it goes left."""
        for number, cell in enumerate(row.cells[1:]):
            length = _amount(cell) * self.scale
            if length:
                x, y = zero + min(0.0, length), top + BETWEEN / 2
                yield _rectangle(x, y, abs(length), self.bar - BETWEEN, self.fills[number])
            line, x = self.text.one(cell.text or NO_FIGURE), zero + max(0.0, length) + GAP / 2
            yield from self.text.put(line, x, top + self.bar / 2, first + number)
            top += self.bar

    def _stack(self, row: Row, x: float, top: float, first: int) -> Iterator[DrawnPart]:
        """Draw the bars of a row after one another, then their figures."""
        for number, cell in enumerate(row.cells[1:]):
            length = _amount(cell) * self.scale
            if length:
                yield _rectangle(x, top, length, self.bar, self.fills[number])
            x += length
        x += GAP
        for number, cell in enumerate(row.cells[1:]):
            line = self.text.one(cell.text)
            yield self._swatch(x, top + self.bar / 2, number)
            yield from self.text.put(line, x + self.text.size, top + self.bar / 2, first + number)
            x += self.text.size + line.width + GAP


@dataclass(slots=True)
class _PiePart:
    """A part of a pie: from where to where (turns from the top), its text, and the height of the text's middle."""

    start: float
    end: float
    fill: str
    lines: tuple[TextLine, ...]
    y: float = 0.0

    @property
    def middle(self) -> float:
        """Where its middle points to, in turns."""
        return (self.start + self.end) / 2

    @property
    def is_right(self) -> bool:
        """Whether its text stands on the right."""
        return self.middle < 0.5  # noqa: PLR2004 half a turn


def _pie(chart: Chart, setter: Setter, width: float) -> Drawing:
    """Draw a pie, clockwise from the top; each part's name and figure stand beside it."""
    text = _Text(setter)
    room = width / 2 - RADIUS - 2 * ELBOW
    rows = chart.table.body
    whole = sum(_amount(row.cells[1]) for row in rows)
    turns = [0.0]
    for row in rows:
        turns.append(turns[-1] + _amount(row.cells[1]) / whole)
    parts = [
        _PiePart(
            start, end, FILLS[number], (*text.lines(row.cells[0].text, room, LINES[1]), text.one(row.cells[1].text))
        )
        for number, (row, (start, end)) in enumerate(zip(rows, pairwise(turns), strict=True))
    ]
    sides = [[one for one in parts if one.is_right], [one for one in parts if not one.is_right][::-1]]
    high = max(sum(len(one.lines) * text.line + GAP for one in side) for side in sides)
    height = max(high, 2 * RADIUS + 2 * text.line)
    centre = (width / 2, height / 2)
    for side in sides:
        _spread(side, text.line, height)
    drawn: list[DrawnPart] = []
    for number, one in enumerate(parts):
        drawn += _slice(one, centre, text, room, 2 * number)
    return Drawing(width, height, tuple(drawn))


def _spread(side: Sequence[_PiePart], line: float, height: float) -> None:
    """Put the texts of one side beside their parts, and apart from one another."""
    least = 0.0
    for one in side:
        half = len(one.lines) * line / 2
        one.y = max(least + half, height / 2 - (RADIUS + ELBOW) * cos(2 * pi * one.middle))
        least = one.y + half + GAP
    most = height
    for one in reversed(side):
        half = len(one.lines) * line / 2
        one.y = min(one.y, most - half)
        most = one.y - half - GAP


def _slice(one: _PiePart, centre: tuple[float, float], text: _Text, room: float, cell: int) -> Iterator[DrawnPart]:
    """Draw a part, a line to its text, and its name and figure: those of a cell and the next."""
    x, y = centre
    yield _area(((x, y), *_arc(centre, one.start, one.end)), one.fill)
    side = 1 if one.is_right else -1
    rim = _point(centre, one.middle, RADIUS)
    bend = x + side * (RADIUS + ELBOW)
    yield Stroke(*rim, bend, one.y, LEADER)
    yield Stroke(bend, one.y, bend + side * ELBOW / 2, one.y, LEADER)
    first = one.y - (len(one.lines) - 1) * text.line / 2
    left = bend + side * ELBOW - (0 if one.is_right else room)
    for number, line in enumerate(one.lines):
        at = aligned(left, room, line, "left" if one.is_right else "right")
        yield from text.put(line, at, first + number * text.line, cell + (number == len(one.lines) - 1))


def _point(centre: tuple[float, float], turn: float, radius: float) -> tuple[float, float]:
    return centre[0] + radius * sin(2 * pi * turn), centre[1] - radius * cos(2 * pi * turn)


def _arc(centre: tuple[float, float], start: float, end: float) -> Iterator[tuple[float, ...]]:
    """Yield a line to the rim, then curves along it, of at most a quarter turn each."""
    yield _point(centre, start, RADIUS)
    count = max(1, -int(-(end - start) * 4 // 1))
    step = (end - start) / count
    reach = RADIUS * 4 / 3 * tan(pi * step / 2)
    for number in range(count):
        a, b = start + number * step, start + (number + 1) * step
        from_, to = _point(centre, a, RADIUS), _point(centre, b, RADIUS)
        yield (
            from_[0] + reach * cos(2 * pi * a), from_[1] + reach * sin(2 * pi * a),
            to[0] - reach * cos(2 * pi * b), to[1] - reach * sin(2 * pi * b), *to,
        )  # fmt: skip
