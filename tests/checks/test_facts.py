"""The checks of figures and indicators where their manual pages do not reach: units, limits, and what is right."""

import tempfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import checks
from generator.checks import duplicate_line, sme_share
from generator.checks.indicator_values import is_vague
from generator.checks.project_code import check_character
from generator.commands.catalogue import kinds_of
from generator.facts.budget import Budget, Entry
from generator.facts.build import load
from generator.findings.finding import Finding

FUND = "一般公共预算拨款"
BASE = {"年度": "2025", "模板": "甲", "部门": {"编码": "1", "名称": "甲"}, "单位": [{"编码": "001", "名称": "本级"}]}
CODES = [
    line.split("编码: ")[1].strip()
    for line in Path("budgets/2025/350-科技和工信部门/项目.yaml").read_text("utf-8").splitlines()
    if line.startswith("  - 编码: ")
]


def budget_of(**keys: Any) -> Budget:
    with tempfile.TemporaryDirectory() as folder:
        text = yaml.safe_dump({**BASE, **keys}, allow_unicode=True, sort_keys=False)
        (Path(folder) / "a.yaml").write_text(text, "utf-8")
        budget, findings = load(Path(folder), shown_as="b")
    assert budget is not None, findings
    return budget


def found(code: str, **keys: Any) -> list[Finding]:
    return [one for one in checks.run(budget_of(**keys)) if one.code == code]


def project(amount: str = "100000", **keys: Any) -> dict[str, Any]:
    line = {"科目": "2060101", "经济科目": "30201", "资金性质": FUND, "金额": amount}
    return {"名称": "甲项目", "类别": "特定目标类", "支出": [line], **keys}


def indicator(second: str, third: str, value: str) -> dict[str, str]:
    return {"一级": "产出指标", "二级": second, "三级": third, "指标值": value}


def purchase(amount: str, share: str | None = None, catalogue: str = "A02010105") -> dict[str, Any]:
    keys = {} if share is None else {"预留中小企业份额": share}
    return {"物品名称": "甲", "目录": catalogue, "资金": [{"资金性质": FUND, "金额": amount}], **keys}


def income(unit: str, amount: str) -> dict[str, str]:
    return {"单位": unit, "科目": "2060101", "资金性质": FUND, "金额": amount}


def basic(unit: str, amount: str, economic: str = "30201") -> dict[str, str]:
    return {**income(unit, amount), "经济科目": economic}


UNITS = [{"编码": "001", "名称": "甲"}, {"编码": "002", "名称": "乙"}]


def test_each_unit_balances_by_itself_even_where_the_department_does() -> None:
    lines = {
        "收入": [income("001", "100"), income("002", "100")],
        "基本支出": [basic("001", "90"), basic("002", "110")],
    }
    one, other = found("C101", 单位=UNITS, **lines)
    assert "单位 001 2060101" in one.message
    assert "收入比支出多 10.00 元" in one.message
    assert "支出比收入多 10.00 元" in other.message
    assert not found("C101", 单位=UNITS, 收入=lines["收入"], 基本支出=[basic("001", "100"), basic("002", "100")])


def test_carried_over_money_that_stays_unspent_is_in_the_year_end_carryover() -> None:
    carried = {**income("001", "100"), "上年结转": "是"}
    left = income("001", "40")
    spent = project(支出=[{**income("001", "60"), "上年结转": "是"}])
    assert not found("C102", 收入=[carried], 年终结转=[left], 项目=[spent])
    (finding,) = found("C102", 收入=[carried], 项目=[spent])
    assert "相差 40.00 元" in finding.message


@pytest.mark.parametrize("code", CODES)
def test_the_published_project_codes_have_the_right_check_character(code: str) -> None:
    assert check_character(code[:20]) == code[20]


def test_any_one_wrong_character_of_a_project_code_is_found() -> None:
    code = CODES[0]
    for index in (*range(8), *range(9, 21)):
        wrong = code[:index] + ("1" if code[index] != "1" else "2") + code[index + 1 :]
        assert found("C307", 项目=[project(编码=wrong)]), wrong


