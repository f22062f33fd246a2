"""The likely mistakes of codes, keys, plans and files, each made on the tutorial's example: what is said of them.

Each row changes one thing. `fix` of those that can be mended leaves a budget without an error of reading.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

ROOT = Path(__file__).parent.parent.parent
BLOCKS = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
FILES = ("部门.yaml", "收支.yaml", "项目.yaml", "上年.yaml")
INCOME = "{科目: 2010301, 资金性质: 一般公共预算拨款, 金额: 860000}"
WAGES = "{科目: 2010301, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 800000}"
PLAN = "{3月底: 10000, 6月底: 10000, 10月底: 10000, 12月底: 10000}"
NAME = "351-某某部门"


@dataclass(frozen=True)
class Told:
    """What a command said."""

    output: str
    code: int

    @property
    def errors(self) -> list[str]:
        """The codes of the errors."""
        return re.findall(r"错误 ([A-Z][0-9]{3})", self.output)

    def of(self, code: str) -> list[str]:
        """What is said of a code, each finding with place, message and remedy."""
        return [part for part in self.output.split("\n\n") if re.search(rf"(错误|警告|提示) {code} ", part)]


def example(root: Path, *changes: tuple[str, str]) -> Path:
    """Write the tutorial's budget with some changes; each must change something."""
    assert len(BLOCKS) >= len(FILES)
    home = root / "budgets/2025" / NAME
    home.mkdir(parents=True)
    texts = dict(zip(FILES, BLOCKS, strict=False))
    for old, new in changes:
        assert any(old in text for text in texts.values()), old
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    for name, text in texts.items():
        (home / name).write_text(text, "utf-8")
    return home


def budget(root: Path, *arguments: str) -> Told:
    """Run a command on the budgets of a root."""
    result = CliRunner().invoke(main, [*arguments, "--root", str(root)])
    assert "Traceback" not in result.output
    return Told(result.output, result.exit_code)


def check(root: Path, *changes: tuple[str, str]) -> Told:
    """Check the example with some changes."""
    example(root, *changes)
    return budget(root, "check", "351")


def mended(root: Path) -> Told:
    """Mend the budget and check it again: a second `fix` has nothing to do."""
    assert "已修正" in budget(root, "fix", "351").output
    assert "没有可以自动修正的地方" in budget(root, "fix", "351").output
    return budget(root, "check", "351")


def test_the_example_has_no_error(tmp_path: Path) -> None:
    assert check(tmp_path).errors == []


def code(new: str) -> tuple[str, str]:
    """Change the functional code of the income line."""
    return INCOME, INCOME.replace("2010301", new)


def economic(new: str) -> tuple[str, str]:
    """Change the economic code of the first line of basic spending."""
    return WAGES, WAGES.replace("30101", new)


CODES = [
    (code("20103"), ["2:10", "20103 政府办公厅（室）及相关机构事务", "2010301 行政运行", "2010302 一般行政管理事务"]),
    (code("201"), ["201 一般公共服务支出", "2010301 行政运行", "budget lookup 201"]),
    (code("行政运行"), ["不写名称", "可以是：2010301 行政运行", "budget lookup 行政运行"]),
    (code("一般行政管理事务"), ["可以是：2010302 一般行政管理事务（政府办公厅"]),
    (code("2010302 行政运行"), ["2010302 的名称是“一般行政管理事务”", "2010301 行政运行"]),
    (code("政府办公厅(室)及相关机构事务"), ["20103", "2010301 行政运行"]),
    (code("201031"), ["2010301 行政运行"]),
    (code("20103010"), ["2010301 行政运行"]),
    (code("30101"), ["是经济分类的编码，写在“经济科目”里"]),
    (code("胡写"), ["没有名称“胡写”", "budget lookup"]),
    (economic("301"), ["301 工资福利支出", "30101 基本工资、30102 津贴补贴", "另有"]),
    (economic("2010301"), ["是功能分类的编码，写在“科目”里"]),
    (economic("工资福利支出"), ["30101 基本工资"]),
    (economic("办工费"), ["30201 办公费"]),
]


@pytest.mark.parametrize(("change", "words"), CODES)
def test_what_stands_for_a_code_gets_the_candidates_with_their_names(
    change: tuple[str, str], words: list[str], tmp_path: Path
) -> None:
    told = check(tmp_path, change)
    assert told.errors == ["S204"]
    (finding,) = told.of("S204")
    assert all(word in finding for word in words), finding
    assert "例如 2060101" not in finding


