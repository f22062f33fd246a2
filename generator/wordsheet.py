"""Read the named styles of a Word template: docDefaults and the basedOn chain, resolved to plain values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml.etree import _Element

from generator import wordstyles
from generator.findings import Finding, Kind, Place, Severity
from generator.stylesheet import Align, PageGeometry, TableGeometry, TextStyle
from generator.wordxml import A, W

MISSING_STYLE = Kind(
    "P202",
    "Word 模板缺少必需的样式",
    Severity.WARNING,
    "生成器要用的命名样式在模板里没有，改用内置的默认样式，模板因此管不到它的字体和字号。",
)
LOOSE_LINES = Kind(
    "P203",
    "行距不是固定值",
    Severity.WARNING,
    "行距由字体决定时，Word、WPS 和 PDF 各排各的行高，页码会对不上。公文要求固定值（GB/T 9704）。",
)
NUMBERED_STYLE = Kind(
    "P209",
    "样式带自动编号",
    Severity.WARNING,
    "标题的序号（一、（一）1.）由生成器写成文字；样式再带自动编号，Word 里就会出现两个序号。",
)

LARGEST_NUMBER = 31680  # twips: 22 inches, Word's greatest length; other values are smaller still

_FLAGS = {
    "keepNext": "keep_next", "keepLines": "keep_lines", "pageBreakBefore": "page_break_before",
    "widowControl": "widow_control",
}  # fmt: skip
_ALIGN: Mapping[str, Align] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right",
    "both": "justify", "distribute": "justify",
}  # fmt: skip
_COLOR = re.compile("[0-9A-Fa-f]{6}")
_OPPOSITE = {"firstLine": "hanging", "hanging": "firstLine"}


@dataclass(frozen=True, slots=True)
class NamedStyles:
    """What `styles.xml` says: styles by canonical name, ids by canonical name, and the tab stops of each (twips)."""

    paragraph: Mapping[str, TextStyle]
    character: Mapping[str, TextStyle]
    ids: Mapping[str, str]
    tabs: Mapping[str, tuple[int, ...]]
    table: TableGeometry


def read_styles(
    root: _Element, theme: _Element | None, pitch: float, file: str
) -> tuple[NamedStyles, tuple[Finding, ...]]:
    """Resolve all styles of `styles.xml`; `pitch` is the line of the document grid in points, for `beforeLines`."""
    fonts = _theme_fonts(theme)
    elements = {style.get(f"{W}styleId", ""): style for style in root.iterfind(f"{W}style")}
    defaults = root.find(f"{W}docDefaults")
    ids: dict[str, str] = {}
    kinds: dict[str, dict[str, TextStyle]] = {"paragraph": {}, "character": {}}
    tabs: dict[str, tuple[int, ...]] = {}
    findings: list[Finding] = []
    for style_id, element in elements.items():
        name, kind = _name(element), element.get(f"{W}type", "paragraph")
        ids.setdefault(name, style_id)
        if kind not in kinds:
            continue
        chain = list(_chain(element, elements))
        props = _merge([defaults] if defaults is not None and kind == "paragraph" else [], chain, fonts)
        kinds[kind].setdefault(name, _text_style(name, props, pitch, whole=kind == "paragraph"))
        tabs[name] = tuple(int(number(tab.get(f"{W}pos"))) for tab in element.iterfind(f"{W}pPr/{W}tabs/{W}tab"))
        if kind == "paragraph":
            findings.extend(_complaints(name, props, Place(file)))
    table = elements.get(ids.get(wordstyles.TABLE_STYLE, ""))
    named = NamedStyles(kinds["paragraph"], kinds["character"], ids, tabs, _table_geometry(table))
    return named, tuple(findings)


def complete(named: NamedStyles, file: str) -> tuple[NamedStyles, str, tuple[Finding, ...]]:
    """Add the default for each missing style; also returns their XML, to be put into `styles.xml`, and findings."""
    used = set(named.ids.values())
    ids, xml, findings = dict(named.ids), [], []
    added: dict[str, TextStyle] = {}
    for style in wordstyles.PARAGRAPH_STYLES + wordstyles.CHARACTER_STYLES:
        if style.name not in named.paragraph and style.name not in named.character:
            ids[style.name] = _free_id(style.name, used)
            added[style.name] = style
            write = wordstyles.paragraph_style if style.line else wordstyles.character_style
            xml.append(write(style, ids[style.name]))
            findings.append(_missing(style.name, file))
    if wordstyles.TABLE_STYLE not in ids:
        ids[wordstyles.TABLE_STYLE] = _free_id(wordstyles.TABLE_STYLE, used)
        xml.append(wordstyles.table_style(wordstyles.TABLE, ids[wordstyles.TABLE_STYLE]))
        findings.append(_missing(wordstyles.TABLE_STYLE, file))
    paragraph = {**named.paragraph, **{n: s for n, s in added.items() if s.line}}
    character = {**named.character, **{n: s for n, s in added.items() if not s.line}}
    return replace(named, paragraph=paragraph, character=character, ids=ids), "".join(xml), tuple(findings)


def page_geometry(section: _Element) -> PageGeometry:
    """The page of a `w:sectPr`; what it does not say is A4 with Word's usual margins. The gutter is margin."""
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")

    def points(element: _Element | None, name: str, default: int) -> float:
        return abs(number(element.get(f"{W}{name}") if element is not None else None, default)) / 20

    return PageGeometry(
        width=points(size, "w", 11906),
        height=points(size, "h", 16838),
        top=points(margin, "top", 1440),
        bottom=points(margin, "bottom", 1440),
        left=points(margin, "left", 1800) + points(margin, "gutter", 0),
        right=points(margin, "right", 1800),
        header=points(margin, "header", 851),
        footer=points(margin, "footer", 992),
    )


