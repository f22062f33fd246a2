"""Writing a workbook (写出): sheets with lists to choose from, notes, colours for what is missing, and live totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.base.numerals import column_letters
from generator.base.paths import ValuePath, keys
from generator.base.workbook import cut, finished, lines_in, open_workbook, put_text
from generator.findings import clean
from generator.findings import sheet as listing
from generator.findings.finding import Finding, Severity
from generator.reading.rule import SchemaRule
from generator.workbook import memory as memories
from generator.workbook import totals
from generator.workbook.cells import shown
from generator.workbook.memory import Memory
from generator.workbook.plan import (
    CONTENT,
    DOT,
    FORM,
    ITEM,
    LISTS,
    NAMED,
    NONE,
    OWNER,
    PROBLEMS,
    RECORD,
    REST,
    STATED,
    STROKE,
    SUBJECT,
    TEXTS,
    TOPIC,
    TOTALS,
    Sheet,
    SheetColumn,
    SheetPlan,
    text_parts,
)
from generator.workbook.rows import SheetRow, Spot, owner_mark, spots, title_key
from generator.workbook.totals import Formula
from generator.workbook.words import CellWords, is_classified, is_unit

HELP = "填写说明"  # a column of 基本情况 that says what each line is
ROOM = 2000  # rows below the last one that have lists, formats and colours too
_FONT, _SIZE, _A4 = "宋体", 10, 9
_GREY, _RED, _YELLOW, _GREEN, _PEACH = "#D9E1F2", "#FFC7CE", "#FFEB9C", "#E2EFDA", "#FCE4D6"
_NUMBER, _COUNT, _TEXT = "#,##0.00####", "General", "@"
_COLOURS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.HINT: _GREEN}  # the gravest first
_NOTE = 2_000  # characters of a note
_LONG, _HELP_WIDTH = 60, 50
_LINE, _HIGHEST = 13, 400  # points
_WIDTHS = {"amount": 16, "number": 10, "weight": 8, "yesno": 9, "integer": 8, "date": 12}


@dataclass(slots=True)
class Written:
    """A workbook: its bytes, and the cell of every value, by its path (sheet, row and column, from 0)."""

    data: bytes = b""
    cells: dict[ValuePath, Spot] = field(default_factory=dict)


@dataclass(slots=True)
class Looks:
    """The formats of a workbook, each made once."""

    book: Workbook
    made: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def of(self, **properties: object) -> Format:
        """Give the format with some properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_name": _FONT, "font_size": _SIZE, **properties})
        return self.made[key]

    def cell(self, rule: SchemaRule, *, marks: bool = False) -> Format:
        """Give the format of cells of a rule."""
        number = {"amount": _NUMBER, "number": _COUNT, "weight": _COUNT}.get(rule.type, _TEXT)
        return self.of(num_format=_TEXT if marks else number, text_wrap=True, valign="top", border=1)


@dataclass(slots=True)
class Lists:
    """The lists to choose from, each a column of a hidden sheet, since Excel takes only 255 characters otherwise."""

    columns: dict[tuple[str, ...], int] = field(default_factory=dict)

    def source(self, choices: Sequence[str]) -> str:
        """Give the reference of a list."""
        key = tuple(choices)
        at = column_letters(self.columns.setdefault(key, len(self.columns)))
        return f"={LISTS}!${at}$1:${at}${len(key)}"


@dataclass(slots=True)
class Writer:
    """Everything that the sheets of one workbook share."""

    book: Workbook
    plan: SheetPlan
    words: CellWords
    looks: Looks
    lists: Lists
    cells: dict[ValuePath, Spot]
    notes: Mapping[Spot, tuple[str, str]]  # and colours


def write(
    plan: SheetPlan,
    rows: Mapping[str, Sequence[SheetRow]],
    words: CellWords,
    record: Memory,
    *,
    title: str = "",
    findings: Sequence[Finding] | None = None,
    at: Mapping[Finding, Spot] | None = None,
) -> Written:
    """Write a workbook; the same budget gives the same bytes.

    `findings` are listed on a sheet of their own, and noted at their cells (`at`), which get a colour.
    """
    book = open_workbook(_FONT, _SIZE, title=title)
    at = at or {}
    writer = Writer(book, plan, words, Looks(book), Lists(), spots(plan, rows), _notes(at))
    if findings is not None:
        links = {one: (page, f"{column_letters(column)}{row + 1}") for one, (page, row, column) in at.items()}
        listing.fill(book, book.add_worksheet(PROBLEMS), findings, links)
    for sheet in plan.sheets:
        if sheet.name != REST or rows[sheet.name]:
            _sheet(writer, sheet, rows[sheet.name])
    _totals(writer, rows)
    _lists(writer)
    hidden = book.add_worksheet(RECORD)
    hidden.very_hidden()
    for number, line in enumerate(memories.lines_of(record)):
        put_text(hidden, number, 0, line, writer.looks.of(num_format=_TEXT))
    return Written(finished(book), writer.cells)


