"""The parts of a .docx file: opened with care, and prepared so that a writer only has to replace some of them."""

from __future__ import annotations

import copy
import posixpath
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from lxml import etree
from lxml.etree import _Element

from generator.word.xml import DECLARATION, R_NAMESPACE, W_NAMESPACE, BrokenXML, R, W, parse

LARGEST = 64 * 1024 * 1024  # bytes, unpacked
MOST_PARTS = 1000

CORE, APP = "docProps/core.xml", "docProps/app.xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE_TYPE = "application/vnd.openxmlformats-package"
_AS_TEXT = ("styles", "header", "footer")
_BLANKS = (("header", "hdr"), ("footer", "ftr"))


class BrokenPackage(Exception):
    """The file is no .docx that can be used; the message is Chinese and says why."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A header or footer: its part, and the id of the document's relationship to it."""

    part: str
    relation: str


@dataclass(frozen=True, slots=True)
class Package:
    """All parts by name, and the parsed ones that are looked into."""

    parts: Mapping[str, bytes]
    document_part: str
    styles_part: str
    document: _Element
    styles: _Element
    theme: _Element | None
    relations: Mapping[str, str]  # of the document: id → part name
    even_and_odd: bool

    def references(self, properties: _Element) -> dict[tuple[str, str], Reference]:
        """The headers and footers of a `w:sectPr` by (header|footer, default|even), as Word shows them."""
        found: dict[tuple[str, str], Reference] = {}
        for kind, _ in _BLANKS:
            for element in properties.iterfind(f"{W}{kind}Reference"):
                relation = element.get(f"{R}id", "")
                if relation in self.relations:
                    found[kind, element.get(f"{W}type", "default")] = Reference(self.relations[relation], relation)
            if not self.even_and_odd and (kind, "default") in found:
                found[kind, "even"] = found[kind, "default"]
        return {key: value for key, value in found.items() if key[1] != "first"}

    def cover_xml(self, content: Sequence[_Element]) -> tuple[str, str, str]:
        """The XML of the document up to the body's content, of `content` alone, and of the end."""
        root = copy.deepcopy(self.document)
        for child in list(root):
            root.remove(child)
        body = etree.SubElement(root, f"{W}body")
        body.append(etree.Comment("split"))
        body.extend(copy.deepcopy(element) for element in content)
        for properties in list(body.iter(f"{W}sectPr")):
            properties.getparent().remove(properties)  # type: ignore[union-attr]
        head, inner = etree.tostring(root, encoding="unicode").split("<!--split-->")
        if "xmlns:r=" not in head:
            head = head.replace("<w:document ", f'<w:document xmlns:r="{R_NAMESPACE}" ', 1)
        return DECLARATION + head, inner.removesuffix("</w:body></w:document>"), "</w:body></w:document>"

    def with_styles(self, xml: str) -> Package:
        """The same with more styles."""
        if not xml:
            return self
        text = self.parts[self.styles_part].decode()
        return replace(
            self, parts={**self.parts, self.styles_part: text.replace("</w:styles>", xml + "</w:styles>").encode()}
        )


def blank(kind: str) -> Reference:
    """The empty header or footer that is referenced where nothing is to be shown."""
    return Reference(f"word/blank_{kind}.xml", f"rIdBlank{kind.title()}")


def open_package(data: bytes) -> Package:
    """Open a .docx; raises BrokenPackage."""
    parts = _unzip(data)
    try:
        return _package(parts)
    except (BrokenXML, KeyError, UnicodeDecodeError) as error:
        raise BrokenPackage(f"不是 Word 的 .docx 文件，或已损坏（{error}）。") from error


