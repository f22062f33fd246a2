"""git: settings are asked of git, and given to the repository; what others have chosen stays."""

from __future__ import annotations

import pytest

from generator.machine import git
from generator.machine.machine import Machine, Ran, State
from tests.machine.fakes import NOBODY, machine

INSIDE = "git rev-parse --is-inside-work-tree"
ATTRIBUTES = "git check-attr diff -- x.docx x.pdf x.xlsx budgets/x.yaml"
OF_FILES, OF_BUDGETS, HEADING = (
    f"diff.{name}" for name in ("budget.textconv", "budget-yaml.textconv", "budget-yaml.xfuncname")
)
DRIVERS = {name: value for name, value in git.wanted(machine(), NOBODY).items() if name.startswith("diff.")}
GOOD: dict[str, Ran | str] = {
    "git --version": "git version 2.39.5",
    INSIDE: "true",
    "git config --get user.name": "张三",
    "git config --get user.email": "z@example.com",
    "git config --get core.quotepath": "false",
    **{f"git config --get {name}": value for name, value in DRIVERS.items()},
    ATTRIBUTES: "x.docx: diff: budget\nx.pdf: diff: budget\nx.xlsx: diff: budget\nbudgets/x.yaml: diff: budget-yaml",
}


def with_git(**more: object) -> Machine:
    changed = {name: answer for name, answer in more.items() if name != "system"}
    names = {"inside": INSIDE, "attributes": ATTRIBUTES, "version": "git --version"}
    answers = {**GOOD, **{names.get(name, f"git config --get {name}"): answer for name, answer in changed.items()}}
    return machine(answers, system=str(more.get("system", "linux")))  # type: ignore[arg-type]


def states(on: Machine) -> dict[str, State]:
    return {one.subject: one.state for one in git.git(on, NOBODY)}


def test_all_is_well() -> None:
    assert states(with_git()) == dict.fromkeys(("git", "git 提交人", "git 设置", "git diff"), State.GOOD)
    assert git.wanted(with_git(), NOBODY) == {}


@pytest.mark.parametrize(("system", "command"), [("win32", "winget"), ("linux", "apt")])
def test_without_git_there_is_one_wish(system: str, command: str) -> None:
    (found,) = git.git(machine(system=system), NOBODY)
    assert found.state is State.WISH
    assert command in found.remedies[0]


def test_outside_of_a_repository_nothing_is_said_of_its_settings() -> None:
    found = states(with_git(inside=Ran(128, "", "fatal: not a git repository")))
    assert found == {"git": State.GOOD, "git 仓库": State.WISH, "git 提交人": State.GOOD}


def test_a_folder_of_somebody_else_is_told_as_that() -> None:
    found = git.git(with_git(inside=Ran(128, "", "fatal: detected dubious ownership in repository at '/x'")), NOBODY)
    assert found[1].remedies[0].startswith("git config --global --add safe.directory")


def test_a_committer_that_lacks_is_a_command_to_type() -> None:
    found = git.git(with_git(**{"user.email": Ran(1)}), NOBODY)[1]
    assert found.remedies == ("git config --global user.email zhangsan@example.com",)


@pytest.mark.parametrize(
    ("system", "ending", "wanted"),
    [
        ("linux", "", False),
        ("linux", "input", False),
        ("linux", "true", True),
        ("win32", "true", False),
        ("win32", "input", False),
        ("win32", "", True),
        ("win32", "false", True),
    ],
)
def test_line_endings_are_the_same_for_all(system: str, ending: str, wanted: bool) -> None:
    assert ("core.autocrlf" in git.wanted(with_git(**{"core.autocrlf": ending}, system=system), NOBODY)) == wanted


def test_chinese_names_are_shown_as_they_are() -> None:
    on = with_git(**{"core.quotepath": Ran(1)})
    assert git.wanted(on, NOBODY) == {"core.quotepath": "false"}
    assert git.git(on, NOBODY)[2].mends


def test_words_of_finished_files_are_wished_for_unless_somebody_chose_another_way() -> None:
    bare = with_git(attributes="x.docx: diff: astextplain\r\nx.pdf: diff: mine\r\nx.xlsx: diff: unspecified")
    assert git.untold(bare, NOBODY) == ("*.docx", "*.xlsx")
    assert states(bare)["git diff"] is State.WISH
    chosen = "x.docx: diff: mine\nx.pdf: diff: unset\nx.xlsx: diff: set"
    assert git.untold(with_git(attributes=chosen), NOBODY) == ()
    for name in (OF_FILES, OF_BUDGETS, HEADING):
        moved = with_git(**{name: "别处"})
        assert git.wanted(moved, NOBODY) == {name: DRIVERS[name]}
        assert states(moved)["git diff"] is State.WISH


def test_the_command_of_git_knows_paths_with_blanks_and_those_of_windows() -> None:
    assert "'/我 的/python'" in git.textconv(machine(program="/我 的/python"), "diff --text", "cat")
    windows = machine(program="C:\\我 的\\python.exe", system="win32")
    assert "'C:/我 的/python.exe'" in git.textconv(windows, "diff --text", "cat")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"*.pdf diff=budget\n"),
        (b"* text=auto", b"* text=auto\n*.pdf diff=budget\n"),
        (b"* text\r\n", b"* text\r\n*.pdf diff=budget\r\n"),
    ],
)
def test_attributes_are_added_to_those_that_exist(before: bytes, after: bytes) -> None:
    assert git.with_attributes(before, ("*.pdf",)) == after


def test_attributes_that_git_cannot_read_are_left_alone() -> None:
    with pytest.raises(ValueError, match="single bytes"):
        git.with_attributes("* text".encode("utf-16"), ("*.pdf",))
