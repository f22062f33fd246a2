"""Printed parts that do not add up to their printed total: found by their origins, explained where a pack says so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import yaml

from generator.base.paths import ValuePath
from generator.document.blocks import Cell, Column, Document, Paragraph, Row, Run, Section, Table
from generator.document.rounding import explained, gaps
from generator.publish import prepare

ROOT = Path(__file__).parents[2]


def money(yuan: str, *origins: str) -> Cell:
    value = Decimal(yuan)
    paths: tuple[ValuePath, ...] = tuple((one,) for one in origins)
    return Cell(f"{value / 10000:.2f}", "金额", value=value, unit="元", scale=4, origins=paths)


def label(text: str) -> Cell:
    return Cell(text, "文字")


def table(*rows: tuple[str, list[Cell]]) -> Table:
    width = len(rows[0][1]) + 1
    head = (Row(tuple(Cell(f"列{number}", "表头") for number in range(width))),)
    body = tuple(Row((label(name), *cells), total=name == "合计") for name, cells in rows)
    return Table("表", "表", (Column(),) * width, head, body)


def split(whole: str, one: str, two: str, other: str = "b") -> Table:
    """A total line with two parts below it."""
    return table(("合计", [money(whole, "a", "b")]), ("甲", [money(one, "a")]), ("乙", [money(two, other)]))


def test_a_column_whose_parts_do_not_add_up_is_found() -> None:
    (gap,) = gaps(split("20080", "10040", "10040"))
    assert (gap.total, gap.parts, gap.where) == (Decimal("2.01"), Decimal("2.00"), "“合计”行“列1”列")


def test_a_row_whose_parts_do_not_add_up_is_found() -> None:
    (gap,) = gaps(table(("甲", [money("20080", "a", "b"), money("10040", "a"), money("10040", "b")])))
    assert gap.where == "“甲”行“列1”列"


def test_parts_that_add_up_and_figures_of_other_money_are_none() -> None:
    assert gaps(split("30000", "10000", "20000")) == ()
    assert gaps(split("20080", "10040", "10040", other="c")) == ()


def test_the_only_part_of_a_total_is_its_part_whatever_stands_below_it() -> None:
    rows = (
        ("合计", [money("20080", "a", "b")]),
        ("类", [money("20080", "a", "b")]),
        ("甲", [money("10040", "a")]),
        ("乙", [money("10040", "b")]),
    )
    assert [gap.where for gap in gaps(table(*rows))] == ["“类”行“列1”列"]
    totals_last = (*rows[1:], rows[0])
    assert [gap.where for gap in gaps(table(*totals_last))] == ["“类”行“列1”列"]


def sentence() -> Paragraph:
    def figure(text: str, *origins: str) -> Run:
        return Run(text, origins=tuple((one,) for one in origins), figure=True)

    both, one, two = figure("2.01", "a", "b"), figure("1.00", "a"), figure("1.00", "b")
    return Paragraph((Run("支出"), both, Run("万元，包括"), one, Run("万元和"), two, Run("万元。")))


def test_a_note_is_printed_under_the_tables_and_after_the_sentences_and_nowhere_else() -> None:
    wrong = split("20080", "10040", "10040")
    right = table(("甲", [money("10000", "a")]))
    plain = Paragraph((Run("没有数。"),))
    document = Document("题", "局", "", (Section("竖版", (wrong, right, sentence(), plain)),))
    one, two, three, four = explained(document, "部分数据因四舍五入，分项之和与合计略有差异").sections[0].blocks
    assert isinstance(one, Table)
    assert [note.text for note in one.notes] == ["注：部分数据因四舍五入，分项之和与合计略有差异。"]
    assert isinstance(three, Paragraph)
    assert three.text == "支出2.01万元，包括1.00万元和1.00万元。（部分数据因四舍五入，分项之和与合计略有差异。）"
    assert (two, four) == (right, plain)


CASE = yaml.safe_load("""
年度: "2025"
模板: 河北
部门: {编码: "351", 名称: 测试部门, 区划: 区}
单位: [{编码: "351001", 名称: 测试部门本级, 性质: 行政, 规格: 正科级, 经费保障形式: 财政拨款}]
部门职责: [拟订有关规划和政策并组织实施。, 完成区委、区政府交办的其他任务。]
收入:
  - {科目: "2010301", 资金性质: 一般公共预算拨款, 金额: "20080"}
  - {科目: "2010302", 资金性质: 一般公共预算拨款, 金额: "10040"}
基本支出:
  - {科目: "2010301", 经济科目: "30101", 资金性质: 一般公共预算拨款, 金额: "10040"}
  - {科目: "2010301", 经济科目: "30201", 资金性质: 一般公共预算拨款, 金额: "10040"}
项目:
  - 名称: 测试项目
    类别: 特定目标类
    支出: [{科目: "2010302", 经济科目: "30299", 资金性质: 一般公共预算拨款, 金额: "10040"}]
""")


def said(templates: Path, folder: Path, pack: str) -> tuple[list[str], list[str]]:
    """The notes about rounding that a pack prints, and the hints."""
    folder.mkdir(exist_ok=True)
    (folder / "预算.yaml").write_text(yaml.safe_dump({**CASE, "模板": pack}, allow_unicode=True), "utf-8")
    prepared = prepare(folder, templates, shown_as="b")
    assert prepared.document is not None
    blocks = [block for section in prepared.document.sections for block in section.blocks]
    texts = [note.text for block in blocks if isinstance(block, Table) for note in block.notes]
    texts += [block.text for block in blocks if isinstance(block, Paragraph)]
    hints = [one.message for one in prepared.findings if one.code == "D506"]
    return [text for text in texts if "四舍五入" in text], hints


def test_all_places_are_one_hint_and_hebeis_form_prints_no_note(tmp_path: Path) -> None:
    notes, (hint,) = said(ROOT / "templates", tmp_path / "b", "河北")
    assert notes == []
    assert "有 2 处" in hint
    assert "“合计”行“合计”列（2.01，分项之和 2.00）" in hint


def test_a_pack_may_print_the_note(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "hebei").symlink_to(ROOT / "templates" / "hebei")
    (templates / "mine").mkdir()
    manifest = "名称: 我的\n年度: 2025\n沿用: 河北\n舍入说明: 部分数据因四舍五入，分项之和与合计略有差异\n"
    (templates / "mine" / "模板.yaml").write_text(manifest, "utf-8")
    notes, _ = said(templates, tmp_path / "b", "我的")
    assert notes[0] == "注：部分数据因四舍五入，分项之和与合计略有差异。"
    assert "基本支出2.01万元" in notes[1]
    assert notes[1].endswith("（部分数据因四舍五入，分项之和与合计略有差异。）")
