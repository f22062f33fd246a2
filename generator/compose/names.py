"""The names that a budget may write because its pack has them: what each is for, and the line that uses it.

For people (`budget template show`); `completion` has them for editors.
"""

from __future__ import annotations

from collections.abc import Mapping
from unicodedata import east_asian_width

from generator.compose.scope import environment_of
from generator.facts.declaration import Declared
from generator.facts.declared import EXISTING
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
        lines += _wrapped(name, meaning(pack, name), words.reasons)
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


def plan_points(pack: Pack) -> tuple[str, ...]:
    """Give the points of the plans of payments (资金支出计划) that a pack prints."""
    return tuple(words_of(pack, environment_of(pack)).plan)


def _said(one: Declared) -> str:
    """Say what a declared key or field is: its type, whether it must be written, its help."""
    choices = f"（{'、'.join(one.choices)}）" if one.choices else ""
    return f"{one.type}{choices}{'，必填' if one.required else ''}{'。' if one.help else ''}{one.help}"


def meaning(pack: Pack, name: str) -> str:
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
