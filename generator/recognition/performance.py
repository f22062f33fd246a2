"""Performance tables that no pack has: a form for each project above its indicators, or one list of all indicators.

Integrated systems export 项目绩效目标表 in forms that differ by province. What their labels and headings mean is data
(`performance_words`); here they are found: a form's value stands right of its label or below it, an indicator's under
its headings. What has no place in a budget, and what is not understood, is kept as unread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.findings.finding import Place
from generator.grids.grid import Grid, GridCell
from generator.pack.spec import TableSpec
from generator.recognition.amounts import number_in, unit_in
from generator.recognition.columns import words_of
from generator.recognition.forms import FormTable
from generator.recognition.performance_words import (
    CODE,
    COLUMN,
    COLUMNS,
    GOAL,
    HOMELESS,
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    MONEY,
    NAME,
    NUMBERS,
    SECTION,
    TARGET,
    TOTALS,
    WEIGHT,
    WEIGHTS,
    column_of,
    field_of,
)
from generator.recognition.rows import NOTE
from generator.recognition.statements import PrintedRecord, UnreadCell
from generator.recognition.words import label

TABLE = "项目绩效目标表"
SCALE = 4  # of a table that names no unit: 财预〔2020〕10号 has 万元
INDICATOR = frozenset(COLUMNS.values())
_WHOLE = 100  # of the weights of a project
_ENOUGH = 2  # headings of indicators that make a row of headings
_SCALES = {"万元": 4, "元": 0}
_NAMED_UNIT = re.compile(r"[（(](?:单位[:：]?)?(万元|元)[)）]")
_AFTER_AMOUNT = re.compile(r"[0-9.]\s*(万元|元)$")
_INLINE = re.compile(r"([^：:]{2,16})[：:](.+)", re.DOTALL)
_EMPTY_TARGET = re.compile(r"(?:指标[0-9一二三四五六七八九十]*|[…．.]+)[:：]?")
_YEAR = re.compile(r"[（(]?20[0-9]{2}年?度?[)）]?")
FoundFields = dict[str, tuple[str, Place]]


@dataclass(slots=True)
class _Project:
    """A project with its indicators, while they are read."""

    fields: FoundFields = field(default_factory=dict)
    indicators: list[FoundFields] = field(default_factory=list)

    @property
    def identity(self) -> tuple[str, str]:
        """Its code and name."""
        return self.text(CODE), self.text(NAME)

    def text(self, name: str) -> str:
        """Return a field as text, empty where it is not known."""
        return self.fields[name][0] if name in self.fields else ""


@dataclass(slots=True)
class Performance:
    """What a table says of projects; `columns` are the fields by column, by which it goes on on a next page."""

    scale: int = SCALE
    unit_said: bool = False
    projects: list[_Project] = field(default_factory=list)
    columns: Mapping[int, str] = field(default_factory=dict)
    unread: list[UnreadCell] = field(default_factory=list)
    rows: int = 0

    @property
    def is_list(self) -> bool:
        """Whether each row names its project: a flat list."""
        return NAME in self.columns.values() or CODE in self.columns.values()

    def records(self) -> Iterator[PrintedRecord]:
        """Yield the projects, each before its indicators."""
        for number, project in enumerate(self.projects):
            yield PrintedRecord("项目", TABLE, project.fields, self.scale)
            yield from (PrintedRecord("绩效指标", TABLE, one, self.scale, (), number) for one in project.indicators)


def performance_table() -> FormTable:
    """Return the table that stands for them: of no pack, and of no version."""
    return FormTable(TableSpec(TABLE, Place("")), "", "", "", "", (), ())


def read_performance(grid: Grid, above: Sequence[str] = ()) -> Performance | None:
    """Read a grid as a form of one project or as a list; None where it names no project, or nothing of performance.

    `above` are the lines of text before it, which may name the unit.
    """
    head = _heading_row(grid, 0)
    made = Performance()
    made.scale, made.unit_said = _scale(grid, head if head is not None else len(grid.rows), above)
    end = len(grid.rows) if head is None else head
    made.projects.append(_Project())
    if head is None or not _names_project(grid, head):
        _form(grid, 0, end, made)
        if not any(made.projects[0].identity) or (head is None and GOAL not in made.projects[0].fields):
            return None
    if head is not None:
        _rows(grid, head, {}, made)
    _leave_nameless(made)
    return made if made.projects else None


def _leave_nameless(made: Performance) -> None:
    """Keep indicators that stand before the name of any project as unread."""
    for one in made.projects:
        if not any(one.identity):
            for indicator in one.indicators:
                words = "，".join(text for text, _ in indicator.values())
                made.unread.append(UnreadCell("没有项目的指标", words, next(iter(indicator.values()))[1]))
    made.projects = [one for one in made.projects if any(one.identity)]


def go_on(grid: Grid, made: Performance) -> bool:
    """Read a grid on the next page as more rows of a table; tell whether it is."""
    head = _heading_row(grid, 0)
    if head is None and (grid.width <= max(made.columns, default=grid.width) or not made.columns):
        return False
    last = made.projects[-1].indicators[-1:]
    _rows(grid, head, {name: last[0][name] for name in (LEVEL_1, LEVEL_2) if last and name in last[0]}, made)
    return True


def blocks(grid: Grid) -> Iterator[Grid]:
    """Part a grid that has the forms of several projects below each other: one grid each."""
    starts = [0, *_starts(grid)]
    if len(starts) == 1:
        yield grid
        return
    for start, end in zip(starts, (*starts[1:], len(grid.rows)), strict=True):
        moved: dict[int, GridCell] = {}
        for row in grid.rows[start:end]:
            for cell in row:
                moved.setdefault(id(cell), replace(cell, row=max(cell.row - start, 0)))
        yield replace(grid, rows=tuple(tuple(moved[id(cell)] for cell in row) for row in grid.rows[start:end]))


def _starts(grid: Grid) -> Iterator[int]:
    """Yield the rows where the form of a next project begins, with the title above it: after indicators."""
    number = 0
    while (head := _heading_row(grid, number)) is not None:
        number = head + 1
        if _names_project(grid, head):
            continue
        found = next((at for at in range(number, len(grid.rows)) if _names(grid.rows[at])), None)
        if found is None:
            return
        while found - 1 > head and _leads(grid.rows[found - 1]):
            found -= 1
        yield found
        number = found


def _names(row: Sequence[GridCell]) -> bool:
    """Tell whether a row of a form says which project it is."""
    texts = list(words_of(row))
    return any(field_of(_before_colon(text)) in (NAME, CODE) for text in texts)


def _leads(row: Sequence[GridCell]) -> bool:
    """Tell whether a row may stand above the name of a project: a title, a unit, or other labels of a form."""
    texts = list(words_of(row))
    first = field_of(_before_colon(texts[0])) if texts else ""
    return len(texts) <= 1 or (first not in ("", COLUMN, SECTION, WEIGHT)) or _says_unit(texts)


def _says_unit(texts: Sequence[str]) -> bool:
    return any(unit_in(text) is not None for text in texts)


def _before_colon(text: str) -> str:
    found = _INLINE.fullmatch(text)
    return found[1] if found else text


def _heading_row(grid: Grid, start: int) -> int | None:
    """Find the last row of the next headings of indicators."""
    headings = (number for number in range(start, len(grid.rows)) if _is_heading(grid.rows[number]))
    last = next(headings, None)
    for number in headings:
        if last is None or number > last + 1:
            break
        last = number
    return last


def _is_heading(row: Sequence[GridCell]) -> bool:
    found = {column_of(word) for word in words_of(row)} & INDICATOR
    return len(found) >= _ENOUGH and (LEVEL_3 in found or {LEVEL_2, TARGET} <= found)


def _names_project(grid: Grid, head: int) -> bool:
    return any(name in (NAME, CODE) for name in _columns(grid, head)[0].values())


def _scale(grid: Grid, end: int, above: Sequence[str]) -> tuple[int, bool]:
    """Find the unit of the amounts: after an amount, in a label, or above; and whether it is named at all."""
    texts = [unicodedata.normalize("NFKC", text) for row in grid.rows[: end + 1] for text in words_of(row)]
    for text in texts:
        value = _INLINE.fullmatch(text)
        named = _NAMED_UNIT.search(text)
        if named is None and number_in(value[2] if value else text) is not None:
            named = _AFTER_AMOUNT.search(text)
        if named is not None:
            return _SCALES[named[1]], True
    for text in (*texts, *reversed(above)):
        unit = unit_in(text)
        if unit is not None:
            return unit, True
    return SCALE, False


def _form(grid: Grid, start: int, end: int, made: Performance) -> None:
    """Read the labels and values of a form into the last project; keep what was not understood."""
    used: set[tuple[int, int]] = set()
    cells = list(_cells(grid, start, end))
    for cell in cells:
        inline = _INLINE.fullmatch(cell.text.strip())
        name = field_of(cell.text)
        if not name and inline is not None and field_of(inline[1]) not in ("", COLUMN, SECTION):
            used.add((cell.row, cell.column))
            _say(made, field_of(inline[1]), inline[1], [replace(cell, text=inline[2])])
        elif name:
            values = list(_values(grid, start, end, cell, name)) if name not in (COLUMN, SECTION) else []
            used |= {(one.row, one.column) for one in (cell, *values)}
            _say(made, name, cell.text, values)
    _keep_unread(grid, start, end, used, made)


def _cells(grid: Grid, start: int, end: int) -> Iterator[GridCell]:
    """Yield the cells with text of some rows, each merged one once."""
    seen: set[tuple[int, int]] = set()
    for row in grid.rows[start:end]:
        for cell in row:
            if (cell.row, cell.column) not in seen and cell.text.strip():
                yield cell
            seen.add((cell.row, cell.column))


def _values(grid: Grid, start: int, end: int, own: GridCell, name: str) -> Iterator[GridCell]:
    """Yield the cells that hold the value of a label: right of it in each of its rows, else the one below it."""
    right = own.column + own.colspan
    found = False
    rows = range(max(own.row, start), min(own.row + own.rowspan, end))
    if right < grid.width and any(field_of(grid.rows[number][right].text) for number in rows):
        rows = range(0)  # a heading of several labels
    for number in rows:
        value = _beside(grid.rows[number][right:])
        if value is not None and (name not in MONEY or number_in(value.text) is not None):
            yield value
            found = True
    beside = grid.rows[own.row][right] if right < grid.width else None
    below = own.row + own.rowspan
    if found or below >= end or (beside is not None and not field_of(beside.text) and name != GOAL):
        return
    under = grid.rows[below][own.column]
    fits = name not in MONEY or number_in(under.text) is not None
    if fits and under.text.strip() and not field_of(under.text) and (own.rowspan == 1 or name == GOAL):
        yield under


def _beside(cells: Sequence[GridCell]) -> GridCell | None:
    """Choose the value among the cells right of a label: the next one, or the only one before the next label."""
    before: list[GridCell] = []
    for cell in cells:
        if cell.text.strip() and (field_of(cell.text) or field_of(_before_colon(cell.text))):
            break
        before.append(cell)
    filled = list({id(cell): cell for cell in before if cell.text.strip()}.values())
    if not filled:
        return None
    return before[0] if before[0].text.strip() else filled[0] if len(filled) == 1 else None


def _say(made: Performance, name: str, said: str, values: Sequence[GridCell]) -> None:
    """Write the value of a field into the last project; what has no field is kept as unread."""
    fields = made.projects[-1].fields
    for cell in values:
        text = cell.text.strip()
        before = fields.get(name)
        if name == HOMELESS:
            made.unread.append(UnreadCell(HOMELESS, f"{label(said)}：{text}", cell.place))
        elif before is None:
            fields[name] = (text, cell.place)
        elif name == GOAL and text not in before[0].split("\n"):
            fields[name] = (f"{before[0]}\n{text}", before[1])
        elif before[0] != text and name != GOAL:
            made.unread.append(UnreadCell("与前面不同的栏", f"{label(said)}：{text}", cell.place))


def _keep_unread(grid: Grid, start: int, end: int, used: set[tuple[int, int]], made: Performance) -> None:
    """Keep the cells of a form that are neither label nor value; a title above it, year and unit are understood."""
    first = min((row for row, _ in used), default=start)
    rows: dict[int, list[GridCell]] = {}
    for cell in _cells(grid, start, end):
        rows.setdefault(cell.row, []).append(cell)
    for number, row in rows.items():
        left = [cell for cell in row if (cell.row, cell.column) not in used and not _is_known(cell.text)]
        if left and not (number < first and len(row) == 1):
            made.unread.append(UnreadCell("没有认出的内容", "：".join(cell.text for cell in left), left[0].place))


def _is_known(text: str) -> bool:
    """Tell whether a text is the unit or the year above a form."""
    return unit_in(text) is not None or _YEAR.fullmatch("".join(text.split())) is not None


def _columns(grid: Grid, head: int) -> tuple[dict[int, str], dict[int, str]]:
    """Say which field each column is, by its headings; and which headings are not understood, or stand twice.

    A heading that stands twice (中期 and 年度) is that of the year: the right one.
    """
    found: dict[int, str] = {}
    strange: dict[int, str] = {}
    first = next(at for at in range(head, -1, -1) if at == 0 or not _is_heading(grid.rows[at - 1]))
    for index, cell in enumerate(grid.rows[head]):
        if cell.column != index or not cell.text.strip():
            continue
        above = "".join(words_of([grid.rows[at][index] for at in range(max(first - 1, 0), head)]))
        name = column_of(cell.text, above) or ("度量单位" if _is_unit_column(cell.text, found) else "")
        if name in found.values():
            before = next(at for at in found if found[at] == name)
            strange[before] = grid.rows[head][before].text
            del found[before]
        if name and name != HOMELESS:
            found[index] = name
        elif label(cell.text) not in NUMBERS and field_of(cell.text) != SECTION:
            strange[index] = cell.text
    return found, strange


def _is_unit_column(text: str, found: Mapping[int, str]) -> bool:
    """Tell whether “单位” above a column is a measure: it stands right of the value."""
    return label(text) == "单位" and TARGET in found.values()


def _rows(grid: Grid, head: int | None, levels: FoundFields, made: Performance) -> None:
    """Read the rows of indicators from the headings on, or all; and the labels of the form below them."""
    strange: dict[int, str] = {}
    left: dict[tuple[int, str], list[GridCell]] = {}
    for number in range(head or 0, len(grid.rows)):
        row = grid.rows[number]
        texts = list(words_of(row))
        if _is_heading(row):
            made.columns, strange = _columns(grid, _heading_row(grid, number) or number)
        elif texts and not _counts(texts):
            if not made.is_list and field_of(_before_colon(texts[0])) not in ("", COLUMN, SECTION):
                _form(grid, number, len(grid.rows), made)
                break
            made.rows += 1
            _row(row, texts, levels, made)
            for index, heading in strange.items():
                if row[index].text.strip():
                    left.setdefault((index, heading), []).append(row[index])
    for (_, heading), cells in left.items():
        words = f"{label(heading)}（{len(cells)} 格，第一格是“{cells[0].text[:12]}”）"
        made.unread.append(UnreadCell("列", words, cells[0].place))


def _counts(texts: Sequence[str]) -> bool:
    """Tell whether a row only numbers the columns."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    return len(texts) > _ENOUGH and numbers == list(range(1, len(texts) + 1))


