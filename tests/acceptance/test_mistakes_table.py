"""Every row of the table of likely mistakes (mistakes.md of issue 11), made on the tutorial's example as its name says.

Each is told by its code, at its place, with the words that matter; `fix` mends what has one reading, in one run, and
leaves nothing behind that it would mend in a second one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.acceptance import test_mistakes_amounts as amounts
from tests.acceptance import test_mistakes_codes as codes
from tests.acceptance.test_mistakes_codes import BLOCKS, INCOME, NAME, PLAN, WAGES, budget, example

# The names of the rows, in the order of the table; a test holds ROWS to them.
NAMES = (
    "Tab缩进", "中文数字金额", "中文小写数字", "科目编码错", "科目只写到款", "写名称不写编码",
    "全部按万元填(单位元)", "季度计划不累计", "计划写百分号", "计划写一季度", "没写上年数", "资金混了",
    "年度错2026", "年度错2024", "模板名北京", "yml扩展名(全部)", "txt扩展名", "yaml.txt(隐藏扩展名)",
    "全部yaml.txt", "弯引号在花括号文字里含逗号", "收支 - 副本.yaml", "~$锁文件", "空文件", "文件夹名错",
    "文件夹编码与部门编码不同", "放在2024年文件夹", "放在2025年文件夹", "缺年度层", "解压多一层文件夹",
    "列表缺短横", "短横后无空格", "部门职责短横后无空格", "键写成人员经费", "写了合计键", "¥符号", "数字中空格",
    "全角花括号", "Excel粘贴(制表符)", "经济科目写类301", "金额=公式", "金额科学计数", "分号代替逗号", "顿号",
    "等号代替冒号", "声明万元但按元写", "英文逗号被中文括号数字", "计划百分数(数字)", "计划键3月",
)  # fmt: skip
HERE = f"budgets/2025/{NAME}"
LINE = f"  - {INCOME}"


class Row(NamedTuple):
    """What is changed in the example, and what is said of it: code, place in the folder, words; whether `fix` mends it.

    `moved` is done to the folder afterwards. A row without a code is told by the command, in `words`, or not wrong.
    """

    changes: tuple[tuple[str, str], ...] = ()
    code: str = ""
    place: str = ""
    words: tuple[str, ...] = ()
    mended: bool = False
    moved: Callable[[Path], object] = lambda home: None
    wanted: tuple[str, ...] = ("351",)


def amount(typed: str) -> tuple[tuple[str, str], ...]:
    return ((INCOME, INCOME.replace("860000", typed)),)


def renamed(old: str, new: str) -> Callable[[Path], object]:
    return lambda home: (home / old).rename(home / new)


def all_renamed(suffix: str) -> Callable[[Path], object]:
    return lambda home: [path.rename(path.with_suffix(suffix)) for path in sorted(home.iterdir())]


def moved(place: str) -> Callable[[Path], object]:
    """Move the folder to a place under the root."""

    def move(home: Path) -> None:
        target = home.parent.parent.parent / place
        waiting = home.rename(home.parent.parent.parent / "waiting")
        target.parent.mkdir(parents=True, exist_ok=True)
        waiting.rename(target)

    return move


def added(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda home: (home / name).write_bytes(data)


def copied(old: str, new: str) -> Callable[[Path], object]:
    return lambda home: (home / new).write_bytes((home / old).read_bytes())


def only(old: str, new: str) -> tuple[tuple[str, str], ...]:
    return ((old, new),)


def code(new: str) -> tuple[tuple[str, str], ...]:
    return only(INCOME, INCOME.replace("2010301", new))


def plan(new: str) -> tuple[tuple[str, str], ...]:
    return only(PLAN, new)


IN_YUAN = "这里以元为单位，请写 860000。"
RIGHT_PLAN = "请写 资金支出计划: {3月底: 2500, 6月底: 5000, 10月底: 7500, 12月底: 10000}。"
ROWS = {
    "Tab缩进": Row(
        only("    名称: 车保险\n", "\t名称: 车保险\n"), "Y201", "项目.yaml:3:1", ("制表符", "4 个半角空格"), True
    ),
    "中文数字金额": Row(amount("捌拾陆万元整"), "S201", "收支.yaml:2:39", (IN_YUAN,), True),
    "中文小写数字": Row(amount("八十六万"), "S201", "收支.yaml:2:39", (IN_YUAN,), True),
    "科目编码错": Row(code("2010391"), "C401", "收支.yaml:2:10", ("是不是 2010301 行政运行", "不相等")),
    "科目只写到款": Row(
        code("20103"), "S204", "收支.yaml:2:10", ("是“款”", "2010301 行政运行、2010302 一般行政管理事务")
    ),
    "写名称不写编码": Row(
        code("行政运行"), "S204", "收支.yaml:2:10", ("不写名称", "可以是：2010301 行政运行", "lookup 行政运行")
    ),
    "全部按万元填(单位元)": Row(
        (
            ("金额: 860000", "金额: 86"),
            ("金额: 800000", "金额: 80"),
            ("金额: 50000", "金额: 5"),
            ("金额: 10000}", "金额: 1}"),
            (PLAN, PLAN.replace("10000", "1")),
        ),
        "C114",
        "收支.yaml:4:52",
        ("80.00 元", "请写 金额单位: 万元"),
    ),
    "季度计划不累计": Row(
        plan("{3月底: 2500, 6月底: 2500, 10月底: 2500, 12月底: 2500}"),
        "C206",
        "项目.yaml:8:13",
        ("像是当期的金额", RIGHT_PLAN),
        True,
    ),
    "计划写百分号": Row(
        plan("{3月底: 25%, 6月底: 50%, 10月底: 75%, 12月底: 100%}"), "B110", "项目.yaml:8:19", ("百分比", RIGHT_PLAN)
    ),
    "计划写一季度": Row(
        plan("{一季度: 2500, 二季度: 5000, 三季度: 7500, 四季度: 10000}"),
        "B407",
        "项目.yaml:8:19",
        ("不用“一季度”", RIGHT_PLAN),
        True,
    ),
    "没写上年数": Row(only(BLOCKS[3], "# 没有\n"), "B403", "部门.yaml:1:5", ("支出总计", "请写 上年数: {支出总计: …")),
    "资金混了": Row(
        only(INCOME, INCOME.replace("一般公共预算拨款", "政府性基金预算拨款")),
        "C101",
        "收支.yaml:2:25",
        ("只有资金性质不同", "资金性质: 一般公共预算拨款"),
    ),
    "年度错2026": Row(
        only("年度: 2025", "年度: 2026"), "B106", "部门.yaml:1:5", ("写的年度是 2026", "请把“年度”改成 2025")
    ),
    "年度错2024": Row(
        only("年度: 2025", "年度: 2024"), "B106", "部门.yaml:1:5", ("写的年度是 2024", "从 2025 年度开始")
    ),
    "模板名北京": Row(
        only("模板: 河北", "模板: 北京市"), "P101", "部门.yaml:2:5", ("“北京市”", "可以写：上海", "河北（2025 年度起）")
    ),
    "yml扩展名(全部)": Row(moved=all_renamed(".yml")),
    "txt扩展名": Row(
        (), "B103", "项目.txt", ("应当是 项目.yaml", "请把扩展名改成 .yaml"), moved=renamed("项目.yaml", "项目.txt")
    ),
    "yaml.txt(隐藏扩展名)": Row(
        (), "B103", "项目.yaml.txt", ("应当是 项目.yaml", "文件扩展名"), moved=renamed("项目.yaml", "项目.yaml.txt")
    ),
    "全部yaml.txt": Row(
        words=("没有 .yaml 文件，只有 上年.yaml.txt", "请把扩展名改成 .yaml"), moved=all_renamed(".yaml.txt"), wanted=()
    ),
    "弯引号在花括号文字里含逗号": Row(
        only("描述: 投保车辆数量", "描述: “投保,按辆数计”"),
        "Y207",
        "项目.yaml:11:44",
        ("不是 YAML 的引号", '"“投保,按辆数计”"'),
    ),
    "收支 - 副本.yaml": Row(
        (),
        "B102",
        "收支 - 副本.yaml:1:1",
        ("像是复制出来的文件", "删去“收支 - 副本.yaml”"),
        moved=copied("收支.yaml", "收支 - 副本.yaml"),
    ),
    "~$锁文件": Row(moved=added("~$收支.yaml", b"\x05\x00abc")),
    "空文件": Row((), "B111", "项目.yaml", ("“项目.yaml”是空的", "请补上内容"), moved=added("项目.yaml", b"")),
    "文件夹名错": Row(words=("没有找到预算“351”", "是不是“某某部门351”"), moved=moved("budgets/2025/某某部门351")),
    "文件夹编码与部门编码不同": Row(
        (),
        "B106",
        "部门.yaml:3:10",
        ("文件夹的编码是 355", "把文件夹改名为“351-某某部门”"),
        moved=moved("budgets/2025/355-某某部门"),
        wanted=("355",),
    ),
    "放在2024年文件夹": Row(
        (),
        "B106",
        "部门.yaml:1:5",
        ("在 2024 年的文件夹里", "把文件夹移到 2025 下面"),
        moved=moved(f"budgets/2024/{NAME}"),
    ),
    "放在2025年文件夹": Row(only("年度: 2025", "年度: 2024"), "B106", "部门.yaml:1:5", ("把文件夹移到 2024 下面",)),
    "缺年度层": Row(words=("缺年度这一层", f"请移到 {HERE}"), moved=moved(f"budgets/{NAME}"), wanted=()),
    "解压多一层文件夹": Row(
        words=("多了一层文件夹", f"请移到 {HERE}"), moved=moved(f"budgets/2025/{NAME}/{NAME}"), wanted=()
    ),
    "列表缺短横": Row(
        only(LINE, "  科目: 2010301\n  资金性质: 一般公共预算拨款\n  金额: 860000"),
        "S103",
        "收支.yaml:2:3",
        ("应当是列表", "每一项前面写“- ”", "例如 - {科目: "),
    ),
    "短横后无空格": Row(only(LINE, LINE.replace("- {", "-{")), "Y207", "收支.yaml:2:3", ("短横后面没有空格",), True),
    "部门职责短横后无空格": Row(
        (("  - 拟订", "  -拟订"), ("  - 完成", "  -完成")), "Y207", "部门.yaml:7:3", ("短横后面没有空格",), True
    ),
    "键写成人员经费": Row(
        only("基本支出:\n", "人员经费:\n"), "S102", "收支.yaml:3:1", ("写在“基本支出”里", "经济科目: 30101")
    ),
    "写了合计键": Row(
        only("基本支出:\n", "收入合计: 860000\n基本支出:\n"), "S102", "收支.yaml:3:1", ("合计由软件计算", "删去这一行")
    ),
    "¥符号": Row(amount("¥860,000.00"), "S108", "收支.yaml:2:39", ("“¥860,000.00”", IN_YUAN), True),
    "数字中空格": Row(amount("860 000"), "S201", "收支.yaml:2:39", (IN_YUAN,), True),
    "全角花括号": Row(
        only(LINE, LINE.replace("{", "｛").replace("}", "｝")),
        "Y207",
        "收支.yaml:2:5",
        ("全角大括号“｛”", "半角“{”"),
        True,
    ),
    "Excel粘贴(制表符)": Row(
        only(LINE, "  - 2010301\t一般公共预算拨款\t860,000.00"),
        "S103",
        "收支.yaml:2:5",
        ("像是从 Excel 粘贴来的", "请写成 - {科目: 2010301, 资金性质: 一般公共预算拨款, 金额: 860000.00}"),
        True,
    ),
    "经济科目写类301": Row(
        only(WAGES, WAGES.replace("30101", "301")),
        "S204",
        "收支.yaml:4:25",
        ("301 工资福利支出", "30101 基本工资、30102 津贴补贴"),
    ),
    "金额=公式": Row(amount("=800000+60000"), "S201", "收支.yaml:2:39", (IN_YUAN, "不写算式"), True),
    "金额科学计数": Row(amount("8.6E+05"), "S201", "收支.yaml:2:39", (IN_YUAN,), True),
    "分号代替逗号": Row(only(INCOME, INCOME.replace(",", ";")), "Y207", "收支.yaml:2:17", ("分号“;”", "半角“,”"), True),
    "顿号": Row(only(INCOME, INCOME.replace(", ", "、")), "Y207", "收支.yaml:2:17", ("顿号“、”", "半角“,”"), True),
    "等号代替冒号": Row(only("模板: 河北", "模板=河北"), "S104", "部门.yaml:2:3", ("等号“=”", "请写成“模板: ”"), True),
    "声明万元但按元写": Row(
        only("模板: 河北\n", "模板: 河北\n金额单位: 万元\n"),
        "C115",
        "收支.yaml:4:52",
        ("8,000,000,000.00 元", "请删去“金额单位: 万元”"),
    ),
    "英文逗号被中文括号数字": Row(amount("86,0000"), "S108", "收支.yaml:2:39", (IN_YUAN,), True),
    "计划百分数(数字)": Row(
        plan("{3月底: 25, 6月底: 50, 10月底: 75, 12月底: 100}"), "C207", "项目.yaml:8:13", ("像是百分比", RIGHT_PLAN)
    ),
    "计划键3月": Row(
        plan(PLAN.replace("3月底", "3月")), "B407", "项目.yaml:8:18", ("不用“3月”", f"请写 资金支出计划: {PLAN}"), True
    ),
}


def test_every_row_of_the_table_is_tried() -> None:
    assert tuple(ROWS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_likely_mistake_is_told_with_the_right_words_and_mended_where_it_has_one_reading(
    name: str, tmp_path: Path
) -> None:
    row = ROWS[name]
    row.moved(example(tmp_path, *row.changes))
    told = budget(tmp_path, "check", *row.wanted)
    (found, *_) = (one for one in told.of(row.code) if f"{row.place}: " in one) if row.code else (told.output,)
    for words in row.words:
        assert words in found
    assert row.words or told.errors == []
    done = budget(tmp_path, "fix", *row.wanted)
    again = budget(tmp_path, "check", *row.wanted)
    assert ("已修正" in done.output) is row.mended
    if row.mended:
        assert again.errors == []
        assert row.code not in again.output


TRIED = [pair for row in ROWS.values() for pair in row.changes]
TRIED += [(row.right, row.wrong) for row in amounts.ROWS.values()]
TRIED += [change for change, *_ in (*codes.CODES, *codes.KEYS, *codes.SHAPES)]
TRIED += [(PLAN, one) for one, *_ in codes.PLANS]
TRIED += [("拟订", "拟\u200b订"), ("科目: ", "科⽬: "), ("年度: 2025", "年度：２０２５"), ("依据: ", "依\ufeff据：")]


@settings(max_examples=40, derandomize=True)
@given(st.lists(st.sampled_from(TRIED), min_size=1, max_size=6, unique=True))
def test_fix_never_makes_a_second_run_necessary(changes: list[tuple[str, str]]) -> None:
    """Whatever mistakes stand together: what a second run would mend, the first one has mended."""
    with TemporaryDirectory() as folder:
        home = example(Path(folder))
        for path in home.iterdir():
            text = path.read_text("utf-8")
            for right, wrong in changes:
                text = text.replace(right, wrong, 1)
            path.write_text(text, "utf-8")
        budget(Path(folder), "fix", "351")
        once = {path.name: path.read_bytes() for path in home.iterdir()}
        second = budget(Path(folder), "fix", "351").output
        assert "没有可以自动修正的地方" in second, second
        assert {path.name: path.read_bytes() for path in home.iterdir()} == once
