"""Generate many copies of the example in one command, as a finance bureau does; and again, after one has changed.

python benchmarks/many.py [360 …]   # documents: half of them departments, half of them their units

With several numbers (10 100 1000) the time and the memory for each document can be compared: both stay the same.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "budgets/2025/350-科技和工信部门"


def main(count: int) -> None:
    """Copy the example under other codes, generate all, and again; print times and the peak memory of a process."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        budgets = [root / f"budgets/2025/{1000 + number}-部门{number}" for number in range(count // 2)]
        for budget in budgets:
            copy(budget, budget.name[:4])
        first = generate(root)
        written = len(list((root / "out").rglob("*.*")))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024  # of all runs up to this one
        none = best(generate(root) for _ in range(3))
        again = best(changed(root, budgets[number]) for number in range(3))
    cpu, wall = first
    print(f"{count} 份文件（{written} 个文件）：{wall:.1f} 秒，每份 {cpu / count * 1000:.0f} 处理器毫秒，")
    print(f"{os.cpu_count()} 个处理器，单个进程内存峰值 {peak} MB")
    for what, (own, took) in (("没有变化", none), ("一个部门变了（两份）", again)):
        print(f"{what}，再生成一次：{took:.2f} 秒，{own:.2f} 处理器秒，是第一次的 {took / wall:.3f}、{own / cpu:.3f}")
    sys.stdout.flush()


def best(runs: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Give the smallest processor time and the smallest time on the wall of some runs."""
    cpu, wall = zip(*runs, strict=True)
    return min(cpu), min(wall)


def generate(root: Path) -> tuple[float, float]:
    """Generate a year in a process of its own; give the seconds of the processors, and those on the wall."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "generator", "generate", "--root", str(root)]
    before, started = used(), time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    return used() - before, time.perf_counter() - started


def used() -> float:
    """Give the processor time of all processes that ended."""
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return below.ru_utime + below.ru_stime


def changed(root: Path, budget: Path) -> tuple[float, float]:
    """Change a department's budget and generate the year again."""
    file = budget / "基本情况.yaml"
    file.write_text(file.read_text("utf-8") + "# 改\n", "utf-8")
    return generate(root)


def copy(folder: Path, code: str) -> None:
    """Copy the example with another department code."""
    shutil.copytree(SAMPLE, folder)
    for file in folder.glob("*.yaml"):
        text = file.read_text("utf-8")
        file.write_text(
            text.replace("350001", f"{code}001")
            .replace('编码: "350"', f'编码: "{code}"')
            .replace("名称: 科技和工信部门\n", f"名称: 部门{code}\n"),
            "utf-8",
        )


if __name__ == "__main__":
    for wanted in sys.argv[1:] or ("360",):
        main(int(wanted))
