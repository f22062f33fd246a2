# ruff: noqa: E501 a specification is one line
"""What has no effect where it stands is an error of the pack, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.compose import packcheck
from generator.facts import build, classification
from generator.facts.assemble import RECORD_FIELDS
from generator.facts.budget import Record
from generator.facts.words import CHILD_LISTS, LINE_LISTS, RECORD_LISTS
from generator.findings.finding import Finding
from generator.ledger import department_ledger
from generator.pack import effect, loader
from generator.tables.lines import line_records
from generator.tables.rows import names_of
from generator.tables.setting import Names
from tests.packs import write_pack

NAME, SUM = "{标题: 名, 内容: 标签}", "{标题: 数}"
FORM = "逐条: 项目, 列: [{标题: 三, 内容: 三级指标}], 行: [{记录: 绩效指标}], 表单: "

QUERIES = "口径: {支: {方向: 支出}, 采: {数据: 采购}}\n"
WRONG = [  # the specification of a table, code, column of the place, words
    ("列: [{标题: 甲, 内容: 项目名你}], 行: [{记录: 项目}]", "P114", 12, "没有“项目名你”，“甲”永远是空的。是不是“项目名称”"),
    ("列: [{标题: 甲, 内容: 项目名称}, {标题: 数}], 行: [{科目: 功能分类}]", "P114", 12, "各行都不是记录，没有“项目名称”"),
    ("列: [{标题: 甲, 内容: 计划.3月底, 占比: 预算书}], 行: [{记录: 项目}]", "P114", 12, "没有“预算书”"),
    ("列: [{标题: 甲, 内容: 项目名称}], 行: [{记录: 项目, 排序: [项目编号]}]", "P114", 36, "没有“项目编号”，“排序”不起作用。是不是“项目编码”"),
    (f"列: [{NAME}, {SUM}], 行: [{{标签: 甲, 不填: [书]}}]", "P114", 43, "没有标题是“书”的列"),
    (FORM + "[[{内容: 用图}]]", "P114", 63, "“项目”没有“用图”，这一格永远是空的。是不是“用途”"),
    ("列: [{标题: 款, 内容: 经济科目名称}, {标题: 数}], 行: [{记录: 收入明细}]", "P114", 12, "没有“经济科目名称”"),
    ("列: [{标题: 项, 内容: 项目名称}, {标题: 数}], 行: [{记录: 支出明细, 排序: [金额]}]", "P114", 45, "“支出明细”没有“金额”，“排序”不起作用"),
    (FORM + "[[{内容: 绩效指标}]]", "P114", 63, "“项目”没有“绩效指标”，这一格永远是空的"),
    (FORM + "[[{内容: 用途, 编号: 是}]]", "P118", 63, "“编号”只给列表"),
    (FORM + "[[{跨列: 2}]]", "P118", 63, "没有写印什么"),
    (FORM + "[[{内容: 用途, 条件: {方向: 支出}}]]", "P118", 76, "“用途”不是金额，条件不起作用"),
    (FORM + "[[{文字: 用途, 内容: 用途}]]", "P118", 76, "写了“文字”，“内容”不起作用"),
    ("逐条: 项目, 排序: 名, 列: [{标题: 三, 内容: 三级指标}], 行: [{记录: 绩效指标}]", "P114", 7, "“项目”没有“名”"),
    (f"列: [{NAME}], 行: [{{标签: 甲}}], 排序: [甲]", "P118", 7, "“排序”不起作用"),
    (f"列: [{NAME}], 行: [{{标签: 甲}}], 另起页: 是", "P118", 7, "“另起页”不起作用"),
    ("列: [{标题: 三, 内容: 三级指标}], 行: [{记录: 绩效指标}]", "P118", 36, "“绩效指标”是项目的一部分，写在这里没有可列的"),
    ("列: [{标题: 三, 内容: 名称}], 行: [{科目: 功能分类, 下级: [{记录: 专项资金}]}]", "P118", 50, "“专项资金”没有收支明细，条件（包括上级的）不起作用"),
    ("列: [{标题: 三, 内容: 名称}], 行: [{记录: 专项资金, 下级: [{标签: ''}]}]", "P118", 34, "“下级”不起作用"),
    ("列: [{标题: 甲, 内容: 采购物品名称}, {标题: 数}], 行: [{记录: 采购}]", "P118", 47, "“采购”没有这样的钱，永远是空的。请写 数据: 采购"),
    ("列: [{标题: 数}], 行: [{标签: 甲}]", "P118", 26, "没有印文字的列，“甲”印不出来"),
    ("列: [{标题: 数}], 行: [{合计: 甲}]", "P118", 26, "“甲”印不出来"),
    ("列: [{标题: 数}]", "P118", 12, "没有行"),
    (f"列: [{NAME}, {SUM}], 行: [{{标签: 甲, 组: 乙}}]", "P118", 43, "没有印组的列，“乙”印不出来"),
    ("行: [{标签: ''}]", "P118", 7, "表“表一”没有列"),
    (f"列: [{NAME}, {{标题: 组, 列: [{SUM}], 行: [{{标签: ''}}]}}], 行: [{{标签: 甲}}]", "P118", 72, "表的“行”不起作用"),
    (f"列: [{NAME}, {{标题: 组, 居中: 是, 列: [{SUM}]}}], 行: [{{标签: 甲}}]", "P118", 29, "下面还有列，“居中”不起作用"),
    (f"列: [{NAME}, {SUM}, {{标题: 项目支出}}], 行: [{{标签: 甲}}]", "P119", 38, "“数”和“项目支出”都没有条件，印的是同样的数"),
    (f"列: [{NAME}, {{标题: 一, 条件: {{方向: 收入}}}}, {{标题: 二, 条件: {{方向: [收入]}}}}], 行: [{{标签: 甲}}]", "P119", 52, "条件相同"),
    ("列: [{标题: 名, 内容: 标签, 条件: {方向: 收入}}, {标题: 数}], 行: [{标签: 甲}]", "P118", 12, "印的是标签，条件不起作用"),
    (f"列: [{NAME}, {{标题: 量, 内容: 数量}}], 行: [{{标签: 甲}}]", "P118", 29, "收支没有数量"),
    (f"列: [{NAME}, {{标题: 码, 内容: 编码}}], 行: [{{标签: 甲}}]", "P118", 29, "各行都不是科目"),
    (f"列: [{NAME}, {SUM}], 行: [{{标签: 甲, 排序: [乙]}}]", "P118", 55, "“标签”的行里，“排序”不起作用"),
    (f"列: [{NAME}, {SUM}], 行: [{{记录: 项目, 标签: 甲}}]", "P118", 48, "“记录”不起作用。一行只能是一种"),
    (f"列: [{NAME}, {SUM}], 行: [{{空行: 1, 条件: 无}}]", "P118", 55, "“空行”的行里，“条件”不起作用"),
    (f"列: [{NAME}, {SUM}], 行: [{{科目: 功能分类, 从: 项, 到: 款}}]", "P112", 57, "从“项”到“款”没有科目"),
]  # fmt: skip
WRONG += [
    ("列: [{标题: 名, 内容: 项目名称}], 行: [{记录: 项目, 展开: 绩效指标项}]", "P114", 36, "“项目”里没有“绩效指标项”，“展开”不起作用。是不是“绩效指标”"),
    ("列: [{标题: 名, 内容: 项目名称}], 行: [{记录: 项目, 展开: 职责}]", "P114", 36, "“项目”里没有“职责”"),
    ("列: [{标题: 名, 内容: 项目名称}], 行: [{记录: 项目, 展开: 绩效指标, 下级: [{记录: 绩效目标}]}]", "P118", 36, "写了“展开”，“下级”会排在展开的各行下面"),
    (f"列: [{NAME}], 行: [{{标签: 甲, 展开: 绩效指标}}]", "P118", 46, "“标签”的行里，“展开”不起作用"),
    ("列: [{标题: 名, 内容: 职责}], 行: [{记录: 项目, 展开: 绩效指标}]", "P114", 12, "没有“职责”，“名”永远是空的"),
]  # fmt: skip
LAST = "{标题: 上年, 数据版本: 上年预算}"
WRONG += [
    (f"列: [{NAME}, {{标题: 增, 内容: 增减额, 数据版本: 本年预算}}], 行: [{{标签: 甲}}]", "P112", 41, "本年预算不能与自己比"),
    (f"列: [{{标题: 名, 内容: 标签, 数据版本: 上年预算}}, {SUM}], 行: [{{标签: 甲}}]", "P118", 34, "这里印的是标签，“数据版本”不起作用"),
    (f"列: [{NAME}, {{标题: 增, 内容: 增减率, 占比: 支}}], 行: [{{标签: 甲}}]", "P118", 50, "写了“增减率”，“占比”不起作用"),
    (f"列: [{NAME}, {SUM}], 行: [{{标签: 甲, 内容: 增减额, 占比: 支}}]", "P118", 64, "写了“增减额”，“占比”不起作用"),
    (f"列: [{NAME}, {{标题: 占, 占比: 收}}], 行: [{{标签: 甲}}]", "P114", 41, "没有名为“收”的口径"),
    (f"列: [{NAME}, {{标题: 占, 占比: 采}}], 行: [{{标签: 甲}}]", "P112", 41, "口径“采”数的是采购，这张表数的是收支"),
    (f"列: [{NAME}, {{标题: 占, 内容: 增减书}}], 行: [{{标签: 甲}}]", "P114", 29, "是不是“增减额”"),
    (f"列: [{NAME}, {SUM}], 行: [{{标签: 甲, 内容: 增减}}]", "P113", 55, "是不是“增减额”"),
    (f"列: [{NAME}, {SUM}], 行: [{{标签: 甲, 数据版本: 上年}}]", "P113", 57, "是不是“上年预算”"),
    (f"列: [{NAME}, {SUM}], 行: [{{空行: 1, 数据版本: 上年预算}}]", "P118", 57, "“空行”的行里，“数据版本”不起作用"),
    (f"列: [{NAME}], 行: [{{标签: 甲, 内容: 增减额}}]", "P118", 34, "没有金额的列，行的“内容”不起作用"),
    (f"列: [{NAME}, {{标题: 增, 内容: 增减额}}], 行: [{{标签: 甲, 内容: 增减率}}]", "P118", 52, "列“增”已经写了怎样比，行的“内容”会盖过它"),
    (f"列: [{NAME}, {{标题: 增, 占比: 支}}], 行: [{{标签: 甲, 占比: 支}}]", "P118", 50, "行的“占比”会盖过它"),
    (f"数据: 采购, 列: [{{标题: 物, 内容: 采购物品名称}}, {SUM}, {LAST}], 行: [{{记录: 采购}}]", "P118", 77, "只有单位、部门、项目能与上年对上，“采购”没有别的账的数"),
    (f"数据: 采购, 列: [{{标题: 物, 内容: 采购物品名称}}, {SUM}], 行: [{{记录: 采购, 内容: 增减率}}]", "P118", 55, "“采购”没有别的账的数"),
]  # fmt: skip
OWN = "表单: "  # of the subject
WRONG += [
    (OWN + "[[{内容: 项目名称}]]", "P114", 14, "没有写“逐条”，没有“项目名称”，这一格永远是空的"),
    (OWN + "[[{内容: 部门.名称}]]", "P114", 14, "请写 文字: \"{{ 部门.名称 }}\""),
    (OWN + "[[{内容: 数量}]]", "P118", 14, "收支没有数量"),
    (OWN + "[[{文字: 甲, 数据版本: 上年预算}]]", "P118", 28, "写了“文字”，“数据版本”不起作用"),
    (OWN + "[[{内容: 总体目标, 数据版本: 上年预算}]]", "P118", 31, "这里印的是总体目标，“数据版本”不起作用"),
    (OWN + "[[{内容: 增减额, 数据版本: 本年预算}]]", "P112", 19, "本年预算不能与自己比"),
    (OWN + "[[{内容: 金额, 占比: 收}]]", "P114", 27, "没有名为“收”的口径"),
    (OWN + "[[{条件: {方向: 支出}}]], 条件: {方向: 收入}", "P115", 14, "条件相互矛盾（方向）"),
    (OWN + "[[{条件: {方向: 支出}}]], 行: [{标签: 甲}]", "P118", 7, "只有表单，没有列，“行”不起作用"),
    (OWN + "[[{条件: {方向: 支出}}]], 栏次: 是", "P118", 7, "“栏次”不起作用"),
    (OWN + "[[{条件: {方向: 支出}}]], 空表: {说明: 无}", "P118", 7, "“空表”不起作用"),
    ("逐条: 采购, 数据: 采购, " + OWN + "[[{内容: 增减额}]]", "P118", 30, "“采购”没有别的账的数"),
    ("逐条: 采购, " + OWN + "[[{内容: 金额}]]", "P118", 22, "“采购”没有这样的钱"),
    ("逐条: 专项资金, " + OWN + "[[{内容: 金额, 条件: {方向: 支出}}]]", "P118", 24, "“专项资金”没有收支明细，“条件”不起作用"),
]  # fmt: skip


def found(tmp_path: Path, table: str) -> list[Finding]:
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=f"表:\n  表一: {{{table}}}\n", 口径=QUERIES))
    assert pack is not None
    return [*findings, *effect.review(pack)]


@pytest.mark.parametrize(("table", "code", "column", "words"), WRONG, ids=[one[0] for one in WRONG])
def test_what_has_no_effect_is_told_at_its_place(
    table: str, code: str, column: int, words: str, tmp_path: Path
) -> None:
    told = [one for one in found(tmp_path, table) if one.code == code and words in one.message + one.remedy]
    assert told, [f"{one.code} {one.message}" for one in found(tmp_path / "b", table)]
    place = told[0].place
    assert place is not None
    assert (place.line, words if place.column == column else place.column) == (2, words)


RIGHT = [
    f"列: [{{标题: 物, 内容: 采购物品}}, {{标题: 项, 内容: 专项名称}}, {SUM}], 数据: 采购, 行: [{{分组: [专项名称, 采购物品]}}]",
    "列: [{标题: 甲, 内容: 项目名称}, {标题: 数}], 行: [{合计: 合计, 不填: [数]}, {记录: 项目, 排序: [项目类别, 说明.立项依据]}]",
    "列: [{标题: 甲, 内容: 名称}, {标题: 款, 内容: 金额}], 行: [{合计: 计}, {记录: 专项资金}]",
    "列: [{标题: 名, 内容: 单位名称}, {标题: 责, 内容: 内容}], 行: [{记录: 单位, 下级: [{记录: 职责}]}]",
    "列: [{标题: 名, 内容: 项目名称}, {标题: 标, 内容: 指标值}], 行: [{记录: 项目, 下级: [{记录: 绩效指标}]}]",
    "数据: 采购, 列: [{标题: 名, 内容: 单位名称}, {标题: 数}], 行: [{记录: 单位}]",
    "列: [{标题: 指, 内容: 三级指标}, {标题: 权, 内容: 权重}], 行: [{记录: 整体绩效指标}], 空表: {说明: 没有。}",
    "列: [{标题: 务, 内容: 任务}, {标题: 值, 内容: 完整指标值}], 行: [{记录: 分项目标, 下级: [{记录: 绩效指标}]}], 空表: {说明: 没有。}",
    "列: [{标题: 名, 内容: 单位名称}, {标题: 指, 内容: 三级指标}], 行: [{记录: 单位, 下级: [{记录: 整体绩效指标}]}]",
    "列: [{标题: 目, 内容: 编码}, {标题: 类, 内容: 编码.类}, {标题: 款, 内容: 经济科目名称}, {标题: 数}], 行: [{记录: 支出明细}], 空表: {说明: 没有。}",
    "列: [{标题: 目, 内容: 科目名称}, {标题: 数}], 行: [{记录: 单位, 下级: [{记录: 收入明细, 排序: [科目编码]}]}]",
    FORM + "[[{内容: 金额}, {内容: 金额, 条件: {功能分类: 206}}, {条件: {功能分类: 206}}, {内容: 绩效目标, 编号: 是}, {文字: ''}]]",
    f"列: [{NAME}, {{标题: 部, 适用: 部门}}, {{标题: 位, 适用: 单位}}, {{标题: 元, 数字: {{单位: 元}}}}], 行: [{{标签: 甲}}]",
    "列: [{标题: 名, 内容: 标签, 条件: {方向: 收入}, 列示: 有数}], 行: [{标签: 甲}]",
    "列: [{标题: 名, 内容: 绩效目标}, {标题: 标, 内容: 三级指标}], 行: [{记录: 项目, 展开: 绩效指标}]",
    f"数据版本: 上年预算, 列: [{NAME}, {SUM}, {{标题: 占, 占比: 支}}, {{标题: 今, 数据版本: 本年预算}}], 行: [{{标签: 甲}}]",
    f"列: [{NAME}, {{标题: 组, 数据版本: 上年执行, 列: [{{标题: 额, 内容: 增减额}}, {{标题: 率, 内容: 增减率}}]}}], 行: [{{标签: 甲}}]",
    "列: [{标题: 名, 内容: 项目名称}, {标题: 上, 数据版本: 上年预算}, {标题: 增, 内容: 增减额}], 行: [{记录: 项目}]",
    OWN + "[[{文字: 名}, {文字: '{{ 主体 }}'}], [{文字: 钱}, {条件: {方向: 支出}, 数据版本: 上年预算}], [{内容: 总体目标, 编号: 是}, {内容: 增减率}]]",
    OWN + f"[[{{内容: 金额, 占比: 支, 数字: {{小数: 1}}}}]], 列: [{NAME}, {SUM}], 行: [{{标签: 甲}}]",
    "逐条: 专项资金, " + OWN + "[[{内容: 金额}]]",
    f"列: [{NAME}, {SUM}], 行: [{{标签: 甲}}, {{标签: 乙, 数据版本: 上年预算}}, {{标签: 丙, 内容: 增减率}}, {{标签: 丁, 占比: 支}}]",
]  # fmt: skip


@pytest.mark.parametrize("table", RIGHT)
def test_what_has_an_effect_is_not_told(table: str, tmp_path: Path) -> None:
    assert found(tmp_path, table) == []


def test_parts_that_records_do_not_have_are_told_once(tmp_path: Path) -> None:
    table = "列: [{标题: 名, 内容: 项目名称}, {标题: 三, 内容: 三级指标}], 行: [{记录: 项目, 展开: 绩效指标值}]"
    assert [one.code for one in found(tmp_path, table)] == ["P114"]


def test_a_pack_with_such_a_fault_is_not_used(tmp_path: Path) -> None:
    table = "表:\n  表一: {列: [{标题: 甲, 内容: 项目名你}], 行: [{记录: 项目}]}\n"
    _, told = packcheck.check("测试", 2025, write_pack(tmp_path, text="正文\n@表 表一\n", 表=table))
    assert [one.code for one in told] == ["P114"]


def test_the_fields_of_records_are_those_that_are_known() -> None:
    budget, _ = build.load(Path("schema/samples/最全"))
    assert budget is not None
    ledger = department_ledger(budget)
    lines = {name: [e for e in budget.entries if e.direction == way] for name, way in LINE_LISTS.items()}
    made = {name: line_records(of, Names(classification.load(2025)), names_of(ledger)) for name, of in lines.items()}
    lists: dict[str, tuple[Record, ...]] = {name: ledger.records[name] for name in RECORD_LISTS if name not in made}
    lists |= made
    lists |= {
        child: tuple(one for owner in owners for record in ledger.records[owner] for one in record.children[child])
        for child, owners in CHILD_LISTS.items()
        if child not in lists
    }
    assert {*lists, "部门"} == {*RECORD_FIELDS}
    assert lists.pop("部门", ()) == ()  # a department alone has none; tests of `summary` print theirs
    for name, records in lists.items():
        fields = {field for record in records for field in record.fields}
        plain = {f"{field.partition('.')[0]}." if "." in field else field for field in fields}
        assert plain == set(RECORD_FIELDS[name]), name


def test_a_number_format_of_a_heading_is_that_of_the_columns_below_it(tmp_path: Path) -> None:
    text = f"表:\n  表一: {{列: [{{标题: 组, 数字: {{小数: 0}}, 列: [{SUM}, {{标题: 又, 数字: {{单位: 元}}}}]}}, {SUM}]}}\n"
    pack, _ = loader.find("测试", 2025, write_pack(tmp_path, 表=text))
    assert pack is not None
    group, own = pack.tables["表一"].columns
    assert [one.number and (one.number.unit, one.number.places) for one in (*group.children, own)] == [
        ("万元", 0), ("元", 0), None,
    ]  # fmt: skip
