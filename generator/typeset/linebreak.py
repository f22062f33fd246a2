"""Chinese line breaking as Word does it, and lines as pieces of text with positions.

Forbidden line starts and ends, hanging punctuation, numbers and Latin words kept whole, the quarter space between
Chinese and Latin, and justified lines. Lengths are points; positions are measured from the left edge of the line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from generator.typeset.measure import Font

# Word's own sets for Chinese (kinsoku), with … and — added: neither may start a line.
CLOSERS = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…—‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
OPENERS = "$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥≥≤≈±≠"
HANGING = frozenset("、。，．：；！？,.:;!?")
# LibreOffice leaves a fifth of an em between Chinese and Latin (measured, 7.4); Word about a quarter.
AUTOSPACE = 0.2
TOLERANCE = 0.01  # rounding of sums of widths

_HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WEST = r"!-'*-Z\\^-z|~\u00c0-\u024f"  # printing ASCII without brackets and space, Latin letters
_WORD = rf"[{_WEST}０-９]+"
_UNIT = re.compile(rf"[{re.escape(OPENERS)}]*(?:{_WORD}|.)[{re.escape(CLOSERS)} ]*", re.DOTALL)
_ALNUM = r"0-9A-Za-z%\u00c0-\u024f"
_MEETING = re.compile(rf"(?<=[{_HAN}])(?=[{_ALNUM}])|(?<=[{_ALNUM}])(?=[{_HAN}])")
_TOKEN = re.compile(rf"[{_WEST}]+ *|[^{_WEST}]+")
_FIRST_WEST = re.compile(rf"[{_WEST} ]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one font and colour."""

    text: str
    font: Font
    color: str = "000000"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line in one face. `spacing` follows every character; `gaps` are (index, points) before it."""

    x: float
    text: str
    face: str
    spacing: float = 0.0
    gaps: tuple[tuple[int, float], ...] = ()
    color: str = "000000"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its segments, and its natural width."""

    width: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Measured text on one endless line: where each character starts and how wide it is."""

    text: str
    starts: list[float]
    widths: list[float]
    pieces: tuple[Piece, ...]
    spacing: float
    autospaces: tuple[int, ...]  # indices of characters with space before them

    def width(self, start: int, end: int) -> float:
        """Return the width of a stretch without the spaces at its end."""
        end = start + len(self.text[start:end].rstrip(" "))
        return self.starts[end - 1] + self.widths[end - 1] - self.starts[start] if end > start else 0.0


def measure(pieces: Sequence[Piece], size: float, spacing: float = 0.0) -> Strip:
    """Measure text in a size (points) with letter spacing (points)."""
    text = "".join(piece.text for piece in pieces)
    widths = [piece.font.widths[char] * size + spacing for piece in pieces for char in piece.text]
    starts = [0.0, *accumulate(widths)]
    autospaces = () if text.isascii() else tuple(match.start() for match in _MEETING.finditer(text))
    if autospaces:
        starts = _spread(starts, autospaces, AUTOSPACE * size)
    return Strip(text, starts, widths, tuple(pieces), spacing, autospaces)


def _spread(starts: list[float], places: tuple[int, ...], space: float) -> list[float]:
    """Move all characters from each of the places on by a space."""
    added = [0.0] * len(starts)
    for place in places:
        added[place] = space
    return [start + more for start, more in zip(starts, accumulate(added), strict=True)]


def break_text(strip: Strip, first: float, rest: float, hanging: bool = True) -> list[tuple[int, int]]:
    """Break text into lines of a width (points; the first may differ). Return (start, end) of each."""
    if not strip.text:
        return [(0, 0)]
    ends = [match.end() for match in _UNIT.finditer(strip.text)]
    edges = _edges(strip, ends)
    lines: list[tuple[int, int]] = []
    start, number, width = 0, 0, first
    while start < len(strip.text):
        limit = strip.starts[start] + width + TOLERANCE
        fitting = bisect_right(edges, limit, lo=number)
        if hanging and fitting < len(ends) and _may_hang(strip, ends[fitting], limit):
            fitting += 1
        end = ends[fitting - 1] if fitting > number else _forced(strip, start, ends[number], limit)
        lines.append((start, end))
        number = fitting if fitting > number else number + (end == ends[number])
        start, width = end, rest
    return lines


def last_break(strip: Strip, start: int, end: int) -> int:
    """Return the last place before `end` where a line that begins at `start` may be broken, `start` if none."""
    return max((match.end() for match in _UNIT.finditer(strip.text, start, end) if match.end() < end), default=start)


def _edges(strip: Strip, ends: list[int]) -> list[float]:
    """Return the right edge of the text before each possible break, without the spaces there."""
    text, starts, widths = strip.text, strip.starts, strip.widths
    if " " not in text:
        return [starts[end - 1] + widths[end - 1] for end in ends]
    edges, edge = [], 0.0
    for start, end in zip([0, *ends], ends, strict=False):
        last = start + len(text[start:end].rstrip(" "))
        edge = starts[last - 1] + widths[last - 1] if last > start else edge
        edges.append(edge)
    return edges


def _may_hang(strip: Strip, end: int, limit: float) -> bool:
    """Tell whether the text up to `end` fits when its last character, a punctuation mark, hangs in the margin."""
    last = end - 1
    return strip.text[last] in HANGING and last > 0 and strip.starts[last - 1] + strip.widths[last - 1] <= limit


def _forced(strip: Strip, start: int, end: int, limit: float) -> int:
    """Break inside a unit that is wider than the line: as many characters as fit, one at least."""
    fitting = bisect_right(strip.starts, limit, lo=start, hi=end + 1) - 1
    return max(start + 1, min(end, fitting))


def set_line(strip: Strip, start: int, end: int, width: float, justified: bool) -> Line:
    """Make a line of a stretch of text; a justified one is stretched to `width` (points)."""
    end = start + len(strip.text[start:end].rstrip(" "))
    if end == start:
        return Line(0.0, ())
    natural = strip.width(start, end)
    spans = tuple(_spans(strip, start, end))
    extra = _extra(strip, spans, end, width) if justified else 0.0
    if extra > 0:
        return Line(width, tuple(_stretched(strip, spans, extra)))
    return Line(natural, tuple(_plain(strip, spans)))


@dataclass(frozen=True, slots=True)
class _Span:
    """A part of a line in one face and of one script."""

    start: int
    end: int
    face: str
    color: str
    west: bool


def _spans(strip: Strip, start: int, end: int) -> Iterator[_Span]:
    """Divide a line into spans."""
    text, offset = strip.text, 0
    for piece in strip.pieces:
        low, high = max(start, offset), min(end, offset + len(piece.text))
        offset += len(piece.text)
        if low >= high:
            continue
        for match in _TOKEN.finditer(text, low, high):
            west = _FIRST_WEST.match(match.group()) is not None
            yield from _faces(piece, match.start(), match.group(), west)


def _faces(piece: Piece, start: int, text: str, west: bool) -> Iterator[_Span]:
    """Divide a token where the face changes, for a character that only a fallback has."""
    faces = list(map(piece.font.face_of.__getitem__, text))
    if faces.count(faces[0]) == len(faces):
        yield _Span(start, start + len(text), faces[0], piece.color, west)
        return
    for face, group in groupby(faces):
        length = len(list(group))
        yield _Span(start, start + length, face, piece.color, west)
        start += length


def _extra(strip: Strip, spans: Sequence[_Span], end: int, width: float) -> float:
    """Return the space to add at each place where a justified line may be stretched."""
    start = spans[0].start
    natural = strip.width(start, end)
    places = _places(spans, strip.text)
    if natural > width + TOLERANCE:  # the last mark hangs outside
        natural, places = strip.width(start, end - 1), places - 1
    return (width - natural) / places if places > 0 and natural < width else 0.0


def _places(spans: Sequence[_Span], text: str) -> int:
    """Count the places where a line may be stretched: beside Chinese characters, and at spaces."""
    inside = sum(span.end - span.start - 1 for span in spans if not span.west)
    between = sum(_stretches(one, two, text) for one, two in pairwise(spans))
    return inside + between


def _stretches(one: _Span, two: _Span, text: str) -> bool:
    """Tell whether a line may be stretched between two spans."""
    return not (one.west and two.west) or text[one.end - 1] == " "


def _stretched(strip: Strip, spans: Sequence[_Span], extra: float) -> Iterator[Segment]:
    """Place the spans of a justified line, with `extra` space at each place for it."""
    base, count, before = strip.starts[spans[0].start], 0, None
    for span in spans:
        if before is not None:
            count += _stretches(before, span, strip.text)
        spacing = strip.spacing + (0.0 if span.west else extra)
        x = strip.starts[span.start] - base + extra * count
        yield Segment(x, strip.text[span.start : span.end], span.face, spacing, (), span.color)
        count += 0 if span.west else span.end - span.start - 1
        before = span


def _plain(strip: Strip, spans: Sequence[_Span]) -> Iterator[Segment]:
    """Place the spans of a line that is not stretched, neighbours of one face joined."""
    base = strip.starts[spans[0].start]
    for (face, color), group in groupby(spans, key=lambda span: (span.face, span.color)):
        members = list(group)
        start, end = members[0].start, members[-1].end
        gaps = tuple(
            (place - start, strip.starts[place] - strip.starts[place - 1] - strip.widths[place - 1])
            for place in strip.autospaces
            if start < place < end
        )
        yield Segment(strip.starts[start] - base, strip.text[start:end], face, strip.spacing, gaps, color)
