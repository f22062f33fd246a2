"""The OFD writer (GB/T 33190-2016, 试验性): finished pages as a zip file of XML, with embedded fonts and an outline.

The same drawing operations as the PDF writer's. The file depends on the arguments alone; its DocID is made from them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from generator.base.formats import PRODUCER
from generator.base.markup import DECLARATION, escape, legal, quoted
from generator.base.zipped import zip_files
from generator.document.blocks import Document
from generator.typeset.faces import RARE, FaceSet
from generator.typeset.pages import Bookmark, Pages
from generator.writers.laid import Laid
from generator.writers.ofd.fonts import font_file
from generator.writers.ofd.page import NAMESPACE, PageWriter, box, length
from generator.writers.pdf.fonts import PdfFonts


def write(laid: Laid) -> bytes:
    """Return the OFD file.

    Raises ValueError for a character that no font has, KeyError for a link to an unknown anchor: both must have been
    found (and reported) before anything is written.
    """
    pages, document, faces = laid.pages, laid.document, laid.faces
    numbers = count(1)
    page_ids = [next(numbers) for _ in pages.pages]
    usual = {key: next(numbers) for key in faces.faces if key != RARE}
    fonts = defaultdict(numbers.__next__, usual)  # a rare face gets its number where it is drawn, if it is
    characters = PdfFonts(faces)
    writer = PageWriter(lambda: next(numbers), characters, fonts)
    actions = {anchor: _goto(page_ids[page], y) for anchor, (page, y) in pages.anchors.items()}
    contents = [writer.page(page, actions) for page in pages.pages]
    used = {key: font_file(faces.faces[key], drawn) for key, drawn in characters.used.items() if drawn}
    names = {key: f"font_{fonts[key]}.ttf" for key in used}
    parts = {
        "Doc_0/Document.xml": _document(pages, page_ids, last=next(numbers) - 1).encode(),
        "Doc_0/PublicRes.xml": _resources(faces, fonts, names).encode(),
        **{f"Doc_0/Res/{names[key]}": data for key, data in used.items()},
        **{f"Doc_0/Pages/Page_{at}/Content.xml": content.encode() for at, content in enumerate(contents)},
    }
    return zip_files({"OFD.xml": _root(document, parts).encode(), **parts})


def _root(document: Document, parts: Mapping[str, bytes]) -> str:
    """Return OFD.xml: what the document is, and where it begins."""
    digest = hashlib.sha256(document.title.encode("utf-8", "replace"))
    for data in parts.values():
        digest.update(data)
    info = {
        "DocID": digest.hexdigest()[:32],
        "Title": document.title,
        "Author": document.author,
        "CreationDate": document.date,
        "ModDate": document.date,
        "Creator": PRODUCER,
    }
    entries = "".join(f"<ofd:{name}>{escape(legal(text))}</ofd:{name}>" for name, text in info.items() if text)
    return (
        f'{DECLARATION}<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody>'
        f"<ofd:DocInfo>{entries}</ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(pages: Pages, page_ids: Sequence[int], last: int) -> str:
    """Return Document.xml: resources, pages, outline; `last` is the greatest number in use."""
    first = pages.pages[0]
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at, number in enumerate(page_ids)
    )
    outline = "".join(_outline(pages.bookmarks, page_ids))
    outlines = f"<ofd:Outlines>{outline}</ofd:Outlines>" if outline else ""
    return (
        f"{DECLARATION}<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>{last}</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>{box(0, 0, first.width, first.height)}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{outlines}"
        "<ofd:VPreferences><ofd:PageMode>UseOutlines</ofd:PageMode></ofd:VPreferences></ofd:Document>"
    )


def _outline(bookmarks: Sequence[Bookmark], page_ids: Sequence[int]) -> Iterator[str]:
    """Yield the outline; an entry holds those of the levels below it, of which one may be skipped."""
    levels: list[int] = []  # of the entries that are open
    for bookmark in bookmarks:
        while levels and levels[-1] >= bookmark.level:
            levels.pop()
            yield "</ofd:OutlineElem>"
        levels.append(bookmark.level)
        title = quoted(legal(bookmark.title.replace("\n", " ")))
        yield f"<ofd:OutlineElem Title={title}>{_goto(page_ids[bookmark.page], bookmark.y)}"
    yield "</ofd:OutlineElem>" * len(levels)


def _goto(page_id: int, y: float) -> str:
    """Return the action that shows a place: a click leads to a height (points) of a page."""
    destination = f'<ofd:Dest Type="XYZ" PageID="{page_id}" Left="0" Top="{length(y)}" Zoom="0"/>'
    return f'<ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto>{destination}</ofd:Goto></ofd:Action></ofd:Actions>'


def _resources(faces: FaceSet, fonts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Return PublicRes.xml: the fonts."""
    listed = "".join(
        f'<ofd:Font ID="{fonts[key]}" FontName={quoted(faces.faces[key].postscript)}'
        f" FamilyName={quoted(faces.faces[key].postscript.rpartition('-')[0])}>"
        f"<ofd:FontFile>{name}</ofd:FontFile></ofd:Font>"
        for key, name in names.items()
    )
    listed = f"<ofd:Fonts>{listed}</ofd:Fonts>" if listed else ""
    return f'{DECLARATION}<ofd:Res {NAMESPACE} BaseLoc="Res">{listed}</ofd:Res>'
