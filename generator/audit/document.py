"""A document to be audited: its tables and sentences as a form has them, what they make, and its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from generator.audit.rescaled import OtherUnit, in_their_units
from generator.base.frozen import frozen
from generator.findings.finding import Place
from generator.grids.grid import Passage
from generator.intake.assembling import MadeDraft, make_draft
from generator.intake.reading import SameBudget, Source, files_of
from generator.recognition.figures import TextFigure
from generator.recognition.patterns import tight
from generator.recognition.sentences import ReadSentences
from generator.recognition.statements import ReadTable
from generator.recognition.tables import RecognisedFile

_LEADERS = re.compile(r"…{3,}|\.{6,}|·{6,}|．{6,}")  # lead to a page number
_PAGE_AT_END = re.compile(r"(?:[….·．。]+|\s)\s*[0-9]*\s*$")
_BROKEN = 3  # lines of one entry
_ENTRY = re.compile(
    "(?:第[一二三四五六七八九十]+部分|[（(]?[一二三四五六七八九十]+[)）、]|[0-9]{1,2}[.．、])[^。；]{2,60}"
)
_FEWEST = 3  # entries without leaders
_CONTENTS, _MOST_CONTENTS = "目录", 100  # lines
_LONGEST_HEADING = 60  # characters


@frozen
class Publication:
    """When a document was approved and published, and where it can be read; `said` is who says so."""

    approved: date | None = None
    published: date | None = None
    address: str = ""
    said: str = ""
    place: Place | None = None


@frozen
class AuditedDocument:
    """What was read of one file about one department or unit."""

    source: Source
    made: MadeDraft
    passages: tuple[Passage, ...]  # its running text without the contents
    contents: tuple[Passage, ...]  # the entries of the contents
    beside: frozenset[int]  # the identities of its lines
    headings: tuple[str, ...]  # short lines that are not the contents', and the titles of tables
    publication: Publication | None = None  # as the finance bureau's list says
    other_units: tuple[OtherUnit, ...] = ()  # tables that were read in another unit than they name

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

    @property
    def bodies(self) -> Sequence[tuple[RecognisedFile, ReadSentences]]:
        """Its tables with its sentences, then those of each unit in the same file."""
        source = self.source
        return ((source.read, source.sentences), *((unit.read, unit.sentences) for unit in source.units))

    @property
    def sentences(self) -> Sequence[ReadSentences]:
        """What its running text says, and that of units in the same file."""
        return (self.source.sentences, *(unit.sentences for unit in self.source.units))


def document_of(source: Source) -> AuditedDocument:
    """Put together what a file says, as an import would."""
    source, other_units = in_their_units(source)
    group = SameBudget(source.code, source.name, source.read.year, [source])
    made = make_draft(*files_of(group), (source.code, source.name), source.read.year)
    lines = list(source.file.lines)
    contents, own = _contents(lines)
    passages = tuple(one for one in source.read.passages if id(one) not in own)
    short = [text for one in lines if id(one) not in own for text in _beginnings(one) if len(text) <= _LONGEST_HEADING]
    titles = [words for table in source.read.tables for words in (table.title, *table.head) if words]
    headings = (*short, *titles)
    return AuditedDocument(source, made, passages, contents, own, headings, other_units=other_units)


def entry_words(entry: Passage) -> str:
    """Give the words of a line of the contents, without its leaders and page number."""
    return tight(_PAGE_AT_END.sub("", entry.text))


def paragraphs(figures: Iterable[TextFigure]) -> Iterator[list[TextFigure]]:
    """Put together the figures of each paragraph: they follow each other in it."""
    found: list[TextFigure] = []
    for one in figures:
        if found and (one.place.whole != found[-1].place.whole or one.start < found[-1].start):
            yield found
            found = []
        found.append(one)
    yield found


def page_place(document: AuditedDocument, page: int) -> Place:
    """Give the place of a page as a whole."""
    return Place(document.source.file.name, named=f"第 {page} 页")


def pages_said(pages: Sequence[int]) -> str:
    """Name pages: 第 3、5 页."""
    return f"第 {'、'.join(map(str, pages))} 页"


def _beginnings(line: Passage) -> Iterator[str]:
    """Yield a line, and what its first lines on the page say: a heading may have been joined with a title below it."""
    yield line.text
    for count in range(1, len(line.lines) if line.centred else 0):
        yield "".join(one.text for one in line.lines[:count])


def _contents(lines: Sequence[Passage]) -> tuple[tuple[Passage, ...], frozenset[int]]:
    """Give the entries of the contents, and the identities of the lines in which they stand.

    They are the lines with leaders, an entry that is broken before them as one; else those below 目录 until its first
    comes again, or until a line has no number.
    """
    led = [number for number, one in enumerate(lines) if _LEADERS.search(one.text)]
    if led:
        entries, own = [], set()
        for before, number in zip((led[0] - 1, *led), led, strict=False):
            parts = lines[before + 1 : number + 1] if number - before <= _BROKEN else [lines[number]]
            entries.append(replace(lines[number], text="".join(one.text for one in parts)))
            own |= {id(one) for one in parts}
        return tuple(entries), frozenset(own)
    start = next((number for number, one in enumerate(lines) if tight(one.text) == _CONTENTS), None)
    below = lines[start + 1 : start + 1 + _MOST_CONTENTS] if start is not None else []
    if not below:
        return (), frozenset()
    first = entry_words(below[0])
    again = next((number for number, one in enumerate(below[1:], 1) if tight(one.text) == first), 0)
    if not again:  # its first heading has other words below: 一、部门主要职能, 某某局主要职能
        again = next((number for number, one in enumerate(below) if not _ENTRY.fullmatch(tight(one.text))), 0)
        again = again if again >= _FEWEST else 0
    return tuple(below[:again]), frozenset(id(one) for one in below[:again])
