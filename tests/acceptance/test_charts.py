"""图解: every number in a chart of a finished file is that of a table of the file; it is there if it was asked for."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pypdf
import pytest
from click.testing import CliRunner, Result
from lxml import etree

from generator import publish
from generator.cli import main
from generator.grids.reader import read_bytes
from generator.pack import loader
from generator.proof.finished import read_docx, read_pdf
from generator.recognition.forms import form_of
from generator.recognition.tables import recognise
from tests.acceptance.command import ROOT

PART = "图解"
PRINTED = ("收入从哪里来", "钱花到哪里去")  # charts of tables that the form prints anyway
BUDGETS = {"350": "350-科技和工信部门", "207": "207-上海市普陀区财政局"}
NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")


@cache
def files(code: str, *parts: str) -> dict[str, bytes]:
    """The finished files of a budget, by format."""
    prepared = publish.prepare(ROOT / "budgets/2025" / BUDGETS[code], ROOT / "templates", parts=parts)
    assert prepared.document is not None, prepared.findings
    assert prepared.pack is not None
    output, found = publish.finish(prepared.document, prepared.pack, ("docx", "pdf", "html", "xlsx"))
    assert output is not None, found
    return dict(output.files)


def charts(rows: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    """The words of the charts among what was read back, by title."""
    found = (row[0] for row in rows if len(row) == 1)
    return {
        one.partition("（单位")[0]: one.partition("）：")[2] for one in found if "）：" in one and "（单位：" in one
    }


def figures(words: str) -> list[str]:
    """The numbers of a chart's words; those in names are behind no ： and no letter."""
    return [number for part in re.split("[；，。]", words) for number in NUMBER.findall(part)[-1:]]


@pytest.mark.parametrize("code", BUDGETS)
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_every_number_of_a_chart_stands_in_a_table_of_the_same_file(code: str, suffix: str) -> None:
    rows = {"docx": read_docx, "pdf": read_pdf}[suffix](files(code, PART)[suffix])
    cells = {cell for row in rows if len(row) > 1 for cell in row}
    found = charts(rows)
    assert set(PRINTED) <= set(found)
    for title in PRINTED:
        numbers = figures(found[title])
        assert numbers
        assert set(numbers) <= cells
    assert "〔" not in "".join(found.values())  # what a drawing shows and its words do not say


@pytest.mark.parametrize("code", BUDGETS)
def test_the_charts_of_all_formats_show_the_same_numbers(code: str) -> None:
    made = files(code, PART)
    word, pdf = charts(read_docx(made["docx"])), charts(read_pdf(made["pdf"]))
    assert word == pdf
    root = etree.HTML(made["html"].decode())
    assert root is not None
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]), data_only=True)
    drawn = {
        str(svg.get("aria-label")).partition("（单位")[0]: figure
        for figure in root.iterfind(".//figure")
        for svg in figure.iterfind(".//svg")
    }
    assert set(drawn) == set(word)
    for title, said in word.items():
        cells = ["".join(cell.itertext()) for cell in drawn[title].iterfind(".//tbody//td")]
        table = [cell for cell in cells if NUMBER.fullmatch(cell)]
        assert table == figures(said)
        sheet = book[title]
        values = [cell for row in sheet.iter_rows(min_row=4) for cell in row if isinstance(cell.value, int | float)]
        assert [float(number.replace(",", "")) for number in table] == pytest.approx(
            [round(float(cell.value), 2) for cell in values],
            abs=0.0051,  # type: ignore[arg-type]
        )


@pytest.mark.parametrize("code", BUDGETS)
def test_without_being_asked_for_there_is_no_chart(code: str) -> None:
    made = files(code)
    assert charts(read_docx(made["docx"])) == {}
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as archive:
        assert [name for name in archive.namelist() if "chart" in name or "embeddings" in name] == []
    assert b"<figure" not in made["html"]


@pytest.mark.parametrize("code", BUDGETS)
def test_the_summary_is_one_page_and_the_rest_is_what_it_was(code: str) -> None:
    with_, without = read_pdf(files(code, PART)["pdf"]), read_pdf(files(code)["pdf"])
    pages = [len(pypdf.PdfReader(io.BytesIO(files(code, *parts)["pdf"])).pages) for parts in ((PART,), ())]
    assert pages[0] - pages[1] in (0, 1)
    extra = [row for row in with_ if row not in without]
    assert any(row[0].startswith("图解") for row in extra)
    assert [row for row in without if len(row) > 1] == [row for row in with_ if len(row) > 1]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--root", str(ROOT)])


def test_a_file_with_an_optional_part_is_verified_as_it_is(tmp_path: Path) -> None:
    made = run("generate", "350", "--with", PART, "-o", str(tmp_path))
    assert made.exit_code == 0, made.output
    folder = tmp_path / "2025" / BUDGETS["350"]
    listed = json.loads((tmp_path / "2025/清单.json").read_text("utf-8"))
    assert listed["公开文本"][0]["选印"] == [PART]
    for file in (*folder.glob("*.docx"), *folder.glob("*.pdf")):
        checked = run("verify", str(file))
        assert "一致" in checked.output, checked.output
    (word,) = folder.glob("*.docx")
    word.write_bytes(changed(word.read_bytes()))
    checked = run("verify", str(word))
    assert checked.exit_code == 1
    assert "1 处不符" in checked.output, checked.output
    assert run("verify", str(tmp_path / "2025")).exit_code == 1


def changed(data: bytes) -> bytes:
    """A Word file with another figure in the cache of its first chart."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "word/charts/budget1.xml"
    parts[name] = re.sub(rb"(<c:val>.*?<c:v>)[0-9.]+", rb"\g<1>4711", parts[name], count=1, flags=re.DOTALL)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return buffer.getvalue()


def test_a_part_that_the_form_does_not_have_is_told_with_those_it_has(tmp_path: Path) -> None:
    made = run("generate", "350", "--with", "图结", "-o", str(tmp_path))
    assert made.exit_code == 1
    assert "模板“河北”没有选印的部分“图结”。" in made.output
    assert "是不是“图解”？" in made.output
    assert list(tmp_path.rglob("*.pdf")) == []


@pytest.mark.parametrize("code", BUDGETS)
@pytest.mark.parametrize("suffix", ["docx", "pdf", "xlsx"])
def test_an_import_reads_the_tables_and_not_the_charts_of_them(code: str, suffix: str) -> None:
    """What a chart says is said by tables, and what it leaves blank is no zero."""
    folder = ROOT / "templates"
    pack, _ = loader.find({"350": "河北", "207": "上海"}[code], 2025, folder)
    assert pack is not None
    form = form_of(pack)
    first, second = (
        recognise(read_bytes(files(code, *parts)[suffix], f"a.{suffix}"), form) for parts in ((), (PART,))
    )  # fmt: skip
    assert [one.table.spec.name for one in second.tables] == [one.table.spec.name for one in first.tables]
    assert len(second.unknown) == len(first.unknown)
    numbers = {number for one in second.passages for number in NUMBER.findall(one.text) if "." in number}
    assert numbers <= {number for one in first.passages for number in NUMBER.findall(one.text)}
