"""The Word template as style sheet and frame: what a user changes in Word is what all writers see."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from generator.document.blocks import Document, Paragraph, Section
from generator.document.stylesheet import StyleSheet, TextStyle
from generator.findings.finding import Finding, Severity
from generator.word import styles as wordstyles
from generator.word.frame import PAGE_NUMBER
from generator.word.sheet import read_styles
from generator.word.template import WordTemplate, load
from generator.word.xml import W_NAMESPACE, parse
from tests.docx_check import check
from tests.docx_samples import NAMES, TEMPLATE, template

STYLES, DOCUMENT, FOOTER = "word/styles.xml", "word/document.xml", "word/footer1.xml"


def edited(part: str, *changes: tuple[str, str], times: int = 1) -> bytes:
    """The template with replacements in one part; each must apply."""
    buffer = BytesIO()
    with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == part:
                for old, new in changes:
                    assert old in text, old
                    text = text.replace(old, new, times)
            target.writestr(name, text)
    return buffer.getvalue()


def loaded(data: bytes) -> tuple[WordTemplate, tuple[Finding, ...]]:
    found, findings = load(data, "样式.docx")
    assert found is not None
    return found, findings


def in_style(name: str, old: str, new: str) -> bytes:
    """Change something inside one style."""
    with zipfile.ZipFile(TEMPLATE) as archive:
        text = archive.read(STYLES).decode()
    start = text.index(f'<w:name w:val="{name}"/>')
    end = text.index("</w:style>", start)
    body = text[start:end]
    assert old in body
    return edited(STYLES, (body, body.replace(old, new)))


def with_style(inner: str) -> TextStyle:
    """A new style, named 新, in the template, as the style sheet has it."""
    new = f'<w:style w:type="paragraph" w:styleId="X">{inner}</w:style></w:styles>'
    return loaded(edited(STYLES, ("</w:styles>", new)))[0].sheet.styles["新"]


def test_the_template_gives_the_default_styles_and_no_finding() -> None:
    sheet = template().sheet
    assert [sheet.styles[wanted.name] for wanted in wordstyles.PARAGRAPH_STYLES] == list(wordstyles.PARAGRAPH_STYLES)
    assert sheet.character_styles["加粗"].bold
    assert sheet.character_styles["引导语"].east_asian == "黑体"
    assert sheet.table == wordstyles.TABLE


def test_pages_are_told_by_their_markers() -> None:
    pages = template().sheet.pages
    assert set(pages) == {"封面", "竖版", "横版"}
    assert (pages["竖版"].width, pages["竖版"].height) == (595.3, 841.9)
    assert pages["横版"].width > pages["横版"].height
    assert pages["竖版"].left == pytest.approx(28 * 72 / 25.4, abs=0.05)


CHANGES: dict[str, tuple[bytes, Callable[[StyleSheet], object], object]] = {
    "a font": (
        in_style("heading 2", 'w:eastAsia="黑体"', 'w:eastAsia="楷体"'),
        lambda sheet: sheet.styles["heading 2"].east_asian,
        "楷体",
    ),
    "a size": (
        in_style("表文", '<w:sz w:val="21"/>', '<w:sz w:val="18"/>'),
        lambda sheet: sheet.styles["表文"].size,
        9,
    ),
    "line spacing": (
        in_style("Normal", 'w:line="560"', 'w:line="600"'),
        lambda sheet: sheet.styles["Normal"].line,
        30,
    ),
    "space before": (
        in_style("Normal", 'w:before="0"', 'w:before="120"'),
        lambda sheet: sheet.styles["Normal"].before,
        6,
    ),
    "an indent": (
        in_style("Normal", 'w:firstLineChars="200"', 'w:firstLineChars="300"'),
        lambda sheet: sheet.styles["Normal"].first_indent,
        48,
    ),
    "alignment": (
        in_style("表数", '<w:jc w:val="right"/>', '<w:jc w:val="center"/>'),
        lambda sheet: sheet.styles["表数"].align,
        "center",
    ),
    "keep with next": (
        in_style("heading 1", "<w:keepNext/>", '<w:keepNext w:val="0"/>'),
        lambda sheet: sheet.styles["heading 1"].keep_next,
        False,
    ),
    "the rules of tables": (in_style("预算表", 'w:sz="4"', 'w:sz="8"'), lambda sheet: sheet.table.rule, 1.0),
    "the paper": (
        edited(DOCUMENT, ('w:w="11906" w:h="16838"', 'w:w="10440" w:h="14740"'), times=2),
        lambda sheet: sheet.pages["竖版"].width,
        522,
    ),
}


@pytest.mark.parametrize("name", list(CHANGES))
def test_what_a_user_changes_in_word_is_in_the_style_sheet(name: str) -> None:
    data, read, value = CHANGES[name]
    assert read(loaded(data)[0].sheet) == value


def test_styles_with_chinese_names_and_any_ids_are_found() -> None:
    data = edited(
        STYLES, ('<w:name w:val="heading 2"/>', '<w:name w:val="标题 2"/>'), ('w:styleId="Heading2"', 'w:styleId="a7"')
    )
    found, findings = loaded(data)
    assert found.style_ids["heading 2"] == "a7"
    assert [finding for finding in findings if "heading 2" in finding.message and finding.code == "P202"] == []


def test_values_come_through_the_based_on_chain() -> None:
    found = with_style('<w:name w:val="新"/><w:basedOn w:val="Heading2"/><w:rPr><w:i/></w:rPr>')
    assert (found.east_asian, found.size, found.first_indent, found.outline_level) == ("黑体", 16, 32, 2)


def test_a_circle_of_styles_ends() -> None:
    assert with_style('<w:name w:val="新"/><w:basedOn w:val="X"/>').size == 16


def test_an_indent_reset_to_no_characters_is_none() -> None:
    indent = '<w:pPr><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr>'
    assert with_style(f'<w:name w:val="新"/><w:basedOn w:val="Normal"/>{indent}').first_indent == 0


def test_a_theme_font_beats_the_plain_one_beside_it() -> None:
    fonts = '<w:rFonts w:asciiTheme="minorAscii" w:ascii="Arial" w:eastAsiaTheme="minorEastAsia" w:eastAsia="黑体"/>'
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:minorFont><a:latin typeface="Cambria"/>'
        '<a:ea typeface=""/><a:font script="Hans" typeface="等线"/></a:minorFont></a:theme>'
    )
    style = f'<w:style w:styleId="X"><w:name w:val="新"/><w:rPr>{fonts}</w:rPr></w:style>'
    root = f'<w:styles xmlns:w="{W_NAMESPACE}">{style}</w:styles>'
    found = read_styles(parse(root.encode()), parse(theme.encode()), 12, "样式.docx")[0].paragraph["新"]
    assert (found.latin, found.east_asian) == ("Cambria", "等线")


def test_a_missing_style_gets_its_default_and_a_warning() -> None:
    data = edited(STYLES, ('<w:name w:val="表注"/>', '<w:name w:val="别的"/>'))
    found, findings = loaded(data)
    assert found.sheet.styles["表注"] == next(s for s in wordstyles.PARAGRAPH_STYLES if s.name == "表注")
    assert found.style_ids["表注"].encode() in found.package.parts[STYLES]
    assert [(finding.code, finding.severity) for finding in findings] == [("P202", Severity.WARNING)]


FIRST_RUN = "<w:r><w:t xml:space"
FIRST_STYLE = f'<w:pStyle w:val="{wordstyles.style_id("封面部门")}"/>'
NUMBERING = '<w:keepLines/><w:numPr><w:numId w:val="1"/></w:numPr>'
TYPE = "<!DOCTYPE x [<!ENTITY a 'b'>]><w:document"
FINDINGS = {
    "automatic line spacing": ("P203", in_style("表文", 'w:lineRule="exact"', 'w:lineRule="auto"')),
    "direct formatting of text": (
        "P204",
        edited(DOCUMENT, (FIRST_RUN, "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space")),
    ),
    "direct formatting of a paragraph": (
        "P204",
        edited(DOCUMENT, (FIRST_STYLE, FIRST_STYLE + '<w:jc w:val="left"/>')),
    ),
    "a missing page": ("P205", edited(DOCUMENT, (">【横版】<", ">横版<"))),
    "a syntax error": ("P206", edited(DOCUMENT, ("{% endif %}", ""))),
    "a picture on the cover": ("P207", edited(DOCUMENT, (FIRST_RUN, "<w:r><w:pict/></w:r>" + FIRST_RUN))),
    "a revision": ("P208", edited(DOCUMENT, (FIRST_RUN, '<w:ins w:id="1"/>' + FIRST_RUN))),
    "numbering in a style": ("P209", in_style("heading 2", "<w:keepLines/>", NUMBERING)),
    "no docx": ("P201", b"no docx"),
    "a broken part": ("P201", edited(DOCUMENT, ("</w:body>", ""))),
    "a document type": ("P215", edited(DOCUMENT, ("<w:document", TYPE))),
    "a strict file": ("P201", edited(DOCUMENT, ("schemas.openxmlformats.org/word", "purl.oclc.org/word"))),
}


@pytest.mark.parametrize("name", list(FINDINGS))
def test_each_defect_of_a_template_is_a_finding(name: str) -> None:
    code, data = FINDINGS[name]
    findings = load(data, "样式.docx")[1]
    assert code in {finding.code for finding in findings}
    assert all(finding.message and finding.remedy for finding in findings)


def test_direct_formatting_is_told_with_the_paragraph_and_the_style() -> None:
    message = load(FINDINGS["direct formatting of text"][1], "样式.docx")[1][0].message
    assert message == "段落“{{ 主体 }}”直接设了格式（加粗），样式“封面部门”没有变。"


def test_the_frame_gives_the_cover_and_what_runs_along_the_pages() -> None:
    frame, findings = template().render_frame(NAMES)
    assert findings == ()
    assert frame is not None
    assert [(p.style, p.text) for p in frame.cover] == [
        ("封面部门", "科技和工信部门"),
        ("封面标题", "2025年部门预算信息公开"),
        ("封面日期", "2025年2月14日"),
    ]
    running = frame.running["横版"]
    assert [p.text for p in running.footer] == [f"— {PAGE_NUMBER} —"]
    assert (running.footer[0].style, running.even_footer[0].style) == ("footer", "偶数页页脚")
    assert frame.running["封面"].footer == ()


def test_names_are_text_whatever_they_hold() -> None:
    frame, findings = template().render_frame({**NAMES, "主体": 'R&D<b>"{{ 年度 }}\x00\n二行'})
    assert findings == ()
    assert frame is not None
    assert frame.cover[0].text == 'R&D<b>"{{ 年度 }}\n二行'


def test_an_empty_date_leaves_an_empty_paragraph() -> None:
    frame, _ = template().render_frame({**NAMES, "公开日期": ""})
    assert frame is not None
    assert [p.text for p in frame.cover][-1] == ""


def test_a_name_that_does_not_exist_is_told_with_its_paragraph() -> None:
    found, _ = loaded(edited(DOCUMENT, ("{{ 主体 }}", "封面：{{ 主题 }}")))
    frame, findings = found.render_frame(NAMES)
    assert frame is None
    assert findings[0].code == "P206"
    assert "封面：{{ 主题 }}" in findings[0].message


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ 主体.__class__.__base__.__subclasses__() }}",
        "{{ 主体|safe }}",
        "{% import 'x' as x %}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(1000000000)|list }}",
    ],
)
def test_a_template_cannot_run_programs(attack: str) -> None:
    found, findings = load(edited(DOCUMENT, ("{{ 主体 }}", attack)), "样式.docx")
    if found is not None:
        frame, findings = found.render_frame(NAMES)
        assert frame is None
    assert {finding.code for finding in findings} == {"P206"}


def test_tags_that_word_cut_into_runs_work_as_in_docxtpl() -> None:
    cut = '{{ 主</w:t></w:r><w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>体 }}'
    frame, findings = loaded(edited(DOCUMENT, ("{{ 主体 }}", cut)))[0].render_frame(NAMES)
    assert findings == ()
    assert frame is not None
    assert frame.cover[0].text == "科技和工信部门"


def test_paragraph_tags_of_docxtpl_work() -> None:
    paragraph = "</w:t></w:r></w:p><w:p><w:r><w:t>"
    new = "{%p if 公开日期 %}" + paragraph + "{{ 公开日期 }}" + paragraph + "{%p endif %}"
    data = edited(DOCUMENT, ("{{ 主体 }}", new))
    for date, count in (("", 2), ("2025年", 3)):
        frame, findings = loaded(data)[0].render_frame({**NAMES, "公开日期": date})
        assert findings == ()
        assert frame is not None
        assert len(frame.cover) == count


def test_tags_in_a_footer_are_filled() -> None:
    frame, _ = loaded(edited(FOOTER, ("— </w:t>", "{{ 主体 }} </w:t>")))[0].render_frame(NAMES)
    assert frame is not None
    assert frame.running["竖版"].footer[0].text == f"科技和工信部门 {PAGE_NUMBER} —"


def test_the_template_itself_is_sound() -> None:
    assert check(TEMPLATE.read_bytes(), TEMPLATE.name) == ()


def test_styles_that_the_template_lacks_are_reported() -> None:
    blocks = (Paragraph((), "没有的样式"), Paragraph((), "表注"))
    doc = Document("题", "", "", (Section("竖版", blocks),))
    assert [finding.code for finding in template().unknown_styles(doc)] == ["P211"]
    assert "没有的样式" in template().unknown_styles(doc)[0].message
