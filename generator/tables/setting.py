"""What the table engine needs to know besides the specification and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from generator.base.frozen import frozen
from generator.base.meter import Meter
from generator.books.book import Book
from generator.document.blocks import Run, joined
from generator.facts.classification import Classification
from generator.findings.finding import Place
from generator.ledger import Condition
from generator.pack.spec import NumberFormat, TableSpec


@frozen
class Names:
    """Names of codes: `declared` are tried in order (the budget's own, the pack's), then the catalogue."""

    classification: Classification
    declared: tuple[Mapping[str, Mapping[str, str]], ...] = ()

    def of(self, dimension: str, code: str) -> str:
        """Return the name of a code; the code itself where nobody knows a name."""
        for names in self.declared:
            if code in names.get(dimension, {}):
                return names[dimension][code]
        return self.classification.name(dimension, code) or code


@frozen
class Blank:
    """A cell whose book should know its amount and does not: its table, column title, book and conditions."""

    table: TableSpec
    column: str
    book: str
    condition: Condition


@frozen
class Setting:
    """Names of codes, and a way to fill in a text of the pack: `render(source, variables, place)` gives its runs."""

    names: Names
    render: Callable[[str, Mapping[str, Any], Place], tuple[Run, ...]]
    version: str  # 部门 or 单位
    variables: Mapping[str, Any]
    meter: Meter = field(default_factory=Meter)  # of the document
    given: Callable[[str], bool] = lambda key: True  # whether the budget says anything under a key
    books: Mapping[str, Book] = field(default_factory=dict)  # of the subject, by name (数据版本)
    exact_changes: bool = False  # 增减按精确数
    rates: NumberFormat = field(default_factory=NumberFormat)  # 正文比率: how percentages are printed
    blanks: list[Blank] = field(default_factory=list)  # of the document, to be told

    def fill(self, source: str, variables: Mapping[str, Any], place: Place) -> str:
        """Fill in a text of the specification; texts without Jinja are returned as they are."""
        return joined(self.runs(source, variables, place)) if "{" in source else source

    def runs(self, source: str, variables: Mapping[str, Any], place: Place) -> tuple[Run, ...]:
        """Fill in a text of the specification whose figures are to be known, as runs."""
        return self.render(source, {**self.variables, **variables}, place) if "{" in source else (Run(source),)

    def applies(self, version: str) -> bool:
        """Tell whether a part of the form that is meant for a version (适用) is printed here."""
        return version in ("", self.version)
