"""`budget diff`: years, folders and revisions, as they are typed and told."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.base.terminal import width
from generator.cli import main
from tests.commands.process import NASTY, ROOT, faults, process
from tests.commands.test_terminal import COLOUR, in_a_terminal
from tests.machine.test_revisions import git

NAME = "350-科技和工信部门"
MONEY, TEXTS, PROJECTS = "收支.yaml", "基本情况.yaml", "项目.yaml"


def run(root: Path, *arguments: str, command: str = "diff") -> Result:
    return CliRunner().invoke(main, [command, "--root", str(root), *arguments])


def change(root: Path, year: int, file: str, old: str, new: str, name: str = NAME) -> None:
    path = root / f"budgets/{year}/{name}/{file}"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The real 350, and its next year with all figures kept."""
    shutil.copytree(ROOT / "budgets/2025" / NAME, tmp_path / "budgets/2025" / NAME)
    assert run(tmp_path, "2025", "2026", "--amounts", "保留", command="rollover").exit_code == 0
    return tmp_path


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Path]:
    """A repository whose root of budgets is a folder of it, with a unit's folder."""
    root = tmp_path / "仓库/预算"
    for name in ("902-两年测试局（虚构）", "999-测试综合部门（虚构）"):
        shutil.copytree(ROOT / "tests/budgets/2025" / name, root / "budgets/2025" / name)
    git(root.parent, "init", "-q")
    commit(root)
    before = Path.cwd()
    yield root
    os.chdir(before)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "x")


def lines(text: str, start: str) -> list[str]:
    """The lines from one that begins so to the next empty one."""
    found = text.split("\n")
    first = next(number for number, line in enumerate(found) if line.startswith(start))
    return found[first : found.index("", first)]


def test_this_year_is_compared_with_last_year_s_folder(root: Path) -> None:
    change(root, 2026, MONEY, "金额: 625000", "金额: 725030")
    done = run(root, "350")
    assert done.exit_code == 0, done.output
    table = lines(done.output, "按口径")
    assert re.split(" {2,}", table[0]) == ["按口径", "2025年", "2026年", "增减", "增减率"]
    assert "  基本支出    307.09    317.09  10.00   3.26%" in table
    assert "    30101 基本工资               62.50   72.50  10.00  16.00%" in lines(done.output, "按部门预算经济分类")
    assert "还没有写：基本支出、" in done.output
    assert "修改 2060101 行政运行 30101 基本工资 一般公共预算拨款 / 金额：625,000.00" in done.output
    assert "修改 年度：2025 → 2026" in done.output
    assert [line for line in done.output.split("\n") if width(line) > 80] == []


def test_the_reasons_that_are_asked_are_those_of_the_check(root: Path) -> None:
    change(root, 2026, MONEY, "金额: 625000", "金额: 725000")
    asked = [line for line in lines(run(root, "350").output, "比上年有增减") if "还没有写" in line]
    checked = run(root, "350", "--select", "B401", command="check").output
    assert asked
    assert "“基本支出”与上年比较有增减，没有写原因" in checked
    change(root, 2026, TEXTS, "年度:", "原因: {基本支出: 工资增加}\n年度:")
    assert "  基本支出：工资增加" in lines(run(root, "350").output, "比上年有增减")


def test_a_difference_that_the_printed_figures_do_not_show_says_so(root: Path) -> None:
    change(root, 2026, MONEY, "金额: 625000", "金额: 625001")
    assert re.search(r"30101 基本工资 +62\.50 +62\.50 +不足0\.01 +0\.00%", run(root, "350").output)


def test_records_are_matched_and_renamed_ones_recognised(root: Path) -> None:
    path = root / f"budgets/2026/{NAME}/{PROJECTS}"
    text = path.read_text("utf-8")
    named = re.search("名称: (.*保险.*)", text)
    assert named is not None
    path.write_text(text.replace(named[0], f"{named[0]}（新）", 1), "utf-8")
    told = run(root, "350").output
    assert re.search("修改 .*保险.* / 名称：", told)
    assert "新增" not in told


