"""单位的个数与下面逐条列出的单位：写几家，列几家。

应当如何：“行政单位 1 家，事业单位 2 家，具体包括：”下面列3条；“本部以及下属 2 家预算单位”与它们相合。

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
_ITEM = re.compile("^(?:（?([0-9]{1,3})）|([0-9]{1,3})[.．、])(?![0-9])(.+?)[；;。，,]?$")
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
    for near, found in before:
        if possible and not {int(found[1]), int(found[1]) + 1} & possible:
            many = "、".join(str(one) for one in sorted(possible))
            message = f"“{found[0]}”，{'后面写的' if numbers else '列出的'}是 {many} 家（本部在内）。"
            yield AuditRemark(DOUBTFUL, OTHER_NUMBER.at(passages[near].place, message, "请核对个数。"))


def _totals(numbers: Sequence[int], *, parted: bool) -> set[int]:
    """Give what numbers of units may be together: the first is that of all where others are its parts (其中)."""
    if not numbers or parted:
        return {*numbers[:1]}
    of_all = {numbers[0]} if len(numbers) > 1 and numbers[0] == sum(numbers[1:]) else set()
    return of_all | {sum(numbers)}  # 行政单位1家，事业单位1家 are two