def _row(row: Sequence[GridCell], texts: Sequence[str], levels: FoundFields, made: Performance) -> None:
    """Read one row: of which project it is, and its indicator."""
    first = next(cell for cell in row if cell.text.strip())
    filled = [(index, name) for index, name in made.columns.items() if row[index].text.strip()]
    named = {name: (row[at].text.strip(), row[at].place) for at, name in filled if row[at].column == at}
    if label(texts[0]) in TOTALS:
        _total(named, texts, first, made)
        return
    across = len(texts) == 1 and (first.colspan > 1 or NOTE.match(texts[0]) is not None)
    if across or not named:
        made.unread.append(UnreadCell("行", "，".join(texts), first.place))
        return
    if made.is_list:
        _of_project([(name, row[at]) for at, name in filled if name not in INDICATOR], named, levels, made)
    indicator = {name: value for name, value in named.items() if name in INDICATOR}
    if LEVEL_1 in indicator and indicator[LEVEL_1][0] != levels.get(LEVEL_1, ("",))[0]:
        levels.pop(LEVEL_2, None)  # what a row leaves blank is that of above, but not of another first level
    levels.update({name: indicator[name] for name in (LEVEL_1, LEVEL_2) if name in indicator})
    if _says_target(indicator):
        made.projects[-1].indicators.append({**levels, **indicator})
    elif indicator.keys() - {LEVEL_1, LEVEL_2, LEVEL_3} or not all(_is_level(text) for text, _ in indicator.values()):
        made.unread.append(UnreadCell("行", "，".join(texts), first.place))