@pytest.mark.parametrize(
    "change",
    [
        code("'[2010301]行政运行'"),
        code("2010301 行政运行"),
        code("2010301-行政运行"),
        code("行政运行（2010301）"),
        code("行政运行2010301"),
        code("02010301"),
        code("201.03.01"),
        code("201 03 01"),
        code("2010301.0"),
        economic("基本工资"),
        economic("30101基本工资"),
        economic("'[30101] 基本工资'"),
        (INCOME, INCOME.replace("拨款", "")),
        (INCOME, INCOME.replace("预算拨款", "")),
    ],
)
def test_a_code_or_a_fund_that_can_mean_only_one_is_mended(change: tuple[str, str], tmp_path: Path) -> None:
    told = check(tmp_path, change)
    assert told.errors in (["S204"], ["S205"])
    assert mended(tmp_path).errors == []
    text = (tmp_path / "budgets/2025" / NAME / "收支.yaml").read_text("utf-8").replace("'", "")
    assert INCOME in text
    assert WAGES in text


OWN = ("基本支出:\n", '科目名称: {功能分类: {"2010377": 某某专项事务}}\n基本支出:\n')


def test_codes_that_the_budget_declares_are_candidates_too(tmp_path: Path) -> None:
    told = check(tmp_path / "name", code("某某专项事务"), OWN)
    assert "请写 2010377（某某专项事务）" in told.of("S204")[0]
    assert set(mended(tmp_path / "name").errors) == {"C101"}
    (finding,) = check(tmp_path / "short", code("20103"), OWN).of("S204")
    assert "可以是：2010301 行政运行、2010377 某某专项事务、" in finding, "what the budget uses comes first"
    (finding,) = check(tmp_path / "slip", code("2010378"), OWN).of("C401")
    assert "2010377 某某专项事务" in finding


def test_codes_that_the_pack_declares_are_candidates_too(tmp_path: Path) -> None:
    pack = tmp_path / "templates/河北"
    shutil.copytree(ROOT / "templates/hebei", pack)
    manifest = pack / "模板.yaml"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace("  经济分类: {", '  经济分类: {"30277": 某某专项费, ', 1), "utf-8")
    told = check(tmp_path, economic("某某专项费"))
    assert "请写 30277（某某专项费）" in told.of("S204")[0]
    assert mended(tmp_path).errors == []


def test_a_code_that_no_catalogue_has_is_told_once_with_the_code_that_is_meant(tmp_path: Path) -> None:
    told = check(tmp_path, code("2010391"))
    assert told.errors == ["C401"], "what follows from the code is not told beside it"
    (finding,) = told.of("C401")
    assert "收支.yaml:2:10" in finding
    assert "是不是 2010301 行政运行" in finding
    assert "2010391 和 2010301 的收入与支出都不相等" in finding


def test_two_unknown_levels_of_a_code_are_one_finding(tmp_path: Path) -> None:
    told = check(tmp_path, ("2010301", "2980101"))
    (finding,) = told.of("C401")
    assert "2980101、298、29801" in finding
    assert told.errors == []


def test_what_differs_in_the_fund_only_is_told_as_one(tmp_path: Path) -> None:
    told = check(tmp_path, (INCOME, INCOME.replace("一般公共预算拨款", "政府性基金预算拨款")))
    assert told.errors == ["C101"]
    (finding,) = told.of("C101")
    assert "收支.yaml:2:25" in finding
    assert "只有资金性质不同" in finding
    assert "资金性质: 一般公共预算拨款" in finding


def test_what_differs_in_the_code_only_is_told_as_one(tmp_path: Path) -> None:
    told = check(tmp_path, code("2010302"))
    assert told.errors == ["C101"]
    (finding,) = told.of("C101")
    assert "收支.yaml:2:10" in finding
    assert "只有科目不同" in finding
    assert "科目: 2010301" in finding


def test_money_carried_over_that_no_income_has_is_told_as_that(tmp_path: Path) -> None:
    told = check(
        tmp_path, (INCOME, INCOME.replace("860000", "60000")), (WAGES, WAGES.replace("金额", "上年结转: 是, 金额"))
    )
    assert told.errors == ["C101"]
    assert told.of("C102") == []
    assert "差的正是标明上年结转的支出" in told.output
    assert "收支.yaml:4:61" in told.output


