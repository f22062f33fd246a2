"""The named styles that a Word template has: stored names, other spellings of them, defaults, and how they are written.

The defaults follow GB/T 9704 (党政机关公文格式): body 三号仿宋, 28 pt exact, 22 lines of 28 characters.
"""

from __future__ import annotations

from generator.base.markup import quoted
from generator.document.blocks import COVER, LANDSCAPE, PORTRAIT, TABLE_TITLE
from generator.document.stylesheet import PageGeometry, TableGeometry, TextStyle

FANG, TITLE, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"

NORMAL = "Normal"
EVEN_FOOTER = "偶数页页脚"
TABLE_STYLE = "预算表"


def _style(name: str, font: str, size: float, line: float, **more: object) -> TextStyle:
    return TextStyle(name, font, font, size, line, **more)  # type: ignore[arg-type]


def _heading(name: str, font: str, level: int, **more: object) -> TextStyle:
    return _style(name, font, 16, 28, **_BODY, keep_next=True, keep_lines=True, outline_level=level, **more)


_BODY = {"align": "justify", "first_indent": 32.0, "letter_spacing": -0.25}

PARAGRAPH_STYLES: tuple[TextStyle, ...] = (
    _style(NORMAL, FANG, 16, 28, **_BODY),
    _style("部分标题", TITLE, 26, 44, align="center", before=180.0, after=14.0, keep_lines=True, outline_level=1),
    _style("文章标题", TITLE, 22, 36, align="center", after=14.0, keep_next=True, keep_lines=True),
    _style("heading 1", TITLE, 22, 36, align="center", after=14.0, keep_next=True, keep_lines=True, outline_level=1),
    _heading("heading 2", HEI, 2),
    _heading("heading 3", KAI, 3),
    _heading("heading 4", FANG, 4, bold=True),
    _style("Title", TITLE, 22, 36, align="center", after=14.0, keep_next=True, keep_lines=True),
    _style(TABLE_TITLE, TITLE, 18, 28, align="center", after=4.0, keep_next=True, keep_lines=True, outline_level=2),
    _style("表抬头", SONG, 10.5, 16),
    _style("表头", SONG, 10.5, 15, bold=True, align="center"),
    _style("表文", SONG, 10.5, 15),
    _style("表中", SONG, 10.5, 15, align="center"),
    _style("表数", SONG, 10.5, 15, align="right"),
    _style("表注", SONG, 10.5, 18, before=2.0),
    _style("目录标题", TITLE, 22, 36, align="center", after=14.0, keep_next=True),
    _style("toc 1", HEI, 14, 25, before=4.0),
    _style("toc 2", FANG, 14, 25, left_indent=14.0),
    _style("toc 3", FANG, 14, 25, left_indent=28.0),
    _style("header", SONG, 9, 12, align="center"),
    _style("footer", SONG, 14, 16, align="right", right_indent=14.0),
    _style(EVEN_FOOTER, SONG, 14, 16, left_indent=14.0),
    _style("封面部门", TITLE, 26, 42, align="center", before=150.0),
    _style("封面标题", TITLE, 36, 56, align="center", before=24.0),
    _style("封面日期", KAI, 18, 30, align="center", before=235.0),
)

# An empty font name and a size of 0 mean: as in the paragraph around it.
CHARACTER_STYLES: tuple[TextStyle, ...] = (
    TextStyle("引导语", HEI, HEI, 0, 0),
    TextStyle("加粗", "", "", 0, 0, bold=True),
    TextStyle("Hyperlink", "", "", 0, 0, color="0563C1"),
)

TABLE = TableGeometry(rule=0.5, padding_x=4.0, padding_y=1.5)

LINE_PITCH = 579  # twips: 22 lines on the page of GB/T 9704
_MM = 72 / 25.4
_PORTRAIT = PageGeometry(595.3, 841.9, 37 * _MM, 35 * _MM, 28 * _MM, 26 * _MM, 15 * _MM, 24 * _MM)
PAGES: tuple[tuple[str, PageGeometry], ...] = (
    (COVER, _PORTRAIT),
    (PORTRAIT, _PORTRAIT),
    (LANDSCAPE, PageGeometry(841.9, 595.3, 28 * _MM, 25 * _MM, 25 * _MM, 25 * _MM, 15 * _MM, 15 * _MM)),
)

# Word and WPS in Chinese may store the built-in names in their language, or with capitals.
_OTHER_NAMES = {
    "正文": NORMAL, "标题": "Title", "页眉": "header", "页脚": "footer", "超链接": "Hyperlink",
    **{f"标题 {n}": f"heading {n}" for n in range(1, 10)}, **{f"标题{n}": f"heading {n}" for n in range(1, 10)},
    **{f"目录 {n}": f"toc {n}" for n in range(1, 10)}, **{f"目录{n}": f"toc {n}" for n in range(1, 10)},
}  # fmt: skip
_SPELLING = {s.name.lower(): s.name for s in PARAGRAPH_STYLES + CHARACTER_STYLES}


