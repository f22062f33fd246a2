"""Text in named styles: paragraphs and cells become lines of known width and height."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from generator.base.frozen import frozen
from generator.document.blocks import Cell, Run
from generator.document.stylesheet import StyleSheet, TextStyle
from generator.typeset.keeping import style_of
from generator.typeset.linebreak import (
    CLOSERS,
    TOLERANCE,
    Piece,
    Strip,
    TextLine,
    break_text,
    last_break,
    loosened,
    measure,
    set_line,
    whole_line,
)
from generator.typeset.measure import Font, Fonts
from generator.typeset.titles import balanced, is_title

CELL_STYLES = {"表头": "表头", "文字": "表文", "居中": "表中", "金额": "表数", "序号": "表中"}
CONTINUED = "（续）"
ALONE = 1.5  # em: a last line below this is one character alone


@frozen
class LaidParagraph:
    """Lines of one paragraph, and where each begins: points from the left edge of the text area.

    `breaks` are the places in the text where lines begin, but for those after a line break in the text.
    """

    style: TextStyle
    lines: tuple[TextLine, ...]
    lefts: tuple[float, ...]
    breaks: tuple[int, ...] = ()

    @property
    def height(self) -> float:
        """The height of the lines, without the space before and after."""
        return len(self.lines) * self.style.line


def baseline(style: TextStyle) -> float:
    """Return the baseline below the top of a line, such that Chinese characters stand in its middle."""
    return style.line / 2 + 0.38 * style.size  # their box reaches 0.88 em above and 0.12 em below the baseline


class Setter:
    """Sets text in the styles of a sheet. It keeps what it has measured, for cells repeat one another.

    A `loose` one breaks paragraphs as LibreOffice does; another notes in `differs` that they would have more lines.
    """

    def __init__(self, sheet: StyleSheet, fonts: Fonts, *, loose: bool = False) -> None:
        self.sheet = sheet
        self.fonts = fonts
        self.loose = loose
        self.differs = False
        self._unbroken: dict[tuple[str, str, bool, int], tuple[tuple[TextLine, ...], float]] = {}
        self._cell_fonts: dict[tuple[str, bool], tuple[TextStyle, Font]] = {}
        self._smaller: dict[int, Setter] = {}

    def smaller(self, steps: int, sheet: Callable[[StyleSheet, int], StyleSheet]) -> Setter:
        """Return a setter for cells of smaller type, by so many steps; `sheet` makes its style sheet of this one."""
        if steps not in self._smaller:
            self._smaller[steps] = Setter(sheet(self.sheet, steps), self.fonts)
        return self._smaller[steps]

    @property
    def cell_size(self) -> float:
        """The size of a cell's text (points)."""
        return self.cell_style(Cell()).size

    def paragraph(self, runs: Sequence[Run], style: TextStyle, width: float) -> LaidParagraph:
        """Set a paragraph in a text area of a width."""
        room = width - style.left_indent - style.right_indent
        lines: list[TextLine] = []
        lefts: list[float] = []
        breaks: list[int] = []
        begin = 0
        for number, pieces in enumerate(self._hard_lines(runs, style)):
            indent = 0.0 if number else style.first_indent
            strip = measure(pieces, style.size, style.letter_spacing)
            ranges = balanced(strip, room) if is_title(style) else self._ranges(strip, room - indent, room)
            breaks += [begin + start for start, _ in ranges[1:]]
            begin += len(strip.text) + 1
            for line, x, free in _set(strip, ranges, style, room, indent):
                lines.append(line)
                lefts.append(style.left_indent + x + _shift(style, free))
        return LaidParagraph(style, tuple(lines), tuple(lefts), tuple(breaks))

    def _ranges(self, strip: Strip, first: float, rest: float) -> list[tuple[int, int]]:
        """Break a paragraph into lines; with letter spacing, LibreOffice's may be fewer characters long."""
        ranges = break_text(strip, first, rest)
        if not strip.spacing or (strip.spacing > 0 and len(ranges) == 1):  # what is narrower has one line, too
            return ranges
        loose = break_text(loosened(strip), first + strip.spacing, rest + strip.spacing)  # none after the last either
        self.differs |= len(loose) != len(ranges)
        return loose if self.loose else ranges

    def _hard_lines(self, runs: Sequence[Run], style: TextStyle) -> list[list[Piece]]:
        """Divide runs at line breaks into pieces with fonts."""
        lines: list[list[Piece]] = [[]]
        for run in runs:
            named = self.sheet.character_styles.get(run.style)
            font = self._font(named or style, style.bold or bool(named and named.bold))
            color = named.color if named else style.color
            for number, part in enumerate(run.text.split("\n")):
                if number:
                    lines.append([])
                if part:
                    lines[-1].append(Piece(part, font, color))
        return lines

    def look_up(self, runs: Sequence[Run], style: TextStyle) -> None:
        """Look up the faces of a text without setting it: what no face has is then noted in the fonts."""
        for piece in chain.from_iterable(self._hard_lines(runs, style)):
            set(map(piece.font.face_of.__getitem__, piece.text))

    def _font(self, style: TextStyle, bold: bool) -> Font:
        return self.fonts.font(style.east_asian, style.latin, bold)

    def cell_style(self, cell: Cell) -> TextStyle:
        """Return the style of a cell's text."""
        return self._cell_font(cell.role, cell.bold)[0]

    def line_style(self) -> TextStyle:
        """Return the style of the line above a table's head."""
        return style_of(self.sheet, "表抬头")

    def _cell_font(self, kind: str, bold: bool) -> tuple[TextStyle, Font]:
        found = self._cell_fonts.get((kind, bold))
        if found is None:
            style = style_of(self.sheet, CELL_STYLES[kind])
            found = self._cell_fonts[kind, bold] = (style, self._font(style, bold or style.bold))
        return found

    def line(self, text: str, style: TextStyle) -> TextLine:
        """Set a text on one line, without indentation."""
        return whole_line(Piece(text, self._font(style, style.bold), style.color), style.size, style.letter_spacing)

    def unbroken(self, cell: Cell) -> tuple[tuple[TextLine, ...], float]:
        """Set a cell's text, broken only where it holds line breaks; also give its width with its indentation."""
        key = (cell.text, cell.role, cell.bold, cell.indent)
        found = self._unbroken.get(key)
        if found is None:
            style, font = self._cell_font(cell.role, cell.bold)
            pieces = (Piece(part, font, style.color) for part in cell.text.split("\n"))
            lines = tuple([whole_line(piece, style.size, style.letter_spacing) for piece in pieces])
            found = self._unbroken[key] = (lines, max([line.width for line in lines]) + cell.indent * style.size)
        return found

    def natural(self, cell: Cell) -> float:
        """Return the width that a cell's text takes unbroken, with its indentation (points)."""
        return self.unbroken(cell)[1]

    def indent(self, cell: Cell) -> float:
        """Return the indentation of a cell's label (points)."""
        return cell.indent * self.cell_style(cell).size

    def cell(self, cell: Cell, width: float) -> tuple[TextLine, ...]:
        """Set a cell's text in a width; amounts are never wrapped, no character stands alone on the last line."""
        if not cell.text:
            return ()
        lines, natural = self.unbroken(cell)
        if cell.role == "金额" or natural <= width + TOLERANCE:
            return lines
        return self.broken(cell, cell.text, width)

    def broken(self, cell: Cell, text: str, width: float) -> tuple[TextLine, ...]:
        """Set a text as that of a cell in a width."""
        style, font = self._cell_font(cell.role, cell.bold)
        room = width - self.indent(cell)
        lines: list[TextLine] = []
        for part in text.split("\n"):
            strip = measure((Piece(part, font, style.color),), style.size, style.letter_spacing)
            lines += _balanced(strip, room, style.size)
        return tuple(lines)


