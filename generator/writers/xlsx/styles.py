"""Looks of cells: what a cell looks like, and the workbook's format for each look, once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from generator.base.frozen import frozen
from generator.document.stylesheet import TextStyle

LINK = {"underline": 1, "font_color": "#0B4F9E"}


@frozen
class Look:
    """How a cell looks. `quoted`: what a person types later stays text, as it begins like a formula."""

    font: str
    size: float
    bold: bool = False
    align: str = "left"
    ruled: bool = False
    indent: int = 0
    number_format: str = ""
    quoted: bool = False
    link: bool = False
    wrap: bool = True


def look_of(style: TextStyle, *, ruled: bool = False, bold: bool = False, indent: int = 0) -> Look:
    """Return the look of text in a named style."""
    align = "left" if style.align == "justify" else style.align
    return Look(style.east_asian, style.size, bold or style.bold, align, ruled, indent)


def plain(look: Look) -> Look:
    """Return a look without what concerns the content: for the empty cells of a merged area."""
    return replace(look, number_format="", quoted=False, link=False)


@dataclass(slots=True)
class Formats:
    """The formats of a workbook by look."""

    book: Workbook
    made: dict[Look, Format] = field(default_factory=dict)

    def of(self, look: Look) -> Format:
        """Return the format of a look."""
        if look not in self.made:
            self.made[look] = self.book.add_format(_properties(look))
        return self.made[look]


def _properties(look: Look) -> dict[str, Any]:
    """Return a look in the words of XlsxWriter."""
    return {
        "font_name": look.font,
        "font_size": look.size,
        "bold": look.bold,
        "align": look.align,
        "valign": "vcenter",
        "text_wrap": look.wrap,
        "indent": look.indent,
        "border": int(look.ruled),
        "num_format": look.number_format or "General",
        "quote_prefix": look.quoted,
        **(LINK if look.link else {}),
    }
