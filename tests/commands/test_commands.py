"""The commands from outside: exit codes, Chinese help and errors, formats of reports, any console."""

import errno
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from lxml import etree
from openpyxl import load_workbook

from generator.cli import COMMANDS, main
from generator.commands.check import FORMATS
from generator.commands.chinese import first_sentence
from generator.commands.common import report_lines
from generator.findings.finding import Kind, Place, Severity
from generator.findings.machine import as_github, as_json, as_junit, as_sarif
from generator.findings.sheet import HEAD, write

BUDGET = """\
年度: 2025
模板: 河北
部门: {编码: "350", 名称: 科技局}
单位: [{编码: "350001", 名称: 本级}]
收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: AMOUNT}]
"""
KIND = Kind("C999", "试验", Severity.ERROR, "说明。")
WARNING = Kind("C998", "轻的", Severity.WARNING)
HINT = Kind("C997", "提一下", Severity.HINT)
NASTY = '=1+1 <甲> & "乙" 100%\n::error::，]]>\x07\ud800'
FOUND = [
    KIND.at(Place("夹/a.yaml", 2, 3, 4), NASTY, NASTY, path=("收入", 0), related=((Place("b.yaml", 1, 1), NASTY),)),
    WARNING.at(Place("夹/a.yaml"), "甲"),
    HINT.at(None, "乙"),
]


def budget(folder: Path, amount: str) -> Path:
    target = folder / "budgets" / "2025" / "350-科技局"
    target.mkdir(parents=True)
    (target / "a.yaml").write_text(BUDGET.replace("AMOUNT", amount), "utf-8")
    return folder


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments), prog_name="budget")
    return result.exit_code, result.output


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


def test_a_report_in_lines_ends_with_its_summary_and_of_nothing_there_is_none() -> None:
    assert report_lines([HINT.at(None, "乙")]) == ["提示 C997 提一下", "  乙", "", "共 1 个提示。"]
    there = report_lines([HINT.at(Place("f", 1, 1), "乙")], {"f": "丙"})
    assert [line for line in there if "丙" in line] == ["  1 | 丙"]
    assert report_lines([]) == []


def test_errors_give_1_and_their_place_first(tmp_path: Path) -> None:
    code, shown = run("check", "--root", str(budget(tmp_path, "99")))
    assert code == 1
    (first,) = (line for line in shown.splitlines() if "错误 " in line and line[0] != "共")
    assert "/a.yaml:6:55: 错误 C101 收支不平" in first
    assert shown.count("详见：budget explain C101") == 1
    assert shown.rstrip().splitlines()[-1].startswith("共 1 个错误")


def test_warnings_give_0_and_with_strict_1() -> None:
    assert run("check", "350")[0] == 0
    assert run("check", "--strict", "350")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chekc"], "没有命令“chekc”。是不是 check？"),
        (["check", "--stict"], "没有选项“--stict”。是不是 --strict？"),
        (["check", "-f", "toml"], "可以写：text、concise"),
        (["check", "-o"], "选项“-o”"),
        (["check", "--strict=1"], "选项“--strict”"),
        (["check", "-f", "xlsx"], "要用 -o 写明文件名"),
        (["check", "999"], "没有找到预算“999”"),
        (["generate", "-f", "doc", "350"], "不认识的格式“doc”"),
    ],
)
def test_wrong_use_gives_2_in_chinese(arguments: list[str], message: str) -> None:
    code, shown = run(*arguments)
    assert code == 2
    assert message in shown
    assert "Error" not in shown
    assert "--help" in shown


def test_no_arguments_and_help_are_chinese() -> None:
    for arguments in ([], ["--help"], *([name, "--help"] for name in COMMANDS)):
        shown = run(*arguments)[1]
        assert "用法：budget" in shown
        assert "选项：" in shown
        for english in ("Usage", "Options", "Commands", "Show", "OPTIONS", "PATH", "TEXT"):
            assert english not in shown, arguments


def test_the_list_of_commands_says_the_first_sentence_of_each_and_imports_none() -> None:
    context = click.Context(main)
    for name, said in COMMANDS.items():
        assert said == first_sentence(main.get_command(context, name))
    code = "import sys; from generator.cli import main\ntry: main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    imported = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "generator.commands.chinese" in imported
    assert not {"yaml", "jinja2", "generator.commands.generate", "generator.publish"} & set(imported)


def test_a_file_that_cannot_be_written_gives_3(tmp_path: Path) -> None:
    code, shown = run("check", "350", "-o", str(tmp_path / "没有" / "a.txt"))
    assert code == 3
    assert "文件或文件夹不存在" in shown


