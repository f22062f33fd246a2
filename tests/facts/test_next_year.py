"""A file for the next year: what is cut, emptied, changed and marked; all else stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.facts import classification, finished, next_year
from generator.facts.next_year import CODE, CUT, MAY_HAVE_ENDED, PROJECT, NextYear, Rolled, projects, roll
from generator.facts.recoded import Recoded
from generator.facts.year_marks import CARRIED, NONE, REMARK, TARGET, YEAR, years_in
from generator.reading.cutting import tree_of
from generator.reading.schema import load_rule

KEPT = NextYear(2025, 2026, emptied=False)
EMPTIED = NextYear(2025, 2026)


def rolled(text: str, asked: NextYear = KEPT, rule: str = "budget") -> Rolled:
    out, _ = projects([tree_of(text)], asked)
    return roll(text, "预算.yaml", load_rule(rule), asked, out)


def kinds(done: Rolled) -> list[tuple[str, int]]:
    return [(one.kind, one.line) for one in done.notes]


def test_the_year_changes_and_what_is_of_one_year_goes_word_by_word_into_the_report() -> None:
    text = '# 头\n年度: "2025" # 年\n上年: 无，新设\n公开日期: 2025-02-20\n'
    text += '单位:\n  - {编码: "1", 名称: 甲, 原因: {基本支出: 少}}\n'
    done = rolled(text)
    assert done.text == '# 头\n年度: "2026" # 年\n单位:\n  - {编码: "1", 名称: 甲}\n'
    assert [one.lines for one in done.notes if one.kind == CUT] == [
        ("上年: 无，新设",),
        ("公开日期: 2025-02-20",),
        (", 原因: {基本支出: 少}",),
    ]


def test_a_unit_s_own_folder_loses_what_is_of_one_year() -> None:
    assert rolled("单位:\n  编码: 1\n  名称: 甲\n上年数: {支出总计: 1}\n", rule="unit").text == (
        "单位:\n  编码: 1\n  名称: 甲\n"
    )


def test_a_file_of_which_nothing_is_left_is_not_written() -> None:
    done = rolled("# 上年\n上年数: {支出总计: 1}\n原因: {支出总计: 少}\n")
    assert done.text is None
    assert [one.lines[0] for one in done.notes] == ["上年数: {支出总计: 1}", "原因: {支出总计: 少}", "# 上年"]


def test_figures_are_emptied_and_counted_and_nothing_else() -> None:
    text = (
        "年度: 2026\n收入:\n  - {科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1,234.5} # 行\n"
        "项目:\n  - 名称: 甲\n    资金支出计划: {3月底: 1, 6月底: 2}\n    绩效指标: [{三级: 数, 指标值: 3, 权重: 10}]\n"
        "固定资产:\n  明细:\n    - 数量: 2\n      价值: 5 # 元\n"
    )
    done = rolled(text.replace("1,234.5", "1234.5"), EMPTIED)
    assert done.text == (
        "年度: 2026\n收入:\n  - {科目: 2060101, 资金性质: 一般公共预算拨款, 金额: } # 行\n"
        "项目:\n  - 名称: 甲\n    资金支出计划: {3月底: , 6月底: }\n    绩效指标: [{三级: 数, 指标值: 3, 权重: 10}]\n"
        "固定资产:\n  明细:\n    - 数量:\n      价值:  # 元\n"
    )
    assert done.figures == 5


def test_years_are_marked_where_they_are_typed_and_what_says_none() -> None:
    text = (
        "# 2025年的\n项目:\n  - 名称: 2025年运维\n    用途: >-\n      从2019年起，\n      二〇二四年续\n"
        "    绩效指标: [{三级: 时, 指标值: 2019年底前}]\n固定资产: {截止日期: 2024-12-31, 明细: []}\n"
        "政府采购: []\n专项资金: 无\n"
    )
    done = rolled(text)
    assert kinds(done) == [(REMARK, 1), (YEAR, 3), (YEAR, 6), (TARGET, 7), (YEAR, 8), (NONE, 9), (NONE, 10)]
    assert done.text == (
        "# 2025年的\n项目:\n  - 名称: 2025年运维  # 待核对：2025年\n    用途: >-  # 待核对：二〇二四年\n"
        "      从2019年起，\n"
        "      二〇二四年续\n    绩效指标: [{三级: 时, 指标值: 2019年底前}]  # 待核对：2019年\n"
        "固定资产: {截止日期: 2024-12-31, 明细: []}  # 待核对：2024年\n"
        "政府采购: []  # 待核对：没有\n专项资金: 无  # 待核对：没有\n"
    )


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024—2026年", [2024, 2026]),
        ("2024、2025年", [2024, 2025]),
        ("截至2025.3", [2025]),
        ("财预〔2025〕12号", []),
        ("财预（2025）12号", []),
        ("预算（2025）", [2025]),
        ("13030325P20250410058N", []),
        ("2025人", []),
        ("2025 年度", [2025]),
        ("二○二五年", [2025]),
    ],
)
def test_a_year_is_told_from_other_numbers(text: str, years: list[int]) -> None:
    assert [year for year, _, _ in years_in(text)] == years


def test_what_was_carried_over_is_marked_where_amounts_are_kept() -> None:
    text = "收入:\n  - {科目: 2060101, 资金性质: 一般公共预算拨款, 上年结转: 是, 金额: 1}\n"
    assert kinds(rolled(text)) == [(CARRIED, 2)]
    assert kinds(rolled(text, EMPTIED)) == []


PERIOD = """\
项目:
  - 名称: 甲
    编码: P1
    说明: {{实施周期: {0}}}
  - 名称: 乙
