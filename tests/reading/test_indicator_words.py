"""The closed lists of an indicator: words that mean the same are read as the one of the form, and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.facts import build
from generator.findings.finding import Finding

HEAD = """
年度: 2025
模板: 测试
部门: {编码: "350", 名称: 测试部门}
单位: [{编码: "350001", 名称: 本级}]
整体绩效:
  指标:
    - 一级: 产出指标
      二级: 质量指标
      三级: 合格率
      指标值: 95
"""


def read(folder: Path, line: str) -> tuple[str, list[Finding]]:
    (folder / "预算.yaml").write_text(f"{HEAD}      {line}\n", "utf-8")
    budget, found = build.load(folder)
    key = line.partition(":")[0]
    value = budget.data["整体绩效"]["指标"][0].get(key, "") if budget else ""
    return str(value), list(found)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("指标性质: 大于等于", "≥"),
        ("指标性质: 不超过", "≤"),
        ("指标性质: =", "＝"),
        ("指标性质: ＞", ">"),
        ('指标性质: ">="', "≥"),
        ("指标性质: 定性指标", "定性"),
        ("方向: 负向", "反向"),
        ("方向: 越大越好", "正向"),
    ],
)
def test_a_word_of_the_same_meaning_is_read_and_told(line: str, meant: str, tmp_path: Path) -> None:
    value, found = read(tmp_path, line)
    assert value == meant
    assert [(one.code, f"按“{meant}”读入" in one.message) for one in found] == [("S209", True)]
    replacement = found[0].replacement or ""
    assert read(tmp_path, f"{line.partition(':')[0]}: {replacement}") == (meant, [])


@pytest.mark.parametrize("line", ["指标性质: 正向", "指标性质: 定量", "方向: ≥"])
def test_a_word_that_means_something_else_is_an_error_that_lists_the_words(line: str, tmp_path: Path) -> None:
    _, found = read(tmp_path, line)
    assert [one.code for one in found] == ["S205"]
    assert "方向" in found[0].remedy or "正向" in found[0].remedy
    assert "大于等于" not in found[0].remedy


@pytest.mark.parametrize(
    ("typed", "value", "codes"),
    [("20", "20", []), ("2.50", "2.5", []), ("20%", "20", ["S203"]), ("２０分", "20", ["S203"])],
)
def test_a_weight_is_the_text_of_its_number(typed: str, value: str, codes: list[str], tmp_path: Path) -> None:
    found = read(tmp_path, f"权重: {typed}")
    assert (found[0], [one.code for one in found[1]]) == (value, codes)


@pytest.mark.parametrize("typed", ["-20", "二十", "1000", "20元", "%"])
def test_what_is_no_weight_is_an_error(typed: str, tmp_path: Path) -> None:
    _, found = read(tmp_path, f'权重: "{typed}"')
    assert [(one.code, one.remedy) for one in found] == [("S201", "请只写数，例如 20。")]


@pytest.mark.parametrize("sign", [">", ">=", "<"])
def test_a_sign_without_quotes_is_never_lost_in_silence(sign: str, tmp_path: Path) -> None:
    value, found = read(tmp_path, f"指标性质: {sign}")
    assert value == "<" or "引号" in found[0].remedy
