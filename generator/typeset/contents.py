"""The table of contents: its length is known from the headings, its page numbers when all pages are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.document.blocks import Contents, Document, Heading, Run
from generator.document.stylesheet import TextStyle
from generator.typeset.canvas import Canvas
from generator.typeset.keeping import style_of
from generator.typeset.linebreak import TextLine
from generator.typeset.pages import ARTIFACT, DrawnText, Link
from generator.typeset.text import LaidParagraph, Setter, baseline

NUMBER_ROOM = 3.0  # em that an entry's text leaves free on the right


@dataclass(slots=True)
class ContentsEntry:
    """A heading in the contents; `slots` are the places that its number and its leader take in a page's drawing."""

    heading: Heading
    setting: LaidParagraph
    page: int = -1
    slots: tuple[int, int] = (0, 0)
    end: float = 0.0  # where its text ends
    y: float = 0.0
    node: int = -1


@dataclass(slots=True)
class ContentsBox:
    """The contents: heading and entries."""

    heading: LaidParagraph
    entries: tuple[ContentsEntry, ...]
    setter: Setter
    nodes: list[int] = field(default_factory=list)


def measure_contents(block: Contents, document: Document, setter: Setter, width: float) -> ContentsBox:
    """Measure the contents of a document."""
    title = setter.paragraph((Run(block.title),), style_of(setter.sheet, "目录标题"), width)
    entries = tuple(
        ContentsEntry(heading, _entry(heading, setter, width))
        for heading in document.headings()
        if heading.level <= block.levels
    )
    return ContentsBox(title, entries, setter)


def _entry(heading: Heading, setter: Setter, width: float) -> LaidParagraph:
    """Set an entry: plain text in the style of its level."""
    style = style_of(setter.sheet, f"toc {heading.level}")
    narrow = replace(style, right_indent=style.right_indent + NUMBER_ROOM * style.size, align="left")
    return setter.paragraph((Run(heading.text.replace("\n", " ")),), narrow, width)


def draw_contents(box: ContentsBox, canvas: Canvas) -> None:
    """Draw heading and entries; leave room for leaders and numbers."""
    style = box.heading.style
    canvas.y += style.before
    node = canvas.node("P")
    for line, left in zip(box.heading.lines, box.heading.lefts, strict=True):
        canvas.line(line, canvas.geometry.left + left, canvas.y + baseline(style), style.size, node)
        canvas.advance(style.line)
    canvas.y += style.after
    parent = canvas.node("TOC")
    for entry in box.entries:
        _draw_entry(entry, parent, canvas)


def _draw_entry(entry: ContentsEntry, parent: int, canvas: Canvas) -> None:
    """Draw the text of an entry as a link."""
    style, setting = entry.setting.style, entry.setting
    if setting.height > canvas.space + 0.01:
        canvas.turn()
    entry.node = canvas.node("Link", canvas.node("TOCI", parent))
    for line, left in zip(setting.lines, setting.lefts, strict=True):
        x, page = canvas.geometry.left + left, canvas.geometry
        entry.y, entry.end = canvas.y + baseline(style), x + line.width
        canvas.line(line, x, entry.y, style.size, entry.node)
        width = page.width - page.right - x
        canvas.operations.append(Link(x, canvas.y, width, style.line, entry.heading.anchor, entry.node))
        canvas.advance(style.line)
    entry.page = canvas.index
    entry.slots = (len(canvas.operations), len(canvas.operations) + 1)
    canvas.operations.extend((None, None))


def fill_contents(box: ContentsBox, labels: Mapping[str, str], canvas: Canvas) -> None:
    """Fill in leaders and page numbers."""
    for entry in box.entries:
        style, draft = entry.setting.style, canvas.drafts[entry.page]
        number = box.setter.line(labels.get(entry.heading.anchor, ""), style)
        right = draft.geometry.width - draft.geometry.right
        start = right - number.width
        for slot, line, x, node in (
            (entry.slots[0], _leader(entry, start, box.setter, style), start, ARTIFACT),
            (entry.slots[1], number, right, entry.node),
        ):
            if line.segments:
                part = line.segments[0]
                draft.operations[slot] = DrawnText(
                    x - line.width, entry.y, part.face, style.size, part.text, node, 0.0, (), style.color
                )


def _leader(entry: ContentsEntry, start: float, setter: Setter, style: TextStyle) -> TextLine:
    """Make the row of dots from the text to the number, in step on all lines since it is set from the right."""
    dot = setter.line(".", style).width
    count = int((start - entry.end - style.size / 2) / dot)
    return setter.line("." * max(0, count), style)
