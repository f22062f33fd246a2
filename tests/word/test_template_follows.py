"""What somebody changes in the Word template in Word or WPS, both files follow."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from generator import publish
from generator.compose.composer import compose
from generator.facts import build
from generator.pack import loader
from tests.packs import BUDGET, WORD, write_pack

TEXT = "## 标题二\n" + "正文文字，" * 40 + "\n@表 表一\n"
TABLES = "表:\n  表一: {标题: 表的标题, 列: [{标题: 项, 内容: 标签}, {标题: 数}], 行: [{标签: 甲}]}\n"
MM = 72 / 25.4


def edited(part: str, pattern: str, replacement: str) -> bytes:
    """Edit one part of the template, as Word would have saved it."""
    target = io.BytesIO()
    with zipfile.ZipFile(WORD) as before, zipfile.ZipFile(target, "w") as after:
        for item in before.infolist():
            data = before.read(item).decode() if item.filename.endswith((".xml", ".rels")) else ""
            if item.filename == part:
                data, count = re.subn(pattern, replacement, data)
                assert count, f"nothing to edit: {pattern}"
            after.writestr(item, data)
    return target.getvalue()


def in_style(name: str, pattern: str, replacement: str) -> bytes:
    """Edit within one named style."""
    with zipfile.ZipFile(WORD) as package:
        styles = package.read("word/styles.xml").decode()
    found = re.search(rf'<w:style [^>]*><w:name w:val="{name}"/>.*?</w:style>', styles)
    assert found
    changed, count = re.subn(pattern, replacement, found[0])
    assert count, f"nothing to edit in {found[0]}"
    return edited("word/styles.xml", re.escape(found[0]), changed.replace("\\", r"\\"))


def made(word: bytes, tmp_path: Path) -> tuple[list[dict[str, Any]], Any, str]:
    """Generate with a template: the characters of the PDF, its first page, and the Word file's XML."""
    folder = tmp_path / "budget"
    folder.mkdir()
    (folder / "预算.yaml").write_text(BUDGET, "utf-8")
    budget, _ = build.load(folder)
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path / "templates", text=TEXT, 表=TABLES))
    assert budget is not None
    assert pack is not None, findings
    pack = replace(pack, word=word)
    document, _ = compose(budget, pack)
    assert document is not None
    output, findings = publish.finish(document, pack)
    assert output is not None, findings
    with pdfplumber.open(io.BytesIO(output.files["pdf"])) as pdf:
        page = pdf.pages[0]
        size, characters = (float(page.width), float(page.height)), list(page.chars)
    with zipfile.ZipFile(io.BytesIO(output.files["docx"])) as docx:
        xml = "".join(docx.read(name).decode() for name in sorted(docx.namelist()) if name.endswith(".xml"))
    return characters, size, xml


def first(characters: list[dict[str, Any]], text: str) -> dict[str, Any]:
    return next(character for character in characters if character["text"] == text)


@pytest.fixture
def plain(tmp_path: Path) -> list[dict[str, Any]]:
    return made(WORD.read_bytes(), tmp_path)[0]


def test_the_size_of_the_page_and_its_margins(tmp_path: Path) -> None:
    word = edited("word/document.xml", r'<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="10319" w:h="14572"/>')
    (tmp_path / "a").mkdir()
    _, size, xml = made(word, tmp_path / "a")
    assert size == pytest.approx((10319 / 20, 14572 / 20), abs=0.1)
    assert '<w:pgSz w:w="10319" w:h="14572"/>' in xml
    word = edited("word/document.xml", r'w:left="\d+"', 'w:left="2835"')
    (tmp_path / "b").mkdir()
    characters, _, xml = made(word, tmp_path / "b")
    assert min(character["x0"] for character in characters) == pytest.approx(2835 / 20, abs=0.6)
    assert 'w:left="2835"' in xml


def test_a_font_and_a_size(tmp_path: Path, plain: list[dict[str, Any]]) -> None:
    word = in_style("Normal", r'<w:sz w:val="32"/>', '<w:sz w:val="28"/>')
    (tmp_path / "a").mkdir()
    characters, _, xml = made(word, tmp_path / "a")
    assert first(plain, "正")["size"] == pytest.approx(16)
    assert first(characters, "正")["size"] == pytest.approx(14)
    assert '<w:sz w:val="28"/>' in xml
    (tmp_path / "b").mkdir()
    characters, _, xml = made(in_style("heading 2", "黑体", "楷体_GB2312"), tmp_path / "b")
    assert "Kai" not in first(plain, "题")["fontname"]
    assert "Kai" in first(characters, "题")["fontname"]


def test_line_spacing_and_space_before(tmp_path: Path, plain: list[dict[str, Any]]) -> None:
    def lines(characters: list[dict[str, Any]]) -> list[float]:
        return sorted({round(c["bottom"], 1) for c in characters if c["text"] in "正文字"})

    word = in_style("Normal", r'w:line="560"', 'w:line="800"')
    (tmp_path / "a").mkdir()
    characters, _, xml = made(word, tmp_path / "a")
    assert lines(plain)[1] - lines(plain)[0] == pytest.approx(28, abs=0.2)
    assert lines(characters)[1] - lines(characters)[0] == pytest.approx(40, abs=0.2)
    assert 'w:line="800"' in xml
    word = in_style("表标题", r'w:before="\d+"', 'w:before="1200"')
    (tmp_path / "b").mkdir()
    characters, _, _ = made(word, tmp_path / "b")
    assert first(characters, "表")["top"] - first(plain, "表")["top"] == pytest.approx(60, abs=0.2)


def test_an_indent_and_an_alignment(tmp_path: Path, plain: list[dict[str, Any]]) -> None:
    word = in_style("Normal", r'w:firstLine(Chars)?="\d+"', r'w:firstLine\1="0"')
    (tmp_path / "a").mkdir()
    characters, _, _ = made(word, tmp_path / "a")
    assert first(plain, "正")["x0"] - first(characters, "正")["x0"] == pytest.approx(32, abs=0.6)
    word = in_style("表标题", '<w:jc w:val="center"/>', '<w:jc w:val="right"/>')
    (tmp_path / "b").mkdir()
    characters, _, _ = made(word, tmp_path / "b")
    assert first(characters, "表")["x0"] > first(plain, "表")["x0"] + 100


def test_the_text_of_the_footer(tmp_path: Path) -> None:
    word = edited("word/footer1.xml", "— ?</w:t>", "第</w:t>")
    characters, size, xml = made(word, tmp_path)
    foot = "".join(character["text"] for character in characters if character["top"] > size[1] - 99)
    assert "第1" in foot
    assert "第</w:t>" in xml


def test_automatic_line_spacing_and_a_missing_style_are_reported(tmp_path: Path) -> None:
    from generator.word import template as wordtemplate  # noqa: PLC0415

    automatic = in_style("Normal", 'w:lineRule="exact"', 'w:lineRule="auto"')
    codes = [finding.kind.name for finding in wordtemplate.load(automatic, "样式.docx")[1]]
    assert any("行距" in name for name in codes), codes
    without = edited("word/styles.xml", '<w:name w:val="表标题"/>', '<w:name w:val="别的"/>')
    messages = [finding.message for finding in wordtemplate.load(without, "样式.docx")[1]]
    assert any("表标题" in message for message in messages), messages
