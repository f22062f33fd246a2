"""收支平衡：每个功能分类项、每种资金性质的收入等于支出。

应当如何：收入（本年收入加上年结转）＝ 支出（基本支出、项目支出和其他支出）＋ 年终结转，
按资金性质和功能分类“项”逐一核对；有几个单位时，每个单位也各自平衡。
两处相差的金额一样、只有科目或者只有资金性质不同的，合成一条；由目录里没有的科目编码引起的，只报 C401。
依据：《预算法》第五条（四本预算保持完整、独立）；部门预算收入总表与支出总表各行合计相等，收支总表收入总计等于支出总计。

合格的例子::

    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C101）::

    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 99}]

不合格的例子（C101）::

    收入: [{科目: 2060101, 资金性质: 政府性基金预算拨款, 金额: 100}]
    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C101）::

    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    基本支出: [{科目: 2060102, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C101）::

    收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 上年结转: 是, 金额: 30}]
    其他支出: [{支出类型: 经营支出, 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]

不合格的例子（C101）::

    单位: [{编码: "001", 名称: 甲}, {编码: "002", 名称: 乙}]
    收入: [{单位: "001", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
    基本支出: [{单位: "001", 科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 100}]
    年终结转: [{单位: "002", 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1}]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.base.frozen import frozen
from generator.base.money import total
from generator.base.paths import ValuePath, sibling
from generator.checks.common import lines, yuan
from generator.facts import classification
from generator.facts.budget import Budget, Entry
from generator.findings.finding import Kind, Problem, Severity

UNBALANCED = Kind("C101", "收支不平", Severity.ERROR, "同一科目、同一资金性质的收入与支出（含年终结转）不相等。")

_KEYS = {"function": "科目", "fund": "资金性质"}  # what two gaps may differ in, and the key of the line


@frozen
class Imbalance:
    """One functional item and fund, of one unit where there are several, whose two sides differ; amounts in 元."""

    unit: str
    function: str
    fund: str
    income: tuple[Entry, ...]
    spending: tuple[Entry, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the others."""
        return self.unit, self.function, self.fund

    @property
    def amount(self) -> Decimal:
        """By how much the income is more than the spending; below zero where it is less."""
        return total(one.amount for one in self.income) - total(one.amount for one in self.spending)

    @property
    def larger(self) -> tuple[Entry, ...]:
        """The lines of the side that is more."""
        return self.income if self.amount > 0 else self.spending


def check(budget: Budget) -> Iterator[Problem]:
    """Compare income with expenditure and year-end carry-over, per functional item and fund, and per unit."""
    found = gaps(budget)
    told = {gap.key for _, caused in caused_by_codes(budget, found) for gap in caused}
    alike = _by_amount(found)
    for gap in found:
        if gap.key in told:
            continue
        opposite = alike.get((gap.unit, -gap.amount), ())
        name, other = _counterpart(gap, [one for one in opposite if one.key not in told])
        if other is None:
            yield _alone(gap)
        else:
            told.add(other.key)
            yield _pair(name, gap, other)
        told.add(gap.key)


def gaps(budget: Budget) -> tuple[Imbalance, ...]:
    """Give every functional item and fund whose income and spending differ."""
    by_unit = all(entry.unit for entry in budget.entries) and len(budget.records["单位"]) > 1
    sides: dict[tuple[str, str, str], tuple[list[Entry], list[Entry]]] = {}
    for entry in budget.entries:
        unit = entry.unit if by_unit else ""
        income, spending = sides.setdefault((unit, entry.function, entry.source), ([], []))
        (income if entry.direction == "收入" else spending).append(entry)
    every = (Imbalance(*key, tuple(income), tuple(spending)) for key, (income, spending) in sides.items())
    return tuple(gap for gap in every if gap.amount)


def caused_by_codes(
    budget: Budget, found: Sequence[Imbalance]
) -> Iterator[tuple[tuple[str, ...], tuple[Imbalance, ...]]]:
    """Yield functional codes that nobody knows, with the gaps that go away when they are put right."""
    catalogue = classification.load(budget.year)
    named = {*budget.names.get("功能分类", {}), *budget.pack_names.get("功能分类", {})}
    wrong: dict[tuple[str, str], list[Imbalance]] = {}
    right: dict[tuple[str, str], list[Imbalance]] = {}
    for gap in found:
        is_known = gap.function in named or catalogue.known("功能分类", gap.function)
        (right if is_known else wrong).setdefault((gap.unit, gap.fund), []).append(gap)
    for (unit, fund), own in wrong.items():
        alike = _by_amount(right.get((unit, fund), ()))
        for some in dict.fromkeys((tuple(own), *((gap,) for gap in own))):
            whole = total(gap.amount for gap in some)
            match = alike.get((unit, -whole), ())
            if len(match) == 1 or not whole:
                yield tuple(gap.function for gap in some), (*some, *match)
                break


