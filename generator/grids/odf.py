"""What the XML of an .ods workbook says that its values do not: merged cells, formulas, errors, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from generator.grids import problems
from generator.grids.biff import finished
from generator.grids.sheets import At, SheetFacts

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ERROR = re.compile(r"#[A-Z/0-9]+[!?]|#N/A|Err:[0-9]+|错误：[0-9]+")
_REFERENCE = re.compile(r"\[([^\]]*)\]")


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read."""

    facts: SheetFacts = field(default_factory=SheetFacts)
    cells: list[At] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    row: int = 0
    columns: int = 0


def table_facts(content: bytes) -> list[SheetFacts]:
    """Give the facts of each table of a workbook, in order."""
    from lxml import etree  # noqa: PLC0415 heavy

    found: list[SheetFacts] = []
    table = _OpenTable()
    tags = tuple(f"{_TABLE}{name}" for name in ("table", "table-row", "table-column"))
    for _, element in etree.iterparse(
        BytesIO(content), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
    ):
        if element.tag == tags[0]:
            found.append(finished(table.facts, table.cells, table.hidden_rows, table.hidden_columns))
            table = _OpenTable()
        elif element.tag == tags[1]:
            _row(table, element)
        else:
            _column(table, element)
        element.clear()
    return found


def _column(table: _OpenTable, element: Any) -> None:
    times = _times(element, "columns-repeated")
    if _is_hidden(element):
        table.hidden_columns.append(range(table.columns, table.columns + times))
    table.columns += times


def _row(table: _OpenTable, element: Any) -> None:
    times = _times(element, "rows-repeated")
    column = 0
    for cell, wide in _cells(element):
        if _holds(cell):
            table.cells += [(table.row, column), (table.row + times - 1, column + wide - 1)]
            if _is_hidden(element):
                table.hidden_rows.add(table.row)
            if times * wide <= problems.MAX_CELLS:
                _note(table, cell, range(table.row, table.row + times), range(column, column + wide))
        column += wide
    table.row += times


def _cells(row: Any) -> Iterator[tuple[Any, int]]:
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        yield cell, _times(cell, "columns-repeated")


def _holds(cell: Any) -> bool:
    return cell.get(f"{_OFFICE}value-type") is not None or len(cell) > 0 or cell.get(f"{_TABLE}formula") is not None


def _note(table: _OpenTable, cell: Any, rows: range, columns: range) -> None:
    formula = cell.get(f"{_TABLE}formula", "")
    text = "".join(cell.itertext()).strip()
    for at in ((row, column) for row in rows for column in columns):
        if formula:
            plain = _REFERENCE.sub(lambda found: found[1].replace(":.", ":").lstrip("."), formula)
            table.facts.formulas[at] = f"={plain.partition('=')[2]}"
        if _ERROR.fullmatch(text):
            table.facts.errors[at] = text
    down, across = _times(cell, "rows-spanned"), _times(cell, "columns-spanned")
    if down * across > 1:
        table.facts.merged.append(((rows[0], columns[0]), (rows[0] + down - 1, columns[0] + across - 1)))


def _times(element: Any, what: str) -> int:
    return max(int(element.get(f"{_TABLE}number-{what}", 1)), 1)


def _is_hidden(element: Any) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")
