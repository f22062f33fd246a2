"""What a pack declares (数据): keys, records and fields of its own, as a piece of the budgets' schema and as records.

The piece is JSON Schema, as `schema/*.json` are: so validation, editors and checks have one set of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.base.paths import Traced, ValuePath, origins_of
from generator.facts.budget import Budget, FieldValue, Record
from generator.facts.declaration import Declarations, Declared
from generator.reading.schema import definition, load_rule

LIST, GROUP, LINES = "列表", "组", "多行"
UNIT, CODES = "单位", ("功能分类", "经济分类", "政府经济分类")
NUMBERS = ("数", "整数")
YES_NO = "是否"
_POINTERS = {  # of the simple types: where the budgets' schema has one like it
    "文字": "/$defs/文字",
    "金额": "/$defs/金额",
    "数": "/$defs/固定资产行/properties/数量",
    "整数": "",
    "日期": "/properties/公开日期",
    "是否": "/$defs/上年结转",
}
_CODE_POINTERS = {
    UNIT: "/$defs/单位编码",
    "功能分类": "/$defs/功能分类科目",
    "经济分类": "/$defs/经济分类科目",
    "政府经济分类": "/$defs/政府经济分类科目",
}
SIMPLE = tuple(_POINTERS)
TYPES = (LIST, GROUP, *SIMPLE, LINES)  # of a key
FIELD_TYPES = (*SIMPLE, *_CODE_POINTERS)
EXISTING = {  # lists of records that budgets have: the way to them, and what tables call them
    "单位": (("单位",), "单位"),
    "项目": (("项目",), "项目"),
    "政府采购": (("政府采购",), "采购"),
    "专项资金": (("专项资金",), "专项资金"),
    "绩效指标": (("项目", "绩效指标"), "绩效指标"),
}
NAME = "名称"  # ends the name of the field that a code gives beside its own: 科目 → 科目名称
_INTEGER = {
    "type": ["integer", "string"],
    "pattern": "^(0|-?[1-9][0-9]{0,14})$",
    "x-type": "integer",
    "examples": [12],
    "description": "一个整数。",
}
_NONE = {"title": "无", "description": "确实没有的写：无。", "type": "string", "enum": ["无"], "x-type": "enum"}
_OF_THEIR_OWN = ("x-element", "default")  # what a definition says of its own key only


class YesNo(Traced):
    """是 or 否 as a text that sentences may also use as a condition: 否 is false."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return self == "是"


def schema(declared: Declarations, *, unit: bool = False) -> dict[str, Any]:
    """Give what the declarations add to the schema of budgets, or with `unit` to that of a unit's folder."""
    own = {key: _value(one) for key, one in declared.items() if key not in EXISTING}
    properties: dict[str, Any] = dict(own)
    for key, (path, _) in EXISTING.items():
        one = declared.get(key)
        if one is not None and path[0] in load_rule("unit" if unit else "budget").properties:
            _put(properties, path, _fields(one.fields), is_list=not (unit and key == UNIT))
    beside = {key: spec for key, spec in own.items() if declared[key].type != LIST}
    if beside and not unit:  # a unit has what is its own beside its name as well
        _put(properties, (UNIT,), {"properties": beside}, is_list=True)
    return {"properties": properties} if properties else {}


def _put(properties: dict[str, Any], path: tuple[str, ...], piece: dict[str, Any], *, is_list: bool) -> None:
    first, *rest = path
    inner = properties.setdefault(first, {})
    inner = inner.setdefault("items", {}) if is_list else inner
    if rest:
        _put(inner.setdefault("properties", {}), tuple(rest), piece, is_list=True)
        return
    inner.setdefault("properties", {}).update(piece["properties"])
    if piece.get("required"):
        inner["required"] = piece["required"]


def _fields(fields: Iterable[Declared]) -> dict[str, Any]:
    fields = tuple(fields)
    required = [one.name for one in fields if one.required]
    return {"properties": {one.name: _simple(one) for one in fields}} | ({"required": required} if required else {})


def _value(one: Declared) -> dict[str, Any]:
    if one.type not in (LIST, GROUP, LINES):
        return _simple(one)
    said = {"title": one.name, **({"description": one.help} if one.help else {})}
    if one.type == LINES:
        return {**said, "oneOf": [{**said, "type": "array", "items": definition(_POINTERS["文字"])}, _NONE]}
    mapping = {**said, "type": "object", **_fields(one.fields), "additionalProperties": False}
    return {**said, "oneOf": [mapping if one.type == GROUP else {**said, "type": "array", "items": mapping}, _NONE]}


