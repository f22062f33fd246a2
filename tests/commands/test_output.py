"""No name and no text of a budget, a pack or a command line commands the terminal: every command, every format."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generator.commands.check import FORMATS
from tests.commands.process import BUDGET, NASTY, TYPED, faults, process
from tests.packs import write_pack

SHOWN = "?[2J?]0;pwn? ::error::pwn"  # the beginning of what is shown of the nasty text
ATTACKS = {
    "key": BUDGET + f'"{TYPED}": 1\n',
    "value": BUDGET.replace("金额: 100}]\n基本", f'金额: "{TYPED}"}}]\n基本'),
    "name": BUDGET.replace("名称: 科技局", f'名称: "{TYPED}"'),
    "pack": BUDGET.replace("模板: 测试", f'模板: "{TYPED}"'),
    "reason": BUDGET + f'出错说明: [{{代码: C309, 位置: "{TYPED}", 原因: "{TYPED}"}}]\n',
    "project": BUDGET + f'项目: [{{名称: "{TYPED}", 类别: "{TYPED}", 用途: "{TYPED}", 支出: [{{科目: "{TYPED}"}}]}}]\n',
    "raw": BUDGET.replace("部门:", "部门：") + NASTY,
    "full-width": BUDGET.replace("年度:", "年度：") + f'"{TYPED}": 1\n',
}
names_may_be_anything = pytest.mark.skipif(os.name == "nt", reason="Windows forbids these characters in names")


def budget(root: Path, folder: str, text: str = BUDGET, file: str = "a.yaml") -> Path:
    target = root / "budgets" / "2025" / folder
    target.mkdir(parents=True)
    (target / file).write_text(text, "utf-8")
    return target


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with a small pack of its own."""
    text = "# {{ 主体 }}\n正文{{ 金额('支出')|万元 }}万元。"
    write_pack(tmp_path / "templates", text=text, 口径="口径: {支出: {方向: 支出}}\n")
    return tmp_path


@pytest.fixture
def attacked(root: Path) -> Path:
    """A root with a budget for each attack."""
    for number, text in enumerate(ATTACKS.values(), 351):
        budget(root, f"{number}-甲", text.replace('"350"', f'"{number}"'))
    return root


@pytest.mark.parametrize("style", [style for style in FORMATS if style != "xlsx"])
def test_no_text_commands_the_terminal_in_any_format(style: str, attacked: Path) -> None:
    done = process("check", "-f", style, "--root", attacked)
    assert faults(done) == []
    assert done.returncode == 1
    assert all(f"/{number}-".encode() in done.stdout for number in (351, 352, 354, 356, 357, 358) if style != "sarif")
    assert process("check", "-f", style, "--root", attacked, "-o", attacked / "报告").returncode == 1
    assert (attacked / "报告").read_bytes() == done.stdout


def test_a_workbook_of_any_text_can_be_opened(attacked: Path) -> None:
    assert faults(process("check", "-f", "xlsx", "--root", attacked, "-o", attacked / "a.xlsx")) == []
    assert load_workbook(attacked / "a.xlsx").active is not None


@pytest.mark.parametrize("command", [("generate",), ("fix", "--diff"), ("fix",), ("verify",)], ids="-".join)
def test_no_text_commands_the_terminal_from_any_command(command: tuple[str, ...], attacked: Path) -> None:
    done = process(*command, "--root", attacked)
    assert faults(done) == []
    assert done.stdout + done.stderr


@pytest.mark.parametrize("attack", ["name", "reason", "key"])
def test_no_text_commands_the_terminal_from_a_trace(attack: str, root: Path) -> None:
    budget(root, "350-甲", ATTACKS[attack])
    done = process("trace", "350", "0.01", "--root", root)
    assert faults(done) == []
    assert done.stdout + done.stderr


@names_may_be_anything
@pytest.mark.parametrize("style", [style for style in FORMATS if style != "xlsx"])
def test_no_name_of_a_file_or_folder_commands_the_terminal(style: str, root: Path) -> None:
    budget(root, f"350-{NASTY}", BUDGET + "坏: 1\n", f"::error::{NASTY}.yaml")
    done = process("check", "-f", style, "--root", root)
    assert faults(done) == []
    assert done.returncode == 1


@names_may_be_anything
@pytest.mark.parametrize("command", ["check", "generate", "fix", "verify"])
def test_no_line_begins_with_the_name_of_a_folder_as_an_order(command: str, root: Path) -> None:
    folder = budget(root, "::error::pwn", BUDGET.replace("年度:", "年度：") + "坏: 1\n")
    done = process(command, "::error::pwn", cwd=folder.parent)
    assert faults(done) == []
    assert b"error::pwn" in done.stdout + done.stderr


