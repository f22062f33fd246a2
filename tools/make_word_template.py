"""Make the first Word template of a pack: 样式.docx. From then on it is edited in Word or WPS, not here.

python tools/make_word_template.py templates/hebei/样式.docx
"""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from pathlib import Path

from generator.base.markup import escape, quoted
from generator.document.blocks import COVER, LANDSCAPE, PORTRAIT
from generator.document.stylesheet import PageGeometry
from generator.word import styles as ws

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'

FONTS = (  # name, other name to fall back on, family, panose
    (ws.FANG, "仿宋", "modern", "02010609060101010101"),
    (ws.TITLE, "华文中宋", "auto", "03000509000000000000"),
    (ws.HEI, "SimHei", "modern", "02010609060101010101"),
    (ws.KAI, "楷体", "modern", "02010609060101010101"),
    (ws.SONG, "SimSun", "auto", "02010600030101010101"),
)

SAMPLES = (
    ("部分标题", "部分标题：独占一页的“第一部分”"),
    ("文章标题", "文章标题：正文开头的标题，不进目录"),
    ("heading 1", "heading 1（标题 1）：部分的标题"),
    ("heading 2", "一、heading 2（标题 2）：章的标题"),
    ("heading 3", "（一）heading 3（标题 3）"),
    ("heading 4", "1.heading 4（标题 4）"),
    (ws.NORMAL, "正文（Normal）：叙述文字。正文的字体、字号、行距和缩进都由样式决定。"),
    ("Title", "Title（标题）"),
    ("目录标题", "目录标题"),
    ("toc 1", "toc 1（目录 1）\t1"),
    ("toc 2", "toc 2（目录 2）\t2"),
    ("toc 3", "toc 3（目录 3）\t3"),
    ("表标题", "表标题"),
    ("表抬头", "表抬头：表格上方的部门、年度和金额单位"),
    ("表注", "表注：表格下方的说明"),
)
HELP = (
    "这一页不印出。文件由三节组成：第一节是封面；以“【竖版】”开头的一节给出竖排页的纸张、页边距、页眉和页脚；"
    "以“【横版】”开头的一节给出横排页的。正文由程序写入。改字体、字号、行距、缩进和对齐，请改“样式”："
    "在“样式”窗格中右击样式名，选“修改”。直接改下面的示例文字不起作用，检查时会提示。行距请用“固定值”。"
)


def paragraph(text: str, style: str, section: str = "") -> str:
    content = "</w:t><w:tab/><w:t>".join(escape(part) for part in text.split("\t"))
    run = f'<w:r><w:t xml:space="preserve">{content}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{ws.style_id(style)}"/>{section}</w:pPr>{run}</w:p>'


def section_properties(page: PageGeometry, footers: tuple[str, str] | None) -> str:
    odd, even = footers or ("", "")
    references = (
        f'<w:footerReference w:type="even" r:id="{even}"/><w:footerReference w:type="default" r:id="{odd}"/>'
        if odd
        else ""
    )
    return f'<w:sectPr>{references}<w:type w:val="nextPage"/>{ws.page_layout(page)}</w:sectPr>'


def sample_table() -> str:
    def cell(text: str, style: str) -> str:
        return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{paragraph(text, style)}</w:tc>'

    rows = (
        (("表头", "表头"), ("表头", "表头"), ("表头", "表头")),
        (("表中", "表中"), ("表文", "表文"), ("表数", "12.34")),
    )
    cells = "".join("<w:tr>" + "".join(cell(text, style) for style, text in row) + "</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{ws.style_id(ws.TABLE_STYLE)}"/><w:tblW w:w="9000" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
        + '<w:gridCol w:w="3000"/>' * 3
        + f"</w:tblGrid>{cells}</w:tbl>"
    )


