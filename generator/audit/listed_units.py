"""单位的个数与下面逐条列出的单位：写几家，列几家。

应当如何：“行政单位 1 家，事业单位 2 家，具体包括：”下面列3条；“本部以及下属 2 家预算单位”与它们相合；
后面说“本部门 3 个预算单位开展了绩效目标编报”的，不比列出的多；“包括 20 个内设机构”的，“（一）内设机构”下面列20条。

合格的例子::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    本部门预算包括文化局本部以及下属2家预算单位的综合收支计划。
    本部门中，行政单位1家，事业单位2家，具体包括：
    1.文化局本部
    2.海东市图书馆
    3.海东市文化馆

合格的例子::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    纳入预算编制范围的预算单位3家，其中事业单位2家，具体包括：
    1.文化局本部
    2.海东市图书馆
    3.海东市文化馆

不合格的例子（A134）::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    本部门中，行政单位1家，事业单位3家，具体包括：
    1.文化局本部
    2.海东市图书馆
    3.海东市文化馆

不合格的例子（A134）::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    本部门预算包括文化局本部以及下属4家预算单位的综合收支计划。
    本部门中，行政单位1家，事业单位1家，具体包括：
    1.文化局本部
    2.海东市图书馆

不合格的例子（A134）::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    本部门预算包括文化局本部以及下属3家预算单位的综合收支计划。
    本部门中，行政单位1家，事业单位2家，具体包括：
    1.文化局本部
    2.海东市图书馆
    3.海东市文化馆

不合格的例子（A134）::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    本部门中，行政单位1家，事业单位1家，具体包括：
    1.文化局本部
    2.海东市图书馆
    四、绩效目标设置情况
    本部门3个预算单位开展了2025年项目预算绩效目标编报工作。

不合格的例子（A134）::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    本部门包括3个内设机构和1个下属单位，具体包括：
    （一）机关内设机构
    1、办公室
    2、文艺处
    （二）下属单位
    1、海东市图书馆

"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight

OTHER_NUMBER = Kind(
    "A134", "单位的个数与列出的不同", Severity.WARNING, "写的单位个数，与下面逐条列出的，或者与前面写的不同。"
)

_LED = re.compile("(?:包括|如下|分别(?:是|为))：?$")
_COUNTED = re.compile("(?:单位|机关|机构|学校|中心|院)(?:共|有|为)*([0-9]{1,3})[家个所]")
_BELOW = re.compile("(?:下属|所属)(?:的)?([0-9]{1,3})[家个所](?:基层)?(?:预算|二级)?(?:预算)?单位")
_WITH_OWN = re.compile("(?:本部|本级|机关)(?:以及|和|及|、)(?:下属|所属)")
_OWN = re.compile("(?:本部|本级|机关)(?:（[^（）]*）)?$")
_TAKING_PART = re.compile("本部门(?:的|所属)?([0-9]{1,3})[家个]预算单位(?:均|都)?(?:开展|编报|实行|纳入)")
_OFFICES = re.compile("([0-9]{1,3})个内设机构")
_OFFICES_BELOW = re.compile(
    "^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)?(?:机关|本级)?内设(?:职能)?机构：?$"
)
_ITEM = re.compile("^(?:（?([0-9]{1,3})）|([0-9]{1,3})[.．、])(?![0-9])(.+?)[；;。，,]?$")
_FEW = 2  # of a list, at least
_NEAR = 3  # paragraphs between a number of units and the other
_LONGEST = 40  # characters of an item


def item_of(text: str) -> re.Match[str] | None:
    """Read a numbered item of a list (1.某某馆): its number is in the first or second group, its words in the third."""
    return _ITEM.match(text) if len(text) <= _LONGEST else None


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Count the units that are listed under a paragraph."""
    passages = document.passages
    texts = [tight(one.text) for one in passages]
    for at, text in enumerate(texts):
        if _LED.search(text):
            yield from _counted(passages, texts, at)
            yield from _taking_part(passages, texts, at)
            yield from _offices(passages, texts, at)


