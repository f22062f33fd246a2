from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from generator.document.blocks import (
    PAGE_NUMBER,
    Cell,
    Column,
    Contents,
    Document,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Running,
    Section,
    Table,
)
from generator.typeset.layout import lay_out
from generator.typeset.pages import ARTIFACT, DrawnText, Element, Link, Pages, Stroke
from tests.layout_review import review
from tests.layout_samples import MISSING, StubFaces, heading, laid, of, row, sheet, style, table, texts, words

RUNNING = Running(
    footer=(words(f"— {PAGE_NUMBER} —", "footer"),), even_footer=(words(f"— {PAGE_NUMBER} —", "偶数页页脚"),)
)
LINES = 15  # of 20 points on a page of the samples


def filled(count: int) -> Paragraph:
    """A paragraph that takes a number of lines: 20 characters each, 2 of indentation."""
    return words("一" * (20 * count - 2))


def kinds(pages: Pages) -> list[str]:
    return [node.kind for node in pages.nodes]


def page_of(pages: Pages, text: str) -> int:
    return next(number for number in range(len(pages.pages)) if text in "".join(texts(pages, number)))


def content(pages: Pages) -> str:
    return "".join("".join(texts(pages, number)) for number in range(len(pages.pages)))


def baselines(pages: Pages, page: int) -> list[float]:
    return [op.y for op in pages.pages[page].operations if isinstance(op, DrawnText) and op.node != ARTIFACT]


# paragraphs


def test_a_long_paragraph_goes_on_without_a_single_line() -> None:
    pages = laid(filled(LINES - 1), filled(4))
    assert len(texts(pages, 0)) == LINES - 1  # one line would stand alone at the foot
    pages = laid(filled(LINES - 3), filled(4))
    assert [len(texts(pages, 0)), len(texts(pages, 1))] == [LINES - 1, 2]  # two lines, not one, at the top


def test_a_paragraph_that_libreoffice_sets_in_more_lines_is_noted() -> None:
    tight = sheet(正文=style("Normal", align="justify", first_indent=20, letter_spacing=-1))
    document = of(words("一1" * 10))
    assert not lay_out(document, sheet(), StubFaces()).differs
    pages = lay_out(document, tight, StubFaces())
    assert (pages.differs, len({op.y for op in pages.pages[0].operations})) == (True, 1)  # type: ignore[union-attr]
    assert len(set(baselines(lay_out(document, tight, StubFaces(), loose=True), 0))) == 2


def test_the_parts_of_a_divided_paragraph_are_one_element() -> None:
    pages = laid(filled(20))
    nodes = {op.node for page in pages.pages for op in page.operations if isinstance(op, DrawnText) and op.node >= 0}
    assert len(pages.pages) == 2
    assert len(nodes) == 1


def test_a_heading_goes_with_the_text_after_it() -> None:
    pages = laid(filled(LINES - 1), heading("标题", 2), filled(3))
    assert page_of(pages, "标题") == 1


def test_a_lead_in_goes_with_what_it_leads_to() -> None:
    pages = laid(filled(LINES - 1), words("具体如下："), words("第一"))
    assert page_of(pages, "具体如下") == 1


def test_a_title_alone_before_a_page_break_stays_where_it_is() -> None:
    pages = laid(filled(LINES - 2), heading("第一部分", 2), PageBreak(), filled(1))
    assert page_of(pages, "第一部分") == 0


def test_the_larger_of_two_spaces_stands_between_paragraphs() -> None:
    styles = sheet(a=style("甲", after=10), b=style("乙", before=15))
    pages = lay_out(of(words("一", "甲"), words("二", "乙")), styles, StubFaces())
    first, second = baselines(pages, 0)
    assert second - first == pytest.approx(35)


def test_space_before_is_dropped_after_a_natural_break_and_kept_after_one_asked_for() -> None:
    styles = sheet(a=style("甲", before=15))
    natural = lay_out(of(filled(LINES), words("二", "甲")), styles, StubFaces())
    asked = lay_out(of(filled(1), PageBreak(), words("二", "甲")), styles, StubFaces())
    assert baselines(asked, 1)[0] - baselines(natural, 1)[0] == pytest.approx(15)


def test_first_line_and_hanging_indents() -> None:
    styles = sheet(a=style("甲", first_indent=-10, left_indent=30))
    pages = lay_out(of(words("一" * 30, "甲"), words("二" * 30)), styles, StubFaces())
    assert [op.x for op in pages.pages[0].operations if isinstance(op, DrawnText)][:4] == [70, 80, 70, 50]


