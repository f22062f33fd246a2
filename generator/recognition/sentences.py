"""Running text read back with the form's own sentences: texts by their keys, amounts under conditions, changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.base.paths import ValuePath
from generator.books.statements import normal
from generator.facts.classification import Classification
from generator.facts.words import LEVELS, THIS_YEAR
from generator.findings.finding import Place
from generator.grids.grid import Passage
from generator.ledger import EVERYTHING, Condition, clause
from generator.pack.spec import Pack
from generator.recognition.amounts import decimals, number_in, tolerance
from generator.recognition.patterns import ITEM, Hole, Pattern, heading_key, known_anywhere, pieces, unnumbered
from generator.recognition.statements import PrintedAmount
from generator.recognition.words import label

TEXT = "正文"
_LONGEST_HEADING = 40  # characters
_CHANGED = re.compile(r"(增加|减少|增长|下降)([0-9][0-9,，]*(?:\.[0-9]+)?)(万元|元|%)?")
_LEVEL = re.compile("持平|一致|相同|没有变化|无增减变化")
_LESS = ("减少", "下降")
_SHORTEST_ENDING = 4  # characters of a heading that may stand behind a name
_SLACK = 0.5  # of the levels of an item: old names, one sign off
_UNITS = {0: "", 4: "万元"}
_MOST = 3_000  # characters of a paragraph that is compared with sentences


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text of a budget: the path that a sample has it at, its words, and where they stand."""

    path: ValuePath
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ReadChange:
    """A change that a sentence states: of a query, against a book, in 元 (negative: less)."""

    query: str
    narrow: tuple[str, ...]
    book: str
    difference: Decimal
    tolerance: Decimal
    place: Place


@dataclass(slots=True)
class ReadSentences:
    """What the running text says, in its order; `unread` are the paragraphs that are no sentence of the form."""

    texts: list[ReadText] = field(default_factory=list)
    amounts: list[PrintedAmount] = field(default_factory=list)
    changes: list[ReadChange] = field(default_factory=list)
    unread: list[Passage] = field(default_factory=list)
    doubled: list[Passage] = field(default_factory=list)  # printed twice
    unbound: list[tuple[str, Place]] = field(default_factory=list)  # names of items that no catalogue has


