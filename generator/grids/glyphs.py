"""Characters on a page, and the lines that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.grids.grid import Glyph, PageBox, PageLine
from generator.grids.texts import glued, is_one_amount, squeezed

_SAME = 0.2  # of a character's size: the same one drawn twice, which looks bold
_BESIDE = 6  # sizes of white space between two texts
_DECIMALS_LAST, _DECIMALS_FIRST = re.compile(r"[0-9]\.[0-9]+$"), re.compile(r"[0-9,]+\.[0-9]")
_GAP = 0.28  # of the size: white space between two characters that is a blank


def runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Part characters, in the order in which they are drawn, into runs without a gap or a blank."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _goes_on(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.size, glyph.size)
    return (
        glyph.text != " "
        and before.text != " "
        and abs(glyph.bottom - before.bottom) < size * _SAME
        and abs(glyph.left - before.right) < size * _SAME
    )


def lines(glyphs: Iterable[Glyph], page: int = 0) -> list[PageLine]:
    """Set characters into lines, from the top, each from the left."""
    parts = (part for row in rows_of(glyphs) for part in _parted(row))
    return [_line(part, page) for part in parts if any(not glyph.text.isspace() for glyph in part)]


def _parted(row: Sequence[Glyph]) -> Iterator[Sequence[Glyph]]:
    """Part a line where white space is so wide that two things stand beside each other: a name and a unit."""
    start, last = 0, None
    for index, glyph in enumerate(row):
        if glyph.text.isspace():
            continue
        if last is not None and glyph.left - last.right > _BESIDE * glyph.size:
            yield row[start:index]
            start = index
        last = glyph
    yield row[start:]


def rows_of(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Part characters into those whose middle lies within the height of one line."""
    row: list[Glyph] = []
    top = bottom = 0.0
    for glyph in sorted(glyphs, key=lambda one: (one.top + one.bottom, one.left)):
        middle = glyph.centre[1]
        if row and not top <= middle <= bottom:
            yield _undoubled(row)
            row = []
        if not row:
            top, bottom = glyph.top, glyph.bottom
        row.append(glyph)
    if row:
        yield _undoubled(row)


def _undoubled(row: Iterable[Glyph]) -> list[Glyph]:
    """Sort a line from the left, without what is drawn twice at one place."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda one: one.left):
        near = (one for one in kept[-2:] if one.text == glyph.text)
        if not any(glyph.left - one.left < glyph.size * _SAME and glyph.text != " " for one in near):
            kept.append(glyph)
    return kept


def _line(row: Sequence[Glyph], page: int) -> PageLine:
    shown = [one for one in row if not one.text.isspace()]
    box = (
        shown[0].left,
        min(one.top for one in shown),
        max(one.right for one in shown),
        max(one.bottom for one in shown),
    )
    sizes = sorted(one.size for one in shown)
    text = squeezed("".join(_spaced(row)))
    return PageLine(text, box, sizes[len(sizes) // 2], _first_piece(shown), page, tuple(shown))


def _spaced(row: Sequence[Glyph]) -> Iterator[str]:
    """Yield the characters of a line, with a blank where there is white space."""
    for index, glyph in enumerate(row):
        before = row[index - 1] if index else glyph
        if index and glyph.left - before.right > _GAP * max(glyph.size, before.size):
            yield " "
        yield glyph.text


def _first_piece(row: Sequence[Glyph]) -> float:
    """Give the width of what a line begins with and cannot be broken: a number with what follows, or one character."""
    last = 0
    while last + 1 < len(row) and (row[last].text + row[last + 1].text).isascii():
        last += 1
    if last + 1 < len(row) and row[last + 1].text in "，。；：、？！）》”％":
        last += 1
    return row[last].right - row[0].left


def cell_text(glyphs: Iterable[Glyph], box: PageBox) -> str:
    """Give the text of a cell. A number that fills its line goes on in the next one, unless both have decimals."""
    text = ""
    before: PageLine | None = None
    for line in lines(glyphs):
        room = box[2] - before.box[2] if before else 0.0
        filled = before is not None and room < line.first and text[-1:].isascii() and line.text[:1].isascii()
        two = _DECIMALS_LAST.search(text) and _DECIMALS_FIRST.match(line.text)
        on = is_one_amount(text, line.text) or (filled and not two)
        text = f"{text}{line.text}" if on else f"{text} {line.text}" if two else glued(text, line.text)
        before = line
    return text
