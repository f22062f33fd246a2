"""Leaves (明细): what a document says of the lines of the ledger, in parts of which every printed sum is made.

A leaf says of a line only what the document prints of it somewhere: the code or the name of an item stands beside a
figure that counts the line, a fund or a kind of spending in its heads. Lines of which it prints the same, in the same
figures, are one leaf. So nothing is published that is not in the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from generator.base import money
from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.document.blocks import (
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
    figure_code,
    grid,
    headings,
    with_figures,
)
from generator.facts.budget import Budget, Entry
from generator.facts.words import LEVELS
from generator.tables.setting import Names

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SHORT = ("拨款", "资金")  # ends of the names of funds, which heads leave out
_LONGEST = 60  # characters of a sentence that says where a figure stands


class PrintedWords(NamedTuple):
    """What a document prints of a line of the ledger; a code or a name that it does not is empty."""

    direction: str  # 收入, 支出, 年终结转, 采购 or 资产
    function: tuple[str, str]  # code and name
    economic: tuple[str, str]
    fund: str
    spending: str  # 支出类型
    carryover: bool
    unit: tuple[str, str]
    project: str


@frozen
class PrintedLeaf:
    """A part of the budget, in 元, and what the document prints of it; leaves of a document count from 1."""

    number: int
    of: PrintedWords
    amount: Decimal


@frozen
class CodedFigure:
    """A figure as it is printed: where, and what it is in 元 (None for what is no money), and the leaves that it sums.

    `leaves` is None for what is no sum of this year's lines: a rate, a difference, an amount of last year.
    """

    code: str  # its id on the page
    table: str
    row: str
    column: str
    shown: str
    value: Decimal | None
    leaves: tuple[int, ...] | None


@frozen
class Opened:
    """A document taken apart: its leaves, its figures, and the figure that has the same origins as an amount."""

    leaves: tuple[PrintedLeaf, ...]
    figures: tuple[CodedFigure, ...]
    by_origins: Mapping[frozenset[ValuePath], CodedFigure]
    amounts: frozenset[Decimal]  # of money, in 元, that cells print
    sentences: Mapping[frozenset[ValuePath], frozenset[str]]  # what figures in sentences show, by their origins

    def prints(self, amount: Decimal, origins: Iterable[ValuePath] = ()) -> bool:
        """Tell whether the document prints an amount in 元: in a cell, or rounded in a sentence."""
        if amount in self.amounts:
            return True
        wanted = [f"{money.shown(amount, scale, places):f}" for scale in (0, 4) for places in (0, 1, 2)]
        shown = self.sentences.get(frozenset(origins), frozenset())
        return any(text in shown for text in wanted)


@frozen
class _Seen:
    """A figure before its leaves are known: its origins, and the words around it."""

    code: str
    table: str
    row: tuple[str, ...]
    column: tuple[str, ...]
    shown: str
    value: Decimal | None
    origins: tuple[ValuePath, ...]
    is_sum: bool


def opened(document: Document, budget: Budget, names: Names) -> Opened:
    """Take a document apart into leaves and figures."""
    entries = {one.origin: one for one in (*budget.entries, *budget.procurement, *budget.assets)}
    seen = tuple(_seen(document))
    sums = [one for one in seen if one.is_sum and one.origins and all(path in entries for path in one.origins)]
    sums = [one for one in sums if _adds_up(one, entries)]
    said, counted = _said(sums), _counted(sums)
    groups: dict[tuple[PrintedWords, tuple[str, ...]], list[ValuePath]] = defaultdict(list)
    told = _Told(budget, names)
    for path, counting in counted.items():
        groups[told.of(entries[path], said[path], document.title), counting].append(path)
    leaves: list[PrintedLeaf] = []
    numbers: dict[ValuePath, int] = {}
    for number, ((printed, _), paths) in enumerate(groups.items(), 1):
        amount = money.total(entries[path].amount for path in paths)
        leaves.append(PrintedLeaf(number, printed, amount))
        numbers |= dict.fromkeys(paths, number)
    is_sum = {one.code for one in sums}
    figures = tuple(_figure(one, numbers if one.code in is_sum else None) for one in seen)
    by = {frozenset(one.origins): figure for one, figure in zip(seen, figures, strict=True) if one.code in is_sum}
    amounts = frozenset(one.value for one in seen if one.value is not None)
    return Opened(tuple(leaves), figures, by, amounts, _sentences(seen))


def _figure(seen: _Seen, numbers: Mapping[ValuePath, int] | None) -> CodedFigure:
    leaves = None if numbers is None else tuple(sorted({numbers[path] for path in seen.origins}))
    if seen.is_sum and not seen.origins and not seen.value:
        leaves = ()  # nothing is the sum of no leaf
    row, column = " ".join(seen.row), "/".join(seen.column)
    return CodedFigure(seen.code, seen.table, row, column, seen.shown, seen.value, leaves)


def _seen(document: Document) -> Iterator[_Seen]:
    """Yield every figure that is printed, cells and those in sentences, in order."""
    blocks = [block for section in document.sections for block in section.blocks]
    number = 0
    for at, table in enumerate((one for one in blocks if isinstance(one, Table)), 1):
        yield from _of_table(at, table)
    for block in blocks:
        for text in with_figures(block):
            for run in text.runs:
                if run.figure:
                    number += 1
                    yield _of_sentence(f"s{number}", text, run.text, run.origins)


def _of_table(number: int, table: Table) -> Iterator[_Seen]:
    columns = headings(table)
    for line, row in enumerate(grid(table.body), 1):
        labels = tuple(" ".join(one.cell.text.split()) for one in row if one.cell.value is None and one.cell.text)
        for placed in row:
            cell = placed.cell
            if placed.top and cell.value is not None and cell.text:
                code = figure_code(number, line, placed.column + 1)
                value = cell.value if cell.unit == "元" else None
                yield _Seen(
                    code, table.caption, labels, columns[placed.column], cell.text, value, cell.origins, _sums(cell)
                )


def _sums(cell: Cell) -> bool:
    return cell.unit == "元" and not cell.change


def _of_sentence(code: str, text: Paragraph | Heading, shown: str, origins: tuple[ValuePath, ...]) -> _Seen:
    return _Seen(code, "", (text.text[:_LONGEST],), (), shown, None, origins, is_sum=False)


def _adds_up(seen: _Seen, entries: Mapping[ValuePath, Entry]) -> bool:
    return money.total(entries[path].amount for path in seen.origins) == seen.value


def _said(sums: Sequence[_Seen]) -> Mapping[ValuePath, set[str]]:
    """Collect by line the words that stand beside and above the figures that count it."""
    found: dict[ValuePath, set[str]] = defaultdict(set)
    for one in sums:
        words = {one.table, *one.row, *one.column}
        for path in one.origins:
            found[path] |= words
    return found


def _counted(sums: Sequence[_Seen]) -> Mapping[ValuePath, tuple[str, ...]]:
    """Collect by line the figures that count it."""
    found: dict[ValuePath, list[str]] = defaultdict(list)
    for one in sums:
        for path in one.origins:
            found[path].append(one.code)
    return {path: tuple(codes) for path, codes in found.items()}


class _Told:
    """Says of a line of the ledger what is printed of it."""

    def __init__(self, budget: Budget, names: Names) -> None:
        self.names = names
        self.units = {one.code: one.name for one in budget.units}
        records = budget.records.get("项目", ())
        fields = [(one.fields.get("项目编码"), one.fields.get("项目名称")) for one in records]
        self.projects = {str(code.value): str(name.value) for code, name in fields if code and name}

    def of(self, entry: Entry, words: set[str], title: str) -> PrintedWords:
        """Give what words say of a line."""
        whole = "\n".join((title, *words))
        return PrintedWords(
            entry.direction,
            self._item("功能分类", entry.function, words),
            self._item("经济分类", entry.economic, words),
            entry.source if any(_stem(one) in whole for one in (entry.fund, entry.source)) else "",
            entry.spending_type if entry.spending_type and entry.spending_type in whole else "",
            entry.carryover and "结转" in whole,
            self._unit(entry.unit, whole),
            self._project(entry.project, whole),
        )

    def _item(self, dimension: str, code: str, words: set[str]) -> tuple[str, str]:
        """Give the finest level of an item that is printed, by its code or its name."""
        for length in sorted(LEVELS[dimension].values(), reverse=True):
            short = code[:length]
            name = self.names.of(dimension, short) if len(short) == length else ""
            if name and any(one in (short, name) or one.endswith(f" {name}") for one in words):
                return short, name
        return "", ""

    def _unit(self, code: str, whole: str) -> tuple[str, str]:
        name = self.units.get(code, "")
        return (code, name) if name and name in whole else ("", "")

    def _project(self, code: str, whole: str) -> str:
        name = self.projects.get(code, code)
        return name if name and name in whole else ""


def _stem(fund: str) -> str:
    """Give what of a fund's name stands in heads."""
    for end in _SHORT:
        fund = fund.removesuffix(end)
    return fund or "\0"


def _sentences(seen: Iterable[_Seen]) -> Mapping[frozenset[ValuePath], frozenset[str]]:
    found: dict[frozenset[ValuePath], set[str]] = defaultdict(set)
    for one in seen:
        if not one.table:
            found[frozenset(one.origins)].add(_plain(one.shown))
    return {origins: frozenset(texts) for origins, texts in found.items()}


def _plain(shown: str) -> str:
    """Give the number of a figure without its commas and its unit."""
    found = _NUMBER.search(shown.replace(",", ""))
    return found[0] if found else ""
