"""Where to look for what must be published: the document of the department, those of the units in its file.

An absence is established only if the whole text was read and most of the form was found; `unsure` says why it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property

from generator.audit.document import AuditedDocument, Publication
from generator.findings.finding import Place
from generator.grids import problems
from generator.grids.grid import FilePart, ForeignFile, Passage
from generator.pack.spec import Obligation
from generator.recognition.outline import Outline, outline_of
from generator.recognition.patterns import heading_key, tight, unnumbered
from generator.recognition.statements import ReadTable
from generator.recognition.tables import RecognisedFile
from generator.recognition.words import title

_LONGEST_HEADING = 60  # characters
_SHORTEST_ENDING = 4  # characters of a heading before which whose it is may stand
_ALIKE = 0.8
_HALF = 2
_GLOSSARY = "名词解释"
_TOP = 10  # lines that a cover may have
_DATE = r"[:：]?(20[0-9]{2})[年.\-/](0?[1-9]|1[0-2])[月.\-/](0?[1-9]|[12][0-9]|3[01])日?"
_APPROVED, _PUBLISHED = (re.compile(f"{words}(?:日期|时间){_DATE}") for words in ("批复", "公开"))
_NUMBER = re.compile("^[^、]{1,3}、")
_NOT_READ = (problems.SCANNED, problems.BAD_PAGE, problems.HIDDEN_SHEET)


@dataclass(frozen=True)
class Body:
    """The document of a department, or of one unit in its file (`whose` it is, empty for the first)."""

    version: str
    whose: str
    read: RecognisedFile
    outline: Outline
    lines: tuple[Passage, ...]  # its running text without the contents
    obligations: tuple[Obligation, ...] = ()
    entries: frozenset[int] = frozenset()  # ids of the lines of the contents
    by_key: dict[str, Passage] = field(default_factory=dict)  # its short lines

    @cached_property
    def unsure(self) -> str:
        """Why nothing is known to be absent: what of the file was not read; empty for nothing."""
        scans = [one for one in self.read.file.findings if one.kind in _NOT_READ]
        return "".join(one.message for one in scans[:1]).rstrip("。")

    @cached_property
    def few_tables(self) -> str:
        """Why a table is not known to be absent: strange ones, or too few of the form's."""
        if self.read.unknown:
            return f"有 {len(self.read.unknown)} 张没有认出来的表，也许是它"
        found = sum(self.table(name) is not None for name in self.outline.tables)
        if found * _HALF < len(self.outline.tables):
            return f"这一格式的 {len(self.outline.tables)} 张表只认出 {found} 张，也许是另一种格式，也许另有文件"
        return ""

    @cached_property
    def few_headings(self) -> str:
        """Why a heading is not known to be absent: too few of the form's were found."""
        wanted = [one.headings for one in self.obligations if one.headings]
        found = sum(heading_of(self, one) is not None for one in wanted)
        if found * _HALF < len(wanted):
            return f"这一格式的 {len(wanted)} 个标题只找到 {found} 个，也许是另一种格式，也许另有文件"
        return ""

    def table(self, name: str) -> ReadTable | None:
        """Give a table of the form, if it was found."""
        return next((one for one in self.read.tables if one.table.spec.name == name), None)

    def title_of(self, name: str) -> str:
        """Give the title of a table of the form, as far as it is fixed words."""
        found = (one.title for one in self.read.form.tables if one.spec.name == name and one.version == self.version)
        return next(found, "") or name

    def tables_of(self, column: str) -> tuple[str, ...]:
        """Give the tables of the obligation that a column of the sheet is named after."""
        return next((one.tables for one in self.obligations if one.name == column), ())

    def cover(self, file: ForeignFile) -> Passage | None:
        """Give the line of a cover: it stands before the contents, the first heading and the first table."""
        headings = {id(one) for one in self.by_key.values() if unnumbered(tight(one.text)) != tight(one.text)}
        for part in file.parts[:_TOP]:
            if not isinstance(part, Passage) or id(part) in self.entries | headings or tight(part.text) == "目录":
                return None
            if "预算" in part.text and part.text[-1:] not in "。；":
                return part
        return None

    @cached_property
    def glossary(self) -> frozenset[int]:
        """The identities of the lines that explain terms: from their heading to the next of the form."""
        levels = dict(self.outline.levels)
        found: set[int] = set()
        level = 0
        for line in self.lines:
            own = levels.get(heading_key(line.text), 0) if len(line.text) <= _LONGEST_HEADING else 0
            if _GLOSSARY in line.text and len(line.text) <= _LONGEST_HEADING:
                level = own or level or len(levels) + 1
            elif 0 < own <= level:
                level = 0
            if level:
                found.add(id(line))
        return frozenset(found)

    def says(self, words: Sequence[str]) -> tuple[str, Place] | None:
        """Find one of some words in the running text, outside the glossary and the headings of the form."""
        headings = {id(found) for one in self.obligations if (found := heading_of(self, one.headings)) is not None}
        own = (one for one in self.lines if id(one) not in self.glossary)
        for line in own:
            if len(line.text) <= _LONGEST_HEADING and id(line) in headings:
                continue
            text = self._plain(line.text)
            said = next((one for one in words if one in text), "")
            if said:
                return said, line.place
        return None

    def _plain(self, text: str) -> str:
        """Write last year as 上年."""
        return tight(text).replace(f"{self.read.year - 1}年", "上年")