def test_texts_are_told_word_by_word(root: Path) -> None:
    path = root / f"budgets/2026/{NAME}/{TEXTS}"
    text = path.read_text("utf-8")
    duty = next(line for line in text.split("\n") if line.strip().startswith("- 贯彻") or "拟订" in line)
    path.write_text(text.replace("拟订", "起草", 1), "utf-8")
    told = " ".join(run(root, "350").output.split())
    assert duty
    assert "[-拟订-]{+起草+}" in told


def test_two_years_are_named_and_a_department_that_only_one_has_is_told(root: Path) -> None:
    shutil.copytree(ROOT / "budgets/2025/207-上海市普陀区财政局", root / "budgets/2025/207-上海市普陀区财政局")
    done = run(root, "2025", "2026")
    assert done.exit_code == 0
    assert "207-上海市普陀区财政局：删去的预算" in done.output
    assert run(root, "2026年", "2025").exit_code == 2
    assert "没有 2019 年的预算" in run(root, "2019", "2026").output
    assert run(root, "2025", "350").output == run(root, "2025", "2026", "350").output == run(root, "350").output


def test_two_folders_are_compared_whatever_their_codes(root: Path) -> None:
    old, new = (str(root / f"budgets/{year}" / NAME) for year in (2025, 2026))
    assert "年度：2025 → 2026" in run(root, old, new).output
    other = ROOT / "tests/budgets/2025/902-两年测试局（虚构）"
    assert (
        "修改 部门 / 编码" in run(root, old, str(other)).output
        or "编码：350 → 902" in run(root, old, str(other)).output
    )
    assert run(root, old, new, "350").exit_code == 2
    assert run(root, str(root / "budgets/2025"), str(root / "budgets/2026")).output.count("→ ") > 0


def test_equal_budgets_have_no_difference(root: Path) -> None:
    copy = root / "别处" / NAME
    shutil.copytree(root / "budgets/2025" / NAME, copy)
    whole = "".join(path.read_text("utf-8") + "\n" for path in sorted(copy.glob("*.yaml")))
    for path in copy.glob("*.yaml"):
        path.unlink()
    (copy / "合.yaml").write_text(f"# 合在一起\n{whole}", "utf-8")
    done = run(root, str(root / "budgets/2025" / NAME), str(copy))
    assert done.exit_code == 0
    assert done.output.strip().endswith("没有差别。")


def test_without_last_year_s_folder_what_is_stated_of_it_is_compared(root: Path) -> None:
    done = run(root, "350", "--year", "2025")
    assert done.exit_code == 0
    assert "只比写了的上年数" in done.output
    assert "  三公经费      1.00      1.00     0.00    0.00%" in lines(done.output, "写的上年数")
    assert "  还没有写：基本支出、项目支出。" in lines(done.output, "比上年有增减")
    change(root, 2025, TEXTS, "上年数:", "上年执行数:")
    assert "写的上年执行数" in run(root, "350", "--year", "2025").output
    text = (root / f"budgets/2025/{NAME}/{TEXTS}").read_text("utf-8")
    (root / f"budgets/2025/{NAME}/{TEXTS}").write_text(re.sub("(?m)^上年执行数:.*\n(?: .*\n)*", "", text), "utf-8")
    done = run(root, "350", "--year", "2025")
    assert done.exit_code == 1
    assert "也没有写上年数" in done.output


def test_what_cannot_be_read_is_unknown_and_said(root: Path) -> None:
    change(root, 2026, MONEY, "金额: 625000", "金额: 六十二万")
    done = run(root, "350")
    assert done.exit_code == 1
    assert "有 1 个错误，读不出的写作“不明”" in " ".join(done.output.split())
    assert re.search("30101 基本工资 +62.50 +不明", done.output)
    (root / f"budgets/2026/{NAME}/{TEXTS}").write_text("年度: [", "utf-8")
    assert run(root, "350").exit_code == 1


def test_one_broken_budget_stops_no_other(root: Path) -> None:
    for year in (2025, 2026):
        (root / f"budgets/{year}/360-乙局").mkdir()
        (root / f"budgets/{year}/360-乙局/甲.yaml").write_text("甲: [", "utf-8")
    done = run(root, "2025", "2026")
    assert done.exit_code == 1
    assert "350 科技和工信部门" in done.output


