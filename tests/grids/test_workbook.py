"""Workbooks: values as they were typed, merged cells at every place, formulas, and what is hidden or wrong is told."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from generator.grids import problems
from generator.grids.reader import read_bytes
from tests.grids.files import changed, codes, only, texts, told, workbook


def cells(**values: Any) -> bytes:
    def fill(book: Workbook) -> None:
        for reference, value in values.items():
            book.active[reference] = value

    return workbook(fill)


def test_numbers_are_exact_and_shown_as_they_were_typed() -> None:
    row = only(cells(A1=31214205.800000001, B1=3, C1=1e20, D1=0.1 + 0.2 - 0.3, E1="00123", F1=2060101.0)).rows[0]
    assert [cell.text for cell in row[:3]] == ["31214205.8", "3", "100000000000000000000"]
    assert row[0].number == Decimal("31214205.8")
    assert row[4].text == "00123"
    assert row[4].number is None
    assert row[5].text == "2060101"


def test_zero_has_no_sign() -> None:
    assert [cell.text for cell in only(cells(A1=-0.0, B1=0.0, C1=-1.5, D1=1e-7)).rows[0]] == [
        "0",
        "0",
        "-1.5",
        "0.0000001",
    ]


def test_dates_and_truth_are_texts() -> None:
    row = only(cells(A1=datetime.date(2025, 3, 1), B1=True, C1=datetime.datetime(2025, 3, 1, 8, 30))).rows[0]
    assert [cell.text for cell in row] == ["2025-03-01", "TRUE", "2025-03-01 08:30:00"]
    assert {cell.number for cell in row} == {None}


def test_cells_are_named_as_in_the_workbook() -> None:
    def fill(book: Workbook) -> None:
        book.active.title = "2.20 "
        book.active["AB14"] = "x"

    grid = only(workbook(fill), "导出.xlsx")
    assert grid.sheet == "2.20"
    assert str(grid.rows[13][27].place) == "导出.xlsx 表“2.20” AB14"


def test_a_merged_cell_stands_wherever_it_reaches_and_overlapping_ones_survive() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet["A1"], sheet["C1"], sheet["D3"] = "合计", "其中", "末"
        sheet.merge_cells("A1:B2")
        sheet.merge_cells("C1:D1")

    def overlap(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(b'<mergeCell ref="C1:D1"', b'<mergeCell ref="B2:C3"/><mergeCell ref="C1:D1"')

    grid = only(changed(workbook(fill), overlap))
    assert texts(grid) == [["合计", "合计", "其中", "其中"], ["合计", "合计", "", ""], ["", "", "", "末"]]
    assert grid.rows[0][0] is grid.rows[1][1]
    assert (grid.rows[0][0].rowspan, grid.rows[0][0].colspan) == (2, 2)


def test_formulas_are_known_with_or_without_a_value() -> None:
    def lose(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(b"<f>SUM(A1:A2)</f><v></v>", b"<f>SUM(A1:A2)</f><v>0</v>")

    grid = only(changed(cells(A1=1, A2=2, A3="=SUM(A1:A2)", B3="=A3"), lose))
    assert (grid.rows[2][0].number, grid.rows[2][0].formula) == (Decimal(0), "=SUM(A1:A2)")
    assert (grid.rows[2][1].number, grid.rows[2][1].text, grid.rows[2][1].formula) == (None, "", "=A3")


def test_a_shared_formula_is_moved_to_its_cell() -> None:
    def share(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = (
            parts[name]
            .replace(b"<f>A1+1</f>", b'<f t="shared" ref="B1:B2" si="0">A1+1</f>')
            .replace(b"<f>A2+1</f>", b'<f t="shared" si="0"/>')
        )

    grid = only(changed(cells(A1=1, A2=2, B1="=A1+1", B2="=A2+1"), share))
    assert [row[1].formula for row in grid.rows] == ["=A1+1", "=A2+1"]


def test_an_error_value_is_told_with_its_cell() -> None:
    def spoil(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = parts[name].replace(b'<c r="B2" t="n"><v>7</v>', b'<c r="B2" t="e"><v>#REF!</v>')

    file = read_bytes(changed(cells(A1="x", B2=7), spoil), "a.xlsx")
    assert [(one.code, str(one.place)) for one in file.findings] == [("I113", "a.xlsx 表“Sheet” B2")]
    assert texts(next(file.grids)) == [["x", ""], ["", "#REF!"]]
    assert next(file.grids).rows[1][1].number is None


def test_hidden_sheets_are_told_unless_they_are_empty_and_hidden_rows_are_read() -> None:
    def fill(book: Workbook) -> None:
        book.active["A1"], book.active["A2"] = 1, 2
        book.active.row_dimensions[2].hidden = True
        for name, state in (("旧", "hidden"), ("更旧", "veryHidden"), ("空", "hidden")):
            sheet = book.create_sheet(name)
            sheet.sheet_state = state
            if name != "空":
                sheet["A1"] = 9

    file = read_bytes(workbook(fill), "a.xlsx")
    assert codes(file) == ["I112", "I111", "I111"]
    assert [texts(grid) for grid in file.grids] == [[["1"], ["2"]]]


def test_a_hidden_column_is_told() -> None:
    def fill(book: Workbook) -> None:
        book.active["A1"], book.active["B1"] = 1, 2
        book.active.column_dimensions["B"].hidden = True

    assert told(workbook(fill), "a.xlsx") == ["I112"]


def test_broken_lines_are_joined_and_paragraphs_stay() -> None:
    text = "公务用车\n运行维护费"
    policy = "一、贯彻执行国家的法律、\n法规。\n二、拟订规划；\n完成其他任务。"
    row = only(cells(A1=f" {text} ", B1=policy)).rows[0]
    assert row[0].text == "公务用车运行维护费"
    assert row[1].text == "一、贯彻执行国家的法律、法规。\n二、拟订规划；\n完成其他任务。"


def test_macros_and_links_to_other_files_are_told() -> None:
    def add(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = b"x"
        parts["xl/externalLinks/externalLink1.xml"] = b"<x/>"

    assert told(changed(cells(A1=1), add), "a.xlsm") == ["I114", "I115"]


def test_a_sheet_beyond_the_limit_is_refused_before_the_memory_is_taken() -> None:
    assert told(cells(A1=1, XFD1048576=2), "a.xlsx") == ["I105"]


def test_formats_far_out_and_empty_sheets_do_no_harm() -> None:
    def far(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        row = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
        parts[name] = parts[name].replace(b"</sheetData>", row)

    assert texts(only(changed(cells(A1=1), far))) == [["1"]]
    assert list(read_bytes(cells(), "a.xlsx").parts) == []


def test_the_limit_counts_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(book: Workbook) -> None:
        for sheet in (book.active, book.create_sheet()):
            for row in range(3):
                sheet.append([row, row])

    monkeypatch.setattr(problems, "MAX_CELLS", 12)
    assert told(workbook(fill), "a.xlsx") == []
    monkeypatch.setattr(problems, "MAX_CELLS", 11)
    assert told(workbook(fill), "a.xlsx") == ["I105"]
