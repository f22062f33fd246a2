"""Cells: what a column prints of a line, with the number's value and the origins behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from generator.base import money
from generator.base.paths import ValuePath, origins_of
from generator.document.blocks import Cell, CellRole
from generator.facts.budget import Record
from generator.facts.words import MONEY_OF
from generator.ledger import Amount, of_entries
from generator.pack.spec import AMOUNTS, LABELS, ROW_NUMBER, ColumnSpec, NumberFormat
from generator.tables.amounts import CellPrinting, measure
from generator.tables.columns import Leaf
from generator.tables.printing import field_cell, quantity, sentences_cell, share_cell, shown
from generator.tables.rows import NO_AMOUNTS, TableLine, without_money

CODE_PARTS: Mapping[str, tuple[int, int]] = {"编码.类": (0, 3), "编码.款": (3, 5), "编码.项": (5, 7)}


def row_cells(leaves: Sequence[Leaf], line: TableLine, number: int, printing: CellPrinting) -> tuple[Cell, ...]:
    """Return the cells of one line under some columns; the label of a total line spans the label columns."""
    cells: list[Cell] = []
    index, first = 0, _first(leaves)
    while index < len(leaves):
        run = _label_run(leaves, index) if line.total and index == first else 0
        if run:
            span = sum(leaf.spec.span for leaf in leaves[index : index + run])
            cells.append(Cell(line.label, "居中", span, bold=True, scope="row"))
            index += run
            continue
        cells.append(_cell(leaves[index], line, number, printing, first=index <= first))
        index += 1
    return tuple(cells)


def _first(leaves: Sequence[Leaf]) -> int:
    """Return the index of the first column that says something: before it rows are only numbered."""
    return next((index for index, leaf in enumerate(leaves) if leaf.spec.content != ROW_NUMBER), len(leaves))


def _label_run(leaves: Sequence[Leaf], start: int) -> int:
    run = 0
    while start + run < len(leaves) and leaves[start + run].spec.content in LABELS:
        run += 1
    return run or int(leaves[start].spec.content not in AMOUNTS)


def _cell(leaf: Leaf, line: TableLine, number: int, printing: CellPrinting, first: bool) -> Cell:
    """Print a cell; of a record that is spread over lines, its own cells once beside those of its parts."""
    spread, spec = line.spread, leaf.spec
    if spread is None or (spread.height == 1 and spec.content not in spread.fields):
        return _whole_cell(leaf, line, number, printing, first)
    if spec.content in spread.fields and spec.title not in line.spec.blank:
        form = spec.number or printing.number
        return field_cell(spread.part.fields.get(spec.content), form, span=spec.span, centred=spec.centred)
    if spread.number:
        return Cell(colspan=spec.span, rowspan=0)
    return replace(_whole_cell(leaf, line, number, printing, first), rowspan=spread.height)


def _whole_cell(leaf: Leaf, line: TableLine, number: int, printing: CellPrinting, first: bool) -> Cell:
    spec, span = leaf.spec, leaf.spec.span
    if spec.content == ROW_NUMBER:
        return Cell(str(number), "序号", span)
    if line.spec.kind in NO_AMOUNTS or spec.title in line.spec.blank:
        return Cell("", "金额" if spec.content in AMOUNTS else "文字", span)
    if spec.content in line.values:
        text = line.values[spec.content]
        return Cell(text, "居中" if spec.centred else "文字", span, origins=origins_of(text))
    if spec.content in LABELS and not _is_own(spec.content, line):
        return _label_cell(leaf, line, first)
    return measure(leaf, line, printing) if _is_measure(spec.content, line, printing) else _field(leaf, line, printing)


def _is_own(content: str, line: TableLine) -> bool:
    """Tell whether a label (名称, 编码) is a field of the line's record."""
    return line.record is not None and content in line.record.fields


