"""相等的两笔钱的增减：今年收入和支出相等，或者财政拨款都是一般公共预算的，比上年的增减多半也相等。

应当如何：每年收支平衡，今年收入、支出相等的一种资金，两边比上年增减的数相同；今年只有一般公共预算的，
财政拨款的增减就是一般公共预算的增减。上年可能有结转，可能还有别的资金，所以只是可疑；各自的增减率都对得上的不说。

合格的例子::

    2025
    三、别的说明
    2025年财政拨款收入50.00万元，比上年增加2.00万元。
    2025年财政拨款支出50.00万元，比上年增加2.00万元。

不合格的例子（A141）::

    2025
    三、别的说明
    2025年财政拨款收入50.00万元，比上年增加2.00万元。
    2025年财政拨款支出50.00万元，比上年增加8.00万元。

不合格的例子（A142）::

    2025
    五、财政拨款支出预算情况说明
    2025年财政拨款支出50.00万元，与上年相比减少7.00万元。
    2025年政府性基金支出0.00万元。
    2025年一般公共预算支出50.00万元，与上年相比减少2.00万元。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark, moved
from generator.facts.words import THIS_YEAR
from generator.findings.finding import Kind, Severity
from generator.intake.changes import unlike_changes
from generator.intake.pool import ConditionKey, key_of
from generator.recognition.free import ReadChange
from generator.recognition.sentences import ReadSentences
from generator.recognition.statements import ReadTable

UNLIKE_SIDES = Kind("A141", "收入和支出的增减不同", Severity.WARNING, "今年收支相等，比上年的增减两边不同。")
UNLIKE_FUNDS = Kind("A142", "同一笔钱的增减不同", Severity.WARNING, "今年只有一种资金，它和总数比上年的增减不同。")
_WAY, _OF_YEAR, _IN, _OUT = "方向", ("上年结转", ("否",)), ("收入",), "支出"


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the changes of income and of spending of one fund that are equal this year."""
    for read, sentences in document.bodies:
        yield from _of_funds(sentences, read.tables)
        spent = {
            _key(one): one for one in reversed(sentences.every_change) if _OUT in one.asked.condition.get(_WAY, ())
        }
        for income in sentences.every_change:
            other = spent.get(_key(income)) if income.asked.condition.get(_WAY) == _IN else None
            if other is not None and _differ(income, other):
                yield _remark(income, other)


def _of_funds(sentences: ReadSentences, tables: Iterable[ReadTable]) -> Iterator[AuditRemark]:
    """Compare the changes of money that is all of one fund this year."""
    money = [*(one for table in tables for one in table.amounts), *sentences.every_amount]
    money = [one for one in money if one.data == "收支" and one.book == THIS_YEAR]
    rated = {one.change.place for one in sentences.free.rates if one.change is not None}
    rated |= {one.place for one in sentences.every_change if one.difference in (0, one.now)}  # level, or from nothing
    for clash in unlike_changes(sentences.every_change, money):
        (other,) = clash.other
        if {clash.one.place, other.place} <= rated:  # each is met by its rate
            continue
        message = f"比上年{moved(clash.one.value)}，“{other.row}”比上年{moved(other.value)}，今年两者是同一笔钱。"
        related = ((other.place, f"“{other.row}”{moved(other.value)}"),)
        remedy = "请核对两处的增减，或者上年还有别的资金。"
        found = UNLIKE_FUNDS.at(clash.one.place, f"“{clash.one.row}”{message}", remedy, related=related)
        yield AuditRemark(DOUBTFUL, found)


def _key(one: ReadChange) -> tuple[str, str, ConditionKey]:
    """Give what both sides have in common: income of this year alone is meant by those that spend it."""
    rest: Mapping[str, tuple[str, ...]] = one.asked.condition
    kept = {name: values for name, values in rest.items() if name != _WAY and (name, values) != _OF_YEAR}
    return one.asked.data, one.book, key_of(kept)


def _differ(income: ReadChange, spent: ReadChange) -> bool:
    equal = income.now is not None and income.now == spent.now
    return equal and abs(income.difference - spent.difference) > income.tolerance + spent.tolerance


def _remark(income: ReadChange, spent: ReadChange) -> AuditRemark:
    message = f"收入比上年{moved(income.difference)}，支出比上年{moved(spent.difference)}，今年两边相等。"
    related = ((spent.place, f"支出{moved(spent.difference)}"),)
    found = UNLIKE_SIDES.at(income.place, message, "请核对两处的增减。", related=related)
    return AuditRemark(DOUBTFUL, found, apart=abs(income.difference - spent.difference))