def bodies(document: AuditedDocument) -> Iterator[Body]:
    """Yield the document, then those of the units that stand in the same file."""
    contents = document.beside
    source = document.source
    parts = [("", source.read), *((unit.name or "（没有写名称的单位）", unit.read) for unit in source.units)]
    for number, (whose, read) in enumerate(parts):
        version = "单位" if number else read.version
        pack = read.form.pack
        outline = outline_of(pack, read.year or pack.year, version, within=bool(number))
        lines = tuple(one for one in read.passages if id(one) not in contents)
        keys: dict[str, Passage] = {}
        for one in lines:
            if len(one.text) <= _LONGEST_HEADING:
                keys.setdefault(_key(one.text), one)
        known = tuple(_obligations(pack.obligations, outline, version))
        yield Body(version, whose, read, outline, lines, known, contents, keys)


def _obligations(known: Sequence[Obligation], outline: Outline, version: str) -> Iterator[Obligation]:
    """Yield the obligations of a pack, then what its form prints and none of them names."""
    yield from known
    own = [one for one in known if one.applies in ("", version)]
    tables = {name for one in own for name in one.tables}
    place = Place("")
    for name in outline.tables:
        if name not in tables:
            yield Obligation(name, place, f"有“{name}”", column="其他表", tables=(name,))
    named = {_key(words) for one in own for words in one.headings}
    for words in outline.headings:
        if _key(words) not in named:
            heading = _NUMBER.sub("", words)
            yield Obligation(heading, place, f"有标题“{heading}”", column="其他说明", headings=(heading,))


def _key(text: str) -> str:
    return heading_key(text).rstrip("：:")


def heading_of(body: Body, wanted: Sequence[str]) -> Passage | None:
    """Find one of some headings: whose it is may stand before its words, or the text behind it; or it is much alike."""
    keys = [_key(words) for words in wanted]
    for key in keys:
        if key in body.by_key:
            return body.by_key[key]
    for key in (key for key in keys if len(key) >= _SHORTEST_ENDING):
        for own, line in body.by_key.items():
            if own.endswith(key) and not line.text.endswith(("。", "；")):
                return line
    for key in keys:
        for line in (one for one in body.lines if id(one) not in body.glossary):
            if heading_key(line.text[:_LONGEST_HEADING]).startswith(f"{key}："):
                return line
    others = {_key(words) for words in body.outline.headings}
    lines = [(own, line) for own, line in body.by_key.items() if own not in others]
    alike = [(SequenceMatcher(None, own, key).ratio(), line) for key in keys for own, line in lines]
    best = max(alike, key=lambda one: one[0], default=None)
    return best[1] if best is not None and best[0] >= _ALIKE else None


def closed(body: Body, heading: Passage) -> bool:
    """Tell whether nothing stands below a heading: the next of the form follows at once, or the end."""
    if len(heading.text) > _LONGEST_HEADING or "：" in tight(heading.text)[:-1]:
        return False
    levels = dict(body.outline.levels)
    own = levels.get(heading_key(heading.text), 0)
    after = _after(body.read.file.parts, heading)
    if after is None:
        return True
    return isinstance(after, Passage) and 0 < levels.get(heading_key(after.text), 0) <= own


def _after(parts: Sequence[FilePart], heading: Passage) -> FilePart | None:
    at = next((number for number, one in enumerate(parts) if one is heading), len(parts))
    return next(iter(parts[at + 1 : at + 2]), None)


def mentioned(body: Body, name: str) -> str:
    """Say where the title of a table stands that was not recognised; empty where it stands nowhere."""
    wanted = title(body.title_of(name))
    for part in (one for one in body.read.file.parts if id(one) not in body.entries):
        texts = [part.text] if isinstance(part, Passage) else [cell.text for row in part.rows[:3] for cell in row]
        if any(len(text) <= _LONGEST_HEADING and wanted and title(text) == wanted for text in texts):
            return f"{part.place.words}有题名“{body.title_of(name)}”，表没有认出来"
    return ""


def publication_of(document: AuditedDocument) -> Publication | None:
    """Give when and where it was published: as the bureau's list says, else as it is printed."""
    if document.publication is not None:
        return document.publication
    printed = Publication(said="文中印的日期")
    for line in document.passages:
        text = tight(line.text)
        approved, published = _day(_APPROVED.search(text)), _day(_PUBLISHED.search(text))
        if approved or published:
            printed = replace(
                printed,
                approved=approved or printed.approved,
                published=published or printed.published,
                place=line.place,
            )
    return printed if printed.approved or printed.published else None


def _day(found: re.Match[str] | None) -> date | None:
    try:
        return date(*map(int, found.groups())) if found is not None else None
    except ValueError:
        return None