class SentenceReader:
    """Reads paragraphs with the sentences of a form. `names` are the printed names of codes, then the catalogue's."""

    def __init__(
        self, pack: Pack, patterns: Sequence[Pattern], names: Classification, printed: Mapping[tuple[str, str], str]
    ) -> None:
        self.pack, self.patterns, self.names, self.printed = pack, patterns, names, printed
        self.sections = {one.section for one in patterns} - {""}
        self.found = ReadSentences()
        self.section = ""
        self.seen: dict[str, Passage] = {}

    def read(self, passages: Iterable[Passage]) -> ReadSentences:
        """Read the running text of a file."""
        for passage in passages:
            self._passage(passage)
        return self.found

    def _passage(self, passage: Passage) -> None:
        found = list(pieces(passage.text))[:_MOST]
        text = "".join(one for one, _ in found)
        start = len(text) - len(unnumbered(text))
        if not text or self._is_heading(text):
            return
        if len(text) > _LONGEST_HEADING and text in self.seen:
            self.found.doubled.append(passage)
            return
        self.seen[text] = passage
        for pattern in self._candidates():
            match = pattern.expression.fullmatch(text, start)
            if match is not None:
                if pattern.holes:
                    self._take(pattern, match, passage, [at for _, at in found])
                return
        self.found.unread.append(passage)

    def _is_heading(self, text: str) -> bool:
        """Tell whether a line heads a section of the form; a name before its words may be whose it is."""
        if len(text) > _LONGEST_HEADING:
            return False
        key = heading_key(text)
        section = key if key in self.sections else ""
        if not section and not text.endswith(("。", "；", "，")):
            ending = [one for one in self.sections if len(one) >= _SHORTEST_ENDING and key.endswith(one)]
            section = max(ending, key=len, default="")
        if section:
            self.section = section
        return bool(section)

    def _candidates(self) -> Iterator[Pattern]:
        """Yield the sentences that may stand here: those with most fixed words first, any text of the section last."""
        here = [one for one in self.patterns if one.section == self.section]
        yield from sorted((one for one in here if known_anywhere(one)), key=lambda one: -one.fixed)
        yield from sorted(
            (one for one in self.patterns if one.section != self.section and known_anywhere(one)),
            key=lambda one: -one.fixed,
        )
        yield from (one for one in here if not known_anywhere(one))

    def _take(self, pattern: Pattern, match: re.Match[str], passage: Passage, index: Sequence[int]) -> None:
        """Take what stands in the holes of a sentence."""
        levels = {
            str(hole.what[2]): match[number]
            for number, hole in enumerate(pattern.holes, 1)
            if hole.what[0] == ITEM and hole.kind == "文字"
        }
        dimension = next((str(hole.what[1]) for hole in pattern.holes if hole.what[0] == ITEM), "")
        code = self._bound(dimension, levels, passage) if levels else ""
        for number, hole in enumerate(pattern.holes, 1):
            start, end = match.span(number)
            if end > start:
                original = passage.text[index[start] : index[end - 1] + 1]
                after = match.string[end : end + 2]
                self._value(hole, original.strip(), after, passage, (dimension, code))

    def _value(self, hole: Hole, text: str, after: str, passage: Passage, item: tuple[str, str]) -> None:
        if hole.kind == "文字":
            if hole.what[0] == ITEM:
                return
            path = hole.what
            if item[1] and str(path[-1]).isdigit():  # 科目用途 of the item of this sentence
                path = (*path[:-1], item[1])
            self.found.texts.append(ReadText(path, text, passage.place))
        elif hole.kind in ("金额", "数量"):
            self._amount(hole, text, after, passage, item)
        elif hole.kind == "比较":
            self._change(hole, text, passage)

    def _amount(self, hole: Hole, text: str, after: str, passage: Passage, item: tuple[str, str]) -> None:
        number = number_in(text)
        if number is None:
            return
        scale = 4 if after.startswith("万") and hole.kind == "金额" else 0
        value = number.scaleb(scale)
        if hole.what[0] == ITEM:
            if not item[1]:
                return
            book, query, narrow = THIS_YEAR, str(hole.what[2]), [f"{item[0]}={item[1]}"]
        else:
            book, query, narrow = str(hole.what[1]), str(hole.what[2]), [str(one) for one in hole.what[3:]]
        data, condition = self._asked(query, narrow)
        found = normal(condition)
        if found is not None:
            words = f"{item[1]} {self.names.name(*item)}" if hole.what[0] == ITEM else query
            off = tolerance(max(decimals((number,)), self.pack.said.places), scale, stored=hole.kind == "数量")
            self.found.amounts.append(
                PrintedAmount(
                    TEXT, data, book, found, value, off, passage.place, words, text + _UNITS[scale], measure=hole.kind
                )
            )

    def _asked(self, query: str, narrow: Sequence[str]) -> tuple[str, Condition]:
        """Give the data set and the condition of a query of the pack, narrowed by dimensions."""
        data, condition = self.pack.queries.get(query, ("收支", EVERYTHING))
        for one in narrow:
            name, _, values = one.partition("=")
            condition &= Condition((clause(name, values.split("|"), self.pack.dimensions),))
        return data, condition

    def _change(self, hole: Hole, text: str, passage: Passage) -> None:
        changed = _CHANGED.search(text)
        if changed is None and not _LEVEL.search(text):
            return
        difference, off = Decimal(0), Decimal(0)
        if changed is not None:
            if changed[3] == "%":
                return
            scale = 4 if changed[3] == "万元" else 0
            number = number_in(changed[2]) or Decimal(0)
            difference = number.scaleb(scale) * (-1 if changed[1] in _LESS else 1)
            off = tolerance(max(decimals((number,)), self.pack.said.places), scale, stored=False)
        query, narrow = str(hole.what[2]), tuple(map(str, hole.what[3:]))
        self.found.changes.append(ReadChange(query, narrow, hole.book, difference, off, passage.place))

    def _bound(self, dimension: str, levels: Mapping[str, str], passage: Passage) -> str:
        """Find the code of an item by the names of its levels: those that tables print go before the catalogue's."""
        wanted = [
            (LEVELS[dimension][level], label(name)) for level, name in levels.items() if level in LEVELS[dimension]
        ]
        if not wanted:
            return ""
        deepest = max(length for length, _ in wanted)
        printed = [code for known, code in self.printed if known == dimension and len(code) == deepest]
        catalogue = [code for code in self.names.categories(dimension) if len(code) == deepest]
        for codes in (printed, catalogue):
            found = max(codes, key=lambda code: self._likeness(dimension, code, wanted), default="")
            if found and self._likeness(dimension, found, wanted) >= len(wanted) - _SLACK:
                return found
        self.found.unbound.append(("·".join(levels.values()), passage.place))
        return ""

    def _likeness(self, dimension: str, code: str, wanted: Sequence[tuple[int, str]]) -> float:
        return sum(self._alike(dimension, code[:length], name) for length, name in wanted)

    def _alike(self, dimension: str, code: str, name: str) -> float:
        """Say how like a printed name is to that of a code: an old name counts nearly as much, 其它 as 其他."""
        known = [self.printed.get((dimension, code), ""), self.names.name(dimension, code)]
        old = [one.old for one in self.names.renames if one.code == code] if dimension == "功能分类" else []
        if name in [label(one) for one in known if one]:
            return 1.0
        plain = name.replace("其它", "其他")
        return 0.9 if plain in [label(one).replace("其它", "其他") for one in (*known, *old) if one] else 0.0
