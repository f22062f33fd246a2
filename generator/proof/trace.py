"""Tracing (追溯): from a printed figure back to the lines of YAML that make it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from typing import Any

from generator.base.frozen import frozen
from generator.base.money import parse_amount, total
from generator.base.paths import ValuePath
from generator.document.blocks import (
    TABLE_TITLE,
    Cell,
    Document,
    Heading,
    Placed,
    Table,
    Unit,
    grid,
    headings,
    with_figures,
)
from generator.facts.budget import Budget, Entry
from generator.facts.words import STATED
from generator.findings.finding import Place

_ORDINAL = re.compile(r"表([0-9]+)")
_UNIT = re.compile(r"\s*(万元|元|万)$")
_WAN = 4


@frozen
class PrintedFigure:
    """A printed number: where it stands in the document, as printed and exact (元), and the YAML paths behind it."""

    table: str  # 表3, or 正文 (headings and notes of tables too)
    title: str  # of the table, or the sentence around the number
    row: tuple[str, ...]
    column: tuple[str, ...]
    text: str
    value: Decimal | None  # None in a sentence
    unit: Unit  # of the value
    origins: tuple[ValuePath, ...]
    cell: Cell | None = field(default=None, compare=False, repr=False)  # of a table

    @property
    def name(self) -> str:
        """The figure as a question to `budget trace`."""
        parts = [self.table, self.row[-2] if len(self.row) > 1 else "".join(self.row), "/".join(self.column)]
        return "/".join(part for part in parts if part) if self.table.startswith("表") else self.table


@frozen
class SourceLine:
    """A line of YAML behind a figure, with its amount (元) if it is one that can be added."""

    path: ValuePath
    place: Place | None
    amount: Decimal | None


def figures(document: Document) -> Iterator[PrintedFigure]:
    """Give every number of the document that knows where it comes from, in its order."""
    number = 0
    for block in (block for section in document.sections for block in section.blocks):
        if isinstance(block, Heading) and block.style == TABLE_TITLE:
            number += 1
        if isinstance(block, Table):
            yield from _of_table(block, f"表{number}")
        for text in with_figures(block):
            for run in text.runs:
                if run.figure:
                    yield PrintedFigure("正文", text.text, (), (), run.text, None, "", run.origins)


def find(document: Document, question: str) -> tuple[PrintedFigure, ...]:
    """Find figures by `表3/2060101/项目支出` (table, row, headings of the column), or by a printed amount."""
    every = tuple(figures(document))
    amount = parse_amount(_UNIT.sub("", question.strip()))
    if amount is not None:
        return tuple(one for one in every if parse_amount(one.text) == amount or one.value == amount != 0)
    table, *rest = [part.strip() for part in question.split("/")]
    found = _in_table(every, table)
    if rest:
        found = _best(found, rest[0], [one.row for one in found])
    for heading in rest[1:]:
        found = _best(found, heading, [one.column for one in found])
    return tuple(found)


def sources(figure: PrintedFigure, budget: Budget) -> tuple[SourceLine, ...]:
    """Give the lines behind a figure in the order of the files."""
    amounts = _amounts(budget)
    found = [SourceLine(path, budget.places.get(path), amounts.get(path)) for path in dict.fromkeys(figure.origins)]
    return tuple(sorted(found, key=lambda one: (one.place or Place(""), one.path)))


def sum_of(lines: Sequence[SourceLine]) -> Decimal | None:
    """Add the amounts of lines; None if one has none."""
    amounts = [line.amount for line in lines if line.amount is not None]
    return total(amounts) if lines and len(amounts) == len(lines) else None


def added(figure: PrintedFigure, lines: Sequence[SourceLine]) -> str:
    """Say how the amounts of the lines behind a figure add up, or how many lines there are."""
    amount = sum_of(lines)
    if amount is None or figure.unit == "数量":
        return f"共 {len(lines)} 处"
    both = f"{amount:,.2f} 元，即 {amount.scaleb(-_WAN).normalize():f} 万元"
    if figure.value in (None, amount):
        return f"合计 {both}（{len(lines)} 处）"
    return f"以上合计 {both}；印出的数由这些数计算，不是简单相加"


def _of_table(table: Table, name: str) -> Iterator[PrintedFigure]:
    columns = headings(table)
    for row in grid(table.body):
        for index, placed in enumerate(row):
            cell = placed.cell
            if placed.top and cell.value is not None and cell.origins:
                column = columns[placed.column] if placed.column < len(columns) else ()
                labels = _labels(row, index)
                yield PrintedFigure(
                    name, table.caption, labels, column, cell.text, cell.value, cell.unit, cell.origins, cell
                )


def _labels(row: Sequence[Placed], index: int) -> tuple[str, ...]:
    """Give the labels to the left of a number: those next to it, and the number of the row."""
    before: list[Cell] = [placed.cell for placed in row[:index]]
    while before and _is_number(before[-1]):
        before.pop()
    labels: list[str] = []
    while before and not _is_number(before[-1]):
        labels.insert(0, _joined(before.pop().text))
    first = row[0].cell
    if before and first.role == "序号":
        labels.insert(0, first.text)
    return tuple(label for label in labels if label)


def _is_number(cell: Cell) -> bool:
    return cell.role == "金额" or cell.value is not None


def _joined(text: str) -> str:
    return "".join(text.split())


def _in_table(every: Sequence[PrintedFigure], asked: str) -> list[PrintedFigure]:
    if _ORDINAL.fullmatch(asked) or asked == "正文":
        return [one for one in every if one.table == asked]
    tables = [one for one in every if one.table != "正文"]
    return _best(tables, asked, [(one.title,) for one in tables])


def _best(found: Sequence[PrintedFigure], asked: str, words: Sequence[tuple[str, ...]]) -> list[PrintedFigure]:
    """Choose the figures that have exactly the word that is asked for, or else those with a word that contains it."""
    wanted = _joined(asked)
    exact = [one for one, known in zip(found, words, strict=True) if wanted in known]
    return exact or [one for one, known in zip(found, words, strict=True) if any(wanted in word for word in known)]


def _amounts(budget: Budget) -> dict[ValuePath, Decimal]:
    entries: tuple[Entry, ...] = (*budget.entries, *budget.procurement, *budget.assets)
    if budget.previous is not None:
        entries += (*budget.previous.entries, *budget.previous.procurement, *budget.previous.assets)
    stated = {
        path: amount
        for subject in budget.subjects
        for key in STATED
        for path, amount in _stated(subject.data.get(key, {}), subject.at(key))
    }
    return stated | {entry.origin: entry.amount for entry in entries}


def _stated(values: Mapping[str, Any], path: ValuePath) -> Iterator[tuple[ValuePath, Decimal]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _stated(value, (*path, name))
        else:
            yield (*path, name), value
