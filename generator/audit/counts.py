"""个数与名单：文中说有几个项目、几个单位，与印出的绩效目标表、单位名单的个数一致。

应当如何：“编报绩效目标的项目共 4 个”，绩效目标表就是 4 张，后面列举的也是 4 个；“预算单位共 3 家”，名单里也是 3 家。
表可能没有全部公开，名单可能在别处，所以只是可疑。

合格的例子::

    2025
    三、别的说明
    本部门编报绩效目标的项目共2个，涉及项目预算资金30.00万元。其中：甲项目10.00万元，乙项目20.00万元。

不合格的例子（A121）::

    2025
    三、别的说明
    本部门编报绩效目标的项目共3个，涉及项目预算资金30.00万元。其中：甲项目10.00万元，乙项目20.00万元。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.audit.document import AuditedDocument, paragraphs
from generator.audit.parts import in_lists
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Place, Severity
from generator.recognition.figures import NUMBER, TextFigure
from generator.recognition.tables import RecognisedFile

OTHER_COUNT = Kind("A121", "个数与名单不同", Severity.WARNING, "文中说的个数，与印出的表或者列举的个数不同。")
_PROJECTS = re.compile("绩效目标的?项目|项目(?:均|都)?(?:实行|编报|填报|设置)(?:了)?绩效目标")
_UNITS = re.compile("(?:预算|所属|下属|汇总)(?:编制范围的)?(?:预算)?单位")
_COUNTED = ("个", "家", "项")
_FEW = 2  # of a list, at least


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the numbers of projects and units that sentences state with those that are listed."""
    for read, sentences in document.bodies:
        for figures in paragraphs(sentences.free.figures):
            for number, one in enumerate(figures):
                if one.role == NUMBER and one.unit in _COUNTED:
                    yield from _of(one, number, figures, read)


def _of(one: TextFigure, number: int, figures: Sequence[TextFigure], read: RecognisedFile) -> Iterator[AuditRemark]:
    lists: list[tuple[str, Sequence[Place]]] = []
    if _PROJECTS.search(one.name):
        lists.append(("项目的绩效目标表", _forms(read)))
        lists += [("列举的项目", [each.place for each in listed]) for listed in _listed(number, figures)]
    elif _UNITS.search(one.name):
        lists.append(("名单里的单位", _units(read)))
    for what, there in lists:
        if len(there) >= _FEW and Decimal(len(there)) != one.value:
            message = f"“{one.name[-20:]}{one.text}{one.unit}”，{what}是 {len(there)} 个。"
            yield AuditRemark(DOUBTFUL, OTHER_COUNT.at(one.place, message, "请核对个数。", related=((there[0], what),)))
            return


def _listed(number: int, figures: Sequence[TextFigure]) -> Iterator[Sequence[TextFigure]]:
    """Yield the list after 其中 of the amount that follows a number, if it makes the whole of it."""
    for at, listed in in_lists(figures).items():
        if at == number + 1 and sum((one.value for one in listed), Decimal(0)) == figures[at].value:
            yield listed


def _forms(read: RecognisedFile) -> Sequence[Place]:
    """Give where the forms of projects stand, each project once."""
    found: dict[str, Place] = {}
    for table in read.tables:
        own = table.table.spec.form or any(record.list == "绩效指标" for record in table.records)
        for record in table.records if own else ():
            if record.list == "项目":
                key = next((record.fields[name][0] for name in ("项目编码", "项目名称") if name in record.fields), "")
                found.setdefault(key, table.grids[0].place)
    return list(found.values())


def _units(read: RecognisedFile) -> Sequence[Place]:
    found: dict[str, Place] = {}
    for table in read.tables:
        for record in table.records:
            if record.list == "单位" and "单位名称" in record.fields:
                found.setdefault(*record.fields["单位名称"])
    return list(found.values())
