"""Long centred titles: broken where an editor would in the PDF; Word breaks them itself."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document.blocks import Contents, Heading, Paragraph, Run, Section
from generator.document.stylesheet import TextStyle
from generator.typeset import faces
from generator.typeset.layout import lay_out
from generator.typeset.linebreak import Piece, break_text, measure
from generator.typeset.measure import Fonts
from generator.typeset.titles import balanced, is_title
from generator.writers.docx.writer import write
from generator.writers.laid import Laid
from tests.docx_samples import NAMES, document, template
from tests.layout_samples import StubFaces, heading, laid, texts

LONG = "第一部分 科技和工业信息化部门2025年部门预算信息公开情况说明"


def parted(text: str, characters: float) -> list[str]:
    """The lines of a title in a width of so many Chinese characters."""
    font = Fonts(StubFaces()).font("宋体", "宋体", False)
    strip = measure((Piece(text, font),), 10)
    return [text[start:end] for start, end in balanced(strip, characters * 10)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("部门预算收支总表", ["部门预算收支总表"]),
        ("科技和工信部门部门预算信息公开情况说明", ["科技和工信部门部门", "预算信息公开情况说明"]),
        ("省级中小企业发展专项资金（高企奖励）绩效目标", ["省级中小企业发展专项资金", "（高企奖励）绩效目标"]),
        ("科技和工业信息化部门2025年预算公开", ["科技和工业信息化部门", "2025年预算公开"]),
        ("关于支持县域科技创新、科学普及等项目的绩效", ["关于支持县域科技创新、", "科学普及等项目的绩效"]),
    ],
)
def test_a_title_of_two_lines_is_parted_at_a_good_place_near_its_middle(text: str, lines: list[str]) -> None:
    assert parted(text, 16) == lines


def test_no_date_is_torn_apart() -> None:
    assert parted("一二三四五六七八2025年一二三四五六七八", 14)[1].startswith("2025年")


@given(st.text("一二三、，。（）《》ab12 年", min_size=1, max_size=80), st.integers(3, 20))
def test_a_title_has_no_more_lines_than_it_must_and_all_its_words(text: str, characters: int) -> None:
    font = Fonts(StubFaces()).font("宋体", "宋体", False)
    strip = measure((Piece(text, font),), 10)
    lines = parted(text, characters)
    assert "".join(lines) == text
    assert len(lines) == len(break_text(strip, characters * 10, characters * 10, hanging=False))


def test_the_last_line_of_a_long_title_is_not_a_rest_of_few_characters() -> None:
    lines = parted("一二三四五六七八九十" * 3 + "末", 10)
    assert [len(line) for line in lines] == [8, 8, 8, 7]


def test_a_title_is_broken_in_the_middle() -> None:
    pages = laid(heading("甲" * 15))  # the text area is 12.5 characters wide
    assert texts(pages, 0) == ["甲" * 7, "甲" * 8]


def made(*blocks: Heading | Paragraph | Contents, cover: str = "某局") -> tuple[bytes, list[str]]:
    """A document of a cover and blocks: the Word file, and the texts of the laid out lines."""
    frame, findings = template().render_frame({**NAMES, "主体": cover})
    assert findings == ()
    assert frame is not None
    sections = (Section("封面", frame.cover, numbered=False), Section("竖版", blocks))
    doc = replace(document(), sections=sections)
    pages = lay_out(doc, template().sheet, faces.load())
    lines: dict[tuple[int, float], str] = {}
    for number, page in enumerate(pages.pages):
        for operation in page.operations:
            if hasattr(operation, "text") and operation.node >= 0:
                lines[number, operation.y] = lines.get((number, operation.y), "") + operation.text
    return write(Laid(doc, template(), frame, pages, faces.load())), list(lines.values())


def test_titles_have_no_forced_breaks_in_word() -> None:
    name = "某某维吾尔自治区人力资源和社会保障厅机关事务服务中心"
    data, lines = made(Heading((Run(LONG),), 1, "a", "部分标题"), cover=name)
    assert lines[:2] == [name[:13], name[13:]]
    assert len(lines[-2]) > 10 < len(lines[-1])
    found = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    assert found[0] == name
    assert LONG in found


def test_entries_of_the_contents_begin_their_lines_where_the_pdf_does() -> None:
    text = "13、提前下达2025年县域特色产业群“领跑者”企业培育等项目资金绩效目标表及其说明"
    data, lines = made(Contents(), Heading((Run(text),), 2, "a", "表标题"))
    entry = next(p.text for p in docx.Document(io.BytesIO(data)).paragraphs if p.text.endswith("\t2"))
    assert entry.split("\t")[0].split("\n") == [line.removesuffix("2") for line in lines[4:6]]


def test_body_text_is_not_broken_in_word() -> None:
    data, _ = made(Paragraph((Run("文字，" * 100),)))
    assert "\n" not in docx.Document(io.BytesIO(data)).paragraphs[-1].text


def test_a_style_with_an_indentation_is_no_title() -> None:
    assert not is_title_with(first_indent=20)
    assert is_title_with(first_indent=0)


def is_title_with(first_indent: float) -> bool:
    return is_title(TextStyle("新", "宋体", "宋体", 10, 20, align="center", first_indent=first_indent))
