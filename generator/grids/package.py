"""Zipped files (.xlsx, .ods, .docx), unpacked within bounds, and the relations between their parts."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from typing import Any

from generator.findings.finding import Place
from generator.grids import problems

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PICTURES = (".png", ".jpg", ".jpeg", ".emf", ".wmf", ".gif", ".bmp", ".tiff", ".tif", ".svg", ".wdp")


def unpack(data: bytes, name: str) -> Mapping[str, bytes]:
    """Give the parts of a zipped file but for pictures. Raises UnreadableFileError.

    Each part is read to its end, so that a wrong size in the directory is found before another library trusts it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.lower().endswith(_PICTURES)]
            if any(entry.flag_bits & 1 for entry in entries):
                raise problems.locked(name)
            if sum(entry.file_size for entry in entries) > problems.MAX_UNPACKED:
                raise problems.too_large(Place(name), f"解压后超过 {problems.MAX_UNPACKED // 1_000_000} MB")
            if len({entry.filename for entry in entries}) < len(entries):
                raise problems.damaged(name)
            return {entry.filename: archive.read(entry) for entry in entries}
    except problems.UnreadableFileError:
        raise
    except Exception:  # whatever a damaged file makes the library raise
        raise problems.damaged(name) from None


def parsed(xml: bytes) -> Any:
    """Parse a part. Raises lxml's XMLSyntaxError; entities stay closed, nothing is fetched."""
    from lxml import etree  # noqa: PLC0415 heavy

    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def relations(parts: Mapping[str, bytes], part: str) -> Mapping[str, str]:
    """Give the parts that a part refers to, by the identifier of the relation."""
    folder, base = posixpath.split(part)
    xml = parts.get(f"{folder}/_rels/{base}.rels")
    found = parsed(xml).iter(_RELATIONS) if xml else ()
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
        for one in found
    }
