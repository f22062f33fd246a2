"""Laid out documents for the tests of the HTML, xlsx and OFD writers, and the words that a document says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from generator.document.blocks import (
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)
from generator.document.stylesheet import StyleSheet
from generator.publish import arrange, prepare
from generator.typeset import faces
from generator.typeset.layout import lay_out
from generator.writers.laid import Laid

ROOT = Path(__file__).parent.parent
WEIRD = 'R&D <script>alert(1)</script> "引" \x00\x0b]]> {{ 主体 }} & 末'

TAME = "".join(c for c in WEIRD if c >= " ")  # the layout reports characters that cannot be drawn


@cache
def real() -> Laid:
    """The real example: department 350."""
    prepared = prepare(next((ROOT / "budgets" / "2025").glob("350-*")), ROOT / "templates")
    assert prepared.pack is not None
    assert prepared.document is not None
    arranged, _ = arrange(prepared.document, prepared.pack)
    assert arranged is not None
    return arranged


def laid(document: Document, sheet: StyleSheet | None = None) -> Laid:
    template = replace(real().template, sheet=sheet or real().template.sheet)
    pages = lay_out(document, template.sheet, faces.load())
    return replace(real(), document=document, template=template, pages=pages)


def amount(yuan: str, text: str, **more: object) -> Cell:
    return Cell(text, "金额", value=Decimal(yuan), number_format="0.00", scale=4, **more)  # type: ignore[arg-type]


def head(*texts: str) -> Row:
    return Row(tuple(Cell(text, "表头", scope="column") for text in texts))


def coded(code: str, name: str, *cells: Cell) -> Row:
    return Row((Cell(code, "居中", scope="row"), Cell(name), *cells))


def code_table(*rows: Row, total: Row | None = None) -> Table:
    line = ("350 某局", "预算年度：2025", "单位：万元")
    body = (total, *rows) if total else rows
    return Table("支出总表", "支出总表", (Column(),) * 3, (head("科目编码", "科目名称", "合计"),), body, line)


def odd(weird: str = WEIRD) -> Document:
    """A small document with texts that no writer may take for anything else, and a form above a list."""
    form = Table(
        "目标表", "目标表", (Column(),) * 4, (),
        (
            Row((Cell("项目名称", "表头", scope="row"), Cell("=1+1", colspan=3))),
            Row((
                Cell("预算数", "表头", scope="row"), amount("4000", "0.40"),
                Cell("目标", "表头", scope="row"), Cell("一行\n两行"),
            )),
        ),
        ("", "", "单位：万元"), attached=True,
    )  # fmt: skip
    listed = Table(
        "目标表", "目标表", (Column(),) * 3, (head("一级", "二级", "三级"),),
        (Row((Cell("产出", rowspan=2), Cell("+2"), Cell("-3"))), Row((Cell("@四", colspan=2),))),
        notes=(Paragraph((Run("注：空表。"),), "表注"),),
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Heading((Run("一、总表"),), 1, "_Toc1", "heading 1"),
        Heading((Run("支出/总表：*甲*[乙]?"),), 2, "_Toc2", "表标题"),
        code_table(coded("201", weird, amount("1234500", "123.45"))),
        PageBreak(),
        Paragraph((Run("引语。", "引导语"), Run(weird))),
        Heading((Run("表四级"),), 4, "_Toc3", "表标题"),
        form,
        listed,
    )
    cover = (
        Paragraph((Run(weird),), "封面部门"),
        Paragraph((Run("公开"),), "封面标题"),
        Paragraph((Run("1月"),), "封面日期"),
    )
    sections = (Section("封面", cover), Section("竖版", (Contents(levels=3),)), Section("横版", blocks))
    return Document(weird, "某局", "2025-01-20", sections)


def plain(text: str) -> str:
    """A text without white space, and without what XML cannot hold."""
    return "".join(c for c in text if not c.isspace() and c >= " ")


def said(document: Document, *, tables_only: bool = False) -> list[str]:
    """Every text of a document in order, contents left out; of tables their line, cells and notes."""
    blocks = (block for section in document.sections for block in section.blocks)
    return [text for block in blocks for text in map(plain, _texts(block, tables_only)) if text]


def _texts(block: Block, tables_only: bool) -> Iterator[str]:
    if isinstance(block, Table):
        yield from block.line
        yield from (cell.text for row in block.head + block.body for cell in row.cells)
        yield from (note.text for note in block.notes)
    elif isinstance(block, Paragraph | Heading) and not tables_only:
        yield block.text
