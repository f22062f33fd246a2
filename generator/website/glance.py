"""A budget at a glance (一看就懂): the few amounts that a citizen asks for first, each of which the document prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.base import money
from generator.base.frozen import frozen
from generator.books.book import Unknown
from generator.books.comparison import LEVEL, Change
from generator.books.subject import books as books_of
from generator.facts.budget import Budget, Entry, Subject
from generator.facts.words import FISCAL, LAST_YEAR, SPECIAL_ACCOUNT, THIS_YEAR
from generator.ledger import Amount, Queries, total
from generator.tables.setting import Names
from generator.website.leaves import Opened

EARNED, SPENT, ON_PROJECTS, PUBLIC = "收入总计", "支出总计", "项目支出", "三公经费"
COMPARED = (EARNED, SPENT, "基本支出", ON_PROJECTS, PUBLIC)  # 口径 of packs that are put beside last year's
OTHERS = ("人员经费", "公用经费", "机关运行经费", "政府采购")
FROM, WHERE, HOW = "钱从哪里来", "钱花到哪里去", "钱怎么花"
_YI, _WAN = Decimal(10) ** 8, Decimal(10) ** 4
_SOURCES = {
    **dict(zip(FISCAL, ("一般公共预算", "政府性基金", "国有资本经营预算"), strict=True)),
    SPECIAL_ACCOUNT: "财政专户",
}
_OWN, _CARRIED = "单位自己的收入", "上年结转下来的钱"


@frozen
class Sum:
    """An amount in 元, and where the document prints it: an id of its page, or nothing."""

    name: str
    value: Decimal
    at: str = ""
    code: str = ""  # of a classification
    share: Decimal | None = None  # percent of the chart's total
    width: Decimal = Decimal(0)  # of its bar, percent of the longest

    @property
    def text(self) -> str:
        """The amount as people say it."""
        return humane(self.value)

    @property
    def plain(self) -> str:
        """The amount in 元, exact."""
        return f"{self.value:f}"


@frozen
class BesideLastYear:
    """An amount beside last year's, both in 元; `direction` is 增加, 减少 or 持平."""

    name: str
    now: Sum
    before: Sum
    difference: Decimal
    direction: str
    rate: Decimal | None

    @property
    def said(self) -> str:
        """Say how it changed."""
        if self.direction == LEVEL:
            return "和上年一样"
        rate = f"（{abs(self.rate):f}%）" if self.rate is not None else ""
        return f"比上年{self.direction} {humane(abs(self.difference))}{rate}"


@frozen
class BarChart:
    """Parts of a whole as bars, the largest first."""

    title: str
    total: Sum
    bars: tuple[Sum, ...]


@frozen
class Glance:
    """What is said of a budget at a glance. All amounts are printed in the document."""

    sums: Mapping[str, Sum]  # by 口径
    compared: tuple[BesideLastYear, ...] = ()
    charts: tuple[BarChart, ...] = ()
    projects: tuple[Sum, ...] = ()  # the largest first
    no_last_year: str | None = None  # the reason why there is none


def humane(value: Decimal) -> str:
    """Write an amount in 元 as people say it, with its unit; the exact one stands beside it for machines."""
    size = abs(value)
    if size >= _YI:
        return f"{money.shown(value, 8, 2):,f} 亿元"
    if size >= _WAN / 100:
        return f"{money.shown(value, 4, 2):,f} 万元"
    return f"{value.normalize():,f} 元" if value else "0 元"


def glance(budget: Budget, subject: Subject, queries: Queries, opened: Opened, names: Names) -> Glance:
    """Say what a budget is at a glance."""
    books = books_of(budget, subject, queries)
    this, last = books[THIS_YEAR], books[LAST_YEAR]
    sums: dict[str, Sum] = {}
    compared: list[BesideLastYear] = []
    for name in (*COMPARED, *OTHERS):
        if name not in queries or (name == "政府采购" and name not in budget.data):
            continue
        data, condition = queries[name]
        now = this.ask(condition, data)
        if isinstance(now, Unknown) or (now.value and not opened.prints(now.value, now.origins)):
            continue
        sums[name] = _sum(name, now, opened)
        before = last.ask(condition, data) if name in COMPARED and last.none is None else Unknown()
        if isinstance(before, Amount) and (not before.value or opened.prints(before.value, before.origins)):
            compared.append(_compared(name, now, before, opened))
    entries = this.entries["收支"] if this.entries else ()
    charts = tuple(_charts(entries, opened, names))
    return Glance(sums, tuple(compared), charts, _projects(entries, opened), last.none)