def _by_amount(found: Iterable[Imbalance]) -> dict[tuple[str, Decimal], list[Imbalance]]:
    """Sort gaps by unit and amount, so that none has to be compared with all."""
    alike: dict[tuple[str, Decimal], list[Imbalance]] = {}
    for gap in found:
        alike.setdefault((gap.unit, gap.amount), []).append(gap)
    return alike


def _counterpart(gap: Imbalance, opposite: Sequence[Imbalance]) -> tuple[str, Imbalance | None]:
    """Find the one of the gaps of the opposite amount that differs in the fund only, or else in the item only."""
    for name, same in (("fund", "function"), ("function", "fund")):
        found = [one for one in opposite if getattr(one, same) == getattr(gap, same)]
        if len(found) == 1:
            return name, found[0]
    return "", None


def _pair(name: str, gap: Imbalance, other: Imbalance) -> Problem:
    """Tell two gaps as one: income and spending differ only in what the key `name` says."""
    more, less = (gap, other) if gap.amount > 0 else (other, gap)
    key, same = _KEYS[name], gap.function if name == "fund" else gap.fund
    had, wanted = getattr(more, name), getattr(less, name)
    message = (
        f"{_of(gap)}{same}：收入写的{key}是 {had}，支出写的是 {wanted}，"
        f"都是 {yuan(more.amount)}，只有{key}不同，所以收支不平。"
    )
    suspect = min((more, less), key=lambda one: len(one.larger))
    first = suspect.larger[0]
    remedy = f"请核对哪一边写错了{key}：改收入就写 {key}: {wanted}，改支出就写 {key}: {had}。"
    related = lines(more.income, "收入") + lines(less.spending, "支出")
    return UNBALANCED.on(sibling(first.origin, key), message, remedy, also=related)


def _alone(gap: Imbalance) -> Problem:
    received, spent = total(one.amount for one in gap.income), total(one.amount for one in gap.spending)
    more, less = ("收入", "支出") if received > spent else ("支出", "收入")
    message = (
        f"{_of(gap)}{gap.function} {gap.fund}：收入 {yuan(received)}，"
        f"支出和年终结转 {yuan(spent)}，{more}比{less}多 {yuan(abs(received - spent))}。"
    )
    path, why, remedy = _carried(gap) or (
        (gap.spending + gap.income)[0].origin,
        "",
        "请核对下列各行的金额、科目、资金性质和上年结转；没有用完的收入写在“年终结转”里。",
    )
    related = lines(gap.spending, "支出") + lines(gap.income, "收入")
    return UNBALANCED.on(path, message + why, remedy, also=related)


def one_sided(gap: Imbalance) -> tuple[Entry, ...]:
    """Give the lines marked as carried over on one side alone, if they are the whole difference."""
    income = tuple(one for one in gap.income if one.carryover)
    spending = tuple(one for one in gap.spending if one.carryover and one.direction == "支出")
    marked = income or spending
    is_all = total(one.amount for one in marked) == abs(gap.amount) and (gap.amount > 0) == bool(income)
    return marked if is_all and not (income and spending) else ()


def _carried(gap: Imbalance) -> tuple[ValuePath, str, str] | None:
    """Tell where the sides differ by what is marked as carried over on one of them: the path, why, and the remedy."""
    marked = one_sided(gap)
    if not marked:
        return None
    first = marked[0].origin
    if gap.amount < 0:
        remedy = "请在“收入”里补上这笔 上年结转: 是 的收入；不是结转的钱，请删去支出的“上年结转”，并补足本年收入。"
        return first, "差的正是标明上年结转的支出，收入里没有这笔结转。", remedy
    remedy = "请把用它安排的支出也写上，并写明 上年结转: 是；今年不用的写在“年终结转”里。"
    return first, "差的正是上年结转的收入，支出里没有用它。", remedy


def _of(gap: Imbalance) -> str:
    return f"单位 {gap.unit} " if gap.unit else ""
