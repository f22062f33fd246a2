"""The frame of a Word template: docxtpl tags in cover, headers and footers, compiled once, filled for each document."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from lxml.etree import _Element

from generator.base import late
from generator.base.frozen import frozen
from generator.base.markup import legal
from generator.document.blocks import PAGE_NUMBER, Paragraph, Run, Running
from generator.findings.finding import Finding, Kind, Place
from generator.word import content
from generator.word import styles as wordstyles
from generator.word.xml import BrokenXML, W, parse

BAD_TAG = Kind(
    "P206",
    "Word 模板里的标签有误",
    explanation="封面、页眉和页脚里的 {{ 名称 }} 和 {% if %} 标签写错，或用了没有的名称。",
)

_TAG = late.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_WHOLE_TEXT = late.compile(r"<w:t(?: xml:space=\"preserve\")?>([^<]*)</w:t>")
_SPECIAL_TAG = late.compile(r"\{[{%#](?:-|(?:tr|tc|p|r|vm|hm|colspan|cellbg)\b)|-%\}|&|[“”‘’]")
# What a tag may consist of: names, texts, conditions and a few filters. All names are texts, so that nothing else
# would be of use; loops, calls and arithmetic could fill the memory or never end.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Filter, nodes.Tuple, nodes.List,
)  # fmt: skip
_FILTERS = ("default", "d", "trim", "upper", "lower", "length", "first", "last", "string", "escape", "e", "replace")
_LONGEST = 2_000_000  # characters of the XML of one part
_MOST_BRACES = 2000  # in one part
TEXTS = {"t": "", "br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}  # of a run; of t its own

BLANK = "\u3000"  # as wide as a character; every face has it


@frozen
class Frame:
    """The filled frame of one document: the cover's paragraphs, what runs along the pages, and both as XML."""

    cover: tuple[Paragraph, ...]
    running: Mapping[str, Running]  # by section name
    cover_xml: str  # the children of w:body, without a section's end
    parts: Mapping[str, bytes]  # headers and footers by part name


@frozen
class TemplatePiece:
    """A part of the template with tags: what is around the filled XML, and the compiled template."""

    name: str
    head: str
    tail: str
    source: str
    template: Template
    pictures: frozenset[str]  # the ids of the pictures that it may show


def environment() -> SandboxedEnvironment:
    """The only way in which a template's tags are run: no programs, strict names, everything escaped."""
    env = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    env.filters = {name: env.filters[name] for name in _FILTERS}
    env.globals.clear()
    return env


def compile_piece(
    name: str, xml: str, split: tuple[str, str], file: str, env: Any, pictures: frozenset[str] = frozenset()
) -> TemplatePiece | Finding:
    """Compile one part: `xml` between head and tail, prepared for Jinja as docxtpl does."""
    if len(xml) > _LONGEST or xml.count("{") > _MOST_BRACES:
        return _bad(file, "封面、页眉或页脚的内容太多", "", 0)
    source = _one_line_each(_patched(xml))
    try:
        tree = env.parse(source)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED):
                return _bad(file, f"标签里不能用 {type(node).__name__}", source, node.lineno)
            if isinstance(node, nodes.TemplateData) and _TAG.search(node.data):
                return _bad(file, "标签里不能用 raw", source, node.lineno)
        return TemplatePiece(name, split[0], split[1], source, env.from_string(tree), pictures)
    except (TemplateSyntaxError, RecursionError) as error:
        return _bad(file, str(error), source, getattr(error, "lineno", 0))


def fill(piece: TemplatePiece, names: Mapping[str, str], file: str) -> str | Finding:
    """Fill one part; the result is well-formed XML."""
    clean = {name: legal(value) for name, value in names.items()}
    try:
        text: str = _listing(piece.template.render(clean), clean)
    except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError) as error:
        return _bad(file, str(error), piece.source, _line_of(error))
    try:
        problem = structure_problem(parse((piece.head + text + piece.tail).encode()), piece.pictures)
    except BrokenXML as error:
        problem = f"填入后不是完整的文档结构（{error}）"
    return _bad(file, problem, piece.source, 2) if problem else text


