"""Files of a revision of git: read as they were, nothing executed, nothing written outside."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from generator.machine import revisions
from generator.machine.machine import Machine, Ran, this_machine
from generator.machine.revisions import NoGitError, NoRevisionError, commit_of, extract

NAME = "budgets/2025/350-甲局/单位/350001-本级/收 支.yaml"


def git(root: Path, *words: str, data: bytes = b"") -> str:
    who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *words], cwd=root, input=data, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root below the top of a repository, with two commits."""
    root = tmp_path / "仓库/预算"
    file = root / NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a: 1\n")
    git(root.parent, "init", "-q", "-b", "main")
    for text in (b"a: 1\n", b"a: 2\n"):
        file.write_bytes(text)
        git(root.parent, "add", "-A")
        git(root.parent, "commit", "-q", "-m", "x")
    return root


@pytest.fixture
def machine() -> Machine:
    return this_machine("utf-8")


def test_the_files_of_a_revision_are_written_with_their_names(root: Path, machine: Machine, tmp_path: Path) -> None:
    extract(machine, root, commit_of(machine, root, "HEAD~1"), "budgets", tmp_path / "仓库")
    assert (tmp_path / "仓库" / NAME).read_bytes() == b"a: 1\n"
    assert (root / NAME).read_bytes() == b"a: 2\n"
    assert git(root, "status", "--porcelain", "--untracked-files=no") == ""


def test_a_revision_is_never_an_option(root: Path, machine: Machine) -> None:
    for wrong in ("--output=x", "-h", "", "HEAD~9", "HEAD:budgets", "nothing", "HEAD\0x"):
        with pytest.raises(NoRevisionError, match="git 里没有"):
            commit_of(machine, root, wrong)


def test_without_git_or_outside_of_a_repository_it_says_so(root: Path, machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(NoGitError, match="没有安装 git"):
        commit_of(replace(machine, run=lambda command, folder: None), root, "HEAD")
    with pytest.raises(NoRevisionError, match=r"不在 git 仓库里.*比较两个文件夹"):
        commit_of(machine, tmp_path, "HEAD")
    owner = Ran(128, "", "fatal: detected dubious ownership in repository")
    with pytest.raises(NoRevisionError, match="budget setup"):
        commit_of(replace(machine, run=lambda command, folder: owner), root, "HEAD")


def test_a_revision_without_budgets_says_so(root: Path, machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(NoRevisionError, match="没有 nothing 文件夹"):
        extract(machine, root, commit_of(machine, root, "HEAD"), "nothing", tmp_path)


def test_a_file_that_git_does_not_give_is_not_left_out_in_silence(root: Path, machine: Machine, tmp_path: Path) -> None:
    (root / ".gitattributes").write_text("*.yaml export-ignore\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")
    with pytest.raises(NoRevisionError, match="没有给出"):
        extract(machine, root, commit_of(machine, root, "HEAD"), "budgets", tmp_path)


def test_names_that_lead_outside_are_not_written(root: Path, machine: Machine, tmp_path: Path) -> None:
    blob = git(root, "hash-object", "-w", "--stdin", data=b"a: 1\n")
    tree = git(root, "mktree", data=f"100644 blob {blob}\ta:b.yaml\n".encode())
    top = git(root, "mktree", data=f"040000 tree {tree}\tbudgets\n".encode())
    commit = git(root, "commit-tree", top, "-m", "x")
    target = tmp_path / "目标"
    target.mkdir()
    with pytest.raises(NoRevisionError, match="没有给出"):
        extract(machine, root.parent, commit, "budgets", target)
    assert list(target.rglob("*.yaml")) == []


def test_hooks_and_filters_are_not_run(root: Path, machine: Machine, tmp_path: Path) -> None:
    hook = root.parent / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n")
    hook.chmod(0o755)
    (tmp_path / "ziel").mkdir()
    extract(machine, root, revisions.commit_of(machine, root, "main"), "budgets", tmp_path / "ziel")
    assert not (tmp_path / "ran").exists()
