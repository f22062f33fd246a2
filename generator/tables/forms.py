"""Forms: the labelled fields above a list (表单), such as the head of a project's performance table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.document.blocks import Cell, Column, Row, Table
from generator.facts.budget import Entry, Record
from generator.ledger import Amount, select, total
from generator.pack.spec import FormCell, TableSpec
from generator.tables.printing import Forms, field_cell, sentences_cell, share_cell, shown
from generator.tables.setting import Setting


def form_table(
    spec: TableSpec,
    record: Record,
    entries: Sequence[Entry],
    caption: str,
    line: tuple[str, str, str],
    setting: Setting,
) -> Table:
    """Return the form of a record, of which some entries are counted, as a table attached to the list that follows."""
    width = max(sum(cell.colspan for cell in row) for row in spec.form)
    setting.meter.fill(sum(map(len, spec.form)))
    body = tuple(Row(tuple(_form_cell(cell, spec, record, entries, setting) for cell in row)) for row in spec.form)
    return Table(
        name=spec.name,
        caption=caption,
        columns=(Column(grow=1.0),) * width,
        head=(),
        body=body,
        line=line,
        attached=bool(spec.columns),
    )


def _form_cell(cell: FormCell, spec: TableSpec, record: Record, entries: Sequence[Entry], setting: Setting) -> Cell:
    if cell.text is not None:
        text = setting.fill(cell.text, {}, cell.place)
        return Cell(text, "表头", cell.colspan, cell.rowspan, scope="row")
    if cell.condition is not None:
        amount: Amount = total(select(entries, cell.condition), cell.content)
        made = shown(amount, spec.number)
    elif cell.content in record.children:
        made = sentences_cell(record.children[cell.content], numbered=cell.numbered)
    elif cell.share_of:
        made = share_cell(record, cell.content, cell.share_of, spec.number, Forms(spec.number))
    else:
        made = field_cell(record.fields.get(cell.content), spec.number)
    return replace(made, colspan=cell.colspan, rowspan=cell.rowspan)
