"""The PDF writer, proved by reading its files with independent readers."""

from __future__ import annotations

import gc
import io
import os
import struct
import subprocess
import sys
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from generator.document.blocks import Document
from generator.typeset import faces
from generator.typeset.faces import Face
from generator.typeset.pages import DrawnText, Element, Link, Page, Pages
from generator.writers.laid import Attachment
from generator.writers.pdf import objects, truetype
from generator.writers.pdf import writer as pdf
from tests.pdf_sample import DOCUMENT, PAGES, SHOWN, laid

SET = faces.load()
FILE = pdf.write(laid())
ATTACHED = (
    Attachment("事实.yaml", "application/yaml", "年度: 2025\n".encode()),
    Attachment("figures.json", "application/json", b"{}"),
)


def opened(data: bytes = FILE) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def one_text(text: str, face: str = "宋体", **more: Any) -> Pages:
    page = Page(200, 100, "1", (DrawnText(10, 50, face, 12, text, 0, **more),))
    return Pages((page,), (Element("P", -1),), (), {}, {}, ())


def text_of(pages: Pages) -> str:
    return PdfReader(io.BytesIO(pdf.write(laid(pages)))).pages[0].extract_text()


def test_text_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "sample.pdf").write_bytes(FILE)
    done = subprocess.run(["pdftotext", tmp_path / "sample.pdf", "-"], capture_output=True, check=True)
    first, second, third = done.stdout.decode().rstrip("\f").split("\f")
    assert "第一部分 预算情况" in first
    lines = [line for line in second.split("\n") if line]
    assert lines == ["第一部分 预算情况", "收入共166.13万元，为2025年", "收支", "收入", "12.34", *[SHOWN] * 6, "— 1 —"]
    assert [line for line in third.split("\n") if line] == ["收支", "收入（续）", "注：☑已公开 龘𬭎", "第二部分"]


def test_a_line_in_several_pieces_is_read_without_spaces_and_columns_with_them(tmp_path: Path) -> None:
    pieces = (
        DrawnText(10, 50, "仿宋", 16, "2025", 0), DrawnText(46, 50, "仿宋", 16, "年预算", 0, spacing=1.2),
        DrawnText(102, 50, "仿宋", 16, "12.30", 0), DrawnText(146, 50, "黑体", 16, "万元", 0),
        DrawnText(240, 50, "宋体", 16, "右", 0),
    )  # fmt: skip
    pages = Pages((Page(300, 100, "1", pieces),), (Element("P", -1),), (), {}, {}, ())
    (tmp_path / "line.pdf").write_bytes(pdf.write(laid(pages)))
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "line.pdf", "-"], capture_output=True, check=True)
    assert done.stdout.decode().split() == ["2025年预算12.30万元", "右"]


def test_ideographs_are_not_read_as_radicals() -> None:
    assert text_of(one_text("一人入八力工土大子寸山川己干心戈手方日月木水火牛用田白目石示立竹米")) == (
        "一人入八力工土大子寸山川己干心戈手方日月木水火牛用田白目石示立竹米"
    )


def test_every_font_is_an_embedded_subset_of_type_0() -> None:
    with opened() as file:
        fonts = file.pages[1].Resources.Font
        assert len(fonts) == 6
        for font in fonts.values():
            assert font.Subtype == "/Type0"
            assert str(font.BaseFont)[7] == "+"
            assert font.DescendantFonts[0].FontDescriptor.FontFile2.Length1 < 40_000
            assert "/ToUnicode" in font


@pytest.mark.parametrize("key", SET.faces)
def test_the_embedded_glyphs_are_those_of_the_font(key: str) -> None:
    face = SET.faces[key]
    drawn = [character for character in "0A。龘预算鑫" if character in face.widths]
    subset = TTFont(io.BytesIO(truetype.subset(face, drawn)))
    whole = TTFont(face.path)
    for number, character in enumerate(drawn, 1):
        name = whole.getBestCmap()[ord(character)]
        assert outline(subset, subset.getGlyphName(number)) == outline(whole, name)
        assert subset["hmtx"][subset.getGlyphName(number)] == whole["hmtx"][name]


def _some(face: Face) -> list[str]:
    """Give eleven characters that a face has: digits, or those of a face for rare characters only."""
    usual = [one for one in sorted("1234567890.预") if one in face.widths]
    return usual if len(usual) > 1 else sorted(face.widths)[:11]