def document() -> str:
    pages = dict(ws.PAGES)
    cover = section_properties(pages[COVER], None)
    portrait = section_properties(pages[PORTRAIT], ("rId4", "rId5"))
    landscape = section_properties(pages[LANDSCAPE], ("rId4", "rId5"))
    body = (
        paragraph("{{ 主体 }}", "封面部门")
        + paragraph("{{ 年度 }}年{{ 版本 }}预算信息公开", "封面标题")
        + paragraph("{% if 公开日期 %}{{ 公开日期 }}{% endif %}", "封面日期", cover)
        + paragraph(f"【{PORTRAIT}】", ws.NORMAL)
        + paragraph(HELP, ws.NORMAL)
        + "".join(paragraph(text, style) for style, text in SAMPLES)
        + paragraph("", "表注", portrait)
        + paragraph(f"【{LANDSCAPE}】", ws.NORMAL)
        + sample_table()
        + paragraph("", "表注")
    )
    return f"{XML}<w:document {NAMESPACES}><w:body>{body}{landscape}</w:body></w:document>"


def footer(style: str) -> str:
    def run(content: str) -> str:
        return f"<w:r>{content}</w:r>"

    field = (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>1</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
    )
    dash = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    return (
        f'{XML}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{ws.style_id(style)}"/></w:pPr>'
        f"{dash.format('— ')}{field}{dash.format(' —')}</w:p></w:ftr>"
    )


def styles() -> str:
    portrait = dict(ws.PAGES)[PORTRAIT]
    tab = ws.twips(portrait.width) - ws.twips(portrait.left) - ws.twips(portrait.right)
    normal = ws.PARAGRAPH_STYLES[0]
    paragraphs = "".join(
        ws.paragraph_style(style, ws.style_id(style.name), tab if style.name.startswith("toc") else 0)
        for style in ws.PARAGRAPH_STYLES
    )
    characters = "".join(ws.character_style(style, ws.style_id(style.name)) for style in ws.CHARACTER_STYLES)
    run = ws.run_properties(normal).replace(
        "</w:rPr>", '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    )
    return (
        f"{XML}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        f"{paragraphs}"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
        f"{characters}{ws.table_style(ws.TABLE, ws.style_id(ws.TABLE_STYLE))}</w:styles>"
    )


def settings() -> str:
    return (
        f'{XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        "<w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table() -> str:
    fonts = "".join(
        f"<w:font w:name={quoted(name)}><w:altName w:val={quoted(other)}/><w:panose1 w:val={quoted(panose)}/>"
        f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, other, family, panose in FONTS
    )
    return f"{XML}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"


def theme() -> str:
    """A plain theme: Word expects the part; no style of ours refers to it."""
    dark = (("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "44546A"), ("lt2", "E7E6E6"))
    accents = ("4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
    named = (
        *dark,
        *((f"accent{n}", rgb) for n, rgb in enumerate(accents, 1)),
        ("hlink", "0563C1"),
        ("folHlink", "954F72"),
    )
    colours = "".join(f'<a:{name}><a:srgbClr val="{rgb}"/></a:{name}>' for name, rgb in named)
    font = f'<a:latin typeface={quoted(ws.SONG)}/><a:ea typeface={quoted(ws.SONG)}/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="预算"><a:themeElements>'
        f'<a:clrScheme name="预算">{colours}</a:clrScheme><a:fontScheme name="预算"><a:majorFont>{font}</a:majorFont>'
        f'<a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="预算">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def content_types() -> str:
    parts = ("document.main", "styles", "settings", "fontTable", "footer", "footer")
    names = ("document", "styles", "settings", "fontTable", "footer1", "footer2")
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD_TYPE}.{part}+xml"/>'
        for name, part in zip(names, parts, strict=True)
    )
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/word/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/></Types>'
    )


def template() -> bytes:
    """The template as bytes; always the same."""
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations((f"{R}/officeDocument", "word/document.xml")),
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": relations(
            (f"{R}/styles", "styles.xml"),
            (f"{R}/settings", "settings.xml"),
            (f"{R}/fontTable", "fontTable.xml"),
            (f"{R}/footer", "footer1.xml"),
            (f"{R}/footer", "footer2.xml"),
            (f"{R}/theme", "theme/theme1.xml"),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("footer"),
        "word/footer2.xml": footer(ws.EVEN_FOOTER),
        "word/theme/theme1.xml": theme(),
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(template())