def test_two_gaps_that_have_nothing_to_do_with_each_other_stay_two(tmp_path: Path) -> None:
    told = check(tmp_path, (INCOME, INCOME.replace("2010301", "2010302").replace("860000", "860001")))
    assert told.errors == ["C101", "C101"]


KEYS = [
    (("基本支出:", "人员经费:"), ["收支.yaml:3:1", "“基本支出”", "经济科目: 30101"]),
    (("基本支出:", "工资:"), ["经济科目: 30101"]),
    (("基本支出:", "公用经费:"), ["经济科目: 30201"]),
    (("基本支出:", "商品和服务支出:"), ["经济科目: 30201"]),
    (("基本支出:\n", "收入合计: 860000\n基本支出:\n"), ["收支.yaml:3:1", "合计由软件计算", "删去这一行"]),
    (("基本支出:\n", "支出合计: 860000\n基本支出:\n"), ["合计由软件计算"]),
    (("基本支出:\n", "合计: 860000\n基本支出:\n"), ["合计由软件计算"]),
    (("基本支出:\n", "本年收入合计: 860000\n基本支出:\n"), ["合计由软件计算"]),
    (("项目:", "项目支出:"), ["写在“项目”里"]),
    (("收入:", "财政拨款收入:"), ["“收入”", "资金性质"]),
    (("基本支出:\n", "三公经费: 10000\n基本支出:\n"), ["30231"]),
    (("    用途: 缴纳", "    预算数: 10000\n    用途: 缴纳"), ["各行相加"]),
]


@pytest.mark.parametrize(("change", "words"), KEYS)
def test_a_key_that_every_office_knows_is_told_where_it_belongs(
    change: tuple[str, str], words: list[str], tmp_path: Path
) -> None:
    told = check(tmp_path, change)
    assert told.errors == ["S102"]
    assert all(word in told.of("S102")[0] for word in words), told.output


def test_a_key_with_a_blank_in_it_is_mended(tmp_path: Path) -> None:
    told = check(tmp_path, (INCOME, INCOME.replace("科目", "科 目")), ("名称: 车保险", "名 称: 车保险"))
    assert told.errors == ["S102", "S102"]
    assert "是不是“科目”" in told.output
    assert mended(tmp_path).errors == []


SHAPES = [
    (
        (f"  - {INCOME}", "  科目: 2010301\n  资金性质: 一般公共预算拨款\n  金额: 860000"),
        "收支.yaml:2:3", "每一项前面写“- ”",
    ),
    ((f"  - {INCOME}", f"  {INCOME}"), "收支.yaml:2:3", "每一项前面写“- ”"),
    (("  - 拟订有关规划和政策并组织实施。\n  - 完成", "  1.拟订有关规划和政策并组织实施。\n  2.完成"), "部门.yaml:7:3",
     "例如 - 拟订有关规划和政策并组织实施"),
    (('{编码: "351", 名称: 某某部门}', "某某部门"), "部门.yaml:3:5", "例如 {编码: "),
]  # fmt: skip


@pytest.mark.parametrize(("change", "place", "words"), SHAPES)
def test_another_shape_gets_a_line_that_can_be_written(
    change: tuple[str, str], place: str, words: str, tmp_path: Path
) -> None:
    told = check(tmp_path, change)
    assert told.errors == ["S103"]
    assert place in told.of("S103")[0]
    assert words in told.of("S103")[0]


def test_a_dash_without_a_blank_is_told_and_mended(tmp_path: Path) -> None:
    told = check(tmp_path, ("  - 拟订", "  -拟订"), ("  - 完成", "  -完成"))
    assert told.errors == ["Y207", "Y207"]
    assert "部门.yaml:7:3" in told.output
    assert mended(tmp_path).errors == []


def test_a_row_pasted_from_a_workbook_is_recognised_and_mended(tmp_path: Path) -> None:
    told = check(tmp_path, (INCOME, "2010301\t一般公共预算拨款\t860,000"))
    (finding,) = told.of("S103")
    assert "收支.yaml:2:5" in finding
    assert "各列是 科目、资金性质、金额" in finding
    assert INCOME in finding
    assert mended(tmp_path).errors == []


def test_a_pasted_row_with_a_column_too_many_is_only_told(tmp_path: Path) -> None:
    told = check(tmp_path, (INCOME, "2010301\t行政运行\t一般公共预算拨款\t860000"))
    assert "没有用上的列：行政运行" in told.of("S103")[0]
    assert INCOME in told.of("S103")[0]
    assert "没有可以自动修正的地方" in budget(tmp_path, "fix", "351").output


