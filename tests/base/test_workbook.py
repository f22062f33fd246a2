"""Workbooks through XlsxWriter, read again from outside: texts, exact decimals, and bytes without a trace."""

from __future__ import annotations

import io
import random
import re
import tempfile
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.base.workbook import CUT, LONGEST, finished, lines_in, open_workbook, put_text
from generator.findings.listing import add_list

XML = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)


def made(fill: Callable[[Worksheet, Format], object], **properties: str) -> bytes:
    book = open_workbook("宋体", 10.5, **properties)
    fill(book.add_worksheet("表"), book.add_format({"bold": True}))
    return finished(book)


def of_text(text: str) -> bytes:
    return made(lambda sheet, look: put_text(sheet, 0, 0, text, look))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def read(data: bytes) -> list[object]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [row[0].value for row in sheet.iter_rows()]


def decimals(count: int) -> list[Decimal]:
    """Decimals of 1 to 15 digits, most of them with 2 places; whole ones, tiny ones and negative ones too."""
    chance = random.Random(8)  # noqa: S311 the same numbers every time
    found = [
        Decimal("999999999999999"),
        Decimal("9999999999999.99"),
        Decimal("0.01"),
        Decimal("9.95"),
        Decimal("-8.41"),
    ]
    while len(found) < count:
        digits = chance.randint(1, 15)
        places = 2 if chance.random() < 0.7 else chance.randint(0, 15)
        found.append(Decimal(chance.randint(1 - 10**digits, 10**digits - 1)).scaleb(-places))
    return found


def test_no_decimal_of_15_digits_changes_on_the_way() -> None:
    numbers = decimals(20_000)

    def fill(sheet: Worksheet, look: Format) -> None:
        for row, number in enumerate(numbers):
            sheet.write_number(row, 0, number, look)

    data = made(fill)
    assert [Decimal(repr(value)) for value in read(data)] == numbers
    cells = etree.fromstring(part(data, "xl/worksheets/sheet1.xml").encode()).iterfind(".//{*}v")
    assert [Decimal(cell.text or "") for cell in cells] == numbers  # the digits themselves, no float's neighbours


def test_no_result_of_a_formula_changes_on_the_way() -> None:
    numbers = decimals(2_000)

    def fill(sheet: Worksheet, look: Format) -> None:
        for row, number in enumerate(numbers):
            sheet.write_formula(row, 0, "=SUM(B1:B2)", look, number)

    sheet = load_workbook(io.BytesIO(made(fill)), data_only=True).worksheets[0]
    assert [Decimal(repr(row[0].value)) for row in sheet.iter_rows()] == numbers


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "{=1}", "1.50", "true", "http://a.cn", "internal:a!A1", " "]
)
def test_a_text_is_a_text_whatever_it_looks_like(text: str) -> None:
    sheet = load_workbook(io.BytesIO(of_text(text))).worksheets[0]
    assert (sheet["A1"].value, sheet["A1"].data_type, sheet["A1"].hyperlink) == (text, "s", None)


@given(XML)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert excel(of_text(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "<r>",
        "<r><t>x</t></r>",
        "<r>\n</x></r>",
        "<r></r>",
        "<r>_x0041_</r>",
        "_x0041_x0042_",
        "a_x0041_b_x0042_x0043_c",
        "_x005F_x0041_",
    ],
)
def test_a_text_that_looks_like_xml_or_escapes_of_the_library_comes_back_as_it_was(text: str) -> None:
    assert excel(of_text(text)) == text
    assert load_workbook(io.BytesIO(of_text(text))).worksheets[0]["A1"].font.b


def excel(data: bytes) -> str:
    """The one text of a workbook as Excel reads it."""
    strings = etree.fromstring(part(data, "xl/sharedStrings.xml").encode())
    return "".join(meant(node.text or "") for node in strings.iterfind(".//{*}t"))


def meant(written: str) -> str:
    """What Excel reads: _xHHHH_ is a character, taken from left to right."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), written)


@pytest.mark.parametrize("character", ["字", "𬭎", "<"])
def test_a_text_too_long_for_a_cell_ends_by_saying_so(character: str) -> None:
    units = len(character.encode("utf-16-le")) // 2
    (fits,) = read(of_text(character * (LONGEST // units)))
    assert fits == character * (LONGEST // units)
    (cut,) = read(of_text(character * (LONGEST // units + 1)))
    assert str(cut).endswith(CUT)
    assert str(cut).startswith(character * 10_000)
    assert len(str(cut).encode("utf-16-le")) // 2 in (LONGEST - 1, LONGEST)


def test_the_file_holds_no_clock_and_no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkstemp", lambda *_, **__: pytest.fail("a temporary file"))
    with zipfile.ZipFile(io.BytesIO(of_text("甲"))) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr >> 16 & 0o777) for entry in entries} == {(0, 0o600)}
    assert [load_workbook(io.BytesIO(made(lambda *_: None, date=date))).properties.created.isoformat() for date in (
        "2025-02-20", ""
    )] == ["2025-02-20T00:00:00", "2000-01-01T00:00:00"]  # fmt: skip


def test_fonts_are_those_that_are_named_and_not_the_themes() -> None:
    styles = part(of_text("甲"), "xl/styles.xml")
    assert "<scheme" not in styles
    assert '<name val="宋体"/>' in styles


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("一二三四五", 1), ("一二三四五六", 2), ("ab\n一二三四五六", 3), ("abcdefghij", 1)]
)
def test_lines_of_a_text_in_a_column_of_eleven_narrow_characters(text: str, lines: int) -> None:
    assert lines_in(text, 11) == lines


def test_a_list_prints_on_landscape_pages_with_rows_as_high_as_their_texts() -> None:
    book = open_workbook("宋体", 11)
    add_list(book, "问题", (("说明", 11), ("数", 8)), [("一" * 20, 1), ("短", 2), ("长" * 3000, 3)])
    (sheet,) = load_workbook(io.BytesIO(finished(book))).worksheets
    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4)]
    assert heights[:2] == [60, None]  # one line is the default
    assert heights[2] == pytest.approx(409, abs=0.5)  # Excel has no higher row; newer XlsxWriter takes whole pixels
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
        "landscape",
        0,
        "$1:$1",
    )
