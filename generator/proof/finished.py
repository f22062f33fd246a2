"""Finished files read back (读回): the paragraphs and table rows of a .docx or .pdf, in reading order, as plain words.

White space is left out, since a writer may break lines anywhere. A row is the tuple of its cells.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any

from generator.base import money
from generator.base.frozen import frozen
from generator.document.blocks import MORE
from generator.document.drafts import IN_NAME

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MAX_CHARTS, MAX_CHART = 1000, 1_000_000  # charts in a Word file, and bytes of one
MAX_BYTES = 50_000_000  # of a file; the largest of ours has about 5 MB
MAX_CORE = 1_000_000  # bytes of its properties
MAX_XML = 200_000_000  # bytes of the unpacked body of a Word file
MAX_TAGS = 4_000_000  # in that body; each takes about 100 bytes of memory
MAX_CONTENT = 50_000_000  # bytes of what is drawn on all pages of a PDF

_ENCRYPTED_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")  # Word with a password is no ZIP any more
_NO_WORD = "不是完整的 Word 文件（.docx）。"
_NO_PDF = "不是带标签的完整 PDF 文件。"
_LOCKED = "文件加了密码，读不出来。"
_TOO_LARGE = "文件的内容太多，不像是由预算生成的。"

Words = tuple[str, ...]


class UnreadableError(Exception):
    """A file cannot be read back; the message is Chinese."""


def squeezed(text: str) -> str:
    """Take all white space out of a text."""
    return "".join(text.split())


def is_draft(data: bytes, suffix: str) -> bool:
    """Tell whether a finished file is a draft (草稿), whatever its name is now: its title says so."""
    if suffix != "docx":
        return IN_NAME.encode() in data  # PDF/A keeps its metadata where every program can read it
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = archive.getinfo("docProps/core.xml")
            return part.file_size < MAX_CORE and f"{IN_NAME}<".encode() in archive.read(part)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return False  # not a .docx, which the reader will say


def read_docx(data: bytes) -> tuple[Words, ...]:
    """Read the body of a Word file. Cells that go on from the row above are empty. Raises UnreadableError."""
    if data.startswith(_ENCRYPTED_OFFICE):
        raise UnreadableError(_LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body, charts = _docx_body(archive), _docx_charts(archive)
        return tuple(words for words in _docx_blocks(body, charts) if any(words))
    except UnreadableError:
        raise
    except Exception:  # the libraries raise what a damaged file makes them stumble over
        raise UnreadableError(_NO_WORD) from None


def _docx_body(archive: zipfile.ZipFile) -> Any:
    return _docx_part(archive, "word/document.xml", MAX_XML)[0]


def _docx_part(archive: zipfile.ZipFile, name: str, most: int) -> Any:
    from lxml import etree  # noqa: PLC0415 heavy

    part = archive.getinfo(name)
    if part.flag_bits & 1:
        raise UnreadableError(_LOCKED)
    if part.file_size > most:
        raise UnreadableError(_TOO_LARGE)
    xml = archive.read(part)
    if xml.count(b"<") > MAX_TAGS:
        raise UnreadableError(_TOO_LARGE)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(xml, parser)


def _docx_charts(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Give the charts of a Word file, by the id by which the body names a chart."""
    relations = "word/_rels/document.xml.rels"
    if relations not in archive.namelist():
        return {}
    leads = [one for one in _docx_part(archive, relations, MAX_CHART) if one.get("Type", "").endswith("/chart")]
    if len(leads) > MAX_CHARTS:
        raise UnreadableError(_TOO_LARGE)
    return {one.get("Id"): _docx_part(archive, f"word/{one.get('Target')}", MAX_CHART) for one in leads}


