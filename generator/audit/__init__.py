"""Audit (审核): what a published document says against itself or against the rules, whoever made it.

A kind of defect is a module with `look(document)`, which yields remarks. To add one, write the module and list it here.
What no kind could look at is told as well (`coverage`): a document of which nothing is said has not been found right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import ModuleType

from generator.audit import (
    amounts,
    blank_pages,
    both_sides,
    cars_bought,
    changes,
    comparisons,
    contents,
    contents_pages,
    counts,
    decimals,
    duties,
    economic_lists,
    empty_notes,
    empty_tables,
    endings,
    idle_sentences,
    item_codes,
    item_names,
    items,
    leftovers,
    legends,
    listed_sums,
    listed_units,
    misplaced,
    money_units,
    numbers,
    other_bodies,
    own_words,
    page_numbers,
    parts,
    printed_twice,
    project_forms,
    projects,
    reasons,
    reckoned,
    table_breaks,
    unbound,
    unexplained,
    units_together,
    wording,
    years,
)
from generator.audit.causes import causes
from generator.audit.document import AuditedDocument
from generator.audit.placing import placed
from generator.audit.remark import CERTAINTIES, AuditRemark
from generator.grids.grid import ForeignFile

LOOKS: tuple[ModuleType, ...] = (
    amounts,
    money_units,
    reckoned,
    parts,
    counts,
    cars_bought,
    listed_units,
    listed_sums,
    units_together,
    other_bodies,
    items,
    economic_lists,
    changes,
    unexplained,
    both_sides,
    legends,
    unbound,
    comparisons,
    empty_notes,
    empty_tables,
    printed_twice,
    years,
    contents,
    item_names,
    item_codes,
    own_words,
    reasons,
    idle_sentences,
    misplaced,
    leftovers,
    endings,
    numbers,
    wording,
    projects,
    project_forms,
    blank_pages,
    page_numbers,
    contents_pages,
    table_breaks,
    decimals,
    duties,
)


def run(document: AuditedDocument) -> tuple[AuditRemark, ...]:
    """Look for every kind of defect: the most certain first, then as they stand in the document."""
    return ordered(every(document), document.source.file)


def every(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Yield what every kind says, wherever it stands."""
    return causes(remark for one in LOOKS for remark in one.look(document))


def ordered(found: Iterable[AuditRemark], file: ForeignFile) -> tuple[AuditRemark, ...]:
    """Put remarks at the words that they quote, and in order: the most certain first, then as they stand."""
    return tuple(sorted(placed(found, file), key=lambda one: (CERTAINTIES.index(one.certainty), one.page)))
