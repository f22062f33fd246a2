"""What a printed table states: amounts under conditions, and records with their fields, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.base.frozen import frozen
from generator.books.statements import Normal
from generator.findings.finding import Place
from generator.grids.grid import Grid
from generator.recognition.columns import Columns
from generator.recognition.forms import FormRow, FormTable


@frozen
class PrintedAmount:
    """The sum of a data set under a condition, as a table prints it: `value` ± `tolerance` in 元.

    `row` and `column` are the words that stand beside and above it, `blank` that the cell prints nothing.
    """

    table: str
    data: str
    book: str
    condition: Normal
    value: Decimal
    tolerance: Decimal
    place: Place
    row: str
    column: str
    blank: bool = False
    total: bool = False  # of a line of totals
    formula: str = ""  # from which a workbook computes it
    measure: str = "金额"  # or 价值, 数量 (which has no unit)
    listed: str = ""  # the classification of which the row is an item, in a list of all items with money
    within: tuple[str, ...] = ()  # the codes to which the whole list is confined
    rounded: Decimal = Decimal(0)  # half of its own last digit, where others beside it print more of them
    gaps: bool = False  # another amount of its table was not understood: with others of it, it makes no sum


@frozen
class PrintedRecord:
    """A record that a table lists (项目, 采购, 绩效指标): its fields as texts, and the amounts beside them.

    `owner` is the number of the record within which it stands (绩效指标 of a 项目), -1 for none.
    """

    list: str
    table: str
    fields: Mapping[str, tuple[str, Place]]
    scale: int = 4  # of amounts among the fields
    amounts: tuple[PrintedAmount, ...] = ()
    owner: int = -1
    empty: frozenset[str] = frozenset()  # fields of a form whose cell is there and empty


@frozen
class PrintedLine:
    """A printed line: the row of the form that it is, and its amounts by the number of their column.

    `row` is None where the line was not understood; `side` tells lists that stand side by side apart; `fields` are
    those of a list's total.
    """

    row: FormRow | None
    amounts: Mapping[int, PrintedAmount]
    side: int
    fields: Mapping[str, tuple[str, Place]]


@frozen
class UnreadCell:
    """What stands in a recognised table and was not understood: a row, a column, or one cell."""

    what: str
    text: str
    place: Place


@dataclass(slots=True)
class ReadTable:
    """A printed table: which of the form it is, on which grids, and what it states."""

    table: FormTable
    grids: list[Grid]
    columns: Columns
    title: str
    year: int
    scale: int
    unit_said: bool
    amounts: list[PrintedAmount] = field(default_factory=list)
    records: list[PrintedRecord] = field(default_factory=list)
    lines: list[PrintedLine] = field(default_factory=list)  # as they follow each other
    unread: list[UnreadCell] = field(default_factory=list)
    body: int = 0  # of a file with the document of a department and those of its units: which of them
    notes: list[tuple[str, Place]] = field(default_factory=list)  # under it
    head: tuple[str, ...] = ()  # the lines above its headings: title, whose it is, the unit
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # dimension and code → the name that is printed
    rows: int = 0
    gaps: bool = False  # an amount was not understood

    def restate(self, change: Callable[[PrintedAmount], PrintedAmount]) -> None:
        """Change each amount, wherever it is kept."""
        new: dict[int, PrintedAmount] = {}

        def changed(one: PrintedAmount) -> PrintedAmount:
            return new.setdefault(id(one), change(one))

        lines = [(line, {at: changed(one) for at, one in line.amounts.items()}) for line in self.lines]
        records = [(record, tuple(map(changed, record.amounts))) for record in self.records]
        amounts = [changed(one) for one in self.amounts]
        self.lines = [replace(line, amounts=own) for line, own in lines]
        self.records = [replace(record, amounts=own) for record, own in records]
        self.amounts = amounts
