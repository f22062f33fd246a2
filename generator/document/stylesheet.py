"""The style sheet: what the pack's Word template says about pages and named styles, for every writer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from generator.base.frozen import frozen

Align = Literal["left", "center", "right", "justify"]


@frozen
class TextStyle:
    """A paragraph style, resolved through basedOn to plain values. Lengths are points."""

    name: str  # the name that Word stores: Normal, heading 1, 表标题
    east_asian: str  # the font's name in the template, e.g. 仿宋_GB2312
    latin: str
    size: float
    line: float  # exact line spacing
    bold: bool = False
    align: Align = "left"
    before: float = 0.0
    after: float = 0.0
    first_indent: float = 0.0  # negative: hanging
    left_indent: float = 0.0
    right_indent: float = 0.0
    letter_spacing: float = 0.0
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    widow_control: bool = True
    outline_level: int | None = None  # 1–9
    color: str = "000000"


@frozen
class PageGeometry:
    """A page: its size, margins, and the distance of header and footer from the edges. Points."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float
    footer: float


@frozen
class TableGeometry:
    """How tables are ruled: line width, and the padding inside a cell. Points."""

    rule: float = 0.5
    padding_x: float = 4.0
    padding_y: float = 2.0


@frozen
class StyleSheet:
    """All named styles (by Word's stored name), pages by section name, and the ruling of tables."""

    styles: Mapping[str, TextStyle]
    pages: Mapping[str, PageGeometry]
    table: TableGeometry
    character_styles: Mapping[str, TextStyle]  # 引导语, 加粗: only fonts, bold and colour count
