"""别的部门的名称：封面、表上的“编制部门”、说自己的地方，写的都是自己。

应当如何：各表“编制部门：”“部门名称：”后面、封面上、“2025年某某局支出预算”“截至8月31日，某某局共有车辆”
“某某局是……”“某某局设……”说的是本部门或者它的单位，区划也是自己的，不是抄来的别的部门。
简称、所属单位的名称（逐条列出的、表里的）不算；只有一处与多数不同的才说。

合格的例子::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    海东市文化局是主管全市文化工作的部门。
    1.文化局本部
    2.海东市图书馆
    截至2024年8月31日，文化局共有车辆0辆。
    2025年海东市图书馆收入预算20万元。

不合格的例子（A135）::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    截至2024年8月31日，海东市民政局共有车辆0辆。

不合格的例子（A135）::

    2025
    海东市文化局2025年部门预算
    预算主管部门：海东市文化局
    海东市体育局是主管全市文化工作的部门。

不合格的例子（A135）::

    2025
    编制部门：海东市文化局  单位：元
    编制部门：海东市文化局  单位：元
    编制部门：海东市民政局  单位：元
    编制部门：海东市文化局  单位：元
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.listed_units import item_of
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.base.frozen import frozen
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight
from generator.recognition.words import bare, is_within

OTHER_BODY = Kind(
    "A135", "说的是别的单位", Severity.WARNING, "说本部门的数、列本部门的单位，写的是别的部门的名称，多半是抄来的。"
)

_LABELLED = re.compile(  # 编制部门：某某局  单位：元; 350 某某部门 预算年度：2025
    r"^(?:(?P<label>编制部门|编制单位|填报部门|填报单位|部门名称|单位名称|预算主管部门|预算部门|预算单位|部门|单位)[:：]\s*"
    r"|[0-9]{3,6}\s*(?=[^0-9\s]+\s*(?:预算年度|截止时间|单位[:：])))"
    r"(?P<name>[^\s:：,，。；]{3,40}?)(?=\s|$|(?:金额)?单位[:：]|预算年度)"
)
_SUPERIOR = "预算主管部门"
_LEAST, _STRAY = 3, 2  # labels that show whose a document is; those that are of another body, at most
_COVER, _ABOVE = 5, 3  # lines of a cover, and above a table
_SHORTEST = 3  # characters of a name
_HEAD_OFFICE = re.compile("^(.{2,40}?)(?:（?(?:本部|本级|机关本级|机关本部)）?)$")
_BODY = (
    "[一-鿿]{2,30}?(?:局|委员会|委|办公室|办事处|街道|镇|中心|学校|小学|中学|医院|馆|院|所|站|联合会|协会|大队|支队)"
)
_SAID_OF = re.compile(
    f"(?:[0-9]{{4}}年(?:度)?，?|截[至止][^，。]{{4,16}}，)({_BODY})(?:（(?:部门|单位|本级)）)?(?:部门|单位|本级)?"
    "(?=收入预算|支出预算|收支预算|收入总预算|支出总预算|财政拨款的?机关|机关运行经费|[下所]属[0-9]|[”“]三公|政府采购预算|共有车辆|编报绩效)"
)
_REGION = "[一-鿿]{2,6}?[省市区县旗州](?:[一-鿿]{2,6}?[市区县旗])?"
_OFFICIAL = f"{_REGION}[一-鿿]{{0,20}}?(?:厅|局|委员会|办公室|人民法院|检察院)"
_INTRODUCES = "设[^立置]|内设|是[^，。]{2,40}(?:部门|机关|机构)|主要职[能责]|机构设置|所有收入|本年"
_BEGINS = re.compile(f"^(?:反映)?({_OFFICIAL})(?=[0-9]{{4}}年|{_INTRODUCES})")
_REGION_OF = re.compile(f"^({_REGION})(?=[0-9]{{4}}年[区县市]级(?:部门|单位)预算)")


@frozen
class _Label:
    """What says whose a table is: its words, the name in them, and where."""

    words: str
    name: str
    place: Place


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Look whose names stand where the own belongs."""
    lines = [one for one in document.source.file.lines if id(one) not in document.beside]
    labels = list(_labels(document, lines))
    usual = _usual(one.name for one in labels)
    own = [bare(one) for one in (usual, document.source.name, *(unit.name for unit in document.source.units)) if one]
    if not own:
        return
    known = [*own, *_listed(document)]
    yield from _of_labels(labels, usual, known)
    if usual:
        yield from _of_cover(lines[:_COVER], known)
    for passage in document.passages:
        yield from _of_text(passage, own, known)


