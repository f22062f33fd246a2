"""Money: exact decimals read from text, converted in one place, rounded once and only when shown.

Amounts are held in 元. No function here makes or takes a float.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from generator.base import late

YUAN_PER_UNIT = {"元": 0, "万元": 4}  # power of ten of each 金额单位
_CONTEXT = Context(prec=200, rounding=ROUND_HALF_UP)  # so wide that no sum or shift of real money is ever inexact
_PLAIN = late.compile(r"-?[0-9]+(\.[0-9]+)?")
_GROUPED = late.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
NARROW = str.maketrans("０１２３４５６７８９．，－＋−", "0123456789.,-+-")  # what a number is typed with, as is usual


def parse_amount(text: str) -> Decimal | None:
    """Read a number as people type it: `1234.56`, `1,234.56`, full-width digits. None when it is not one.

    Comma-grouped numbers must be grouped by three, since otherwise a comma may stand for a point.
    """
    narrow = text.strip().translate(NARROW)
    if _PLAIN.fullmatch(narrow):
        return Decimal(narrow)
    if _GROUPED.fullmatch(narrow):
        return Decimal(narrow.replace(",", ""))
    return None


def is_plain(text: str) -> bool:
    """Tell whether an amount is typed in the standard way: half-width digits and a point, not grouped."""
    digits = text.lstrip("-")
    return bool(_PLAIN.fullmatch(text)) and (len(digits.split(".")[0]) == 1 or not digits.startswith("0"))


def decimals(value: Decimal) -> int:
    """Count the decimal places that matter (trailing zeros do not)."""
    exponent = value.normalize(_CONTEXT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def to_yuan(value: Decimal, unit: str) -> Decimal:
    """Convert an amount in `unit` (元 or 万元) to 元, exactly."""
    return in_yuan(value, YUAN_PER_UNIT[unit])


def in_yuan(value: Decimal, scale: int) -> Decimal:
    """Give an amount in units of 10**scale 元 in 元, exactly."""
    return _plain(value.scaleb(scale, _CONTEXT))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts exactly, however long they are."""
    result = Decimal(0)
    for amount in amounts:
        result = _CONTEXT.add(result, amount)
    return result


def percent(part: Decimal, whole: Decimal, places: int) -> Decimal | None:
    """Give a part in percent of the whole, rounded once, half up; None where the whole is nothing."""
    if not whole:
        return None
    return _CONTEXT.divide(part * 100, whole).quantize(Decimal(1).scaleb(-places), context=_CONTEXT)


def shown(value: Decimal, scale: int, places: int) -> Decimal:
    """Round an amount in 元 once, half up and away from zero, to `places` decimals of 10**scale 元."""
    step = Decimal(1).scaleb(-places, _CONTEXT)
    return value.scaleb(-scale, _CONTEXT).quantize(step, context=_CONTEXT)


def format_amount(
    value: Decimal, *, scale: int, places: int = 2, grouping: bool = False, zero: str = "", trailing: str = "保留"
) -> str:
    """Write an amount in 元 as the text of a cell, in units of 10**scale 元 (4 is 万元).

    `zero` is printed for exactly nothing; an amount that only rounds to nothing is printed as 0.00.
    """
    if not value:
        return zero
    rounded = shown(value, scale, places) or Decimal(0).scaleb(-places)  # no "-0.00"
    return trimmed(f"{rounded:,f}" if grouping else f"{rounded:f}", trailing)


def trimmed(text: str, trailing: str) -> str:
    """Take zeros off the end of the decimals: none (保留), all (去掉), or those of a whole number (整数去掉)."""
    whole, point, decimals_ = text.partition(".")
    if not point or trailing == "保留" or (trailing == "整数去掉" and decimals_.strip("0")):
        return text
    rest = decimals_.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def _plain(value: Decimal) -> Decimal:
    """Give 1E+4 as 10000, so that a whole amount is written without an exponent."""
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1), context=_CONTEXT) if isinstance(exponent, int) and exponent > 0 else value
