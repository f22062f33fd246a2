"""Sides that differ are compared with those that can explain them, and not each with all."""

from pathlib import Path

from generator.checks import balance, classification_codes
from generator.facts.build import load
from tests.counting import at_most

HEAD = "年度: 2025\n模板: 河北\n部门: {编码: a, 名称: 部门甲}\n"
FUND = "资金性质: 一般公共预算拨款"
FUNCTIONS = (2010301, 2010302, 2060101, 2069988)  # the last is in no catalogue


def test_many_units_without_spending_take_work_in_proportion(tmp_path: Path) -> None:
    calls = {count: work(tmp_path / str(count), count) for count in (50, 200)}
    assert calls[200] < 5 * calls[50]


def work(folder: Path, count: int) -> int:
    """Check the income of so many units that spend nothing; returns the calls."""
    folder.mkdir()
    units = "".join(f'  - {{编码: "{1000 + one}", 名称: 单位{one}, 性质: 行政}}\n' for one in range(count))
    lines = "".join(
        f'  - {{单位: "{1000 + one}", 科目: {function}, {FUND}, 金额: {100 + one}}}\n'
        for one in range(count)
        for function in FUNCTIONS
    )
    (folder / "a.yaml").write_text(f"{HEAD}单位:\n{units}收入:\n{lines}", "utf-8")
    budget, _ = load(folder)
    assert budget is not None
    with at_most(20_000_000) as done:
        assert len(list(balance.check(budget))) == count * len(FUNCTIONS)
        assert [one.kind.code for one in classification_codes.check(budget)] == ["C401"]
    return done.calls
