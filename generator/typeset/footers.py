"""Page numbers: — 1 — at the foot, odd ones on the right and even ones on the left, one character in (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Sequence

from generator.typeset.canvas import Canvas, Draft
from generator.typeset.keeping import style_of
from generator.typeset.pages import Text
from generator.typeset.text import Setter, baseline


def page_labels(drafts: Sequence[Draft]) -> list[str]:
    """Return the number that each page shows: counted from the document's start or from a section that restarts."""
    labels, number = [], 0
    for draft in drafts:
        number = 1 if draft.restart else number + 1
        labels.append(str(number) if draft.numbered else "")
    return labels


def draw_footers(canvas: Canvas, labels: Sequence[str], setter: Setter) -> None:
    """Draw the page numbers, after the body so that extracted text does not have them inside paragraphs."""
    style = style_of(setter.sheet, "footer")
    for draft, label in zip(canvas.drafts, labels, strict=True):
        if not label:
            continue
        page = draft.geometry
        line = setter.line(f"— {label} —", style)
        x = page.left + style.size if int(label) % 2 == 0 else page.width - page.right - style.size - line.width
        y = page.height - page.footer - style.line + baseline(style)
        for part in line.segments:
            draft.operations.append(
                Text(x + part.x, y, part.face, style.size, part.text, -1, part.spacing, part.gaps, part.color)
            )
