"""The xlsx writer, seen from outside: the workbook is read again by openpyxl, and its XML as it is."""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from generator.base import money
from generator.base.workbook import CUT, LONGEST
from generator.document.blocks import Block, Cell, Document, Heading, PageBreak, Paragraph, Row, Run, Section, Table
from generator.writers.xlsx.numbers import number_of, runs, sums
from generator.writers.xlsx.writer import write
from tests.writer_samples import WEIRD, Laid, amount, code_table, coded, laid, odd, plain, real, said

NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def made(sample: Laid) -> bytes:
    return write(sample)


@cache
def files(which: str) -> dict[str, bytes]:
    return unzipped(made(real() if which == "real" else laid(odd())))


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def book(sample: Laid, *, results: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(made(sample)), data_only=results)


def shown(sheet: Worksheet) -> list[str]:
    """What the cells of a sheet show, from left to right and from above."""
    texts = []
    for cell in chain.from_iterable(sheet.iter_rows()):
        if isinstance(cell.value, int | float):
            places = len(cell.number_format.partition(".")[2])
            texts.append(str(money.shown(Decimal(str(cell.value)), 0, places)))
        elif cell.value is not None:
            texts.append(plain(cell.value))
    return texts


def numbers(sample: Laid, sheet: int) -> list[str]:
    """The numbers of a sheet, digit by digit as they are in the file."""
    part = etree.fromstring(unzipped(made(sample))[f"xl/worksheets/sheet{sheet}.xml"])
    return [c.findtext("m:v", "", NAMESPACE) for c in part.iterfind(".//m:c[m:v]", NAMESPACE) if c.get("t") != "s"]


def widths(sheet: Worksheet) -> dict[int, float]:
    """The width of each column; openpyxl gives neighbours of the same width as one."""
    dimensions = sheet.column_dimensions.values()
    return {number: each.width for each in dimensions for number in range(each.min, each.max + 1)}


def with_tables(*tables: Table, titles: tuple[str, ...] = ()) -> Laid:
    blocks: list[Block] = []
    for number, table in enumerate(tables):
        title = titles[number] if titles else f"表{number}"
        blocks += [Heading((Run(title),), 2, f"a{number}", "表标题"), table, PageBreak()]
    return laid(Document("题", "局", "2025-01-20", (Section("横版", tuple(blocks)),)))


def test_the_sheets_say_the_words_of_the_tables_in_their_order() -> None:
    for sample in (real(), laid(odd())):
        sheets = book(sample, results=True).worksheets[1:]
        titles = [plain(str(sheet["A1"].value)) for sheet in sheets]
        words = list(chain.from_iterable(shown(sheet)[1:] for sheet in sheets))
        assert words == said(sample.document, tables_only=True)
        headings = [plain(h.text) for h in sample.document.headings()]
        assert [title for title in headings if title in titles] == titles


def test_the_first_sheet_links_to_every_other() -> None:
    workbook = book(real())
    first = workbook.worksheets[0]
    targets = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert targets == [f"'{name}'!A1" for name in workbook.sheetnames[1:]]
    assert first.title == "目录"


def test_numbers_are_in_the_file_digit_by_digit() -> None:
    long = Cell("123,456,789.01", "金额", value=Decimal("1234567890123.45"), number_format="#,##0.00", scale=4)
    table = code_table(coded("201", "甲", amount("0.1", "0.00")), coded("202", "乙", long))
    assert numbers(with_tables(table), 2) == ["0.00001", "123456789.012345"]
    cell = book(with_tables(table)).worksheets[1]["C5"]
    assert cell.number_format == "#,##0.00"


