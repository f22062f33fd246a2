"""The sentences of a form as patterns: what the pack would print, with its figures and texts taken out.

The fullest and the smallest sample budget are rendered once for the department and for a unit. What the functions of
the pack's language give (金额, 上年, 比上年, 科目, 原因) says, in place of its origins, what it was asked for.
"""

# ruff: noqa: PLC2401 the names of arguments are words of the pack language
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from generator.base.frozen import frozen
from generator.base.meter import ExhaustedError, Meter
from generator.base.paths import Traced, ValuePath
from generator.books.comparison import Change
from generator.compose.composer import UNIT_TEXT
from generator.compose.packcheck import FULLEST, SMALLEST, sample
from generator.compose.scope import FailedError, Scope, make_scope
from generator.document.blocks import Run
from generator.facts.budget import Budget
from generator.facts.words import LAST_YEAR, STATED, THIS_YEAR
from generator.grids.grid import Passage
from generator.ledger import Amount, unit_codes
from generator.pack.loader import MAIN_TEXT
from generator.pack.spec import Pack
from generator.prose.grammar import parse
from generator.prose.values import Figure
from generator.recognition.figures import TightText, name_before

AMOUNT, QUANTITY, ITEM, REASON = "口径", "数量", "科目", "原因"  # begin what stands for an origin
_DIGITS = r"[0-9]+(?:[,，][0-9]{3}(?![0-9]))*(?:\.[0-9]+)?(?![,，.]?[0-9])"  # all of a number
_NUMBER = r"([-−－]?[0-9][0-9,，]*(?:\.[0-9]+)?)"
_CHANGE = (
    r"((?:[比较与同](?:[0-9]{4}年|上年|去年)[^，。；0-9]{0,12})?"
    rf"(?:(?:增加|减少|增长|下降){_DIGITS}(?:万元|元|%)?|持平|一致|相同|无增减变化|没有变化))"
)
_TEXT, _LAST_TEXT = "(.+?)", "(.*)"
_VERSIONED = re.compile("部门|单位")
_FOUR_DIGITS = re.compile(r"20[0-9]{2}(?=年)")
_LONGEST_SECTION = 30  # characters of a line that heads others
_LEAST_FIXED = 4  # characters by which a sentence is known wherever it stands
_NUMBERING = re.compile(
    r"^(?:[（(][一二三四五六七八九十0-9]+[)）]|[一二三四五六七八九十]+[、.．]|[0-9]+[、.．)）](?![0-9]))"
)


@frozen
class Hole:
    """A place of a sentence that a budget fills: `what` is the path of a text, or what a figure is."""

    what: ValuePath
    kind: str  # 文字, 金额, 数量, 比较, 数
    book: str = ""  # of a comparison: with whose amounts
    name: str = ""  # the words before it that name it
    against: ValuePath = ()  # of a rate or a share: what it is reckoned from


@frozen
class Pattern:
    """A sentence (or heading) of the form. `section` is the fixed line that stands last before it, made comparable."""

    section: str
    expression: re.Pattern[str]
    holes: tuple[Hole, ...]
    fixed: int  # how many of its characters are fixed


def tight(text: str) -> str:
    """Take all white space out of a text, and make its digits, letters and signs one way."""
    return "".join(piece for piece, _ in pieces(text))


def tight_text(passage: Passage, most: int | None = None) -> TightText:
    """Give the tight text of a paragraph, at most so many characters of it, with its places."""
    found = tuple(islice(pieces(passage.text), most))
    return TightText("".join(one for one, _ in found), passage.place, tuple(at for _, at in found))


def pieces(text: str) -> Iterator[tuple[str, int]]:
    """Yield the characters of the tight text, each with where it stands in the text.

    Commas within a number are left out: others end a clause.
    """
    within = {at for found in _THOUSANDS.finditer(text) for at in range(*found.span()) if text[at] in ",，"}
    for number, character in enumerate(text):
        if number in within:
            continue
        for one in unicodedata.normalize("NFKC", character).translate(_ONE_WAY):
            if not one.isspace():
                yield one, number


_THOUSANDS = re.compile("(?<![0-9０-９.．])[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?![0-9０-９])")
_ONE_WAY = str.maketrans({"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", '"': "”", "“": "”"})


