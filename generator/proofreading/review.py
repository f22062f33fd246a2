"""Reading a finished document again: what is wrong with its sentences and its sums, each at the line that says it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks import placed
from generator.document.blocks import Document, Paragraph, Table
from generator.document.rounding import gaps
from generator.facts.budget import Budget, Subject
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.pack.spec import Pack
from generator.proofreading import changes, comparisons, contradictions, stated, wording
from generator.proofreading.sentences import Flaw, Sentence, sentences

ROUNDED = Kind(
    "D506",
    "分项之和与合计略有差异",
    Severity.HINT,
    "按元求和、显示时四舍五入一次是对的；印出来的分项加起来因此可能与印出来的合计差一两个末位。",
)
_MOST = 12  # places of rounding that a finding names
_LEAST, _WIDEST = 4, 24  # characters around a fault by which its line in the pack is found


def review(budget: Budget, pack: Pack, document: Document, *, rounding: bool = True) -> Iterator[Finding]:
    """Read a document again; findings stand at the YAML text that is to blame, or at the line of the pack.

    Without `rounding` it is not looked for where printed parts differ from their total, which is a hint.
    """
    stated_figures = stated.StatedFigures(budget, pack)
    for sentence in sentences(document):
        found = (*wording.faults(sentence), *changes.faults(sentence, budget.year), *stated_figures.faults(sentence))
        yield from (_finding(fault, budget, pack) for fault in found)
    if rounding:
        yield from _rounded(budget, document)
    yield from contradictions.findings(budget, pack, document)
    yield from (
        placed(problem, budget.places) for problem in comparisons.problems(budget, pack, _subjects(budget, document))
    )


def _subjects(budget: Budget, document: Document) -> tuple[Subject, ...]:
    """Give whose figures a document is to answer for: a unit's own, or those of the department and all its units."""
    subject = budget.subject_of(document.names["编码"])
    return budget.subjects if subject is budget.subject else (subject,)


def _rounded(budget: Budget, document: Document) -> Iterator[Finding]:
    """Name all places where parts do not add up as printed, in one finding."""
    blocks = [block for section in document.sections for block in section.blocks]
    every = (
        f"{block.caption if isinstance(block, Table) else '正文'}{gap.where}（{gap.total}，分项之和 {gap.parts}）"
        for block in blocks
        if isinstance(block, Table | Paragraph)
        for gap in gaps(block)
    )
    found = list(dict.fromkeys(every))
    if found:
        message = f"有 {len(found)} 处印出来的分项加起来与合计略有差异：{'；'.join(found[:_MOST])}"
        more = f"；另有 {len(found) - _MOST} 处。" if len(found) > _MOST else "。"
        remedy = "这是四舍五入造成的，不用改。模板可以写 舍入说明: 是，在这些表和句子后面印一句说明。"
        yield ROUNDED.at(budget.places.get(("年度",)), f"{message}{more}", remedy)


def _finding(fault: Flaw, budget: Budget, pack: Pack) -> Finding:
    """Place a fault: at the typed text that it touches, or else at the pack's line."""
    line = line_of(fault.sentence, fault.start, fault.end, pack)
    typed = fault.sentence.typed(fault.start, fault.end)
    if typed is None:
        return fault.kind.at(line, fault.message, fault.remedy)
    run, at = typed
    within = (run.text, max(fault.start - at, 0), min(fault.end - at, len(run.text)))
    found = placed(fault.kind.on(run.origins[0], fault.message, fault.remedy, within=within), budget.places)
    if fault.sentence.within_one_text(fault.start, fault.end) or line is None:
        return found
    return fault.kind.at(found.place, found.message, found.remedy, path=found.path, related=((line, "模板的这一句"),))


def line_of(sentence: Sentence, start: int, end: int, pack: Pack) -> Place | None:
    """Find the line of the pack that wrote some characters: the one that holds most of the words around them."""
    own = tuple(_own_words(sentence))
    for width in range(_WIDEST, _LEAST - 1, -4):
        for at, words in own:
            for left, right in ((width, width), (width, 0), (width, -1), (0, width)):
                near = words[max(start - at - left, 0) : max(end - at + right, 0)]
                if len(near) >= _LEAST and (place := _written(near, pack)):
                    return place
    return None


def _own_words(sentence: Sentence) -> Iterator[tuple[int, str]]:
    at = 0
    for run in sentence.runs:
        if not run.origins:
            yield at, run.text
        at += len(run.text)


def _written(words: str, pack: Pack) -> Place | None:
    for text in dict.fromkeys(pack.texts.values()):
        index = text.source.find(words)
        if index >= 0:
            before = text.source[:index]
            return Place(text.file, before.count("\n") + 1, index - before.rfind("\n"), len(words))
    return None
