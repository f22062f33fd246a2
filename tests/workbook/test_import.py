"""What is changed in a workbook comes back: every value, every row, and nothing else."""

from __future__ import annotations

import copy
import random
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.findings.finding import has_errors
from generator.workbook.cells import meaning
from generator.workbook.tree import at, leaves
from tests.workbook.books import book_of, brought, edited, ready, typed, with_value
from tests.workbook.samples import FOLDERS, IDS, ROOT

BUDGET = ROOT / "budgets/2025/350-科技和工信部门"
OF_UNITS = ROOT / "tests/budgets/2025/999-测试综合部门（虚构）"


def another(value: str) -> str:
    number = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) and not value.startswith("0")
    return f"{(Decimal(value) + 10_000).normalize():f}" if number else f"{value}改"


def equal(one: Any, other: Any) -> bool:
    """Whether two trees say the same; numbers may be written in two ways."""
    if isinstance(one, str) and isinstance(other, str):
        numbers = [Decimal(text) for text in (one, other) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text)]
        return one.strip() == other.strip() or (len(numbers) == 2 and numbers[0] == numbers[1])
    if type(one) is not type(other) or len(one) != len(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(value, other[key]) for key, value in one.items())
    return all(map(equal, one, other))


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_an_unchanged_workbook_changes_nothing(folder: Path) -> None:
    tree = typed(folder)
    merged, found = brought(tree, book_of(ready(tree), tree))
    assert (merged.rewrites, found) == ([], [])


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
@settings(max_examples=8)
@given(data=st.data())
def test_any_value_that_is_changed_comes_back_or_is_found_wrong(folder: Path, data: st.DataObject) -> None:
    tree = typed(folder)
    path = data.draw(st.sampled_from([path for path in leaves(tree) if isinstance(at(tree, path), str)]))
    new = with_value(tree, path, another(at(tree, path)))
    got, found = edited(tree, new)
    assert has_errors(found) if got is None else equal(got, new)


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
@settings(max_examples=8)
@given(data=st.data())
def test_any_key_that_is_taken_away_is_gone(folder: Path, data: st.DataObject) -> None:
    tree = typed(folder)
    path = data.draw(st.sampled_from([path for path in leaves(tree) if not isinstance(path[-1], int)]))
    new = copy.deepcopy(tree)
    del at(new, path[:-1])[path[-1]]
    got, found = edited(tree, new)
    if got is None:
        assert has_errors(found)
    elif any("按没有改动处理" in one.message for one in found):  # the only text of its name: its column is gone with it
        assert equal(got, tree)
    else:
        assert equal(pruned(got), pruned(new))


def pruned(value: Any) -> Any:
    """A tree without the lists and mappings in which nothing is left."""
    if isinstance(value, dict):
        return {key: one for key, below in value.items() if (one := pruned(below)) not in ({}, [])}
    if isinstance(value, list):
        return [one for below in value if (one := pruned(below)) not in ({}, [])]
    return value


def lists_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    own = [path] if isinstance(value, list) and value else []
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return own + [one for key, inner in below for one in lists_of(inner, (*path, key))]


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
@settings(max_examples=10)
@given(data=st.data())
def test_rows_that_are_deleted_inserted_and_changed_come_back(folder: Path, data: st.DataObject) -> None:
    tree = typed(folder)
    new = copy.deepcopy(tree)
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from([one for one in lists_of(new) if one != ("单位",)]))
        listed = at(new, path)
        place = data.draw(st.integers(0, len(listed) - 1))
        if data.draw(st.booleans()) and len(listed) > 1:
            del listed[place]
        else:
            item = copy.deepcopy(listed[place])
            listed.insert(
                data.draw(st.integers(0, len(listed))), item + "又一条" if isinstance(item, str) else renewed(item)
            )
    got, found = edited(tree, new)
    if got is None:
        assert {one.code for one in found} <= {"I407", "I406"}, [one.message for one in found]
    else:
        assert equal(ordered(got), ordered(new))


def renewed(item: dict[str, Any]) -> dict[str, Any]:
    """A record with another name, code or amount."""
    for key in ("编码", "名称", "金额", "物品名称", "任务", "三级", "价值"):
        if isinstance(item.get(key), str):
            item[key] = another(item[key]) if key in ("金额", "价值") else f"{item[key]}2"
    return item


def ordered(value: Any) -> Any:
    """A tree whose lists are in an order that does not depend on where their items stood."""
    if isinstance(value, dict):
        return {key: ordered(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted((ordered(one) for one in value), key=lambda one: re.sub(r"([0-9])\.0+\b", r"\1", repr(one)))
    return value


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
@pytest.mark.parametrize("seed", range(2))
def test_sorted_rows_and_columns_change_nothing(folder: Path, seed: int) -> None:
    tree = typed(folder)
    book = book_of(ready(tree), tree)
    shuffle = random.Random(seed).shuffle  # noqa: S311
    for sheet in book.sheets:
        head, *rows = sheet.rows
        shuffle(rows)
        order = list(range(len(head)))
        shuffle(order)
        sheet.rows[:] = [[row[place] for place in order] for row in (head, *rows)]
    shuffle(book.sheets)
    merged, found = brought(tree, book)
    assert (merged.rewrites, found) == ([], [])


def test_meaning_is_the_same_for_two_ways_to_write_a_number() -> None:
    rule = ready(typed(BUDGET)).plan.sheet("收入").column("金额").rule  # type: ignore[union-attr]
    assert meaning(rule, "１,234.50", "元") == meaning(rule, "1234.5", "元")
