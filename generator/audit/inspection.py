"""The inspection sheet (检查表): a line for each document and unit, a column for what is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.duties import IDLE, LACKING, MET, STATES, WORST, Duty
from generator.audit.remark import DOUBTFUL, SMALL, UNLAWFUL, WRONG, AuditRemark
from generator.base.frozen import frozen
from generator.findings.finding import Place
from generator.grids.grid import Passage
from generator.grids.spots import page_of

_MOST = 20  # problems in a cell
_OF_DUTIES = "A90"  # the codes of remarks that repeat the state of an obligation
_Where = tuple[str, str]  # whose, and the column


@frozen
class Inspected:
    """A line of the sheet: whose it is, the words and the state of each column, the problems, and their pages."""

    whose: str
    cells: dict[str, str]
    problems: tuple[str, ...]
    pages: tuple[int, ...]


def columns(duties: Sequence[Duty]) -> list[str]:
    """Give the columns in the order of the obligations."""
    return list(dict.fromkeys(one.what.column for one in duties if not one.what.without))


def places(document: AuditedDocument, duties: Sequence[Duty]) -> dict[Place, _Where]:
    """Say of each paragraph and grid in which column it belongs: what stands below a heading, or is a table."""
    heads = {one.place.whole: (one.whose, one.what.column) for one in reversed(duties) if _is_found(one) and one.place}
    grids: dict[Place, _Where] = {}
    for one in reversed(duties):
        for table in document.tables if one.what.tables and one.place is not None else ():
            if table.table.spec.name in one.what.tables and table.grids[0].place == one.place:
                grids |= {grid.place: (one.whose, one.what.column) for grid in table.grids}
    found: dict[Place, _Where] = {}
    current = ("", "")
    for part in document.source.file.parts:
        known = heads if isinstance(part, Passage) else grids
        current = known.get(part.place.whole, current)
        found[part.place.whole] = current
    return found


def _is_found(one: Duty) -> bool:
    return one.state in (MET, LACKING) and not one.what.without


def inspected(
    name: str, duties: Sequence[Duty], remarks: Sequence[AuditRemark], at: dict[Place, _Where]
) -> Iterator[Inspected]:
    """Yield the line of a document, then those of the units in its file."""
    sorted_in = [(_where(remark, at), remark) for remark in remarks]
    for whose in dict.fromkeys(one.whose for one in duties):
        own = [one for one in duties if one.whose == whose]
        noted = [(column, remark) for (of, column), remark in sorted_in if of == whose]
        cells = {column: _cell(column, own, [one for of, one in noted if of == column]) for column in columns(own)}
        grave = [one for _, one in noted if one.certainty in (WRONG, UNLAWFUL) and not _repeats(one)]
        lacking = [one for one in own if one.state == LACKING and not one.what.without]
        problems = [*(_said(one.place, one.why) for one in lacking), *map(_problem, grave)]
        pages = {page for one in grave if (page := one.page)} | {page_of(one.place) for one in lacking} - {0}
        yield Inspected(whose or name, cells, (*problems[:_MOST], *_rest(problems, noted)), tuple(sorted(pages)))


def _rest(problems: Sequence[str], noted: Sequence[tuple[str, AuditRemark]]) -> Iterator[str]:
    """Say how many problems are not listed in the cell."""
    if len(problems) > _MOST:
        yield f"另有 {len(problems) - _MOST} 处"
    few = [
        f"{word} {count} 处"
        for word in (SMALL, DOUBTFUL)
        if (count := sum(one.certainty == word and not _repeats(one) for _, one in noted))
    ]
    if few:
        yield f"{'、'.join(few)}，见“问题”表"


def _cell(column: str, duties: Sequence[Duty], remarks: Sequence[AuditRemark]) -> str:
    """Say in a cell: the worst state of its obligations, and what was remarked there."""
    state = min((one.state for one in duties if one.what.column == column), key=WORST.index, default=MET)
    grave = [one for one in remarks if one.certainty in (WRONG, UNLAWFUL) and not _repeats(one)]
    if grave and state != IDLE:
        state = LACKING
    few = [one for one in remarks if one.certainty in (SMALL, DOUBTFUL) and not _repeats(one)]
    return f"{state}\n另 {len(few)} 处" if few else state


def _repeats(remark: AuditRemark) -> bool:
    return remark.finding.code.startswith(_OF_DUTIES)


def _where(remark: AuditRemark, at: dict[Place, _Where]) -> _Where:
    """Find the column of a remark by its place: a paragraph, or a cell of a grid."""
    place = remark.finding.place
    if place is None:
        return "", ""
    if place.whole in at:
        return at[place.whole]
    above = (own for own in at if own.named and place.named.startswith(f"{own.named} "))
    return next((at[own] for own in above), ("", ""))


def _problem(remark: AuditRemark) -> str:
    return _said(remark.finding.place, f"{remark.finding.kind.name}：{remark.finding.message.rstrip('。')}")


def _said(place: Place | None, words: str) -> str:
    where = place.words if place is not None else ""
    return f"{where} {words}".strip()


def counted(duties: Sequence[Duty]) -> str:
    """Count the states in words, and name what does not hold."""
    told = []
    for state in STATES:
        own = [one for one in duties if one.state == state]
        names = "、".join(dict.fromkeys(f"{one.whose}{one.what.name}" for one in own))
        if own:
            told.append(f"{state} {len(own)} 条{f'（{names}）' if state == LACKING else ''}")
    return "，".join(told)
