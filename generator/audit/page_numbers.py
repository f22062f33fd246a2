"""页码：一页接一页，不跳、不重、不缺。

应当如何：印了页码的，从正文第一页起逐页加一；封面、目录可以不印或者另编，各部分可以重新从 1 编起。

合格的例子::

    2025
    〔第 1 页〕
    某某局2025年部门预算
    〔第 2 页，印着 1〕
    三、别的说明
    〔第 3 页，印着 2〕
    四、名词解释
    〔第 4 页，印着 3〕
    五、其他说明

不合格的例子（A802）::

    2025
    〔第 1 页，印着 1〕
    三、别的说明
    〔第 2 页，印着 2〕
    四、名词解释
    〔第 3 页，印着 2〕
    五、其他说明
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from generator.audit.document import AuditedDocument, page_place, pages_said
from generator.audit.remark import SMALL, AuditRemark
from generator.findings.finding import Kind, Severity

BROKEN = Kind("A802", "页码不连续", Severity.HINT, "页码跳了、重了，或者中间有的页没有印。")
_FEWEST = 3  # pages with a number: fewer may be something else
_SHOWN = 4


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell where page numbers do not count on, all as one."""
    printed = {number: page.printed for number, page in document.source.file.pages.items() if page.printed}
    broken = _broken(printed) if len(printed) >= _FEWEST else {}
    missing = [number for number in _missing(printed) if not _says(document, number, printed[number - 1] + 1)]
    if not broken and not missing:
        return
    said = [f"第 {page} 页印的是 {printed[page]}，前一页是 {before}" for page, before in list(broken.items())[:_SHOWN]]
    said += ["……"] if len(broken) > _SHOWN else []
    said += [f"{pages_said(missing)}没有印页码"] if missing else []
    first, *others = sorted({*broken, *missing})
    related = tuple((page_place(document, page), "页码不连续") for page in others)
    message = f"页码不连续：{'；'.join(said)}。"
    yield AuditRemark(SMALL, BROKEN.at(page_place(document, first), message, "请重新编页码。", related=related))


def _broken(printed: Mapping[int, int]) -> dict[int, int]:
    """Give the pages whose number is not that of the page before plus one, with that; what begins at 1 is a new part.

    A number that stands alone between two that count on past it, or that is far off, may be no page number.
    """
    found: dict[int, int] = {}
    pages = list(printed)
    for before, page in pairwise(pages):
        near = page == before + 1 and abs(printed[page] - printed[before]) <= len(pages)
        if near and printed[page] not in (printed[before] + 1, 1):
            found[page] = printed[before]
    return found if len(found) * 4 <= len(pages) + 1 else {}


def _missing(printed: Mapping[int, int]) -> list[int]:
    """Give the pages between two with numbers that leave out just theirs."""
    return [
        page + 1
        for page, number in printed.items()
        if page + 1 not in printed and printed.get(page + 2) == number + 2 and len(printed) >= _FEWEST
    ]


def _says(document: AuditedDocument, page: int, number: int) -> bool:
    """Tell whether the first or last line of a page has a number at an end: the page number, beside other words."""
    shown = re.compile(rf"^\D{{0,3}}{number}\b|\b{number}\D{{0,3}}$")
    file = document.source.file
    lines = [line for passage in file.lines for line in passage.lines if line.page == page]
    known = page in file.pages and not file.pages[page].is_blank  # others may be damaged
    return not known or any(shown.search(line.text) for line in (*lines[:1], *lines[-1:]))
