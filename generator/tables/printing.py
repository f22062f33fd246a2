"""Numbers and texts as cells: how an amount, a quantity, a percentage, a field of a record is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from functools import cache

from generator.base import money
from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.document.blocks import Cell
from generator.facts.budget import FieldValue, Record
from generator.ledger import Amount
from generator.pack.spec import NumberFormat


@frozen
class Forms:
    """The number format of a table, and those of columns that have one of their own, by what they print."""

    number: NumberFormat
    own: Mapping[str, NumberFormat] = field(default_factory=dict)

    def as_shown(self, content: str, value: FieldValue) -> Decimal:
        """Give a number of a record as a column of this table shows it: money rounded, in the unit of the column."""
        number, form = Decimal(value.value), self.own.get(content, self.number)
        return money.shown(number, form.scale, form.places) if value.amount else number


def shown(amount: Amount, form: NumberFormat, *, bold: bool = False, span: int = 1, change: bool = False) -> Cell:
    """Print an amount in 元 in the unit and format of a table: rounded once, here. `change`: it is a difference."""
    text = money.format_amount(
        amount.value,
        scale=form.scale,
        places=form.places,
        grouping=form.grouping,
        zero=form.zero,
        trailing=form.trailing,
    )
    style = _number_format(form.places, grouping=form.grouping)
    return Cell(
        text, "金额", span, bold=bold, value=amount.value, unit="元",
        number_format=style, scale=form.scale, origins=amount.origins, change=change,
    )  # fmt: skip


@cache
def _number_format(places: int, *, grouping: bool) -> str:
    """Give how Excel shows such a number; one text for all cells."""
    return ("#,##0" if grouping else "0") + ("." + "0" * places if places else "")


def field_cell(value: FieldValue | None, form: NumberFormat, *, span: int = 1, centred: bool = False) -> Cell:
    """Print a field of a record: money in the table's unit, a plain number, or text."""
    if value is None:
        return Cell("", "文字", span)
    if isinstance(value.value, Decimal):
        if value.amount:
            return shown(Amount(value.value, value.origins), form, span=span)
        return quantity(Amount(value.value, value.origins), span, zero="0")
    return Cell(value.value, "居中" if centred else "文字", span, origins=value.origins)


def share_cell(record: Record, name: str, whole: str, form: NumberFormat, forms: Forms, *, span: int = 1) -> Cell:
    """Print a field of a record in percent of another (占比), both as the table shows them, as sentences do.

    `form` has the decimals of the percentage. Nothing is printed where either field is not given, or the whole is
    shown as nothing.
    """
    part, of = record.fields.get(name), record.fields.get(whole)
    if part is None or of is None or not isinstance(part.value, Decimal) or not isinstance(of.value, Decimal):
        return Cell("", "金额", span)
    found = money.percent(forms.as_shown(name, part), forms.as_shown(whole, of), form.places)
    return rate_cell(found, replace(form, trailing="保留"), part.origins + of.origins, span)


def rate_cell(
    rate: Decimal | None, form: NumberFormat, origins: tuple[ValuePath, ...], span: int, nothing: str = "",
    *, bold: bool = False,
) -> Cell:  # fmt: skip
    """Print a percentage without its sign; `nothing` where there is none."""
    if rate is None:
        return Cell(nothing, "金额", span, bold=bold)
    style = "0." + "0" * form.places if form.places else "0"
    text = money.trimmed(f"{rate:f}", form.trailing)
    return Cell(text, "金额", span, bold=bold, value=rate, unit="数量", number_format=style, origins=origins)


def quantity(number: Amount, span: int = 1, *, zero: str = "") -> Cell:
    """Print a quantity (数量); `zero` for none."""
    text = plain_number(number.value) if number.value else zero
    return Cell(text, "金额", span, value=number.value, unit="数量", number_format="0.##", origins=number.origins)


def plain_number(value: Decimal) -> str:
    """Write a quantity without zeros that say nothing: 3, 2.5."""
    return money.trimmed(f"{value:f}", "去掉")


def sentences_cell(records: Sequence[Record], *, span: int = 1, numbered: bool = False) -> Cell:
    """Print a list of sentences (绩效目标, 职责) in one cell, a line each; `numbered`: with 1. 2. before them."""
    values = [record.fields["内容"] for record in records]
    texts = [f"{n}.{value.value}" if numbered else str(value.value) for n, value in enumerate(values, 1)]
    return Cell("\n".join(texts), "文字", span, origins=tuple(o for value in values for o in value.origins))
