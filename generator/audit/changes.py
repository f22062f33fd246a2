"""增减与各项增减：一类科目比上年的增减，等于它各项的增减之和。

应当如何：各项（各科目，或者基本支出、项目支出等）今年的数相加等于总数时，各项的增减之和等于总数的增减。
各项之和大于总数的增减，可能是上年有的科目今年没有了，要人来判断（文中写明有今年没有数的，就不再说）；小于的不可能，因为今年有的科目文中都有了。
已经由增减率指出的不重复。

合格的例子::

    2025
    五、财政拨款支出预算情况说明
    2025年财政拨款支出50.00万元，与上年相比增加5.00万元，增长11.11%。
    （一）公共安全（类）
    1．法院（款）行政运行（项）支出30.00万元，与上年相比增加2.00万元，增长7.14%。
    2．法院（款）机关服务（项）支出20.00万元，与上年相比增加3.00万元，增长17.65%。

合格的例子::

    2025
    五、财政拨款支出预算情况说明
    2025年财政拨款支出50.00万元，与上年相比减少5.00万元，减少9.09%。
    （一）公共安全（类）
    1．法院（款）行政运行（项）支出30.00万元，与上年相比增加2.00万元，增长7.14%。
    2．法院（款）机关服务（项）支出20.00万元，与上年相比增加3.00万元，增长17.65%。
    3．法院（款）案件执行（项）支出0.00万元，与上年相比减少100.00%。

合格的例子::

    2025
    五、财政拨款支出预算情况说明
    2025年财政拨款支出50.00万元，与上年相比减少7.00万元。
    2025年政府性基金支出0.00万元，与上年相比减少5.00万元。
    2025年一般公共预算支出50.00万元，与上年相比减少2.00万元。

不合格的例子（A109）::

    2025
    五、财政拨款支出预算情况说明
    2025年财政拨款支出50.00万元，与上年相比减少2.00万元。
    2025年政府性基金支出0.00万元，与上年相比减少5.00万元。
    2025年一般公共预算支出50.00万元，与上年相比减少2.00万元。

不合格的例子（A109）::

    2025
    五、财政拨款支出预算情况说明
    2025年财政拨款支出50.00万元，与上年相比增加6.00万元，增长13.64%。
    （一）公共安全（类）
    1．法院（款）行政运行（项）支出30.00万元，与上年相比增加2.00万元，增长7.14%。
    2．法院（款）机关服务（项）支出20.00万元，与上年相比增加3.00万元，增长17.65%。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, WRONG, AuditRemark
from generator.facts.words import LEVELS, THIS_YEAR
from generator.findings.finding import Kind, Place, Severity
from generator.intake.changes import as_amount, unmoved
from generator.intake.pool import ZERO, ConditionKey, children, key_of, without_zeros
from generator.recognition.statements import PrintedAmount

UNLIKE_PARTS = Kind("A109", "增减不等于各项之和", Severity.WARNING, "各项比上年的增减相加，不等于总数的增减。")
_Stated = Mapping[ConditionKey, PrintedAmount]
_PARTS = 2  # at least
_COARSE = Decimal("0.05")  # of a whole
_CARRIED = "年终结转"
_NO_WHOLE = "方向"  # income and spending are no parts of anything


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the change of a whole with those of its items, where the text has all of them."""
    told = {place.whole for one in document.made.contradictions for place in one.places}
    for read, sentences in document.bodies:
        money = [one for table in read.tables for one in table.amounts] + [*sentences.every_amount]
        money = [one for one in money if one.book == THIS_YEAR and one.data == "收支"]
        plain = _Plain(unmoved(sentences.every_change, money))
        now = {key_of(one.condition): one for one in plain.of(money)}
        named = [one for one in sentences.every_amount if one.book == THIS_YEAR and one.data == "收支"]
        gone = {key_of(one.condition) for one in plain.of(named) if not one.value}
        books: dict[str, list[PrintedAmount]] = defaultdict(list)
        for change in sentences.every_change:
            if change.asked.data == "收支":
                books[change.book].append(as_amount(change))
        for stated in books.values():
            changes: dict[ConditionKey, PrintedAmount] = {}
            for one in plain.of(stated):
                changes.setdefault(key_of(one.condition), one)
            yield from _of_items(changes, now, gone, told)
            yield from _of_partitions(changes, told)


class _Plain:
    """Leaves out of conditions what has nothing this year: funds, and what is carried to the next year."""

    def __init__(self, money: Sequence[PrintedAmount]) -> None:
        self.money = money
        self.carried = any(one.value and one.condition.get(_NO_WHOLE) == (_CARRIED,) for one in money)

    def of(self, stated: Sequence[PrintedAmount]) -> Iterator[PrintedAmount]:
        """Yield amounts or changes with the shortest conditions that say the same."""
        for one in without_zeros(stated, self.money):
            ways = one.condition.get(_NO_WHOLE, ())
            kept = ways if self.carried else tuple(way for way in ways if way != _CARRIED)
            yield replace(one, condition={**one.condition, _NO_WHOLE: kept}) if kept and kept != ways else one


