"""Generate many copies of the example in one command, as a finance bureau does (60 departments, 300 units).

python benchmarks/many.py [360]
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
    """Copy the example under other codes, generate all, and print the time and the peak memory of a process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number in range(count):
            copy(root / f"budgets/2025/{1000 + number}-部门{number}", str(1000 + number))
        command = [sys.executable, "-m", "generator", "generate", "--root", root]
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
        seconds = time.perf_counter() - started
        written = len(list((root / "out").rglob("*.*")))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{count} 份文件（{written} 个文件）：{seconds:.1f} 秒，每份 {seconds / count * 1000:.0f} 毫秒，")
    print(f"{os.cpu_count()} 个处理器，单个进程内存峰值 {peak} MB")


def copy(folder: Path, code: str) -> None:
    """Copy the example with another department code."""
    shutil.copytree(SAMPLE, folder)
    for file in folder.glob("*.yaml"):
        text = file.read_text("utf-8")
        file.write_text(
            text.replace('编码: "350"', f'编码: "{code}"').replace("名称: 科技和工信部门\n", f"名称: 部门{code}\n"),
            "utf-8",
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 360)
