"""The schema walk (校验): the source tree against `schema/*.schema.json` → typed values, places and findings.

The same file serves editors (JSON Schema 2020-12) and this walk, which keeps what `keywords` lists and refuses
a schema with anything else; `x-required` is `required` after merging files, `x-type` says how a scalar is read.
Our own walk is fast and knows the place of every character.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from sys import intern
from typing import Any

from generator.base import late
from generator.base.nearest import nearest
from generator.base.paths import Traced, ValuePath
from generator.base.resources import schema_folder
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.reading import remedies
from generator.reading.keywords import refuse_beside_reference, refuse_unknown
from generator.reading.rule import SchemaRule
from generator.reading.scalars import BAD_CODE, ExpectedScalar, convert, not_a_number
from generator.reading.source import Broken, ListNode, MappingNode, Node, Scalar

MISSING_KEY = Kind("S101", "缺少键", Severity.ERROR, "必须有的内容没有写。", follows=("S102", "S104", "S108", "S109"))
UNKNOWN_KEY = Kind("S102", "不认识的键", Severity.ERROR, "这里没有这个键，多半是写错了字。")
WRONG_SHAPE = Kind("S103", "结构不对", Severity.ERROR, "这里要的是列表、映射或者单个值，写的却是另一种。")
WIDE_COLON = Kind("S104", "冒号不对", Severity.ERROR, "键的后面要写半角冒号和一个空格。")
EMPTY = Kind("S105", "没有内容", Severity.WARNING, "写了键却没有内容，按没有写处理。")
EMPTY_REQUIRED = Kind("S106", "必填没有内容", Severity.ERROR, "必须有的内容是空的。")
SPLIT_NUMBER = Kind(
    "S108", "数字被逗号拆开", Severity.ERROR, "大括号里的逗号分隔各项，所以写在里面的数字不能有千分位。"
)
WIDE_INDENT = Kind("S109", "用全角空格缩进", Severity.ERROR, "YAML 只认半角空格；用全角空格缩进的键不属于上一层。")
TOO_FEW = Kind("S107", "列表是空的", Severity.ERROR, "这个列表至少要有一项。")

CUT_OFF = Kind(
    "S110",
    "文字被 # 截断",
    Severity.WARNING,
    "空格后面的 # 在 YAML 里开始一个注释；# 紧跟着文字或者数字的，多半是正文。",
)
_CUT_REMEDY = "要印出来的，请给整段文字加引号；是注释的，请在 # 后面空一格。"

_TEXTS = ("text", "date", "enum", "weight")  # scalars that stay texts and may be printed as they are
_NONE: Mapping[str, Any] = {"mapping": {}, "list": ()}  # what 无 means where a table of values could stand
BLOCK = ">"  # without quotes it begins a block of lines
_NOTHING = ("", "~", "null", "Null", "NULL")
_SPLIT_HEAD = late.compile(r"[-−－]?[¥￥]?\s*[0-9０-９]{1,4}")
_SPLIT_OFF = late.compile(r"[0-9０-９]{2,4}([.．][0-9０-９]+)?\s*(元|万元|万)?[整正]?")
_WIDE_SPACES = ("\u3000", "\u00a0")
_KEY_AND_COLON = late.compile(r"\s*([^\s:：]+)\s*([:：])")


@dataclass(slots=True)
class Walk:
    """What a walk has found: places by path, and findings."""

    unit: str = "元"
    words: Callable[[str], tuple[str, ...]] = lambda dimension: ()  # what may stand where the pack decides
    codes: Callable[[str, str], tuple[str, str | None]] | None = None  # of a dimension and a text: what is to be typed
    open: bool = False  # nobody knows what the pack declares: a key that no schema has is let be
    places: dict[ValuePath, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@cache
def load_rule(name: str) -> SchemaRule:
    """Load `budget` or `unit`, the two schemas of the YAML; they are part of the program and do not change."""
    return _rule({"$ref": f"{name}.schema.json"}, {}, "")


@cache
def definition(pointer: str) -> Mapping[str, Any]:
    """Give a part of the budgets' schema (`/$defs/金额`), as it is written."""
    return _target("budget.schema.json", pointer, {})


def extended(rule: SchemaRule, piece: Mapping[str, Any]) -> SchemaRule:
    """Give a rule with what a piece of JSON Schema adds: properties, required ones, and those of items below."""
    properties = dict(rule.properties)
    for key, spec in piece.get("properties", {}).items():
        properties[key] = extended(properties[key], spec) if key in properties else _rule(spec, {}, "")
    items = extended(rule.items, piece["items"]) if rule.items is not None and "items" in piece else rule.items
    either = tuple(extended(one, piece) if one.type == rule.type else one for one in rule.either)
    required = (*rule.required, *piece.get("required", ()))
    return replace(rule, properties=properties, required=required, items=items, either=either)


