"""自称和级次：部门预算写“本部门”，单位预算写“本单位”；区的文件不写“市级预算主管部门”。

应当如何：部门预算里除了专说某个单位的地方，不自称“本单位”；单位预算不自称“本部门”；表的标题写自己的版本；
名词解释等说预算主管部门、财政拨款的地方，级次与全文一致。

合格的例子::

    2025
    三、别的说明
    本部门2025年没有政府性基金预算。

不合格的例子（A603）::

    2025
    三、别的说明
    基本支出是市级预算主管部门为保障机构运转而编制的支出计划。
    “三公”经费是与市级财政有经费领拨关系的部门安排的支出。
    按照本区预算绩效管理工作的总体要求，编报绩效目标的项目4个。

不合格的例子（A601）::

    2025
    三、别的说明
    本单位2025年没有政府性基金预算。

不合格的例子（A603）::

    2025
    三、别的说明
    基本支出是区级预算主管部门为保障机构运转而编制的支出计划。
    项目支出是市级预算主管部门为完成任务而编制的支出计划。
    “三公”经费是与区级财政有经费领拨关系的部门安排的支出。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, SMALL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.recognition.patterns import tight

OWN_NAME = Kind("A601", "自称不对", Severity.HINT, "部门预算自称“本单位”，或者单位预算自称“本部门”。")
OTHER_VERSION = Kind("A602", "标题的版本不对", Severity.HINT, "部门预算的一张表标题写“单位”，或者相反。")
OTHER_LEVEL = Kind("A603", "级次不对", Severity.WARNING, "区、县的文件里说预算主管部门等，写了别的级次。")
_WRONG = {"部门": re.compile("[本我]单位"), "单位": re.compile("[本我]部门")}
_AROUND = 8  # characters
_LEVEL = re.compile(
    "([省市区县])级(?=预算主管部门|财政有经费领拨|财政拨款安排的|预算部门|部门预算|单位预算|部门和单位)"
    "|(?<=本)([省市区县])(?=预算绩效管理)"
)
_NAMED = re.compile("20[0-9]{2}年度?(?:[省市区县]级)?(部门|单位)预算(?:公开|情况|信息公开)?$")
_CONTENTS = re.compile("目录?")
_COVER = 12  # lines before the contents, at most
_LEAST = 2  # titles, or words, that show what is usual


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Search for the name that the other kind of document has for itself, and for words of another level."""
    yield from _levels(document)
    if document.source.units:  # documents of units stand in the same file, whose words are theirs
        return
    yield from _titles(document)
    yield from _cover(document)
    right = f"本{document.version}"
    said = {one.place: one.text for one in document.passages}
    texts = said | {place: note for table in document.tables for note, place in table.notes}
    for place, text in texts.items():
        found = _WRONG[document.version].search(text) if document.version in _WRONG else None
        if found is not None:
            around = text[max(found.start() - _AROUND, 0) : found.end() + _AROUND]
            message = f"“{around}”：这是{document.version}预算，写了“{found[0]}”。"
            exact = place._replace(column=found.start() + 1, length=len(found[0])) if place in said else place
            yield AuditRemark(SMALL, OWN_NAME.at(exact, message, f"请核对，应写“{right}”。"))


def _titles(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell a table whose title says the other version, where those of the others say this one."""
    own, other = document.version, "单位" if document.version == "部门" else "部门"
    titled = [(tight(table.title), table) for table in document.tables if table.title]
    usual = sum(own in title for title, _ in titled)
    for title, table in titled if usual >= _LEAST else ():
        if own not in title and (title.startswith(other) or f"年{other}" in title):
            message = f"“{title}”：这是{own}预算，标题写了“{other}”。"
            yield AuditRemark(SMALL, OTHER_VERSION.at(table.grids[0].place, message, f"请核对，应写“{own}”。"))


def _cover(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell a cover that says the other version, where the titles of the tables say this one."""
    own, other = document.version, "单位" if document.version == "部门" else "部门"
    titles = [tight(table.title) for table in document.tables if table.title]
    if sum(own in title for title in titles) < _LEAST or sum(other in title for title in titles) >= _LEAST:
        return
    for line in islice(document.source.file.lines, _COVER):
        text = tight(line.text)
        if _CONTENTS.fullmatch(text):
            return
        found = _NAMED.search(text)
        if found is not None and found[1] == other:
            message = f"封面“{text}”：这是{own}预算，写了“{other}”。"
            yield AuditRemark(SMALL, OTHER_VERSION.at(line.place, message, f"请核对，应写“{own}”。"))


def _levels(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell the words of another level than most such words of the document name."""
    said = [(found, passage) for passage in document.passages for found in _LEVEL.finditer(tight(passage.text))]
    counts = Counter(found[1] or found[2] for found, _ in said).most_common(2)
    if len(counts) < _LEAST or counts[0][1] <= counts[1][1] or counts[0][1] < _LEAST:
        return
    usual = counts[0][0]
    for found, passage in said:
        if (found[1] or found[2]) != usual:
            around = found.string[max(found.start() - _AROUND, 0) : found.end() + _AROUND]
            message = f"“{around}”：别处写“{usual}级”，这里写了“{found[0]}”。"
            yield AuditRemark(DOUBTFUL, OTHER_LEVEL.at(passage.place, message, f"请核对，是不是“{usual}级”。"))