def test_every_amount_of_a_table_is_read_back_to_the_last_digit() -> None:
    chance = random.Random(350)  # noqa: S311 the same amounts every time
    yuan = [Decimal(chance.randint(1 - 10**15, 10**15 - 1)).scaleb(-2) for _ in range(200)]
    for scale in (0, 4):
        shown = [money.format_amount(value, scale=scale, zero="0.00") for value in yuan]
        cells = [
            Cell(text, "金额", value=value, number_format="0.00", scale=scale)
            for text, value in zip(shown, yuan, strict=True)
        ]
        sheet = book(with_tables(code_table(*(coded(f"20{n}", "甲", cell) for n, cell in enumerate(cells, 100)))))
        read = [row[2].value for row in sheet.worksheets[1].iter_rows(min_row=4)]
        assert [Decimal(repr(value)).scaleb(scale) for value in read] == yuan


def test_a_number_that_would_show_other_words_stays_text() -> None:
    assert number_of(amount("12300", "1.23")) is not None
    assert number_of(amount("12300", "1.24")) is None
    assert number_of(amount("12300", "1.23万元")) is None
    assert number_of(amount("0", "")) is None
    assert number_of(Cell("3", value=Decimal(3), number_format="0.##")) is not None
    assert number_of(Cell("1234567890123456", value=Decimal(1234567890123456), number_format="0")) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.booleans())
def test_any_amount_is_shown_as_printed(value: Decimal, grouping: bool) -> None:
    text = money.format_amount(value, scale=4, grouping=grouping, zero="0.00")
    cell = Cell(text, "金额", value=value, number_format="#,##0.00" if grouping else "0.00", scale=4)
    number = number_of(cell)
    assert number is not None
    assert Decimal(number.text) * 10000 == value
    assert number.number_format == cell.number_format


def test_totals_are_formulas_and_their_stored_results_are_what_they_add_up_to() -> None:
    formulas, results = book(real()), book(real(), results=True)
    count = 0
    for sheet in formulas.worksheets:
        for cell in chain.from_iterable(sheet.iter_rows()):
            if cell.data_type == "f":
                count += 1
                stored = results[sheet.title]
                assert Decimal(str(stored[cell.coordinate].value)) == added(str(cell.value), stored)
    assert count > 100
    total = formulas["部门预算支出总表"]
    assert total["D6"].value == "=SUM(D7,D17,D24,D28,D34,D37)"


def added(formula: str, sheet: Worksheet) -> Decimal:
    """Work out a SUM of cells and ranges from the stored values."""
    match = re.fullmatch(r"=SUM\((.*)\)", formula)
    assert match
    result = Decimal(0)
    for part in match[1].split(","):
        area = sheet[part] if ":" in part else ((sheet[part],),)
        values = (cell.value for row in area for cell in row)
        result += sum((Decimal(str(value)) for value in values if isinstance(value, int | float)), Decimal(0))
    return result


def test_a_total_that_is_not_the_sum_is_a_plain_number() -> None:
    rows = (coded("201", "甲", amount("10000", "1.00")), coded("20101", "乙", amount("9999.99", "1.00")))
    right, wrong = (Row((Cell("合计", "居中", 2), amount(v, "1.00")), total=True) for v in ("10000", "10000.01"))
    assert sums((right, *rows)) == {(0, 2): (1,)}
    assert sums((wrong, *rows)) == {}
    sample = with_tables(code_table(*rows, total=wrong))
    assert "<f>" not in unzipped(made(sample))["xl/worksheets/sheet2.xml"].decode()
    assert numbers(sample, 2)[0] == "1.000001"


def test_codes_in_columns_of_their_own_make_a_tree_and_serial_numbers_do_not() -> None:
    def row(number: str, *codes: str, yuan: str) -> Row:
        cells = [
            Cell(number, "序号"),
            *(Cell(code, "居中") for code in codes),
            Cell("名称"),
            amount(yuan, yuan[0] + ".00"),
        ]
        return Row(tuple(cells))

    rows = (
        row("1", "201", "", yuan="30000"), row("2", "201", "01", yuan="10000"), row("3", "201", "02", yuan="20000"),
        row("4", "202", "", yuan="30000"),
    )  # fmt: skip
    assert sums(rows) == {(0, 4): (1, 2)}
    assert sums(tuple(row(str(n), "", "", yuan="10000") for n in (1, 10))) == {}


