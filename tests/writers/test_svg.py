"""Drawing operations as SVG: what is printed, where it is printed, and nothing that a browser would run."""

from __future__ import annotations

from lxml import etree

from generator.typeset import faces
from generator.typeset.pages import ARTIFACT, DrawnText, Link, Operation, Stroke
from generator.writers.svg.drawing import places, svg
from tests.writer_samples import WEIRD, real

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*operations: Operation) -> etree._Element:
    return etree.fromstring(svg(200, 100, operations, faces.load()))


def of(text: str, **more: object) -> DrawnText:
    return DrawnText(10, 20, "宋体", 10, text, 0, **more)  # type: ignore[arg-type]


def test_every_character_stands_where_it_is_printed() -> None:
    (text,) = drawn(of("共5元", spacing=1, gaps=((1, 2.0),)))
    assert text.tag == f"{SVG}text"
    assert text.get("x") == "10 23 29"  # an em and the spacing, the gap before the digit, half an em
    assert (text.get("y"), text.get("font-size"), text.get("font-family")) == ("20", "10", "印刷宋体")


def test_a_colour_is_said_unless_it_is_black() -> None:
    black, red = drawn(of("一"), of("二", color="c00000"))
    assert (black.get("fill"), red.get("fill")) == (None, "#c00000")


def test_rules_of_one_width_are_one_path_and_links_draw_nothing() -> None:
    link = Link(0, 0, 10, 10, "a", 0)
    (path,) = drawn(Stroke(1, 2, 3, 2, 0.5), link, Stroke(1, 2, 1, 9, 0.5))
    assert (path.get("d"), path.get("stroke-width")) == ("M1 2L3 2M1 2L1 9", "0.5")


def test_a_character_of_two_units_stands_alone() -> None:
    texts = drawn(of("一𠀀二三"))
    assert [(one.text, one.get("x")) for one in texts] == [("一", "10"), ("𠀀", "20"), ("二三", "30 40")]


def test_any_text_is_only_text() -> None:
    root = drawn(of(WEIRD))
    assert {one.tag for one in root.iter()} == {f"{SVG}svg", f"{SVG}text"}
    assert "".join(root.itertext()) == "".join(c for c in WEIRD if c >= " ")
    assert len((root[0].get("x") or "").split()) == len(root[0].text or "")


def test_texts_of_which_the_same_is_said_are_one_group_that_no_text_can_leave() -> None:
    said = svg(
        200, 100, (of("甲"), of("乙"), of("丙")), faces.load(),
        group=lambda number, text: {"data-mark": '"><script>'} if number < 2 else {},
    )  # fmt: skip
    group, alone = etree.fromstring(said)
    assert (group.get("data-mark"), [one.text for one in group]) == ('"><script>', ["甲", "乙"])
    assert (alone.tag, alone.text) == (f"{SVG}text", "丙")


def test_a_page_says_all_of_its_words_within_its_box() -> None:
    page = real().pages.pages[4]
    texts = [one for one in page.operations if isinstance(one, DrawnText)]
    root = etree.fromstring(svg(page.width, page.height, page.operations, real().faces))
    assert "".join(root.itertext()) == "".join(one.text for one in texts)
    assert all(0 < x < page.width for one in texts for x in places(one, real().faces))
    assert any(one.node == ARTIFACT for one in texts)