def _notes(at: Mapping[Finding, Spot]) -> dict[Spot, tuple[str, str]]:
    """Give the note and the colour of each cell with findings: those of the gravest one come first."""
    grave = list(_COLOURS)
    found: dict[Spot, list[Finding]] = {}
    for one, spot in at.items():
        found.setdefault(spot, []).append(one)
    notes = {}
    for spot, own in found.items():
        own.sort(key=lambda one: grave.index(one.severity))
        texts = (clean.lines(f"{one.severity.value} {one.code}：{one.message}{one.remedy}") for one in own)
        notes[spot] = (cut("\n".join(texts), _NOTE), _COLOURS[own[0].severity])
    return notes


def _sheet(writer: Writer, sheet: Sheet, rows: Sequence[SheetRow]) -> None:
    page = writer.book.add_worksheet(sheet.name)
    last = len(rows) + ROOM
    _head(writer, page, sheet)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(sheet.columns):
            _cell(writer, page, sheet, row, number, place, column)
        if sheet.kind == FORM:
            _help(writer, page, row, number, len(sheet.columns))
        page.set_row(number, _height(writer, sheet, row))
    for place, column in enumerate(sheet.columns):
        _column(writer, page, sheet, place, column, last)
    if sheet.kind == "records":
        _missing(writer, page, sheet, last)
    elif sheet.kind == FORM:
        _of_lines(writer, page, sheet, rows)
    _set_up(page, sheet, len(rows))


def _height(writer: Writer, sheet: Sheet, row: SheetRow) -> float:
    """Give the height that the texts of a row need: not every program makes rows fit when it opens a file."""
    values = ((_shown(writer, sheet, row, one), _width(sheet, one)) for one in sheet.columns)
    cells = [(value, width) for value, width in values if isinstance(value, str)]
    if sheet.kind == FORM:
        cells.append((_help_of(row), _HELP_WIDTH))
    return min(_LINE * max((lines_in(text, width) for text, width in cells), default=1) + 2, _HIGHEST)


def _head(writer: Writer, page: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns):
        required = column.required
        look = writer.looks.of(
            bold=True,
            bg_color=_PEACH if required else _GREY,
            border=1,
            text_wrap=True,
            align="center",
            valign="vcenter",
        )
        put_text(page, 0, place, column.title, look)
        note = _note(sheet, column)
        if note:
            page.write_comment(0, place, note, {"x_scale": 2, "y_scale": 1 + len(note) / 80, "font_family": 2})
    if sheet.kind == FORM:
        page.set_column(len(sheet.columns), len(sheet.columns), _HELP_WIDTH)
        put_text(page, 0, len(sheet.columns), HELP, writer.looks.of(bold=True, bg_color=_GREY, border=1))


def _note(sheet: Sheet, column: SheetColumn) -> str:
    """Say of a column what the schema says of its key."""
    if column.marks:
        return _MARKS.get(column.title, _OWNER_NOTE if column.title.startswith(OWNER) else "")
    expected = column.rule.expected
    if sheet.kind not in ("records", STATED):
        return ""
    said = [f"{expected.title}{'（必填）' if column.required else ''}", expected.description]
    if expected.example:
        said.append(f"例如 {expected.example}")
    return "\n".join(dict.fromkeys(one for one in said if one))


_OWNER_NOTE = "属于哪一个：写那张表里的名称，或者编码。"
_MARKS = {
    SUBJECT: "空着是部门的；单位自己的，写单位的编码，或者单位文件夹的名称。",
    NAMED: "“上年数”“原因”“说明”等里的名称，照格式的写法。",
    ITEM: "按科目写的，写科目编码或者“合计”；不分科目的空着。",
    OWNER: "项目等自己的文字，写项目的名称或者编码；部门的和单位的空着。",
}


