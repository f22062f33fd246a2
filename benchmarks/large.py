"""Check and generate a department with very many lines: time and peak memory of the whole process.

python benchmarks/large.py [50000]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAD = """年度: 2025
模板: 河北
部门: {{编码: "900", 名称: 很大的部门}}
单位: [{{编码: "900001", 名称: 本级, 性质: 行政, 规格: 正科级, 经费保障形式: 财政拨款}}]
收入:
  - {{科目: 2010301, 资金性质: 一般公共预算拨款, 金额: {total}}}
基本支出:
"""
CODES = ("30101", "30102", "30103", "30107", "30201", "30207", "30211", "30302")


def main(lines: int) -> None:
    """Write the budget, then run both commands."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "budgets/2025/900-很大的部门"
        folder.mkdir(parents=True)
        body = "".join(
            f"  - {{科目: 2010301, 经济科目: {CODES[n % len(CODES)]}, 资金性质: 一般公共预算拨款, 金额: {n + 1}}}\n"
            for n in range(lines)
        )
        text = HEAD.format(total=lines * (lines + 1) // 2) + body
        (folder / "预算.yaml").write_text(text, "utf-8")
        print(f"{lines} 行，{len(text.encode()) / 1e6:.1f} MB")
        for command in ("check", "generate"):
            started = time.perf_counter()
            arguments = [sys.executable, "-m", "generator", command, "900", "--root", name]
            subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True, env=environment)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(
                f"budget {command}：{time.perf_counter() - started:.1f} 秒，内存峰值（到此为止） {peak} MB", flush=True
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
