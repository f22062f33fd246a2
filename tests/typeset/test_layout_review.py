"""Each fault is planted in finished pages, and found; the untouched pages have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from generator.typeset.pages import DrawnText, LaidTable, Operation, Pages
from tests.layout_review import review
from tests.layout_samples import StubFaces, heading, laid, row, sheet, table, texts, words


def codes(pages: Pages) -> list[str]:
    return [finding.code for finding in review(pages, sheet(), StubFaces())]


def changed(pages: Pages, change: Callable[[DrawnText], DrawnText | None], page: int = 0) -> Pages:
    """The pages with each text of one page changed, or left out."""
    operations: list[Operation] = []
    for operation in pages.pages[page].operations:
        new = change(operation) if isinstance(operation, DrawnText) else operation
        if new is not None:
            operations.append(new)
    new_pages = list(pages.pages)
    new_pages[page] = replace(pages.pages[page], operations=tuple(operations))
    return replace(pages, pages=tuple(new_pages))


def sample() -> Pages:
    return laid(heading("标题"), words("正文" * 30), heading("表", 2, "表标题"), table(30), words("末尾"))


def wrapped() -> Pages:
    return laid(replace(table(3), body=(*table(3).body, row("长" * 48, "1.00"))))


def test_pages_without_a_fault_have_no_finding() -> None:
    assert codes(sample()) == []
    assert codes(wrapped()) == []


def test_a_heading_alone_at_the_foot_is_found() -> None:
    rows = changed(sample(), lambda text: text if "行" not in text.text and not text.text.endswith(".00") else None)
    only_title = changed(rows, lambda text: None if text.text in ("某部门", "单位：万元", "项目", "金额") else text)
    assert "D301" in codes(only_title)


def test_a_lead_in_alone_at_the_foot_is_found() -> None:
    pages = laid(words("一" * 298))
    assert codes(pages) == []
    last = texts(pages, 0)[-1]
    pages = laid(words("一" * 200), words("末尾"), words("乙" * 200))
    foot = texts(pages, 0)[-1]
    assert foot != last
    planted = changed(pages, lambda text: text._replace(text="如下：") if text.text == foot else text)
    assert "D301" in codes(planted)


def test_a_page_with_only_the_last_row_is_found() -> None:
    pages = sample()
    (found,) = pages.tables
    page, _ = found.rows[-1]
    planted = LaidTable(found.name, found.widths, (*found.rows[:-1], (page, 1)))
    alone = changed(pages, lambda text: None if "行" in text.text and text.text != "第30行" else text, page)
    alone = changed(alone, lambda text: None if text.text.endswith(".00") else text, page)
    assert codes(replace(alone, tables=(planted,))) == ["D302"]


def test_a_row_divided_though_it_fits_is_found() -> None:
    pages = sample()
    cell = next(op for op in pages.pages[0].operations if isinstance(op, DrawnText) and op.text == "第1行")
    second = next(op for op in pages.pages[1].operations if isinstance(op, DrawnText) and "行" in op.text)
    planted = changed(pages, lambda text: text._replace(node=cell.node) if text == second else text, page=1)
    assert codes(planted) == ["D303"]


def test_text_outside_the_text_area_is_found() -> None:
    planted = changed(laid(words("正文")), lambda text: text._replace(x=text.x + 220) if text.text == "正文" else text)
    assert codes(planted) == ["D304"]
    below = changed(laid(words("正文")), lambda text: text._replace(y=370) if text.text == "正文" else text)
    assert codes(below) == ["D304"]


def test_a_mark_hanging_in_the_margin_is_no_fault() -> None:
    assert codes(laid(words("一" * 18 + "，" + "二" * 10))) == []


def test_text_on_a_rule_is_found() -> None:
    wider = changed(sample(), lambda text: text._replace(text="第" * 30) if text.text == "第1行" else text)
    assert "D305" in codes(wider)
    lower = changed(sample(), lambda text: text._replace(y=text.y + 9) if text.text == "第1行" else text)
    assert "D305" in codes(lower)


def test_one_character_on_the_last_line_of_a_cell_is_found() -> None:
    pages = wrapped()
    last = [text for text in texts(pages, 0) if text.startswith("长")][-1]
    shown = [op for op in pages.pages[0].operations if isinstance(op, DrawnText) and op.text == last][-1]
    planted = changed(pages, lambda text: text._replace(text="长") if text == shown else text)
    assert codes(planted) == ["D306"]


def test_a_short_last_line_after_a_line_break_is_no_fault() -> None:
    assert codes(laid(replace(table(1), body=(row("一二三四五六七八\n九\n十", "1.00"),)))) == []


def test_overlapping_texts_are_found() -> None:
    first = texts(sample(), 0)[1]
    onto = changed(sample(), lambda text: text._replace(y=text.y + 18) if text.text == first else text)
    assert "D307" in codes(onto)
