"""Measure how fast other people's files are read and audited, in ratios: a department's workbook, a published PDF.

python benchmarks/reading.py [--repeat 7] [FILE.xlsx FILE.pdf ...]

Without files: a workbook like the platform's is made, and the published PDF of the tests is read. The rival for
workbooks needs pandas (pip install pandas), which nothing else here does.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from run import ROOT, by_turns, row

from generator.audit import run
from generator.audit.document import document_of
from generator.commands.import_ import forms_of, packs_asked
from generator.grids.reader import read
from generator.pack import loader

PUBLISHED = ROOT / "tests/reference/shanghai-putuo-finance-2025/published.pdf"
SHEETS, LEAVES = 18, 660


def main() -> None:
    """Print the table of all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=7)
    wanted = parser.parse_args()
    print("| 工作 | 处理器 毫秒 | 历时 毫秒 | 对照 处理器 毫秒 | 比值 处理器 | 比值 历时 | 目标 | 噪声 |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for path in wanted.files or (platform_workbook(Path(folder)), PUBLISHED):
            measure(path, wanted.repeat)


def measure(path: Path, repeat: int) -> None:
    """Measure the reading of a file against what others do with it."""
    works: dict[str, Callable[[], object]] = {"ours": lambda: read(path)}
    if path.suffix == ".pdf":
        what, aim = f"{path.name}：读 PDF，对 pdfplumber 取表和字", "1.0"
        works |= {"theirs": plumber(path), "audit": audited(path)}
    else:
        what, aim = f"{path.name}：读工作簿，对 pandas（openpyxl）", "0.3"
        with contextlib.suppress(ImportError):  # without pandas only ours is measured
            works["theirs"] = pandas_cells(path)
    found = by_turns(works, repeat)
    row(what, found["ours"], found.get("theirs"), aim)
    if "audit" in found:
        row(f"{path.name}：审核（读、认、比），对 pdfplumber 取表和字", found["audit"], found["theirs"], "1.5")


def plumber(path: Path) -> Callable[[], object]:
    """Return the work of pdfplumber alone: the tables and the text of each page."""
    import pdfplumber

    def work() -> None:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_tables()
                page.extract_text()
                page.close()

    return work


def audited(path: Path) -> Callable[[], object]:
    """Return the work of an audit: the file read, recognised and looked at; packs are read before."""
    templates = ROOT / "templates"
    forms = forms_of(templates, packs_asked(loader.list_folders(templates), ""))

    def work() -> None:
        source = forms.read(read(path))
        if source is not None:
            run(document_of(source))

    work()
    return work


def pandas_cells(path: Path) -> Callable[[], object]:
    """Return the work of pandas: every sheet as a frame of all its cells. Raises ImportError without it."""
    import pandas

    return lambda: pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl")


def platform_workbook(folder: Path) -> Path:
    """Make a workbook with what the platform's has: title, unit, merged headings, codes, amounts, formulas."""
    from openpyxl import Workbook

    book = Workbook()
    for number in range(SHEETS):
        sheet = book.create_sheet(f"3.{number + 11} ")
        sheet.append(["2025年部门预算表"])
        sheet.append(["编制部门：某局", *[""] * 7, "单位：元"])
        sheet.append(["功能分类科目编码", "", "", "科目名称", "合计", "财政拨款", "事业收入", "经营收入", "其他收入"])
        sheet.append(["类", "款", "项"])
        for area in ("A1:I1", "A3:C3", "D3:D4", "E3:E4", "F3:F4"):
            sheet.merge_cells(area)
        for line in range(5, 60):
            amounts = [line * 1234.56 + number, 0, 0, 7.5]
            sheet.append(["201", f"{line:02}", "01", f"行政运行{line}", f"=SUM(F{line}:I{line})", *amounts])
    leaves = book.create_sheet("明细")
    leaves.append([f"第{column}栏" for column in range(20)])
    for line in range(LEAVES):
        leaves.append([f"[{2010601 + line}]行政运行", "350001", "项目", line * 10.01, *range(16)])
    path = folder / "platform.xlsx"
    book.save(path)
    return path


if __name__ == "__main__":
    main()
