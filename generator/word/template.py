"""The Word template (样式.docx) of a pack: the style sheet for all writers, and the frame of the Word file.

The template's sections are told by marker paragraphs: a section that begins with a paragraph 【竖版】 or 【横版】 is
that page; the first section without a marker is the cover (封面). Only the cover's content is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from lxml.etree import _Element

from generator.base import late
from generator.base.frozen import frozen
from generator.base.markup import quoted
from generator.document.blocks import COVER, Document, Heading, Paragraph, Running
from generator.document.stylesheet import PageGeometry, StyleSheet
from generator.findings.finding import Finding, Kind, Place, Severity, has_errors
from generator.word import frame as wordframe
from generator.word import styles as wordstyles
from generator.word.archive import BrokenPackage, DeceptivePackage, unpack
from generator.word.assembly import Assembly, assemble
from generator.word.cascade import changes, number
from generator.word.dangers import DECEPTIVE, Danger, as_findings
from generator.word.frame import Frame, TemplatePiece
from generator.word.inspection import dangers
from generator.word.package import RUNNING, Package, Reference, open_package
from generator.word.sheet import NamedStyles, complete, page_geometry, read_styles
from generator.word.xml import W, parse

BROKEN = Kind("P201", "Word 模板打不开", explanation="文件不是 .docx，或已损坏，或加了密码。")
DIRECT = Kind(
    "P204", "模板里有直接格式", Severity.WARNING,
    "字体、字号、对齐等直接加在文字上，没有改样式：正文和 PDF 都不会跟着变。",
)  # fmt: skip
MISSING_PAGE = Kind(
    "P205", "Word 模板缺少版面", Severity.WARNING, "没有以【竖版】或【横版】开头的一节，用默认的纸张和页边距。"
)
NOT_TEXT = Kind("P207", "封面有文字以外的内容", Severity.WARNING, "封面里的表格、图片和文本框只出现在 Word 文件里。")
REVISIONS = Kind(
    "P208", "模板里有修订或批注", Severity.WARNING,
    "修订按全部接受写入成品；批注、修订前的文字和修订人的姓名不写入。",
)  # fmt: skip

NO_ROOM = Kind("P210", "版面放不下文字", explanation="纸张减去页边距，剩下的地方放不下文字。")
UNKNOWN_STYLE = Kind("P211", "文字用了没有的样式", Severity.WARNING, "文字里 [样式名] 写的样式，Word 模板里没有。")

_KEPT = 16  # templates that a process keeps
T = TypeVar("T")
Read = tuple[T | None, tuple[Finding, ...]]
INCH = 72.0  # points
_REVISED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange"))
_LAYOUT_PARTS = tuple(f"{W}{name}" for name in ("top", "left", "bottom", "right", "col"))
_MARKER = late.compile(r"【([^【】]+)】")
_HARMLESS = frozenset({"pStyle", "rStyle", "rPr", "sectPr", "lang", "noProof", "bookmarkStart", "kern", "widowControl"})
_IN_WORDS = {
    "rFonts": "字体", "sz": "字号", "szCs": "字号", "b": "加粗", "bCs": "加粗", "i": "倾斜", "iCs": "倾斜",
    "color": "颜色", "u": "下划线", "highlight": "底色", "shd": "底色", "spacing": "行距或字距", "ind": "缩进",
    "jc": "对齐", "tabs": "制表位", "numPr": "编号", "keepNext": "与下段同页", "pageBreakBefore": "段前分页",
    "outlineLvl": "大纲级别",
}  # fmt: skip


@frozen
class PageSection:
    """A section of the template: the `w:sectPr` children that are kept, and its headers and footers."""

    name: str
    geometry: PageGeometry
    layout_xml: str
    references: Mapping[tuple[str, str], Reference]  # (header|footer, default|even)


@frozen
class WordTemplate:
    """A template that was read: the style sheet, and what the Word writer needs to fill in."""

    name: str
    sheet: StyleSheet
    style_ids: Mapping[str, str]  # canonical style name → id
    style_names: Mapping[str, str]  # id → canonical style name
    tab_stops: Mapping[str, tuple[int, ...]]  # twips, by style name
    sections: Mapping[str, PageSection]
    package: Package
    pieces: tuple[TemplatePiece, ...]  # the cover first, then headers and footers

    def style_id(self, name: str) -> str:
        """The id of a style; that of Normal where the template lacks it (`unknown_styles` reports that)."""
        return self.style_ids.get(name) or self.style_ids[wordstyles.NORMAL]

    def unknown_styles(self, document: Document) -> tuple[Finding, ...]:
        """Report the paragraph styles that a document uses and the template has not; Normal stands in for them."""
        blocks = [block for section in document.sections for block in section.blocks]
        used = {block.style for block in blocks if isinstance(block, (Paragraph, Heading))}
        return tuple(
            UNKNOWN_STYLE.at(
                Place(self.name),
                f"文字里用了样式“{name}”，模板里没有，已按正文排。",
                "请改正 [样式名]，或在 Word 模板里新建这个样式。",
            )
            for name in sorted(used - set(self.style_ids))
        )

    def render_frame(self, names: Mapping[str, str]) -> tuple[Frame | None, tuple[Finding, ...]]:
        """Fill cover, headers and footers with `names`; findings are tags that fail, with their paragraph."""
        filled = [(piece, wordframe.fill(piece, names, self.name)) for piece in self.pieces]
        findings = tuple(result for _, result in filled if isinstance(result, Finding))
        if findings:
            return None, findings
        texts = {piece.name: str(result) for piece, result in filled}
        full = {piece.name: (piece.head + str(result) + piece.tail).encode() for piece, result in filled}
        seen = {name: wordframe.paragraphs(parse(xml), self.style_names) for name, xml in full.items()}
        running = {section.name: _running(section, seen) for section in self.sections.values()}
        parts = {name: xml for name, xml in full.items() if name != COVER}
        cover = tuple(map(wordframe.without_tabs, seen[COVER]))
        return Frame(cover, running, texts[COVER], parts), ()


@lru_cache(_KEPT)
def load(data: bytes, name: str) -> tuple[WordTemplate | None, tuple[Finding, ...]]:
    """Read a template from the bytes of a .docx; `name` is what findings call it. None if it cannot be used at all."""
    return opened(data, name, _read)


def opened(data: bytes, name: str, read: Callable[[Package, Sequence[Danger], str], Read[T]]) -> Read[T]:
    """Look an untrusted .docx through and `read` it, with what was remarked; None where it cannot be used at all."""
    try:
        parts = unpack(data)
        found = dangers(parts)
        if any(remark.kind.severity is Severity.ERROR for remark in found):
            return None, as_findings(found, name)
        return read(open_package(parts), found, name)
    except DeceptivePackage as error:
        return None, as_findings((Danger(DECEPTIVE, "", str(error)),), name)
    except BrokenPackage as error:
        return None, (BROKEN.at(Place(name), f"{error}。", remedy="请用 Word 或 WPS 打开，另存为普通的 .docx 文件。"),)


def _read(package: Package, found: Sequence[Danger], name: str) -> tuple[WordTemplate | None, tuple[Finding, ...]]:
    """Read the parts of a template; `found` is what was remarked already."""
    named, extra_styles, style_findings = _styles(package, name)
    names = {style_id: style for style, style_id in named.ids.items()}
    given = list(_sections(package))
    cover = next((content for section, content in given if section.name == COVER), [])
    sections, page_findings = _all_pages({section.name: section for section, _ in reversed(given)}, name)
    used = {reference.part for section in sections.values() for reference in section.references.values()}
    assembly = assemble(package, cover, used)
    pieces, tag_findings = _pieces(assembly, package.document_part, name)
    remarks = _remarks(package, names, cover, name)
    unsafe = as_findings((*found, *assembly.remarks), name)
    every = (*unsafe, *style_findings, *page_findings, *tag_findings, *remarks)
    if has_errors(every):
        return None, every
    pages = {key: section.geometry for key, section in sections.items()}
    sheet = StyleSheet(named.paragraph, pages, named.table, named.character)
    package = replace(package, parts=assembly.parts).with_styles(extra_styles)
    return WordTemplate(name, sheet, named.ids, names, named.tabs, sections, package, pieces), every


def _styles(package: Package, name: str) -> tuple[NamedStyles, str, tuple[Finding, ...]]:
    grid = package.document.find(f".//{W}sectPr/{W}docGrid")
    pitch = number(grid.get(f"{W}linePitch"), 240) / 20 if grid is not None and grid.get(f"{W}type") else 12.0
    named, findings = read_styles(package.styles, package.theme, pitch, name)
    named, extra, missing = complete(named, name)
    return named, extra, findings + missing


def _sections(package: Package) -> Iterator[tuple[PageSection, list[_Element]]]:
    """The sections in order with their body elements; the first one without a marker is the cover."""
    content: list[_Element] = []
    inherited: dict[tuple[str, str], Reference] = {}
    for element in package.document.find(f"{W}body"):  # type: ignore[union-attr]
        properties = element if element.tag == f"{W}sectPr" else element.find(f"{W}pPr/{W}sectPr")
        if element is not properties:
            content.append(element)
        if properties is None:
            continue
        inherited = {**inherited, **package.references(properties)}
        title = next((match[1] for text in map(_text, content) if (match := _MARKER.fullmatch(text))), COVER)
        yield PageSection(title, page_geometry(properties), _layout_xml(properties), dict(inherited)), content
        content = []


def _text(paragraph: _Element) -> str:
    return "".join(str(text) for text in paragraph.itertext(f"{W}t")).strip()


def _layout_xml(properties: _Element) -> str:
    """The children of `w:sectPr` that are the same for every section of this page: size, margins, columns, grid."""
    keep = ("pgSz", "pgMar", "paperSrc", "pgBorders", "cols", "vAlign", "docGrid")
    return "".join(serial(child) for child in properties if child.tag in [f"{W}{name}" for name in keep])


def serial(element: _Element) -> str:
    """An element of Word's own as XML, without whatever else is in it."""
    own = [(str(key), str(value)) for key, value in element.attrib.items() if str(key).startswith(W)]
    attributes = "".join(f" w:{key.removeprefix(W)}={quoted(value)}" for key, value in own)
    tag = str(element.tag).removeprefix(W)
    children = "".join(serial(child) for child in element if child.tag in _LAYOUT_PARTS)
    return f"<w:{tag}{attributes}>{children}</w:{tag}>" if children else f"<w:{tag}{attributes}/>"


