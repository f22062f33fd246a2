"""Making tables in tests: from a specification and a ledger to cells that are easy to compare."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.document.blocks import Cell, Run, Table
from generator.facts import classification
from generator.facts.budget import Entry, FieldValue, Record
from generator.findings.finding import Place
from generator.ledger import Ledger
from generator.pack import loader
from generator.tables.make import Made, make
from generator.tables.setting import Names, Setting
from tests.packs import write_pack

SAID = ("text", "role", "colspan", "rowspan", "bold", "scope", "indent", "value", "number_format", "scale", "origins")


def rendered(source: str, variables: Mapping[str, Any], place: Place) -> tuple[Run, ...]:
    """Fill in {name} of a text: enough of a sandbox for tables."""
    assert isinstance(place, Place)
    return (Run(source.replace("{{", "{").replace("}}", "}").format_map(dict(variables))),)


def tables(tmp_path: Path, text: str, ledger: Ledger, version: str = "部门") -> dict[str, list[Made]]:
    """Make all tables of a specification, by name."""
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=text))
    assert findings == ()
    assert pack is not None
    setting = Setting(Names(classification.load(2025), ({}, pack.names)), rendered, version, {"主体": "甲局"})
    return {name: list(make(spec, ledger, setting)) for name, spec in pack.tables.items()}


def only(tmp_path: Path, text: str, ledger: Ledger, version: str = "部门") -> Table:
    """Make the only table of a specification."""
    ((made,),) = tables(tmp_path, text, ledger, version).values()
    (table,) = made.tables
    return table


def says(cell: Cell) -> dict[str, Any]:
    """What a cell says, where that is not the default."""
    return {name: value for name in SAID if (value := getattr(cell, name)) != getattr(Cell(), name)}


def texts(table: Table) -> list[str]:
    """The body's rows, cells apart by |."""
    return ["|".join(cell.text for cell in row.cells) for row in table.body]


def record(
    entries: tuple[Entry, ...] = (), children: Mapping[str, tuple[Record, ...]] | None = None, **own: Any
) -> Record:
    """A record whose fields are texts, quantities (Decimal), or amounts (an integer number of 元)."""
    return Record({name: _value(name, value) for name, value in own.items()}, entries, children or {})


def _value(name: str, value: Any) -> FieldValue:
    if isinstance(value, int):
        return FieldValue(Decimal(value), (f"{name}处",), amount=True)
    return FieldValue(value, (f"{name}处",))
