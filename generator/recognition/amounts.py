"""Printed amounts: what a cell says in the unit of its table, and how exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from generator.grids.grid import GridCell

NOTHING = frozenset({"", "-", "—", "－", "–", "--", "——", "/", "／", "无", "一"})
_NUMBER = re.compile(r"([-－−+]?)[¥￥]?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(?:万元|元)?")
_NEGATIVE = re.compile(r"\((.*)\)")
_UNIT = re.compile(r"(?:金额)?单位[:：]?(?:人民币)?(万元|元|亿元|千元)")
SCALES = {"元": 0, "千元": 3, "万元": 4, "万": 4, "亿元": 8}  # powers of ten of printed units
_LARGE = 1000  # a whole number that is more likely rounded than exact
CENTS = 2  # decimals of 元 that are exact


def number_of(cell: GridCell) -> Decimal | None:
    """Return the number that a cell prints, as it is printed; 0 for a blank or a dash, None for other words."""
    if cell.number is not None:
        return cell.number
    return number_in(cell.text)


def number_in(text: str) -> Decimal | None:
    """Return the number that a text is; one that is printed twice in a cell (“1.80 1.80”) counts once."""
    narrow = unicodedata.normalize("NFKC", text).strip()
    parts = narrow.split()
    if len(parts) > 1 and len(set(parts)) == 1:
        narrow = parts[0]
    tight = "".join(narrow.split()).replace("，", ",")
    if tight in NOTHING:
        return Decimal(0)
    inside = _NEGATIVE.fullmatch(tight)
    found = _NUMBER.fullmatch(inside[1] if inside else tight)
    if found is None:
        return None
    value = Decimal(found[2].replace(",", "") + (found[3] or ""))
    return -value if inside or found[1] in ("-", "－", "−") else value


def is_blank(cell: GridCell) -> bool:
    """Tell whether a cell prints nothing, or a sign for nothing."""
    return cell.number is None and "".join(unicodedata.normalize("NFKC", cell.text).split()) in NOTHING


def decimals(values: Iterable[Decimal]) -> int:
    """Return how many decimals a column prints: the most of any of its figures, since zeros at the end are dropped."""
    return max((-exponent if isinstance(exponent := one.as_tuple().exponent, int) else 0 for one in values), default=0)


def tolerance(places: int, scale: int, *, stored: bool) -> Decimal:
    """Return half of the last printed digit, in 元; nothing for cents, and for what a workbook stores in 元."""
    if scale == 0 and (places >= CENTS or stored):
        return Decimal(0)
    return Decimal(5).scaleb(scale - max(places, 0) - 1)


def rounded_to(number: Decimal, scale: int) -> Decimal:
    """Return half of the last digit that a number prints itself, in 元; nothing for a small whole number.

    Zeros at the end are dropped: a whole number may be exact. A large one was more likely rounded.
    """
    places = decimals((number,))
    return Decimal(5).scaleb(scale - places - 1) if places or abs(number) >= _LARGE else Decimal(0)


def unit_in(text: str) -> int | None:
    """Return the power of ten of the unit that a text names (单位：万元), None where it names none."""
    found = _UNIT.search("".join(unicodedata.normalize("NFKC", text).split()))
    return SCALES[found[1]] if found else None
