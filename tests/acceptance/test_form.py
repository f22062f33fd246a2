"""The form of the tables and pages, in the finished Word and PDF files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.acceptance import pdf_reader, published
from tests.acceptance.command import ROOT
from tests.acceptance.conftest import Case
from tests.acceptance.docx_reader import word_tables
from tests.acceptance.finished import Cell, Finished, Paragraph, Table, folded
from tests.acceptance.words import NINE

KINDS = pytest.mark.parametrize("kind", ["docx", "pdf"])
CASES = pytest.mark.parametrize("name", ["sample", "synthetic"])
LINE = "350科技和工信部门预算年度：2025单位：万元"
AMOUNT = re.compile(r"-?\d+\.\d\d")
ENTRY = re.compile(r"(.+?)\s*\.{3,}\s*(\d+)")

# Each heading as (words, rows, columns).
HEADS = {
    "部门预算收支总表": [
        [("序号", 2, 1), ("收入", 1, 2), ("支出", 1, 2)],
        [("项目", 1, 1), ("预算数", 1, 1)] * 2,
    ],
    "部门预算收入总表": [
        [("序号", 2, 1), ("功能分类科目", 1, 2), ("合计", 2, 1), ("本年收入", 1, 8), ("上年结转", 2, 1)],
        [
            (word, 1, 1)
            for word in (
                "科目编码", "科目名称", "小计", "财政拨款收入", "财政专户收入", "事业收入", "经营收入",
                "上级补助收入", "附属单位上缴收入", "其他收入",
            )
        ],
    ],
    "部门预算财政拨款“三公”经费支出表": [
        [("序号", 2, 1), ("项目", 2, 1), ("资金性质", 1, 4)],
        [(word, 1, 1) for word in ("合计", "一般公共预算财政拨款", "政府性基金预算拨款", "国有资本经营预算财政拨款")],
    ],
    "部门政府采购预算": [
        [
            ("政府采购项目来源", 1, 2), ("采购物品名称", 2, 1), ("政府采购目录序号", 2, 1), ("计量单位", 2, 1),
            ("数量", 2, 1), ("单价", 2, 1), ("政府采购金额（当年部门预算安排资金）", 1, 7),
            ("2025年预留中小微企业份额", 2, 1),
        ],
        [
            (word, 1, 1)
            for word in (
                "项目名称", "预算资金", "合计", "一般公共预算拨款", "基金预算拨款", "国有资本经营预算拨款",
                "财政专户核拨", "单位资金", "上年结转结余",
            )
        ],
    ],
}  # fmt: skip


def begun(grid: tuple[tuple[Cell, ...], ...]) -> list[list[tuple[str, int, int]]]:
    """The cells of a grid where they begin."""
    seen: set[int] = set()
    rows = []
    for row in grid:
        fresh = [cell for cell in dict.fromkeys(row) if id(cell) not in seen]
        seen |= {id(cell) for cell in fresh}
        rows.append([(cell.words, cell.rowspan, cell.colspan) for cell in fresh])
    return rows


@KINDS
@pytest.mark.parametrize("title", HEADS)
def test_headings_are_nested_with_spans(sample: Case, kind: str, title: str) -> None:
    rows = begun(sample.read(kind).table(title).head)
    assert rows[: len(HEADS[title])] == HEADS[title]
    assert len(rows) == len(HEADS[title]) + (title in NINE)  # the 栏次 row


@KINDS
@pytest.mark.parametrize("title", NINE)
def test_the_nine_tables_have_line_and_column_numbers(sample: Case, kind: str, title: str) -> None:
    table = sample.read(kind).table(title)
    assert table.line == LINE
    assert table.column_numbers == ["栏次", *(str(number) for number in range(1, len(table.columns)))]


@pytest.mark.parametrize("title", NINE)
def test_pdf_repeats_line_headings_and_column_numbers_on_every_page(sample: Case, title: str) -> None:
    table = sample.pdf.table(title)
    for part in table.parts:
        assert part.line == LINE
        assert [[cell.words for cell in row] for row in part.head] == [
            [cell.words for cell in row] for row in table.head
        ]


def test_the_sample_has_tables_over_several_pages(sample: Case) -> None:
    """Otherwise the tests of what is repeated would prove nothing."""
    assert sum(len(sample.pdf.table(title).parts) > 1 for title in NINE) >= 5


def test_word_marks_line_and_headings_as_repeated_and_keeps_rows_whole(sample: Case) -> None:
    tables = word_tables(sample.word_file)
    assert [sum(table.header) for table in tables[:9]] == [4] * 9  # the line, two rows of headings, 栏次
    assert all(all(table.whole) for table in tables)


def test_serial_numbers_run_on_over_pages(sample: Case) -> None:
    for title in NINE:
        numbers = [row[0].words for part in sample.pdf.table(title).parts for row in part.body]
        assert numbers == [str(number + 1) for number in range(len(numbers))]


@KINDS
@CASES
def test_first_level_indicators_are_merged_over_their_rows(case: Callable[[str], Case], name: str, kind: str) -> None:
    lists = [t for t in tables(case(name).read(kind)) if t.head and t.columns[0] == "一级指标"]
    assert len(lists) >= 2
    for table in lists:
        for above, below in pairwise(table.body):
            if above[0].words == below[0].words and above[0].page == below[0].page:
                assert above[0] is below[0]


def tables(finished: Finished) -> list[Table]:
    return [item for item in finished.flow if isinstance(item, Table)]


@CASES
def test_amounts_are_right_aligned_in_word(case: Callable[[str], Case], name: str) -> None:
    for table in tables(case(name).docx):
        if table.head:
            for column in range(len(table.columns)):
                cells = [row[column] for row in table.body if AMOUNT.fullmatch(row[column].words)]
                assert {cell.align for cell in cells} <= {"right", "end"}, f"{table.title} {table.columns[column]}"


@CASES
def test_amounts_in_a_column_end_at_the_same_place_in_pdf(case: Callable[[str], Case], name: str) -> None:
    checked = 0
    for table in tables(case(name).pdf):
        for part in table.parts:
            for column in range(len(part.body[0]) if part.body and table.head else 0):
                cells = [row[column] for row in part.body if AMOUNT.fullmatch(row[column].words)]
                edges = [cell.ink[2] for cell in cells if cell.ink]
                checked += len(edges)
                assert not edges or max(edges) - min(edges) < 0.6, f"{table.title} {table.columns[column]}"
                assert all(0 < cell.box[2] - cell.ink[2] < 8 for cell in cells if cell.box and cell.ink)
    assert checked > 150


@KINDS
@pytest.mark.parametrize("title", NINE)
def test_nothing_is_shown_as_blank(sample: Case, kind: str, title: str) -> None:
    assert not {cell for row in sample.read(kind).table(title).rows for cell in row} & {"0", "0.00", "-", "—", "/"}


EMPTY = {
    "部门预算政府性基金预算财政拨款支出表": ["注：无政府性基金预算财政拨款预算，空表列示。"],
    "部门政府采购预算": [
        "注：同一采购目录序号的物品，其单价会因配置规格不同而变动，均符合资产配置标准。涉密采购事项按照相关规定执行。",
        "注：无政府采购预算，空表列示。",
    ],
    "部门固定资产占用情况表": ["注：无固定资产占用情况，空表列示。"],
}


@KINDS
@pytest.mark.parametrize("title", EMPTY)
def test_an_empty_table_keeps_its_heading_and_has_its_notices(sample: Case, kind: str, title: str) -> None:
    table = sample.read(kind).table(title)
    assert table.body == ()
    assert len(table.head) >= 1
    assert table.notes == EMPTY[title]


def test_each_project_begins_on_a_new_page_in_pdf(sample: Case) -> None:
    starts = []
    for number, project in enumerate(published.projects()):
        title = published.project_title(project)
        form = sample.pdf.table(title)
        page = sample.pages[form.parts[0].page]
        before = folded("".join(item.text for item in page.items[:4] if isinstance(item, pdf_reader.Line)))
        assert before.startswith(title if number else f"七、部门项目预算安排情况及绩效目标{title}"), title
        starts.append(form.parts[0].page)
    assert len(set(starts)) == len(starts)


def test_each_project_begins_on_a_new_page_in_word(sample: Case) -> None:
    titles = {published.project_title(project) for project in published.projects()}
    flow = sample.docx.flow
    found = [number for number, item in enumerate(flow) if isinstance(item, Paragraph) and folded(item.text) in titles]
    found = [number for number in found if flow[number].style == "表标题"]  # type: ignore[union-attr]
    assert len(found) == len(titles)
    assert isinstance(flow[found[0] - 1], Paragraph)
    assert flow[found[0] - 1].page_break  # type: ignore[union-attr]  # the heading 七、 before the first
    assert all(flow[number].page_break for number in found[1:])  # type: ignore[union-attr]


def test_the_cover_has_title_and_department_and_no_number(sample: Case) -> None:
    cover = sample.pages[0]
    words = folded("".join(item.text for item in cover.items if isinstance(item, pdf_reader.Line)))
    assert words.startswith("科技和工信部门2025年部门预算信息公开")
    assert cover.number == ""


def test_page_numbers_run_on_to_the_end(sample: Case) -> None:
    numbers = [page.number for page in sample.pages]
    front = numbers.index("1")
    assert set(numbers[:front]) <= {""}
    assert numbers[front:] == [str(number + 1) for number in range(len(numbers) - front)]


def contents(pages: list[pdf_reader.Page]) -> Iterator[tuple[str, str]]:
    """The entries of the contents: heading and page number."""
    lines = [
        item.text
        for page in pages[1 : [page.number for page in pages].index("1")]
        for item in page.items
        if isinstance(item, pdf_reader.Line)
    ]
    pending = ""
    for line in lines[lines.index("目录") + 1 if "目录" in lines else 1 :]:
        pending += line
        if match := ENTRY.fullmatch(pending.strip()):
            yield folded(match[1]), match[2]
            pending = ""
    assert not pending, pending


def misplaced(entries: list[tuple[str, str]], pages: list[pdf_reader.Page]) -> list[tuple[str, str]]:
    """The entries of the contents whose heading does not stand on the page that they name."""
    texts = {page.number: page_text(page) for page in pages if page.number}
    return [(title, number) for title, number in entries if title not in texts.get(number, "")]


def page_text(page: pdf_reader.Page) -> str:
    return folded("".join(item.text for item in page.items if isinstance(item, pdf_reader.Line)))


HEADINGS = [
    "部门预算公开表",
    *NINE,
    "一、部门职责及机构设置情况",
    "七、部门项目预算安排情况及绩效目标",
    "十一、其他需要说明的事项",
]


def test_contents_of_the_pdf_name_the_pages_where_the_headings_stand(sample: Case) -> None:
    entries = list(contents(sample.pages))
    titles = [title for title, _ in entries]
    assert [title for title in titles if title in HEADINGS] == HEADINGS
    assert len([title for title in titles if title.endswith("绩效目标表")]) == 14
    assert misplaced(entries, sample.pages) == []


def test_contents_that_name_a_wrong_page_are_found(sample: Case) -> None:
    assert misplaced([("部门预算支出总表", "1")], sample.pages) == [("部门预算支出总表", "1")]


def test_word_and_pdf_have_the_same_contents(sample: Case) -> None:
    lines = [item.text for item in sample.docx.flow if isinstance(item, Paragraph) and item.style.startswith("toc ")]
    in_word = [(folded(text), number) for text, number in (line.rsplit("\t", 1) for line in lines)]
    assert in_word == list(contents(sample.pages))


@pytest.fixture(scope="module")
def converted(sample: Case, tmp_path_factory: pytest.TempPathFactory) -> list[pdf_reader.Page]:
    """The pages of the Word file as LibreOffice lays them out, with the fonts of the PDF under the names of Word's."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("没有 LibreOffice（soffice）：不能排出 Word 文件的版面；CI 上有")
    folder = tmp_path_factory.mktemp("soffice")
    fonts = subprocess.run(
        [sys.executable, ROOT / "tools" / "fontconfig.py", folder], capture_output=True, text=True, check=True
    )
    done = subprocess.run(
        [
            soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
            "--outdir", str(folder), str(sample.word_file),
        ],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "FONTCONFIG_FILE": fonts.stdout.strip()},
    )  # fmt: skip
    made = list(folder.glob("*.pdf"))
    assert made, done.stderr
    return pdf_reader.pages(Path(made[0]))


