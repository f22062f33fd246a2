"""Measure how soon hostile input is refused, in ratios to composing the example: the slowest of each kind.

python benchmarks/hostile.py [--repeat 3]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from generator import publish  # noqa: E402
from tests.packs import composed  # noqa: E402
from tests.prose.test_sandbox import ATTACKS, QUERIES, TABLE  # noqa: E402
from tests.test_properties import HOSTILE, prepared  # noqa: E402

BUDGET = ROOT / "budgets/2025/350-科技和工信部门"
SHOWN = 5


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the least time of some runs."""
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def attack(text: str) -> None:
    """Compose a small budget with a pack whose text is hostile."""
    with tempfile.TemporaryDirectory() as folder:
        composed(Path(folder), text, 口径=QUERIES, 表=TABLE)


def main() -> None:
    """Print the slowest inputs and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    example = seconds(lambda: publish.prepare(BUDGET, ROOT / "templates"), repeat)
    print(f"例子 350 从 YAML 到文档：{example * 1000:.0f} 毫秒。\n\n| 输入 | 毫秒 | 对例子的比值 |\n|---|---|---|")
    show("模板", {name: partial(attack, text) for name, text in ATTACKS.items()}, example, repeat)
    show("YAML", {name: partial(prepared, {"a.yaml": data}) for name, data in HOSTILE.items()}, example, repeat)


def show(what: str, works: Mapping[str, Callable[[], object]], example: float, repeat: int) -> None:
    """Print the slowest of some works."""
    times = sorted(((seconds(work, repeat), name) for name, work in works.items()), reverse=True)
    for taken, name in times[:SHOWN]:
        print(f"| {what}：{name} | {taken * 1000:.0f} | {taken / example:.1f} |", flush=True)


if __name__ == "__main__":
    main()
