"""Read the named styles of a Word template: docDefaults and the basedOn chain, resolved to plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml.etree import _Element

from generator.base.frozen import frozen
from generator.document.stylesheet import PageGeometry, TableGeometry, TextStyle
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.word import styles as wordstyles
from generator.word.cascade import based_on, merge, number, text_style, theme_fonts
from generator.word.xml import W

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


@frozen
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
    fonts = theme_fonts(theme)
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
        chain = list(based_on(element, elements))
        props = merge([defaults] if defaults is not None and kind == "paragraph" else [], chain, fonts)
        kinds[kind].setdefault(name, text_style(name, props, pitch, whole=kind == "paragraph"))
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