QUARTERS = "{3月底: 2500, 6月底: 5000, 10月底: 7500, 12月底: 10000}"
PLANS = [
    ("{3月底: 2500, 6月底: 2500, 10月底: 2500, 12月底: 2500}", "C206", "8:13"),
    ("{3月底: 25%, 6月底: 50%, 10月底: 75%, 12月底: 100%}", "B110", "8:19"),
    ("{3月底: 25％, 6月底: 25％, 10月底: 25％, 12月底: 25％}", "B110", "8:19"),
    ("{3月底: 25, 6月底: 50, 10月底: 75, 12月底: 100}", "C207", "8:13"),
    ("{3月底: 25, 6月底: 25, 10月底: 25, 12月底: 25}", "C207", "8:13"),
    ("{3月底: 0.25, 6月底: 0.5, 10月底: 0.75, 12月底: 1}", "C207", "8:13"),
    ("{一季度: 2500, 二季度: 2500, 三季度: 2500, 四季度: 2500}", "B407", "8:19"),
    ("{第一季度: 2500, 第二季度: 5000, 第三季度: 7500, 第四季度: 10000}", "B407", "8:20"),
    ("{Q1: 2500, Q2: 5000, Q3: 7500, Q4: 10000}", "B407", "8:18"),
    ("{1-3月: 2500, 4-6月: 2500, 7-9月: 2500, 10-12月: 2500}", "B407", "8:20"),
    ("{至3月底: 2500, 6月底前: 5000, 10月底: 7500, 12月31日: 10000}", "B407", "8:20"),
    ("{3月: 2500, 6月: 5000, 10月: 7500, 12月: 10000}", "B407", "8:18"),
    ("{3月末: 2500, 6月底: 5000, 10月底: 7500, 12月底: 10000}", "B407", "8:19"),
    ("{三月底: 2500, 6月30日: 5000, 10月底: 7500, 12月: 10000}", "B407", "8:19"),
]


@pytest.mark.parametrize(("plan", "kind", "place"), PLANS)
def test_a_plan_of_another_kind_is_one_finding_with_the_plan_to_write(
    plan: str, kind: str, place: str, tmp_path: Path
) -> None:
    told = check(tmp_path, (PLAN, plan))
    (finding,) = told.of(kind)
    assert f"项目.yaml:{place}: " in finding
    assert f"请写 资金支出计划: {QUARTERS}。" in finding
    assert not [one for one in re.findall(r"(?:错误|警告|提示) ([A-Z][0-9]{3})", told.output) if one[:2] == "C2"][1:]
    assert "B406" not in told.output
    assert len(told.of("S201")) + len(told.of("B407")) + len(told.of("B110")) <= 1


@pytest.mark.parametrize("plan", [PLAN, QUARTERS, "{3月底: 0, 6月底: 0, 10月底: 0, 12月底: 10000}"])
def test_a_plan_that_is_right_is_of_no_other_kind(plan: str, tmp_path: Path) -> None:
    told = check(tmp_path, (PLAN, plan))
    assert told.errors == told.of("C206") == told.of("C207") == told.of("C203") == []


def test_lookup_finds_codes_by_names_by_several_words_and_by_codes() -> None:
    def lookup(*words: str) -> str:
        return CliRunner().invoke(main, ["lookup", *words]).output

    assert "2010301    行政运行  （一般公共服务支出 › 政府办公厅（室）及相关机构事务）" in lookup("行政")
    assert "30231      公务用车运行维护费" in lookup("车", "维护")
    assert "50208" in lookup("车 维护")
    assert "30101      基本工资" in lookup("３０１")
    assert "A02" in lookup("计算机")
    assert "卫生健康支出" in lookup("医疗卫生与计划生育支出")
    assert lookup("行政", "--year", "2025") == lookup("行政")
    nothing = CliRunner().invoke(main, ["lookup", "办工费"])
    assert nothing.exit_code == 1
    assert "是不是“办公费”" in nothing.output


def renamed(home: Path, change: Callable[[str], str]) -> None:
    """Rename the files of a budget."""
    for path in sorted(home.iterdir()):
        path.rename(home / change(path.name))


