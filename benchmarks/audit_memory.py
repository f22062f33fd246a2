"""Is the memory of an audit flat over a folder? Copies of files are audited; the peak of each process is printed.

python -m benchmarks.audit_memory FILE… [--counts 10,50,200] [-j 2]

Linux only: the peak is VmHWM of /proc, which says the most that a process ever had, read while it runs.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Audit folders of more and more copies of some files."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", type=Path, nargs="+")
    asked.add_argument("--counts", default="10,50,200")
    asked.add_argument("-j", "--jobs", type=int, default=2)
    options = asked.parse_args()
    for count in map(int, options.counts.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            inside = Path(folder) / "文件"
            inside.mkdir()
            for number in range(count):
                file = options.files[number % len(options.files)]
                shutil.copy(file, inside / f"{number:04d}-{file.parent.name[:20]}{file.suffix}")
            _measure(inside, count, options.jobs)


def _measure(folder: Path, count: int, jobs: int) -> None:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "generator", "audit", str(folder), "-f", "json", "-j", str(jobs)]
    with (folder.parent / "out.json").open("wb") as out, subprocess.Popen(command, stdout=out) as running:
        peaks: dict[int, int] = {}
        while running.poll() is None:
            for process in (running.pid, *_children(running.pid)):
                peaks[process] = max(peaks.get(process, 0), _peak(process))
            time.sleep(0.1)
    parent = peaks.pop(running.pid, 0)
    workers = sorted((one for one in peaks.values() if one > _LEAST), reverse=True)[:jobs]
    shown = "、".join(f"{one / 1024:.0f}" for one in workers)
    took = time.perf_counter() - begun
    print(f"{count} 个文件：主进程 {parent / 1024:.0f} MB，工作进程 {shown} MB，{took:.0f} 秒", flush=True)


_LEAST = 30_000  # kB: what is less is a tracker of the library


def _children(process: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _peak(process: int) -> int:
    """Give the most memory that a process had, in kB."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(one.split()[1]) for one in lines if one.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main()
