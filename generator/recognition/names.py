"""Words that name a 口径: those that the form's own sentences write before its amounts, and its own name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.books.statements import normal
from generator.ledger import EVERYTHING, Clause, Condition, clause
from generator.pack.spec import Pack
from generator.recognition.figures import AMOUNT, NUMBER, Meaning
from generator.recognition.items import nearly
from generator.recognition.patterns import AMOUNT as OF_QUERY
from generator.recognition.patterns import QUANTITY, Pattern
from generator.recognition.phrases import phrases
from generator.recognition.words import bare

_KINDS = {OF_QUERY: AMOUNT, QUANTITY: NUMBER}
_SHORTEST_TYPED = 6  # characters of a name that may be mistyped
_DENIES = frozenset("非不无未上下其")  # a sign that makes another name of one
_FUND, _PURCHASES = "资金性质", "采购"
_YEAR_AT_END = re.compile("[0-9]{4}年度?$")
_TWICE = re.compile("(收入|支出)\\1")
_Names = dict[str, "Meaning | None"]  # None: it means several things


class FormNames:
    """Binds printed names of figures to what the form asks for under such names.

    `bodies` are the names of whose document it is: they say nothing about the money.
    """

    def __init__(self, pack: Pack, patterns: Iterable[Pattern], bodies: Sequence[str] = ()) -> None:
        self.pack = pack
        self.bodies = tuple(plain(one) for one in bodies if one)
        self.known: dict[tuple[str, str], _Names] = {}
        patterns = tuple(patterns)
        self.meant = _other_names(pack, patterns)
        for pattern in patterns:
            for hole in pattern.holes:
                kind = _KINDS.get(str(hole.what[0]))
                if kind and hole.kind in ("金额", "数量") and hole.name and hole.what[1] == "本年预算":
                    asked = self.asked(str(hole.what[2]), [str(one) for one in hole.what[3:]])
                    self._learn(kind, pattern.section, hole.name, asked)
        for query, (data, _) in pack.queries.items():
            if data != "固定资产" and plain(query) not in self.known.get((AMOUNT, ""), {}):
                self._learn(AMOUNT, "", query, self.asked(query, ()))

    def asked(self, query: str, narrow: Sequence[str], more: Condition = EVERYTHING) -> Meaning | None:
        """Say what a query asks for, narrowed by dimensions; None if nothing can meet it."""
        data, condition = self.pack.queries.get(query, ("收支", EVERYTHING))
        for one in narrow:
            name, _, values = one.partition("=")
            condition &= Condition((clause(name, values.split("|"), self.pack.dimensions),))
        found = normal(condition & more)
        return None if found is None else Meaning(data, found, self.meant.get(query, query), tuple(narrow))

    def narrowed(self, one: Meaning, whole: Meaning) -> Meaning | None:
        """Say what a part of a whole is (其中): both conditions; a 口径 that says the same gives its name."""
        if one.data != whole.data:
            return None
        return self.of_condition(one, _condition(one) & _condition(whole))

    def of_condition(self, one: Meaning, condition: Condition) -> Meaning | None:
        """Give what is under a condition, by the name of the query that asks for it, if there is one."""
        found = normal(condition)
        if found is None or found == one.condition:
            return None if found is None else one
        query = next(
            (name for name, (data, own) in self.pack.queries.items() if data == one.data and normal(own) == found), ""
        )
        return Meaning(one.data, found, query)

    def purchases(self, printed: str, whole: Meaning) -> Meaning | None:
        """Find what goods, works or services are of purchases: 采购目录 A, B and C."""
        found = phrases().purchases.fullmatch(plain(printed))
        if found is None or whole.data != _PURCHASES:
            return None
        code = next(code for code, words in found.groupdict().items() if words)
        return self.of_condition(whole, _condition(whole) & Condition((Clause("采购目录", (code,)),)))

    def bind(self, kind: str, section: str, heading: str, printed: str) -> tuple[Meaning | None, str]:
        """Find what a printed name means in a section of the form; with it, the name that was meant if it is mistyped.

        `heading` is the line above, which may say of which fund the section is.
        """
        text = plain(printed)
        for own in (section, "") if section else ("",):
            known = self.known.get((kind, own), {})
            for name in sorted((name for name in known if text.endswith(name)), key=len, reverse=True):
                found = self._in_words(text[: len(text) - len(name)], known[name])
                if found is not None:
                    return (found if own else self._of_heading(heading, found, text)), ""
        text = next((rest for rest in self._peeled(text)), text)
        for own in (section, ""):
            close = [name for name in self.known.get((kind, own), {}) if _mistyped(text, name)]
            if len(close) == 1 and (found := self.known[kind, own][close[0]]):
                return self._of_heading(heading, found, text), found.query or close[0]
        return None, ""

    def _learn(self, kind: str, section: str, name: str, asked: Meaning | None) -> None:
        text = next(self._peeled(plain(name)), "")
        if not text or asked is None:
            return
        for where in dict.fromkeys((section, "")):
            names = self.known.setdefault((kind, where), {})
            before = names.setdefault(text, asked)
            if before is not None and (before.data, before.condition) != (asked.data, asked.condition):
                names[text] = None

    def _peeled(self, text: str) -> Iterator[str]:
        """Take away, from the beginning, what says nothing: the year, whose it is."""
        before = phrases().before
        while text:
            found = before.match(text)
            body = next((one for one in self.bodies if text.startswith(one)), "")
            length = max(found.end() if found else 0, len(body))
            if not length or length == len(text):
                break
            text = text[length:]
        yield text

    def _in_words(self, rest: str, asked: Meaning | None) -> Meaning | None:
        """Take the words before a name apart: the year and whose it is say nothing, a fund narrows; others deny it."""
        words = phrases()
        if asked is None or words.qualified.search(rest):
            return None
        condition = _condition(asked)
        while rest:
            fund = next(((fund, found) for fund, one in words.funds.items() if (found := one.match(rest))), None)
            empty = words.before.match(rest)
            body = next((one for one in self.bodies if rest.startswith(one)), "")
            if fund is not None:
                if asked.data == "收支":
                    condition &= Condition((clause(_FUND, [fund[0]], self.pack.dimensions),))
                rest = rest[fund[1].end() :]
            elif (empty and empty.end()) or body:
                rest = rest[max(empty.end() if empty else 0, len(body)) :]
            else:
                return None
        return self.of_condition(asked, condition)

    def _of_heading(self, heading: str, asked: Meaning, text: str) -> Meaning | None:
        """Confine what was found to the fund that a section is about; not what is called a total of all."""
        words = phrases()
        fund = next((fund for fund, one in words.funds.items() if one.search(plain(heading))), "")
        if not fund or asked.data != "收支" or _FUND in asked.condition:
            return asked
        if words.overall.search(text):
            return None
        return self.of_condition(asked, _condition(asked) & Condition((clause(_FUND, [fund], self.pack.dimensions),)))


def _other_names(pack: Pack, patterns: Sequence[Pattern]) -> dict[str, str]:
    """Give for each query that the form's text never asks for, the one that it does and that asks for the same."""
    said = dict.fromkeys(str(hole.what[2]) for one in patterns for hole in one.holes if hole.what[0] == OF_QUERY)
    same = {
        (data, repr(normal(own))): query for query, (data, own) in reversed(list(pack.queries.items())) if query in said
    }
    return {
        query: same.get((data, repr(normal(own))), query)
        for query, (data, own) in pack.queries.items()
        if query not in said
    }


def _condition(asked: Meaning) -> Condition:
    return Condition(tuple(Clause(name, values) for name, values in asked.condition.items()))


def plain(text: str) -> str:
    """Make a name comparable: without brackets, signs, and words that say nothing."""
    words = phrases()
    short = _YEAR_AT_END.sub("", bare(text))
    short = _TWICE.sub(r"\1", words.left_out.sub("", short))
    short = words.ending.sub("", _YEAR_AT_END.sub("", short)) or short
    for same, name in words.same:
        short = same.sub(name, short)
    return short


def _mistyped(text: str, name: str) -> bool:
    """Tell whether a name is another one with a sign too many, too few or wrong."""
    if min(len(text), len(name)) < _SHORTEST_TYPED or text[0] != name[0] or not nearly(text, name):
        return False
    return not (set(text) ^ set(name)) & _DENIES and sorted(text) != sorted(name)
