"""The likely mistakes with amounts, look-alike signs and tabs, on the tutorial's example: place, words, `fix`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from generator.cli import main

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = "".join(re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL))
INCOME = "  - {科目: 2010301, 资金性质: 一般公共预算拨款, 金额: 860000}"
PROJECT = "    名称: 车保险\n"
FILE = "budgets/2025/351-某某部门/预算.yaml"


class Row(NamedTuple):
    """What is typed for what, and what must be said of it: line, column, words; whether `fix` mends it."""

    right: str
    wrong: str
    place: str
    words: tuple[str, ...]
    mended: bool = True
    encoding: str = "utf-8"


def amount(typed: str, *words: str, mended: bool = True, column: int = 39) -> Row:
    return Row("金额: 860000", f"金额: {typed}", f"10:{column}", words, mended)


ROWS = {
    "Tab缩进": Row(PROJECT, "\t名称: 车保险\n", "16:1", ("制表符", "4 个半角空格")),
    "中文数字金额": amount("捌拾陆万元整", "请写 860000。"),
    "中文小写数字": amount("八十六万", "请写 860000。"),
    "弯引号在花括号文字里含逗号": Row(
        "描述: 投保车辆数量", "描述: “投保,按辆数计”", "24:44", ("不是 YAML 的引号", '"“投保,按辆数计”"'), mended=False
    ),
    "短横后无空格": Row("  - {科目: 2010301, 资金", "  -{科目: 2010301, 资金", "10:3", ("短横后面没有空格",)),
    "部门职责短横后无空格": Row(
        "  - 拟订有关规划和政策并组织实施。\n  - 完成",
        "  -拟订有关规划和政策并组织实施。\n  -完成",
        "7:3",
        ("短横后面没有空格",),
    ),
    "¥符号": amount("¥860,000.00", "请写 860000。"),
    "数字中空格": amount("860 000", "请写 860000。"),
    "全角花括号": Row(INCOME, INCOME.replace("{", "｛").replace("}", "｝"), "10:5", ("全角大括号",)),
    "金额=公式": amount("=800000+60000", "请写 860000。"),
    "金额科学计数": amount("8.6E+05", "请写 860000。"),
    "分号代替逗号": Row(INCOME, INCOME.replace(",", ";"), "10:17", ("分号",)),
    "顿号": Row(INCOME, INCOME.replace(", ", "、"), "10:17", ("顿号",)),
    "等号代替冒号": Row("模板: 河北", "模板=河北", "2:3", ("等号",)),
    "英文逗号被中文括号数字": amount("86,0000", "请写 860000。"),
    "大写带角分": amount("捌拾陆万元零伍分", "请写 860000.05。"),
    "万元": amount("86.5万元", "请写 865000。"),
    "一笔几种": Row(
        INCOME,
        "  —｛科目：2010301，资金性质＝一般公共预算拨款；金额：￥86,0000｝ ＃ 收入",
        "10:3",
        ("列表的短横", "｝"),
    ),
    "方括号": Row("绩效目标: [按时", "绩效目标: 【按时", "22:11", ("方头括号",)),
    "弯引号编码": Row('编码: "351"', "编码: “351”", "3:10", ("引号",)),
    "全角空格缩进": Row(PROJECT, "\u3000\u3000名称: 车保险\n", "16:1", ("全角空格", "4 个半角空格")),
    "列表缺短横": Row(INCOME, INCOME.replace("- ", ""), "10:3", ("应当是列表", "每一项前面写“- ”"), mended=False),
    "Excel粘贴": Row(
        INCOME,
        "  - 2010301\t一般公共预算拨款\t860,000.00",
        "10:5",
        ("像是从 Excel 粘贴来的一行", "请写成 - {科目: 2010301, 资金性质: 一般公共预算拨款, 金额: 860000.00}。"),
    ),
    "Excel粘贴，没有短横": Row(
        INCOME, "  2010301\t一般公共预算拨款\t860,000.00", "10:3", ("像是从 Excel 粘贴来的一行",), mended=False
    ),
    "¥符号，GBK": amount("¥860,000.00", "请写 860000。")._replace(encoding="gb18030"),
    "￥符号，GBK": amount("￥860,000.00", "请写 860000。")._replace(encoding="gb18030"),
    "两种读法": amount("'1.860,00'", "请核对后写 1860 或者 1.86", mended=False),
}


def budget(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / FILE
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding)
    shutil.copytree(ROOT / "templates", folder / "templates")
    return file


def run(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*words, "351", "--root", str(folder)])
    return done.exit_code, done.output


@pytest.mark.parametrize("name", ROWS)
def test_a_mistake_is_told_at_its_place_and_mended_where_it_is_certain(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    assert row.right in EXAMPLE
    file = budget(tmp_path, EXAMPLE.replace(row.right, row.wrong, 1), row.encoding)
    code, said = run(tmp_path, "check")
    assert code == 1
    assert f"{FILE}:{row.place}: 错误" in said
    for word in row.words:
        assert word in said
    _, fixed = run(tmp_path, "fix")
    code, said = run(tmp_path, "check")
    assert bool(re.search(r"错误 [YS][0-9]", said)) is not row.mended, said
    assert row.mended or "没有可以自动修正的地方。" in fixed or "没有改" in fixed
    once = file.read_bytes()
    assert "没有可以自动修正的地方。" in run(tmp_path, "fix")[1]
    assert file.read_bytes() == once


@pytest.mark.parametrize("name", ["Tab缩进", "全角花括号", "顿号", "等号代替冒号", "¥符号", "弯引号编码"])
def test_the_mended_file_is_the_example_again(name: str, tmp_path: Path) -> None:
    file = budget(tmp_path, EXAMPLE.replace(ROWS[name].right, ROWS[name].wrong, 1))
    run(tmp_path, "fix")
    assert file.read_text("utf-8") == EXAMPLE


def test_yuan_in_a_budget_that_declares_ten_thousands_is_noticed(tmp_path: Path) -> None:
    budget(tmp_path, EXAMPLE.replace("模板: 河北\n", "模板: 河北\n金额单位: 万元\n", 1))
    said = run(tmp_path, "check")[1]
    assert "C115" in said
    assert "按元写的预算，请删去“金额单位: 万元”" in said


def test_ten_thousands_in_a_budget_that_declares_nothing_are_noticed(tmp_path: Path) -> None:
    amounts = re.compile(r"([金额底]: ?)([0-9]+)0000\b")
    budget(tmp_path, amounts.sub(r"\g<1>\g<2>", EXAMPLE).replace("金额: 50000", "金额: 5"))
    said = run(tmp_path, "check")[1]
    assert "C114" in said
    assert "请写 金额单位: 万元" in said
