"""Whole documents: what needs a real table, and what of a file was not looked at."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from generator.audit import coverage, run, told
from generator.audit.document import AuditedDocument, document_of
from generator.audit.remark import WRONG
from generator.findings.finding import Place
from generator.grids import problems, reader
from generator.grids.grid import ForeignFile, Grid, Passage
from generator.grids.spots import PageSpot
from generator.intake.reading import PossibleForms
from tests.recognition.test_sentences import form

PUBLISHED = Path(__file__).parents[1] / "reference/shanghai-putuo-finance-2025/published.pdf"


@pytest.fixture(scope="module")
def published() -> ForeignFile:
    return reader.read(PUBLISHED)


def read(file: ForeignFile) -> AuditedDocument:
    source = PossibleForms(("上海",), lambda wanted, _: form(wanted)[0]).read(file)
    assert source is not None
    return document_of(source)


def with_cell(file: ForeignFile, page: int, row: int, column: int, text: str) -> ForeignFile:
    """Give a file with another text in a cell of the first grid of a page."""
    grid = next(one for one in file.grids if one.page == page)
    old = grid.rows[row][column]
    rows = tuple(tuple(replace(one, text=text) if one is old else one for one in line) for line in grid.rows)
    return replace(file, parts=tuple(Grid(rows, grid.place, page) if one is grid else one for one in file.parts))


def test_money_where_the_form_has_none_is_told(published: ForeignFile) -> None:
    grid = next(one for one in published.grids if one.page == 19)
    row = next(number for number, line in enumerate(grid.rows) if "基本工资" in "".join(cell.text for cell in line))
    assert not [one for one in run(read(published)) if one.finding.code == "A106"]
    changed = read(with_cell(published, 19, row, grid.width - 1, "7.00"))  # 公用经费 of a salary
    (told,) = (one for one in run(changed) if one.finding.code == "A106")
    assert (told.certainty, told.page) == ("可疑", 19)
    assert "7.00" in told.finding.message


def test_what_of_a_file_could_not_be_read_is_listed(published: ForeignFile) -> None:
    blank = problems.SCANNED.at(Place("published.pdf", named="第 3 页"), "第 3 页是扫描图片，没有文字。")
    parts = list(coverage.pages(read(replace(published, findings=(blank,)))))
    assert [(part.state, part.why) for part in parts] == [("没有认出", "第 3 页是扫描图片，没有文字")]
    assert parts[0].place == blank.place


def test_a_heading_that_stands_twice_in_the_contents_is_looked_for_each_time(published: ForeignFile) -> None:
    lines = list(published.lines)
    (first, *_) = [one for one in lines if "部门主要职能…" in one.text]
    wrong = replace(first, text=first.text.replace("主要职能", "别的东西"))
    number = published.parts.index(first)
    again = replace(
        wrong, place=wrong.place._replace(column=wrong.place.column + 1)
    )  # told at one place, it is said once
    parts = (*published.parts[:number], wrong, again, *published.parts[number:])
    told = [one for one in run(read(replace(published, parts=parts))) if one.finding.code == "A702"]
    assert len(told) == 2


def test_a_figure_is_marked_by_its_own_characters_and_so_are_quoted_words(published: ForeignFile) -> None:
    found = run(read(published))
    (clash,) = (one for one in found if one.certainty == WRONG)
    assert [one.page for one in (*clash.spots[0], *clash.spots[1])] == [7, 15]
    with pdfplumber.open(PUBLISHED) as document:

        def words(spot: PageSpot) -> str:
            left, top, right, bottom = spot.box
            chars = document.pages[spot.page - 1].within_bbox((left - 1, top - 1, right + 1, bottom + 1)).chars
            return "".join(one["text"] for one in chars).strip()

        assert [words(one) for spots in clash.spots for one in spots] == ["887.36", "873,617.00"]
        own = next(one for one in found if one.finding.code == "A601")
        assert [words(one) for one in own.spots[0]] == ["本单位"]
        assert clash.words[1] == "887.36"
        assert clash.words[0].startswith("……")
        page = told.as_page([told.audited("a.pdf", read(published))]).decode()
        assert "<mark>887.36</mark>" in page
        assert "2025年度<mark>本单位</mark>政府采购预算11" in page
    plain = json.loads(told.as_json([told.audited("a.pdf", read(published))]))["files"][0]["remarks"][0]
    assert plain["boxes"][0]["page"] == 7
    assert plain["boxes"][0]["box"] == [round(one, 1) for one in clash.spots[0][0].box]
    assert [one["page"] for other in plain["related"] for one in other["boxes"]] == [15]


def test_a_number_that_was_compared_with_a_list_is_not_called_unchecked(published: ForeignFile) -> None:
    unlisted = replace_text(published, "。其中：中介机构服务费", "。包含了中介机构服务费")
    assert not [part for part in coverage.figures(read(published)) if part.what == "数量 4个"]
    assert [part for part in coverage.figures(read(unlisted)) if part.what == "数量 4个"]
    document = read(published)
    assert "核对了 71 个" in coverage.counted(document, (), tuple(coverage.figures(document)))


def replace_text(file: ForeignFile, old: str, new: str) -> ForeignFile:
    """Give a file with other words in its running text."""
    parts = (
        replace(one, text=one.text.replace(old, new)) if isinstance(one, Passage) and old in one.text else one
        for one in file.parts
    )
    return replace(file, parts=tuple(parts))
