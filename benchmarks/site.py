"""Make the site of many copies of the example, and their PDF files: time a page beside time a PDF, and sizes.

python benchmarks/site.py [360]   # documents: half of them departments, half of them their units
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from many import ROOT, copy


def main(count: int) -> None:
    """Copy the example under other codes; print the CPU time of a page and of a PDF, and the sizes of pages."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number in range(count // 2):
            copy(root / f"budgets/2025/{1000 + number}-部门{number}", str(1000 + number))
        pdf = cpu(root, ("generate", "-f", "pdf"))
        first = cpu(root, ("site", root / "site", "--force"))
        again = cpu(root, ("site", root / "site"))
        pages = [path.stat().st_size for path in (root / "site/2025").glob("*/index.html")]
        front = (root / "site/index.html").stat().st_size
        whole = sum(path.stat().st_size for path in (root / "site").rglob("*") if path.is_file())
    print(
        f"{count} 份：PDF 每份 {pdf / count * 1000:.0f} 毫秒（处理器时间），网页每份 {first / count * 1000:.0f} 毫秒，",
        end="",
    )
    print(f"是 PDF 的 {first / pdf:.2f}；没有变化再做一次 {again:.1f} 秒，是第一次的 {again / first:.3f}")
    print(f"最大的一页 {max(pages) / 1000:.0f} KB，首页 {front / 1000:.0f} KB，连同 PDF 和数据 {whole / 1e6:.0f} MB")


def cpu(root: Path, arguments: Sequence[str | Path]) -> float:
    """Run a command in a process of its own; give the CPU seconds of it and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "generator", *arguments, "--root", root]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 360)
