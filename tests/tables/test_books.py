# ruff: noqa: E501 a specification is one line
"""数据版本 on small ledgers: which book a cell asks, shares of quantities and records, columns left out, emptiness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.books.book import Book
from generator.books.statements import ItemList, Statement, items
from generator.document.blocks import Table
from generator.facts import classification
from generator.facts.budget import Entry
from generator.ledger import EVERYTHING, Clause, Condition, Ledger
from generator.pack import loader
from generator.tables.make import make
from generator.tables.setting import Blank, Names, Setting
from tests.packs import entry, ledger, write_pack
from tests.tables.making import record, rendered, says, texts

SPENT = {"方向": ("支出",)}


def old(amount: str, **own: Any) -> Entry:
    """An entry of last year's budget."""
    return replace(entry(amount, origin=("2024/", amount), **own), book="上年预算")


def last(*entries: Entry) -> Book:
    return Book("上年预算", {"收支": entries})


def stated(value: str, condition: dict[str, tuple[str, ...]], name: str = "上年执行") -> Book:
    return Book(name, None, (Statement("收支", condition, Decimal(value), Decimal(0), ("上年执行数", "甲")),))


def table(tmp_path: Path, text: str, own: Ledger, *books: Book, **more: Any) -> tuple[Table, list[Blank]]:
    """Make the only table of a specification with some books beside this year's."""
    pack, findings = loader.find(
        "测试", 2025, write_pack(tmp_path, 表=f"表:\n  表一: {text}\n", 口径="口径: {支: {方向: 支出}}\n")
    )
    assert findings == ()
    assert pack is not None
    named = {book.name: book for book in books}
    setting = Setting(Names(classification.load(2025), ({}, {})), rendered, "部门", {}, books=named, **more)
    ((made,),) = [list(make(spec, own, setting)) for spec in pack.tables.values()]
    return made.tables[0], setting.blanks


NOW = ledger(entry("20000", direction="支出", function="2060101"), entry("10000", direction="支出", function="2080501"))
BEFORE = last(old("15000", direction="支出", function="2060101"), old("5000", direction="支出", function="2100101"))
NAME = "{标题: 名, 内容: 标签}"


@pytest.mark.parametrize(
    ("table_book", "column_book", "row_book", "printed"),
    [
        ("", "", "", "3.00"),
        ("上年预算", "", "", "2.00"),
        ("上年预算", "本年预算", "", "3.00"),
        ("上年预算", "本年预算", "上年预算", "2.00"),
        ("", "上年预算", "本年预算", "3.00"),
    ],
)
def test_the_innermost_book_is_asked(
    table_book: str, column_book: str, row_book: str, printed: str, tmp_path: Path
) -> None:
    said = [f"数据版本: {book}, " if book else "" for book in (table_book, column_book, row_book)]
    text = f"{{{said[0]}列: [{NAME}, {{{said[1]}标题: 数}}], 行: [{{{said[2]}标签: 甲}}]}}"
    assert texts(table(tmp_path, text, NOW, BEFORE)[0]) == [f"甲|{printed}"]


def test_a_book_holds_for_what_stands_in_a_column_group_and_below_a_row(tmp_path: Path) -> None:
    text = f"{{列: [{NAME}, {{标题: 组, 数据版本: 上年预算, 列: [{{标题: 数}}, {{标题: 今, 数据版本: 本年预算}}]}}], 行: [{{标签: 甲, 下级: [{{标签: 乙}}]}}]}}"
    assert texts(table(tmp_path / "a", text, NOW, BEFORE)[0]) == ["甲|2.00|3.00", "乙|2.00|3.00"]
    text = f"{{列: [{NAME}, {{标题: 数}}], 行: [{{标签: 甲, 数据版本: 上年预算, 下级: [{{标签: 乙}}, {{标签: 丙, 数据版本: 本年预算}}]}}, {{标签: 丁}}]}}"
    assert texts(table(tmp_path / "b", text, NOW, BEFORE)[0]) == ["甲|2.00", "乙|2.00", "丙|3.00", "丁|3.00"]


def test_a_tree_lists_the_codes_of_both_years_and_a_group_their_values(tmp_path: Path) -> None:
    columns = "{标题: 码, 内容: 编码}, {标题: 上, 数据版本: 上年预算}, {标题: 今}, {标题: 增, 内容: 增减额}, {标题: 率, 内容: 增减率}"
    text = f"{{列: [{columns}], 行: [{{科目: 功能分类, 到: 类}}]}}"
    expected = ["206|1.50|2.00|0.50|33.33", "208||1.00|1.00|—", "210|0.50||-0.50|-100.00"]
    assert texts(table(tmp_path / "a", text, NOW, BEFORE)[0]) == expected
    text = f"{{列: [{columns.replace('编码', '功能分类')}], 行: [{{分组: 功能分类}}]}}"
    made, _ = table(tmp_path / "b", text, NOW, BEFORE)
    assert [line.partition("|")[2] for line in texts(made)] == [line.partition("|")[2] for line in expected]


