"""What a draft (草稿) is built of: the facts of a budget with errors, where what cannot be read is unknown.

An unknown amount is not a number (NaN): every sum and share that it is part of becomes unknown too, and is left blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from generator.base.paths import Traced, ValuePath
from generator.reading.rule import SchemaRule

UNKNOWN = Decimal("NaN")
_OF_MONEY = ("收入", "基本支出", "项目")  # lists that hold the money: of one that was not read, a line is unknown
_NUMBERS = ("amount", "number")


def completed(rule: SchemaRule, data: Mapping[str, Any], path: ValuePath, *, unread: bool) -> dict[str, Any]:
    """Give the values of a file's top with all that the schema requires; if `unread`, a file may hold more."""
    lists = {key: data.get(key) for key in _OF_MONEY if key in rule.properties}
    phantoms: dict[str, Any] = {key: ({},) for key, value in lists.items() if (key in data or unread) and not value}
    return _mapping(rule, {**data, **phantoms}, path)


def _value(rule: SchemaRule, value: Any, path: ValuePath) -> Any:
    """Give a value that is there whole, with its own parts completed; one that lacks is unknown or empty."""
    if rule.either:
        fits = {"mapping": Mapping, "list": tuple}
        rule = next((one for one in rule.either if isinstance(value, fits.get(one.type, ()))), rule.either[0])
    if rule.type == "mapping":
        return _mapping(rule, value if isinstance(value, Mapping) else {}, path)
    if rule.type == "list":
        every = value if isinstance(value, tuple) else ()
        return tuple(_value(rule.items, one, (*path, number)) for number, one in enumerate(every)) if rule.items else ()
    if value is not None:
        return value
    return UNKNOWN if rule.type in _NUMBERS else False if rule.type == "yesno" else Traced("", (path,))


def _mapping(rule: SchemaRule, data: Mapping[str, Any], path: ValuePath) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in data.items():
        below = rule.properties.get(key, rule.extra)
        needed = key in rule.required or (below is not None and below.type in _NUMBERS)
        if below is not None and (value is not None or needed):
            found[key] = _value(below, value, (*path, key))
    for key in rule.required:
        if key not in found:
            found[key] = _value(rule.properties[key], None, (*path, key))
    return found
