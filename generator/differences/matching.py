"""Which record of one list is which of another (对应): by all that it says, its code, its name, or what is like it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from generator.base.frozen import frozen

CODE, FORMER = "编码", "上年编码"
NAMES = ("名称", "物品名称", "任务", "三级", "专项名称", "代码")  # the first that a record says is its name
ASIDE = ("备注", "单位")  # says nothing of what a line is
ALIKE = 0.6  # of two names or texts, from which they are held for the same, changed
_MOST = 40_000  # pairs that are compared by likeness
_LONGEST = 400  # characters of a text that are compared


@frozen
class Matching:
    """The pairs of places in two lists, by those of the second; and what stands only in the first or second."""

    pairs: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]

    @property
    def in_order(self) -> bool:
        """Tell whether what both have stands in the same order."""
        first = [one for one, _ in self.pairs]
        return first == sorted(first)


Key = Callable[[Any], Hashable]


def matched(before: Sequence[Any], after: Sequence[Any]) -> Matching:
    """Match two lists of records (mappings) or of texts."""
    rounds: tuple[tuple[Key, Key], ...] = (
        (keyable, keyable), (_code, _code), (_code, _former), (_name, _name), (_kind, _kind)
    )  # fmt: skip
    left, right, pairs = list(range(len(before))), list(range(len(after))), []
    for old, new in rounds:
        found = _same([(n, old(before[n])) for n in left], [(n, new(after[n])) for n in right])
        pairs += found
        left = [n for n in left if n not in {one for one, _ in found}]
        right = [n for n in right if n not in {one for _, one in found}]
    found = _alike(before, after, left, right)
    pairs += found
    gone, new_ones = {one for one, _ in found}, {one for _, one in found}
    return Matching(
        tuple(sorted(pairs, key=lambda pair: pair[1])),
        tuple(n for n in left if n not in gone),
        tuple(n for n in right if n not in new_ones),
    )


def keyable(value: Any) -> Hashable:
    """Give a value as one that can be compared: equal if the values say the same, unknown amounts included."""
    if isinstance(value, Mapping):
        return frozenset((key, keyable(below)) for key, below in value.items())
    if isinstance(value, tuple):
        return tuple(map(keyable, value))
    return "?" if isinstance(value, Decimal) and value.is_nan() else (type(value) is bool, value)


def likeness(one: str, other: str) -> float:
    """Tell how much two texts have in common, from 0 to 1; of long ones the beginnings are compared."""
    matcher = SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def name_of(record: Mapping[str, Any]) -> str:
    """Give what a record is called, or nothing where it has no name."""
    return next((str(record[key]) for key in NAMES if record.get(key)), "")


def _code(record: Any) -> Hashable:
    return record.get(CODE) or None if isinstance(record, Mapping) else None


def _former(record: Any) -> Hashable:
    return record.get(FORMER) or None if isinstance(record, Mapping) else None


def _name(record: Any) -> Hashable:
    return name_of(record) or None if isinstance(record, Mapping) else None


def _kind(record: Any) -> Hashable:
    """Give what a line of money is about: all that it says but amounts, remarks and what is inside it."""
    if not isinstance(record, Mapping) or name_of(record):
        return None
    return frozenset(_facts(record).items()) or None


def _facts(record: Mapping[str, Any]) -> dict[str, Any]:
    kinds = (Decimal, Mapping, tuple)
    return {key: value for key, value in record.items() if key not in ASIDE[:1] and not isinstance(value, kinds)}


def _same(before: Sequence[tuple[int, Hashable]], after: Sequence[tuple[int, Hashable]]) -> list[tuple[int, int]]:
    """Pair what has the same key, in order."""
    waiting: dict[Hashable, list[int]] = {}
    for number, key in before:
        if key is not None:
            waiting.setdefault(key, []).append(number)
    return [(waiting[key].pop(0), number) for number, key in after if waiting.get(key)]


def _alike(before: Sequence[Any], after: Sequence[Any], left: list[int], right: list[int]) -> list[tuple[int, int]]:
    """Pair what is most alike; of very long lists nothing is."""
    if len(left) * len(right) > _MOST:
        return []
    scored = [(-_score(before[i], after[j]), i, j) for i in left for j in right]
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for score, i, j in sorted(scored):
        if -score >= ALIKE and i not in taken[0] and j not in taken[1]:
            pairs.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return pairs


def _score(one: Any, other: Any) -> float:
    if isinstance(one, str) and isinstance(other, str):
        return likeness(one, other)
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return 0.0
    names = name_of(one), name_of(other)
    if all(names):
        return likeness(*names)
    facts, others = _facts(one).items(), _facts(other).items()
    return len(facts & others) / max(len(facts), len(others)) if facts and others else 0.0
