"""Any bytes at all as a Word template: findings, never a traceback, and soon."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element

from generator.document.blocks import Contents, Heading, Paragraph, Run, Section
from generator.findings.finding import has_errors
from generator.typeset import faces
from generator.typeset.layout import lay_out
from generator.word.archive import LARGEST, MOST_PARTS
from generator.word.template import load
from generator.word.xml import BrokenXML, parse
from generator.writers.docx.writer import write
from generator.writers.laid import Laid
from generator.writers.pdf import writer as pdf
from tests.docx_samples import NAMES, TEMPLATE, document, long_table
from tests.word.docx_attacks import generated, zipped
from tests.word.test_template import DOCUMENT, edited
from tests.word.test_template_saved import as_word_leaves_it

VALUES = ("", "x", "-1", "0", "1", "-560", "99999", "1e999", "nan", "inf", "auto", "①", "4294967296", "true", "zz00zz")


def with_part(name: str, data: bytes) -> bytes:
    """The template with one part replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(TEMPLATE) as before, zipfile.ZipFile(target, "w") as after:
        for item in before.infolist():
            after.writestr(item.filename, data if item.filename == name else before.read(item))
        if name not in before.namelist():
            after.writestr(name, data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def used(data: bytes) -> None:
    """Do with a template all that is done with one: findings may stop it at each step."""
    template, findings = load(data, "样式.docx")
    assert template is not None or has_errors(findings)
    assert all(finding.message and finding.code for finding in findings)
    if template is None or has_errors(findings):
        return
    frame, findings = template.render_frame(NAMES)
    assert (frame is None) == bool(findings)
    if frame is None:
        return
    doc = replace(document(), sections=(Section("封面", frame.cover, numbered=False), *SMALL))
    doc = replace(doc, sections=tuple(section for section in doc.sections if section.blocks))
    pages = lay_out(doc, template.sheet, FACES, frame.running)
    assert pages.missing == ()
    assert write(Laid(doc, template, frame, pages, FACES)).startswith(b"PK")
    assert pdf.write(Laid(doc, template, frame, pages, FACES)).startswith(b"%PDF")


FACES = faces.load()
TEXT = (Run("部门职责：", "引导语"), Run("根据《预算法》规定，现将2025年部门预算公开如下。" * 5))
BLOCKS = (
    Contents(),
    Heading((Run("科技和工业信息化部门2025年部门预算信息公开情况说明"),), 1, "a", "heading 1"),
    Paragraph(TEXT),
    Heading((Run("一、收支总表"),), 2, "b", "表标题"),
    long_table(40),
)
SMALL = (Section("竖版", BLOCKS), Section("横版", (Paragraph(TEXT), long_table(5))))


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_are_findings(data: bytes) -> None:
    used(data)


@settings(max_examples=60)
@given(st.integers(0, 7000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_used_or_refused(place: int, damage: bytes) -> None:
    data = bytearray(TEMPLATE.read_bytes())
    place = min(place, len(data) - 1)
    data[place : place + len(damage)] = damage
    used(bytes(data))


@settings(max_examples=60)
@given(st.sampled_from(zipfile.ZipFile(TEMPLATE).namelist()), st.binary(max_size=60))
def test_any_part_may_be_anything(name: str, data: bytes) -> None:
    used(with_part(name, data))


@settings(max_examples=150)
@given(st.sampled_from(["word/styles.xml", "word/document.xml", "word/footer1.xml", "word/settings.xml"]), st.randoms())
def test_any_element_may_lack_stand_twice_or_have_any_value(part: str, chance: random.Random) -> None:
    with zipfile.ZipFile(TEMPLATE) as archive:
        root = parse(archive.read(part))
    disturb(root, chance)
    used(with_part(part, etree.tostring(root)))


@pytest.mark.parametrize("blank", ["tab", "ptab"])
def test_a_tab_on_the_cover_is_a_blank(blank: str) -> None:
    """It is no character that a font could lack (the random test above found it); Word's file keeps it as it is."""
    data = edited(
        "word/document.xml",
        ('<w:t xml:space="preserve">{{ 主体 }}</w:t>', f"<w:t>甲</w:t><w:{blank}/><w:t>{{{{ 主体 }}}}</w:t>"),
    )
    used(data)
    template, _ = load(data, "样式.docx")
    frame = template.render_frame(NAMES)[0] if template else None
    assert frame is not None
    assert any(paragraph.text == f"甲\u3000{NAMES['主体']}" for paragraph in frame.cover)
    assert f"<w:{blank}/>" in frame.cover_xml


@settings(max_examples=100)
@given(st.randoms())
def test_any_element_of_a_file_full_of_things_may_be_disturbed(chance: random.Random) -> None:
    files = as_word_leaves_it().files()
    part = chance.choice([name for name in files if name.endswith((".xml", ".rels"))])
    root = parse(files[part])
    disturb(root, chance)
    parts, findings = generated(zipped({**files, part: etree.tostring(root)}))
    assert parts is not None or has_errors(findings)
    assert all(parse(data) is not None for name, data in (parts or {}).items() if "media" not in name)


def disturb(root: _Element, chance: random.Random) -> None:
    """Take out, double, move and change some elements."""
    for _ in range(chance.randint(1, 4)):
        elements = list(root.iter())[1:]
        if not elements:
            break
        element = chance.choice(elements)
        parent = element.getparent()
        assert parent is not None
        match chance.randint(0, 4):
            case 0:
                parent.remove(element)
            case 1:
                parent.append(element)  # moved to the end
            case 2 if element.attrib:
                element.set(chance.choice(list(element.attrib)), chance.choice(VALUES))
            case 3:
                element.tag = chance.choice(elements).tag
            case _:
                element.text = chance.choice(("{{ 主体 }}", "{{", "{% if %}", "{% for a in 主体 %}", "文字", "{{ x }}"))


def test_a_zip_bomb_is_refused() -> None:
    bomb = with_part("word/media/x.xml", b"\0" * (LARGEST + 1))
    assert len(bomb) < 200_000
    assert [finding.code for finding in load(bomb, "样式.docx")[1]] == ["P201"]


def test_a_file_of_too_many_parts_is_refused() -> None:
    target = io.BytesIO(TEMPLATE.read_bytes())
    with zipfile.ZipFile(target, "a") as archive:
        for number in range(MOST_PARTS):
            archive.writestr(f"x{number}.xml", "")
    assert [finding.code for finding in load(target.getvalue(), "样式.docx")[1]] == ["P201"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(encoding: str) -> None:
    with pytest.raises(BrokenXML, match="DOCTYPE"):
        parse("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode(encoding))


@pytest.mark.parametrize(
    "tag",
    [
        "{% for a in 主体 %}{% endfor %}",
        "{% set a = 主体 ~ 主体 %}",
        "{{ 主体 * 1000000000 }}",
        "{{ 主体|center(1000000000) }}",
        "{{ 2 ** 1000000000 }}",
        "{{ 主体.center(1000000000) }}",
        "{{ 主体.format(主体) }}",
        "{% macro a() %}{% endmacro %}",
        "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
        "{" * 3000,
    ],
)
def test_a_tag_can_neither_loop_nor_fill_the_memory(tag: str) -> None:
    template, findings = load(edited(DOCUMENT, ("{{ 主体 }}", tag)), "样式.docx")
    assert template is None
    assert {finding.code for finding in findings} == {"P206"}


def test_conditions_and_simple_filters_may_be_used() -> None:
    tag = "{% if 年度 == '2025' and 版本|default('') == '部门' %}{{ 主体|trim }}{% else %}无{% endif %}"
    template, findings = load(edited(DOCUMENT, ("{{ 主体 }}", tag)), "样式.docx")
    assert findings == ()
    assert template is not None
    frame, _ = template.render_frame(NAMES)
    assert frame is not None
    assert frame.cover[0].text == "科技和工信部门"


@pytest.mark.parametrize("margins", ['w:left="9000" w:header', 'w:left="-9000" w:header'])
def test_a_page_without_room_for_text_is_reported(margins: str) -> None:
    with zipfile.ZipFile(TEMPLATE) as archive:
        text = archive.read(DOCUMENT).decode()
    old = 'w:left="' + text.split('w:left="')[1].split('"')[0] + '" w:header'
    template, findings = load(edited(DOCUMENT, (old, margins), times=9), "样式.docx")
    assert template is None
    assert {finding.code for finding in findings} == {"P210"}
