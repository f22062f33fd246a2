"""How blocks stand to their neighbours: what stays on one page with what follows, what continues a table."""

from __future__ import annotations

from collections.abc import Sequence

from generator.document.blocks import CHART_TITLE, Block, Chart, Heading, PageBreak, Paragraph, Table
from generator.document.stylesheet import StyleSheet, TextStyle


def style_of(sheet: StyleSheet, name: str) -> TextStyle:
    """Return a named paragraph style, or Normal where the sheet lacks it (reading the sheet reports that)."""
    return sheet.styles.get(name) or sheet.styles["Normal"]


def keeps_next(blocks: Sequence[Block], index: int, sheet: StyleSheet) -> bool:
    """Tell whether a block must not be the last on a page: a heading, a title, a lead-in ending with ：."""
    if index + 1 >= len(blocks) or isinstance(blocks[index + 1], PageBreak):
        return False
    match blocks[index]:
        case Heading():
            return True
        case Paragraph() as paragraph:
            lead_in = paragraph.text.rstrip().endswith(("：", ":"))
            titles = paragraph.style == CHART_TITLE and isinstance(blocks[index + 1], Chart)
            return lead_in or titles or style_of(sheet, paragraph.style).keep_next
        case Table() as table:
            return table.attached
        case _:
            return False


def is_joined(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a table continues the one above it."""
    above = blocks[index - 1] if index else None
    return isinstance(above, Table) and above.attached
