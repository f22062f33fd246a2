"""空白页：正文里没有空白的页。

应当如何：除了封面背面，没有什么也没印的页（只印着页码的也算）；扫描图片的页不是空白页，另外说明没有读成。

合格的例子::

    2025
    〔第 1 页〕
    某某局2025年部门预算
    〔第 2 页，空白〕
    〔第 3 页〕
    三、别的说明

不合格的例子（A801）::

    2025
    〔第 1 页〕
    某某局2025年部门预算
    〔第 2 页〕
    三、别的说明
    〔第 3 页，空白〕
    〔第 4 页〕
    四、名词解释
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.document import AuditedDocument, page_place, pages_said
from generator.audit.remark import SMALL, AuditRemark
from generator.findings.finding import Kind, Severity

BLANK = Kind("A801", "空白页", Severity.HINT, "有的页什么也没有印，多半是分页符多了。")
_BEHIND_COVER = 2


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell the pages on which nothing is printed, all of them as one."""
    pages = document.source.file.pages
    blank = [number for number, page in pages.items() if page.is_blank and number != _BEHIND_COVER]
    if blank:
        places = [page_place(document, number) for number in blank]
        message = f"{pages_said(blank)}是空白的。"
        related = tuple((place, "空白页") for place in places[1:])
        yield AuditRemark(SMALL, BLANK.at(places[0], message, "请删去多余的分页符。", related=related))
