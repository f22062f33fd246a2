"""The two promises of the design: nothing typed is lost, nothing that is printed is untrue.

A real or synthetic budget is changed at one place. Every change shows in a document of that budget, the department's
or a unit's, or in a finding; and what is taken away never makes a document say more than it said.
"""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.base.resources import templates_folder
from generator.compose.composer import compose
from generator.document.blocks import Document, Paragraph, Table
from generator.publish import prepare
from generator.reading.schema import management_keys

ROOT = Path(__file__).parent.parent
BUDGETS = {
    folder.name[:3]: folder
    for folder in sorted([*(ROOT / "budgets/2025").iterdir(), *(ROOT / "tests/budgets/2025").iterdir()])
}
Path_ = tuple[str | int, ...]
Seen = tuple[frozenset[str], frozenset[tuple[Any, ...]]]  # the words of all documents, and all findings
LEDGER = {"收入", "基本支出", "项目", "其他支出", "年终结转"}  # complete once they are given
NOTHING = re.compile("[^，：]*(?:无可比|不作比较|未安排|空表列示)|(?:^|(?<=[：，]))无$")
ZERO = re.compile("[^0-9，：、（）]{0,4}(?<![0-9.,])0(?:[.]0+)?(?:万元|元|辆|台)")  # of assets and procurement
ASSETS = re.compile("资产|采购|购置|车辆|设备")


class _Loader(yaml.SafeLoader):
    """Reads every scalar as text, as it is typed."""


_Loader.yaml_implicit_resolvers = {}


@cache
def tree(code: str) -> dict[str, Any]:
    """What is written in the files of a budget, its units' included, by the name of the file."""
    folder = BUDGETS[code]
    files = sorted(folder.rglob("*.yaml"))
    load = partial(yaml.load, Loader=_Loader)
    return {file.relative_to(folder).as_posix(): load(file.read_text("utf-8")) for file in files}


def words(document: Document) -> Iterator[str]:
    """All that a document prints, paragraph by paragraph and row by row, and what its cover may say."""
    yield from document.names.values()
    for section in document.sections:
        for number, block in enumerate(section.blocks):
            if isinstance(block, Table):
                rows = (*block.head, *block.body)
                yield from (f"{block.name} {n} {'|'.join(c.text for c in row.cells)}" for n, row in enumerate(rows))
                yield from (note.text for note in block.notes)
            elif isinstance(block, Paragraph):
                yield block.text
            else:
                yield getattr(block, "text", str(number))


def seen(code: str, budget: dict[str, Any]) -> Seen:
    """Print a budget: the words of the department's and of the units' documents, and the findings."""
    with TemporaryDirectory() as root:
        folder = Path(root) / "budgets/2025" / BUDGETS[code].name
        folder.mkdir(parents=True)
        last_year = BUDGETS[code].parent.parent / "2024" / folder.name
        if last_year.is_dir():
            shutil.copytree(last_year, folder.parent.parent / "2024" / folder.name)
        for name, content in budget.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, default_style='"')
            (folder / name).write_text(text, "utf-8")
        made = prepare(folder, templates_folder(), shown_as="b")
        found = frozenset((one.code, one.message, one.path) for one in made.findings)
        if made.document is None or made.budget is None or made.pack is None:
            return frozenset(), found
        documents = [made.document, *(compose(made.budget, made.pack, unit=u.code)[0] for u in made.budget.units)]
        return frozenset(line for one in documents if one for line in words(one)), found


@cache
def before(code: str) -> Seen:
    """What a budget prints as it is."""
    printed = seen(code, tree(code))
    assert printed[0]
    return printed


