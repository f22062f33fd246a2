"""What people do to the layout of a finished Word file, and what the audit must read as if nobody had done it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

UNREADABLE = "数读不懂"
_LONG = 12  # rows: a table that is longer is broken
_AMOUNT = re.compile("[0-9,]+[.][0-9]{2,6}")


def laid_out(file: bytes, change: Callable[[Any], None]) -> bytes:
    """Give a Word file after a change of its layout."""
    document = Document(BytesIO(file))
    change(document)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def break_tables(document: Any, *, heads: bool) -> None:
    """Break each long table in two with a paragraph between, the headings above both or above the first only."""
    for table in list(_tables(document)):
        rows = table.findall(qn("w:tr"))
        repeated = [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        at = next((n for n in range(len(rows) * 2 // 3, len(rows)) if not _goes_on_above(rows[n])), 0)
        if len(rows) < _LONG or not at:
            continue
        second = copy.deepcopy(table)
        for row in second.findall(qn("w:tr")):
            second.remove(row)
        for row in [copy.deepcopy(one) for one in repeated if heads] + rows[at:]:
            second.append(row)
        table.addnext(second)
        table.addnext(OxmlElement("w:p"))


def turn_pages(document: Any) -> None:
    """Turn every upright page on its side."""
    for section in document.sections:
        if section.orientation != WD_ORIENT.LANDSCAPE:
            width, height = section.page_width, section.page_height
            section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, height, width


def join_pages(document: Any) -> None:
    """Take away what puts tables on pages of their own: page breaks, and sections that begin a page."""
    body = document.element.body
    for one in [*body.iter(qn("w:br")), *body.iter(qn("w:pageBreakBefore"))]:
        if one.tag == qn("w:pageBreakBefore") or one.get(qn("w:type")) == "page":
            one.getparent().remove(one)
    for section in document.sections:
        kind = section._sectPr.find(qn("w:type"))
        if kind is None:
            kind = OxmlElement("w:type")
            section._sectPr.insert(0, kind)
        kind.set(qn("w:val"), "continuous")


def double_amounts(document: Any) -> None:
    """Print every amount of the tables twice in its cell, as a broken row of a converted file does."""
    for text in document.element.body.iter(qn("w:t")):
        inside = any(one.tag == qn("w:tbl") for one in text.iterancestors())
        if inside and _AMOUNT.fullmatch(text.text or ""):
            text.text = f"{text.text} {text.text}"


def blur_amounts(document: Any) -> None:
    """Make every third amount of the tables one that nobody can read."""
    number = 0
    for text in document.element.body.iter(qn("w:t")):
        inside = any(one.tag == qn("w:tbl") for one in text.iterancestors())
        if inside and _AMOUNT.fullmatch(text.text or ""):
            number += 1
            text.text = "见附件" if number % 3 == 0 else text.text


def _tables(document: Any) -> Iterator[Any]:
    return (one for one in document.element.body.iterchildren() if one.tag == qn("w:tbl"))


def _goes_on_above(row: Any) -> bool:
    return any(one.get(qn("w:val")) != "restart" for one in row.iter(qn("w:vMerge")))


CHANGES: Mapping[str, Callable[[Any], None]] = {
    "表分成两个，有表头": lambda document: break_tables(document, heads=True),
    "表分成两个，没有表头": lambda document: break_tables(document, heads=False),
    "横版": turn_pages,
    "不分页": join_pages,
    "数印两次": double_amounts,
    UNREADABLE: blur_amounts,
}
