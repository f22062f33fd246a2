"""Every kind of an audit: its manual page has examples of a document that is right and one that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from inspect import getdoc
from types import ModuleType

import pytest

from generator.audit import LOOKS, run
from generator.audit.document import document_of
from generator.audit.remark import CERTAINTIES, AuditRemark
from generator.commands.catalogue import kinds_of
from generator.findings.finding import Place
from generator.grids.grid import FilePage, FilePart, ForeignFile, Grid, GridCell, Passage
from generator.intake.reading import PossibleForms
from generator.recognition.forms import form_of
from generator.recognition.tables import recognise
from tests.recognition.test_sentences import form

_EXAMPLE = re.compile(r"^(合格|不合格)的例子(?:（([A-Z]\d{3})）)?::\n\n((?:    .*\n|\n)+)", re.MULTILINE)
WITHOUT = {"A102", "A106", "A184", "A602", "A901", "A903"}  # tested with whole documents


FORMS = {
    "": "江苏",
    "有表单的格式": "河北",
    "有项目表的格式": "北京",
    "有机关运行经费的格式": "上海",
}  # no province stands in the program
_PAGE = re.compile("〔第 ([0-9]+) 页(?:，印着 ([0-9]+))?(，空白)?〕")


def _cell(place: Place, row: int, column: int) -> Place:
    return place._replace(named=f"{place.named} 第 {row + 1} 行第 {column + 1} 格")


def pages(lines: list[str]) -> dict[int, FilePage]:
    """Give the pages of a small document that has some: 〔第 3 页，印着 1〕 begins one, 〔第 3 页，空白〕 is one."""
    found = [match for match in map(_PAGE.fullmatch, lines) if match]
    return {int(one[1]): FilePage(int(one[2] or 0), bool(one[3])) for one in found}


def parts(lines: list[str]) -> Iterator[FilePart]:
    """Give the parts of a small document: lines that begin with a bar are rows of a grid, others may begin a page."""
    rows: list[list[str]] = []
    page = 0
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            place = Place("文.docx", named=f"表前第 {number} 行")
            cells = (
                tuple(GridCell(text, _cell(place, row, column), row, column) for column, text in enumerate(texts))
                for row, texts in enumerate(rows)
            )
            yield Grid(tuple(cells), place, page)
            rows = []
        begun = _PAGE.fullmatch(line)
        page = int(begun[1]) if begun else page
        if line and not begun:
            yield Passage(line, Place("文.docx", number, named=f"第 {page} 页" if page else ""), page)


def audit(text: str) -> tuple[AuditRemark, ...]:
    """Audit a small document; its first line is the year, and may say of what form: else it is that of Jiangsu."""
    first, *lines = text.strip("\n").split("\n")
    year, _, said = first.partition(" ")
    return audited(ForeignFile("文.docx", "docx", tuple(parts(lines)), pages=pages(lines)), int(year), FORMS[said])


def audited(file: ForeignFile, year: int, name: str) -> tuple[AuditRemark, ...]:
    """Audit a small file of a form."""
    forms = PossibleForms((name,), lambda wanted, _: form(wanted)[0])
    read = recognise(file, form_of(form(name)[0]))
    return run(document_of(forms._said(replace(read, year=year), year)))


def examples() -> Iterator[tuple[ModuleType, bool, str, str]]:
    for module in LOOKS:
        for right, code, text in _EXAMPLE.findall(f"{getdoc(module)}\n"):
            yield module, right == "合格", code, re.sub("^    ", "", text, flags=re.MULTILINE)


def test_every_kind_has_examples() -> None:
    shown = {code for _, right, code, _ in examples() if not right}
    own = {kind.code for module in LOOKS for kind in kinds_of(module) if kind.code.startswith("A")}
    assert own - shown == WITHOUT
    assert {module for module, right, _, _ in examples() if right} == set(LOOKS)


@pytest.mark.parametrize(("module", "right", "code", "text"), list(examples()))
def test_examples(module: ModuleType, right: bool, code: str, text: str) -> None:
    found = {one.finding.code: one for one in audit(text)}
    if right:
        assert not {kind.code for kind in kinds_of(module)} & found.keys()
    else:
        assert found[code].certainty in CERTAINTIES
        assert found[code].finding.place is not None


def test_a_change_that_its_rate_contradicts_is_told_once() -> None:
    text = """
2025
五、财政拨款支出预算情况说明
2025年财政拨款支出50.00万元，与上年相比增加5.00万元，增长11.11%。
（一）公共安全（类）
1．法院（款）行政运行（项）支出30.00万元，与上年相比增加{增}万元，增长7.14%。
2．法院（款）机关服务（项）支出20.00万元，与上年相比增加3.00万元，增长17.65%。
"""
    assert audit(text.format(增="2.00")) == ()
    assert [one.finding.code for one in audit(text.format(增="9.00"))] == ["A101"]


@pytest.mark.parametrize(("year", "told"), [(2018, False), (2019, False), (2023, True), (2024, True), (2026, True)])
def test_a_name_is_old_only_after_it_was_changed(year: int, told: bool) -> None:
    text = """
三、别的说明
1．社会保障和就业支出（类）行政事业单位离退休（款）归口管理的行政单位离退休（项）支出50.00万元。
2．公共安全支出（类）法院（款）案件执行（项）支出60.00万元。
"""
    assert ("A503" in {one.finding.code for one in audit(f"{year}\n{text.strip()}")}) is told


@pytest.mark.parametrize("year", [2018, 2019])
def test_in_a_document_older_than_the_catalogue_its_own_tables_say_what_is_right(year: int) -> None:
    text = """
{年}
{年}年度某某局财政拨款支出预算表
单位：万元
| 功能科目编码 | 功能科目名称 | 金额 |
| 合计 | 合计 | 50.00 |
| 208 | 社会保障和就业支出 | 50.00 |
| 20805 | 行政事业单位离退休 | 50.00 |
| 2080504 | 未归口管理的行政单位离退休 | 50.00 |
三、别的说明
1．社会保障和就业支出（类）行政事业单位离退休（款）{名}（项）支出50.00万元。
"""
    right, wrong = "未归口管理的行政单位离退休", "未归口管理行政单位离退休"

    def names(name: str) -> list[str]:
        codes = (one.finding.code for one in audit(text.format(年=year, 名=name)))
        return [one for one in codes if one.startswith(("A50", "A51"))]

    assert names(right) == []
    assert names(wrong) == ["A501"]


@pytest.mark.parametrize(("count", "told"), [(1, 1), (3, 3), (4, 1)])
def test_many_entries_of_the_contents_without_a_heading_are_one_remark(count: int, told: int) -> None:
    names = ["部门主要职能", "政府采购支出预算表", "名词解释和说明", "国有资产占用情况", "绩效目标设置情况"]
    entries = [f"{number}、{name}………………………………1" for number, name in zip("一二三四五", names, strict=True)]
    headings = [f"{number}、{name}" for number, name in zip("一二三四五", names, strict=True)][count:]
    found = [one for one in audit("\n".join(["2025", *entries, *headings])) if one.finding.code == "A702"]
    assert len(found) == told
    assert sum(1 + len(one.finding.related) for one in found) == count