def _is_measure(content: str, line: TableLine, printing: CellPrinting) -> bool:
    """Tell a sum of entries from a field of that name (金额 of 专项资金), of a record or of those of a total."""
    if content not in AMOUNTS:
        return False
    if line.record is not None:
        return line.spec.records in MONEY_OF  # others have no entries: what they do not say is not zero
    if line.total and without_money(printing.spec):
        return False
    without = [one for one in (printing.recorded if line.total else ()) if one.spec.records not in MONEY_OF]
    return not any(content in one.record.fields for one in without if one.record is not None)


def framed_cells(leaves: Sequence[Leaf], line: TableLine, printing: CellPrinting) -> tuple[Cell, ...]:
    """Return the cells of a line around lists side by side: its label spans all columns but the last."""
    last = leaves[-1]
    span = sum(leaf.spec.span for leaf in leaves[:-1])
    role: CellRole = "居中" if line.total else "文字"
    label = Cell(line.label, role, span, bold=line.total, scope="row", origins=origins_of(line.label))
    blank = line.spec.kind in NO_AMOUNTS
    return (label, Cell("", "金额", last.spec.span) if blank else measure(last, line, printing))


def _label_cell(leaf: Leaf, line: TableLine, first: bool) -> Cell:
    spec = leaf.spec
    kind: CellRole = "居中" if spec.content.startswith("编码") or spec.centred else "文字"
    scope: Literal["", "row"] = "row" if first else ""
    indent = line.indent if kind == "文字" else 0
    text = _label(spec.content, line)
    origins = origins_of(line.code if spec.content in CODE_PARTS else text)
    return Cell(text, kind, spec.span, bold=line.total, scope=scope, indent=indent, origins=origins)


def _field(leaf: Leaf, line: TableLine, printing: CellPrinting) -> Cell:
    """Print a field of the line's record; a total line sums the field over the records, where it is money."""
    spec, form = leaf.spec, leaf.spec.number or printing.number
    if line.record is not None and spec.share_of:
        return share_cell(line.record, spec.content, spec.share_of, form, printing.forms, span=spec.span)
    if line.record is not None and spec.content in line.record.children:
        return sentences_cell(line.record.children[spec.content], span=spec.span)
    if line.record is not None:
        return field_cell(line.record.fields.get(spec.content), form, span=spec.span, centred=spec.centred)
    if line.total and not spec.share_of:
        return _field_total(spec, form, line, printing.recorded)
    return Cell("", "文字", spec.span)


def _label(content: str, line: TableLine) -> str:
    if content == "组":
        return line.spec.group
    if content == "标签":
        return line.label
    if content == "名称":
        return line.name or line.label
    if content == "编码":
        return line.code
    start, end = CODE_PARTS[content]
    return line.code[start:end]


def _field_total(spec: ColumnSpec, form: NumberFormat, total_line: TableLine, lines: Sequence[TableLine]) -> Cell:
    """Sum a field over the records that are printed and that the total counts, each value once."""
    kept = {entry.origin for entry in total_line.entries}
    records = (_counted_by(kept, line) for line in lines if spec.title not in line.spec.blank)
    values = list({id(one): one for one in (r.fields.get(spec.content) for r in records if r) if one}.values())
    if not any(value.amount or value.summed for value in values):
        return Cell("", "文字", spec.span)
    amount = Amount(
        money.total(value.value for value in values if isinstance(value.value, Decimal)),
        tuple(origin for value in values for origin in value.origins),
    )
    if not any(value.amount for value in values):
        return replace(quantity(amount, spec.span, zero="0"), bold=True)
    return shown(amount, form, bold=True, span=spec.span)


def _counted_by(kept: Set[ValuePath], line: TableLine) -> Record | None:
    """Return the record of a line as far as a total line, which keeps these entries, counts it; None where not."""
    if line.record is None or not line.entries:  # without entries: no condition tells it from others
        return line.record
    found = of_entries(line.record, kept)
    return found if found.entries else None