def leaves(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The paths of all values."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not items and path:
        yield path
    for key, below in items:
        yield from leaves(below, (*path, key))


def keys(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The paths of all keys."""
    if isinstance(value, dict):
        for key, below in value.items():
            if path:  # not the name of a file
                yield (*path, key)
            yield from keys(below, (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from keys(below, (*path, number))


def holder(budget: Any, path: Path_) -> Any:
    """What holds the value of a path."""
    for step in path[:-1]:
        budget = budget[step]
    return budget


def changed(code: str, path: Path_) -> dict[str, Any]:
    """The budget with another value at a path."""
    budget = copy.deepcopy(tree(code))
    around = holder(budget, path)
    around[path[-1]] = another(around[path[-1]])
    return budget


def another(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) and not re.fullmatch("0[0-9]+", value):
        return str(Decimal(value) + 10_000)
    return (
        [*value, "另加"]
        if isinstance(value, list)
        else f"{value or ''}改"
        if not isinstance(value, dict)
        else {"改": "1"}
    )


def renamed(code: str, path: Path_) -> dict[str, Any]:
    """The budget with another name for a key."""
    budget = copy.deepcopy(tree(code))
    around = holder(budget, path)
    renewed = {f"{key}甲" if key == path[-1] else key: value for key, value in around.items()}
    around.clear()
    around.update(renewed)
    return budget


def without(code: str, path: Path_) -> dict[str, Any]:
    """The budget without a key."""
    budget = copy.deepcopy(tree(code))
    del holder(budget, path)[path[-1]]
    return budget


def exempt(path: Path_) -> bool:
    """Whether a value is for management, and never printed."""
    names = tuple(str(step) for step in path[1:] if isinstance(step, str))
    return any(names[:end] in management_keys() for end in range(1, len(names) + 1))


def kind(path: Path_) -> tuple[str, ...]:
    """The keys of a path, without file, unit and folder; all codes are one kind."""
    names = [str(step) for step in path if isinstance(step, str) and not step.endswith(("/", ".yaml"))]
    return tuple("" if name.isdigit() else name for name in names[names[:1] == ["单位"] :])


def shows(code: str, budget: dict[str, Any], path: Path_) -> bool:
    """Whether a change is printed somewhere, or reported, or was already told to be printed nowhere (B406)."""
    told = {kind(where) for number, _, where in before(code)[1] if number == "B406"}
    return kind(path) in told or seen(code, budget) != before(code)


def claims(lines: frozenset[str]) -> set[str]:
    """The words that say that there is nothing."""
    sentences = {one.strip() for line in lines for one in re.split("[。；|]", line)}
    return {
        re.sub("[0-9]{4}年", "N年", found)
        for one in sentences
        for found in (*NOTHING.findall(one), *(ZERO.findall(one) if ASSETS.search(one) else ()))
    }


def test_sentences_that_claim_nothing_are_recognised() -> None:
    said = (
        "我单位2025年未安排机关运行经费。其他1.50万元",
        "上年末固定资产金额为0.00万元",
        "购置车辆0辆",
        "采购10.00万元",
        "无",
    )
    assert claims(frozenset(said)) == {"我单位N年未安排", "产金额为0.00万元", "购置车辆0辆", "无"}


@pytest.mark.parametrize("code", BUDGETS)
@settings(max_examples=12)
@given(data=st.data())
def test_a_changed_value_is_printed_or_reported(code: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([path for path in leaves(tree(code)) if not exempt(path)]))
    assert shows(code, changed(code, path), path)


@pytest.mark.parametrize("code", BUDGETS)
@settings(max_examples=12)
@given(data=st.data())
def test_a_mistyped_key_or_name_is_printed_or_reported(code: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(keys(tree(code)))))
    assert shows(code, renamed(code, path), path)


@pytest.mark.parametrize("code", BUDGETS)
@settings(max_examples=12)
@given(data=st.data())
def test_leaving_out_a_key_never_adds_a_claim(code: str, data: st.DataObject) -> None:
    outside = [path for path in keys(tree(code)) if path[1] not in LEDGER]
    path = data.draw(st.sampled_from(outside))
    lines, _ = seen(code, without(code, path))
    assert claims(lines) <= claims(before(code)[0])


OF_A_UNIT = [path for path in keys(tree("999")) if path[0].startswith("单位/") and len(path) == 2]  # file, key


@pytest.mark.parametrize("path", [path for path in OF_A_UNIT if path[1] not in LEDGER])
def test_leaving_out_a_list_of_a_unit_s_own_folder_adds_no_claim(path: tuple[Any, ...]) -> None:
    assert claims(seen("999", without("999", path))[0]) <= claims(before("999")[0])
