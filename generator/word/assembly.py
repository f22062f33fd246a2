"""The parts that a Word template gives to every finished file: made anew from what is known to be harmless.

Nothing is copied because it is there. The cover, the headers and footers that the sections use, what these lead to, and
the styles go through `content.clean`; relationships and content types are written anew for what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from generator.base import late
from generator.base.frozen import frozen
from generator.base.markup import DECLARATION
from generator.word import content, images
from generator.word.archive import shown
from generator.word.dangers import OUTSIDE, Danger
from generator.word.inspection import left_out
from generator.word.package import APP, CORE, ONCE, ROOTS, RUNNING, Package, blank, is_reserved
from generator.word.registry import (
    CONTENT_TYPES,
    OFFICE_TYPE,
    PACKAGE_TYPE,
    WORD_TYPE,
    Relation,
    content_types,
    relations,
    relations_part,
    written_relations,
    written_types,
)
from generator.word.xml import R_NAMESPACE, W_NAMESPACE, A, W, parse

_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_HIDDEN = late.compile(rb"<!|<\?(?!xml\s)")  # comments, instructions, literal text: parsing left them out
_SPLIT = "<!--split-->"
_END = "</w:body></w:document>"


@frozen
class Assembly:
    """The parts by name, the cover's XML (what is before it, itself, what is after it), and what was left out.

    `running` are the headers and footers; `pictures` are the ids of the pictures that they and the cover show, by part.
    """

    parts: Mapping[str, bytes]
    cover: tuple[str, str, str]
    running: tuple[str, ...]
    pictures: Mapping[str, frozenset[str]]
    remarks: tuple[Danger, ...]


@dataclass(slots=True)
class _Work:
    """What was assembled so far."""

    package: Package
    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    kept: list[Relation] = field(default_factory=list)
    pictures: dict[str, frozenset[str]] = field(default_factory=dict)
    remarks: list[Danger] = field(default_factory=list)

    def add(self, relation: Relation, content_type: str, data: bytes) -> None:
        """Keep a relationship and the part that it leads to."""
        self.kept.append(relation)
        self.parts[relation.part], self.types[relation.part] = data, content_type

    def clean_story(self, part: str, root: _Element) -> None:
        """Clean a part that is printed, and keep the pictures that it then shows."""
        found = {relation.id: relation for relation in relations(self.package.parts, part)}
        pictures = {key: picture for key, relation in found.items() if (picture := self._picture(relation))}
        remarks = content.clean(root, part, pictures)
        self.remarks += [_with_target(remark, found) for remark in remarks]
        self.pictures[part] = frozenset(content.pictures_used(root))
        for key in sorted(self.pictures[part]):
            self.add(found[key], *pictures[key])

    def _picture(self, relation: Relation) -> tuple[str, bytes] | None:
        """The content type and the bytes of the picture that a relationship leads to."""
        data = self.package.parts.get(relation.part, b"") if relation.leads_to("image") else b""
        return None if is_reserved(relation.part) else images.harmless(data)


def assemble(package: Package, cover: Sequence[_Element], headers: Iterable[str]) -> Assembly:
    """Make the parts of all finished files; `headers` are the headers and footers that the sections use."""
    work, used = _Work(package), set(headers)
    document = package.with_body(cover)
    work.clean_story(package.document_part, document)
    notes = {kind: _cited(document, kind, package) for kind in _NOTES}
    for relation in package.relations:
        data = package.parts[relation.part]
        if relation.kind in RUNNING and relation.part in used:
            root = parse(data)
            before = etree.tostring(root)
            work.clean_story(relation.part, root)
            work.add(relation, RUNNING[relation.kind], _written(root, before, data))
        elif relation.kind in _NOTES and notes[relation.kind]:
            root = _only(parse(data), _NOTES[relation.kind], notes[relation.kind])
            work.clean_story(relation.part, root)
            work.add(relation, ONCE[relation.kind], _written(root, b"", data))
        elif relation.kind in ONCE and relation.kind not in _NOTES:
            work.add(relation, ONCE[relation.kind], _cleaned(relation.kind, data, notes))
    known = {(relation.source, relation.id) for relation in work.kept}
    known |= {(remark.part, remark.relation) for remark in work.remarks if remark.relation}
    work.remarks += left_out(package.parts, work.parts.keys() | {package.document_part}, known)
    return Assembly(_registered(work), _split(document), tuple(sorted(used)), work.pictures, tuple(work.remarks))


def _with_target(remark: Danger, found: Mapping[str, Relation]) -> Danger:
    """A remark that also tells what it is about."""
    relation = found.get(remark.relation)
    if relation is None:
        return remark
    kind = remark.kind if relation.part else OUTSIDE
    text = f"{remark.text}（{shown(relation.part or relation.target)}）"
    return Danger(kind, remark.part, text, remark.relation)


def _cited(document: _Element, kind: str, package: Package) -> set[str]:
    """The ids of the notes that the cover cites; without a part that holds notes, it shall cite none."""
    cited = list(document.iter(f"{W}{_NOTES[kind]}Reference"))
    if all(relation.kind != kind for relation in package.relations):
        for element in cited:
            element.getparent().remove(element)  # type: ignore[union-attr]
        return set()
    return {element.get(f"{W}id", "") for element in cited}


def _only(root: _Element, name: str, cited: set[str]) -> _Element:
    """The notes that are cited, and the lines that separate notes from the text."""
    for note in root.findall(f"{W}{name}"):
        if note.get(f"{W}id") not in cited and "eparator" not in note.get(f"{W}type", ""):
            root.remove(note)
    return root


def _cleaned(kind: str, data: bytes, notes: Mapping[str, set[str]]) -> bytes:
    """A part without text of its own, such as the styles."""
    root = parse(data)
    before = etree.tostring(root)
    content.clean(root, "")
    if kind == "settings":
        _forget_notes(root, notes)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for fill in list(root.iter(f"{A}blipFill")):  # pictures of the theme; each fill must be some fill
        fill.tag, fill[:] = f"{A}noFill", []
        fill.attrib.clear()
    return _written(root, before, data)


def _forget_notes(settings: _Element, notes: Mapping[str, set[str]]) -> None:
    """Leave out what leads to parts that are not there."""
    for kind, name in _NOTES.items():
        if not notes[kind]:
            for properties in settings.findall(f"{W}{name}Pr"):
                settings.remove(properties)


def _written(root: _Element, before: bytes, data: bytes) -> bytes:
    """The bytes of a part: as they were, if cleaning changed nothing and every program reads them alike."""
    plain = root.getroottree().docinfo.encoding in (None, "UTF-8", "utf-8") and not _HIDDEN.search(data)
    if plain and etree.tostring(root) == before:
        return data
    return (DECLARATION + etree.tostring(root, encoding="unicode")).encode()


def _split(document: _Element) -> tuple[str, str, str]:
    """The XML of the document up to the body's content, of the content, and of the end."""
    body = document[0]
    body.insert(0, etree.Comment("split"))
    head, inner = etree.tostring(document, encoding="unicode").split(_SPLIT)
    body.remove(body[0])
    if "xmlns:r=" not in head:
        head = head.replace("<w:document ", f'<w:document xmlns:r="{R_NAMESPACE}" ', 1)
    return DECLARATION + head, inner.removesuffix(_END), _END