def test_codes_of_other_forms_are_not_checked() -> None:
    for code in ("A1", "31010725P00385410058", "310107000000000000001"):
        assert not found("C307", 项目=[project(编码=code)])
    (finding,) = found("C307", 项目=[project(编码="13030325P0038541005ON")])
    assert "字母 O" in finding.message


def test_a_note_tells_two_equal_lines_apart() -> None:
    line = basic("001", "500")
    assert len(found("C308", 基本支出=[line, dict(line), dict(line)])) == 2
    assert not found("C308", 基本支出=[line, {**line, "备注": "第二笔"}])


@pytest.mark.parametrize("name", [one.name for one in fields(Entry) if one.name not in ("origin", "note")])
def test_lines_that_differ_in_anything_but_a_note_are_not_repeated(name: str) -> None:
    budget = budget_of(基本支出=[basic("001", "500")])
    (line,) = budget.entries
    value = getattr(line, name)
    same = replace(line, origin=("基本支出", 1, "金额"))
    other = replace(same, **{name: not value if isinstance(value, bool) else value + type(value)(1)})
    assert [one.kind.code for one in duplicate_line.check(replace(budget, entries=(line, same)))] == ["C308"]
    assert not list(duplicate_line.check(replace(budget, entries=(line, other))))


@pytest.mark.parametrize("value", ["及时", "提高", "进一步提升", "能力提升", "有效保障", "精简", "好", "带动更多企业"])
def test_a_vague_target_value_is_told(value: str) -> None:
    assert is_vague(value)


@pytest.mark.parametrize(
    "value", ["≥95%", "达标", "合格", "12月底前", "每月10日前完成", "审核通过", "提高5%", "1辆", ""]
)
def test_a_target_value_with_a_number_or_a_standard_is_not_vague(value: str) -> None:
    assert not is_vague(value)


def test_cost_indicators_are_compared_in_any_unit_and_at_the_very_limit() -> None:
    def of(value: str) -> list[Finding]:
        return found("C511", 项目=[project(绩效指标=[indicator("成本指标", "总成本", value)])])

    for value in ("≤10万元", "≤100,000元", "100元/人", "≤95%", "0.001亿元"):
        assert not of(value), value
    for value in ("≤10.01万元", "100001元", "1亿元"):
        assert of(value), value


def test_deadlines_of_the_year_itself_and_later_are_right() -> None:
    for value in ("2025年底前", "2025年12月底前", "2026年3月31日前完成"):
        assert not found("C513", 项目=[project(绩效指标=[indicator("时效指标", "时间", value)])]), value
    for value in ("2024年底前", "2024年12月底前", "2024年12月31日之前", "2023年年底前"):
        assert found("C513", 项目=[project(绩效指标=[indicator("时效指标", "时间", value)])]), value


def test_fewer_is_better_for_some_quantities() -> None:
    assert not found("C510", 项目=[project(绩效指标=[indicator("数量指标", "安全事故数", "≤1起")])])


def test_a_unit_price_rounded_to_the_cent_is_no_contradiction() -> None:
    three = {**purchase("10000"), "数量": "3", "单价": "3333.33"}
    assert not found("C601", 政府采购=[three])
    (finding,) = found("C601", 政府采购=[{**three, "单价": "3333.30"}])
    assert "相差 0.10 元" in finding.message


def test_purchases_of_one_project_are_added_whether_by_code_or_by_name() -> None:
    buys = [{**purchase("60000"), "项目": "A1"}, {**purchase("50000"), "项目": "甲项目"}]
    (finding,) = found("C602", 项目=[project(编码="A1")], 政府采购=buys)
    assert "超过 10,000.00 元" in finding.message


def test_the_limits_of_small_purchases_differ_for_works() -> None:
    assert found("C604", 政府采购=[purchase("2000000", "0")])
    assert not found("C604", 政府采购=[purchase("2000001", "0")])
    assert found("C604", 政府采购=[purchase("4000000", "0", "B01000000")])
    assert found("C605", 政府采购=[purchase("4000001", "0", "B01000000")])
    assert not found("C605", 政府采购=[purchase("4000000", "1200000")])


def test_shares_that_nobody_states_are_not_compared_with_the_minima() -> None:
    codes = {kind.code for kind in kinds_of(sme_share)}
    budget = budget_of(政府采购=[purchase("170000"), purchase("5000000")])
    assert codes == {"C603", "C604", "C605", "C606"}
    assert not codes & {one.code for one in checks.run(budget)}


