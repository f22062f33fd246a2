"""Indentation that is not made of blanks (缩进): which column a line belongs to, told from the lines around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.reading.rule import SchemaRule, items_of

WIDE_BLANKS = "\t\u3000\u00a0\u2002\u2003\u2009\u202f"  # typed as blanks, and not for YAML
_TABS = (2, 4, 8)  # columns of a tab, as editors have it
STEP = 2


@dataclass(slots=True)
class Level:
    """An open list or mapping: its column as mended, its indentation as typed, and what the schema wants.

    As what a key opens that has no value on its line, `column` and `raw` are those of the key.
    """

    column: int
    raw: str
    kind: str  # list, mapping, or nothing yet
    rules: tuple[SchemaRule, ...]
    keys: set[str] = field(default_factory=set)


def fitting(levels: list[Level], pending: Level | None, raw: str, wanted: tuple[str, str]) -> int | None:
    """Give the column of a line whose indentation is typed as `raw`; None where that is not certain.

    `wanted` is what the line is (list or mapping, and the key). A line indented by blanks alone stays where it is,
    unless it belongs to a list whose dash had to be moved.
    """
    same = [one for one in levels if one.raw == raw and _takes(one, wanted)]
    if same:
        return same[-1].column
    if not raw.strip(" "):
        return len(raw)
    fit = [(one, one.column) for one in levels if _takes(one, wanted) and _knows(one, wanted)]
    if pending is not None and _is_deeper(raw, pending.raw) and _opens(pending, wanted):
        fit.append((pending, pending.column + STEP))
    columns = {column for _, column in fit}
    if len(columns) > 1:
        columns = {column for one, column in fit if one is not pending and _alike(raw, one.raw)}
        columns |= {column for one, column in fit if one is pending and _is_deeper(raw, one.raw, every=True)}
    return columns.pop() if len(columns) == 1 else None


def _takes(level: Level, wanted: tuple[str, str]) -> bool:
    return not level.kind or level.kind == wanted[0]


def _knows(level: Level, wanted: tuple[str, str]) -> bool:
    """Tell whether a level has room for a key: the schema knows it there, and it is not yet said."""
    kind, key = wanted
    return _lists(level.rules, key) if kind == "list" else key not in level.keys and _may_have(level.rules, key)


def _opens(pending: Level, wanted: tuple[str, str]) -> bool:
    kind, key = wanted
    return _lists(pending.rules, key) if kind == "list" else kind == "mapping" and _may_have(pending.rules, key)


def _lists(rules: Iterable[SchemaRule], key: str) -> bool:
    """Tell whether a list may stand here whose items have a key, or are no mappings."""
    items = items_of(rules)
    return _may_have(items, key) or any(one.type != "mapping" for one in items)


def _may_have(rules: Iterable[SchemaRule], key: str) -> bool:
    return any(one.type == "mapping" and (key in one.properties or one.extra is not None) for one in rules)


def _is_deeper(raw: str, above: str, *, every: bool = False) -> bool:
    """Tell whether a line is indented more than another, with some width of a tab or with every one."""
    return (all if every else any)(_width(raw, tab) > _width(above, tab) for tab in _TABS)


def _alike(raw: str, other: str) -> bool:
    return any(_width(raw, tab) == _width(other, tab) for tab in _TABS)


def _width(raw: str, tab: int) -> int:
    return len(raw.replace("\u3000", "  ").expandtabs(tab))
