"""重复印出：同一段文字只印一次。

应当如何：除标题和固定的短句以外，没有一字不差地印了两遍的段落。

合格的例子::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，主要用于人员工资和日常公用。

不合格的例子（A301）::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，主要用于人员工资和日常公用。
    2025年基本支出50.00万元，比上年增加2.00万元，主要用于人员工资和日常公用。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.audit.document import AuditedDocument
from generator.audit.remark import UNLAWFUL, AuditRemark
from generator.findings.finding import Kind, Severity

TWICE = Kind("A301", "同一段印了两遍", Severity.ERROR, "同一段文字一字不差地印了两遍。")
_SHOWN = 30  # characters of a paragraph


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell the paragraphs that were printed before; those of units have their own."""
    for read in document.sentences:
        for _, group in groupby(read.doubled, key=lambda one: one.page):
            passages = list(group)
            count = f"起 {len(passages)} 段" if len(passages) > 1 else "这一段"
            message = f"“{passages[0].text[:_SHOWN]}……”{count}，前面已经印过。"
            yield AuditRemark(UNLAWFUL, TWICE.at(passages[0].place, message, "请删去重复的。"))
