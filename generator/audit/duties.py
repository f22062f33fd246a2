"""公开要求：法律、规程和格式要求公开的，一条一条看做到没有；依据写在模板的“公开要求”里。

应当如何：要求公开的表、说明都有，列到项、列到款，在期限内公开。全文读到了、题名和标题哪里都没有的，才说没有；
有扫描的页、没有认出来的表，或者大半的表、标题都没有找到（也许是另一种格式，也许只是一部分），写“没有核对”。
法律、规程要求的没有做到，是不合规定；只是格式自己的，是可疑。

合格的例子::

    2025
    二、部门机构设置及预算单位构成情况
    本部门内设三个科室。
    二、收入预算情况说明
    本年收入预算5.00万元。

不合格的例子（A902）::

    2025
    二、部门机构设置及预算单位构成情况
    三、2025年度部门主要工作任务及目标
    做好各项工作。

不合格的例子（A905）::

    2025
    二、收入预算情况说明
    三、支出预算情况说明
    本年支出预算5.00万元。

不合格的例子（A904）::

    2025
    批复日期：2025年2月10日
    公开日期：2025年3月20日
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.audit.detail import cells_of, leaves_above
from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, UNLAWFUL, WRONG, AuditRemark
from generator.audit.searched import Body, bodies, closed, heading_of, mentioned, publication_of
from generator.base.frozen import frozen
from generator.findings.finding import Kind, Place, Severity
from generator.pack.obligations import WHERE
from generator.pack.spec import Obligation
from generator.recognition.patterns import tight

NO_TABLE = Kind("A901", "没有应当公开的表", Severity.ERROR, "要求公开的表，全文没有。没有数的也要列出空表。")
NO_TEXT = Kind("A902", "没有应当公开的说明", Severity.ERROR, "要求说明的内容，全文没有。")
NOT_DETAILED = Kind("A903", "公开得不够细", Severity.ERROR, "没有列到要求的一级，或者没有列出要求的各项。")
TOO_LATE = Kind("A904", "公开晚了", Severity.ERROR, "批复以后超过期限才公开。")
NOT_AS_FORM = Kind("A905", "没有格式里的内容", Severity.WARNING, "格式自己印的表、标题，这份没有。")

MET, LACKING, IDLE, UNSEEN = STATES = ("符合", "不符合", "不适用", "没有核对")
WORST = (LACKING, UNSEEN, MET, IDLE)  # the first of several counts
OTHER_TABLES, OTHER_TEXT = "其他表", "其他说明"
_GRAVE = (WRONG, UNLAWFUL)
_NO_FORM = "这一格式没有"


@frozen
class Duty:
    """The state of an obligation: whether a document, or a unit's in the same file (`whose`), meets it, and why."""

    what: Obligation
    state: str
    why: str = ""
    place: Place | None = None
    kind: Kind | None = None
    source: str = ""  # in law; empty for the form's own
    whose: str = ""


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Remark on what is demanded and not there."""
    for duty in duties(document, ()):
        if duty.state == LACKING and duty.kind is not None:
            whose = f"“{duty.whose}”：" if duty.whose else ""
            kind = duty.kind if duty.source else NOT_AS_FORM
            message = f"{whose}{duty.why}。"
            demand = f"{duty.source}要求：{duty.what.demand}。" if duty.source else "请核对，应补上的补上。"
            place = duty.place or Place(document.source.file.name)
            yield AuditRemark(UNLAWFUL if duty.source else DOUBTFUL, kind.at(place, message, demand))


def duties(document: AuditedDocument, remarks: Sequence[AuditRemark]) -> Iterator[Duty]:
    """Yield the state of each obligation, of the document and of the units in its file. `remarks` are all others'."""
    for body in bodies(document):
        seen = _BodySeen(body, document, remarks)
        for one in body.obligations:
            source = one.sources.get(body.version, "")
            yield replace(_state(one, seen), source=source, whose=body.whose)


@frozen
class _BodySeen:
    body: Body
    document: AuditedDocument
    remarks: Sequence[AuditRemark]


def _state(one: Obligation, seen: _BodySeen) -> Duty:
    """Say whether an obligation is met: the worst of what it asks for."""
    if one.absent or one.applies not in ("", seen.body.version):
        return Duty(one, IDLE, _NO_FORM if one.absent else f"只要求{one.applies}")
    found = list(_asked(one, seen))
    if not found:
        lawful = seen.body.version in one.sources
        return Duty(one, UNSEEN if lawful else IDLE, "模板没有写是哪张表、哪个标题" if lawful else _NO_FORM)
    return min(found, key=lambda duty: WORST.index(duty.state))


def _asked(one: Obligation, seen: _BodySeen) -> Iterator[Duty]:
    body, document = seen.body, seen.document
    if one.days:
        yield _in_time(one, document)
    if one.side == WHERE:
        yield _where(one, document)
    if one.printed:
        yield _printed(one, body, document)
    if one.without:
        yield _without(one, seen)
    details = bool(one.listed or one.level)
    for name in one.tables if not details else ():
        yield _table(one, name, body)
    for name in (one.tables or body.tables_of(one.column)) if details else ():
        yield _detail(one, name, body)
    if one.headings or (one.words and not one.tables):
        yield _text(one, body)