def _is_level(text: str) -> bool:
    """Tell whether a text is a word of the form itself, which says nothing where no indicator follows."""
    return text.endswith("指标") or _EMPTY_TARGET.fullmatch(text) is not None


def _says_target(indicator: FoundFields) -> bool:
    """Tell whether a row has an indicator: no line of the empty form (指标1：), and not only the levels above it."""
    name = indicator.get(LEVEL_3, ("",))[0]
    return TARGET in indicator or bool(name and not _EMPTY_TARGET.fullmatch(name))


def _of_project(
    cells: Sequence[tuple[str, GridCell]], named: FoundFields, levels: FoundFields, made: Performance
) -> None:
    """Go on to the project that a row of a list names, and write what it says of it."""
    code, name = (named[one][0] if one in named else "" for one in (CODE, NAME))
    current = made.projects[-1]
    if (code and code != current.text(CODE)) or (name and name != current.text(NAME)):
        same = next((one for one in made.projects if one.identity == (code, name)), None)
        if same is not None:
            made.projects.remove(same)
        made.projects.append(same or _Project())
        levels.clear()
    for field_name, cell in cells:
        _say(made, field_name, field_name, [cell])


def _total(named: FoundFields, texts: Sequence[str], first: GridCell, made: Performance) -> None:
    """Read a line of totals: the weights together are written where they are not 100."""
    weight = number_in(named[WEIGHT][0].rstrip("%％分")) if WEIGHT in named else None
    if weight is None or (made.is_list and weight != _WHOLE):
        made.unread.append(UnreadCell("合计行", "，".join(texts), first.place))
    elif weight != _WHOLE:
        made.projects[-1].fields[WEIGHTS] = named[WEIGHT]
