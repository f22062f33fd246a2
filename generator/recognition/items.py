"""Printed names of items of a classification (类, 款, 项) bound to codes: those that the tables print come first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from generator.base.frozen import frozen
from generator.facts.classification import Classification
from generator.facts.words import LEVELS
from generator.recognition.words import label

_EQUAL, _OLD, _NEAR = 2.0, 1.5, 1.0
_SLACK = 1.0  # of the score: one level by a name that is a sign off
_FUNCTIONS, _OF_CLASS = "功能分类", 3
_CALLED = re.compile("(?:类|科目|支出类|预算|预算数)+$")
_SHORTEST = 4  # characters of a name that may be a sign off
_OWN_DIGITS = 2  # of a 款 or 项, without those above it: 行政事业单位医疗（11款）
ItemLevel = tuple[str, str, str]  # 类, 款 or 项 (empty where only a code is printed), name, printed code


@frozen
class BoundItem:
    """The code of a printed item, and the names that differ from what is printed: printed, known."""

    dimension: str
    code: str
    differs: tuple[tuple[str, str], ...] = ()


class ItemNames:
    """Names of codes: `printed` are those of the document's tables, `names` those of the catalogue."""

    def __init__(self, names: Classification, printed: Mapping[tuple[str, str], str]) -> None:
        self.names, self.printed = names, printed
        self.old: dict[str, list[str]] = {}
        for one in names.renames:
            self.old.setdefault(one.code, []).append(one.old)

    def find(self, path: Sequence[ItemLevel], dimensions: Sequence[str] = tuple(LEVELS)) -> BoundItem | None:
        """Find the code whose levels have the printed names; None where none fits, or several fit alike."""
        for codes_of in (self._printed, self._catalogue):
            scored: list[tuple[float, str, str]] = []
            for dimension in dimensions:
                wanted = self._wanted(dimension, path)
                least = _EQUAL * len(wanted) - _SLACK
                for code in codes_of(dimension, wanted[-1][0]) if wanted else ():
                    score = self._score(dimension, code, wanted)
                    if score >= least:
                        scored.append((score, dimension, code))
            best = max((score for score, _, _ in scored), default=0)
            found = [(dimension, code) for score, dimension, code in scored if score == best]
            if found:
                return self._bound(*found[0], path) if len(found) == 1 else None
        return None

    def whole_class(self, name: str) -> tuple[ItemLevel, ...]:
        """Give the level of a name that is that of a functional 类 to the letter, without being called one."""
        plain = label(_CALLED.sub("", name))
        codes = {*self._printed(_FUNCTIONS, _OF_CLASS), *self._catalogue(_FUNCTIONS, _OF_CLASS)}
        known = {label(one) for code in codes for one in self._known(_FUNCTIONS, code)}
        return (("类", plain, ""),) if plain in known else ()

    def _wanted(self, dimension: str, path: Sequence[ItemLevel]) -> list[tuple[int, str, str]]:
        """Give the lengths of the codes of printed levels, with names and codes; none of a dimension without them."""
        found = []
        for level, name, code in path:
            length = LEVELS[dimension].get(level, 0) if level else len(code)
            if length not in LEVELS[dimension].values():
                return []
            found.append((length, label(name), code))
        return sorted(found)

    def _printed(self, dimension: str, length: int) -> Iterator[str]:
        return (code for known, code in self.printed if known == dimension and len(code) == length)

    def _catalogue(self, dimension: str, length: int) -> Iterator[str]:
        return (code for code in self.names.categories(dimension) if len(code) == length)

    def _score(self, dimension: str, code: str, wanted: Sequence[tuple[int, str, str]]) -> float:
        """Add up how like the names of the levels are; a printed code that is another's is nothing like."""
        total = 0.0
        for length, name, printed in wanted:
            own = code[:length]
            if len(printed) in (length, _OWN_DIGITS) and not own.endswith(printed):
                return 0.0
            total += self._alike(dimension, own, name)
        return total

    def _alike(self, dimension: str, code: str, name: str) -> float:
        known = self._known(dimension, code)
        if any(name == label(one) for one in known):
            return _EQUAL
        plain = _plain(name)
        if any(plain == _plain(label(one)) for one in known):
            return _EQUAL
        old = self.old.get(code, []) if dimension == "功能分类" else []
        if any(plain == _plain(label(one)) for one in old):
            return _OLD
        return _NEAR if any(nearly(plain, _plain(label(one))) for one in known) else 0.0

    def _known(self, dimension: str, code: str) -> list[str]:
        both = self.printed.get((dimension, code), ""), self.names.name(dimension, code)
        return [one for one in both if one]

    def _bound(self, dimension: str, code: str, path: Sequence[ItemLevel]) -> BoundItem:
        differs = []
        for level, name, printed in path:
            length = LEVELS[dimension].get(level, 0) if level else len(printed)
            known = self._known(dimension, code[:length])
            if known and all(_bare(name) != _bare(one) for one in known):
                differs.append((name, known[0]))
        return BoundItem(dimension, code, tuple(differs))


def _plain(name: str) -> str:
    """Leave out what forms write or not: 支出 at the end; 其它 is 其他."""
    return name.replace("其它", "其他").removesuffix("支出") or name


def _bare(name: str) -> str:
    return label(name).removesuffix("支出")


@cache
def nearly(one: str, other: str) -> bool:
    """Tell whether two names differ by a single sign, or have the same signs in another order."""
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > 1:
        return False
    if sorted(one) == sorted(other):
        return True
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:]
