"""How `verify` pairs what differs: an edited row or paragraph is told as one change, a replaced one as two."""

from __future__ import annotations

import pytest

from generator.document.blocks import Cell, Column, Document, Paragraph, Row, Run, Section, Table
from generator.proof import verify as proof
from generator.proof.finished import Words


def document(*blocks: Paragraph | Table) -> Document:
    return Document("题", "人", "", (Section("竖版", blocks),))


def table(*rows: str) -> Table:
    cells = [Row(tuple(Cell(text) for text in row.split())) for row in rows]
    width = len(cells[0].cells)
    head = Row(tuple(Cell(text, "表头") for text in "甲乙丙丁"[:width]))
    return Table("表", "表", (Column(),) * width, (head,), tuple(cells))


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def told(monkeypatch: pytest.MonkeyPatch, expected: Document, *actual: str) -> list[tuple[str, str]]:
    """The code and message of each finding about a file in which these rows and paragraphs stand."""
    words: list[Words] = [tuple(one.split()) for one in actual]
    monkeypatch.setitem(proof.READERS, "docx", lambda data: words)
    return [(one.code, one.message) for one in proof.verify(b"", "docx", "f", expected, {}, {})]


def codes(monkeypatch: pytest.MonkeyPatch, expected: Document, *actual: str) -> list[str]:
    return [code for code, _ in told(monkeypatch, expected, *actual)]


def test_a_row_with_half_of_its_cells_changed_is_the_same_row(monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = told(monkeypatch, document(table("a b c d")), "甲 乙 丙 丁", "a b x y")
    assert one[0] == "D405"
    assert "第 3 格应当是“c”，文件里是“x”" in one[1]


def test_a_row_with_more_than_half_of_its_cells_changed_is_another_row(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(monkeypatch, document(table("a b c d")), "甲 乙 丙 丁", "a x y z") == ["D405", "D406"]
    assert codes(monkeypatch, document(table("a b c")), "甲 乙 丙", "a x y") == ["D405", "D406"]


def test_rows_of_other_lengths_are_not_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(monkeypatch, document(table("a b c d")), "甲 乙 丙 丁", "a b c") == ["D405", "D406"]


def test_an_edited_row_is_found_behind_one_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, edited = told(monkeypatch, document(table("a b c d", "e f g h")), "甲 乙 丙 丁", "e f g x")
    assert "缺少“a b c d”" in gone[1]
    assert "应当是“h”，文件里是“x”" in edited[1]


def test_an_edited_row_is_found_behind_one_that_was_added(monkeypatch: pytest.MonkeyPatch) -> None:
    added, edited = told(monkeypatch, document(table("e f g h")), "甲 乙 丙 丁", "a b c d", "e f g x")
    assert added == ("D406", "多出“a b c d”。")
    assert "应当是“h”，文件里是“x”" in edited[1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一二三四五六七子丑寅", ["D405"]),  # 7 of 10 characters stay
        ("一二三四五六子丑寅卯", ["D405", "D406"]),  # 6 of 10: as much another sentence
        ("子丑寅卯辰巳午未申酉", ["D405", "D406"]),
    ],
)
def test_a_paragraph_is_the_same_where_more_than_six_tenths_of_it_stay(
    text: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert codes(monkeypatch, document(paragraph("一二三四五六七八九十")), text) == found


def test_what_is_the_same_has_no_finding_and_an_empty_file_lacks_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = document(table("a b c d"), paragraph("一二三"))
    assert codes(monkeypatch, whole, "甲 乙 丙 丁", "a b c d", "一二三") == []
    assert codes(monkeypatch, whole) == ["D405"] * 3
