"""A reader of finished Word files: zipfile and lxml only, no code of the generator."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from tests.acceptance.finished import CONTINUED, Cell, Finished, Grid, Paragraph, Part, Table, folded

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE_STYLES = {"表标题"}


@dataclass(frozen=True)
class WordTable:
    """A `w:tbl` as it is: rows on the grid, which of them are repeated as heading, which are kept whole."""

    rows: Grid
    header: tuple[bool, ...]
    whole: tuple[bool, ...]


def read(path: Path) -> Finished:
    """Read a finished Word file: paragraphs with styles, tables with spans resolved and heading rows apart."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
        styles = _styles(etree.fromstring(archive.read("word/styles.xml")))
    flow: list[Paragraph | Table] = []
    for element in body:
        if element.tag == f"{W}p":
            _add_paragraph(flow, element, styles)
        elif element.tag == f"{W}tbl":
            flow.append(_named(word_table(element, styles), flow))
    return Finished(flow, "docx")


def word_tables(path: Path) -> list[WordTable]:
    """All tables of a Word file as they are."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        styles = _styles(etree.fromstring(archive.read("word/styles.xml")))
    return [word_table(element, styles) for element in root.iter(f"{W}tbl")]


@dataclass(frozen=True)
class Style:
    """A paragraph style: its name, alignment and what it is based on."""

    name: str
    align: str
    based_on: str


def _styles(root: Any) -> dict[str, Style]:
    return {
        element.get(f"{W}styleId"): Style(
            element.find(f"{W}name").get(f"{W}val"),
            _val(element, f"{W}pPr/{W}jc"),
            _val(element, f"{W}basedOn"),
        )
        for element in root.iter(f"{W}style")
    }


def _val(element: Any, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(f"{W}val")


def _add_paragraph(flow: list[Paragraph | Table], element: Any, styles: dict[str, Style]) -> None:
    style = styles.get(_val(element, f"{W}pPr/{W}pStyle"))
    name, text = style.name if style else "", _text(element)
    broken = element.find(f"{W}pPr/{W}pageBreakBefore") is not None
    flow.append(Paragraph(text, name, page_break=broken))
    last = next((item for item in reversed(flow) if isinstance(item, Table)), None)
    if name == "表注" and last is not None:
        last.notes.append(folded(text))
        flow.pop()


def _text(element: Any) -> str:
    """The text of runs, without the instructions of fields."""
    parts = []
    for item in element.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if item.tag == f"{W}t":
            parts.append(item.text or "")
        elif item.getparent().tag == f"{W}r":  # not the tab stops of the paragraph
            parts.append("\t" if item.tag == f"{W}tab" else "\n")
    return "".join(parts)


def word_table(element: Any, styles: dict[str, Style]) -> WordTable:
    """Put the cells of a `w:tbl` on its grid: a merged cell is one object at every place that it covers."""
    width = len(element.findall(f"{W}tblGrid/{W}gridCol"))
    places: list[list[tuple[Any, int, bool]]] = [list(_places(row)) for row in element.findall(f"{W}tr")]
    rows: list[list[Cell]] = []
    for number, row in enumerate(places):
        line: list[Cell] = []
        for item, span, continued in row:
            if continued:
                line += [rows[number - 1][len(line)]] * span
            else:
                height = _height(places, number, len(line))
                line += [Cell(_text(item), height, span, _align(item, styles))] * span
        assert len(line) == width, f"a row of {len(line)} in a grid of {width}"
        rows.append(line)
    elements = element.findall(f"{W}tr")
    return WordTable(
        tuple(tuple(row) for row in rows),
        tuple(row.find(f"{W}trPr/{W}tblHeader") is not None for row in elements),
        tuple(row.find(f"{W}trPr/{W}cantSplit") is not None for row in elements),
    )


def _places(row: Any) -> Iterator[tuple[Any, int, bool]]:
    for cell in row.findall(f"{W}tc"):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        span = int(_val(cell, f"{W}tcPr/{W}gridSpan") or 1)
        yield cell, span, merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _height(places: list[list[tuple[Any, int, bool]]], number: int, column: int) -> int:
    """How many rows a cell that begins at a place covers."""
    height = 1
    for row in places[number + 1 :]:
        starts, at = {}, 0
        for _, span, continued in row:
            starts[at] = continued
            at += span
        if not starts.get(column):
            break
        height += 1
    return height


def _align(cell: Any, styles: dict[str, Style]) -> str:
    """The alignment of a cell's paragraph: its own, or its style's, or that of the style below."""
    own = _val(cell, f"{W}p/{W}pPr/{W}jc")
    style = styles.get(_val(cell, f"{W}p/{W}pPr/{W}pStyle"))
    while not own and style:
        own, style = style.align, styles.get(style.based_on)
    return own


def _named(table: WordTable, flow: list[Paragraph | Table]) -> Table:
    """Give a table the nearest title above it, and part the line and the heading from the body."""
    title = next(item for item in reversed(flow) if isinstance(item, Paragraph) and item.style in TITLE_STYLES)
    rows, line = list(table.rows), ""
    heads = sum(table.header)
    assert all(table.header[:heads]), "heading rows must be the first rows"
    if heads and rows[0][0].colspan == len(rows[0]) and "\t" in rows[0][0].text:
        line, rows, heads = rows[0][0].words, rows[1:], heads - 1
    head, body = tuple(rows[:heads]), tuple(_joined(rows[heads:]))
    return Table(folded(title.text), line, head, body, [Part(-1, line, head, body)])


def _joined(rows: list[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """Fold a label that begins anew after a page break, marked （续）, into the one above."""
    above: dict[int, Cell] = {}
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            before = above.get(column)
            again = before is not None and cell.text == before.text + CONTINUED
            above[column] = before if again and before else cell
            cells.append(above[column])
        yield tuple(cells)