@pytest.mark.parametrize("suffix", [".yaml.txt", ".txt"])
def test_text_files_only_are_told_with_what_to_rename(suffix: str, tmp_path: Path) -> None:
    renamed(example(tmp_path), lambda name: name.replace(".yaml", suffix))
    for wanted in (["check"], ["check", "351"], ["check", "351-某某部门"]):
        told = budget(tmp_path, *wanted)
        assert told.code == 2
        assert "没有 .yaml 文件，只有" in told.output
        assert "请把扩展名改成 .yaml" in told.output
        assert "--root" not in told.output.partition("出错")[2]


def test_files_that_end_in_yml_are_read(tmp_path: Path) -> None:
    renamed(example(tmp_path), lambda name: name.replace(".yaml", ".yml"))
    assert budget(tmp_path, "check", "351").errors == []


def test_a_workbook_only_is_told_with_what_to_do(tmp_path: Path) -> None:
    home = example(tmp_path)
    for path in home.iterdir():
        path.unlink()
    (home / "预算.xlsx").write_bytes(b"PK")
    told = budget(tmp_path, "check")
    assert "只有 预算.xlsx" in told.output
    assert "写进 .yaml 文件" in told.output


@pytest.mark.parametrize(("name", "meant"), [("项目.txt", "项目.yaml"), ("项目.yaml.txt", "项目.yaml")])
def test_one_text_file_beside_yaml_is_told(name: str, meant: str, tmp_path: Path) -> None:
    home = example(tmp_path)
    (home / "项目.yaml").rename(home / name)
    (finding,) = budget(tmp_path, "check", "351").of("B103")
    assert f"{NAME}/{name}: " in finding
    assert f"扩展名是 .txt，应当是 {meant}" in finding
    assert "请把扩展名改成 .yaml" in finding


@pytest.mark.parametrize("before", range(3))
def test_a_long_text_file_is_told_wherever_the_part_that_is_looked_at_ends(before: int, tmp_path: Path) -> None:
    home = example(tmp_path)
    text = "#" * before + "\n" + (home / "项目.yaml").read_text("utf-8") + "# 备注的话很长\n" * 2000
    (home / "项目.yaml").unlink()
    (home / "项目.txt").write_text(text, "utf-8")
    assert "应当是 项目.yaml" in budget(tmp_path, "check", "351").of("B103")[0]


def test_a_text_file_of_notes_is_let_be(tmp_path: Path) -> None:
    home = example(tmp_path)
    (home / "说明.txt").write_text("下周开会\n时间：周一\n", "utf-8")
    (home / "收支.yaml.bak").write_text("收入: []\n", "utf-8")
    assert budget(tmp_path, "check", "351").of("B103") == []


@pytest.mark.parametrize(
    "name",
    ["收支 - 副本.yaml", "收支(1).yaml", "收支 (2).yaml", "收支-副本.yaml", "副本 收支.yaml", "Copy of 收支.yaml"],
)
def test_a_copy_of_a_file_is_told_once_and_is_to_be_deleted(name: str, tmp_path: Path) -> None:
    home = example(tmp_path)
    (home / name).write_bytes((home / "收支.yaml").read_bytes())
    told = budget(tmp_path, "check", "351")
    assert told.errors == ["B102"]
    (finding,) = told.of("B102")
    assert f"{NAME}/{name}:1:1: " in finding
    assert f"请核对后删去“{name}”" in finding


@pytest.mark.parametrize("name", ["~$收支.yaml", "._收支.yaml"])
def test_what_an_office_program_lays_beside_is_not_read(name: str, tmp_path: Path) -> None:
    home = example(tmp_path)
    (home / name).write_bytes(b"\x05\x00abc")
    told = budget(tmp_path, "check", "351")
    assert told.errors == []
    assert name not in told.output


@pytest.mark.parametrize("text", ["", "\n  \n", "\ufeff"])
def test_an_empty_file_is_told(text: str, tmp_path: Path) -> None:
    home = example(tmp_path)
    (home / "项目.yaml").write_text(text, "utf-8")
    (finding,) = budget(tmp_path, "check", "351").of("B111")
    assert f"{NAME}/项目.yaml: " in finding
    assert "“项目.yaml”是空的" in finding