def test_a_difference_is_money_and_knows_what_it_comes_from_and_a_rate_is_a_number(tmp_path: Path) -> None:
    text = f"{{列: [{NAME}, {{标题: 增, 内容: 增减额, 跨列: 2}}, {{标题: 率, 内容: 增减率, 数字: {{小数: 1}}}}], 行: [{{合计: 甲}}]}}"
    made, _ = table(tmp_path, text, NOW, BEFORE)
    difference, rate = made.body[0].cells[1:]
    assert (difference.value, difference.unit, difference.change, difference.bold, difference.colspan) == (
        Decimal(10000),
        "元",
        True,
        True,
        2,
    )
    assert difference.origins == (("行20000",), ("行10000",), ("2024/", "15000"), ("2024/", "5000"))
    assert says(rate) | {"origins": ()} == {
        "text": "50.0", "role": "金额", "bold": True, "value": Decimal("50.0"), "number_format": "0.0", "origins": (),
    }  # fmt: skip
    assert (rate.unit, rate.origins) == ("数量", difference.origins)


def test_the_difference_of_the_shown_or_of_the_exact_figures(tmp_path: Path) -> None:
    now, before = ledger(entry("10049", direction="支出")), last(old("10050", direction="支出"))
    text = f"{{列: [{NAME}, {{标题: 增, 内容: 增减额}}], 行: [{{标签: 甲}}]}}"
    assert texts(table(tmp_path / "a", text, now, before)[0]) == ["甲|-0.01"]  # 1.00 beside 1.01
    assert texts(table(tmp_path / "b", text, now, before, exact_changes=True)[0]) == ["甲|"]  # 0.0001 万元 is 0.00


def test_what_is_stated_answers_only_for_what_it_is_about(tmp_path: Path) -> None:
    text = f"{{数据版本: 上年执行, 列: [{NAME}, {{标题: 数}}], 行: [{{标签: 甲, 条件: 支}}, {{标签: 乙, 条件: {{方向: 收入}}}}]}}"
    made, blanks = table(tmp_path, text, NOW, stated("70000", SPENT))
    assert texts(made) == ["甲|7.00", "乙|"]
    assert [(one.table.name, one.column, one.book, one.condition.clauses[0].values) for one in blanks] == [
        ("表一", "数", "上年执行", ("收入",))
    ]


def test_a_row_of_this_years_money_that_no_book_knows_is_no_change(tmp_path: Path) -> None:
    text = f"{{列: [{NAME}, {{标题: 增, 内容: 增减额, 数据版本: 上年执行}}, {{标题: 率, 内容: 增减率, 数据版本: 上年执行}}], 行: [{{标签: 甲}}]}}"
    made, blanks = table(tmp_path, text, NOW, Book("上年执行", None))
    assert texts(made) == ["甲||"]
    assert [one.column for one in blanks] == ["增", "率"]


def test_nothing_is_missing_where_there_was_no_last_year(tmp_path: Path) -> None:
    text = f"{{列: [{NAME}, {{标题: 上, 数据版本: 上年预算}}, {{标题: 增, 内容: 增减率}}], 行: [{{标签: 甲}}]}}"
    made, blanks = table(tmp_path, text, NOW, Book("上年预算", None, none="新设"))
    assert (texts(made), blanks) == (["甲||"], [])


def test_a_share_is_of_the_same_column_and_of_the_same_book(tmp_path: Path) -> None:
    columns = f"{NAME}, {{标题: 今, 占比: 支}}, {{标题: 上, 占比: 支, 数据版本: 上年预算}}, {{标题: 教, 占比: 支, 条件: {{功能分类: 205}}}}"
    made, _ = table(tmp_path / "a", f"{{列: [{columns}], 行: [{{标签: 甲, 条件: {{功能分类: 206}}}}]}}", NOW, BEFORE)
    assert texts(made) == ["甲|66.67|75.00|—"]
    rows = (
        "{标签: 甲, 条件: {功能分类: 206}, 占比: 支}, {标签: 乙, 条件: {功能分类: 206}, 占比: 支, 数据版本: 上年预算}"
    )
    made, _ = table(tmp_path / "b", f"{{列: [{NAME}, {{标题: 数}}], 行: [{rows}]}}", NOW, BEFORE)
    assert texts(made) == ["甲|66.67", "乙|75.00"]
    assert made.body[0].cells[1].origins == (("行20000",), ("行20000",), ("行10000",))
    rows = "{标签: 甲, 占比: 支, 数据版本: 上年执行}"
    made, blanks = table(tmp_path / "c", f"{{列: [{NAME}, {{标题: 数}}], 行: [{rows}]}}", NOW, Book("上年执行", None))
    assert (texts(made), len(blanks)) == (["甲|"], 1)


