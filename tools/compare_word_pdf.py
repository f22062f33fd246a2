"""Compare our PDF with LibreOffice's rendering of our Word file, page by page.

python tools/compare_word_pdf.py FILE.docx FILE.pdf

LibreOffice renders with the bundled fonts (tools/fontconfig.py). Prints the number of pages and the pages that hold the
same words: there paragraphs and tables break at the same place. Needs LibreOffice (soffice) and poppler (pdftotext).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOOLS = Path(__file__).parent
_WITHOUT = re.compile(r"[\s.…，。、；：,;]")  # white space, leaders, and what may hang into the margin


@dataclass(frozen=True)
class Comparison:
    """What two renderings of a document have in common."""

    word_pages: int
    pdf_pages: int
    same_words: int  # pages with the same words
    different: tuple[int, ...]  # pages whose words differ, from 1

    @property
    def pages(self) -> int:
        """The number of pages compared."""
        return max(self.word_pages, self.pdf_pages)


def compare(docx: Path, pdf: Path) -> Comparison:
    """Render the Word file and compare."""
    with tempfile.TemporaryDirectory() as folder:
        rendered = render(docx, Path(folder))
        ours, word = pages_of(pdf), pages_of(rendered)
    pairs = list(zip(word, ours, strict=False))
    different = tuple(n for n, (a, b) in enumerate(pairs, 1) if sorted(a) != sorted(b))
    return Comparison(len(word), len(ours), len(pairs) - len(different), different)


def render(docx: Path, folder: Path) -> Path:
    """Convert a Word file with LibreOffice, using the bundled fonts."""
    fonts = subprocess.run(
        [sys.executable, TOOLS / "fontconfig.py", folder / "fonts"], check=True, capture_output=True, text=True
    ).stdout.strip()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, docx]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "FONTCONFIG_FILE": fonts}, timeout=180)
    return folder / f"{docx.stem}.pdf"


def pages_of(pdf: Path) -> list[str]:
    """Return the words of each page, without white space and without what may hang into the margin."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return [_WITHOUT.sub("", page) for page in text.split("\f")[:-1]]


def main(docx: str, pdf: str) -> None:
    """Print the comparison."""
    found = compare(Path(docx), Path(pdf))
    print(f"页数：Word（LibreOffice） {found.word_pages}，PDF {found.pdf_pages}")
    print(f"文字相同的页：{found.same_words}/{found.pages}（{found.same_words / found.pages:.1%}）")
    if found.different:
        print(f"文字不同的页：{'、'.join(map(str, found.different))}")


if __name__ == "__main__":
    main(*sys.argv[1:])