@cache
def management_keys() -> frozenset[tuple[str, ...]]:
    """Return the keys that lead to values which are used but never printed (x-management, 管理用)."""
    return frozenset(path for name in ("budget", "unit") for path in _managed(load_rule(name), ()))


def _managed(rule: SchemaRule, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if rule.management:
        yield path
        return
    for one in (rule, *rule.either):
        for key, below in one.properties.items():
            yield from _managed(below, (*path, key))
        if one.items is not None:
            yield from _managed(one.items, path)


def walk(rule: SchemaRule, node: Node, path: ValuePath, state: Walk) -> Any:
    """Give the typed value of a node: dict, tuple, str, Decimal, bool or int; None where it cannot be used."""
    state.places[path] = node.place
    if isinstance(node, Broken):
        return None
    if rule.either:
        chosen = next((one for one in rule.either if _fits(one, node)), rule.either[0])
        value = walk(replace(chosen, either=()), node, path, state)
        return _NONE[rule.type] if value == "无" and rule.type in _NONE else value
    if rule.type == "mapping":
        return _mapping(rule, node, path, state) if isinstance(node, MappingNode) else _wrong(rule, node, path, state)
    if rule.type == "list":
        return _list(rule, node, path, state) if isinstance(node, ListNode) else _wrong(rule, node, path, state)
    return _scalar(rule, node, path, state) if isinstance(node, Scalar) else _wrong(rule, node, path, state)


def _fits(rule: SchemaRule, node: Node) -> bool:
    """Tell whether a node has the shape of a rule; a word that can be chosen must be that word."""
    if isinstance(node, Scalar) and rule.expected.choices:
        return node.text in rule.expected.choices
    return isinstance(node, {"mapping": MappingNode, "list": ListNode}.get(rule.type, Scalar))


def _scalar(rule: SchemaRule, node: Scalar, path: ValuePath, state: Walk) -> Any:
    expected = rule.expected
    if expected.type == "word":
        expected = replace(expected, choices=state.words(expected.dimension))
    if node.comment and expected.type == "text":
        message = f"“{node.text[-12:]}”后面的“{node.comment[:20]}”会被当作注释丢掉。"
        state.findings.append(CUT_OFF.at(node.place, message, _CUT_REMEDY, path=path))
    value, remark = convert(expected, node.text, state.unit)
    if remark is not None and remark.kind is BAD_CODE and expected.dimension and state.codes is not None:
        remedy, code = state.codes(expected.dimension, node.text)
        remark = replace(remark, remedy=remedy, replacement=code)
    if remark is not None:
        on_one_line = node.place.length >= len(node.text)  # neither folded nor a block, whose place is its first sign
        found = remark.kind.at(node.place, remark.message, remark.remedy, path=path)
        state.findings.append(replace(found, replacement=remark.replacement if on_one_line else None))
    return Traced(value, (path,)) if rule.type in _TEXTS and isinstance(value, str) else value


def _list(rule: SchemaRule, node: ListNode, path: ValuePath, state: Walk) -> tuple[Any, ...]:
    if rule.items is None:
        return ()
    if len(node.items) < rule.at_least:
        message = f"“{rule.expected.title}”至少要有 {rule.at_least} 项。"
        remedy = f"请写上，例如 - {remedies.example(rule.items)}。"
        state.findings.append(TOO_FEW.at(node.place, message, remedy, path=path))
    return tuple(walk(rule.items, item, (*path, index), state) for index, item in enumerate(node.items))


def _mapping(rule: SchemaRule, node: MappingNode, path: ValuePath, state: Walk) -> dict[str, Any]:
    values: dict[str, Any] = {}
    mentioned: set[str] = set()
    for index, (key, child) in enumerate(node.items):
        name, found = intern(key.text), rule.properties.get(key.text, rule.extra)
        if _SPLIT_OFF.fullmatch(name) and index and _is_split(node, index):
            _split(node, index, path, state)
            continue
        if found is None:
            name = _unknown(rule, key, path, state)
            found = rule.properties.get(name)
            if _is_nothing(child):
                found = None  # `键：值` in braces, or a key that says nothing: reported already
        mentioned.add(name)
        if found is None or name in values or _is_cut(node, index):
            continue
        if _is_nothing(child):
            _empty(rule, key, child, (*path, name), state)
        else:
            values[name] = walk(found, child, (*path, name), state)
    lacking = [name for name in rule.required if name not in mentioned]
    if lacking:
        message = f"{_of(rule)}缺少 {'、'.join(f'“{name}”' for name in lacking)}。"
        state.findings.append(MISSING_KEY.at(node.place, message, _how(rule, lacking[0]), path=path))
    return values


def _is_split(node: MappingNode, index: int) -> bool:
    """Tell whether an item is the tail of a number such as `1,234.56`, typed inside braces."""
    before, tail = node.items[index - 1], node.items[index][1]
    head = before[1].text if isinstance(before[1], Scalar) else ""
    return _is_nothing(tail) and bool(_SPLIT_HEAD.fullmatch(head or before[0].text))


def _is_cut(node: MappingNode, index: int) -> bool:
    """Tell whether the rest of the value stands in the next item, which is reported."""
    after = node.items[index + 1 : index + 2]
    return any(_SPLIT_OFF.fullmatch(key.text) for key, _ in after) and _is_split(node, index + 1)


def _split(node: MappingNode, index: int, path: ValuePath, state: Walk) -> None:
    key, value = node.items[index - 1]
    if not isinstance(value, Scalar) or not value.text:
        return  # a further group of a number that has been reported
    typed, tight = [value.text], value.plain
    end = value.place.column + len(value.text)
    for tail, _ in node.items[index:]:
        if not _SPLIT_OFF.fullmatch(tail.text):
            break
        tight &= tail.place.line == value.place.line and tail.place.column == end + 1
        end += 1 + len(tail.text)
        typed.append(tail.text)
    joined = ",".join(typed)
    remark = not_a_number(joined, state.unit)
    message = f"“{joined}”写在大括号里，被逗号拆成了几段。"
    where = value.place._replace(length=len(joined))
    found = SPLIT_NUMBER.at(where, message, remark.remedy, path=(*path, key.text))
    state.findings.append(replace(found, replacement=remark.replacement if tight else None))


def _of(rule: SchemaRule) -> str:
    return f"“{rule.expected.title}”" if rule.expected.title else "这里"


def _how(rule: SchemaRule, name: str) -> str:
    """Say what is to be typed for a key that lacks."""
    return f"请补上，例如 {remedies.line_of(name, rule.properties[name])}。"


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and ((node.plain and node.text in _NOTHING) or not node.text.strip())


def _empty(rule: SchemaRule, key: Scalar, node: Node, path: ValuePath, state: Walk) -> None:
    state.places[path] = node.place
    kind, remedy = (EMPTY_REQUIRED, "请补上内容。") if key.text in rule.required else (EMPTY, "没有就把这一行删去。")
    found = rule.properties.get(key.text)
    if found and BLOCK in found.expected.choices and not _is_quoted(node):
        remedy = f'要写 > 的，请加引号：{key.text}: ">"。{remedy}'
    state.findings.append(kind.at(key.place, f"“{key.text}”后面没有内容。", remedy, path=path))


def _is_quoted(node: Node) -> bool:
    """Tell whether a scalar without text is written at all: as "" and not as nothing, or as a block without lines."""
    return isinstance(node, Scalar) and not node.plain and node.place.length > 1


def _unknown(rule: SchemaRule, key: Scalar, path: ValuePath, state: Walk) -> str:
    """Report an unknown key; give the key that was probably meant, to check its value and not report it as missing."""
    colon = _colon(rule, key)
    if colon:
        state.findings.append(_colon_finding(key, colon, (*path, colon[0])))
        return colon[0]
    if key.plain and key.text.startswith(_WIDE_SPACES) and key.text.strip() not in rule.properties:
        state.findings.append(_indent_finding(key))
        return ""
    if state.open:
        return ""
    elsewhere = remedies.of_key(rule, key.text)
    squeezed = "".join(key.text.split())
    near = squeezed if squeezed in rule.properties else "" if elsewhere else nearest(key.text, rule.properties)
    known = "、".join(rule.properties)
    remedy = f"是不是“{near}”？" if near else elsewhere or f"这里可以写：{known}。"
    message = f"{_of(rule)}里没有“{key.text}”这个键。"
    found = UNKNOWN_KEY.at(key.place, message, remedy, path=(*path, key.text))
    state.findings.append(replace(found, replacement=near if near == squeezed and key.plain else None))
    return near


def _indent_finding(key: Scalar) -> Finding:
    indent = key.text[: len(key.text) - len(key.text.lstrip("".join(_WIDE_SPACES)))]
    return WIDE_INDENT.at(
        key.place._replace(length=len(indent)),
        "这一行用全角空格缩进，YAML 只认半角空格。",
        "请把行首的全角空格换成半角空格（每层两个）。",
    )


def _colon(rule: SchemaRule, node: Scalar) -> tuple[str, int, str] | None:
    """Find `键：值` (or `键:值`) typed where `键: 值` is meant: the key, the offset of the colon, the colon."""
    found = _KEY_AND_COLON.match(node.text)
    if found is None or (found.group(1) not in rule.properties and rule.extra is None):
        return None
    return found.group(1), found.start(2), found.group(2)


def _colon_finding(node: Scalar, colon: tuple[str, int, str], path: ValuePath) -> Finding:
    name, offset, sign = colon
    place = Place(node.place.file, node.place.line, node.place.column + offset + (not node.plain))
    message = f"“{name}”后面写成了全角冒号“：”。" if sign == "：" else f"“{name}:”的冒号后面没有空格。"
    return WIDE_COLON.at(place, message, f"请写成“{name}: ”，半角冒号后面加一个空格。", path=path)


_SHAPES = {MappingNode: "映射（键: 值）", ListNode: "列表", Scalar: "一个值"}
_TYPES = {MappingNode: "mapping", ListNode: "list", Scalar: "scalar"}
_WANTED = {"mapping": "映射，写成“键: 值”的几行", "list": "列表，每一项以“- ”开头"}


def _wrong(rule: SchemaRule, node: Node, path: ValuePath, state: Walk) -> None:
    """Report a node of another shape than the rule wants."""
    if isinstance(node, Scalar) and rule.type == "mapping":
        colon = _colon(rule, node)
        if colon:
            state.findings.append(_colon_finding(node, colon, path))
            return
    wanted = _WANTED.get(rule.type, "一个值，写在冒号后面")
    message = f"{_of(rule)}应当是{wanted}；这里是{_SHAPES[type(node)]}。"
    typed = node.text if isinstance(node, Scalar) else ""
    item = rule.items if rule.type == "list" else rule
    row = remedies.pasted(item, typed, state.words, state.unit) if item and item.type == "mapping" else None
    remedy = row[0] if row else remedies.of_shape(rule, _TYPES[type(node)], typed)
    found = WRONG_SHAPE.at(node.place, message, remedy, path=path)
    on_one_line = isinstance(node, Scalar) and node.plain and node.place.length == len(node.text)
    line = row[1] if row and on_one_line and rule.type == "mapping" else None
    state.findings.append(replace(found, replacement=line))


def _rule(spec: Mapping[str, Any], documents: dict[str, Any], base: str) -> SchemaRule:
    """Make a rule of a node of the schema; `documents` are the files read so far, `base` is the file of the node.

    Raises SchemaError for a keyword that the walk does not keep.
    """
    reference = spec.get("$ref")
    if reference:
        refuse_beside_reference(spec, f"{base} → {reference}")
        name, _, pointer = reference.partition("#")
        return _rule(_target(name or base, pointer, documents), documents, name or base)
    either = tuple(_rule(one, documents, base) for one in spec.get("oneOf", ()))
    if either:
        refuse_unknown(spec, "oneOf", f"{base} {spec.get('title', '')}")
        return replace(either[0], either=either)
    kind = str(spec.get("x-type") or {"object": "mapping", "array": "list"}.get(str(spec.get("type"))))
    refuse_unknown(spec, kind, f"{base} {spec.get('title', '')}")
    extra = spec.get("additionalProperties")
    return SchemaRule(
        kind,
        _expected(kind, spec),
        {key: _rule(value, documents, base) for key, value in spec.get("properties", {}).items()},
        tuple(spec.get("required", spec.get("x-required", ()))),
        _rule(extra, documents, base) if extra else None,
        _rule(spec["items"], documents, base) if "items" in spec else None,
        spec.get("minItems", 0),
        management=bool(spec.get("x-management")),
    )


def _expected(kind: str, spec: Mapping[str, Any]) -> ExpectedScalar:
    pattern = late.compile(spec["pattern"]) if "pattern" in spec else None
    synonyms = spec.get("x-synonyms", {})
    choices = tuple(str(choice) for choice in spec.get("enum", ()) if choice not in synonyms)
    examples = spec.get("examples", ())
    example = _in_yaml(examples[0]) if examples else ""
    dimension = spec.get("x-dimension", "")
    return ExpectedScalar(
        kind, spec.get("title", ""), spec.get("description", ""), pattern, choices, example, dimension, synonyms
    )


def _in_yaml(value: Any) -> str:
    """Write an example of the schema in one line of YAML."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_in_yaml(below)}' for key, below in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_in_yaml, value))}]"
    return str(value)


def _target(name: str, pointer: str, documents: dict[str, Any]) -> Mapping[str, Any]:
    if name not in documents:
        documents[name] = json.loads(_path(name).read_text(encoding="utf-8"))
    node = documents[name]
    for step in filter(None, pointer.split("/")):
        node = node[step]
    found: Mapping[str, Any] = node
    return found


def _path(name: str) -> Path:
    return schema_folder() / name