def unnumbered(text: str) -> str:
    """Take the numbering from the beginning of a tight text."""
    return _NUMBERING.sub("", text, count=1)


@cache
def patterns_of(pack: Pack, year: int) -> tuple[Pattern, ...]:
    """Return the sentences of a form in their order, those of the department's document first."""
    found: dict[str, Pattern] = {}
    full = _reasoned(sample(FULLEST, pack, year))
    for budget in (full, _without_last_year(full), _reasoned(sample(SMALLEST, pack, year))):
        for unit in ("", *unit_codes(budget)[:1]):
            scope = _recording(make_scope(budget, pack, budget.subject_of(unit), [], Meter()))
            for pattern in _patterns(scope):
                found.setdefault(f"{pattern.section}\n{pattern.expression.pattern}", pattern)
    return tuple(found.values())


def _without_last_year(budget: Budget) -> Budget:
    """Leave out what is stated of last year: sentences without a comparison."""

    def less(data: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in data.items() if key not in STATED}

    units = tuple(replace(unit, data=less(unit.data)) for unit in budget.units)
    return replace(budget, data=less(budget.data), units=units, subject=replace(budget.subject, data=less(budget.data)))


def _reasoned(budget: Budget) -> Budget:
    """Give each reason of a sample its name as its origin."""

    def told(data: Mapping[str, Any]) -> dict[str, Any]:
        reasons = {name: Traced(text, ((REASON, name),)) for name, text in data.get("原因", {}).items()}
        return {**data, "原因": reasons}

    units = tuple(replace(unit, data=told(unit.data)) for unit in budget.units)
    subject = replace(budget.subject, data=told(budget.subject.data))
    return replace(budget, data=told(budget.data), subject=subject, units=units)


