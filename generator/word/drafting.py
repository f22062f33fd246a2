"""New Word files to be edited: paragraphs in the styles of a pack's Word template."""

from __future__ import annotations

from collections.abc import Iterable

from generator.document.blocks import PORTRAIT
from generator.word.finished import finished
from generator.word.template import WordTemplate
from generator.word.xml import escape, legal

_BOLD = "<w:rPr><w:b/></w:rPr>"


def drafted(template: WordTemplate, body: str, title: str) -> bytes:
    """Return a Word file with a body (XML of paragraphs and tables), on portrait pages, with a template's styles."""
    frame, page = template.pieces[0], template.sections[PORTRAIT]
    section = f"<w:sectPr>{page.layout_xml}</w:sectPr>"
    document = (frame.head + body + section + frame.tail).encode()
    return finished({**template.package.parts, template.package.document_part: document}, title, "", "")


def paragraph(style_id: str, texts: Iterable[tuple[str, bool]], properties: str = "") -> str:
    """A paragraph of texts, each bold or not; `properties` stand after the style, in the order of the standard."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{properties}</w:pPr>{"".join(map(_run, texts))}</w:p>'


def _run(text: tuple[str, bool]) -> str:
    words, bold = text
    body = escape(legal(words)).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{_BOLD if bold else ""}<w:t xml:space="preserve">{body}</w:t></w:r>'
