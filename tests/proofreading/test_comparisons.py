"""Reasons and last year's figures of every name that a pack knows, of units, and with last year's budget beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.base.paths import said
from generator.publish import prepare
from tests.packs import write_pack

QUERIES = """口径:
  收入总计: {方向: 收入}
  支出总计: {方向: 支出}
  基本支出: {方向: 支出, 支出类型: 基本支出}
  三公经费: {方向: 支出, 经济分类: [30212, 30217, 30231]}
  因公出国（境）费: {方向: 支出, 经济分类: 30212}
  公务接待费: {方向: 支出, 经济分类: 30217}
  公务用车运行维护费: {方向: 支出, 经济分类: 30231}
"""
TEXT = "{{ 金额('公务接待费')|万元 }}{{ 原因('公务接待费') }}{{ 原因('三公经费') }}"
BASE: dict[str, Any] = {
    "年度": "2025",
    "模板": "测试",
    "部门": {"编码": "350", "名称": "测试部门"},
    "单位": [{"编码": "350001", "名称": "本级"}],
    "收入": [{"科目": "2060101", "资金性质": "一般公共预算拨款", "金额": "80000"}],
    "基本支出": [
        {"科目": "2060101", "经济科目": "30101", "资金性质": "一般公共预算拨款", "金额": "60000"},
        {"科目": "2060101", "经济科目": "30217", "资金性质": "一般公共预算拨款", "金额": "20000"},
    ],
}


def found(folder: Path, **keys: Any) -> list[tuple[str, str]]:
    write_pack(folder / "templates", text=TEXT, 口径=QUERIES)
    budget = folder / "b"
    budget.mkdir()
    (budget / "a.yaml").write_text(yaml.safe_dump({**BASE, **keys}, allow_unicode=True), "utf-8")
    findings = prepare(budget, folder / "templates", shown_as="b").findings
    return [(one.code, said(one.path)) for one in findings if one.code[:2] == "C7"]


@pytest.mark.parametrize(
    ("code", "before", "reason"),
    [
        ("C701", "30000", "接待批次增加"),
        ("C701", "10000", "压减接待"),
        ("C702", "10000", "与上年持平"),
        ("C703", "20000", "接待批次增加"),
    ],
)
def test_the_direction_of_a_reason_is_compared_for_any_name(
    tmp_path: Path, code: str, before: str, reason: str
) -> None:
    last, why = {"公务接待费": before}, {"公务接待费": reason}
    assert found(tmp_path, 上年数=last, 原因=why) == [(code, "原因.公务接待费")]


@pytest.mark.parametrize(
    ("key", "stated", "code"),
    [
        ("上年数", {"支出总计": {"2060101": "90000"}}, "C701"),
        ("上年数", {"支出总计": {"2060101": "70000"}}, ""),
        ("上年执行数", {"支出总计": {"2060101": "90000"}}, "C701"),
        ("上年数", {"基本支出": {"合计": "80000", "2060101": "80000"}}, "C703"),
        ("上年数", {"支出总计": {"2060102": "90000"}}, ""),
    ],
)
def test_a_reason_given_by_code_is_compared_with_the_items_change(
    tmp_path: Path, key: str, stated: dict[str, Any], code: str
) -> None:
    problems = found(tmp_path, **{key: stated, "原因": {"2060101": "人员增加"}})
    assert problems == ([(code, "原因.2060101")] if code else [])


def test_a_reason_that_fits_and_one_without_last_year_are_right(tmp_path: Path) -> None:
    assert found(tmp_path, 上年数={"公务接待费": "10000"}, 原因={"公务接待费": "批次增加", "三公经费": "压减"}) == []


def test_a_name_that_the_check_of_the_facts_reads_is_told_once(tmp_path: Path) -> None:
    keys = {"上年数": {"三公经费": "30000"}, "原因": {"三公经费": "批次增加"}}
    assert found(tmp_path, **keys) == [("C701", "原因.三公经费")]


def test_a_units_own_reasons_are_compared_with_its_own_amounts(tmp_path: Path) -> None:
    unit = {"编码": "350001", "名称": "本级", "上年数": {"公务接待费": "30000"}, "原因": {"公务接待费": "批次增加"}}
    assert found(tmp_path, 单位=[unit]) == [("C701", "单位[0].原因.公务接待费")]


def test_a_figure_typed_in_ten_thousands_is_found_and_a_large_change_is_none(tmp_path: Path) -> None:
    assert found(tmp_path, 上年数={"公务接待费": "2"}) == [("C704", "上年数.公务接待费")]


def test_a_small_sum_may_grow_much(tmp_path: Path) -> None:
    assert found(tmp_path, 上年数={"公务接待费": "150"}) == []


@pytest.mark.parametrize(
    ("last", "where"),
    [
        ({"三公经费": "20000", "公务接待费": "30000"}, ["上年数.公务接待费"]),
        (
            {"三公经费": "30000", "公务接待费": "10000", "因公出国（境）费": "0", "公务用车运行维护费": "10000"},
            ["上年数.三公经费"],
        ),
        ({"收入总计": "90000", "支出总计": "80000"}, ["上年数.收入总计"]),
        ({"三公经费": "30000", "公务接待费": "10000", "因公出国（境）费": "0", "公务用车运行维护费": "20000"}, []),
        ({"三公经费": "30000", "公务接待费": "10000"}, []),
        ({"收入总计": "80000", "支出总计": "80000", "基本支出": "80000"}, []),
    ],
)
def test_last_years_parts_are_compared_with_their_total(tmp_path: Path, last: dict[str, str], where: list[str]) -> None:
    assert found(tmp_path, 上年数=last) == [("C705", path) for path in where]
