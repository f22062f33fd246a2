"""Loading a budget: files merged, units with folders of their own, and facts in the shape that later stages expect."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import checks
from generator.base.paths import origins_of, said
from generator.facts.budget import Budget
from generator.facts.build import load
from generator.facts.words import level_of
from generator.findings.finding import Finding, has_errors
from generator.findings.text import render
from generator.reading.folder import sources

BASE = '年度: 2025\n模板: 甲\n部门: {编码: "1", 名称: 部门甲}\n'
ONE_UNIT = '单位: [{编码: "0011", 名称: 本级, 性质: 行政}]\n'
FUND = "一般公共预算拨款"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def built(folder: Path, files: dict[str, str]) -> Budget:
    budget, findings = load(write(folder, files), shown_as="b")
    assert not findings, findings
    assert budget is not None
    return budget


def findings_of(folder: Path, files: dict[str, str]) -> list[Finding]:
    budget, findings = load(write(folder, files), shown_as="b")
    return [*findings, *(checks.run(budget) if budget else ())]


def codes(folder: Path, text: str) -> list[str]:
    return [one.code for one in findings_of(folder, {"a.yaml": BASE + ONE_UNIT + text})]


def test_a_folder_that_is_not_there_or_has_no_yaml_is_a_finding(tmp_path: Path) -> None:
    for folder in (tmp_path / "no", tmp_path):
        budget, findings = load(folder, shown_as="b")
        assert budget is None
        assert [(one.code, str(one.place)) for one in findings] == [("B101", "b")]


def test_places_never_name_the_machine(tmp_path: Path) -> None:
    found = findings_of(tmp_path, {"a.yaml": BASE, "b.yaml": "x: [", "c.yaml": "年度: 1"})
    assert found
    assert all(str(one.place).startswith("b/") and str(tmp_path) not in repr(one) for one in found)


def test_files_are_merged_by_their_top_level_keys(tmp_path: Path) -> None:
    budget = built(tmp_path, {"a.yaml": BASE, "b.yaml": ONE_UNIT, "c.yml": "# 只有注释\n", "d.txt": "不是"})
    assert (budget.year, budget.pack, budget.code, budget.name) == (2025, "甲", "1", "部门甲")
    assert budget.places["单位", 0, "编码"].file == "b/b.yaml"
    assert set(sources(tmp_path, shown_as="b")) == {"b/a.yaml", "b/b.yaml", "b/c.yml"}


def test_a_key_in_two_files_names_both_places(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path, {"a.yaml": BASE + ONE_UNIT, "b.yaml": "\n年度: 2024\n"})
    assert (finding.code, str(finding.place)) == ("B102", "b/b.yaml:2:1")
    assert [str(place) for place, _ in finding.related] == ["b/a.yaml:1:1"]


def test_a_broken_file_does_not_hide_the_findings_of_the_others(tmp_path: Path) -> None:
    files = {"a.yaml": "年度: [\n", "b.yaml": "收人: []\n", "c.yaml": "- 1\n", "d.yaml": "模板：甲"}
    found = [(one.code, one.place.file if one.place else "") for one in findings_of(tmp_path, files)]
    assert found == [("Y201", "b/a.yaml"), ("S102", "b/b.yaml"), ("S103", "b/c.yaml"), ("S104", "b/d.yaml")]


def test_what_a_whole_budget_lacks_is_told_once(tmp_path: Path) -> None:
    found = findings_of(tmp_path, {"a.yaml": "年度: 2025\n"})
    assert [one.code for one in found] == ["S101", "S101"]
    assert all(f"“{name}”" in "".join(one.message for one in found) for name in ("模板", "部门", "单位"))


def test_a_unit_without_a_department_is_a_budget_of_its_own(tmp_path: Path) -> None:
    text = "年度: 2025\n模板: 河北\n收入: []\n基本支出: []\n"
    alone = '单位: [{编码: "001", 名称: 甲中心, 性质: 事业}]\n'
    budget = built(tmp_path, {"a.yaml": text + alone})
    assert (budget.subject.version, budget.code, budget.name) == ("单位", "001", "甲中心")
    two = '单位: [{编码: "001", 名称: 甲}, {编码: "002", 名称: 乙}]\n'
    assert [one.code for one in findings_of(tmp_path / "b", {"a.yaml": text + two})] == ["S101"]


def test_a_line_becomes_a_flat_entry(tmp_path: Path) -> None:
    text = (
        f"基本支出: [{{科目: 2060101, 经济科目: 30101, 政府经济科目: 50101, 资金性质: {FUND}, 上年结转: 是, "
        "金额: 1.20, 用途标记: 教学}]\n"
    )
    (entry,) = built(tmp_path, {"a.yaml": BASE + ONE_UNIT + text}).entries
    assert (entry.direction, entry.spending_type, entry.function, entry.economic) == (
        "支出",
        "基本支出",
        "2060101",
        "30101",
    )
    assert (entry.government_economic, entry.fund, entry.carryover, entry.mark) == ("50101", FUND, True, "教学")
    assert (entry.unit, entry.unit_nature, entry.amount) == ("0011", "行政", Decimal("1.20"))
    assert entry.origin == ("基本支出", 0, "金额")


@pytest.mark.parametrize(
    ("text", "direction", "kind"),
    [
        (f"收入: [{{科目: 2060101, 资金性质: {FUND}, 金额: 1}}]\n", "收入", ""),
        (f"年终结转: [{{科目: 2060101, 资金性质: {FUND}, 金额: 1}}]\n", "年终结转", ""),
        ("其他支出: [{支出类型: 经营支出, 科目: 2060101, 资金性质: 经营收入, 金额: 1}]\n", "支出", "经营支出"),
    ],
)
def test_each_list_has_its_direction_and_kind(tmp_path: Path, text: str, direction: str, kind: str) -> None:
    (entry,) = built(tmp_path, {"a.yaml": BASE + ONE_UNIT + text}).entries
    assert (entry.direction, entry.spending_type) == (direction, kind)


PROJECT = f"""项目:
  - 编码: A1
    名称: 项目甲
    类别: 特定目标类
    用途: 用途甲
    支出:
      - {{科目: 2060101, 资金性质: {FUND}, 金额: 100}}
      - {{科目: 2060101, 资金性质: 其他收入, 金额: 20}}
    资金支出计划: {{一季度: 50, 全年: 120}}
    绩效目标: [目标一, 目标二]
    绩效指标: [{{一级: 产出指标, 二级: 数量指标, 三级: 数, 指标值: 1个}}]
    说明: {{立项依据: 依据甲}}
