"""A reader of finished PDF files by what is drawn: rules make cells, characters fill them. No code of the generator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber

from tests.acceptance.finished import CONTINUED, Cell, Finished, Grid, Paragraph, Part, Table, depth_of_head, folded

RULES = {"vertical_strategy": "lines_strict", "horizontal_strategy": "lines_strict"}
FOOTER = 100  # points from the foot of the page, within which its number stands
NUMBER = re.compile(r"[—－–-]? ?(\d+) ?[—－–-]?")
FORM, LIST_OF_FORM = "项目编码", "一级指标"  # where a form begins, and where the list below it


@dataclass(frozen=True)
class Line:
    """A line of text outside tables."""

    text: str
    top: float
    bottom: float
    x0: float
    x1: float
    font: str
    size: float


@dataclass(frozen=True)
class Page:
    """One page: size, number at its foot, lines outside tables, tables as grids, all from top to bottom."""

    width: float
    height: float
    number: str
    items: tuple[Line | Grid, ...]
    characters: tuple[tuple[str, float, float, float, float], ...]  # text, x0, top, x1, bottom


def pages(path: Path) -> list[Page]:
    """Read the pages of a finished PDF file."""
    with pdfplumber.open(path) as pdf:
        return [_page(page, number) for number, page in enumerate(pdf.pages)]


def read(read_pages: Sequence[Page]) -> Finished:
    """Join the pages to one document: tables that go on over pages become one, repeated heads are folded."""
    flow: list[Paragraph | Table] = []
    for number, page in enumerate(read_pages):
        above: list[Line] = []
        fresh = True  # nothing but a table's line has been seen on this page
        for item in page.items:
            if isinstance(item, Line):
                above.append(item)
                continue
            title, line, before = _over(above)
            flow += [Paragraph(text.text, page=number) for text in before]
            _add_tables(flow, item, title, line, number, goes_on=fresh and not title and not before)
            above, fresh = [], False
        if above:
            _add_after(flow, above, number)
    return Finished(flow, "pdf")


def _add_after(flow: list[Paragraph | Table], lines: list[Line], page: int) -> None:
    """Lines below the last table of a page: its notes first, which begin with 注： and keep one size, then text."""
    last, rest = flow[-1] if flow else None, list(lines)
    if isinstance(last, Table) and last.parts[-1].page == page:
        notes: list[str] = []
        size = rest[0].size
        while rest and (rest[0].text.startswith("注：") or (notes and rest[0].size == size)):
            if rest[0].text.startswith("注："):
                notes.append("")
            notes[-1] += folded(rest.pop(0).text)
        last.notes += notes
    flow += [Paragraph(line.text, page=page) for line in rest]


def _over(lines: list[Line]) -> tuple[str, str, list[Line]]:
    """Part the lines over a table: its title (of one size, perhaps on several lines), its line, what is before."""
    rest, line = list(lines), ""
    if rest and any(mark in folded(rest[-1].text) for mark in ("单位：", "截止时间：")):
        line = folded(rest.pop().text)
    title: list[Line] = []
    while rest and "Bold" in rest[-1].font and (not title or rest[-1].size == title[0].size):
        title.insert(0, rest.pop())
    return folded("".join(part.text for part in title)), line, rest


def _add_tables(flow: list[Paragraph | Table], grid: Grid, title: str, line: str, page: int, *, goes_on: bool) -> None:
    """Add a grid: the next part of the last table, or a new table, or a form with the list that is attached to it."""
    last = next((item for item in reversed(flow) if isinstance(item, Table)), None)
    if goes_on:
        assert last is not None, f"page {page + 1}: a table without a title"
        if _start_of_list(grid) in (None, 0) and _same_head(grid, last):
            _go_on(last, grid, line, page)
            return
        title = last.title
    start = _start_of_list(grid)
    if start is None:
        heads = 0 if grid[0][0].words == FORM else depth_of_head(grid)
        flow.append(_table(title, line, grid, heads, page))
        return
    if start:
        flow.append(_table(title, line, _narrowed(grid[:start]), 0, page))
    flow.append(_table(title, "" if start else line, _narrowed(grid[start:]), 1, page))


def _start_of_list(grid: Grid) -> int | None:
    return next((number for number, row in enumerate(grid) if row[0].words == LIST_OF_FORM), None)


def _same_head(grid: Grid, table: Table) -> bool:
    head = [[cell.words for cell in row] for row in table.head]
    return bool(head) and [[cell.words for cell in row] for row in grid[: len(head)]] == head


def _table(title: str, line: str, grid: Grid, heads: int, page: int) -> Table:
    head, body = grid[:heads], grid[heads:]
    return Table(title, line, head, body, [Part(page, line, head, body)])


def _go_on(table: Table, grid: Grid, line: str, page: int) -> None:
    head, body = grid[: len(table.head)], grid[len(table.head) :]
    table.parts.append(Part(page, line, head, body))
    if table.body and body:
        body = tuple(_joined(table.body[-1], body))
    table.body += body


def _joined(last: tuple[Cell, ...], body: Grid) -> Iterator[tuple[Cell, ...]]:
    """Fold a label that is repeated after a page break, marked （续）, into the one above."""
    for row in body:
        yield tuple(
            above if cell.words == above.words + CONTINUED else cell for cell, above in zip(row, last, strict=True)
        )


def _narrowed(grid: Grid) -> Grid:
    """Drop grid columns in which no cell begins."""
    keep = [
        column
        for column in range(len(grid[0]))
        if column == 0 or any(row[column] is not row[column - 1] for row in grid)
    ]
    counted: dict[int, Cell] = {}

    def recount(row: tuple[Cell, ...], cell: Cell) -> Cell:
        if id(cell) not in counted:
            span = sum(row[column] is cell for column in keep)
            counted[id(cell)] = Cell(cell.text, cell.rowspan, span, cell.align, cell.box, cell.ink, cell.page)
        return counted[id(cell)]

    return tuple(tuple(recount(row, row[column]) for column in keep) for row in grid)


def _page(page: Any, number: int) -> Page:
    tables = page.find_tables(RULES)
    boxes = [table.bbox for table in tables]
    inside: list[list[Any]] = [[] for _ in tables]
    outside = []
    for character in page.chars:
        home = next((i for i, box in enumerate(boxes) if _within(character, box)), None)
        (outside if home is None else inside[home]).append(character)
    lines = _lines(outside)
    feet = [line for line in lines if line.top > page.height - FOOTER and NUMBER.fullmatch(line.text.strip())]
    found: list[Line | Grid] = [line for line in lines if line not in feet]
    found += [_grid(table.cells, chars, number) for table, chars in zip(tables, inside, strict=True)]
    label = folded("".join(line.text for line in feet)).strip("—－–-")
    marks = tuple((c["text"], c["x0"], c["top"], c["x1"], c["bottom"]) for c in page.chars)
    return Page(float(page.width), float(page.height), label, tuple(sorted(found, key=_top)), marks)


def _top(item: Line | Grid) -> float:
    if isinstance(item, Line):
        return item.top
    box = item[0][0].box
    assert box is not None
    return box[1]


def _within(character: Any, box: tuple[float, float, float, float]) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _lines(characters: Iterable[Any]) -> list[Line]:
    """Gather characters into lines by their baseline, spaces where there is a gap."""
    rows: list[list[Any]] = []
    for character in sorted(characters, key=lambda c: (c["matrix"][5] * -1, c["x0"])):
        if rows and abs(rows[-1][0]["matrix"][5] - character["matrix"][5]) < 1:
            rows[-1].append(character)
        else:
            rows.append([character])
    return [_line(sorted(row, key=lambda c: c["x0"])) for row in rows]


def _line(row: list[Any]) -> Line:
    text = ""
    for number, character in enumerate(row):
        if number and character["x0"] - row[number - 1]["x1"] > character["size"] * 0.6:
            text += " "
        text += character["text"]
    first = row[0]
    return Line(
        text,
        min(c["top"] for c in row),
        max(c["bottom"] for c in row),
        first["x0"],
        row[-1]["x1"],
        first["fontname"],
        round(first["size"], 1),
    )


def _grid(boxes: Sequence[tuple[float, float, float, float]], characters: list[Any], page: int) -> Grid:
    """Put ruled cells on a grid of all their edges; every character goes to the cell that holds its middle."""
    xs = _edges(edge for box in boxes for edge in (box[0], box[2]))
    ys = _edges(edge for box in boxes for edge in (box[1], box[3]))
    places: dict[tuple[int, int], Cell] = {}
    for box in boxes:
        left, right = _nearest(xs, box[0]), _nearest(xs, box[2])
        top, bottom = _nearest(ys, box[1]), _nearest(ys, box[3])
        own = [character for character in characters if _within(character, box)]
        cell = Cell(_text(own), bottom - top, right - left, "", box, _ink(own), page)
        places |= {(y, x): cell for y in range(top, bottom) for x in range(left, right)}
    return tuple(tuple(places[y, x] for x in range(len(xs) - 1)) for y in range(len(ys) - 1))


def _edges(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 1:
            found.append(value)
    return found


def _nearest(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - value))


def _text(characters: list[Any]) -> str:
    return "\n".join(line.text for line in _lines(characters))


def _ink(characters: list[Any]) -> tuple[float, float, float, float] | None:
    drawn = [c for c in characters if c["text"].strip()]
    if not drawn:
        return None
    return (
        min(c["x0"] for c in drawn),
        min(c["top"] for c in drawn),
        max(c["x1"] for c in drawn),
        max(c["bottom"] for c in drawn),
    )