def test_empty_paragraphs_are_empty_lines() -> None:
    pages = laid(words(""), words(""), words("标题"))
    assert baselines(pages, 0) == [40 + 2 * 20 + 10 + 3.8]


def test_a_section_starts_a_page_of_its_own_geometry() -> None:
    document = Document("", "", "", (Section("竖版", (words("一"),)), Section("横版", (words("二"),))))
    pages = lay_out(document, sheet(), StubFaces())
    assert [(page.width, page.height) for page in pages.pages] == [(300, 400), (400, 300)]


def test_a_character_without_a_face_is_reported_with_the_pages() -> None:
    pages = lay_out(of(words(f"张{MISSING}")), sheet(), StubFaces())
    assert len(pages.pages) == 1
    assert pages.missing == (MISSING,)


# contents, page numbers, structure


def numbered() -> Pages:
    front = Section("竖版", (Contents(levels=2),), numbered=False)
    body = Section(
        "竖版", (heading("甲"), PageBreak(), heading("乙"), heading("丙", 2), heading("丁", 3)), restart=True
    )
    styles = sheet(a=style("heading 3"))
    return lay_out(Document("", "", "", (front, body)), styles, StubFaces(), {"竖版": RUNNING})


def test_contents_show_the_numbers_of_the_pages() -> None:
    pages = numbered()
    assert texts(pages, 0) == ["目录", "甲", "1", "乙", "2", "丙", "2"]
    assert [page.label for page in pages.pages] == ["", "1", "2"]
    assert pages.labels["_丙"] == "2"


def test_entries_of_the_contents_lead_to_their_headings() -> None:
    pages = numbered()
    links = [op for op in pages.pages[0].operations if isinstance(op, Link)]
    assert [link.target for link in links] == ["_甲", "_乙", "_丙"]
    assert all(pages.nodes[link.node].kind == "Link" for link in links)
    assert pages.anchors["_乙"] == (2, 40)


def test_numbers_stand_right_on_odd_pages_and_left_on_even_ones() -> None:
    pages = numbered()
    odd, even = ([op for op in pages.pages[n].operations if isinstance(op, DrawnText)][-1] for n in (1, 2))
    assert (odd.text, even.text, odd.node) == ("— 1 —", "— 2 —", ARTIFACT)
    assert (odd.x + 35, even.x) == (300 - 50 - 10, 50 + 10)


def test_a_header_stands_on_every_page_and_its_tabs_divide_it() -> None:
    header = (words("左\t中\t右", "header"),)
    document = of(words("一"), PageBreak(), words("二"))
    pages = lay_out(document, sheet(), StubFaces(), {"竖版": Running(header, (words("偶数页", "header"),))})
    first, second = ([op for op in page.operations if isinstance(op, DrawnText)][1:] for page in pages.pages)
    assert [(op.text, op.x, op.node) for op in first] == [
        ("左", 50, ARTIFACT), ("中", 145, ARTIFACT), ("右", 240, ARTIFACT),
    ]  # fmt: skip
    assert [(op.text, op.x) for op in second] == [("偶数页", 135)]
    assert all(20 < op.y < 20 + 14 for op in (*first, *second))


def test_levels_of_headings_never_jump() -> None:
    pages = laid(heading("甲"), heading("丁", 4, "heading 2"), heading("乙", 2))
    assert [kind for kind in kinds(pages) if kind.startswith("H")] == ["H1", "H2", "H2"]
    assert [(mark.level, mark.title) for mark in pages.bookmarks] == [(1, "甲"), (2, "丁"), (2, "乙")]


def test_a_table_is_a_tree_of_rows_and_cells() -> None:
    pages = laid(table(2))
    assert " ".join(kinds(pages)) == "Document P Table THead TR TH TH TBody TR TD TD TR TD TD"
    assert [node.scope for node in pages.nodes if node.kind == "TH"] == ["Column", "Column"]
    assert all(node.parent < number for number, node in enumerate(pages.nodes))


def test_reading_order_is_the_order_of_the_document() -> None:
    pages = laid(heading("标题"), words("文字"), table(40, notes=(words("注：无。", "表注"),)), words("末尾"))
    expected = "标题文字某部门单位：万元项目金额" + "".join(f"第{n}行{n}.00" for n in range(1, 41)) + "注：无。末尾"
    assert content(pages) == expected


