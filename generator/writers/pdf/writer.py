"""The PDF writer: finished pages as a tagged file, PDF/A-2a and PDF/UA-1 (PDF/A-3a with attached files).

Drawn on reportlab's canvas, which keeps objects, pages, bookmarks and outline; page content, fonts, tags and metadata
are written here, because the open-source edition has none of what the standards ask for. The file depends on the
arguments alone.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFInfo, PDFObject, PDFObjectReference, PDFPage
from reportlab.pdfgen.canvas import Canvas

from generator.typeset.pages import DrawnText, Link, Page, Pages
from generator.writers.laid import Attachment, Laid
from generator.writers.pdf import metadata
from generator.writers.pdf.content import Pen, number
from generator.writers.pdf.fonts import PdfFonts, font_objects, stream, text_string
from generator.writers.pdf.structure import Linked, Structure


def write(laid: Laid) -> bytes:
    """Return the PDF file, with the attachments inside.

    Raises ValueError for a character that no font has and for a link to an unknown anchor: both must have been
    found (and reported) before anything is written.
    """
    pages, attachments = laid.pages, laid.attachments
    canvas = _BareCanvas(io.BytesIO(), invariant=1, lang="zh-CN", pdfVersion=(1, 7))
    file = _File(canvas)
    fonts = PdfFonts(laid.faces)
    marks, links = _draw(file, pages, fonts)
    numbers = [file.number_of(f"Page{index}") for index in range(1, len(pages.pages) + 1)]
    _embed(file, fonts)
    _outline(canvas, pages)
    file.document.Catalog.StructTreeRoot = f"{file.following()} 0 R"
    file.add_all(Structure(pages.nodes, marks, links, numbers, file.following()).objects())
    facts = metadata.facts(laid.document)
    _name(file, pages, numbers, _attach(file, facts, attachments))
    _describe(file, facts, part=3 if attachments else 2)
    data: bytes = canvas.getpdfdata()
    return data


class _BareCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that draws nothing of its own: the usual preamble names Helvetica, which would not be embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


class _Raw(PDFObject):  # type: ignore[misc]
    """An object that is already written out."""

    __RefOnly__ = 1

    def __init__(self, data: bytes) -> None:
        self.data = data

    def format(self, _document: Any) -> bytes:
        return self.data


class _RawInfo(PDFInfo):  # type: ignore[misc]
    """The Info dictionary, written out; reportlab's own takes its dates from the clock."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data

    def format(self, _document: Any) -> bytes:
        return self.data


class _File:
    """The objects of the file, in the order of their numbers."""

    def __init__(self, canvas: _BareCanvas) -> None:
        self.canvas = canvas
        self.document = canvas._doc
        self.document.signature = hashlib.md5(usedforsecurity=False)  # of the content alone

    def following(self) -> int:
        """Return the number that the next object gets."""
        return int(self.document.objectcounter) + 1

    def add(self, data: bytes) -> int:
        """Add an object; return its number."""
        return self.number_of(self.reference(data).name)

    def add_all(self, objects: Sequence[bytes]) -> None:
        """Add objects with consecutive numbers."""
        self.document.updateSignature(b"".join(objects))
        for data in objects:
            self.document.Reference(_Raw(data))

    def reference(self, data: bytes) -> PDFObjectReference:
        """Add an object; return reportlab's reference to it."""
        self.document.updateSignature(data)
        return self.document.Reference(_Raw(data))

    def number_of(self, name: str) -> int:
        """Return the number of an object by reportlab's name."""
        return int(self.document.idToObjectNumberAndVersion[name][0])


def _draw(file: _File, pages: Pages, fonts: PdfFonts) -> tuple[list[list[int]], list[Linked]]:
    """Draw all pages; return the nodes of their marked content, and the links."""
    all_marks: list[list[int]] = []
    links: list[Linked] = []
    resources = fonts.resources()
    bookmarks: dict[int, list[int]] = {}
    for position, bookmark in enumerate(pages.bookmarks):
        bookmarks.setdefault(bookmark.page, []).append(position)
    for index, page in enumerate(pages.pages):
        for position in bookmarks.get(index, ()):
            top = round(page.height - pages.bookmarks[position].y, 2)
            file.canvas.bookmarkPage(f"bookmark{position}", fit="XYZ", left=0, top=top, zoom=0)
        pen = Pen(page, pages.nodes, fonts, resources)
        content = file.reference(stream(pen.draw(page)))
        annotations = []
        for link in (operation for operation in page.operations if isinstance(operation, Link)):
            key = len(pages.pages) + len(links)
            annotations.append(file.reference(_annotation(link, pages, page, key)))
            links.append(Linked(link.node, index, file.number_of(annotations[-1].name), key))
        _finish_page(file.canvas, page, index, content, annotations)
        all_marks.append(pen.marks)
    return all_marks, links


