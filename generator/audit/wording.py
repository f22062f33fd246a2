"""文字：标点、括号、占位、错别字等，与检查预算用的是同一套检查（检查目录里 C8 开头的）。

应当如何：见检查目录。没有填写的样本文字不合规定，其余是可疑或者细小的。

合格的例子::

    2025
    三、别的说明
    增加的主要原因是人员变动。

不合格的例子（C812）::

    2025
    三、别的说明
    比上年（增加/减少）主要是人员变动。
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from generator.audit.as_budget import texts_as_budget
from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, SMALL, UNLAWFUL, AuditRemark
from generator.checks import (
    brackets,
    doubled_words,
    misspellings,
    place_words,
    placeholders,
    punctuation,
    secrecy_marks,
)
from generator.checks.placeholders import UNFILLED
from generator.findings.finding import Place, Severity

CHECKS: tuple[ModuleType, ...] = (
    placeholders, secrecy_marks, brackets, punctuation, doubled_words, misspellings, place_words,
)  # fmt: skip
_WRITTEN, _SHORTEST = ("项目", "绩效指标"), 4  # characters


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Read the running text with the checks of wording."""
    written = [(one.text, one.place) for one in document.passages] + list(_of_records(document))
    texts = texts_as_budget(document, [text for text, _ in written])
    for check in CHECKS:
        for problem in check.check(texts):
            at = problem.path[1]
            place = written[at][1] if isinstance(at, int) else None
            if place is not None and problem.within is not None:
                _, start, end = problem.within
                place = place._replace(column=start + 1, length=max(end - start, 1))
            certainty = UNLAWFUL if problem.kind is UNFILLED else DOUBTFUL
            if problem.kind.severity is Severity.HINT:
                certainty = SMALL
            yield AuditRemark(certainty, problem.kind.at(place, problem.message, problem.remedy))


def _of_records(document: AuditedDocument) -> Iterator[tuple[str, Place]]:
    """Yield what is written of projects and their indicators."""
    for table in document.tables:
        for record in table.records:
            if record.list in _WRITTEN:
                yield from ((text, place) for text, place in record.fields.values() if len(text) >= _SHORTEST)
