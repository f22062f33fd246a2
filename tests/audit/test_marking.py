"""A copy of a PDF with remarks as annotations: at the boxes, in Chinese, everything else as it was."""

from __future__ import annotations

import logging
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, RectangleObject

from generator.audit import run
from generator.audit.document import document_of
from generator.audit.marking import AUTHOR, UnmarkableError, marked
from generator.audit.remark import CERTAINTIES, DOUBTFUL, SMALL, WRONG, AuditRemark
from generator.cli import main
from generator.findings.finding import Kind, Place, Severity
from generator.grids.reader import read_bytes
from generator.grids.spots import PageSpots
from generator.intake.reading import PossibleForms
from tests.grids.files import pdf
from tests.grids.test_pdf import HIGH, ruled, write
from tests.recognition.test_sentences import form

pypdfium2 = pytest.importorskip("pypdfium2")
PUBLISHED = Path(__file__).parents[1] / "reference/shanghai-putuo-finance-2025/published.pdf"
KIND = Kind("A999", "试验", Severity.ERROR, "")
WIDE = 12  # points of a character


@pytest.fixture(scope="module")
def remarks() -> tuple[AuditRemark, ...]:
    source = PossibleForms(("上海",), lambda wanted, _: form(wanted)[0]).read(read_bytes(PUBLISHED.read_bytes(), "a"))
    assert source is not None
    return run(document_of(source))


def remark(data: bytes, certainty: str = WRONG) -> AuditRemark:
    """Remark the first line of a PDF, and its first cell if it has a table."""
    file = read_bytes(data, "a.pdf")
    spots = PageSpots(file)
    (line, *_) = file.lines
    cells = [grid.rows[0][0].place for grid in file.grids]
    finding = KIND.at(line.place, "说的话。", "改法。", related=tuple((cell, "是 5 元") for cell in cells))
    return AuditRemark(certainty, finding, (spots.of(line.place), *(spots.of(cell) for cell in cells)))


def ours(data: bytes, page: int = 0) -> list[Any]:
    found = [one.get_object() for one in PdfReader(BytesIO(data)).pages[page].annotations or ()]
    return [one for one in found if one.get("/T") == AUTHOR]


def text_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_the_file_is_what_it_was_and_every_remark_is_at_its_boxes(remarks: tuple[AuditRemark, ...]) -> None:
    data = PUBLISHED.read_bytes()
    made = marked(data, remarks)
    assert made.startswith(data)
    assert made == marked(data, remarks)
    assert text_of(made) == text_of(data)
    with pdfplumber.open(BytesIO(made)) as document, pdfplumber.open(BytesIO(data)) as before:
        assert [page.extract_text() for page in document.pages] == [page.extract_text() for page in before.pages]
        there = {
            (page.page_number, *(round(one[edge]) for edge in ("x0", "top", "x1", "bottom")))
            for page in document.pages
            for one in page.annots
        }
    alone = [spots for one in remarks for spots in one.spots if len(spots) == 1]
    assert len(alone) > 10
    assert {(one.page, *map(round, one.box)) for (one,) in alone} <= there
    said = [one["/Contents"] for page in (6, 14) for one in ours(made, page)]
    main = next(one for one in said if one.startswith("矛盾　A101 前后矛盾\n"))
    assert "改法：请核对两处，改正错的一处。" in main
    assert "另见：第 15 页表 1 第 14 行第 5 格" in main
    assert any(one.startswith("见第 7 页：矛盾　A101 前后矛盾\n") for one in said)
    kinds = Counter(one["/Subtype"] for one in ours(made, 14))
    assert set(kinds) == {"/Square"}  # cells
    assert {one["/Subtype"] for one in ours(made, 6)} == {"/Highlight"}


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("origin", [(0, 0), (-40, 25)])
def test_boxes_are_where_the_text_is_on_turned_and_cropped_pages(angle: int, origin: tuple[int, int]) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(*{0: (0, 0), 90: (595, 0), 180: (595, 842), 270: (0, 842)}[angle])
        canvas.rotate(angle)
        canvas.drawString(100, 300, "这一行字在这里。")

    writer = PdfWriter(clone_from=BytesIO(pdf(draw)))
    page = writer.pages[0]
    page.rotate(angle)
    page.mediabox = RectangleObject((origin[0], origin[1], 595, 842))
    page.cropbox = RectangleObject((10, 30, 580, 800))
    turned = BytesIO()
    writer.write(turned)
    data = turned.getvalue()
    (one,) = ours(marked(data, [remark(data)]))
    along = 8 * WIDE
    left, bottom, right, top = {  # of the text as it was drawn: its beginning, its length, its height
        0: (100, 300, 100 + along, 300 + WIDE),
        90: (595 - 300 - WIDE, 100, 595 - 300, 100 + along),
        180: (595 - 100 - along, 842 - 300 - WIDE, 595 - 100, 842 - 300),
        270: (300, 842 - 100 - along, 300 + WIDE, 842 - 100),
    }[angle]
    assert [float(edge) for edge in one["/Rect"]] == pytest.approx([left, bottom, right, top], abs=3.5)  # a descent


