"""Running text read back with the form's own sentences: texts by their keys, amounts under conditions, changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.facts.classification import Classification
from generator.facts.words import LEVELS, THIS_YEAR
from generator.findings.finding import Place
from generator.grids.grid import Passage
from generator.pack.spec import Pack
from generator.recognition.amounts import decimals, number_in, rounded_to, tolerance
from generator.recognition.figures import (
    AMOUNT,
    DELTA,
    LAST,
    NONE,
    NUMBER,
    PORTION,
    RATIO,
    Meaning,
    TextFigure,
    TextSpan,
    TightText,
    name_before,
    tokens,
)
from generator.recognition.free import TEXT, Around, FreeReader, FreeSentences, ReadChange, ReadRate
from generator.recognition.items import ItemNames
from generator.recognition.names import FormNames
from generator.recognition.patterns import AMOUNT as AMOUNT_OF
from generator.recognition.patterns import (
    ITEM,
    Hole,
    Pattern,
    heading_key,
    known_anywhere,
    tight,
    tight_text,
    unnumbered,
)
from generator.recognition.patterns import QUANTITY as QUANTITY_OF
from generator.recognition.statements import PrintedAmount

_LONGEST_HEADING = 40  # characters
_CHANGED = re.compile(r"(增加|减少|增长|下降)([0-9][0-9,，]*(?:\.[0-9]+)?)(万元|元|%)?")
_LEVEL_WITHIN = re.compile("([^（）]+)（(类|款)）")
_CODE_BEFORE = re.compile("[0-9]{2,7}(?![0-9])")
_LEVEL = re.compile("持平|一致|相同|没有变化|无增减变化")
_LESS = ("减少", "下降")
_SHORTEST_ENDING = 4  # characters of a heading that may stand behind a name
_CHAPTER = re.compile("[一二三四五六七八九十]+、")
_MEASURED = re.compile("([0-9]+(?:，[0-9]{3})*(?:\\.[0-9]+)?)(亿元|万元|千元|元|%)")
_OF_RECORD = "是一条记录（如项目）的数，表里有的由表核对"
_NO_ITEM = "没有认出是哪个科目"
_UNITS = {0: "", 4: "万元"}
_UNIT_AFTER = re.compile("亿元|万元|千元|元|%|个百分点|台（套）|辆|台|套|个|家|项|人|名|户|次|批|件")
_YEAR = re.compile("[0-9]{4}年|上年|去年")
_MOST = 3_000  # characters of a paragraph that is compared with sentences


@frozen
class ReadText:
    """A text of a budget: the path that a sample has it at, its words, and where they stand."""

    path: ValuePath
    text: str
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
    free: FreeSentences = field(default_factory=FreeSentences)  # what stands in other words than the form's

    @property
    def every_amount(self) -> tuple[PrintedAmount, ...]:
        """This year's amounts, in the form's words and in others."""
        return (*self.amounts, *self.free.amounts)

    @property
    def every_change(self) -> tuple[ReadChange, ...]:
        """The changes, in the form's words and in others."""
        return (*self.changes, *self.free.changes)


