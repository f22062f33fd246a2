"""The fields of an open budget (栏目): every value that the page shows, and those that its records could have."""

from __future__ import annotations

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.reading.rule import SchemaRule
from generator.workbook.export import Ready
from generator.workbook.rows import SheetRow


@frozen
class FieldCell:
    """A value that may be changed: where it stands among the fields, its rule, and the text that is there now."""

    path: ValuePath
    sheet: str
    title: str
    row: int
    rule: SchemaRule
    keys: tuple[str, ...]
    text: str | None  # None: it is not written
    required: bool


def values(ready: Ready) -> dict[ValuePath, FieldCell]:
    """Give all values of a budget that the page shows, and those that its records could have."""
    found: dict[ValuePath, FieldCell] = {}
    for sheet in ready.plan.sheets:
        for number, row in enumerate(ready.rows[sheet.name]):
            for column in sheet.columns:
                path = path_of(row, column.title, column.keys)
                if path is None or column.marks:
                    continue
                rule, typed = row.rule(sheet, column.title), column.title in row.paths
                needed = (column.required and bool(row.node) and typed) or (row.required and typed)
                text = row.cells.get(column.title, "") if typed else None
                found[path] = FieldCell(path, sheet.name, column.title, number, rule, column.keys, text, needed)
    return found


def path_of(row: SheetRow, title: str, keys: tuple[str, ...]) -> ValuePath | None:
    """Give the path of a value, whether it is written or could be; None where nothing can stand."""
    if title in row.paths:
        return row.paths[title]
    return (*row.node, *keys) if row.node and keys else None
