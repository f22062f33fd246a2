"""A document to be audited: its tables and sentences as a form has them, what they make, and its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.grids.grid import Passage
from generator.intake.assembling import MadeDraft, make_draft
from generator.intake.reading import SameBudget, Source, files_of
from generator.recognition.statements import ReadTable

_CONTENTS = re.compile(r"…{3,}|\.{6,}|·{6,}|．{6,}")  # leads to a page number


@dataclass(frozen=True, slots=True)
class AuditedDocument:
    """What was read of one file about one department or unit."""

    source: Source
    made: MadeDraft
    passages: tuple[Passage, ...]  # its running text without the contents

    @property
    def year(self) -> int:
        """The year of the budget, 0 where it is not said."""
        return self.source.read.year

    @property
    def version(self) -> str:
        """部门 or 单位."""
        return self.source.read.version

    @property
    def tables(self) -> Sequence[ReadTable]:
        """The tables that were recognised, those of units in the same file included."""
        return (*self.source.read.tables, *(table for unit in self.source.units for table in unit.read.tables))


def document_of(source: Source) -> AuditedDocument:
    """Put together what a file says, as an import would."""
    group = SameBudget(source.code, source.name, source.read.year, [source])
    made = make_draft(*files_of(group), (source.code, source.name), source.read.year)
    passages = tuple(one for one in source.read.passages if not _CONTENTS.search(one.text))
    return AuditedDocument(source, made, passages)
