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
from tests.word.docx_attacks import DOCUMENT, FOOTER, MICROSOFT, RELATIONS, SETTINGS, Made, generated, png, zipped

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


PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOTES = "<w:{0}s {1}><w:{0} w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:{0}></w:{0}s>"
SHAPE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="1" cy="1"/>'
    '<wp:docPr id="3" name="直线 1"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
    'wordprocessingShape"><wps:wsp><wps:cNvCnPr/><wps:spPr><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
    "<a:ln w='9525'><a:solidFill><a:srgbClr val='FF0000'/></a:solidFill></a:ln></wps:spPr><wps:txbx>"
    "<w:txbxContent><w:p><w:r><w:t>框"
    "</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    '</w:drawing></mc:Choice><mc:Fallback><w:pict><v:line id="直线" o:spid="_x0000_s1" o:gfxdata="UEs=" from="0,0" '
    'to="9,0" strokecolor="red"><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>'
    "</v:textbox></v:line></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def as_word_leaves_it() -> Made:
    """All that Word and WPS put into a file of their own accord, some of it with names of persons."""
    files = {
        "docProps/app.xml": "<Properties><Company>张三</Company><Template>C:\\Users\\a.dotm</Template></Properties>",
        "docProps/core.xml": "<cp><creator>张三</creator></cp>",
        "docProps/custom.xml": "<Properties><property name='KSOProductBuildVer'>张三</property></Properties>",
        "docMetadata/LabelInfo.xml": "<labels/>",
        "customXml/item1.xml": "<?mso-contentType?><data>张三</data>",
        "customXml/itemProps1.xml": "<ds/>",
        "word/webSettings.xml": f"<w:webSettings {W}/>",
        "word/stylesWithEffects.xml": f"<w:styles {W}/>",
        "word/people.xml": "<w15:people xmlns:w15='x' author='张三'/>",
        "word/footnotes.xml": NOTES.format("footnote", W),
        "word/endnotes.xml": NOTES.format("endnote", W),
        "word/glossary/document.xml": f"<w:glossaryDocument {W}/>",
        "word/glossary/styles.xml": f"<w:styles {W}/>",
    }
    made = [(DOCUMENT, name, f"{name}.xml") for name in ("webSettings", "footnotes", "endnotes")]
    relations = [(source, f"n{number}", kind, target) for number, (source, kind, target) in enumerate(made)]
    relations += [
        ("", "p1", f"{PACKAGE}/core-properties", "docProps/core.xml"),
        ("", "p2", "extended-properties", "docProps/app.xml"),
        ("", "p3", "custom-properties", "docProps/custom.xml"),
        ("", "p4", f"{PACKAGE}/thumbnail", "docProps/thumbnail.jpeg"),
        ("", "p5", "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
         "docMetadata/LabelInfo.xml"),
        (DOCUMENT, "d1", "customXml", "../customXml/item1.xml"),
        ("customXml/item1.xml", "d2", "customXmlProps", "itemProps1.xml"),
        (DOCUMENT, "d3", f"{MICROSOFT.replace('2006', '2007')}/stylesWithEffects", "stylesWithEffects.xml"),
        (DOCUMENT, "d4", f"{MICROSOFT.replace('2006', '2011')}/people", "people.xml"),
        (DOCUMENT, "d5", "glossaryDocument", "glossary/document.xml"),
        (DOCUMENT, "d6", "printerSettings", "printerSettings1.bin"),
        (DOCUMENT, "d7", "hyperlink", "!mailto:张三@example.com"),
        (DOCUMENT, "d8", "image", "media/image1.emf"),
        ("word/glossary/document.xml", "d9", "styles", "styles.xml"),
        (SETTINGS, "s1", "attachedTemplate", "!file:///C:\\Users\\张三\\AppData\\公文.dotm"),
    ]  # fmt: skip
    other = {
        "docProps/thumbnail.jpeg": b"\xff\xd8",
        "word/printerSettings1.bin": b"C:\\printer",
        "[trash]/0000.dat": b"\xff",
    }
    other["word/media/image1.emf"] = b"\1\0\0\0" + b"\0" * 40 + b" EMF"
    return Made(
        cover='<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/><w:proofErr w:type="spellStart"/>'
        '<w:sdt><w:sdtPr><w:alias w:val="张三"/><w:dataBinding w:xpath="/x" w:storeItemID="{0}"/></w:sdtPr>'
        '<w:sdtContent><w:r w:rsidR="00A1"><w:lastRenderedPageBreak/></w:r></w:sdtContent></w:sdt>',
        blocks='<w:sdt><w:sdtContent><w:permStart w:id="9" w:ed="张三"/></w:sdtContent></w:sdt>',
        sample='<w:hyperlink r:id="d7"><w:r><w:t>信箱</w:t></w:r></w:hyperlink><w:r><w:pict><v:rect id="b">'
        '<v:imagedata r:id="d8"/></v:rect></w:pict></w:r>',
        footer=SHAPE,
        settings='<w:proofState w:spelling="clean"/><w:attachedTemplate r:id="s1"/><w:footnotePr>'
        '<w:footnote w:id="-1"/></w:footnotePr><w:rsids><w:rsidRoot w:val="00A1"/></w:rsids><w14:docId w14:val="11"/>'
        '<w:hdrShapeDefaults><o:shapedefaults v:ext="edit" spidmax="1"/></w:hdrShapeDefaults>',
        styles='<w:style w:type="paragraph" w:styleId="N"><w:name w:val="N"/><w:rsid w:val="00A1"/></w:style>',
        parts={**{name: text.encode() for name, text in files.items()}, **other},
        types={f"word/{name}.xml": f"{WORD}.{name}+xml" for name in ("footnotes", "endnotes", "webSettings")},
        relations=relations,
        replaced={
            DOCUMENT: ("<w:p>", '<w:p w:rsidR="00A1" w:rsidRDefault="00B2" w14:paraId="3F" w14:textId="77777777">')
        },
    )


def test_what_word_leaves_in_a_file_goes_in_silence() -> None:
    parts, findings = generated(as_word_leaves_it().data())
    assert findings == ()
    assert parts is not None
    assert check(zipped(parts), "样本.docx") == ()
    ours, _ = generated(Made().data())
    assert ours is not None
    assert parts.keys() == ours.keys()
    everything = b"".join(parts.values()).decode()
    for trace in ("张三", "rsid", "00A1", "paraId", "_GoBack", "Users", "UEs=", "docId", "sdt", "footnotePr"):
        assert trace not in everything, trace
    assert parts[FOOTER].decode().count(">框</w:t>") == 2


def test_a_picture_in_a_footer_stays() -> None:
    made = Made(
        footer='<w:r><w:pict><v:shape id="a" style="width:9pt;height:9pt"><v:imagedata r:id="x" o:title="徽"/>'
        "</v:shape></w:pict></w:r>",
        parts={"word/media/image1.png": png()},
        relations=[(FOOTER, "x", f"{RELATIONS}/image", "media/image1.png")],
    )
    parts, findings = generated(made.data())
    assert findings == ()
    assert parts is not None
    assert parts["word/media/image1.png"] == png()
    assert '<v:imagedata r:id="x" o:title="徽"/>' in parts[FOOTER].decode()


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