@pytest.mark.parametrize(
    ("books", "heads"),
    [
        ([], ["名", "今"]),
        ([last()], ["名", "今"]),
        ([BEFORE], ["名", "上", "今", "增"]),
        ([stated("1", SPENT, "上年预算")], ["名", "上", "今", "增"]),
    ],
)
def test_a_column_only_with_money_looks_at_its_own_book(
    books: Iterable[Book], heads: list[str], tmp_path: Path
) -> None:
    only = "条件: {功能分类: 210}, 列示: 有数"
    columns = f"{NAME}, {{标题: 上, 数据版本: 上年预算, {only}}}, {{标题: 今}}, {{标题: 增, 内容: 增减额, {only}}}"
    made, _ = table(tmp_path, f"{{列: [{columns}], 行: [{{标签: 甲}}]}}", NOW, *books)
    assert [cell.text for cell in made.head[0].cells] == heads


def test_a_row_only_with_money_stays_for_what_is_stated_of_last_year(tmp_path: Path) -> None:
    rows = "{标签: 甲, 列示: 有数, 条件: {功能分类: 210}}, {标签: 乙, 列示: 有数, 条件: {功能分类: 211}}, {标签: 丙}"
    text = f"{{列: [{NAME}, {{标题: 上, 数据版本: 上年执行}}], 行: [{rows}]}}"
    made, _ = table(tmp_path, text, NOW, stated("40000", {"功能分类": ("210",)}))
    assert [line.split("|")[0] for line in texts(made)] == ["甲", "丙"]


@pytest.mark.parametrize(
    ("book", "empty"),
    [
        (last(), True),
        (last(old("7", direction="收入")), True),
        (last(old("7", direction="支出", function="2110101")), False),
        (stated("7", {"功能分类": ("211",)}, "上年预算"), False),
        (stated("0", {"功能分类": ("211",)}, "上年预算"), True),
        (stated("7", {"功能分类": ("212",)}, "上年预算"), False),  # what is not stated is not nothing
        (stated("0", {}, "上年预算"), True),
        (Book("上年预算", None, none="新设"), True),
    ],
)
def test_a_table_with_money_only_of_last_year_is_not_empty(book: Book, empty: bool, tmp_path: Path) -> None:
    text = f"{{条件: {{功能分类: 211}}, 空表: {{说明: 空}}, 列: [{NAME}, {{标题: 上, 数据版本: 上年预算}}, {{标题: 今}}], 行: [{{标签: 甲}}]}}"
    made, _ = table(tmp_path, text, NOW, book)
    assert [note.text for note in made.notes] == ["空"] * empty


def test_money_of_a_book_that_no_cell_shows_does_not_fill_a_table(tmp_path: Path) -> None:
    columns = f"{NAME}, {{标题: 上, 数据版本: 上年预算, 条件: {{方向: 收入}}}}, {{标题: 今, 条件: {{方向: 支出}}}}"
    text = f"{{条件: {{功能分类: 211}}, 空表: {{说明: 空}}, 列: [{columns}], 行: [{{标签: 甲}}]}}"
    made, _ = table(tmp_path, text, NOW, last(old("7", direction="支出", function="2110101")))
    assert [note.text for note in made.notes] == ["空"]


def test_units_and_projects_compare_by_their_codes(tmp_path: Path) -> None:
    own = entry("20000", direction="支出", unit="001", project="甲")
    before = last(
        old("15000", direction="支出", unit="001", project="甲"), old("1", direction="支出", unit="002", project="乙")
    )
    book = ledger(
        records={"项目": (record((own,), 项目名称="甲"),), "单位": (record((own,), 单位编码="001", 单位名称="本级"),)}
    )
    for number, (name, field) in enumerate((("项目", "项目名称"), ("单位", "单位名称"))):
        columns = f"{{标题: 名, 内容: {field}}}, {{标题: 上, 数据版本: 上年预算}}, {{标题: 今}}"
        made, _ = table(tmp_path / str(number), f"{{列: [{columns}], 行: [{{记录: {name}}}]}}", book, before)
        assert [line.partition("|")[2] for line in texts(made)] == ["1.50|2.00"]


def test_the_items_that_lists_tell_of() -> None:
    def of(*clauses: tuple[str, str]) -> Condition:
        return Condition(tuple(Clause(name, (value,)) for name, value in clauses))

    one = Statement("收支", {}, Decimal(1), Decimal(0), ())
    known = ItemList("收支", {"方向": ("支出",)}, "功能分类", {"2060101": one, "2080501": one}, closed=True)
    asked = of(("方向", "支出"))
    assert list(items([known], asked, "收支", "功能分类")) == ["2060101", "2080501"]
    assert list(items([known], asked & of(("功能分类", "208")), "收支", "功能分类")) == ["2080501"]
    for other in (EVERYTHING, of(("方向", "收入")), asked & of(("上年结转", "是")), Condition(never=True)):
        assert list(items([known], other, "收支", "功能分类")) == []
    assert list(items([known], asked, "采购", "功能分类")) == []
    assert list(items([known], asked, "收支", "经济分类")) == []
