"""PDF files: ruled tables as grids with their merged cells, and the text outside them as paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from generator.grids import problems
from generator.grids.grid import Grid
from generator.grids.reader import read, read_bytes
from tests.grids.files import only, pdf, texts, told

PUBLISHED = Path(__file__).parents[1] / "reference/shanghai-putuo-finance-2025"
AMOUNT = re.compile(r"\d[\d,]*\.\d\d(?!\d)")
HIGH = 842


def ruled(
    canvas: Canvas, rows: Sequence[Sequence[str]], left: float = 80, top: float = 100, pieces: bool = False
) -> None:
    """Draw a table of cells of 100 × 24 points, with lines or with one thin rectangle for each side of each cell."""
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            x, y = left + column * 100, top + number * 24
            canvas.drawString(x + 4, HIGH - y - 17, text)
            if pieces:
                for box in ((x, y, 99, 0.5), (x, y + 24, 99, 0.5), (x, y, 0.5, 23), (x + 100, y, 0.5, 23)):
                    canvas.rect(box[0], HIGH - box[1] - box[3], box[2], box[3], stroke=0, fill=1)
            else:
                canvas.rect(x, HIGH - y - 24, 100, 24)


def write(canvas: Canvas, lines: Sequence[str], left: float = 80, top: float = 100) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(left, HIGH - top - number * 20, line)


def lines(data: bytes) -> list[str]:
    return [line.text for line in read_bytes(data, "a.pdf").lines]


@pytest.mark.parametrize(("count", "read"), [(20, 0), (9, 1)])
def test_a_page_of_which_every_character_is_the_same_cannot_be_read(count: int, read: int) -> None:
    file = read_bytes(pdf(lambda canvas: write(canvas, ["口口口口口口口口口口口口 12.34"] * count)), "a.pdf")
    assert len(file.parts) == read
    assert [one.message for one in file.findings] == ["第 1 页的字体没有文字对照，读不出来。"] * (1 - read)


@pytest.mark.parametrize("pieces", [False, True])
def test_a_ruled_table_is_a_grid(pieces: bool) -> None:
    rows = [["科目", "金额"], ["201", "1,234.50"], ["", "7.00"]]
    grid = only(pdf(lambda canvas: ruled(canvas, rows, pieces=pieces)), "a.pdf")
    assert texts(grid) == rows
    assert grid.page == 1
    assert str(grid.rows[1][1].place) == "a.pdf 第 1 页表 1 第 2 行第 2 格"


def test_merged_cells_are_spread_and_the_outer_sides_need_not_be_drawn() -> None:
    def draw(canvas: Canvas) -> None:
        for x1, y1, x2, y2 in (
            (80, 100, 380, 100), (180, 124, 380, 124), (80, 148, 380, 148), (80, 172, 380, 172),
            (180, 100, 180, 172), (280, 124, 280, 172),
        ):  # fmt: skip
            canvas.line(x1, HIGH - y1, x2, HIGH - y2)
        for x, y, text in (
            (84, 128, "项目"),
            (200, 116, "本年预算"),
            (184, 140, "基本"),
            (284, 140, "其他"),
            (284, 164, "5.00"),
        ):
            canvas.drawString(x, HIGH - y, text)

    grid = only(pdf(draw), "a.pdf")
    assert texts(grid) == [["项目", "本年预算", "本年预算"], ["项目", "基本", "其他"], ["", "", "5.00"]]


def test_two_tables_beside_each_other_are_two() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [["甲", "1.00"]])
        ruled(canvas, [["乙", "2.00"]], left=320)

    assert [texts(grid) for grid in read_bytes(pdf(draw), "a.pdf").grids] == [[["甲", "1.00"]], [["乙", "2.00"]]]


def test_a_number_wider_than_its_cell_stays_whole() -> None:
    rows = [["31,214,205,555,800.80", "1.80"]]
    assert texts(only(pdf(lambda canvas: ruled(canvas, rows)), "a.pdf")) == rows


def test_two_texts_that_fill_their_cells_are_two() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [["收入", "支出"], ["", ""]])
        canvas.drawRightString(179, HIGH - 141, "318.00")
        canvas.drawString(181, HIGH - 141, "一、农林水支出")

    assert texts(only(pdf(draw), "a.pdf"))[1] == ["318.00", "一、农林水支出"]


def test_a_text_that_goes_over_into_the_next_cell_stays_whole() -> None:
    rows = [["三、三公经费和会议费培训费支出预算表", ""], ["1.00", "2.00"]]
    assert texts(only(pdf(lambda canvas: ruled(canvas, rows)), "a.pdf")) == rows


def test_an_amount_that_is_printed_twice_below_itself_is_two_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [["收入", "支出"], ["", ""]])
        for y in (134, 146):
            canvas.drawRightString(179, HIGH - y, "1,234,567,890.80")

    assert texts(only(pdf(draw), "a.pdf"))[1][0] == "1,234,567,890.80 1,234,567,890.80"


def test_a_box_around_a_text_is_no_table() -> None:
    data = pdf(lambda canvas: ruled(canvas, [["只有一栏"]]))
    assert list(read_bytes(data, "a.pdf").grids) == []
    assert lines(data) == ["只有一栏"]


def test_a_line_goes_on_where_the_one_before_had_no_room() -> None:
    full = "二〇二五年，本部门收入预算为三千一百二十一万元，其中财政拨款为三"
    data = pdf(
        lambda canvas: write(canvas, [full, "千万元。", "支出预算相同。", "一、收入", "按科目分列如下", "1.50万元。"])
    )
    assert lines(data) == [f"{full}千万元。", "支出预算相同。", "一、收入", "按科目分列如下1.50万元。"]


def test_a_paragraph_whose_lines_hang_goes_on() -> None:
    first, second = (
        "（二）公务用车购置费零万元，与上年预算一致，主要原因是本部门现在无",
        "公务用车；运行费零万元，持平。",
    )
    ended = "（二）公务用车购置费零万元，与上年预算一致，主要原因是没有这项支出。"

    def draw(canvas: Canvas, begin: str, left: float) -> None:
        for top in (60, 260):  # lines that show where the text ends
            write(canvas, ["一" * 36 + "。"] * 2, left=60, top=top)
        write(canvas, [begin], left=84)
        write(canvas, [second], left=left, top=120)

    assert f"{first}{second}" in lines(pdf(lambda canvas: draw(canvas, first, 90)))
    for begin, left in ((ended, 90), (first, 84), (first, 108)):  # it has ended; as far in as it; a paragraph's indent
        assert second in lines(pdf(lambda canvas, begin=begin, left=left: draw(canvas, begin, left)))
    assert second in lines(pdf(lambda canvas: draw(canvas, first[:20], 90)))  # there was room


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_are_dropped() -> None:
    full = "二〇二五年，本部门收入预算为三千一百二十一万元，其中财政拨款为三"

    def draw(canvas: Canvas) -> None:
        write(canvas, [full], top=700)
        write(canvas, ["- 1 -"], left=280, top=810)
        canvas.showPage()
        canvas.setFont("STSong-Light", 12)
        write(canvas, ["千万元。"])
        write(canvas, ["第 2 页 共 2 页"], left=280, top=810)

    assert lines(pdf(draw)) == [f"{full}千万元。"]


def test_lines_of_contents_stay_apart() -> None:
    shown = ["一、收支总表........................3", "二、收入总表........................4"]
    assert lines(pdf(lambda canvas: write(canvas, shown))) == shown


def test_a_name_and_a_unit_on_one_line_are_two() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(80, 700, "编制部门：某局")
        canvas.drawString(440, 700, "单位：元")

    assert lines(pdf(draw)) == ["编制部门：某局", "单位：元"]


def test_blanks_between_chinese_characters_go() -> None:
    assert lines(pdf(lambda canvas: write(canvas, ["增 长 5.2 %，共 3 家 A B"]))) == ["增长5.2%，共3家A B"]


def test_a_title_of_two_centred_lines_is_one() -> None:
    def draw(canvas: Canvas) -> None:
        for y, text in ((700, "二、某某专项资金安排情况"), (680, "（第二批）绩效目标表"), (660, "单位：万元")):
            (canvas.drawRightString if y == 660 else canvas.drawCentredString)(595 / 2 if y > 660 else 510, y, text)

    assert lines(pdf(draw)) == ["二、某某专项资金安排情况（第二批）绩效目标表", "单位：万元"]


def test_a_centred_title_may_fill_its_first_line() -> None:
    first, rest = "四、二零一八年度某省高级人民法院财政拨款收支预算总", "表"
    filled = "本部门收入预算为三千一百二十一万元，其中财政拨款为"

    def draw(canvas: Canvas, line: str, right: float) -> None:
        write(canvas, ["一" * 36 + "。"] * 3, left=80, top=60)
        canvas.setFont("STSong-Light", 18)
        canvas.drawRightString(right, 642, line)
        canvas.drawCentredString(296, 614, rest)

    assert f"{first}{rest}" in lines(pdf(lambda canvas: draw(canvas, first, 296 + len(first) * 9)))
    indented = lines(pdf(lambda canvas: draw(canvas, filled, 512)))  # the first line of a paragraph, and a title
    assert rest in indented
    assert filled in indented


def test_a_line_at_the_top_of_most_pages_is_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(4):
            canvas.setFont("STSong-Light", 12)
            write(canvas, ["某局二〇二五年部门预算"], top=40)
            write(canvas, [f"第{'一二三四'[page]}段。"])
            canvas.showPage()

    assert lines(pdf(draw)) == ["第一段。", "第二段。", "第三段。", "第四段。"]


def column(canvas: Canvas, rows: Sequence[Sequence[str]], top: float = 100) -> None:
    """Draw rows without lines: the first column from the left, the others to the right."""
    for number, row in enumerate(rows):
        y = HIGH - top - number * 20
        for index, text in enumerate(row):
            if index:
                canvas.drawRightString(200 + index * 100, y, text)
            else:
                canvas.drawString(80, y, text)


ROWS = [["科目", "合计", "基本支出"], ["行政运行", "1,234.50", "1,000.00"], ["培训", "7.00", ""], ["其他", "", "2.50"]]


def test_a_table_without_lines_is_known_by_its_columns() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, ["一、支出总表"], top=60)
        column(canvas, ROWS)
        write(canvas, ["注：以上为年初数。"], top=240)

    file = read_bytes(pdf(draw), "a.pdf")
    assert [texts(part) if isinstance(part, Grid) else part.text for part in file.parts] == [
        "一、支出总表",
        ROWS,
        "注：以上为年初数。",
    ]


def test_a_table_of_three_lines_is_known_too() -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, ROWS)
        for y in (84, 106, 170):
            canvas.line(78, HIGH - y, 420, HIGH - y)

    assert texts(only(pdf(draw), "a.pdf")) == ROWS


def test_text_with_amounts_and_contents_are_no_table() -> None:
    shown = ["收入预算3,121.42万元，", "支出预算3,121.42万元，", "结转3,121.42万元，", "合计6.00万元。"]
    contents = [
        f"{name}{' ' * 30}{page}" for name, page in (("一、甲", 1), ("二、乙", 2), ("三、丙", 3), ("四、丁", 4))
    ]
    for case in (shown, contents):
        assert list(read_bytes(pdf(lambda canvas, case=case: write(canvas, case)), "a.pdf").grids) == []  # type: ignore[misc]


@pytest.mark.parametrize("up", [True, False])
def test_a_page_whose_text_lies_on_its_side_is_turned(up: bool) -> None:
    rows = [["科目", "金额"], ["201", "1.00"]]

    def draw(canvas: Canvas) -> None:
        canvas.translate(*((HIGH - 100, 0) if up else (0, 595)))
        canvas.rotate(90 if up else -90)
        ruled(canvas, rows)

    assert texts(only(pdf(draw, (842, 842)), "a.pdf")) == rows


def test_what_cannot_be_seen_is_not_read() -> None:
    data = pdf(lambda canvas: write(canvas, ["看得见", "看不见"], top=830))
    assert lines(data) == ["看得见"]


def test_more_than_a_document_can_need_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(pdf(lambda canvas: write(canvas, ["一二三四五六七八九十"])))))
    for page in writer.pages:
        page.compress_content_streams()
    buffer = BytesIO()
    writer.write(buffer)
    for name, value in (("MAX_DRAWN", 9), ("MAX_PAGES", 0), ("MAX_UNPACKED", 50)):
        with monkeypatch.context() as changed:
            changed.setattr(problems, name, value)
            assert told(buffer.getvalue(), "a.pdf") == ["I105"], name


def test_a_damaged_page_is_told_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, ["第一页"])
        canvas.showPage()
        canvas.setFont("STSong-Light", 12)
        write(canvas, ["第二页"])

    whole = PDFPageInterpreter.process_page
    seen: list[PDFPage] = []

    def stumble(self: PDFPageInterpreter, page: PDFPage) -> None:
        seen.append(page)
        if len(seen) == 1:
            raise ValueError
        whole(self, page)

    monkeypatch.setattr(PDFPageInterpreter, "process_page", stumble)
    file = read_bytes(pdf(draw), "a.pdf")
    assert [(one.code, str(one.place)) for one in file.findings] == [("I122", "a.pdf 第 1 页")]
    assert [line.text for line in file.lines] == ["第二页"]


def test_a_scanned_page_is_told() -> None:

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (8, 8))), 0, 0, 595, 842)
        canvas.showPage()

    file = read_bytes(pdf(draw), "a.pdf")
    assert [(one.code, str(one.place)) for one in file.findings] == [("I121", "a.pdf 第 1 页")]
    assert told(pdf(lambda canvas: canvas.showPage()), "a.pdf") == []


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_is_turned_for_reading_is_read_as_it_is_seen(angle: int, tmp_path: Path) -> None:
    rows = [["科目", "金额"], ["201", "1.00"]]

    def draw(canvas: Canvas) -> None:
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[angle])
        canvas.rotate(angle)
        canvas.translate(0, 595 - 842 if angle != 180 else 0)
        ruled(canvas, rows)

    writer = PdfWriter()
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(draw))
    writer.append(PdfReader(path))
    writer.pages[0].rotate(angle)
    writer.write(path)
    (grid,) = read(path).grids
    assert texts(grid) == rows


def test_a_password_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(lambda canvas: write(canvas, ["x"])))
    writer = PdfWriter()
    writer.append(PdfReader(path))
    writer.encrypt("geheim")
    writer.write(path)
    assert [one.code for one in read(path).findings] == ["I103"]


def test_the_published_document_has_every_amount_once() -> None:
    """Its text was extracted with another program (pdftotext)."""
    file = read(PUBLISHED / "published.pdf")
    assert file.findings == ()
    found = Counter(AMOUNT.findall(" ".join(line.text for line in file.lines)))
    for grid in file.grids:
        found.update(AMOUNT.findall(" ".join({id(cell): cell.text for row in grid.rows for cell in row}.values())))
    assert found == Counter(AMOUNT.findall((PUBLISHED / "published.txt").read_text("utf-8")))


def test_the_tables_of_the_published_document_are_whole() -> None:
    grids = list(read(PUBLISHED / "published.pdf").grids)
    assert [(grid.page, len(grid.rows), grid.width) for grid in grids[:3]] == [(9, 16, 4), (10, 15, 9), (11, 11, 9)]
    heads = texts(grids[1])[:3]
    assert heads[0][:5] == ["项目", "项目", "项目", "项目", "收入预算"]
    assert heads[2][:6] == ["类", "款", "项", "功能分类科目名称", "合计", "财政拨款收入"]
    assert isinstance(grids[1], Grid)


def test_a_page_is_blank_where_nothing_but_its_number_is_drawn_and_says_its_number() -> None:
    image = BytesIO()
    Image.new("RGB", (20, 20), "grey").save(image, "PNG")

    def draw(canvas: Canvas) -> None:
        canvas.showPage()  # nothing
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(290, 40, "— 12 —")
        canvas.showPage()
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(80, 400, "字。")
        canvas.drawString(290, 40, "第 3 页 共 20 页")
        canvas.showPage()
        canvas.rect(80, 80, 100, 100)
        canvas.showPage()
        canvas.drawImage(ImageReader(BytesIO(image.getvalue())), 80, 80, 100, 100)
        canvas.showPage()
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(80, 400, "  ")

    pages = read_bytes(pdf(draw), "a.pdf").pages
    assert [page.is_blank for page in pages.values()] == [True, True, False, False, False, True]
    assert [page.printed for page in pages.values()] == [0, 12, 3, 0, 0, 0]
