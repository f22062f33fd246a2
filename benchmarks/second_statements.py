"""Is there a second statement that a figure could contradict? Decided from the numbers that a file prints, and where.

Nothing of the audit, nor of what recognises tables and sentences, is asked: a figure that the audit does not
understand has a second statement all the same. It has one if its number, of three digits at least and rounded to
either's digits, is printed elsewhere in the file (in 元 or 万元); if its column or row has a total; or if other figures
of its paragraph, or two of a row of a table, make it as a sum, a difference or a rate.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from generator.findings.finding import Place
from generator.grids.grid import ForeignFile, Grid, Passage

_FIGURE = re.compile(r"(?<![0-9.])[0-9]+(?:[,，][0-9]{3}(?![0-9]))*(?:\.[0-9]+(?![0-9.])|(?=[千万亿]?元|%|个百分点))")
_WHOLE = re.compile(r"[1-9][0-9]{0,2}(?:[,，][0-9]{3})+|[1-9][0-9]*")  # a number without decimals, alone in its cell
_TOTAL = re.compile("合计|总计|小计|总额|^[一二三四五六七八九十]+、|本年收入|本年支出|^计$|^总数$")
_UNITS = tuple(Decimal(1).scaleb(one) for one in (0, 4, -4))  # 元 and 万元
_ENOUGH = 3  # digits: of two amounts of 3.00 each may be another thing
_HUNDRED, _MOST = Decimal(100), 40  # numbers of a paragraph that are combined


@dataclass(frozen=True, slots=True)
class DigitSpot:
    """A figure of a file: the part, the row and column of a grid (or -1), and where its digits begin and end."""

    part: int
    row: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlainNumber:
    """A number and half of its last printed digit."""

    value: Decimal
    half: Decimal
    percent: bool = False

    @property
    def digits(self) -> int:
        """How many digits say what number it is: two of 3,100.00."""
        return len(str(self.value).replace(".", "").strip("0"))

    @classmethod
    def of(cls, text: str, after: str = "") -> PlainNumber:
        """Read a number as it is printed; `after` is what follows it."""
        plain = re.sub("[,，]", "", text)
        half = Decimal("0.5").scaleb(-len(plain.partition(".")[2]))
        return cls(Decimal(plain), half, percent=after.startswith(("%", "个百分点")))


Statement = tuple[Decimal, Decimal]  # what a figure should be, and how far it may be off


class SecondStatements:
    """The numbers of a file, by which each of its figures can be contradicted."""

    def __init__(self, file: ForeignFile, spots: Sequence[DigitSpot]) -> None:
        self._file = file
        texts = ((one, _text(file, one)) for one in spots)
        self._numbers = {one: PlainNumber.of(text[one.start : one.end], text[one.end :]) for one, text in texts}
        self._sorted = sorted(((one.value, spot) for spot, one in self._numbers.items()), key=lambda one: one[0])
        self._paragraphs: dict[int, list[DigitSpot]] = {}
        self._rows: dict[tuple[int, int], list[DigitSpot]] = {}
        self._columns: dict[tuple[int, int], list[DigitSpot]] = {}
        for one in spots:
            if one.row < 0:
                self._paragraphs.setdefault(one.part, []).append(one)
            else:
                self._rows.setdefault((one.part, one.row), []).append(one)
                self._columns.setdefault((one.part, one.column), []).append(one)
        beside = (pair for row in self._rows.values() for pair in pairwise(self._numbers[one].value for one in row))
        self._differences = sorted(abs(a - b) for a, b in beside)

    def number(self, spot: DigitSpot) -> PlainNumber:
        """Give the number at a spot."""
        return self._numbers[spot]

    def of(self, spot: DigitSpot) -> list[Statement]:
        """Give what else the file says a figure is."""
        found = [*self._elsewhere(spot)]
        found += self._totals(spot) if spot.row >= 0 else self._made(spot)
        return found

    def _elsewhere(self, spot: DigitSpot) -> Iterator[Statement]:
        own = self._numbers[spot]
        for unit in _UNITS if own.digits >= _ENOUGH else ():
            low = bisect_left(self._sorted, (own.value - 1) / unit, key=lambda one: one[0])
            high = bisect_right(self._sorted, (own.value + 1) / unit, key=lambda one: one[0])
            for value, other in self._sorted[low:high]:
                off = max(own.half, self._numbers[other].half * unit)
                alike = other != spot and self._numbers[other].percent == own.percent
                if alike and abs(value * unit - own.value) <= off:
                    yield value * unit, off

    def _totals(self, spot: DigitSpot) -> Iterator[Statement]:
        """Yield that a figure of a column or a row with a total is what it is, but for what is rounded beside it."""
        grid = self._file.parts[spot.part]
        assert isinstance(grid, Grid)
        own = self._numbers[spot]
        wide = [one for one in self._file.grids if one.width == grid.width]  # a table goes on over pages
        if any(_TOTAL.search(_tight(cell.text)) for one in wide for row in one.rows for cell in row[:2]):
            yield own.value, own.half * (len(self._columns[spot.part, spot.column]) + 1)
        if any(_TOTAL.search(_tight(cell.text)) for one in wide for row in one.rows[:3] for cell in row):
            yield own.value, own.half * (len(self._rows[spot.part, spot.row]) + 1)

    def _made(self, spot: DigitSpot) -> Iterator[Statement]:
        """Yield what the other figures of a paragraph, or two of a row of a table, make a figure."""
        own = self._numbers[spot]
        others = [self._numbers[one] for one in self._paragraphs[spot.part] if one != spot][:_MOST]
        money = [one for one in others if not one.percent]
        made = [one for a in money for b in others if a is not b for one in _of_two(a, b)]
        for first in range(len(money)):
            made += [_sum(money[first:last]) for last in range(first + 2, len(money) + 1)]
        low, high = (bisect_left(self._differences, own.value + off) for off in (-2 * own.half, 2 * own.half))
        made += [(False, one, own.half) for one in self._differences[low:high]]
        for percent, value, off in made:
            if own.value and percent == own.percent and abs(value - own.value) <= off + own.half:
                yield value, off + own.half


def _of_two(a: PlainNumber, b: PlainNumber) -> Iterator[tuple[bool, Decimal, Decimal]]:
    """Yield what two figures make: a sum, a difference, a rate; of an amount and a rate what they are of."""
    if not b.percent:
        yield False, abs(a.value - b.value), a.half + b.half
        yield False, a.value + b.value, a.half + b.half
        for base in (b.value, b.value - a.value, b.value + a.value):
            if base > 2 * (a.half + b.half):
                made = a.value / base * _HUNDRED
                yield True, made, (a.half * _HUNDRED + made * (a.half + b.half)) / base
    elif b.value > b.half and a.value:
        whole = a.value / b.value * _HUNDRED
        off = whole * (b.half / b.value + a.half / a.value)
        yield from ((False, made, off) for made in (whole, whole + a.value, whole - a.value))
        for base in (_HUNDRED, _HUNDRED + b.value, _HUNDRED - b.value):  # a share, what was added, what was taken off
            if base > b.half:
                yield False, a.value * b.value / base, (a.value * b.half + b.value * a.half) / base


def _sum(run: Sequence[PlainNumber]) -> tuple[bool, Decimal, Decimal]:
    return False, sum((one.value for one in run), Decimal(0)), sum((one.half for one in run), Decimal(0))


def spots_of(file: ForeignFile, amounts: Collection[Place]) -> list[DigitSpot]:
    """Find the figures of a file: with decimals or a unit, or alone in a cell that is one of `amounts`."""
    found: list[DigitSpot] = []
    for number, part in enumerate(file.parts):
        if isinstance(part, Passage):
            found += [DigitSpot(number, -1, -1, *one.span()) for one in _FIGURE.finditer(part.text)]
            continue
        for cell in part.cells:
            alone = _WHOLE.fullmatch(cell.text) if cell.place in amounts else None
            spans = [alone.span()] if alone else [one.span() for one in _FIGURE.finditer(cell.text)]
            found += [DigitSpot(number, cell.row, cell.column, *one) for one in spans]
    return found


def _text(file: ForeignFile, spot: DigitSpot) -> str:
    part = file.parts[spot.part]
    return part.text if isinstance(part, Passage) else part.rows[spot.row][spot.column].text


def _tight(text: str) -> str:
    return "".join(text.split())
