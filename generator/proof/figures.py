"""Every printed figure of a document as data (JSON): what is shown, what it is in 元, and the YAML lines behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.base.paths import said
from generator.document.blocks import Cell, Document, Heading, Paragraph, Placed, Table, grid, headings, with_figures


def as_json(document: Document) -> bytes:
    """Return the figures of a document as UTF-8 JSON; amounts are exact decimal texts in 元."""
    blocks = [block for section in document.sections for block in section.blocks]
    data = {
        "标题": document.title,
        "主体": document.author,
        "表": [of_table(block) for block in blocks if isinstance(block, Table)],
        "文中": [of_text(text) for block in blocks for text in with_figures(block)],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def of_table(table: Table) -> dict[str, Any]:
    """Return the rows of a table that print figures, each figure under the path of its column's headings."""
    columns = tuple("/".join(path) for path in headings(table))
    rows = [_row(row, columns) for row in grid(table.body)]
    return {"名称": table.name, "标题": table.caption, "行": [row for row in rows if row["数"]]}


def of_text(block: Paragraph | Heading) -> dict[str, Any]:
    """Return a paragraph, a heading or a note, and the figures that it prints."""
    return {
        "段落": block.text,
        "数": [{"显示": run.text, "来源": [said(path) for path in run.origins]} for run in block.runs if run.figure],
    }


def _row(row: Sequence[Placed], columns: Sequence[str]) -> Mapping[str, Any]:
    labels = [placed.cell.text for placed in row if placed.cell.value is None and placed.cell.text]
    return {"标签": labels, "数": list(_figures(row, columns))}


def _figures(row: Sequence[Placed], columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    for placed in row:
        cell: Cell = placed.cell
        if placed.top and cell.value is not None and cell.origins:
            name = "元" if cell.unit == "元" else "值"
            origins = [said(path) for path in cell.origins]
            yield {"列": columns[placed.column], "显示": cell.text, name: f"{cell.value:f}", "来源": origins}
