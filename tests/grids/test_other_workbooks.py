"""Workbooks as LibreOffice saves them (.xls, .ods): what is said of an .xlsx is said of them."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.grids import problems
from generator.grids.reader import read, read_bytes
from tests.grids.files import changed, codes, compound, texts, told, workbook

FORMATS = ("xls", "ods")


def fill(book: Workbook) -> None:
    sheet = book.active
    sheet.title = "2.20"
    for row in (["科目", "金额", ""], ["00201", 31214205.8, "=1/0"], ["合计", "=SUM(B2:B2)", 9]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.row_dimensions[3].hidden = True
    hidden = book.create_sheet("旧")
    hidden["A1"] = 1
    hidden.sheet_state = "hidden"
    far = book.create_sheet("末")
    far["C2"] = "x"


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("soffice") is None:
        pytest.skip("没有 LibreOffice（soffice）：不能另存为 .xls 和 .ods；CI 上有")
    folder = tmp_path_factory.mktemp("soffice")
    (folder / "a.xlsx").write_bytes(workbook(fill))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for suffix in FORMATS:
        command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", folder, folder / "a.xlsx"]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.parametrize("suffix", FORMATS)
def test_values_merged_cells_and_formulas_are_read(converted: Path, suffix: str) -> None:
    first, last = read(converted / f"a.{suffix}").grids
    assert texts(first)[0] == ["科目", "金额", "金额"]
    assert texts(first)[1] == ["00201", "31214205.8", "#DIV/0!"]
    assert first.rows[2][1].number == Decimal("31214205.8")
    assert first.rows[2][1].formula == {"xls": "=", "ods": "=SUM(B2:B2)"}[suffix]
    assert first.rows[2][2].formula == ""
    assert str(first.rows[1][2].place) == f"a.{suffix} 表“2.20” C2"
    assert texts(last) == [["", "", ""], ["", "", "x"]]


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_hidden_or_wrong_is_told(converted: Path, suffix: str) -> None:
    found = read(converted / f"a.{suffix}").findings
    assert [(one.code, str(one.place)) for one in found] == [
        ("I112", f"a.{suffix} 表“2.20”"),
        ("I113", f"a.{suffix} 表“2.20” C2"),
        ("I111", f"a.{suffix} 表“旧”"),
    ]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_limit_holds(converted: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAX_CELLS", 15)
    assert codes(read(converted / f"a.{suffix}")) == ["I105"]
    monkeypatch.setattr(problems, "MAX_CELLS", 16)
    assert "I105" not in codes(read(converted / f"a.{suffix}"))


def test_a_cell_repeated_without_end_is_refused_at_once(converted: Path) -> None:
    def repeat(parts: dict[str, bytes]) -> None:
        cell = b'<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        row = b'<table:table-row table:number-rows-repeated="1000000">' + cell + b"</table:table-row></table:table>"
        parts["content.xml"] = parts["content.xml"].replace(b"</table:table>", row, 1)

    assert told(changed((converted / "a.ods").read_bytes(), repeat), "a.ods") == ["I105"]


def test_an_old_workbook_cut_off_or_changed_anywhere_is_told_or_read(
    converted: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = (converted / "a.xls").read_bytes()
    for at in range(8, len(data), 97):
        for spoiled in (data[:at], data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]):
            assert {finding.code[0] for finding in read_bytes(spoiled, "a.xls").findings} <= {"I"}
    assert capfd.readouterr().err == ""


def test_an_empty_workbook_stream_is_damage() -> None:
    assert told(compound(["Workbook"]), "a.xls") == ["I104"]


def test_only_what_differs_from_the_name_is_told(converted: Path) -> None:
    data = (converted / "a.xls").read_bytes()
    assert "I106" in codes(read_bytes(data, "a.xlsx"))
    assert "I106" not in codes(read_bytes(data, "a.et"))
    assert len(list(read_bytes(data, "a.xlsx").grids)) == 2