def test_totals_without_codes_sum_the_rows_above_or_since_the_total_before() -> None:
    def row(text: str, yuan: str, total: bool = False) -> Row:
        return Row((Cell(text), amount(yuan, f"{yuan[0]}.00")), total=total)

    rows = (
        row("甲", "10000"),
        row("乙", "20000"),
        row("合计", "30000", True),
        row("结转", "10000"),
        row("总计", "40000", True),
    )
    assert sums(rows) == {(2, 1): (0, 1), (4, 1): (2, 3)}
    assert list(runs((0, 1, 3, 5, 6))) == [(0, 1), (3, 3), (5, 6)]


def test_text_that_begins_like_a_formula_is_text_and_stays_text_when_edited() -> None:
    sheet = book(laid(odd())).worksheets[2]
    found = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    for text in ("=1+1", "+2", "-3", "@四"):
        assert found[text].data_type in ("s", "inlineStr")
        assert found[text].quotePrefix
    assert not found["产出"].quotePrefix
    xml = files("odd")["xl/worksheets/sheet3.xml"].decode()
    assert "<f>" not in xml


def test_what_looks_like_an_escape_of_excel_is_kept() -> None:
    table = code_table(coded("201", "a_x0041_b", amount("10000", "1.00")))
    xml = unzipped(made(with_tables(table)))["xl/sharedStrings.xml"].decode()
    assert "a_x005F_x0041_b" in xml


def test_a_title_that_looks_like_the_librarys_own_xml_is_a_title_and_a_link() -> None:
    title = "<r><t>甲</t></r>"
    workbook = book(with_tables(code_table(coded("201", title, amount("10000", "1.00"))), titles=(title,)))
    first, second = workbook.worksheets
    assert (first["B3"].value, first["B3"].hyperlink.location) == (title, f"'{second.title}'!A1")
    assert (second["A1"].value, second["B4"].value) == (title, title)


def test_a_cell_that_is_too_long_for_excel_says_so() -> None:
    sheet = book(with_tables(code_table(coded("201", "长" * 40_000, amount("10000", "1.00"))))).worksheets[1]
    assert sheet["B4"].value.endswith(CUT)
    assert len(sheet["B4"].value) == LONGEST


def test_a_cell_that_spans_more_rows_than_there_are_ends_with_the_table() -> None:
    row = Row((Cell("201", "居中", rowspan=5), Cell("甲"), amount("10000", "1.00")))
    note = Paragraph((Run("注。"),), "表注")
    sheet = book(with_tables(replace(code_table(row), notes=(note,)))).worksheets[1]
    assert [sheet["A4"].value, sheet["A5"].value] == ["201", "注。"]


def test_names_of_sheets_are_allowed_and_unique() -> None:
    titles = ("长" * 40, "长" * 40, "目录", "a/b:c*d?e[f]g\\h", "'引'", "History", "ABC", "abc", "𬭎" * 20)
    workbook = book(with_tables(*(code_table() for _ in titles), titles=titles))
    names = workbook.sheetnames
    assert len({name.lower() for name in names}) == len(titles) + 1
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) / 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$|^history$", name, re.IGNORECASE)
    assert names[1:3] == ["长" * 31, "长" * 28 + "（2）"]


def test_heads_are_frozen_and_repeated_and_pages_are_as_in_the_template() -> None:
    sheet = book(real())["部门预算收入总表"]
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$2:$5"
    setup = sheet.page_setup
    assert setup.orientation == "landscape"
    assert (int(setup.paperSize), setup.fitToWidth or 1, int(setup.fitToHeight)) == (9, 1, 0)  # 1 if not said
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book(real()).worksheets[-1].page_setup.orientation == "portrait"


