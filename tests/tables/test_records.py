# ruff: noqa: E501 a specification is one line
"""Records as rows (design §8): a cell is the sum of the record's entries that meet table, column, parent and row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.facts import build
from generator.facts.budget import Entry, Record
from generator.ledger import Ledger, unit_ledger
from generator.pack import loader
from generator.tables.coverage import review
from generator.tables.possible import Possible
from tests.packs import composed, entry, ledger, words, write_pack
from tests.tables.making import only, record, tables, texts

NAMES = "{标题: 码, 内容: 编码}, {标题: 单位, 内容: 单位名称}, {标题: 项目, 内容: 项目名称}, {标题: 指标, 内容: 指标值}"


def spent(amount: str, project: str, function: str, fund: str = "一般公共预算拨款", unit: str = "001") -> Entry:
    """A line of a project."""
    own = {"direction": "支出", "spending_type": "项目支出", "project": project, "fund": fund, "unit": unit}
    return entry(amount, origin=(project, amount), function=function, **own)


A = (spent("10000", "甲", "2060101"), spent("20000", "甲", "2080501", "政府性基金预算拨款", "002"))
B = (spent("40000", "乙", "2060101"),)
BASIC = entry(
    "80000", direction="支出", spending_type="基本支出", function="2060101", fund="一般公共预算拨款", unit="001"
)


def whole(name: str, lines: tuple[Entry, ...]) -> Record:
    own = record(lines, {"绩效指标": (record(指标值=f"{name}一"), record(指标值=f"{name}二"))}, 项目名称=name)
    total = record(预算数=sum(int(one.amount) for one in lines)).fields["预算数"]
    return replace(own, fields={**own.fields, "预算数": replace(total, origins=tuple(one.origin for one in lines))})


def book() -> Ledger:
    every = (BASIC, *A, *B)
    units = tuple(
        record(tuple(one for one in every if one.unit == code), 单位编码=code, 单位名称=name)
        for code, name in (("001", "本级"), ("002", "中心"), ("003", "空所"))
    )
    return ledger(BASIC, records={"项目": (whole("甲", A), whole("乙", B)), "单位": units})


def rows(tmp_path: Path, listed: str, more: str = "", columns: str = NAMES) -> list[str]:
    text = f"表:\n  表一: {{列: [{columns}, {{标题: 数}}], 行: [{listed}]{more}}}\n"
    return [one.strip("|") for one in texts(only(tmp_path, text, book()))]


def test_projects_obey_the_condition_of_the_table_the_column_and_the_row(tmp_path: Path) -> None:
    fund = "{资金性质: 政府性基金预算拨款}"
    assert rows(tmp_path / "a", "{记录: 项目}") == ["甲||3.00", "乙||4.00"]
    assert rows(tmp_path / "b", "{合计: 计}, {记录: 项目}", f", 条件: {fund}") == ["计||||2.00", "甲||2.00"]
    assert rows(tmp_path / "c", f"{{记录: 项目, 条件: {fund}}}") == ["甲||2.00"]
    columns = f"{{标题: 名, 内容: 项目名称}}, {{标题: 基金, 条件: {fund}}}"
    assert rows(tmp_path / "d", "{记录: 项目}", columns=columns) == ["甲|2.00|3.00", "乙||4.00"]


def test_a_field_that_sums_entries_sums_those_that_are_counted(tmp_path: Path) -> None:
    columns = "{标题: 码, 内容: 编码}, {标题: 名, 内容: 项目名称}, {标题: 预算数, 内容: 预算数}"
    listed = "{合计: 计}, {科目: 功能分类, 到: 类, 下级: [{记录: 项目}]}"
    assert rows(tmp_path, listed, ", 条件: {支出类型: 项目支出}", columns) == [
        "计||7.00|7.00",
        "206|||5.00",
        "甲|1.00|1.00",
        "乙|4.00|4.00",
        "208|||2.00",
        "甲|2.00|2.00",
    ]


def test_a_conditional_total_sums_the_fields_of_the_records_that_it_counts(tmp_path: Path) -> None:
    columns = "{标题: 名, 内容: 项目名称}, {标题: 预算数, 内容: 预算数}"
    listed = "{合计: 基金, 条件: {资金性质: 政府性基金预算拨款}}, {合计: 计, 条件: {支出类型: 项目支出}}, {记录: 项目}"
    assert rows(tmp_path, listed, columns=columns) == ["基金|2.00|2.00", "计|7.00|7.00", "甲|3.00|3.00", "乙|4.00|4.00"]


def test_items_below_records_and_records_below_each_other(tmp_path: Path) -> None:
    assert rows(tmp_path / "a", "{记录: 项目, 下级: [{科目: 功能分类, 到: 类}]}") == [
        "甲||3.00", "206||||1.00", "208||||2.00", "乙||4.00", "206||||4.00",
    ]  # fmt: skip
    assert rows(tmp_path / "b", "{记录: 单位, 下级: [{科目: 功能分类, 到: 类, 下级: [{记录: 项目}]}]}") == [
        "本级|||13.00", "206||||13.00", "甲||1.00", "乙||4.00", "中心|||2.00", "208||||2.00", "甲||2.00", "空所",
    ]  # fmt: skip
    assert rows(tmp_path / "c", "{记录: 项目, 下级: [{记录: 绩效指标}]}") == [
        "甲||3.00", "甲一", "甲二", "乙||4.00", "乙一", "乙二",
    ]  # fmt: skip
    assert rows(tmp_path / "d", "{记录: 单位, 条件: {支出类型: 项目支出}, 下级: [{记录: 项目}]}") == [
        "本级|||5.00", "甲||1.00", "乙||4.00", "中心|||2.00", "甲||2.00",
    ]  # fmt: skip


def test_units_have_money_and_all_are_listed_where_nothing_narrows(tmp_path: Path) -> None:
    assert rows(tmp_path / "a", "{合计: 计}, {记录: 单位}") == ["计||||15.00", "本级|||13.00", "中心|||2.00", "空所"]
    narrowed = rows(tmp_path / "b", "{合计: 计}, {记录: 单位}", ", 条件: {资金性质: 政府性基金预算拨款}")
    assert narrowed == ["计||||2.00", "中心|||2.00"]


def test_a_table_of_records_none_of_which_has_the_money_is_empty(tmp_path: Path) -> None:
    text = "表:\n  表一: {条件: {资金性质: 事业收入}, 空表: {说明: 无此预算}, 列: [{标题: 名, 内容: 项目名称}], 行: [{记录: 项目}]}\n"
    table = only(tmp_path, text, book())
    assert (texts(table), [note.text for note in table.notes]) == ([], ["无此预算"])


def test_a_table_of_each_record_leaves_out_those_without_the_money(tmp_path: Path) -> None:
    text = """