def _finish_page(canvas: _BareCanvas, page: Page, index: int, content: Any, annotations: list[Any]) -> None:
    """Give the page to the canvas, with what reportlab does not know of."""
    canvas.setPageSize((page.width, page.height))
    canvas.showPage()
    made = canvas._doc.Pages[index]
    made.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
    made.Contents, made.Annots, made.Trans = content, annotations, None
    made.StructParents, made.Tabs = index, "/S"


def _annotation(link: Link, pages: Pages, page: Page, key: int) -> bytes:
    """Return a link annotation; its description is the text that it covers."""
    if link.target not in pages.anchors:
        raise ValueError(f"link to an unknown anchor: {link.target}")
    texts = (o.text for o in page.operations if isinstance(o, DrawnText) and o.node == link.node)
    description = pages.nodes[link.node].alternative or "".join(texts).strip() or link.target
    bottom, top = page.height - link.y - link.height, page.height - link.y
    rectangle = " ".join(map(number, (link.x, bottom, link.x + link.width, top)))
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{rectangle}]/Border[0 0 0]/F 4/StructParent {key}"
        f"/Dest{metadata.destination_name(link.target)}/Contents{text_string(description)}>>"
    ).encode()


def _embed(file: _File, fonts: PdfFonts) -> None:
    """Embed the fonts that are used; all pages share one font dictionary."""
    shared = file.document.idToObject["BasicFonts"].dict
    for key, name in fonts.resources().items():
        if characters := fonts.used[key]:
            first = file.following()
            objects = font_objects(fonts.faces.faces[key], characters, fonts.codes, first)
            shared[name] = file.reference(objects[0])
            file.add_all(objects[1:])


def _outline(canvas: _BareCanvas, pages: Pages) -> None:
    """Write the outline; a level may be skipped in the document but not in a tree."""
    level = -1
    for position, bookmark in enumerate(pages.bookmarks):
        level = min(bookmark.level - 1, level + 1)
        canvas.addOutlineEntry(bookmark.title, f"bookmark{position}", level)
    if pages.bookmarks:
        canvas.showOutline()


def _describe(file: _File, facts: metadata.Facts, part: int) -> None:
    """Say what the file is: title, author and date, PDF/A of a part and PDF/UA, its colours."""
    catalogue = file.document.Catalog
    catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "OutputIntents", "AF"]
    catalogue.MarkInfo = "<</Marked true>>"
    catalogue.OutputIntents = metadata.output_intents(file.add(metadata.colour_profile()))
    catalogue.Metadata = file.reference(metadata.metadata_stream(facts, part))
    file.canvas.setViewerPreference("DisplayDocTitle", "true")
    file.document.info = _RawInfo(metadata.info(facts))
    file.document.updateSignature(metadata.info(facts))


def _name(file: _File, pages: Pages, numbers: Sequence[int], attached: Mapping[str, int]) -> None:
    """Name what can be reached from outside: pages by their labels, anchors, attached files."""
    catalogue = file.document.Catalog
    catalogue.PageLabels = metadata.page_labels(pages.pages)
    names = f"/Dests {metadata.destinations(pages, numbers)}"
    if attached:
        names += f"/EmbeddedFiles {metadata.embedded_files(attached)}"
        catalogue.AF = f"[{' '.join(f'{number} 0 R' for number in attached.values())}]"
    catalogue.Names = f"<<{names}>>"


def _attach(file: _File, facts: metadata.Facts, attachments: Sequence[Attachment]) -> dict[str, int]:
    """Embed the attached files; return the object numbers of their specifications."""
    attached = {}
    for name, media_type, data in ((one.name, one.media_type, one.data) for one in attachments):
        embedded, specification = metadata.attachment(name, media_type, data, facts, file.following())
        file.add(embedded)
        attached[name] = file.add(specification)
    return attached
