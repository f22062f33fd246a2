"""Finished pages: drawing operations with positions in points from the top left corner, y downwards.

This is the contract between layout and the fixed-layout writers (PDF, OFD). What there are thousands of is a named
tuple: it is made in a fifth of the time that a frozen dataclass takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, NamedTuple

from generator.base.frozen import frozen
from generator.document.blocks import Cell, Heading, Paragraph, Table
from generator.document.stylesheet import StyleSheet

ARTIFACT = -1  # the node of what is not content: rules, page numbers, headings repeated on later pages


class DrawnText(NamedTuple):
    """A piece of one line in one face and size. `(x, y)` is the start of its baseline.

    `spacing` is added after every character; `gaps` are (index, points) inserted before that character.
    """

    x: float
    y: float
    face: str  # name of a face of the font set, e.g. 宋体, 小标宋, 黑体, 楷体, 仿宋, 宋体粗
    size: float
    text: str
    node: int  # index in Pages.nodes, or ARTIFACT
    spacing: float = 0.0
    gaps: tuple[tuple[int, float], ...] = ()
    color: str = "000000"


class Stroke(NamedTuple):
    """A straight line; always an artifact."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


Path = tuple[tuple[float, ...], ...]


class Area(NamedTuple):
    """A filled area with an outline, part of a figure.

    `path` begins at its first point and is closed; each further step is a straight line to (x, y), or a Bézier curve
    (x1, y1, x2, y2, x, y).
    """

    path: Path
    fill: str
    edge: str
    width: float  # of the outline
    node: int


@frozen
class Link:
    """A clickable area that leads to an anchor. `node` is its Link element."""

    x: float
    y: float  # top
    width: float
    height: float
    target: str
    node: int


Operation = DrawnText | Stroke | Area | Link

ElementKind = Literal[
    "Document", "H1", "H2", "H3", "H4", "P", "Note", "Figure", "Span",
    "TOC", "TOCI", "Link", "Table", "THead", "TBody", "TR", "TH", "TD",
]  # fmt: skip


DrawnSource = Paragraph | Heading | Cell | Table | None


class Element(NamedTuple):
    """An element of the logical structure (PDF tags), in reading order; the children of a node come after it."""

    kind: ElementKind
    parent: int  # index, -1 for the root
    scope: Literal["", "Column", "Row", "Both"] = ""
    rowspan: int = 1
    colspan: int = 1
    alternative: str = ""  # /Alt or, for tables, /Summary
    title: str = ""
    source: DrawnSource = None  # whose text is drawn; of a table, the line above its head
    box: tuple[float, ...] = ()  # of a figure: left, top, right, bottom


@frozen
class Page:
    """One page; `label` is the number that it shows, empty if none."""

    width: float
    height: float
    label: str
    operations: tuple[Operation, ...]


@frozen
class Bookmark:
    """An entry of the outline: level from 1, and where it leads (top of the heading)."""

    level: int
    title: str
    page: int  # index of the page
    y: float


@frozen
class LaidTable:
    """What the Word writer takes over from the layout of a table, and checks of the layout look at."""

    name: str
    widths: tuple[float, ...]  # of the grid columns, points
    rows: tuple[tuple[int, int], ...]  # per page on which it stands: (page index, body rows begun there)
    head: tuple[float, ...] = ()  # heights of the head's rows, points
    cells: StyleSheet | None = None  # with the styles of its cells, where these have smaller type than the template's


@frozen
class Drawing:
    """A drawing by itself: what it is made of, from its own top left corner, and its size."""

    width: float
    height: float
    parts: tuple[DrawnText | Stroke | Area, ...]


@frozen
class NarrowTable:
    """A table with grid columns that cannot show what stands in them, and where it stands."""

    section: int
    block: int
    table: Table
    columns: tuple[int, ...]


@frozen
class Pages:
    """The laid out document. `tables` are in the order of the document's Table blocks.

    `entries` says where lines of the contents' entries begin: anchor → places in the heading's text.
    """

    pages: tuple[Page, ...]
    nodes: tuple[Element, ...]
    bookmarks: tuple[Bookmark, ...]
    anchors: Mapping[str, tuple[int, float]]  # anchor → (page index, y)
    labels: Mapping[str, str]  # anchor → the page number shown in the contents
    tables: tuple[LaidTable, ...]
    entries: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    drawings: tuple[Drawing, ...] = ()  # of the document's charts, in their order
    overfull: tuple[str, ...] = ()  # tables that are not laid out: their heads leave no room for a row on a page
    missing: tuple[str, ...] = ()  # characters that no face has
    narrow: tuple[NarrowTable, ...] = ()  # tables in which texts would stand over one another
    differs: bool = False  # LibreOffice sets some paragraph in another number of lines: see `lay_out`, `loose`
