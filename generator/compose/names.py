"""The names that a budget may write because its pack has them: what each is for, and the line that uses it.

For people (`budget template show`) and, as a JSON Schema, for editors (`budget schema --install`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unicodedata import east_asian_width

from generator.compose.scope import environment_of
from generator.facts.words import LISTED_TYPES, STATED
from generator.findings.finding import Place
from generator.ledger import DATA_SETS, Clause
from generator.pack.spec import Pack
from generator.prose.vocabulary import words_of

_WIDTH = 80  # columns of what is shown


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
    return lines


def schema_of(pack: Pack) -> dict[str, Any]:
    """Make the JSON Schema of the names that a pack has; it stands beside that of all budgets and units."""
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
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"格式“{pack.name}”（{pack.year or '各年'}）的名称",
        "properties": {
            **own,
            **lists,
            "单位": {"items": {"properties": own}},
            "项目": {"items": {"properties": below}},
        },
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