def test_a_bug_gives_3_one_chinese_line_and_the_details_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("generator.commands.workspace.Workspace.find", lambda *_: 1 / 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, shown = run("check", "350")
    assert code == 3
    assert "程序内部出错" in shown
    assert "Traceback" not in shown
    (details,) = tmp_path.iterdir()
    assert str(details) in shown
    assert "ZeroDivisionError" in details.read_text("utf-8")
    monkeypatch.setenv("BUDGET_DEBUG", "1")
    assert "ZeroDivisionError" in run("check", "350")[1]


@pytest.mark.parametrize("style", FORMATS)
def test_a_report_that_cannot_be_written_leaves_the_old_one(
    style: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    report = tmp_path / "报告"
    report.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        code, shown = run("check", "350", "-f", style, "-o", str(report))
    assert code == 3
    assert shown == f"写不了文件“{report}”：磁盘满了，请腾出空间后再试。原有的文件没有改动。\n"
    assert report.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["报告"]
    assert run("check", "350", "-f", style, "-o", str(report))[0] == 0
    assert report.read_bytes() != b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["报告"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes, and links only for some")
def test_a_report_is_not_written_through_a_link_or_into_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "别的").write_bytes(b"old")
    (tmp_path / "链接").symlink_to("别的")
    os.mkfifo(tmp_path / "管道")
    for name, word in (("链接", "链接"), ("管道", "管道"), (".", "文件夹")):
        code, shown = run("check", "350", "-o", str(tmp_path / name))
        assert code == 3
        assert word in shown
    assert (tmp_path / "别的").read_bytes() == b"old"


@pytest.mark.parametrize("style", [style for style in FORMATS if style != "xlsx"])
def test_the_sample_can_be_reported_in_every_format(style: str, tmp_path: Path) -> None:
    assert run("check", "350", "-f", style)[0] == 0
    assert run("check", "350", "-f", style, "-o", str(tmp_path / "a"))[0] == 0
    assert (tmp_path / "a").read_bytes() == process("check", "350", "-f", style, PYTHONIOENCODING="utf-8").stdout


@pytest.mark.parametrize("encoding", ["gbk", "cp936", "ascii", "utf-8"])
@pytest.mark.parametrize("style", ["text", "concise", "json"])
def test_no_console_stops_the_program(encoding: str, style: str, tmp_path: Path) -> None:
    root = budget(tmp_path, "甲😀é")
    result = process("check", "--root", str(root), "-f", style, PYTHONIOENCODING=encoding)
    assert result.returncode == 1
    assert result.stderr == b""
    shown = result.stdout.decode("utf-8" if style == "json" or encoding == "ascii" else encoding)  # click mends ASCII
    assert "S201" in shown


def test_colour_is_for_terminals_or_on_demand() -> None:
    assert b"\x1b[" not in process("check", "350").stdout
    assert b"\x1b[" in process("check", "350", FORCE_COLOR="1").stdout
    assert b"\x1b[" not in process("check", "350", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_json_says_everything() -> None:
    told = json.loads(as_json(FOUND))
    assert told["counts"] == {"错误": 1, "警告": 1, "提示": 1}
    assert told["findings"][0]["place"] == {"file": "夹/a.yaml", "line": 2, "column": 3, "length": 4}
    assert told["findings"][0]["related"][0]["file"] == "b.yaml"
    assert told["findings"][2]["place"] is None


def test_github_annotations_stay_one_line_each() -> None:
    lines = as_github(FOUND).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]
    assert lines[0].startswith("::error file=夹/a.yaml,line=2,col=3,endColumn=7,title=C999 试验::=1+1 ")
    assert "100%25%0A::error::" in lines[0]


def test_sarif_is_what_the_standard_asks() -> None:
    told = json.loads(as_sarif(FOUND))
    assert told["version"] == "2.1.0"
    (one,) = told["runs"]
    for result in one["results"]:
        rule = one["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
    where = one["results"][0]["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "%E5%A4%B9/a.yaml"
    assert where["region"] == {"startLine": 2, "startColumn": 3, "endColumn": 7}


def test_junit_is_xml_with_a_case_for_each_finding() -> None:
    suite = etree.fromstring(as_junit(FOUND).encode("utf-8", "surrogatepass"))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "2", "1")
    assert len(suite.findall("testcase/failure")) == 2
    assert etree.fromstring(as_junit([]).encode()).get("failures") == "0"


def test_the_workbook_holds_text_and_no_formula() -> None:
    data = write(FOUND)
    sheet = load_workbook(BytesIO(data)).active
    assert sheet is not None
    assert tuple(cell.value for cell in sheet[1]) == HEAD
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["C999", "C998", "C997"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert str(sheet["G2"].value).startswith("=1+1 <甲>")
    assert write(FOUND) == data


def test_a_character_without_a_glyph_stops_only_the_formats_that_carry_our_fonts(tmp_path: Path) -> None:
    root = budget(tmp_path, "100")
    (file,) = root.rglob("a.yaml")
    before = file.read_text("utf-8")
    file.write_text(f"{before}其他说明: 联系人张𠮷。\n", "utf-8")
    code, shown = run("check", "--root", str(root))
    place = f"{file.name}:{before.count(chr(10)) + 1}:11"
    assert (code, f"{place}: 警告 D101" in shown, "“𠮷”（U+20BB7）" in shown) == (0, True, True)
    for formats, expected in ((("-f", "pdf"), 1), (("-f", "docx"), 0), (("-f", "html"), 0), ((), 1)):
        code, shown = run("generate", "--root", str(root), "-o", str(tmp_path / "out"), *formats)
        assert code == expected, shown
        assert (f"{place}: 错误 D101" in shown) == bool(expected)
