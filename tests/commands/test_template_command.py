"""`budget template`: listing, showing, starting and checking packs; each defect is told at its exact place."""

# ruff: noqa: E501 a fault is one line
from __future__ import annotations

import errno
import os
import shutil
import unicodedata
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.compose import packcheck
from generator.findings.finding import Finding, has_errors
from generator.pack import loader
from generator.pack.spec import Pack
from tests.packs import BUDGET, write_pack


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree("templates", tmp_path / "templates")
    (tmp_path / "budgets").mkdir()
    return tmp_path


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["template", *arguments, "--root", str(root)])
    return result.exit_code, result.output


def change(root: Path, file: str, old: str, new: str) -> int:
    """Change a pack; return the line of the change."""
    path = root / "templates" / file
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def findings(root: Path, name: str = "上海") -> list[Finding]:
    return list(packcheck.check(name, 2025, root / "templates")[1])


@pytest.mark.parametrize("name", ["河北", "上海"])
def test_the_packs_that_come_with_the_program_are_without_fault(name: str) -> None:
    pack, found = packcheck.check(name, 2025, Path("templates"))
    assert pack is not None
    assert found == ()


FAULTS = [  # file, what is replaced, by what, code, words of the finding, lines below the change
    ("编制说明.jinja", "{% for 项 in 科目", "{% if 主体 == '无' %}{{ 主题 }}{% endif %}\n{% for 项 in 科目", "P301", "没有“主题”这个名称", 0),
    ("编制说明.jinja", "{% for 项 in 科目", "{% if 主体 == '无' %}{{ 金额('收人总计')|万元 }}万元{% endif %}\n{% for 项 in 科目", "P114", "没有名为“收人总计”的口径", 0),
    ("编制说明.jinja", "{% for 项 in 科目", "{% if 主体 == '无' %}{{ 金额('收入总计', 资金性质='拨款')|万元 }}万元{% endif %}\n{% for 项 in 科目", "P113", "“资金性质”没有“拨款”", 0),
    ("编制说明.jinja", "{% for 项 in 科目", "{% if 主体 == '无' %}{{ 记录('工程')|length }}{% endif %}\n{% for 项 in 科目", "P114", "没有名为“工程”的记录", 0),
    ("编制说明.jinja", "事业收入{{ 金额('事业收入')|万元 }}万元", "事业收入万元", "P415", "“万元”前面没有数", 0),
    ("编制说明.jinja", "事业收入{{ 金额('事业收入')|万元 }}万元", "事业收入{{ 金额('事业收入')|元 }}万元", "P415", "单位不符", 0),
    ("编制说明.jinja", "事业收入{{ 金额('事业收入')|万元 }}万元", "事业收入{{ 主体 }}万元", "P415", "前面不是金额", 0),
    ("其他情况.jinja", "[小标题] 二、", "[小标提] 二、", "P416", "没有样式“小标提”", 0),
    ("正文.jinja", "@表 收入预算总表", "@表 收入预算表", "P114", "没有名为“收入预算表”的表", 0),
    ("正文.jinja", '{% include "其他情况.jinja" %}', '{% if 主体 == "无" %}{% include "其他.jinja" %}{% endif %}', "P301", "没有“其他.jinja”", 0),
    ("表格.yaml", "{标题: 其他收入, 条件: 其他收入, 最窄: 6}", "{标题: 其他收入, 条件: {口径: 其他收入, 经济分类: 301}, 最窄: 6}", "P411", "列“其他收入”永远没有数", 0),
    ("表格.yaml", "          - {标题: 其他收入, 条件: 其他收入, 最窄: 6}\n", "", "P413", "“合计”的金额有的不在旁边的任何一列里", -4),
    ("表格.yaml", "          - {标签: 四、其他收入, 条件: 其他收入}\n", "", "P412", "“收入总计”计入的金额有的未列入任何一行", 1),
    ("表格.yaml", "{标题: 事业收入, 条件: 事业收入, 最窄: 6}", "{标题: 事业收入, 条件: {资金性质: [事业收入, 财政专户管理资金, 经营收入]}, 最窄: 6}", "P413", "重复", -2),
    ("表格.yaml", "条件: 财政拨款收入\n", "条件: 财政拔款收入\n", "P114", "没有名为“财政拔款收入”的口径。", 0),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "code", "words", "below"), FAULTS)
