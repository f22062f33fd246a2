"""Word files (.docx): paragraphs and tables of the body as they are read.

Tracked changes count as accepted, hidden text is left out. A table within a table, or in a text box, is a grid of its
own after what holds it. Headers, footers and notes are left out. Pages are unknown: Word makes them when it shows the
file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.findings.finding import Place
from generator.grids import problems
from generator.grids.grid import FilePart, ForeignFile, Grid, Passage
from generator.grids.layout import CellSpan, spread
from generator.grids.package import parsed, unpack
from generator.grids.texts import tidy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "rt", "tblPr", "sdtPr")}
_CHARACTERS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}
_DEEP = 40  # tables within tables


@dataclass(slots=True)
class _OpenText:
    """A Word file that is being read: paragraphs and tables so far, and which styles are centred."""

    name: str
    centred_styles: frozenset[str]
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0
    carried: str = ""  # the text of a paragraph whose end was deleted
    aside: list[Any] = field(default_factory=list)  # text boxes and inner tables that are read next


def read_word(data: bytes, name: str) -> ForeignFile:
    """Read the body of a Word file. Raises UnreadableFileError."""
    parts = unpack(data, name)
    try:
        body = _body(parts, name)
        reading = _OpenText(name, _centred_styles(parts))
        found = tuple(part for part in _parts(body, reading, 0) if isinstance(part, Grid) or part.text)
    except problems.UnreadableFileError:
        raise
    except Exception:  # the library raises what a damaged file makes it stumble over
        raise problems.damaged(name) from None
    macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
    findings = (
        (problems.MACROS.at(Place(name), "文件里有宏，没有运行，只读了文字。", "不影响导入。"),) if macros else ()
    )
    return ForeignFile(name, "docx", found, findings)


def _body(parts: Mapping[str, bytes], name: str) -> Any:
    xml = next(parts[part] for part in sorted(parts) if re.fullmatch(r"(?i)word/document\d*\.xml", part))
    if xml.count(b"<") > problems.MAX_TAGS:
        raise problems.too_large(Place(name), f"正文的标记超过 {problems.MAX_TAGS // 10_000} 万个")
    return parsed(xml.replace(_STRICT, W[1:-1].encode())).find(f"{W}body")


def _centred_styles(parts: Mapping[str, bytes]) -> frozenset[str]:
    """Give the paragraph styles that are centred, by themselves or by the style on which they are based."""
    xml = parts.get("word/styles.xml")
    if not xml:
        return frozenset()
    styles = {style.get(f"{W}styleId"): style for style in parsed(xml).iter(f"{W}style")}
    return frozenset(name for name in styles if name and _is_centred(styles, name))


def _is_centred(styles: Mapping[str, Any], name: str) -> bool:
    for _ in range(len(styles)):
        style = styles.get(name)
        if style is None:
            return False
        centred = style.find(f"{W}pPr/{W}jc")
        if centred is not None:
            return bool(centred.get(f"{W}val") == "center")
        based = style.find(f"{W}basedOn")
        name = based.get(f"{W}val", "") if based is not None else ""
    return False


def _parts(parent: Any, reading: _OpenText, depth: int) -> Iterator[FilePart]:
    """Yield the paragraphs and tables below an element."""
    if depth > _DEEP:
        return
    for element in _shown(parent):
        if element.tag == f"{W}p":
            yield from _paragraph(element, reading)
        elif element.tag == f"{W}tbl":
            yield from _table(element, reading)
        else:
            continue
        aside, reading.aside = reading.aside, []
        for inner in aside:
            yield from _parts(inner, reading, depth + 1)


def _shown(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs, tables, rows or cells of an element, those of controls and insertions included."""
    for element in parent:
        if element.tag in (f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"):
            yield element
        elif element.tag == f"{_MC}AlternateContent":
            yield from _shown(_alternative(element))
        elif element.tag not in _GONE and isinstance(element.tag, str):
            yield from _shown(element)


def _alternative(element: Any) -> Any:
    """Choose of two ways to show something the first, which is the newer one; the other repeats it."""
    return next(element.iter(f"{_MC}Choice", f"{_MC}Fallback"), ())


def _paragraph(element: Any, reading: _OpenText) -> Iterator[Passage]:
    reading.paragraphs += 1
    text = reading.carried + "".join(_words(element, reading))
    reading.carried = text if element.find(f"{W}pPr/{W}rPr/{W}del") is not None else ""
    if not reading.carried:
        place = Place(reading.name, reading.paragraphs, named=f"第 {reading.paragraphs} 段")
        centred = _centred(element, reading)
        for line in tidy(text).split("\n"):
            yield Passage(line, place, centred=centred)


def _centred(element: Any, reading: _OpenText) -> bool:
    own = element.find(f"{W}pPr/{W}jc")
    if own is not None:
        return bool(own.get(f"{W}val") == "center")
    style = element.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val") in reading.centred_styles


def _words(element: Any, reading: _OpenText) -> Iterator[str]:
    """Yield the characters of an element as they are seen; what stands beside them is kept for later."""
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == f"{W}txbxContent":
            reading.aside.append(child)
        elif child.tag == f"{_MC}AlternateContent":
            yield from _words([_alternative(child)], reading)
        elif child.tag == f"{W}r" and _is_hidden(child):
            continue
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield from _words(child, reading)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in ("0", "false", "off")


def _table(element: Any, reading: _OpenText) -> Iterator[Grid]:
    reading.tables += 1
    number = reading.tables
    spans: list[CellSpan] = []
    open_spans: dict[int, int] = {}  # by column: which of the spans goes on downwards
    height = width = 0
    for row in (one for one in _shown(element) if one.tag == f"{W}tr" and one.find(f"{W}trPr/{W}del") is None):
        column = _number(row, "trPr", "gridBefore", 0)
        for cell in (one for one in _shown(row) if one.tag == f"{W}tc"):
            column = _cell(cell, (height, column), spans, open_spans, reading)
        width, height = max(width, column), height + 1
    reading.cells += width * height
    place = Place(reading.name, named=f"表 {number}")
    if reading.cells > problems.MAX_CELLS:
        raise problems.too_large(place, f"单元格超过 {problems.MAX_CELLS} 个")

    def named(row: int, _: int, ordinal: int) -> Place:
        return Place(reading.name, named=f"表 {number} 第 {row + 1} 行第 {ordinal + 1} 格")

    if width:
        yield Grid(spread(spans, height, width, named), place)


def _cell(cell: Any, at: tuple[int, int], spans: list[CellSpan], open_spans: dict[int, int], reading: _OpenText) -> int:
    """Note a cell, or that the one above goes on; return the column after it."""
    row, column = at
    wide = min(max(_number(cell, "tcPr", "gridSpan", 1), 1), 1_000)
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    above = open_spans.get(column)
    goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
    if goes_on and above is not None and spans[above].row + spans[above].rowspan == row:
        one = spans[above]
        spans[above] = CellSpan(one.row, one.column, one.text, one.rowspan + 1, one.colspan)
    else:
        spans.append(CellSpan(row, column, _cell_text(cell, reading), 1, wide))
        open_spans.pop(column, None)
        if merged is not None:
            open_spans[column] = len(spans) - 1
    return column + wide


def _cell_text(cell: Any, reading: _OpenText) -> str:
    lines = []
    for element in _shown(cell):
        if element.tag == f"{W}p":
            lines.append("".join(_words(element, reading)))
        else:
            reading.aside.append([element])
    return tidy("\n".join(lines))


def _number(element: Any, properties: str, name: str, default: int) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    return int(found.get(f"{W}val", default)) if found is not None else default