@pytest.mark.parametrize("up", [True, False])
def test_text_that_runs_up_the_page_is_marked_where_it_is(up: bool) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(*((595, 0) if up else (0, HIGH)))
        canvas.rotate(90 if up else -90)
        canvas.drawString(100, 300, "这一行字在这里。")

    data = pdf(draw)
    (one,) = ours(marked(data, [remark(data)]))
    left, bottom, right, top = map(float, one["/Rect"])
    assert (right - left, top - bottom) == pytest.approx((WIDE, 8 * WIDE), abs=2)
    assert bottom == pytest.approx(100 if up else HIGH - 100 - 8 * WIDE, abs=2)


def test_lines_are_one_annotation_and_a_cell_of_the_same_page_refers_to_it() -> None:
    data = pdf(
        lambda canvas: (write(canvas, ["甲" * 36, "乙完。"]), ruled(canvas, [["丙", "1"], ["丁", "2"]], top=300))
    )
    line, cell = ours(marked(data, [remark(data)]))
    assert (line["/Subtype"], cell["/Subtype"]) == ("/Highlight", "/Square")
    assert len(line["/QuadPoints"]) == 16  # two lines
    assert line["/Contents"] == "矛盾　A999 试验\n说的话。\n改法：改法。\n另见：第 1 页表 1 第 1 行第 1 格 是 5 元"
    assert cell["/Contents"] == "见第 1 页：矛盾　A999 试验\n是 5 元\n说的话。"


def test_where_there_is_no_box_a_note_stands_at_the_margin() -> None:
    data = pdf(lambda canvas: write(canvas, ["甲。"]))
    of_page = AuditRemark(SMALL, KIND.at(Place("a.pdf", named="第 1 页"), "页的话。"))
    of_file = AuditRemark(DOUBTFUL, KIND.at(Place("a.pdf"), "文件的话。"))
    of_nothing = AuditRemark(DOUBTFUL, KIND.at(None, "没有地方的话。"))
    first, second, third = ours(marked(data, [of_page, of_file, of_nothing]))
    assert {one["/Subtype"] for one in (first, second, third)} == {"/Text"}
    assert first["/Rect"] != second["/Rect"]
    assert third["/Contents"] == "可疑　A999 试验\n没有地方的话。"
    assert len({tuple(one["/C"]) for one in (first, second, third)}) == 2


def test_each_certainty_has_a_colour_of_its_own() -> None:
    data = pdf(lambda canvas: write(canvas, ["甲。"]))
    made = marked(data, [remark(data, certainty) for certainty in CERTAINTIES])
    assert len({tuple(one["/C"]) for one in ours(made)}) == len(CERTAINTIES)
    assert len({one["/NM"] for one in ours(made)}) == len(CERTAINTIES)


