"""Any Word file with docxtpl's tags, to be filled: what of it is safe to copy, prepared for Jinja part by part.

docxtpl only prepares the XML (`patch_xml`: {%p %} and {%tr %} take their paragraph or row away); whoever fills it
renders the sources, and gives the texts of the values that the result holds marks of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import etree
from lxml.etree import _Element

from generator.base.frozen import frozen
from generator.base.markup import legal, quoted
from generator.findings.finding import Finding, Kind, Place, has_errors
from generator.word import content, tags
from generator.word.assembly import Assembly, assemble
from generator.word.dangers import Danger, as_findings
from generator.word.finished import finished
from generator.word.frame import structure_problem
from generator.word.package import RUNNING, Package
from generator.word.template import opened, serial
from generator.word.xml import R_NAMESPACE, W_NAMESPACE, XML, BrokenXML, R, W, parse

BAD_FILLING = Kind(
    "P219",
    "Word 文件里的标签有误",
    explanation="Word 文件（要填写的，或者模板的文字）里，标签没有写完整，"
    "用了全角的花括号，或者填入以后不是完整的文档。",
)
Sayer = Callable[[str], str]  # puts the values into a text with marks
LARGEST = 2_000_000  # characters of the XML of one part
MOST_BRACES = 4000  # in one part: docxtpl's preparation looks far ahead from each
_SECTION = f"{W}section"  # an attribute of ours: which section ends with a paragraph
_NUMBER = re.compile("<!--([0-9]+)-->")
_NOTES = {"footnotes": "脚注", "endnotes": "尾注"}
_STORIES = {"header": "页眉", "footer": "页脚", **_NOTES}
_LAYOUT = (
    "type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "vAlign", "titlePg",
    "textDirection", "docGrid",
)  # fmt: skip


@frozen
class TaggedPart:
    """A part with tags: its source for Jinja, and which paragraph each line of it belongs to."""

    name: str
    source: str
    places: tuple[Place, ...]  # by line
    pictures: frozenset[str]  # the ids of the pictures that it may show


@frozen
class TaggedFile:
    """A Word file with tags: the parts that are safe to copy, and those of them that are filled."""

    name: str
    parts: Mapping[str, bytes]
    tagged: tuple[TaggedPart, ...]  # the document first
    sections: tuple[str, ...]  # the ends of its sections as XML, the last section's last
    is_ended: bool  # the last of them ends the document


def read(data: bytes, name: str) -> tuple[TaggedFile | None, tuple[Finding, ...]]:
    """Read a Word file from the bytes of a .docx; `name` is what findings call it. None if it cannot be used."""
    return opened(data, name, _read)


def fill(part: TaggedPart, rendered: str, said: Sayer, file: TaggedFile) -> bytes | Finding:
    """Make a part of its rendered source; `said` puts the values into a text with marks."""
    try:
        root = parse(rendered.encode())
    except BrokenXML as error:
        return _unfit(part, f"填入后不是完整的文档（{error}）。")
    _put(root, said)
    _settle(root)
    for properties in root.iter(f"{W}pPr"):
        if properties.get(_SECTION, "0") not in map(str, range(len(file.sections))):
            return _unfit(part, "填入后的分节不对。")
    if problem := structure_problem(root, part.pictures):
        return _unfit(part, f"{problem}。")
    _end_sections(root, file, whole=part is file.tagged[0])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def packed(file: TaggedFile, filled: Mapping[str, bytes], title: str, author: str, date: str) -> bytes:
    """Return the filled file: same input, same bytes. `date` (2025-02-20) may be empty."""
    return finished({**file.parts, **filled}, title, author, date)


def _unfit(part: TaggedPart, message: str) -> Finding:
    remedy = "只占一段的标签请写 {%p … %}，只占表格一行的请写 {%tr … %}；for 和 endfor、if 和 endif 要在同一层。"
    return BAD_FILLING.at(Place(part.places[0].file), message, remedy)


def _read(package: Package, found: Sequence[Danger], name: str) -> tuple[TaggedFile | None, tuple[Finding, ...]]:
    body = package.document.find(f"{W}body")
    assert body is not None  # noqa: S101 - the package was opened
    ends = [*body.iterfind(f".//{W}pPr/{W}sectPr"), *body.iterfind(f"{W}sectPr")]
    sections = tuple(_section(properties, package) for properties in ends)
    for properties in body.iter(f"{W}pPr"):
        properties.attrib.pop(_SECTION, "")
    for number, properties in enumerate(ends):
        holder = properties.getparent()
        if holder is not None and holder is not body:
            holder.set(_SECTION, str(number))
    used = {
        reference.part
        for properties in ends
        for kind in RUNNING
        for reference in package.relations
        if reference.kind == kind and any(e.get(f"{R}id") == reference.id for e in properties)
    }
    assembly = assemble(package, [child for child in body if child.tag != f"{W}sectPr"], used)
    parts, findings = _parts(package, assembly, name)
    findings = (*as_findings((*found, *assembly.remarks), name), *findings)
    is_ended = bool(ends) and ends[-1].getparent() is body
    file = TaggedFile(name, assembly.parts, tuple(parts), sections, is_ended)
    return None if has_errors(findings) else file, findings


def _section(properties: _Element, package: Package) -> str:
    """The end of a section with what is known to be harmless: headers and footers that are kept, and the layout."""
    known = {(relation.kind, relation.id) for relation in package.relations}
    written = ""
    for child in properties:
        name = str(child.tag).removeprefix(W)
        kind, relation = name.removesuffix("Reference"), child.get(f"{R}id", "")
        if kind in RUNNING and (kind, relation) in known:
            side = quoted(child.get(f"{W}type", "default"))
            written += f"<w:{name} w:type={side} r:id={quoted(relation)}/>"
        elif name in _LAYOUT:
            written += serial(child)
    return f'<w:sectPr xmlns:w="{W_NAMESPACE}" xmlns:r="{R_NAMESPACE}">{written}</w:sectPr>'


def _parts(package: Package, assembly: Assembly, name: str) -> tuple[list[TaggedPart], tuple[Finding, ...]]:
    kinds = {relation.part: relation.kind for relation in package.relations if relation.kind in _STORIES}
    sources = {package.document_part: "".join(assembly.cover).encode()}
    sources |= {part: assembly.parts[part] for part in sorted(kinds) if part in assembly.parts}
    made, findings = [], []
    for part, xml in sources.items():
        root = parse(xml)
        placed = _numbered(root, name, _STORIES.get(kinds.get(part, ""), ""))
        wrong = [_faulty(element, place) for element, place in placed]
        findings += [finding for finding in wrong if finding]
        text = etree.tostring(root, encoding="unicode")
        if len(text) > LARGEST or text.count("{") > MOST_BRACES:
            findings.append(BAD_FILLING.at(Place(name), "文件太大，或者标签太多。", "请分成几个文件。"))
        elif not findings:
            pictures = assembly.pictures.get(part, frozenset())
            made.append(_prepared(part, text, [place for _, place in placed], pictures))
    return made, tuple(findings)


def _faulty(element: _Element, place: Place) -> Finding | None:
    """Make the tags of a paragraph ready, or say what is wrong with them."""
    if element.tag != f"{W}p":
        return None
    if wrong := tags.fault(tags.text_of(element)):
        return BAD_FILLING.at(place, *wrong)
    tags.gather(element)
    return None


def _numbered(root: _Element, name: str, story: str) -> list[tuple[_Element, Place]]:
    """Put a numbered comment before each paragraph and each row of a table, and tell where each stands."""
    body = root[0] if root.tag == f"{W}document" else root
    tables = {table: number for number, table in enumerate(_outer(body, "tbl"), 1)}
    paragraphs = {paragraph: number for number, paragraph in enumerate(_outer(body, "p"), 1)}
    rows = {row: number for table in tables for number, row in enumerate(table.iterfind(f"{W}tr"), 1)}
    placed: list[tuple[_Element, Place]] = []
    for element in list(root.iter(f"{W}p", f"{W}tr")):
        number = len(placed) + 1
        named = _named([element, *element.iterancestors()], tables, rows, paragraphs)
        placed.append((element, Place(name, number, 1, named=f"{story}{named}")))
        element.addprevious(etree.Comment(str(number)))
    return placed


def _outer(body: _Element, tag: str) -> Iterator[_Element]:
    """The paragraphs or tables that are in no other one, nor in a table or paragraph."""
    for element in body.iter(f"{W}{tag}"):
        if not any(above.tag in (f"{W}p", f"{W}tbl") for above in element.iterancestors()):
            yield element


def _named(chain: Sequence[_Element], *known: Mapping[_Element, int]) -> str:
    """Name a place as a person counts, by tables, their rows, and paragraphs: 表 1 第 2 行, 第 3 段."""
    table, row, paragraph = (next((numbers[one] for one in chain if one in numbers), 0) for numbers in known)
    if table:
        return f"表 {table} 第 {row} 行" if row else f"表 {table}"
    return f"第 {paragraph} 段" if paragraph else ""


def _prepared(part: str, xml: str, placed: Sequence[Place], pictures: frozenset[str]) -> TaggedPart:
    """Let docxtpl prepare a part, and find out which paragraph each line of the result belongs to."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - slow to import, seldom needed

    pieces = _NUMBER.split(str(DocxTemplate.patch_xml(None, xml)))
    first = placed[0] if placed else Place("")
    places = [first] * (1 + pieces[0].count("\n"))
    for number, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        place = placed[int(number) - 1] if 0 < int(number) <= len(placed) else first
        places += [place] * (1 + piece.count("\n"))
    source = "\n".join([pieces[0], *pieces[2::2]])
    return TaggedPart(part, source, tuple(places), pictures)