def _unzip(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST:
                raise BrokenPackage("文件解压后过大，或部件过多。")
            return {
                entry.filename: archive.read(entry).removeprefix(b"\xef\xbb\xbf")
                for entry in entries
                if not entry.is_dir()
            }
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise BrokenPackage(f"不是 Word 的 .docx 文件，或已损坏（{error}）。") from error


def _package(parts: dict[str, bytes]) -> Package:
    by_kind = {kind: target for kind, _, target in _relations(parts, "")}
    document_part = by_kind["officeDocument"]
    relations = _relations(parts, document_part)
    by_kind = {kind: target for kind, _, target in relations}
    if any("vbaProject" in name for name in parts):
        raise BrokenPackage("文件带有宏，不能作模板。")
    document = parse(parts[document_part])
    if document.tag != f"{W}document" or document.nsmap.get("w") != W_NAMESPACE or document.find(f"{W}body") is None:
        raise BrokenPackage("不是普通的 .docx 文件（可能另存成了“严格”格式）。")
    for kind, _, target in relations:
        if kind in _AS_TEXT:
            parse(parts[target].decode().encode())  # to be worked on as text: UTF-8
    settings = parts.get(by_kind.get("settings", ""), b"<none/>")
    quiet = {by_kind["settings"]: _quiet(settings)} if "settings" in by_kind else {}
    return Package(
        parts={**parts, **quiet, **_additions(parts, document_part)},
        document_part=document_part,
        styles_part=by_kind["styles"],
        document=document,
        styles=parse(parts[by_kind["styles"]]),
        theme=parse(parts[by_kind["theme"]]) if by_kind.get("theme") in parts else None,
        relations={relation: target for _, relation, target in relations},
        even_and_odd=_says(parse(settings), "evenAndOddHeaders"),
    )


def _relations(parts: Mapping[str, bytes], part: str) -> list[tuple[str, str, str]]:
    """The relationships of a part but for external ones: last word of the type, id, and the target's part name."""
    folder = part.rpartition("/")[0]
    root = parse(parts[_relations_part(part)])
    return [
        (
            relation.get("Type", "").rsplit("/", 1)[-1],
            relation.get("Id", ""),
            posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in root
        if relation.get("TargetMode") != "External"
    ]


def _relations_part(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _says(root: _Element, name: str) -> bool:
    element = root.find(f"{W}{name}")
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")


def _quiet(settings: bytes) -> bytes:
    """The settings without what would make Word ask, look elsewhere, or tell who edited: rsids, updateFields, …"""
    root = parse(settings)
    for name in ("rsids", "updateFields", "attachedTemplate", "trackRevisions", "documentProtection", "docVars"):
        for element in root.findall(f"{W}{name}"):
            root.remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _additions(parts: Mapping[str, bytes], document_part: str) -> dict[str, bytes]:
    """The parts that every finished file has: empty header and footer, properties, and what registers them."""
    spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    empty = f'<w:p><w:pPr><w:snapToGrid w:val="0"/>{spacing}</w:pPr></w:p>'
    blanks = {
        blank(kind).part: f'{DECLARATION}<w:{root} xmlns:w="{W_NAMESPACE}">{empty}</w:{root}>'.encode()
        for kind, root in _BLANKS
    }
    types = {f"/{blank(kind).part}": f"{_WORD_TYPE}.{kind}+xml" for kind, _ in _BLANKS}
    types |= {
        f"/{CORE}": f"{_PACKAGE_TYPE}.core-properties+xml",
        f"/{APP}": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    targets = [(f"{R_NAMESPACE}/{kind}", blank(kind).relation, f"/{blank(kind).part}") for kind, _ in _BLANKS]
    package_targets = [
        ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "rIdCore", CORE),
        (f"{R_NAMESPACE}/extended-properties", "rIdApp", APP),
    ]
    document_relations, content_types = _relations_part(document_part), "[Content_Types].xml"
    return blanks | {
        content_types: _registered(parts[content_types], types),
        document_relations: _related(parts[document_relations], targets),
        "_rels/.rels": _related(parts["_rels/.rels"], package_targets),
    }


def _registered(content_types: bytes, types: Mapping[str, str]) -> bytes:
    root = parse(content_types)
    for element in root.findall("{*}Override"):
        if element.get("PartName") in types:
            root.remove(element)
    for part, kind in types.items():
        etree.SubElement(root, f"{{{root.nsmap[None]}}}Override", PartName=part, ContentType=kind)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _related(relations: bytes, targets: Sequence[tuple[str, str, str]]) -> bytes:
    """The relationships with `targets` (type, id, target), without old ones to properties."""
    root = parse(relations)
    for element in list(root):
        if element.get("Type", "").endswith(("/core-properties", "/extended-properties", "/thumbnail")):
            root.remove(element)
    for kind, relation, target in targets:
        etree.SubElement(root, f"{{{root.nsmap[None]}}}Relationship", Id=relation, Type=kind, Target=target)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
