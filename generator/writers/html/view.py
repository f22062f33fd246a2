"""What the templates of a page are given: blocks of a document whose classes, levels and spans are decided.

`template` is the file that writes one. A class or scope that is empty, and a span of 1, give no attribute.
"""

from __future__ import annotations

from typing import ClassVar

from markupsafe import Markup

from generator.base.frozen import frozen


@frozen
class HtmlSpan:
    """A piece of text in a character style."""

    text: str
    css: str
    term: str = ""  # the id of what explains it on the page


@frozen
class HtmlParagraph:
    """A paragraph, or a line of the page's title."""

    template: ClassVar = "writers/html/paragraph.html.jinja"
    spans: tuple[HtmlSpan, ...]
    css: str


@frozen
class HtmlHeading:
    """A heading, which the contents lead to."""

    template: ClassVar = "writers/html/heading.html.jinja"
    level: int
    anchor: str
    spans: tuple[HtmlSpan, ...]
    css: str


@frozen
class HtmlEntry:
    """An entry of the contents, with the entries of lower levels that follow it."""

    label: str
    anchor: str
    below: tuple[HtmlEntry, ...]


@frozen
class HtmlContents:
    """The contents under a heading of their own."""

    template: ClassVar = "writers/html/contents.html.jinja"
    level: int
    title: str
    entries: tuple[HtmlEntry, ...]
    css: str


@frozen
class HtmlCell:
    """A cell, th or td; a scope makes it a heading of its column or row."""

    tag: str
    text: str
    css: str
    scope: str
    colspan: int
    rowspan: int
    title: str = ""  # what a reader is told of the cell, such as the unit of its amount
    value: str = ""  # of a number, exact, for machines; with it `code`, the id of the figure
    code: str = ""


@frozen
class HtmlRow:
    """A row: the cells that begin in it."""

    cells: tuple[HtmlCell, ...]
    css: str


@frozen
class HtmlTable:
    """A table; `line` are the words above it on the left, in the middle, on the right; `columns` classes of widths."""

    caption: str
    line: tuple[str, ...]
    columns: tuple[str, ...]
    head: tuple[HtmlRow, ...]
    body: tuple[HtmlRow, ...]
    css: str


@frozen
class HtmlTables:
    """Tables that continue each other, in a box that scrolls; `label` says so to a screen reader."""

    template: ClassVar = "writers/html/tables.html.jinja"
    label: str
    tables: tuple[HtmlTable, ...]
    css: str


@frozen
class HtmlChart:
    """A chart: its drawing, an `svg` element, and the same figures as a table; `label` names the box that scrolls."""

    template: ClassVar = "writers/html/chart.html.jinja"
    label: str
    drawing: Markup
    table: HtmlTable
    css: str


HtmlBlock = HtmlParagraph | HtmlHeading | HtmlContents | HtmlTables | HtmlChart


@frozen
class HtmlCover:
    """The cover: the lines of the page's title, and those below."""

    template: ClassVar = "writers/html/cover.html.jinja"
    title: tuple[HtmlParagraph, ...]
    rest: tuple[HtmlParagraph, ...]
    css: str


@frozen
class HtmlPart:
    """A section: what shares a page geometry in print."""

    template: ClassVar = "writers/html/part.html.jinja"
    blocks: tuple[HtmlBlock, ...]
    css: str
