"""Structural checks of a finished .docx: what Word repairs, refuses or shows wrongly, found before anybody opens it."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

from lxml.etree import _Element

from generator.findings.finding import Finding, Kind, Place
from generator.word.xml import BrokenXML, R, W, parse

UNREADABLE = Kind("D201", "Word 文件读不出", explanation="不是 zip 文件，或其中的 XML 不完整。")
EMPTY_CELL = Kind("D202", "单元格里没有段落", explanation="每个单元格必须以段落结束，否则 Word 报告文件损坏。")
SPANS = Kind("D203", "合并列数与表格列数不符", explanation="每一行的列数之和必须等于表格的列数。")
WIDTHS = Kind("D204", "单元格宽度与列宽不符", explanation="Word 看单元格宽度，WPS 看列宽，不一致时两边版面不同。")
RELATION = Kind("D205", "引用的部件不存在", explanation="r:id 指向没有登记的关系，Word 报告文件损坏。")
FIELD = Kind("D206", "域没有结果或不成对", explanation="域没有缓存的结果时，WPS 和网页预览显示为空。")
STYLE = Kind("D207", "样式不存在", explanation="段落、文字或表格用了样式表里没有的样式。")
BOOKMARK = Kind("D208", "书签重复", explanation="书签的名称和编号在全文里必须唯一，并且成对。")
ANCHOR = Kind("D209", "链接的目标不存在", explanation="目录里的链接指向没有的书签。")
SECTION = Kind("D210", "节属性的次序不对", explanation="w:sectPr 的子元素有固定次序，次序错时 Word 报告文件损坏。")
MERGE = Kind("D211", "纵向合并没有开头", explanation="接续的合并单元格上方没有起始的单元格，或列数不同。")
PARTS = Kind("D212", "部件没有登记", explanation="关系指向的部件不在文件里，或没有内容类型。")

_SECTION_ORDER = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders",
    "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi",
    "rtlGutter", "docGrid", "printerSettings", "sectPrChange",
)  # fmt: skip
_RANK = {name: max(position, 1) for position, name in enumerate(_SECTION_ORDER)}  # the first two may be mixed


def check(data: bytes, file: str) -> tuple[Finding, ...]:
    """All structural faults of a .docx given as bytes; `file` is what findings call it."""
    place = Place(file)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        roots = {name: parse(xml) for name, xml in parts.items() if name.endswith((".xml", ".rels"))}
        styles = {style.get(f"{W}styleId", "") for style in roots["word/styles.xml"].iterfind(f"{W}style")}
    except (zipfile.BadZipFile, BrokenXML, KeyError) as error:
        return (UNREADABLE.at(place, f"读不出：{error}"),)
    found = [*_packaging(parts, roots)]
    for name, root in roots.items():
        if name.startswith("word/") and name.endswith(".xml"):
            found += _part_problems(name, root, roots, styles)
    return tuple(kind.at(place, message) for kind, message in found)


_Problem = tuple[Kind, str]


def _part_problems(name: str, root: _Element, roots: dict[str, _Element], styles: set[str]) -> Iterator[_Problem]:
    for table in root.iter(f"{W}tbl"):
        yield from _table(table)
    yield from _relations(name, root, roots)
    yield from _fields(root)
    yield from _styles(root, styles)
    yield from _bookmarks(root)
    yield from _sections(root)


def _text(element: _Element) -> str:
    return "".join(str(text) for text in element.itertext(f"{W}t"))[:20]


def _value(element: _Element | None, name: str = "val", default: str = "") -> str:
    return str(element.get(f"{W}{name}", default)) if element is not None else default


def _table(table: _Element) -> Iterator[_Problem]:
    columns = [int(_value(column, "w", "0")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    above: dict[int, int] = {}  # where a vertical merge is open: column → span
    for number, row in enumerate(table.iterfind(f"{W}tr"), 1):
        position, here = 0, {}
        for cell in row.iterfind(f"{W}tc"):
            span = int(_value(cell.find(f"{W}tcPr/{W}gridSpan"), default="1"))
            yield from _cell(cell, number, sum(columns[position : position + span]))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                if _value(merge, default="continue") != "restart" and above.get(position) != span:
                    yield MERGE, f"第 {number} 行第 {position + 1} 列接续的合并单元格上方没有起始的单元格。"
                here[position] = span
            position += span
        if position != len(columns):
            yield SPANS, f"第 {number} 行（“{_text(row)}”）占 {position} 列，表格有 {len(columns)} 列。"
        above = here


def _cell(cell: _Element, row: int, expected: int) -> Iterator[_Problem]:
    if len(cell) == 0 or cell[-1].tag != f"{W}p":
        yield EMPTY_CELL, f"第 {row} 行有一个单元格不以段落结束。"
    width = cell.find(f"{W}tcPr/{W}tcW")
    if width is not None and int(_value(width, "w", "0")) != expected:
        yield WIDTHS, f"第 {row} 行单元格“{_text(cell)}”宽 {_value(width, 'w')}，列宽之和是 {expected}。"


def _relations(name: str, root: _Element, roots: dict[str, _Element]) -> Iterator[_Problem]:
    folder, _, file = name.rpartition("/")
    registered = roots.get(f"{folder}/_rels/{file}.rels")
    ids = {relation.get("Id", "") for relation in registered} if registered is not None else set()
    for element in root.iter():
        for key, value in ((str(key), str(value)) for key, value in element.attrib.items()):
            if key.startswith(R) and value not in ids:
                yield RELATION, f"{name} 引用的 {value} 没有登记。"


def _fields(root: _Element) -> Iterator[_Problem]:
    stack: list[tuple[str, bool, bool]] = []  # code, separated, has a result
    for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = _value(element, "fldCharType")
        if kind == "begin":
            stack.append(("", False, False))
        elif kind and not stack:
            yield FIELD, "域的结束没有开头。"
        elif kind == "separate":
            stack[-1] = (stack[-1][0], True, False)
        elif kind == "end":
            code, separated, result = stack.pop()
            if not (separated and result):
                yield FIELD, f"域“{code.strip()}”没有结果。"
        elif element.tag == f"{W}instrText" and stack:
            stack[-1] = (stack[-1][0] + (element.text or ""), *stack[-1][1:])
        elif element.text:
            stack = [(code, separated, separated) for code, separated, _ in stack]
    for code, _, _ in stack:
        yield FIELD, f"域“{code.strip()}”没有结束。"


def _styles(root: _Element, styles: set[str]) -> Iterator[_Problem]:
    used = Counter(_value(element) for element in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"))
    for style in used:
        if style not in styles:
            yield STYLE, f"没有编号为“{style}”的样式，用了 {used[style]} 处。"


def _bookmarks(root: _Element) -> Iterator[_Problem]:
    starts = list(root.iter(f"{W}bookmarkStart"))
    names = Counter(_value(start, "name") for start in starts)
    ids = Counter(_value(start, "id") for start in starts)
    ends = Counter(_value(end, "id") for end in root.iter(f"{W}bookmarkEnd"))
    for what, counted in (("名称", names), ("编号", ids)):
        for value, times in counted.items():
            if times > 1:
                yield BOOKMARK, f"书签{what}“{value}”用了 {times} 次。"
    for value in (ids - ends) + (ends - ids):
        yield BOOKMARK, f"书签“{value}”不成对。"
    for link in root.iter(f"{W}hyperlink"):
        anchor = link.get(f"{W}anchor")
        if anchor is not None and anchor not in names:
            yield ANCHOR, f"链接“{_text(link)}”的目标“{anchor}”不存在。"


def _sections(root: _Element) -> Iterator[_Problem]:
    for properties in root.iter(f"{W}sectPr"):
        names = [str(child.tag).removeprefix(W) for child in properties]
        for first, second in pairwise(names):
            if _RANK.get(first, 0) > _RANK.get(second, 0):
                yield SECTION, f"节属性里 {second} 排在 {first} 之后。"


def _packaging(parts: dict[str, bytes], roots: dict[str, _Element]) -> Iterator[_Problem]:
    types = roots.get("[Content_Types].xml")
    if types is None:
        yield PARTS, "没有 [Content_Types].xml。"
        return
    overrides = {element.get("PartName", "").lstrip("/") for element in types.iterfind("{*}Override")}
    defaults = {element.get("Extension", "").lower() for element in types.iterfind("{*}Default")}
    for name in sorted(overrides - set(parts)):
        yield PARTS, f"登记的部件 {name} 不在文件里。"
    for name in parts:
        if name not in overrides and name.rpartition(".")[2].lower() not in defaults and name != "[Content_Types].xml":
            yield PARTS, f"部件 {name} 没有内容类型。"