def _missing(name: str, file: str) -> Finding:
    remedy = f"请在 Word 里新建名为“{name}”的样式，或从其他模板复制。"
    return MISSING_STYLE.at(Place(file), f"模板里没有名为“{name}”的样式，已用默认样式代替。", remedy)


def _free_id(name: str, used: set[str]) -> str:
    style_id = wordstyles.style_id(name)
    while style_id in used:
        style_id += "x"
    used.add(style_id)
    return style_id


def _name(style: _Element) -> str:
    name = style.find(f"{W}name")
    return wordstyles.canonical(name.get(f"{W}val", "") if name is not None else "")


def number(text: str | None, default: float = 0) -> float:
    """The number of an attribute; what is none, or beyond everything that Word knows, is the default."""
    try:
        value = float(text) if text is not None else default
    except ValueError:
        return default
    return value if abs(value) <= LARGEST_NUMBER else default


def _chain(style: _Element, elements: Mapping[str, _Element]) -> Iterator[_Element]:
    """The style and what it is based on, root first; a circle is cut."""
    chain: list[_Element] = []
    current: _Element | None = style
    while current is not None and current not in chain:
        chain.append(current)
        based = current.find(f"{W}basedOn")
        current = elements.get(based.get(f"{W}val", "")) if based is not None else None
    return reversed(chain)


def _theme_fonts(theme: _Element | None) -> dict[str, str]:
    """The fonts behind theme attributes such as minorEastAsia; an empty East-Asian one means the Hans script's."""
    fonts: dict[str, str] = {}
    for group in ("major", "minor") if theme is not None else ():
        element = theme.find(f".//{A}{group}Font") if theme is not None else None
        if element is None:
            continue
        faces = {tag: _face(element, tag) for tag in ("latin", "ea", "cs")}
        hans = element.find(f"{A}font[@script='Hans']")
        east = faces["ea"] or (hans.get("typeface", "") if hans is not None else "")
        fonts |= {f"{group}EastAsia": east, f"{group}Ascii": faces["latin"], f"{group}HAnsi": faces["latin"]}
    return fonts


def _face(element: _Element, tag: str) -> str:
    face = element.find(f"{A}{tag}")
    return face.get("typeface", "") if face is not None else ""


def _merge(defaults: list[_Element], chain: list[_Element], fonts: Mapping[str, str]) -> dict[str, str]:
    """Lay the levels over one another; the keys are element.attribute."""
    props: dict[str, str] = {}
    for level in defaults:
        for group in ("pPr", "rPr"):
            _apply(props, level.find(f"{W}{group}Default/{W}{group}"), fonts)
    for level in chain:
        for group in ("pPr", "rPr"):
            _apply(props, level.find(f"{W}{group}"), fonts)
    return props


def _apply(props: dict[str, str], group: _Element | None, fonts: Mapping[str, str]) -> None:
    for element in group if group is not None else ():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.removeprefix(W)
        prefix = "letter" if tag == "spacing" and element.get(f"{W}val") is not None else tag
        attributes = {str(key).removeprefix(W): str(value) for key, value in element.attrib.items()}
        if tag == "rFonts":
            attributes = _font_names(attributes, fonts)
        elif tag == "ind":
            _forget_overruled(props, attributes)
        elif not attributes or tag == "numPr":
            attributes = {"val": "1"}
        props.update({f"{prefix}.{key}": value for key, value in attributes.items()})


def _font_names(attributes: Mapping[str, str], fonts: Mapping[str, str]) -> dict[str, str]:
    """East-Asian and Latin font of a `w:rFonts`; on the same element the theme's font beats the plain one."""
    names: dict[str, str] = {}
    for key in ("ascii", "eastAsia"):
        name = fonts.get(attributes.get(f"{key}Theme", ""), "") or attributes.get(key, "")
        if name:
            names[key] = name
    return names