def _cell(
    writer: Writer, page: Worksheet, sheet: Sheet, row: SheetRow, number: int, place: int, column: SheetColumn
) -> None:
    rule = row.rule(sheet, column.title)
    look = writer.looks.cell(rule, marks=column.marks)
    note = writer.notes.get((sheet.name, number, place))
    if note is not None:
        look = writer.looks.of(num_format=look.num_format, text_wrap=True, valign="top", border=1, bg_color=note[1])
        page.write_comment(number, place, note[0], {"x_scale": 3, "y_scale": 1 + len(note[0]) / 100})
    value = _shown(writer, sheet, row, column)
    if isinstance(value, Decimal):
        page.write_number(number, place, float(value), look)
    else:
        put_text(page, number, place, value, look)


def _shown(writer: Writer, sheet: Sheet, row: SheetRow, column: SheetColumn) -> str | Decimal:
    """Give what a cell shows: an amount, or a text, of a code with its name."""
    text, rule = row.cells.get(column.title, ""), row.rule(sheet, column.title)
    return text if column.marks else shown(rule, column.keys or keys(row.node), text, writer.words)


def _help(writer: Writer, page: Worksheet, row: SheetRow, number: int, place: int) -> None:
    put_text(page, number, place, _help_of(row), writer.looks.of(text_wrap=True, valign="top", font_color="#7F7F7F"))


def _help_of(row: SheetRow) -> str:
    rule = row.rules.get(CONTENT)
    return f"{'必填。' if row.required else ''}{rule.expected.description if rule else ''}"


def _column(writer: Writer, page: Worksheet, sheet: Sheet, place: int, column: SheetColumn, last: int) -> None:
    look = writer.looks.cell(column.rule, marks=column.marks)
    page.set_column(place, place, _width(sheet, column), look)
    choices = _choices(writer, sheet, column)
    reference = _reference(writer, sheet, column) or (writer.lists.source(choices) if choices else "")
    if reference:
        strict = column.rule.type in ("enum", "yesno") and not column.rule.expected.synonyms
        page.data_validation(1, place, last, place, _validation(reference, strict=strict))
    cell = f"{column_letters(place)}2"
    if is_classified(column.rule) and choices:
        at = reference.removeprefix("=")
        unknown = f'=AND(LEN({cell})>0,COUNTIF({at},{cell})=0,COUNTIF({at},{cell}&" *")=0)'
        page.conditional_format(1, place, last, place, _coloured(writer, unknown, _YELLOW))
    if column.rule.type == "amount" and not column.marks:
        page.conditional_format(1, place, last, place, _coloured(writer, f"=ISTEXT({cell})", _YELLOW))


def _validation(reference: str, *, strict: bool) -> dict[str, object]:
    return {
        "validate": "list",
        "source": reference,
        "error_type": "stop" if strict else "information",
        "error_title": "不在列表里",
        "error_message": "请从列表里选。" if strict else "列表里没有；确实要这样写的，按“确定”。",
    }


def _coloured(writer: Writer, formula: str, colour: str) -> dict[str, object]:
    return {"type": "formula", "criteria": formula, "format": writer.looks.of(bg_color=colour)}


def _choices(writer: Writer, sheet: Sheet, column: SheetColumn) -> Sequence[str]:
    if column.title == SUBJECT and column.marks:
        return tuple(one.label for one in writer.plan.subjects if one.label)
    if sheet.kind == TEXTS and column.title == TOPIC:
        return tuple(_topics(writer.plan))
    if column.marks:
        return ()
    if is_classified(column.rule):
        return tuple(writer.words.offered(column.rule.expected.dimension))
    return tuple(writer.words.choices(column.rule, column.keys))


def _topics(plan: SheetPlan) -> Iterator[str]:
    found = (STROKE.join(keys) for subject in plan.subjects for _, keys, _ in text_parts(subject, plan))
    yield from dict.fromkeys(found)


def _reference(writer: Writer, sheet: Sheet, column: SheetColumn) -> str:
    """Give the cells that name the records to which a row may belong: those of their sheet, whatever is added there."""
    if not sheet.owner or column.title != owner_mark(sheet):
        return ""
    owners = writer.plan.of_list(sheet.owner)
    titles = [one.title for one in owners.columns] if owners else []
    key = title_key(owners) if owners else ""
    if owners is None or key not in titles:
        return ""
    at = column_letters(titles.index(key))
    return f"='{owners.name}'!${at}$2:${at}${ROOM}"