def paragraphs(root: _Element, ids: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """The paragraphs of an XML part as neutral blocks; `ids` maps style ids to names."""
    found = []
    for element in _paragraphs(root):
        style = element.find(f"{W}pPr/{W}pStyle")
        name = ids.get(style.get(f"{W}val", ""), wordstyles.NORMAL) if style is not None else wordstyles.NORMAL
        found.append(Paragraph(_merged(_runs(element, ids)), name))
    return tuple(found)


def without_tabs(paragraph: Paragraph) -> Paragraph:
    """A paragraph with each tab as a blank of one character: tab stops are Word's, and places in the text stay."""
    return replace(paragraph, runs=tuple(replace(run, text=run.text.replace("\t", BLANK)) for run in paragraph.runs))


def _paragraphs(root: _Element) -> Iterator[_Element]:
    """The paragraphs in order; of what stands there twice, for old programs, the new version."""
    for element in root.iter(f"{W}p"):
        if not any("Fallback" in str(parent.tag) for parent in element.iterancestors()):
            yield element


def _patched(xml: str) -> str:
    """docxtpl's preparation of the XML for Jinja; not needed where every tag stands whole in a text."""
    whole = "".join(_WHOLE_TEXT.findall(xml))
    tags = _TAG.findall(xml)
    if "".join(tags) == "".join(_TAG.findall(whole)) and not any(_SPECIAL_TAG.search(tag) for tag in tags):
        bare = _TAG.sub("", xml)
        if not any(mark in bare for mark in ("{{", "{%", "{#", "{<")):
            return xml.replace("<w:t>", '<w:t xml:space="preserve">')
    from docxtpl import DocxTemplate  # noqa: PLC0415 - slow to import, seldom needed

    return str(DocxTemplate.patch_xml(None, xml))


def _listing(text: str, names: Mapping[str, str]) -> str:
    """Line breaks and tabs inside a value become Word's, as docxtpl does."""
    if not any(mark in value for value in names.values() for mark in "\n\t\a\f"):
        return text.replace("\n<w:p", "<w:p")
    from docxtpl import DocxTemplate  # noqa: PLC0415 - slow to import, seldom needed

    return str(DocxTemplate.resolve_listing(None, text.replace("\n<w:p", "<w:p")))


def _one_line_each(xml: str) -> str:
    """Each paragraph on a line of its own, so that an error's line tells the paragraph."""
    return re.sub(r"\n?<w:p([ >])", r"\n<w:p\1", xml)


def _line_of(error: BaseException) -> int:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return (frames[-1].lineno or 0) if frames else 0


def _bad(file: str, message: str, source: str, line: int) -> Finding:
    lines = source.splitlines()
    text = re.sub(r"<[^>]+>", "", lines[line - 1]) if 0 < line <= len(lines) else ""
    remedy = "请改正标签。可用的名称见模板说明；标签形如 {{ 主体 }}、{% if 公开日期 %}…{% endif %}。"
    return BAD_TAG.at(Place(file), f"模板段落“{text}”：{message}", remedy)


def structure_problem(root: _Element, pictures: frozenset[str]) -> str:
    """Say what is wrong with a filled part, whose tags may have made anything out of harmless pieces; or nothing."""
    before = etree.tostring(root)
    if content.clean(root, "", pictures) or etree.tostring(root) != before:
        return "填入后有不能写入成品的内容"
    for element in root.iter(f"{W}p", f"{W}r", f"{W}body", f"{W}hdr", f"{W}ftr", f"{W}tc", f"{W}tr"):
        texts = [element.text or "", *(child.tail or "" for child in element)]
        if stray := "".join(texts).strip():
            return f"文字“{stray[:20]}”不在段落里"
    return ""


def _runs(paragraph: _Element, ids: Mapping[str, str]) -> Iterator[Run]:
    """The runs of one paragraph, without those of text boxes inside it; fields give their results."""
    code: str | None = None  # the code of the field that is open, until its result begins
    page = False  # inside the result of a page number
    for element in own(paragraph):
        tag, kind = str(element.tag).removeprefix(W), element.get(f"{W}fldCharType", "")
        if kind:
            if kind != "begin" and _is_page(code):
                page = kind == "separate"
                yield Run(PAGE_NUMBER, _character_style(element, ids))
            page = page and kind == "separate"
            code = "" if kind == "begin" else None
        elif tag == "instrText":
            code = (code or "") + (element.text or "")
        elif tag == "fldSimple" and _is_page(element.get(f"{W}instr")):
            yield Run(PAGE_NUMBER)
        elif tag in TEXTS and code is None and not page:
            yield Run(TEXTS[tag] or element.text or "", _character_style(element, ids))


def _is_page(code: str | None) -> bool:
    return (code or "").split()[:1] == ["PAGE"]


def own(element: _Element) -> Iterator[_Element]:
    """What belongs to the paragraph itself: not text boxes, properties, and what a revision deleted or moved away."""
    for child in element:
        if child.tag in (f"{W}p", f"{W}txbxContent", f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom"):
            continue
        yield child
        if not (child.tag == f"{W}fldSimple" and _is_page(child.get(f"{W}instr"))):
            yield from own(child)


def _character_style(element: _Element, ids: Mapping[str, str]) -> str:
    run = element.getparent()
    style = run.find(f"{W}rPr/{W}rStyle") if run is not None else None
    return ids.get(style.get(f"{W}val", ""), "") if style is not None else ""


def _merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours of one style joined: Word cuts runs at will."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].style == run.style:
            joined[-1] = Run(joined[-1].text + run.text, run.style)
        elif run.text:
            joined.append(run)
    return tuple(joined)
