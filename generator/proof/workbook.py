"""A finished workbook (.xlsx) read back: the name of each sheet, and the texts of its rows, as plain words."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from generator.proof.finished import MAX_TAGS, MAX_XML, UnreadableError, Words, squeezed

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NO_WORKBOOK = "不是完整的 Excel 文件（.xlsx），或者加了密码。"
_TOO_LARGE = "文件的内容太多，不像是由预算生成的。"


def read_xlsx(data: bytes) -> tuple[Words, ...]:
    """Read the sheets of a workbook in their order; empty cells are left out. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_XML:
                raise UnreadableError(_TOO_LARGE)
            return tuple(_sheets(archive))
    except UnreadableError:
        raise
    except Exception:  # the libraries raise what a damaged file makes them stumble over
        raise UnreadableError(_NO_WORKBOOK) from None


def _sheets(archive: zipfile.ZipFile) -> Iterator[Words]:
    parts = {one.get("Id"): one.get("Target") for one in _parsed(archive, "xl/_rels/workbook.xml.rels")}
    shared = [_text(item) for item in _parsed(archive, "xl/sharedStrings.xml")] if _has_shared(archive) else []
    for sheet in _parsed(archive, "xl/workbook.xml").iter(f"{_S}sheet"):
        yield (f"【{sheet.get('name')}】",)
        for row in _parsed(archive, posixpath.join("/xl", parts[sheet.get(_ID)])[1:]).iter(f"{_S}row"):
            words = tuple(word for cell in row.iter(f"{_S}c") if (word := _shown(cell, shared)))
            if words:
                yield words


def _has_shared(archive: zipfile.ZipFile) -> bool:
    return "xl/sharedStrings.xml" in archive.namelist()


def _parsed(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree  # noqa: PLC0415 heavy

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    xml = archive.read(name)
    if xml.count(b"<") > MAX_TAGS:
        raise UnreadableError(_TOO_LARGE)
    return etree.fromstring(xml, parser)


def _shown(cell: Any, shared: Sequence[str]) -> str:
    """Give the text of a cell: a shared one, one of its own, or the value as it is stored."""
    value = cell.findtext(f"{_S}v") or ""
    if cell.get("t") == "s":
        return shared[int(value)]
    return _text(cell) if cell.get("t") == "inlineStr" else value


def _text(element: Any) -> str:
    return squeezed("".join(text.text or "" for text in element.iter(f"{_S}t")))
