"""What a pack declares (数据) as tables and sentences ask for it: names of codes, and variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.base.paths import Traced
from generator.books.book import Unknown
from generator.facts import declared
from generator.facts.budget import FieldValue, Record
from generator.facts.declaration import Declared
from generator.facts.declared import EXISTING, GROUP, LINES, LIST, NAME, UNIT
from generator.ledger import Ledger
from generator.pack.spec import Pack
from generator.prose.functions import Asking, said_value
from generator.tables.setting import Names


def named(ledger: Ledger, pack: Pack, names: Names) -> Ledger:
    """Give a ledger whose records have beside each declared code the name that it stands for (科目 → 科目名称)."""
    if not any(declared.is_code(field) for one in pack.data.values() for field in one.fields):
        return ledger
    units, coded = _names_of_units(ledger), declared.as_called(pack.data)

    def of(name: str, record: Record) -> Record:
        children = {inner: tuple(of(inner, one) for one in rows) for inner, rows in record.children.items()}
        return replace(record, fields=_with_names(record.fields, coded.get(name), units, names), children=children)

    records = {name: tuple(of(name, record) for record in rows) for name, rows in ledger.records.items()}
    return replace(ledger, records=records)


def _names_of_units(ledger: Ledger) -> dict[str, FieldValue]:
    return {str(unit.fields["单位编码"].value): unit.fields["单位名称"] for unit in ledger.records["单位"]}


def _with_names(
    fields: Mapping[str, FieldValue], one: Declared | None, units: Mapping[str, FieldValue], names: Names
) -> dict[str, FieldValue]:
    found = dict(fields)
    for field in one.fields if one is not None else ():
        value = fields.get(field.name)
        if value is None or not declared.is_code(field):
            continue
        code = str(value.value)
        if field.type == UNIT:
            unit = units.get(code)
            text, origins = (str(unit.value), unit.origins) if unit is not None else (code, ())
        else:
            text, origins = names.of(field.type, code), ()
        origins = (*value.origins, *origins)
        found[f"{field.name}{NAME}"] = FieldValue(Traced(text, origins), origins)
    return found


def empty(pack: Pack) -> dict[str, Any]:
    """Give every declared key with what stands for it in sentences where it is not written."""
    return {key: _blank(one) for key, one in pack.data.items() if key not in EXISTING}


def blanks(pack: Pack) -> dict[str, dict[str, Any]]:
    """Give the declared fields of each list with what stands for one that a record does not say."""
    found = declared.as_called(pack.data).items()
    return {name: _blank_fields(one) for name, one in found if one.type in ("", LIST)}


def choices(pack: Pack) -> dict[str, dict[str, tuple[str, ...]]]:
    """Give the words that each declared field may have, by list; none where it may have any."""
    found = declared.as_called(pack.data).items()
    return {name: {field.name: field.choices for field in one.fields} for name, one in found}


def _blank(one: Declared) -> Any:
    if one.type in (LIST, LINES):
        return ()
    if one.type == GROUP:
        return _blank_fields(one)
    return Unknown(one.name) if one.type == "金额" else ""


def _blank_fields(one: Declared) -> dict[str, Any]:
    return {name: _blank(field) for field in one.fields for name in declared.names_of(field)}


def variables(asking: Asking) -> dict[str, Any]:
    """Give the declared keys as sentences see them: the subject's own, with blanks for what is not said."""
    found = {}
    for key, one in asking.pack.data.items():
        if key not in EXISTING:
            found[key] = asking.listed(key) if one.type == LIST else _said(key, one, asking)
    return found


def _said(key: str, one: Declared, asking: Asking) -> Any:
    path, value = asking.subject.at(key), asking.subject.data.get(key)
    if value is None or one.type == LINES:
        return _blank(one) if value is None else value
    if one.type != GROUP:
        return said_value(declared.field_value(one, value, path))
    units, typed = _names_of_units(asking.ledger), declared.values_of(one, value, path)
    fields = _with_names(typed, one, units, asking.names)
    return {**_blank_fields(one), **{name: said_value(said) for name, said in fields.items()}}
