"""The number of a cell: an amount of a book, its difference or rate against another book, or a share (数据版本, 占比).

One rule (design §4, §7): the amount of a cell is what the book of its row, column or table, the innermost, answers for
the conditions of table, column and row. What a book does not know is printed as a blank and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from generator.base import money
from generator.base.frozen import frozen
from generator.books.book import Unknown
from generator.books.comparison import Change, share
from generator.document.blocks import Cell
from generator.facts.budget import Entry
from generator.facts.words import THIS_YEAR
from generator.ledger import EVERYTHING, MEASURES, Amount, Condition, select, total
from generator.pack.spec import RATE, NumberFormat, TableSpec
from generator.tables.chosen import shown_books
from generator.tables.columns import Leaf
from generator.tables.printing import Forms, quantity, rate_cell, shown
from generator.tables.rows import TableLine
from generator.tables.setting import Blank, Setting

NOTHING_TO_COMPARE = "—"  # printed for a rate or a share of nothing


@frozen
class CellPrinting:
    """What all cells of a table share: its specification, the setting, the entries and conditions of the whole table.

    `recorded` are the lines of records, of which a total sums fields; `wholes` keeps what shares are of.
    """

    spec: TableSpec
    setting: Setting
    entries: tuple[Entry, ...] = ()
    condition: Condition = EVERYTHING
    recorded: tuple[TableLine, ...] = ()
    own: Mapping[str, NumberFormat] = field(default_factory=dict)  # of columns that have one, by what they print
    wholes: dict[tuple[Condition, str, str], Amount | Unknown] = field(default_factory=dict)

    @property
    def number(self) -> NumberFormat:
        """The number format of the table."""
        return self.spec.number

    @property
    def forms(self) -> Forms:
        """The number formats of the table."""
        return Forms(self.spec.number, self.own)


def measure(leaf: Leaf, line: TableLine, printing: CellPrinting) -> Cell:
    """Print the number of a cell."""
    row, column = line.spec, leaf.spec
    book, *others = shown_books(row, column)
    found = _amount(leaf, line, book, printing)
    if others:
        return _change(leaf, line, found, _amount(leaf, line, others[0], printing), printing)
    whole = row.whole if row.whole is not None else column.whole
    if isinstance(found, Unknown):
        return Cell("", "金额", column.span)
    if whole is not None:
        return _share(found, _whole(leaf, line, book, whole, printing), leaf, printing, bold=line.total)
    if column.content == "数量":
        return quantity(found, column.span)
    return shown(found, column.number or printing.number, bold=line.total, span=column.span)


def _amount(leaf: Leaf, line: TableLine, name: str, printing: CellPrinting) -> Amount | Unknown:
    """Ask a book for the amount of a cell; what it should know and does not is told."""
    book = None if name == THIS_YEAR else printing.setting.books[name]
    if book is None or book.has(printing.spec.data):
        own = (entry for entry in select(line.entries, leaf.condition) if entry.book == name)
        return total(own, leaf.spec.content if leaf.spec.content in MEASURES else MEASURES[0])
    if book.none is not None:
        return Unknown()
    found = book.ask(line.condition & leaf.condition, printing.spec.data)
    if isinstance(found, Unknown):
        blank = Blank(printing.spec, leaf.spec.title, name, line.condition & leaf.condition)
        printing.setting.blanks.append(blank)
    return found


def _change(leaf: Leaf, line: TableLine, now: Amount | Unknown, base: Amount | Unknown, printing: CellPrinting) -> Cell:
    """Print by how much, or by how many percent, the amount differs from that of another book."""
    column, bold = leaf.spec, line.total
    if isinstance(now, Unknown) or isinstance(base, Unknown):
        return Cell("", "金额", column.span)
    change = Change(now, base, printing.setting.exact_changes)
    if (line.spec.content or column.content) == RATE:
        form = printing.number
        rates = column.number or printing.setting.rates
        rate = change.rate(form.scale, form.places, rates.places)
        return rate_cell(rate, rates, change.origins, column.span, NOTHING_TO_COMPARE, bold=bold)
    form = column.number or printing.number
    difference = money.in_yuan(change.difference(form.scale, form.places), form.scale)
    return shown(Amount(difference, change.origins), form, bold=bold, span=column.span, change=True)


def _whole(leaf: Leaf, line: TableLine, book: str, query: Condition, printing: CellPrinting) -> Amount | Unknown:
    """Give what a share is of: the amount of the column under the query, instead of the row's condition."""
    key = (leaf.condition & query, book, leaf.spec.content)
    if key not in printing.wholes:
        entries = select(printing.entries, query)
        top = TableLine(line.spec, "", entries, condition=printing.condition & query)
        printing.wholes[key] = _amount(leaf, top, book, printing)
    return printing.wholes[key]


def _share(part: Amount, whole: Amount | Unknown, leaf: Leaf, printing: CellPrinting, *, bold: bool) -> Cell:
    if isinstance(whole, Unknown):
        return Cell("", "金额", leaf.spec.span)
    form, rates = printing.number, leaf.spec.number or printing.setting.rates
    found = share(part, whole, form.scale, form.places, rates.places)
    return rate_cell(found, rates, part.origins + whole.origins, leaf.spec.span, NOTHING_TO_COMPARE, bold=bold)
