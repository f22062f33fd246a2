"""Differences between budgets as text: tables of figures, then what else differs, in lines of so many columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.base.terminal import indented, shortened
from generator.commands.columns import aligned
from generator.differences.compared import Compared
from generator.differences.figures import FigureTable
from generator.differences.told import (
    EQUAL,
    FIGURES_UNIT,
    HEAD,
    LACKING,
    REASONS,
    difference,
    marked,
    number,
    rate,
    sections,
    summary,
)
from generator.differences.walk import MOVED, Difference
from generator.differences.wording import IN, OUT
from generator.findings import text as report
from generator.findings.clean import line as clean

COLUMNS = 80
_AROUND = 12  # characters of an unchanged text that are told beside a change
_LINES = 3  # of a value that is only on one side
_MARKED = re.compile(r"\[-.*?-\]|\{\+.*?\+\}", re.DOTALL)


def report_of(found: Sequence[Compared], columns: int = COLUMNS) -> list[str]:
    """Tell what differs between pairs of budgets; of several, those that are equal in one line at the end."""
    equal = [one for one in found if one.is_equal and not (one.notes or one.differences or one.reasons)]
    if len(found) == 1 or not equal:
        return [line for one in found for line in told(one, columns)]
    lines = [line for one in found if one not in equal for line in told(one, columns)]
    names = "、".join(dict.fromkeys(one.names[1] for one in equal))
    return [*lines, *_broken([f"{EQUAL}的有 {len(equal)} 份：{names}。"], columns)]


def told(found: Compared, columns: int = COLUMNS) -> list[str]:
    """Tell what differs between two budgets, each line cleaned and of so many columns at most."""
    head = f"{found.title}：{found.alone or ' → '.join(found.names)}"
    lines = [*indented(clean(head), columns), *_broken(found.notes, columns)]
    if found.alone:
        return [*lines, ""]
    if found.is_equal:
        return [*lines, *_broken([summary(found)], columns), *_reasons(found, columns), ""]
    if found.tables:
        lines += [FIGURES_UNIT, ""]
    for table in found.tables:
        lines += [*_table(table, found.labels, columns), ""]
    lines += _reasons(found, columns)
    return [*lines, *_sections(found, columns)]


def painted(text: str, paint: report.Paint) -> str:
    """Paint what was taken out and put in; every line by itself, so that none of the colours is left open."""

    def of_lines(match: re.Match[str]) -> str:
        sort = OUT if match[0].startswith("[-") else IN
        return "\n".join(paint(sort, line) if line.strip() else line for line in match[0].split("\n"))

    return _MARKED.sub(of_lines, text)


def _table(table: FigureTable, labels: tuple[str, str], columns: int) -> Iterator[str]:
    noted = any(row.note for row in table.rows)
    rows = [(table.title, *labels, *HEAD, *(("说明",) if noted else ()))]
    for row in table.rows:
        name = f"{'  ' * (row.level + 1)}{row.code} {row.name}" if row.code else f"  {row.name}"
        shown = (number(row.before_shown), number(row.after_shown), difference(row), rate(row))
        rows.append((clean(name), *shown, *((clean(row.note),) if noted else ())))
    yield from aligned(rows, columns, right=(1, 2, 3, 4))
    if table.unchanged:
        yield f"  另有 {table.unchanged} 项没有变。"


def _reasons(found: Compared, columns: int) -> list[str]:
    """Tell which changes need a reason, those first that have none."""
    lacking = "、".join(one.name for one in found.reasons if not one.said)
    lines = [f"  {LACKING}：{lacking}。"] if lacking else []
    lines += [f"  {one.name}：{one.said}" for one in found.reasons if one.said]
    return [REASONS, *_broken(lines, columns), ""] if lines else []


def _sections(found: Compared, columns: int) -> Iterator[str]:
    for title, group in sections(found).items():
        yield clean(title)
        for place, one in group:
            yield from _difference(one, place, columns)
        yield ""


def _difference(one: Difference, place: str, columns: int) -> list[str]:
    if one.sort == MOVED:
        return _broken([f"  次序 {place}：前后次序不同"], columns)
    if one.words:
        return _broken([f"  {one.sort} {place}：{marked(one.words, _AROUND)}"], columns)
    if one.before and one.after:
        return _broken([f"  {one.sort} {place}：{one.before} → {one.after}"], columns)
    told = _broken([f"  {one.sort} {place}：{one.before or one.after}"], columns)
    return told if len(told) <= _LINES else [*told[: _LINES - 1], shortened(f"{told[_LINES - 1]}……", columns - 2)]


def _broken(lines: list[str] | tuple[str, ...], columns: int) -> list[str]:
    return [part for line in lines for part in indented(clean(line), columns)]
