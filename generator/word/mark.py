"""A mark on every page (草稿): a first line of every header, in the frame that all writers use."""

from __future__ import annotations

from dataclasses import replace

from lxml.etree import Element, SubElement, tostring

from generator.base.markup import DECLARATION
from generator.document.blocks import Paragraph, Run, Running
from generator.word.frame import Frame
from generator.word.package import blank
from generator.word.template import WordTemplate
from generator.word.xml import W, parse

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
    style = template.style_id(_STYLE)
    marked_parts = {name: _begun(xml, style, mark) if name in {*headers, own} else xml for name, xml in parts.items()}
    return replace(frame, running=running, parts=marked_parts)


def _begun(xml: bytes, style: str, mark: str) -> bytes:
    """Put a paragraph before all others of a header."""
    root, paragraph = parse(xml), Element(f"{W}p")
    SubElement(SubElement(paragraph, f"{W}pPr"), f"{W}pStyle", {f"{W}val": style})
    SubElement(SubElement(paragraph, f"{W}r"), f"{W}t").text = mark
    root.insert(0, paragraph)
    return (DECLARATION + tostring(root, encoding="unicode")).encode()
