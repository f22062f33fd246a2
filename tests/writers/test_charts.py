"""Charts in every format: the figures of the table, in words too, and nothing that a validator minds."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from lxml import etree

from generator import writers
from generator.document.blocks import Chart
from generator.proof.finished import read_docx, read_pdf, squeezed
from tests import docx_check, ofd_reader
from tests.chart_samples import BELOW_ZERO, EVERY, PIE, STACK, TWO_YEARS, chart, document
from tests.writer_samples import TAME, laid
from tests.writers import test_verapdf
from tools.validate_docx import CHECKERS

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@cache
def written(name: str) -> bytes:
    return writers.writer(name)(laid(document(*EVERY)))


def parts(data: bytes, pattern: str) -> list[etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if re.fullmatch(pattern, name))
        return [etree.fromstring(archive.read(name)) for name in names]


def native(data: bytes, pattern: str) -> list[dict[str, list[str]]]:
    """The cached names and values of each native chart, by what the series is."""
    found = []
    for part in parts(data, pattern):
        series = {}
        for one in part.iter(f"{C}ser"):
            name = "".join(one.findtext(f"{C}tx//{C}v") or "")
            names = [point.findtext(f"{C}v") for point in one.iterfind(f"{C}cat//{C}pt")]
            values = {point.get("idx"): point.findtext(f"{C}v") for point in one.iterfind(f"{C}val//{C}pt")}
            series[name] = [f"{text}={values.get(str(at))}" for at, text in enumerate(names)]
        found.append(series)
    return found


def wanted(one: Chart) -> dict[str, list[str]]:
    """What a native chart of it must hold: exact amounts in the unit that is shown."""
    series = {}
    for at, name in enumerate(one.series, 1):
        rows = ((row.cells[0].text, row.cells[at].value) for row in one.table.body)
        series[name] = [f"{text}={_exact(value)}" for text, value in rows]
    return series


def _exact(value: Decimal | None) -> str:
    return "None" if value is None else f"{value.scaleb(-4):.2f}"


def plain(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same with two decimals."""
    return {
        name: [re.sub(r"=(-?[0-9.]+)$", lambda number: f"={Decimal(number[1]):.2f}", one) for one in rows]
        for name, rows in found.items()
    }


def test_word_has_native_charts_with_the_figures_and_their_words() -> None:
    found = native(written("docx"), "word/charts/budget[0-9].xml")
    assert [plain(one) for one in found] == [wanted(one) for one in EVERY]
    said = [words[0] for words in read_docx(written("docx"))]
    assert [one for one in said if "：" in one] == [squeezed(one.alternative) for one in EVERY]


def test_word_can_edit_the_figures_in_a_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(written("docx"))) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read("word/embeddings/budget1.xlsx")))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
    assert rows == [
        ["项目", "上年预算数", "本年预算数"], ["基本支出", 272.71, 307.09], ["“三公”经费 R&D<b>", None, 1],
    ]  # fmt: skip


def test_a_word_file_with_charts_has_no_defect(tmp_path: Path) -> None:
    assert docx_check.check(written("docx"), "a.docx") == ()
    file = tmp_path / "a.docx"
    file.write_bytes(written("docx"))
    for checker in CHECKERS.values():
        assert checker(file) in ([], None)


def test_bars_of_word_and_excel_begin_at_zero() -> None:
    for name, pattern in (("docx", "word/charts/budget[0-9].xml"), ("xlsx", "xl/charts/chart[0-9].xml")):
        axes = [part.find(f".//{C}valAx/{C}scaling") for part in parts(written(name), pattern)]
        least = [axis.find(f"{C}min") if axis is not None else None for axis in axes]
        assert [one.get("val") if one is not None else None for one in least] == ["0", "-67.5", None, "0"]


def test_excel_has_native_charts_of_the_cells_beside_them() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")), data_only=True)
    found = parts(written("xlsx"), "xl/charts/chart[0-9].xml")
    assert len(found) == len(EVERY)
    for part, one in zip(found, EVERY, strict=True):
        for at, series in enumerate(part.iter(f"{C}ser"), 1):
            formula = series.findtext(f"{C}val//{C}f") or ""
            sheet, _, area = formula.replace("'", "").partition("!")
            cells = [row[0].value for row in book[sheet][area.replace("$", "")]]
            assert [None if cell is None else Decimal(str(cell)) for cell in cells] == [
                None if row.cells[at].value is None else row.cells[at].value.scaleb(-4)  # type: ignore[union-attr]
                for row in one.table.body
            ]


def test_excel_says_what_a_chart_shows() -> None:
    said = [
        str(one.get("descr"))
        for part in parts(written("xlsx"), "xl/drawings/drawing[0-9].xml")
        for one in part.iter("{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr")
    ]
    assert said == [one.alternative for one in EVERY]


