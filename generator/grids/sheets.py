"""What the XML of a workbook says that its values do not: formulas, errors, what is hidden, how far a sheet reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
_TELLING = re.compile(rb"""<(?:\w+:)?f[\s/>]|\bt=["']e["']|\bhidden=["'](?:1|true)["']""")


@dataclass(slots=True)
class SheetFacts:
    """Of a sheet: formulas and errors by cell, and whether any row or column with values is hidden."""

    formulas: dict[At, str] = field(default_factory=dict)
    errors: dict[At, str] = field(default_factory=dict)
    hidden: bool = False
    merged: list[tuple[At, At]] = field(default_factory=list)  # of .ods only: the first and the last cell of each
    area: int = 0  # rows × columns up to the last cell that holds anything


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
    if area <= problems.MAX_CELLS and not _TELLING.search(xml):
        return SheetFacts(area=area)
    return _parsed(xml)


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


def _parsed(xml: bytes) -> SheetFacts:
    facts = SheetFacts()
    masters: dict[str, tuple[str, str]] = {}
    hidden_rows: set[int] = set()
    hidden_columns: list[range] = []
    rows = columns = 0
    for at, cell in _elements(xml, hidden_rows, hidden_columns):
        if cell.find("{*}v") is None and cell.find("{*}is") is None and cell.find("{*}f") is None:
            continue
        rows, columns = max(rows, at[0] + 1), max(columns, at[1] + 1)
        facts.hidden = facts.hidden or at[0] in hidden_rows or any(at[1] in one for one in hidden_columns)
        _note(facts, at, cell, masters)
    facts.area = rows * columns
    return facts


def _elements(xml: bytes, hidden_rows: set[int], hidden_columns: list[range]) -> Iterator[tuple[At, Any]]:
    """Yield the cells of a sheet, and note the rows and columns that are hidden."""
    from lxml import etree  # noqa: PLC0415 heavy

    row = column = -1
    events = etree.iterparse(
        BytesIO(xml), events=("start", "end"), tag=("{*}c", "{*}row", "{*}col"),
        resolve_entities=False, no_network=True, huge_tree=True,
    )  # fmt: skip
    for event, element in events:
        kind = element.tag.rpartition("}")[2]
        if event == "start":
            if kind == "row":
                row, column = int(element.get("r", row + 2)) - 1, -1
                if element.get("hidden") in ("1", "true"):
                    hidden_rows.add(row)
            elif kind == "col" and element.get("hidden") in ("1", "true"):
                hidden_columns.append(range(int(element.get("min", 1)) - 1, int(element.get("max", 1))))
            continue
        if kind == "c":
            reference = re.fullmatch(r"([A-Z]{1,3})[0-9]+", element.get("r", ""))
            column = _column(reference[1].encode()) if reference else column + 1
            yield (row, column), element
        if kind == "row":
            element.clear()


def _note(facts: SheetFacts, at: At, cell: Any, masters: dict[str, tuple[str, str]]) -> None:
    if cell.get("t") == "e":
        facts.errors[at] = cell.findtext("{*}v") or "#VALUE!"
    formula = cell.find("{*}f")
    if formula is not None:
        facts.formulas[at] = _formula(formula, cell.get("r", ""), masters)


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
