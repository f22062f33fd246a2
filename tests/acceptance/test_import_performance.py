"""The system's performance workbook beside the tables: forms of the ministry's layout, below each other, or a list."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.acceptance.command import ROOT, budget
from tests.acceptance.test_import_platform import workbook as platform
from tests.acceptance.test_import_round_trip import root_at

PROJECTS: list[dict[str, Any]] = json.loads((ROOT / "tests/reference/hebei-350-2025/projects.json").read_text("utf-8"))
UNIT = "科技和工信部门工业和信息化局本级"
workbook = platform  # the fixture: a department with one kind of project money, 300,000 元
Write = Callable[[openpyxl.Workbook, Sequence[Mapping[str, Any]]], None]


def form(made: Worksheet, project: Mapping[str, Any], row: int) -> int:
    """Write the ministry's form (财预〔2020〕10号) from a row on; return the row below it."""

    def line(*cells: tuple[int, int, object]) -> None:
        nonlocal row
        for column, width, value in cells:
            made.cell(row, column, value)
            if width > 1:
                made.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + width - 1)
        row += 1

    line((1, 7, "项目支出绩效目标表"))
    line((1, 7, "（2025年度）"))
    line((1, 2, "项目名称"), (3, 5, project["name"]))
    line((1, 2, "主管部门及代码"), (3, 2, "350-科技和工信部门"), (5, 1, "实施单位"), (6, 2, UNIT))
    line((1, 2, "项目属性"), (3, 2, "经常性项目"), (5, 1, "项目期"), (6, 2, "1年"))
    made.merge_cells(start_row=row, end_row=row + 2, start_column=1, end_column=2)
    line((1, 1, "项目资金（万元）"), (3, 2, "年度资金总额："), (5, 3, float(project["budget"])))
    line((3, 2, "其中：财政拨款"), (5, 3, float(project["budget"])))
    line((3, 2, "其他资金"), (5, 3, None))
    line((1, 2, "年度目标"), (3, 5, project["goal"]))
    made.merge_cells(start_row=row, end_row=row + len(project["indicators"]), start_column=1, end_column=1)
    heads = ("绩效指标", "一级指标", "二级指标", "三级指标")
    line(*((column, 1, head) for column, head in enumerate(heads, 1)), (6, 1, "指标值"), (7, 1, "权重"))
    first = ""
    for one in project["indicators"]:
        level = None if one["一级指标"] == first else one["一级指标"]  # only once, the cells below are empty
        first = one["一级指标"]
        line(
            (2, 1, level), (3, 1, one["二级指标"]), (4, 2, one["三级指标"]), (6, 1, one["指标值"]),
            (7, 1, 10),
        )  # fmt: skip
    return row


def sheets(book: openpyxl.Workbook, projects: Sequence[Mapping[str, Any]]) -> None:
    for number, project in enumerate(projects, 1):
        form(book.create_sheet(f"项目{number}"), project, 1)


def below(book: openpyxl.Workbook, projects: Sequence[Mapping[str, Any]]) -> None:
    made, row = book.create_sheet("绩效目标"), 1
    for project in projects:
        row = form(made, project, row) + 1


def flat(book: openpyxl.Workbook, projects: Sequence[Mapping[str, Any]]) -> None:
    made = book.create_sheet("绩效目标")
    made.append(["2025年项目支出绩效目标表"])
    made.append(["单位：元"])
    heads = ["序号", "单位名称", "项目编码", "项目名称", "预算金额", "年度绩效目标", "一级指标", "二级指标", "三级指标"]
    made.append([*heads, "指标值", "度量单位", "权重"])
    number = 0
    for project in projects:
        whose = [UNIT, project["code"], project["name"], float(project["budget"]) * 10000, project["goal"]]
        for one in project["indicators"]:
            number += 1
            made.append([number, *whose, *(one[key] for key in ("一级指标", "二级指标", "三级指标", "指标值")), "", 10])
            whose = [None] * len(whose)