def _pieces(assembly: Assembly, document_part: str, name: str) -> tuple[tuple[TemplatePiece, ...], tuple[Finding, ...]]:
    env = wordframe.environment()
    head, inner, tail = assembly.cover
    pictures = assembly.pictures[document_part]
    results = [wordframe.compile_piece(COVER, inner, (head, tail), name, env, pictures)]
    for part in assembly.running:
        xml = assembly.parts[part].decode()
        results.append(wordframe.compile_piece(part, xml, ("", ""), name, env, assembly.pictures[part]))
    findings = tuple(result for result in results if isinstance(result, Finding))
    return tuple(result for result in results if isinstance(result, TemplatePiece)), findings


def _all_pages(sections: Mapping[str, PageSection], name: str) -> tuple[dict[str, PageSection], tuple[Finding, ...]]:
    """The sections with defaults for those that are missing, and what is wrong with them."""
    complete_sections, findings = dict(sections), []
    for page, geometry in wordstyles.PAGES:
        if page not in sections:
            references = next((section.references for section in sections.values()), {})
            layout = wordstyles.page_layout(geometry)
            complete_sections[page] = PageSection(page, geometry, layout, references)
            remedy = f"请在模板里加一节，第一段写“【{page}】”。" if page != COVER else "请把封面放在第一节。"
            findings.append(MISSING_PAGE.at(Place(name), f"模板里没有“{page}”这一节，已用默认的纸张和页边距。", remedy))
        if not _has_room(complete_sections[page].geometry):
            message = f"“{page}”一节的纸张减去页边距，放不下文字。"
            findings.append(NO_ROOM.at(Place(name), message, "请改小页边距，或改大纸张。"))
    return complete_sections, tuple(findings)


