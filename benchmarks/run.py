"""Measure our speed against others', in ratios: seconds differ from machine to machine, ratios hardly.

python benchmarks/run.py [--repeat 7]

Works that are compared run by turns, so that a slow minute of the machine meets all of them; of each the smallest CPU
time and the smallest time on the wall are told, and as noise how much longer the middle run took than the smallest.
Needs the rivals: pip install typst jsonschema; LibreOffice (soffice). What is missing is left out and said.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import many  # noqa: E402
import rivals  # noqa: E402
from click.testing import CliRunner  # noqa: E402

from generator import cli, publish  # noqa: E402
from generator.commands.garbage import collect_seldom  # noqa: E402
from generator.writers import writer  # noqa: E402

BUDGET = ROOT / "budgets/2025/350-科技和工信部门"
CODE = "350"
BATCH = 4  # documents: two departments with a unit each


@dataclass(frozen=True, slots=True)
class Measured:
    """The smallest CPU time and the smallest time on the wall of some runs (seconds), and how far they scatter."""

    cpu: float
    wall: float
    noise: float  # of the middle run's CPU time, above the smallest


def by_turns(works: Mapping[str, Callable[[], object]], repeat: int) -> dict[str, Measured]:
    """Run works by turns, after one round to warm up."""
    for work in works.values():
        work()
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(repeat):
        for name, work in works.items():
            cpu, wall = _cpu(), time.perf_counter()
            work()
            runs[name].append((_cpu() - cpu, time.perf_counter() - wall))
    return {name: _measured(found) for name, found in runs.items()}


def _measured(runs: list[tuple[float, float]]) -> Measured:
    cpu, wall = ([run[at] for run in runs] for at in (0, 1))
    return Measured(min(cpu), min(wall), statistics.median(cpu) / min(cpu) - 1)


def _cpu() -> float:
    """Give the CPU time of this process and of those that it waited for."""
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


def process(command: list[str | Path], cwd: Path = ROOT) -> Callable[[], object]:
    """Return a run of a whole process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run(command, cwd=cwd, check=True, capture_output=True, env=environment)


def row(what: str, ours: Measured, theirs: Measured | None, aim: str) -> None:
    """Print a line of the table."""
    own = f"{ours.cpu * 1000:.0f} | {ours.wall * 1000:.0f}"
    if theirs is None:
        print(f"| {what} | {own} | — | — | — | {aim} | {ours.noise:.0%} |", flush=True)
        return
    other = f"{theirs.cpu * 1000:.0f} | {ours.cpu / theirs.cpu:.2f} | {ours.wall / theirs.wall:.2f}"
    noise = max(ours.noise, theirs.noise)
    print(f"| {what} | {own} | {other} | {aim} | {noise:.0%} |", flush=True)


