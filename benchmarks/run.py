"""Measure our speed against others', in ratios: seconds differ from machine to machine, ratios hardly.

python benchmarks/run.py [--repeat 7]

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
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import rivals  # noqa: E402

from generator import publish  # noqa: E402

BUDGET = ROOT / "budgets/2025/350-科技和工信部门"
CODE = "350"


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the median time of some runs, after one to warm up."""
    work()
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def process(command: list[str | Path], cwd: Path = ROOT) -> Callable[[], object]:
    """Return a run of a whole process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run(command, cwd=cwd, check=True, capture_output=True, env=environment)


def row(what: str, ours: float, theirs: float | None, least: str, aim: str) -> None:
    """Print a line of the table."""
    if theirs is None:
        print(f"| {what} | {ours * 1000:.0f} | — | — | {least} | {aim} |", flush=True)
    else:
        print(
            f"| {what} | {ours * 1000:.0f} | {theirs * 1000:.0f} | {ours / theirs:.2f} | {least} | {aim} |", flush=True
        )


def main() -> None:
    """Print the table of all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=7)
    repeat = parser.parse_args().repeat
    print("| 工作 | 本软件 毫秒 | 对照 毫秒 | 比值 | 至少 | 目标 |\n|---|---|---|---|---|---|")
    warm(repeat)
    by_hand(repeat)
    whole(repeat)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n本进程（含对照引擎）内存峰值 {peak} MB。")


def warm(repeat: int) -> None:
    """Measure writers that are loaded already."""
    prepared = publish.prepare(BUDGET, ROOT / "templates")
    assert prepared.document is not None
    assert prepared.pack is not None
    document, pack = prepared.document, prepared.pack
    pdf = seconds(lambda: publish.finish(document, pack, ("pdf",)), repeat)
    row(
        "PDF/A-2a+UA-1（排版和写出），对 platypus 每格一段",
        pdf,
        seconds(rivals.platypus(document), repeat),
        "0.45",
        "0.30",
    )
    with contextlib.suppress(ImportError):
        row("同上，对 typst（同样标准）", pdf, seconds(rivals.typst(document), repeat), "0.9", "0.5")
    word = seconds(lambda: publish.finish(document, pack, ("docx",)), repeat) - seconds(
        lambda: publish.finish(document, pack, ()), repeat
    )
    row("Word（只算写出），对 docxtpl 行循环", word, seconds(rivals.docxtpl_loops(document), repeat), "0.15", "0.08")
    everything = seconds(lambda: publish.finish(document, pack), repeat)
    loading = seconds(lambda: publish.prepare(BUDGET, ROOT / "templates"), repeat)
    row("一份文件：从 YAML 到 Word 和 PDF", loading + everything, None, "400 毫秒", "200 毫秒")


def by_hand(repeat: int) -> None:
    """Measure what we do ourselves although a library does it: the walk over the schema, the subset of a font."""
    from generator.reading import source
    from generator.reading.schema import Walk, load_rule, walk
    from generator.typeset import faces
    from generator.writers.pdf.truetype import subset

    files = sorted(BUDGET.glob("*.yaml"))
    rule = load_rule("budget")
    trees = [source.read(file, file.name)[0] for file in files]
    ours = seconds(lambda: [walk(rule, tree, "", Walk()) for tree in trees if tree], repeat)
    with contextlib.suppress(ImportError):
        theirs = seconds(rivals.jsonschema_walk(files, ROOT / "schema/budget.schema.json"), repeat)
        row("按结构定义检查（已读成树），对 jsonschema", ours, theirs, "—", "—")
    face = faces.load().faces["宋体"]
    drawn = {sign for file in files for sign in file.read_text("utf-8")} & set(face.widths)
    ours = seconds(lambda: subset(face, drawn), repeat)
    row("取字体的子集（宋体），对 fontTools.subset", ours, seconds(rivals.font_subset(face.path, drawn), 3), "—", "—")


def whole(repeat: int) -> None:
    """Measure whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        generate = seconds(process([sys.executable, "-m", "generator", "generate", CODE, "-o", out]), repeat)
        docx = next(out.rglob("*.docx"))
        if shutil.which("soffice"):
            convert = process(["soffice", "--headless", "--convert-to", "pdf", "--outdir", out / "lo", docx])
            row("budget generate，对 LibreOffice 只转换 Word 文件", generate, seconds(convert, 3), "0.35", "0.2")
        else:
            row("budget generate（没有 LibreOffice 可比）", generate, None, "0.35", "0.2")
    check = seconds(process([sys.executable, "-m", "generator", "check", CODE]), repeat)
    imports = seconds(process([sys.executable, "-c", "import jsonschema, yaml"]), repeat)
    row("budget check，对 python -c 'import jsonschema, yaml'", check, imports, "3", "2")
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "a.xlsx"
        process([sys.executable, "-m", "generator", "sheet", "export", CODE, "-o", workbook])()
        unchanged = seconds(process([sys.executable, "-m", "generator", "sheet", "import", workbook]), repeat)
        row("budget sheet import 没有改动的工作簿，对 budget check 同一预算", unchanged, check, "1", "0.7")


if __name__ == "__main__":
    main()
