"""A right document that somebody typed again in another manner is right: figures, words and tables in other shapes."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from generator.audit import coverage, every
from generator.audit.document import AuditedDocument
from generator.audit.remark import UNLAWFUL, WRONG
from tests.audit.making import FOLDERS, made, read

BUDGETS = ("207", "910", "932")
PACKS = ("上海", "江苏", "通用", "中央", "河北", "北京")
AMOUNT = re.compile("[0-9][0-9,]*[.][0-9]{2}")
CODE = re.compile("[2-5][0-9]{2}(?:[0-9]{2}){0,2}")
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
Grid = list[list[str]]
IN_CELLS: dict[str, Callable[[str], str]] = {  # how a cell is typed
    "blank zeros": lambda text: "" if text == "0.00" else text,
    "dashes": lambda text: "—" if text == "0.00" else text,
    "no commas": lambda text: text.replace(",", "") if AMOUNT.fullmatch(text) else text,
    "indented": lambda text: f"　　{text}" if re.fullmatch("[一-鿿]+", text) else text,
    "half width": lambda text: text.replace("（", "(").replace("）", ")").replace("：", ":"),
}
IN_TEXT: dict[str, Callable[[str], str]] = {  # how a paragraph is typed
    "half width": lambda text: text.replace("（", "(").replace("）", ")").replace("：", ":"),
    "wide digits": lambda text: re.sub("[0-9][0-9,.]*%?(?=万元|，|。|；)", lambda one: one[0].translate(WIDE), text),
    "spaces": lambda text: re.sub("([0-9][0-9,.]*)(万元|%)", r" \1 \2", text),
    "no last zeros": lambda text: re.sub("([0-9]+[.][0-9]*?)0+(?=万元|%)", lambda one: one[1].rstrip("."), text),
    "other words": lambda text: re.sub("增加(?=[0-9])", "增长", text).replace("持平", "保持一致"),
    "last year": lambda text: re.sub("比20[0-9]{2}年", "与上年相比", text),
    "straight quotes": lambda text: text.replace("“", '"').replace("”", '"'),
    "万 for 万元": lambda text: re.sub("(?<=[0-9])万元", "万", text),
}


def _heads(rows: Grid) -> int:
    return next((n for n, row in enumerate(rows) if any(AMOUNT.fullmatch(one) for one in row)), 0)


def _code_column(rows: Grid, heads: int) -> int | None:
    columns = range(len(rows[0])) if not any(one == "款" for row in rows[:heads] for one in row) else ()
    return next((at for at in columns if sum(bool(CODE.fullmatch(row[at])) for row in rows[heads:]) > 2), None)


def numbered(rows: Grid, heads: int) -> Grid:
    return [["序号" if at < heads else str(at - heads + 1), *row] for at, row in enumerate(rows)]


def without_zero_rows(rows: Grid, heads: int) -> Grid:
    return rows[:heads] + [row for row in rows[heads:] if any(AMOUNT.fullmatch(one) and one != "0.00" for one in row)]


def total_last(rows: Grid, heads: int) -> Grid:
    return [*rows[:heads], *rows[heads + 1 :], rows[heads]] if rows[heads][0] in ("合计", "总计") else rows


def in_parts(rows: Grid, heads: int) -> Grid:
    """Print 类, 款 and 项 in cells of their own."""
    at = _code_column(rows, heads)
    if at is None:
        return rows
    many = 3 if any(len(row[at]) == 7 for row in rows[heads:]) else 2
    return [row[:at] + _parts(row[at], n, heads)[:many] + row[at + 1 :] for n, row in enumerate(rows)]


def _parts(cell: str, number: int, heads: int) -> list[str]:
    if number == heads - 1:
        return ["类", "款", "项"]
    return [cell[:3], cell[3:5], cell[5:7]] if cell.isdigit() else [cell] * 3


def code_with_name(rows: Grid, heads: int) -> Grid:
    """Print the code before the name in the same cell, and no column for codes."""
    at = _code_column(rows, heads)
    if at is None:
        return rows
    return [[*row[:at], (row[at] if row[at].isdigit() else "") + row[at + 1], *row[at + 2 :]] for row in rows]


def without_codes(rows: Grid, heads: int) -> Grid:
    at = _code_column(rows, heads)
    return rows if at is None else [row[:at] + row[at + 1 :] for row in rows]


def as_it_is(rows: Grid, heads: int) -> Grid:
    """Print the text of a cell that spans others in each of them, as a workbook does when it is split."""
    return rows[:heads] + rows[heads:]


SHAPES = (as_it_is, numbered, without_zero_rows, total_last, in_parts, code_with_name, without_codes)


def typed(budget: str) -> bytes:
    return made(FOLDERS[budget])[1]["docx"]


def audited(data: bytes) -> tuple[AuditedDocument, list[tuple[str, str]]]:
    """Audit a file as of any form: the document, and what is certain."""
    document = read(data, "docx", *PACKS)
    found = every(document)
    return document, [(one.finding.code, one.finding.message) for one in found if one.certainty in (WRONG, UNLAWFUL)]


@cache
def right(budget: str) -> tuple[AuditedDocument, list[tuple[str, str]]]:
    return audited(typed(budget))


def retyped(budget: str, change: Callable[[Any], None]) -> bytes:
    document = Document(BytesIO(typed(budget)))
    change(document)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def _type(paragraphs: list[Paragraph], how: Callable[[str], str]) -> None:
    changed = [one for one in paragraphs if one.runs and how(one.text) != one.text]
    for one in changed:
        one.runs[0].text, rest = how(one.text), one.runs[1:]
        for run in rest:
            run.text = ""


def _cells(document: Any) -> list[Paragraph]:
    return [
        Paragraph(one, document) for table in document.tables for one in table._tbl.iter() if one.tag.endswith("}p")
    ]


def _shape(document: Any, how: Callable[[Grid, int], Grid]) -> None:
    for table in document.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if any(AMOUNT.fullmatch(one) for row in rows for one in row):
            _put(document, table, how(copy.deepcopy(rows), _heads(rows)))


def _put(document: Any, table: Table, rows: Grid) -> None:
    other = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(other.add_row().cells, row, strict=True):
            cell.text = text
    table._tbl.addprevious(other._tbl)
    table._tbl.getparent().remove(table._tbl)


def unread(document: AuditedDocument) -> int:
    """Count the figures of the running text that are not understood."""
    return len([one for one in coverage.figures(document) if one.state == coverage.UNREAD])


@pytest.mark.parametrize("how", [*IN_CELLS.values(), *IN_TEXT.values()], ids=[*IN_CELLS, *IN_TEXT])
def test_each_manner_changes_a_document(how: Callable[[str], str]) -> None:
    every = [Document(BytesIO(typed(budget))) for budget in BUDGETS]
    assert any(how(one.text) != one.text for document in every for one in (*_cells(document), *document.paragraphs))


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("how", IN_CELLS)
def test_cells_typed_in_another_manner(budget: str, how: str) -> None:
    document, certain = audited(retyped(budget, lambda document: _type(_cells(document), IN_CELLS[how])))
    assert certain == right(budget)[1]
    assert [len(one.amounts) for one in document.tables] == [len(one.amounts) for one in right(budget)[0].tables]


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("how", IN_TEXT)
def test_text_typed_in_another_manner(budget: str, how: str) -> None:
    document, certain = audited(retyped(budget, lambda document: _type(document.paragraphs, IN_TEXT[how])))
    assert certain == right(budget)[1]
    assert unread(document) <= unread(right(budget)[0]) + 2


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("how", SHAPES)
def test_tables_in_another_shape(budget: str, how: Callable[[Grid, int], Grid]) -> None:
    document, certain = audited(retyped(budget, lambda document: _shape(document, how)))
    assert certain == right(budget)[1]
    lost = 0 if how is not without_zero_rows else 30
    for one, other in zip(document.tables, right(budget)[0].tables, strict=True):
        assert len(one.amounts) >= len(other.amounts) - lost, other.table.spec.name
