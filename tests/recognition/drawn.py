"""Grids drawn as text: cells between bars, `<` goes on from the cell at the left, `^` from the one above."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from generator.findings.finding import Place
from generator.grids.grid import ForeignFile, Grid, GridCell, Passage


def grid(text: str, *, page: int = 0, sheet: str = "", formulas: dict[tuple[int, int], str] | None = None) -> Grid:
    drawn = [[part.strip() for part in line.split("|")] for line in text.split("\n") if line.strip()]
    begins: list[list[tuple[int, int]]] = []  # of the cell that stands at each position
    for number, line in enumerate(drawn):
        begins.append([])
        for column, written in enumerate(line):
            begun = (number, column)
            begun = begins[-1][-1] if written == "<" else begins[-2][column] if written == "^" else begun
            begins[-1].append(begun)
    every = [place for line in begins for place in line]
    cells: dict[tuple[int, int], GridCell] = {}
    for row, column in dict.fromkeys(every):
        written = drawn[row][column]
        height = len({number for number, line in enumerate(begins) if (row, column) in line})
        width = max(line.count((row, column)) for line in begins)
        place = Place("表.xlsx", named=f"第 {row + 1} 行第 {column + 1} 格")
        formula = (formulas or {}).get((row, column), "")
        cells[row, column] = GridCell(written, place, row, column, _number(written), height, width, formula)
    return Grid(tuple(tuple(cells[place] for place in line) for line in begins), Place("表.xlsx"), page, sheet)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if "." in text else None
    except InvalidOperation:
        return None


def file(*parts: Grid | str) -> ForeignFile:
    made = [
        Passage(part, Place("文.docx", number)) if isinstance(part, str) else part for number, part in enumerate(parts)
    ]
    return ForeignFile("文.docx", "docx", tuple(made))
