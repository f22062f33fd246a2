"""What the templates of the page are given (页面的内容): lists, tables and places, ready to be written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from generator.base.frozen import frozen
from generator.base.lines import lines_of
from generator.base.paths import ValuePath
from generator.district.state import DueKey, Seen
from generator.facts.location import code_of
from generator.findings.finding import Finding, Place, Severity
from generator.proof.trace import PrintedFigure, added, sources
from generator.reading.rule import SchemaRule
from generator.serving.fields import FieldCell, path_of
from generator.serving.opened import ListedBudget, OpenBudget
from generator.workbook.cells import NUMBERS, shown
from generator.workbook.export import Ready
from generator.workbook.plan import CONTENT, ITEM, NAMED, OWNER, REST, SUBJECT, TOPIC, WHERE, Sheet
from generator.workbook.rows import SheetRow

ROWS = 200  # of a table that are shown at once
_CSS = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.HINT: "hint"}
AMOUNT = "金额"
T = TypeVar("T")


class ExactText(str):
    """A text that is written as it is, hidden characters too, since the page sends it back."""

    __slots__ = ()


def as_json(path: ValuePath) -> str:
    """Write a path for an address or an attribute."""
    return ExactText(json.dumps(path, ensure_ascii=False, separators=(",", ":")))


def path_from(text: str) -> ValuePath:
    """Read a path that the page sends back; nothing where it is none."""
    try:
        steps = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    fits = isinstance(steps, list) and all(type(step) in (str, int) for step in steps)
    return tuple(steps) if fits else ()


@frozen
class ListEntry:
    """A department or unit of the list: where its link leads, its light, and what became of its files."""

    code: str
    name: str
    budget: str  # the name of the book
    unit: str
    light: str  # bad, warn, fine, or wait
    told: str
    files: str
    is_open: bool
    units: tuple[ListEntry, ...] = ()


def entries(
    books: Iterable[ListedBudget],
    seen: Mapping[str, Seen],
    made: Mapping[DueKey, str],
    query: str,
    current: tuple[str, str],
) -> Iterator[ListEntry]:
    """Yield those whose code or name has what is searched for; the units of the open one, and those that are found."""
    wanted = query.strip().lower()
    for book in books:
        one = seen.get(book.name)
        code, name = (one.code, one.name) if one else (code_of(book.folder), book.title)
        units = tuple(_units(book, one, made, current)) if one else ()
        fits = not wanted or wanted in code.lower() or wanted in name.lower()
        found = tuple(unit for unit in units if wanted and (wanted in unit.code.lower() or wanted in unit.name.lower()))
        if fits or found:
            kept = units if book.name == current[0] else found
            files = made.get((code, ""), "") if one else ""
            yield ListEntry(code, name, book.name, "", *_light(one, ""), files, (book.name, "") == current, kept)


def _units(book: ListedBudget, seen: Seen, made: Mapping[DueKey, str], current: tuple[str, str]) -> Iterator[ListEntry]:
    for code, name in seen.units.items():
        if code != seen.code:
            light = _light(seen, code) if not seen.errors else ("", "")
            files = made.get((seen.code, code), "")
            yield ListEntry(code, name, book.name, code, *light, files, (book.name, code) == current)


def _light(seen: Seen | None, unit: str) -> tuple[str, str]:
    if seen is None:
        return "wait", "正在检查"
    if seen.errors:
        return "bad", f"{seen.errors} 个错误"
    warnings = seen.warnings.get(unit, 0)
    return ("warn", f"{warnings} 条警告") if warnings else ("fine", "没有问题")


@frozen
class Tab:
    """A table that can be chosen: its name, how many rows, and the worst that is found there."""

    name: str
    rows: int
    css: str


@frozen
class TableCell:
    """A cell of a table: what it shows, and its value's path; a mark says only which row it is."""

    text: str
    css: str = ""
    path: str = ""
    is_target: bool = False
    findings: str = ""  # in words, for those who do not see colours
    before: str = ""  # what it was in the last commit