def _put(root: _Element, said: Sayer) -> None:
    """Put the values in; line breaks and tabs of a value become Word's."""
    for element in list(root.iter()):
        if isinstance(element.tag, str):
            for key, value in element.attrib.items():
                element.set(key, legal(said(str(value))))
            element.text = said(element.text) if element.text else element.text
        element.tail = said(element.tail) if element.tail else element.tail
        if element.tag == f"{W}t":
            _broken(element)


def _broken(text: _Element) -> None:
    """Make line breaks and tabs within a text elements of their own."""
    pieces = re.split("([\n\t])", legal(text.text or ""))
    text.text, after = pieces[0], text
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        made = etree.Element(f"{W}br" if mark == "\n" else f"{W}tab")
        follows = etree.Element(f"{W}t", {f"{XML}space": "preserve"})
        follows.text = piece
        after.addnext(made)
        made.addnext(follows)
        after = follows


def _settle(root: _Element) -> None:
    """Leave out tables and rows that lost all they had; a cell, a header, the body keep a paragraph."""
    for row in [row for row in root.iter(f"{W}tr") if row.find(f"{W}tc") is None]:
        row.getparent().remove(row)  # type: ignore[union-attr]
    for table in [table for table in root.iter(f"{W}tbl") if table.find(f"{W}tr") is None]:
        table.getparent().remove(table)  # type: ignore[union-attr]
    content.mend(root)


def _end_sections(root: _Element, file: TaggedFile, *, whole: bool) -> None:
    """Put the ends of the sections back."""
    for properties in root.iter(f"{W}pPr"):
        if number := properties.attrib.pop(_SECTION, ""):
            properties.append(parse(file.sections[int(number)].encode()))
    if whole and file.is_ended:
        root[0].append(parse(file.sections[-1].encode()))
