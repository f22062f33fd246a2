"""比较的年度：与上年比较，本年是本年。

应当如何：文字里“比……年”的年度是预算年度的上一年。

合格的例子::

    2025
    三、别的说明
    2025年基本支出50.00万元，比2024年增加2.00万元。

不合格的例子（A401）::

    2025
    三、别的说明
    2025年基本支出50.00万元，比2022年增加2.00万元。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.recognition.patterns import tight

OTHER_YEAR = Kind("A401", "比较的不是上年", Severity.WARNING, "文字里比较的年度不是预算年度的上一年。")
_COMPARED = re.compile("[比较与同](20[0-9]{2})年[^，。；0-9]{0,12}?(?:增加|减少|增长|下降|上升|持平|一致|相同|相比)")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the years that comparisons name with the year before the document's."""
    last = document.year - 1
    for passage in document.passages if document.year else ():
        text = tight(passage.text)
        wrong = (found for found in _COMPARED.finditer(text) if int(found[1]) != last)
        for found in {found[1]: found for found in wrong}.values():
            message = f"“{found[0]}”比较的是 {found[1]} 年，本文是 {document.year} 年的预算。"
            yield AuditRemark(DOUBTFUL, OTHER_YEAR.at(passage.place, message, f"请核对是不是 {last} 年。"))
