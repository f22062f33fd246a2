"""The style sheet of an HTML page: named styles, pages and column widths of the Word template as CSS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.document.stylesheet import PageGeometry, StyleSheet, TextStyle
from generator.typeset import faces

# What stands for each face on Windows, macOS, Linux and phones; the faces themselves are too large for a page.
FONTS = {
    "宋体": 'SimSun,"宋体","Songti SC",STSong,"Noto Serif CJK SC","Noto Serif SC","Source Han Serif SC",serif',
    "小标宋": '"方正小标宋简体",FZXiaoBiaoSong-B05S,"Songti SC",STZhongsong,"Noto Serif CJK SC",SimSun,serif',
    "黑体": 'SimHei,"黑体","Heiti SC","PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif',
    "楷体": '"楷体_GB2312",KaiTi,"楷体","Kaiti SC",STKaiti,"LXGW WenKai","Noto Serif CJK SC",serif',
    "仿宋": '"仿宋_GB2312",FangSong,"仿宋",STFangsong,"Noto Serif CJK SC","Songti SC",serif',
}
BODY = "Normal"
LEAST = 0.875  # rem: smaller text is hard to read on a screen
LARGE = 1.2  # rem: what is larger shrinks in a narrow window
PHONE = 2.9  # a large title's share of the window's width, for each rem of it
CELL = 10  # points, a little less than the size of a table's text, since screens do not fit to the point

_BASE = """
*{box-sizing:border-box}
html{font-size:17px;-webkit-text-size-adjust:100%;text-size-adjust:100%;color-scheme:light}
body{margin:0;background:#f1f2f4;color:#111;line-height:1.75;overflow-wrap:break-word;font-variant-numeric:tabular-nums}
main{max-width:72rem;margin:0 auto;padding:2.5rem clamp(1rem,5vw,4rem) 4rem;background:#fff}
header{padding:3rem 0 4rem;border-bottom:1px solid #999;margin-bottom:2.5rem}
h1,h2,h3,h4,h5,h6,p{margin:0;font-size:1rem;font-weight:400;scroll-margin-top:1rem}
h1 span{display:block}
h2{padding-top:2.2rem}h3,h4{padding-top:1.4rem}
a{color:#0b4f9e}
a:focus-visible,.scroll:focus-visible{outline:3px solid #0b4f9e;outline-offset:2px}
nav h2{padding-top:0}
nav ul{list-style:none;margin:0;padding:0}
nav ul ul{padding-left:1.5em}
nav>ul>li{margin-top:.6rem}
nav a{display:block;padding:.22rem .3rem;color:inherit;text-decoration:none;line-height:1.5}
nav a:hover{text-decoration:underline;background:#f1f2f4}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
a.unseen:focus{width:auto;height:auto;margin:0;padding:.5rem 1rem;clip-path:none;background:#fff;z-index:1}
.scroll{overflow-x:auto;margin:.4rem 0 .6rem;container-type:inline-size;padding-bottom:2px}
table{border-collapse:collapse;width:100%;line-height:1.45;margin:0}
table+table{margin-top:-1px}
caption{text-align:left;padding:0}
.line{display:grid;grid-template-columns:1fr auto 1fr;gap:1rem;position:sticky;left:0;max-width:100cqw;padding:.2rem 0}
.line span:nth-child(3){text-align:right}
th,td{border:1px solid #444;padding:.28em .35em;text-align:left;vertical-align:middle;font-weight:400}
th{text-align:center}
thead th,thead td{background:#f3f5f8;text-align:center}
thead th{font-weight:700}
.c{text-align:center}.l{text-align:left}.b,.total th,.total td{font-weight:700}
td.n{text-align:right;white-space:nowrap}
tbody tr:hover>*{background:#fbf7e9}
.i1{padding-left:1.6em}.i2{padding-left:2.8em}.i3{padding-left:4em}.i4{padding-left:5.2em}
@media(min-width:60rem){nav>ul>li>ul{columns:2;column-gap:3rem}nav li{break-inside:avoid}}
@media print{
html{font-size:16pt}body{background:none}main{max-width:none;padding:0}
header{border:0;margin:0;padding:6rem 0 0}
.part{break-before:page}.new{break-before:page}
h1,h2,h3,h4,h5,h6{break-after:avoid;padding-top:0}p{orphans:2;widows:2}
.scroll{overflow:visible;container-type:normal;margin:0}.line{position:static;max-width:none}
table{min-width:0!important}thead{display:table-header-group}tr{break-inside:avoid}
caption{break-after:avoid}thead th,thead td,tbody tr:hover>*{background:none}
nav a{padding:0;font-size:14pt}.unseen{display:none}
}
"""


@dataclass(slots=True)
class Classes:
    """The classes that a page uses, by what they stand for, in the order of first use."""

    sheet: StyleSheet
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, name) → class
    widths: set[int] = field(default_factory=set)  # of columns, in thousandths of a table
    tables: set[int] = field(default_factory=set)  # least widths of tables, em

    def paragraph(self, style: str) -> str:
        """Return the class of a paragraph style."""
        return self._name("p", style)

    def character(self, style: str) -> str:
        """Return the class of a character style; none for what the style sheet does not know."""
        return self._name("s", style) if style in self.sheet.character_styles else ""

    def page(self, page: str) -> str:
        """Return the class of a section's page."""
        return self._name("g", page)

    def _name(self, kind: str, name: str) -> str:
        return self.names.setdefault((kind, name), f"{kind}{sum(k == kind for k, _ in self.names)}")

    def table(self, widths: Sequence[float]) -> str:
        """Return the class of a table: below its width it scrolls, as else Chinese columns shrink to one character."""
        em = round(sum(widths) / CELL)
        self.tables.add(em)
        return f"t{em}"

    def columns(self, widths: Sequence[float]) -> tuple[str, ...]:
        """Return the classes of columns of some widths."""
        total = sum(widths) or 1.0
        shares = tuple(round(1000 * width / total) for width in widths)
        self.widths.update(shares)
        return tuple(f"w{share}" for share in shares)


def style_sheet(sheet: StyleSheet, classes: Classes) -> str:
    """Return the CSS for the classes that are used."""
    body = sheet.styles[BODY]
    table = sheet.styles.get("表文", body)
    size = max(LEAST, table.size / body.size)
    rules = [
        f"body{{font-family:{_fonts(body)}}}",
        f"table{{font-family:{_fonts(table)};font-size:{_number(size)}rem}}",
        f"@media print{{table{{font-size:{_number(table.size)}pt}}}}",
        *(f".t{em}{{min-width:{em}em}}" for em in sorted(classes.tables)),
        *(f".w{share}{{width:{_number(share / 10)}%}}" for share in sorted(classes.widths)),
    ]
    for (kind, name), css in classes.names.items():
        if kind == "p":
            rules += _paragraph(f".{css}", sheet.styles.get(name, body), body)
        elif kind == "s":
            rules.append(f".{css}{{{_face(sheet.character_styles[name])}}}")
        elif name in sheet.pages:
            rules.append(_page(css, sheet.pages[name]))
    return _BASE + "\n".join(rules) + "\n"


def _paragraph(selector: str, style: TextStyle, body: TextStyle) -> list[str]:
    """Return the rules of a paragraph style: on the screen sizes and spaces are limited, in print they are exact."""
    ratio = style.size / body.size
    size = (
        f"clamp(1.15rem,{_number(ratio * PHONE)}vw,{_number(ratio)}rem)"
        if ratio > LARGE
        else f"{max(LEAST, ratio):g}rem"
    )
    indents = {
        "text-indent": style.first_indent / style.size,
        "margin-left": style.left_indent / style.size,
        "margin-right": style.right_indent / style.size,
    }
    shared = [_face(style), f"text-align:{style.align}", f"line-height:{_number(style.line / style.size)}"]
    shared += [f"{name}:{_number(value)}em" for name, value in indents.items() if value]
    shared += [f"letter-spacing:{_number(style.letter_spacing / style.size)}em"] if style.letter_spacing else []
    shared += [f"color:#{style.color}"] if style.color != "000000" else []
    spaces = [f"{_number(min(points / body.size, 2.5))}rem" for points in (style.before, style.after)]
    screen = [f"font-size:{size}", f"margin-top:{spaces[0]}", f"margin-bottom:{spaces[1]}"]
    printed = (
        f"font-size:{_number(style.size)}pt;margin-top:{_number(style.before)}pt;margin-bottom:{_number(style.after)}pt"
    )
    kept = ";break-after:avoid" if style.keep_next else ""
    return [
        f"{selector}{{{';'.join(filter(None, shared + screen))}}}",
        f"@media print{{{selector}{{{printed}{kept}}}}}",
    ]


def _face(style: TextStyle) -> str:
    """Return a style's fonts. 小标宋 is heavy by nature: what stands for it must be bold, itself never made bolder."""
    fonts = f"font-family:{_fonts(style)}" if style.east_asian else ""
    heavy = style.east_asian and faces.load().face_for(style.east_asian) == "小标宋"
    weight = "font-weight:700;font-synthesis-weight:none" if heavy else "font-weight:700" if style.bold else ""
    return ";".join(filter(None, (fonts, weight)))


def _fonts(style: TextStyle) -> str:
    return FONTS[faces.load().face_for(style.east_asian)]


def _page(css: str, page: PageGeometry) -> str:
    margins = " ".join(f"{_number(points)}pt" for points in (page.top, page.right, page.bottom, page.left))
    size = f"{_number(page.width)}pt {_number(page.height)}pt"
    return f"@page {css}{{size:{size};margin:{margins}}}\n@media print{{.{css}{{page:{css}}}}}"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
