"""Bad input: a Chinese message with file, line and what to do, the right exit code, and earlier output untouched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.command import ROOT, SAMPLE, budget

INCOME = "{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 1661333}"


@dataclass(frozen=True)
class Edit:
    """What is done to a good budget, and what the message must say."""

    file: str
    old: str
    new: str
    code: str
    line: str  # words on the line that the message must point to, empty if there is no such line
    says: str


EDITS = {
    "broken YAML": Edit("收支.yaml", "\n收入:\n", "\n收入: [\n", "Y201", "", "YAML"),
    "a tab": Edit("收支.yaml", f"  - {INCOME}", f"\t- {INCOME}", "Y201", "1661333", ""),
    "an unknown key": Edit("收支.yaml", INCOME, INCOME.replace("金额", "金頟"), "S102", "1661333", "金頟"),
    "a missing key": Edit("收支.yaml", INCOME, "{科目: 2060101, 金额: 1661333}", "S101", "1661333", "资金性质"),
    "an amount that is not a number": Edit(
        "收支.yaml", INCOME, INCOME.replace("1661333", "约166万"), "S201", "约166万", "约166万"
    ),
    "a duplicate key": Edit(
        "收支.yaml", INCOME, INCOME.replace("金额: ", "金额: 1, 金额: "), "Y202", "1661333", "金额"
    ),
    "a key in two files": Edit("项目.yaml", "\n项目:\n", "\n收入: []\n项目:\n", "B102", "收入: []", "收支.yaml"),
    "a missing top level key": Edit("基本情况.yaml", "年度: 2025", "# 年度: 2025", "S101", "", "年度"),
    "a plan that exceeds the budget": Edit(
        "项目.yaml", "12月底: 4000}", "12月底: 4001}", "C201", "12月底: 4001", "车保险"
    ),
    "income that differs from expenditure": Edit(
        "收支.yaml", INCOME, INCOME.replace("1661333", "1661334"), "C101", "1661334", "2060101"
    ),
    "a pack that does not exist": Edit("基本情况.yaml", "模板: 河北", "模板: 河比", "P101", "模板: 河比", "河北"),
    "a character that no font has": Edit(
        "基本情况.yaml", "贯彻落实创新驱动", "贯彻落实\U00020bb7创新驱动", "D101", "", "20BB7"
    ),
    "a code that is not a full item": Edit(
        "收支.yaml", INCOME, INCOME.replace("2060101", "20601"), "S204", "1661333", "20601"
    ),
}


@dataclass(frozen=True)
class Workspace:
    """A root folder of its own with a copy of the sample and an output folder that holds earlier files."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "budgets" / "2025" / SAMPLE.name

    @property
    def output(self) -> Path:
        return self.root / "out" / "2025" / SAMPLE.name

    def earlier(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.output.iterdir())}

    def generate(self, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return budget("generate", *more, "--root", self.root, cwd=self.root, **environment)

    def line_of(self, file: str, words: str) -> int:
        lines = (self.folder / file).read_text("utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if words in line)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "预算 空格")
    shutil.copytree(SAMPLE, made.folder)
    made.output.mkdir(parents=True)
    for suffix in ("docx", "pdf"):
        (made.output / f"科技和工信部门2025年部门预算信息公开.{suffix}").write_bytes(b"earlier " + suffix.encode())
    before = made.earlier()
    yield made
    assert made.earlier() == before, "earlier output was touched"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} does not have {old}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def clean(done: subprocess.CompletedProcess[str]) -> str:
    """The message, after checking what holds for every message."""
    message = done.stdout + done.stderr
    assert "Traceback" not in message
    assert "内部出错" not in message
    assert re.search(r"[\u4e00-\u9fff]", message)
    assert "已生成" not in message
    return message


@pytest.mark.parametrize("name", EDITS)
def test_a_fault_in_a_budget_is_told_with_place_and_remedy(workspace: Workspace, name: str) -> None:
    fault = EDITS[name]
    edit(workspace.folder / fault.file, fault.old, fault.new)
    done = workspace.generate("350")
    message = clean(done)
    assert done.returncode == 1, message
    assert fault.code in message
    assert fault.says in message
    assert "改法：" in message
    line = workspace.line_of(fault.file, fault.line) if fault.line else r"\d+"
    if name not in ("a missing top level key", "a character that no font has"):
        assert re.search(rf"{SAMPLE.name}/{fault.file}:{line}:\d+: ", message), message


def test_a_budget_folder_without_files_is_told(workspace: Workspace) -> None:
    for file in workspace.folder.iterdir():
        file.unlink()
    done = workspace.generate("350")
    assert done.returncode == 2
    assert "350" in clean(done)


def test_a_budget_that_does_not_exist_is_told(workspace: Workspace) -> None:
    done = workspace.generate("351")
    message = clean(done)
    assert done.returncode == 2
    assert "没有找到预算“351”" in message
    assert "350" in message


def test_a_missing_file_is_told(workspace: Workspace) -> None:
    (workspace.folder / "基本情况.yaml").unlink()
    done = workspace.generate()
    message = clean(done)
    assert done.returncode == 1
    assert "部门" in message
    assert "改法：" in message


def test_all_faults_are_told_at_once(workspace: Workspace) -> None:
    for name in ("an unknown key", "a plan that exceeds the budget"):
        edit(workspace.folder / EDITS[name].file, EDITS[name].old, EDITS[name].new)
    edit(workspace.folder / "项目.yaml", "类别: 其他运转类", "类别: 其它运转")
    message = clean(workspace.generate())
    assert "金頟" in message
    assert "其它运转" in message


PACK_FAULTS: dict[str, tuple[str, str, str]] = {
    "unknown name": ("{{ 年度 }}年预算收入", "{{ 年份 }}年预算收入", "年份"),
    "syntax": ("{% if 金额('机关运行经费') %}", "{% if 金额('机关运行经费') }", ""),
    "unknown query": ("金额('收入总计')", "金额('收入合计')", "收入合计"),
    "arithmetic": ("{{ 金额('本年支出')|万元 }}", "{{ (金额('本年支出') + 金额('基本支出'))|万元 }}", ""),
}


@pytest.mark.parametrize("name", PACK_FAULTS)
def test_a_jinja_error_in_a_pack_is_told_with_its_line(workspace: Workspace, name: str) -> None:
    old, new, says = PACK_FAULTS[name]
    shutil.copytree(ROOT / "templates", workspace.root / "templates")
    file = workspace.root / "templates" / "hebei" / "情况说明.jinja"
    edit(file, old, new)
    line = next(number for number, text in enumerate(file.read_text("utf-8").splitlines(), 1) if new in text)
    done = workspace.generate()
    message = clean(done)
    assert done.returncode == 1, message
    assert re.search(rf"hebei/情况说明\.jinja:{line}:\d+: ", message), message
    assert says in message
    assert "改法：" in message


def test_an_unknown_key_in_a_table_of_a_pack_is_told_with_its_line(workspace: Workspace) -> None:
    shutil.copytree(ROOT / "templates", workspace.root / "templates")
    file = workspace.root / "templates" / "hebei" / "表格.yaml"
    edit(file, "    栏次: 是", "    栏号: 是")
    line = next(number for number, text in enumerate(file.read_text("utf-8").splitlines(), 1) if "栏号" in text)
    done = workspace.generate()
    message = clean(done)
    assert done.returncode == 1, message
    assert re.search(rf"hebei/表格\.yaml:{line}:\d+: ", message), message
    assert "栏号" in message


def test_an_unknown_format_is_wrong_use(workspace: Workspace) -> None:
    done = workspace.generate("-f", "doc")
    assert done.returncode == 2
    assert "doc" in clean(done)


def test_an_unknown_option_is_wrong_use(workspace: Workspace) -> None:
    done = workspace.generate("--fast")
    assert done.returncode == 2
    assert "--fast" in clean(done)


@pytest.mark.skipif(os.name == "nt", reason="Windows 用文件夹权限挡不住写入")
def test_an_output_folder_that_cannot_be_written_is_told(workspace: Workspace) -> None:
    """A file stands where a folder must be: this stops even a superuser, whom no permission stops."""
    (workspace.root / "占用").write_text("不是文件夹", "utf-8")
    done = workspace.generate("-o", str(workspace.root / "占用"))
    message = clean(done)
    assert done.returncode == 3, message
    assert "占用" in message
    assert (workspace.root / "占用").read_text("utf-8") == "不是文件夹"


def test_if_one_file_cannot_be_replaced_the_other_is_not_replaced_either(tmp_path: Path) -> None:
    root = tmp_path / "根"
    folder = root / "budgets" / "2025" / SAMPLE.name
    shutil.copytree(SAMPLE, folder)
    output = root / "out" / "2025" / SAMPLE.name
    name = "科技和工信部门2025年部门预算信息公开"
    (output / f"{name}.pdf" / "占位").mkdir(parents=True)
    (output / f"{name}.docx").write_bytes(b"earlier")
    done = budget("generate", "350", "--root", root, cwd=root)
    message = clean(done)
    assert done.returncode == 3, message
    assert (output / f"{name}.docx").read_bytes() == b"earlier"
    assert {path.name for path in output.iterdir()} == {f"{name}.pdf", f"{name}.docx"}


@pytest.mark.parametrize("damage", [b"\x00\x01", b"\xff\xff\xff", b"PK\x03\x04"], ids=["control", "bytes", "zip"])
def test_a_damaged_file_is_told(workspace: Workspace, damage: bytes) -> None:
    file = workspace.folder / "整体绩效.yaml"
    data = file.read_bytes()
    file.write_bytes(data[:1000] + damage + data[1000:])
    done = workspace.generate()
    message = clean(done)
    assert done.returncode == 1, message
    assert "整体绩效.yaml" in message
    assert "改法：" in message


def test_check_writes_nothing_and_tells_the_same(workspace: Workspace) -> None:
    fault = EDITS["an amount that is not a number"]
    edit(workspace.folder / fault.file, fault.old, fault.new)
    done = budget("check", "--root", workspace.root, cwd=workspace.root)
    assert done.returncode == 1
    assert fault.code in clean(done)


def test_one_bad_budget_does_not_stop_the_others(tmp_path: Path) -> None:
    good, bad = tmp_path / "budgets" / "2025" / SAMPLE.name, tmp_path / "budgets" / "2025" / "351-坏的"
    shutil.copytree(SAMPLE, good)
    shutil.copytree(SAMPLE, bad)
    edit(bad / "收支.yaml", INCOME, INCOME.replace("1661333", "1661334"))
    done = budget("generate", "-f", "docx", "--root", tmp_path, cwd=tmp_path)
    assert done.returncode == 1
    assert len(list((tmp_path / "out").rglob("*.docx"))) == 1
    assert "C101" in done.stdout + done.stderr
