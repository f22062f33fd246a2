"""How values are told (说法): codes with their names, amounts in 元, units by name, records by what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from generator.base.money import decimals
from generator.differences.matching import ASIDE, name_of
from generator.facts import classification
from generator.facts.budget import Budget
from generator.facts.codes import CODE_KEYS
from generator.facts.declared import NUMBERS
from generator.facts.words import OF_DIGIT
from generator.pack.spec import Pack

UNKNOWN = "不明"
_CENT = 2
_COUNTED = ("数量",)  # keys of numbers that are no amounts
_DIMENSION = {key: dimension for dimension, key in CODE_KEYS.items()}


@dataclass(frozen=True)
class Sayings:
    """What a budget calls the codes and units that it uses."""

    budget: Budget
    pack: Pack | None

    @cached_property
    def units(self) -> Mapping[str, str]:
        """The names of the units by their codes."""
        return {unit.code: unit.name for unit in self.budget.units}

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The keys of numbers that are no amounts, those that the pack declares included."""
        declared = (field for one in self.budget.declared.values() for field in (one, *one.fields))
        return frozenset((*_COUNTED, *(one.name for one in declared if one.type in NUMBERS)))

    def of_code(self, dimension: str, code: str) -> str:
        """Give the name of a code, or an empty text."""
        for names in (self.budget.names, self.pack.names if self.pack else {}):
            if code in names.get(dimension, {}):
                return names[dimension][code]
        return classification.load(self.budget.year).name(dimension, code)

    def value(self, key: str, value: Any) -> str:
        """Tell a single value of a key, in words; of a list or mapping all that it says."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Decimal):
            return _number(value) if key in self.numbers else amount(value)
        if isinstance(value, Mapping):
            return "，".join(f"{self.key(name)}：{self.value(name, below)}" for name, below in value.items()) or "无"
        if isinstance(value, tuple):
            return "；".join(self.value(key, one) for one in value) if value else "无"
        return self._named(key, str(value))

    def key(self, key: str) -> str:
        """Tell a key; one that is the code of an item with its name."""
        name = self.of_code(OF_DIGIT.get(key[:1], ""), key) if key.isdigit() and key[:1] in OF_DIGIT else ""
        return f"{key} {name}".strip()

    def label(self, record: Mapping[str, Any], number: int) -> str:
        """Tell which record is meant: by its name, or what it is about; else by its number, from 0."""
        name = name_of(record) or str(record.get("编码", ""))
        if name:
            return name
        hidden = ASIDE if len(self.units) < len(ASIDE) else ASIDE[:1]
        kinds = (Decimal, Mapping, tuple)
        said = [
            key if value is True else self.value(key, value)
            for key, value in record.items()
            if key not in hidden and value is not False and not isinstance(value, kinds)
        ]
        return " ".join(one for one in said if one) or f"第{number + 1}项"

    def _named(self, key: str, text: str) -> str:
        if key in _DIMENSION:
            return f"{text} {self.of_code(_DIMENSION[key], text)}".strip()
        return f"{text} {self.units[text]}" if key == "单位" and text in self.units else text


def amount(value: Decimal) -> str:
    """Write an amount in 元 exactly; one that is not known says so."""
    if value.is_nan():
        return UNKNOWN
    return f"{value:,.{max(decimals(value), _CENT)}f} 元"


def _number(value: Decimal) -> str:
    return UNKNOWN if value.is_nan() else f"{value:,.{decimals(value)}f}"
