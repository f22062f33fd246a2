"""Finished files read back (读回): the paragraphs and table rows of a .docx or .pdf, in reading order, as plain words.

White space is left out, since a writer may break lines anywhere. A row is the tuple of its cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from generator.base import extras

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_XML = 200_000_000  # bytes of the unpacked body

Words = tuple[str, ...]


class UnreadableError(Exception):
    """A file cannot be read back; the message is Chinese."""


def squeezed(text: str) -> str:
    """Take all white space out of a text."""
    return "".join(text.split())


def read_docx(data: bytes) -> tuple[Words, ...]:
    """Read the body of a Word file. Cells that go on from the row above are empty. Raises UnreadableError."""
    from lxml import etree  # noqa: PLC0415 heavy

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("word/document.xml").file_size > MAX_XML:
                raise UnreadableError("Word 文件的正文太大。")
            root = etree.fromstring(archive.read("word/document.xml"), parser)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError):
        raise UnreadableError("不是完整的 Word 文件（.docx）。") from None
    return tuple(words for words in _docx_blocks(root[0]) if any(words))


def _docx_blocks(parent: Any) -> Iterator[Words]:
    for element in parent:
        if element.tag == f"{W}p":
            yield (_docx_text(element),)
        elif element.tag == f"{W}tbl":
            for row in element.iter(f"{W}tr"):
                yield tuple(_docx_text(cell) for cell in row.findall(f"{W}tc"))
        elif element.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from _docx_blocks(element)


def _docx_text(element: Any) -> str:
    """Give the words of an element as they are seen: what a tracked change has deleted is `w:delText`, not `w:t`."""
    return squeezed("".join(text.text or "" for text in element.iter(f"{W}t")))


_BLOCKS = {"P", "H1", "H2", "H3", "H4", "Caption", "Note", "TOCI", "TR"}
_CHARACTERS = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTIONS = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_RANGES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def read_pdf(data: bytes) -> tuple[Words, ...]:
    """Read a tagged PDF by its structure. A row has only the cells that begin in it.

    Raises UnreadableError, and MissingLibraryError where pypdf is not installed.
    """
    extras.require("verify")
    from pypdf import PdfReader  # noqa: PLC0415 an extra
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        root = reader.root_object["/StructTreeRoot"]
        texts = {page.indirect_reference.idnum: _marked(page) for page in reader.pages if page.indirect_reference}
        return tuple(words for words in _pdf_blocks(root, texts, 0) if any(words))
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise UnreadableError("不是带标签的完整 PDF 文件。") from None


Texts = dict[int, dict[int, str]]  # page (its object number) → mark (MCID) → text


def _pdf_blocks(element: Any, texts: Texts, page: int) -> Iterator[Words]:
    """Walk the structure; a block is an element that holds a line or a row."""
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    kind = str(element.get("/S", ""))[1:]
    if kind == "TR":
        yield tuple(_pdf_text(cell, texts, page) for cell in _kids(element))
    elif kind in _BLOCKS:
        yield (_pdf_text(element, texts, page),)
    else:
        for kid in _kids(element):
            yield from _pdf_blocks(kid, texts, page)


def _kids(element: Any) -> list[Any]:
    """Give the elements below an element."""
    kids = element.get("/K", ())
    every = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    return [kid for kid in every if isinstance(kid, dict) and "/S" in kid]


def _pdf_text(element: Any, texts: Texts, page: int) -> str:
    """Give the words of an element: its marked text and that of the elements in it."""
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    kids = element.get("/K", ())
    parts = []
    for kid in kids if isinstance(kids, list) else [kids]:
        value = kid.get_object()
        if isinstance(value, int):
            parts.append(texts[page].get(value, ""))
        elif "/MCID" in value:
            own = value.raw_get("/Pg").idnum if "/Pg" in value else page
            parts.append(texts[own].get(int(value["/MCID"]), ""))
        elif "/S" in value:
            parts.append(_pdf_text(value, texts, page))
    return squeezed("".join(parts))


def _marked(page: Any) -> dict[int, str]:
    """Give the text of every mark (MCID) of a page; an ActualText stands for what is drawn within it."""
    from pypdf.generic import ContentStream  # noqa: PLC0415

    fonts = {name: _code_map(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    codes: dict[bytes, str] = {}
    texts: dict[int, str] = {}
    marks: list[tuple[int, bool]] = []  # (MCID, inside an ActualText) of the open marks
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"Tf":
            codes = fonts[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            marks.append(_opened(operator, operands, marks, texts))
        elif operator == b"EMC":
            marks.pop()
        elif operator in (b"Tj", b"TJ") and marks and marks[-1][0] >= 0 and not marks[-1][1]:
            texts[marks[-1][0]] = texts.get(marks[-1][0], "") + _shown(operands[0], codes)
    return texts


def _opened(operator: bytes, operands: Any, marks: list[tuple[int, bool]], texts: dict[int, str]) -> tuple[int, bool]:
    """Open a mark: a new MCID, one without (an artifact), or an ActualText inside the mark around it."""
    properties = operands[1] if operator == b"BDC" and isinstance(operands[1], dict) else {}
    if "/MCID" in properties:
        return int(properties["/MCID"]), False
    number, spoken = marks[-1] if marks else (-1, False)
    if "/ActualText" in properties and number >= 0:
        if not spoken:
            texts[number] = texts.get(number, "") + str(properties["/ActualText"])
        return number, True
    return (-1 if operands and operands[0] == "/Artifact" else number), spoken


def _shown(operand: Any, codes: dict[bytes, str]) -> str:
    parts = operand if isinstance(operand, list) else [operand]
    raw = b"".join(getattr(one, "original_bytes", b"") for one in parts if not isinstance(one, int | float))
    return "".join(codes.get(raw[at : at + 2], "\ufffd") for at in range(0, len(raw), 2))


def _code_map(font: Any) -> dict[bytes, str]:
    """Read the ToUnicode map of a font: two bytes → characters."""
    found: dict[bytes, str] = {}
    data = font["/ToUnicode"].get_data() if "/ToUnicode" in font else b""
    for kind, body in _SECTIONS.findall(data):
        if kind == b"char":
            for code, text in _CHARACTERS.findall(body):
                found[bytes.fromhex(code.decode())] = bytes.fromhex(text.decode()).decode("utf-16-be")
        else:
            for first, last, text in _RANGES.findall(body):
                start = bytes.fromhex(text.decode()).decode("utf-16-be")
                for step in range(int(last, 16) - int(first, 16) + 1):
                    found[(int(first, 16) + step).to_bytes(2, "big")] = start[:-1] + chr(ord(start[-1]) + step)
    return found
