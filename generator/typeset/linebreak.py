"""Chinese line breaking as Word does it, and lines as pieces of text with positions.

Forbidden line starts and ends, hanging punctuation, numbers and Latin words kept whole, the quarter space between
Chinese and Latin, and justified lines. Lengths are points; positions are measured from the left edge of the line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from generator.base.frozen import frozen
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
_MEETING = re.compile(rf"[{_HAN}](?=[{_ALNUM}])|[{_ALNUM}](?=[{_HAN}])")  # ends where Chinese and Latin meet
_TOKEN = re.compile(rf"[{_WEST}]+ *|[^{_WEST}]+")
_FIRST_WEST = re.compile(rf"[{_WEST} ]")


@frozen
class Piece:
    """A stretch of text in one font and colour."""

    text: str
    font: Font
    color: str = "000000"


class Segment(NamedTuple):
    """A piece of a line in one face. `spacing` follows every character; `gaps` are (index, points) before it."""

    x: float
    text: str
    face: str
    spacing: float = 0.0
    gaps: tuple[tuple[int, float], ...] = ()
    color: str = "000000"


class TextLine(NamedTuple):
    """A line of text: its segments, and its natural width."""

    width: float
    segments: tuple[Segment, ...]


class _Span(NamedTuple):
    """A part of a text in one face."""

    start: int
    end: int
    face: str
    color: str


@frozen
class Strip:
    """Measured text on one endless line: where each character starts and how wide it is."""

    text: str
    starts: list[float]
    widths: list[float]
    spans: tuple[_Span, ...]
    spacing: float
    autospace: float  # before each of the characters `autospaces`
    autospaces: tuple[int, ...]

    def width(self, start: int, end: int) -> float:
        """Return the width of a stretch without the spaces at its end."""
        end = start + len(self.text[start:end].rstrip(" "))
        return self.starts[end - 1] + self.widths[end - 1] - self.starts[start] if end > start else 0.0


def measure(pieces: Sequence[Piece], size: float, spacing: float = 0.0) -> Strip:
    """Measure text in a size (points) with letter spacing (points)."""
    text = "".join(piece.text for piece in pieces)
    widths: list[float] = []
    for piece in pieces:
        widths += map(piece.font.widths(size, spacing).__getitem__, piece.text)
    starts = [0.0, *accumulate(widths)]
    autospaces = _autospaces(text)
    if autospaces:
        starts = _spread(starts, autospaces, AUTOSPACE * size)
    return Strip(text, starts, widths, tuple(_spans(pieces)), spacing, AUTOSPACE * size, autospaces)


def loosened(strip: Strip) -> Strip:
    """The same text as LibreOffice sets it: without letter spacing behind the last character before another script.

    Measured with 7.4. Where Chinese and Latin meet, Word leaves more than we do, too: a quarter of an em.
    """
    places = tuple(match.start() for match in _TOKEN.finditer(strip.text))[1:]
    return replace(strip, starts=_spread(strip.starts, places, -strip.spacing)) if places else strip


def whole_line(piece: Piece, size: float, spacing: float = 0.0) -> TextLine:
    """Set a text on one line. This is the way of most cells, so places are only measured where the face changes."""
    text, font = piece.text, piece.font
    if not text:
        return TextLine(0.0, ())
    faces = set(map(font.face_of.__getitem__, text))
    if len(faces) != 1:
        return set_line(measure((piece,), size, spacing), 0, len(text), 0.0, justified=False)
    gaps = tuple((place, AUTOSPACE * size) for place in _autospaces(text))
    width = sum(map(font.widths(size, spacing).__getitem__, text)) + AUTOSPACE * size * len(gaps)
    return TextLine(width, (Segment(0.0, text, faces.pop(), spacing, gaps, piece.color),))


def _autospaces(text: str) -> tuple[int, ...]:
    """Return the characters that have a space before them because Chinese and Latin meet there."""
    return () if text.isascii() else tuple([match.end() for match in _MEETING.finditer(text)])


def _spans(pieces: Sequence[Piece]) -> Iterator[_Span]:
    """Divide pieces where the face changes: at Latin in another font, and for what only a fallback has."""
    start = 0
    for piece in pieces:
        faces = [*map(piece.font.face_of.__getitem__, piece.text)]
        counts = [(faces[0], len(faces))] if len(set(faces)) == 1 else [(f, len([*g])) for f, g in groupby(faces)]
        for face, count in counts:
            yield _Span(start, start + count, face, piece.color)
            start += count


def _spread(starts: list[float], places: tuple[int, ...], space: float) -> list[float]:
    """Move all characters from each of the places on by a space."""
    result: list[float] = []
    shift, begin = 0.0, 0
    for place in (*places, len(starts)):
        result += [start + shift for start in starts[begin:place]] if shift else starts[begin:place]
        begin, shift = place, shift + space
    return result


def break_text(strip: Strip, first: float, rest: float, hanging: bool = True) -> list[tuple[int, int]]:
    """Break text into lines of a width (points; the first may differ). Return (start, end) of each."""
    if not strip.text or strip.starts[-1] <= first + TOLERANCE:
        return [(0, len(strip.text))]
    ends = break_places(strip)
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


def break_places(strip: Strip) -> list[int]:
    """Return all places where a line may end, the end of the text included."""
    return list(accumulate(map(len, _UNIT.findall(strip.text))))


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
    """Break inside a unit that is wider than the line: as many characters as fit, one at least.

    The next line begins with none of the marks that may not, if there is such a place.
    """
    fitting = bisect_right(strip.starts, limit, lo=start, hi=end + 1) - 1
    most = max(start + 1, min(end, fitting))
    if most == end:
        return most
    return next((place for place in range(most, start, -1) if strip.text[place] not in CLOSERS), most)


def set_line(strip: Strip, start: int, end: int, width: float, justified: bool) -> TextLine:
    """Make a line of a stretch of text; a justified one is stretched to `width` (points)."""
    end = start + len(strip.text[start:end].rstrip(" "))
    if end == start:
        return TextLine(0.0, ())
    spans = [
        _Span(max(start, span.start), min(end, span.end), span.face, span.color)
        for span in strip.spans
        if span.start < end and span.end > start
    ]
    if justified:
        tokens = [token for span in spans for token in _tokens(strip.text, span)]
        extra = _extra(strip, tokens, width)
        if extra > 0:
            return TextLine(width, tuple(_stretched(strip, tokens, extra)))
    return TextLine(strip.width(start, end), tuple(_plain(strip, span, start) for span in spans))


def _plain(strip: Strip, span: _Span, start: int) -> Segment:
    """Place a span of a line that begins at `start` and is not stretched."""
    inner = (place for place in strip.autospaces if span.start < place < span.end)
    gaps = tuple((place - span.start, strip.autospace) for place in inner)
    x = strip.starts[span.start] - strip.starts[start]
    return Segment(x, strip.text[span.start : span.end], span.face, strip.spacing, gaps, span.color)


class _Token(NamedTuple):
    """A part of a line that is stretched between its characters, or not at all (`west`: Latin, digits)."""

    span: _Span
    west: bool


def _tokens(text: str, span: _Span) -> Iterator[_Token]:
    """Divide a span into Chinese text, and Latin words with the spaces behind them."""
    for match in _TOKEN.finditer(text, span.start, span.end):
        west = _FIRST_WEST.match(text, match.start()) is not None
        yield _Token(_Span(match.start(), match.end(), span.face, span.color), west)


def _extra(strip: Strip, tokens: Sequence[_Token], width: float) -> float:
    """Return the space to add at each place where a justified line may be stretched."""
    start, end = tokens[0].span.start, tokens[-1].span.end
    natural = strip.width(start, end)
    places = sum(_inside(token) for token in tokens)
    places += sum(_stretches(one, two, strip.text) for one, two in pairwise(tokens))
    if natural > width + TOLERANCE:  # the last mark hangs outside
        natural, places = strip.width(start, end - 1), places - 1
    return (width - natural) / places if places > 0 and natural < width else 0.0


def _inside(token: _Token) -> int:
    """Count the places inside a token where a line may be stretched: between Chinese characters."""
    return 0 if token.west else token.span.end - token.span.start - 1


def _stretches(one: _Token, two: _Token, text: str) -> bool:
    """Tell whether a line may be stretched between two tokens."""
    return not (one.west and two.west) or text[one.span.end - 1] == " "


def _stretched(strip: Strip, tokens: Sequence[_Token], extra: float) -> Iterator[Segment]:
    """Place the tokens of a justified line, with `extra` space at each place for it."""
    base, count, before = strip.starts[tokens[0].span.start], 0, None
    for token in tokens:
        if before is not None:
            count += _stretches(before, token, strip.text)
        span = token.span
        spacing = strip.spacing + (0.0 if token.west else extra)
        x = strip.starts[span.start] - base + extra * count
        yield Segment(x, strip.text[span.start : span.end], span.face, spacing, (), span.color)
        count += _inside(token)
        before = token
