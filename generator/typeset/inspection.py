"""Whether a document can be shown on its pages, found without laying it out: `budget check` draws nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from generator.document.blocks import (
    PAGE_NUMBER,
    Block,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Run,
    Running,
    Table,
)
from generator.document.stylesheet import StyleSheet
from generator.typeset.canvas import Canvas
from generator.typeset.keeping import is_joined, style_of
from generator.typeset.measure import Faces, Fonts
from generator.typeset.tables import measure_table
from generator.typeset.text import CONTINUED, Setter

OWN_SIGNS = f"0123456789.{CONTINUED}"  # what the layout adds by itself: every face has them, which a test makes sure of


def is_shown(document: Document, sheet: StyleSheet, faces: Faces, running: Mapping[str, Running]) -> bool:
    """Tell whether every character has a face, every column holds its texts and every table's head leaves room.

    Whatever `lay_out` with the same arguments would name in `missing`, `narrow` or `overfull` makes this False; in
    doubt, as about charts, it is False too.
    """
    fonts, canvas = Fonts(faces), Canvas()
    setter = Setter(sheet, fonts)
    for section in document.sections:
        canvas.open_section(section.page, sheet.pages[section.page], section.numbered, section.restart)
        if not all(_fits(index, section.blocks, document, setter, canvas) for index in range(len(section.blocks))):
            return False
    for along in running.values():
        for line in chain(along.header, along.footer, along.even_header, along.even_footer):
            for part in line.text.replace(PAGE_NUMBER, "").split("\t"):
                setter.line(part.strip("\n"), style_of(sheet, line.style))
    return not fonts.missing


def _fits(index: int, blocks: Sequence[Block], document: Document, setter: Setter, canvas: Canvas) -> bool:
    """Tell whether a block fits its page; the faces of all its texts are looked up."""
    match blocks[index]:
        case Paragraph() | Heading() as block:
            setter.look_up(block.runs, style_of(setter.sheet, block.style))
        case Table() as table:
            return _table_fits(table, setter, canvas, joined=is_joined(blocks, index))
        case Contents() as contents:
            _look_up_contents(contents, document, setter)
        case Chart():
            return False
    return True


def _table_fits(table: Table, setter: Setter, canvas: Canvas, *, joined: bool) -> bool:
    box = measure_table(table, setter, canvas.width, joined, with_body=False)
    for text in table.line:
        setter.line(text, setter.line_style())
    for note in table.notes:
        setter.look_up(note.runs, style_of(setter.sheet, note.style))
    return not box.lacking and not box.is_overfull(canvas.capacity)


def _look_up_contents(block: Contents, document: Document, setter: Setter) -> None:
    setter.look_up((Run(block.title),), style_of(setter.sheet, "目录标题"))
    for heading in document.headings():
        setter.look_up((Run(heading.text.replace("\n", " ")),), style_of(setter.sheet, f"toc {heading.level}"))
