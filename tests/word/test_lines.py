"""A pack's text written in Word, read as lines: styles, lead-ins, tables, tags, and what cannot be a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.word.drafting import text_file
from generator.word.lines import as_text
from tests.word_files import changed, line, rows, styled, template, word_file


def read(*body: str) -> str:
    text, found = as_text(word_file(*body), "正文.docx")
    assert found == ()
    assert text is not None
    return text


def told(*body: str) -> list[str]:
    text, found = as_text(word_file(*body), "正文.docx")
    assert text is None
    return [f"{one.place} {one.code} {one.message}" for one in found]


def wrapped(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


BOLD = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
NUMBERED = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
MATHS = (
    '<m:oMathPara xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    "<m:oMath><m:r><m:t>a</m:t></m:r></m:oMath></m:oMathPara>"
)
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>jia</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
PLAIN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (line("第一部分"), "第一部分"),
        (line(""), ""),
        (styled("heading 1", ("一、{{ 主体 }}", False)), "# 一、{{ 主体 }}"),
        (styled("heading 3", ("甲", False)), "### 甲"),
        (styled("部分标题", ("甲", False)), "# [部分标题] 甲"),
        (styled("文章标题", ("甲", False)), "[文章标题] 甲"),
        (styled("heading 2", ("{% if 年度 %}", False)), "{% if 年度 %}"),
        (styled("Normal", ("职责：", True), ("甲", False)), "**职责：**甲"),
        (styled("Normal", ("职责", True), ("：", True), ("甲", False)), "**职责：**甲"),
        (styled("heading 2", ("甲", True)), "## 甲"),
        (wrapped(BOLD.format("{% if 甲 %}乙{% endif %}丙")), "{% if 甲 %}**乙**{% endif %}**丙**"),
        (wrapped(BOLD.format("{{ 版本 }}职责：")), "**{{ 版本 }}职责：**"),
        (line("{%p for 项 in 单位 %}"), "{% for 项 in 单位 %}"),
        (line("{{ 金额(‘基本", "支出’)|万元 }}万元"), "{{ 金额('基本支出')|万元 }}万元"),
        (line("{{ 表(‘收支总表’) }}"), "@表 收支总表"),
        (line(" {{表( \"收支总表\" )}} "), "@表 收支总表"),
        (line("{{ 表(项.表名) }}"), "@表 {{ 项.表名 }}"),
        (line("@分页"), "@分页"),
        (styled("heading 1", ("@横版", False)), "@横版"),
        (wrapped(f"{PLAIN.format('甲')}<w:r><w:br/></w:r>{PLAIN.format('乙')}"), '甲{{ "\\n" }}乙'),
        (wrapped(f"{PLAIN.format('{{ 金额(')}<w:r><w:br/></w:r>{PLAIN.format(' 甲 ) }}')}"), "{{ 金额(  甲 ) }}"),
        (wrapped(f"<w:ins>{PLAIN.format('甲')}</w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"), "甲"),
        (wrapped("<w:r><w:t>2021</w:t><w:noBreakHyphen/><w:t>2025</w:t><w:softHyphen/></w:r>"), "2021-2025"),
        (wrapped("<w:r><w:t>{{ '甲</w:t><w:noBreakHyphen/><w:t>乙' }}</w:t></w:r>"), "{{ '甲-乙' }}"),
        (wrapped(f"<w:moveFrom>{PLAIN.format('甲')}</w:moveFrom><w:moveTo>{PLAIN.format('甲')}</w:moveTo>"), "甲"),
        (wrapped('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>甲</w:t></w:r>'), "甲"),
        ('<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>', "## [Normal] 甲"),
    ],
)  # fmt: skip
def test_a_paragraph_is_a_line(paragraph: str, text: str) -> None:
    assert read(paragraph, line("完")) == f"{text}\n完\n"


def test_a_style_that_word_stores_in_chinese_is_the_same_heading() -> None:
    data = changed(word_file(styled("heading 2", ("甲", False))), "word/styles.xml", '"heading 2"', '"标题 2"')
    assert as_text(data, "正文.docx")[0] == "## 甲\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ((line("甲"), line("｛｛ 主体 ｝｝")), "正文.docx 第 2 段 P219 标签里有全角的“｛｛”"),
        ((line("{{ 主体"), line("}}")), "正文.docx 第 1 段 P219 标签没有写完整"),
        ((rows(["甲"]),), "正文.docx P220 文字里有表格。"),
        ((line("甲"), wrapped("<w:r><w:drawing/></w:r>")), "正文.docx 第 2 段 P220 这一段有图片或图形，不会印出。"),
        ((wrapped(f"{NUMBERED}{PLAIN.format('甲')}"),), "第 1 段 P220 这一段有自动编号"),
        ((wrapped('<w:r><w:footnoteReference w:id="2"/></w:r>'),), "第 1 段 P220 这一段有脚注"),
        ((wrapped('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),), "第 1 段 P220 这一段有插入的"),
        ((line("甲"), wrapped(f"{PLAIN.format('甲')}{MATHS}")), "第 2 段 P220 这一段有公式，不会印出。"),
        ((line("甲"), MATHS), "正文.docx P220 文字里有公式，不会印出。"),
        ((wrapped("<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>"),), "第 1 段 P220 这一段有隐藏的文字"),
        ((wrapped(RUBY),), "第 1 段 P220 这一段有拼音指南"),
        ((line("甲"), '<w:altChunk r:id="rId99"/>'), "正文.docx P220 文字里有插入的外部文件"),
        ((wrapped("<w:r><w:dayLong/></w:r>"),), "第 1 段 P220 这一段有不认识的内容（dayLong）"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_line_is_told_with_its_paragraph(body: tuple[str, ...], words: str) -> None:
    assert any(words in one for one in told(*body)), told(*body)


def test_a_style_that_numbers_is_told_and_numbering_can_be_switched_off() -> None:
    numbered = '<w:style w:type="paragraph" w:styleId="N"><w:name w:val="编号"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    body = wrapped(f'<w:pPr><w:pStyle w:val="N"/></w:pPr>{PLAIN.format("甲")}')
    off = body.replace("</w:pPr>", '<w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>')
    for paragraph, expected in ((body, ["P220"]), (off, [])):
        data = word_file(paragraph)
        data = changed(data, "word/styles.xml", "</w:styles>", f"{numbered}</w:numPr></w:pPr></w:style></w:styles>")
        assert [one.code for one in as_text(data, "正文.docx")[1]] == expected


def test_an_untrusted_file_is_refused_as_a_word_template_is() -> None:
    assert as_text(b"no zip", "正文.docx")[1][0].code == "P201"
    data = changed(word_file(line("甲")), "word/settings.xml", "<w:settings", "<!DOCTYPE a><w:settings")
    assert [one.code for one in as_text(data, "正文.docx")[1]] == ["P215"]


@pytest.mark.parametrize("path", sorted(Path("templates").glob("*/*.jinja")), ids=str)
def test_every_text_of_the_packs_comes_back_as_it_was(path: Path) -> None:
    source = path.read_text("utf-8")
    assert as_text(text_file(template(), source, path.stem), path.name) == (source, ())


def test_lines_that_only_the_grammar_can_say_come_back_too() -> None:
    source = (
        "# [heading 2] 甲\n[表标题] {{ 项 }}\n[没有的样式] 甲\n#### 甲\n{% set a = ['“甲”',\n 'b'] %}\n"
        "甲\t乙 **丙** 丁\n{% if a %}# 甲{% endif %}\n@表 {{ a }}\n@目录 3\n  {# **注** #}\n"
    )
    assert as_text(text_file(template(), source, ""), "")[0] == source.replace(",\n '", ",  '")


def test_what_is_remarked_of_a_file_is_told_though_its_text_can_be_read() -> None:
    field = '<w:fldSimple w:instr=" INCLUDETEXT C:/a.docx "><w:r><w:t>甲</w:t></w:r></w:fldSimple>'
    text, found = as_text(word_file(wrapped(field)), "正文.docx")
    assert (text, [one.code for one in found]) == ("甲\n", ["P216"])
