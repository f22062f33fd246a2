"""The Word template as a package: its parts, and those among them that are looked into."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element

from generator.base import late
from generator.base.frozen import frozen
from generator.word.archive import BrokenPackage, DeceptivePackage, shown
from generator.word.registry import CONTENT_TYPES, OFFICE_TYPE, WORD_TYPE, Relation, content_types, relations
from generator.word.xml import A, BrokenXML, R, W, is_on, parse

CORE, APP = "docProps/core.xml", "docProps/app.xml"

# What a document may lead to, but for pictures: content type by the last word of the relationship's type.
ONCE = {
    "styles": f"{WORD_TYPE}.styles+xml",
    "settings": f"{WORD_TYPE}.settings+xml",
    "fontTable": f"{WORD_TYPE}.fontTable+xml",
    "theme": f"{OFFICE_TYPE}.theme+xml",
    "numbering": f"{WORD_TYPE}.numbering+xml",
    "footnotes": f"{WORD_TYPE}.footnotes+xml",
    "endnotes": f"{WORD_TYPE}.endnotes+xml",
}
RUNNING = {"header": f"{WORD_TYPE}.header+xml", "footer": f"{WORD_TYPE}.footer+xml"}
ROOTS = {"fontTable": "fonts", "header": "hdr", "footer": "ftr"}  # the others are named as the relationship is
_MARKUP = late.compile("[<>&\"']")
_DOCUMENT_TYPES = (f"{WORD_TYPE}.document.main+xml", f"{WORD_TYPE}.template.main+xml")


@frozen
class Reference:
    """A header or footer: its part, and the id of the document's relationship to it."""

    part: str
    relation: str


@frozen
class Package:
    """All parts by name, and the parsed ones that are looked into."""

    parts: Mapping[str, bytes]
    document_part: str
    document: _Element
    styles: _Element
    theme: _Element | None
    relations: tuple[Relation, ...]  # of the document, to parts of the kinds above and to pictures
    even_and_odd: bool

    @property
    def styles_part(self) -> str:
        """The name of the part with the styles."""
        return next(relation.part for relation in self.relations if relation.kind == "styles")

    def references(self, properties: _Element) -> dict[tuple[str, str], Reference]:
        """The headers and footers of a `w:sectPr` by (header|footer, default|even), as Word shows them."""
        known = {(relation.kind, relation.id): relation.part for relation in self.relations}
        found: dict[tuple[str, str], Reference] = {}
        for kind in RUNNING:
            for element in properties.iterfind(f"{W}{kind}Reference"):
                relation = element.get(f"{R}id", "")
                if (kind, relation) in known:
                    found[kind, element.get(f"{W}type", "default")] = Reference(known[kind, relation], relation)
            if not self.even_and_odd and (kind, "default") in found:
                found[kind, "even"] = found[kind, "default"]
        return {key: value for key, value in found.items() if key[1] != "first"}

    def with_body(self, content: Sequence[_Element]) -> _Element:
        """The document with a copy of `content` alone, without the ends of sections."""
        root = copy.deepcopy(self.document)
        for child in list(root):
            root.remove(child)
        body = etree.SubElement(root, f"{W}body")
        body.extend(copy.deepcopy(element) for element in content)
        for properties in list(body.iter(f"{W}sectPr")):
            properties.getparent().remove(properties)  # type: ignore[union-attr]
        return root

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


def open_package(parts: Mapping[str, bytes]) -> Package:
    """Find the parts of a .docx that are used; raises BrokenPackage."""
    try:
        return _package(parts)
    except (BrokenXML, KeyError, StopIteration) as error:
        raise BrokenPackage("不是 Word 的 .docx 文件，或已损坏") from error


