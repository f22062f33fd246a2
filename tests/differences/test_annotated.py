"""A file as git shows it: every line as typed, the names of its codes behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.differences.annotated import annotated

ROOT = Path(__file__).parents[2]
TEXT = """\
# 收支
年度: 2025
收入:
  - {科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1234567.5}
  - {科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 9000} # 行政运行
科目用途:
  "2060101": 运转，
    保障。
"""
NOTED = """\
# 收支
年度: 2025
收入:
  - {科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1234567.5}  〔行政运行，1,234,567.5〕
  - {科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 9000} # 行政运行
科目用途:
  "2060101": 运转，  〔行政运行〕
    保障。
"""


def test_names_and_large_amounts_stand_behind_their_lines() -> None:
    assert annotated(TEXT) == NOTED
    assert annotated(TEXT.replace("\n", "\r\n")) == NOTED.replace("\n", "\r\n")


@pytest.mark.parametrize("file", sorted((ROOT / "budgets").rglob("*.yaml")), ids=lambda path: path.stem)
def test_no_line_of_a_real_budget_is_lost(file: Path) -> None:
    text = file.read_text("utf-8")
    noted = annotated(text).split("\n")
    assert [line.partition("  〔")[0] for line in noted] == text.split("\n")


def test_a_file_of_a_unit_and_one_with_nothing_are_shown_too() -> None:
    assert annotated("单位: {编码: x, 名称: y}\n收入: [{科目: 2060101}]\n").count("〔行政运行〕") == 1
    assert annotated("") == ""
    assert annotated("# 无\n") == "# 无\n"
    assert annotated("- 列表\n") == "- 列表\n"
