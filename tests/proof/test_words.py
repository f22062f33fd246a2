"""The words of finished files: those of the document, in each format; what is no such file says so."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.proof import workbook
from generator.proof.finished import UnreadableError
from generator.proof.words import words_of
from tests.packs import BUDGET, write_pack


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Path]:
    write_pack(tmp_path / "templates", text="# {{ 主体 }}\n支出{{ 金额()|万元 }}。")
    folder = tmp_path / "budgets/2025/350-测试部门"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(BUDGET, "utf-8")
    done = CliRunner().invoke(main, ["generate", "350", "-f", "docx,pdf,xlsx", "--root", str(tmp_path)])
    assert done.exit_code == 0, done.output
    return {path.suffix: path for path in tmp_path.glob("out/*/*/*.*")}


def test_a_file_of_each_format_shows_its_words(made: dict[str, Path]) -> None:
    assert len(made) == 3
    for path in made.values():
        done = CliRunner().invoke(main, ["verify", "--text", str(path)])
        assert done.exit_code == 0, done.output
        assert "测试部门" in done.stdout
        assert words_of(path)


def test_the_words_are_utf8_for_programs_whatever_the_console(made: dict[str, Path]) -> None:
    runner = CliRunner(charset="gbk")
    assert "支出" in runner.invoke(main, ["verify", "--text", str(made[".docx"])]).stdout_bytes.decode("utf-8")


@pytest.mark.parametrize("suffix", ["docx", "pdf", "xlsx"])
def test_a_damaged_file_is_an_error(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"坏.{suffix}").write_bytes(b"PK\3\4")
    done = CliRunner().invoke(main, ["verify", "--text", str(tmp_path / f"坏.{suffix}")])
    assert done.exit_code == 1
    assert "不是" in done.stderr
    assert done.stdout == ""


def test_what_is_no_finished_file_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    for words in ([], [str(tmp_path / "a.txt")], [str(tmp_path / "没有.docx")], ["350"]):
        assert CliRunner().invoke(main, ["verify", "--text", *words]).exit_code == 2


def book(**parts: str) -> bytes:
    data = io.BytesIO()
    names = {"book": "workbook.xml", "links": "_rels/workbook.xml.rels", "sheet": "worksheets/sheet1.xml"}
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(f"xl/{names[name]}", text)
    return data.getvalue()


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="表" r:id="r1"/></sheets></workbook>'
LINKS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'


def sheet(cells: str) -> str:
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row>{cells}</row></sheetData></worksheet>'


def test_cells_of_other_programs_are_read_too() -> None:
    cells = '<c t="inlineStr"><is><t>甲 </t><t>乙</t></is></c><c/><c><v>12.5</v></c>'
    assert workbook.read_xlsx(book(book=BOOK, links=LINKS, sheet=sheet(cells))) == (("【表】",), ("甲乙", "12.5"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        book(book=BOOK),
        book(book=BOOK, links=LINKS, sheet=sheet('<c t="s"><v>9</v></c>')),
        book(book=BOOK.replace("r1", "r2"), links=LINKS, sheet=sheet("")),
    ],
)
def test_a_damaged_workbook_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        workbook.read_xlsx(data)


def test_a_workbook_that_is_too_large_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = book(book=BOOK, links=LINKS, sheet=sheet("<c/>"))
    for limit in ("MAX_XML", "MAX_TAGS"):
        with monkeypatch.context() as patch:
            patch.setattr(workbook, limit, 2)
            with pytest.raises(UnreadableError, match="太多"):
                workbook.read_xlsx(data)
