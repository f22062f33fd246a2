"""What the templates of a page are given: blocks of a document whose classes, levels and spans are decided.

`template` is the file that writes one. A class or scope that is empty, and a span of 1, give no attribute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in a character style."""

    text: str
    css: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a line of the page's title."""

    template: ClassVar = "paragraph.html.jinja"
    spans: tuple[Span, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, which the contents lead to."""

    template: ClassVar = "heading.html.jinja"
    level: int
    anchor: str
    spans: tuple[Span, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the contents, with the entries of lower levels that follow it."""

    label: str
    anchor: str
    below: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents under a heading of their own."""

    template: ClassVar = "contents.html.jinja"
    level: int
    title: str
    entries: tuple[Entry, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, th or td; a scope makes it a heading of its column or row."""

    tag: str
    text: str
    css: str
    scope: str
    colspan: int
    rowspan: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the cells that begin in it."""

    cells: tuple[Cell, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `line` are the words above it on the left, in the middle, on the right; `columns` classes of widths."""

    caption: str
    line: tuple[str, ...]
    columns: tuple[str, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables that continue each other, in a box that scrolls; `label` says so to a screen reader."""

    template: ClassVar = "tables.html.jinja"
    label: str
    tables: tuple[Table, ...]
    css: str


Block = Paragraph | Heading | Contents | Tables


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover: the lines of the page's title, and those below."""

    template: ClassVar = "cover.html.jinja"
    title: tuple[Paragraph, ...]
    rest: tuple[Paragraph, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section: what shares a page geometry in print."""

    template: ClassVar = "part.html.jinja"
    blocks: tuple[Block, ...]
    css: str
