"""Files of other people read as those of a form, and grouped: what is about one department or unit is one budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from generator.facts import classification
from generator.findings.finding import has_errors
from generator.grids.grid import ForeignFile
from generator.intake.identity import identity
from generator.pack.spec import Pack
from generator.recognition.forms import Form, fixed, form_of
from generator.recognition.patterns import Pattern, patterns_of
from generator.recognition.sentences import ReadSentences, SentenceReader
from generator.recognition.tables import RecognisedFile, recognise, titles_of, year_of
from generator.recognition.words import title

_SHORTEST_TITLE = 4  # characters
_NEARLY = 0.7  # of the most titles, with which a pack is tried as well
PackOf = Callable[[str, int], Pack | None]  # the version of a pack for a year


@dataclass(frozen=True, slots=True)
class WhoseFile:
    """Whom a file is about, as far as it says: version (部门 or 单位), pack, code, name and year."""

    version: str
    pack: str
    code: str
    name: str
    year: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: its tables and sentences, and whose it is."""

    read: RecognisedFile
    sentences: ReadSentences
    code: str
    name: str

    @property
    def file(self) -> ForeignFile:
        """The file itself."""
        return self.read.file

    @property
    def whose(self) -> WhoseFile:
        """Whom it is about."""
        return WhoseFile(self.read.version, self.read.form.pack.name, self.code, self.name, self.read.year)


@dataclass(slots=True)
class SameBudget:
    """The files about one department, or one unit, in one year."""

    code: str
    name: str
    year: int
    sources: list[Source] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PossibleForms:
    """The forms that a file may have: the names of packs, the first of which that fits best is taken."""

    names: tuple[str, ...]
    pack_of: PackOf

    def read(self, file: ForeignFile, year: int = 0) -> Source | None:
        """Read a file as that of the form that fits best; None where no table and no sentence is any form's."""
        wanted = year or year_of(file)
        tried = sorted(self._tried(file, wanted), key=lambda one: -one[0])
        if tried and tried[0][0] > 0:
            return self._said(tried[0][1], wanted)
        texts = [self._said(read, wanted) for _, read in tried]  # a file without tables: that whose sentences it has
        best = max(texts, key=lambda one: len(one.sentences.texts) + len(one.sentences.amounts), default=None)
        return best if best is not None and (best.sentences.texts or best.sentences.amounts) else None

    def _said(self, read: RecognisedFile, wanted: int) -> Source:
        """Read the running text of a file whose tables are recognised."""
        printed = {key: name for table in read.tables for key, name in table.names.items()}
        pack = read.form.pack
        names = classification.load(read.year or wanted or pack.year)
        patterns = _patterns(self.pack_of, pack.name, names.year)
        sentences = SentenceReader(pack, patterns, names, printed).read(read.passages)
        whose = identity(read, sentences)
        return Source(read, sentences, whose.code, whose.name)

    def _likely(self, file: ForeignFile, year: int) -> Sequence[str]:
        """Choose the packs with most of the file's titles: without such, all of them."""
        said = [title(text) for text in titles_of(file)]
        hits: dict[str, int] = {}
        for name in self.names:
            pack = self.pack_of(name, year)
            if pack is not None:
                known = tuple(_titles(pack))
                hits[name] = sum(one.endswith(known) for one in said)
        most = max(hits.values(), default=0)
        return [name for name, count in hits.items() if count >= most * _NEARLY] if most else self.names

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
    found = (title(fixed(spec.title)).removeprefix("年") for spec in pack.tables.values())
    return {one for one in found if len(one) >= _SHORTEST_TITLE}


def _strange(read: RecognisedFile) -> int:
    """Count what a form has not: columns and rows that were not understood, and tables without a title."""
    return len(read.unknown) + sum(len(table.unread) > 0 for table in read.tables)


@cache
def _form(pack_of: PackOf, name: str, year: int) -> Form | None:
    pack = pack_of(name, year)
    return None if pack is None else form_of(pack)


@cache
def _patterns(pack_of: PackOf, name: str, year: int) -> tuple[Pattern, ...]:
    pack = pack_of(name, year)
    return () if pack is None else patterns_of(pack, year)


def grouped(whose: Sequence[WhoseFile], *, code: str = "", year: int = 0) -> list[tuple[WhoseFile, list[int]]]:
    """Put together the files about one department or unit, by their numbers, in the order of the files.

    A file that says no name belongs to the only one that others name; `code` and `year` are those that were asked for.
    """
    groups: dict[tuple[str, str, str, int], tuple[WhoseFile, list[int]]] = {}
    codes = {one.name: one.code for one in reversed(whose) if one.name and one.code}
    for number, one in enumerate(whose):
        if one.name or one.code:
            own = year or one.year
            key = (one.version, code or one.code or codes.get(one.name) or one.name, one.pack, own)
            first, numbers = groups.get(key, (one, []))
            known = replace(first, code=code or first.code or one.code, name=first.name or one.name, year=own)
            groups[key] = (known, [*numbers, number])
    only = next(iter(groups)) if len(groups) == 1 else None
    for number, one in enumerate(whose):
        if not (one.name or one.code) and only is not None:
            groups[only][1].append(number)
        elif not (one.name or one.code):
            groups["", f"{number}", "", 0] = (replace(one, code=code, year=year or one.year), [number])
    return list(groups.values())


def files_of(group: SameBudget) -> tuple[Sequence[RecognisedFile], Sequence[ReadSentences]]:
    """Give what was read of a group's files."""
    return [one.read for one in group.sources], [one.sentences for one in group.sources]