def test_a_page_has_the_drawing_and_its_figures_as_a_table() -> None:
    root = etree.HTML(written("html").decode())
    assert root is not None
    figures = root.findall(".//figure")
    assert len(figures) == len(EVERY)
    for figure, one in zip(figures, EVERY, strict=True):
        drawing = figure.find(".//svg")
        assert drawing is not None
        assert (drawing.get("role"), drawing.get("aria-label")) == ("img", one.alternative)
        assert "style" not in etree.tostring(drawing).decode()
        rows = [["".join(cell.itertext()) for cell in row] for row in figure.iterfind(".//tbody/tr")]
        assert rows == [[cell.text for cell in row.cells] for row in one.table.body]


def test_a_pdf_has_a_figure_with_words_its_place_and_its_texts() -> None:
    with pikepdf.open(io.BytesIO(written("pdf"))) as file:
        top = file.Root.StructTreeRoot.K[0]
        figures = [one for one in top.K if one.S == "/Figure"]
        assert [str(one.Alt) for one in figures] == [one.alternative for one in EVERY]
        for one in figures:
            left, bottom, right, high = (float(number) for number in one.A.BBox)
            assert 0 < left < right < 596
            assert 0 < bottom < high < 842
            assert {str(kid.S) for kid in one.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid} == {"/Span"}
    assert [words[0] for words in read_pdf(written("pdf")) if "：" in words[0]] == [
        squeezed(one.alternative) for one in EVERY
    ]


@pytest.mark.skipif(test_verapdf.pytestmark.args[0], reason="没有安装 veraPDF（见 tools/verapdf/README.md）")
def test_a_pdf_with_charts_is_pdf_a_2a_and_pdf_ua_1(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(written("pdf"))
    command = [sys.executable, test_verapdf.RUN, file, "--profiles", "2a,ua1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.count(" 0 failed") == 2


def test_an_ofd_file_has_the_areas_and_the_standard_allows_them() -> None:
    ofd_reader.read(written("ofd"))
    (page,) = parts(written("ofd"), "Doc_0/Pages/Page_0/Content.xml")
    filled = [one for one in page.iter(f"{ofd_reader.OFD}PathObject") if one.get("Fill") == "true"]
    assert len(filled) > 15
    assert any(" B " in (one.findtext(f"{ofd_reader.OFD}AbbreviatedData") or "") for one in filled)


@pytest.mark.parametrize("name", ["docx", "pdf", "html", "xlsx", "ofd"])
def test_names_are_only_text_and_bytes_are_the_same(name: str) -> None:
    odd = chart("条形图", (TAME, ("1.00",)), ("=1+1", ("2.00",)))
    data = writers.writer(name)(laid(document(odd)))
    assert data == writers.writer(name)(laid(document(odd)))
    if name == "html":
        assert b"<script" not in data
    if name == "docx":
        assert docx_check.check(data, "a.docx") == ()


@pytest.mark.parametrize(
    "one",
    [
        chart("条形图", ("没有", ("0",)), ("有", ("124.50",))),  # a native chart shows 0.00
        chart("条形图", ("名称2", ("1,240.00",)), ("名称", ("21.5",))),
        chart("条形图", ("甲", ("0", "3")), ("乙", (None, "2.75")), series=("2024", "2025")),
        chart("条形图", ("en-US", ("1.00",)), ('lang="en-US"', ("2.00",))),
    ],
    ids=lambda one: one.table.body[0].cells[0].text,
)
def test_a_native_chart_says_what_the_table_says(one: Chart) -> None:
    assert squeezed(one.alternative) in [words[0] for words in read_docx(writers.writer("docx")(laid(document(one))))]


def test_a_figure_that_lost_a_digit_is_read() -> None:
    one = chart("条形图", ("甲", ("124.00",)), ("乙", ("7.00",)))
    with zipfile.ZipFile(io.BytesIO(writers.writer("docx")(laid(document(one))))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/charts/budget1.xml"] = files["word/charts/budget1.xml"].replace(b"<c:v>124", b"<c:v>24")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    said = [words[0] for words in read_docx(buffer.getvalue())]
    assert f"{squeezed(one.alternative)}〔24.00〕" in said


def test_a_changed_figure_of_a_native_chart_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(written("docx"))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    changed = files["word/charts/budget3.xml"]
    assert b"<c:v>24" in changed
    files["word/charts/budget3.xml"] = re.sub(rb"<c:v>24[.0]*</c:v>", b"<c:v>42</c:v>", changed)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    said = [words[0] for words in read_docx(buffer.getvalue()) if "：" in words[0]]
    assert said == [
        *(squeezed(one.alternative) for one in (TWO_YEARS, BELOW_ZERO)),
        f"{squeezed(PIE.alternative)}〔42.00〕",
        squeezed(STACK.alternative),
    ]
