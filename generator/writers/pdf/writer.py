"""The PDF writer: finished pages as a tagged file, PDF/A-2a and PDF/UA-1 (PDF/A-3a with attached files).

Drawn on reportlab's canvas, which keeps objects, pages, bookmarks and outline; page content, fonts, tags and metadata
are written here, because the open-source edition has none of what the standards ask for. The file depends on the
arguments alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.typeset.pages import DrawnText, Link, Page, Pages
from generator.writers.laid import Attachment, Laid
from generator.writers.pdf import metadata
from generator.writers.pdf.content import Pen, number
from generator.writers.pdf.fonts import PdfFonts, font_objects, stream, text_string
from generator.writers.pdf.objects import File, Info
from generator.writers.pdf.structure import Linked, Structure


def write(laid: Laid) -> bytes:
    """Return the PDF file, with the attachments inside.

    Raises ValueError for a character that no font has and for a link to an unknown anchor: both must have been
    found (and reported) before anything is written.
    """
    pages, attachments = laid.pages, laid.attachments
    file = File()
    fonts = PdfFonts(laid.faces)
    numbers, marks, links = _draw(file, pages, fonts)
    _embed(file, fonts)
    _outline(file.canvas, pages)
    file.document.Catalog.StructTreeRoot = f"{file.following()} 0 R"
    heights = [page.height for page in pages.pages]
    file.add_all(Structure(pages.nodes, marks, links, numbers, file.following(), heights).objects())
    facts = metadata.facts(laid.document)
    _name(file, pages, numbers, _attach(file, facts, attachments))
    _describe(file, facts, part=3 if attachments else 2)
    return file.data()


def _draw(file: File, pages: Pages, fonts: PdfFonts) -> tuple[list[int], list[list[int]], list[Linked]]:
    """Draw all pages; return the numbers of their objects, the nodes of their marked content, and the links."""
    numbers: list[int] = []
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
        content = file.add(stream(pen.draw(page)))
        annotations: list[int] = []
        for link in (operation for operation in page.operations if isinstance(operation, Link)):
            key = len(pages.pages) + len(links)
            annotations.append(file.add(_annotation(link, pages, page, key)))
            links.append(Linked(link.node, index, annotations[-1], key))
        numbers.append(file.add_page(_page(page, index, content, annotations)))
        all_marks.append(pen.marks)
    return numbers, all_marks, links


def _page(page: Page, index: int, content: int, annotations: Sequence[int]) -> str:
    """Return what a page's dictionary has of its own; its tags are in the order of the structure."""
    links = f"/Annots[{' '.join(f'{one} 0 R' for one in annotations)}]" if annotations else ""
    box = f"/MediaBox[0 0 {number(page.width)} {number(page.height)}]"
    return f"{box}/Contents {content} 0 R{links}/StructParents {index}/Tabs/S"


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


def _embed(file: File, fonts: PdfFonts) -> None:
    """Embed the fonts that are used; all pages share one font dictionary."""
    shared = file.document.idToObject["BasicFonts"].dict
    for key, name in fonts.resources().items():
        if characters := fonts.used[key]:
            objects = font_objects(fonts.faces.faces[key], characters, fonts.codes, file.following())
            shared[name] = f"{file.add_all(objects)} 0 R"


def _outline(canvas: Any, pages: Pages) -> None:
    """Write the outline; a level may be skipped in the document but not in a tree."""
    level = -1
    for position, bookmark in enumerate(pages.bookmarks):
        level = min(bookmark.level - 1, level + 1)
        canvas.addOutlineEntry(bookmark.title, f"bookmark{position}", level)
    if pages.bookmarks:
        canvas.showOutline()


def _describe(file: File, facts: metadata.Facts, part: int) -> None:
    """Say what the file is: title, author and date, PDF/A of a part and PDF/UA, its colours."""
    catalogue = file.document.Catalog
    catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "OutputIntents", "AF"]
    catalogue.MarkInfo = "<</Marked true>>"
    catalogue.OutputIntents = metadata.output_intents(file.add(metadata.colour_profile()))
    catalogue.Metadata = f"{file.add(metadata.metadata_stream(facts, part))} 0 R"
    file.canvas.setViewerPreference("DisplayDocTitle", "true")
    file.document.info = Info(metadata.info(facts))


def _name(file: File, pages: Pages, numbers: Sequence[int], attached: Mapping[str, int]) -> None:
    """Name what can be reached from outside: pages by their labels, anchors, attached files."""
    catalogue = file.document.Catalog
    catalogue.PageLabels = metadata.page_labels(pages.pages)
    names = f"/Dests {metadata.destinations(pages, numbers)}"
    if attached:
        names += f"/EmbeddedFiles {metadata.embedded_files(attached)}"
        catalogue.AF = f"[{' '.join(f'{number} 0 R' for number in attached.values())}]"
    catalogue.Names = f"<<{names}>>"


def _attach(file: File, facts: metadata.Facts, attachments: Sequence[Attachment]) -> dict[str, int]:
    """Embed the attached files; return the object numbers of their specifications."""
    attached = {}
    for name, media_type, data in ((one.name, one.media_type, one.data) for one in attachments):
        embedded, specification = metadata.attachment(name, media_type, data, facts, file.following())
        file.add(embedded)
        attached[name] = file.add(specification)
    return attached