# tables


def test_head_and_line_are_repeated_as_artifacts() -> None:
    pages = laid(table(40))
    assert texts(pages, 0)[:4] == ["某部门", "单位：万元", "项目", "金额"]
    assert texts(pages, 1, artifacts=True)[:4] == ["某部门", "单位：万元", "项目", "金额"]


@pytest.mark.parametrize(("rows", "fits"), [(8, True), (10, False), (100, False)])
def test_a_table_whose_head_leaves_no_room_for_rows_is_named_instead_of_filling_pages_for_ever(
    rows: int, fits: bool
) -> None:
    high = replace(table(3, name="高表"), head=(row("项目", "金额", kinds="头头"),) * rows)
    pages = laid(words("前"), high, words("后"))
    assert pages.overfull == (() if fits else ("高表",))
    assert len(pages.pages) == 1


def test_amounts_stand_at_the_right_edge_of_their_column() -> None:
    pages = laid(table(12))
    amounts = [op for op in pages.pages[0].operations if isinstance(op, DrawnText) and op.text.endswith(".00")]
    assert len({round(op.x + 5 * len(op.text), 2) for op in amounts}) == 1


@pytest.mark.parametrize("count", range(2, 80))
def test_no_page_holds_a_single_row(count: int) -> None:
    pages = laid(filled(9), heading("表", 2, "表标题"), table(count, notes=(words("注：无。", "表注"),)))
    (found,) = pages.tables
    assert sum(rows for _, rows in found.rows) == count
    assert all(rows >= 2 for _, rows in found.rows)
    assert review(pages, sheet(), StubFaces()) == ()


def test_notes_stay_with_the_last_rows() -> None:
    for count in range(10, 40):
        pages = laid(table(count, notes=(words("注：无。", "表注"),)))
        assert page_of(pages, "注：无。") == pages.tables[0].rows[-1][0]


def test_a_title_goes_with_the_head_and_two_rows() -> None:
    for lines in range(6, LINES):
        pages = laid(filled(lines), heading("表", 2, "表标题"), table(30))
        page, rows = pages.tables[0].rows[0]
        assert page == pages.anchors["_表"][0]
        assert rows >= 2


def test_a_title_goes_with_them_whatever_room_is_left_to_a_tenth_of_a_point() -> None:
    for tenths in range(160, 200):  # the white below the title lets room for more or less of the table
        styles = sheet(title=style("表标题", 14, 24, align="center", keep_next=True, after=tenths / 10))
        pages = lay_out(of(filled(9), heading("表", 2, "表标题"), table(30)), styles, StubFaces())
        assert pages.tables[0].rows[0][0] == pages.anchors["_表"][0], tenths


def merged(rows: int, label: str = "产出指标", text: str = "说明") -> Table:
    first = Row((Cell(label, "居中", rowspan=rows), Cell(text)))
    rest = tuple(Row((Cell(text),)) for _ in range(rows - 1))
    return Table("表", "表", (Column(), Column()), (row("一级", "二级", kinds="头头"),), (first, *rest))


def test_a_merged_label_is_repeated_with_a_mark_on_the_next_page() -> None:
    pages = laid(merged(30))
    assert texts(pages, 1, artifacts=True)[:3] == ["一级", "二级", "产出指标（续）"]
    assert "（续）" not in content(pages)


def test_a_merged_text_too_long_for_a_page_goes_on() -> None:
    pages = laid(merged(18, label="很长的说明" * 60))
    assert len(pages.pages) > 1
    assert content(pages).count("很") == 60


def test_the_label_beside_a_row_taller_than_a_page_is_repeated() -> None:
    tall = replace(merged(2), body=(Row((Cell("产出指标", rowspan=2), Cell("甲"))), Row((Cell("长" * 900),))))
    assert "产出指标（续）" in "".join(texts(laid(tall), 1, artifacts=True))


def test_a_form_that_ends_a_page_has_its_last_rule() -> None:
    form = replace(table(14, attached=True), head=(), line=("", "", ""))
    pages = laid(form, table(20))
    assert [found.rows[0][0] for found in pages.tables] == [0, 1]
    rules = [op for op in pages.pages[0].operations if isinstance(op, Stroke) and op.y1 == op.y2]
    assert len(rules) == 15


