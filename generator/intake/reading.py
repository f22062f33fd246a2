"""Files of other people read as those of a form, and grouped: what is about one department or unit is one budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from generator.base.frozen import frozen
from generator.facts import classification
from generator.findings.finding import has_errors
from generator.grids.grid import ForeignFile
from generator.intake.identity import identity
from generator.pack.spec import Pack
from generator.recognition.forms import Form, fixed, form_of
from generator.recognition.patterns import patterns_of
from generator.recognition.performance_words import DEPARTMENT
from generator.recognition.sentences import ReadSentences, SentenceReader
from generator.recognition.statements import ReadTable
from generator.recognition.tables import RecognisedFile, recognise, titles_of, year_of
from generator.recognition.words import title

_SHORTEST_TITLE = 4  # characters
_SURE_TITLES = 3  # of tables: a file with fewer may be of any form
_NEARLY = 0.7  # of the most titles, with which a pack is tried as well
PackOf = Callable[[str, int], Pack | None]  # the version of a pack for a year


@frozen
class WhoseFile:
    """Whom a file is about, as far as it says: version (部门 or 单位), pack, code, name and year.

    One with nothing but tables of projects says no name; `departments` are those that its projects name (主管部门).
    """

    version: str
    pack: str
    code: str
    name: str
    year: int
    only_projects: bool = False
    departments: frozenset[str] = frozenset()


@frozen
class UnitPart:
    """The document of a unit that stands in the file of its department: its tables and sentences, its code and name."""

    read: RecognisedFile
    code: str
    name: str
    sentences: ReadSentences = field(default_factory=ReadSentences)


@frozen
class Source:
    """A file as it was read: its tables and sentences, and whose it is."""

    read: RecognisedFile
    sentences: ReadSentences
    code: str
    name: str
    units: tuple[UnitPart, ...] = ()

    @property
    def file(self) -> ForeignFile:
        """The file itself."""
        return self.read.file

    @property
    def whose(self) -> WhoseFile:
        """Whom it is about."""
        only = bool(self.read.tables) and all(_is_of_projects(table) for table in self.read.tables)
        return WhoseFile(
            self.read.version,
            self.read.form.pack.name,
            self.code,
            "" if only else self.name,
            self.read.year,
            only,
            _departments(self.read) if only else frozenset(),
        )


@dataclass(slots=True)
class SameBudget:
    """The files about one department, or one unit, in one year."""

    code: str
    name: str
    year: int
    sources: list[Source] = field(default_factory=list)


@frozen
class PossibleForms:
    """The forms that a file may have: the names of packs, the first of which that fits best is taken."""

    names: tuple[str, ...]
    pack_of: PackOf

    def read(self, file: ForeignFile, year: int = 0) -> Source | None:
        """Read a file as that of the form that fits best; None where no table and no sentence is any form's."""
        wanted = year or year_of(file)
        # of forms that fit alike, that of a place stands before the general one, which has no year
        tried = sorted(self._tried(file, wanted), key=lambda one: (-one[0], not one[1].form.pack.year))
        if tried and tried[0][0] > 0:
            return self._said(tried[0][1], wanted)
        texts = [self._said(read, wanted) for _, read in tried]  # a file without tables: that whose sentences it has
        best = max(texts, key=lambda one: len(one.sentences.texts) + len(one.sentences.amounts), default=None)
        return best if best is not None and (best.sentences.texts or best.sentences.amounts) else None

    def _said(self, read: RecognisedFile, wanted: int) -> Source:
        """Read the running text of a file whose tables are recognised."""
        printed = {key: name for table in read.tables for key, name in table.names.items()}
        pack = read.form.pack
        year = read.year or wanted or pack.year
        names = classification.load(year)
        patterns = patterns_of(pack, names.year)
        first, *others = read.bodies
        known = [identity(one, ReadSentences()) for one in read.bodies]
        bodies = [one.name for one in known]

        def said(body: RecognisedFile) -> ReadSentences:
            return SentenceReader(pack, patterns, names, printed, (year, bodies)).read(body.passages)

        sentences = said(first)
        whose = identity(first, sentences)
        pairs = zip(others, known[1:], strict=True)
        units = tuple(UnitPart(one, unit.code, unit.name, said(one)) for one, unit in pairs)
        return Source(first, sentences, whose.code, whose.name, units)

    def _likely(self, file: ForeignFile, year: int) -> Sequence[str]:
        """Choose the packs with most of the file's titles: with few such, all of them."""
        said = [title(text) for text in titles_of(file)]
        hits: dict[str, int] = {}
        for name in self.names:
            pack = self.pack_of(name, year)
            if pack is not None:
                known = tuple(_titles(pack))
                hits[name] = sum(one.endswith(known) for one in said)
        most = max(hits.values(), default=0)
        sure = most >= _SURE_TITLES
        return [name for name, count in hits.items() if count >= most * _NEARLY] if sure else self.names

    def _tried(self, file: ForeignFile, year: int) -> Iterator[tuple[float, RecognisedFile]]:
        if has_errors(file.findings):
            return
        for name in self._likely(file, year):
            form = _form(self.pack_of, name, year)
            if form is not None:
                read = recognise(file, form)
                yield sum(table.columns.score for table in read.tables) - 0.5 * _strange(read), read


