"""Report findings in a long line, and many findings in one file: the time for ten times as much, as a ratio.

python benchmarks/reports.py [--repeat 7]

Reading the file and telling the findings are linear: no ratio may be far above 10 (a square would give 100).
"""

from __future__ import annotations

import argparse
import sys
import timeit
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent)]

from generator.findings import machine  # noqa: E402
from generator.findings import text as report  # noqa: E402
from generator.findings.finding import Finding, Kind, Place, Severity  # noqa: E402

KIND = Kind("C999", "试验", Severity.ERROR, "说明。")
Write = Callable[[tuple[Finding, ...], dict[str, str]], object]
LINE = "  - {科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 100}"


def in_a_line(length: int) -> Callable[[], object]:
    """Return the report of a finding in the middle of a line of so many characters."""
    texts = {"a": "甲" * length}
    found = (KIND.at(Place("a", 1, length // 2, 4), "说明。", "改法。"),)
    return lambda: report.render(found, texts)


def in_a_file(count: int, write: Write) -> Callable[[], object]:
    """Return a report of so many findings in one file."""
    texts = {"a": "\n".join([LINE] * count)}
    found = tuple(KIND.at(Place("a", number, 20, 4), "说明。", "改法。") for number in range(1, count + 1))
    return lambda: write(found, texts)


def _told(write: Callable[[tuple[Finding, ...]], object], found: tuple[Finding, ...], _: dict[str, str]) -> object:
    return write(found)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=7)
    repeat = parser.parse_args().repeat
    print("| 工作 | 毫秒 | 十倍的毫秒 | 比值 |\n|---|---|---|---|")
    row("一行 10 万字里的一个问题，对 100 万字", in_a_line(100_000), in_a_line(1_000_000), repeat)
    styles: dict[str, Write] = {
        "text": report.render,
        "concise": lambda found, _: [report.concise(one) for one in found],
        **{name: partial(_told, write) for name, write in machine.WRITERS.items()},
    }
    for name, write in styles.items():
        what = f"一个文件里的 2 千个问题（{name}），对 2 万个"
        row(what, in_a_file(2_000, write), in_a_file(20_000, write), repeat)


def row(what: str, small: Callable[[], object], large: Callable[[], object], repeat: int) -> None:
    """Print a line of the table."""
    one, ten = (min(timeit.repeat(work, number=1, repeat=repeat)) for work in (small, large))
    print(f"| {what} | {one * 1000:.2f} | {ten * 1000:.2f} | {ten / one:.1f} |", flush=True)


if __name__ == "__main__":
    main()
