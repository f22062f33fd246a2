"""Pages under construction: operations, logical structure, and the height that is left."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.document.stylesheet import Align, PageGeometry
from generator.typeset.linebreak import TextLine
from generator.typeset.pages import ARTIFACT, DrawnSource, DrawnText, Element, ElementKind, Operation


@dataclass(slots=True)
class Draft:
    """A page that is being filled. `hard`: it began with a break that the document asked for."""

    geometry: PageGeometry
    numbered: bool
    restart: bool
    hard: bool
    section: str
    operations: list[Operation | None] = field(default_factory=list)


class Canvas:
    """Where the layout draws: the current page and its height left, all pages, and the structure tree."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.nodes: list[Element] = [Element("Document", -1)]
        self.y = 0.0
        self.fresh = True  # nothing stands on the page yet

    def open_section(self, name: str, geometry: PageGeometry, numbered: bool, restart: bool) -> None:
        """Begin pages of a geometry on a new page; `name` is the page's name in the Word template."""
        self._open(Draft(geometry, numbered, restart, hard=True, section=name))

    def turn(self, hard: bool = False) -> None:
        """Go to the next page of the section."""
        last = self.drafts[-1]
        self._open(Draft(self.geometry, last.numbered, False, hard, last.section))

    def _open(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.y = draft.geometry.top
        self.fresh = True

    @property
    def geometry(self) -> PageGeometry:
        """The geometry of the current page."""
        return self.drafts[-1].geometry

    @property
    def index(self) -> int:
        """The index of the current page."""
        return len(self.drafts) - 1

    @property
    def space(self) -> float:
        """The height left on the page, points."""
        return self.geometry.height - self.geometry.bottom - self.y

    @property
    def capacity(self) -> float:
        """The height of the text area of a page, points."""
        return self.geometry.height - self.geometry.bottom - self.geometry.top

    @property
    def width(self) -> float:
        """The width of the text area, points."""
        return self.geometry.width - self.geometry.left - self.geometry.right

    @property
    def operations(self) -> list[Operation | None]:
        """The operations of the current page; None keeps a place for what is not known yet."""
        return self.drafts[-1].operations

    def advance(self, height: float) -> None:
        """Move down."""
        self.y += height
        self.fresh = False

    def figure(self, alternative: str, box: tuple[float, float, float, float]) -> int:
        """Add a figure to the logical structure: what it shows in words, and its left, top, right and bottom edge."""
        self.nodes.append(Element("Figure", 0, alternative=alternative, box=box))
        return len(self.nodes) - 1

    def node(
        self,
        kind: ElementKind,
        parent: int = 0,
        *,
        scope: str = "",
        rowspan: int = 1,
        colspan: int = 1,
        alt: str = "",
        source: DrawnSource = None,
    ) -> int:
        """Add an element to the logical structure and return its index."""
        self.nodes.append(Element(kind, parent, scope, rowspan, colspan, alt, "", source))  # type: ignore[arg-type]
        return len(self.nodes) - 1

    def line(self, line: TextLine, x: float, y: float, size: float, node: int = ARTIFACT) -> None:
        """Draw a line of text with its baseline at y."""
        draw = self.drafts[-1].operations.append
        for at, text, face, spacing, gaps, color in line.segments:
            draw(DrawnText(x + at, y, face, size, text, node, spacing, gaps, color))


def aligned(x: float, width: float, line: TextLine, align: Align) -> float:
    """Return where a line begins in a box of a width."""
    if align == "right":
        return x + width - line.width
    return x + (width - line.width) / 2 if align == "center" else x
