"""重复印出：同一段文字、表里同一个科目只印一次。

应当如何：除标题和固定的短句以外，没有一字不差地印了两遍的段落；一张表里同一个科目没有两行一样的数。

合格的例子::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，主要用于人员工资和日常公用。

不合格的例子（A301）::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，主要用于人员工资和日常公用。
    2025年基本支出50.00万元，比上年增加2.00万元，主要用于人员工资和日常公用。

不合格的例子（A301）::

    2025
    三、别的说明
    （一）公务接待费5.00万元，与上年持平。
    （一）公务接待费5.00万元，与上年持平。

不合格的例子（A302）::

    2025
    2025年度某某局财政拨款支出预算表
    单位：万元
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 50.00 |
    | 201 | 一般公共服务支出 | 50.00 |
    | 20106 | 财政事务 | 50.00 |
    | 2010601 | 行政运行 | 50.00 |
    | 2010601 | 行政运行 | 50.00 |
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, UNLAWFUL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.grids.grid import Passage
from generator.intake.pool import key_of
from generator.recognition.patterns import tight
from generator.recognition.statements import PrintedAmount

TWICE = Kind("A301", "同一段印了两遍", Severity.ERROR, "同一段文字一字不差地印了两遍。")
ROW_TWICE = Kind("A302", "同一行印了两遍", Severity.WARNING, "一张表里，同一个科目印了两行一样的数。")
_SHORTEST, _LONGEST = 12, 40  # characters of a short paragraph that may not stand twice running
_SHOWN = 30  # characters of a paragraph
_MOST = 20  # paragraphs of a page whose places are told


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell the paragraphs that were printed before; those of units have their own."""
    pages = document.source.file.pages
    first: dict[str, Passage] = {}
    for one in document.passages:
        first.setdefault(tight(one.text), one)
    for read in document.sentences:
        for _, group in groupby(read.doubled, key=lambda one: one.page):
            passages = list(group)
            count = f"起 {len(passages)} 段" if len(passages) > 1 else "这一段"
            page = pages.get(passages[0].page)
            beyond = page.beyond if page is not None else 0
            message = f"“{passages[0].text[:_SHOWN]}……”{count}，前面已经印过。"
            message += f"这一页还有 {beyond} 个字在页面边缘以外，重复的可能也看不全，请对照原页。" if beyond else ""
            related = [(one.place, "也是前面印过的") for one in passages[1:_MOST]]
            before = first.get(tight(passages[0].text), passages[0])
            related += [(before.place, "前面在这里")] if before is not passages[0] else []
            yield AuditRemark(UNLAWFUL, TWICE.at(passages[0].place, message, "请删去重复的。", related=tuple(related)))
    for before, passage in pairwise(document.passages):
        text = tight(passage.text)
        if _SHORTEST <= len(text) <= _LONGEST and text == tight(before.text) and text[-1] in "。；":
            message = f"“{passage.text[:_SHOWN]}”这一段，前面已经印过。"
            stands = ((before.place, "前面在这里"),)
            yield AuditRemark(UNLAWFUL, TWICE.at(passage.place, message, "请删去重复的。", related=stands))
    yield from _rows(document)


def _rows(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell the items that stand twice in a table with one amount."""
    for table in document.tables:
        seen: dict[object, PrintedAmount] = {}
        told: set[str] = set()
        for one in table.amounts:
            if not one.listed or one.blank or not one.value or one.row in told:
                continue
            before = seen.setdefault((key_of(one.condition), one.book, one.column, one.measure), one)
            if before is not one and before.value == one.value:
                told.add(one.row)
                message = f"“{table.table.spec.name}”里的“{one.row}”{one.value:,.2f} 元印了两行。"
                related = ((before.place, "前一行在这里"),)
                yield AuditRemark(DOUBTFUL, ROW_TWICE.at(one.place, message, "请删去重复的一行。", related=related))
