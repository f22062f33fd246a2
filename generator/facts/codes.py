"""Codes that were meant (编码): what a name, a level too high or a slip of the pen stands for, in a classification.

A code is never guessed in silence: the candidates are listed with their names, those that the budget uses elsewhere
first. Only where a single code can be meant, it is `certain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from generator.base import late
from generator.base.frozen import frozen
from generator.base.money import NARROW
from generator.base.nearest import nearest
from generator.facts.classification import SURE, Catalogue, Category, Classification
from generator.facts.words import LEVELS

LISTED = 6  # candidates that a remedy names
_LOOKUP = "budget lookup"
_SECTION = 5  # digits of a 款 of the functional classification
_CODE = late.compile(r"[A-Ca-c]?[0-9](?:[0-9.\s·_-]*[0-9])?")
_BETWEEN = late.compile(r"[.\s·_-]")
_ASIDE = late.compile(r"[\s\[\]【】［］()（）《》“”\"'、，,:：;；|/／·.。_—–-]+")
CODE_KEYS: Mapping[str, str] = {  # the key under which a line says a code of each classification
    "功能分类": "科目", "经济分类": "经济科目", "政府经济分类": "政府经济科目", "采购目录": "目录",
}  # fmt: skip


@frozen
class Meant:
    """What a typed text may stand for: in words why, the codes, the best first, and whether only the first can be."""

    why: str
    codes: tuple[Category, ...] = ()
    certain: bool = False


@frozen
class Lookup:
    """A classification's catalogue, with the codes that the budget uses elsewhere.

    `declared` are the codes with names that the budget and its pack have of their own (科目名称).
    """

    catalogues: Classification
    dimension: str
    used: Sequence[str] = ()
    declared: tuple[tuple[str, str], ...] = ()

    @property
    def known(self) -> Catalogue:
        """The catalogue, and what is declared."""
        return _with(self.catalogues, self.dimension, self.declared)

    @property
    def items(self) -> tuple[Category, ...]:
        """The codes that a line may say: of the lowest level, or any of a catalogue whose levels are free."""
        lowest = _digits(self.dimension)
        return tuple(one for one in self.known.values() if not lowest or len(one.code) == lowest)

    def ranked(self, found: Iterable[Category]) -> tuple[Category, ...]:
        """Put the codes that the budget uses first, then those that only it or its pack has, then the nearest."""
        return tuple(sorted(dict.fromkeys(found), key=self._rank))

    def _rank(self, one: Category) -> tuple[bool, bool, int]:
        in_catalogue = self.catalogues.known(self.dimension, one.code)
        return one.code not in self.used, in_catalogue, -self._shared(one.code)

    def _shared(self, code: str) -> int:
        return max((_common(code, other) for other in self.used), default=0)

    def told(self, one: Category) -> str:
        """Write a code with its name, and the name of what is above it, since many items of a function are alike."""
        above = self.known.get(one.code[:_SECTION]) if self.dimension == "功能分类" else None
        return f"{one.code} {one.name}{f'（{above.name}）' if above and above != one else ''}"

    def listed(self, found: Sequence[Category]) -> str:
        """List candidates, of many the first ones; what is above them is said if it is not the same of all."""
        more = f"，另有 {len(found) - LISTED} 个" if len(found) > LISTED else ""
        alike = len(found) > 1 and len({one.code[:_SECTION] for one in found}) == 1
        return "、".join(f"{one.code} {one.name}" if alike else self.told(one) for one in found[:LISTED]) + more


def remedy(lookup: Lookup, typed: str) -> tuple[str, str | None]:
    """Say what to type instead of a text that is no code; also the code itself where only one can be meant."""
    found = meant(lookup, typed)
    if found.certain:
        return f"{found.why}请写 {found.codes[0].code}（{found.codes[0].name}）。", found.codes[0].code
    if not found.codes:
        return f"{found.why}编码可以用 {_LOOKUP} 加名称查找，例如 {_LOOKUP} 行政运行。", None
    word = _words(typed)[0] if _words(typed) else _only_digits(typed)
    rest = f"（全部：{_LOOKUP} {word}）" if len(found.codes) > LISTED else ""
    return f"{found.why}可以是：{lookup.listed(found.codes)}{rest}。", None


def meant(lookup: Lookup, typed: str) -> Meant:
    """Tell what a text that stands in the place of a code may mean."""
    text = typed.translate(NARROW).strip()
    code, words = _only_digits(text), "".join(_words(text))
    if code and words:
        return _code_and_name(lookup, code, words)
    return _of_digits(lookup, code) if code else _of_name(lookup, text)


def neighbours(lookup: Lookup, code: str) -> tuple[Category, ...]:
    """Give the codes that differ by one slip: a digit, two that changed places, one too many or too few."""
    return lookup.ranked(one for one in lookup.items if _one_slip(code, one.code))


def _code_and_name(lookup: Lookup, code: str, words: str) -> Meant:
    """Judge a code with its name, such as `[2010301]行政运行`: certain where both say the same."""
    one = next((one for one in lookup.items if one.code == code), None)
    if one is None:
        found = _of_digits(lookup, code)
        same = tuple(each for each in found.codes if _same(each.name, words))
        return Meant("编码和名称写在了一起。", same or found.codes or _of_name(lookup, words).codes, len(same) == 1)
    if _same(one.name, words):
        return Meant("只写编码，名称可以写在行尾的 # 后面。", (one,), certain=True)
    named = _of_name(lookup, words)
    others = [each for each in named.codes if _same(each.name, words)]
    return Meant(f"编码 {code} 的名称是“{one.name}”，与写的“{words}”不同。", (one, *others[:LISTED]))


def _of_digits(lookup: Lookup, code: str) -> Meant:
    elsewhere = _elsewhere(lookup, code)
    if elsewhere:
        return Meant(elsewhere)
    one, below = lookup.known.get(code), lookup.ranked(each for each in lookup.items if each.code.startswith(code))
    whole = next((each for each in lookup.items if each.code == code), None)
    if whole is not None:
        return Meant("中间不用分隔。", (whole,), certain=True)
    lowest = _digits(lookup.dimension)
    bare = code.lstrip("0")
    if bare != code and (found := [each for each in lookup.items if each.code == bare]):
        return Meant("编码前面多了 0。", tuple(found), certain=True)
    if lowest and len(code) < lowest and below:
        name = f"“{one.code} {one.name}”是“{one.level}”，要写到下面一级" if one else f"“{code}”不全"
        return Meant(f"{name}。", below, certain=one is None and len(below) == 1 and lowest - len(code) == 1)
    longer = tuple(each for each in lookup.items if code.startswith(each.code)) if lowest else ()
    near = lookup.ranked((*neighbours(lookup, code), *longer))
    return Meant("" if near else f"科目目录里没有与 {code} 相近的编码。", near)


def _of_name(lookup: Lookup, name: str) -> Meant:
    """Find the codes of a name; of one that has changed since (旧名) too, then those that hold it, then the nearest."""
    plain = "".join(_words(name)) or name
    exact = lookup.ranked(one for one in lookup.items if _same(one.name, plain))
    if exact:
        why = "这里写编码，不写名称。"
        return Meant(why, exact, certain=len(exact) == 1 and exact[0].is_sure)
    renamed = [one for one in lookup.catalogues.renames if _same(one.old, plain)]
    known = (lookup.known.get(one.code) for one in renamed) if lookup.dimension == "功能分类" else ()
    now = lookup.ranked(each for one in known if one for each in _below(lookup, one))
    if now:
        return Meant(f"“{name}”是旧名称，现在是“{renamed[0].new}”。", now)
    whole = next((one for one in lookup.known.values() if _same(one.name, plain)), None)
    if whole is not None:
        return Meant(f"“{whole.code} {whole.name}”是“{whole.level}”，要写到下面一级。", _below(lookup, whole))
    holding = lookup.ranked(one for one in lookup.items if plain and plain in one.name)
    if holding:
        return Meant("这里写编码，不写名称。", holding)
    other = nearest(plain, dict.fromkeys(one.name for one in lookup.items))
    similar = lookup.ranked(one for one in lookup.items if other and one.name == other)
    return Meant("这里写编码，不写名称。" if similar else f"科目目录里没有名称“{name}”。", similar)


@cache
def _with(catalogues: Classification, dimension: str, declared: tuple[tuple[str, str], ...]) -> Catalogue:
    """Give a catalogue with declared codes, these first; the name that is declared is the one that is printed."""
    catalogue = catalogues.categories(dimension)
    levels = {digits: level for level, digits in LEVELS.get(dimension, {}).items()}
    own = {code: Category(code, name, levels.get(len(code), ""), confidence=SURE[0]) for code, name in declared}
    return {**own, **catalogue, **own} if own else catalogue


def _below(lookup: Lookup, above: Category) -> tuple[Category, ...]:
    return lookup.ranked(one for one in lookup.items if one.code.startswith(above.code))


def _elsewhere(lookup: Lookup, code: str) -> str:
    """Say that a code is one of another classification, which has a key of its own."""
    if lookup.known.get(code) is not None:
        return ""
    for dimension, key in CODE_KEYS.items():
        one = lookup.catalogues.category(dimension, code)
        if dimension != lookup.dimension and one is not None and len(code) == (_digits(dimension) or len(code)):
            return f"“{code} {one.name}”是{dimension}的编码，写在“{key}”里；这里写{lookup.dimension}的编码。"
    return ""


def _digits(dimension: str) -> int:
    """Give the digits of the lowest level of a classification; 0 where a line may say any level."""
    return max(LEVELS.get(dimension, {"": 0}).values())


@cache
def _only_digits(text: str) -> str:
    """Give the code in a text, without what stands between its digits; a fraction that Excel adds is none of it."""
    found = _CODE.search(text.translate(NARROW))
    return _BETWEEN.sub("", re.sub(r"\.0+$", "", found.group())).upper() if found else ""


def _words(text: str) -> list[str]:
    return [part for part in _ASIDE.split(_CODE.sub(" ", text, count=1)) if part]


def _same(name: str, typed: str) -> bool:
    return _ASIDE.sub("", name) == _ASIDE.sub("", typed)


def _common(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _one_slip(one: str, other: str) -> bool:
    """Tell whether two codes differ by one slip of the pen."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = _common(one, other)
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
