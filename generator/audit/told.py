"""How an audit is told (审核报告): text, JSON, a workbook and a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.audit import against, coverage, duties, inspection, ordered
from generator.audit import every as found_in
from generator.audit.against import MasterOf
from generator.audit.document import AuditedDocument
from generator.audit.duties import Duty
from generator.audit.inspection import Inspected
from generator.audit.remark import CERTAINTIES, DOUBTFUL, MEANINGS, SMALL, UNLAWFUL, WRONG, AuditRemark
from generator.audit.written import SAID
from generator.base.frozen import frozen
from generator.findings import clean
from generator.findings.clean import Clean
from generator.findings.finding import Place
from generator.grids.spots import page_of
from generator.intake.report import some_lines

_REMARKS = (
    ("文件", 30),
    ("确定程度", 10),
    ("代码", 7),
    ("种类", 16),
    ("在哪里", 24),
    ("问题", 70),
    ("原文", 40),
    ("另一处", 40),
    ("改法", 30),
)
_DUTIES = (
    ("文件", 30), ("单位", 20), ("类别", 10), ("要求", 24), ("内容", 40), ("结果", 10), ("说明", 50),
    ("在哪里", 16), ("依据", 40),
)  # fmt: skip
_CHECKED = (("文件", 30), ("内容", 40), ("结果", 14), ("说明", 50), ("在哪里", 24))


@frozen
class Audited:
    """A file as it was audited: whose it is, the remarks, and what was looked at; or why it could not be."""

    file: str
    whose: str = ""
    remarks: tuple[AuditRemark, ...] = ()
    counted: str = ""
    parts: tuple[coverage.LookedAt, ...] = ()
    problem: str = ""
    unmarked: str = ""  # why there is no copy of it with annotations
    duties: tuple[Duty, ...] = ()  # what must be published, and whether it is
    inspected: tuple[Inspected, ...] = ()  # the lines of the inspection sheet

    def count(self, certainty: str) -> int:
        """Say how many remarks are as certain as that."""
        return sum(one.certainty == certainty for one in self.remarks)


def audited(file: str, document: AuditedDocument, master_of: MasterOf | None = None) -> Audited:
    """Audit a document; with `master_of` it is also compared with a budget."""
    pack, year = document.source.read.form.pack.name, document.year
    whose = f"{document.source.name or '（没有写名称）'}，{year or '？'} 年，{document.version}，按“{pack}”的格式"
    tables, figures = tuple(coverage.tables(document)), tuple(coverage.figures(document))
    parts = (*tables, *figures, *coverage.pages(document))
    found, counted = tuple(found_in(document)), coverage.counted(document, tables, figures)
    if master_of is not None:
        compared = against.against(document, master_of)
        found, parts = against.joined(found, compared.remarks), (*parts, *compared.parts)
        counted += f"；与预算核对了 {compared.count} 个数、{compared.same} 句话"
    remarks = ordered(found, document.source.file)
    stated = tuple(duties.duties(document, remarks))
    rows = inspection.inspected(document.source.name or file, stated, remarks, inspection.places(document, stated))
    return Audited(file, whose, remarks, counted, parts, duties=stated, inspected=tuple(rows))


def lines(one: Audited, most: int) -> Iterator[str]:
    """Yield an audit in lines: at most so many remarks of a certainty, and of what was not looked at."""
    if one.problem:
        yield f"{one.file}：{one.problem}"
        return
    yield f"{one.file}：{one.whose}"
    for certainty in CERTAINTIES:
        own = [remark for remark in one.remarks if remark.certainty == certainty]
        if own:
            yield f"  {certainty} {len(own)} 处（{MEANINGS[certainty]}）"
            yield from some_lines([_said(remark) for remark in own], most)
    if not one.remarks:
        yield "  没有发现问题。"
    yield f"  核对了：{one.counted}。"
    yield f"  公开要求：{inspection.counted(one.duties)}。"
    rest = _unchecked(one)
    if rest:
        yield f"  没有核对的 {len(rest)} 处"
        yield from some_lines(rest, most)


def _said(remark: AuditRemark) -> str:
    found = remark.finding
    written = next((f"（{words}：{place}）" for place, words in found.related if words == SAID), "")
    return f"{_where(found.place)} [{found.code} {found.kind.name}] {found.message}{written}".strip()


def _unchecked(one: Audited) -> list[str]:
    """Say what was not looked at: obligations first, then tables and figures."""
    unseen = [
        f"{_where(duty.place)} {duty.whose}{duty.what.name}：{duty.state}（{duty.why}）".strip()
        for duty in one.duties
        if duty.state == duties.UNSEEN
    ]
    return unseen + [_part(part) for part in one.parts if part.state != coverage.FOUND]


def _part(part: coverage.LookedAt) -> str:
    return f"{_where(part.place)} {part.what}：{part.state}{f'（{part.why}）' if part.why else ''}".strip()


def _where(place: Place | None) -> str:
    return "" if place is None else place.words or place.file


def summary(every: Sequence[Audited]) -> str:
    """Count all files in a line."""
    told = "，".join(f"{word} {count} 处" for word in CERTAINTIES if (count := sum(one.count(word) for one in every)))
    unread = sum(bool(one.problem) for one in every)
    rest = f"；{unread} 份没有读成" if unread else ""
    return f"共 {len(every)} 份：{told or '没有发现问题'}{rest}。"


def as_json(every: Sequence[Audited]) -> Clean:
    """Write audits as one JSON object."""
    return clean.escaped(json.dumps({"files": [_plain(one) for one in every]}, ensure_ascii=False, indent=1) + "\n")


def _plain(one: Audited) -> dict[str, Any]:
    remarks = [
        {
            "certainty": remark.certainty,
            "code": remark.finding.code,
            "kind": remark.finding.kind.name,
            "page": remark.page or None,
            "place": _where(remark.finding.place),
            "boxes": _boxes(remark, 0),
            "message": remark.finding.message,
            "remedy": remark.finding.remedy,
            "related": [
                {"page": page_of(place) or None, "place": _where(place), "boxes": _boxes(remark, number), "says": words}
                for number, (place, words) in enumerate(remark.finding.related, 1)
            ],
        }
        for remark in one.remarks
    ]
    parts = [
        {"what": part.what, "state": part.state, "why": part.why, "place": _where(part.place)} for part in one.parts
    ]
    found = [
        {
            "name": duty.what.name, "demand": duty.what.demand, "side": duty.what.side, "whose": duty.whose,
            "state": duty.state, "why": duty.why, "page": page_of(duty.place) or None, "place": _where(duty.place),
            "source": duty.source,
        }
        for duty in one.duties
    ]  # fmt: skip
    return {
        "file": one.file, "whose": one.whose, "problem": one.problem, "remarks": remarks,
        "checked": one.counted, "duties": found, "parts": parts,
    }  # fmt: skip


def _boxes(remark: AuditRemark, number: int) -> list[dict[str, Any]]:
    """Give the boxes of the place of a remark (0), or of one that is related: x0, top, x1, bottom in points."""
    return [
        {"page": one.page, "box": [round(length, 1) for length in one.box]}
        for spots in remark.spots[number : number + 1]
        for one in spots
    ]


def as_workbook(every: Sequence[Audited]) -> bytes:
    """Write audits as a workbook: the inspection sheet, the remarks, and what was looked at and what was not."""
    from generator.audit.inspection_sheet import add_inspection  # noqa: PLC0415 only what a report needs is imported
    from generator.base.workbook import finished, open_workbook  # noqa: PLC0415 only what a report needs is imported
    from generator.findings.listing import FONT, SIZE, add_list  # noqa: PLC0415

    book = open_workbook(FONT, SIZE)
    add_inspection(book, [(one.file, one.inspected, one.problem) for one in every])
    add_list(book, "问题", _REMARKS, [row for one in every for row in _rows(one)])
    parts = [
        (one.file, part.what, part.state, part.why, _where(part.place))
        for one in every
        for part in (*one.parts, *((coverage.LookedAt("整个文件", "没有读成", one.problem),) if one.problem else ()))
    ]
    add_list(book, "公开要求", _DUTIES, [row for one in every for row in _duties(one)])
    add_list(book, "核对到哪里", _CHECKED, parts)
    add_list(book, "确定程度", (("确定程度", 12), ("意思", 60)), list(MEANINGS.items()))
    return finished(book)


def _duties(one: Audited) -> Iterator[tuple[str, ...]]:
    for duty in one.duties:
        what, source = duty.what, duty.source or "格式"
        yield (
            one.file, duty.whose, what.side, what.name, what.demand, duty.state, duty.why, _where(duty.place), source,
        )  # fmt: skip


def _rows(one: Audited) -> Iterator[tuple[str, ...]]:
    for remark in one.remarks:
        found = remark.finding
        other = _others(remark)
        yield (
            one.file, remark.certainty, found.code, found.kind.name, _where(found.place), found.message,
            _marked(remark.words), other, found.remedy,
        )  # fmt: skip


def _others(remark: AuditRemark) -> str:
    """Say in lines where else a remark looks; what is said of several places once with all of them."""
    places: dict[str, list[str]] = {}
    for place, words in remark.finding.related:
        places.setdefault(words, []).append(_where(place))
    return "\n".join(f"{'、'.join(dict.fromkeys(where))} {words}" for words, where in places.items())


def _marked(words: tuple[str, str, str]) -> str:
    """Write words of a paragraph with those that are meant in brackets, where others stand around them."""
    before, meant, after = words
    return f"{before}【{meant}】{after}" if before or after else meant


_CLASSES = {WRONG: "wrong", UNLAWFUL: "unlawful", SMALL: "small", DOUBTFUL: "doubtful"}  # as an annotation's colour


def as_page(every: Sequence[Audited]) -> bytes:
    """Write audits as a page."""
    from generator.web import pages  # noqa: PLC0415 only what a report needs is imported

    files = [
        {
            "file": one.file,
            "whose": one.whose,
            "problem": one.problem,
            "counted": one.counted,
            "remarks": [
                {"at": _where(remark.finding.place), "remark": remark, "other": _others(remark)}
                for remark in one.remarks
            ],
            "duties": inspection.counted(one.duties),
            "rest": _unchecked(one),
        }
        for one in every
    ]
    return pages.report(
        "audit/page.html.jinja", title="审核报告", said=summary(every), files=files, meanings=MEANINGS, classes=_CLASSES
    )
