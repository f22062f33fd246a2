"""A department with very many lines, and one whose table has very many rows: time and memory for ten times as much.

python benchmarks/large.py [10000]    # the most; a hundredth and a tenth of it are measured, too

Lines are added up in tables; rows (政府采购) are each printed, in the Word file and in the PDF. Each command is a
process of its own. Nothing may grow faster than what is read and printed: no time much above ten times that of a tenth.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAD = """年度: 2025
模板: 河北
部门: {{编码: "900", 名称: 很大的部门}}
单位: [{{编码: "900001", 名称: 本级, 性质: 行政, 规格: 正科级, 经费保障形式: 财政拨款}}]
收入:
  - {{科目: 2010301, 资金性质: 一般公共预算拨款, 金额: {total}}}
"""
CODES = ("30101", "30102", "30103", "30107", "30201", "30207", "30211", "30302")
PROJECT = """项目:
  - 名称: 设备购置
    类别: 其他运转类
    支出: [{{科目: 2010301, 经济科目: 31002, 资金性质: 一般公共预算拨款, 金额: {total}}}]
政府采购:
"""


@dataclass(frozen=True, slots=True)
class Took:
    """What a process took."""

    seconds: float  # of the processor
    peak: int  # MB


def lines(count: int) -> str:
    """Write a budget of so many lines of spending."""
    spent = (
        f"  - {{科目: 2010301, 经济科目: {CODES[n % len(CODES)]}, 资金性质: 一般公共预算拨款, 金额: {n + 1}}}\n"
        for n in range(count)
    )
    return HEAD.format(total=count * (count + 1) // 2) + "基本支出:\n" + "".join(spent)


def rows(count: int) -> str:
    """Write a budget whose table of procurement has so many rows."""
    bought = (
        f"  - {{项目: 设备购置, 物品名称: 台式计算机{n}, 目录: A02010105, 计量单位: 台, 数量: 1, 单价: {n + 1}, "
        f"资金: [{{资金性质: 一般公共预算拨款, 金额: {n + 1}}}]}}\n"
        for n in range(count)
    )
    total = count * (count + 1) // 2
    return HEAD.format(total=total) + PROJECT.format(total=total) + "".join(bought)


def run(root: Path, command: str) -> Took:
    """Run a command on the budget in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    arguments = [sys.executable, "-m", "generator", command, "900", "--root", str(root)]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    ) as one:
        assert one.stdout is not None
        said = one.stdout.read().decode()
        _, status, used = os.wait4(one.pid, 0)
        one.returncode = os.waitstatus_to_exitcode(status)
    if one.returncode:
        sys.exit(said)
    return Took(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def grow(what: str, write: Callable[[int], str], most: int) -> None:
    """Print what both commands take for a hundredth, a tenth and all of it."""
    before: dict[str, Took] = {}
    for count in (most // 100, most // 10, most):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "budgets/2025/900-很大的部门"
            folder.mkdir(parents=True)
            (folder / "预算.yaml").write_text(write(count), "utf-8")
            for command in ("check", "generate"):
                took = run(Path(name), command)
                more = f"{took.seconds / before[command].seconds:.1f}" if command in before else "—"
                print(f"| {what} {count} | budget {command} | {took.seconds:.1f} | {more} | {took.peak} |", flush=True)
                before[command] = took


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print("| 预算 | 命令 | 处理器 秒 | 对十分之一 | 内存峰值 MB |\n|---|---|---|---|---|")
    grow("支出行", lines, wanted)
    grow("印出的采购行", rows, wanted)
