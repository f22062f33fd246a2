"""New Word files to be edited: paragraphs in the styles of a pack's Word template."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.base.markup import escape, legal
from generator.document.blocks import PORTRAIT
from generator.word import tags
from generator.word.finished import finished
from generator.word.styles import NORMAL
from generator.word.template import WordTemplate

_BOLD = "<w:rPr><w:b/></w:rPr>"
_LEAD_IN = "引导语"
_HEADING = re.compile(r"\s*(#{1,4})\s*(?:\[([^\]{}]+)\]\s*)?(?=\S)")
_STYLED = re.compile(r"\s*\[([^\]{}]+)\]\s*(?=\S)")
_LEAD = re.compile(r"\*\*(.+?)\*\*")
_TABLE = re.compile(r"\s*@表\s+([^'{}\s]+)\s*")
_STAR = "\0"  # stands for a star within a tag
_BODY_LEVEL = 9  # Word's outline level of what is no heading


def drafted(template: WordTemplate, body: str, title: str) -> bytes:
    """Return a Word file with a body (XML of paragraphs and tables), on portrait pages, with a template's styles."""
    frame, page = template.pieces[0], template.sections[PORTRAIT]
    section = f"<w:sectPr>{page.layout_xml}</w:sectPr>"
    document = (frame.head + body + section + frame.tail).encode()
    return finished({**template.package.parts, template.package.document_part: document}, title, "", "")


def text_file(template: WordTemplate, source: str, title: str) -> bytes:
    """Return a pack's text as a Word file: what `lines.as_text` reads as the same lines."""
    whole = tags.TAG.sub(lambda tag: " ".join(tag[0].split("\n")), source)
    return drafted(template, "".join(_line(line, template) for line in whole.removesuffix("\n").split("\n")), title)


def _line(line: str, template: WordTemplate) -> str:
    """A line of the grammar as a paragraph: in its style, with an outline level where the style's is another."""
    styles = template.sheet.styles
    if table := _TABLE.fullmatch(line):
        return paragraph(template.style_id(NORMAL), [(f"{{{{ 表('{table[1]}') }}}}", False)])
    begins = _HEADING.match(line) or _STYLED.match(line)
    level = len(begins[1]) if begins and begins[1].startswith("#") else 0
    style = (begins[2] or f"heading {level}") if begins and level else begins[1] if begins else NORMAL
    if style not in styles:
        return paragraph(template.style_id(NORMAL), [(line, False)])
    outline = ""
    if (styles[style].outline_level or 0) != level:
        outline = f'<w:outlineLvl w:val="{level - 1 if level else _BODY_LEVEL}"/>'
    lead = f'<w:rPr><w:rStyle w:val="{template.style_id(_LEAD_IN)}"/></w:rPr>'
    content = tags.TAG.sub(lambda tag: tag[0].replace("*", _STAR), line[begins.end() :] if begins else line)
    pieces = [piece.replace(_STAR, "*") for piece in _LEAD.split(content)]
    made = "".join(run(piece, lead if index % 2 else "") for index, piece in enumerate(pieces) if piece)
    return f'<w:p><w:pPr><w:pStyle w:val="{template.style_id(style)}"/>{outline}</w:pPr>{made}</w:p>'


def paragraph(style_id: str, texts: Iterable[tuple[str, bool]], properties: str = "") -> str:
    """A paragraph of texts, each bold or not; `properties` stand after the style, in the order of the standard."""
    made = "".join(run(text, _BOLD if bold else "") for text, bold in texts)
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{properties}</w:pPr>{made}</w:p>'


def run(text: str, properties: str = "") -> str:
    """A run of a text; `properties` are its w:rPr."""
    body = escape(legal(text)).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{properties}<w:t xml:space="preserve">{body}</w:t></w:r>'
