"""Rounding (四舍五入): printed parts that do not add up to their printed total, though the exact ones do.

What is the total of what is told by the origins: a figure is the sum of others if it comes from exactly their values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.base import money
from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.document.blocks import TABLE_NOTE, Block, Cell, Document, Paragraph, Run, Table, grid, headings

MOST_ROWS = 500  # of a table whose every row is looked at; of a longer one, only the total lines


@frozen
class Gap:
    """A printed total beside the sum of its printed parts: where (in words), and both numbers as printed."""

    where: str
    total: Decimal
    parts: Decimal


@frozen
class _Figure:
    cell: Cell
    origins: frozenset[ValuePath]
    place: int

    @property
    def shown(self) -> Decimal:
        """The number as it is printed."""
        places = len(self.cell.text.partition(".")[2])
        return money.shown(self.cell.value or Decimal(0), self.cell.scale, places) if self.cell.text else Decimal(0)


def gaps(block: Table | Paragraph) -> tuple[Gap, ...]:
    """Find the totals of a table or a sentence that differ from the sum of their parts, as printed."""
    return tuple(_of_table(block) if isinstance(block, Table) else _of_sentence(block))


def explained(document: Document, note: str) -> Document:
    """Print a note under the tables, and after the sentences, in which printed parts do not add up."""

    def with_note(block: Block) -> Block:
        if isinstance(block, Table) and gaps(block):
            style = block.notes[0].style if block.notes else TABLE_NOTE
            return replace(block, notes=(*block.notes, Paragraph((Run(f"注：{note}。"),), style)))
        if isinstance(block, Paragraph) and gaps(block):
            return replace(block, runs=(*block.runs, Run(f"（{note}。）")))
        return block

    sections = (replace(one, blocks=tuple(map(with_note, one.blocks))) for one in document.sections)
    return replace(document, sections=tuple(sections))


def _of_table(table: Table) -> Iterator[Gap]:
    if all(len(cell.origins) < 2 for row in table.body for cell in row.cells):  # noqa: PLR2004 a sum has two parts
        return
    rows = grid(table.body)
    heads = ["".join(path[-1:]) for path in headings(table)]
    plain = [at for at in range(len(rows)) if not table.body[at].total]
    lines = [
        {
            p.column: _Figure(p.cell, frozenset(p.cell.origins), number)
            for p in row
            if p.top and p.cell.unit == "元" and not p.cell.change
        }
        for number, row in enumerate(rows)
    ]
    for number, line in enumerate(lines):
        if not line or not (len(rows) <= MOST_ROWS or table.body[number].total):
            continue
        label = next(
            (p.cell.text for p in rows[number] if p.cell.value is None and p.cell.role != "序号" and p.cell.text), ""
        )
        for column, figure in line.items():
            if len(figure.origins) < 2:  # noqa: PLR2004
                continue
            across = [other for other in line.values() if other.origins != figure.origins]
            down = [lines[at][column] for at in plain if at != number and column in lines[at]]
            if not table.body[number].total:  # a row that is the same money, such as the only 款 of a 类, is its part
                down = [one for one in down if one.place > number or one.origins != figure.origins]
            found = _gap(figure, across) or _gap(figure, down)
            if found:
                yield Gap(f"“{label}”行“{heads[column]}”列", figure.shown, found[0])


def _of_sentence(paragraph: Paragraph) -> Iterator[Gap]:
    figures = []
    for place, run in enumerate(paragraph.runs):
        value = money.parse_amount(run.text) if run.figure and run.origins else None
        if value is not None:
            figures.append(_Figure(Cell(f"{value:f}", value=value), frozenset(run.origins), place))
    for figure in figures:
        others = [other for other in figures if other.origins != figure.origins]
        found = _gap(figure, others) if len(figure.origins) > 1 else None
        if found:
            yield Gap(f"“{paragraph.text[:20]}……”里的 {figure.shown:f}", figure.shown, found[0])


def _gap(figure: _Figure, others: Sequence[_Figure]) -> tuple[Decimal] | None:
    """Give the sum of a figure's parts as printed where it differs: the largest that together are all of it."""
    inside = [other for other in others if other.origins and other.origins <= figure.origins]
    left, parts = set(figure.origins), []
    for other in sorted(inside, key=lambda one: -len(one.origins)):
        if other.origins <= left:
            left -= other.origins
            parts.append(other.shown)
    found = money.total(parts)
    return (found,) if not left and found != figure.shown else None
