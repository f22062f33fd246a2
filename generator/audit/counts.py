"""个数与名单：文中说有几个项目、几个单位、几个内设机构，与印出的绩效目标表、单位名单、列举的名称的个数一致。

应当如何：“编报绩效目标的项目共 4 个”，绩效目标表就是 4 张，后面列举的也是 4 个；
“预算单位共 3 家，具体包括”，列举的也是 3 家。
表可能没有全部公开，名单可能在别处，所以只是可疑。

合格的例子::

    2025
    三、别的说明
    本部门编报绩效目标的项目共2个，涉及项目预算资金30.00万元。其中：甲项目10.00万元，乙项目20.00万元。
    从预算单位构成看，纳入预算编制范围的预算单位共2家，具体包括：某某局（本级）、某某中心。
    某某局内设四个科室，分别是办公室、法规和规划科、财务科和监督科。

不合格的例子（A121）::

    2025
    三、别的说明
    某某局设5个内设机构：办公室、法规和规划科、财务科。

不合格的例子（A121）::

    2025
    三、别的说明
    本部门包括5个内设机构和1个下属单位，具体包括：（一）机关内设机构：办公室、法规和规划科、财务科；（二）下属单位：某某馆。

不合格的例子（A121）::

    2025
    三、别的说明
    某某学校内设5个职能部门，包括：办公室、教导处、总务处。

不合格的例子（A121）::

    2025
    三、别的说明
    本部门编报绩效目标的项目共3个，涉及项目预算资金30.00万元。其中：甲项目10.00万元，乙项目20.00万元。

不合格的例子（A121）::

    2025
    三、别的说明
    从预算单位构成看，纳入预算编制范围的预算单位共3家，具体包括：某某局（本级）、某某中心。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from decimal import Decimal

from generator.audit.document import AuditedDocument, paragraphs
from generator.audit.parts import in_lists
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.base.frozen import frozen
from generator.base.numerals import chinese_numeral
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import Passage
from generator.recognition.figures import NUMBER, TextFigure
from generator.recognition.patterns import tight, tight_text
from generator.recognition.tables import RecognisedFile

OTHER_COUNT = Kind("A121", "个数与名单不同", Severity.WARNING, "文中说的个数，与印出的表或者列举的个数不同。")
_GOES_ON = "（续）"  # on the next page
SAID_OF_PROJECTS = re.compile("绩效目标的?(?:预算)?项目|项目(?:均|都)?(?:实行|编报|填报|设置)(?:了)?绩效目标")
_UNITS = re.compile("(?:预算|所属|下属|汇总)(?:编制范围的)?(?:预算)?单位")
_NUMBER = re.compile("(?P<name>[^，。；：0-9]{2,40})(?P<number>[0-9]{1,4})(?P<unit>[个家项])")
_NamedList = tuple[str, Sequence[Place]]  # what it is, and where its items stand
_FEW = 2  # of a list in a sentence, at least
_LONG = 4  # characters of the name of a list that says what it is
_UNITS_STATED = re.compile("单位(?:共计|共有|共|有)?([0-9]{1,4})[家个]")
_OFFICE = "(?:内设机构|科室|处室|股室)"
_NUMERALS = {chinese_numeral(number): number for number in range(1, 40)} | {"两": 2}
_FIGURE = "([0-9]{1,2}|[两一二三四五六七八九十]{1,3})"
_OFFICES_STATED = re.compile(
    f"{_OFFICE}(?:共计|共有|共|有)?{_FIGURE}个|设(?:有|立|置)?{_FIGURE}个(?:职能|行政)?(?:{_OFFICE}|部门)"
)
_LIST_LEAD = re.compile("(?:具体|分别)(?:包括|是|为)：?|包括：|(?<=机构|科室|处室|股室)：")
_OPEN = re.compile("等[^、]*$")  # not all are listed
_OFFICES_OF = re.compile(
    f"{_FIGURE}个内设机构[^。]*?(?<!个)内设机构：([^：；。]+、[^：；。]+)[；。]"
)  # one of several lists
_ASIDE = re.compile("（[^（）]*）")
_RUN_ON = re.compile(  # 第一庭第二庭: the mark that hung over the margin of a page is lost
    "(?<=[庭处科室局队])(?=[^、，；和及]{2,}[庭处科室局队](?:[、，；和及]|$))"
)
_BETWEEN = re.compile("、|，|以及|和|及")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the numbers of projects and units that sentences state with those that are listed."""
    for said, lists in _with_lists(document):
        yield from next((found for each in lists if (found := list(_compared(said, *each)))), [])
    yield from _of_units(document.passages)


def compared(document: AuditedDocument) -> Set[Place]:
    """Give where the numbers stand for which there is a list."""
    return {said.place for said, lists in _with_lists(document) if any(there for _, there in lists)}


@frozen
class _SaidNumber:
    """A number of things in running text: what they are, as printed, and where."""

    name: str
    text: str
    unit: str
    place: Place


def _with_lists(document: AuditedDocument) -> Iterator[tuple[_SaidNumber, Sequence[_NamedList]]]:
    """Yield the numbers that sentences state, each with the lists of what it counts: in the sentence, or printed."""
    for read, sentences in document.bodies:
        told: set[Place] = set()
        for said, lists in _in_sentence(sentences.free.figures):
            yield said, lists
            if any(len(there) != int(said.text) for _, there in lists):
                told.add(said.place.whole)
        for passage in (each for each in read.passages if id(each) not in document.beside):
            for said in _stated(passage):
                yield said, [] if said.place.whole in told else list(_lists(said.name, read))