def _table(one: Obligation, name: str, body: Body) -> Duty:
    table = body.table(name)
    if table is not None:
        return Duty(one, MET, "", table.grids[0].place)
    why = body.unsure or body.few_tables or mentioned(body, name)
    if why:
        return Duty(one, UNSEEN, why)
    return Duty(one, LACKING, f"全文没有“{body.title_of(name)}”", kind=NO_TABLE)


def _detail(one: Obligation, name: str, body: Body) -> Duty:
    table = body.table(name)
    if table is None:
        return Duty(one, UNSEEN, f"没有找到“{name}”")
    place = table.grids[0].place
    if one.listed:
        lacking = cells_of(table, one.listed)
        why = f"“{name}”没有单独列出{'、'.join(f'“{words}”' for words in lacking)}"
        return Duty(one, LACKING, why, place, NOT_DETAILED) if lacking else Duty(one, MET, "", place)
    coarse, fine = leaves_above(table, one.level)
    if not (coarse or fine):
        money = any(amount.value for amount in table.amounts)
        return Duty(one, UNSEEN if money else IDLE, "没有认出科目编码" if money else "表里没有数", place)
    if coarse and not fine:
        return Duty(one, LACKING, f"“{name}”没有一个科目列到{one.level}", place, NOT_DETAILED)
    if coarse:
        why = f"{'、'.join(coarse[:3])}没有列到{one.level}；涉密的可以不列，请核对"
        return Duty(one, UNSEEN, why, place)
    return Duty(one, MET, "", place)


def _text(one: Obligation, body: Body) -> Duty:
    heading = heading_of(body, one.headings)
    if heading is not None:
        empty = closed(body, heading)
        if empty and not body.unsure:
            return Duty(one, LACKING, f"“{tight(heading.text)}”下面没有内容", heading.place, NO_TEXT)
        return Duty(one, MET, "", heading.place)
    near = body.says(one.words)
    wanted = one.headings[0] if one.headings else one.words[0]
    if near is not None:
        said, place = near
        if not one.headings:
            return Duty(one, MET, "", place)
        return Duty(one, UNSEEN, f"没有标题“{wanted}”，这里写到“{said}”，请看写全了没有", place)
    why = body.unsure or body.few_headings
    if why:
        return Duty(one, UNSEEN, why)
    also = f"，也没有写到“{'”“'.join(one.words)}”" if one.words else ""
    return Duty(one, LACKING, f"全文没有标题“{wanted}”{also}", kind=NO_TEXT)


def _in_time(one: Obligation, document: AuditedDocument) -> Duty:
    known = publication_of(document)
    if known is None or known.approved is None or known.published is None:
        lacks = (
            "批复和公开"
            if known is None or not (known.approved or known.published)
            else ("公开" if known.approved else "批复")
        )
        return Duty(one, UNSEEN, f"不知道{lacks}的日期，写在应公开.yaml 里就能核对")
    days = (known.published - known.approved).days
    why = f"{known.approved} 批复，{known.published} 公开，第 {days} 天（{known.said}）"
    if days <= one.days:
        return Duty(one, MET, why, known.place)
    return Duty(one, LACKING, f"{why}，超过 {one.days} 日", known.place, TOO_LATE)


def _where(one: Obligation, document: AuditedDocument) -> Duty:
    known = publication_of(document)
    if known is not None and known.address:
        return Duty(one, MET, f"{known.said}写的网址是 {known.address}，没有打开看")
    return Duty(one, UNSEEN, "一个文件看不出公开在哪里，网址写在应公开.yaml 里就能核对")


def _printed(one: Obligation, body: Body, document: AuditedDocument) -> Duty:
    file = document.source.file
    if not (body.outline.cover if one.printed == "封面" else body.outline.contents):
        return Duty(one, IDLE, _NO_FORM)
    first = next(iter(file.parts), None)
    if one.printed == "目录":
        line = next((line for line in file.lines if tight(line.text) == "目录"), next(iter(document.contents), None))
        if line is not None:
            return Duty(one, MET, "", line.place)
        why = body.unsure or body.few_headings
        return Duty(one, UNSEEN, why) if why else Duty(one, LACKING, "全文没有目录", kind=NO_TEXT)
    cover = body.cover(file)
    if cover is not None:
        return Duty(one, MET, "", cover.place)
    why = (
        body.unsure or body.few_headings or ("" if file.suffix.strip(".") == "pdf" else "第一行是正文；封面也许是图片")
    )
    if why or first is None:
        return Duty(one, UNSEEN, why)
    return Duty(one, LACKING, "没有封面", first.place, NO_TEXT)


def _without(one: Obligation, seen: _BodySeen) -> Duty:
    bad = [
        remark
        for remark in seen.remarks
        if remark.certainty in one.without or (remark.finding.code in one.without and remark.certainty in _GRAVE)
    ]
    if seen.body.whose:
        return Duty(one, IDLE, "写在部门的一行")
    if bad:
        first = bad[0].finding
        more = f"等 {len(bad)} 处" if len(bad) > 1 else ""
        return Duty(one, LACKING, f"{first.kind.name}{more}，见问题", first.place)
    if not seen.body.read.tables:
        return Duty(one, UNSEEN, "没有认出一张表")
    return Duty(one, MET, "核对了的没有问题；没有核对的另列")
