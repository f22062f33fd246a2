"""Which entries a budget can have at all (什么样的收支可能有): conditions as sets of them, without any budget.

What lines may say is data (`facts.lines`); the dimensions of a line do not depend on each other, so the entries that
meet a condition are a box: for each dimension some of its values. Boxes can be cut and subtracted exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import combinations

from generator.base.frozen import frozen
from generator.facts import classification, lines
from generator.facts.lines import ANY, CODE, WORD, Choice, Line
from generator.facts.words import FISCAL, LEVELS, LISTED_TYPES, STANDARD
from generator.ledger import DIMENSIONS, Condition
from generator.pack.spec import Pack, every_condition

OTHER_TEXT = "（别的）"  # stands for any text that no condition of the pack names
_MOST_NEEDED = 3  # needs that are named together in a message
_MOST_SAID = 3  # values of a need in a message
_MOST_CUTS = 200_000  # of one pack; a real form needs 3,000
_OF_ALL = "转移性及债务"  # functional items of every kind of budget
_OTHER_INCOME = tuple(word for word in STANDARD.values["支出类型"] if word not in LISTED_TYPES)


@frozen
class Need:
    """What is asked of one dimension: one of some values (or codes that begin so), or at least so many characters."""

    dimension: str
    values: tuple[str, ...] = ()
    at_least: int = 0
    said: str = field(default="", compare=False)  # in words; empty for a condition, whose words are its values

    def accepts(self, value: str) -> bool:
        """Tell whether a value meets it."""
        if self.at_least:
            return len(value) >= self.at_least
        return value.startswith(self.values) if DIMENSIONS[self.dimension].prefix else value in self.values

    @property
    def words(self) -> str:
        """Say it, as the pack would."""
        listed = "、".join(value or "（空）" for value in self.values[:_MOST_SAID])
        more = "等" if len(self.values) > _MOST_SAID else ""
        return self.said or f"{self.dimension}：{listed}{more}"


Needs = tuple[Need, ...]


def needs_of(condition: Condition) -> Needs:
    """Give what a condition asks."""
    return tuple(Need(clause.dimension, clause.values) for clause in condition.clauses)


@frozen
class Region:
    """Entries of one kind of line: those that say of some dimensions one of these values, of the others any."""

    line: Line
    sets: Mapping[str, frozenset[str]]

    def __and__(self, other: Region) -> Region | None:
        if self.line is not other.line:
            return None
        sets = dict(self.sets)
        for dimension, values in other.sets.items():
            sets[dimension] = sets[dimension] & values if dimension in sets else values
            if not sets[dimension]:
                return None
        return Region(self.line, sets)

    def is_within(self, other: Region) -> bool:
        """Tell whether another box surely has all its entries: it narrows whatever that one narrows, and more."""
        own = self.sets
        fits = (name in own and own[name] <= values for name, values in other.sets.items())
        return self.line is other.line and all(fits)


class Possible:
    """The entries that budgets with a pack can have.

    `usual` leaves out what is allowed and rarely meant: spending without an economic code, basic spending with a code
    that is neither personnel nor operating expense, marks (用途标记) that the pack does not know, functional items of
    another kind of budget than the money, and fiscal money for what is paid with other income (《事业单位财务规则》:
    经营支出, 上解上级支出, 对附属单位补助支出).
    """

    def __init__(self, pack: Pack, year: int, *, usual: bool = False) -> None:
        self._pack = pack
        self._catalogues = classification.load(year)
        self._usual = usual
        self._cuts = 0
        self._named = _named(pack)
        self._domains: dict[tuple[str, str], tuple[str, ...]] = {}
        self._allowed: dict[tuple[str, Need], frozenset[str]] = {}
        self._strange = tuple(self._unusual()) if usual else ()

    def boxes(self, data: str, needs: Iterable[Need]) -> tuple[Region, ...]:
        """Give the entries of a data set that meet all needs: a box for each kind of line that has such."""
        asked = tuple(needs)
        found = (self._box(line, asked) for line in lines.kinds() if line.data == data)
        return tuple(self.left((box for box in found if box is not None), self._strange))

    def cut(self, box: Region, needs: Iterable[Need]) -> Region | None:
        """Give the entries of a box that meet all needs; None where there are none."""
        asked = self._box(box.line, tuple(needs))
        return None if asked is None else box & asked

    def conflict(self, data: str, needs: Iterable[Need]) -> Needs:
        """Give the fewest needs that no entry meets together; none where all can be met."""
        asked = tuple(dict.fromkeys(needs))
        if self.boxes(data, asked):
            return ()
        chosen = (few for size in range(1, _MOST_NEEDED + 1) for few in combinations(asked, size))
        return next((few for few in chosen if not self.boxes(data, few)), asked)

    def left(self, boxes: Iterable[Region], parts: Sequence[Region]) -> Iterator[Region]:
        """Yield what is left of boxes without some parts."""
        waiting = [(box, 0) for box in boxes]
        while waiting and self._cuts < _MOST_CUTS:
            self._cuts += 1
            box, number = waiting.pop(0)
            if number == len(parts):
                yield box
            else:
                waiting[:0] = [(rest, number + 1) for rest in self._minus(box, parts[number])]

    def example(self, box: Region) -> Mapping[str, str]:
        """Give the dimensions of one of its entries, the first in the order of the lists."""
        found = {}
        for dimension in box.line.choices:
            chosen = box.sets.get(dimension)
            known = self.domain(box.line, dimension)
            found[dimension] = next((value for value in known if chosen is None or value in chosen), "")
        return found

    def domain(self, line: Line, dimension: str) -> tuple[str, ...]:
        """Give what an entry of a line may say of a dimension, what is most usual first."""
        key = (line.name, dimension)
        if key not in self._domains:
            choice = line.choices.get(dimension)
            none = ("否",) if DIMENSIONS[dimension].yes_or_no else ("",)
            self._domains[key] = none if choice is None else self._values(line, dimension, choice)
        return self._domains[key]

    def _unusual(self) -> Iterator[Region]:
        """Yield what is allowed and not usual, as far as it depends on two dimensions."""
        groups = self._pack.dimensions["资金性质"].groups or {}
        funds = self._pack.dimensions["资金性质"].values
        fiscal = {fund: frozenset(groups.get(fund, (fund,))) for fund in FISCAL}
        rest = frozenset(funds).difference(*fiscal.values())
        items = self._catalogues.functional
        for line in (line for line in lines.kinds() if "功能分类" in line.choices):
            for fund, words in (*fiscal.items(), (FISCAL[0], rest)):
                own = (fund.removesuffix("拨款"), _OF_ALL, "")
                codes = (code for code in self.domain(line, "功能分类") if code in items)
                others = frozenset(code for code in codes if items[code].budget not in own)
                yield Region(line, {"资金性质": words, "功能分类": others})
            strange = (Need("支出类型", _OTHER_INCOME), Need("资金性质", tuple(frozenset().union(*fiscal.values()))))
            yield from (box for box in [self._box(line, strange)] if box)

    def _box(self, line: Line, needs: Needs) -> Region | None:
        sets: dict[str, frozenset[str]] = {}
        for need in needs:
            allowed = self._accepted(line, need)
            sets[need.dimension] = sets[need.dimension] & allowed if need.dimension in sets else allowed
            if not sets[need.dimension]:
                return None
        return Region(line, sets)

    def _accepted(self, line: Line, need: Need) -> frozenset[str]:
        key = (line.name, need)
        if key not in self._allowed:
            self._allowed[key] = frozenset(filter(need.accepts, self.domain(line, need.dimension)))
        return self._allowed[key]

    def _minus(self, box: Region, part: Region) -> Iterator[Region]:
        """Yield boxes that together are a box without another one, and do not overlap."""
        if box & part is None:
            yield box
            return
        sets = dict(box.sets)
        for dimension, values in part.sets.items():
            own = sets[dimension] if dimension in sets else frozenset(self.domain(box.line, dimension))
            if own - values:
                yield Region(box.line, {**sets, dimension: own - values})
            sets[dimension] = own & values

    def _values(self, line: Line, dimension: str, choice: Choice) -> tuple[str, ...]:
        named = self._named.get(dimension, ())
        values: Iterable[str] = choice.values
        if choice.kind == WORD:
            known = self._pack.dimensions[dimension].values
            values = (word for word in known if dimension != "支出类型" or word not in LISTED_TYPES)
            if not known:
                values = (*named, OTHER_TEXT)
        elif choice.kind == CODE:
            values = self._codes(line, dimension)
        elif choice.kind == ANY:
            values = (*named, *(() if self._usual and choice.optional else (OTHER_TEXT,)))
        fitting = tuple(one for one in values if one == OTHER_TEXT or not choice.pattern or choice.pattern.search(one))
        if not choice.optional or (self._usual and choice.kind == CODE):
            return tuple(dict.fromkeys(fitting))
        return tuple(dict.fromkeys(("", *fitting)))

    def _codes(self, line: Line, dimension: str) -> tuple[str, ...]:
        """Give the codes that a line may say: of the catalogue, and those that the pack knows besides."""
        catalogue = self._catalogues.categories(dimension)
        own = (*self._pack.names.get(dimension, {}), *self._named.get(dimension, ()))
        whole = max(LEVELS[dimension].values()) if dimension in LEVELS else 0
        if self._usual and line.name == "基本支出" and dimension == "经济分类":
            return tuple(code for code, one in catalogue.items() if len(code) == whole and one.group)
        known = (*catalogue, *(code.ljust(whole, "9") for code in own if not self._catalogues.begins(dimension, code)))
        return tuple(code for code in known if not whole or len(code) == whole)


def _named(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Give all values that conditions of a pack name, by dimension, without those that say nothing."""
    found: dict[str, dict[str, None]] = {}
    for clause in (clause for condition in every_condition(pack) for clause in condition.clauses):
        found.setdefault(clause.dimension, {}).update(dict.fromkeys(value for value in clause.values if value))
    return {dimension: tuple(values) for dimension, values in found.items()}