def _sum(name: str, amount: Amount, opened: Opened, code: str = "") -> Sum:
    figure = opened.by_origins.get(frozenset(amount.origins)) if amount.origins else None
    return Sum(name, amount.value, figure.code if figure else "", code)


def _compared(name: str, now: Amount, before: Amount, opened: Opened) -> BesideLastYear:
    change = Change(now, before)
    difference = money.in_yuan(change.difference(4, 2), 4)
    return BesideLastYear(
        name, _sum(name, now, opened), _sum(name, before, opened), difference, change.direction(4, 2), change.rate(4, 2)
    )


def _charts(entries: Sequence[Entry], opened: Opened, names: Names) -> Iterable[BarChart]:
    income = [one for one in entries if one.direction == "收入"]
    spent = [one for one in entries if one.direction == "支出"]
    function: Callable[[str], str] = lambda code: names.of("功能分类", code)  # noqa: E731
    yield from _chart(FROM, income, _source, str, opened)
    yield from _chart(WHERE, spent, lambda one: one.function[:3], function, opened)
    yield from _chart(HOW, spent, _kind, str, opened)


def _source(entry: Entry) -> str:
    return _CARRIED if entry.carryover else _SOURCES.get(entry.source, _OWN)


def _kind(entry: Entry) -> str:
    """Say in plain words what a line of spending is for."""
    if entry.spending_type != "基本支出":
        return "做项目" if entry.spending_type == "项目支出" else entry.spending_type
    return "给人员的工资和补助" if entry.economic[:3] in ("301", "303") else "日常办公"


def _chart(
    title: str, entries: Sequence[Entry], of: Callable[[Entry], str], name: Callable[[str], str], opened: Opened
) -> Iterable[BarChart]:
    """Yield a chart of groups of lines, if there is more than one, and the document prints the whole."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for one in entries:
        groups[of(one)].append(one)
    whole = total(entries)
    if len(groups) < 2 or whole.value <= 0 or not opened.prints(whole.value, whole.origins):  # noqa: PLR2004
        return
    amounts = {code: total(rows) for code, rows in groups.items()}
    if any(one.value < 0 or not opened.prints(one.value, one.origins) for one in amounts.values()):
        return
    named = ((name(code), code, amount) for code, amount in amounts.items())
    parts = [_sum(shown, amount, opened, code if code != shown else "") for shown, code, amount in named]
    yield BarChart(title, _sum("合计", whole, opened), bars_of(parts))


def bars_of(sums: Iterable[Sum]) -> tuple[Sum, ...]:
    """Give parts of a whole as bars, the largest first, each with its share of the whole and its width."""
    ordered = sorted(sums, key=lambda one: (-one.value, one.code or one.name))
    whole = money.shown(money.total(one.value for one in ordered), 4, 2)
    return tuple(
        replace(
            one,
            share=money.percent(money.shown(one.value, 4, 2), whole, 1),
            width=money.percent(one.value, ordered[0].value, 1) or Decimal(0),
        )
        for one in ordered
    )


def _projects(entries: Sequence[Entry], opened: Opened) -> tuple[Sum, ...]:
    """Give the projects that the document names and whose amounts it prints, the largest first."""
    printed = {leaf.of.project for leaf in opened.leaves if leaf.of.project and leaf.of.direction == "支出"}
    groups: dict[str, list[Decimal]] = defaultdict(list)
    for leaf in opened.leaves:
        if leaf.of.project in printed and leaf.of.direction == "支出":
            groups[leaf.of.project].append(leaf.amount)
    sums = (Sum(name, money.total(amounts)) for name, amounts in groups.items())
    return tuple(sorted((one for one in sums if opened.prints(one.value)), key=lambda one: (-one.value, one.name)))