@frozen
class FieldTable:
    """A table with its rows from `start` on."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    start: int
    count: int


def tabs(open_budget: OpenBudget, found: Sequence[Finding]) -> tuple[tuple[Tab, ...], tuple[str, ...]]:
    """Give the tables in which something stands, and the names of the others."""
    ready = open_budget.ready
    if ready is None:
        return (), ()
    worst = _worst((cell.sheet, one.severity) for cell, one in _at_fields(open_budget, found))
    every = [Tab(name, len(rows), _CSS[worst[name]] if name in worst else "") for name, rows in ready.rows.items()]
    return tuple(one for one in every if one.rows), tuple(one.name for one in every if not one.rows)


def _rank(severity: Severity) -> int:
    return [*Severity].index(severity)


def _worst(found: Iterable[tuple[T, Severity]]) -> dict[T, Severity]:
    worst: dict[T, Severity] = {}
    for at, severity in found:
        worst[at] = min(severity, worst.get(at, severity), key=_rank)
    return worst


def _at_fields(open_budget: OpenBudget, found: Iterable[Finding]) -> Iterator[tuple[FieldCell, Finding]]:
    """Give findings with the field at which each is shown; those that have none are left out."""
    for one in found:
        cell = open_budget.field_of(one.path)
        if cell is not None:
            yield cell, one


def in_words(found: Iterable[Finding]) -> str:
    """Say what is found at a field."""
    return "；".join(f"{one.severity.value}：{one.message}" for one in found)


def table(
    open_budget: OpenBudget,
    name: str,
    start: int,
    target: ValuePath,
    found: Sequence[Finding],
    before: Mapping[ValuePath, str],
) -> FieldTable | None:
    """Give a table; `target` is the value that is looked for, `before` what values were in the last commit."""
    ready = open_budget.ready
    sheet = ready.plan.sheet(name) if ready else None
    if ready is None or sheet is None:
        return None
    rows = ready.rows[name]
    columns = _columns(sheet, rows)
    flagged: dict[ValuePath, list[Finding]] = {}
    for cell, one in _at_fields(open_budget, found):
        flagged.setdefault(cell.path, []).append(one)
    shown_rows = []
    for row in rows[start : start + ROWS]:
        cells_ = tuple(_cell(ready, sheet, row, title, keys, target, flagged, before) for title, keys in columns)
        shown_rows.append(cells_)
    return FieldTable(name, tuple(title for title, _ in columns), tuple(shown_rows), start, len(rows))


def _columns(sheet: Sheet, rows: Sequence[SheetRow]) -> list[tuple[str, tuple[str, ...]]]:
    """Give the columns in which something stands, and those that must be filled in."""
    used = {title for row in rows for title, text in row.cells.items() if text}
    return [(one.title, one.keys) for one in sheet.columns if one.title in used or (one.required and not one.marks)]


def _cell(
    ready: Ready,
    sheet: Sheet,
    row: SheetRow,
    title: str,
    keys: tuple[str, ...],
    target: ValuePath,
    flagged: Mapping[ValuePath, Sequence[Finding]],
    before: Mapping[ValuePath, str],
) -> TableCell:
    column = sheet.column(title)
    text = row.cells.get(title, "")
    if column is None or column.marks:
        return TableCell(text, "row-mark")
    path = path_of(row, title, keys)
    if path is None:
        return TableCell(text)
    rule = row.rule(sheet, title)
    told = flagged.get(path, ())
    css = [] if not told else [_CSS[min((one.severity for one in told), key=_rank)]]
    css += ["n"] if rule.type in NUMBERS else []
    is_target = bool(target) and (path == target or path[: len(target)] == target)
    said, was = display(ready, path, rule, keys, text), before.get(path, "")
    return TableCell(said, " ".join(css), as_json(path), is_target, in_words(told), was)


def display(ready: Ready, path: ValuePath, rule: SchemaRule, keys: tuple[str, ...], text: str) -> str:
    """Write a value as people read it: amounts with commas, codes with their names."""
    value = shown(rule, keys, text, ready.words.at(path))
    return f"{value:,}" if isinstance(value, Decimal) and rule.type == "amount" else str(value)


def label(ready: Ready, cell: FieldCell) -> str:
    """Name a field in words: its table, row and column, or the topic that it is of."""
    sheet, row = ready.plan.sheet(cell.sheet), ready.rows[cell.sheet][cell.row]
    if sheet is not None and sheet.kind == "records":
        owner = next((row.cells[one] for one in sheet.marks if one != SUBJECT and row.cells.get(one)), "")
        whose = row.cells.get(SUBJECT, "")
        title = "" if cell.title == AMOUNT else cell.title
        return " ".join(filter(None, (whose, sheet.name, owner, f"第 {cell.row + 1} 行", title)))
    words = [row.cells.get(one, "") for one in (SUBJECT, TOPIC, OWNER, NAMED, ITEM, WHERE)]
    title = cell.title if cell.title != CONTENT else ""
    return " ".join(filter(None, (*words, title))) if cell.sheet != REST else row.cells.get(WHERE, "")


@frozen
class TracedLine:
    """A line behind a figure: the field, what stands in its row, and the amount; where it leads."""

    label: str
    text: str
    amount: str
    path: str
    place: str


@frozen
class TraceView:
    """A figure or text of a page, and what it comes from. `total`: how the amounts add up."""

    text: str
    heading: str
    lines: tuple[TracedLine, ...]
    total: str
    compared: tuple[str, ...] = ()


def trace_of(
    open_budget: OpenBudget, figure: PrintedFigure | None, text: str, origins: Sequence[ValuePath]
) -> TraceView:
    """Say what a text of a page is made of."""
    budget = open_budget.budget
    if budget is None:
        return TraceView(text, "", (), "")
    asked = figure or PrintedFigure("", "", (), (), text, None, "", tuple(origins))
    lines = sources(asked, budget)
    ready, traced = open_budget.ready, []
    for line in lines:
        cell = open_budget.fields.get(line.path)
        named = label(ready, cell) if cell and ready else "/".join(map(str, line.path))
        amount = "" if line.amount is None else f"{line.amount:,.2f}"
        place = where(line.place)
        around = _beside(ready, cell) if cell and ready else ""
        traced.append(TracedLine(named, around, amount, as_json(line.path) if cell else "", place))
    heading = ""
    if figure is not None:
        words = (f"{figure.table} {figure.title}", " ".join(figure.row), "／".join(figure.column))
        heading = figure.title if figure.table == "正文" else " · ".join(filter(None, words))
    return TraceView(text, heading, tuple(traced), added(figure, lines) if figure else "")


def where(place: Place | None) -> str:
    """Name the file and line of a place; nothing where it is not known."""
    return f"{place.file.rpartition('/')[2]} 第 {place.line} 行" if place else ""


def _beside(ready: Ready, cell: FieldCell) -> str:
    """Say what else stands in a row, so that it is known which one it is; of a text the text."""
    sheet, row = ready.plan.sheet(cell.sheet), ready.rows[cell.sheet][cell.row]
    if sheet is None or sheet.kind != "records":
        return row.cells.get(cell.title, "")
    said = []
    for column in sheet.columns:
        text = row.cells.get(column.title, "")
        rule = row.rule(sheet, column.title)
        if text and not column.marks and column.title != cell.title and rule.type not in ("amount", "number"):
            path = path_of(row, column.title, column.keys)
            said.append(display(ready, path or (), rule, column.keys, text))
    return "，".join(said[:4])


@frozen
class FindingLine:
    """A finding: what it says, the field and the character to which it leads."""

    css: str
    severity: str
    code: str
    message: str
    remedy: str
    where: str
    path: str
    place: Place | None
    accepted: str


def finding_lines(open_budget: OpenBudget, found: Iterable[Finding]) -> tuple[FindingLine, ...]:
    """Give findings, the worst first."""
    every = sorted(found, key=lambda one: _rank(one.severity))
    return tuple(
        FindingLine(
            _CSS[one.severity],
            one.severity.value,
            one.code,
            one.message,
            one.remedy,
            where(one.place) if one.place and one.place.line else (one.place.file if one.place else ""),
            as_json(one.path) if open_budget.field_of(one.path) else "",
            one.place if one.place and one.place.file in open_budget.texts and one.place.line else None,
            one.accepted,
        )
        for one in every
    )


@frozen
class SourceText:
    """A line of a YAML file in pieces, of which one may be looked for; `path` is of a value that begins there."""

    number: int
    before: str
    here: str
    after: str
    css: str
    path: str


def source_lines(open_budget: OpenBudget, file: str, place: Place | None, found: Iterable[Finding]) -> list[SourceText]:
    """Give the lines of a file, with the characters at a place, and those where something is found."""
    at: dict[int, ValuePath] = {}
    for path, written in (open_budget.ready.places if open_budget.ready else {}).items():
        if written.file == file and path:
            at[written.line] = path
    flagged = _worst((one.place.line, one.severity) for one in found if one.place and one.place.file == file)
    lines = []
    for number, text in enumerate(lines_of(open_budget.texts.get(file, "")), 1):
        start = end = len(text)
        if place is not None and place.line == number:
            start = min(max(place.column - 1, 0), len(text))
            end = min(start + max(place.length, 1), len(text))
        css = _CSS[flagged[number]] if number in flagged else ""
        value = as_json(at[number]) if number in at else ""
        lines.append(SourceText(number, text[:start], text[start:end], text[end:], css, value))
    return lines