def _missing(writer: Writer, page: Worksheet, sheet: Sheet, last: int) -> None:
    end = column_letters(len(sheet.columns) - 1)
    for place, column in enumerate(sheet.columns):
        if column.required:
            at = column_letters(place)
            formula = f"=AND(COUNTA($A2:${end}2)>0,LEN(TRIM(${at}2))=0)"
            page.conditional_format(1, place, last, place, _coloured(writer, formula, _RED))


def _of_lines(writer: Writer, page: Worksheet, sheet: Sheet, rows: Sequence[SheetRow]) -> None:
    """Give every line of 基本情况 the list to choose from and the colour that its own rule asks for."""
    place = [one.title for one in sheet.columns].index(CONTENT)
    for number, row in enumerate(rows, 1):
        rule = row.rules.get(CONTENT)
        if rule is None:
            continue
        choices = (NONE,) if rule.either else tuple(writer.words.choices(rule, (row.cells[TOPIC].split(STROKE)[-1],)))
        if choices:
            page.data_validation(number, place, number, place, _validation(writer.lists.source(choices), strict=False))
        if row.required:
            formula = f"=LEN(TRIM({column_letters(place)}{number + 1}))=0"
            page.conditional_format(number, place, number, place, _coloured(writer, formula, _RED))


def _width(sheet: Sheet, column: SheetColumn) -> float:
    if column.title == CONTENT and not column.marks:
        return _LONG + 20 if sheet.kind == TEXTS else _LONG
    if column.marks:
        return 22
    if is_classified(column.rule):
        return 38  # most codes with their names on one line
    if is_unit(column.rule, column.keys):
        return 26
    if column.rule.type == "text":
        return 28 if column.required or DOT in column.title or column.title in ("用途", "原因", "任务") else 18
    return _WIDTHS.get(column.rule.type, 18)


def _set_up(page: Worksheet, sheet: Sheet, count: int) -> None:
    """Freeze and filter the head, and print it on every page, A4 across."""
    page.freeze_panes(1, len(sheet.marks) if sheet.kind == FORM else 0)
    page.autofilter(0, 0, max(count, 1), len(sheet.columns) - 1)
    _print_across(page)
    page.repeat_rows(0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_header("&C&A")
    page.set_row(0, 30)


def _print_across(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&C第 &P 页 共 &N 页")


def _totals(writer: Writer, rows: Mapping[str, Sequence[SheetRow]]) -> None:
    page = writer.book.add_worksheet(TOTALS)
    made = totals.make(writer.plan, rows, writer.words)
    looks = {
        totals.TITLE: writer.looks.of(bold=True, font_size=_SIZE + 2),
        totals.HEAD: writer.looks.of(bold=True, bg_color=_GREY, border=1, align="center", text_wrap=True),
        totals.LINE: writer.looks.of(num_format=_NUMBER, border=1),
        totals.LAST: writer.looks.of(num_format=_NUMBER, border=1, bold=True, bg_color=_GREEN),
    }
    for number, (look, cells) in enumerate(made.lines):
        for place, cell in enumerate(cells):
            if isinstance(cell, Formula):
                page.write_formula(number, place, f"={cell.text}", looks[look], float(cell.value))
            else:
                put_text(page, number, place, cell, looks[look])
    wide = next(len(cells) for look, cells in made.lines if look == totals.HEAD)
    page.set_column(0, 0, 34)
    page.set_column(1, wide - 1, 18)
    page.set_column(wide, wide, 40)
    heads = [number for number, (_, cells) in enumerate(made.lines) if totals.DIFFERENCE in cells]
    for head in heads:
        at = f"{column_letters(wide - 1)}{head + 2}"
        end = next(n for n in range(head, len(made.lines)) if made.lines[n][0] == totals.LAST)
        page.conditional_format(head + 1, wide - 1, end, wide - 1, _coloured(writer, f"={at}<>0", _RED))
    _print_across(page)


def _lists(writer: Writer) -> None:
    page = writer.book.add_worksheet(LISTS)
    page.hide()
    look = writer.looks.of(num_format=_TEXT)
    for choices, place in writer.lists.columns.items():
        for number, text in enumerate(choices):
            put_text(page, number, place, text, look)