def _set(
    strip: Strip, ranges: Sequence[tuple[int, int]], style: TextStyle, room: float, indent: float
) -> Iterator[tuple[TextLine, float, float]]:
    """Set the lines of a text; yield each with its indentation and the width that it leaves free."""
    for number, (start, end) in enumerate(ranges):
        x = 0.0 if number else indent
        justified = style.align == "justify" and number + 1 < len(ranges)
        line = set_line(strip, start, end, room - x, justified)
        yield line, x, room - x - line.width


def _shift(style: TextStyle, free: float) -> float:
    """Return how far alignment moves a line to the right."""
    return {"center": free / 2, "right": free}.get(style.align, 0.0)


def _balanced(strip: Strip, width: float, size: float) -> list[TextLine]:
    """Break a cell's text; one character that would stand alone on the last line gets company."""
    ranges = break_text(strip, width, width, hanging=False)
    if len(ranges) > 1 and _is_alone(strip, *ranges[-1], size):
        (start, _), (_, end) = ranges[-2:]
        middle = last_break(strip, start, ranges[-1][0])
        if middle > start and strip.width(middle, end) <= width:
            ranges[-2:] = [(start, middle), (middle, end)]
    return [set_line(strip, start, end, width, justified=False) for start, end in ranges]


def _is_alone(strip: Strip, start: int, end: int, size: float) -> bool:
    """Tell whether a line holds one character, marks behind it not counted."""
    end = start + len(strip.text[start:end].rstrip(CLOSERS + " "))
    return strip.width(start, end) < ALONE * size


def gap_between(above: TextStyle | None, below: TextStyle | None) -> float:
    """Return the space between two paragraphs: the larger of what they ask for, as Word's layout is shown."""
    return max(above.after if above else 0.0, below.before if below else 0.0)


def widows(lines: int, fitting: int, style: TextStyle) -> int:
    """Return how many lines of a paragraph stay on the page when `fitting` would (0: all go to the next)."""
    if fitting >= lines:
        return lines
    if style.keep_lines:
        return 0
    if style.widow_control:
        fitting = min(fitting, lines - 2)
        return fitting if fitting >= 2 else 0  # noqa: PLR2004 - widow control is about two lines
    return max(0, fitting)
