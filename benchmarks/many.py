"""Generate many copies of the example in one command, as a finance bureau does; and again, after one has changed.

python benchmarks/many.py [360]   # documents: half of them departments, half of them their units
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
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
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
        none = min(generate(root) for _ in range(3))
        again = min(changed(root, budgets[number]) for number in range(3))
    print(f"{count} 份文件（{written} 个文件）：{first:.1f} 秒，每份 {cpu / count * 1000:.0f} 处理器毫秒，")
    print(f"{os.cpu_count()} 个处理器，单个进程内存峰值 {peak} MB")
    print(f"没有变化，再生成一次：{none:.2f} 秒，是第一次的 {none / first:.3f}")
    print(f"一个部门变了（两份），再生成一次：{again:.2f} 秒，是第一次的 {again / first:.3f}")


def generate(root: Path) -> float:
    """Generate a year in a process of its own; give the seconds that it took."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "generator", "generate", "--root", root]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    return time.perf_counter() - started


def changed(root: Path, budget: Path) -> float:
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
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 360)
