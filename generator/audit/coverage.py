"""What was looked at and what was not (核对到哪里): every table of the form, and every figure of the running text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.audit import counts
from generator.audit.document import AuditedDocument
from generator.base.frozen import frozen
from generator.findings.finding import Place
from generator.intake.coverage import FATES
from generator.intake.report import unchecked_words, unread_words
from generator.prose import review

FOUND, LACKING, STRANGE, UNREAD = "核对了", "没有找到", "不是格式里的表", "没有认出"
CHECKED_FATES = FATES[:2]  # a figure with its meaning: met by another, or known


@frozen
class LookedAt:
    """A part of a document: whether it was looked at, and why not."""

    what: str
    state: str
    why: str = ""
    place: Place | None = None


def tables(document: AuditedDocument) -> Iterator[LookedAt]:
    """Yield every table of the form, then the grids that are none of its tables."""
    read = document.source.read
    there = {table.table.spec.name: table for table in reversed(document.tables)}
    printed = review.printed(tuple(read.form.pack.texts.values()))  # others are only drawn (图)
    own = (one.spec.name for one in read.form.tables if one.version == document.version)
    names = dict.fromkeys(name for name in own if ("表", name) in printed or name in there)
    for name in names:
        table = there.get(name)
        if table is None:
            yield LookedAt(name, LACKING, "没有这张表，或者标题、栏目与格式的不同，没有认出来")
        else:
            count = len(table.amounts) + len(table.records)
            yield LookedAt(name, FOUND, f"{table.rows} 行，{count} 个数", table.grids[0].place)
            yield from (LookedAt(name, UNREAD, unread_words(cell), cell.place) for cell in table.unread)
    for grid in read.unknown:
        yield LookedAt(f"“{grid.first_words[:20]}”开头的表", STRANGE, "格式里没有这样的表", grid.place)


def figures(document: AuditedDocument) -> Iterator[LookedAt]:
    """Yield the figures of the running text that could be compared with nothing, and why."""
    known = counts.compared(document)
    for one in document.made.coverage.unchecked:
        if one.place not in known:
            what, why = unchecked_words(one)
            yield LookedAt(what, UNREAD, why, one.place)


def pages(document: AuditedDocument) -> Iterator[LookedAt]:
    """Yield what of the file could not be read: pages without text, damaged ones, formulas with errors."""
    for finding in document.source.file.findings:
        yield LookedAt(finding.kind.name, UNREAD, finding.message.rstrip("。"), finding.place)


def counted(document: AuditedDocument, parts: Sequence[LookedAt], unread: Sequence[LookedAt]) -> str:
    """Say in a line how much was looked at. `parts` are those of `tables`, `unread` those of `figures`."""
    states = Counter(one.state for one in parts)
    amounts = sum(len(table.amounts) for table in document.tables)
    made = document.made.coverage
    checked = sum(made.count(fate) for fate in CHECKED_FATES) + len(list(made.unchecked)) - len(unread)
    rest = f"，没有找到 {states[LACKING]} 张" if states[LACKING] else ""
    return f"{states[FOUND]} 张表、{amounts} 个金额{rest}；正文里的数 {len(made.figures)} 个，核对了 {checked} 个"
