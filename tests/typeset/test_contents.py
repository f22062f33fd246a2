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


@pytest.mark.parametrize("budget", sorted(path.name for path in (ROOT / "budgets/2025").iterdir()))
def test_each_entry_names_the_page_on_which_its_heading_stands(budget: str, tmp_path: Path) -> None:
    prepared = publish.prepare(ROOT / "budgets/2025" / budget, ROOT / "templates")
    assert prepared.document is not None
    assert prepared.pack is not None
    output, findings = publish.finish(prepared.document, prepared.pack, ("docx",))
    assert output is not None, findings
    (file,) = publish.write_files(output, tmp_path)
    listed, pages = entries(file), numbered_pages(render(file, tmp_path))
    assert len(listed) > 5
    assert list(pages) == list(range(1, len(pages) + 1))
    assert misplaced(listed, pages) == []
    wrong = [(text, number % len(pages) + 1) for text, number in listed]
    assert len(misplaced(wrong, pages)) > 0.7 * len(listed), "the test would not notice a wrong number"