def test_each_part_of_the_line_above_a_table_has_room() -> None:
    sheet = book(real())["部门预算收支总表"]
    areas = {str(area).split(":")[0]: area for area in sheet.merged_cells.ranges}
    for cell in sheet[2]:
        if cell.value:
            last = areas[cell.coordinate].max_col if cell.coordinate in areas else cell.column
            room = sum(widths(sheet)[column] for column in range(cell.column, last + 1))
            assert room >= 2 * len(cell.value)


def test_a_form_and_the_list_that_continues_it_share_a_sheet() -> None:
    workbook = book(laid(odd()))
    assert len(workbook.sheetnames) == 3
    sheet = workbook.worksheets[2]
    assert sheet.freeze_panes is None
    areas = sorted(str(area) for area in sheet.merged_cells.ranges)
    covered = [cell for area in sheet.merged_cells.ranges for cell in chain.from_iterable(area.rows)]
    assert len(covered) == len(set(covered)), areas


def test_every_cell_of_a_merged_area_is_there_with_the_same_border() -> None:
    styles = etree.fromstring(files("real")["xl/styles.xml"])
    borders = [xf.get("borderId") for xf in styles.iterfind("m:cellXfs/m:xf", NAMESPACE)]
    areas = 0
    for name, data in files("real").items():
        if "worksheets" in name:
            part = etree.fromstring(data)
            cells = {cell.get("r"): borders[int(cell.get("s"))] for cell in part.iterfind(".//m:c", NAMESPACE)}
            for merge in part.iterfind(".//m:mergeCell", NAMESPACE):
                left, top, right, bottom = range_boundaries(merge.get("ref"))
                places = [f"{get_column_letter(x)}{y}" for x in range(left, right + 1) for y in range(top, bottom + 1)]
                assert len({cells[place] for place in places}) == 1
                areas += 1
    assert areas > 100


@pytest.mark.parametrize("which", ["real", "odd"])
def test_the_parts_are_well_formed_and_their_numbers_agree(which: str) -> None:
    parts = {name: etree.fromstring(data) for name, data in files(which).items()}
    styles = parts["xl/styles.xml"]
    looks = len(styles.findall("m:cellXfs/m:xf", NAMESPACE))
    for xf in styles.iterfind("m:cellXfs/m:xf", NAMESPACE):
        assert int(xf.get("fontId")) < len(styles.findall("m:fonts/m:font", NAMESPACE))
    for name, part in parts.items():
        if "worksheets" in name:
            assert {int(cell.get("s")) for cell in part.iterfind(".//m:c", NAMESPACE)} <= set(range(looks))
            order = [etree.QName(child).localname for child in part]
            allowed = "sheetPr dimension sheetViews sheetFormatPr cols sheetData mergeCells hyperlinks printOptions"
            following = "pageMargins pageSetup headerFooter ignoredErrors"
            assert order == [each for each in f"{allowed} {following}".split() if each in order]
    declared = {o.get("PartName") for o in parts["[Content_Types].xml"] if o.get("PartName")}
    assert {f"/{name}" for name in parts if name.startswith(("xl/w", "xl/s", "xl/t", "doc"))} == declared


def test_the_same_document_gives_the_same_bytes_without_a_date_of_writing() -> None:
    data = made(real())
    assert data == made(real())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert plain(str(book(laid(odd())).properties.title)) == plain(WEIRD)


def test_two_runs_elsewhere_give_the_same_bytes_of_workbook_and_findings(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.writer_samples import laid, odd; from tests.commands.test_commands import FOUND;"
        "from generator.writers.xlsx.writer import write; from generator.findings import sheet;"
        "sys.stdout.buffer.write(write(laid(odd())) + sheet.write(FOUND))"
    )
    written = set()
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-c", code, str(Path(__file__).parents[2])]
        cwd = tmp_path / seed
        cwd.mkdir()
        written.add(subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=True).stdout)
    (both,) = written
    assert both.startswith(made(laid(odd())))
    assert str(tmp_path).encode() not in both
