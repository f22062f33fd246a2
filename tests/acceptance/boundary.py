"""The sample with other amounts: sums that lie exactly between two cents, from `yuan_boundary.json`."""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.acceptance.command import REFERENCE, SAMPLE

INCOME = re.compile(r"(- \{科目: (\d+), 资金性质: [^,}]+, 金额: )(\d+)")
BASIC = re.compile(r"(- \{科目: (\d+), 经济科目: (\d+), 资金性质: [^,}]+, 金额: )(\d+)")


def leaves(name: str = "yuan_boundary") -> list[dict[str, Any]]:
    """The 42 expenditure lines in 元."""
    return list(json.loads((REFERENCE / f"{name}.json").read_text("utf-8"))["leaves"])


def write_boundary_budget(folder: Path) -> Path:
    """Copy the sample and put in the amounts of `yuan_boundary.json`; income is what balances them."""
    target = folder / "budgets" / "2025" / SAMPLE.name
    shutil.copytree(SAMPLE, target)
    file = target / "收支.yaml"
    basic, income = _amounts()
    text, income_lines = INCOME.subn(lambda m: m[1] + str(income.pop(m[2])), file.read_text("utf-8"))
    text, basic_lines = BASIC.subn(lambda m: m[1] + str(basic.pop((m[2], m[3]))), text)
    assert not basic, f"lines that the sample lacks: {basic}"
    assert not income, f"income that the sample lacks: {income}"
    assert (income_lines, basic_lines) == (16, 28)
    file.write_text(text, "utf-8")
    return target


def _amounts() -> tuple[dict[tuple[str, str], Decimal], dict[str, Decimal]]:
    """Basic expenditure by function and economic code, this year's income by function code."""
    basic: dict[tuple[str, str], Decimal] = {}
    income: dict[str, Decimal] = defaultdict(Decimal)
    for leaf in leaves():
        amount = Decimal(leaf["金额_元"])
        if leaf["支出类别"] == "基本支出":
            basic[leaf["功能分类"], leaf["经济分类"]] = amount
        if leaf["资金年度"] == "本年":
            income[leaf["功能分类"]] += amount
    return basic, dict(income)
