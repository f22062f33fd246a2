"""A budget that is open: what is printed leads to its fields, and fields to where they are printed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.machine.machine import Ran, this_machine
from generator.proof.trace import sources, sum_of
from generator.serving import comparing, view
from generator.serving.comparing import COMMIT, YEAR, Before
from generator.serving.opened import Desk, ListedBudget, OpenBudget, opened
from tests.serving.house import REAL, ROOT, workspace

TEMPLATES = ROOT / "templates"


def book(root: Path) -> ListedBudget:
    return ListedBudget(root / "budgets" / REAL, REAL, f"budgets/{REAL}")


@pytest.fixture(scope="module")
def real() -> OpenBudget:
    return opened(book(ROOT), TEMPLATES)


def test_every_value_on_a_page_leads_to_a_field(real: OpenBudget) -> None:
    assert real.ready is not None
    assert set(real.printed) - set(real.fields) == set()
    assert len(real.printed) > 500


def test_the_lines_behind_every_figure_of_a_table_add_up_to_it(real: OpenBudget) -> None:
    assert real.budget is not None
    figures = [real.figure_of(one) for one in real.by_mark.values() if one.figure]
    tables = [one for one in figures if one is not None and one.cell is not None and one.unit == "元"]
    added = [(one, sum_of(sources(one, real.budget))) for one in tables if one.cell and not one.cell.change]
    added = [(one, total) for one, total in added if "%" not in "".join((*one.row, *one.column))]
    assert [one.name for one, total in added if total != one.value] == []
    assert len(added) > 300


def test_a_field_says_where_it_is_printed_and_a_code_where_its_line_is(real: OpenBudget) -> None:
    amount = real.places_of(("收入", 0, "金额"))
    assert len(amount) > 5
    assert len({(one.page, one.mark) for one in amount}) == len(amount)
    assert set(real.places_of(("收入", 0, "科目"))) >= set(amount)
    assert real.places_of(("没有", 0)) == ()


def test_the_same_files_are_opened_once_and_of_changed_ones_only_the_pages_that_differ(tmp_path: Path) -> None:
    root, desk = workspace(tmp_path), Desk(TEMPLATES)
    first = desk.open(book(root))
    assert desk.open(book(root)) is first
    file = root / "budgets" / REAL / "项目.yaml"
    file.write_text(file.read_text("utf-8").replace("名称: 车保险", "名称: 车辆保险", 1), "utf-8")
    again = desk.open(book(root))
    assert again is not first
    changed = [n for n, (a, b) in enumerate(zip(first.digests, again.digests, strict=True)) if a != b]
    assert 0 < len(changed) < 10


def test_with_an_error_the_pages_are_a_draft_and_without_yaml_there_are_none(tmp_path: Path) -> None:
    root, desk = workspace(tmp_path), Desk(TEMPLATES)
    file = root / "budgets" / REAL / "收支.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("金额: 100000}", "金额: 十万}", 1), "utf-8")
    draft = desk.open(book(root))
    assert draft.is_draft
    assert draft.ready is not None
    assert any(one.severity.value == "错误" for one in desk.findings(book(root)))
    file.write_text("收入: [", "utf-8")
    broken = desk.open(book(root))
    assert broken.ready is None
    assert view.tabs(broken, broken.findings) == ((), ())


def test_a_finding_leads_to_its_field_and_its_character(real: OpenBudget) -> None:
    lines = view.finding_lines(real, real.findings)
    assert lines
    assert all(one.place and one.place.line and one.place.column for one in lines if one.path)
    one = next(line for line in lines if line.place)
    assert one.place is not None
    shown = view.source_lines(real, one.place.file, one.place, real.findings)
    (here,) = (line for line in shown if line.here)
    assert (here.number, len(here.here)) == (one.place.line, one.place.length)


def test_what_has_changed_since_the_last_commit_stands_beside_the_figure(tmp_path: Path) -> None:
    root = workspace(tmp_path, committed=True)
    before = Before(root, TEMPLATES, this_machine("utf-8"))
    file = root / "budgets" / REAL / "收支.yaml"
    file.write_text(file.read_text("utf-8").replace("金额: 1661333}", "金额: 1661334}", 1), "utf-8")
    now = opened(book(root), TEMPLATES)
    then = before.open(now, COMMIT)
    assert then is not None
    assert comparing.values_before(now, before.committed(now)) == {("收入", 0, "金额"): "1661333"}
    found, _ = comparing.compared(now, then, COMMIT)
    assert found is not None
    assert found.labels == ("上次提交", "现在")
    assert not found.is_equal
    figure = next(one for one in now.figures.values() if ("收入", 0, "金额") in one.origins)
    assert comparing.figure_before(figure, then)
    scratch = Path(before.scratch.name)
    before.close()
    assert not scratch.exists()


def test_what_came_before_is_opened_again_when_its_pack_changes(tmp_path: Path) -> None:
    root, templates = workspace(tmp_path, committed=True), tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    before, now = Before(root, templates, this_machine("utf-8")), opened(book(root), templates)
    then = before.open(now, COMMIT)
    assert then is not None
    assert before.open(now, COMMIT) is then
    text = next(iter(sorted((templates / "hebei").rglob("*.jinja"))))
    text.write_text(text.read_text("utf-8") + "\n", "utf-8")
    assert before.open(now, COMMIT) is not then
    before.close()


def test_git_is_asked_once_for_a_budget_that_a_commit_does_not_have(tmp_path: Path) -> None:
    root, machine, asked = workspace(tmp_path, committed=True), this_machine("utf-8"), list[Sequence[str]]()

    def run(command: Sequence[str], folder: Path) -> Ran | None:
        asked.append(command)
        return machine.run(command, folder)

    folder = root / "budgets" / REAL
    folder.rename(folder.with_name("351-新的"))
    name = "2025/351-新的"
    now = opened(ListedBudget(folder.with_name("351-新的"), name, name), TEMPLATES)
    before = Before(root, TEMPLATES, replace(machine, run=run))
    assert before.committed(now) is None
    assert before.committed(now) is None
    assert sum("ls-tree" in command for command in asked) == 1
    before.close()


def test_without_a_commit_and_last_year_that_is_said(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    before, now = Before(root, TEMPLATES, this_machine("utf-8")), opened(book(root), TEMPLATES)
    assert before.open(now, COMMIT) is None
    assert before.committed(now) is None
    assert comparing.values_before(now, None) == {}
    assert comparing.compared(now, None, COMMIT) == (None, "git 里还没有这份预算，没有可以比的。")
    stated, _ = comparing.compared(now, before.open(now, YEAR), YEAR)
    assert stated is not None, "last year's figures are stated in the budget itself"
    before.close()


@pytest.mark.parametrize("text", ["", "[", "{}", "null", '["a", 1.5]', '[["a"]]', "[true]", "1"])
def test_what_is_no_path_is_none(text: str) -> None:
    assert view.path_from(text) == ()


def test_a_path_comes_back_as_it_went() -> None:
    path = ("350001-名称/", "收入", 0, '"引号"\u200b')
    assert view.path_from(view.as_json(path)) == path
