"""What an editor offers and shows while a budget is written, as JSON Schemas (`budget setup --fix`).

Made for yaml-language-server (the YAML extension of VS Code), with which it was measured: see `_codes`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from generator.base.resources import schema_folder
from generator.compose.names import meaning
from generator.compose.scope import environment_of
from generator.facts import classification, declared
from generator.facts.classification import Category, Classification
from generator.facts.codes import CODE_KEYS, Lookup
from generator.facts.declared import EXISTING
from generator.facts.words import LISTED_TYPES, STATED
from generator.pack.spec import Pack
from generator.prose.vocabulary import words_of

_OF_BUDGETS, _OF_UNITS = "budget.schema.json", "unit.schema.json"
_GROUP: Mapping[str, int] = {"采购目录": 5}  # signs of a code: a hover shows all codes that begin so; of others 3
_MOST = 2000  # codes that are offered: the server takes 0.5 s for these, and for 4,300 it takes 5 s


def schema_of(pack: Pack, year: int, declared_keys: Iterable[str] = ()) -> dict[str, Any]:
    """Make the JSON Schema of the names that a pack and the catalogues of a year have; it stands beside the usual one.

    `declared_keys` are those that some pack declares (数据), of which only this pack's own may stand.
    """
    words = words_of(pack, environment_of(pack))
    queries = {name: {"description": meaning(pack, name)} for name in pack.queries}
    reasons = {**queries, **_bare(words.reasons), "上年": {}}
    codes = {"patternProperties": {"^[0-9]+$": True}}
    own = {key: _closed(queries) for key in STATED} | {"原因": {**_closed(reasons), **codes}}
    own |= {"说明": _closed(_bare(words.texts))} if words.texts else {}
    project = {"说明": words.project_texts, "资金支出计划": words.plan}
    below = {key: _closed(_bare(names)) for key, names in project.items() if names}
    line = _words_of_lines(pack)
    below |= {"支出": {"items": line}}
    bought = {"items": {"properties": {**line["properties"], "资金": {"items": line}}}}
    lists: dict[str, Any] = {key: {"items": line} for key in ("收入", "基本支出", "其他支出", "年终结转")}
    lists["政府采购"] = bought
    names = {**own, **lists, "单位": {"items": {"properties": own}}, "项目": {"items": {"properties": below}}}
    names |= {key: False for key in declared_keys if key not in pack.data and key not in EXISTING}
    pieces = (
        {"properties": names},
        declared.schema(pack.data),
        declared.schema(pack.data, unit=True),
        _places_of_codes({"$ref": _OF_BUDGETS}, _usual(), _OF_BUDGETS),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"格式“{pack.name}”（{pack.year or '各年'}）的名称",
        **reduce(_joined, pieces),
        "$defs": {dimension: _codes(pack, year, dimension) for dimension in CODE_KEYS},
    }


def _places_of_codes(node: Mapping[str, Any], documents: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Give the piece of a schema that says where codes of a classification stand."""
    node, base = _resolved(node, documents, base)
    if node.get("x-dimension") in CODE_KEYS:
        return {"$ref": f"#/$defs/{node['x-dimension']}"}
    below = {key: _places_of_codes(one, documents, base) for key, one in node.get("properties", {}).items()}
    properties = {key: one for key, one in below.items() if one}
    items = _places_of_codes(node["items"], documents, base) if "items" in node else {}
    piece = ({"properties": properties} if properties else {}) | ({"items": items} if items else {})
    return reduce(_joined, (_places_of_codes(one, documents, base) for one in node.get("oneOf", ())), piece)


def _codes(pack: Pack, year: int, dimension: str) -> dict[str, Any]:
    """Give the schema that offers the codes of a classification by name, and shows the name of one that stands.

    Completion comes from `defaultSnippets`, whose labels can be searched by name. On hover the server shows the values
    of every `enum` that applies, the one that stands first: an `enum` for each group keeps that short, below `then` it
    is not offered a second time, and beside `true` it forbids nothing (科目名称 may add codes). One `const` for each
    code, the other way to say it, took the server 4 s a hover.
    """
    catalogue = classification.load(year)
    items = Lookup(catalogue, dimension).items
    names = {one.code: one.name for one in items} | dict(pack.names.get(dimension, {}))
    groups: dict[str, list[str]] = {}
    for code in sorted(names):
        groups.setdefault(code[: _GROUP.get(dimension, 3)], []).append(code)
    return {
        "defaultSnippets": [_offer(catalogue, dimension, code, names[code]) for code in _offered(items, names)],
        "allOf": [{"if": _range(group, codes), "then": _shown(codes, names)} for group, codes in groups.items()],
    }


def _offered(items: Sequence[Category], names: Iterable[str]) -> list[str]:
    """Choose the codes that are offered: all, or of a long catalogue the upper levels, and what the pack adds."""
    levels = {one.code: one.level for one in items}
    counts = [(level, sum(one <= level for one in levels.values())) for level in set(levels.values())]
    left_out = {level for level, count in counts if count > _MOST}
    return sorted(code for code in names if levels.get(code) not in left_out)


def _offer(catalogue: Classification, dimension: str, code: str, name: str) -> dict[str, Any]:
    above = catalogue.above(dimension, code)
    return {"label": f"{code} {name}", "body": _typed(code)} | ({"description": above} if above else {})


def _range(group: str, codes: Sequence[str]) -> dict[str, Any]:
    """Give the schema of a value that lies among codes of a group."""
    first, last = _typed(codes[0]), _typed(codes[-1])
    if isinstance(first, int):
        return {"type": "integer", "minimum": first, "maximum": last}
    return {"type": "string", "pattern": f"^{group}$" if [group] == codes else f"^{group}"}


def _shown(codes: Sequence[str], names: Mapping[str, str]) -> dict[str, Any]:
    listed = {"enum": [_typed(code) for code in codes], "enumDescriptions": [names[code] for code in codes]}
    return {"anyOf": [listed, True]}


def _typed(code: str) -> int | str:
    """Give a code as it is written without quotes."""
    return int(code) if code.isdigit() and not code.startswith("0") else code


def _usual() -> dict[str, Any]:
    return {name: json.loads((schema_folder() / name).read_text("utf-8")) for name in (_OF_BUDGETS, _OF_UNITS)}


def _resolved(node: Mapping[str, Any], documents: Mapping[str, Any], base: str) -> tuple[Mapping[str, Any], str]:
    """Follow a `$ref` from a document: the schema that it names, and the document that this stands in."""
    while "$ref" in node:
        name, _, pointer = node["$ref"].partition("#")
        base = name or base
        node = reduce(lambda below, step: below[step], filter(None, pointer.split("/")), documents[base])
    return node, base


def allowing(packs: Iterable[Pack]) -> dict[str, dict[str, Any]]:
    """Give the schemas of budgets and units, by their files, with the keys that packs declare (数据) allowed."""
    documents = _usual()
    for pack in packs:
        for name, document in documents.items():
            _allow(document, declared.schema(pack.data, unit=name == _OF_UNITS), documents, name)
    return documents


def _allow(node: Any, piece: Mapping[str, Any], documents: Mapping[str, Any], base: str) -> None:
    if not isinstance(node, dict):
        return
    node, base = _resolved(node, documents, base)
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


def _bare(names: Iterable[str]) -> dict[str, Any]:
    """Give names without more to say of them; the server offers no name whose schema is `true`."""
    return {name: {} for name in names}


def _closed(names: Mapping[str, Any]) -> dict[str, Any]:
    return {"properties": dict(names), "additionalProperties": False}
