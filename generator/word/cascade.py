"""What a style of Word says: docDefaults, the basedOn chain and direct formatting, laid over one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml.etree import _Element

from generator.base import late
from generator.document.stylesheet import Align, TextStyle
from generator.word import styles as wordstyles
from generator.word.xml import A, W

LARGEST_NUMBER = 31680  # twips: 22 inches, Word's greatest length; other values are smaller still

_FLAGS = {
    "keepNext": "keep_next", "keepLines": "keep_lines", "pageBreakBefore": "page_break_before",
    "widowControl": "widow_control",
}  # fmt: skip
_ALIGN: Mapping[str, Align] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right",
    "both": "justify", "distribute": "justify",
}  # fmt: skip
_COLOR = late.compile("[0-9A-Fa-f]{6}")
_OPPOSITE = {"firstLine": "hanging", "hanging": "firstLine"}


def number(text: str | None, default: float = 0) -> float:
    """The number of an attribute; what is none, or beyond everything that Word knows, is the default."""
    try:
        value = float(text) if text is not None else default
    except ValueError:
        return default
    return value if abs(value) <= LARGEST_NUMBER else default


def based_on(style: _Element, elements: Mapping[str, _Element]) -> Iterator[_Element]:
    """The style and what it is based on, root first; a circle is cut."""
    chain: list[_Element] = []
    current: _Element | None = style
    while current is not None and current not in chain:
        chain.append(current)
        based = current.find(f"{W}basedOn")
        current = elements.get(based.get(f"{W}val", "")) if based is not None else None
    return reversed(chain)


def theme_fonts(theme: _Element | None) -> dict[str, str]:
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


def merge(defaults: list[_Element], chain: list[_Element], fonts: Mapping[str, str]) -> dict[str, str]:
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


def text_style(name: str, props: Mapping[str, str], pitch: float, whole: bool) -> TextStyle:
    """The plain values behind merged properties; `whole`: of a paragraph style, which has defaults."""
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


_FIELDS = {  # what an element of w:pPr or w:rPr decides in a style
    "rFonts": ("east_asian", "latin"), "sz": ("size",), "b": ("bold",), "color": ("color",), "jc": ("align",),
    "spacing": ("line", "before", "after", "letter_spacing"), "outlineLvl": ("outline_level",),
    "ind": ("first_indent", "left_indent", "right_indent"), **{tag: (name,) for tag, name in _FLAGS.items()},
}  # fmt: skip


def changes(group: _Element, style_id: str, root: _Element, theme: _Element | None) -> Iterator[str]:
    """Name the elements of a paragraph's `w:pPr` or a run's `w:rPr` that change what its style says.

    LibreOffice and WPS repeat values of the style there; that is no change.
    """
    fonts = theme_fonts(theme)
    elements = {style.get(f"{W}styleId", ""): style for style in root.iterfind(f"{W}style")}
    defaults = root.find(f"{W}docDefaults")
    chain = list(based_on(elements[style_id], elements)) if style_id in elements else []
    before = merge([defaults] if defaults is not None else [], chain, fonts)
    after = dict(before)
    _apply(after, group, fonts)
    styles = [text_style("", props, 12.0, whole=True) for props in (before, after)]
    for tag in (str(child.tag).removeprefix(W) for child in group):
        if tag in _FIELDS:
            if any(getattr(styles[0], name) != getattr(styles[1], name) for name in _FIELDS[tag]):
                yield tag
        elif any(key.startswith(f"{tag}.") and before.get(key) != value for key, value in after.items()):
            yield tag
