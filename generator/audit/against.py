"""与预算核对（--against）：文件里的每个数、每行、每句话，与仓库里这份预算的一致。

应当如何：文件是由这份预算生成以后没有改过的，或者照它写的；数按口径比较（本年的、上年的、增减的），
清单（项目、指标、采购、单位）逐行比较，文字逐句比较。
一个原因引起的（一行的数连同它的合计、同一个数在别的表和文字里）只说一次。格式、措辞与预算不同的文件，
只核对数、清单和预算里写的文字；没有核对的列在后面。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.audit.against_amounts import Cause, ComparedAmounts, OtherAmount, compare_amounts
from generator.audit.against_records import CHANGED, LACKING, OtherRow, compare_rows
from generator.audit.against_texts import ComparedTexts, OtherText, compare_texts, difference
from generator.audit.coverage import UNREAD, LookedAt
from generator.audit.document import AuditedDocument
from generator.audit.master import TEMPLATE, Master
from generator.audit.remark import DOUBTFUL, SMALL, WRONG, AuditRemark
from generator.base.frozen import frozen
from generator.findings.finding import Kind, Place, Severity

OTHER_FIGURE = Kind("A951", "数与预算不同", Severity.ERROR, "文件里的数与仓库里预算的不同。")
OTHER_ROW = Kind("A952", "表的行与预算不同", Severity.WARNING, "文件的表里少了、多了预算的一行，或者一格写的不同。")
OTHER_WORDS = Kind("A953", "文字与预算不同", Severity.WARNING, "文件里的一段文字与预算的不同。")
NO_WORDS = Kind("A954", "没有预算里的文字", Severity.WARNING, "预算里有的一段文字，文件里没有。")
MORE_WORDS = Kind("A955", "多出预算里没有的文字", Severity.WARNING, "文件里有一段文字，预算里没有。")

_SHOWN = 60  # characters of a text
_QUOTED = re.compile("”([^”]*)”")
_FEW = 3  # places that are named
_FIX = "请核对哪一边对：文件改过的，改预算后重新生成；预算改过的，重新生成。"
MasterOf = Callable[[str, str, str], "Master | None"]  # version, code and name of a document → what it is compared with


@frozen
class Against:
    """What differs from the budget, and what could not be compared."""

    remarks: tuple[AuditRemark, ...]
    parts: tuple[LookedAt, ...]
    count: int  # figures that were compared
    same: int  # sentences that both have


def against(document: AuditedDocument, master_of: MasterOf) -> Against:
    """Compare a document, and those of units in the same file, with the budget."""
    source = document.source
    bodies = [(source.read, source.sentences, document.version, source.code, source.name)]
    bodies += [(unit.read, unit.sentences, "单位", unit.code, unit.name) for unit in source.units]
    remarks: list[AuditRemark] = []
    parts: list[LookedAt] = []
    count = 0
    passages = [one for body in bodies for one in body[0].passages if id(one) not in document.beside]
    texts: ComparedTexts | None = None
    figures: set[Place] = set()
    for read, sentences, version, code, name in bodies:
        master = master_of(version, code, name)
        if master is None:
            parts.append(LookedAt(f"{version}“{name or code}”", UNREAD, "预算里没有它，或者它没有自己的文件可以比较"))
            continue
        if texts is None:  # those of units in the same file stand in the department's document too
            texts = compare_texts(passages, master.passages(passages), master.aside)
        amounts = compare_amounts(read.tables, sentences, master)
        same_form = read.form.pack.name == master.budget.pack and texts.own_form
        differing = {one.printed.place.whole for cause in amounts.causes for one in cause.every}
        rows = compare_rows(read.tables, master, same_form=same_form)
        remarks += [_of_cause(cause, master) for cause in amounts.causes]
        remarks += [_of_row(one) for one in rows if one.place not in differing or one.sort != CHANGED]
        parts += _unknown(amounts)
        count, figures = count + amounts.count, figures | differing
    if texts is not None:
        remarks += [_of_text(one) for one in texts.others if not _is_figure(one, figures)]
        parts += _left(texts)
    return Against(tuple(remarks), tuple(parts), count, texts.same if texts else 0)


def joined(general: Iterable[AuditRemark], compared: Sequence[AuditRemark]) -> tuple[AuditRemark, ...]:
    """Put both together: what a document says against itself because a figure is not the budget's is one with that."""
    wrong = {place for one in compared if one.finding.kind is OTHER_FIGURE for place in _places(one)}
    rest = (one for one in general if one.certainty not in (WRONG, SMALL) or not wrong & set(_places(one)))
    return (*compared, *rest)


def _places(one: AuditRemark) -> Iterator[Place]:
    if one.finding.place is not None:
        yield one.finding.place
    yield from (place for place, _ in one.finding.related)