def _of_items(changes: _Stated, now: _Stated, gone: Set[ConditionKey], told: set[Place]) -> Iterator[AuditRemark]:
    groups: dict[tuple[str, ConditionKey], dict[str, PrintedAmount]] = defaultdict(dict)
    for one in changes.values():
        for dimension in one.condition:
            if dimension != _NO_WHOLE and len(one.condition[dimension]) == 1:
                rest = key_of({name: values for name, values in one.condition.items() if name != dimension})
                groups[dimension, rest][one.condition[dimension][0]] = one
    gone = gone - changes.keys()  # items that the text names, and of which it says no change
    wider = {values for key in (*changes, *now) for _, values in key if len(values) > 1}
    for (dimension, rest), items in groups.items():
        if dimension in LEVELS and any(items.keys() <= set(values) for values in wider):  # “三公” is not all of a fund
            continue
        for code in ("", *sorted(items)) if dimension in LEVELS else ("",):
            whole = changes.get(_under(rest, dimension, code))
            parts = list(children(code, items)) if dimension in LEVELS else list(items.values())
            involved = {one.place.whole for one in (*parts, *([whole] if whole else ()))}
            if whole is not None and len(parts) >= _PARTS and not involved & told and _are_all(whole, parts, now):
                explained = dimension in LEVELS and any(_is_of(key, dimension, rest, code) for key in gone)
                yield from (one for one in _compared(whole, parts) if one.certainty == WRONG or not explained)


def _of_partitions(changes: _Stated, told: set[Place]) -> Iterator[AuditRemark]:
    """Compare the change of a whole with those of the parts into which it falls: “三公” by what it is for."""
    groups: dict[tuple[str, ConditionKey], dict[tuple[str, ...], PrintedAmount]] = defaultdict(dict)
    for one in changes.values():
        for dimension, values in one.condition.items():
            rest = key_of({name: own for name, own in one.condition.items() if name != dimension})
            groups[dimension, rest][values] = one
    for items in groups.values():
        for values, whole in items.items():
            within = [set(one) for one in items if set(one) < set(values)]
            parts = [one for one in within if not any(one < other for other in within)]
            if len(parts) < _PARTS or sorted(value for one in parts for value in one) != sorted(values):
                continue
            own = [one for key, one in items.items() if set(key) in parts]
            if not {one.place.whole for one in (whole, *own)} & told:
                yield from _compared(whole, own, certain=True)


def _under(rest: ConditionKey, dimension: str, code: str) -> ConditionKey:
    return tuple(sorted((*rest, *([(dimension, (code,))] if code else ()))))


def _is_of(key: ConditionKey, dimension: str, rest: ConditionKey, code: str) -> bool:
    """Tell whether a condition is that of an item of a whole."""
    condition = dict(key)
    return any(own.startswith(code) for own in condition.pop(dimension, ())) and key_of(condition) == rest


def _are_all(whole: PrintedAmount, parts: Sequence[PrintedAmount], now: _Stated) -> bool:
    """Tell whether the parts make the whole this year; rounded coarsely, anything makes anything."""
    keys = [key_of(one.condition) for one in (whole, *parts)]
    if any(key not in now for key in keys):
        return False
    first, *others = (now[key] for key in keys)
    off = first.tolerance + sum((one.tolerance for one in others), ZERO)
    return abs(first.value - sum((one.value for one in others), ZERO)) <= off < first.value * _COARSE


def _compared(whole: PrintedAmount, parts: Sequence[PrintedAmount], *, certain: bool = False) -> Iterator[AuditRemark]:
    total = sum((one.value for one in parts), ZERO)
    # each is rounded once, or the difference of two rounded amounts
    off = 2 * sum((max(one.tolerance, one.rounded) for one in (whole, *parts)), ZERO)
    if abs(total - whole.value) > off:
        message = (
            f"“{whole.row}”比上年增减 {whole.value:,.2f} 元，它的 {len(parts)} 项的增减相加是 {total:,.2f} 元，"
            f"相差 {abs(total - whole.value):,.2f} 元。"
        )
        more = total > whole.value
        remedy = "请核对是不是有上年有、今年没有的科目。" if more and not certain else "请核对总数和各项的增减。"
        related = tuple((one.place, f"“{one.row}”增减 {one.value:,.2f} 元") for one in parts)
        certainty = WRONG if certain or not more else DOUBTFUL
        found = UNLIKE_PARTS.at(whole.place, message, remedy, related=related)
        yield AuditRemark(certainty, found, apart=abs(total - whole.value))