表:
  表一:
    逐条: 项目
    标题: "{{序号}}"
    条件: {资金性质: 政府性基金预算拨款}
    表单: [[{内容: 项目名称}, {内容: 预算数}, {内容: 金额}, {内容: 金额, 条件: {功能分类: '206'}}]]
    列: [{标题: 数}]
    行: [{标签: ''}]
"""
    (made,) = tables(tmp_path, text, book())["表一"]
    form, listed = made.tables
    assert (texts(form), texts(listed)) == (["甲|2.00|2.00|"], ["2.00"])


def test_the_check_of_the_pack_counts_as_the_table_does(tmp_path: Path) -> None:
    text = "表:\n  表一: {列: [{标题: 名, 内容: 项目名称}, {标题: 数}], 行: [{合计: 计}, {记录: 项目, 条件: {功能分类: '206'}}]}\n"
    pack, _ = loader.find("测试", 2025, write_pack(tmp_path, 表=text))
    assert pack is not None
    assert [one.code for one in review(pack.tables["表一"], Possible(pack, 2025, usual=True))] == ["P412", "P412"]


MORE = """
项目:
  - 名称: 车辆
    类别: 其他运转类
    支出:
      - {科目: 2060101, 经济科目: 30231, 资金性质: 一般公共预算拨款, 金额: 20000}
      - {科目: 2060101, 经济科目: 30213, 资金性质: 事业收入, 金额: 30000}
"""


def test_sentences_ask_units_and_projects_by_the_same_rule(tmp_path: Path) -> None:
    queries = "口径:\n  事业支出: {方向: 支出, 资金性质: 事业收入}\n"
    text = (
        "{% for 一 in 记录('单位', 口径='事业支出') %}{{ 一.单位名称 }}{{ 一.金额|万元 }}{% endfor %}\n"
        "{% for 一 in 记录('项目', 口径='事业支出') %}{{ 一.项目名称 }}{{ 一.金额|万元 }}、{{ 一.预算数|万元 }}{% endfor %}\n"
        "{{ 记录('单位')|length }}\n"
    )
    document, _ = composed(tmp_path, text, MORE, 口径=queries)
    assert words(document) == ["本级3.00车辆3.00、3.001"]


def test_a_unit_has_no_sum_over_income_and_spending(tmp_path: Path) -> None:
    document, found = composed(tmp_path, "{% for 一 in 记录('单位') %}{{ 一.金额|万元 }}{% endfor %}\n")
    assert document is None
    assert [(one.code, one.message) for one in found if one.code.startswith("P")] == [("P301", "没有“金额”这一项。")]


def test_a_list_is_not_asked_for_money_that_it_cannot_have(tmp_path: Path) -> None:
    queries = "口径:\n  支出: {方向: 支出}\n"
    document, found = composed(tmp_path, "{{ 记录('采购', 口径='支出')|length }}\n", 口径=queries)
    assert document is None
    assert "“采购”没有“收支”的钱" in "".join(one.message for one in found)


def test_a_project_of_two_units_is_in_each_units_document_with_its_part() -> None:
    budget, _ = build.load(Path("schema/samples/最全"))
    assert budget is not None
    (first, *others) = budget.records["项目"]
    lines = (*first.entries[:-1], replace(first.entries[-1], unit="999002"))
    mixed = replace(budget, records={**budget.records, "项目": (replace(first, entries=lines), *others)})
    mixed = replace(mixed, entries=tuple({one.origin: one for one in (*budget.entries, *lines)}.values()))
    amounts = [
        one.fields["预算数"].value
        for code in ("999001", "999002")
        for one in unit_ledger(mixed, code).records["项目"][:1]
    ]
    assert amounts == [50000, 25000]
