"""The numbers in Word's contents are those of the pages where the headings stand, as LibreOffice shows the file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from generator import publish
from tools.compare_word_pdf import render

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"[—－-]\s*(\d+)\s*[—－-]\s*$|^\s*(\d+)\s*$")

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="需要 LibreOffice 和 poppler（CI 里有）"
)


def entries(file: Path) -> list[tuple[str, int]]:
    """The entries of the contents: the heading's text without white space, and its number."""
    paragraphs = [p for p in docx.Document(str(file)).paragraphs if p.style and p.style.name.startswith("toc ")]
    found = [p.text.rpartition("\t") for p in paragraphs]
    return [(re.sub(r"\s", "", text), int(number)) for text, _, number in found]


def numbered_pages(pdf: Path) -> dict[int, str]:
    """The pages by the number that each shows, their words without white space."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    pages: dict[int, str] = {}
    for page in text.split("\f")[:-1]:
        lines = [line for line in page.splitlines() if line.strip()]
        shown = NUMBER.search(lines[-1]) if lines else None
        if shown:
            number = int(shown[1] or shown[2])
            assert number not in pages
            pages[number] = re.sub(r"\s", "", "".join(lines[:-1]))
    return pages


def misplaced(listed: list[tuple[str, int]], pages: dict[int, str]) -> list[tuple[str, int]]:
    """The entries whose heading does not stand on the page of that number."""
    return [(text, number) for text, number in listed if text not in pages.get(number, "")]


SAMPLES = [
    *((path, "") for year in ("budgets/2025", "tests/budgets/2018", "tests/budgets/2019", "tests/budgets/2025")
      for path in sorted((ROOT / year).iterdir())),
    *((path, unit) for path in (ROOT / "budgets/2025").iterdir() for unit in [f"{path.name[:3]}001"]),
]  # fmt: skip


@pytest.mark.parametrize(("budget", "unit"), SAMPLES, ids=lambda one: one.name[:3] if isinstance(one, Path) else one)
def test_each_entry_names_the_page_on_which_its_heading_stands(budget: Path, unit: str, tmp_path: Path) -> None:
    listed, pages = shown(budget, unit, tmp_path)
    assert len(listed) > 5
    assert list(pages) == list(range(1, len(pages) + 1))
    assert misplaced(listed, pages) == []
    wrong = [(text, number % len(pages) + 1) for text, number in listed]
    assert len(misplaced(wrong, pages)) > 0.6 * len(listed), "the test would not notice a wrong number"


def test_sixty_indicators_move_no_heading_and_no_label(tmp_path: Path) -> None:
    folder = tmp_path / "2025" / next((ROOT / "tests/budgets/2025").glob("999*")).name
    shutil.copytree(next((ROOT / "tests/budgets/2025").glob("999*")), folder)
    projects = (folder / "项目.yaml").read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(projects) if line.strip().startswith("- {一级"))
    kinds = (
        [("产出指标", "数量指标")] * 25
        + [("效益指标", "社会效益指标")] * 25
        + [("满意度指标", "服务对象满意度指标")] * 10
    )
    projects[first : first + 1] = [
        f"      - {{一级: {one}, 二级: {two}, 三级: 指标{n}, 描述: 第{n}项, 指标值: {n}件, 依据: 计划}}"
        for n, (one, two) in enumerate(kinds, 1)
    ]
    (folder / "项目.yaml").write_text("\n".join(projects) + "\n", encoding="utf-8")
    listed, pages = shown(folder, "", tmp_path)
    assert misplaced(listed, pages) == []
    assert "（续）" not in "".join(pages.values())


def shown(budget: Path, unit: str, folder: Path) -> tuple[list[tuple[str, int]], dict[int, str]]:
    """The contents of a budget's Word file, and its pages as LibreOffice shows them."""
    prepared = publish.prepare(budget, ROOT / "templates", unit=unit)
    assert prepared.document is not None
    assert prepared.pack is not None
    output, findings = publish.finish(prepared.document, prepared.pack, ("docx",))
    assert output is not None, findings
    (file,) = publish.write_files(output, folder)
    return entries(file), numbered_pages(render(file, folder))
