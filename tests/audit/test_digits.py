"""What wrong digits showed (`benchmarks/audit.py`): some that nothing noticed, some that were told elsewhere."""

from __future__ import annotations

import pytest

from generator.audit import run
from generator.audit.remark import WRONG, AuditRemark
from tests.audit.editing import Plant, edited
from tests.audit.making import FOLDERS, made, read
from tests.audit.test_kinds import FORMS, audit, audited
from tests.recognition.drawn import file, grid

SPLIT = """
合计   | “三公”经费 | <              | <  | <                        | <              | <                  | <          | 会议费 | 培训费
^      | 小计       | 因公出国（境）费 | <  | 公务用车购置及运行维护费 | <              | <                  | 公务接待费 | ^      | ^
^      | ^          | ^              | ^  | 小计                     | 公务用车购置费 | 公务用车运行维护费 | ^          | ^      | ^
{total} | 513.75    | 160.00         | {beside} | 266.80               |                | 266.80             | 86.95      | 271.02 | 1,597.25
"""  # noqa: E501 as wide as the table


def places(remark: AuditRemark) -> list[str]:
    return [words for _, words in remark.finding.related]


@pytest.mark.parametrize(("total", "beside", "found"), [
    ("2,382.02", "<", []), ("2,380.02", "<", ["A101"]), ("2,380.02", "5.00", []),
])  # fmt: skip
def test_a_column_that_a_stray_rule_divides_hides_no_sum(total: str, beside: str, found: list[str]) -> None:
    title = "2025年度某某局“三公”经费、会议费、培训费支出预算表"
    drawn = file(title, "单位：万元", grid(SPLIT.format(total=total, beside=beside)))
    assert [one.finding.code for one in audited(drawn, 2025, FORMS[""]) if one.finding.code == "A101"] == found


def test_a_sum_in_words_names_its_parts() -> None:
    text = "2025\n三、别的说明\n别的资金共598.46万元。其中：甲418.80万元，乙279.66万元。"
    (remark,) = audit(text)
    assert places(remark) == ["“甲”418.80万元", "“乙”279.66万元"]


def test_a_rate_names_the_change_and_the_amount_that_it_is_of() -> None:
    (remark,) = audit("2025\n三、别的说明\n2025年基本支出50.00万元，比上年增加2.00万元，增长9.17%。")
    assert places(remark) == ["本身是 500,000.00 元", "增减是 20,000.00 元"]


def test_the_legend_of_a_chart_is_told_at_its_figure() -> None:
    text = "2025\n三、别的说明\n2025年项目支出20.00万元，占支出合计的40.00%。\n基本支出, 40%项目支出, 46%"
    (place,) = [one.finding.place for one in audit(text) if one.finding.code == "A140"]
    assert place is not None
    assert text.split("\n")[place.line][place.column - 1 :][: place.length] == "项目支出, 46%"


@pytest.mark.parametrize("nth", range(4))
def test_a_total_that_contradicts_others_and_all_its_parts_is_one_finding(nth: int) -> None:
    _, files = made(FOLDERS["931"])
    plant = Plant("A101", WRONG, "931", "1479.099678", "0479.099678", nth)
    certain = [one for one in run(read(edited(files["docx"], plant), "docx", "北京")) if one.certainty == WRONG]
    assert [one.finding.code for one in certain] == ["A101"]
