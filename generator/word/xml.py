"""Names of WordprocessingML, and the one way in which untrusted XML is parsed."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{W_NAMESPACE}}}"
R = f"{{{R_NAMESPACE}}}"
XML = "{http://www.w3.org/XML/1998/namespace}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class BrokenXML(ValueError):
    """Text that is not XML, or XML with a document type."""


class DocumentType(BrokenXML):
    """XML with a document type, which may hold entities."""


def parse(xml: bytes) -> _Element:
    """Parse untrusted XML: no entities, no network, no document type, no comments; raises BrokenXML."""
    if b"<!DOCTYPE" in xml:
        raise DocumentType("XML 里有 DOCTYPE")
    try:
        root = etree.fromstring(xml, _parser())
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise BrokenXML(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:  # in another encoding the bytes do not show it
        raise DocumentType("XML 里有 DOCTYPE")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def is_on(element: _Element | None) -> bool:
    """Tell whether a property that is there or not (w:b, w:vanish) is there and not switched off."""
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")