def test_a_revision_is_compared_with_the_files_of_now(repository: Path) -> None:
    name = "999-测试综合部门（虚构）"
    assert "没有差别的有 2 份" in " ".join(run(repository, "HEAD").output.split())
    file = next((repository / f"budgets/2025/{name}/单位").rglob("*.yaml"))
    text = file.read_text("utf-8")
    amount = re.search("金额: ([0-9]+)", text)
    assert amount is not None
    file.write_text(text.replace(amount[0], f"金额: {int(amount[1]) + 10000}", 1), "utf-8")
    done = run(repository, "HEAD", "999")
    assert done.exit_code == 0, done.output
    assert re.split(" {2,}", lines(done.output, "按")[0])[1:3] == ["HEAD", "现在"]
    commit(repository)
    assert "没有差别" in run(repository, "HEAD", "999").output
    assert lines(run(repository, "HEAD~1", "HEAD", "999").output, "按")[1:] == lines(done.output, "按")[1:]
    os.chdir(repository / "budgets/2025")
    assert "10,000.00" in run(repository, "HEAD~1", name).output


def test_folders_that_came_went_or_were_renamed_are_told(repository: Path) -> None:
    shutil.rmtree(repository / "budgets/2025/902-两年测试局（虚构）")
    (repository / "budgets/2025/999-测试综合部门（虚构）").rename(repository / "budgets/2025/999-综合部门")
    told = " ".join(run(repository, "HEAD").output.split())
    assert "902-两年测试局（虚构）：删去的预算" in told
    assert "没有差别的有 1 份：budgets/2025/999-综合部门" in told
    assert "删去的预算" in run(repository, "HEAD", "902").output


def test_a_folder_that_is_not_there_is_told_as_one(repository: Path) -> None:
    there = "budgets/2025/999-测试综合部门（虚构）"
    for words in (("budgets/2024/没有", there), (there, "budgets/2024/没有"), ("./没有",), (str(repository / "没有"),)):
        done = run(repository, *words)
        missing = next(one for one in words if "没有" in one)
        assert (done.exit_code, f"没有“{missing}”这个文件夹" in done.output) == (2, True), done.output


def test_the_grammar_is_unambiguous(repository: Path) -> None:
    git(repository, "branch", "999")
    assert "旁边没有上年的文件夹" in run(repository, "999").output  # a budget goes before a branch
    assert run(repository, "refs/heads/999", "999").exit_code == 0
    for words, said in (
        (("999", "2025"), "写在部门前面"),
        (("999", "HEAD"), "写在部门前面"),
        (("HEAD~7",), "没有叫“HEAD~7”的预算；git 里没有"),
        (("--", "--output=x"), "git 里没有"),
        (("HEAD", "甲乙丙"), "没有找到预算“甲乙丙”"),
        (("HEAD", "999", "甲乙丙"), "没有找到预算“甲乙丙”"),
    ):
        done = run(repository, *words)
        assert done.exit_code == 2, words
        assert said in done.output.replace("\n", ""), done.output
    assert not (repository / "x").exists()


def test_nothing_typed_commands_the_terminal(tmp_path: Path) -> None:
    for year in (2025, 2026):
        folder = tmp_path / f"budgets/{year}/350-甲"
        folder.mkdir(parents=True)
        typed = "".join(f"\\U{ord(one):08x}" for one in NASTY)
        text = f'年度: {year}\n模板: 河北\n部门: {{编码: "350", 名称: "甲{typed}{year}"}}\n单位: []\n'
        (folder / "甲.yaml").write_text(text + f'机构设置说明: "{typed}说{year}了许多许多许多话{typed}"\n', "utf-8")
    done = process("diff", "350", "--root", tmp_path)
    assert faults(done) == []
    assert b"[-" in done.stdout


