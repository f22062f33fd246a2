"""A pack's text written in Word (正文.docx), as lines of the grammar of packs' texts: line n is paragraph n.

A named style says what a paragraph is (标题 1 → `#`, another one → `[样式名]`), so does an outline level of its own;
bold is a lead-in (`**…**`), a line break within a paragraph begins another one of the same style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.etree import _Element

from generator.base.frozen import frozen
from generator.findings.finding import Finding, Kind, Place
from generator.word import tags
from generator.word.cascade import number
from generator.word.dangers import Danger, as_findings
from generator.word.filling import BAD_FILLING
from generator.word.frame import TEXTS, own
from generator.word.package import Package
from generator.word.sheet import NamedStyles, read_styles
from generator.word.styles import NORMAL, canonical
from generator.word.template import opened
from generator.word.xml import W, is_on

NOT_A_LINE = Kind(
    "P220",
    "Word 文字里有印不出的内容",
    explanation="模板的文字写成 Word 文件时，读的是段落的文字、样式和加粗。"
    "表格、图片、文本框、脚注和自动编号不会印出，所以不许有。",
)
LEAD_IN = ("引导语", "加粗", "Strong")  # character styles that say so
DEEPEST = 4  # level of a heading
_BODY_LEVEL = 9  # Word's outline level of what is no heading
_NEW_LINE = '{{ "\\n" }}'  # a value of several lines makes several paragraphs
_TABLE = re.compile(r"\{\{\s*表\(\s*(?:'([^']*)'|\"([^\"]*)\"|(.*?))\s*\)\s*\}\}")
_OF_DOCXTPL = re.compile(r"\{([{%#])[pr](?=\s)")
_CONTROL = ("{%", "{#")
_UNUSABLE = {
    "drawing": "图片或图形", "pict": "图片或图形", "object": "嵌入的对象", "footnoteReference": "脚注",
    "endnoteReference": "尾注", "txbxContent": "文本框", "sym": "插入的符号", "oMath": "公式", "ruby": "拼音指南",
    "subDoc": "子文档", "altChunk": "插入的外部文件",
}  # fmt: skip
_SILENT = (  # what a run may hold besides its text: of fields, of comments, and where Word broke a page
    "rPr", "softHyphen", "lastRenderedPageBreak", "delText", "delInstrText", "instrText", "fldChar", "annotationRef",
    "commentReference", "AlternateContent",
)  # fmt: skip
_REMEDY = {
    "表格": "表由模板的表格.yaml 排，请写 {{ 表('表名') }} 独占一段。",
    "自动编号": "请在“编号”里选“无”，把序号写成文字。",
    "隐藏的文字": "请删去，或者在“字体”里取消“隐藏”。",
}


def as_text(data: bytes, name: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Read a Word file as the text of a pack; `name` is what findings call it. None if it cannot be used."""
    return opened(data, name, _read)


def _read(package: Package, found: Sequence[Danger], name: str) -> tuple[str | None, tuple[Finding, ...]]:
    named, _ = read_styles(package.styles, package.theme, 0, name)
    reader = _Reader(named, {style_id: style for style, style_id in named.ids.items()}, _numbering(package.styles))
    body = package.document.find(f"{W}body")
    paragraphs = list(_paragraphs(body if body is not None else ()))
    wrong = [
        finding
        for line, paragraph in enumerate(paragraphs, 1)
        for finding in reader.faults(paragraph, Place(name, line, 1))
    ]
    tables = body is not None and next(body.iter(f"{W}tbl"), None) is not None
    wrong += [NOT_A_LINE.at(Place(name), "文字里有表格。", _REMEDY["表格"])] if tables else []
    beside = {one: None for child in (body if body is not None else ()) if (one := _UNUSABLE.get(_local(child)))}
    wrong += [NOT_A_LINE.at(Place(name), f"文字里有{one}，不会印出。", "请删去，只留文字。") for one in beside]
    text = "".join(f"{reader.line(paragraph)}\n" for paragraph in paragraphs)
    return None if wrong else text, (*as_findings(found, name), *wrong)


def _local(element: _Element) -> str:
    """The name of an element without its namespace; a formula is one, alone in its paragraph or not."""
    return str(element.tag).rpartition("}")[2].replace("oMathPara", "oMath")


