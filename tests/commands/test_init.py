"""`budget init`: what is written for every form generates, and its examples are right when they are taken over."""

from __future__ import annotations

import io
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from generator import publish
from generator.cli import main
from generator.commands import init
from generator.compose.starting import Starting
from generator.findings.finding import Finding, Severity
from generator.pack import loader
from tests.commands.process import ROOT, process

TEMPLATES = ROOT / "templates"
FOLDERS = [one for one in loader.list_folders(TEMPLATES) if one.keys and one.name != loader.SUMMARY]
PACKS = [(one.name, one.year or 2026) for one in FOLDERS]  # a form of every year is begun for one of them
ALL = ("--code", "351", "--name", "某某局", "--year", "2026", "--pack", "河北", "--units", "351001-某某局本级")


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", "--root", str(root), *arguments])


def checked(root: Path, pack: str, year: int, units: int, *, taken_over: bool) -> list[Finding]:
    """Begin a budget, with its examples as they are or taken over, and give its findings; it must make a document."""
    found, _ = loader.find(pack, year, TEMPLATES)
    assert found is not None
    own = tuple((f"35100{number}", f"某某局{number}所") for number in range(1, units + 1))
    folder = root / f"budgets/{year}/351-某某局"
    folder.mkdir(parents=True)
    for name, text in Starting(year, found, "351", "某某局", own).files().items():
        meant = re.sub(r"(?m)^(\s*)# ", r"\1", text) if taken_over else text
        (folder / name).write_text(meant, "utf-8")
    assert publish.prepare(folder, TEMPLATES, unit=own[0][0]).document is not None
    prepared = publish.prepare(folder, TEMPLATES)
    assert prepared.document is not None, [str(one) for one in prepared.findings]
    return [one for one in prepared.findings if one.severity is not Severity.HINT]


def test_there_are_packs() -> None:
    assert len(PACKS) > 3


@pytest.mark.parametrize(("pack", "year"), PACKS)
@pytest.mark.parametrize("units", [1, 2])
def test_what_is_written_generates_and_only_lacks_something(tmp_path: Path, pack: str, year: int, units: int) -> None:
    found = checked(tmp_path, pack, year, units, taken_over=False)
    assert {one.code for one in found} <= {"B403", "B405", "B108", "C323"}


@pytest.mark.parametrize(("pack", "year"), PACKS)
def test_examples_taken_over_unchanged_are_right_and_are_told(tmp_path: Path, pack: str, year: int) -> None:
    found = checked(tmp_path, pack, year, 1, taken_over=True)
    codes = {one.code for one in found}
    assert codes <= {"S105", "C812", "B403", "B108", "B402"}  # no figure of last year, and every text is ……
    assert {"S105", "C812"} <= codes


def test_it_is_written_once_and_never_overwritten(tmp_path: Path) -> None:
    result = run(tmp_path, *ALL)
    assert result.exit_code == 0
    folder = tmp_path / "budgets/2026/351-某某局"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert before["基本情况.yaml"].decode().count("351001") == 1
    again = run(tmp_path, *ALL)
    assert again.exit_code == 1
    assert "没有改动" in again.output
    assert run(tmp_path, *ALL, "--name", "改了名的").exit_code == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_without_a_terminal_the_flags_that_lack_are_named(tmp_path: Path) -> None:
    done = process("init", "--code", "351", "--year", "2026", "--root", tmp_path)
    assert done.returncode == 2
    assert "还要写 --name、--pack、--units" in done.stderr.decode()
    assert not (tmp_path / "budgets").exists()


@pytest.mark.parametrize(
    ("flag", "typed", "said"),
    [
        ("--code", "35-1", "编码只写数字和字母"),
        ("--name", "某/局", "名称要能作文件夹的名称"),
        ("--name", "某局 - 副本", "名称要能作文件夹的名称"),
        ("--year", "26", "--year 后面写年度，例如 --year 2024；写的是“26”"),
        ("--year", "全部", "请写一个年度"),
        ("--pack", "湖北", "没有格式“湖北”"),
        ("--units", "351001", "单位写 编码-名称"),
        ("--units", "351001-甲、351001-乙", "写了两次"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(tmp_path: Path, flag: str, typed: str, said: str) -> None:
    flags = dict(zip(ALL[::2], ALL[1::2], strict=True)) | {flag: typed}
    result = run(tmp_path, *(part for pair in flags.items() for part in pair))
    assert result.exit_code == 2
    assert said in result.output
    assert not (tmp_path / "budgets").exists()


def answered(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(init, "can_ask", lambda: True)
    monkeypatch.setattr("generator.commands.common.sys.stdin", io.StringIO(text))


def test_questions_are_asked_until_they_are_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, "3 5\n352\n某局\n2026年\n湖北\n上海\n\n")
    with pytest.raises(SystemExit) as end:
        init.init.callback("", "", "", "", (), tmp_path)  # type: ignore[misc]
    assert end.value.code == 0
    text = (tmp_path / "budgets/2026/352-某局/基本情况.yaml").read_text("utf-8")
    assert '- 编码: "352001"\n    名称: 某局本级' in text


def test_who_goes_away_has_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(monkeypatch, "352\n")
    with pytest.raises(click.Abort):
        init.init.callback("", "", "", "", (), tmp_path)  # type: ignore[misc]
    assert not (tmp_path / "budgets").exists()
