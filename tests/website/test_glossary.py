"""Terms that a document explains are found and marked where they first stand."""

from __future__ import annotations

import pytest

from generator.document.blocks import Document, Heading, Paragraph, Run, Section
from generator.website.district import safe_address
from generator.website.glossary import Marker, Term, terms
from generator.writers.html.view import HtmlHeading, HtmlParagraph, HtmlPart, HtmlSpan


def written(*texts: str, title: str = "十、名词解释") -> Document:
    heading = Heading((Run(title),), 1, "a", "heading 1")
    after = Heading((Run("其他"),), 1, "b", "heading 1")
    blocks = (heading, *(Paragraph((Run(text),)) for text in texts), after, Paragraph((Run("不算的：这里不是解释。"),)))
    return Document("", "", "", (Section("竖版", blocks),))


@pytest.mark.parametrize(
    ("text", "name", "meaning"),
    [
        ("1、财政拨款收入：指本级财政拨付的资金。", "财政拨款收入", "指本级财政拨付的资金。"),
        ("（三）“三公”经费：是一笔钱。", "“三公”经费", "是一笔钱。"),
        ("二、“机关运行经费”: 公用经费。", "机关运行经费", "公用经费。"),
        ("上年结转：指以前年度的。", "上年结转", "指以前年度的。"),
    ],
)
def test_terms_are_read_in_any_numbering(text: str, name: str, meaning: str) -> None:
    assert terms(written(text)) == (Term("term1", name, meaning),)


def test_what_stands_elsewhere_or_is_no_term_is_none() -> None:
    assert terms(written("这是一句话，没有解释。", "甲：短。")) == ()
    assert terms(written("财政拨款收入：指资金。", title="概况")) == ()


def spans(*texts: str) -> HtmlParagraph:
    return HtmlParagraph(tuple(HtmlSpan(text, "s1") for text in texts), "p1")


def test_a_term_is_marked_once_below_each_heading_and_the_longest_wins() -> None:
    known = (Term("term1", "经营收入", ""), Term("term2", "事业单位经营收入", ""))
    heading = HtmlHeading(2, "a", (HtmlSpan("一", ""),), "")
    blocks = (heading, spans("有事业单位经营收入和经营收入、经营收入。"), heading, spans("经营收入"))
    (part,) = Marker(known).parts([HtmlPart(blocks, "")])
    assert isinstance(part, HtmlPart)
    marked = [
        f"{span.text}:{span.term}"
        for block in part.blocks
        if isinstance(block, HtmlParagraph)
        for span in block.spans
        if span.term
    ]
    assert marked == ["事业单位经营收入:term2", "经营收入:term1", "经营收入:term1"]
    assert "".join(span.text for span in part.blocks[1].spans) == "有事业单位经营收入和经营收入、经营收入。"  # type: ignore[union-attr]


def test_nothing_is_marked_in_the_glossary_itself_or_without_terms() -> None:
    heading = HtmlHeading(2, "a", (HtmlSpan("十、名词解释", ""),), "")
    part = HtmlPart((heading, spans("经营收入")), "")
    assert list(Marker((Term("term1", "经营收入", ""),)).parts([part])) == [part]
    assert list(Marker(()).text("经营收入")) == [HtmlSpan("经营收入", "")]


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", " JavaScript:x", "data:text/html,x", "//x", "http:", "http://[", "a"]
)
def test_only_addresses_of_the_web_are_linked(text: str) -> None:
    assert safe_address(text) == ""
    assert safe_address(" https://example.gov.cn/a?b=1 ") == "https://example.gov.cn/a?b=1"
