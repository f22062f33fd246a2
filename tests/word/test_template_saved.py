"""The template as other programs save it: Chinese Word's ids and theme fonts, WPS's names, LibreOffice's own way."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from generator.document.stylesheet import StyleSheet
from generator.typeset import faces
from generator.word.template import WordTemplate, load
from generator.writers.docx.writer import write
from generator.writers.laid import Laid
from tests.docx_check import check
from tests.docx_samples import NAMES, TEMPLATE, document, pages, template

Parts = dict[str, str]
CHINESE = {"Normal": "正文", "Title": "标题", "header": "页眉", "footer": "页脚", "Hyperlink": "超链接"}
CHINESE |= {f"heading {n}": f"标题 {n}" for n in range(1, 5)} | {f"toc {n}": f"目录 {n}" for n in range(1, 4)}


def resaved(change: Callable[[Parts], None]) -> bytes:
    """The template with its XML parts changed."""
    with zipfile.ZipFile(TEMPLATE) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    change(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def as_chinese_word(parts: Parts) -> None:
    """Ids of styles as Word makes them in Chinese (a, 1, a3), revision marks, cut runs, the theme's fonts."""
    ids = re.findall(r'w:styleId="([^"]+)"', parts["word/styles.xml"])
    new = {
        old: "a" if old == "Normal" else old[-1] if old.startswith("Heading") else f"a{n}x" for n, old in enumerate(ids)
    }
    for name in ("word/styles.xml", "word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        text = re.sub(
            r'(w:styleId="|<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val=")([^"]+)"',
            lambda match: f'{match[1]}{new[match[2]]}"',
            parts[name],
        )
        parts[name] = text.replace("<w:p>", '<w:p w:rsidR="00A1" w:rsidRDefault="00B2">')
    cut = '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00C3">'
    cut += '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>'
    parts["word/document.xml"] = parts["word/document.xml"].replace("{{ 主体 }}", "{{ 主" + cut + "体 }}", 1)
    themed = '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi"/>'
    styles = re.sub("(<w:rPrDefault><w:rPr>)<w:rFonts[^>]*/>", rf"\1{themed}", parts["word/styles.xml"])
    assert themed in styles
    parts["word/styles.xml"] = styles


def as_wps(parts: Parts) -> None:
    """Names of the built-in styles in Chinese."""
    for english, chinese in CHINESE.items():
        assert f'<w:name w:val="{english}"/>' in parts["word/styles.xml"]
        parts["word/styles.xml"] = parts["word/styles.xml"].replace(
            f'<w:name w:val="{english}"/>', f'<w:name w:val="{chinese}"/>'
        )


def by_theme(parts: Parts) -> None:
    """The body's font set by the theme alone, which Word writes where “+中文正文” was chosen."""
    fonts = re.search('<w:name w:val="Normal"/>.*?(<w:rFonts[^>]*/>)', parts["word/styles.xml"])
    assert fonts
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(
        fonts[1], '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>', 2
    )
    theme = next(name for name in parts if name.startswith("word/theme/"))
    old = re.search(r"<a:minorFont>.*?</a:minorFont>", parts[theme], re.DOTALL)
    assert old
    minor = '<a:latin typeface="Times New Roman"/><a:ea typeface=""/><a:cs typeface=""/>'
    minor += '<a:font script="Hans" typeface="华文仿宋"/>'
    parts[theme] = parts[theme].replace(old[0], f"<a:minorFont>{minor}</a:minorFont>")


def sound(data: bytes) -> WordTemplate:
    """Load a template without any finding, and write a document with it."""
    found, findings = load(data, "样式.docx")
    assert findings == ()
    assert found is not None
    frame, findings = found.render_frame(NAMES)
    assert findings == ()
    assert frame is not None
    assert [paragraph.text for paragraph in frame.cover] == [
        "科技和工信部门",
        "2025年部门预算信息公开",
        "2025年2月14日",
    ]
    written = write(Laid(document(), found, frame, pages(document()), faces.load()))
    assert check(written, "样本.docx") == ()
    styles = {p.text: p.style.name for p in docx.Document(io.BytesIO(written)).paragraphs if p.style}
    assert styles["部门预算支出总表"] == "表标题"
    return found


def test_a_template_saved_by_chinese_word_says_the_same() -> None:
    found = sound(resaved(as_chinese_word))
    assert found.style_ids["Normal"] == "a"
    assert found.style_ids["heading 1"] == "1"
    assert same(found.sheet)


def test_a_template_with_chinese_names_says_the_same() -> None:
    assert same(sound(resaved(as_wps)).sheet)


def test_a_font_of_the_theme_is_followed() -> None:
    found = sound(resaved(by_theme))
    normal = found.sheet.styles["Normal"]
    assert (normal.east_asian, normal.latin) == ("华文仿宋", "Times New Roman")


def same(sheet: StyleSheet) -> bool:
    ours = template().sheet
    assert {name: sheet.styles[name] for name in ours.styles} == dict(ours.styles)
    assert {name: sheet.character_styles[name] for name in ("引导语", "加粗")} == {
        name: ours.character_styles[name] for name in ("引导语", "加粗")
    }
    assert sheet.table == ours.table
    return {name: replace(page, header=0, footer=0) for name, page in sheet.pages.items()} == {
        name: replace(page, header=0, footer=0) for name, page in ours.pages.items()
    }


@pytest.mark.skipif(shutil.which("soffice") is None, reason="需要 LibreOffice（CI 里有）")
def test_a_template_saved_by_libreoffice_says_the_same(tmp_path: Path) -> None:
    shutil.copy(TEMPLATE, tmp_path / "样式.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "docx:MS Word 2007 XML"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        tmp_path / "新",
        tmp_path / "样式.docx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = sound((tmp_path / "新/样式.docx").read_bytes())
    assert same(found.sheet)
    assert found.sheet.pages["竖版"].footer == template().sheet.pages["竖版"].footer