@pytest.mark.parametrize("key", faces.load().faces)
def test_an_embedded_font_has_right_checksums(key: str) -> None:
    data = truetype.subset(faces.load().faces[key], _some(faces.load().faces[key]))
    words = struct.unpack(f">{len(data) // 4}I", data)
    assert sum(words) % 2**32 == 0xB1B0AFBA  # what checkSumAdjustment in `head` is there for (OpenType, head)
    font = TTFont(io.BytesIO(data), checkChecksums=2)
    for tag in ("glyf", "head", "hhea", "hmtx", "loca", "maxp"):
        assert font.reader[tag]  # raises where the checksum of the directory is not that of the table


def outline(font: TTFont, name: str) -> list[Any]:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.value


def test_no_font_is_left_out_of_the_file_and_no_transition_is_in_it() -> None:
    assert b"Helvetica" not in FILE
    assert b"/Trans" not in FILE


def test_the_structure_is_that_of_the_nodes_in_reading_order() -> None:
    with opened() as file:
        root = file.Root.StructTreeRoot.K[0]
        assert shape(root) == (
            "Document(TOC(TOCI(Link(0 OBJR))) H1(0) P(1 Span(2) 3) "
            "Table(THead(TR(TH(4))) TBody(TR(TH(5 MCR) TD(6)) TR(TD()))) Note(1) H1(2))"
        )


def shape(element: Any) -> str:
    """Write a structure element as its kind and its kids."""
    kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    return f"{str(element.S)[1:]}({' '.join(shape(k) if '/S' in k else kind(k) for k in map(as_object, kids))})"


def as_object(kid: Any) -> Any:
    return {"/Number": kid} if isinstance(kid, int) else kid


def kind(kid: Any) -> str:
    return str(kid["/Number"]) if "/Number" in kid else str(kid.Type)[1:]


def elements(file: pikepdf.Pdf, wanted: str) -> list[Any]:
    every = (thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary))
    return [thing for thing in every if thing.get("/S") == wanted and "/P" in thing]


def test_cells_have_their_spans_scope_and_the_table_its_summary() -> None:
    with opened() as file:
        first, second = elements(file, "/TH")
        assert (first.A.Scope, first.A.ColSpan) == ("/Column", 2)
        assert (second.A.Scope, second.A.RowSpan) == ("/Row", 2)
        assert str(elements(file, "/Table")[0].A.Summary) == "部门收支总表"
        assert str(elements(file, "/Note")[0].ID) == "n17"


def test_the_parent_tree_leads_back_from_page_content_and_links() -> None:
    with opened() as file:
        numbers = file.Root.StructTreeRoot.ParentTree.Nums
        tree = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        kinds = [str(element.S) for element in tree[int(file.pages[1].StructParents)]]
        assert kinds == ["/H1", "/P", "/Span", "/P", "/TH", "/TH", "/TD"]
        assert tree[int(file.pages[0].Annots[0].StructParent)].S == "/Link"
        assert all(page.Tabs == "/S" for page in file.pages)


def test_everything_drawn_is_content_or_artifact() -> None:
    with opened() as file:
        for page in file.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
                assert depth in (1, 2) if operator in ("Tj", "TJ", "S") else depth in (0, 1, 2)
            assert depth == 0


def test_links_lead_to_their_anchors_and_say_where() -> None:
    with opened() as file:
        link = file.pages[0].Annots[0]
        names = file.Root.Names.Dests.Names
        places = {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}
        assert set(places) == {"part1", "表1"}
        assert places[str(link.Dest)][0].objgen == file.pages[1].objgen
        assert float(places["part1"][3]) == pytest.approx(841.89 - 80, abs=0.01)
        assert str(link.Contents) == "第一部分 预算情况1"
        assert [float(edge) for edge in link.Rect] == pytest.approx([80, 737.89, 515, 757.89], abs=0.01)


def test_the_outline_is_nested_and_a_skipped_level_does_not_break_it() -> None:
    reader = PdfReader(io.BytesIO(FILE))
    first, inner, second = reader.outline
    assert (first.title, inner[0].title, second.title) == ("第一部分 预算情况", "表1", "第二部分")
    assert reader.get_destination_page_number(second) == 2


def test_page_labels_are_the_numbers_shown() -> None:
    assert PdfReader(io.BytesIO(FILE)).page_labels[1:] == ["1", "2"]


def test_info_and_xmp_agree_and_say_what_the_file_is() -> None:
    with opened() as file, file.open_metadata() as meta:
        assert str(file.docinfo.Title) == meta["dc:title"] == DOCUMENT.title
        assert meta["dc:creator"] == [str(file.docinfo.Author)] == ["某局"]
        assert str(file.docinfo.CreationDate) == "D:20250120000000+08'00'"
        assert meta["xmp:CreateDate"] == "2025-01-20T00:00:00+08:00"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
        assert file.Root.Lang == "zh-CN"
        assert file.Root.MarkInfo.Marked is True
        assert file.Root.ViewerPreferences.DisplayDocTitle is True
        assert file.Root.OutputIntents[0].DestOutputProfile.N == 3


