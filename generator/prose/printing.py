"""How sentences print: amounts in 万元 and 元, changes in words, numerals, dates. What is unknown prints as nothing."""

# ruff: noqa: PLC2401 the names of arguments are words of the pack language
from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from generator.base import late, money
from generator.base.frozen import frozen
from generator.base.numerals import LIMIT, chinese_numeral
from generator.base.paths import Traced, origins_of
from generator.books.book import Unknown
from generator.books.comparison import LEVEL, Change
from generator.facts.budget import ZERO
from generator.ledger import Amount
from generator.pack.spec import NumberFormat
from generator.prose.values import Figure, TextError, kind_of, said

WAN = 4  # power of ten of 万元
MOST_PLACES = 8
_DATE = late.compile(r"([0-9]{1,4})-([0-9]{1,2})-([0-9]{1,2})")


def filters(number: NumberFormat) -> dict[str, Callable[..., Any]]:
    """Return the filters by the names that packs use; `number` is how sentences print amounts (正文数字)."""
    said = Printing(number)
    return {
        "万元": said.in_ten_thousand,
        "元": said.in_yuan,
        "增减": said.up_or_down,
        "比较": said.compared,
        "方向": said.direction,
        "中文": numeral,
        "中文日期": chinese_date,
        "其余": rest,
    }


@frozen
class Printing:
    """How sentences print numbers; what a sentence does not say, the pack's 正文数字 says."""

    number: NumberFormat

    def in_ten_thousand(
        self,
        amount: Amount | Unknown,
        小数: int | None = None,
        千分位: bool | None = None,
        零: str | None = None,
    ) -> str:
        """Print an amount in 万元, rounded once."""
        return self._printed(amount, WAN, 小数, 千分位, 零)

    def in_yuan(
        self,
        amount: Amount | Unknown,
        小数: int | None = None,
        千分位: bool | None = None,
        零: str | None = None,
    ) -> str:
        """Print an amount in 元, rounded once."""
        return self._printed(amount, 0, 小数, 千分位, 零)

    def up_or_down(self, change: Change | Unknown, 千分位: bool | None = None, 持平: str = LEVEL) -> str:
        """Print a change as 增加N万元, 减少N万元 or 持平; it is rounded first, so “增加0.00万元” cannot appear."""
        if isinstance(change, Unknown):
            return ""
        word, level = self.direction(change), said(持平)
        if word == LEVEL:
            return Figure(level, change.origins)
        shown = abs(change.difference(WAN, self.number.places))
        grouping = self.number.grouping if 千分位 is None else _yes("千分位", 千分位)
        text = money.trimmed(f"{shown:,f}" if grouping else f"{shown:f}", self.number.trailing)
        return Figure(f"{word}{text}万元", change.origins)

    def compared(self, change: Change | Unknown, what: str, 千分位: bool | None = None) -> str:
        """Print a change with what it is compared to: 比2024年预算增加N万元, 与2024年预算持平."""
        if isinstance(change, Unknown):
            return ""
        particle = "与" if self.direction(change) == LEVEL else "比"
        return Figure(f"{particle}{said(what)}{self.up_or_down(change, 千分位)}", change.origins)

    def direction(self, change: Change | Unknown) -> str:
        """Say only whether a change, as it is shown, is 增加, 减少 or 持平."""
        if isinstance(change, Unknown):
            return ""
        if not isinstance(change, Change):
            raise TextError("|增减、|比较 和 |方向 只能用在 比上年(…) 后面。")
        return change.direction(WAN, self.number.places)

    def _printed(
        self, amount: Amount | Unknown, scale: int, places: int | None, grouping: bool | None, zero: str | None
    ) -> str:
        if isinstance(amount, Unknown):
            return ""
        value = amount if isinstance(amount, Decimal) else getattr(amount, "value", None)
        if not isinstance(value, Decimal):
            raise TextError(f"|万元 和 |元 只能用在金额后面，这里是{kind_of(amount)}。")
        own = self.number
        if places is not None and (not _is_whole(places) or not 0 <= places <= MOST_PLACES):
            raise TextError(f"小数位数应当是 0 到 {MOST_PLACES} 的整数。")
        text = money.format_amount(
            value or ZERO,
            scale=scale,
            places=own.places if places is None else places,
            grouping=own.grouping if grouping is None else _yes("千分位", grouping),
            zero=own.zero if zero is None else said(zero),
            trailing=own.trailing,
        )
        return Figure(text, getattr(amount, "origins", ()))


def rest(values: Sequence[Any]) -> Sequence[Any]:
    """Return all of a list but its first, such as the units below the department itself."""
    if not isinstance(values, list | tuple):
        raise TextError("|其余 只能用在列表后面。")
    return values[1:]


def numeral(number: int) -> str:
    """Write 1–9999 as a Chinese numeral, to number things."""
    if not _is_whole(number) or not 0 < number < LIMIT:
        raise TextError(f"|中文 只能用在 1 到 {LIMIT - 1} 的整数后面。")
    return chinese_numeral(number)


def chinese_date(text: str) -> str:
    """Write 2025-02-20 as 2025年2月20日."""
    date = _DATE.fullmatch(said(text))
    if date is None:
        raise TextError(f"“{said(text)}”不是日期（例如 2025-02-20）。")
    year, month, day = map(int, date.groups())
    return Traced(f"{year}年{month}月{day}日", origins_of(text))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _yes(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TextError(f"“{name}”应当是 true 或者 false。")
    return value
