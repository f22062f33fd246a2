"""Make the pictures of docs/样页.md and the README from the generated example (needs poppler and Pillow).

budget generate 350 && python tools/make_pictures.py
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs/图"
FILE = "科技和工信部门2025年部门预算信息公开.pdf"
PAGES = {  # name of the picture: words that only its page begins with
    "封面": ("2025年部门预算信息公开", 0),
    "目录": ("目录", 0),
    "收支总表": ("部门预算收支总表", 2),
    "收入总表": ("部门预算收入总表", 2),
    "基本支出表": ("部门预算一般公共预算财政拨款基本支出表", 2),
    "空表": ("部门预算政府性基金预算财政拨款支出表", 2),
    "三公经费表": ("部门预算财政拨款“三公”经费支出表", 2),
    "情况说明": ("一、部门职责及机构设置情况", 9),
    "机构设置": ("部门机构设置情况", 9),
    "项目绩效目标表": ("2、2023年技术创新引导专项资金", 3),
    "政府采购": ("八、政府采购预算情况", 9),
    "国有资产": ("九、国有资产信息", 9),
}
RESOLUTION = 80
COLOURS = 16


def main() -> None:
    """Render each page once and keep it small."""
    pdf = next((ROOT / "out").rglob(FILE))
    texts = pages(pdf)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, (words, start) in PAGES.items():
        number = next(n for n, text in enumerate(texts) if n >= start and words.replace(" ", "") in text)
        render(pdf, number + 1, PICTURES / f"{name}.png")
        print(name, number + 1)


def pages(pdf: Path) -> list[str]:
    """Return the text of each page without white space."""
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return ["".join(page.split()) for page in text.split("\f")]


def render(pdf: Path, number: int, target: Path) -> None:
    """Render one page as a PNG of few greys."""
    stem = target.with_suffix("")
    page = ["-f", str(number), "-l", str(number)]
    command = ["pdftoppm", "-png", "-singlefile", "-r", str(RESOLUTION), *page, pdf, stem]
    subprocess.run(command, check=True)
    Image.open(target).convert("L").quantize(COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    main()
