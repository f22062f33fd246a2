"""金额单位：表上注明的“单位：元”“单位：万元”与表里的数相称。

应当如何：一张表的数照它注明的单位读，与别的表、文字里同一个数相等。一张表里的数与别处都差一万倍的，是单位写错了
（把“元”写成“万元”，或者相反）；其余照改正的单位核对，不再一个数一个数地说。

合格的例子::

    2025
    2025年度某某局收支预算总表
    单位：万元
    | 收入 | 收入 | 支出 | 支出 | 支出 | 支出 |
    | 项目名称 | 金额 | 功能科目名称 | 金额 | 项目名称 | 金额 |
    | 当年收入小计 | 60.00 | 当年支出小计 | 60.00 | 当年支出小计 | 60.00 |
    | 收入合计 | 60.00 | 支出合计 | 60.00 | 支出合计 | 60.00 |
    三、别的说明
    2025年收入预算总计60.00万元，支出预算总计60.00万元。

不合格的例子（A171）::

    2025
    2025年度某某局收支预算总表
    单位：元
    | 收入 | 收入 | 支出 | 支出 | 支出 | 支出 |
    | 项目名称 | 金额 | 功能科目名称 | 金额 | 项目名称 | 金额 |
    | 当年收入小计 | 60.00 | 当年支出小计 | 60.00 | 当年支出小计 | 60.00 |
    | 收入合计 | 60.00 | 支出合计 | 60.00 | 支出合计 | 60.00 |
    三、别的说明
    2025年收入预算总计60.00万元，支出预算总计60.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import WRONG, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.recognition.amounts import SCALES

OTHER_UNIT = Kind(
    "A171", "金额单位写错", Severity.ERROR, "表上注明的金额单位与数不相称：照它读，各数都与别处差一万倍。"
)


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell the tables whose amounts are right in another unit than they name."""
    for one in document.other_units:
        name = one.table.table.spec.name
        said = next(unit for unit, scale in SCALES.items() if scale == one.printed)
        meant = next(unit for unit, scale in SCALES.items() if scale == one.table.scale)
        words = f"写的单位是“{said}”" if one.table.unit_said else f"没有写单位，这种表的单位是“{said}”"
        message = (
            f"“{name}”{words}，照此“{one.example.row}”是 {one.example.value:,.2f} 元，"
            f"别处是 {one.elsewhere.value:,.2f} 元；{one.count} 个数都差一万倍，应是“{meant}”。"
        )
        related = ((one.elsewhere.place, f"“{one.elsewhere.row}”是 {one.elsewhere.value:,.2f} 元"),)
        remedy = "请改正表上的单位，或者把各数换算过来。"
        yield AuditRemark(WRONG, OTHER_UNIT.at(one.table.grids[0].place, message, remedy, related=related))