@names_may_be_anything
def test_what_is_generated_traced_and_verified_is_told_in_one_line_each(root: Path) -> None:
    budget(root, f"350-{NASTY}")
    out = root / f"out{NASTY}"
    done = process("generate", "350", "--root", root, "-o", out)
    assert faults(done) == []
    assert done.returncode == 0
    assert [line[:4] for line in done.stdout.decode().splitlines()] == ["已生成 ", "已生成 ", "  1 "]
    assert SHOWN in done.stdout.decode()
    (file,) = out.rglob("*.docx")
    for arguments in (("verify", file), ("verify", "350", "-o", out), ("trace", "350", "0.01")):
        told = process(*arguments, "--root", root)
        assert faults(told) == []
        assert told.returncode == 0


@names_may_be_anything
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS names are Unicode")
@pytest.mark.parametrize("style", [style for style in FORMATS if style != "xlsx"])
def test_a_file_whose_name_is_no_unicode_is_reported(style: str, root: Path) -> None:
    folder = budget(root, "350-甲")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.yaml")).write_text("坏: 1\n", "utf-8")
    done = process("check", "-f", style, "--root", root)
    assert faults(done) == []
    assert done.returncode == 1


@names_may_be_anything
def test_packs_with_nasty_names_and_texts_are_told_safely(root: Path) -> None:
    budget(root, "350-甲")
    shutil.copytree(root / "templates" / "测试", root / "templates" / f"b{NASTY}")
    manifest = f'名称: "{TYPED}"\n年度: 2025\n"{TYPED}": 1\n口径: {{"{TYPED}": {{"{TYPED}": 支出}}}}\n'
    (root / "templates" / f"b{NASTY}" / "模板.yaml").write_text(manifest, "utf-8")
    commands = (["list"], ["show", "测试"], ["show", NASTY], ["check"], ["new", "c", "--from", NASTY])
    for arguments in (*commands, ["new", NASTY, "--from", "测试"], ["new", "d", "--from", "测试", "--name", NASTY]):
        assert faults(process("template", *arguments, "--root", root)) == [], arguments
    assert faults(process("check", "--root", root)) == []


ARGUMENTS = (
    """\
TEXT                  | --TEXT                  | check TEXT             | check --TEXT           | check -f TEXT
check --strict=TEXT   | check --root TEXT       | check 350 -o TEXT/TEXT | generate TEXT          | generate -j TEXT
generate -f TEXT      | generate 350 --unit TEXT| generate 350 -o a/TEXT | explain TEXT           | explain C101 TEXT
fix TEXT              | trace TEXT TEXT         | trace 350 TEXT         | trace 350 1 TEXT       | verify TEXT
verify TEXT.pdf       | schema TEXT TEXT        | schema --install TEXT  | template TEXT          | template check TEXT
template show TEXT    | template list TEXT      | template show 测试 --year TEXT                   | template new TEXT
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@names_may_be_anything
@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_no_argument_commands_the_terminal(arguments: str, root: Path) -> None:
    budget(root, "350-甲")
    done = process(*(word.encode().replace(b"TEXT", NASTY.encode() + b"\xff") for word in arguments.split()), cwd=root)
    assert faults(done) == []
    assert done.returncode in (0, 1, 2, 3)
    assert done.stdout + done.stderr


def test_colours_are_painted_after_cleaning(root: Path) -> None:
    budget(root, "350-甲", ATTACKS["key"])
    shown = process("check", "--root", root, FORCE_COLOR="1").stdout.decode()
    assert f"\x1b[31m\x1b[1m错误 S102 不认识的键（{SHOWN}" in shown
    assert set(shown.split("\x1b")[1:]) == {part for part in shown.split("\x1b")[1:] if part.startswith("[")}


def test_json_says_the_key_exactly(root: Path) -> None:
    budget(root, "350-甲", ATTACKS["key"])
    told = json.loads(process("check", "-f", "json", "--root", root).stdout)
    assert told["findings"][0]["path"] == f"{NASTY}\ufffd"


@pytest.mark.parametrize("attack", ["esc-and-newline-key.yaml", "surrogate-key.yaml"])
@pytest.mark.parametrize("style", [style for style in FORMATS if style != "xlsx"])
def test_keys_of_attacks_are_reported_with_their_place(attack: str, style: str, root: Path) -> None:
    key = {"esc-and-newline-key.yaml": r"\e[2J\e]0;pwn\a\n::error::pwn", "surrogate-key.yaml": r"\uD800键"}[attack]
    budget(root, "350-甲", f'{BUDGET}"{key}": 1\n')
    done = process("check", "-f", style, "--root", root)
    assert faults(done) == []
    assert done.returncode == 1
    assert b"S102" in done.stdout


def test_a_line_of_a_million_characters_is_reported(root: Path) -> None:
    budget(root, "350-甲", f'{BUDGET}坏: "{"甲" * 1_000_000}"\n')
    done = process("check", "--root", root)
    assert done.returncode == 1
    assert len(max(done.stdout.decode().splitlines(), key=len)) < 1000
    broken = process("check", budget(root, "351-乙", f"{BUDGET}坏: {'{，' * 500_000}\n"), "--root", root)
    assert b"Y201" in broken.stdout
