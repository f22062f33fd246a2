"""What runs along the pages: headers and footers as the Word template has them, with the page number filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.document.blocks import PAGE_NUMBER, Paragraph, Running
from generator.document.stylesheet import TextStyle
from generator.typeset.canvas import Canvas, Draft
from generator.typeset.keeping import style_of
from generator.typeset.linebreak import TextLine
from generator.typeset.pages import ARTIFACT, DrawnText
from generator.typeset.text import Setter, baseline

POSITIONS = ("left", "center", "right")  # of the parts of a line that tabs divide, as Word's header style has it


def page_labels(drafts: Sequence[Draft]) -> list[str]:
    """Return the number that each page shows: counted from the document's start or from a section that restarts."""
    labels, number = [], 0
    for draft in drafts:
        number = 1 if draft.restart else number + 1
        labels.append(str(number) if draft.numbered else "")
    return labels


def draw_running(canvas: Canvas, labels: Sequence[str], setter: Setter, running: Mapping[str, Running]) -> None:
    """Draw headers and footers, after the body so that extracted text does not have them inside paragraphs."""
    number = 0
    for draft, label in zip(canvas.drafts, labels, strict=True):
        number = 1 if draft.restart else number + 1
        along = running.get(draft.section, Running())
        even = number % 2 == 0
        _draw_header(draft, along.even_header if even else along.header, label, setter)
        if draft.numbered:
            _draw_footer(draft, along.even_footer if even else along.footer, label, setter)


def _draw_header(draft: Draft, paragraphs: Sequence[Paragraph], label: str, setter: Setter) -> None:
    y = draft.geometry.header
    for paragraph in paragraphs:
        style = style_of(setter.sheet, paragraph.style)
        _draw_line(draft, paragraph, label, style, y + baseline(style), setter)
        y += style.line


def _draw_footer(draft: Draft, paragraphs: Sequence[Paragraph], label: str, setter: Setter) -> None:
    styles = [style_of(setter.sheet, paragraph.style) for paragraph in paragraphs]
    y = draft.geometry.height - draft.geometry.footer - sum(style.line for style in styles)
    for paragraph, style in zip(paragraphs, styles, strict=True):
        _draw_line(draft, paragraph, label, style, y + baseline(style), setter)
        y += style.line


def _draw_line(draft: Draft, paragraph: Paragraph, label: str, style: TextStyle, y: float, setter: Setter) -> None:
    """Draw a paragraph on one line; tabs divide it into a left, a centred and a right part."""
    parts = paragraph.text.replace(PAGE_NUMBER, label).split("\t")
    places = (style.align,) if len(parts) == 1 else POSITIONS
    for text, place in zip(parts, places, strict=False):
        line = setter.line(text.strip("\n"), style)
        x = _start(draft, line, style, place)
        for part in line.segments:
            draft.operations.append(
                DrawnText(
                    x + part.x, y, part.face, style.size, part.text, ARTIFACT, part.spacing, part.gaps, part.color
                )
            )


def _start(draft: Draft, line: TextLine, style: TextStyle, place: str) -> float:
    page = draft.geometry
    left = page.left + style.left_indent
    right = page.width - page.right - style.right_indent
    if place == "right":
        return right - line.width
    return (left + right - line.width) / 2 if place == "center" else left + style.first_indent