def test_contents_of_the_word_file_name_the_pages_where_the_headings_stand(
    sample: Case, converted: list[pdf_reader.Page]
) -> None:
    assert misplaced(list(contents(sample.pages)), converted) == []


def test_tables_of_the_word_file_repeat_their_headings_when_laid_out(
    sample: Case, converted: list[pdf_reader.Page]
) -> None:
    finished = pdf_reader.read(converted)
    for title in NINE:
        table = finished.table(title)
        assert table.rows == sample.docx.table(title).rows
        assert {part.line for part in table.parts} == {LINE}


@CASES
def test_text_stays_inside_its_cell_and_page(case: Callable[[str], Case], name: str) -> None:
    made = case(name)
    for table in tables(made.pdf):
        for part in table.parts:
            for cell in {cell for row in (*part.head, *part.body) for cell in row}:
                if cell.ink and cell.box:
                    assert cell.box[0] < cell.ink[0], f"{table.title}: {cell.words} sticks out"
                    assert cell.ink[2] < cell.box[2] + 0.1, f"{table.title}: {cell.words} sticks out"
                    assert cell.box[1] - 1 < cell.ink[1], f"{table.title}: {cell.words} sticks out"
                    assert cell.ink[3] < cell.box[3] + 1, f"{table.title}: {cell.words} sticks out"
    for number, page in enumerate(made.pages, start=1):
        for text, x0, top, x1, bottom in page.characters:
            inside = min(x0, page.width - x1, top, page.height - bottom) > 20
            assert inside or not text.strip(), f"page {number}: {text}"


@CASES
def test_no_two_characters_are_drawn_over_each_other(case: Callable[[str], Case], name: str) -> None:
    for number, page in enumerate(case(name).pages, start=1):
        lines: dict[int, list[tuple[float, float, str]]] = {}
        for text, x0, _, x1, bottom in page.characters:
            if text.strip():
                lines.setdefault(round(bottom), []).append((x0, x1, text))
        for line in lines.values():
            for (_, end, first), (start, _, second) in pairwise(sorted(line)):
                assert start > end - 2.5, f"page {number}: {first} and {second} overlap"


@CASES
def test_no_page_ends_with_a_heading_or_holds_only_the_last_line_of_a_table(
    case: Callable[[str], Case], name: str
) -> None:
    made = case(name)
    titles = {title for title, _ in contents(made.pages)}
    for number, page in enumerate(made.pages, start=1):
        last = page.items[-1]
        if page.number and isinstance(last, pdf_reader.Line) and len(page.items) > 3:
            assert folded(last.text) not in titles, f"page {number} ends with a heading"
    for table in tables(made.pdf):
        assert len(table.parts) == 1 or len(table.parts[-1].body) > 1, f"{table.title}: one line alone"
