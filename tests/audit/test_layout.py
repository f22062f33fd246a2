"""The layout of whole documents: nothing is said of a published one, and what was changed in it is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from generator.audit import LOOKS, blank_pages, contents_pages, decimals, page_numbers, printed_twice, table_breaks
from generator.audit.document import AuditedDocument, document_of
from generator.findings.finding import Finding
from generator.grids.grid import FilePage, ForeignFile
from generator.grids.reader import read, read_bytes
from generator.intake.reading import PossibleForms
from tests.audit.test_kinds import audit
from tests.grids.files import pdf
from tests.grids.test_pdf import ruled, write
from tests.recognition.test_sentences import form

REFERENCE = Path(__file__).parents[1] / "reference"
LAYOUT = (blank_pages, page_numbers, contents_pages, table_breaks, decimals)
CONTENTS = """
2025
〔第 1 页〕
一、部门职责………………………………{0}
二、机构设置………………………………{1}
三、别的说明………………………………{2}
四、名词解释………………………………{3}
五、其他说明………………………………{4}
〔第 2 页，印着 {5}〕
一、部门职责
二、机构设置
〔第 3 页，印着 {6}〕
三、别的说明
〔第 4 页，印着 {7}〕
四、名词解释
〔第 5 页，印着 {8}〕
五、其他说明
"""


def document(file: ForeignFile, pack: str) -> AuditedDocument:
    source = PossibleForms((pack,), lambda wanted, _: form(wanted)[0]).read(file)
    assert source is not None
    return document_of(source)


def found(file: ForeignFile, pack: str) -> list[Finding]:
    whole = document(file, pack)
    return [one.finding for module in LAYOUT for one in module.look(whole)]


def codes(*numbers: int) -> list[str]:
    told = audit(CONTENTS.format(*numbers))
    return sorted(one.finding.code for one in told if one.finding.code.startswith("A8"))


def test_the_kinds_are_looked_for() -> None:
    assert set(LAYOUT) <= set(LOOKS)


@pytest.fixture(scope="module")
def published() -> ForeignFile:
    return read(REFERENCE / "shanghai-putuo-finance-2025/published.pdf")


def without_rows(file: ForeignFile, page: int, keep: slice) -> ForeignFile:
    """Give a file with some of the rows only of the first grid of a page."""
    grid = next(one for one in file.grids if one.page == page)
    return replace(file, parts=tuple(replace(one, rows=one.rows[keep]) if one is grid else one for one in file.parts))


def test_nothing_is_said_of_a_published_document(published: ForeignFile) -> None:
    assert found(published, "上海") == []


def test_headings_that_are_not_repeated_are_one_finding(published: ForeignFile) -> None:
    changed = without_rows(without_rows(published, 11, slice(3, None)), 13, slice(3, None))
    (told,) = found(changed, "上海")
    assert (told.code, str(told.place)) == ("A804", "published.pdf 第 11 页表 1")
    assert "“收入预算总表”、“支出预算总表”跨页" in told.message
    assert [place.words for place, _ in told.related] == ["第 13 页表 1"]


def test_headings_that_are_parted_otherwise_are_headings(published: ForeignFile) -> None:
    grid = next(one for one in published.grids if one.page == 11)
    cut = [tuple(replace(one, text=one.text.replace("合计", "合")) for one in row) for row in grid.rows[:3]]
    parts = tuple(replace(one, rows=(*cut, *grid.rows[3:])) if one is grid else one for one in published.parts)
    assert found(replace(published, parts=parts), "上海") == []


def test_a_total_that_stands_alone_is_told_whether_or_not_headings_are_repeated(published: ForeignFile) -> None:
    grid = next(one for one in published.grids if one.page == 13)
    assert grid.rows[-1][0].text == "合计"
    with_heads = replace(grid, rows=(*grid.rows[:3], grid.rows[-1]))
    parts = tuple(with_heads if one is grid else one for one in published.parts)
    for changed in (replace(published, parts=parts), without_rows(published, 13, slice(-1, None))):
        (told,) = found(changed, "上海")
        assert (told.code, told.message) == ("A805", "“支出预算总表”的合计单独在第 13 页。")


def test_headings_at_the_foot_of_the_page_before_are_told() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, ["2025年度某某局政府性基金预算财政拨款支出预算表"], top=740)
        ruled(canvas, [["功能科目编码", "功能科目名称", "金额"]], top=760)
        canvas.showPage()
        canvas.setFont("STSong-Light", 12)
        ruled(canvas, [["212", "城乡社区支出", "5.00"], ["合计", "", "5.00"]], top=80)

    (told,) = found(read_bytes(pdf(draw), "a.pdf"), "江苏")
    assert told.code == "A806"
    assert "的标题和表头在第 1 页的末尾，其余的行在第 2 页。" in told.message


def test_blank_pages_and_page_numbers_are_those_of_the_file(published: ForeignFile) -> None:
    numbered = {number: FilePage(number - 1, number in (23, 24)) for number in published.pages}
    (told,) = found(replace(published, pages=numbered), "上海")
    assert (told.code, told.message) == ("A801", "第 23、24 页是空白的。")
    pages = {number: FilePage(page.printed) for number, page in numbered.items()}
    jumped = {number: FilePage(page.printed + (number > 12)) for number, page in pages.items()}
    (told,) = found(replace(published, pages=jumped), "上海")
    assert (told.code, told.message) == ("A802", "页码不连续：第 13 页印的是 13，前一页是 11。")
    lacking = {**pages, 7: FilePage()}
    (told,) = found(replace(published, pages=lacking), "上海")
    assert (told.code, told.message) == ("A802", "页码不连续：第 7 页没有印页码。")


def test_parts_that_begin_at_one_and_numbers_that_are_none_are_no_jumps(published: ForeignFile) -> None:
    for numbers in ([*range(1, 13), *range(1, 13)], [0] * 24, [7, 9] * 12, [0, 0, *range(1, 23)]):
        pages = {number: FilePage(printed) for number, printed in enumerate(numbers, 1)}
        assert found(replace(published, pages=pages), "上海") == [], numbers


def test_contents_may_be_apart_from_the_pages_if_all_are_by_as_much() -> None:
    right = (1, 1, 2, 3, 4)
    assert codes(*right, 1, 2, 3, 4) == []
    assert codes(*right, 0, 0, 0, 0) == []  # no number is printed: the cover is not counted
    assert codes(3, 3, 4, 5, 6, 0, 0, 0, 0) == []
    assert codes(1, 1, 2, 3, 9, 1, 2, 3, 4) == ["A803"]
    assert codes(1, 4, 2, 9, 8, 1, 2, 3, 4) == []  # nothing agrees: they may count otherwise


def test_a_table_whose_amounts_lose_a_zero_is_told_once(published: ForeignFile) -> None:
    grid = next(one for one in published.grids if one.page == 12)
    rows = tuple(
        tuple(replace(one, text=one.text.removesuffix("0")) if at == 4 else one for at, one in enumerate(row))
        for row in grid.rows
    )
    changed = tuple(replace(one, rows=rows) if one is grid else one for one in published.parts)
    (told,) = found(replace(published, parts=changed), "上海")
    assert told.code == "A807"
    assert "“支出预算总表”的金额多数印 2 位小数" in told.message


def test_all_that_is_printed_twice_is_placed_and_what_nobody_sees_is_said(published: ForeignFile) -> None:
    (told,) = (one.finding for one in printed_twice.look(document(published, "上海")))
    assert [words for _, words in told.related] == ["也是前面印过的"] * 4 + ["前面在这里"]
    assert "起 5 段" in told.message
    assert f"这一页还有 {published.pages[8].beyond} 个字在页面边缘以外" in told.message
    assert published.pages[7].beyond == 0
