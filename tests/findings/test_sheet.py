"""Findings as a workbook, read again from outside."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.findings import sheet
from generator.findings.finding import Finding, Kind, Place, Severity

KIND = Kind("C999", "试验", Severity.ERROR, "试验用。")


def read(*findings: Finding) -> Worksheet:
    return load_workbook(BytesIO(sheet.write(findings))).worksheets[0]


def found(message: str) -> Finding:
    return KIND.at(Place("夹/a.yaml", 2, 3, 4), message, "改")


def test_a_row_says_all_of_a_finding_with_its_place_as_numbers() -> None:
    row = [cell.value for cell in read(found("说"))[2]]
    assert row == ["错误", "C999", "试验", "夹/a.yaml", 2, 3, "说", "改", None, None]


def test_the_head_is_frozen_and_filters_and_what_is_typed_later_stays_text() -> None:
    made = read(found("说"), found("说"))
    assert (made.freeze_panes, made.auto_filter.ref) == ("A2", "A1:J3")
    assert made["G2"].number_format == "@"
    assert (made["G2"].alignment.wrap_text, made["G2"].alignment.vertical) == (True, "top")
    assert (made["A1"].font.b, made["A1"].font.name) == (True, "宋体")


def test_no_finding_leaves_the_head() -> None:
    assert [tuple(cell.value for cell in row) for row in read().iter_rows()] == [sheet.HEAD]


@pytest.mark.parametrize("text", ["=1+1", "<r><t>x</t></r>", "=HYPERLINK(1)", "_x0041_x0042_", "http://a.cn"])
def test_nothing_typed_is_executed_or_taken_for_xml(text: str) -> None:
    cell = read(found(text))["G2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value.replace("_x005F_", "_") == text


def test_characters_that_xml_cannot_hold_show_as_question_marks() -> None:
    assert read(found("a\x00b\ud800c\r\nd\re\ufffff"))["G2"].value == "a?b?c\nd\ne?f"


def test_what_is_hidden_shows_as_in_the_other_reports() -> None:
    cells = read(found("甲\u202e乙\u200b丙\x1b[31m"))
    assert cells["G2"].value == "甲?乙?丙?[31m"


def test_a_long_message_is_cut_and_says_so() -> None:
    assert "以下从略" in read(found("长" * 40_000))["G2"].value


def test_findings_beyond_the_rows_of_excel_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST", 2)
    made = read(*[found("说")] * 5)
    assert [row[6].value for row in made.iter_rows(min_row=2)] == ["说", "说", "另有 3 条，Excel 的行数放不下。"]


def test_a_paragraph_of_a_word_file_stands_beside_its_name() -> None:
    row = [cell.value for cell in read(KIND.at(Place("正文.docx", 12, 1), "说", "改"))[2]]
    assert row[3:6] == ["正文.docx 第 12 段", None, None]
