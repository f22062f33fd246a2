"""同名的数：格式不认识的名称，全文也只有一个数。

应当如何：同一个名称在全文里说的是同一个数；以它为题的一节里写的“预算安排”也是这个数。
名称不在格式的口径里，不知道是不是同一回事，所以只是可疑。

合格的例子::

    2025
    三、别的说明
    主要原因是信息系统改造资金支出120.00万元。
    此外，信息系统改造资金支出120.00万元。

合格的例子::

    2025
    三、别的说明
    一、项目概述
    本项目清扫道路，2025年项目预算120.00万元。
    一、项目概述
    本项目监测扬尘，2025年项目预算160.00万元。

不合格的例子（A120）::

    2025
    三、别的说明
    一、项目概述
    本项目清扫道路，2025年项目预算120.00万元。
    六、年度预算安排
    2025年项目预算160.00万元。

不合格的例子（A120）::

    2025
    三、别的说明
    主要原因是信息系统改造资金支出120.00万元。
    此外，信息系统改造资金支出160.00万元。

不合格的例子（A120）::

    2025
    三、别的说明
    本部门编报绩效目标的项目共2个，其中：老旧小区改造30.00万元，市政设施养护20.00万元。
    老旧小区改造
    1.年度预算安排
    2025年预算安排36.00万元。

不合格的例子（A113）::

    2025
    三、别的说明
    援滇干部工作经费3.00万元，用于援滇，援滇干部工作经费5.00万元在项目支出中安排。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import Passage
from generator.recognition.figures import AMOUNT, DELTA, PLAN, TextFigure
from generator.recognition.names import plain
from generator.recognition.patterns import tight, unnumbered
from generator.recognition.words import bare

TWO_AMOUNTS = Kind("A113", "一段话里同一名称两个数", Severity.WARNING, "同一段话里，同一个名称写了两个不同的数。")
TWO_FIGURES = Kind("A120", "同一名称两个数", Severity.WARNING, "同一个名称在文中说了两个不同的数。")
_BEFORE = re.compile("^.*(?:原因是|其中|包括|由于|因为)[:：]?")
_YEARLY = re.compile("年初|年末|当年|全年|本年|上年|调整后|差值|差额")
_OF_A_PROJECT = re.compile(  # whose, the section says
    "(?:[0-9]{4}年度?|本|该|此|这个|年度|当年|计划|安排|申请)*(?:项目|课题|专项)(?:年度|当年|总|资金|经费|预算|支出|安排|金额|额|数|为|共|计)*"
)
_OPENING = re.compile("项目(?:概述|概况|简介|名称.{0,40})|立项依据|项目立项依据")
_SECTION = 40  # paragraphs of a section, at most
_SAYS = 2  # characters of a name without the words for when
_SHORTEST, _SHORTEST_APART = 5, 6  # characters of a name that says what it is, in one paragraph and in two


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the amounts that have one name, of which it is not known what they are."""
    for sentences in document.sentences:
        named: dict[tuple[str, str, str], dict[Decimal, TextFigure]] = defaultdict(dict)
        projects = _projects(document.passages)
        yield from _plans(sentences.free.figures, document.passages)
        for one in sentences.free.figures:
            if one.asked is not None or one.role not in (AMOUNT, DELTA):
                continue
            name = bare(_BEFORE.sub("", one.name))
            if len(plain(_YEARLY.sub("", name))) < _SAYS:  # 年初预算为：of what, other words say
                continue
            whose = projects.get(one.place.whole, "") if _OF_A_PROJECT.fullmatch(name) else ""
            values = named[one.role, name, whose]
            first = next(iter(values.values()), one)
            if values.setdefault(_yuan(one), one) is one and one is not first:
                yield from _two(name, first, one)


def _projects(passages: Sequence[Passage]) -> dict[Place, str]:
    """Say in the section of which project a paragraph stands: the lines that open one come again for the next."""
    found: dict[Place, str] = {}
    opened: dict[str, int] = defaultdict(int)
    for one in passages:
        text = unnumbered(tight(one.text))
        if _OPENING.fullmatch(text):
            opened[text] += 1
        found[one.place.whole] = str(max(opened.values(), default=0))
    return found


def _plans(figures: Sequence[TextFigure], passages: Sequence[Passage]) -> Iterator[AuditRemark]:
    """Compare the amount that is planned in a section with that of what the section's title names."""
    stated: dict[str, dict[Decimal, TextFigure]] = defaultdict(dict)
    numbers = {one.place.whole: number for number, one in enumerate(passages)}
    for one in figures:
        if one.role == AMOUNT and len(one.name) >= _SHORTEST:
            stated[bare(_BEFORE.sub("", one.name))].setdefault(_yuan(one), one)
        elif one.role == PLAN and one.of < 0:
            at = numbers.get(one.place.whole, 0)
            titles = (bare(tight(passage.text)) for passage in reversed(passages[max(at - _SECTION, 0) : at]))
            name = next((title for title in titles if title in stated), "")
            if len(stated.get(name, ())) == 1 and _yuan(one) not in stated[name]:
                yield _planned(name, one, *stated[name].values())


def _yuan(one: TextFigure) -> Decimal:
    return abs(one.value.scaleb(one.scale))


def _planned(name: str, plan: TextFigure, stated: TextFigure) -> AuditRemark:
    message = f"“{name}”一节的预算安排是{plan.text}{plan.unit}，前面写的是{stated.text}{stated.unit}。"
    related = ((stated.place, f"{stated.text}{stated.unit}"),)
    return AuditRemark(DOUBTFUL, TWO_FIGURES.at(plan.place, message, "请核对是不是同一个数。", related=related))


def _two(name: str, first: TextFigure, other: TextFigure) -> Iterator[AuditRemark]:
    """Tell two figures of one name, if it says what it is."""
    together = first.place.whole == other.place.whole
    if len(other.name) < _SHORTEST or not (together or (other.scale and len(name) >= _SHORTEST_APART)):
        return
    kind, where = (TWO_AMOUNTS, "前面") if together else (TWO_FIGURES, first.place.words or "前面")
    message = f"“{name}”是{other.text}{other.unit}，{where}写的是{first.text}{first.unit}。"
    related = ((first.place, f"{first.text}{first.unit}"),)
    yield AuditRemark(DOUBTFUL, kind.at(other.place, message, "请核对是不是同一个数。", related=related))
