"""The words of a workbook (用语): what may be chosen in a cell, and how a code or a unit is shown with its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.base.money import YUAN_PER_UNIT
from generator.base.paths import ValuePath
from generator.facts import classification
from generator.facts.codes import CODE_KEYS, Lookup
from generator.facts.words import LineWords
from generator.reading.rule import SchemaRule
from generator.workbook.plan import CODE, NAME, UNITS, Keys
from generator.workbook.tree import Tree, at

MOST_OFFERED = 2000  # codes in a list; of a longer catalogue the upper levels
YES_NO = ("是", "否")


@dataclass(frozen=True)
class CellWords:
    """What cells may say: the words of the pack, the catalogues of the year, the units of the budget."""

    line: LineWords
    year: int
    units: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # 科目名称 of the budget
    used: tuple[str, ...] = ()  # codes
    unit: str = "元"  # 金额单位
    other_units: tuple[tuple[str, str], ...] = ()  # of the folders of units that have another one

    @cached_property
    def unit_names(self) -> Mapping[str, str]:
        """The names of the units by their codes."""
        return dict(self.units)

    def at(self, path: ValuePath) -> CellWords:
        """Give the words of a value: those of a unit's folder have its own 金额单位."""
        own = dict(self.other_units).get(str(path[0])) if path else None
        return replace(self, unit=own) if own else self

    def lookup(self, dimension: str) -> Lookup:
        """Give the codes of a classification, with those that the budget and its pack name."""
        declared = {**self.line.names.get(dimension, {}), **self.names.get(dimension, {})}
        return Lookup(classification.load(self.year), dimension, self.used, tuple(declared.items()))

    def name(self, dimension: str, code: str) -> str:
        """Give the name of a code; empty where none is known."""
        own = self.names.get(dimension, {}).get(code) or self.line.names.get(dimension, {}).get(code)
        return own or classification.load(self.year).name(dimension, code)

    def offered(self, dimension: str) -> Iterator[str]:
        """Yield the codes of a classification that are offered, as “编码 名称”."""
        items = self.lookup(dimension).items
        levels = sorted({one.level for one in items})
        counts = {level: sum(one.level <= level for one in items) for level in levels}
        for one in items:
            if counts[one.level] <= MOST_OFFERED or one.level == levels[0]:
                yield f"{one.code} {one.name}"

    def choices(self, rule: SchemaRule, keys: Keys) -> Sequence[str]:
        """Give what may be chosen in a cell, apart from codes; nothing where any text may stand."""
        expected = rule.expected
        if rule.type == "yesno":
            return YES_NO
        if rule.type == "word":
            return self.line.typed(expected.dimension)
        if is_unit(rule, keys):
            return tuple(f"{code} {name}".strip() for code, name in self.units)
        return expected.choices


def is_unit(rule: SchemaRule, keys: Keys) -> bool:
    """Tell whether a cell holds the code of a unit."""
    return rule.type == "code" and keys[-1:] == (UNITS,) and not rule.expected.dimension


def is_classified(rule: SchemaRule) -> bool:
    """Tell whether a cell holds a code of a classification."""
    return rule.type == "code" and rule.expected.dimension in CODE_KEYS


def of_budget(tree: Tree, line: LineWords, year: int) -> CellWords:
    """Give the words of a budget."""
    declared = at(tree, ("科目名称",))
    names = {
        dimension: {code: name for code, name in listed.items() if isinstance(name, str)}
        for dimension, listed in (declared.items() if isinstance(declared, dict) else ())
        if isinstance(listed, dict)
    }
    unit = _unit(tree, "元")
    folders = ((key, _unit(one, unit)) for key, one in tree.items() if key.endswith("/"))
    others = tuple((key, own) for key, own in folders if own != unit)
    return CellWords(line, year, tuple(_units(tree)), names, tuple(dict.fromkeys(_codes(tree))), unit, others)


def _unit(tree: Tree, usual: str) -> str:
    said = at(tree, ("金额单位",))
    return str(said) if said in YUAN_PER_UNIT else usual


def _units(tree: Tree) -> Iterator[tuple[str, str]]:
    listed = tree.get(UNITS)
    folders = [at(one, (UNITS,)) for key, one in tree.items() if key.endswith("/")]
    single = [listed] if isinstance(listed, dict) else []
    for one in (*(listed if isinstance(listed, list) else ()), *single, *folders):
        code, name = at(one, (CODE,)), at(one, (NAME,))
        if isinstance(code, str) and code:
            yield code.strip(), name.strip() if isinstance(name, str) else ""


def _codes(tree: Tree) -> Iterator[str]:
    """Yield the codes that the lines of a budget use."""
    below: Iterable[tuple[object, Tree]] = ()
    if isinstance(tree, dict):
        below = tree.items()
    elif isinstance(tree, list):
        below = enumerate(tree)
    for key, one in below:
        if key in CODE_KEYS.values() and isinstance(one, str):
            yield one.strip()
        elif not isinstance(one, str):
            yield from _codes(one)