def _titles(pack: Pack) -> set[str]:
    """Return the titles of a pack's tables as far as they are fixed words."""
    found = (re.sub("^年度?", "", title(fixed(spec.title))) for spec in pack.tables.values())
    return {one for one in found if len(one) >= _SHORTEST_TITLE}


def _is_of_projects(table: ReadTable) -> bool:
    return {record.list for record in table.records} in ({"项目"}, {"项目", "绩效指标"}) and not table.amounts


def _departments(read: RecognisedFile) -> frozenset[str]:
    records = (record for table in read.tables for record in table.records if DEPARTMENT in record.fields)
    return frozenset(re.sub("^[0-9]+[-_ ]*", "", record.fields[DEPARTMENT][0]) for record in records)


def _strange(read: RecognisedFile) -> int:
    """Count what a form has not: columns and rows that were not understood, and tables without a title."""
    return len(read.unknown) + sum(len(table.unread) > 0 and bool(table.table.version) for table in read.tables)


@cache
def _form(pack_of: PackOf, name: str, year: int) -> Form | None:
    pack = pack_of(name, year)
    return None if pack is None else form_of(pack)


def grouped(whose: Sequence[WhoseFile], *, code: str = "", year: int = 0) -> list[tuple[WhoseFile, list[int]]]:
    """Put together the files about one department or unit, by their numbers, in the order of the files.

    A file that says no name, or has only tables of projects, belongs to the one that others name: of its code or name,
    or the only one. Files of projects alone are one budget. `code` and `year` are those that were asked for.
    """
    groups: dict[tuple[str, str, str, int], tuple[WhoseFile, list[int]]] = {}
    codes = {one.name: one.code for one in reversed(whose) if one.name and one.code}
    homeless = [number for number, one in enumerate(whose) if one.only_projects or not (one.name or one.code)]
    for number, one in enumerate(whose):
        if number not in homeless:
            own = year or one.year
            key = (one.version, code or one.code or codes.get(one.name) or one.name, one.pack, own)
            first, numbers = groups.get(key, (one, []))
            known = replace(first, code=code or first.code or one.code, name=first.name or one.name, year=own)
            groups[key] = (known, [*numbers, number])
    named = list(groups.values())
    for number in homeless:
        one = replace(whose[number], year=year or whose[number].year)
        home = _home(one, named)
        if home is None:
            alone = code or one.code if one.only_projects else f"{number}"
            known = replace(one, code=code or one.code)
            home = groups.setdefault(("", alone, "", known.year if one.only_projects else 0), (known, []))
        home[1].append(number)
    return list(groups.values())


def _home(one: WhoseFile, groups: Sequence[tuple[WhoseFile, list[int]]]) -> tuple[WhoseFile, list[int]] | None:
    """Find the budget that a file belongs to: of its code, or of the department that it names, else the only one."""
    if not one.only_projects:
        return groups[0] if len(groups) == 1 else None
    fitting = [group for group in groups if one.year in (0, group[0].year)]
    named = [group for group in fitting if one.code and group[0].code == one.code]
    named = named or [group for group in fitting if group[0].name in one.departments]
    found = named or fitting
    return found[0] if len(found) == 1 else None


def files_of(group: SameBudget) -> tuple[Sequence[RecognisedFile], Sequence[ReadSentences], Sequence[UnitPart]]:
    """Give what was read of a group's files: the department's documents, their sentences, and those of its units."""
    units = [unit for one in group.sources for unit in one.units]
    return [one.read for one in group.sources], [one.sentences for one in group.sources], units
