"""Write the reference of the budget's YAML from its schema.

python -m tools.make_yaml_reference
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).parent.parent / "schema/budget.schema.json"
PAGE = SCHEMA.parent.parent / "docs/YAML参考.md"
REGISTER = SCHEMA.parent / "register.schema.json"
TYPES = {
    "amount": "金额", "code": "编码", "text": "文字", "yesno": "是或否", "date": "日期", "number": "数", "weight": "数",
    "integer": "整数", "enum": "选一", "array": "列表", "object": "一组键",
}  # fmt: skip
INTRODUCTION = """# 预算 YAML 参考

本页由 `tools/make_yaml_reference.py` 从 `schema/budget.schema.json` 和 `register.schema.json` 生成，请不要直接修改。

一个预算是一个文件夹（`budgets/<年度>/<部门编码>-<部门名称>/`），里面的 `*.yaml` 按顶层的键合并，每个顶层键只写一次。
金额默认以元为单位；收入和支出各行的科目写到“项”（7 位），经济科目写到“款”（5 位）。✱ 表示必须有。
"""


def main() -> None:
    PAGE.write_text(reference(json.loads(SCHEMA.read_text("utf-8"))), "utf-8")


def reference(schema: Mapping[str, Any]) -> str:
    """Return the page."""
    lines = [INTRODUCTION, *table(schema, schema, schema["x-required"])]
    for key, rule in schema["properties"].items():
        inner = list(sections(schema, key, resolved(schema, rule)))
        if inner:
            lines += ["", f"## {key}", "", resolved(schema, rule).get("description", ""), *inner]
    return "\n".join([*lines, *of_register(json.loads(REGISTER.read_text("utf-8")))]) + "\n"


def of_register(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the section on the list of who must publish."""
    yield from ("", "## 应公开.yaml（财政部门用）", "", schema["description"])
    yield from ("", *table(schema, schema, schema["required"]))
    yield from sections(schema, "部门", resolved(schema, schema["properties"]["部门"]))


def sections(schema: Mapping[str, Any], name: str, rule: Mapping[str, Any]) -> Iterator[str]:
    """Yield the tables of a rule's own keys, and of those below it."""
    if rule.get("type") == "array":
        yield from sections(schema, f"{name} 的每一项", resolved(schema, rule["items"]))
        return
    if "properties" not in rule:
        return
    yield from ("", f"{name}：", "", *table(schema, rule, rule.get("required", [])))
    for key, value in rule["properties"].items():
        below = resolved(schema, value)
        if below.get("type") in ("array", "object"):
            yield from sections(schema, f"{name} → {key}", below)


def table(schema: Mapping[str, Any], rule: Mapping[str, Any], required: list[str]) -> Iterator[str]:
    """Yield the table of the keys of a mapping."""
    yield "| 键 | 写什么 | 说明 |"
    yield "|---|---|---|"
    for key, value in rule["properties"].items():
        full = resolved(schema, value)
        mark = " ✱" if key in required else ""
        yield f"| `{key}`{mark} | {kind(full)} | {explained(full)} |"


def kind(rule: Mapping[str, Any]) -> str:
    """Say what is written: a type, or the words to choose from."""
    if "enum" in rule and rule.get("x-type") != "yesno":
        return "、".join(f"`{word}`" for word in rule["enum"] if word not in rule.get("x-synonyms", {}))
    if rule.get("x-type") == "word":
        usual = "、".join(f"`{word}`" for word in rule["examples"])
        return f"{usual}；格式可以另定（维度值）"
    words = [f"`{word}`" for choice in rule.get("oneOf", []) for word in choice.get("enum", [])]
    name = rule.get("x-type") or rule.get("type")
    return "，或者 ".join((TYPES.get(str(name), "文字"), *words))


def explained(rule: Mapping[str, Any]) -> str:
    """Return the description with an example."""
    examples = [] if rule.get("x-type") == "word" else rule.get("examples", [])
    example = f"例：`{json.dumps(examples[0], ensure_ascii=False)}`" if examples else ""
    return f"{rule.get('description', '')}{example}".replace("|", "\\|")


def resolved(schema: Mapping[str, Any], rule: Mapping[str, Any]) -> dict[str, Any]:
    """Follow a $ref, and of a choice (oneOf) the first (the other is a word: 无); what stands beside it wins."""
    if "oneOf" in rule:
        return {**resolved(schema, rule["oneOf"][0]), **rule}
    if "$ref" not in rule:
        return dict(rule)
    found: Any = schema
    for part in rule["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return {**resolved(schema, found), **{key: value for key, value in rule.items() if key != "$ref"}}


if __name__ == "__main__":
    main()
