"""The style sheet of an HTML page: named styles, pages and column widths of the Word template as CSS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.base.frozen import frozen
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
SPACE = 2.5  # rem: a greater space above or below is wasted on a screen
CELL = 10  # points, a little less than the size of a table's text, since screens do not fit to the point


@frozen
class CssRule:
    """What a selector declares, on every medium and in print alone."""

    selector: str
    screen: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)


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


def rules(sheet: StyleSheet, classes: Classes) -> Iterator[CssRule]:
    """Yield the rules for the classes that are used."""
    body = sheet.styles[BODY]
    table = sheet.styles.get("表文", body)
    yield CssRule(".document", {"font-family": _fonts(body)})
    size = _rem(max(LEAST, table.size / body.size))
    screen = {"font-family": _fonts(table), "font-size": size}
    yield CssRule(".document table", screen, {"font-size": _points(table.size)})
    yield from (CssRule(f".t{em}", {"min-width": f"{em}em"}) for em in sorted(classes.tables))
    yield from (CssRule(f".w{share}", {"width": f"{_number(share / 10)}%"}) for share in sorted(classes.widths))
    for (kind, name), css in classes.names.items():
        if kind == "p":
            yield _paragraph(f".{css}", sheet.styles.get(name, body), body)
        elif kind == "s":
            yield CssRule(f".{css}", _face(sheet.character_styles[name]))
        elif name in sheet.pages:
            yield CssRule(f"@page {css}", _page(sheet.pages[name]))
            yield CssRule(f".{css}", printed={"page": css})


def _paragraph(selector: str, style: TextStyle, body: TextStyle) -> CssRule:
    """Return the rule of a paragraph style: on the screen sizes and spaces are limited, in print they are exact."""
    screen = {
        **_face(style),
        "text-align": style.align,
        "line-height": _number(style.line / style.size),
        **_indents(style),
        **({"color": f"#{style.color}"} if style.color != "000000" else {}),
        "font-size": _size(style.size / body.size),
        "margin-top": _rem(min(style.before / body.size, SPACE)),
        "margin-bottom": _rem(min(style.after / body.size, SPACE)),
    }
    printed = {
        "font-size": _points(style.size),
        "margin-top": _points(style.before),
        "margin-bottom": _points(style.after),
        **({"break-after": "avoid"} if style.keep_next else {}),
    }
    return CssRule(selector, screen, printed)


def _size(ratio: float) -> str:
    """Return the size of text on the screen, as a multiple of the body's."""
    if ratio > LARGE:
        return f"clamp(1.15rem,{_number(ratio * PHONE)}vw,{_rem(ratio)})"
    return f"{max(LEAST, ratio):g}rem"


def _indents(style: TextStyle) -> dict[str, str]:
    """Return the indents and the letter spacing that a style has, in em."""
    lengths = {
        "text-indent": style.first_indent,
        "margin-left": style.left_indent,
        "margin-right": style.right_indent,
        "letter-spacing": style.letter_spacing,
    }
    return {name: f"{_number(points / style.size)}em" for name, points in lengths.items() if points}


def _face(style: TextStyle) -> dict[str, str]:
    """Return a style's fonts. 小标宋 is heavy by nature: what stands for it must be bold, itself never made bolder."""
    fonts = {"font-family": _fonts(style)} if style.east_asian else {}
    heavy = style.east_asian and faces.load().face_for(style.east_asian) == "小标宋"
    weight = {"font-weight": "700", "font-synthesis-weight": "none"} if heavy else {}
    return {**fonts, **(weight or ({"font-weight": "700"} if style.bold else {}))}


def family(face: str) -> str:
    """Return what stands for a face."""
    return FONTS.get(face, FONTS[faces.FALLBACK])


def _fonts(style: TextStyle) -> str:
    return FONTS[faces.load().face_for(style.east_asian)]


def _page(page: PageGeometry) -> dict[str, str]:
    margins = (page.top, page.right, page.bottom, page.left)
    return {"size": f"{_points(page.width)} {_points(page.height)}", "margin": " ".join(map(_points, margins))}


def _rem(value: float) -> str:
    return f"{_number(value)}rem"


def _points(value: float) -> str:
    return f"{_number(value)}pt"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