def _simple(one: Declared) -> dict[str, Any]:
    said = {"title": one.name, **({"description": one.help} if one.help else {})}
    if one.choices:
        return {**said, "type": "string", "enum": list(one.choices), "x-type": "enum"}
    if one.type in _CODE_POINTERS:
        like = definition(_CODE_POINTERS[one.type])
        said["description"] = f"{one.help}{like['description']}"  # messages say the form of the code
    else:
        like = definition(_POINTERS[one.type]) if _POINTERS[one.type] else _INTEGER
    return {**{key: value for key, value in like.items() if key not in _OF_THEIR_OWN}, **said}


def records(one: Declared, lines: Iterable[tuple[ValuePath, Mapping[str, Any]]], unit: str) -> Iterator[Record]:
    """Give the records of a declared list; `unit` is the code of the unit that they belong to if they do not say."""
    own = next((field.name for field in one.fields if field.type == UNIT), "")
    for path, values in lines:
        yield Record(values_of(one, values, path), unit=str(values.get(own) or unit))


def values_of(one: Declared | None, values: Mapping[str, Any], path: ValuePath) -> dict[str, FieldValue]:
    """Give the declared fields that a record says, by their names; none where nothing is declared."""
    fields = one.fields if one is not None else ()
    return {
        field.name: field_value(field, values[field.name], (*path, field.name))
        for field in fields
        if field.name in values
    }


def field_value(one: Declared, value: Any, path: ValuePath) -> FieldValue:
    """Give the typed value of a declared field, or of a key of a simple type."""
    origins = (path,)
    if one.type == "金额":
        return FieldValue(value, origins, amount=True)
    if one.type in NUMBERS:
        return FieldValue(Decimal(value), origins, summed=one.summed)
    if one.type == YES_NO:
        return FieldValue(YesNo("是" if value else "否", origins), origins)
    return FieldValue(value if origins_of(value) else Traced(str(value), origins), origins)


def fields_of(declared: Declarations) -> dict[str, tuple[str, ...]]:
    """Give the fields that tables may print of each list, by what tables call it; of a code its name as well."""
    return {
        key: tuple(name for field in one.fields for name in names_of(field))
        for key, one in as_called(declared).items()
        if one.type in ("", LIST)
    }


def as_called(declared: Declarations) -> Declarations:
    """Give the declarations by what tables call their lists."""
    return {EXISTING[key][1] if key in EXISTING else key: one for key, one in declared.items()}


def is_code(field: Declared) -> bool:
    """Tell whether a field is a code, beside which tables and sentences find its name."""
    return field.type in _CODE_POINTERS


def names_of(field: Declared) -> tuple[str, ...]:
    """Give the name of a field, and that of the name that its code has."""
    return (field.name, f"{field.name}{NAME}") if is_code(field) else (field.name,)


def lists(declared: Declarations) -> tuple[str, ...]:
    """Give the lists of records that are declared."""
    return tuple(key for key, one in declared.items() if one.type == LIST)


def of_path(declared: Declarations, keys: tuple[str, ...]) -> Declared | None:
    """Give the declaration of a value by the keys of its path; None for what every budget may have."""
    for key, one in declared.items():
        way = EXISTING[key][0] if key in EXISTING else (key,)
        if keys[: len(way)] == way:
            rest = keys[len(way) :]
            found = next((field for field in one.fields if rest[:1] == (field.name,)), None)
            if found is not None or (key not in EXISTING and not rest):
                return found or one
    return None


def typed(budget: Budget) -> Iterator[tuple[Declared, FieldValue]]:
    """Yield every declared field that a budget says in a record or a group, with its declaration."""
    for key, one in budget.declared.items():
        if one.type == GROUP:
            for subject in budget.subjects:
                values = values_of(one, subject.data.get(key, {}), subject.at(key))
                yield from ((field, values[field.name]) for field in one.fields if field.name in values)
            continue
        for record in _records(budget, key) if one.fields else ():
            yield from ((field, record.fields[field.name]) for field in one.fields if field.name in record.fields)


def _records(budget: Budget, key: str) -> Iterator[Record]:
    path, name = EXISTING.get(key, ((key,), key))
    if len(path) == 1:
        yield from budget.records.get(name, ())
        return
    for owner in budget.records.get(path[0], ()):
        yield from owner.children.get(name, ())
