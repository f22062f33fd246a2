"""Figures of sentences in any words, bound to what they state: this year's amounts, last year's, changes and shares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.books.statements import within
from generator.facts.words import LAST_YEAR, LAST_YEAR_EXECUTED, THIS_YEAR
from generator.findings.finding import Place
from generator.recognition.amounts import rounded_to, tolerance
from generator.recognition.figures import (
    AMOUNT,
    DELTA,
    LAST,
    NUMBER,
    PLAN,
    PORTION,
    RATIO,
    Meaning,
    TextFigure,
    TextSpan,
    TightText,
    figures_of,
)
from generator.recognition.items import ItemNames
from generator.recognition.names import FormNames, plain
from generator.recognition.phrases import phrases
from generator.recognition.statements import PrintedAmount
from generator.recognition.words import bare

TEXT = "正文"
_SPENT, _PROJECT, _FUND = "支出", "项目", "资金性质"
_SHORTEST = 4  # characters of a project's name
_RATES = 2  # decimals of rates of which zeros at the end are dropped; small ones are printed with more
_CLASSIFIED = ("功能分类", "经济分类", "政府经济分类")
_YEAR = re.compile("^[0-9]{4}年度?")
_NAME = 20  # characters of a name that are told
_SCOPE = re.compile("(?:^|(?<=[，。；：]))(?!其中)([^，。；：（）0-9]{3,40}(?:收入|支出|经费|资金|拨款|预算|总额))中，")
_LED = re.compile(  # whose items the paragraphs below list: 财政拨款支出主要内容如下：
    "(?:^|[。；])([^。；，：]{4,40}?)的?(?:主要|具体)*(?:内容|用途|科目|项目|构成|情况)(?:具体|主要)?(?:如下|包括|有|为)?：$"
)
_OTHER_YEAR = "是别的年度的数"
_OF_OTHERS = (DELTA, RATIO, LAST, PLAN, PORTION)
_NO_WHOLE = "它所在的总数没有认出"


@frozen
class ReadChange:
    """A change that a sentence states, against a book, in 元 (negative: less).

    `now` is this year's amount beside it, which stands at `beside`.
    """

    asked: Meaning
    book: str
    difference: Decimal
    tolerance: Decimal
    place: Place
    now: Decimal | None = None
    named: bool = False  # said in the reason of another change
    rounded: Decimal = Decimal(0)  # half of its own last digit, in 元, where others beside it print more of them
    beside: Place | None = None


@frozen
class ReadRate:
    """A rate that a sentence states of an amount and its change, or of an amount and its whole, in percent."""

    text: str
    rate: Decimal
    tolerance: Decimal
    place: Place
    amount: PrintedAmount
    change: ReadChange | None = None
    whole: Meaning | None = None


@dataclass(slots=True)
class FreeSentences:
    """What sentences in any words say; `figures` are all figures of the running text, in their order."""

    figures: list[TextFigure] = field(default_factory=list)
    amounts: list[PrintedAmount] = field(default_factory=list)
    last: list[tuple[Meaning, PrintedAmount]] = field(default_factory=list)  # last year's amounts, said outright
    changes: list[ReadChange] = field(default_factory=list)
    rates: list[ReadRate] = field(default_factory=list)
    texts: list[tuple[ValuePath, str, Place]] = field(default_factory=list)  # reasons and purposes
    projects: list[tuple[str, PrintedAmount]] = field(default_factory=list)  # that a sentence names with their money
    misnamed: list[tuple[str, str, Place]] = field(default_factory=list)  # printed, meant


@frozen
class Around:
    """Where a paragraph stands: the section of the form, the line above, and how many decimals amounts and rates have.

    `base` is what items of a classification are of, if the form says that of the section.
    """

    section: str
    heading: str
    decimals: Mapping[str, int]
    base: Meaning | None


class FreeReader:
    """Reads the figures of paragraphs one after the other. `year` is that of the document."""

    def __init__(self, names: FormNames, items: ItemNames, year: int) -> None:
        self.names, self.items, self.year = names, items, year
        self.found = FreeSentences()
        self.base: Meaning | None = None  # the last spending that a sentence stated as a whole
        self.bought: Meaning | None = None  # the purchases that a sentence of this section stated
        self.first: Meaning | None = None  # the first amount of this section: shares without a name are of it
        self.section = ""

    def enter(self, heading: str) -> None:
        """Begin a paragraph: in another section, what was said before it is forgotten."""
        if heading != self.section:
            self.section, self.base, self.bought, self.first = heading, None, None, None

    def note(self, stated: Sequence[Meaning]) -> None:
        """Remember the first spending, and the first purchases, that a paragraph states as a whole."""
        self.base = next((one for one in stated if _is_spending(one)), None) or self.base
        self.bought = self.bought or next((one for one in stated if one.data == "采购"), None)
        self.first = self.first or next(iter(stated), None)

    def read(
        self, whole: TightText, spans: Sequence[TextSpan], around: Around, taken: Sequence[TextFigure] = ()
    ) -> None:
        """Read the figures that stand within spans of a paragraph; `taken` are those of the form's own words in it."""
        figures = figures_of(whole, spans, self.year, taken)
        known = {one.start for one in taken}
        scopes = [(one.end(), one[1]) for one in _SCOPE.finditer(whole.text)]
        bound: list[TextFigure] = []
        said: dict[int, PrintedAmount] = {}
        changed: dict[int, ReadChange] = {}
        for number, one in enumerate(figures):
            if one.start in known:
                bound.append(one)
                if one.role == AMOUNT and one.asked is not None:
                    said[number] = _amount(one, one.asked, THIS_YEAR, around)
                elif one.role == DELTA and one.asked is not None:  # a rate in other words may follow
                    of = _same(one.asked, bound[:-1])
                    changed[of] = _change(one, one.asked, said.get(of), around)
                continue
            bound.append(self._scoped(self._bound(one, bound, around), whole.text, scopes, around))
            self._state(number, bound, said, changed, around)
        self.note([one.asked for one in bound if one.role == AMOUNT and one.asked])
        self._lead(whole.text, around)
        self._texts(whole.text, bound, whole.place)
        self.found.figures += bound

    def _lead(self, text: str, around: Around) -> None:
        """Take the spending that the end of a paragraph names as that whose items are listed below it."""
        led = _LED.search(text)
        asked, mistyped = self.names.bind(AMOUNT, around.section, around.heading, led[1]) if led else (None, "")
        if asked is not None and not mistyped and _is_spending(asked):
            self.base = asked

    def _bound(self, one: TextFigure, before: Sequence[TextFigure], around: Around) -> TextFigure:
        """Find out what a figure states."""
        if one.rough:
            return replace(one, why="是大概的数")
        if one.role == LAST and not self._is_last_year(one.year):
            return replace(one, why=_OTHER_YEAR)
        if one.role in (AMOUNT, NUMBER) or (one.role in (DELTA, RATIO, LAST) and one.name):
            if one.role in (DELTA, RATIO) and not self._is_last_year(one.year):
                return replace(one, why=_OTHER_YEAR)
            asked, why = self._named(one, before, around)
            asked = asked or self._purchases(one, before) or self._short(one, before, around)
            asked = asked or self._project(one, before)
            if asked is not None and one.role == AMOUNT and one.within >= 0 and _PROJECT not in asked.condition:
                whole = before[one.within].asked
                asked = self.names.narrowed(asked, whole) if whole else None
                why = "" if asked else _NO_WHOLE
            if asked is not None and one.role == DELTA and not one.year:
                asked = self._of_fund(asked, before)
            of = _same(asked, before) if asked and one.role in (DELTA, RATIO) else one.of
            return replace(one, asked=asked, of=of, why="" if asked else why)
        return self._of_subject(one, before) if one.role in _OF_OTHERS and not one.why else one

    def _scoped(self, one: TextFigure, text: str, scopes: Sequence[tuple[int, str]], around: Around) -> TextFigure:
        """Confine an amount to what its sentence speaks of: 一般公共预算支出中，基本支出50万元."""
        end, words = next((scope for scope in reversed(scopes) if scope[0] <= one.start), (0, ""))
        if one.role != AMOUNT or one.asked is None or not words or "。" in text[end : one.start]:
            return one
        whole, _ = self.names.bind(AMOUNT, around.section, around.heading, words)
        asked = self.names.narrowed(one.asked, whole) if whole is not None else None
        return replace(one, asked=asked, why="" if asked else _NO_WHOLE)

    def _of_subject(self, one: TextFigure, before: Sequence[TextFigure]) -> TextFigure:
        """Let a change, a rate, a share or a plan state something of the amount that it is of."""
        subject = before[one.of] if one.of >= 0 else None
        if subject is None or subject.asked is None:
            return replace(one, why="不知道说的是哪个数" if subject is None else "它说的那个数没有认出")
        if one.role in (DELTA, RATIO) and not self._is_last_year(one.year):
            return replace(one, why=_OTHER_YEAR)
        return replace(one, asked=subject.asked)

    def _of_fund(self, asked: Meaning, before: Sequence[TextFigure]) -> Meaning:
        """Confine a change that is the reason of another (主要原因是基本支出增加) to the fund of its paragraph."""
        about = next((each.asked for each in reversed(before) if each.role == AMOUNT and each.asked), None)
        funds = about.condition.get(_FUND) if about is not None and about.data == asked.data else None
        if funds is None or _FUND in asked.condition:
            return asked
        return self.names.narrowed(asked, Meaning(asked.data, {_FUND: funds})) or asked

    def _named(self, one: TextFigure, before: Sequence[TextFigure], around: Around) -> tuple[Meaning | None, str]:
        """Bind an amount by its name, or by the levels of its item."""
        stated = [each.asked for each in before if each.role == AMOUNT and each.asked]
        base = around.base or next((each for each in stated if _is_spending(each)), None) or self.base
        if one.path:
            return self._item(one, base)
        if not one.name:
            return None, "前面没有名称"
        kind = NUMBER if one.role == NUMBER else AMOUNT
        asked, meant = self.names.bind(kind, around.section, around.heading, one.name)
        if asked is None and one.role == AMOUNT and (path := self.items.whole_class(one.name)):
            return self._item(replace(one, path=path), base)
        if asked is None and "、" in one.name and not one.value:  # several that are all level
            asked, meant = self.names.bind(kind, around.section, around.heading, one.name.rpartition("、")[2])
        if meant:
            self.found.misnamed.append((_YEAR.sub("", one.name), meant, one.place.whole))
        return asked, "" if asked else f"名称“{'……' * (len(one.name) > _NAME)}{one.name[-_NAME:]}”不是格式里的口径"

    def _short(self, one: TextFigure, before: Sequence[TextFigure], around: Around) -> Meaning | None:
        """Bind a part by its last words: the first of its whole are left out (其中：购置费)."""
        whole = before[one.within] if one.within >= 0 else None
        if whole is None or whole.asked is None or one.role != AMOUNT or one.path:
            return None
        first = plain(whole.name)
        for length in range(len(first) - 1, 1, -1):
            asked, mistyped = self.names.bind(AMOUNT, around.section, around.heading, first[:length] + one.name)
            if asked is not None and not mistyped and not _alike(asked, whole.asked):
                return asked
        return None

    def _purchases(self, one: TextFigure, before: Sequence[TextFigure]) -> Meaning | None:
        """Bind goods, works and services to the purchases that were named last."""
        if one.role == AMOUNT and not one.path:
            whole = next((each.asked for each in before if each.asked and each.asked.data == "采购"), self.bought)
            return self.names.purchases(one.name, whole) if whole else None
        return None

    def _project(self, one: TextFigure, before: Sequence[TextFigure]) -> Meaning | None:
        """Take an amount that is a part of the projects' money, or of a project named before, as that of a project."""
        name = bare(phrases().before.sub("", one.name, count=1) if one.name.startswith("其中") else one.name)
        whole = before[one.within].asked if one.within >= 0 else None
        known = any(name == own for own, _ in self.found.projects)
        of_projects = whole is not None and whole.condition.get("支出类型") == ("项目支出",)
        if one.role != AMOUNT or one.path or len(name) < _SHORTEST or not (known or of_projects):
            return None
        return Meaning("收支", {"支出类型": ("项目支出",), "方向": (_SPENT,), _PROJECT: (name,)})

    def _item(self, one: TextFigure, base: Meaning | None) -> tuple[Meaning | None, str]:
        """Bind an item by the names of its levels, as one of a spending."""
        found = self.items.find(one.path)
        if found is None:
            return None, f"科目“{one.name}”在表和目录里找不到，或者不止一个"
        if base is None:
            return None, "不知道是哪种支出的科目"
        self.found.misnamed += [(printed, known, one.place.whole) for printed, known in found.differs]
        asked = self.names.asked(base.query, [*base.narrow, f"{found.dimension}={found.code}"]) if base.query else None
        if asked is None:
            condition = {**base.condition, found.dimension: (found.code,)}
            asked = Meaning(base.data, dict(sorted(condition.items())))
        return _spent(asked), ""

    def _is_last_year(self, printed: str) -> bool:
        return not printed[:4].isdigit() or int(printed[:4]) == self.year - 1

    def _state(
        self,
        number: int,
        figures: Sequence[TextFigure],
        said: dict[int, PrintedAmount],
        changed: dict[int, ReadChange],
        around: Around,
    ) -> None:
        """Write down what a bound figure states."""
        one = figures[number]
        if one.asked is None:
            return
        book = LAST_YEAR_EXECUTED if one.executed else LAST_YEAR
        if one.role in (AMOUNT, NUMBER, PLAN):
            said[number] = _amount(one, one.asked, THIS_YEAR, around)
            if _PROJECT in one.asked.condition:
                self.found.projects.append((one.asked.condition[_PROJECT][0], said[number]))
            else:
                self.found.amounts.append(said[number])
        elif one.role == LAST:
            self.found.last.append((one.asked, _amount(one, one.asked, book, around)))
        elif one.role == DELTA:
            changed[one.of] = _change(one, one.asked, said.get(one.of), around)
            self.found.changes.append(changed[one.of])
        elif one.unit == "%" and one.of in said:
            first = next((each.asked for each in figures if each.role == AMOUNT and each.asked), None)
            self._rate(one, said[one.of], changed.get(one.of), first, around)

    def _rate(
        self,
        one: TextFigure,
        amount: PrintedAmount,
        change: ReadChange | None,
        first: Meaning | None,
        around: Around,
    ) -> None:
        """Write down a rate of a change, or a share; one without a name is of the first amount of its paragraph."""
        off = Decimal(5).scaleb(-max(min(_decimals(one, around), _RATES), one.places) - 1)
        if one.role == PORTION:
            whole, _ = self.names.bind(AMOUNT, around.section, "", one.name)
            if not one.name:
                wholes = (
                    each
                    for each in (first, self.first, around.base)
                    if each and within(amount.condition, each.condition)
                )
                whole = next((each for each in wholes if each.condition != amount.condition), None)
            self.found.rates.append(ReadRate(one.text, one.value, off, one.place, amount, None, whole))
        elif change is not None:
            self.found.rates.append(ReadRate(one.text, one.value, off, one.place, amount, change))

    def _texts(self, text: str, figures: Sequence[TextFigure], place: Place) -> None:
        """Take the reasons and purposes, each of the amount, or of the change, before it."""
        words = phrases()
        for key, pattern in (("原因", words.reason), ("科目用途", words.purpose)):
            for found in pattern.finditer(text):
                about = (AMOUNT, DELTA) if key == "原因" else (AMOUNT,)
                before = [one for one in figures if one.role in about and one.start < found.start()]
                asked = before[-1].asked if before else None
                if asked is None:
                    continue
                code = "".join(asked.condition.get("功能分类", ()))
                name = code or (asked.query if key == "原因" else "")
                if name:
                    self.found.texts.append(((key, name), found["话"], place))


