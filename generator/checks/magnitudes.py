"""金额的量级：与这类支出通常的数相差几千倍的，多半是把元和万元弄反了。没有上年数也能看出来。

应当如何：一个部门全年的基本工资不少于一千元，一行公务接待费不到三千万元，等等；一辆车不到五千万元；
支出有十行以上时，居中的一行在一百元和一亿元之间。限度很宽，正常的预算都在里面。
依据：预算各表都按元汇总、以万元列示，“金额单位”决定怎样读数。

合格的例子::

    基本支出: [{科目: 2060101, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 625000}]

不合格的例子（C114）::

    基本支出: [{科目: 2060101, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 80}]

不合格的例子（C115）::

    基本支出: [{科目: 2060101, 经济科目: 31013, 资金性质: 一般公共预算拨款, 金额: 100000000}]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.base.frozen import frozen
from generator.base.money import total
from generator.checks.common import is_vehicle, lines, said, yuan
from generator.facts.budget import ZERO, Budget, Entry
from generator.facts.words import THREE_PUBLIC
from generator.findings.finding import Kind, Problem, Severity

SMALL = Kind("C114", "金额小得不像元", Severity.WARNING, "这类支出全年不会只有这么一点，可能把万元当成了元。")
LARGE = Kind("C115", "金额大得不像元", Severity.WARNING, "这类支出不会有这么多，可能把元当成了万元，或者多写了几个零。")


@frozen
class Usual:
    """The bounds within which the money of some economic items lies, in 元.

    `least` of the whole department; `most` of one line, where that is also `share` of all that is spent (a
    police force buys hundreds of cars) or ten times `most`.
    """

    name: str
    codes: tuple[str, ...]
    least: Decimal
    most: Decimal
    share: Decimal = ZERO


_USUAL = (
    Usual("基本工资", ("30101",), Decimal(1_000), Decimal(1_000_000_000)),
    Usual("基本养老保险缴费", ("30108",), Decimal(100), Decimal(1_000_000_000)),
    Usual("住房公积金", ("30113",), Decimal(100), Decimal(1_000_000_000)),
    Usual("办公费", ("30201",), ZERO, Decimal(300_000_000)),
    Usual("邮电费", ("30207",), ZERO, Decimal(200_000_000)),
    Usual("会议费", ("30215",), ZERO, Decimal(200_000_000)),
    Usual("公务接待费", THREE_PUBLIC["公务接待"], ZERO, Decimal(30_000_000)),
    Usual("公务用车运行维护费", THREE_PUBLIC["公务用车运行维护"], ZERO, Decimal(500_000_000)),
    Usual("公务用车购置", THREE_PUBLIC["公务用车购置"], Decimal(1_000), Decimal(100_000_000), Decimal("0.05")),
)
_CLEARLY = 10
_ENOUGH = 10  # lines, of which the middle one tells something
_LEAST_MEDIAN, _MOST_MEDIAN = Decimal(100), Decimal(100_000_000)
_MOST_A_VEHICLE = Decimal(50_000_000)


def check(budget: Budget) -> Iterator[Problem]:
    """Look at kinds of money, at what a vehicle costs, and at the middle of all lines."""
    spending = [entry for entry in budget.entries if entry.direction == "支出" and entry.amount > 0]
    unit = str(budget.data.get("金额单位", "元"))
    yield from _told(SMALL, unit, _too_small(spending))
    yield from _told(LARGE, unit, (*_too_large(spending), *_vehicles(budget)))


Odd = tuple[str, Sequence[Entry]]  # what is odd, in words, and the lines of it


_REMEDIES = {  # by the 金额单位 with which it may come from the other one
    (SMALL, "元"): "请核对金额；按万元写的预算，请写 金额单位: 万元，不写就是元。",
    (LARGE, "万元"): "请核对金额；按元写的预算，请删去“金额单位: 万元”，不写就是元。",
}


def _told(kind: Kind, unit: str, odd: Iterable[Odd]) -> Iterator[Problem]:
    """Tell of all that is odd at once: the cause is one."""
    every = tuple(odd)
    if every:
        entries = list(dict.fromkeys(entry for _, found in every for entry in found))
        message = f"{'，'.join(words for words, _ in every)}。"
        remedy = _REMEDIES.get((kind, unit), "请核对金额，看是否多写或者少写了几位。")
        yield kind.on(entries[0].origin, message, remedy, also=lines(entries[1:], "这一行"))


def _too_small(spending: Sequence[Entry]) -> Iterator[Odd]:
    for usual in _USUAL:
        own = [entry for entry in spending if entry.economic in usual.codes]
        whole = total(entry.amount for entry in own)
        if 0 < whole < usual.least:
            yield f"{usual.name}全年只有 {yuan(whole)}", own
    middle = _middle(spending)
    if middle is not None and middle < _LEAST_MEDIAN:
        yield f"{len(spending)} 行支出居中的一行只有 {yuan(middle)}", spending[:1]


def _too_large(spending: Sequence[Entry]) -> Iterator[Odd]:
    everything = total(entry.amount for entry in spending)
    for usual in _USUAL:
        least = max(usual.most, min(everything * usual.share, usual.most * _CLEARLY))
        own = [entry for entry in spending if entry.economic in usual.codes and entry.amount >= least]
        if own:
            yield f"{usual.name}一行有 {yuan(own[0].amount)}", own
    middle = _middle(spending)
    if middle is not None and middle > _MOST_MEDIAN:
        yield f"{len(spending)} 行支出居中的一行有 {yuan(middle)}", spending[:1]


def _middle(spending: Sequence[Entry]) -> Decimal | None:
    if len(spending) < _ENOUGH:
        return None
    amounts, half = sorted(entry.amount for entry in spending), len(spending) // 2
    return (amounts[half] + amounts[~half]) / 2


def _vehicles(budget: Budget) -> Iterator[Odd]:
    """Find vehicles that are bought or owned for more than any costs."""
    for record in budget.records["采购"]:
        if is_vehicle(record):
            count = total(entry.quantity for entry in record.entries)
            yield from _each(said(record, "采购物品名称"), record.entries, count)
    for entry in budget.assets:
        if "车辆" in entry.asset:
            yield from _each(entry.asset, (entry,), entry.quantity)


def _each(name: str, entries: Sequence[Entry], count: Decimal) -> Iterator[Odd]:
    whole = total(entry.amount for entry in entries)
    if entries and whole >= _MOST_A_VEHICLE * max(count, Decimal(1)):
        yield f"“{name}”每辆 {yuan(whole / max(count, Decimal(1)))}", entries