def canonical(name: str) -> str:
    """The name under which the generator knows a stored style name: `标题 1` and `Heading 1` are `heading 1`."""
    return _OTHER_NAMES.get(name.strip(), _SPELLING.get(name.strip().lower(), name.strip()))


def twips(points: float) -> int:
    """Points as twentieths of a point."""
    return round(points * 20)


def _fonts(style: TextStyle) -> str:
    if not style.east_asian:
        return ""
    latin, east = quoted(style.latin), quoted(style.east_asian)
    return f'<w:rFonts w:ascii={latin} w:hAnsi={latin} w:eastAsia={east} w:cs={latin} w:hint="eastAsia"/>'


def run_properties(style: TextStyle) -> str:
    """The `w:rPr` of a style with every value written out."""
    size = f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>' if style.size else ""
    bold = "<w:b/><w:bCs/>" if style.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>' if style.size else ""
    color = f'<w:color w:val="{style.color}"/>' if style.color != "000000" else ""
    underline = '<w:u w:val="single"/>' if style.name == "Hyperlink" else ""
    snap = '<w:snapToGrid w:val="0"/>' if style.line else ""
    spacing = f'<w:spacing w:val="{twips(style.letter_spacing)}"/>' if style.line else ""
    return f"<w:rPr>{_fonts(style)}{bold}{snap}{color}{spacing}{size}{underline}</w:rPr>"


def _indents(style: TextStyle) -> str:
    def both(name: str, points: float) -> str:
        return f' w:{name}Chars="{round(points / style.size * 100)}" w:{name}="{twips(points)}"'

    first = both("hanging", -style.first_indent) if style.first_indent < 0 else both("firstLine", style.first_indent)
    return f"<w:ind{both('left', style.left_indent)}{both('right', style.right_indent)}{first}/>"


def paragraph_properties(style: TextStyle, tab: int = 0) -> str:
    """The `w:pPr` of a style with every value written out; `tab` is a right tab with dots, in twips."""
    flags = "".join(
        f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>'
        for name, on in (
            ("keepNext", style.keep_next),
            ("keepLines", style.keep_lines),
            ("pageBreakBefore", style.page_break_before),
            ("widowControl", style.widow_control),
        )
    )
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{tab}"/></w:tabs>' if tab else ""
    spacing = (
        f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}"'
        f' w:line="{twips(style.line)}" w:lineRule="exact"/>'
    )
    outline = f'<w:outlineLvl w:val="{style.outline_level - 1}"/>' if style.outline_level else ""
    jc = "both" if style.align == "justify" else style.align
    return (
        f'<w:pPr>{flags}{tabs}<w:snapToGrid w:val="0"/>{spacing}{_indents(style)}<w:jc w:val="{jc}"/>{outline}</w:pPr>'
    )


def paragraph_style(style: TextStyle, style_id: str, tab: int = 0) -> str:
    """A paragraph style as XML, complete in itself."""
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    default = ' w:default="1"' if style.name == NORMAL else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    following = '<w:next w:val="Normal"/>' if style.name.startswith("heading") else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style_id}"><w:name w:val={quoted(style.name)}/>'
        f"{based}{following}<w:qFormat/>{paragraph_properties(style, tab)}{run_properties(style)}</w:style>"
    )


def character_style(style: TextStyle, style_id: str) -> str:
    """A character style as XML."""
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="character"{custom} w:styleId="{style_id}"><w:name w:val={quoted(style.name)}/>'
        f"<w:qFormat/>{run_properties(style)}</w:style>"
    )


def table_style(table: TableGeometry, style_id: str) -> str:
    """The table style 预算表 as XML: single rules all round, and the padding."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{round(table.rule * 8)}" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    padding = "".join(
        f'<w:{side} w:w="{twips(table.padding_x if side in ("left", "right") else table.padding_y)}" w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{TABLE_STYLE}"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblCellMar>{padding}</w:tblCellMar></w:tblPr></w:style>"
    )


def page_layout(page: PageGeometry) -> str:
    """The size, margins and line grid of a page as children of `w:sectPr`."""
    wide = page.width > page.height
    turned = ' w:orient="landscape"' if wide else ""
    lines = "" if wide else ' w:type="lines"'  # LibreOffice moves the page's content to the middle of the lines
    return (
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}"'
        f' w:left="{twips(page.left)}" w:header="{twips(page.header)}" w:footer="{twips(page.footer)}"'
        f' w:gutter="0"/><w:cols w:space="425"/><w:docGrid{lines} w:linePitch="{LINE_PITCH}"/>'
    )


def style_id(name: str) -> str:
    """A style id for one of our own styles: ASCII, as Word itself makes them."""
    if name.isascii():
        return name.title().replace(" ", "")
    names = [s.name for s in PARAGRAPH_STYLES + CHARACTER_STYLES] + [TABLE_STYLE]
    return f"Z{names.index(name):02}"