"""


def test_a_project_is_a_record_with_fields_entries_and_children(tmp_path: Path) -> None:
    (project,) = built(tmp_path, {"a.yaml": BASE + ONE_UNIT + PROJECT}).records["项目"]
    values = {name: one.value for name, one in project.fields.items()}
    assert values == {
        "项目编码": "A1",
        "项目名称": "项目甲",
        "项目类别": "特定目标类",
        "用途": "用途甲",
        "预算数": 120,
        "财政资金": 100,
        "其他资金": 20,
        "计划.一季度": 50,
        "计划.全年": 120,
        "说明.立项依据": "依据甲",
        "单位编码": "0011",
        "单位名称": "本级",
    }
    assert [name for name, one in project.fields.items() if one.amount] == [
        "预算数",
        "财政资金",
        "其他资金",
        "计划.一季度",
        "计划.全年",
    ]
    assert project.fields["预算数"].origins == (("项目", 0, "支出", 0, "金额"), ("项目", 0, "支出", 1, "金额"))
    assert {(one.project, one.project_category, one.spending_type) for one in project.entries} == {
        ("A1", "特定目标类", "项目支出")
    }
    assert [one.fields["内容"].value for one in project.children["绩效目标"]] == ["目标一", "目标二"]
    assert project.children["绩效指标"][0].fields["三级指标"].value == "数"


def test_every_origin_is_a_key_of_places(tmp_path: Path) -> None:
    budget = built(tmp_path, {"a.yaml": BASE + ONE_UNIT + PROJECT + PURCHASE + ASSETS})
    records = [one for group in budget.records.values() for one in group]
    fields = [one for record in records for one in record.fields.values()]
    origins = {origin for value in fields for origin in value.origins}
    origins |= {entry.origin for entry in (*budget.entries, *budget.procurement, *budget.assets)}
    assert len(origins) > 20
    assert origins <= set(budget.places)


PURCHASE = f"""政府采购:
  - 项目: A1
    物品名称: 电脑
    目录: A02010105
    计量单位: 台
    数量: 3
    单价: 5000
    资金: [{{资金性质: {FUND}, 金额: 10000}}, {{资金性质: 其他收入, 上年结转: 是, 金额: 5000}}]
    预留中小企业份额: 15000
    预留小微企业份额: 9000
    新增资产: 是