def _paragraphs(body: Iterable[_Element]) -> Iterator[_Element]:
    """The paragraphs of the text in order, those in content controls and revisions included, but not in tables."""
    for child in body:
        if child.tag == f"{W}p":
            yield child
        elif child.tag in [f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")]:
            yield from _paragraphs(child)


def _numbering(styles: _Element) -> frozenset[str]:
    """The ids of the styles that number their paragraphs."""
    return frozenset(
        style.get(f"{W}styleId", "")
        for style in styles.iterfind(f"{W}style")
        if _numbering_id(style.find(f"{W}pPr")) not in (None, "0")
    )


def _numbering_id(properties: _Element | None) -> str | None:
    """The list that paragraph properties put a paragraph in: 0 for none, None where they do not say."""
    numbered = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
    return numbered.get(f"{W}val", "") if numbered is not None else None


@frozen
class _Reader:
    named: NamedStyles
    names: dict[str, str]  # of styles, by id
    numbering: frozenset[str]

    def faults(self, paragraph: _Element, place: Place) -> Iterator[Finding]:
        """Say what of a paragraph cannot be a line."""
        if wrong := tags.fault(tags.text_of(paragraph)):
            yield BAD_FILLING.at(place, *wrong)
        used = dict.fromkeys(self._unusable(paragraph))
        numbering = _numbering_id(paragraph.find(f"{W}pPr"))
        by_style = self._style_id(paragraph) in self.numbering and numbering is None
        if (by_style or numbering not in (None, "0")) and tags.text_of(paragraph).strip():
            used["自动编号"] = None
        for what in used:
            yield NOT_A_LINE.at(place, f"这一段有{what}，不会印出。", _REMEDY.get(what, "请删去，只留文字。"))

    def _unusable(self, paragraph: _Element) -> Iterator[str]:
        """Say what a paragraph holds that is no text, or no text that is to be seen."""
        names = dict.fromkeys(_local(element) for element in paragraph.iter())
        yield from (_UNUSABLE[name] for name in names if name in _UNUSABLE)
        for run in (one for one in own(paragraph) if one.tag == f"{W}r"):
            pieces = [_local(child) for child in run]
            if is_on(run.find(f"{W}rPr/{W}vanish")) and any(piece in TEXTS for piece in pieces):
                yield "隐藏的文字"
            yield from (f"不认识的内容（{one}）" for one in pieces if one not in (*TEXTS, *_SILENT, *_UNUSABLE))

    def line(self, paragraph: _Element) -> str:
        """Write a paragraph as a line."""
        content = self._content(paragraph)
        table = _TABLE.fullmatch(content.strip())
        if table:
            return f"@表 {table[1] or table[2] or f'{{{{ {table[3]} }}}}'}"
        says = "".join(one for one in _pieces(content) if not one.startswith(_CONTROL)).strip()
        return content if not says or says.startswith("@") else f"{self._prefix(paragraph)}{content}"

    def _prefix(self, paragraph: _Element) -> str:
        style = self.names.get(self._style_id(paragraph), NORMAL)
        level = self._level(paragraph, style)
        sign = f"{'#' * level} " if level else ""
        usual = f"heading {level}" if level else NORMAL
        return sign if style == usual else f"{sign}[{style}] "

    def _level(self, paragraph: _Element, style: str) -> int:
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        of_style = self.named.paragraph[style].outline_level if style in self.named.paragraph else None
        level = int(number(own.get(f"{W}val"), _BODY_LEVEL)) + 1 if own is not None else of_style or 0
        return level if 0 < level <= DEEPEST else 0

    def _style_id(self, paragraph: _Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return style.get(f"{W}val", "") if style is not None else self.named.ids.get(NORMAL, "")

    def _content(self, paragraph: _Element) -> str:
        """The text with its tags as Jinja's and its lead-ins between asterisks."""
        pieces = [(text, self._is_lead_in(element)) for element, text in tags.texts(paragraph)]
        text = "".join(words for words, _ in pieces)
        leads = [lead for words, lead in pieces for _ in words]
        if self._level(paragraph, self.names.get(self._style_id(paragraph), NORMAL)) and all(leads):
            leads = [False] * len(text)  # a heading that is bold as a whole is a heading
        made: list[tuple[str, bool]] = []
        position = 0
        for tag in (*tags.TAG.finditer(text), None):
            start, end = tag.span() if tag else (len(text), len(text))
            made += zip(text[position:start].replace("\n", "\v"), leads[position:start], strict=True)
            if tag:
                whole = _OF_DOCXTPL.sub(r"{\1", tags.straight(" ".join(tag[0].split("\n"))))
                made.append((whole, leads[start] and not whole.startswith(_CONTROL)))
            position = end
        return _starred(made).replace("\v", _NEW_LINE)

    def _is_lead_in(self, element: _Element) -> bool:
        run = element.getparent()
        properties = run.find(f"{W}rPr") if run is not None else None
        if properties is None:
            return False
        style, bold = properties.find(f"{W}rStyle"), properties.find(f"{W}b")
        if bold is not None:
            return is_on(bold)
        return style is not None and canonical(self.names.get(style.get(f"{W}val", ""), "")) in LEAD_IN


def _pieces(content: str) -> Iterator[str]:
    """The tags of a line and what is between them."""
    position = 0
    for tag in tags.TAG.finditer(content):
        yield content[position : tag.start()]
        yield tag[0]
        position = tag.end()
    yield content[position:]


def _starred(pieces: Iterable[tuple[str, bool]]) -> str:
    """Join texts; asterisks around what is a lead-in, but never around a tag that may leave nothing."""
    made, lead = "", ""
    for text, is_lead in pieces:
        if is_lead:
            lead += text
            continue
        made += (f"**{lead}**" if lead.strip() else lead) + text
        lead = ""
    return made + (f"**{lead}**" if lead.strip() else lead)
