"""Charts for the tests of drawing and of writers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generator.document.blocks import Cell, Chart, ChartKind, Column, Document, Paragraph, Row, Run, Section, Table

Line = tuple[str, Sequence[str | None]]  # a name, and amounts in 万元


def figure(text: str | None) -> Cell:
    """A cell of an amount; None for one that is not known."""
    if text is None:
        return Cell("", "金额")
    value = Decimal(text.replace(",", "")).scaleb(4)
    return Cell(text, "金额", value=value, unit="元", number_format="0.00", scale=4, origins=((f"来源{text}",),))


def chart(kind: ChartKind, *lines: Line, series: Sequence[str] = ("预算数",)) -> Chart:
    head = Row(tuple(Cell(text, "表头", scope="column") for text in ("项目", *series)))
    body = tuple(Row((Cell(name, scope="row"), *map(figure, amounts))) for name, amounts in lines)
    columns = (Column(),) * (1 + len(series))
    return Chart("图一", kind, Table("图一", "图的标题", columns, (head,), body, ("", "", "单位：万元")), "万元")


YEARS = ("上年预算数", "本年预算数")
TWO_YEARS = chart(
    "条形图", ("基本支出", ("272.71", "307.09")), ("“三公”经费 R&D<b>", (None, "1.00")), series=YEARS
)  # fmt: skip
BELOW_ZERO = chart("条形图", ("收回", ("-50.00",)), ("安排", ("100.00",)))
PIE = chart("饼图", ("拨款", ("75.00",)), ("结转", ("24.00",)), ("其他", ("1.00",)))
STACK = chart("堆积条形图", ("教育", ("10.00", "30.00")), ("科技", ("20.00", "0.01")), series=("基本", "项目"))
EVERY = (TWO_YEARS, BELOW_ZERO, PIE, STACK)


def document(*charts: Chart) -> Document:
    """A document of charts, each under its title."""
    blocks = [block for one in charts for block in (Paragraph((Run(one.table.caption),), "表头"), one)]
    return Document("有图的文本", "某局", "2025-02-20", (Section("竖版", tuple(blocks)),))
