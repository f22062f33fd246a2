"""单位的个数与下面逐条列出的单位：写几家，列几家；列的是自己的单位，说的是自己的数。

应当如何：“行政单位 1 家，事业单位 2 家，具体包括：”下面列3条；“本部以及下属 2 家预算单位”与它们相合；
列的“某某局本部”是本部门，“2025年某某局支出预算”“截至8月31日，某某局共有车辆”说的是本部门或者它的单位，
不是抄来的别的部门。

合格的例子::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    本部门预算包括文化局本部以及下属2家预算单位的综合收支计划。
    本部门中，行政单位1家，事业单位2家，具体包括：
    1.文化局本部
    2.海东市图书馆
    3.海东市文化馆
    截至2024年8月31日，文化局共有车辆0辆。

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

不合格的例子（A135）::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    截至2024年8月31日，海东市民政局共有车辆0辆。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight
from generator.recognition.words import bare, is_within

OTHER_NUMBER = Kind(
    "A134", "单位的个数与列出的不同", Severity.WARNING, "写的单位个数，与下面逐条列出的，或者与前面写的不同。"
)
OTHER_BODY = Kind(
    "A135", "说的是别的单位", Severity.WARNING, "说本部门的数、列本部门的单位，写的是别的部门的名称，多半是抄来的。"
)

_LED = re.compile("(?:包括|如下|分别(?:是|为))：?$")
_COUNTED = re.compile("(?:单位|机关|机构|学校|中心|院)(?:共|有|为)*([0-9]{1,3})[家个所]")
_BELOW = re.compile("(?:下属|所属)(?:的)?([0-9]{1,3})[家个所](?:基层)?(?:预算|二级)?(?:预算)?单位")
_ITEM = re.compile("^(?:（?([0-9]{1,3})）|([0-9]{1,3})[.．、])(?![0-9])(.+?)[；;。，,]?$")
_HEAD_OFFICE = re.compile("^(.{2,40}?)(?:（?(?:本部|本级|机关本级|机关本部)）?)$")
_BODY = (
    "[一-鿿]{2,30}?(?:局|委员会|委|办公室|办事处|街道|镇|中心|学校|小学|中学|医院|馆|院|所|站|联合会|协会|大队|支队)"
)
_SAID_OF = re.compile(
    f"(?:[0-9]{{4}}年(?:度)?，?|截[至止][^，。]{{4,16}}，)({_BODY})(?:（(?:部门|单位|本级)）)?(?:部门|单位|本级)?"
    "(?=收入预算|支出预算|收支预算|收入总预算|支出总预算|财政拨款的?机关|机关运行经费|[下所]属[0-9]|[”“]三公|政府采购预算|共有车辆|编报绩效)"
)
_NEAR = 3  # paragraphs between a number of units and the other
_LONGEST = 40  # characters of an item


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Count the units that are listed under a paragraph, and look whose names stand where the own belongs."""
    passages = document.passages
    texts = [tight(one.text) for one in passages]
    for at, text in enumerate(texts):
        if _LED.search(text):
            yield from _counted(passages, texts, at)
    if document.source.name:
        yield from _others(document, passages, texts)


def _listed(texts: Sequence[str], at: int) -> list[str]:
    """Give the items that follow a paragraph, numbered from 1."""
    found: list[str] = []
    for text in texts[at + 1 :]:
        item = _ITEM.match(text)
        if item is None or int(item[1] or item[2]) != len(found) + 1 or len(text) > _LONGEST:
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


def _others(document: AuditedDocument, passages: Sequence[Passage], texts: Sequence[str]) -> Iterator[AuditRemark]:
    own = [bare(one) for one in (document.source.name, *(unit.name for unit in document.source.units)) if one]
    items = [bare(found[3]) for text in texts if len(text) <= _LONGEST and (found := _ITEM.match(text))]
    for passage, text in zip(passages, texts, strict=True):
        item = _ITEM.match(text) if len(text) <= _LONGEST else None
        office = _HEAD_OFFICE.match(item[3]) if item else None
        if office and not _is_own(bare(office[1]), own):
            yield _other(passage, text, office[1])
        for found in _SAID_OF.finditer(text):
            if not _is_own(bare(found[1]), [*own, *items]):
                yield _other(passage, found[0], found[1])


def _is_own(name: str, own: Sequence[str]) -> bool:
    """Tell whether a name is one of those, or short for it."""
    return any(is_within(name, one) or is_within(one, name) for one in own)


def _other(passage: Passage, words: str, name: str) -> AuditRemark:
    message = f"“{words[-40:]}”：全文是另一个部门的，这里写的是“{name}”。"
    return AuditRemark(DOUBTFUL, OTHER_BODY.at(passage.place, message, "请核对是不是抄来没有改。"))