def _in_sentence(every: Iterable[TextFigure]) -> Iterator[tuple[_SaidNumber, Sequence[_NamedList]]]:
    """Yield the numbers of projects with the projects that their own sentence lists."""
    for figures in paragraphs(every):
        for number, one in enumerate(figures):
            if one.role == NUMBER and SAID_OF_PROJECTS.search(one.name):
                lists = [("列举的项目", [each.place for each in listed]) for listed in _listed(number, figures)]
                if lists:
                    yield _SaidNumber(one.name, one.text, one.unit, one.place), lists


def _stated(passage: Passage) -> Iterator[_SaidNumber]:
    whole = tight_text(passage)
    for match in _NUMBER.finditer(whole.text):
        yield _SaidNumber(match["name"], match["number"], match["unit"], whole.at(*match.span("number")))


def _lists(name: str, read: RecognisedFile) -> Iterator[_NamedList]:
    """Yield the lists in the document whose number a name says."""
    if SAID_OF_PROJECTS.search(name):
        yield "项目的绩效目标表", _forms(read)
    elif _UNITS.search(name):
        yield "名单里的单位", units_in(read)
    for one in dict.fromkeys(each.list for table in read.tables for each in table.records if len(each.list) >= _LONG):
        if one in name:
            yield f"“{one}”的表里", _records(read, one)


def _compared(stated: _SaidNumber, what: str, there: Sequence[Place]) -> Iterator[AuditRemark]:
    if there and len(there) != int(stated.text):
        message = f"“{stated.name[-20:]}{stated.text}{stated.unit}”，{what}是 {len(there)} {stated.unit}。"
        yield AuditRemark(DOUBTFUL, OTHER_COUNT.at(stated.place, message, "请核对个数。", related=((there[0], what),)))


def _of_units(passages: Sequence[Passage]) -> Iterator[AuditRemark]:
    """Compare how many units or offices a sentence states with those it lists; lines below it are `listed_units`."""
    for passage in passages:
        text = tight(passage.text)
        for said, names in _OFFICES_OF.findall(text):
            if not _OPEN.search(names):
                yield from _named(passage, f"{said}个内设机构", _number(said), _ASIDE.sub("", names), offices=True)
        lead = _LIST_LEAD.search(text)
        before = text[: lead.start()].rpartition("。")[2] if lead else ""
        offices = [_number(one or other) for one, other in _OFFICES_STATED.findall(before)]
        stated = offices or list(map(int, _UNITS_STATED.findall(before)))
        listed = _ASIDE.sub("", text[lead.end() :].partition("。")[0]) if lead else ""
        if not stated or set("（：；") & set(listed) or _OPEN.search(listed):
            continue
        number = stated[0] if "其中" in before else sum(stated)
        yield from _named(passage, before[-30:], number, listed, offices=bool(offices))


def _named(passage: Passage, before: str, number: int, listed: str, *, offices: bool) -> Iterator[AuditRemark]:
    """Compare a number with the names that are listed in the same paragraph."""
    most = len(_BETWEEN.split(_RUN_ON.sub("、", listed) if offices else listed))
    fewest = len(listed.split("、")) if offices else most  # 法规和规划科 is one
    if fewest >= _FEW and number and not fewest <= number <= most:
        message = f"“{before}”，后面列出的是 {most} 个。"
        yield AuditRemark(DOUBTFUL, OTHER_COUNT.at(passage.place, message, "请核对个数。"))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMERALS.get(text, 0)


def _listed(number: int, figures: Sequence[TextFigure]) -> Iterator[Sequence[TextFigure]]:
    """Yield the list after 其中 of the amount that follows a number, if it makes the whole of it."""
    for at, listed in in_lists(figures).items():
        if (
            at == number + 1
            and len(listed) >= _FEW
            and sum((one.value for one in listed), Decimal(0)) == figures[at].value
        ):
            yield listed


def _forms(read: RecognisedFile) -> Sequence[Place]:
    """Give where the targets of projects stand, each project once."""
    found: dict[str, Place] = {}
    for table in read.tables:
        own = table.table.spec.form or any(record.list == "绩效指标" for record in table.records)
        for record in table.records if own else ():
            if record.list == "项目" and (
                table.table.spec.form or record.fields.get("绩效目标")
            ):  # a list has others too
                key = next((record.fields[name][0] for name in ("项目编码", "项目名称") if name in record.fields), "")
                found.setdefault(key.removesuffix(_GOES_ON), table.grids[0].place)
    return list(found.values())


def units_in(read: RecognisedFile) -> Sequence[Place]:
    """Give where the units stand that the tables of a document list, each once."""
    found: dict[str, Place] = {}
    for table in read.tables:
        for record in table.records:
            if record.list == "单位" and "单位名称" in record.fields:
                found.setdefault(*record.fields["单位名称"])
    return list(found.values())


def _records(read: RecognisedFile, name: str) -> Sequence[Place]:
    """Give where the records of a list stand, as the table that has most of them."""
    every = [[table.grids[0].place for one in table.records if one.list == name] for table in read.tables]
    return max(every, key=len, default=[])
