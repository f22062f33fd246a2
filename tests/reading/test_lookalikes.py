"""Signs that look like those of YAML are found where the schema wants structure, and are let be in texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.findings.finding import has_errors
from generator.reading import source
from generator.reading.fix import fix
from generator.reading.lookalikes import signs_of
from generator.reading.mending import LONGEST_LINE, mended
from generator.reading.schema import load_rule

RULE = load_rule("budget")
MENDED = {
    "several in one line": (
        "基本支出: 【{科目：2010301，经济科目=30101；资金性质：一般公共预算拨款、金额：80000｝］ ＃ 注\n",
        "基本支出: [{科目: 2010301, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 80000}] # 注\n",
    ),
    "quotes of a code, not of a name": ("部门: {编码: “351”, 名称: “三公”局}\n",
        '部门: {编码: "351", 名称: “三公”局}\n'),
    "dashes": ("部门职责:\n  -甲。\n  —乙。\n  • 丙。\n", "部门职责:\n  - 甲。\n  - 乙。\n  - 丙。\n"),
    "a dash of which the next lines depend": (
        "收入:\n  -科目: 2010301\n   金额: 5\n  -科目: 2\n   金额: 3\n",
        "收入:\n  - 科目: 2010301\n    金额: 5\n  - 科目: 2\n    金额: 3\n",
    ),
    "tabs among blanks": (
        "项目:\n  - 编码: a\n\t名称: b\n\t支出:\n\t\t- {科目: 1}\n\t用途: c\n",
        "项目:\n  - 编码: a\n    名称: b\n    支出:\n      - {科目: 1}\n    用途: c\n",
    ),
    "a tab of eight columns": (
        "项目:\n  - 编码: a\n    绩效指标:\n\t- {一级: 产出指标}\n",
        "项目:\n  - 编码: a\n    绩效指标:\n      - {一级: 产出指标}\n",
    ),
    "a tab after a colon": ("单位:\n  - 编码:\t1\n", "单位:\n  - 编码: 1\n"),
    "brackets over several lines": (
        "收入: ［\n  ｛科目: 1，\n  金额: 2｝，\n  ］\n",
        "收入: [\n  {科目: 1,\n  金额: 2},\n  ]\n"),
}  # fmt: skip
TEXTS = [
    "其他说明: 【附】见：甲，乙；—丙＝丁\n",
    "其他说明: |\n  年度：2025\n  -甲\n\t乙\n",
    "其他说明: 甲\n  ——乙\n  年度：丙\n",
    '其他说明: "甲\n  年度：丙"\n年度: 2025\n',
    "部门职责: [甲，乙：丙、丁, 【戊】己]\n",
    "项目: [{名称: 甲（乙，丙）、名, 用途: “三公”经费；其他}]\n",
    "原因: {基本支出: 甲，乙}\n",
]


@pytest.mark.parametrize("name", MENDED)
def test_all_signs_are_mended_together(name: str) -> None:
    before, after = MENDED[name]
    assert fix(before.encode(), "a.yaml", RULE)[0].decode() == after


@pytest.mark.parametrize("text", TEXTS)
def test_in_a_text_they_are_what_they_are(text: str) -> None:
    assert signs_of(text.split("\n"), RULE) == []


def test_what_else_is_wrong_is_told_at_the_place_where_it_was_typed() -> None:
    text = "年度：2025\n部门：{编码：“351”，名称：甲，名称：乙}\n"
    read = mended(text.encode(), "a.yaml", RULE)
    assert read is not None
    (twice,) = [one for one in read[1] if one.kind is source.DUPLICATE]
    assert twice.place is not None
    assert text.split("\n")[twice.place.line - 1][twice.place.column - 1 :].startswith("名称：乙")


def test_a_tab_that_may_belong_to_two_levels_is_left_and_told() -> None:
    before = "项目:\n  - 名称: 甲\n    支出:\n      - 科目: 1\n\t单位: 乙\n"
    after, done, left = fix(before.encode(), "a.yaml", RULE)
    assert (after.decode(), done) == (before, ())
    assert "没有改：这一行用制表符" in left[0]


@pytest.mark.parametrize(("length", "is_mended"), [(LONGEST_LINE, True), (LONGEST_LINE + 1, False)])
def test_a_line_that_nobody_typed_is_not_looked_through(length: int, is_mended: bool) -> None:
    text = "年度：2025\n部门职责: [甲]".ljust(length + len("年度：2025\n"))
    assert (mended(text.encode(), "a.yaml", RULE) is not None) is is_mended


LINES = st.sampled_from([
    "年度: 2025", "年度：2025", "部门: ｛编码：“351”，名称: 甲｝", "收入:", "\t- {科目: 1, 金额: 5}", "\t\t金额: 3",
    "  —科目＝1",
    "  -{科目: 1；金额: ¥5}", "项目:", "  - 名称: 甲", "\t用途: 乙", "    支出: 【】", "其他说明: 甲",
    "\u3000\u3000备注：丙", "\t", "  #",
    "部门职责: [甲，乙", "]", "  • 丁", "“", "｝",
])  # fmt: skip


@settings(max_examples=300)
@given(st.lists(LINES, max_size=9).map("\n".join))
def test_what_fix_calls_mended_reads_clean_or_it_says_what_it_left(text: str) -> None:
    after, _, left = fix(text.encode(), "a.yaml", RULE)
    assert fix(after, "a.yaml", RULE)[:2] == (after, ())
    assert left or not has_errors(source.parse(after, "a.yaml")[1])


@settings(max_examples=200)
@given(st.text(alphabet="年度部门收入项目：:，,｛{｝}【[】]“”\"'—-•＃# \t\n=；、1", max_size=60))
def test_any_text_at_all_is_looked_through(text: str) -> None:
    for one in signs_of(text.split("\n"), RULE):
        assert text.split("\n")[one.line][one.column : one.column + one.length]
