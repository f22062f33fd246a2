"""Leaf lists as an integrated system exports them, made in the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from generator.grids.reader import read_bytes
from generator.intake.leaf_draft import LeafBudget, leaf_budgets, leaf_draft
from generator.intake.leaves import LeafList, leaf_lists
from tests.grids.files import saved

HEADINGS = (
    "预算单位", "项目类别", "项目编码", "项目名称", "支出功能分类", "部门预算经济分类", "资金性质", "预算金额",
)  # fmt: skip
UNIT = "350001-科工局本级"
WAGES = (UNIT, "人员类", "", "工资", "[2060101]行政运行", "30101-基本工资", "一般公共预算资金", 1000.5)
CAR = (UNIT, "其他运转类", "P1", "车保险", "2060101 行政运行", "30231", "一般公共预算资金", 4000)
FUND = (UNIT, "特定目标类", "P2", "奖励", "2069901", "", "政府性基金预算资金", 20)


def workbook(*rows: Sequence[Any], merged: Sequence[str] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for area in merged:
        book.active.merge_cells(area)
    return saved(book)


def lists(*rows: Sequence[Any], mapping: Mapping[str, str] | None = None, merged: Sequence[str] = ()) -> list[LeafList]:
    return leaf_lists(read_bytes(workbook(*rows, merged=merged), "明细.xlsx"), mapping or {})


def only(*rows: Sequence[Any], **more: Any) -> LeafList:
    (found,) = lists(*rows, **more)
    return found


def budgets(*rows: Sequence[Any], code: str = "", name: str = "") -> list[LeafBudget]:
    return leaf_budgets(lists(*rows), code, name)


def content(*rows: Sequence[Any], code: str = "") -> dict[str, Any]:
    (one,) = budgets(*rows, code=code)
    return leaf_draft(one, "河北", 2025).content
