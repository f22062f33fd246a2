"""Small packs and ledgers for tests: a pack is written as text, a table is read back as drawn text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.compose.composer import compose
from generator.document.blocks import Document, Heading, Paragraph, Run, Table
from generator.facts import build, classification
from generator.facts.budget import Budget, Entry, Record
from generator.findings.finding import Finding, Place
from generator.ledger import Ledger
from generator.pack import loader
from generator.tables.make import make
from generator.tables.setting import Names, Setting

WORD = Path(__file__).parent.parent / "templates/hebei/样式.docx"


def entry(amount: str, **dimensions: Any) -> Entry:
    """A ledger entry of so many 元."""
    return Entry(Decimal(amount), dimensions.pop("origin", (f"行{amount}",)), **dimensions)


def ledger(*entries: Entry, records: Mapping[str, tuple[Record, ...]] | None = None) -> Ledger:
    """A department's ledger of some entries, and of those of the records, as a budget's."""
    purchased = tuple(one for record in (records or {}).get("采购", ()) for one in record.entries)
    spent = (one for record in (records or {}).get("项目", ()) for one in record.entries if one not in entries)
    sets = {"收支": (*entries, *spent), "采购": purchased, "固定资产": ()}
    return Ledger("001", "测试部门", "部门", sets, records or {"单位": ()})


def write_pack(folder: Path, name: str = "测试", text: str = "正文", **files: str) -> Path:
    """Write a pack into a templates folder; `files` are YAML by the stem of the file's name."""
    pack = folder / name
    pack.mkdir(parents=True)
    (pack / "模板.yaml").write_text(f"名称: {name}\n" + files.pop("模板", ""), "utf-8")
    (pack / "正文.jinja").write_text(text, "utf-8")
    for stem, content in files.items():
        (pack / f"{stem}.yaml").write_text(content, "utf-8")
    (pack / "样式.docx").write_bytes(WORD.read_bytes())
    return folder


def draw(tables: str, book: Ledger, tmp_path: Path, name: str = "表一") -> tuple[str, tuple[Finding, ...]]:
    """Make a table from its specification and draw it: one line a row, cells apart by |, head before a line."""
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=tables))
    if pack is None or findings:
        return "", findings
    setting = Setting(Names(classification.load(2025)), lambda source, variables, place: (Run(source),), "部门", {})
    made = next(iter(make(pack.tables[name], book, setting)))
    return drawn(made.tables[0]), findings


def drawn(table: Table) -> str:
    """Draw a table as text."""
    lines = [" | ".join(_cell(c) for c in row.cells) for row in table.head]
    lines.append("---")
    lines += [" | ".join(_cell(c) for c in row.cells) for row in table.body]
    return "\n".join([*lines, *(note.text for note in table.notes)])


def _cell(cell: Any) -> str:
    spans = f"<{cell.colspan}x{cell.rowspan}>" if (cell.colspan, cell.rowspan) != (1, 1) else ""
    return f"{cell.text}{spans}"


BUDGET = """
年度: 2025
模板: 测试
部门: {编码: "350", 名称: 测试部门}
单位: [{编码: "350001", 名称: 本级, 性质: 行政}]
收入:
  - {科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1005.00}
基本支出:
  - {科目: 2060101, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 1005.00}
"""


def loaded(folder: Path, text: str) -> Budget:
    """The budget of a folder with one file, which may have findings but must be readable."""
    (folder / "预算.yaml").write_text(text, "utf-8")
    budget, findings = build.load(folder, shown_as="预算")
    assert budget is not None, findings
    return budget


def composed(tmp_path: Path, text: str, extra: str = "", **files: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """Compose a small budget with a pack whose text is given."""
    folder = tmp_path / "budgets/2025/350-测试部门"
    folder.mkdir(parents=True)
    budget = loaded(folder, BUDGET + extra)
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path / "templates", text=text, **files))
    if pack is None:
        return None, findings
    document, more = compose(budget, pack)
    return document, (*findings, *more)


def words(document: Document | None) -> list[str]:
    """The paragraphs and headings of a document, in order."""
    assert document is not None
    blocks = [block for section in document.sections for block in section.blocks]
    return [block.text for block in blocks if isinstance(block, Paragraph | Heading)]


NOWHERE = Place("测试")