def _change(one: TextFigure, asked: Meaning, amount: PrintedAmount | None, around: Around) -> ReadChange:
    """Say what a comparison states of its amount."""
    return ReadChange(
        asked,
        LAST_YEAR_EXECUTED if one.executed else LAST_YEAR,
        one.value.scaleb(one.scale),
        _off(one, amount, around),
        one.place,
        amount.value if amount else None,
        bool(one.name),
        Decimal(5).scaleb(one.scale - one.places - 1) if one.text else Decimal(0),
        amount.place if amount else None,
    )


def _same(asked: Meaning, before: Sequence[TextFigure]) -> int:
    """Find the amount before a change that states the same as what is named as changed; -1 where there is none."""
    same = (n for n in reversed(range(len(before))) if before[n].role == AMOUNT and _alike(before[n].asked, asked))
    return next(same, -1)


def _alike(one: Meaning | None, other: Meaning) -> bool:
    return one is not None and (one.data, one.condition) == (other.data, other.condition)


def _is_spending(asked: Meaning) -> bool:
    return _SPENT in asked.condition.get("方向", ()) and not set(_CLASSIFIED) & set(asked.condition)


def _spent(asked: Meaning) -> Meaning:
    """Confine an item to what is spent: what is carried into the next year is no item's."""
    if _SPENT in asked.condition.get("方向", ()) and len(asked.condition["方向"]) > 1:
        return replace(asked, condition={**asked.condition, "方向": (_SPENT,)}, query="", narrow=())
    return asked


def _off(one: TextFigure, amount: PrintedAmount | None, around: Around) -> Decimal:
    """Say how exact a change is: what is level (持平) is so as far as its amount is printed."""
    if not one.text:
        return amount.tolerance if amount is not None else Decimal(0)
    return tolerance(_decimals(one, around), one.scale, stored=False)


def _decimals(one: TextFigure, around: Around) -> int:
    return max(around.decimals.get(one.unit, 0), one.places)


def _amount(one: TextFigure, asked: Meaning, book: str, around: Around) -> PrintedAmount:
    value = one.value.scaleb(one.scale)
    counted = one.role == NUMBER or not one.unit
    off = Decimal(0) if counted else tolerance(_decimals(one, around), one.scale, stored=False)
    measure = "数量" if one.role == NUMBER else "金额"
    return PrintedAmount(
        TEXT,
        asked.data,
        book,
        asked.condition,
        value,
        off,
        one.place,
        one.name,
        one.text + one.unit,
        measure=measure,
        rounded=Decimal(0) if counted else rounded_to(one.value, one.scale),
    )