def test_reasons_that_name_both_directions_or_deny_one_are_left_alone() -> None:
    def of(reason: str, before: str) -> list[str]:
        lines = {"基本支出": [basic("001", "500000")], "上年数": {"基本支出": before}, "原因": {"基本支出": reason}}
        return [one.code for one in checks.run(budget_of(**lines)) if one.code.startswith("C7")]

    assert of("人员增加，公用经费减少", "400000") == []
    assert of("没有减少项目，人员增加", "400000") == []
    assert of("人员减少", "600000") == []
    assert of("与上年持平，无增减变化", "500000") == []
    assert of("与上年持平", "500049") == []  # less than a cent of 万元: printed as equal
    assert of("与上年持平", "500050") == ["C702"]
    assert of("人员增加", "600000") == ["C701"]
    assert of("人员调整", "500") == ["C704"]


def test_three_public_expenses_are_compared_over_fiscal_money_only() -> None:
    lines = [basic("001", "6000", "30231"), {**basic("001", "9000", "30217"), "资金性质": "事业收入"}]
    keys = {"上年数": {"三公经费": "6000"}, "原因": {"三公经费": "公务接待减少"}}
    assert [one.code for one in found("C703", 基本支出=lines, **keys)] == ["C703"]


def test_fifty_thousand_lines_are_checked_without_a_finding_each() -> None:
    budget = budget_of(基本支出=[basic("001", "500")])
    (line,) = budget.entries
    many = replace(budget, entries=tuple(replace(line, amount=line.amount + index) for index in range(50_000)))
    assert [one.code for one in checks.run(many)] == ["C101"]


@pytest.mark.parametrize(
    ("name", "keys", "economic", "codes"),
    [
        ("公务用车运行维护费", {}, None, ["C626"]),
        ("办公经费", {"用途": "公务用车加油、维修、保险"}, None, ["C626"]),
        ("车辆购置", {}, None, ["C626"]),
        ("公务接待", {}, None, ["C626"]),
        ("因公出国（境）培训", {}, None, ["C626"]),
        ("公务接待费", {}, "30299", ["C626"]),
        ("接待工作经费", {}, None, ["C626"]),
        ("购车经费", {}, None, ["C626"]),
        ("办公经费", {"用途": "赴境外考察"}, None, ["C626"]),
        ("新能源购车补贴", {}, None, []),
        ("游客接待中心运行", {"用途": "接待游客"}, None, []),
        ("公派出国留学", {}, None, []),
        ("公务用车运行维护费", {}, "30231", []),
        ("公务交通补贴（公车改革）", {}, None, []),
        ("公务用车管理平台", {}, None, []),
        ("办公经费", {"用途": "公务用车加油"}, "30201", []),
        ("信访接待场所维修", {}, None, []),
        ("新能源汽车推广", {}, None, []),
    ],
)
def test_a_project_named_for_three_public_is_among_them(
    name: str, keys: dict[str, Any], economic: str | None, codes: list[str]
) -> None:
    line = {"科目": "2060101", "资金性质": FUND, "金额": "1000"} | ({"经济科目": economic} if economic else {})
    projects = [{"名称": name, "类别": "特定目标类", "支出": [line], **keys}]
    assert [one.code for one in found("C626", 项目=projects)] == codes


def test_other_funds_are_no_three_public() -> None:
    line = {"科目": "2060101", "资金性质": "其他收入", "金额": "1000"}
    assert found("C626", 项目=[{"名称": "公务接待费", "类别": "特定目标类", "支出": [line]}]) == []


@pytest.mark.parametrize(
    ("purchases", "codes"),
    [([], ["C627"]), ([purchase("180000")], ["C627"]), ([purchase("180000", None, "A02030500")], []), (None, [])],
)
def test_a_car_that_is_paid_for_is_bought(purchases: list[Any] | None, codes: list[str]) -> None:
    keys = {"基本支出": [basic("001", "180000", "31013")]} | ({} if purchases is None else {"政府采购": purchases})
    assert [one.code for one in found("C627", **keys)] == codes
