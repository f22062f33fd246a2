"""A mark on every page (草稿): a first line of every header, in the frame that all writers use."""

from __future__ import annotations

from dataclasses import replace

from generator.document.blocks import Paragraph, Run, Running
from generator.word.frame import Frame
from generator.word.package import blank
from generator.word.template import WordTemplate
from generator.word.xml import escape

_STYLE = "header"


def marked(frame: Frame, template: WordTemplate, mark: str) -> Frame:
    """Put a mark at the head of every page, also of those that have no header."""
    first = Paragraph((Run(mark),), _STYLE)
    running = {
        name: replace(along, header=(first, *along.header), even_header=(first, *along.even_header))
        for name, along in ((name, frame.running.get(name, Running())) for name in template.sections)
    }
    sections = template.sections.values()
    headers = {ref.part for section in sections for (kind, _), ref in section.references.items() if kind == "header"}
    own = blank("header").part
    parts = {**frame.parts, own: template.package.parts[own]}
    style = escape(template.style_id(_STYLE))
    line = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(mark)}</w:t></w:r></w:p>'
    marked_parts = {name: _begun(xml, line) if name in {*headers, own} else xml for name, xml in parts.items()}
    return replace(frame, running=running, parts=marked_parts)


def _begun(xml: bytes, line: str) -> bytes:
    """Put a paragraph before all others of a header."""
    text = xml.decode()
    start = text.index(">", text.index("<w:hdr")) + 1
    if text[start - 2] == "/":  # a header without content
        return f"{text[: start - 2]}>{line}</w:hdr>{text[start:]}".encode()
    return f"{text[:start]}{line}{text[start:]}".encode()
