"""部分与总数：部分不大于总数，几个部分相加不大于总数，表里按格式不该有数的格子没有数。

应当如何：一个总数按资金、按支出类型、按采购目录、按项目等分开的各部分（互不重复），相加不超过总数；
“其中”列出的各项相加不超过它们的总数，列全了的与总数相等。各数按印出的末位留出误差。

合格的例子::

    2025
    三、别的说明
    别的资金共598.46万元。其中：甲418.80万元，乙179.66万元。
    别的资金共100.00万元。其中：甲资金60.00万元，包括乙资金40.00万元和丙资金20.00万元；丁资金40.00万元。
    共有车辆66辆，其中，一般公务用车13辆、执法执勤用车38辆、特种专业技术用车15辆。

不合格的例子（A107）::

    2025
    三、别的说明
    别的资金共598.46万元。其中：甲418.80万元，乙279.66万元。

不合格的例子（A107）::

    2025
    三、别的说明
    别的资金共50.00万元，其中：甲60.00万元。

不合格的例子（A108）::

    2025
    三、别的说明
    别的资金共598.46万元。其中：甲418.80万元，乙119.66万元。

不合格的例子（A108）::

    2025
    三、别的说明
    共有车辆66辆，其中，一般公务用车13辆、执法执勤用车38辆、特种专业技术用车14辆。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from generator.audit.document import AuditedDocument, paragraphs
from generator.audit.remark import DOUBTFUL, WRONG, AuditRemark
from generator.facts.words import GOODS, THIS_YEAR
from generator.findings.finding import Kind, Place, Severity
from generator.intake.pool import ConditionKey, key_of, stale
from generator.recognition.figures import AMOUNT, NUMBER, TextFigure
from generator.recognition.rows import QUANTITY
from generator.recognition.statements import PrintedAmount

NO_ROOM = Kind("A106", "按格式不该有数的格子有数", Severity.WARNING, "这一行的科目不会用在这一栏，多半填错了行或者栏。")
TOO_MUCH = Kind("A107", "各部分比总数大", Severity.ERROR, "互不重复的各部分相加，超过了它们的总数。")
TOO_LITTLE = Kind(
    "A108", "其中各项少于总数", Severity.WARNING, "“其中”列出的各项相加少于总数：没有列全，或者有的数错了。"
)
_ZERO = Decimal(0)
_HALF = Decimal("0.5")
_NO_WHOLE = "方向"  # income and spending are no parts of anything
_NOT_THERE = "不该有数的格子"
_LIST = 2  # parts of a list, at least
_Group = tuple[str, str, ConditionKey]  # data set, dimension, and the rest of the condition


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare wholes with their parts, by their conditions and by the words of sentences."""
    for table in document.tables:
        for cell in table.unread:
            if cell.what == _NOT_THERE:
                message = f"“{table.table.spec.name}”的这一格按格式不该有数，印着 {cell.text}。"
                yield AuditRemark(DOUBTFUL, NO_ROOM.at(cell.place, message, "请核对是不是填错了行或者栏。"))
    for read, sentences in document.bodies:
        records = {id(one) for table in read.tables for each in table.records for one in each.amounts}
        amounts = [one for table in read.tables for one in table.amounts if id(one) not in records or _is_money(one)]
        told: set[Place] = set()
        for remark in _of_conditions([*amounts, *sentences.every_amount]):
            told |= {remark.finding.place} if remark.finding.place else set()
            yield remark
        for figures in paragraphs(sentences.free.figures):
            yield from (one for one in _of_list(figures) if one.finding.place not in told)


def _is_money(one: PrintedAmount) -> bool:
    """Tell whether an amount of a record is one of the ledger; a line of a list (采购) is no whole of others."""
    return one.data == "收支"


def _of_conditions(amounts: Iterable[PrintedAmount]) -> Iterator[AuditRemark]:
    """Look where parts of a whole, apart from each other in one dimension, make more than it."""
    printed: dict[tuple[str, ConditionKey], PrintedAmount] = {}
    for one in amounts:
        if one.book == THIS_YEAR and not one.blank and not stale(one) and one.measure != QUANTITY:
            printed.setdefault((one.data, key_of(one.condition)), one)
    groups: dict[_Group, dict[str, PrintedAmount]] = defaultdict(dict)
    for (data, key), one in printed.items():
        for dimension, values in key:
            if dimension != _NO_WHOLE and len(values) == 1:
                rest = tuple(each for each in key if each[0] != dimension)
                groups[data, dimension, rest][values[0]] = one
    found: dict[Place, AuditRemark] = {}
    for (data, dimension, rest), parts in groups.items():
        whole = printed.get((data, rest))
        apart = [parts[one] for one in parts if not any(one != other and one.startswith(other) for other in parts)]
        if whole is not None:
            complete = dimension == "采购目录" and sorted(parts) == sorted(GOODS)
            for remark in _compared(whole, apart, dimension, complete=complete):
                before = found.get(whole.place)  # the same whole, divided in another way
                found[whole.place] = remark if before is None or remark.apart > before.apart else before
    yield from found.values()


