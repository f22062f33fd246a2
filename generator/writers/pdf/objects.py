"""The objects of a PDF file: reportlab's, and ours, which are written out already, put together as one file.

Reportlab would make of each of our thousands of objects three of its own and encode it anew; here they stay bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

_HEADER = b"%%PDF-1.7\n%%%s ReportLab Generated PDF document (opensource)\n" % bytes((0x93, 0x8C, 0x8B, 0x9E))


class _BareCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that draws nothing of its own: the usual preamble names Helvetica, which would not be embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


class Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The Info dictionary, written out; reportlab's own takes its dates from the clock."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data

    def format(self, _document: Any) -> bytes:
        """Return it as reportlab asks for it."""
        return self.data


class File:
    """The objects of the file, in the order of their numbers; `canvas` keeps pages, outline and catalogue."""

    def __init__(self) -> None:
        self.canvas = _BareCanvas(io.BytesIO(), invariant=1, lang="zh-CN", pdfVersion=(1, 7))
        self.document = self.canvas._doc
        self.document.signature = hashlib.md5(usedforsecurity=False)  # of the content alone
        self._written: dict[int, bytes] = {}
        self._pages: dict[int, str] = {}  # the entries of the pages' dictionaries, by object number

    def following(self) -> int:
        """Return the number that the next object gets."""
        return int(self.document.objectcounter) + 1

    def add(self, data: bytes) -> int:
        """Add an object; return its number."""
        return self.add_all((data,))

    def add_all(self, objects: Sequence[bytes]) -> int:
        """Add objects with consecutive numbers; return the first of them."""
        first = self.following()
        self._written.update(enumerate(objects, first))
        self.document.objectcounter += len(objects)
        return first

    def add_page(self, entries: str) -> int:
        """Add a page with the entries of its dictionary, but for those that all pages have; return its number."""
        self.canvas.showPage()
        number = self.number_of(f"Page{len(self._pages) + 1}")
        self._pages[number] = entries
        return number

    def number_of(self, name: str) -> int:
        """Return the number of an object by reportlab's name."""
        return int(self.document.idToObjectNumberAndVersion[name][0])

    def data(self) -> bytes:
        """Return the whole file. Nothing can be added afterwards."""
        self.document.format = self._put_together
        made: bytes = self.canvas.getpdfdata()
        del self.document.format  # a cycle, by which all objects would stay in memory
        return made

    def _put_together(self) -> bytes:
        """Write all objects, where each begins, and the trailer, as reportlab does after its own preparations."""
        document = self.document
        root, info = document.Reference(document.Catalog), document.Reference(document.info)
        out = io.BytesIO()  # objects go into it one by one, so that the file of a long document is not there twice
        out.write(_HEADER)
        starts = []
        for data in self._objects():
            starts.append(out.tell())
            out.write(data)
        end, size = out.tell(), len(starts) + 1
        document.signature.update(out.getbuffer())
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        out.writelines(b"%010d 00000 n \n" % start for start in starts)
        out.write(pdfdoc.PDFTrailer(startxref=end, Size=size, Root=root, Info=info, ID=document.ID()).format(document))
        return out.getvalue()

    def _objects(self) -> Iterator[bytes]:
        """Yield the objects as they stand in the file; writing one of reportlab's may add others."""
        document, written, number = self.document, self._written, 0
        while (number := number + 1) <= document.objectcounter:
            data = written.pop(number, None)  # of a long document, so that it is not there twice
            if number in self._pages:
                data = self._page(self._pages[number])
            elif data is None:
                data = pdfdoc.format(document.idToObject[document.numberToId[number]], document, toplevel=1)
            yield b"%d 0 obj\n%b%b" % (number, data, b"endobj\n" if data.endswith(b"\n") else b"\nendobj\n")

    def _page(self, entries: str) -> bytes:
        parent = pdfdoc.format(self.document.Reference(self.document.Pages), self.document).decode()
        fonts = self.number_of("BasicFonts")
        return f"<</Type/Page/Parent {parent}/Resources<</Font {fonts} 0 R>>{entries}>>".encode()
