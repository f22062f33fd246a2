"""部门与所属单位：一个文件里有部门的和它每个单位的预算的，部门的数等于各单位相加。

应当如何：文件里的单位预算与部门所列的单位一样多时，同一口径部门的数等于各单位的数之和（留出末位的误差）。
单位之间有往来（上级补助、上缴）的，部门的数可以小些，所以要人来判断；几个口径都不等的，合成一条，先说最大的。
单位没有印全的不说。

合格的例子::

    2025
    三、别的说明
    2025年支出预算50.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.audit.counts import units_in
from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.facts.words import THIS_YEAR
from generator.findings.finding import Kind, Severity
from generator.intake.pool import ConditionKey, key_of, stale
from generator.recognition.rows import QUANTITY
from generator.recognition.statements import PrintedAmount, ReadTable

OTHER_SUM = Kind("A184", "部门与各单位之和不等", Severity.WARNING, "部门的数，不等于文件里它各个单位的数相加。")

_StatedOnce = Mapping[tuple[str, ConditionKey], PrintedAmount]
_OF_UNITS = "单位"


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Add up what the documents of units in a file state, where it has that of each unit."""
    source = document.source
    if not source.units or len(units_in(source.read)) != len(source.units):
        return
    whole, *own = (_stated(one.tables) for one in (source.read, *(unit.read for unit in source.units)))
    told = [found for key, one in whole.items() if (found := _compared(one, [each.get(key) for each in own]))]
    if told:
        first, *others = sorted(told, key=lambda one: -one.apart)
        more = f"不等的口径共 {len(told)} 个。" if others else ""
        yield replace(first, finding=replace(first.finding, message=f"{first.finding.message}{more}"))


def _stated(tables: Sequence[ReadTable]) -> _StatedOnce:
    """Give this year's money by its condition, as it is printed first; what names a unit is of that unit alone."""
    found: dict[tuple[str, ConditionKey], PrintedAmount] = {}
    for one in (one for table in tables for one in table.amounts):
        if one.book == THIS_YEAR and one.measure != QUANTITY and not stale(one) and _OF_UNITS not in one.condition:
            found.setdefault((one.data, key_of(one.condition)), one)
    return found


def _compared(whole: PrintedAmount, parts: Sequence[PrintedAmount | None]) -> AuditRemark | None:
    """Compare an amount of the department with those of its units; nothing is said where one of them has none."""
    known = [one for one in parts if one is not None]
    total = sum((one.value for one in known), Decimal(0))
    apart = abs(total - whole.value)
    off = sum((max(one.tolerance, one.rounded) for one in (whole, *known)), Decimal(0))
    if len(known) < len(parts) or apart <= off:
        return None
    message = (
        f"“{whole.row}”（{whole.column}）部门是 {whole.value:,.2f} 元，{len(known)} 个单位相加是 {total:,.2f} 元，"
        f"相差 {apart:,.2f} 元。"
    )
    related = tuple((one.place, f"{one.value:,.2f} 元") for one in known)
    finding = OTHER_SUM.at(whole.place, message, "请核对部门的表和各单位的表；单位之间有往来的除外。", related=related)
    return AuditRemark(DOUBTFUL, finding, reckoned=tuple(one.place for one in known), apart=apart)