class SentenceReader:
    """Reads paragraphs with the sentences of a form. `names` are the printed names of codes, then the catalogue's."""

    def __init__(
        self,
        pack: Pack,
        patterns: Sequence[Pattern],
        names: Classification,
        printed: Mapping[tuple[str, str], str],
        whose: tuple[int, Sequence[str]] = (0, ()),
    ) -> None:
        """`whose` are the year of the document, and the names of those it is about."""
        self.pack = pack
        self.patterns = [one for one in patterns if not _lists_projects(one)]  # of a length that others do not have
        self.sections = {one.section for one in patterns} - {""}
        self.items = ItemNames(names, printed)
        self.free = FreeReader(FormNames(pack, patterns, whose[1]), self.items, whose[0] or names.year)
        self.found = ReadSentences(free=self.free.found)
        self.section = self.heading = ""
        self.own = False  # whether the line above is the section's
        self.decimals: dict[str, dict[str, int]] = {}  # by the line above
        self.seen: set[tuple[str, str]] = set()  # headings, and texts below them

    def read(self, passages: Iterable[Passage]) -> ReadSentences:
        """Read the running text of a file."""
        every = list(passages)
        for passage in every:  # first how exact each section is: zeros at the end are dropped
            self._measure(tight(passage.text))
        self.section = self.heading = ""
        for passage in every:
            self._passage(passage)
        return self.found

    def _measure(self, text: str) -> None:
        if not self._is_heading(text):
            places = self.decimals.setdefault(self.heading, {})
            for number, unit in _MEASURED.findall(text):
                places[unit] = max(places.get(unit, 0), len(number.partition(".")[2]))

    def _around(self) -> Around:
        """Say where the paragraph to be read stands; of which money the form lists the items of its section."""
        section = self.section if self.own else ""
        base = next(
            (
                str(hole.what[2])
                for one in self.patterns
                if section and one.section == section
                for hole in one.holes
                if hole.what[0] == ITEM and hole.kind == "金额"
            ),
            "",
        )
        asked = self.free.names.asked(base, ()) if base else None
        return Around(section, self.heading, self.decimals.get(self.heading, {}), asked)

    def _passage(self, passage: Passage) -> None:
        whole = tight_text(passage, _MOST)
        text = whole.text
        start = len(text) - len(unnumbered(text))
        if not text or self._is_heading(text):
            return
        if len(text) > _LONGEST_HEADING and (self.heading, text) in self.seen:
            self.found.doubled.append(passage)
            return
        self.seen.add((self.heading, text))
        self.free.enter(self.heading)
        for pattern in self._candidates():
            match = pattern.expression.fullmatch(text, start)
            if match is not None:
                taken = self._take(pattern, match, passage, whole)
                spans = [match.span(at) for at, hole in enumerate(pattern.holes, 1) if hole.kind == "文字"]
                led = [(start - (text[start - 1 : start] == "，"), end) for start, end in spans if start >= 0]
                self.free.read(whole, led, self._around(), taken)  # ，增长5% begins with its comma
                return
        self.free.read(whole, [(0, len(text))], self._around())
        self.found.unread.append(passage)

    def _is_heading(self, text: str) -> bool:
        """Tell whether a line heads a section of the form; a name before its words may be whose it is."""
        if len(text) > _LONGEST_HEADING:
            return False
        key = heading_key(text)
        section = key if key in self.sections else ""
        ended = text.endswith(("。", "；", "，"))
        if not section and not ended:
            ending = [one for one in self.sections if len(one) >= _SHORTEST_ENDING and key.endswith(one)]
            section = max(ending, key=len, default="")
        if section:
            self.section = section
        if section or (_CHAPTER.match(text) and not ended):
            self.heading, self.own = text, bool(section)
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

    def _take(self, pattern: Pattern, match: re.Match[str], passage: Passage, whole: TightText) -> list[TextFigure]:
        """Take what stands in the holes of a sentence; the figures of its fixed words are no money."""
        taken = [match.span(number) for number in range(1, len(pattern.holes) + 1)]
        figures = [
            TextFigure(whole.at(start, end), start, end, match.string[start:end], NONE)
            for start, end in tokens(match.string)
            if not any(a <= start and end <= b for a, b in taken)
        ]
        item = self._item(pattern, match, passage)
        amounts = (self._asked(hole, item) for hole in pattern.holes if hole.kind == "金额")
        self.free.note([one for one in amounts if one is not None])
        said: dict[ValuePath, PrintedAmount] = {}
        for number, hole in enumerate(pattern.holes, 1):
            start, end = match.span(number)
            if end <= start:
                continue
            place = whole.at(start, end)
            original = passage.text[place.column - 1 : place.column - 1 + place.length].strip()
            if hole.kind == "文字":
                self._text(hole, original, passage.place, item)
                continue
            asked = self._asked(hole, item)
            one = _figure_of(hole, whole, (start, end), asked)
            if hole.kind in ("金额", "数量"):
                self._amount(hole, original, match.string[end : end + 2], place, asked, said)
            elif hole.kind == "比较":
                self._change(hole, original, place, asked, said.get(hole.what))
            if one is not None:
                if one.text and hole.against and asked is not None:
                    self._rate(hole, one.text, one.place, asked, item)
                figures.append(one)
        return figures

    def _item(self, pattern: Pattern, match: re.Match[str], passage: Passage) -> tuple[str, str]:
        """Find the item that a sentence is about by the names of its levels: dimension and code."""
        levels = {
            str(hole.what[2]): match[number]
            for number, hole in enumerate(pattern.holes, 1)
            if hole.what[0] == ITEM and hole.kind == "文字"
        }
        dimension = next((str(hole.what[1]) for hole in pattern.holes if hole.what[0] == ITEM), "")
        named = [(level, name) for level, name in levels.items() if level in LEVELS.get(dimension, ())]
        every = [(one, words) for level, name in named for one, words in _levels_in(level, name)]
        path = [(one, *_without_code(words)) for one, words in every]
        if not path:
            return dimension, ""
        found = self.items.find(path, (dimension,))
        if found is None:
            self.found.unbound.append(("·".join(levels.values()), passage.place))
            return dimension, ""
        self.free.found.misnamed += [(printed, known, passage.place) for printed, known in found.differs]
        return dimension, found.code

    def _text(self, hole: Hole, text: str, place: Place, item: tuple[str, str]) -> None:
        if hole.what[0] == ITEM:
            return
        path = hole.what
        if item[1] and str(path[-1]).isdigit():  # 科目用途 of the item of this sentence
            path = (*path[:-1], item[1])
        self.found.texts.append(ReadText(path, text, place))

    def _asked(self, hole: Hole, item: tuple[str, str]) -> Meaning | None:
        """Say what a figure of a sentence of the form states."""
        if hole.what[0] == ITEM:
            return self.free.names.asked(str(hole.what[2]), [f"{item[0]}={item[1]}"]) if item[1] else None
        if hole.what[0] not in (AMOUNT_OF, QUANTITY_OF):
            return None
        narrow = [str(one) for one in hole.what[3:]]
        if item[1]:  # the sample's item stands for that of this sentence
            narrow = [f"{item[0]}={item[1]}" if one.startswith(f"{item[0]}=") else one for one in narrow]
        return self.free.names.asked(str(hole.what[2]), narrow)

    def _amount(
        self,
        hole: Hole,
        text: str,
        after: str,
        place: Place,
        asked: Meaning | None,
        said: dict[ValuePath, PrintedAmount],
    ) -> None:
        number = number_in(text)
        if number is None or asked is None:
            return
        scale = 4 if after.startswith("万") and hole.kind == "金额" else 0
        book = THIS_YEAR if hole.what[0] == ITEM else str(hole.what[1])
        code = next((one.partition("=")[2] for one in asked.narrow if hole.what[0] == ITEM), "")
        words = f"{code} {self.items.names.name(str(hole.what[1]), code)}" if code else asked.query
        off = tolerance(max(decimals((number,)), self.pack.said.places), scale, stored=hole.kind == "数量")
        printed = text + _UNITS[scale]
        one = PrintedAmount(
            TEXT,
            asked.data,
            book,
            asked.condition,
            number.scaleb(scale),
            off,
            place,
            words,
            printed,
            measure=hole.kind,
            rounded=rounded_to(number, scale) if hole.kind == "金额" else Decimal(0),
        )
        if book == THIS_YEAR:
            said[hole.what] = one
            self.found.amounts.append(one)
        else:
            self.free.found.last.append((asked, one))

    def _change(self, hole: Hole, text: str, place: Place, asked: Meaning | None, now: PrintedAmount | None) -> None:
        changed = _CHANGED.search(text)
        if asked is None or (changed is None and not _LEVEL.search(text)):
            return
        off = tolerance(self.pack.said.places, 4, stored=False)  # level as far as it is printed
        difference, rounded = Decimal(0), Decimal(0)
        if changed is not None:
            if changed[3] == "%":
                return
            scale = 4 if changed[3] == "万元" else 0
            number = number_in(changed[2]) or Decimal(0)
            difference = number.scaleb(scale) * (-1 if changed[1] in _LESS else 1)
            off = tolerance(max(decimals((number,)), self.pack.said.places), scale, stored=False)
            rounded = Decimal(5).scaleb(scale - decimals((number,)) - 1)
        value, at = (now.value, now.place) if now is not None else (None, None)
        change = ReadChange(asked, hole.book, difference, off, place, value, rounded=rounded, beside=at)
        self.found.changes.append(change)

    def _rate(self, hole: Hole, text: str, place: Place, asked: Meaning, item: tuple[str, str]) -> None:
        """Take a rate of change, or a share, of an amount that the sentence states before it."""
        number = number_in(text)
        amount = next((one for one in reversed(self.found.amounts) if _states(one, asked)), None)
        if number is None or amount is None:
            return
        off = Decimal(5).scaleb(-max(decimals((number,)), self.pack.rates.places) - 1)
        if hole.against[1] == THIS_YEAR:
            whole = self._asked(replace(hole, what=hole.against), item)
            self.free.found.rates.append(ReadRate(text, number, off, place, amount, None, whole))
            return
        change = next((one for one in reversed(self.found.changes) if one.asked == asked), None)
        if change is not None:
            self.free.found.rates.append(ReadRate(text, number, off, place, amount, change))


