"""Cell formats of a workbook: what a cell looks like, and `styles.xml` with each look once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from generator.document.stylesheet import TextStyle
from generator.word.xml import DECLARATION, quoted

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FIRST_FORMAT = 164  # numbers below are Excel's own
_RULED = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
_BORDERS = f'<borders count="2"><border/><border>{_RULED}<diagonal/></border></borders>'


@dataclass(frozen=True, slots=True)
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


@dataclass(slots=True)
class Styles:
    """The looks that a workbook uses, in the order of first use; the first is Excel's default."""

    default: Look
    looks: dict[Look, int] = field(default_factory=dict)

    def index(self, look: Look) -> int:
        """Return the number of a look."""
        if not self.looks:
            self.looks[self.default] = 0
        return self.looks.setdefault(look, len(self.looks))

    def xml(self) -> str:
        """Return `styles.xml`."""
        self.index(self.default)
        fonts = list(dict.fromkeys(map(_font, self.looks)))
        formats = list(dict.fromkeys(look.number_format for look in self.looks if look.number_format))
        numbers = {code: FIRST_FORMAT + at for at, code in enumerate(formats)}
        formats_xml = "".join(f'<numFmt numFmtId="{numbers[c]}" formatCode={quoted(c)}/>' for c in formats)
        formats_xml = f'<numFmts count="{len(formats)}">{formats_xml}</numFmts>' if formats else ""
        cells = "".join(_format(look, fonts.index(_font(look)), numbers) for look in self.looks)
        return (
            f'{DECLARATION}<styleSheet xmlns="{MAIN}">{formats_xml}<fonts count="{len(fonts)}">{"".join(fonts)}</fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill>'
            f'<fill><patternFill patternType="gray125"/></fill></fills>{_BORDERS}'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self.looks)}">{cells}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


def plain(look: Look) -> Look:
    """Return a look without what concerns the content: for the empty cells of a merged area."""
    return replace(look, number_format="", quoted=False, link=False)


def _font(look: Look) -> str:
    bold = "<b/>" if look.bold else ""
    underline, colour = ("<u/>", "FF0B4F9E") if look.link else ("", "FF000000")
    name = f'<name val={quoted(look.font)}/><charset val="134"/>'
    return f'<font>{bold}{underline}<sz val="{look.size:g}"/><color rgb="{colour}"/>{name}</font>'


def _format(look: Look, font: int, numbers: dict[str, int]) -> str:
    """Return the `xf` of a look."""
    number = numbers.get(look.number_format, 0)
    quote = ' quotePrefix="1"' if look.quoted else ""
    wrap = ' wrapText="1"' if look.wrap else ""
    indent = f' indent="{look.indent}"' if look.indent else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="{int(look.ruled)}" xfId="0"{quote}'
        ' applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{look.align}" vertical="center"{wrap}{indent}/></xf>'
    )