def _labels(document: AuditedDocument, lines: Sequence[Passage]) -> Iterator[_Label]:
    """Yield what says whose a table or the document is, in lines of their own or above tables."""
    said = {line.text.strip(): line.place for line in reversed(lines)}
    heads = [(text.strip(), table.grids[0].place) for table in document.tables for text in table.head[:_ABOVE]]
    own = [(text, place) for text, place in heads if text not in said]
    for text, place in [*((line.text.strip(), line.place) for line in lines), *own]:
        found = _LABELLED.match(text)
        if found and not (found["label"] == _SUPERIOR and document.version == "单位"):
            yield _Label(found[0], found["name"], place)


def _usual(names: Iterator[str]) -> str:
    """Give the name that most tables say, if enough do."""
    name, count = next(iter(Counter(names).most_common(1)), ("", 0))
    return name if count >= _LEAST else ""


def _listed(document: AuditedDocument) -> list[str]:
    """Give the names of units that the document lists, in paragraphs or tables."""
    texts = [tight(one.text) for one in document.passages]
    items = [bare(found[3]) for text in texts if (found := item_of(text))]
    fields = (field for table in document.tables for record in table.records for field in record.fields.items())
    return items + [bare(text) for key, (text, _) in fields if "单位" in key and len(text) >= _SHORTEST]


def _of_labels(labels: Sequence[_Label], usual: str, known: Sequence[str]) -> Iterator[AuditRemark]:
    """Tell the few tables, or the cover, that name another body than most tables."""
    counts = Counter(one.name for one in labels)
    for one in labels if usual else ():
        if counts[one.name] <= min(_STRAY, counts[usual] - 1) and not _is_own(bare(one.name), known):
            yield _other(one.place, one.words, one.name)


def _of_cover(lines: Sequence[Passage], known: Sequence[str]) -> Iterator[AuditRemark]:
    """Tell a cover that is of another body, or of another place."""
    for line in lines:
        text = tight(line.text)
        found = re.fullmatch(f"({_OFFICIAL})(?:[0-9]{{4}}年(?:度)?(?:部门|单位)预算.*)?", text)
        if found and not _is_own(bare(found[1]), known):
            yield _other(line.place, text, found[1])
        place = _REGION_OF.match(text)
        own = re.match(_REGION, known[0])
        if place and own and place[1][-1] == own[0][-1] and place[1] not in known[0] and own[0] not in place[1]:
            yield _other(line.place, text, place[1])


def _of_text(passage: Passage, own: Sequence[str], known: Sequence[str]) -> Iterator[AuditRemark]:
    """Tell what is said of another body where the own belongs."""
    text = tight(passage.text)
    item = item_of(text)
    office = _HEAD_OFFICE.match(item[3]) if item else None
    if office and not _is_own(bare(office[1]), own):
        yield _other(passage.place, text, office[1])
    said = [*_SAID_OF.finditer(text), *_BEGINS.finditer(text)]
    for found in said:
        if not _is_own(bare(found[1]), known):
            yield _other(passage.place, found[0], found[1])


def _is_own(name: str, own: Sequence[str]) -> bool:
    """Tell whether a name is one of those, or short for it."""
    return any(is_within(name, one) or is_within(one, name) for one in own)


def _other(place: Place, words: str, name: str) -> AuditRemark:
    message = f"“{words[-40:]}”：全文是另一个部门的，这里写的是“{name}”。"
    return AuditRemark(DOUBTFUL, OTHER_BODY.at(place, message, "请核对是不是抄来没有改。"))
