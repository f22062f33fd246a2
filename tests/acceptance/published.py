"""What the published document shows, cell by cell, from `figures.json` and `projects.json` (transcribed by hand)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.acceptance.command import REFERENCE
from tests.acceptance.finished import folded

TREE_TABLES = {
    "收入总表": ("部门预算收入总表", {"本年收入小计": "小计"}),
    "支出总表": ("部门预算支出总表", {}),
    "一般公共预算财政拨款支出表": ("部门预算一般公共预算财政拨款支出表", {}),
    "一般公共预算财政拨款基本支出表": ("部门预算一般公共预算财政拨款基本支出表", {}),
    "国有资本经营预算财政拨款支出表": ("部门预算国有资本经营预算财政拨款支出表", {}),
}
EXPENDITURE_ROWS = 31


@cache
def figures() -> Any:
    """Every published figure."""
    return json.loads((REFERENCE / "figures.json").read_text("utf-8"))


@cache
def projects() -> Any:
    """The project tables with their indicators."""
    return json.loads((REFERENCE / "projects.json").read_text("utf-8"))


def balance() -> list[list[str]]:
    """The rows of 收支总表, without 序号."""
    told = figures()["收支总表"]
    left = _padded(told["收入"], EXPENDITURE_ROWS)
    rows = [[*income, *expenditure] for income, expenditure in zip(left, told["支出"], strict=True)]
    for income, expenditure in (
        ("本年收入合计", "本年支出合计"),
        ("上年结转结余", "年终结转结余"),
        ("收入总计", "支出总计"),
    ):
        rows.append([income, told[income], expenditure, told[expenditure]])
    return _words(rows)


def fiscal_balance() -> list[list[str]]:
    """The rows of 财政拨款收支总表, without 序号."""
    told = figures()["财政拨款收支总表"]
    carried = told["年初财政拨款结转和结余"]
    rows = [[*one, *two] for one, two in zip(_padded(told["收入"], EXPENDITURE_ROWS), told["支出"], strict=True)]
    rows.append(["本年收入合计", told["本年收入合计"], "本年支出合计", *told["本年支出合计"]])
    rows.append(["年初财政拨款结转和结余", carried["合计"], "年末财政拨款结转和结余", "", "", "", ""])
    rows += [[name, amount, "", "", "", "", ""] for name, amount in carried.items() if name != "合计"]
    rows.append(["收入总计", told["收入总计"], "支出总计", *told["支出总计"]])
    return _words(rows)


def three_public_expenses() -> list[list[str]]:
    """The rows of the “三公” table, without 序号; the two published columns are 合计 and 一般公共预算."""
    told = figures()["三公经费支出表"]
    return _words([[label, *(amounts or ["", ""]), "", ""] for label, amounts in told.items()])


def tree_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table by codes: code, name, and amount by column; the first is the total."""
    told = figures()[name]
    columns = TREE_TABLES[name][1]
    rows = [{"code": "", "name": "合计", **told["合计"]}, *told["rows"]]
    return [{columns.get(key, key): folded(value or "") for key, value in row.items()} for row in rows]


def form_rows(project: Any) -> list[list[str]]:
    """The rows of the form of a project table."""
    return _words(
        [
            ["项目编码", project["code"], "项目名称", project["name"]],
            [
                "预算规模及资金用途", "预算数", project["budget"], "其中：财政资金", project["fiscal"],
                "其他资金", project["other"],
            ],
            ["预算规模及资金用途", project["用途"]],
            ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
            ["资金支出计划（%）", *project["schedule"]],
            ["绩效目标", project["goal"]],
        ]
    )  # fmt: skip


def indicator_rows(project: Any) -> list[list[str]]:
    """The rows of the list of indicators of a project table."""
    return _words([list(indicator.values()) for indicator in project["indicators"]])


def project_title(project: Any) -> str:
    """The title over a project table."""
    return folded(f"{project['seq']}、{project['name']}绩效目标表")


def _padded(rows: list[list[str]], length: int) -> list[list[str]]:
    return rows + [["", ""]] * (length - len(rows))


def _words(rows: list[list[str | None]]) -> list[list[str]]:
    return [[folded(cell or "") for cell in row] for row in rows]
