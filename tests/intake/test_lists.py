"""Lists as a form prints them: their lines make the total, and income makes spending; read from a small document."""

from __future__ import annotations

import pytest

from generator.audit.remark import SMALL, WRONG, AuditRemark
from tests.audit.test_kinds import audit

PURCHASES = """
2025
2025年度某某局政府采购支出预算表
| 采购品目大类 | 专项名称 | 经济科目 | 采购物品名称 | 采购组织形式 | 总计 |
| 合计 | | | | | {合计} |
| 一、货物A | | | | | 30.00 |
| | 设备购置费 | 31002办公设备购置 | | | {专项} |
| | | | 计算机 | 政府集中采购 | 10.00 |
| | | | 打印机 | 分散自行组织 | {物品} |
| 三、服务C | | | | | 5.00 |
| | 物业费 | 30209物业管理费 | | | 5.00 |
| | | | 物业服务 | 分散自行组织 | 5.00 |
"""
BALANCE = """
2025
2025年度某某局收支预算总表
| 收入 | | 支出 | | | |
| 收入 | | 功能分类 | | 支出用途 | |
| 项目名称 | 金额 | 功能科目名称 | 金额 | 项目名称 | 金额 |
| 一、财政拨款 | 50.00 | 一、一般公共服务支出 | 50.00 | 一、基本支出 | 50.00 |
| 当年收入小计 | 50.00 | 当年支出小计 | {小计} | 当年支出小计 | {小计} |
| 收入合计 | 50.00 | 支出合计 | {合计} | 支出合计 | {合计} |
"""


def contradictions(text: str, **money: str) -> list[AuditRemark]:
    return [one for one in audit(text.format(**money)) if one.finding.code in ("A101", "A102", "A107")]


def test_a_list_that_adds_up_is_right() -> None:
    assert contradictions(PURCHASES, 合计="35.00", 专项="30.00", 物品="20.00") == []


@pytest.mark.parametrize(
    ("changed", "apart"),
    [
        ({"合计": "36.00"}, "相差 10,000.00 元"),  # the total over the parts that have lists
        ({"专项": "31.00"}, "相差 10,000.00 元"),  # a group that stands under a part, above its records
        ({"物品": "10.50"}, "相差 95,000.00 元"),  # a line at the end
    ],
)
def test_a_line_that_its_list_does_not_make_is_a_contradiction(changed: dict[str, str], apart: str) -> None:
    told = contradictions(PURCHASES, **{"合计": "35.00", "专项": "30.00", "物品": "20.00", **changed})
    assert {one.certainty for one in told} == {WRONG}
    assert apart in told[0].finding.message


def test_a_list_with_a_line_that_was_not_understood_is_not_compared() -> None:
    unread = PURCHASES.replace("| 三、服务C | | | | | 5.00 |\n", "| 某某大类 | | | | | 4.00 |\n")
    assert contradictions(unread, 合计="34.00", 专项="30.00", 物品="20.00") == []


def test_income_and_spending_of_one_table_balance() -> None:
    assert contradictions(BALANCE, 小计="50.00", 合计="50.00") == []
    (last_digit,) = contradictions(BALANCE, 小计="50.00", 合计="50.01")
    assert last_digit.certainty == SMALL
    told = contradictions(BALANCE, 小计="58.00", 合计="58.00")
    assert WRONG in {one.certainty for one in told}


def test_one_change_is_the_same_wherever_it_is_stated() -> None:
    text = """
2025
三、别的说明
2025年基本支出50.00万元，比上年增加2.00万元。
此外，2025年基本支出50.00万元，比上年增加{增}万元。
"""
    assert contradictions(text, 增="2.00") == []
    (told,) = contradictions(text, 增="2.50")
    assert "基本支出" in told.finding.message


def test_purchases_are_compared_with_what_the_text_says_of_them() -> None:
    text = f"{PURCHASES}十二、政府采购支出预算情况说明\n2025年我部门政府采购预算总金额为{{文字}}万元。\n"
    known = {"合计": "35.00", "专项": "30.00", "物品": "20.00"}
    assert contradictions(text, 文字="35.00", **known) == []
    (told,) = contradictions(text, 文字="38.00", **known)
    assert told.certainty == WRONG


@pytest.mark.parametrize(("share", "certainties"), [("100", []), ("90", [WRONG])])
def test_a_share_in_a_sentence_of_the_form_is_reckoned(share: str, certainties: list[str]) -> None:
    said = "三、支出预算情况说明\n2025年支出合计50.00万元，其中：\n基本支出50.00万元"
    text = f"{BALANCE}{said}，占{share}%；\n"
    assert [one.certainty for one in contradictions(text, 小计="50.00", 合计="50.00")] == certainties