def main() -> None:
    """Print the table of all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=7)
    repeat = parser.parse_args().repeat
    collect_seldom()  # as every process of `budget` does; the rivals in this process gain by it, too
    print("| 工作 | 处理器 毫秒 | 历时 毫秒 | 对照 处理器 毫秒 | 比值 处理器 | 比值 历时 | 目标 | 噪声 |")
    print("|---|---|---|---|---|---|---|---|")
    warm(repeat)
    by_hand()
    whole(repeat)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n本进程（含对照引擎）内存峰值 {peak} MB。")


def warm(repeat: int) -> None:
    """Measure writers that are loaded already."""
    prepared = publish.prepare(BUDGET, ROOT / "templates")
    assert prepared.document is not None
    assert prepared.pack is not None
    document, pack = prepared.document, prepared.pack
    laid, _ = publish.arrange(document, pack)
    assert laid is not None
    works: dict[str, Callable[[], object]] = {
        "pdf": lambda: publish.finish(document, pack, ("pdf",)),
        "platypus": rivals.platypus(document),
        "docx": lambda: writer("docx")(laid),
        "loops": rivals.docxtpl_loops(document),
        "both": lambda: both(BUDGET),
    }
    with contextlib.suppress(ImportError):
        works["typst"] = rivals.typst(document)
    with tempfile.TemporaryDirectory() as folder:
        works["batch"] = batch(Path(folder))
        found = by_turns(works, repeat)
    row("PDF/A-2a+UA-1（排版和写出），对 platypus 每格一段", found["pdf"], found["platypus"], "0.30")
    if "typst" in found:
        row("同上，对 typst（同样标准）", found["pdf"], found["typst"], "0.5")
    row("一份文件，从 YAML 到 Word 和 PDF，对那份 platypus", found["both"], found["platypus"], "0.42")
    each = replace(found["batch"], cpu=found["batch"].cpu / BATCH, wall=found["batch"].wall / BATCH)
    row(f"一个进程一次生成 {BATCH} 份（两个文件各一），每份，对那份 platypus", each, found["platypus"], "0.40")
    row("Word（只算写出），对 docxtpl 行循环", found["docx"], found["loops"], "0.08")


def both(folder: Path) -> None:
    """Make the Word file and the PDF of a budget, as `budget generate` does."""
    prepared = publish.prepare(folder, ROOT / "templates", every=False)
    assert prepared.document is not None
    assert prepared.pack is not None
    publish.finish(prepared.document, prepared.pack)


def batch(root: Path) -> Callable[[], object]:
    """Return a run of `budget generate` in this process, of copies of the example and of their units."""
    for number in range(BATCH // 2):
        many.copy(root / f"budgets/2025/{1000 + number}-部门{number}", str(1000 + number))

    def generate() -> None:
        done = CliRunner().invoke(cli.main, ["generate", "--root", str(root), "-j", "1", "--force"])
        assert done.exit_code == 0, done.output

    return generate


def by_hand() -> None:
    """Measure what we do ourselves although a library does it: the walk over the schema, the subset of a font."""
    from generator.reading import source
    from generator.reading.schema import Walk, load_rule, walk
    from generator.typeset import faces
    from generator.writers.pdf.truetype import subset

    files = sorted(BUDGET.glob("*.yaml"))
    rule = load_rule("budget")
    trees = [source.read(file, file.name)[0] for file in files]
    works: dict[str, Callable[[], object]] = {"walk": lambda: [walk(rule, tree, "", Walk()) for tree in trees if tree]}
    with contextlib.suppress(ImportError):
        works["jsonschema"] = rivals.jsonschema_walk(files, ROOT / "schema/budget.schema.json")
    face = faces.load().faces["宋体"]
    drawn = {sign for file in files for sign in file.read_text("utf-8")} & set(face.widths)
    works["subset"] = lambda: subset(face, sorted(drawn))
    works["fontTools"] = rivals.font_subset(face.path, drawn)
    found = by_turns(works, 3)
    if "jsonschema" in found:
        row("按结构定义检查（已读成树），对 jsonschema", found["walk"], found["jsonschema"], "—")
    row("取字体的子集（宋体），对 fontTools.subset", found["subset"], found["fontTools"], "—")


def whole(repeat: int) -> None:
    """Measure whole processes."""
    budget = [sys.executable, "-m", "generator"]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        workbook = out / "a.xlsx"
        process([*budget, "generate", CODE, "-o", out])()
        process([*budget, "sheet", "export", CODE, "-o", workbook])()
        works = {
            "generate": process([*budget, "generate", CODE, "-o", out, "--force"]),
            "check": process([*budget, "check", CODE]),
            "help": process([*budget, "--help"]),
            "click": process([sys.executable, "-c", "import click"]),
            "sheet": process([*budget, "sheet", "import", workbook]),
        }
        if shutil.which("soffice"):
            docx = next(out.rglob("*.docx"))
            works["soffice"] = process(["soffice", "--headless", "--convert-to", "pdf", "--outdir", out / "lo", docx])
        found = by_turns(works, repeat)
    row("budget generate，对 LibreOffice 只转换 Word 文件", found["generate"], found.get("soffice"), "0.25")
    row("budget check，对 budget generate 同一预算", found["check"], found["generate"], "0.5")
    row("budget --help，对 python -c 'import click'", found["help"], found["click"], "1.5")
    row("budget sheet import 没有改动的工作簿，对 budget check 同一预算", found["sheet"], found["check"], "0.7")


if __name__ == "__main__":
    main()
