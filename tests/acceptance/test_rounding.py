"""The figures test would fire: of the roundings, only half up of exact sums gives the published figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from tests.acceptance import published
from tests.acceptance.boundary import leaves

Leaf = dict[str, Any]
Condition = Callable[[Leaf], bool]

BASIC: Condition = lambda leaf: leaf["支出类别"] == "基本支出"  # noqa: E731
PROJECT: Condition = lambda leaf: leaf["支出类别"] != "基本支出"  # noqa: E731
CARRIED: Condition = lambda leaf: leaf["资金年度"] != "本年"  # noqa: E731
ALL: Condition = lambda leaf: True  # noqa: E731

COLUMNS: dict[str, dict[str, Condition]] = {
    "收入总表": {
        "合计": ALL,
        "小计": lambda leaf: not CARRIED(leaf),
        "财政拨款收入": lambda leaf: not CARRIED(leaf),
        "上年结转": CARRIED,
    },
    "支出总表": {"合计": ALL, "基本支出": BASIC, "项目支出": PROJECT},
    "一般公共预算财政拨款支出表": {"合计": ALL, "基本支出": BASIC, "项目支出": PROJECT},
    "国有资本经营预算财政拨款支出表": {"合计": ALL, "基本支出": BASIC, "项目支出": PROJECT},
    "一般公共预算财政拨款基本支出表": {
        "合计": ALL,
        "人员经费": lambda leaf: leaf["经济分类"][:3] in ("301", "303"),
        "公用经费": lambda leaf: leaf["经济分类"][:3] == "302",
    },
}
OF_TABLE: dict[str, Condition] = {
    "收入总表": ALL,
    "支出总表": ALL,
    "一般公共预算财政拨款支出表": lambda leaf: leaf["资金性质"] == "一般公共预算",
    "国有资本经营预算财政拨款支出表": lambda leaf: leaf["资金性质"].startswith("国"),
    "一般公共预算财政拨款基本支出表": BASIC,
}


CLASSES = [str(code) for code in range(201, 235) if code not in (218, 225, 226, 228)]


def differing(rounding: str) -> list[str]:
    """The cells that a rounding of the boundary's sums shows otherwise than published."""
    return [f"{table} {code} {column}" for table, code, column, is_, was in cells(rounding) if is_ != was]


def cells(rounding: str) -> Iterator[tuple[str, str, str, str, str]]:
    for table, columns in COLUMNS.items():
        kind = "经济分类" if table.endswith("基本支出表") else "功能分类"
        for row in published.tree_rows(table):
            for column, condition in columns.items():
                total = sum(
                    (
                        Decimal(leaf["金额_元"])
                        for leaf in leaves()
                        if OF_TABLE[table](leaf) and condition(leaf) and str(leaf[kind]).startswith(row["code"])
                    ),
                    Decimal(0),
                )
                yield table, row["code"] or "合计", column, shown(total, rounding), row[column]
    yield from classes(rounding)


def classes(rounding: str) -> Iterator[tuple[str, str, str, str, str]]:
    """The expenditure by class in 收支总表 and 财政拨款收支总表."""
    balance, fiscal = published.figures()["收支总表"], published.figures()["财政拨款收支总表"]
    for code, (_, was), (_, *by_fund) in zip(CLASSES, balance["支出"], fiscal["支出"], strict=False):
        lines = [leaf for leaf in leaves() if leaf["功能分类"].startswith(code)]
        whole = sum((Decimal(leaf["金额_元"]) for leaf in lines), Decimal(0))
        general = sum((Decimal(leaf["金额_元"]) for leaf in lines if leaf["资金性质"] == "一般公共预算"), Decimal(0))
        yield "收支总表", code, "预算数", shown(whole, rounding), was or ""
        yield "财政拨款收支总表", code, "合计", shown(whole, rounding), by_fund[0] or ""
        yield "财政拨款收支总表", code, "一般公共预算财政拨款", shown(general, rounding), by_fund[1] or ""


def shown(total: Decimal, rounding: str) -> str:
    return str((total / 10000).quantize(Decimal("0.01"), rounding)) if total else ""


def test_half_up_gives_every_published_figure() -> None:
    assert differing(ROUND_HALF_UP) == []
    assert len(list(cells(ROUND_HALF_UP))) == 421 + 3 * len(CLASSES)


def test_half_even_would_show_twelve_cells_otherwise() -> None:
    assert len(differing(ROUND_HALF_EVEN)) == 12, differing(ROUND_HALF_EVEN)


def test_sums_of_rounded_cells_would_differ_from_the_published_totals() -> None:
    rows = {row["code"]: row for row in published.tree_rows("一般公共预算财政拨款基本支出表")}
    parts = [Decimal(row["公用经费"]) for code, row in rows.items() if len(code) == 5 and row["公用经费"]]
    assert (sum(parts), rows["302"]["公用经费"]) == (Decimal("21.88"), "21.87")