def _unsaid(chart: Any, said: str) -> Iterator[str]:
    """Yield the names of a chart, and the figures as it rounds them, that its alternative text does not say.

    A figure is said right after its name, or after that of its column if there are several, in as many decimals as the
    table shows: 0 is also 0.00.
    """
    every = list(chart.iter(f"{C}ser"))
    for series in every:
        names = {one.get("idx"): squeezed(one.findtext(f"{C}v") or "") for one in series.iterfind(f"{C}cat//{C}pt")}
        yield from (name for name in names.values() if name not in said)
        column = squeezed(series.findtext(f"{C}tx//{C}v") or "")
        shown = series.find(f"{C}dLbls/{C}numFmt")
        form = shown.get("formatCode", "") if shown is not None else ""
        for point in series.iterfind(f"{C}val//{C}pt"):
            value = money.shown(Decimal(point.findtext(f"{C}v") or "0"), 0, len(form.partition(".")[2]))
            before = column if len(every) > 1 else names.get(point.get("idx"), "")
            if value not in _said_after(before, said):
                yield f"{value:,f}" if "," in form else f"{value:f}"


def _said_after(name: str, said: str) -> Iterator[Decimal]:
    """Yield the figures that an alternative text gives after a name."""
    for found in re.finditer(f"{re.escape(name)}(-?[0-9][0-9,]*(?:\\.[0-9]+)?)[，；。]", said):
        yield Decimal(found[1].replace(",", ""))


def _docx_blocks(parent: Any, charts: Mapping[str, Any]) -> Iterator[Words]:
    for element in parent:
        if element.tag == f"{W}p":
            yield (_docx_text(element),)
            for inline in element.iter(f"{INLINE}inline") if charts else ():
                shown = [charts[one.get(f"{R}id")] for one in inline.iter(f"{C}chart") if one.get(f"{R}id") in charts]
                if shown:
                    said = squeezed(str(inline.find(f"{INLINE}docPr").get("descr", "")))
                    yield (_with_more(said, _unsaid(shown[0], said)),)
        elif element.tag == f"{W}tbl":
            for row in element.iter(f"{W}tr"):
                yield tuple(_docx_text(cell) for cell in row.findall(f"{W}tc"))
        elif element.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from _docx_blocks(element, charts)


def _with_more(said: str, unsaid: Iterable[str]) -> str:
    """Give what is said of a chart in words, and what it shows that is not said there."""
    return said + "".join(f"〔{one}〕" for one in unsaid)


def _docx_text(element: Any) -> str:
    """Give the words of an element as they are seen: what a tracked change has deleted is `w:delText`, not `w:t`."""
    return squeezed("".join(text.text or "" for text in element.iter(f"{W}t")))


_BLOCKS = {"P", "H1", "H2", "H3", "H4", "Caption", "Note", "TOCI", "TR"}
_CHARACTERS = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_SECTIONS = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_RANGES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@frozen
class Tagged:
    """What a PDF shows: page (its object number) → mark (MCID) → text; and the elements that were entered already."""

    texts: dict[int, dict[int, str]]
    entered: set[int] = field(default_factory=set)


def read_pdf(data: bytes) -> tuple[Words, ...]:
    """Read a tagged PDF by its structure. A row has only the cells that begin in it. Raises UnreadableError."""
    from pypdf import PdfReader  # noqa: PLC0415 heavy
    from pypdf.errors import DependencyError, FileNotDecryptedError  # noqa: PLC0415

    if b"%PDF-" not in data[:1024] or b"startxref" not in data[-2048:]:
        raise UnreadableError(_NO_PDF)
    _silence()
    try:
        reader = PdfReader(io.BytesIO(data))
        root = reader.root_object["/StructTreeRoot"]
        return tuple(words for words in _pdf_blocks(root, Tagged(_texts(reader)), 0) if any(words))
    except UnreadableError:
        raise
    except (FileNotDecryptedError, DependencyError):
        raise UnreadableError(_LOCKED) from None
    except Exception:  # the library raises what a damaged file makes it stumble over
        raise UnreadableError(_NO_PDF) from None