政府采购:
  - {{项目: P1, 物品名称: 车}}
"""


def test_a_finished_project_is_left_out_on_request_with_its_purchases() -> None:
    text = PERIOD.format("2023年至2025年")
    asked = NextYear(2025, 2026, emptied=False, drop_finished=True)
    done = rolled(text, asked)
    assert done.text == "项目:\n  - 名称: 乙\n"  # and no empty list, which would say that nothing is bought
    assert kinds(done) == [(PROJECT, 2), (PROJECT, 6)]
    assert kinds(rolled(text))[0] == (MAY_HAVE_ENDED, 2)


def test_a_project_is_left_out_by_name() -> None:
    asked = NextYear(2025, 2026, dropped=frozenset(("乙", "没有")))
    text = PERIOD.format("长期")
    assert "乙" not in str(rolled(text, asked).text)
    assert projects([tree_of(text)], asked) == ({"乙"}, {"乙"})


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2023年至2025年", finished.END),
        ("2023-2025年", finished.END),
        ("2024年", finished.END),
        ("2024年3月至2025年12月", finished.END),
        ("2025年1月1日至2025年12月31日", ""),
        ("2025年", ""),
        ("2025年3月至9月", finished.MAYBE),
        ("2024年10月至2025年3月", finished.MAYBE),
        ("2024年7月至2025年6月", ""),
        ("2024年至2026年", ""),
        ("2024年起，长期", ""),
        ("一年", ""),
    ],
)
def test_a_project_is_over_only_where_its_period_says_so(period: str, said: str) -> None:
    assert finished.finished({"说明": {"实施周期": period}}, 2025) == said


def test_a_one_off_project_is_over_but_not_one_that_ends_later() -> None:
    assert finished.finished({"用途": "一次性项目"}, 2025) == finished.END
    assert finished.finished({"用途": "发放一次性补助"}, 2025) == ""
    assert finished.finished({"用途": "一次性项目", "说明": {"实施周期": "2025年至2026年"}}, 2025) == ""


HEAD = "code,name,level,parent,confidence\n"


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2025 has 甲类, which 2026 calls 新甲; 2060201 got another code, 2060301 is gone."""
    lines = {
        2025: "2060101,甲,项,20601,confirmed\n2060201,乙事,项,20602,confirmed\n2060301,丙事,项,20603,confirmed\n",
        2026: "2060101,新甲,项,20601,confirmed\n2060299,乙事,项,20602,confirmed\n",
    }
    for year, rows in lines.items():
        folder = tmp_path / str(year)
        folder.mkdir()
        for name in ("function", "economic_department", "economic_government", "procurement"):
            (folder / f"{name}.csv").write_text(HEAD + (rows if name == "function" else ""), "utf-8")
    (tmp_path / "function_renames.csv").write_text(
        "code,old_name,current_name,changed_about\n207,旧类支出名称,新类,2019\n"
    )
    made = {year: classification.Classification(tmp_path / str(year)) for year in lines}
    monkeypatch.setattr(next_year.classification, "load", made.__getitem__)


@pytest.mark.usefixtures("catalogues")
def test_codes_and_names_of_the_new_year_s_catalogue_are_written_and_told() -> None:
    text = (
        "收入:\n  - {科目: 2060201, 资金性质: 一般公共预算拨款, 金额: 1}\n"
        '  - {科目: "2060301", 资金性质: 其他收入, 金额: 1}\n'
        "科目用途: {2060201: 事}\n科目名称: {功能分类: {2060101: 甲}}\n其他说明: 2060101甲和207旧类支出名称。\n"
    )
    done = rolled(text, NextYear(2025, 2026, emptied=False))  # a run of its own, with these catalogues
    assert done.text == (
        "收入:\n  - {科目: 2060299, 资金性质: 一般公共预算拨款, 金额: 1}\n"
        '  - {科目: "2060301", 资金性质: 其他收入, 金额: 1}\n'
        "科目用途: {2060299: 事}\n科目名称: {功能分类: {2060101: 新甲}}\n其他说明: 2060101新甲和207新类。\n"
    )
    assert [one.line for one in done.notes if one.kind == CODE] == [2, 3, 4, 5, 6, 6]
    assert "没有改" in done.notes[1].said


def test_the_same_catalogue_changes_nothing() -> None:
    recoded = Recoded(classification.load(2025), classification.load(2025))
    assert not recoded.dropped("功能分类", "2060101")
    assert not list(recoded.in_text("2060101行政运行"))
