"""元 and 万元 exchanged in a whole budget are found by what is usual; no real budget is near the bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from generator import publish
from generator.checks import magnitudes
from generator.facts import build
from generator.facts.budget import Budget, Entry

FACTOR = 10_000
REAL = (*Path("budgets/2025").iterdir(), *Path("tests/budgets/2025").iterdir())
ONE = Entry(Decimal(0), ("基本支出", 0, "金额"), "支出", economic="30101", unit="001")


def real(folder: Path, factor: Decimal = Decimal(1)) -> Budget:
    """A real budget whose every amount is multiplied."""
    budget = publish.prepare(folder, Path("templates")).budget
    assert budget is not None

    def scaled(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(replace(entry, amount=entry.amount * factor) for entry in entries)

    return replace(budget, entries=scaled(budget.entries), assets=scaled(budget.assets))


def codes(budget: Budget) -> list[str]:
    return [problem.kind.code for problem in magnitudes.check(budget)]


def of(*entries: tuple[str, float]) -> Budget:
    made = [replace(ONE, economic=code, amount=Decimal(str(amount))) for code, amount in entries]
    return replace(real(REAL[0]), entries=tuple(made), assets=(), records={"采购": ()})


@pytest.mark.parametrize("folder", REAL, ids=lambda folder: folder.name[:3])
def test_real_budgets_are_usual_and_ten_thousand_times_them_is_not(folder: Path) -> None:
    assert codes(real(folder)) == []
    assert codes(real(folder, Decimal(10))) == codes(real(folder, Decimal("0.1"))) == []
    assert codes(real(folder, Decimal(FACTOR))) == ["C115"]
    assert codes(real(folder, 1 / Decimal(FACTOR))) == ["C114"]


def bounds() -> Iterator[tuple[str, float, bool]]:
    for usual in magnitudes._USUAL:
        for code in usual.codes:
            if usual.least:
                yield code, float(usual.least), False
                yield code, float(usual.least) - 0.01, True
            yield code, float(usual.most), True
            yield code, float(usual.most) - 1, False


@pytest.mark.parametrize(("code", "amount", "odd"), list(bounds()))
def test_each_bound_from_both_sides(code: str, amount: float, odd: bool) -> None:
    assert bool(codes(of((code, amount)))) is odd


def test_many_cars_of_a_large_department_are_usual_and_one_dear_car_is_not() -> None:
    assert codes(of(("31013", 150_000_000), ("30101", 900_000_000), ("30299", 9_000_000_000))) == []
    assert codes(of(("31013", 150_000_000), ("30299", 2_000_000_000))) == ["C115"]
    assert codes(of(("31013", 1_000_000_000), ("30299", 900_000_000_000))) == ["C115"]


@pytest.mark.parametrize(("amount", "lines", "found"), [(99, 10, ["C114"]), (99, 9, []), (100, 10, [])])
def test_the_middle_of_many_lines_tells(amount: float, lines: int, found: list[str]) -> None:
    assert codes(of(*[("30299", amount)] * lines)) == found
    large = {99: 100_000_001, 100: 100_000_000}[int(amount)]
    assert codes(of(*[("30299", large)] * lines)) == [code.replace("4", "5") for code in found]


@pytest.mark.parametrize(
    ("name", "quantity", "amount", "found"),
    [
        ("轿车", 1, 100_000_000, ["C115"]),
        ("轿车", 1, 180_000, []),
        ("执法车", 3, 150_000_000, ["C115"]),
        ("执法车", 3, 149_999_999, []),
        ("执法车", "3.0", 149_999_999, []),
        ("汽车租赁服务", 1, 100_000_000, []),
        ("地铁列车", 1, 100_000_000, []),
    ],
)
def test_a_vehicle_costs_no_fifty_million(
    tmp_path: Path, name: str, quantity: int | str, amount: int, found: list[str]
) -> None:
    text = f"""年度: 2025
模板: 河北
部门: {{编码: "350", 名称: 甲}}
单位: [{{编码: "350001", 名称: 乙}}]
政府采购:
  - 物品名称: {name}
    目录: A99
    计量单位: 辆
    数量: {quantity}
    单价: 1
    资金: [{{资金性质: 一般公共预算拨款, 金额: {amount}}}]
固定资产: {{截止日期: 2024-12-31, 明细: [{{类别: 车辆, 数量: {quantity}, 价值: 200000}}]}}
"""
    (tmp_path / "预算.yaml").write_text(text, "utf-8")
    budget, findings = build.load_alone(tmp_path)
    assert budget is not None, findings
    assert codes(budget) == found
