# ruff: noqa: E501 a specification is one line
"""Forms (表单) about the subject, without 逐条: amounts under conditions, books, facts, and a list below."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from generator.books.book import Book
from generator.books.statements import Statement
from generator.document.blocks import Table
from generator.facts import classification
from generator.ledger import Ledger
from generator.pack import loader
from generator.tables.make import make
from generator.tables.setting import Blank, Names, Setting
from tests.packs import entry, ledger, write_pack
from tests.tables.making import record, rendered, texts

QUERIES = "口径: {支: {方向: 支出}, 财: {口径: 支, 资金性质: 财政拨款}}\n"
FUND = "一般公共预算拨款"
NOW = ledger(
    entry("20000", direction="支出", function="2060101", fund=FUND),
    entry("10000", direction="支出", function="2060101", fund="事业收入"),
    entry("30000", direction="收入", fund=FUND),
    records={"单位": (), "总体目标": (record(内容="甲。"), record(内容="乙。"))},
)
BEFORE = Book(
    "上年预算", {"收支": (replace(entry("15000", direction="支出", fund=FUND, origin=("2024/", 1)), book="上年预算"),)}
)
STATED = Book(
    "上年执行", None, (Statement("收支", {"方向": ("支出",)}, Decimal(25000), Decimal(0), ("上年执行数", "支")),)
)


def made(tmp_path: Path, text: str, own: Ledger = NOW) -> tuple[tuple[Table, ...], list[Blank]]:
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=f"表:\n  表一: {text}\n", 口径=QUERIES))
    assert findings == ()
    assert pack is not None
    books = {book.name: book for book in (BEFORE, STATED)}
    names = Names(classification.load(2025), ({}, {}))
    setting = Setting(names, rendered, "部门", {"主体": "甲局"}, books=books)
    ((one,),) = [list(make(spec, own, setting)) for spec in pack.tables.values()]
    return one.tables, setting.blanks


def test_amounts_stand_under_the_conditions_of_cell_and_table(tmp_path: Path) -> None:
    form = "{表单: [[{文字: 部门名称}, {文字: '{{主体}}'}], [{文字: 总额}, {条件: 支}], [{文字: 其中：财政拨款}, {条件: 财}], [{文字: 计}, {内容: 金额}]]"
    ((table,), _) = made(tmp_path / "a", form + "}")
    assert texts(table) == ["部门名称|甲局", "总额|3.00", "其中：财政拨款|2.00", "计|6.00"]
    assert [cell.role for row in table.body for cell in row.cells][:4] == ["表头", "文字", "表头", "金额"]
    assert (table.head, table.attached) == ((), False)
    assert table.body[2].cells[1].origins == (("行20000",),)
    ((table,), _) = made(tmp_path / "b", form + ", 条件: 支}")
    assert texts(table)[3] == "计|3.00"


def test_a_cell_has_its_own_format_and_share(tmp_path: Path) -> None:
    form = "{数字: {小数: 1}, 表单: [[{条件: 财}, {条件: 财, 数字: {单位: 元, 千分位: 是}}, {条件: 财, 占比: 支}, {条件: 财, 占比: 支, 数字: {小数: 0}}]]}"
    ((table,), _) = made(tmp_path, form)
    assert texts(table) == ["2.0|20,000.0|66.67|67"]


def test_a_cell_asks_the_book_of_its_table_or_its_own(tmp_path: Path) -> None:
    cells = "{条件: 支}, {条件: 支, 数据版本: 本年预算}, {条件: 支, 数据版本: 上年执行}, {条件: 支, 内容: 增减额}, {条件: 支, 内容: 增减率, 数据版本: 上年执行}"
    ((table,), blanks) = made(tmp_path / "a", f"{{数据版本: 上年预算, 表单: [[{cells}]]}}")
    assert texts(table) == ["1.50|3.00|2.50|1.50|20.00"]
    assert blanks == []
    ((table,), blanks) = made(tmp_path / "b", "{表单: [[{文字: 财政拨款}, {条件: 财, 数据版本: 上年执行}]]}")
    assert texts(table) == ["财政拨款|"]
    assert [(blank.column, blank.book) for blank in blanks] == [("财政拨款", "上年执行")]


def test_a_project_s_form_asks_the_book_too(tmp_path: Path) -> None:
    own = entry("7000", direction="支出", project="甲", origin=("项", 0))
    projects = {"单位": (), "项目": (record((own,), {}, 项目名称="甲"),)}
    old = replace(entry("4000", direction="支出", project="甲", origin=("2024/", 1)), book="上年预算")
    pack, findings = loader.find(
        "测试",
        2025,
        write_pack(tmp_path, 表="表: {甲: {逐条: 项目, 表单: [[{内容: 金额}, {内容: 金额, 数据版本: 上年预算}]]}}"),
    )
    assert findings == ()
    assert pack is not None
    books = {"上年预算": Book("上年预算", {"收支": (old,)})}
    setting = Setting(Names(classification.load(2025), ({}, {})), rendered, "部门", {}, books=books)
    (one,) = make(pack.tables["甲"], ledger(records=projects), setting)
    assert texts(one.tables[0]) == ["0.70|0.40"]


def test_texts_of_the_subject_stand_in_one_cell_and_notes_below(tmp_path: Path) -> None:
    ((table,), _) = made(tmp_path, "{附注: [注：甲], 表单: [[{文字: 目标}, {内容: 总体目标, 编号: 是}]]}")
    assert texts(table) == ["目标|1.甲。\n2.乙。"]
    assert [note.text for note in table.notes] == ["注：甲"]


def test_a_list_stands_below_the_form_and_takes_the_notes(tmp_path: Path) -> None:
    text = "{附注: [注：甲], 抬头: [甲, 乙, 丙], 表单: [[{条件: 支}]], 列: [{标题: 名, 内容: 标签}, {标题: 数}], 行: [{标签: 支, 条件: 支}]}"
    ((form, table), _) = made(tmp_path, text)
    assert (form.attached, form.notes, form.line) == (True, (), ("甲", "乙", "丙"))
    assert (table.line, len(table.notes), texts(table)) == (("", "", ""), 1, ["支|3.00"])


def test_the_money_of_special_funds_is_their_field(tmp_path: Path) -> None:
    own = ledger(records={"单位": (), "专项资金": (record(名称="甲", 金额=5000),)})
    ((table,), _) = made(tmp_path, "{逐条: 专项资金, 表单: [[{内容: 名称}, {内容: 金额}]]}", own)
    assert texts(table) == ["甲|0.50"]
