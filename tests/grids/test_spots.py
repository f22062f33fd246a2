"""Where on a page something stands: cells, paragraphs, some characters; pages that are set upright for reading."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pytest
from reportlab.pdfgen.canvas import Canvas

from generator.grids.grid import PageTurn
from generator.grids.reader import read_bytes
from generator.grids.spots import PageSpot, PageSpots
from tests.grids.files import pdf, workbook
from tests.grids.test_pdf import HIGH, ruled, write

TEXT = ("基本支出预算安排的数是以前年度的那个数字，今年的数是", "123.45 万元，比上年多了。")


def words_at(data: bytes, spot: PageSpot) -> str:
    """Read what stands in a box, with a reader that knows nothing of ours."""
    with pdfplumber.open(BytesIO(data)) as document:
        left, top, right, bottom = spot.box
        page = document.pages[spot.page - 1]
        inside = page.within_bbox((left - 1, top - 1, right + 1, bottom + 1))
        return "".join(one["text"] for one in inside.chars).replace(" ", "")


def test_a_paragraph_has_a_box_for_each_line_and_its_characters_have_theirs() -> None:
    data = pdf(lambda canvas: write(canvas, TEXT))
    file = read_bytes(data, "a.pdf")
    (passage,) = file.lines
    spots = PageSpots(file)
    assert [words_at(data, one) for one in spots.of(passage.place)] == [one.replace(" ", "") for one in TEXT]
    start = passage.text.index("123.45")
    figure = passage.place._replace(column=start + 1, length=len("123.45万元"))
    assert [words_at(data, one) for one in spots.of(figure)] == ["123.45万元"]
    over = passage.place._replace(column=start, length=5)
    assert [words_at(data, one) for one in spots.of(over)] == ["是", "123."]


def test_characters_on_the_next_page_are_there() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, ["甲" * 31] * 4, top=740)
        canvas.showPage()
        canvas.setFont("STSong-Light", 12)
        write(canvas, ["末句是第二页的。"], top=100)

    file = read_bytes(pdf(draw), "a.pdf")
    (passage,) = file.lines
    spots = PageSpots(file)
    assert spots.page(passage.place) == 1
    assert spots.page(passage.place._replace(column=passage.text.index("第") + 1, length=3)) == 2
    assert {one.page for one in spots.of(passage.place)} == {1, 2}


def test_a_cell_and_a_table_have_their_boxes() -> None:
    rows = [["科目", "金额"], ["201", "1,234.50"]]
    data = pdf(lambda canvas: ruled(canvas, rows))
    file = read_bytes(data, "a.pdf")
    (grid,) = file.grids
    spots = PageSpots(file)
    (cell,) = spots.of(grid.rows[1][1].place)
    assert cell == PageSpot(1, pytest.approx((180, 124, 280, 148)), is_cell=True)
    (whole,) = spots.of(grid.place)
    assert whole.box == pytest.approx((80, 100, 280, 148))


@pytest.mark.parametrize("up", [True, False])
def test_boxes_of_a_page_on_its_side_are_those_of_the_page_as_it_is_shown(up: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*((595, 0) if up else (0, HIGH)))
        canvas.rotate(90 if up else -90)
        canvas.drawString(100, 300, "这一行字是倒着印的。")
        canvas.drawString(100, 500, "另一行。")

    data = pdf(draw)
    file = read_bytes(data, "a.pdf")
    spots = PageSpots(file)
    assert file.pages[1].turn == PageTurn(up, 595, HIGH)
    said = {line.text: spots.of(line.place) for line in file.lines}
    assert {text: sorted(words_at(data, only)) for text, (only,) in said.items()} == {one: sorted(one) for one in said}
    assert len(said) == 2
    for (only,) in said.values():  # as high as it was long
        assert only.box[3] - only.box[1] > only.box[2] - only.box[0]


@pytest.mark.parametrize("up", [True, False])
def test_a_turn_is_turned_back(up: bool) -> None:
    turn, box = PageTurn(up, 595, 842), (10.0, 20.0, 40.0, 90.0)
    assert turn.lying(turn.upright(box)) == box
    assert turn.upright(box) != box


def test_a_file_without_pages_has_no_boxes() -> None:
    file = read_bytes(workbook(lambda book: book.active.append(["数"])), "a.xlsx")
    (grid,) = file.grids
    assert PageSpots(file).of(grid.rows[0][0].place) == ()
    assert PageSpots(file).page(grid.place) == 0
