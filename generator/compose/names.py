"""The names that a budget may write because its pack has them: what each is for, and the line that uses it.

For people (`budget template show`) and, as a JSON Schema, for editors (`budget schema --install`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any
from unicodedata import east_asian_width

from generator.base.resources import schema_folder
from generator.compose.scope import environment_of
from generator.facts import declared
from generator.facts.declaration import Declared
from generator.facts.declared import EXISTING
from generator.facts.words import LISTED_TYPES, STATED
from generator.findings.finding import Place
from generator.ledger import DATA_SETS, Clause
from generator.pack.spec import Pack
from generator.prose.vocabulary import words_of

_WIDTH = 80  # columns of what is shown
_OF_UNITS = "unit.schema.json"


def lines_of(pack: Pack) -> list[str]:
    """List the names that a budget may write because the pack has them: what each is for, and the line that uses it."""
    words = words_of(pack, environment_of(pack))
    lines = ["", "口径（“上年数”“上年执行数”“原因”里的名称）："]
    for name in pack.queries:
        lines += _wrapped(name, _meaning(pack, name), words.reasons)
    for title, used in (("说明", words.texts), ("项目的说明", words.project_texts), ("资金支出计划", words.plan)):
        lines += ["", f"{title}里的名称："] if used else []
        for name in used:
            lines += _wrapped(name, "", used)
    lines += ["", "格式自己的数据："] if pack.data else []
    for key, one in pack.data.items():
        lines += _wrapped(key, "预算已有的记录，加了字段" if key in EXISTING else _said(one), {key: one.place})
        for field in one.fields:
            lines += _wrapped(f"  {field.name}", _said(field), {})
    return lines


def _said(one: Declared) -> str:
    """Say what a declared key or field is: its type, whether it must be written, its help."""
    choices = f"（{'、'.join(one.choices)}）" if one.choices else ""
    return f"{one.type}{choices}{'，必填' if one.required else ''}{'。' if one.help else ''}{one.help}"


def schema_of(pack: Pack, declared_keys: Iterable[str] = ()) -> dict[str, Any]:
    """Make the JSON Schema of the names that a pack has; it stands beside that of all budgets and units.

    `declared_keys` are those that some pack declares (数据), of which only this pack's own may stand.
    """
    words = words_of(pack, environment_of(pack))
    queries = {name: {"description": _meaning(pack, name)} for name in pack.queries}
    reasons = {**queries, **dict.fromkeys(words.reasons, True), "上年": True}
    codes = {"patternProperties": {"^[0-9]+$": True}}
    own = {key: _closed(queries) for key in STATED} | {"原因": {**_closed(reasons), **codes}}
    own |= {"说明": _closed(dict.fromkeys(words.texts, True))} if words.texts else {}
    project = {"说明": words.project_texts, "资金支出计划": words.plan}
    below = {key: _closed(dict.fromkeys(names, True)) for key, names in project.items() if names}
    line = _words_of_lines(pack)
    below |= {"支出": {"items": line}}
    bought = {"items": {"properties": {**line["properties"], "资金": {"items": line}}}}
    lists: dict[str, Any] = {key: {"items": line} for key in ("收入", "基本支出", "其他支出", "年终结转")}
    lists["政府采购"] = bought
    names = {**own, **lists, "单位": {"items": {"properties": own}}, "项目": {"items": {"properties": below}}}
    names |= {key: False for key in declared_keys if key not in pack.data and key not in EXISTING}
    pieces = ({"properties": names}, declared.schema(pack.data), declared.schema(pack.data, unit=True))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"格式“{pack.name}”（{pack.year or '各年'}）的名称",
        **reduce(_joined, pieces),
    }


def allowing(packs: Iterable[Pack]) -> dict[str, dict[str, Any]]:
    """Give the schemas of budgets and units, by their files, with the keys that packs declare (数据) allowed."""
    documents: dict[str, dict[str, Any]] = {
        name: json.loads((schema_folder() / name).read_text("utf-8")) for name in ("budget.schema.json", _OF_UNITS)
    }
    for pack in packs:
        for name, document in documents.items():
            _allow(document, declared.schema(pack.data, unit=name == _OF_UNITS), documents, name)
    return documents


def _allow(node: Any, piece: Mapping[str, Any], documents: Mapping[str, Any], base: str) -> None:
    if not isinstance(node, dict):
        return
    if "$ref" in node:
        name, _, pointer = node["$ref"].partition("#")
        target = documents[name or base]
        for step in filter(None, pointer.split("/")):
            target = target[step]
        _allow(target, piece, documents, name or base)
        return
    for one in node.get("oneOf", ()):
        _allow(one, piece, documents, base)
    for key, below in piece.get("properties", {}).items() if "properties" in node else ():
        if key in node["properties"]:
            _allow(node["properties"][key], below, documents, base)
        else:
            node["properties"][key] = True
    if "items" in node and "items" in piece:
        _allow(node["items"], piece["items"], documents, base)


def _joined(one: Any, other: Any) -> Any:
    """Join two pieces of a schema: keys of both, below one key again."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return one
    return {
        key: _joined(one[key], other[key]) if key in one and key in other else {**one, **other}[key]
        for key in (*one, *(key for key in other if key not in one))
    }


def _words_of_lines(pack: Pack) -> dict[str, Any]:
    """Give the words that a line may use, those that the pack declares (维度值) included."""
    keys = {"资金性质": "资金性质", "支出类型": "支出类型", "组织形式": "采购组织形式"}
    known = ((key, pack.dimensions[name].values) for key, name in keys.items())
    words = {key: [one for one in values if one not in LISTED_TYPES] for key, values in known}
    return {"properties": {key: {"enum": listed} for key, listed in words.items() if listed}}


def _closed(names: Mapping[str, Any]) -> dict[str, Any]:
    return {"properties": dict(names), "additionalProperties": False}


def _meaning(pack: Pack, name: str) -> str:
    """Say what a 口径 counts, in the words of its conditions."""
    data, condition = pack.queries[name]
    clauses = "；".join(f"{one.dimension} {_values(one, pack)}" for one in condition.clauses)
    return clauses if data == DATA_SETS[0] else f"{data}{'；' if clauses else ''}{clauses}"


def _wrapped(name: str, meaning: str, used: Mapping[str, Place]) -> list[str]:
    """Write a name, what it means and the line that uses it, in lines of 80 columns."""
    place = used.get(name)
    where = f"（{place.file.rpartition('/')[2]} 第 {place.line} 行）" if place else ""
    lines, line = [], "  "
    for part in (*f"{name}{'：' if meaning else ''}{meaning}", where):
        if _columns(line + part) > _WIDTH:
            lines.append(line)
            line = "    "
        line += part
    return [*lines, line]


def _values(clause: Clause, pack: Pack) -> str:
    """Say which values a clause allows, by the name of their group where they are all of one."""
    groups = pack.dimensions[clause.dimension].groups or {}
    whole = [name for name, members in groups.items() if set(members) == set(clause.values)]
    return whole[0] if whole else "、".join(value or "空" for value in clause.values)


def _columns(text: str) -> int:
    """Count the columns of a terminal that a text takes."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
