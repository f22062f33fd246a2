"""与上年比较的写法：上年是零的没有增减率，增减写明单位，持平的不再写数。

应当如何：上年数为零的，增减率无从计算，不写“增长100%”；“增加、减少”后面的数有单位；写了持平、一致的，后面不再写数。

合格的例子::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，增长4.17%。项目支出20.00万元，与上年持平。

不合格的例子（A103）::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加50.00万元，增长100.00%。

不合格的例子（A104）::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，增长4.17，主要是人员增加。

不合格的例子（A105）::

    2025
    三、别的说明
    2025年基本支出50.00万元，与2024年预算一致0万元。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import SMALL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.recognition.free import ReadRate
from generator.recognition.patterns import tight

FROM_NOTHING = Kind("A103", "上年是零写了增减率", Severity.HINT, "上年数为零，增减率无从计算。")
NO_UNIT = Kind("A104", "增减没有单位", Severity.HINT, "“增加、减少、增长、下降”后面的数没有单位，多半漏了“%”或“万元”。")
LEVEL_WITH_FIGURE = Kind("A105", "持平后面又写了数", Severity.HINT, "写了“持平”“一致”，后面又有一个数。")

_NO_UNIT = re.compile(r"(?:增加|减少|增长|下降|上升)([0-9][0-9，]*\.[0-9]+)(?=[，。；、）])")
_LEVEL = re.compile(r"(?:持平|一致|相同)[0-9][0-9，.]*(?:万元|元|%)")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Look at how comparisons with last year are written."""
    for read in document.sentences:
        for rate in read.free.rates:
            if _is_from_nothing(rate):
                message = f"{rate.amount.value:,.2f} 元全是比上年增加的，上年是零，不写“{rate.text}%”。"
                yield AuditRemark(SMALL, FROM_NOTHING.at(rate.place, message, "请删去增减率。"))
    for passage in document.passages:
        text = tight(passage.text)
        for found in _NO_UNIT.finditer(text):
            message = f"“{found[0]}”没有单位。"
            yield AuditRemark(SMALL, NO_UNIT.at(passage.place, message, "请补上“%”或者“万元”。"))
        for found in _LEVEL.finditer(text):
            yield AuditRemark(
                SMALL,
                LEVEL_WITH_FIGURE.at(
                    passage.place, f"“{found[0]}”：与上年一样的，后面不用再写数。", "请删去后面的数。"
                ),
            )


def _is_from_nothing(rate: ReadRate) -> bool:
    change = rate.change
    return change is not None and rate.rate != 0 and abs(rate.amount.value - change.difference) <= change.tolerance
