"""与上年比较：原因与增减的方向一致，上年数的单位没有写错，各部分不超过总计。

应当如何：增加的原因不只说减少，减少的原因不只说增加；金额没有变的不说增加或减少，变了的不说“持平”；
上年数与今年相差不到一百倍；上年的基本支出加项目支出不大于支出总计，收入总计等于支出总计。没有写原因的由格式检查（B401）。
这里检查名称固定的几个数：收入总计、支出总计、基本支出、项目支出、三公经费；格式（模板）里别的名称、单位自己的数和旁边
上年的预算文件夹，在读入格式以后同样检查，一部分的上年数也不大于总数。
依据：《地方预决算公开操作规程》（财预〔2016〕143号）：说明预算收支增减变化情况和原因。

合格的例子::

    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 500000}]
    上年数: {基本支出: 400000}
    原因: {基本支出: 人员增加}

不合格的例子（C701）::

    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 500000}]
    上年数: {基本支出: 400000}
    原因: {基本支出: 压减一般性支出}

不合格的例子（C702）::

    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 500000}]
    上年数: {基本支出: 400000}
    原因: {基本支出: 与上年持平}

不合格的例子（C703）::

    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 500000}]
    上年数: {基本支出: 500000}
    原因: {基本支出: 人员增加}

不合格的例子（C704）::

    基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 500000}]
    上年数: {基本支出: 40}

不合格的例子（C705）::

    上年数: {支出总计: 900000, 基本支出: 500000, 项目支出: 500000}

不合格的例子（C705）::

    上年数: {收入总计: 1000000, 支出总计: 900000}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from generator.base import late
from generator.base.money import shown, total
from generator.base.paths import ValuePath
from generator.checks.common import yuan
from generator.facts.budget import ZERO, Budget, Entry
from generator.facts.words import FISCAL, THREE_PUBLIC
from generator.findings.finding import Kind, Problem, Severity

DIRECTION = Kind("C701", "原因与方向相反", Severity.WARNING, "金额增加了，原因只说减少；或者相反。")
NOT_EQUAL = Kind("C702", "变了却说持平", Severity.WARNING, "金额有增减，原因却说没有变化。")
EQUAL = Kind("C703", "没变却说增减", Severity.WARNING, "金额与上年相同，原因却说增加或者减少。")
MAGNITUDE = Kind("C704", "上年数相差百倍", Severity.WARNING, "上年数与今年相差一百倍以上，可能单位写错了。")
PARTS = Kind("C705", "上年数不合", Severity.WARNING, "上年的基本支出加项目支出大于上年的支出总计。")

_THREE_PUBLIC = {code for codes in THREE_PUBLIC.values() for code in codes}
AMOUNTS: Mapping[str, Callable[[Entry], bool]] = {
    "收入总计": lambda entry: entry.direction == "收入",
    "支出总计": lambda entry: entry.direction != "收入",
    "基本支出": lambda entry: entry.spending_type == "基本支出",
    "项目支出": lambda entry: entry.spending_type == "项目支出",
    "三公经费": lambda entry: entry.spending_type != "" and entry.economic in _THREE_PUBLIC and entry.source in FISCAL,
}
_DENIED = late.compile("(?:没有|未|不|无)(?:新增|增加|减少|增减|变动)")
_UP = late.compile("增加|增长|提高|上升|新增|增资|调增|上调|扩大")
_DOWN = late.compile("减少|下降|压减|压缩|核减|降低|缩减|取消|调减|节约")
_SAME = late.compile("持平|没有变化|无变化|未变化|保持不变|没有增减|无增减")
FACTOR = 100
_CENTS = Decimal(100)  # 0.01 万元: either may be rounded


def check(budget: Budget) -> Iterator[Problem]:
    """Compare the amounts of the year before with this year's, and both with the reasons."""
    reasons: Mapping[str, str] = budget.data.get("原因", {})
    for name, before in budget.subject.prior.items():
        if name in AMOUNTS:
            now = total(entry.amount for entry in budget.entries if AMOUNTS[name](entry))
            yield from magnitude(("上年数", name), before, now)
            if name in reasons:
                yield from reason(("原因", name), reasons[name], now - before)
    yield from _parts(budget)


def magnitude(path: ValuePath, before: Decimal, now: Decimal, factor: int = FACTOR) -> Iterator[Problem]:
    """Compare last year's amount, stated at a path, with this year's."""
    less, more, name = *sorted((before, now)), path[-1]
    if less > 0 and more >= less * factor:
        message = f"“{name}”上年 {yuan(before)}，今年 {yuan(now)}，相差一百倍以上。"
        yield MAGNITUDE.on(path, message, "请核对上年数的单位（见“金额单位”，不写为元）。")


def reason(path: ValuePath, said: str, change: Decimal) -> Iterator[Problem]:
    """Compare a reason, written at a path, with the change that it explains, in 元."""
    name = path[-1]
    up, down = directions(said)
    grown = change > 0
    remedy = "请核对上年数和原因。"
    if not shown(change, 4, 2):
        if up != down and not is_level(said):
            yield EQUAL.on(path, f"“{name}”与上年相同，原因却是“{said}”。", remedy)
        return
    word = f"{'增加' if grown else '减少'} {yuan(abs(change))}"
    if is_level(said):
        yield NOT_EQUAL.on(path, f"“{name}”比上年{word}，原因却是“{said}”。", remedy)
    elif (up, down) == (not grown, grown):
        yield DIRECTION.on(path, f"“{name}”比上年{word}，原因却是“{said}”。", remedy)


def directions(said: str) -> tuple[bool, bool]:
    """Tell whether a reason says that something grows, and that something shrinks."""
    plain = _DENIED.sub("", said)
    return bool(_UP.search(plain)), bool(_DOWN.search(plain))


def is_level(said: str) -> bool:
    """Tell whether a reason says that nothing changes."""
    return _SAME.search(said) is not None


def _parts(budget: Budget) -> Iterator[Problem]:
    whole = budget.subject.prior.get("支出总计")
    parts = total(budget.subject.prior.get(name, ZERO) for name in ("基本支出", "项目支出"))
    if whole is not None and parts > whole:
        message = f"上年基本支出加项目支出 {yuan(parts)}，大于支出总计 {yuan(whole)}，多 {yuan(parts - whole)}。"
        yield PARTS.on(("上年数", "支出总计"), message, "请核对上年数。")
    income = budget.subject.prior.get("收入总计")
    if income is not None and whole is not None and abs(income - whole) > _CENTS:
        message = f"上年收入总计 {yuan(income)}，支出总计 {yuan(whole)}，不相等。"
        yield PARTS.on(("上年数", "收入总计"), message, "收支总计应当平衡，请核对上年数。")
