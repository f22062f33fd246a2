"""Every figure of a paragraph and what it is: an amount, last year's, a change, a rate, a count, or not money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from generator.base.frozen import frozen
from generator.books.statements import Normal
from generator.findings.finding import Place
from generator.recognition.amounts import SCALES
from generator.recognition.phrases import (
    ALONE,
    BASE,
    COMPARED,
    COUNT,
    LEVEL,
    MONEY,
    NOT_MONEY,
    PART,
    RATE,
    ROLES,
    SHARE,
    ZERO,
    Phrases,
    phrases,
)

AMOUNT, LAST, PLAN, DELTA, RATIO, PORTION, NUMBER, NONE, UNREAD = (
    "金额", "上年", "计划", "增减", "比率", "占比", "数量", "不是金额", "没有读懂",
)  # fmt: skip
_TOKEN = re.compile(r"[0-9]+(?:，[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?")
_BREAKS = "，。；：！？"
_SENTENCE = "。！？"
_WITHIN = re.compile("其中|包括")
_FALLEN = re.compile("降幅|下降率")
_USE = re.compile("用于[^，；。]*$")  # what an amount is used for, up to a figure
_OF_OTHERS = re.compile("(?:收入|支出|资金|经费|来源)(?:主要)?$")  # before 包括: a list of what these words name
_LED = re.compile("^(?:（[一二三四五六七八九十0-9]+）|[一二三四五六七八九十]+、|[、.及和与）”“]|以及)+")
_CONNECTED = re.compile("[（）”“]*(?:台|辆|个|万元|元|万(?=、)|、|和|并|但|也|都|均|略)*[（）]*")
_COMPARING = ("比", "较", "与", "同")
_NUMBERED = re.compile(
    "(?:^|(?<=[，；：。、）]))(?:(?P<一>[一二三四五六七八九十]{1,3}、)|(?P<括>（[一二三四五六七八九十]{1,3}）)|(?P<数>[0-9]{1,2}[.、．](?![0-9])))"
)
_PARTED = re.compile("(?:元|%)$")  # what stands before brackets that say the parts of it
_NO_PARTS = re.compile("不含|剔除|扣除|除|另|较|比|与|同|上年|去年|[0-9]{4}年")
_BECAUSE = re.compile("(?:是|系|为|由于|因为|因)(?=[^是系为因]*$)")
_ROLE = {
    NOT_MONEY: NONE, COMPARED: DELTA, LEVEL: DELTA, RATE: RATIO, BASE: LAST, SHARE: PORTION, PART: DELTA,
    MONEY: AMOUNT, ZERO: AMOUNT, COUNT: NUMBER, ALONE: RATIO,
}  # fmt: skip

TextSpan = tuple[int, int]


@frozen
class Meaning:
    """What a figure states: the money, goods or things under a condition. `query` is the 口径 that asks for it."""

    data: str
    condition: Normal
    query: str = ""
    narrow: tuple[str, ...] = ()


@frozen
class TightText:
    """The tight text of a paragraph, and where each of its characters stands in it."""

    text: str
    place: Place
    index: tuple[int, ...]

    def at(self, start: int, end: int) -> Place:
        """Give the place of the characters from `start` to `end`."""
        first = self.index[min(start, len(self.index) - 1)]
        last = self.index[end - 1] if end > start else first
        return self.place._replace(column=first + 1, length=last - first + 1)


@frozen
class TextFigure:
    """A figure of running text. `start` and `end` are those of its digits in the tight text of the paragraph.

    `value` is in its `unit`, with the sign of the change; `of` is the number, among the paragraph's figures, of the
    amount that a change, a rate or a share is of; `within` that of the amount of which it is a part (其中).
    """

    place: Place
    start: int
    end: int
    text: str
    role: str
    value: Decimal = Decimal(0)
    unit: str = ""
    name: str = ""  # the words that name it
    path: tuple[tuple[str, str, str], ...] = ()  # 类, 款, 项: level, printed name, printed code
    year: str = ""  # of comparison, as printed
    executed: bool = False  # the comparison is with what was spent, not with the budget
    rough: bool = False
    of: int = -1
    within: int = -1
    asked: Meaning | None = None  # what it states, once that is known
    why: str = ""  # it is not known

    @property
    def scale(self) -> int:
        """The power of ten of its unit."""
        return SCALES.get(self.unit, 0)

    @property
    def places(self) -> int:
        """How many decimals it prints."""
        return len(self.text.partition(".")[2])


def tokens(text: str) -> Iterator[TextSpan]:
    """Yield where figures stand in a tight text."""
    return (one.span() for one in _TOKEN.finditer(text))


def figures_of(
    whole: TightText, spans: Sequence[TextSpan], year: int, known: Sequence[TextFigure] = ()
) -> list[TextFigure]:
    """Say of each figure within spans of a paragraph what it is, in their order. `year` is the document's.

    `known` are figures outside of the spans, of which it is known what they are.
    """
    words, text = phrases(), whole.text
    free = {start: (start, end) for start, end in tokens(text) if any(a <= start and end <= b for a, b in spans)}
    found: dict[int, TextFigure] = {}
    for role in ROLES:
        for pattern in words.roles[role]:
            for match in pattern.finditer(text):
                if not any(a <= match.start() and match.end() <= b for a, b in spans):
                    continue
                if role == NOT_MONEY:
                    for start, end in list(free.values()):
                        if match.start() <= start and end <= match.end():
                            del free[start]
                            found[start] = TextFigure(whole.at(start, end), start, end, text[start:end], NONE)
                    continue
                one = _figure(whole, role, match, free, words, year)
                if one is not None:
                    free.pop(one.start, None)
                    found[one.start] = one
    for start, end in free.values():
        found[start] = TextFigure(whole.at(start, end), start, end, text[start:end], UNREAD, why="没有认出是什么数")
    found.update((one.start, one) for one in known)
    ordered = [found[start] for start in sorted(found)]
    return [_related(number, ordered, text) for number in range(len(ordered))]


def _figure(
    whole: TightText, role: str, match: re.Match[str], free: dict[int, TextSpan], words: Phrases, year: int
) -> TextFigure | None:
    """Make the figure that a pattern has found, unless its digits are taken."""
    text, groups = whole.text, match.groupdict()
    start, end = match.span("数") if groups.get("数") else (match.start(), match.start())
    if groups.get("数") and free.get(start) != (start, end):
        return None
    if role == LEVEL and not groups.get("数") and any(one.isdigit() for one in text[match.end() : match.end() + 1]):
        return None
    printed = text[start:end]
    number = Decimal(printed.replace("，", "") or 0)
    sign = -1 if groups.get("向") in words.less or _FALLEN.search(match[0]) else 1
    kind, unit = _ROLE[role], groups.get("单位") or ""
    if kind == DELTA and unit in ("%", "个百分点"):
        kind = RATIO
    value = number * sign if kind in (DELTA, RATIO) else number
    executed = bool(words.executed.search(groups.get("账") or ""))
    place, compared = whole.at(start, end), groups.get("年") or ""
    made = TextFigure(place, start, end, printed, kind, value, unit, year=compared, executed=executed)
    if role == COMPARED and not unit:
        return replace(made, role=UNREAD, why="没有写单位") if "." in printed else None  # else 比上年增加3名
    return _told(made, role, text, match, year)


def _subject(text: str, at: int) -> str:
    """Give the words right before a comparison that say what is compared; empty where they say nothing."""
    return _said(name_before(text[:at]))


def _said(name: str) -> str:
    """Give the words that name what is compared; none where they say nothing."""
    words = phrases()
    bare = words.ending.sub("", words.left_out.sub("", words.of_year.sub("", name).removeprefix("度")))
    return "" if not bare or words.nothing.fullmatch(bare) or _CONNECTED.fullmatch(name) else name


def _told(made: TextFigure, role: str, text: str, match: re.Match[str], year: int) -> TextFigure:
    """Add to a figure what its kind needs: its name, and which year it is of."""
    if role == BASE:
        name = "" if text[: match.start()].endswith(_COMPARING) else _subject(text, match.start())
        this = made.year.startswith(str(year))
        made = replace(made, name=name, role=(AMOUNT if name else PLAN) if this else LAST)
        item = _named(made, text[: match.start()], phrases()) if name else made  # （项）2025年预算数为
        return item if item.path else made
    if role == ALONE:
        return replace(made, why="不知道是什么的比率")
    if role in (COMPARED, LEVEL):
        return replace(made, name=_subject(text, match.start()) or _said(match.groupdict().get("谁") or ""))
    if role in (PART, SHARE):
        return replace(made, name=_last_words(match["名"]) if role == PART else match["整"])
    return _of_year(_named(made, text, phrases()), year) if made.role in (AMOUNT, NUMBER) else made


def _of_year(one: TextFigure, year: int) -> TextFigure:
    """Make an amount that is named with another year one of that year."""
    years = list(phrases().of_year.finditer(one.name))
    if one.role != AMOUNT or not years or years[-1]["年"] == str(year):
        return one
    executed = bool(phrases().executed.search(one.name))
    return replace(one, role=LAST, year=years[-1]["年"] or years[-1]["上"], executed=executed)


def _last_words(text: str) -> str:
    """Leave out what leads to a name: 主要原因是."""
    because = _BECAUSE.search(text)
    return text[because.end() :] if because else text


def _named(figure: TextFigure, text: str, words: Phrases) -> TextFigure:
    """Give an amount the words on its left: a path of levels, or a name. The text may end before it."""
    left = text[: figure.start]
    begin = max(left.rfind(stop) for stop in _SENTENCE + "；") + 1
    levels = list(words.level.finditer(left, begin))
    if levels and words.after_path.fullmatch(left, levels[-1].end()):
        run = [levels[-1]]
        for one in reversed(levels[:-1]):
            if one.end() > run[0].start() or run[0].start() - one.end() > 1 or one["级"] == run[0]["级"]:
                break
            run.insert(0, one)
        path = tuple((one["级"], _LED.sub("", one["名"]), one["码"] or one["码2"] or one["码0"] or "") for one in run)
        return replace(figure, path=path, name="·".join(name for _, name, _ in path))
    item = next((one for one in reversed(list(words.item.finditer(left, begin)))), None)
    if item is not None and words.after_path.fullmatch(left, item.end()):
        return replace(figure, path=(("", item["名"], item["码"]),), name=item["名"])
    for pattern in words.three:
        path = _without_brackets(pattern, left, begin, words)
        if path:
            return replace(figure, path=path, name="·".join(name for _, name, _ in path))
    name = name_before(left)
    rough = words.about.search(name)
    return replace(figure, name=words.about.sub("", name), rough=rough is not None)


def _without_brackets(
    pattern: re.Pattern[str], left: str, begin: int, words: Phrases
) -> tuple[tuple[str, str, str], ...]:
    """Give the levels of an item that are written without brackets right before an amount."""
    start = max(begin, *(left.rfind(stop) + 1 for stop in "，："))
    for found in pattern.finditer(left, start):
        if words.after_path.fullmatch(left, found.end()):
            return tuple((level, _LED.sub("", found[level]).removesuffix("科目"), "") for level in ("类", "款", "项"))
    return ()


def name_before(left: str) -> str:
    """Give the words at the end of a text that name the figure after it: up to a stop, or another figure."""
    start = max(left.rfind(stop) for stop in _BREAKS) + 1
    numbers = [at for _, at in tokens(left[start:])]
    name = left[start:]
    for at in reversed(numbers):  # after the figure before it, but not after a year
        rest = name[at:]
        if not re.match("年|月|日|—|-|（", rest):
            name = re.sub("^(?:亿元|万元|千元|元|万(?=[、，])|%|辆|台（套）|台|套|个|家|项|人|名)", "", rest)
            break
    return _LED.sub("", name)


def _related(number: int, figures: Sequence[TextFigure], text: str) -> TextFigure:
    """Say of which amount a change, a rate or a share is, and of which amount or number another one is a part."""
    one = figures[number]
    amounts = [at for at in range(number) if figures[at].role == AMOUNT]
    if one.role == RATIO and not one.name and not one.why:
        change = _change_before(number, figures, text)
        if change is not None and change.name:
            return replace(one, name=change.name)
    if one.role in (PLAN, PORTION) or (one.role in (DELTA, RATIO, LAST) and not one.name and not one.why):
        return replace(one, of=_before(one, figures, amounts, text))
    begin = _sentence_at(text, one.start)
    if one.role == AMOUNT and not phrases().of_year.search(one.name):
        named = [at for at in range(number) if figures[at].role == AMOUNT or _is_named(figures[at])]
        whole = _whole(one.start, begin, figures, named, text)
        if whole is not None and figures[whole].role == LAST:  # the parts of another year's amount
            return replace(one, role=LAST, year=figures[whole].year, executed=figures[whole].executed)
    like = amounts if one.role == AMOUNT else [at for at in range(number) if figures[at].role == NUMBER]
    if one.role in (AMOUNT, NUMBER) and like:
        whole = _whole(one.start, begin, figures, like, text)
        return one if whole is None else replace(one, within=whole)
    return one


def _is_named(one: TextFigure) -> bool:
    """Tell whether a figure is another year's amount that stands for itself."""
    return one.role == LAST and bool(one.name) and not one.why


