"""What the XML of a workbook says that its values do not: formulas, errors, what is hidden, how far a sheet reaches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from generator.grids import problems
from generator.grids.package import parsed, relations

At = tuple[int, int]  # row and column of a sheet, from 0

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ID = re.compile(r"\{[^}]*relationships\}id")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_EVERY_CELL = re.compile(rb"""\bt=["']e["']|\bhidden=["'](?:1|true)["']""")


@dataclass(slots=True)
class SheetFacts:
    """Of a sheet: formulas and errors by cell, and whether any row or column with values is hidden."""

    formulas: dict[At, str] = field(default_factory=dict)
    errors: dict[At, str] = field(default_factory=dict)
    hidden: bool = False
    merged: list[tuple[At, At]] = field(default_factory=list)  # of .ods only: the first and the last cell of each
    area: int = 0  # rows × columns up to the last cell that holds anything, if that may be beyond the limit


@dataclass(slots=True)
class _OpenSheet:
    """A sheet that is being looked through: whether every cell matters, where we are, and what was found."""

    every: bool
    facts: SheetFacts = field(default_factory=SheetFacts)
    masters: dict[str, tuple[str, str]] = field(default_factory=dict)  # shared formulas, each with its first cell
    hidden_columns: list[range] = field(default_factory=list)
    row: int = -1
    rows: int = 0
    columns: int = 0


def sheet_parts(parts: Mapping[str, bytes]) -> Mapping[str, str]:
    """Give the part of each sheet by the sheet's name."""
    workbook = next((name for name in sorted(parts) if re.fullmatch(r"(?i)xl/workbook\d*\.xml", name)), "")
    if not workbook:
        return {}
    related = relations(parts, workbook)
    return {
        sheet.get("name", ""): related.get(_related(sheet), "")
        for sheet in parsed(parts[workbook]).iter(f"{_MAIN}sheet", f"{_STRICT}sheet")
    }


def _related(sheet: Any) -> str:
    return next((value for name, value in sheet.attrib.items() if _ID.fullmatch(name)), "")


def facts_of(xml: bytes) -> SheetFacts:
    """Look through the XML of a sheet; only one with formulas, errors or hidden rows, or a far cell, is parsed."""
    area = _area(xml)
    far = area > problems.MAX_CELLS
    if far or _EVERY_CELL.search(xml) or _FORMULA.search(xml):
        return _parsed(xml, far)
    return SheetFacts()


def _area(xml: bytes) -> int:
    """Bound the cells from the first to the last that is written, whether it holds anything or not."""
    found = _REFERENCE.findall(xml)
    columns = max((_column(letters) for letters in {letters for letters, _ in found}), default=-1) + 1
    return columns * max((int(digits) for digits in {digits for _, digits in found}), default=0)


def _column(letters: bytes) -> int:
    """Give the number of a column, from 0: A, B, …, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _parsed(xml: bytes, far: bool) -> SheetFacts:
    """Look at the cells with formulas; at every cell if any is an error or hidden, or the sheet may be too large."""
    from lxml import etree  # noqa: PLC0415 heavy

    sheet = _OpenSheet(bool(_EVERY_CELL.search(xml)) or far)
    for _, element in etree.iterparse(
        BytesIO(xml), tag=("{*}row", "{*}col"), resolve_entities=False, no_network=True, huge_tree=True
    ):
        if element.tag.endswith("row"):
            _row(sheet, element)
        elif _is_hidden(element):
            sheet.hidden_columns.append(range(int(element.get("min", 1)) - 1, int(element.get("max", 1))))
        element.clear()
    sheet.facts.area = sheet.rows * sheet.columns
    return sheet.facts


def _row(sheet: _OpenSheet, row: Any) -> None:
    sheet.row = int(row.get("r", sheet.row + 2)) - 1
    if not sheet.every:
        for formula in row.iter("{*}f"):
            _note(sheet, formula.getparent(), formula)
        return
    hidden = _is_hidden(row)
    for cell in row.iterchildren("{*}c"):
        formula = cell.find("{*}f")
        if formula is None and cell.find("{*}v") is None and cell.find("{*}is") is None:
            continue
        column = _note(sheet, cell, formula)
        sheet.rows, sheet.columns = max(sheet.rows, sheet.row + 1), max(sheet.columns, column + 1)
        sheet.facts.hidden = sheet.facts.hidden or hidden or any(column in one for one in sheet.hidden_columns)


def _note(sheet: _OpenSheet, cell: Any, formula: Any) -> int:
    """Note the formula and the error of a cell, and return its column."""
    reference = cell.get("r", "")
    letters = reference.rstrip("0123456789")
    column = _column(letters.encode()) if letters else cell.getparent().index(cell)
    if cell.get("t") == "e":
        sheet.facts.errors[sheet.row, column] = cell.findtext("{*}v") or "#VALUE!"
    if formula is not None:
        sheet.facts.formulas[sheet.row, column] = _formula(formula, reference, sheet.masters)
    return column


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") in ("1", "true")


def _formula(formula: Any, reference: str, masters: dict[str, tuple[str, str]]) -> str:
    """Give the formula of a cell; one that is shared is written only once, for its first cell."""
    text, shared = f"={formula.text or ''}", formula.get("si")
    if formula.get("t") != "shared" or shared is None:
        return text
    if formula.text:
        masters[shared] = (text, reference)
        return text
    if shared not in masters:
        return text
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 heavy

    master, origin = masters[shared]
    try:
        return str(Translator(master, origin=origin).translate_formula(reference))
    except Exception:  # no formula that the library knows; that it is one is what matters
        return master