"""
ASSETS = "固定资产: {截止日期: 2024-12-31, 明细: [{类别: 车辆, 数量: 2, 价值: 300000}]}\n"


def test_a_purchase_is_a_record_of_its_project_with_entries_by_fund(tmp_path: Path) -> None:
    budget = built(tmp_path, {"a.yaml": BASE + ONE_UNIT + PROJECT + PURCHASE})
    (purchase,) = budget.records["采购"]
    values = {name: one.value for name, one in purchase.fields.items()}
    assert values == {
        "专项名称": "项目甲",
        "项目名称": "项目甲",
        "预算资金": 120,
        "单位编码": "0011",
        "单位名称": "本级",
        "采购物品名称": "电脑",
        "政府采购目录序号": "A02010105",
        "计量单位": "台",
        "数量": 3,
        "单价": 5000,
        "预留中小微企业份额": 15000,
        "预留小微企业份额": 9000,
        "新增资产": "是",
    }
    assert [(one.fund, one.carryover, one.quantity) for one in budget.procurement] == [
        (FUND, False, 3),
        ("其他收入", True, 0),
    ]
    assert {(one.direction, one.project, one.catalogue, one.unit) for one in purchase.entries} == {
        ("采购", "A1", "A02010105", "0011")
    }


def test_an_asset_is_an_entry_with_value_and_quantity(tmp_path: Path) -> None:
    (asset,) = built(tmp_path, {"a.yaml": BASE + ONE_UNIT + ASSETS}).assets
    assert (asset.direction, asset.asset, asset.quantity, asset.amount) == ("资产", "车辆", 2, 300000)


UNIT_FOLDERS: dict[str, Any] = {
    "a.yaml": BASE + "金额单位: 万元\n上年数: {支出总计: 1.5}\n",
    "单位/002-乙/a.yaml": '单位: {编码: "002", 名称: 乙, 性质: 事业}\n'
    f"收入: [{{科目: 2060101, 资金性质: {FUND}, 金额: 2}}]\n",
    "单位/001-甲/a.yaml": '单位: {编码: "001", 名称: 甲, 性质: 行政}\n金额单位: 元\n',
    "单位/001-甲/b.yaml": f"收入: [{{科目: 2060101, 资金性质: {FUND}, 金额: 3}}]\n" + ASSETS,
}


def test_the_lines_of_a_units_folder_get_that_unit(tmp_path: Path) -> None:
    budget = built(tmp_path, UNIT_FOLDERS)
    assert [one.fields["单位编码"].value for one in budget.records["单位"]] == ["001", "002"]
    first, second = budget.entries
    assert (first.unit, first.unit_nature, first.amount, said(first.origin)) == (
        "001",
        "行政",
        3,
        "001-甲/收入[0].金额",
    )
    assert (second.unit, second.unit_nature, second.amount) == ("002", "事业", 20000)
    assert budget.places["001-甲/", "收入", 0, "金额"].file == "b/单位/001-甲/b.yaml"
    assert budget.subject.prior == {"支出总计": 15000}
    assert budget.assets[0].unit == "001"


def test_a_yaml_file_in_another_folder_is_not_dropped_silently(tmp_path: Path) -> None:
    budget, findings = load(write(tmp_path, {"a.yaml": BASE + ONE_UNIT, "所属单位/b.yaml": "x"}), shown_as="b")
    assert budget is not None
    assert [(one.code, str(one.place)) for one in findings] == [("B103", "b/所属单位/b.yaml")]


def test_hidden_files_are_no_part_of_the_budget(tmp_path: Path) -> None:
    assert built(tmp_path, {"a.yaml": BASE + ONE_UNIT, "._a.yaml": "\0"}).year == 2025


SAMPLE = (Path("budgets/2025/350-科技和工信部门") / "收支.yaml").read_text("utf-8")


@settings(max_examples=60)
@given(st.integers(0, len(SAMPLE)), st.integers(0, 40), st.text("：:，,{}[]- \n\t\"'#元1２金额甲>|&*!", max_size=8))
def test_any_edit_of_a_file_gives_a_budget_or_findings(start: int, length: int, text: str) -> None:
    edited = SAMPLE[:start] + text + SAMPLE[start + length :]
    with tempfile.TemporaryDirectory() as folder:
        budget, findings = load(write(Path(folder), {"a.yaml": BASE + ONE_UNIT, "b.yaml": edited}), shown_as="b")
        texts = sources(Path(folder), shown_as="b")
    assert (budget is None) == has_errors(findings)
    shown = render((*findings, *(checks.run(budget) if budget else ())), texts)
    assert shown.encode("gbk")


def test_a_key_of_the_department_does_not_belong_in_a_units_folder(tmp_path: Path) -> None:
    found = findings_of(tmp_path, {**UNIT_FOLDERS, "单位/002-乙/b.yaml": "年度: 2025\n"})
    assert [(one.code, str(one.place)) for one in found] == [("S102", "b/单位/002-乙/b.yaml:1:1")]


def test_amounts_in_ten_thousand_yuan_are_converted_exactly(tmp_path: Path) -> None:
    text = f"金额单位: 万元\n收入: [{{科目: 2060101, 资金性质: {FUND}, 金额: 0.123456}}]\n"
    (entry,) = built(tmp_path, {"a.yaml": BASE + ONE_UNIT + text}).entries
    assert str(entry.amount) == "1234.56"


def test_the_order_of_lines_and_files_does_not_matter_for_the_sums(tmp_path: Path) -> None:
    lines = [f"  - {{科目: 2060101, 资金性质: {FUND}, 金额: {number}}}\n" for number in (1, 2, 3)]
    sums = set()
    for name, order in (("x", lines), ("y", lines[::-1])):
        budget = built(tmp_path / name, {"z.yaml": BASE + ONE_UNIT, "a.yaml": "收入:\n" + "".join(order)})
        sums.add(sum(entry.amount for entry in budget.entries))
    assert sums == {Decimal(6)}


def test_income_and_expenditure_that_differ_are_found_with_both_sides_and_all_places(tmp_path: Path) -> None:
    text = (
        f"收入:\n  - {{科目: 2060101, 资金性质: {FUND}, 金额: 100}}\n"
        f"  - {{科目: 2060101, 资金性质: {FUND}, 上年结转: 是, 金额: 50}}\n"
        f"基本支出:\n  - {{科目: 2060101, 经济科目: 30101, 资金性质: {FUND}, 金额: 120.5}}\n"
        f"年终结转:\n  - {{科目: 2060101, 资金性质: {FUND}, 金额: 20}}\n"
    )
    (finding,) = [one for one in findings_of(tmp_path, {"a.yaml": BASE + ONE_UNIT + text}) if one.code == "C101"]
    for words in ("收入 150.00 元", "140.50 元", "9.50 元"):
        assert words in finding.message
    assert sorted(place.line for place, _ in finding.related) == [6, 7, 9, 11]


def test_a_fund_does_not_balance_another(tmp_path: Path) -> None:
    text = (
        f"收入: [{{科目: 2060101, 资金性质: {FUND}, 金额: 100000}}]\n"
        "基本支出: [{科目: 2060101, 经济科目: 30101, 资金性质: 其他收入, 金额: 100000}]\n"
    )
    assert codes(tmp_path, text) == ["C101"]  # the two funds are one slip


def test_a_purchase_of_no_project_is_of_none_also_where_projects_have_no_codes(tmp_path: Path) -> None:
    home = tmp_path / "350"
    home.mkdir()
    text = """
