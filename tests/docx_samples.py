"""Small documents made by hand, and a stand-in for the layout, for the tests of the Word side."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.document.blocks import (
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
from generator.typeset import faces
from generator.typeset.pages import LaidTable, Pages
from generator.word.template import WordTemplate, load
from generator.writers.docx.writer import write
from generator.writers.laid import Laid

TEMPLATE = Path(__file__).parent.parent / "templates" / "hebei" / "样式.docx"
NAMES = {"主体": "科技和工信部门", "年度": "2025", "版本": "部门", "公开日期": "2025年2月14日"}
WEIRD = 'R&D <b>“研发”</b> \x00\x0b\ufffe]]> "引号" {{ 主体 }} \t末'


@cache
def template() -> WordTemplate:
    loaded, findings = load(TEMPLATE.read_bytes(), TEMPLATE.name)
    assert loaded is not None
    assert findings == ()
    return loaded


def cells(*texts: str, role: str = "文字", **more: object) -> tuple[Cell, ...]:
    return tuple(Cell(text, role, **more) for text in texts)  # type: ignore[arg-type]


def long_table(rows: int = 200) -> Table:
    """Nested headings, a merged label over each five rows, amounts."""
    head = (
        Row(
            (Cell("序号", "表头", rowspan=2), Cell("支出", "表头", colspan=2), Cell("合计（万元）", "表头", rowspan=2))
        ),
        Row(cells("类别", "项目", role="表头")),
    )
    body = []
    for number in range(rows):
        label = (Cell(f"类别{number // 5}", "居中", rowspan=5),) if number % 5 == 0 else ()
        rest = (Cell(f"项目{number}", indent=number % 3), Cell(f"{number}.{number % 100:02}", "金额"))
        body.append(Row((Cell(str(number + 1), "序号"), *label, *rest)))
    columns = (Column(),) * 4
    line = ("350 科技和工信部门", "预算年度：2025", "单位：万元")
    notes = (Paragraph((Run("注：本表为示例。"),), "表注"),)
    return Table("长表", "一张很长的表", columns, head, tuple(body), line, notes)


def form() -> tuple[Table, Table]:
    """Labelled fields, and a list that goes on from them."""
    fields = (
        Row((*cells("项目名称", role="表头"), Cell(WEIRD, colspan=3))),
        Row((*cells("绩效目标", role="表头"), Cell("一、保障公务用车正常运行。\n二、按时缴纳保险。", colspan=3))),
    )
    above = Table("表单", "项目表单", (Column(),) * 4, (), fields, attached=True)
    below = Table(
        "指标",
        "绩效指标",
        (Column(),) * 3,
        (Row(cells("指标", "值", "依据", role="表头")),),
        (Row(cells("数量", "1辆", "计划")),),
    )
    return above, below


def document() -> Document:
    """Cover, contents, portrait text, landscape table and a form."""
    text = "根据《预算法》规定，现将部门预算公开如下：“三公”经费——按2025年预算安排10.50万元，与上年持平。" * 4
    portrait = (
        Heading((Run("第一部分 部门预算信息公开情况说明"),), 1, "part1", "heading 1"),
        Heading((Run("一、部门职责及机构设置情况"),), 2, "h1", "heading 2"),
        Paragraph((Run("部门职责：", "引导语"), Run(text))),
        Heading((Run("（一）收入说明"),), 3, "h2", "heading 3"),
        Paragraph((Run(WEIRD, "加粗"), Run(text))),
        PageBreak(),
        Heading((Run("项目支出绩效目标表"),), 2, "t2", "表标题"),
        *form(),
        Paragraph((Run(text),)),
    )
    landscape = (Heading((Run("部门预算支出总表"),), 2, "t1", "表标题"), long_table())
    sections = (
        Section("封面", (), numbered=False),
        Section("竖版", (Contents(),), numbered=False),
        Section("横版", landscape, restart=True),
        Section("竖版", portrait),
    )
    return Document("科技和工信部门<2025>年部门预算信息公开", "科技&工信", "2025-02-14", sections, NAMES)


def pages(doc: Document) -> Pages:
    """A stand-in for the layout: equal columns, page numbers counted up."""
    laid = []
    for section in doc.sections:
        width = template().sheet.pages[section.page]
        for block in section.blocks:
            if isinstance(block, Table):
                whole = width.width - width.left - width.right - 20.03
                laid.append(LaidTable(block.name, (whole / len(block.columns),) * len(block.columns), ()))
    labels = {heading.anchor: str(number) for number, heading in enumerate(doc.headings(), 1)}
    return Pages((), (), (), {}, labels, tuple(laid))


def written(doc: Document) -> bytes:
    frame, findings = template().render_frame(doc.names)
    assert findings == ()
    assert frame is not None
    return write(Laid(doc, template(), frame, pages(doc), faces.load()))
