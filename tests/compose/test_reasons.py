"""The reasons that a form asks are heard where they are found missing (B401): both say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import publish
from generator.base.resources import templates_folder
from generator.compose.composer import reasons
from generator.facts.budget import Subject

ROOT = Path(__file__).parents[2]
YEARS = ("budgets/2025", "tests/budgets/2018", "tests/budgets/2019", "tests/budgets/2025")
FOLDERS = [folder for year in YEARS for folder in sorted((ROOT / year).iterdir())]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name[:3]}")
def test_what_has_no_reason_is_what_the_check_says(folder: Path) -> None:
    made = publish.prepare(folder, templates_folder(), shown_as="b")
    assert made.budget is not None
    assert made.pack is not None
    asked = reasons(made.budget, made.pack)
    lacking = {(subject.code, name) for subject, names in asked for name, said in names.items() if not said}
    found = [one for one in made.findings if one.code == "B401"]
    whole = {(owner(made.budget.subjects, one.path), one.path[-1]) for one in found if "个科目" not in one.message}
    items = sum(int(count[1]) for one in found if (count := re.search("等 ([0-9]+) 个科目", one.message)))
    assert {(code, name) for code, name in lacking if not name.isdigit()} == {
        (code, name) for code, name in whole if not str(name).isdigit() and name != "原因"
    }
    assert sum(name.isdigit() for _, name in lacking) >= items


def owner(subjects: tuple[Subject, ...], path: tuple[str | int, ...]) -> str:
    own = [one for one in subjects if one.path and path[: len(one.path)] == one.path]
    return max(own, key=lambda one: len(one.path)).code if own else subjects[0].code