MOVED = [
    ("budgets/351-某某部门", "缺年度这一层，请移到 budgets/2025/351-某某部门"),
    ("budgets/2025", "少了部门这一层，请移到 budgets/2025/<编码>-<名称>/"),
    ("budgets", "少了部门这一层，请移到 budgets/2025/<编码>-<名称>/"),
    ("budgets/2025/351-某某部门/351-某某部门", "多了一层文件夹，请移到 budgets/2025/351-某某部门"),
    ("budgets/budgets/2025/351-某某部门", "多了一层文件夹，请移到 budgets/2025/351-某某部门"),
]


@pytest.mark.parametrize(("place", "words"), MOVED)
def test_a_level_too_few_or_too_many_is_told(place: str, words: str, tmp_path: Path) -> None:
    home = example(tmp_path / "old")
    (tmp_path / place).mkdir(parents=True)
    for path in home.iterdir():
        path.rename(tmp_path / place / path.name)
    told = budget(tmp_path, "check")
    assert told.code == 2
    assert words in told.output
    assert "用 --root" not in told.output
    (tmp_path / "budgets/2025").mkdir(exist_ok=True)
    example(tmp_path / "new").rename(tmp_path / "budgets/2025/352-另一部门")
    assert words in budget(tmp_path, "check").output, "beside a budget that is read, too"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_year_of_a_misplaced_budget_is_the_one_it_says(encoding: str, tmp_path: Path) -> None:
    root = tmp_path / "2019"  # that the root lies in a folder of another year says nothing
    home = example(root)
    (root / "budgets" / NAME).mkdir()
    for path in home.iterdir():
        (root / "budgets" / NAME / path.name).write_text(path.read_text("utf-8"), encoding)
        path.unlink()
    assert f"缺年度这一层，请移到 budgets/2025/{NAME}" in budget(root, "check").output


@pytest.mark.parametrize(
    "wanted",
    ["351", NAME, "某某部门", "某某", "2025/351", f"2025/{NAME}", f"budgets/2025/{NAME}", f"budgets/2025/{NAME}/",
     f"budgets/2025/{NAME}/收支.yaml", "budgets/2025"],
)  # fmt: skip
def test_a_budget_is_found_by_folder_file_year_code_and_name(wanted: str, tmp_path: Path) -> None:
    example(tmp_path)
    told = budget(tmp_path, "check", wanted, "-f", "concise")
    assert told.code == 0
    assert f"budgets/2025/{NAME}/部门.yaml" in told.output


@pytest.mark.parametrize(
    "name", ["351－某某部门", "351—某某部门", "３５１-某某部门", "351 – 某某部门", "35\u200b1-某某部⻔"]
)
def test_a_folder_is_found_however_its_dash_and_digits_were_typed(name: str, tmp_path: Path) -> None:
    home = example(tmp_path)
    home.rename(home.with_name(name))
    for wanted in ("351", "某某部门", "2025/351"):
        told = budget(tmp_path, "check", wanted)
        assert (told.code, told.errors) == (0, [])


def test_a_budget_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    example(tmp_path)
    assert "是不是“351”" in budget(tmp_path, "check", "315").output
    assert "是不是“某某部门”" in budget(tmp_path, "check", "某某部闷").output
    assert budget(tmp_path, "check", "2024/351").code == 2


def test_a_pack_that_does_not_exist_lists_those_that_do(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, ("模板: 河北", "模板: 火星")).of("P101")
    assert "部门.yaml:2:5" in finding
    assert "河北（2025 年度起）" in finding
    assert "是不是" not in finding


def test_a_year_that_is_not_the_folders_is_told(tmp_path: Path) -> None:
    told = check(tmp_path, ("年度: 2025", "年度: 2024"))
    assert told.errors == ["B106"], "P101, that no form serves the year, follows from it"
    assert "从 2025 年度开始" in told.of("B106")[0]


def test_a_later_year_than_the_folders_and_no_last_year_are_told(tmp_path: Path) -> None:
    assert "B106" in check(tmp_path / "a", ("年度: 2025", "年度: 2026")).errors
    told = check(tmp_path / "b", (BLOCKS[3], ""))
    assert any("支出总计" in finding for finding in told.of("B403"))


def test_a_folder_of_another_code_or_year_is_told(tmp_path: Path) -> None:
    home = example(tmp_path)
    home.rename(home.with_name("355-某某部门"))
    told = budget(tmp_path, "check", "355")
    assert told.errors == ["B106"]
    (tmp_path / "budgets/2024").mkdir()
    home.with_name("355-某某部门").rename(tmp_path / "budgets/2024" / NAME)
    assert "B106" in budget(tmp_path, "check", "351").errors
