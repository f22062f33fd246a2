"""The rows of a recognised table: which row of the form each is, and so under which condition its amounts stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from generator.base.frozen import frozen
from generator.books.statements import Normal, normal
from generator.facts.classification import Classification
from generator.facts.words import LEVELS, THIS_YEAR
from generator.findings.finding import Place
from generator.grids.grid import GridCell
from generator.ledger import DATA_SETS, DIMENSIONS, EVERYTHING, MEASURES, Clause, Condition
from generator.pack.spec import CODES, GROUP, NAMES, Pack
from generator.recognition import codes
from generator.recognition.amounts import decimals, is_blank, number_of, tolerance
from generator.recognition.columns import words_of
from generator.recognition.forms import RULES, FormColumn, FormRow, is_code_part, numbers_rows
from generator.recognition.statements import PrintedAmount, PrintedLine, PrintedRecord, ReadTable, UnreadCell
from generator.recognition.words import label, row_label

_ALIKE = 0.8
QUANTITY = MEASURES[2]
_FIXED = ("标签", "合计")
_SILENT = ("空行", "补齐")
_OWNERS = ("单位", "项目")  # records by which money is told apart
NOTE = re.compile("[（(]?(?:注|备注|说明|填报说明)[0-9]?[:：、.．]")  # begins a line under the rows
_STEP = 2  # digits by which a code is longer than that above it
_NEXT_NOTE = re.compile("[0-9][.．、]")  # begins one below another
_LONG = 60  # characters of a row of one text that is no row
_CODED = re.compile(r"[\[【(（]?[2-5][0-9]{2}(?:[0-9]{2}){0,2}(?![0-9.%年])[\]】)）]?\s*[-－—_:：、]?\s*[一-鿿]")
_WHOLE_CODE, NAME = CODES[0], NAMES[1]


@frozen
class _Named:
    """What the cells of a row say of which row it is."""

    label: str
    printed: str
    group: str
    code: str
    code_parts: tuple[str, ...]


@frozen
class _Met:
    """The row of the form that a printed row is, with the condition that its own words add."""

    row: FormRow
    own: Condition = EVERYTHING
    code: str = ""


@dataclass(slots=True)
class _Walk:
    """One list of rows while a table is read: what came last decides between rows of the same label."""

    rows: Sequence[FormRow]
    columns: Mapping[int, FormColumn]
    side: int  # which of the lists beside each other it is
    next: int = 0
    met: set[tuple[int, str]] = field(default_factory=set)  # labelled rows that came already, each with its group
    group: str = ""
    above: dict[int, Condition] = field(default_factory=dict)  # of the last line of a rule, by the rule
    labelled: FormRow | None = None  # the last labelled row with rows below it
    code: str = ""  # of the last row that has one


class RowReader:
    """Reads the rows of one table. `names` are the catalogue's; what is read is added to the table."""

    def __init__(self, read: ReadTable, pack: Pack, names: Classification) -> None:
        self.read, self.pack, self.names = read, pack, names
        self.walks = tuple(self._walks())
        self.places: dict[int, int] = {}  # decimals by column
        self.seen: set[tuple[int, int]] = set()

    def _walks(self) -> Iterator[_Walk]:
        groups = dict.fromkeys(column.group for column in self.read.columns.found.values())
        for side, group in enumerate(groups):
            columns = {index: column for index, column in self.read.columns.found.items() if column.group == group}
            yield _Walk([row for one in self.read.table.lists_of(group) for row in one.rows], columns, side)

    def rows(self, rows: Sequence[tuple[GridCell, ...]]) -> None:
        """Read the rows below the headings of one grid."""
        self._measure(rows)
        noted = False
        for cells in rows:
            words = list(words_of(cells))
            noted = len(words) == 1 and bool(NOTE.match(words[0]) or (noted and _NEXT_NOTE.match(words[0])))
            if noted:
                self.read.notes.append((words[0], next(cell.place for cell in cells if cell.text.strip())))
            elif words and not (len(words) == 1 and len(words[0]) > _LONG):
                self.read.rows += 1
                for walk in self.walks:
                    self._row(walk, cells)

    def _measure(self, rows: Sequence[tuple[GridCell, ...]]) -> None:
        for index, column in self.read.columns.found.items():
            if column.counts:
                numbers = [number for row in rows if (number := number_of(row[index])) is not None]
                self.places[index] = max(self.places.get(index, 0), decimals(numbers))

    def _row(self, walk: _Walk, cells: tuple[GridCell, ...]) -> None:
        named = self._named(walk, cells)
        filled = [index for index, column in walk.columns.items() if column.counts and not is_blank(cells[index])]
        if not (named.label or named.code or named.printed or filled or self._fields(walk, cells)):
            return
        met = self._met(walk, named, cells)
        if met is None:
            self._unread(walk, named, cells, filled)
            return
        if met.row.spec.kind in ("记录", "分组"):
            if not self._record(walk, met, named, cells):
                self._unread(walk, named, cells, filled)
            return
        if met.code:
            self.read.names.setdefault((met.row.spec.dimension, met.code), named.printed)
        self._line(walk, met, named, cells)

    def _line(self, walk: _Walk, met: _Met, named: _Named, cells: tuple[GridCell, ...]) -> tuple[PrintedAmount, ...]:
        """Keep the amounts of a line, and the line; that of one thing of many (政府购买服务) states nothing else."""
        found = dict(self._amounts(walk, met, named, cells))
        fields = self._fields(walk, cells) if met.row.spec.kind == _FIXED[1] else {}
        self.read.lines.append(PrintedLine(met.row, found, walk.side, fields))
        if met.row.spec.kind != "记录" or met.row.spec.records in _OWNERS or self.read.table.spec.data != DATA_SETS[0]:
            self.read.amounts.extend(found.values())
        return tuple(found.values())

    def _named(self, walk: _Walk, cells: tuple[GridCell, ...]) -> _Named:
        said = {column.spec.content: "" for column in walk.columns.values() if column.names}
        parts: list[str] = []
        for index, column in walk.columns.items():
            content = column.spec.content
            if is_code_part(column):
                parts.append(cells[index].text)
            elif column.names and not said[content]:
                said[content] = cells[index].text.strip()
        if GROUP in said:
            walk.group = label(said[GROUP]) or walk.group
        printed = said.get("标签") or said.get(NAME) or ""
        if not printed and parts and not codes.split(parts[0])[0]:
            printed = parts[0]  # “合计” across the columns of the code
        if not said and not parts:  # only fields: the total line says so in the first of them
            first = next((cells[n].text.strip() for n, one in sorted(walk.columns.items()) if not one.counts), "")
            printed = first if label(first) in {row.label for row in walk.rows if row.spec.kind == "合计"} else ""
        whole, beside = codes.split(said.get(_WHOLE_CODE, ""))
        if not whole and not parts and _CODED.match(printed):
            whole, printed = codes.split(printed)  # 213农林水支出, in a table that has no column for codes
        return _Named(row_label(printed or beside, self.read.year), printed or beside, walk.group, whole, tuple(parts))

    def _met(self, walk: _Walk, named: _Named, cells: tuple[GridCell, ...]) -> _Met | None:
        coded = named.code or any(codes.split(part)[0] for part in named.code_parts)
        found = self._by_code(walk, named, cells) if coded else None
        return found or self._by_label(walk, named) or (self._by_name(walk, named) or self._only(walk, named, cells))

    def _by_label(self, walk: _Walk, named: _Named) -> _Met | None:
        fixed = [(number, row) for number, row in enumerate(walk.rows) if row.spec.kind not in (*RULES, *_SILENT)]
        same = [one for one in fixed if one[1].label == named.label and one[1].group in ("", named.group)]
        if not same and named.label:
            near = [(SequenceMatcher(None, row.label, named.label).ratio(), -n) for n, row in fixed if row.label]
            best = max(near, default=(0.0, 0))
            same = [(-best[1], walk.rows[-best[1]])] if best[0] >= _ALIKE else []
            if same and self._by_name(walk, named) is not None:  # a code's own name is nearer than a like label
                same = []
        if not same:
            return None
        number, row = next((one for one in same if one[0] >= walk.next), same[0])
        if row.spec.kind == "标签" and not row.repeats and (number, named.group) in walk.met:
            return None  # a part of another row that the form does not divide: 上年结转, its 一般公共预算拨款
        walk.next = number + 1
        walk.met.add((number, named.group))
        if row.spec.children:
            walk.above[id(row)] = EVERYTHING
            walk.labelled = row
        return _Met(row)

    def _by_code(self, walk: _Walk, named: _Named, cells: tuple[GridCell, ...]) -> _Met | None:
        for row in walk.rows:
            if row.spec.kind != "科目":
                continue
            code = codes.completed(named.code, row.spec.dimension) or codes.joined(named.code_parts, row.spec.dimension)
            code = codes.completed(code, row.spec.dimension)
            if code and self._is_level(row, code):
                return self._coded(walk, row, self._repaired(walk, row, code, named, cells))
        return None

    def _repaired(self, walk: _Walk, row: FormRow, code: str, named: _Named, cells: tuple[GridCell, ...]) -> str:
        """Give the code that a misprinted one is meant to be: of its name, below the same as the row before; told."""
        dimension = row.spec.dimension
        known = self.names.known(dimension, code) or code in self.pack.names.get(dimension, {})
        meant = "" if known or not named.label else self._code_named(row, named.label, walk.code)
        if len(meant) != len(code) or _alike(meant, walk.code) < min(len(code), len(walk.code)) - _STEP:
            return code
        place = next((cell.place for cell in cells if code in cell.text), cells[0].place)
        self.read.unread.append(UnreadCell(f"目录里没有的编码，按名称读作 {meant}", code, place))
        return meant

    def _by_name(self, walk: _Walk, named: _Named) -> _Met | None:
        """Find a code by the catalogue's name, or the pack's; among the codes of the levels that the row prints."""
        for row in walk.rows if named.label else ():
            if row.spec.kind == "科目" and (code := self._code_named(row, named.label, walk.code)):
                return self._coded(walk, row, code)
        return None

    def _code_named(self, row: FormRow, wanted: str, before: str) -> str:
        """Give the code of a name that is most like that of the row before: 行政运行 is an item of many."""
        named = _codes_by_name(self.names, row.spec.dimension)
        own = [code for code, name in self.pack.names.get(row.spec.dimension, {}).items() if label(name) == wanted]
        fitting = (code for code in (*own, *named.get(wanted, ())) if self._is_level(row, code))
        return max(fitting, key=lambda code: _alike(code, before), default="")

    def _is_level(self, row: FormRow, code: str) -> bool:
        levels = LEVELS[row.spec.dimension]
        return levels[row.spec.first_level] <= len(code) <= levels[row.spec.last_level]

    def _coded(self, walk: _Walk, row: FormRow, code: str) -> _Met:
        own = _is(row.spec.dimension, code)
        walk.above[id(row)], walk.code = own, code
        return _Met(row, own, code)

    def _only(self, walk: _Walk, named: _Named, cells: tuple[GridCell, ...]) -> _Met | None:
        """A table of one row without a label, or rows of records, are known by nothing but their place."""
        rules = self._rules(walk, cells)
        if rules and (named.printed or self._fields(walk, cells)):
            return _Met(rules[0])
        bare = [(number, "") for number, row in enumerate(walk.rows) if row.spec.kind in _FIXED and not row.label]
        if len(bare) != 1 or named.label or named.code or bare[0] in walk.met:  # a second row is none of its form
            return None
        walk.met.add(bare[0])
        return _Met(walk.rows[bare[0][0]])

    def _rules(self, walk: _Walk, cells: tuple[GridCell, ...]) -> list[FormRow]:
        """Give the rows of records or of groups (分组) that a line may be: groups by what its cells say."""
        found = [row for row in walk.rows if row.spec.kind in ("记录", "分组")]
        if walk.labelled is not None:
            found = [row for row in found if row.is_below(walk.labelled)] or found
        fields = self._fields(walk, cells)
        grouped = [row for row in found if row.spec.kind == "分组" and any(name in fields for name in row.spec.by)]
        return grouped or [row for row in found if row.spec.kind == "记录"]

    def _of_group(self, walk: _Walk, row: FormRow, fields: Mapping[str, tuple[str, Place]]) -> Condition:
        """Give the condition of a line of a group: the values that its cells print, of a code the code.

        What the line before says already is not printed again, from the first dimension on.
        """
        clauses: list[Clause] = []
        before = {clause.dimension: clause for clause in walk.above.get(id(row), EVERYTHING).clauses}
        nameless = dict(row.spec.nameless)
        for name in row.spec.by:
            text = fields[name][0] if name in fields else ""
            if not text and name in before:
                clauses.append(before[name])
                continue
            before.clear()
            text = "" if label(text) == label(nameless.get(name, "")) else text
            code = codes.split(text)[0] if DIMENSIONS[name].prefix else ""
            if DIMENSIONS[name].prefix and not code:
                code = next(iter(_codes_by_name(self.names, name).get(label(text), ())), "")
            if code or (text and not DIMENSIONS[name].prefix):
                clauses.append(Clause(name, (code or text,)))
        return Condition(tuple(clauses))

    def _condition(self, walk: _Walk, met: _Met, column: FormColumn) -> Normal | None:
        condition = self.read.table.spec.condition & column.condition & met.row.condition & met.own
        parent = met.row.parent
        while parent is not None:
            condition &= walk.above.get(id(parent), EVERYTHING)
            parent = parent.parent
        return normal(condition)

    def _amounts(
        self, walk: _Walk, met: _Met, named: _Named, cells: tuple[GridCell, ...]
    ) -> Iterator[tuple[int, PrintedAmount]]:
        """Yield the amounts of a line with the number of their column."""
        for index, column in walk.columns.items():
            if not column.counts or column.spec.content not in MEASURES or met.row.spec.content:
                continue
            cell = cells[index]
            if cell.column < index:  # it goes on from a column at the left: a label, or an amount that is read there
                continue
            if (cell.row, cell.column) in self.seen and cell.rowspan * cell.colspan > 1:
                continue
            self.seen.add((cell.row, cell.column))
            if column.spec.title in met.row.spec.blank:
                continue
            number = number_of(cell)
            if number is None:
                self.read.unread.append(UnreadCell("金额", cell.text, cell.place))
                self.read.gaps = True
                continue
            condition = self._condition(walk, met, column)
            if condition is not None:
                yield index, self._amount(walk, met, named, column, index, cell, number, condition)
            elif number:
                self.read.unread.append(UnreadCell("不该有数的格子", cell.text, cell.place))

    def _confined(self, walk: _Walk, met: _Met, column: FormColumn) -> tuple[str, ...]:
        """Return the codes to which the list of a classification is confined as a whole, if it is."""
        if not met.code:
            return ()
        whole = self._condition(walk, _Met(met.row), column)
        return whole.get(met.row.spec.dimension, ()) if whole is not None else ()

    def _amount(
        self,
        walk: _Walk,
        met: _Met,
        named: _Named,
        column: FormColumn,
        index: int,
        cell: GridCell,
        number: Decimal,
        condition: Normal,
    ) -> PrintedAmount:
        measure = column.spec.content
        scale = 0 if measure == QUANTITY else self.read.scale
        blank = is_blank(cell)
        exact = tolerance(self.places.get(index, 0), scale, stored=cell.number is not None)
        spec = self.read.table.spec
        return PrintedAmount(
            spec.name,
            spec.data,
            met.row.spec.book or column.spec.book or spec.book or THIS_YEAR,
            condition,
            number.scaleb(scale),
            Decimal(0) if blank else exact,
            cell.place,
            named.printed or "合计",
            column.words,
            blank,
            met.row.spec.kind == "合计",
            cell.formula,
            measure,
            met.row.spec.dimension if met.code else "",
            self._confined(walk, met, column),
        )

    def _fields(self, walk: _Walk, cells: tuple[GridCell, ...]) -> dict[str, tuple[str, Place]]:
        found: dict[str, tuple[str, Place]] = {}
        for index, column in walk.columns.items():
            if not column.names and not column.counts and not numbers_rows(column) and cells[index].text.strip():
                found[column.spec.content] = (cells[index].text.strip(), cells[index].place)
        return found

    def _record(self, walk: _Walk, met: _Met, named: _Named, cells: tuple[GridCell, ...]) -> bool:
        """Keep a record with its amounts; none is a line that does not say of which unit or project: not the whole."""
        fields = self._fields(walk, cells)
        index = next((n for n, column in walk.columns.items() if column.spec.content in NAMES), None)
        if named.printed and index is not None:
            fields.setdefault("名称", (named.printed, cells[index].place))
        name = met.row.spec.records or "分组"
        is_group = met.row.spec.kind == "分组"
        own = self._of_group(walk, met.row, fields) if is_group else _of_record(name, fields, named)
        if name in _OWNERS and not own.clauses:
            return False
        walk.above[id(met.row)] = own
        amounts = self._line(walk, _Met(met.row, own), named, cells)
        self.read.records.append(PrintedRecord(name, self.read.table.spec.name, fields, self.read.scale, amounts))
        return True

    def _unread(self, walk: _Walk, named: _Named, cells: tuple[GridCell, ...], filled: Sequence[int]) -> None:
        words = "，".join(words_of([cells[index] for index in sorted(walk.columns)]))
        at = cells[filled[0]] if filled else cells[min(walk.columns)]
        self.read.lines.append(PrintedLine(None, {}, walk.side, {}))
        self.read.gaps = self.read.gaps or bool(filled)
        if named.printed and any(row.spec.kind != "补齐" for row in walk.rows) and (filled or named.label):
            self.read.unread.append(UnreadCell("行", words, at.place))
        elif filled:
            self.read.unread.append(UnreadCell("没有名称的数", words, at.place))


@lru_cache(maxsize=32)
def _codes_by_name(names: Classification, dimension: str) -> Mapping[str, tuple[str, ...]]:
    """Give the codes of each name of a catalogue, present names before former ones."""
    found: dict[str, list[str]] = {}
    for code, one in names.categories(dimension).items():
        found.setdefault(label(one.name), []).append(code)
    for renamed in names.renames if dimension == "功能分类" else ():
        found.setdefault(label(renamed.old), []).append(renamed.code)
    return {name: tuple(codes) for name, codes in found.items()}


def _alike(code: str, other: str) -> int:
    """Count the digits with which two codes begin alike."""
    pairs = zip(code, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(code), len(other)))


def _is(dimension: str, value: str) -> Condition:
    return Condition((Clause(dimension, (value,)),))


def _of_record(name: str, fields: Mapping[str, tuple[str, Place]], named: _Named) -> Condition:
    """Give the condition of a record of 单位 or 项目: by its name, since forms print that."""
    if name not in _OWNERS:
        return EVERYTHING
    text = next((fields[key][0] for key in (f"{name}编码", f"{name}名称", "名称") if key in fields), named.printed)
    return _is(name, text) if text and name in DIMENSIONS else EVERYTHING
