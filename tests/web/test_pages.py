"""What all web pages have in common."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from lxml import html

from generator.web import pages

PACKAGE = Path(pages.__file__).parents[1]
EMPTY_PAGE = {"author": "", "mark": "", "parts": ()}


def test_every_page_extends_the_one_that_has_the_policy() -> None:
    whole = [path for path in PACKAGE.rglob("*.jinja") if "<html" in path.read_text("utf-8")]
    assert [path.relative_to(PACKAGE).as_posix() for path in whole] == ["web/page.html.jinja"]
    extending = {path.parent.name for path in PACKAGE.rglob("*.jinja") if "{% extends" in path.read_text("utf-8")}
    assert extending >= {"html", "differences", "district"}


def test_style_stands_in_style_sheets_alone() -> None:
    for path in PACKAGE.rglob("*.html.jinja"):
        assert not re.search(r"\bstyle=|\son\w+=|javascript:", path.read_text("utf-8")), path


def test_a_policy_allows_nothing_that_is_not_named() -> None:
    assert pages.policy() == "default-src 'none'; base-uri 'none'; form-action 'none'"
    assert pages.policy(style_src="'self'").endswith("; style-src 'self'")


def test_words_of_a_document_stay_and_those_of_a_report_are_cleaned() -> None:
    made = pages.page("writers/html/page.html.jinja", "", title='<b>"\u202e', **EMPTY_PAGE)
    assert '<title>&lt;b&gt;"\u202e</title>'.encode() in made
    (title,) = html.document_fromstring(
        pages.report(
            "district/page.html.jinja", title="<b>\u202e", said="\u200b", today="", findings=(), head=(), rows=()
        )
    ).xpath("//title")
    assert title.text == "<b>?"


def test_what_a_template_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="title"):
        pages.page("writers/html/page.html.jinja", "", **EMPTY_PAGE)


def test_a_style_sheet_begins_with_what_is_common() -> None:
    assert pages.styles("document").startswith(pages.styles())
    assert pages.styles("report") != pages.styles("document")