def _package(parts: Mapping[str, bytes]) -> Package:
    top = relations(parts, "")
    if any(relation.type.startswith("http://purl.oclc.org/ooxml/") for relation in top):
        raise BrokenPackage("不是普通的 .docx 文件（可能另存成了“严格”格式）")
    document_part = next(relation.part for relation in top if relation.leads_to("officeDocument"))
    found = tuple(relation for relation in relations(parts, document_part) if _is_used(relation, parts))
    types = content_types(parts)
    document = _parsed(document_part, parts)
    _require(types.get(document_part, "") in {kind.lower() for kind in _DOCUMENT_TYPES}, document_part)
    roots = {relation.part: _root(relation, parts, types) for relation in found if relation.kind != "image"}
    _require_one_purpose(document_part, found)
    once = {relation.kind: roots[relation.part] for relation in found if relation.kind in ONCE}
    if document.tag != f"{W}document" or document.find(f"{W}body") is None:
        raise BrokenPackage("不是普通的 .docx 文件（可能另存成了“严格”格式）")
    if not {root.prefix for root in (document, *roots.values())} <= {"w", "a"}:
        raise BrokenPackage("XML 的写法与 Word 和 WPS 的不同（前缀不是 w）")
    _require_plain_ids(once["styles"])
    settings = once.get("settings")
    even_and_odd = settings is not None and _says(settings, "evenAndOddHeaders")
    return Package(parts, document_part, document, once["styles"], once.get("theme"), found, even_and_odd)


def _is_used(relation: Relation, parts: Mapping[str, bytes]) -> bool:
    """Tell whether a relationship of the document is of a kind that a finished file may have."""
    required = relation.kind == "styles" or relation.kind in RUNNING
    return any(relation.leads_to(kind) for kind in (*ONCE, *RUNNING, "image")) and (required or relation.part in parts)


def _root(relation: Relation, parts: Mapping[str, bytes], types: Mapping[str, str]) -> _Element:
    """The root of a part, which must be what the relationship and the content type say."""
    root = _parsed(relation.part, parts)
    _require(types.get(relation.part, "") == {**ONCE, **RUNNING}[relation.kind].lower(), relation.part)
    if root.tag != (A if relation.kind == "theme" else W) + ROOTS.get(relation.kind, relation.kind):
        raise DeceptivePackage(f"部件“{shown(relation.part)}”的内容与它的用途不符")
    return root


def _parsed(part: str, parts: Mapping[str, bytes]) -> _Element:
    """A part as XML; it must be UTF-8, because it is worked on as text."""
    if part not in parts:
        raise BrokenPackage(f"文件里没有部件“{shown(part)}”")
    try:
        return parse(parts[part].decode().encode())
    except (BrokenXML, UnicodeDecodeError) as error:
        raise BrokenPackage(f"部件“{shown(part)}”的 XML 不完整，或者不是 UTF-8") from error


def _require(told: bool, part: str) -> None:
    if not told:
        raise DeceptivePackage(f"部件“{shown(part)}”登记的内容类型与它的用途不符")


def is_reserved(part: str) -> bool:
    """Tell whether a name belongs to a part that the program writes itself."""
    blanks = {blank(kind).part for kind in RUNNING}
    name = part.lower()
    return (
        name.endswith(".rels")
        or name in {CORE.lower(), APP.lower(), CONTENT_TYPES.lower()}
        or (
            name in blanks and part not in blanks  # those are there when a finished file serves as a template
        )
    )


def _require_one_purpose(document_part: str, found: Sequence[Relation]) -> None:
    """Each part has one purpose, and a name that the program does not need."""
    once = [relation for relation in found if relation.kind in ONCE]
    running = {(relation.kind, relation.part) for relation in found if relation.kind in RUNNING}
    targets = [document_part, *(relation.part for relation in once), *(part for _, part in running)]
    if len(set(targets)) < len(targets) or len({relation.kind for relation in once}) < len(once):
        raise DeceptivePackage("一个部件登记了两种用途，或者一种用途登记了两个部件")
    for part in filter(is_reserved, targets):
        raise DeceptivePackage(f"部件的名称“{shown(part)}”与它的用途不符")


def _require_plain_ids(styles: _Element) -> None:
    """The ids of styles are written into the document as they are."""
    for style in styles.iterfind(f"{W}style"):
        style_id = style.get(f"{W}styleId", "")
        if not style_id.isprintable() or _MARKUP.search(style_id):
            raise DeceptivePackage(f"样式的编号“{shown(style_id)}”里有 XML 的标点")


def _says(root: _Element, name: str) -> bool:
    return is_on(root.find(f"{W}{name}"))
