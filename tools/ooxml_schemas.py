"""Validate the parts of a Word file by the schemas of ECMA-376 (first edition, transitional) with lxml.

Drawings are let through, and so is what ISO/IEC 29500 added later and Word writes: the caption of a table, the look of
a table in words, settings of compatibility.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "http://www.w3.org/XML/1998/namespace"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
SCHEMA = '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="{}">{}</xsd:schema>'
OWN = {
    "xml.xsd": SCHEMA.format(XML_SPACE, '<xsd:attribute name="space"/><xsd:attribute name="lang"/>'),
    "dml-wordprocessingDrawing.xsd": SCHEMA.format(DRAWING, '<xsd:element name="inline"/><xsd:element name="anchor"/>'),
}
LATER = ("tblCaption", "tblDescription", "compatSetting")  # elements of ISO/IEC 29500
UNCHECKED = ("word/theme/", "word/charts/")
PARTS = {
    "[Content_Types].xml": "opc-contentTypes.xsd",
    "docProps/app.xml": "shared-documentPropertiesExtended.xsd",
}


class _Files(etree.Resolver):
    """Finds the schemas in their folder, and puts the few that are not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resolve(self, url: str, public_id: str, context: object) -> object:
        name = Path(url).name
        text = OWN.get(name) or (self.folder / name).read_text("utf-8-sig")
        text = text.replace(f'namespace="{XML_SPACE}"', f'namespace="{XML_SPACE}" schemaLocation="xml.xsd"')
        return self.resolve_string(text.encode(), context, base_url=url)  # type: ignore[attr-defined]


def schema(folder: Path, name: str) -> etree.XMLSchema:
    """Read a schema with all that it imports."""
    parser = etree.XMLParser()
    parser.resolvers.add(_Files(folder))
    return etree.XMLSchema(etree.parse(str(folder / name), parser))


def schema_of(part: str) -> str:
    """Return the schema of a part, empty for one that is not checked: themes, charts, pictures, Dublin Core."""
    if part.endswith(".rels"):
        return "opc-relationships.xsd"
    if part.startswith("word/") and part.endswith(".xml") and not part.startswith(UNCHECKED):
        return "wml.xsd"
    return PARTS.get(part, "")


def errors(file: Path, folder: Path) -> list[str]:
    """Return where the parts of a Word file break the schemas in a folder."""
    schemas: dict[str, etree.XMLSchema] = {}
    found: list[str] = []
    with zipfile.ZipFile(file) as archive:
        for part in archive.namelist():
            if name := schema_of(part):
                checker = schemas.setdefault(name, schemas.get(name) or schema(folder, name))
                root = etree.fromstring(archive.read(part))
                without_later(root)
                checker.validate(root)
                found += [f"{part}: {error.message}" for error in checker.error_log]
    return found


def without_later(root: etree._Element) -> None:
    """Take away what only the later edition of the standard knows."""
    for element in list(root.iter(*(W + name for name in LATER))):
        element.getparent().remove(element)  # type: ignore[union-attr]
    for look in root.iter(f"{W}tblLook"):
        for key in [key for key in look.attrib if key != f"{W}val"]:
            del look.attrib[key]
