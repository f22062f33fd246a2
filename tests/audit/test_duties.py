"""What must be published: what is taken away is missed, and nothing where nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from generator.audit import duties, run, told
from generator.audit.document import Publication
from generator.audit.duties import LACKING, MET, UNSEEN, Duty
from generator.findings.finding import Place
from generator.grids import problems
from generator.grids.grid import FilePart, ForeignFile, Grid, Passage
from tests.audit.test_documents import published as published  # noqa: PLC0414 a fixture
from tests.audit.test_documents import read

ALWAYS = {"及时性": UNSEEN, "公开方式": UNSEEN, "空表说明": LACKING, "前后一致": LACKING}  # of the published document
Keep = Callable[[FilePart], bool]


def states(file: ForeignFile) -> dict[str, Duty]:
    document = read(file)
    return {one.what.name: one for one in duties.duties(document, run(document))}


def not_met(found: Mapping[str, Duty]) -> dict[str, str]:
    return {name: one.state for name, one in found.items() if one.state != MET and ALWAYS.get(name) != one.state}


def without(file: ForeignFile, gone: Keep) -> ForeignFile:
    return replace(file, parts=tuple(part for part in file.parts if not gone(part)))


def says(part: FilePart, words: str) -> bool:
    return isinstance(part, Passage) and words in part.text


def between(file: ForeignFile, first: str, last: str) -> ForeignFile:
    """Take away the lines from one that says the first words to one that says the last, that one excluded."""
    texts = [part.text.strip() if isinstance(part, Passage) else "" for part in file.parts]
    start = next(number for number, text in enumerate(texts) if text.endswith(first))
    end = next(number for number, text in enumerate(texts[start:], start) if text.endswith(last))
    return replace(file, parts=(*file.parts[:start], *file.parts[end:]))


def test_the_published_document_has_all_that_is_demanded(published: ForeignFile) -> None:
    assert not_met(states(published)) == {}
    assert states(published)["机关运行经费"].place == next(
        part.place for part in published.parts if says(part, "二、机关运行经费预算")
    )


@pytest.mark.parametrize(
    ("first", "last", "name", "law"),
    [
        (
            "二、机关运行经费预算",
            "三、政府采购预算情况",
            "机关运行经费",
            "《预算法》第十四条第二款要求：说明机关运行经费的安排。",
        ),
        ("名词解释", "部门预算编制说明", "名词解释", "《地方预决算公开操作规程》（财预〔2016〕143号）要求"),
        (
            "财政局机构设置",
            "名词解释",
            "机构设置",
            "《地方预决算公开操作规程》（财预〔2016〕143号）要求：说明机构设置。",
        ),
    ],
)
def test_a_section_that_is_taken_away_is_missed(
    published: ForeignFile, first: str, last: str, name: str, law: str
) -> None:
    file = between(published, first, last)
    assert not_met(states(file)) == {name: LACKING}
    (remark,) = [one for one in run(read(file)) if one.finding.code.startswith("A9")]
    assert (remark.certainty, remark.finding.code) == ("不合规定", "A902")
    assert remark.finding.message.startswith("全文没有标题")
    assert remark.finding.remedy.startswith(law)


def test_a_table_that_is_taken_away_is_missed(published: ForeignFile) -> None:
    def gone(part: FilePart) -> bool:
        return part.page == 17 and (isinstance(part, Grid) or "政府性基金" in part.text)

    file = without(published, gone)
    assert not_met(states(file)) == {"政府性基金预算支出情况表": LACKING}
    (remark,) = [one for one in run(read(file)) if one.finding.code.startswith("A9")]
    assert (remark.certainty, remark.finding.code) == ("不合规定", "A901")


def test_a_table_whose_title_stands_there_is_not_missed(published: ForeignFile) -> None:
    found = states(without(published, lambda part: part.page == 17 and isinstance(part, Grid)))
    assert not_met(found) == {"政府性基金预算支出情况表": UNSEEN}
    assert "第 17 页有题名" in found["政府性基金预算支出情况表"].why


def test_what_the_form_alone_demands_is_doubtful(published: ForeignFile) -> None:
    file = without(published, lambda part: part.page == 18)
    (remark,) = [one for one in run(read(file)) if one.finding.code.startswith("A9")]
    assert (remark.certainty, remark.finding.code) == ("可疑", "A905")


def test_nothing_is_missed_where_a_page_has_no_text(published: ForeignFile) -> None:
    file = between(published, "二、机关运行经费预算", "三、政府采购预算情况")
    file = without(file, lambda part: part.page == 17)
    scan = problems.SCANNED.at(Place("published.pdf", named="第 17 页"), "第 17 页是扫描图片，没有文字。")
    found = states(replace(file, findings=(scan,)))
    assert not_met(found) == {"机关运行经费": UNSEEN, "政府性基金预算支出情况表": UNSEEN}
    assert found["机关运行经费"].why == "第 17 页是扫描图片，没有文字"


def test_a_heading_with_other_words_is_looked_at_by_a_person(published: ForeignFile) -> None:
    def renamed(part: FilePart) -> FilePart:
        if isinstance(part, Passage) and says(part, "二、机关运行经费预算"):
            return replace(part, text="二、机关运行经费的安排和使用")
        return part

    found = states(replace(published, parts=tuple(map(renamed, published.parts))))
    assert not_met(found) == {"机关运行经费": UNSEEN}
    assert "没有标题“机关运行经费预算”，这里写到“机关运行经费”" in found["机关运行经费"].why


def test_a_part_of_a_publication_misses_nothing(published: ForeignFile) -> None:
    for gone in (Grid, Passage):
        assert (
            LACKING not in not_met(states(without(published, lambda part, gone=gone: isinstance(part, gone)))).values()
        )


def cut(file: ForeignFile, page: int, keep: Callable[[list[str]], bool]) -> ForeignFile:
    """Give a file with only some rows of the grids of a page."""

    def of(part: FilePart) -> FilePart:
        if not isinstance(part, Grid) or part.page != page:
            return part
        return replace(part, rows=tuple(row for row in part.rows if keep([cell.text for cell in row])))

    return replace(file, parts=tuple(map(of, file.parts)))


def test_spending_that_is_not_published_to_the_item_is_told(published: ForeignFile) -> None:
    file = published
    for page in (15, 16):
        file = cut(file, page, lambda texts: not (texts[2].isdigit() and texts[1].isdigit()))
    duty = states(file)["支出到项"]
    assert (duty.state, duty.source) == (LACKING, "《预算法实施条例》第六条")
    assert "A903" in {one.finding.code for one in run(read(file))}


def test_some_items_may_be_secret(published: ForeignFile) -> None:
    duty = states(
        cut(published, 16, lambda texts: texts[:3] != ["221", "02", "01"] and texts[:3] != ["221", "02", "03"])
    )["支出到项"]
    assert (duty.state, "涉密的可以不列" in duty.why) == (UNSEEN, True)


def test_the_parts_of_a_table_stand_in_cells_of_their_own(published: ForeignFile) -> None:
    file = cut(published, 21, lambda texts: "购置费" not in texts)
    duty = states(file)["三公各项"]
    assert (duty.state, "没有单独列出“购置”、“运行费”" in duty.why) == (LACKING, True)


@pytest.mark.parametrize(
    ("day", "state", "words"), [(12, MET, "第 20 天"), (13, LACKING, "第 21 天（应公开.yaml），超过 20 日")]
)
def test_what_is_published_too_late_is_told(published: ForeignFile, day: int, state: str, words: str) -> None:
    known = Publication(date(2025, 1, 23), date(2025, 2, day), "https://www.example.gov.cn/1", "应公开.yaml")
    document = replace(read(published), publication=known)
    found = {one.what.name: one for one in duties.duties(document, ())}
    assert (found["及时性"].state, found["公开方式"].state) == (state, MET)
    assert words in found["及时性"].why
    assert ("A904" in {one.finding.code for one in run(document)}) is (state == LACKING)


def test_the_inspection_sheet_has_each_problem_in_its_column(published: ForeignFile) -> None:
    book = load_workbook(BytesIO(told.as_workbook([told.audited("published.pdf", read(published))])))
    head, line = [[cell.value for cell in row] for row in book["检查表"].iter_rows()]
    row = dict(zip(head, line, strict=True))
    assert head[:9] == ["序号", "部门（单位）", "及时性", "公开方式", "封面", "目录", "职能", "机构", "名词解释"]
    assert [row[name] for name in ("部门（单位）", "及时性", "目录", "收支总体情况表")] == [
        "上海市普陀区财政局", "没有核对", "符合", "符合",
    ]  # fmt: skip
    assert {name for name, cell in row.items() if str(cell).startswith("不符合")} == {
        "编制说明", "国有资本经营预算支出情况表",
    }  # fmt: skip
    assert "887.36万元" in row["问题"]
    assert row["页"] == "7、8、18"
    duty = next(one for one in book["公开要求"].iter_rows(values_only=True) if one[3] == "机关运行经费")
    assert duty[5:] == ("符合", None, "第 22 页", "《预算法》第十四条第二款")


def test_a_report_says_what_holds_and_what_was_not_looked_at(published: ForeignFile) -> None:
    one = told.audited("published.pdf", read(published))
    text = "\n".join(told.lines(one, 10))
    assert "公开要求：符合 26 条，不符合 2 条（空表说明、前后一致），没有核对 2 条。" in text
    assert "及时性：没有核对（不知道批复和公开的日期" in text
    assert '"source": "《预算法》第十四条第二款"' in told.as_json([one])
    assert "没有核对 2 条" in told.as_page([one]).decode()