def _silence() -> None:
    """Keep the library's English remarks on a damaged file from the screen, unless somebody asked for a log."""
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _texts(reader: Any) -> dict[int, dict[int, str]]:
    """Give the text of every mark of every page."""
    left = MAX_CONTENT
    texts = {}
    for page in reader.pages:
        contents = page.get_contents()
        left -= len(contents.get_data()) if contents is not None else 0
        if left < 0:
            raise UnreadableError(_TOO_LARGE)
        if page.indirect_reference and contents is not None:
            texts[page.indirect_reference.idnum] = _marked(page)
    return texts


def _pdf_blocks(element: Any, tagged: Tagged, page: int) -> Iterator[Words]:
    """Walk the structure; a block is an element that holds a line or a row."""
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    kind = str(element.get("/S", ""))[1:]
    if kind == "TR":
        yield tuple(_pdf_text(cell, tagged, page) for cell in _elements(element, tagged))
    elif kind in _BLOCKS:
        yield (_pdf_text(element, tagged, page),)
    elif kind == "Figure":
        said = squeezed(str(element.get("/Alt", "")))
        shown = (_pdf_text(kid, tagged, page).rstrip(MORE) for kid in _elements(element, tagged))
        yield (_with_more(said, (one for one in shown if one not in said)),)
    else:
        for kid in _elements(element, tagged):
            yield from _pdf_blocks(kid, tagged, page)


def _elements(element: Any, tagged: Tagged) -> list[Any]:
    """Give the elements below an element."""
    return [kid for kid in _kids(element, tagged) if isinstance(kid, dict) and "/S" in kid]


def _kids(element: Any, tagged: Tagged) -> Iterator[Any]:
    """Give what lies below an element. An element lies below one other: where that is not so, walking has no end."""
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, list) else [kids]:
        number = getattr(kid, "idnum", None)
        if number in tagged.entered:
            raise UnreadableError(_NO_PDF)
        if number is not None:
            tagged.entered.add(number)
        yield kid.get_object()


def _pdf_text(element: Any, tagged: Tagged, page: int) -> str:
    """Give the words of an element: its marked text and that of the elements in it."""
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    parts = []
    for value in _kids(element, tagged):
        if isinstance(value, int):
            parts.append(tagged.texts[page].get(value, ""))
        elif "/MCID" in value:
            own = value.raw_get("/Pg").idnum if "/Pg" in value else page
            parts.append(tagged.texts[own].get(int(value["/MCID"]), ""))
        elif "/S" in value:
            parts.append(_pdf_text(value, tagged, page))
    return squeezed("".join(parts))


def _marked(page: Any) -> dict[int, str]:
    """Give the text of every mark (MCID) of a page; an ActualText stands for what is drawn within it."""
    from pypdf.generic import ContentStream  # noqa: PLC0415

    fonts = {name: _code_map(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    codes: dict[bytes, str] = {}
    texts: dict[int, list[str]] = {}
    marks: list[tuple[int, bool]] = []  # (MCID, inside an ActualText) of the open marks
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"Tf":
            codes = fonts[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            marks.append(_opened(operator, operands, marks, texts))
        elif operator == b"EMC":
            marks.pop()
        elif operator in (b"Tj", b"TJ") and marks and marks[-1][0] >= 0 and not marks[-1][1]:
            texts.setdefault(marks[-1][0], []).append(_shown(operands[0], codes))
    return {number: "".join(parts) for number, parts in texts.items()}


def _opened(
    operator: bytes, operands: Any, marks: list[tuple[int, bool]], texts: dict[int, list[str]]
) -> tuple[int, bool]:
    """Open a mark: a new MCID, one without (an artifact), or an ActualText inside the mark around it."""
    properties = operands[1] if operator == b"BDC" and isinstance(operands[1], dict) else {}
    if "/MCID" in properties:
        return int(properties["/MCID"]), False
    number, spoken = marks[-1] if marks else (-1, False)
    if "/ActualText" in properties and number >= 0:
        if not spoken:
            texts.setdefault(number, []).append(str(properties["/ActualText"]))
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
