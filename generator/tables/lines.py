"""Lines (明细) as records: each line of income or spending as it was typed, with names for its codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.base.paths import ValuePath, sibling
from generator.facts.budget import Entry, FieldValue, Record
from generator.facts.words import LEVELS
from generator.tables.setting import Names

_OTHER = "其他支出"  # the list whose lines say their type themselves
_FUNCTION = "功能分类"
_ECONOMIC = {"经济科目": "经济分类", "政府经济科目": "政府经济分类"}
Named = Mapping[tuple[str, str], FieldValue]


def line_records(entries: Iterable[Entry], names: Names, named: Named) -> tuple[Record, ...]:
    """Make a record of each entry; `named` are the names of units and projects by what entries say of them."""
    return tuple(Record(dict(_fields(entry, names, named)), (entry,)) for entry in entries)


def _fields(entry: Entry, names: Names, named: Named) -> Iterator[tuple[str, FieldValue]]:
    if entry.function:
        at = _at(entry, "科目")
        yield "科目编码", FieldValue(entry.function, at)
        yield "科目名称", FieldValue(names.of(_FUNCTION, entry.function), at)
        for level, length in LEVELS[_FUNCTION].items():
            yield level, FieldValue(names.of(_FUNCTION, entry.function[:length]), at)
    for (key, dimension), code in zip(_ECONOMIC.items(), (entry.economic, entry.government_economic), strict=True):
        if code:
            yield f"{key}编码", FieldValue(code, _at(entry, key))
            yield f"{key}名称", FieldValue(names.of(dimension, code), _at(entry, key))
    yield "资金性质", FieldValue(entry.fund, _at(entry, "资金性质"))
    if entry.spending_type:
        typed = _at(entry, "支出类型") if _OTHER in entry.origin else (entry.origin,)
        yield "支出类型", FieldValue(entry.spending_type, typed)
    yield "上年结转", FieldValue(*(("是", _at(entry, "上年结转")) if entry.carryover else ("否", (entry.origin,))))
    if entry.mark:
        yield "用途标记", FieldValue(entry.mark, _at(entry, "用途标记"))
    yield from _owner("单位", entry.unit, named)
    yield from _owner("项目", entry.project, named)
    if entry.project_category and ("项目", entry.project) in named:
        name = named["项目", entry.project]
        yield "项目类别", FieldValue(entry.project_category, (sibling(name.origins[0], "类别"),))


def _at(entry: Entry, key: str) -> tuple[ValuePath, ...]:
    """Give where another key of an entry's line stands."""
    return (sibling(entry.origin, key),)


def _owner(kind: str, said: str, named: Named) -> Iterator[tuple[str, FieldValue]]:
    """Give code and name of the unit or project of a line; a project may have no code, and be called by its name."""
    name = named.get((kind, said))
    if name is not None:
        yield f"{kind}名称", name
        if said != name.value:
            yield f"{kind}编码", FieldValue(said, (sibling(name.origins[0], "编码"),))
