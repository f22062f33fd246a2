"""“三公”经费的增减：比上年有增减的，说了原因。

应当如何：“三公”经费比上年有增减的，说明原因（《地方预决算公开操作规程》，财预〔2016〕143号）。
总数说了原因、各项都不另说的，可以；各项分别说原因的，有增减的一项不漏。持平的不用说。
“由于”“因”写在增减前面，“厉行节约，压减接待”这样不写“原因”二字的，也算说了。

合格的例子::

    2025
    三、别的说明
    2025年“三公”经费22.00万元，比上年减少3.00万元，下降12.00%，主要原因是厉行节约。
    公务接待费2.00万元，比上年减少1.00万元。
    公务用车运行维护费20.00万元，比上年减少2.00万元。

不合格的例子（A173）::

    2025
    三、别的说明
    2025年“三公”经费22.00万元，比上年减少3.00万元，下降12.00%，主要原因是厉行节约。
    公务接待费2.00万元，比上年减少1.00万元，下降33.33%。
    公务用车运行维护费20.00万元，比上年减少2.00万元，下降9.09%，主要原因是车辆报废。

不合格的例子（A173）::

    2025
    三、别的说明
    2025年“三公”经费22.00万元，比上年减少3.00万元，下降12.00%。
    公务接待费2.00万元，比上年减少1.00万元。
    公务用车运行维护费20.00万元，比上年减少2.00万元。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark, moved
from generator.base.frozen import frozen
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import Passage
from generator.recognition.free import ReadChange

NO_REASON = Kind("A173", "“三公”增减没有说原因", Severity.WARNING, "“三公”经费比上年有增减，没有说明原因。")

_OFFICIAL = re.compile('[“”"]?三公|因公出国|公务接待|公务用车|公车')
_WHOLE = re.compile("三公")
_REASON = re.compile(
    "原因|主要是|主要系|由于|因为|因(?!公)|所致|鉴于|考虑|厉行|压减|压缩|精简|控制|严格|按照|根据|落实|贯彻|为了|"
    "需要|取消|新增|更新|报废|调整|安排|不再|口径"
)
_REASON_BEFORE = re.compile("由于|因为|因(?!公)|鉴于|按照|根据|落实|贯彻|为(?!0)")
_GOES_ON = re.compile("^(?:[（(]?[0-9一二三四五六七八九十]+[)）.、])?[^。0-9]{0,25}原因")
_OF_ALL = re.compile("^[^。0-9]{0,12}三公[^。0-9]{0,20}原因")  # a paragraph of its own


@frozen
class _Changed:
    """A change that is stated, and whether its reason is."""

    change: ReadChange
    codes: frozenset[str]
    explained: bool


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Search for the reason of each change of 三公 that a document states."""
    passages = {one.place.whole: (number, one) for number, one in enumerate(document.passages)}
    if any(_OF_ALL.match(one.text.strip()) for one in document.passages):
        return
    for _, sentences in document.bodies:
        stated = [one for one in sentences.every_change if not one.named and _OFFICIAL.search(one.asked.query)]
        stated = [one for one in stated if one.place.whole in passages and one.asked.condition.get("经济分类")]
        stated.sort(key=lambda one: (passages[one.place.whole][0], one.place.column))
        yield from _unexplained([_read(at, stated, document.passages, passages) for at in range(len(stated))])


def _read(
    at: int, stated: Sequence[ReadChange], every: Sequence[Passage], passages: dict[Place, tuple[int, Passage]]
) -> _Changed:
    """Read the words around a change: those up to the next one, and those of its clause before it."""
    one = stated[at]
    number, passage = passages[one.place.whole]
    same = [other.place.column for other in stated if other.place.whole == one.place.whole]
    start = one.place.column
    before = max((column for column in same if column < start), default=1) - 1
    after = min((column for column in same if column > start), default=len(passage.text) + 1) - 1
    clause = re.split("[；;。]", passage.text[before : start - 1])[-1]
    explained = bool(_REASON.search(passage.text[start - 1 : after]) or _REASON_BEFORE.search(clause))
    if after == len(passage.text) and number + 1 < len(every):
        explained = explained or bool(_GOES_ON.match(every[number + 1].text.strip()))
    return _Changed(one, frozenset(one.asked.condition["经济分类"]), explained)


def _unexplained(stated: Sequence[_Changed]) -> Iterator[AuditRemark]:
    """Tell the items without a reason where others have theirs, or the first of all if nothing has one."""
    changed = [one for one in stated if one.change.difference]
    explained = [one for one in changed if one.explained]
    if changed and not explained:
        yield _remark(changed[0])
        return
    items = [one for one in changed if not _WHOLE.search(one.change.asked.query)]
    if not any(one.explained for one in items):
        return
    for one in items:
        parts = [other for other in items if other.codes < one.codes]
        wholes = [other for other in items if other.codes > one.codes]
        same = [other for other in items if other.codes == one.codes]
        if not any(other.explained for other in (*parts, *wholes, *same)):
            yield _remark(one)


def _remark(one: _Changed) -> AuditRemark:
    message = f"“{one.change.asked.query}”比上年{moved(one.change.difference)}，没有说原因。"
    return AuditRemark(DOUBTFUL, NO_REASON.at(one.change.place, message, "请补上增减的原因。"))
