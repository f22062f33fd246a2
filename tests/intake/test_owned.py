"""What forms say of the funds of projects, and goals that two tables tell differently."""

from __future__ import annotations

from decimal import Decimal

from generator.findings.finding import Place
from generator.intake.draft import BudgetDraft
from generator.intake.owned import funds_of_projects, in_text, of_projects, other_goals
from generator.intake.projects import put_performance
from generator.recognition.statements import PrintedAmount, PrintedRecord


def project(table: str, **fields: str) -> PrintedRecord:
    return PrintedRecord("项目", table, {name: (text, Place(f"{table}.xlsx")) for name, text in fields.items()})


def amount(value: int, fund: str, **more: str) -> PrintedAmount:
    names = {"项目": "路灯", "支出类型": "项目支出", "方向": "支出", "资金性质": fund, **more}
    condition = {name: (text,) for name, text in names.items()}
    return PrintedAmount("表", "收支", "本年预算", condition, Decimal(value), Decimal(0), Place("表.xlsx"), "", "")


def test_the_funds_of_a_form_are_taken_where_nothing_finer_is_printed() -> None:
    form = project("绩效", 项目名称="路灯", 预算数="10", 财政资金="8", 其他资金="2")
    new, wrong = funds_of_projects([form], [])
    assert [(one.value, "一般公共预算拨款" in one.condition["资金性质"]) for one in new] == [
        (80000, True),
        (20000, False),
    ]
    assert wrong == []
    new, wrong = funds_of_projects([form], [amount(80000, "一般公共预算拨款"), amount(20000, "事业收入")])
    assert (new, wrong) == ([], [])


def test_funds_that_contradict_the_total_or_what_is_printed_are_told_and_not_taken() -> None:
    form = project("绩效", 项目名称="路灯", 预算数="10", 财政资金="8", 其他资金="1")
    new, wrong = funds_of_projects([form], [])
    assert new == []
    assert [(one.value, [part.value for part in parts]) for one, parts in wrong] == [(100000, [80000, 10000])]
    printed = [amount(30000, "一般公共预算拨款"), amount(20000, "一般公共预算拨款", 上年结转="是")]
    _, wrong = funds_of_projects([project("绩效", 项目名称="路灯", 财政资金="8")], printed)
    assert [(one.value, [part.value for part in parts]) for one, parts in wrong] == [(80000, [30000])]


def test_another_goal_in_another_table_is_told() -> None:
    one = project("甲", 项目名称="路灯", 绩效目标="1.照亮全县。")
    other = project("乙", 项目名称="路灯", 绩效目标="照亮全省。")
    same = project("丙", 项目名称="路灯", 绩效目标="照亮全县")
    assert list(other_goals([(one, []), (same, [])])) == []
    assert list(other_goals([(one, []), (other, [])])) == [
        "项目“路灯”的绩效目标，甲.xlsx 和 乙.xlsx 写的不同，写的是前一处的"
    ]


def test_other_funds_than_those_of_the_lines_are_told() -> None:
    draft = BudgetDraft(2025, "河北", "350", "某局", {"单位": [{"编码": "350001", "名称": "机关"}]})
    draft.content["项目"] = [
        {"名称": "路灯", "类别": "特定目标类", "支出": [{"资金性质": "一般公共预算拨款", "金额": Decimal(100000)}]}
    ]
    put_performance(draft, [(project("绩效", 项目名称="路灯", 预算数="10", 财政资金="8", 其他资金="2"), [])])
    assert [one.partition("：")[0] for one in draft.missing] == ["项目“路灯”的财政资金", "项目“路灯”的其他资金"]


def test_projects_of_the_text_are_taken_where_no_table_names_any() -> None:
    printed = PrintedAmount(
        "正文", "收支", "本年预算", {}, Decimal(100000), Decimal(50), Place("文.docx", 3), "路灯", "10.00万元"
    )
    (record,) = in_text([], [("路灯改造", printed)])
    assert [(one.value, one.tolerance, one.condition["项目"]) for one in of_projects([record])] == [
        (100000, 50, ("路灯改造",))
    ]
    table = project("表", 项目名称="路灯（改造）", 预算数="9")
    (record,) = in_text([table], [("路灯改造", printed), ("公园", printed)])
    assert record.fields["项目名称"][0] == "路灯（改造）"
