"""Differences between budgets as text: tables of figures, then what else differs, in lines of so many columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.commands.columns import aligned
from generator.differences.compared import Compared
from generator.differences.figures import NO_RATE, Figures, FigureTable
from generator.differences.names import UNKNOWN
from generator.differences.walk import MOVED, Difference
from generator.differences.wording import IN, OUT, Wording
from generator.findings import text as report
from generator.findings.clean import line as clean

COLUMNS = 80
EQUAL = "没有差别"
OTHERS = "其他"
_HEAD = ("增减", "增减率")
_AROUND = 12  # characters of an unchanged text that are told beside a change
_LINES = 3  # of a value that is only on one side
_MARKS = {OUT: ("[-", "-]"), IN: ("{+", "+}")}
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
    lines = [*report.indented(clean(head), columns), *_broken(found.notes, columns)]
    if found.alone:
        return [*lines, ""]
    if found.is_equal:
        return [*lines, *_broken([_equal(found)], columns), *_reasons(found, columns), ""]
    if found.tables:
        lines += ["金额单位：万元；增减和增减率按印出的数算。", ""]
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


def marked(words: tuple[Wording, ...], around: int = 0) -> str:
    """Write the pieces of a text with the usual marks; long unchanged ones are shortened to so many characters."""
    told = []
    for number, one in enumerate(words):
        before, after = _MARKS.get(one.sort, ("", ""))
        text = one.text if one.sort or not around else _shortened(one.text, around, number, len(words))
        told.append(f"{before}{text}{after}")
    return "".join(told)


def number(value: Decimal | None, unknown: str = UNKNOWN) -> str:
    """Write an amount of a table, grouped by three; one that a side does not know says so."""
    return unknown if value is None else f"{value:,f}"


def rate(row: Figures) -> str:
    """Write a rate; “—” on a base of nothing."""
    if row.difference is None:
        return ""
    return NO_RATE if row.rate is None else f"{row.rate:f}%"


def difference(row: Figures) -> str:
    """Write a difference; one that the printed figures do not show says so."""
    if row.difference is None:
        return ""
    small = not row.difference and row.differs
    return f"不足{Decimal(1).scaleb(-row.printing.places):f}" if small else number(row.difference)


def _equal(found: Compared) -> str:
    moved = "、".join(" / ".join(one.where) for one in found.differences)
    return f"{EQUAL}，只有次序不同：{moved}。" if moved else f"{EQUAL}。"


def _table(table: FigureTable, labels: tuple[str, str], columns: int) -> Iterator[str]:
    noted = any(row.note for row in table.rows)
    rows = [(table.title, *labels, *_HEAD, *(("说明",) if noted else ()))]
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
    lines = [f"  还没有写：{lacking}。"] if lacking else []
    lines += [f"  {one.name}：{one.said}" for one in found.reasons if one.said]
    return ["比上年有增减、要写原因的", *_broken(lines, columns), ""] if lines else []


def _sections(found: Compared, columns: int) -> Iterator[str]:
    """Tell all else by the top-level keys; what stands alone under one comes last."""
    groups: dict[str, list[Difference]] = {}
    for one in found.differences:
        groups.setdefault(one.where[0] if len(one.where) > 1 else OTHERS, []).append(one)
    for title in (*(one for one in groups if one != OTHERS), *(one for one in groups if one == OTHERS)):
        yield clean(title)
        for one in groups[title]:
            yield from _difference(one, one.where[len(one.where) > 1 :], columns)
        yield ""


def _difference(one: Difference, where: tuple[str, ...], columns: int) -> list[str]:
    place = " / ".join(where)
    if one.sort == MOVED:
        return _broken([f"  次序 {place}：前后次序不同"], columns)
    if one.words:
        return _broken([f"  {one.sort} {place}：{marked(one.words, _AROUND)}"], columns)
    if one.before and one.after:
        return _broken([f"  {one.sort} {place}：{one.before} → {one.after}"], columns)
    told = _broken([f"  {one.sort} {place}：{one.before or one.after}"], columns)
    return (
        told if len(told) <= _LINES else [*told[: _LINES - 1], report.shortened(f"{told[_LINES - 1]}……", columns - 2)]
    )


def _broken(lines: list[str] | tuple[str, ...], columns: int) -> list[str]:
    return [part for line in lines for part in report.indented(clean(line), columns)]


def _shortened(text: str, around: int, number: int, count: int) -> str:
    """Leave out the middle of an unchanged text, or what no change stands beside."""
    start = text[:around] if number else ""
    end = text[-around:] if number < count - 1 else ""
    return text if len(text) <= len(start) + len(end) + 2 else f"{start}……{end}"
