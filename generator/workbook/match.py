"""Which row is which (对照): rows of a sheet as it was and as it is, matched by what they say, not by where they stand.

Equal rows first, then those with the same code or name, then the most similar ones; so a sheet may be sorted, and rows
may be inserted, deleted and pasted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from generator.base.frozen import frozen

RowTexts = Sequence[str]  # what the cells of a row say
ALIKE = 0.5  # from which on a row is taken for another one that was changed
MOST_COMPARED = 40_000  # pairs of rows; of more, only equal ones and those of the same name are found
_SHORT = 4  # characters of a text that is either the same or another one


@frozen
class KnownBy:
    """Columns by which a row is known, of which those in `needs` must say something."""

    columns: tuple[int, ...]
    needs: tuple[int, ...]


def matched(old: Sequence[RowTexts], new: Sequence[RowTexts], identities: Iterable[KnownBy] = ()) -> dict[int, int]:
    """Give, for the numbers of new rows, those of the old rows that they are; new rows that are none are left out."""
    pairs: dict[int, int] = {}
    rest_old, rest_new = list(range(len(old))), list(range(len(new)))

    def take(keys: Iterable[tuple[int, int]]) -> None:
        found = dict(keys)
        pairs.update(found)
        taken = set(found.values())
        rest_old[:] = [one for one in rest_old if one not in taken]
        rest_new[:] = [one for one in rest_new if one not in found]

    take(_same([(n, tuple(old[n])) for n in rest_old], [(n, tuple(new[n])) for n in rest_new]))
    for identity in identities if rest_old and rest_new else ():
        take(_same(_known(old, rest_old, identity), _known(new, rest_new, identity)))
    if len(rest_old) * len(rest_new) <= MOST_COMPARED:
        take(_alike(old, new, rest_old, rest_new))
    return pairs


Keyed = Sequence[tuple[int, tuple[str, ...]]]


def _same(old: Keyed, new: Keyed) -> Iterable[tuple[int, int]]:
    """Pair rows with the same key, those of several in their order."""
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, key in reversed(old):
        waiting[key].append(number)
    for number, key in new:
        if waiting.get(key):
            yield number, waiting[key].pop()


def _known(rows: Sequence[RowTexts], numbers: Iterable[int], identity: KnownBy) -> Keyed:
    return [
        (number, tuple(rows[number][column] for column in identity.columns))
        for number in numbers
        if any(rows[number][column] for column in identity.needs)
    ]


def _alike(
    old: Sequence[RowTexts], new: Sequence[RowTexts], some: Sequence[int], others: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Pair the rows that are most alike; of equally alike ones those that stand nearest to each other."""
    scored = [
        (-likeness(old[a], new[b]), abs(place - at), b, a)
        for place, a in enumerate(some)
        for at, b in enumerate(others)
    ]
    used_old, used_new = set[int](), set[int]()
    for score, _, b, a in sorted(scored):
        if -score < ALIKE:
            break
        if a not in used_old and b not in used_new:
            used_old.add(a)
            used_new.add(b)
            yield b, a


def likeness(one: RowTexts, other: RowTexts) -> float:
    """Say how alike two rows are, from 0 to 1: the mean of their cells, of those that are not empty in both."""
    cells = [(a, b) for a, b in zip(one, other, strict=True) if a or b]
    return sum(_cell(a, b) for a, b in cells) / len(cells) if cells else 0


def _cell(one: str, other: str) -> float:
    if one == other:
        return 1
    if min(len(one), len(other)) < _SHORT:
        return 0
    found = SequenceMatcher(None, one, other, autojunk=False)
    return found.ratio() if found.real_quick_ratio() > ALIKE and found.quick_ratio() > ALIKE else 0