def _change_before(number: int, figures: Sequence[TextFigure], text: str) -> TextFigure | None:
    """Find the change right before a rate in its sentence."""
    begin = _sentence_at(text, figures[number].start)
    for one in reversed(figures[:number]):
        if one.start < begin or one.role in (AMOUNT, LAST, PLAN):
            return None
        if one.role == DELTA:
            return one
    return None


def _before(one: TextFigure, figures: Sequence[TextFigure], amounts: Sequence[int], text: str) -> int:
    """Find the amount that a figure is of: the nearest before it; in a new sentence, none that is a part (其中).

    What brackets say that are closed before it is not its.
    """
    amounts = [at for at in amounts if not _closed(figures[at].start, one.start, text)]
    if not amounts:
        return -1
    begin = _sentence_at(text, one.start)
    if figures[amounts[-1]].start >= begin:
        return amounts[-1]
    whole = [
        at
        for at in amounts
        if _whole(figures[at].start, _sentence_at(text, figures[at].start), figures, amounts, text) is None
    ]
    return whole[-1] if whole else amounts[-1]


def _sentence_at(text: str, at: int) -> int:
    """Say where the sentence begins in which something stands."""
    return max(text.rfind(stop, 0, at) for stop in _SENTENCE) + 1


@lru_cache(maxsize=64)
def _brackets(text: str) -> tuple[TextSpan, ...]:
    """Give where brackets open and close, the inner ones first."""
    found, opened = list[TextSpan](), list[int]()
    for at, sign in enumerate(text):
        if sign == "（":
            opened.append(at)
        elif sign == "）" and opened:
            found.append((opened.pop(), at))
    return tuple(found)


