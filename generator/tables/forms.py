"""Forms (表单): labelled fields, of a record above its list (逐条) or of the subject of the document."""

from __future__ import annotations

from dataclasses import replace

from generator.document.blocks import Cell, Column, Paragraph, Row, Table, joined
from generator.facts.words import MONEY_OF
from generator.ledger import EVERYTHING, select
from generator.pack.spec import AMOUNTS, ColumnSpec, FormCell, RowSpec, TableSpec
from generator.tables.amounts import CellPrinting, measure
from generator.tables.columns import Leaf
from generator.tables.printing import Forms, field_cell, sentences_cell, share_cell
from generator.tables.rows import RowSource, TableLine, records_of


def form_table(
    spec: TableSpec, source: RowSource, caption: str, line: tuple[str, str, str], notes: tuple[Paragraph, ...] = ()
) -> Table:
    """Return the form of the innermost record of a source, or of its subject, which counts the source's entries.

    It is attached to the list that follows, if the table has one.
    """
    width = max(sum(cell.colspan for cell in row) for row in spec.form)
    source.setting.meter.fill(sum(map(len, spec.form)))
    printing = CellPrinting(spec, source.setting, source.entries, source.condition)
    body = tuple(Row(tuple(_cell(cell, row, source, printing) for cell in row)) for row in spec.form)
    return Table(
        name=spec.name,
        caption=caption,
        columns=(Column(grow=1.0),) * width,
        head=(),
        body=body,
        line=line,
        notes=notes,
        attached=bool(spec.columns),
    )


def _cell(cell: FormCell, row: tuple[FormCell, ...], source: RowSource, printing: CellPrinting) -> Cell:
    if cell.text is not None:
        made = _text(cell, source)
    elif cell.content in AMOUNTS and counts(cell, printing.spec):
        made = _amount(cell, _label(cell, row), source, printing)
    else:
        made = _field(cell, source, printing)
    return replace(made, colspan=cell.colspan, rowspan=cell.rowspan)


def counts(cell: FormCell, spec: TableSpec) -> bool:
    """Tell whether a cell's amount is a sum of entries, and not a field of a record that has none."""
    return cell.content in AMOUNTS and (not spec.each or spec.each in MONEY_OF)


def _text(cell: FormCell, source: RowSource) -> Cell:
    """Print a label, or a fact: a text that is one tag and nothing else is what the tag gives."""
    text = cell.text or ""
    runs = source.setting.runs(text, {}, cell.place)
    origins = tuple(dict.fromkeys(origin for run in runs for origin in run.origins))
    if is_fact(text):
        return Cell(joined(runs), "文字", origins=origins)
    return Cell(joined(runs), "表头", scope="row", origins=origins)


def is_fact(text: str) -> bool:
    """Tell whether a text of a form is one tag and nothing else."""
    bare = text.strip()
    return bare.startswith("{{") and bare.endswith("}}") and "{{" not in bare[2:]


def _label(cell: FormCell, row: tuple[FormCell, ...]) -> str:
    """Give the label of an amount: the last text before it in its row."""
    before = row[: next(number for number, one in enumerate(row) if one is cell)]
    return next((one.text for one in reversed(before) if one.text), cell.content)


def _amount(cell: FormCell, label: str, source: RowSource, printing: CellPrinting) -> Cell:
    """Print an amount as a column would: of the book, in the format and as the share that the cell or table says."""
    column = ColumnSpec(label, cell.place, content=cell.content, number=cell.number, whole=cell.whole, book=cell.book)
    entries, condition = select(source.entries, cell.condition), source.condition & cell.condition
    line = TableLine(RowSpec("标签", cell.place), entries=entries, condition=condition)
    return measure(Leaf(column, EVERYTHING, ()), line, printing)


def _field(cell: FormCell, source: RowSource, printing: CellPrinting) -> Cell:
    record = source.within[-1] if source.within else None
    number = cell.number or printing.number
    if record is None or cell.content in record.children:
        return sentences_cell(records_of(cell.content, source.ledger, source.within), numbered=cell.numbered)
    if cell.share_of:
        return share_cell(record, cell.content, cell.share_of, number, Forms(printing.number))
    return field_cell(record.fields.get(cell.content), number)