def _listed(texts: Sequence[str], at: int) -> list[str]:
    """Give the items that follow a paragraph, numbered from 1."""
    found: list[str] = []
    for text in texts[at + 1 :]:
        item = item_of(text)
        if item is None or int(item[1] or item[2]) != len(found) + 1:
            break
        found.append(item[3])
    return found


def _counted(passages: Sequence[Passage], texts: Sequence[str], at: int) -> Iterator[AuditRemark]:
    """Compare the numbers in a paragraph with the list under it, and with the number of units said before."""
    sentence = texts[at].rpartition("。")[2]
    below = _BELOW.search(sentence)
    numbers = [int(one) for one in _COUNTED.findall(_BELOW.sub("", sentence))]
    listed = _listed(texts, at)
    possible = _totals(numbers, parted="其中" in sentence) or ({len(listed)} if listed else set())
    if numbers and listed and len(listed) not in possible:
        message = f"“{sentence[-40:]}”，下面列了 {len(listed)} 家。"
        yield AuditRemark(DOUBTFUL, OTHER_NUMBER.at(passages[at].place, message, "请核对个数。"))
        return
    before = [(near, found) for near in range(max(at - _NEAR, 0), at) for found in _BELOW.finditer(texts[near])]
    if below is not None:
        before.append((at, below))
    own = bool(listed) and bool(_OWN.search(listed[0]))
    for near, found in before:
        least = 1 if own and _WITH_OWN.search(texts[near][: found.end()]) else 0  # the first is not one of those below
        if possible and not {int(found[1]) + least, int(found[1]) + 1} & possible:
            many = "、".join(str(one) for one in sorted(possible))
            message = f"“{found[0]}”，{'后面写的' if numbers else '列出的'}是 {many} 家（本部在内）。"
            yield AuditRemark(DOUBTFUL, OTHER_NUMBER.at(passages[near].place, message, "请核对个数。"))


def _taking_part(passages: Sequence[Passage], texts: Sequence[str], at: int) -> Iterator[AuditRemark]:
    """Compare how many units of the department take part in something with those that are listed."""
    listed = _listed(texts, at)
    if not listed or not _COUNTED.search(texts[at]):
        return
    for later, text in enumerate(texts[at + 1 :], at + 1):
        found = _TAKING_PART.search(text)
        if found is not None and int(found[1]) > len(listed):
            message = f"“{found[0]}”，前面列出的是 {len(listed)} 家。"
            related = ((passages[at].place, f"列出了 {len(listed)} 家"),)
            yield AuditRemark(
                DOUBTFUL, OTHER_NUMBER.at(passages[later].place, message, "请核对个数。", related=related)
            )


def _offices(passages: Sequence[Passage], texts: Sequence[str], at: int) -> Iterator[AuditRemark]:
    """Compare the number of offices with those listed below a line of their own."""
    stated = _OFFICES.search(texts[at])
    if stated is None or at + 1 >= len(texts) or not _OFFICES_BELOW.match(texts[at + 1]):
        return
    listed = _listed(texts, at + 1)
    if len(listed) >= _FEW and len(listed) != int(stated[1]):
        message = f"“{stated[0]}”，下面列了 {len(listed)} 个。"
        yield AuditRemark(DOUBTFUL, OTHER_NUMBER.at(passages[at].place, message, "请核对个数。"))


def _totals(numbers: Sequence[int], *, parted: bool) -> set[int]:
    """Give what numbers of units may be together: the first is that of all where others are its parts (其中)."""
    if not numbers or parted:
        return {*numbers[:1]}
    of_all = {numbers[0]} if len(numbers) > 1 and numbers[0] == sum(numbers[1:]) else set()
    return of_all | {sum(numbers)}  # 行政单位1家，事业单位1家 are two