def _registered(work: _Work) -> dict[str, bytes]:
    """The parts with those that every finished file has, and what registers them all."""
    own = {blank(kind).part: _blank_xml(kind) for kind in RUNNING}
    own_types = {blank(kind).part: RUNNING[kind] for kind in RUNNING}
    own_types |= {CORE: f"{PACKAGE_TYPE}.core-properties+xml", APP: f"{OFFICE_TYPE}.extended-properties+xml"}
    types = {work.package.document_part: f"{WORD_TYPE}.document.main+xml", **work.types}
    order = [name for name in (*content_types(work.package.parts), *types) if name in types.keys() - own_types.keys()]
    written = written_types({name: types[name] for name in order} | own_types)
    return {**work.parts, **own, CONTENT_TYPES: written, **_relation_parts(work)}


def _relation_parts(work: _Work) -> dict[str, bytes]:
    """The parts with the relationships that are kept, and those of every finished file."""
    document_part = work.package.document_part
    blanks = [
        Relation(document_part, blank(kind).relation, f"{R_NAMESPACE}/{kind}", f"/{blank(kind).part}", blank(kind).part)
        for kind in RUNNING
    ]
    own_ids = {(relation.source, relation.id) for relation in blanks}
    by_source: dict[str, list[Relation]] = {document_part: []}
    for relation in work.kept:
        if (relation.source, relation.id) not in own_ids:
            by_source.setdefault(relation.source, []).append(relation)
    by_source[document_part] += blanks
    by_source[""] = _top_relations(document_part)
    return {relations_part(source): written_relations(found) for source, found in by_source.items()}


def _top_relations(document_part: str) -> list[Relation]:
    return [
        Relation("", key, kind, part, part)
        for key, kind, part in (
            ("rId1", f"{R_NAMESPACE}/officeDocument", document_part),
            ("rIdCore", _CORE_RELATION, CORE),
            ("rIdApp", f"{R_NAMESPACE}/extended-properties", APP),
        )
    ]


def _blank_xml(kind: str) -> bytes:
    root = ROOTS[kind]
    spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    empty = f'<w:p><w:pPr><w:snapToGrid w:val="0"/>{spacing}</w:pPr></w:p>'
    return f'{DECLARATION}<w:{root} xmlns:w="{W_NAMESPACE}">{empty}</w:{root}>'.encode()
