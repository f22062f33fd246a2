"""Random budgets that reconcile, made and audited: nothing is found in what we made ourselves."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
import yaml

from generator.audit import run
from tests.audit.making import made, read
from tests.audit.random_budgets import PACKS, PARTS, Budget, money, whole

COUNT = int(os.environ.get("AUDITED_BUDGETS", "2"))  # of each pack
FIRST = int(os.environ.get("AUDITED_FROM", "0"))
# true of these budgets: they have no text (部门职责, 绩效目标), and few reasons, which have to be published
UNTYPED = {"A902", "A905", "A173"}


@pytest.mark.parametrize("number", range(FIRST, FIRST + COUNT))
@pytest.mark.parametrize(("pack", "year"), PACKS)
def test_nothing_is_found_in_what_we_made(pack: str, year: int, number: int, tmp_path: Path) -> None:
    budget = money(pack, year, random.Random(f"{pack}{number}"))  # noqa: S311 no secret
    assert audited(budget, None, (), tmp_path) == []


@pytest.mark.parametrize("number", range(FIRST, FIRST + COUNT))
@pytest.mark.parametrize(("pack", "year"), PACKS)
def test_nothing_is_found_in_whole_budgets(pack: str, year: int, number: int, tmp_path: Path) -> None:
    chance = random.Random(f"whole {pack}{year} {number}")  # noqa: S311 no secret
    budget, before = whole(pack, year, chance)
    parts = PARTS.get(pack, ()) if chance.random() < 0.3 else ()
    unit = chance.choice(["", *(one["编码"] for one in budget["单位"])]) if len(budget["单位"]) > 1 else ""
    assert audited(budget, before, parts, tmp_path, unit) == []


def audited(this: Budget, before: Budget | None, parts: tuple[str, ...], folder: Path, unit: str = "") -> list[str]:
    """Make the Word file and the PDF of a budget (or of one of its units), and audit them."""
    pack, year = this["模板"], int(this["年度"])
    for number, budget in ((year, this), (year - 1, before)):
        if budget is not None:
            own = folder / f"{number}" / "999-测试局"
            own.mkdir(parents=True)
            (own / "预算.yaml").write_text(yaml.safe_dump(budget, allow_unicode=True, sort_keys=False), "utf-8")
    own = folder / f"{year}" / "999-测试局"
    found = []
    for suffix, data in made(own, ("docx", "pdf"), unit, parts)[1].items():
        found += [(suffix, one) for one in run(read(data, suffix, pack)) if one.finding.code not in UNTYPED]
    return [
        f"{suffix} {one.certainty} {one.finding.code} {one.finding.place} {one.finding.message}"
        for suffix, one in found
    ]