def test_annotations_that_are_there_stay_and_words_are_texts_only() -> None:
    data = pdf(lambda canvas: (write(canvas, ["甲。"]), canvas.linkURL("https://example.org", (10, 10, 50, 50))))
    hidden = AuditRemark(WRONG, KIND.at(None, "/JavaScript (\u202e) 坏\x00话"))
    made = marked(data, [hidden])
    with pdfplumber.open(BytesIO(made)) as document:
        assert [one["uri"] for one in document.pages[0].annots] == ["https://example.org", None]
    (own,) = ours(made)
    assert isinstance(own["/Subtype"], NameObject)
    assert own["/Contents"].endswith("/JavaScript (?) 坏?话")


def test_nothing_to_remark_leaves_the_bytes() -> None:
    data = pdf(lambda canvas: write(canvas, ["甲。"]))
    assert marked(data, []) == data


def test_a_file_whose_owner_forbids_changes_is_refused() -> None:
    data = pdf(lambda canvas: write(canvas, ["甲。"]))
    writer = PdfWriter(clone_from=BytesIO(data))
    writer.encrypt("", "owner", algorithm="RC4-128")
    locked = BytesIO()
    writer.write(locked)
    with pytest.raises(UnmarkableError, match="限制修改"):
        marked(locked.getvalue(), [remark(locked.getvalue())])


def test_a_file_with_a_wrong_table_of_objects_is_written_anew(caplog: pytest.LogCaptureFixture) -> None:
    data = pdf(lambda canvas: write(canvas, ["甲。"]))
    at = data.rindex(b"startxref\n") + len(b"startxref\n")
    wrong = data[:at] + b"7\n%%EOF\n"
    with caplog.at_level(logging.WARNING):
        made = marked(wrong, [remark(data)])
    assert not caplog.records
    assert not made.startswith(wrong)
    assert made == marked(wrong, [remark(data)])
    assert len(ours(made)) == 1
    assert text_of(made) == text_of(data)


def test_what_is_no_file_to_write_to_is_told() -> None:
    data = pdf(lambda canvas: write(canvas, ["甲。"]))
    own = remark(data)
    with pytest.raises(UnmarkableError, match="结构有缺陷"):
        marked(data[:200], [own])


def budget(*words: object) -> Result:
    return CliRunner().invoke(main, ["audit", *map(str, words)])


def test_a_copy_is_asked_for_by_name_and_never_takes_the_place_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "公开.pdf"
    file.write_bytes(PUBLISHED.read_bytes())
    assert "-o 批注.pdf" in budget(file, "-f", "pdf").output
    assert "不能写回原来的文件" in budget(file, "-f", "pdf", "-o", file).output
    (tmp_path / "甲.pdf").write_bytes(PUBLISHED.read_bytes())
    told = budget(tmp_path, "-f", "pdf", "-o", file)
    assert (told.exit_code, "写文件夹" in told.output) == (2, True)
    again = tmp_path / "乙"
    again.mkdir()
    (again / "公开.pdf").write_bytes(PUBLISHED.read_bytes())
    assert "同名" in budget(file, again / "公开.pdf", "-f", "pdf", "-o", tmp_path / "丙").output
    assert file.read_bytes() == PUBLISHED.read_bytes()
    assert not (tmp_path / "丙").exists()


def test_of_a_folder_each_pdf_has_its_copy_and_of_others_it_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "收到的"
    (folder / "区里").mkdir(parents=True)
    (folder / "区里/公开.pdf").write_bytes(PUBLISHED.read_bytes())
    (folder / "表.csv").write_text("部门收支总表\n项目,金额\n合计,5\n", "utf-8")
    told = budget(folder, "-f", "pdf", "--pack", "上海", "-o", tmp_path / "批注", "-j", 1)
    assert told.exit_code == 1
    made = tmp_path / "批注/区里/公开.pdf"
    assert len(ours(made.read_bytes(), 6)) > 3
    assert [one for one in (tmp_path / "批注").rglob("*") if one.is_file()] == [made]
    assert "加了批注的 PDF 1 份" in told.output
    assert "表.csv" in told.output