def test_a_fault_is_told_at_its_place(
    root: Path, file: str, old: str, new: str, code: str, words: str, below: int
) -> None:
    line = change(root, f"shanghai/{file}", old, new)
    found = [finding for finding in findings(root) if finding.code == code and words in finding.message]
    assert found, findings(root)
    assert found[0].place is not None
    assert (found[0].place.file, found[0].place.line) == (f"templates/shanghai/{file}", line + below)
    assert found[0].remedy


def test_a_table_that_is_never_printed_is_told(root: Path) -> None:
    change(root, "shanghai/正文.jinja", "@表 收入预算总表\n", "")
    assert [(finding.code, finding.message) for finding in findings(root)] == [("P417", "表“收入预算总表”从来不印。")]


def test_a_sentence_that_needs_a_fact_fails_with_the_smallest_budget(root: Path) -> None:
    change(
        root,
        "shanghai/主要职能.jinja",
        "{% if 版本 == '部门' and 说明.机构性质 is defined %}",
        "{% if 版本 == '部门' %}",
    )
    (finding,) = findings(root)
    assert (finding.code, finding.message) == ("P301", "没有“机构性质”这一项。")
    assert finding.place is not None
    assert finding.place.line == 3


def test_check_prints_the_line_and_fails(root: Path) -> None:
    change(root, "shanghai/其他情况.jinja", "[小标题] 二、", "[小标提] 二、")
    code, said = run(root, "check", "上海")
    assert code == 1
    assert "templates/shanghai/其他情况.jinja:10:2: 错误 P416" in said
    assert "[小标提] 二、机关运行经费预算" in said
    assert run(root, "check", "河北")[0] == 0
    assert run(root, "check")[0] == 1


def test_list_and_show(root: Path) -> None:
    code, said = run(root, "list")
    assert code == 0
    assert [line.split()[:3] for line in said.splitlines()] == [
        ["北京", "2025", "templates/beijing"],
        ["中央", "各年", "templates/central"],
        ["通用", "各年", "templates/general"],
        ["河北", "2025", "templates/hebei"],
        ["河北", "2026", "templates/hebei-2026"],
        ["江苏", "2019", "templates/jiangsu"],
        ["江苏", "2018", "templates/jiangsu-2018"],
        ["上海", "2025", "templates/shanghai"],
        ["汇总", "各年", "templates/summary"],
    ]
    code, said = run(root, "show", "上海")
    assert code == 0
    assert "图：\n  收入来源：收入从哪里来（饼图，财务收支预算总表）" in said
    assert "选印的部分（budget generate --with 名称）：图解" in said
    assert "五、部门预算表" in said
    assert "机关运行经费" in said
    assert "小标题" in said


def test_an_unknown_pack_is_a_wrong_use_with_a_suggestion(root: Path) -> None:
    for command in ("show", "check"):
        code, said = run(root, command, "上诲")
        assert code == 2, said
        assert "是不是“上海”" in said


def test_a_new_pack_extends_another_and_is_without_fault(root: Path) -> None:
    code, said = run(root, "new", "hebei-city", "--from", "河北", "--name", "河北某市", "--year", "2025")
    assert code == 0, said
    assert [file.name for file in (root / "templates/hebei-city").iterdir()] == ["模板.yaml"]
    assert findings(root, "河北某市") == []
    code, said = run(root, "list")
    assert "河北某市  2025  templates/hebei-city" in said
    assert "沿用 templates/hebei" in said