def test_a_terminal_has_colours_and_no_long_line(root: Path) -> None:
    change(root, 2026, TEXTS, "拟订", "起草")
    change(root, 2026, MONEY, "金额: 625000", "金额: 725000")
    for columns in (80, 60):
        shown = in_a_terminal("diff", "350", "--root", root, columns=columns)
        assert "\x1b[31m" in shown
        assert "\x1b[32m" in shown
        assert [line for line in COLOUR.sub("", shown).split("\n") if width(line.rstrip("\r")) > columns] == []
    assert b"\x1b" not in process("diff", "350", "--root", root).stdout


def test_a_gbk_console_shows_it(root: Path) -> None:
    change(root, 2026, TEXTS, "拟订", "起草")
    done = process("diff", "350", "--root", root, PYTHONIOENCODING="gbk")
    assert done.returncode == 0
    assert "[-拟订-]{+起草+}" in "".join(line.strip() for line in done.stdout.decode("gbk").splitlines())


def test_a_report_goes_into_a_file_as_a_whole(root: Path) -> None:
    change(root, 2026, TEXTS, "拟订", "起草")
    done = run(root, "350", "-o", str(root / "差别.txt"))
    assert "比较了 1 份预算，1 份有差别" in done.output
    assert (root / "差别.txt").read_text("utf-8") == run(root, "350").output
    assert run(root, "350", "-o", str(root / "没有/差别.txt")).exit_code == 3


@pytest.mark.parametrize("style", ["html", "xlsx", "json"])
def test_every_format_goes_into_a_file_and_is_the_same_again(style: str, root: Path) -> None:
    change(root, 2026, MONEY, "金额: 625000", "金额: 725000")
    written = []
    for name in ("甲", "乙"):
        done = run(root, "350", "-f", style, "-o", str(root / f"{name}.{style}"))
        assert done.exit_code == 0, done.output
        written.append((root / f"{name}.{style}").read_bytes())
    assert written[0] == written[1]
    assert run(root, "350", "-f", "xlsx").exit_code == 2


def test_json_is_utf_8_on_any_console(root: Path) -> None:
    done = process("diff", "350", "--root", root, "-f", "json", PYTHONIOENCODING="gbk")
    assert '"label": "2026年"'.encode() in done.stdout


def test_text_shows_files_for_git(root: Path, tmp_path: Path) -> None:
    done = process("diff", "--text", root / f"budgets/2025/{NAME}/{MONEY}", PYTHONIOENCODING="gbk")
    assert done.returncode == 0
    assert "〔1,661,333〕".encode() in done.stdout
    broken = tmp_path / "坏.yaml"
    broken.write_text("甲: [\n", "utf-8")
    assert run(root, "--text", str(broken)).output == "甲: [\n"
    assert run(root, "--text", str(tmp_path / "没有.yaml")).exit_code == 2
    assert run(root, "--text").exit_code == 2


def test_git_diff_shows_the_names_of_codes(repository: Path) -> None:
    assert run(repository, "--fix", command="setup").exit_code in (0, 3)
    commit(repository)
    file = repository / "budgets/2025/902-两年测试局（虚构）/预算.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("1000000", "1100000", 1), "utf-8")
    told = git(repository, "diff")
    (added,) = [line for line in told.split("\n") if line.startswith("+ ")]
    assert added.endswith("〔行政运行，基本工资，1,100,000〕"), told
    assert re.search("^@@ .* @@ 收入:", told, re.MULTILINE)
    file.write_text("甲: [\n", "utf-8")  # it is shown as it is
    assert "+甲: [" in git(repository, "diff")


def test_a_department_with_another_code_is_found_by_its_former_one(root: Path) -> None:
    (root / "budgets/2026" / NAME).rename(root / "budgets/2026/351-科技局")
    change(root, 2026, TEXTS, '编码: "350"', '编码: "351"', "351-科技局")
    change(root, 2026, TEXTS, "年度:", '上年编码: "350"\n年度:', "351-科技局")
    years = (str(root / "budgets/2025"), str(root / "budgets/2026"))
    for words in (("351",), ("2025", "2026"), ("2025", "2026", "351"), years):
        done = run(root, *words)
        assert done.exit_code == 0
        assert "修改 编码：350 → 351" in done.output
        assert "删去的预算" not in done.output