def performance(folder: Path, write: Write, projects: Sequence[Mapping[str, Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    write(book, projects)
    path = folder / "绩效.xlsx"
    book.save(path)
    return path


def leaves(folder: Path) -> Path:
    book = openpyxl.Workbook()
    made = book.active
    made.append(["单位编码", "单位名称", "项目类别", "项目编码", "项目名称", "功能分类科目", "资金性质", "金额（元）"])
    for one in PROJECTS:
        money = ["[2060101]行政运行", "一般公共预算拨款", float(one["budget"]) * 10000]
        made.append(["350001", UNIT, "特定目标类", one["code"], one["name"], *money])
    path = folder / "明细.xlsx"
    book.save(path)
    return path


def projects_of(root: Path) -> str:
    (found,) = root.glob("budgets/*/*/项目.yaml")
    return found.read_text("utf-8")


def indicators(text: str) -> list[tuple[str, str, str]]:
    found = re.findall(r"\{一级: (.+?), 二级: (.+?), 三级: (.+?), ", text)
    return [tuple(part.strip('"') for part in one) for one in found]


LEVELS = ("一级指标", "二级指标", "三级指标")
EXPECTED = [tuple(one[key] for key in LEVELS) for project in PROJECTS for one in project["indicators"]]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real department's tables, without its forms of projects."""
    output = tmp_path_factory.mktemp("表")
    budget("generate", ROOT / "budgets/2025/350-科技和工信部门", "-f", "xlsx", "-o", output)
    (path,) = output.glob("2025/*/*.xlsx")
    book = openpyxl.load_workbook(path)
    forms = [sheet.title for sheet in book if any("三级指标" in row for row in sheet.iter_rows(values_only=True))]
    assert len(forms) >= len(PROJECTS)
    for name in forms:
        del book[name]
    book.save(path)
    return path


@pytest.mark.parametrize("write", [sheets, below, flat])
def test_the_projects_of_each_layout_join_the_tables_of_the_same_run(
    write: Write, tables: Path, tmp_path: Path
) -> None:
    root = root_at(tmp_path / "库")
    done = budget("import", performance(tmp_path, write, PROJECTS), tables, "--code", "350", "--root", root)
    assert done.returncode == 0, done.stdout + done.stderr
    text = projects_of(root)
    assert sorted(indicators(text)) == sorted(EXPECTED)
    assert len(re.findall("^ +(?:- )?名称:", text, re.MULTILINE)) == len(PROJECTS)
    assert "只读到" not in text
    assert text.count("科目: ") >= len(PROJECTS)
    assert "没有读到金额" not in done.stdout
    assert "没有地方放的数" not in done.stdout
    (sources,) = root.glob("budgets/2025/*/来源.json")
    assert "绩效.xlsx 表“" in json.loads(sources.read_text("utf-8"))["项目[0].绩效指标"]
    checked = budget("check", "350", "--root", root)
    assert "错误" not in checked.stdout.replace("0 个错误", ""), checked.stdout


def test_they_join_a_budget_of_leaf_lists_and_another_amount_is_told(tmp_path: Path) -> None:
    root = root_at(tmp_path / "库")
    other = [{**PROJECTS[0], "budget": "0.50"}, *PROJECTS[1:], {**PROJECTS[0], "name": "没有钱的项目"}]
    done = budget(
        "import", leaves(tmp_path), performance(tmp_path, sheets, other),
        "--code", "350", "--name", "某部门", "--year", "2025", "--pack", "上海", "--root", root,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "项目“车保险”的预算数：绩效.xlsx 表“项目1” E6 是 5,000.00 元，明细各行相加是 4,000.00 元" in done.stdout
    assert "项目“没有钱的项目”的支出，别的文件里没有" in done.stdout
    assert "“项目期”在预算里没有地方写，没有导入：" in done.stdout
    text = projects_of(root)
    assert indicators(text)[: len(EXPECTED)] == EXPECTED
    assert f'编码: "{PROJECTS[0]["code"]}"' in text


def test_a_projects_amount_finds_its_item_in_tables_that_name_no_projects(workbook: Path, tmp_path: Path) -> None:
    root = root_at(tmp_path / "库")
    told = performance(tmp_path, sheets, [{**PROJECTS[0], "budget": "30.00"}])
    text = openpyxl.load_workbook(told)
    text["项目1"]["A2"] = "（2026年度）"
    text.save(told)
    done = budget("import", workbook, told, "--root", root)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line for line in projects_of(root).split("\n") if "科目: 2010602" in line]
    assert len(lines) == 1
    assert "金额: 300000}" in lines[0]
    assert projects_of(root).count("类别: ") == 1


def test_alone_they_are_written_with_what_is_known_and_the_rest_is_told(tmp_path: Path) -> None:
    root = root_at(tmp_path / "库")
    path = performance(tmp_path, flat, PROJECTS)
    refused = budget("import", path, "--root", root)
    assert refused.returncode == 1
    assert "请加上 --code --name" in refused.stderr
    done = budget("import", path, "--code", "350", "--name", "某部门", "--pack", "上海", "--root", root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "收入、基本支出：文件里只有项目" in done.stdout
    assert "只读到项目的总数" in done.stdout
    assert "{金额: 4000} # 待核实：" in projects_of(root)
    assert {path.name for path in root.glob("budgets/2025/*/*")} == {"基本情况.yaml", "项目.yaml", "来源.json"}