def _compared(
    whole: PrintedAmount, parts: Sequence[PrintedAmount], dimension: str, *, complete: bool
) -> Iterator[AuditRemark]:
    """Tell parts that make more than their whole, or less where they are all there are."""
    total = sum((one.value for one in parts), _ZERO)
    off = sum((max(2 * one.tolerance, one.rounded) for one in (whole, *parts)), _ZERO)
    more = total - whole.value
    if more > off:
        kind, remedy = TOO_MUCH, "请核对总数和各部分。"
        words = f"按{dimension}分开的 {len(parts)} 个部分相加是 {total:,.2f} 元，多出 {more:,.2f} 元"
    elif complete and -more > off:
        kind, remedy = TOO_LITTLE, "请核对总数和各类。"
        words = f"它的 {len(parts)} 类相加是 {total:,.2f} 元，少了 {-more:,.2f} 元"
    else:
        return
    message = f"“{whole.row}”是 {whole.value:,.2f} 元，{words}。"
    # nothing makes no sum too large, but may be what is missing in one
    related = tuple((one.place, f"“{one.row}”是 {one.value:,.2f} 元") for one in parts if one.value or more < 0)
    finding = kind.at(whole.place, message, remedy, related=related)
    yield AuditRemark(WRONG, finding, reckoned=tuple(one.place for one in parts), apart=abs(more))


def _are_one_sort(one: TextFigure, whole: TextFigure) -> bool:
    return one.role == NUMBER and one.unit == whole.unit


def in_lists(figures: Sequence[TextFigure]) -> dict[int, list[TextFigure]]:
    """Give the parts that are listed after 其中, by the number of their whole among a paragraph's figures."""
    lists: dict[int, list[TextFigure]] = defaultdict(list)
    for one in figures:
        whole = figures[one.within] if 0 <= one.within < len(figures) else None
        if whole is not None and one.role == whole.role and (one.role == AMOUNT or _are_one_sort(one, whole)):
            lists[one.within].append(one)
    # of a list that is partly in another unit (元 among 万元), the sum is not known
    return {at: ones for at, ones in lists.items() if all(one.unit == figures[at].unit for one in ones)}


def _of_list(figures: Sequence[TextFigure]) -> Iterator[AuditRemark]:
    """Compare an amount, or a number, with the sum of what is listed after 其中."""
    for at, listed in in_lists(figures).items():
        whole = figures[at]
        named = [one for one in listed if not re.search("合计|小计", one.name)]
        named = _some_that_make(whole, named)
        total = sum((one.value for one in named), _ZERO)
        off = sum((_half_digit(one) for one in (whole, *named)), _ZERO)
        more = total > whole.value
        if not named or whole.rough or abs(total - whole.value) <= off or (len(named) < _LIST and not more):
            continue
        words = "超过" if more else "少于"
        message = (
            f"“{whole.name[-20:]}”{whole.text}{whole.unit}，其中列出的 {len(named)} 项相加是 {total}{whole.unit}，"
            f"{words}总数 {abs(total - whole.value)}{whole.unit}。"
        )
        kind = TOO_MUCH if more else TOO_LITTLE
        # one of a number may be of two sorts, and what a single part is of is less sure than of a list
        certainty = WRONG if more and whole.role == AMOUNT and len(named) >= _LIST else DOUBTFUL
        reckoned = tuple(one.place for one in named)
        related = tuple((one.place, f"“{one.name[-20:]}”{one.text}{one.unit}") for one in named)
        finding = kind.at(whole.place, message, "请核对总数和各项。", related=related)
        yield AuditRemark(certainty, finding, reckoned=reckoned)


def _some_that_make(whole: TextFigure, listed: Sequence[TextFigure]) -> list[TextFigure]:
    """Give those of a list, one after another, that make its whole, all where none do.

    Where a list ends is not said; （其中新能源汽车3辆） may stand before one.
    """
    for start, end in combinations(range(len(listed) + 1), 2) if whole.value else ():  # many zeros make no list
        some = list(listed[start:end])
        off = sum((_half_digit(one) for one in (whole, *some)), _ZERO)
        if len(some) >= _LIST and abs(sum((one.value for one in some), _ZERO) - whole.value) <= off:
            return some
    return list(listed)


def _half_digit(one: TextFigure) -> Decimal:
    return _HALF.scaleb(-one.places) if one.role == AMOUNT else _ZERO
