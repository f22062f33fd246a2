"""Tables with many columns: smaller type, then a landscape page, then a finding; read back from PDF, Word and OFD."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import combinations
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from generator import publish
from generator.document.blocks import Document
from generator.findings.finding import Finding
from generator.pack import loader
from generator.pack.spec import Pack
from tests.packs import composed

LINE = "{科目: 2060101, 资金性质: 事业收入, 金额: 123456789.12, 经济科目: 30201}"
MONEY = f"项目: [{{名称: 甲, 类别: 特定目标类, 支出: [{LINE}]}}]\n"


def table(columns: int, places: int = 6, name: str = "宽表") -> str:
    """A table of so many columns, the first a label, the others amounts of the same size."""
    form = f"条件: {{资金性质: 事业收入}}, 数字: {{小数: {places}}}"
    amounts = "\n".join(f"      - {{标题: 第{n}列, {form}}}" for n in range(2, columns + 1))
    rows = "    行: [{合计: 合计, 条件: {方向: 支出}}, {标签: 甲, 条件: {方向: 支出}}]\n"
    return f"表:\n  {name}:\n    空表: {{说明: 无}}\n    列:\n      - {{标题: 名称, 内容: 标签}}\n{amounts}\n{rows}"


def made(tmp_path: Path, tables: str, text: str) -> tuple[Document, Pack]:
    document, found = composed(tmp_path, text, MONEY, 表=tables)
    assert document is not None, found
    pack, _ = loader.find("测试", 2025, tmp_path / "templates")
    assert pack is not None
    return document, pack


def files(tmp_path: Path, tables: str, text: str, *formats: str) -> dict[str, bytes]:
    document, pack = made(tmp_path, tables, text)
    output, found = publish.finish(document, pack, formats)
    assert output is not None, [one.message for one in found]
    return dict(output.files)


def found(tmp_path: Path, tables: str, text: str) -> list[Finding]:
    return [one for one in publish.finish(*made(tmp_path, tables, text), ("pdf",))[1] if one.code == "D510"]


def words(pdf: bytes) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The pages of a PDF, each with its words and their boxes."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [
            (page, page.extract_words(x_tolerance=1, extra_attrs=["size"], keep_blank_chars=False))
            for page in opened.pages
        ]


def overlapping(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (one["text"], other["text"])
        for one, other in combinations(boxes, 2)
        if min(one["x1"], other["x1"]) - max(one["x0"], other["x0"]) > 0.1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 0.1
    ]


@pytest.mark.parametrize("page", ["", "@横版\n"])
def test_seventeen_columns_of_six_decimals_do_not_overlap(page: str, tmp_path: Path) -> None:
    pdf = files(tmp_path, table(17), f"{page}@表 宽表\n", "pdf")["pdf"]
    (sheet, boxes), *_ = words(pdf)
    amounts = [box for box in boxes if re.fullmatch(r"\d+\.\d{6}", box["text"])]
    assert len(amounts) == 32
    assert {box["text"] for box in amounts} == {"12345.678912"}
    assert overlapping(boxes) == []
    assert sheet.width > sheet.height
    assert all(box["x1"] < sheet.width and box["x0"] > 0 for box in boxes)
    assert all(6 <= box["size"] < 10 for box in amounts)


def test_a_table_that_fits_keeps_its_type_and_its_page(tmp_path: Path) -> None:
    pages = words(files(tmp_path, table(5), "@表 宽表\n", "pdf")["pdf"])
    (sheet, boxes), *_ = pages
    assert sheet.width < sheet.height
    sizes = {round(box["size"], 1) for box in boxes if box["text"] == "12345.678912"}
    assert sizes == {round(box["size"], 1) for box in boxes if box["text"] == "甲"}
    assert min(sizes) >= 9


def test_a_table_that_fits_in_smaller_type_stays_on_its_page(tmp_path: Path) -> None:
    (sheet, boxes), *_ = words(files(tmp_path, table(8), "@表 宽表\n", "pdf")["pdf"])
    assert sheet.width < sheet.height
    assert overlapping(boxes) == []
    assert all(6 <= box["size"] < 10 for box in boxes if box["text"] == "12345.678912")


def test_what_stands_around_a_turned_table_stays_portrait_and_in_order(tmp_path: Path) -> None:
    text = "# 甲\n前面一段。\n@表 宽表\n后面一段。\n"
    pages = words(files(tmp_path, table(17), text, "pdf")["pdf"])
    assert [page.width > page.height for page, _ in pages] == [False, True, False]
    joined = ["".join(box["text"] for box in boxes) for _, boxes in pages]
    assert "前面一段" in joined[0]
    assert "宽表" in joined[1]
    assert "后面一段" in joined[2]


def test_what_cannot_fit_is_told_at_its_column(tmp_path: Path) -> None:
    (one,) = found(tmp_path, table(40), "@表 宽表\n")
    assert one.kind.severity.value == "错误"
    assert "“第2列”、“第3列”" in one.message
    assert "等 39 列" in one.message
    assert one.place is not None
    assert (one.place.file.endswith("表.yaml"), one.place.line) == (True, 6)


def test_word_and_ofd_have_the_same_type(tmp_path: Path) -> None:
    done = files(tmp_path, table(17), "@表 宽表\n", "pdf", "docx", "ofd")
    _, boxes = words(done["pdf"])[0]
    (size,) = {round(box["size"], 1) for box in boxes if box["text"] == "12345.678912"}
    xml = zipfile.ZipFile(io.BytesIO(done["docx"])).read("word/document.xml").decode()
    amounts = re.findall(r"<w:r>(?:(?!</w:r>).)*12345\.678912</w:t></w:r>", xml)
    assert len(amounts) == 32
    assert {re.findall(r'<w:sz w:val="(\d+)"/>', one)[0] for one in amounts} == {str(round(size * 2))}
    assert 'w:orient="landscape"' in xml
    assert "<w:tblCellMar>" in xml
    content = zipfile.ZipFile(io.BytesIO(done["ofd"]))
    drawn = "".join(content.read(name).decode() for name in content.namelist() if name.endswith("Content.xml"))
    assert drawn.count("12345.678912") == 32
    sizes = re.findall(r'Size="([\d.]+)"[^>]*>(?:(?!</ofd:TextObject>).)*12345\.678912', drawn)
    assert {round(float(one) / 25.4 * 72, 1) for one in sizes} == {size}