@pytest.mark.parametrize("year", [2023, 2027])
def test_a_new_pack_may_begin_earlier_and_later_than_the_one_it_extends(root: Path, year: int) -> None:
    code, said = run(root, "new", "hebei-city", "--from", "河北", "--name", "河北某市", "--year", str(year))
    assert code == 0, said
    pack, found = loader.find("河北某市", year, root / "templates")
    assert found == ()
    assert pack is not None
    assert (pack.year, "templates/hebei" in pack.folders) == (year, True)
    assert ("templates/hebei-2026" in pack.folders) == (year == 2027)
    assert [one for one in packcheck.check("河北某市", year, root / "templates")[1] if has_errors((one,))] == []


@pytest.mark.parametrize("own", [False, True], ids=["the program's packs", "packs of its own"])
def test_what_the_message_says_to_a_budget_older_than_its_pack_can_be_done(tmp_path: Path, own: bool) -> None:
    if own:
        shutil.copytree("templates", tmp_path / "templates")
    for year in (2024, 2025):
        folder = tmp_path / f"budgets/{year}/350-测试部门"
        folder.mkdir(parents=True)
        text = BUDGET.replace("2025", str(year)).replace("模板: 测试", "模板: 河北")
        (folder / "预算.yaml").write_text(text, "utf-8")
    new = loader.find("河北", 2025, Path("templates"))

    def checked() -> str:
        return CliRunner().invoke(main, ["check", "--root", str(tmp_path), "--year", "2024"]).output

    said = checked()
    assert (
        "350-测试部门/预算.yaml:3:5: 错误 P101 没有这个模板\n  模板“河北”从 2025 年度开始，没有 2024 年度可用的。\n"
        in said
    )
    command = said[said.index("budget template new") :].split("，")[0].split()
    assert run(tmp_path, *command[2:])[0] == 0
    assert "P101" not in checked()
    again = loader.find("河北", 2025, tmp_path / "templates")
    assert again[0] is not None
    assert new[0] is not None
    assert all(getattr(again[0], one.name) == getattr(new[0], one.name) for one in fields(Pack))
    assert again[1] == new[1]
    pack, found = loader.find("河北", 2024, tmp_path / "templates")
    assert found == ()
    assert pack is not None
    assert (pack.year, pack.folders) == (2024, ("templates/hebei-2024", "templates/hebei"))


def test_the_year_of_a_new_pack_is_asked_for(root: Path) -> None:
    code, said = run(root, "new", "hebei-city", "--from", "河北")
    assert code == 2
    assert "--year" in said


@pytest.mark.parametrize("folder", ["hebei", "../outside", "a/b", "con", ""])
def test_a_new_pack_needs_a_free_and_simple_name(root: Path, folder: str) -> None:
    before = sorted((root / "templates").iterdir())
    code, _ = run(root, "new", folder, "--from", "河北", "--year", "2025")
    assert code == 2
    assert sorted((root / "templates").iterdir()) == before
    assert not (root / "outside").exists()


def test_a_new_pack_is_no_twin_of_a_version_that_exists(root: Path) -> None:
    """Two packs of one name and year would stop every budget of that form."""
    for name in ("河北", "hebei"):
        code, said = run(root, "new", "hebei-city", "--from", "河北", "--name", name, "--year", "2025")
        assert (code, f"“{name}”已经有 2025 年度的一版" in said) == (2, True)
    assert not (root / "templates/hebei-city").exists()
    assert run(root, "new", "hebei-2027", "--from", "河北", "--name", "河北", "--year", "2027")[0] == 0


