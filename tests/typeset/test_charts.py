"""Drawn charts: lengths in proportion from zero, every name and figure there, nothing outside, legible in grey."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from generator.document.blocks import MORE, Chart
from generator.typeset import faces
from generator.typeset.charts import FILLS, INK, RADIUS, draw
from generator.typeset.layout import lay_out
from generator.typeset.measure import Fonts
from generator.typeset.pages import Area, Drawing, DrawnText, Stroke
from generator.typeset.text import Setter
from tests.chart_samples import BELOW_ZERO, EVERY, PIE, STACK, TWO_YEARS, chart, document
from tests.writer_samples import real

WIDTH = 440.0


@cache
def setter() -> Setter:
    return Setter(real().template.sheet, Fonts(faces.load()))


def drawn(one: Chart, most: float = 600.0) -> Drawing:
    return draw(one, setter(), WIDTH, most)


def boxes(drawing: Drawing, *, swatches: bool = False) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of the rectangles."""
    found = []
    for area in (part for part in drawing.parts if isinstance(part, Area)):
        xs, ys = [step[-2] for step in area.path], [step[-1] for step in area.path]
        if swatches or max(ys) - min(ys) > 9 or max(xs) - min(xs) > 9:
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def texts(drawing: Drawing) -> list[str]:
    return [part.text for part in drawing.parts if isinstance(part, DrawnText)]


def test_bars_are_as_long_as_their_amounts() -> None:
    drawing = drawn(chart("条形图", ("甲", ("10.00",)), ("乙", ("25.00",)), ("丙", ("0.01",))))
    first, second, least = (right - left for left, _, right, _ in boxes(drawing))
    assert second / first == pytest.approx(2.5)
    assert least / first == pytest.approx(0.001)


def test_bars_begin_at_zero_and_negative_ones_go_the_other_way() -> None:
    drawing = drawn(BELOW_ZERO)
    (axis,) = (part for part in drawing.parts if isinstance(part, Stroke))
    (left, _, zero, _), (begin, _, end, _) = boxes(drawing)
    assert axis.x1 == pytest.approx(zero) == pytest.approx(begin)
    assert (end - begin) / (zero - left) == pytest.approx(2)


def test_an_unknown_amount_has_no_bar_and_a_sign() -> None:
    drawing = drawn(TWO_YEARS)
    assert len(boxes(drawing)) == 3
    assert "—" in texts(drawing)


def test_the_parts_of_a_pie_turn_as_far_as_their_amounts() -> None:
    drawing = drawn(PIE)
    areas = [part for part in drawing.parts if isinstance(part, Area)]
    starts = [area.path[1] for area in areas]
    centre = areas[0].path[0]
    assert starts[0] == pytest.approx((centre[0], centre[1] - RADIUS))  # the top
    assert starts[1] == pytest.approx((centre[0] - RADIUS, centre[1]))  # three quarters on
    assert areas[-1].path[-1][-2:] == pytest.approx(starts[0])
    for before, after in pairwise(areas):
        assert before.path[-1][-2:] == pytest.approx(after.path[1])


def test_stacked_bars_follow_one_another() -> None:
    first, second, *_ = boxes(drawn(STACK))
    assert first[2] == pytest.approx(second[0])
    assert (second[2] - second[0]) / (first[2] - first[0]) == pytest.approx(3)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.kind)
def test_every_name_and_figure_is_there(one: Chart) -> None:
    said = "".join(texts(drawn(one)))
    for row in one.table.body:
        for cell in row.cells:
            assert cell.text in said


@pytest.mark.parametrize(
    "one",
    [
        *EVERY,
        chart("条形图", *((f"名称很长很长的第{number}个项目" * 6, (f"{10**number}.00",)) for number in range(9))),
        chart("饼图", *((f"名称很长很长的第{number}个部分" * 6, ("1.00",)) for number in range(6))),
        chart("饼图", ("几乎全部", ("99999999.00",)), *((f"极小{n}", ("0.01",)) for n in range(5))),
        chart("条形图", ("小", ("0.01",)), ("大", ("123456789.12",))),
        chart("条形图", ("全是负的", ("-1.00",)), ("更负", ("-200.00",))),
    ],
    ids=lambda one: f"{one.kind}{len(one.table.body)}",
)
def test_nothing_stands_outside_the_drawing_or_on_another_text(one: Chart) -> None:
    drawing = drawn(one)
    set_ = faces.load()
    places = []
    for part in (part for part in drawing.parts if isinstance(part, DrawnText)):
        right = part.x + set_.width(part.face, part.text) * part.size
        places.append((part.x, part.y - 0.7 * part.size, right, part.y))
    for left, top, right, bottom in (*places, *boxes(drawing, swatches=True)):
        assert left > -0.6
        assert right < drawing.width + 0.6
        assert top > -1
        assert bottom < drawing.height + 1
    for at, (left, top, right, bottom) in enumerate(places):
        for other in places[at + 1 :]:
            assert right <= other[0] + 0.6 or other[2] <= left + 0.6 or bottom <= other[1] or other[3] <= top


def test_long_names_have_fewer_lines_where_the_page_is_short() -> None:
    many = chart("条形图", *(("很长的名称" * 20, ("1.00",)) for _ in range(20)))
    assert drawn(many).height > 500
    short = drawn(many, 420.0)
    assert short.height <= 420
    assert all(one.endswith(MORE) for one in texts(short) if one.startswith("很长"))


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_neighbours_differ_in_grey_and_every_outline_is_seen_on_white() -> None:
    assert contrast(INK, "FFFFFF") > 3
    assert all(contrast(one, other) > 1.5 for one, other in pairwise(FILLS))


def test_a_chart_is_a_figure_with_words_and_every_figure_knows_its_cell() -> None:
    pages = lay_out(document(TWO_YEARS), real().template.sheet, faces.load())
    (at,) = (number for number, node in enumerate(pages.nodes) if node.kind == "Figure")
    node = pages.nodes[at]
    assert node.alternative == TWO_YEARS.alternative
    operations = pages.pages[0].operations
    left, top, right, bottom = node.box
    inside = [one for one in operations if isinstance(one, Area)]
    assert all(one.node == at for one in inside)
    assert all(left <= step[-2] <= right and top <= step[-1] <= bottom for one in inside for step in one.path)
    said = {
        one.text: pages.nodes[one.node].source
        for one in operations
        if isinstance(one, DrawnText) and pages.nodes[one.node].parent == at
    }
    assert said["307.09"] == TWO_YEARS.table.body[0].cells[2]


def test_a_chart_goes_to_the_next_page_whole_with_its_title() -> None:
    many = [chart("条形图", *((f"行{number}", ("1.00",)) for number in range(12))) for _ in range(4)]
    pages = lay_out(document(*many), real().template.sheet, faces.load())
    assert len(pages.pages) > 1
    for number, page in enumerate(pages.pages):
        titles = [one for one in page.operations if isinstance(one, DrawnText) and one.text == "图的标题"]
        axes = [one for one in page.operations if isinstance(one, Stroke)]
        assert len(titles) == len(axes), number
