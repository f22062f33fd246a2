"""What registers the parts of a .docx file: relationships, and content types (the Open Packaging Conventions)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from contextlib import suppress

from lxml import etree
from lxml.etree import _Element

from generator.base import late
from generator.base.frozen import frozen
from generator.word.archive import DeceptivePackage, shown
from generator.word.xml import R_NAMESPACE, BrokenXML, parse

CONTENT_TYPES = "[Content_Types].xml"
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
WORD_TYPE = f"{OFFICE_TYPE}.wordprocessingml"
PACKAGE_TYPE = "application/vnd.openxmlformats-package"
_OPC = "http://schemas.openxmlformats.org/package/2006"
_RELATION, _TYPES = f"{{{_OPC}/relationships}}Relationship", f"{{{_OPC}/content-types}}"
_ID = late.compile(r"[\w.:-]+")
_DEFAULTS = {"rels": f"{PACKAGE_TYPE}.relationships+xml", "xml": "application/xml"}


@frozen
class Relation:
    """A relationship: the part that has it (empty: the file), and what it leads to, a part or an address outside."""

    source: str
    id: str
    type: str
    target: str  # as it is written
    part: str  # empty if the target is outside the file

    @property
    def kind(self) -> str:
        """The last word of the type, such as `header`."""
        return self.type.rpartition("/")[2]

    def leads_to(self, kind: str) -> bool:
        """Tell whether the target is a part of a kind that the standard defines."""
        return self.type == f"{R_NAMESPACE}/{kind}" and self.part != ""


def relations_part(part: str) -> str:
    """The name of the part that holds the relationships of `part`."""
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def relations(parts: Mapping[str, bytes], part: str) -> tuple[Relation, ...]:
    """The relationships of a part, of the file if it is empty; raises BrokenXML and DeceptivePackage."""
    name = relations_part(part)
    if name not in parts:
        return ()
    found = []
    for element in parse(parts[name]).iterfind(_RELATION):
        target = element.get("Target", "")
        inside = _resolved(part, target) if element.get("TargetMode", "Internal") == "Internal" else ""
        found.append(Relation(part, element.get("Id", ""), element.get("Type", ""), target, inside))
    for relation in found:
        if not _ID.fullmatch(relation.id):
            raise DeceptivePackage(f"部件“{shown(name)}”里有关系的编号“{shown(relation.id)}”不是编号")
    if len({relation.id for relation in found}) < len(found):
        raise DeceptivePackage(f"部件“{shown(name)}”里有编号相同的两个关系")
    return tuple(found)


def all_relations(parts: Mapping[str, bytes]) -> tuple[Relation, ...]:
    """The relationships of all parts, as far as they can be read; raises DeceptivePackage."""
    found: list[Relation] = []
    for source in ("", *parts):
        with suppress(BrokenXML):
            found += relations(parts, source)
    return tuple(found)


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The content type of each part, in small letters; empty where none is registered. In the order of registration.

    Raises BrokenXML, KeyError and DeceptivePackage.
    """
    root = parse(parts[CONTENT_TYPES])
    own, by_ending = _registered(root, "Override", "PartName"), _registered(root, "Default", "Extension")
    registered = {name[1:]: kind for name, kind in own.items() if name[1:] in parts}
    others = {name: by_ending.get(name.rpartition(".")[2].lower(), "") for name in parts if name not in registered}
    return registered | others


def all_types(parts: Mapping[str, bytes]) -> set[str]:
    """All content types that are named, for parts that exist and for others; raises BrokenXML and KeyError."""
    return {element.get("ContentType", "").lower() for element in parse(parts[CONTENT_TYPES]).iter(f"{_TYPES}*")}


def _registered(root: _Element, tag: str, key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iterfind(f"{_TYPES}{tag}"):
        name, kind = element.get(key, ""), element.get("ContentType", "").lower()
        name = name.lower() if tag == "Default" else name
        if found.setdefault(name, kind) != kind:
            raise DeceptivePackage(f"“{shown(name)}”登记了两种内容类型")
    return found


def written_types(types: Mapping[str, str]) -> bytes:
    """The part that registers the content types of `types`."""
    root = parse(f'<Types xmlns="{_OPC}/content-types"/>'.encode())
    for ending, kind in _DEFAULTS.items():
        etree.SubElement(root, f"{_TYPES}Default", Extension=ending, ContentType=kind)
    for name, kind in types.items():
        etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{name}", ContentType=kind)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def written_relations(found: Iterable[Relation]) -> bytes:
    """The part that holds relationships to parts; targets that are written in a strange way are written plainly."""
    root = parse(f'<Relationships xmlns="{_OPC}/relationships"/>'.encode())
    for relation in found:
        plain = {relation.part.removeprefix(_folder(relation.source)), f"/{relation.part}"}
        target = relation.target if relation.target in plain else f"/{relation.part}"
        etree.SubElement(root, _RELATION, Id=relation.id, Type=relation.type, Target=target)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _folder(part: str) -> str:
    return part[: part.rfind("/") + 1]


def _resolved(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + _folder(part), target)).lstrip("/")
