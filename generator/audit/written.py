"""Where a budget of the repository has what is remarked in its own document (写在哪里): the line of the YAML file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.audit.master import TEMPLATE, parts_of
from generator.audit.remark import AuditRemark
from generator.base.paths import ValuePath
from generator.document.blocks import Document
from generator.findings.finding import Place
from generator.grids.grid import FilePart, ForeignFile, Passage
from generator.recognition.patterns import tight

SAID = "预算写在这里"


def with_lines(
    remarks: Iterable[AuditRemark], file: ForeignFile, document: Document, places: Mapping[ValuePath, Place]
) -> Iterator[AuditRemark]:
    """Add to remarks on a file that was made of a budget where this has the words; nothing where that is not sure.

    `document` is what the file was made of, `places` where the values of the budget are written.
    """
    written: dict[str, set[Place]] = defaultdict(set)
    for text, place in _texts(parts_of(document, places)):
        written[tight(text)].add(place)
    printed = {place.whole: tight(text) for text, place in _texts(file.parts)}
    for remark in remarks:
        at = remark.finding.place
        found = written.get(printed.get(at.whole, ""), set()) if at is not None else set()
        if len(found) != 1 or TEMPLATE in found:  # of the form, or written in several places
            yield remark
            continue
        related = (*remark.finding.related, (next(iter(found)), SAID))
        spots = (*remark.spots, *[()] * (len(related) - len(remark.spots)), ())[: len(related) + 1]
        yield replace(remark, finding=replace(remark.finding, related=related), spots=spots)


def _texts(parts: Iterable[FilePart]) -> Iterator[tuple[str, Place]]:
    """Yield paragraphs and cells with where they stand."""
    for part in parts:
        if isinstance(part, Passage):
            yield part.text, part.place
        else:
            yield from ((cell.text, cell.place) for cell in part.cells if cell.text)
