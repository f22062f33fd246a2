"""Word files: paragraphs and tables as a reader sees them, with merged cells at every place."""

from __future__ import annotations

from typing import Any

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from generator.grids import problems
from generator.grids.grid import Grid
from generator.grids.reader import read_bytes
from tests.grids.files import changed, only, texts, told, word

NAMES = nsdecls("w")


def lines(data: bytes) -> list[str]:
    return [line.text for line in read_bytes(data, "a.docx").lines]


def body(xml: str) -> bytes:
    """Give a Word file with this in its body."""

    def fill(document: Any) -> None:
        element = parse_xml(
            f"<w:body {NAMES} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>{xml}</w:body>"
        )
        for child in list(element):
            document.element.body.insert(len(document.element.body) - 1, child)

    return word(fill)


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_paragraphs_have_their_numbers_and_centred_ones_are_known() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("目录").alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph("")
        document.add_paragraph("一、概况")
        document.styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_heading("第一部分", 1)

    found = list(read_bytes(word(fill), "文件.docx").lines)
    assert [(str(line.place), line.text, line.centred) for line in found] == [
        ("文件.docx 第 1 段", "目录", True),
        ("文件.docx 第 3 段", "一、概况", False),
        ("文件.docx 第 4 段", "第一部分", True),
    ]


def test_tracked_changes_count_as_accepted_and_hidden_text_is_left_out() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    xml = (
        f"<w:p>{run.format('增加')}<w:del w:id='1'><w:r><w:delText>10</w:delText></w:r></w:del>"
        f"<w:ins w:id='2'>{run.format('20')}</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        f"<w:hyperlink>{run.format('万元')}</w:hyperlink></w:p>"
    )
    assert lines(body(xml)) == ["增加20万元"]


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    first = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>"
    assert lines(body(first + paragraph("后"))) == ["前后"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        "<w:p><w:r><w:t>段落</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(body(xml)) == ["段落", "框里"]


def test_merged_cells_stand_wherever_they_reach() -> None:
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    grid = only(
        body(
            table(
                cell("科目", down) + cell("本年", "<w:gridSpan w:val='2'/>"),
                cell("", on) + cell("基本") + cell("项目"),
                cell("201") + cell("1.00") + cell("2.00"),
            )
        )
    )
    assert texts(grid) == [["科目", "本年", "本年"], ["科目", "基本", "项目"], ["201", "1.00", "2.00"]]
    assert str(grid.rows[1][2].place) == "a 表 1 第 2 行第 3 格"
    assert str(grid.rows[0][2].place) == "a 表 1 第 1 行第 2 格"


def test_rows_that_begin_late_or_end_early_are_filled() -> None:
    late = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
    assert texts(only(body(table(cell("甲") + cell("乙"), late + cell("丙"), cell("丁"))))) == [
        ["甲", "乙"],
        ["", "丙"],
        ["丁", ""],
    ]


def test_a_deleted_row_is_left_out() -> None:
    gone = "<w:trPr><w:del w:id='1'/></w:trPr>"
    assert texts(only(body(table(cell("甲"), gone + cell("乙"))))) == [["甲"]]


def test_paragraphs_of_a_cell_are_joined_where_they_are_one_label() -> None:
    two = "<w:tc><w:tcPr/>" + paragraph("公务用车") + paragraph("运行费") + "</w:tc>"
    assert texts(only(body(table(two)))) == [["公务用车运行费"]]


def test_a_table_within_a_table_is_a_grid_of_its_own() -> None:
    inner = table(cell("内"))
    outer = table(f"<w:tc><w:tcPr/>{paragraph('外')}{inner}{paragraph('')}</w:tc>")
    file = read_bytes(body(paragraph("前") + outer + paragraph("后")), "a.docx")
    assert [texts(part) if isinstance(part, Grid) else part.text for part in file.parts] == [
        "前",
        [["外"]],
        [["内"]],
        "后",
    ]


def test_controls_around_paragraphs_rows_and_cells_are_seen_through() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{control.format(cell('甲'))}</w:tr>"
    file = read_bytes(body(control.format(paragraph("段")) + f"<w:tbl>{control.format(row)}</w:tbl>"), "a.docx")
    assert [texts(part) if isinstance(part, Grid) else part.text for part in file.parts] == ["段", [["甲"]]]


@pytest.mark.parametrize("spoiled", [b"<w:document", b"", b"<a/>"])
def test_damaged_xml_is_told(spoiled: bytes) -> None:
    data = changed(word(lambda _: None), lambda parts: parts.update({"word/document.xml": spoiled}))
    assert told(data, "a.docx") == ["I104"]


def test_more_than_a_document_can_need_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAX_TAGS", 10)
    assert told(body(paragraph("x")), "a.docx") == ["I105"]


def test_a_span_beyond_reason_is_refused() -> None:
    late = "<w:trPr><w:gridBefore w:val='999999999'/></w:trPr>"
    assert told(body(table(late + cell("x"))), "a.docx") == ["I105"]
