"""Documents of years before a form's first version, and titles that say whose they are, are read in that form."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from generator.audit import run
from generator.audit.document import AuditedDocument, document_of
from generator.commands.import_ import forms_of
from generator.grids import reader

TEMPLATES = Path(__file__).parents[2] / "templates"
HEAD = ["项目", "", "", "", "支出预算", "", ""]
LOWER = [
    ["功能分类科目编码", "", "", "功能分类科目名称", "合计", "基本支出", "项目支出"],
    ["类", "款", "项", "", "", "", ""],
]
ROWS = [
    ["207", "", "", "文化旅游体育与传媒支出", "900.00", "600.00", "300.00"],
    ["207", "01", "", "文化和旅游", "900.00", "600.00", "300.00"],
    ["207", "01", "09", "群众文化", "900.00", "600.00", "300.00"],
    ["", "", "", "合计", "900.00", "600.00", "300.00"],
]
TEXT = (
    "{年}年，某区文化馆收入预算0.09万元，其中：财政拨款收入0.09万元，比{上}年预算增加0.01万元；事业收入0万元；"
    "事业单位经营收入0万元；其他收入0万元。"
)


def audited(year: int, version: str, *more: str) -> AuditedDocument:
    made = Document()
    for line in (f"某市某区{year}年区级{version}预算", f"{year}年{version}预算编制说明", TEXT, *more):
        made.add_paragraph(line.replace("{年}", f"{year}").replace("{上}", f"{year - 1}"))
    for name in ("支出预算总表", "一般公共预算支出功能分类预算表", "收入预算总表"):
        made.add_paragraph(f"{year}年{version}{name}")
        made.add_paragraph("单位：元")
        head = [*HEAD[:4], "一般公共预算支出", "", ""] if "一般" in name else HEAD
        rows = [head, *LOWER, *ROWS]
        table = made.add_table(len(rows), 7)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(0, 0).merge(table.cell(0, 3))
        table.cell(0, 4).merge(table.cell(0, 6))
        table.cell(1, 0).merge(table.cell(1, 2))
    output = BytesIO()
    made.save(output)
    source = forms_of(TEMPLATES, ("上海", "江苏", "通用")).read(reader.read_bytes(output.getvalue(), "文.docx"))
    assert source is not None
    return document_of(source)


@pytest.mark.parametrize("version", ["部门", "单位"])
@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_oldest_version_of_a_form_reads_what_is_older(year: int, version: str) -> None:
    document = audited(year, version)
    assert (document.source.read.form.pack.name, document.year, document.version) == ("上海", year, version)
    assert [one.table.spec.name for one in document.tables][:2] == ["支出预算总表", "一般公共预算支出功能分类预算表"]
    assert not [one for one in run(document) if one.certainty == "矛盾"]


def test_what_another_paragraph_calls_an_increase_is_compared() -> None:
    for way, told in (("增加", []), ("减少", ["A160"])):
        document = audited(2024, "单位", f"财政拨款收入支出{way}的主要原因是人员变动。")
        assert [one.finding.code for one in run(document) if one.certainty == "矛盾"] == told


def test_a_year_is_not_compared_with_itself() -> None:
    document = audited(2025, "部门", "2024年“三公”经费预算数为3.50万元，比2024年预算增加0.50万元。")
    assert [one.finding.code for one in run(document) if one.finding.code == "A401"] == ["A401"]