年度: 2025
模板: 河北
部门: {编码: "350", 名称: 测试部门}
单位: [{编码: "350001", 名称: 本级}]
项目:
  - {名称: 设备费, 类别: 特定目标类, 支出: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1}]}
政府采购:
  - {物品名称: 电脑, 目录: A02010105, 资金: [{资金性质: 一般公共预算拨款, 金额: 1}]}
  - {项目: 设备费, 物品名称: 电脑, 目录: A02010105, 资金: [{资金性质: 一般公共预算拨款, 金额: 1}]}
  - {项目: 设备费, 专项名称: 购置费, 物品名称: 电脑, 目录: A02010105, 资金: [{资金性质: 一般公共预算拨款, 金额: 1}]}
"""
    (home / "预算.yaml").write_text(text, "utf-8")
    budget, _ = load(home)
    assert budget is not None
    assert ["项目名称" in one.fields for one in budget.records["采购"]] == [False, True, True]
    assert [one.earmark for one in budget.procurement] == ["", "设备费", "购置费"]
    fields = [one.fields.get("专项名称") for one in budget.records["采购"]]
    assert [one and (one.value, one.origins) for one in fields] == [
        None,
        ("设备费", (("项目", 0, "名称"),)),
        ("购置费", (("政府采购", 2, "专项名称"),)),
    ]
    assert [origins_of(one.earmark) for one in budget.procurement] == [one.origins if one else () for one in fields]
    assert [origins_of(one.item) for one in budget.procurement] == [(("政府采购", n, "物品名称"),) for n in range(3)]
    assert [origins_of(one.organisation) for one in budget.procurement] == [()] * 3


@pytest.mark.parametrize(
    ("place", "level"),
    [
        ("上海市普陀区", "区级"), ("北京市", "市级"), ("河北省", "省级"), ("广西壮族自治区", "自治区级"),
        ("某自治州", "州级"), ("昌宁县", "县级"), ("某旗", "旗级"), ("某镇", "镇级"), ("某乡", "乡级"), ("区", "区级"),
        ("某开发公司", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_level_of_a_place(place: str, level: str) -> None:
    assert level_of(place) == level
