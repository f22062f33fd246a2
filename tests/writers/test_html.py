"""The HTML writer, seen from outside: the page is parsed again."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from lxml import html
from lxml.html import HtmlElement

from generator.document.blocks import Cell, Column, Document, Heading, Row, Run, Section, Table
from generator.web.pages import environment
from generator.writers.html import style, view
from generator.writers.html.sections import entries
from generator.writers.html.view import HtmlEntry
from generator.writers.html.writer import write
from tests.writer_samples import WEIRD, Laid, laid, odd, plain, real, said


@cache
def page(which: str) -> HtmlElement:
    return parsed(real() if which == "real" else laid(odd()))


def parsed(sample: Laid) -> HtmlElement:
    return html.document_fromstring(made(sample))


def made(sample: Laid) -> str:
    return write(sample).decode()


def visible(element: HtmlElement) -> str:
    """The words of an element that are seen and are not the contents."""
    copy = html.fromstring(html.tostring(element, encoding="unicode"))
    for gone in copy.xpath(".//*[@class='unseen'] | .//nav"):
        gone.drop_tree()
    return plain(str(copy.text_content()))


def test_the_page_says_the_words_of_the_document_in_their_order() -> None:
    for which, document in (("real", real().document), ("odd", odd())):
        assert visible(page(which).find("body/main")) == "".join(said(document))


def test_text_cannot_become_markup() -> None:
    source = made(laid(odd()))
    assert "<script" not in source
    assert source.count("R&amp;D &lt;script&gt;alert(1)&lt;/script&gt;") == 4
    assert plain(page("odd").findtext("head/title")) == plain(WEIRD)


def test_text_cannot_end_an_attribute() -> None:
    table = Table("表", '"><b x="', (Column(),), (), (Row((Cell("一"),)),))
    document = Document("题", "\"><b>'", "", (Section("竖版", (table,)),))
    tree = parsed(laid(document))
    assert tree.xpath("//meta[@name='author']/@content") == ["\"><b>'"]
    assert tree.xpath("//div[@role='region']/@aria-label") == ['"><b x="（表格，可左右滚动）']
    assert not tree.xpath("//b")


def test_line_ends_are_line_breaks_and_control_characters_are_gone() -> None:
    table = Table("表", "表\x01", (Column(),), (), (Row((Cell("一\r\n二\r三\n四\x00"),)),))
    source = made(laid(Document("题\x1f", "", "", (Section("竖版", (table,)),))))
    assert "<td>一<br>二<br>三<br>四</td>" in source
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", source)


def test_a_template_cannot_use_what_it_is_not_given() -> None:
    with pytest.raises(UndefinedError, match="rules"):
        environment().get_template("writers/html/style.css.jinja").render()


def test_templates_are_compiled_once() -> None:
    assert environment() is environment()
    name = "writers/html/page.html.jinja"
    assert environment().get_template(name) is environment().get_template(name)


def test_every_template_of_markup_escapes_what_is_put_in() -> None:
    for name in environment().list_templates(extensions=["jinja"]):
        assert environment().autoescape(name) == name.endswith(".html.jinja"), name  # type: ignore[operator]


def test_entries_of_lower_levels_stand_inside_the_entry_above_them_also_where_a_level_is_skipped() -> None:
    levels = [2, 1, 3, 2, 3, 1]
    listed = entries([Heading((Run(str(at)),), level, f"a{at}", "") for at, level in enumerate(levels)])
    assert shape(listed) == "0()1(2()3(4()))5()"


def shape(those: tuple[HtmlEntry, ...]) -> str:
    return "".join(f"{one.label}({shape(one.below)})" for one in those)


def test_nothing_from_outside_is_loaded_and_the_policy_allows_only_the_pages_own_style() -> None:
    source = made(real())
    assert not re.search(r"<(script|link|img|iframe|object|form)|\son\w+=|url\(|@import|https?:|style=", source)
    style = page("real").findtext("head/style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page("real").xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert f"'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_levels_of_headings_do_not_jump_and_there_is_one_title() -> None:
    for which in ("real", "odd"):
        levels = [int(h.tag[1]) for h in page(which).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in pairwise(levels)), levels


def test_contents_lead_to_every_heading_and_ids_are_unique() -> None:
    tree, document = page("real"), real().document
    ids = Counter(tree.xpath("//@id"))
    assert max(ids.values()) == 1
    links = tree.xpath("//nav//a")
    assert [link.get("href") for link in links] == [f"#{h.anchor}" for h in document.headings() if h.level <= 3]
    for link in links:
        assert plain(link.text_content()) == plain(tree.get_element_by_id(link.get("href")[1:]).text_content())


def test_tables_have_captions_scopes_and_cells_that_fill_their_columns() -> None:
    tables = page("real").xpath("//table")
    assert len(tables) == sum(isinstance(b, Table) for s in real().document.sections for b in s.blocks)
    for table in tables:
        assert table.findtext("caption/span")
        assert table.xpath("boolean(tbody)")
        assert set(table.xpath(".//th/@scope")) <= {"col", "row"}
        assert not table.xpath(".//th[not(@scope)]")
        columns = len(table.xpath("colgroup/col"))
        assert grid_widths(table) <= {columns}
        assert begun_columns(table) == set(range(columns))


def grid_widths(table: HtmlElement) -> set[int]:
    return {max(row) + 1 for row in occupied(table) if row}


def occupied(table: HtmlElement) -> list[dict[int, bool]]:
    """For each row the columns that are covered, and whether a cell begins there."""
    rows = table.xpath(".//tr")
    out: list[dict[int, bool]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        for cell in row:
            column = next(c for c in range(99) if c not in out[number])
            for down in range(int(cell.get("rowspan", 1))):
                for right in range(int(cell.get("colspan", 1))):
                    assert column + right not in out[number + down]
                    out[number + down][column + right] = right == 0
    return out


def begun_columns(table: HtmlElement) -> set[int]:
    rows = occupied(table)
    return {column for row in rows for column, begins in row.items() if begins}


def test_a_grid_column_in_which_no_cell_begins_is_left_out() -> None:
    table = Table(
        "表",
        "表",
        (Column(),) * 4,
        (),
        (Row((Cell("一", colspan=2), Cell("二", colspan=2))), Row((Cell("三", colspan=4),))),
    )
    document = Document("题", "", "", (Section("竖版", (Heading((Run("节"),), 1, "a1", "heading 1"), table)),))
    tree = parsed(laid(document))
    assert len(tree.xpath("//col")) == 2
    assert [cell.get("colspan") for cell in tree.xpath("//td")] == [None, None, "2"]


def test_a_form_and_the_list_that_continues_it_scroll_together() -> None:
    boxes = page("odd").xpath("//div[@role='region']")
    assert [len(box.xpath("table")) for box in boxes] == [1, 2]
    assert page("odd").xpath("//td[contains(., '两行')]/br")


def test_pages_of_the_template_are_pages_in_print() -> None:
    style = page("real").findtext("head/style")
    sizes = set(re.findall(r"@page g\d\{size:([\d.]+pt [\d.]+pt)", style))
    assert sizes == {"595.3pt 841.9pt", "841.9pt 595.3pt"}
    assert "thead{display:table-header-group}" in style


def test_the_same_document_gives_the_same_bytes() -> None:
    assert made(real()) == made(replace(real()))
    assert page("real").get("lang") == "zh-CN"


def test_an_amount_in_a_form_says_its_unit_since_the_words_beside_it_may_not() -> None:
    cells = [cell for cell in page("real").iter("td") if cell.get("title")]
    assert {cell.get("title") for cell in cells} == {"单位：万元"}
    row = next(row for row in page("real").iter("tr") if "3月底" in row.text_content())
    assert [cell.get("title") for cell in row.getnext()] == ["单位：万元"] * 4


def test_the_classes_that_templates_name_exist() -> None:
    comments = [path.read_text().partition("#}")[0] for path in Path(view.__file__).parent.glob("*.jinja")]
    named = {found for text in comments for found in re.findall(r"\b(view|style)\.(\w+)", text)}
    assert named
    assert [one for one in named if not hasattr({"view": view, "style": style}[one[0]], one[1])] == []