def test_a_row_is_not_divided_when_it_fits_on_a_page() -> None:
    tall = row("长" * 200, "1.00")
    pages = laid(filled(10), replace(table(3), body=(*table(3).body, tall, row("甲", "2.00"))))
    assert review(pages, sheet(), StubFaces()) == ()
    assert "长" not in "".join(texts(pages, 0))


def test_a_row_taller_than_a_page_is_divided_and_nothing_is_lost() -> None:
    tall = row("长" * 900, "1.00")
    pages = laid(replace(table(1), body=(row("甲", "2.00"), tall, row("乙", "3.00"))))
    assert content(pages).count("长") == 900
    assert review(pages, sheet(), StubFaces()) == ()
    assert {op.x2 - op.x1 for page in pages.pages for op in page.operations if isinstance(op, Stroke)} >= {0.0, 200.0}


def test_a_heading_before_a_row_taller_than_a_page_is_not_left_alone() -> None:
    pages = laid(filled(8), heading("表", 2, "表标题"), replace(table(1), body=(row("长" * 900, "1.00"),)))
    assert pages.anchors["_表"][0] == pages.tables[0].rows[0][0]


def test_a_cell_never_ends_in_one_character() -> None:
    for length in range(10, 60):
        pages = laid(replace(table(1), columns=(Column(most=8), Column()), body=(row("字" * length, "1.00"),)))
        assert review(pages, sheet(), StubFaces()) == ()


def test_attached_tables_share_one_rule_and_one_page() -> None:
    form = replace(table(3, attached=True), head=())
    for lines in range(1, LINES):
        pages = laid(filled(lines), form, replace(table(10), line=("", "", "")))
        one, two = pages.tables
        assert one.rows[-1][0] == two.rows[0][0]
        assert sum(one.widths) == sum(two.widths) == 200
        rules = [op for op in pages.pages[one.rows[0][0]].operations if isinstance(op, Stroke) and op.y1 == op.y2]
        assert len({op.y1 for op in rules}) == len(rules)


def test_rules_are_drawn_once_and_close_around_the_table() -> None:
    rules = [op for op in laid(table(3)).pages[0].operations if isinstance(op, Stroke)]
    assert len([op for op in rules if op.y1 == op.y2]) == 5
    assert len([op for op in rules if op.x1 == op.x2]) == 3
    assert len(set(rules)) == len(rules)


def test_no_rule_runs_through_a_merged_cell() -> None:
    pages = laid(merged(4))
    assert review(pages, sheet(), StubFaces()) == ()
    shorter = [
        op for op in pages.pages[0].operations if isinstance(op, Stroke) and op.y1 == op.y2 and op.x2 - op.x1 < 199
    ]
    assert len(shorter) == 3


def test_a_table_without_rows_keeps_its_head_and_note() -> None:
    pages = laid(replace(table(1), body=(), notes=(words("注：空表列示。", "表注"),)))
    assert content(pages) == "某部门单位：万元项目金额注：空表列示。"
    assert pages.tables[0].rows == ()


def test_a_narrow_table_is_centred() -> None:
    small = replace(table(2), body=(row("1", "2.00", kinds="序金"),), columns=(Column(most=3), Column(most=4)))
    xs = [op.x1 for op in laid(small).pages[0].operations if isinstance(op, Stroke) and op.x1 == op.x2]
    assert min(xs) - 50 == pytest.approx(250 - max(xs), abs=0.1)


def test_runs_keep_their_character_style() -> None:
    pages = laid(Paragraph((Run("引导", "引导语"), Run("正文"), Run("粗", "加粗"))))
    faces = [(op.text, op.face) for op in pages.pages[0].operations if isinstance(op, DrawnText)][:3]
    assert faces == [("引导", "黑体"), ("正文", "宋体"), ("粗", "宋体粗")]


def test_two_layouts_of_one_document_are_equal() -> None:
    blocks = (heading("甲"), filled(5), table(50), merged(30))
    assert laid(*blocks) == laid(*blocks)


def test_every_element_has_an_earlier_parent() -> None:
    pages = laid(heading("甲"), table(50), merged(30))
    assert pages.nodes[0] == Element("Document", -1)
    assert all(0 <= node.parent < number for number, node in enumerate(pages.nodes) if number)


def test_lines_of_a_page_follow_one_another() -> None:
    for one, two in pairwise(baselines(laid(filled(10)), 0)):
        assert two - one == pytest.approx(20)