@pytest.mark.parametrize("number", [1, 3])
def test_a_new_pack_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Half of a templates folder would hide the packs that come with the program."""
    calls = iter(range(1, 100))
    (tmp_path / "budgets").mkdir()

    def full(_: int) -> None:
        if next(calls) == number:
            raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    code, said = run(tmp_path, "new", "city", "--from", "上海", "--year", "2025")
    assert code == 3
    assert "磁盘满了" in said
    assert [path.name for path in tmp_path.iterdir()] == ["budgets"]


def test_a_new_pack_of_a_root_without_packs_brings_along_what_it_extends(tmp_path: Path) -> None:
    (tmp_path / "budgets").mkdir()
    code, said = run(tmp_path, "new", "city", "--from", "上海", "--year", "2025")
    assert code == 0, said
    assert sorted(path.name for path in (tmp_path / "templates").iterdir()) == ["city", "shanghai"]
    assert findings(tmp_path, "city") == []


HOSTILE = {  # what a pack may be that somebody sends: its text, its tables
    "lists that double": ("{% set a = [1] %}" + "{% set a = [a, a] %}" * 60 + "{% if a == a %}甲{% endif %}", ""),
    "an unknown filter": ("{{ 年度|nofilter }}", ""),
    "a chain of and": ("{% if " + " and ".join(["1"] * 5000) + " %}甲{% endif %}", ""),
    "a block twice": ("{% block a %}{% endblock %}{% block a %}{% endblock %}", ""),
    "a constant that fails": ("{% macro m(a=[1].甲 and 1) %}{% endmacro %}{{ m() }}", ""),
    "a large number": ("{{ " + "9" * 5000 + " }}", ""),
    "a year of many digits": ("甲", f"年度: {'9' * 5000}\n"),
    "a fragment of itself": ("@表 表一", "片段: {甲: [甲]}\n表: {表一: {列: [{标题: 甲}], 行: 甲}}\n"),
    "no text at all": ("", ""),
    "tables that are a list": ("甲", "表: [1]\n"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_every_command_survives_a_hostile_pack_and_serves_the_others(root: Path, name: str) -> None:
    text, tables = HOSTILE[name]
    write_pack(root / "templates", name="坏", text=text, 表=tables or "表: {}\n")
    code, said = run(root, "check", "坏")
    assert code == 1, said
    assert "错误 " in said
    assert "templates/坏/" in said
    assert run(root, "check", "上海")[0] == 0
    code, said = run(root, "list")
    assert code == 0
    assert "templates/hebei" in said
    assert run(root, "show", "坏")[0] in (0, 2)
    assert run(root, "show", "河北")[0] == 0


def test_show_lists_the_names_that_a_budget_may_write_in_80_columns(root: Path) -> None:
    code, said = run(root, "show", "上海")
    assert code == 0
    assert "  财政拨款收入：方向 收入；资金性质 财政拨款（编制说明.jinja 第 4 行）" in said
    assert "  购置车辆：采购；采购目录 A0203（其他情况.jinja 第 24 行）" in said
    assert "说明里的名称：\n  机构性质（主要职能.jinja 第 3 行）" in said
    assert "项目的说明里的名称：\n  项目概述（项目说明.jinja 第 2 行）" in said
    assert "资金支出计划里的名称：\n  3月底（表格.yaml 第 " in run(root, "show", "河北")[1]
    names = said[said.index("口径（") : said.index("Word 样式")]
    assert (
        max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in names.split("\n")) <= 80
    )


def test_what_is_accepted_is_counted_and_told_with_all(root: Path) -> None:
    change(root, "shanghai/正文.jinja", "@表 收入预算总表\n", "")
    assert "P417" in run(root, "check", "上海")[1]
    manifest = root / "templates/shanghai/模板.yaml"
    manifest.write_text(
        manifest.read_text("utf-8") + "\n已核实: [{代码: P417, 表: 收入预算总表, 原因: 暂不印}]\n", "utf-8"
    )
    code, said = run(root, "check", "上海")
    assert (code, said.splitlines()) == (0, ["没有发现问题。", "另有 1 个已核实，用 --all 列出。"])
    said = run(root, "check", "上海", "--all")[1]
    assert "P417" in said
    assert "已说明：暂不印" in said
