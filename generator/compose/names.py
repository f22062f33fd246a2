"""The names that a budget may write because its pack has them: what each is for, and the line that uses it."""

from __future__ import annotations

from collections.abc import Mapping
from unicodedata import east_asian_width

from generator.compose.composer import vocabulary
from generator.facts.budget import Budget
from generator.findings.finding import Place
from generator.ledger import DIMENSIONS, Clause
from generator.pack.spec import Pack
from generator.prose.vocabulary import words_of

_WIDTH = 80  # columns of what is shown


def lines_of(pack: Pack, budget: Budget) -> list[str]:
    """List the names that a budget may write because the pack has them: what each is for, and the line that uses it."""
    words = words_of(pack, vocabulary(budget, pack)[0])
    lines = ["", "口径（“上年数”“上年执行数”“原因”里的名称）："]
    for name, (data, condition) in pack.queries.items():
        clauses = "；".join(f"{one.dimension} {_values(one)}" for one in condition.clauses)
        lines += _wrapped(
            name, clauses if data == "收支" else f"{data}{'；' if clauses else ''}{clauses}", words.reasons
        )
    for title, used in (("说明", words.texts), ("项目的说明", words.project_texts), ("资金支出计划", words.plan)):
        lines += ["", f"{title}里的名称："] if used else []
        for name in used:
            lines += _wrapped(name, "", used)
    return lines


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


def _values(clause: Clause) -> str:
    """Say which values a clause allows, by the name of their group where they are all of one."""
    groups = DIMENSIONS[clause.dimension].groups or {}
    whole = [name for name, members in groups.items() if set(members) == set(clause.values)]
    return whole[0] if whole else "、".join(value or "空" for value in clause.values)


def _columns(text: str) -> int:
    """Count the columns of a terminal that a text takes."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