def test_attached_data_is_embedded_and_the_file_is_pdf_a_3() -> None:
    with opened(pdf.write(laid(attachments=ATTACHED))) as file:
        assert {name: file.attachments[name].get_file().read_bytes() for name in file.attachments} == {
            "事实.yaml": "年度: 2025\n".encode(), "figures.json": b"{}",
        }  # fmt: skip
        assert [str(specification.AFRelationship) for specification in file.Root.AF] == ["/Source", "/Data"]
        with file.open_metadata() as meta:
            assert meta["pdfaid:part"] == "3"


def test_gaps_and_letter_spacing_move_what_follows() -> None:
    def starts(text: str = "预算2025年", **more: Any) -> list[float]:
        with pdfplumber.open(io.BytesIO(pdf.write(laid(one_text(text, "仿宋", **more))))) as file:
            return [round(float(character["x0"]), 2) for character in file.pages[0].chars]

    assert starts() == [10, 22, 34, 40, 46, 52, 58]
    assert starts(gaps=((2, 3.0), (6, 3.0))) == [10, 22, 37, 43, 49, 55, 64]
    assert starts(gaps=((3, 3.0),)) == [10, 22, 34, 43, 49, 55, 61]
    assert starts("预算财政", spacing=1.0) == [10, 23, 36, 49]


def test_colour_and_size_are_set_and_set_back() -> None:
    with opened() as file:
        colours = [
            [float(n) for n in i.operands]
            for i in pikepdf.parse_content_stream(file.pages[1])
            if str(i.operator) == "rg"
        ]
    assert colours == [[0.75, 0, 0], [0, 0, 0]]


def test_a_face_gives_no_glyph_for_a_character_that_it_lacks() -> None:
    with pytest.raises(KeyError):
        truetype.subset(SET.faces["仿宋"], ["😀"])


def test_a_character_without_a_font_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"U\+1F600"):
        pdf.write(laid(one_text("预算😀")))


def test_a_link_to_nowhere_is_an_error() -> None:
    page = Page(200, 100, "", (Link(0, 0, 10, 10, "nowhere", 0),))
    with pytest.raises(ValueError, match="nowhere"):
        pdf.write(laid(Pages((page,), (Element("Link", -1),), (), {}, {}, ())))


def test_any_title_is_safe() -> None:
    odd = Document('<a>&"\\)(\x01\ufffe]]>', "甲&乙", "", ())
    with opened(pdf.write(laid(PAGES, odd))) as file, file.open_metadata() as meta:
        assert str(file.docinfo.Title) == meta["dc:title"] == '<a>&"\\)(]]>'
        assert meta["dc:creator"] == ["甲&乙"]


def test_the_file_identifier_follows_the_content() -> None:
    other = pdf.write(laid(replace(PAGES, pages=PAGES.pages[:2], bookmarks=PAGES.bookmarks[:2])))
    with opened() as first, opened(other) as second:
        assert bytes(first.trailer.ID[0]) != bytes(second.trailer.ID[0])


def test_two_runs_elsewhere_give_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.pdf_sample import laid;"
        "from generator.typeset import faces; from generator.writers.pdf import writer as pdf;"
        "sys.stdout.buffer.write(pdf.write(laid()))"
    )
    root = str(Path(__file__).parents[2])
    for seed, zone, epoch in (("1", "Asia/Shanghai", ""), ("2", "America/New_York", "1700000000")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": epoch, "LC_ALL": "C"}
        command = [sys.executable, "-c", code, root]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
        assert done.stdout == FILE


def test_cells_without_text_keep_their_place_among_their_siblings() -> None:
    nodes = (Element("TR", -1), Element("TD", 0), Element("TD", 0), Element("TD", 0))
    page = Page(100, 100, "", (DrawnText(0, 10, "宋体", 9, "甲", 1), DrawnText(50, 10, "宋体", 9, "乙", 3)))
    with opened(pdf.write(laid(Pages((page,), nodes, (), {}, {}, ())))) as file:
        assert shape(file.Root.StructTreeRoot.K[0]) == "TR(TD(0) TD() TD(1))"


def test_a_written_file_stays_in_no_cycle() -> None:
    """A worker that makes a thousand documents keeps the objects of none until the garbage is collected."""
    file = objects.File()
    file.add(b"<<>>")
    gone = weakref.ref(file)
    gc.disable()
    try:
        assert file.data().startswith(b"%PDF-1.7")
        del file
        assert gone() is None
    finally:
        gc.enable()