def _around(at: int, text: str) -> TextSpan | None:
    """Give the brackets in which something stands."""
    return next((one for one in _brackets(text) if one[0] < at < one[1]), None)


def _closed(start: int, at: int, text: str) -> bool:
    """Tell whether something stands in brackets that are closed before a place."""
    inside = _around(start, text)
    return inside is not None and inside[1] <= at


def _whole(at: int, begin: int, figures: Sequence[TextFigure], amounts: Sequence[int], text: str) -> int | None:
    """Find the amount before 其中 of which an amount is a part: within brackets, that right before them."""
    inside = _around(at, text)
    if inside is not None and _says_parts(inside[0], text):
        before = [n for n in amounts if begin <= figures[n].start < inside[0]]
        return before[-1] if before else None
    outside = text[begin:at]
    for start, end in _brackets(text):
        if begin <= start and end < at:
            outside = outside[: start - begin] + "　" * (end + 1 - start) + outside[end + 1 - begin :]
    leads = [found.start() for found in _WITHIN.finditer(outside) if not _ended(begin + found.start(), at, text)]
    if leads and _OF_OTHERS.search(outside[: leads[-1]]):  # 收支总预算1060万元，上年结转50万元；支出包括：
        return None
    found = (_last_before(begin + lead, begin, figures, amounts, text) for lead in leads)
    wholes = [one for one in found if one is not None]
    use = _USE.search(outside, leads[-1]) if leads else None
    if use:  # 其中：甲40万元，用于乙30万元、丙10万元；丁60万元
        clause = begin + max(leads[-1], outside.rfind("；", 0, use.start()))
        if any(clause < figures[n].start < begin + use.start() for n in amounts):
            return None
    if wholes and "；" not in outside[leads[-1] :]:  # 其中基本支出，包括人员经费、公用经费；项目支出
        return wholes[-1]
    if _WITHIN.match(text, begin):  # 。其中：
        earlier = _sentence_at(text, begin - 1)
        before = [n for n in amounts if earlier <= figures[n].start < begin]
        return before[0] if len(before) == 1 else None
    return wholes[0] if wholes else None


def _says_parts(opened: int, text: str) -> bool:
    """Tell whether brackets say the parts of the amount before them."""
    if _WITHIN.match(text, opened + 1):
        return True
    return bool(_PARTED.search(text[:opened])) and not _NO_PARTS.match(text, opened + 1)


def _ended(lead: int, at: int, text: str) -> bool:
    """Tell whether what 其中 leads has ended: it stands in an item of a list, and the next one has begun."""
    kinds = {one.lastgroup for one in _NUMBERED.finditer(text, 0, lead)}
    return any(one.lastgroup in kinds for one in _NUMBERED.finditer(text, lead, at))


def _last_before(at: int, begin: int, figures: Sequence[TextFigure], amounts: Sequence[int], text: str) -> int | None:
    """Give the last amount before a place in its sentence; what brackets say that are closed by then is none."""
    before = [n for n in amounts if begin <= figures[n].start < at]
    return next((n for n in reversed(before) if not _closed(figures[n].start, at, text)), None)
