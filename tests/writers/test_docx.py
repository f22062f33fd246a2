"""The Word writer, read back from the finished file with python-docx, lxml and LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.etree import _Element

from generator.document.blocks import Cell, Column, Document, Heading, PageBreak, Paragraph, Row, Run, Section, Table
from generator.typeset import faces
from generator.word.frame import Frame
from generator.word.xml import W, parse
from generator.writers.docx import writer
from generator.writers.docx.writer import write
from generator.writers.laid import Laid
from tests.docx_check import check
from tests.docx_samples import NAMES, cells, document, long_table, pages, template, written

TABLE_LINE = "350 科技和工信部门\t预算年度：2025\t单位：万元"


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode()


def in_one_section(*blocks: object, page: str = "竖版") -> Document:
    return Document("题", "", "", (Section(page, blocks),), NAMES)  # type: ignore[arg-type]


def frame() -> Frame:
    found, findings = template().render_frame(NAMES)
    assert findings == ()
    assert found is not None
    return found


def text_block(text: str, style: str = "Normal") -> Paragraph:
    return Paragraph((Run(text),), style)


def small_table(body: tuple[Row, ...], columns: int, **more: object) -> Table:
    return Table("表", "表", (Column(),) * columns, (), body, **more)  # type: ignore[arg-type]


def test_the_words_of_the_document_are_in_the_file_in_order() -> None:
    opened = docx.Document(BytesIO(written(document())))
    texts = [paragraph.text for paragraph in opened.paragraphs]
    assert texts[:4] == ["科技和工信部门", "2025年部门预算信息公开", "2025年2月14日", "目录"]
    first = texts.index("第一部分 部门预算信息公开情况说明")
    assert texts[first + 1 : first + 4 : 2] == ["一、部门职责及机构设置情况", "（一）收入说明"]


def test_paragraphs_have_the_named_styles() -> None:
    opened = docx.Document(BytesIO(written(document())))
    styles = {paragraph.text: paragraph.style.name for paragraph in opened.paragraphs if paragraph.style}
    assert styles["目录"] == "目录标题"
    assert styles["一、部门职责及机构设置情况"] == "Heading 2"
    assert styles["部门预算支出总表"] == "表标题"
    assert styles["注：本表为示例。"] == "表注"


def test_strange_text_is_kept_as_text_and_illegal_characters_go() -> None:
    opened = docx.Document(BytesIO(written(document())))
    assert opened.tables[1].cell(0, 1).text == 'R&D <b>“研发”</b> ]]> "引号" {{ 主体 }} \t末'


@settings(max_examples=25)
@given(st.text(max_size=40))
def test_any_text_gives_a_sound_file(text: str) -> None:
    table = small_table((Row(cells(text, text)),), 2, line=(text, "", text))
    doc = in_one_section(Heading((Run(text),), 1, "a", "heading 1"), text_block(text), table)
    data = written(replace(doc, title=text, author=text))
    assert check(data, "样本.docx") == ()


def test_a_line_break_in_a_cell_is_one_in_word() -> None:
    opened = docx.Document(BytesIO(written(document())))
    assert opened.tables[1].cell(1, 1).text == "一、保障公务用车正常运行。\n二、按时缴纳保险。"


def test_the_cells_of_a_table_are_where_the_document_puts_them() -> None:
    table = docx.Document(BytesIO(written(document()))).tables[0]
    assert len(table.rows) == 203
    assert {cell.text for cell in table.rows[0].cells} == {TABLE_LINE}
    assert [cell.text for cell in table.rows[1].cells] == ["序号", "支出", "支出", "合计（万元）"]
    assert [cell.text for cell in table.rows[2].cells] == ["序号", "类别", "项目", "合计（万元）"]
    assert [cell.text for cell in table.rows[9].cells] == ["7", "类别1", "项目6", "6.06"]


def test_all_leading_rows_are_repeated_and_no_row_is_cut() -> None:
    rows = list(parse(part(written(in_one_section(long_table(7)))).encode()).iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] * 3 + [False] * 7
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_row_higher_than_a_page_may_be_cut() -> None:
    data = written(in_one_section(small_table((Row(cells("长" * 3000, "短")), Row(cells("短", "短"))), 2)))
    rows = list(parse(part(data).encode()).iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [False, True]


def test_grid_cells_and_table_agree_to_the_twip() -> None:
    table = next(parse(part(written(in_one_section(long_table(5)))).encode()).iter(f"{W}tbl"))
    columns = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
    whole = table.find(f"{W}tblPr/{W}tblW")
    assert whole is not None
    assert sum(columns) == int(whole.get(f"{W}w", "")) == round((595.3 - 79.35 - 73.7 - 20.03) * 20)


def test_cells_have_the_style_of_their_kind() -> None:
    body = (Row((Cell("头", "表头"), Cell("字"), Cell("中", "居中"), Cell("1", "序号"), Cell("1.00", "金额"))),)
    table = docx.Document(BytesIO(written(in_one_section(small_table(body, 5))))).tables[0]
    names = [cell.paragraphs[0].style.name for cell in table.rows[0].cells if cell.paragraphs[0].style]
    assert names == ["表头", "表文", "表中", "表中", "表数"]


def test_a_bold_cell_and_a_lead_in_have_character_styles() -> None:
    data = written(
        in_one_section(
            Paragraph((Run("引导：", "引导语"), Run("文字"))), small_table((Row((Cell("合计", bold=True),)),), 1)
        )
    )
    opened = docx.Document(BytesIO(data))
    assert opened.paragraphs[0].runs[0].style.name == "引导语"
    assert opened.tables[0].cell(0, 0).paragraphs[0].runs[0].style.name == "加粗"


def test_a_style_that_the_template_lacks_is_set_as_body_text() -> None:
    opened = docx.Document(BytesIO(written(in_one_section(text_block("文字", "没有的样式")))))
    assert [p.style.name for p in opened.paragraphs if p.style] == ["Normal"]


def test_chinese_quotes_and_dashes_are_set_in_the_chinese_font() -> None:
    xml = part(written(in_one_section(text_block("“三公”经费"), text_block("1.00"))))
    assert re.search(r'<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">“三公”经费', xml)
    assert '<w:r><w:t xml:space="preserve">1.00</w:t></w:r>' in xml


def test_attached_tables_have_no_rule_between_them_but_one() -> None:
    root = parse(part(written(document())).encode())
    tables = list(root.iter(f"{W}tbl"))
    last = list(tables[1].iter(f"{W}tr"))[-1]
    assert [b.get(f"{W}val") for b in last.findall(f".//{W}tcBorders/{W}bottom")] == ["nil"] * 2
    between = tables[1].getnext()
    assert between is not None
    assert between.find(f"{W}pPr/{W}spacing").get(f"{W}line") == "20"  # type: ignore[union-attr]
    assert between.getnext() is tables[2]


def as_laid(doc: Document, *rows: tuple[tuple[int, int], ...]) -> bytes:
    """The Word file of a document whose tables the layout placed so: (page, rows begun there) of each."""
    laid = pages(doc)
    tables = tuple(replace(table, rows=placed) for table, placed in zip(laid.tables, rows, strict=True))
    return write(Laid(doc, template(), frame(), replace(laid, tables=tables), faces.load()))


def test_where_the_layout_breaks_a_table_the_word_file_does_not_show() -> None:
    labels = {0: "甲", 3: "乙"}
    body = tuple(
        Row((*((Cell(labels[n], rowspan=3 if n == 0 else 6),) if n in labels else ()), Cell(str(n)))) for n in range(9)
    )
    doc = in_one_section(small_table(body, 2))
    files = {as_laid(doc, rows) for rows in ((), ((0, 9),), ((0, 1), (1, 8)), ((0, 4), (1, 3), (2, 2)))}
    assert len(files) == 1
    root = parse(part(files.pop()).encode())
    first = [row.find(f"{W}tc") for row in root.iter(f"{W}tr")]
    assert ["".join(cell.itertext()) for cell in first if cell is not None] == ["甲", "", "", "乙"] + [""] * 5
    merges = [cell.find(f"{W}tcPr/{W}vMerge") for cell in first if cell is not None]
    states = [merge.get(f"{W}val") for merge in merges if merge is not None]
    assert states == ["restart", "continue", "continue", "restart"] + ["continue"] * 5


def kept_rows(table: _Element) -> list[int]:
    """The rows that stay with the next: each cell says so, in its place after the style."""
    rows = list(table.iter(f"{W}tr"))
    for row in rows:
        keeps = list(row.iter(f"{W}keepNext"))
        assert len(keeps) in {0, len(list(row.iter(f"{W}p")))}
        assert all(keep.getprevious().tag == f"{W}pStyle" for keep in keeps)  # type: ignore[union-attr]
    return [number for number, row in enumerate(rows) if row.find(f".//{W}keepNext") is not None]


def test_no_row_stands_alone_on_a_page_nor_do_notes() -> None:
    rows = tuple(Row(cells(str(n), str(n), indent=1)) for n in range(9))
    note = (Paragraph((Run("注"),), "表注"),)
    for count, notes, kept in (
        (9, (), [0, 7]), (9, note, [0, 7, 8]), (3, (), [0, 1]), (2, (), [0]), (1, (), []), (1, note, [0])
    ):  # fmt: skip
        data = written(in_one_section(small_table(rows[:count], 2, notes=notes), text_block("后")))
        assert kept_rows(next(parse(part(data).encode()).iter(f"{W}tbl"))) == kept, (count, notes)
    last = written(in_one_section(small_table(rows, 2)))  # the section ends in a paragraph that must not stand alone
    assert kept_rows(next(parse(part(last).encode()).iter(f"{W}tbl"))) == [0, 7, 8]


def test_a_form_stays_with_the_list_below_unless_they_need_two_pages() -> None:
    field = Row(cells("名称", "值"))
    form = small_table((field, field, field), 2, attached=True)
    doc = in_one_section(form, small_table((field, field), 2))
    for rows, rule in ((((0, 3),), ((0, 2),)), "nil"), ((((0, 3),), ((1, 2),)), None):
        table = next(parse(part(as_laid(doc, *rows)).encode()).iter(f"{W}tbl"))
        assert kept_rows(table) == [0, 1, 2]
        last = list(table.iter(f"{W}tr"))[-1].find(f".//{W}tcBorders/{W}bottom")
        assert (last.get(f"{W}val") if last is not None else None) == rule
        between = table.getnext()
        assert between is not None
        assert (between.find(f"{W}pPr/{W}keepNext") is not None) == (rule == "nil")


def test_what_leads_in_stays_with_what_follows() -> None:
    doc = in_one_section(text_block("部门职责："), text_block("一"), text_block("二："), PageBreak(), text_block("三"))
    paragraphs = parse(part(written(doc)).encode()).iter(f"{W}p")
    assert [p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphs] == [True, False, False, False]


def test_the_contents_are_a_filled_field_that_asks_nothing() -> None:
    data = written(document())
    xml, opened = part(data), docx.Document(BytesIO(data))
    entries = [p.text for p in opened.paragraphs if p.style and p.style.name.startswith("toc")]
    assert entries == [
        "部门预算支出总表\t1",
        "第一部分 部门预算信息公开情况说明\t2",
        "一、部门职责及机构设置情况\t3",
        "项目支出绩效目标表\t5",
    ]
    assert 'TOC \\o "1-2" \\h \\z \\u' in xml
    assert xml.count("<w:keepLines/><w:tabs>") == len(entries)
    assert "dirty" not in xml
    assert "updateFields" not in part(data, "word/settings.xml")


def test_the_contents_number_the_pages_as_the_file_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    doc, laid = document(), pages(document())
    shown = replace(laid, labels={anchor: f"{label}0" for anchor, label in laid.labels.items()})
    monkeypatch.setattr(writer, "lay_out", lambda *_, loose, **__: shown if loose else laid)
    for differs, numbers in ((False, ["1", "2", "3", "5"]), (True, ["10", "20", "30", "50"])):
        data = write(Laid(doc, template(), frame(), replace(laid, differs=differs), faces.load()))
        entries = [p.text for p in docx.Document(BytesIO(data)).paragraphs if p.style and p.style.name[:3] == "toc"]
        assert [entry.rpartition("\t")[2] for entry in entries] == numbers


def test_no_grid_of_lines_takes_from_the_page_unless_a_style_counts_in_its_lines() -> None:
    doc = in_one_section(text_block("一"))
    assert "<w:docGrid w:linePitch=" in part(written(doc))
    package = template().package
    styles = package.parts[package.styles_part].replace(b"w:spacing ", b'w:spacing w:beforeLines="50" ', 1)
    counting = replace(template(), package=replace(package, parts={**package.parts, package.styles_part: styles}))
    data = write(Laid(doc, counting, frame(), pages(doc), faces.load()))
    assert '<w:docGrid w:type="lines" w:linePitch=' in part(data)


def test_a_thin_paragraph_under_a_table_makes_nothing_higher() -> None:
    field = (Row(cells("名称", "值")),) * 2
    for blocks, lower in (
        ((small_table(field, 2), text_block("一")), None),
        ((small_table(field, 2),), "10"),  # the padding of 1.5 pt without the paragraph's 1 pt
        ((small_table(field, 2, attached=True), small_table(field, 2), text_block("一")), "0"),  # and the rule's 0.5
    ):
        table = next(parse(part(written(in_one_section(*blocks))).encode()).iter(f"{W}tbl"))
        found = [row.findall(f"{W}tc/{W}tcPr/{W}tcMar/{W}bottom") for row in table.iter(f"{W}tr")]
        assert [[one.get(f"{W}w") for one in row] for row in found] == [[], [lower] * 2 if lower else []]


def test_a_page_break_stands_before_what_follows() -> None:
    doc = in_one_section(
        text_block("一"), PageBreak(), text_block("二"), PageBreak(), small_table((Row(cells("三")),), 1)
    )
    root = parse(part(written(doc)).encode())
    broken = [p for p in root.iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert ["".join(p.itertext()) for p in broken] == ["二", ""]
    assert broken[1].getnext().tag == f"{W}tbl"  # type: ignore[union-attr]


def test_sections_turn_the_page_and_name_their_footers() -> None:
    sections = list(parse(part(written(document())).encode()).iter(f"{W}sectPr"))
    assert [len(s.findall(f"{W}footerReference")) for s in sections] == [2] * 4
    assert [s.find(f"{W}pgSz").get(f"{W}orient") for s in sections] == [None, None, "landscape", None]  # type: ignore[union-attr]
    assert [s.find(f"{W}pgNumType") is not None for s in sections] == [False, False, True, False]
    targets = [s.find(f"{W}footerReference").attrib.values()[1] for s in sections]  # type: ignore[union-attr]
    assert targets == ["rIdBlankFooter", "rIdBlankFooter", "rId5", "rId5"]


def test_nothing_of_the_template_but_its_cover_is_printed() -> None:
    xml = part(written(document()))
    assert "【" not in xml
    assert "这一页不印出" not in xml


def test_the_metadata_come_from_the_document() -> None:
    properties = docx.Document(BytesIO(written(document()))).core_properties
    assert (properties.title, properties.author, properties.language) == (
        "科技和工信部门<2025>年部门预算信息公开",
        "科技&工信",
        "zh-CN",
    )
    assert str(properties.created).startswith("2025-02-14")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert written(document()) == written(document())
    with zipfile.ZipFile(BytesIO(written(document()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_a_document_that_ends_in_a_table_is_sound() -> None:
    data = written(in_one_section(small_table((Row(cells("a")),), 1), small_table((Row(cells("b")),), 1), page="横版"))
    assert check(data, "样本.docx") == ()
    assert len(docx.Document(BytesIO(data)).tables) == 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_repeated_headings_and_page_numbers(tmp_path: Path) -> None:
    (tmp_path / "样本.docx").write_bytes(written(document()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "样本.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "样本.pdf"), "-"], check=True, capture_output=True
    ).stdout
    sheets = text.decode().split("\f")[:-1]
    table = [sheet for sheet in sheets if "预算年度：2025" in sheet]
    assert len(table) > 5
    assert all("合计（万元）" in sheet for sheet in table)
    assert not any("—" in sheet for sheet in sheets[:2])
    numbers = [re.findall(r"— *(\d+) *—", sheet)[-1] for sheet in sheets[2:]]
    assert numbers == [str(number) for number in range(1, len(sheets) - 1)]


def test_the_writer_uses_the_widths_of_the_layout() -> None:
    doc = in_one_section(small_table((Row(cells("a", "b")),), 2))
    laid = pages(doc)
    laid = replace(laid, tables=(replace(laid.tables[0], widths=(50.0, 100.33)),))
    columns = re.findall(r'<w:gridCol w:w="(\d+)"/>', part(write(Laid(doc, template(), frame(), laid, faces.load()))))
    assert columns == ["1000", "2007"]
