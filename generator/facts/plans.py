"""What was meant by a plan of payments (资金支出计划): amounts of each quarter, shares, other words for the points.

A plan says how much is paid up to each point, all together. Amounts here are in 元.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from generator.base import late, money
from generator.base.money import NARROW

OWN, SHARES = "各时点当期的金额", "百分比"
_CENT = Decimal("0.01")
_WHOLES = (Decimal(100), Decimal(1))  # what shares add up to
_FEWEST = 2  # points of a plan that can be of another kind
_MONTHS = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_SINCE = rf"(?:20[0-9]{{2}}年?)?(?:截至|截止|[到至])?(?:(?:{_MONTHS})月?(?:份)?[-－—–~～至到])?"  # 2025年1-
_UNTIL = "(?:末|底|止|前|以前|累计|支出)*"
_QUARTER = late.compile(
    rf"{_SINCE}[第前]?([1-4一二三四])(?:个)?季(?:度)?{_UNTIL}|季度?([1-4一二三四])|[Qq]([1-4])|([1-4])[Qq]"
)
_MONTH = late.compile(rf"{_SINCE}({_MONTHS})月(?:份)?(?:[23][0-9][日号])?{_UNTIL}")
_DATE = late.compile(r"(?:20[0-9]{2}[-./])?(1[0-2]|0?[1-9])(?:[-./](?:2[89]|3[01]))?")  # 2025-03-31, 3.31, 3
_PERIOD = late.compile(r"季|[Qq]|月?[-－—–~～至]\d*月|半年")
_HALVES = {
    "上半年": 6,
    "半年": 6,
    "半年度": 6,
    "全年度": 12,
    "年中": 6,
    "全年": 12,
    "下半年": 12,
    "年底": 12,
    "年末": 12,
}
_DIGITS = "零一二三四五六七八九十"


def kind_of(typed: Sequence[Decimal], whole: Decimal, scale: int = 0) -> str:
    """Tell what amounts are that cannot be cumulative: each quarter's own (OWN), or SHARES of the budget; else nothing.

    `scale` is the power of ten of the unit in which they were typed: a share has no unit.
    """
    if len(typed) < _FEWEST or typed[-1] == whole or whole <= 0 or any(one < 0 for one in typed):
        return ""
    bare = [one.scaleb(-scale) for one in typed]
    rises = all(one <= other for one, other in pairwise(bare))
    if any((rises and bare[-1] == all_) or sum(bare) == all_ for all_ in _WHOLES if all_ != whole.scaleb(-scale)):
        return SHARES
    return OWN if sum(typed) == whole else ""


def cumulative(typed: Sequence[Decimal], whole: Decimal, kind: str, scale: int = 0) -> tuple[Decimal, ...]:
    """Give the cumulative amounts that are meant."""
    if kind == OWN:
        return tuple(accumulate(typed))
    if kind == SHARES:
        bare = [one.scaleb(-scale) for one in typed]
        shares = bare if bare[-1] in _WHOLES and bare == sorted(bare) else list(accumulate(bare))
        return tuple((whole * one / shares[-1]).quantize(_CENT) for one in shares)
    return tuple(typed)


def line(points: Iterable[str], amounts: Iterable[Decimal], unit: str) -> str:
    """Write a plan as it is typed, in the unit of the budget (金额单位)."""
    scale = money.YUAN_PER_UNIT[unit]
    shown = (f"{one.scaleb(-scale).normalize() + 0:f}" for one in amounts)
    return f"资金支出计划: {{{', '.join(f'{point}: {amount}' for point, amount in zip(points, shown, strict=True))}}}"


def renamed(typed: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """Give, for names of points that a form does not use, those that are meant: by the month, else by the order."""
    months = {name: month(name) for name in known}
    in_order = sorted(known, key=lambda name: (months[name], name))
    found = {}
    for name in typed:
        fitting = [one for one in known if months[one] and months[one] == month(name)]
        if name in known or len(fitting) == 1:
            found[name] = name if name in known else fitting[0]
    if len(set(found.values())) == len(typed):
        return found
    same_order = len(typed) == len(known) and all(month(name) for name in typed)
    return dict(zip(sorted(typed, key=month), in_order, strict=True)) if same_order else {}


def is_period(name: str) -> bool:
    """Tell whether a point is named by what ends there (二季度, 4-6月): its amount may be that of the period alone."""
    return bool(_PERIOD.search(name))


def whole_of(project: Mapping[str, object]) -> Decimal:
    """Give the budget of a project as it is typed: the sum of its lines, as far as they could be read."""
    lines = project.get("支出")
    amounts = (one.get("金额") for one in lines if isinstance(one, Mapping)) if isinstance(lines, tuple) else ()
    return sum((one for one in amounts if isinstance(one, Decimal)), Decimal(0))


def month(name: str) -> int:
    """Give the month at whose end a point lies; 0 where it says none."""
    plain = "".join(name.split()).translate(NARROW)
    quarter, month = _QUARTER.fullmatch(plain), _MONTH.fullmatch(plain) or _DATE.fullmatch(plain)
    if quarter:
        return 3 * _number(next(filter(None, quarter.groups())))
    return _number(month[1]) if month else _HALVES.get(plain, 0)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return sum(_DIGITS.index(one) for one in text)