def _forget_overruled(props: dict[str, str], attributes: Mapping[str, str]) -> None:
    """An indent by characters beats one by length; resetting it to 0 and setting the opposite kind end it."""
    for key in ("left", "start", "right", "end", "firstLine", "hanging"):
        here = {key, f"{key}Chars"} & set(attributes)
        if attributes.get(f"{key}Chars") == "0":
            props.pop(f"ind.{key}", None)
        if here and key in _OPPOSITE:
            props.pop(f"ind.{_OPPOSITE[key]}", None)
            props.pop(f"ind.{_OPPOSITE[key]}Chars", None)


def _on(value: str | None) -> bool:
    return value is not None and value not in ("0", "false", "off", "none")


def _indent(props: Mapping[str, str], size: float, *keys: str) -> float:
    for key in keys:
        chars = number(props.get(f"ind.{key}Chars"))
        if chars:
            return chars / 100 * size
        if f"ind.{key}" in props:
            return number(props[f"ind.{key}"]) / 20
    return 0.0


def _distance(props: Mapping[str, str], key: str, pitch: float) -> float:
    lines = number(props.get(f"spacing.{key}Lines"))
    return lines / 100 * pitch if lines else number(props.get(f"spacing.{key}")) / 20


def _line(props: Mapping[str, str], size: float) -> float:
    """The line spacing in points; for spacing that depends on the font, about what Word makes of Song."""
    value = number(props.get("spacing.line"), 240)
    rule = props.get("spacing.lineRule", "auto")
    if value <= 0:
        return size * 1.3
    if rule == "exact":
        return value / 20
    return max(value / 20, size * 1.3) if rule == "atLeast" else value / 240 * size * 1.3


def _text_style(name: str, props: Mapping[str, str], pitch: float, whole: bool) -> TextStyle:
    size = max(number(props.get("sz.val"), 20), 2) / 2 if whole else number(props.get("sz.val")) / 2
    color = props.get("color.val", "")
    values: dict[str, Any] = {
        "east_asian": props.get("rFonts.eastAsia", wordstyles.SONG if whole else ""),
        "latin": props.get("rFonts.ascii", wordstyles.SONG if whole else ""),
        "size": size,
        "line": 0.0,
        "bold": _on(props.get("b.val")),
        "color": color if _COLOR.fullmatch(color) else "000000",
        "letter_spacing": number(props.get("letter.val")) / 20,
    }
    if whole:
        values |= _paragraph_values(props, size, pitch)
    return TextStyle(name=name, **values)


def _paragraph_values(props: Mapping[str, str], size: float, pitch: float) -> dict[str, Any]:
    outline = int(number(props.get("outlineLvl.val"), 9))
    return {
        "line": _line(props, size),
        "align": _ALIGN.get(props.get("jc.val", "left"), "left"),
        "before": _distance(props, "before", pitch),
        "after": _distance(props, "after", pitch),
        "first_indent": _indent(props, size, "firstLine") - _indent(props, size, "hanging"),
        "left_indent": _indent(props, size, "left", "start"),
        "right_indent": _indent(props, size, "right", "end"),
        "outline_level": outline + 1 if 0 <= outline < 9 else None,  # noqa: PLR2004 - 9 is Word's “body text”
        **{
            field: _on(props.get(f"{tag}.val", "1" if tag == "widowControl" else None)) for tag, field in _FLAGS.items()
        },
    }


def _complaints(name: str, props: Mapping[str, str], place: Place) -> Iterator[Finding]:
    if not any(style.name == name for style in wordstyles.PARAGRAPH_STYLES):
        return
    if props.get("spacing.lineRule") != "exact":
        remedy = "请在“修改样式→格式→段落”里把行距设为“固定值”。"
        yield LOOSE_LINES.at(place, f"样式“{name}”的行距不是固定值，行高会随字体变化。", remedy)
    if "numPr.val" in props:
        remedy = "请在“修改样式→格式→编号”里选“无”。"
        yield NUMBERED_STYLE.at(place, f"样式“{name}”带自动编号，而序号由程序写出，会重复。", remedy)


def _table_geometry(style: _Element | None) -> TableGeometry:
    """Rules and padding of the table style; rules are as inside, or as above the table."""
    if style is None:
        return wordstyles.TABLE
    rule, padding = wordstyles.TABLE.rule, {"left": 5.4, "top": 0.0}  # Word's own padding, where the style has none
    for side in ("top", "insideH"):
        border = style.find(f"{W}tblPr/{W}tblBorders/{W}{side}")
        if border is not None:
            rule = number(border.get(f"{W}sz"), 4) / 8
    for side in padding:
        margin = style.find(f"{W}tblPr/{W}tblCellMar/{W}{side}")
        if margin is not None:
            padding[side] = number(margin.get(f"{W}w")) / 20
    return TableGeometry(rule, padding["left"], padding["top"])
