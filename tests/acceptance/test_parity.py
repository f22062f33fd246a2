from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import publish
from tools.compare_word_pdf import compare

ROOT = Path(__file__).parents[2]

needs_renderers = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="需要 LibreOffice 和 poppler（CI 里有）"
)


@needs_renderers
@pytest.mark.parametrize("budget", sorted(path.name for path in (ROOT / "budgets/2025").iterdir()))
def test_word_and_pdf_break_pages_at_the_same_places(budget: str, tmp_path: Path) -> None:
    prepared = publish.prepare(ROOT / "budgets/2025" / budget, ROOT / "templates")
    assert prepared.document is not None
    assert prepared.pack is not None
    output, findings = publish.finish(prepared.document, prepared.pack)
    assert output is not None, findings
    docx, pdf = sorted(publish.write_files(output, tmp_path))
    found = compare(docx, pdf)
    assert abs(found.word_pages - found.pdf_pages) <= 1
    assert found.same_words >= 0.95 * found.pages, f"文字不同的页：{found.different}"