def _is_figure(one: OtherText, figures: set[Place]) -> bool:
    """Tell whether a paragraph differs only in figures that were told."""
    return one.place is not None and one.place.whole in figures and one.only_figures


def _of_cause(cause: Cause, master: Master) -> AuditRemark:
    first = cause.first
    printed = first.printed
    where = _master_places(cause, master)
    more = f"（同样相差的还有 {len(cause.others)} 处）" if cause.others else ""
    unit = " 元" if printed.measure != "数量" else ""
    written = f"；预算写在 {'、'.join(map(str, where))}" if where else ""
    unlike = f"预算是 {first.expected:,.2f}{unit}，相差 {abs(first.difference):,.2f}{unit}"
    message = f"{_named(first)}，{unlike}{more}{written}。"
    related = [(place, "预算的数") for place in where]
    related += [(one.printed.place, _named(one)) for one in cause.others if one.printed.place != printed.place]
    return AuditRemark(
        SMALL if first.minor else WRONG,
        OTHER_FIGURE.at(
            printed.place, message, _FIX, path=first.origins[0] if first.origins else (), related=tuple(related)
        ),
    )


def _named(one: OtherAmount) -> str:
    printed = one.printed
    unit = " 元" if printed.measure != "数量" else ""
    column = f"“{printed.column}”" if printed.column not in ("", printed.row) else ""
    return f"{printed.table}“{printed.row[:_SHOWN]}”{column}印的是 {printed.value:,.2f}{unit}"


def _master_places(cause: Cause, master: Master) -> list[Place]:
    """Say where the budget has what differs: the fields of the first figure, and of others that are a single field."""
    paths = list(cause.first.origins)
    paths += [one.origins[0] for one in cause.others if len(one.origins) == 1]
    places = [place for path in dict.fromkeys(paths) if (place := master.place(path)) is not None]
    if not places and cause.first.place is not None:
        places = [cause.first.place]
    return places if len(cause.first.origins) <= _FEW and len(places) <= 2 * _FEW else []


def _of_row(one: OtherRow) -> AuditRemark:
    written = f"（预算写在 {one.master}）" if one.master is not None and one.master != TEMPLATE else ""
    row = one.row[:_SHOWN]
    if one.sort == CHANGED:
        message = f"{one.table}“{row}”的{one.field}印的是“{_cut(one.printed)}”，预算是“{_cut(one.expected)}”{written}。"
    elif one.sort == LACKING:
        said = f"，是 {one.expected}" if one.expected else ""
        message = f"{one.table}里没有“{row}”这一行，预算里有{said}{written}。"
    else:
        message = f"{one.table}里的“{row}”这一行，预算里没有。"
    related = ((one.master, "预算写的"),) if one.master is not None and one.master != TEMPLATE else ()
    certainty = WRONG if one.sort == CHANGED and one.is_number else DOUBTFUL
    return AuditRemark(certainty, OTHER_ROW.at(one.place, message, _FIX, related=related))


def _of_text(one: OtherText) -> AuditRemark:
    where = one.expected[0].place if one.expected else TEMPLATE
    written = f"（预算写在 {where}）" if where != TEMPLATE else ""
    related = ((where, "预算写的"),) if where != TEMPLATE else ()
    if one.place is None:
        finding = NO_WORDS.at(None, f"文件里没有“{_cut(str(one))}”{written}。", _FIX, related=related)
    elif one.more:
        finding = MORE_WORDS.at(one.place, f"“{_cut(str(one))}”预算里没有。", _FIX)
    else:
        message = f"与预算的不同：{difference(one)}{written}。"
        finding = OTHER_WORDS.at(one.place, message, _FIX, related=related)
    return AuditRemark(DOUBTFUL, finding)


def _cut(text: str) -> str:
    """Give the beginning of a text that was made comparable, with its quotation marks as a reader expects them."""
    text = _QUOTED.sub(r"“\1”", text)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


def _unknown(amounts: ComparedAmounts) -> Iterator[LookedAt]:
    for one in amounts.unknown:
        what = f"{one.table}“{one.row[:_SHOWN]}”{one.column}"
        yield LookedAt(what, UNREAD, "预算不知道这个数，没有与预算核对", one.place)


def _left(texts: ComparedTexts) -> Iterator[LookedAt]:
    """Yield what of the running text could not be compared with the budget."""
    why = "文件的措辞与预算生成的不同，只核对了数、清单和预算里写的文字"
    if not texts.same and not texts.others:
        why = "文件里没有预算的正文，只核对了数和清单"
    if texts.more:
        yield LookedAt(f"文件里的 {texts.more} 句话", UNREAD, why)
    if texts.left:
        yield LookedAt(f"预算的 {texts.left} 句话", UNREAD, why)