def _recording(scope: Scope) -> Scope:
    """Let the functions of a scope say what they were asked for, where others say what an answer came from."""
    asking = scope.asking

    def narrowed(named: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(f"{name}={value if isinstance(value, str) else '|'.join(value)}" for name, value in named.items())

    def amount(query: str = "", **narrow: Any) -> Any:
        return replace(asking.amount(query, **narrow), origins=((AMOUNT, THIS_YEAR, query, *narrowed(narrow)),))

    def prior(query: str, 账: str = LAST_YEAR, **narrow: Any) -> Any:
        found = asking.prior(query, 账, **narrow)
        return replace(found, origins=((AMOUNT, 账, query, *narrowed(narrow)),)) if isinstance(found, Amount) else found

    def change(query: str, 账: str = LAST_YEAR, **narrow: Any) -> Any:
        before = prior(query, 账, **narrow)
        return Change(amount(query, **narrow), before) if isinstance(before, Amount) else before

    def rate(query: str, 账: str = LAST_YEAR, **narrow: Any) -> Any:
        text = asking.rate(query, 账, **narrow)
        return Figure(text, ((AMOUNT, THIS_YEAR, query), (AMOUNT, 账, query))) if text else text

    def codes(dimension: str, *rest: Any, **named: Any) -> Any:
        return [_row(dimension, row, str(named.get("口径", ""))) for row in asking.codes(dimension, *rest, **named)]

    def quantity(query: str = "", **narrow: Any) -> Any:
        return Figure(str(asking.quantity(query, **narrow)), ((QUANTITY, THIS_YEAR, query, *narrowed(narrow)),))

    own = {
        "数量": quantity,
        "金额": amount,
        "上年": prior,
        "比上年": change,
        "增减额": change,
        "增减率": rate,
        "科目": codes,
    }
    scope.variables = {**scope.variables, **own}
    return scope


def _row(dimension: str, row: Mapping[str, Any], query: str) -> dict[str, Any]:
    """Let the names and the amount of a code's row say what they are."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Amount):
            found[key] = replace(value, origins=((ITEM, dimension, query),))
        elif isinstance(value, str) and key != "编码":
            found[key] = Traced(value, ((ITEM, dimension, key),))
        else:
            found[key] = value
    return found


def _patterns(scope: Scope) -> Iterator[Pattern]:
    section = ""
    for name in (MAIN_TEXT, UNIT_TEXT):
        if name not in scope.asking.pack.texts:
            continue
        with suppress(FailedError, ExhaustedError):  # what fails is told by the check of the pack
            rendered, values = scope.render(name)
            for line in parse(rendered, values):
                if line.instruction:
                    continue
                pattern = _pattern(line.runs, section)
                yield pattern
                if pattern.fixed and not pattern.holes and (line.level or pattern.fixed <= _LONGEST_SECTION):
                    section = heading_key("".join(run.text for run in line.runs))


def heading_key(text: str) -> str:
    """Make a heading comparable: without number, year and the words for whose it is."""
    return _VERSIONED.sub("", _FOUR_DIGITS.sub("", unnumbered(tight(text)))).replace("年", "")


def _pattern(runs: tuple[Run, ...], section: str) -> Pattern:
    written, fixed, holes = "", 0, list[Hole]()
    before = ""
    parts = _joined(runs)
    for number, (run, text) in enumerate(parts):
        if not run.origins:
            fixed += len(text)
            before = text
            continue
        kind = _kind(run)
        book = str(run.origins[1][1]) if kind == "比较" else ""
        against = run.origins[1] if kind == "数" and _is_rate(run) else ()
        holes.append(Hole(run.origins[0], kind, book, name_before(f"0{before}" if holes else before), against))
        last = number == len(parts) - 1
        hole = {"金额": _NUMBER, "数": _NUMBER, "数量": _NUMBER, "比较": _CHANGE}.get(
            kind, _LAST_TEXT if last else _TEXT
        )
        written += _led(before, hole, may_lack=run.origins[0][0] == REASON)
        before = ""
    written += _fixed(before)
    return Pattern(section, re.compile(written, re.DOTALL), tuple(holes), fixed)


def _led(before: str, hole: str, *, may_lack: bool) -> str:
    """Write a hole after the fixed words before it; a reason is left out with its clause where nothing changed."""
    cut = max(before.rfind(stop) for stop in "，。；") if may_lack else -1
    if cut < 0:
        return _fixed(before) + hole
    return f"{_fixed(before[:cut])}(?:{_fixed(before[cut:])}{hole})?"


def _joined(runs: tuple[Run, ...]) -> list[tuple[Run, str]]:
    """Make the texts of runs tight; a number at the beginning of the sentence is left out."""
    pieces = [(run, tight(run.text)) for run in runs if tight(run.text)]
    if pieces and not pieces[0][0].origins:
        pieces[0] = (pieces[0][0], unnumbered(pieces[0][1]))
    return pieces


def _is_rate(run: Run) -> bool:
    """Tell whether a figure comes of two amounts: a change, a rate of change, or a share."""
    return len(run.origins) > 1 and run.origins[0][0] == run.origins[1][0] == AMOUNT


def _kind(run: Run) -> str:
    if not run.figure:
        return "文字"
    if _is_rate(run):
        return "数" if run.text.endswith("%") else "比较"
    return {AMOUNT: "金额", ITEM: "金额", QUANTITY: "数量"}.get(str(run.origins[0][0]), "数")


def _fixed(text: str) -> str:
    """Write fixed words as a pattern: years and counts may be others, 部门 may be 单位, 比 may be 较, 100万元 100万."""
    written = ""
    for piece in re.split(
        r"([0-9]+|(?<=[0-9]万)元|部门|单位|增加|减少|增长|下降|[比较与同](?=20[0-9]{2}年|上年))", text
    ):
        if piece.isdigit():
            written += "[0-9]+"
        elif piece == "元":
            written += "元?"
        elif piece in ("部门", "单位"):
            written += "(?:部门|单位)"
        elif piece in ("增加", "减少"):
            written += "(?:增加|减少|增减|变动|增减变动)"
        elif piece in ("增长", "下降"):
            written += "(?:增长|下降|增加|减少)"
        elif piece in ("比", "较", "与", "同"):
            written += "[比较与同]"
        else:
            written += re.escape(piece)
    return written


def known_anywhere(pattern: Pattern) -> bool:
    """Tell whether a sentence has enough fixed words to be known wherever it stands."""
    return pattern.fixed >= _LEAST_FIXED
