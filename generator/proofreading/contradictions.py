"""Contradictions (自相矛盾): what one part of the document says and another part shows to be untrue."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from generator.base import money
from generator.document.blocks import Block, Cell, Document, Heading, Paragraph, Table
from generator.facts.budget import Budget
from generator.findings.finding import Finding, Kind, Severity
from generator.ledger import Ledger, subject_ledger
from generator.pack.spec import Pack

NOTHING_SAID = Kind(
    "D507", "写着“无”，却有项目", Severity.WARNING, "说项目的一节只写了“无”，同一份预算里却有项目支出。"
)
HIDDEN = Kind(
    "D508",
    "表的小数位数藏住了数",
    Severity.WARNING,
    "表里的数印得比文字里的粗（例如按万元不留小数），读者对照时两处不同，小的数印成 0。",
)
_NOTHING = ("无", "无。")
_SECTION = "项目"


def findings(budget: Budget, pack: Pack, document: Document) -> Iterator[Finding]:
    """Find the contradictions of a finished document."""
    blocks = [block for section in document.sections for block in section.blocks]
    yield from _nothing(budget, document, blocks)
    yield from _hidden(pack, blocks)


def _nothing(budget: Budget, document: Document, blocks: list[Block]) -> Iterator[Finding]:
    """Find a section about projects that says 无 though its subject has projects."""
    ledger = subject_ledger(budget, budget.subject_of(document.names["编码"]))
    by_name = {unit.name: unit for unit in budget.units}
    for before, block in pairwise(blocks):
        if isinstance(before, Heading) and before.level == 1:
            inner = next((unit for name, unit in by_name.items() if name in before.text), None)
            ledger = subject_ledger(budget, inner) if inner and inner.name != budget.subject.name else ledger
        told = isinstance(block, Paragraph) and block.text.strip() in _NOTHING
        if told and isinstance(before, Heading) and _SECTION in before.text and (names := _projects(ledger)):
            place = next((budget.places[path] for path in names.values() if path in budget.places), None)
            message = f"“{before.text}”下面写的是“无”，预算里有 {len(names)} 个项目。"
            remedy = "请在项目里写这一节要用的内容（例如 说明.项目概述）；不要求公开的，在“出错说明”里写明。"
            yield NOTHING_SAID.at(place, message, remedy, path=next(iter(names.values())))


def _projects(ledger: Ledger) -> dict[str, tuple[str | int, ...]]:
    """Give the paths of the projects with money, by name."""
    own = [one for one in ledger.records.get("项目", ()) if any(entry.amount for entry in one.entries)]
    return {str(one.fields["项目名称"].value): one.fields["项目名称"].origins[0] for one in own}


def _hidden(pack: Pack, blocks: list[Block]) -> Iterator[Finding]:
    """Find tables whose figures are coarser than the sentences', where that changes what is read; each once."""
    tables = {block.name: block for block in reversed(blocks) if isinstance(block, Table)}
    for name, table in tables.items():
        cells = [cell for row in table.body for cell in row.cells if cell.unit == "元" and cell.value and cell.text]
        coarse = [cell for cell in cells if _is_coarser(cell, pack.said.places)]
        if coarse:
            one = coarse[0]
            words = money.format_amount(one.value or Decimal(0), scale=4, places=pack.said.places)
            message = f"表“{name}”有 {len(coarse)} 个数印得比文字里的粗，例如表里是 {one.text}，文字里是 {words} 万元。"
            spec = pack.tables.get(name)
            yield HIDDEN.at(spec.place if spec else None, message, "请在表的“数字”里多留几位小数。")


def _is_coarser(cell: Cell, said: int) -> bool:
    """Tell whether a figure is shown in fewer decimals than a sentence in 万元 has, and is another number there."""
    places = len(cell.text.partition(".")[2])
    if cell.value is None or cell.scale - places <= 4 - said:
        return False
    as_told = money.shown(cell.value, 4, said).scaleb(4)
    return as_told != money.shown(cell.value, cell.scale, places).scaleb(cell.scale)