def _has_room(page: PageGeometry) -> bool:
    """Tell whether the text area is an inch wide and high at least."""
    return min(page.width - page.left - page.right, page.height - page.top - page.bottom) >= INCH


def _remarks(package: Package, names: Mapping[str, str], cover: list[_Element], name: str) -> Iterator[Finding]:
    """What the author should know: formatting outside styles, revisions, and what the PDF cannot show."""
    body = package.document.find(f"{W}body")
    normal = next((style_id for style_id, style in names.items() if style == wordstyles.NORMAL), "")
    for paragraph in body.iter(f"{W}p") if body is not None else ():
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        style_id = style.get(f"{W}val", "") if style is not None else normal
        direct = sorted(set(_direct(paragraph, style_id, package)))
        if direct:
            named = names.get(style_id, wordstyles.NORMAL)
            message = f"段落“{_text(paragraph)[:30]}”直接设了格式（{'、'.join(direct)}），样式“{named}”没有变。"
            yield DIRECT.at(Place(name), message, f"请清除直接格式，改样式“{named}”。")
    running = [parse(package.parts[relation.part]) for relation in package.relations if relation.kind in RUNNING]
    if any(next(root.iter(*_REVISED), None) is not None for root in (package.document, *running)):
        yield REVISIONS.at(Place(name), "模板里有未接受的修订。", "请在“审阅”里接受或拒绝全部修订。")
    if next(package.document.iter(f"{W}commentReference"), None) is not None:
        yield REVISIONS.at(Place(name), "模板里有批注，没有写入成品。", "请在“审阅”里删除全部批注。")
    if any(element.tag == f"{W}tbl" or _pictures(element) for element in cover):
        yield NOT_TEXT.at(Place(name), "封面里有表格、图片或文本框，PDF 里不会出现。", "请只用文字和样式排封面。")


def _pictures(element: _Element) -> bool:
    return next(element.iter(f"{W}drawing", f"{W}pict", f"{W}object", f"{W}txbxContent"), None) is not None


def _direct(paragraph: _Element, style_id: str, package: Package) -> Iterator[str]:
    """The kinds of formatting that a paragraph and its runs have beside their styles, in words."""
    for group in (paragraph.find(f"{W}pPr"), *(run.find(f"{W}rPr") for run in paragraph.iter(f"{W}r"))):
        if group is not None and any(str(child.tag).removeprefix(W) not in _HARMLESS for child in group):
            for tag in changes(group, style_id, package.styles, package.theme):
                if tag not in _HARMLESS:
                    yield _IN_WORDS.get(tag, tag)


def _running(section: PageSection, seen: Mapping[str, tuple[Paragraph, ...]]) -> Running:
    def found(kind: str, page: str) -> tuple[Paragraph, ...]:
        reference = section.references.get((kind, page))
        return seen[reference.part] if reference else ()

    return Running(
        found("header", "default"), found("header", "even"), found("footer", "default"), found("footer", "even")
    )
