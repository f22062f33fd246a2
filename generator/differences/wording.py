"""Texts word by word (逐字): what was taken out and what was put in, a number or a Latin word as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from generator.base.frozen import frozen

SAME, OUT, IN = "", "删", "增"
_WORD = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％]?|[A-Za-z]+|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
_MOST = 1_000_000  # pairs of words that are compared: of longer passages a whole one stands for the other
_SHORT = 1  # so few unchanged characters between two changes are read as changed


@frozen
class Wording:
    """A piece of a text: unchanged, taken out (删), or put in (增)."""

    sort: str
    text: str


def compared(before: str, after: str) -> tuple[Wording, ...]:
    """Give the pieces of both texts: without those put in they are the first, without those taken out the second."""
    pieces: list[Wording] = []
    for old, new in _passages(_SENTENCE.findall(before), _SENTENCE.findall(after)):
        pieces += [Wording(SAME, old)] if old == new else _changed(old, new)
    return _tidy(pieces)


def _passages(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the sentences that are the same, and between them those that are not, as pairs."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    yield "".join(before[:start]), "".join(after[:start])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if len(old) * len(new) > _MOST:
        yield "".join(old), "".join(new)
    else:
        for _, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield "".join(old[i:j]), "".join(new[k:m])
    yield "".join(before[len(before) - end :]), "".join(after[len(after) - end :])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the equal sentences at the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _changed(before: str, after: str) -> Iterator[Wording]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > _MOST:
        yield from (Wording(OUT, before), Wording(IN, after))
        return
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Wording(SAME, "".join(old[i:j]))
        else:
            yield from (Wording(OUT, "".join(old[i:j])), Wording(IN, "".join(new[k:m])))


def _tidy(pieces: Sequence[Wording]) -> tuple[Wording, ...]:
    """Join what was changed with the little that is unchanged between: one change is easier to read than three."""
    filled = [one for one in pieces if one.text]
    changed = [
        one.sort != SAME
        or (
            0 < number < len(filled) - 1
            and len(one.text) <= _SHORT
            and SAME not in (filled[number - 1].sort, filled[number + 1].sort)
        )
        for number, one in enumerate(filled)
    ]
    made: list[Wording] = []
    for is_changed, group in groupby(zip(changed, filled, strict=True), key=lambda pair: pair[0]):
        own = [one for _, one in group]
        if not is_changed:
            made.append(Wording(SAME, "".join(one.text for one in own)))
            continue
        sides = ((OUT, IN), (IN, OUT))
        texts = ((sort, "".join(one.text for one in own if one.sort != other)) for sort, other in sides)
        made += [Wording(sort, text) for sort, text in texts if text]
    return tuple(made)
