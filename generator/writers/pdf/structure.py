"""The logical structure of a PDF (tags): PDF objects for the elements of Pages, and which page content is each one's.

Follows ISO 32000-1 §14.7–14.8 and what PDF/UA-1 (ISO 14289-1) asks beyond it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from generator.base.frozen import frozen
from generator.typeset.pages import Element
from generator.writers.pdf.content import number
from generator.writers.pdf.fonts import text_string

Position = tuple[int, int]  # (page index, marked-content identifier): a place in reading order
NOWHERE: Position = (-1, -1)


@frozen
class Linked:
    """A link annotation: its node, its page, its object number, and its key in the parent tree."""

    node: int
    page: int
    annotation: int
    key: int


@frozen
class Structure:
    """What the structure tree is made from. `marks[page][mcid]` is a node; `pages` are the pages' object numbers."""

    nodes: Sequence[Element]
    marks: Sequence[Sequence[int]]
    links: Sequence[Linked]
    pages: Sequence[int]
    first: int  # object number of the root; the nodes follow it, then the parent tree
    heights: Sequence[float] = ()  # of the pages, points

    def objects(self) -> list[bytes]:
        """Return all objects of the tree, to be numbered from `first`."""
        contents, children = self._contents(), self._children()
        links: dict[int, list[Linked]] = {}
        for link in self.links:
            links.setdefault(link.node, []).append(link)
        elements, first = [], self.number(0)
        for index, (kind, parent, *rest, _, box) in enumerate(self.nodes):
            own, below, linked = contents[index], children.get(index, ()), links.get(index, ())
            kids: Sequence[Position | int] = own or below
            if own and below:
                kids = _ordered(own, [(_start(child, contents, children), child) for child in below])
            identifier = f"/ID(n{index})" if kind == "Note" else self._placed(box, own) if box else ""
            page = own[0][0] if own else linked[0].page if linked else None
            on_page = "" if page is None else f"/Pg {self.pages[page]} 0 R"
            head = f"{kind}/P {first + parent} 0 R{on_page}{identifier}{_attributes(kind, *rest)}"
            simple = len(own) == 1 and not below  # as most are: the text of a cell
            listed = f" {own[0][1]}" if simple else "".join([self._kid(kid, page) for kid in kids])
            listed += "".join(map(self._object_reference, linked)) if linked else ""
            elements.append(f"<</S/{head}/K[{listed}]>>".encode())
        return [self._root(), *elements, self._parent_tree()]

    def number(self, node: int) -> int:
        """Return the object number of a node's element; of the root for -1."""
        return self.first + 1 + node

    def _contents(self) -> list[tuple[Position, ...]]:
        """Return for each node where its own content stands; most have one place or none."""
        contents: list[tuple[Position, ...]] = [()] * len(self.nodes)
        for page, marks in enumerate(self.marks):
            for mcid, node in enumerate(marks):
                contents[node] += ((page, mcid),)
        return contents

    def _children(self) -> dict[int, list[int]]:
        """Return the children of the nodes that have any."""
        children: dict[int, list[int]] = defaultdict(list)
        for index, node in enumerate(self.nodes):
            if node.parent >= 0:
                children[node.parent].append(index)
        return children

    def _placed(self, box: Sequence[float], own: Sequence[Position]) -> str:
        """Say where a figure stands, which is drawn on one page."""
        height = self.heights[own[0][0]] if own else 0.0
        left, top, right, bottom = box
        corners = " ".join(map(number, (left, height - bottom, right, height - top)))
        return f"/A<</O/Layout/Placement/Block/BBox[{corners}]>>"

    def _kid(self, kid: Position | int, page: int | None) -> str:
        if isinstance(kid, int):
            return f" {self.number(kid)} 0 R"
        if kid[0] == page:
            return f" {kid[1]}"
        return f"<</Type/MCR/Pg {self.pages[kid[0]]} 0 R/MCID {kid[1]}>>"

    def _object_reference(self, link: Linked) -> str:
        return f"<</Type/OBJR/Obj {link.annotation} 0 R/Pg {self.pages[link.page]} 0 R>>"

    def _root(self) -> bytes:
        """Return the StructTreeRoot; notes must have identifiers and are listed by them."""
        tops = " ".join(f"{self.number(index)} 0 R" for index, node in enumerate(self.nodes) if node.parent < 0)
        names = sorted((f"n{i}", self.number(i)) for i, node in enumerate(self.nodes) if node.kind == "Note")
        listed = "".join(f"({name}){number} 0 R" for name, number in names)
        identifiers = f"/IDTree<</Names[{listed}]>>" if names else ""
        tree = f"/ParentTree {self.number(len(self.nodes))} 0 R"
        last = len(self.pages) + len(self.links)
        return f"<</Type/StructTreeRoot/K[{tops}]{tree}/ParentTreeNextKey {last}{identifiers}>>".encode()

    def _parent_tree(self) -> bytes:
        """Return the number tree that leads from page content and links to their elements."""
        pages = "".join(
            f"{page}[{' '.join(f'{self.number(node)} 0 R' for node in marks)}]" for page, marks in enumerate(self.marks)
        )
        links = "".join(f"{link.key} {self.number(link.node)} 0 R\n" for link in self.links)
        return f"<</Nums[{pages}{links}]>>".encode()


def _start(node: int, contents: Sequence[Sequence[Position]], children: Mapping[int, Sequence[int]]) -> Position:
    """Return where the content of a node's whole branch begins, which is in order; NOWHERE if it has none."""
    starts = (_start(child, contents, children) for child in children.get(node, ()))
    return min((start for start in (*contents[node][:1], *starts) if start != NOWHERE), default=NOWHERE)


def _ordered(own: Sequence[Position], children: Sequence[tuple[Position, int]]) -> list[Position | int]:
    """Merge a node's own content and its children into reading order; children keep theirs, empty ones their place.

    Beside each child stands where the content of its whole branch begins.
    """
    placed: list[tuple[Position, Position | int]] = [(position, position) for position in own]
    reached = NOWHERE
    for start, child in children:
        reached = max(reached, start)
        placed.append((reached, child))
    return [kid for _, kid in sorted(placed, key=lambda pair: pair[0])]


@lru_cache(512)  # nearly all elements are cells of a few kinds
def _attributes(kind: str, scope: str, rowspan: int, colspan: int, alternative: str, title: str) -> str:
    """Return the title, the alternative text, and spans, scope and summary as table attributes."""
    table = f"/Scope/{scope}" if scope else ""
    table += f"/RowSpan {rowspan}" if rowspan > 1 else ""
    table += f"/ColSpan {colspan}" if colspan > 1 else ""
    if kind == "Table" and alternative:
        table += f"/Summary{text_string(alternative)}"
    said = f"/T{text_string(title)}" if title else ""
    said += f"/Alt{text_string(alternative)}" if alternative and kind != "Table" else ""
    return said + (f"/A<</O/Table{table}>>" if table else "")