def _states(one: PrintedAmount, asked: Meaning) -> bool:
    return (one.data, one.condition) == (asked.data, asked.condition)


def _without_code(name: str) -> tuple[str, str]:
    """Part a name from the code before it."""
    found = _CODE_BEFORE.match(name)
    return (name[found.end() :], found[0]) if found else (name, "")


def _levels_in(level: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the levels that the name of one holds: a form without 类 meets a document that writes it before the 款."""
    for word, above in _LEVEL_WITHIN.findall(name):
        yield above, word
    yield level, _LEVEL_WITHIN.sub("", name)


def _lists_projects(pattern: Pattern) -> bool:
    """Tell whether a sentence lists projects, each with its amount."""
    both = zip(pattern.holes, pattern.holes[1:], strict=False)
    return any(name.what[0] == amount.what[0] == "项目" and amount.kind == "数" for name, amount in both)


def _figure_of(hole: Hole, whole: TightText, span: TextSpan, asked: Meaning | None) -> TextFigure | None:
    """Give the figure that stands in a hole of a sentence, None where it has no digits and compares nothing."""
    text = whole.text[slice(*span)]
    changed = _CHANGED.search(text) if hole.kind == "比较" else None
    level = hole.kind == "比较" and changed is None and _LEVEL.search(text) is not None
    first = changed.span(2) if changed else next(iter(tokens(text)), None)
    if level:
        first = (len(text), len(text))
    if first is None:
        return None
    start, end = span[0] + first[0], span[0] + first[1]
    printed, unit = whole.text[start:end], _UNIT_AFTER.match(whole.text, end)
    value = number_in(printed) or Decimal(0) if printed else Decimal(0)
    sign = -1 if changed and changed[1] in _LESS else 1
    year = _YEAR.search(text) if hole.kind == "比较" else None
    why = "" if asked else _NO_ITEM if hole.what[0] == ITEM else _OF_RECORD
    role = _role(hole, unit[0] if unit else "")
    return TextFigure(
        whole.at(start, end), start, end, printed, role, sign * value, unit[0] if unit and printed else "",
        name_before(whole.text[:start]) if role in (AMOUNT, NUMBER) else "",
        year=year[0] if year else "", executed="执行" in text, asked=asked, why=why,
    )  # fmt: skip


def _role(hole: Hole, unit: str) -> str:
    """Say what the figure in a hole is, by the hole and the unit after it."""
    if hole.kind == "金额" and hole.what[0] == AMOUNT_OF and hole.what[1] != THIS_YEAR:
        return LAST
    if hole.kind in ("金额", "数量"):
        return AMOUNT if hole.kind == "金额" else NUMBER
    if unit == "%":
        return PORTION if hole.against and hole.against[1] == THIS_YEAR else RATIO
    return DELTA if hole.kind == "比较" else AMOUNT if unit.endswith("元") else NUMBER
