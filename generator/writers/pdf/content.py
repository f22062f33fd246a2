"""Content streams of a PDF: a page's drawing operations as text, with marks that tie them to the logical structure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from generator.typeset.pages import ARTIFACT, Area, DrawnText, Element, Page, Stroke
from generator.writers.pdf.fonts import PdfFonts, text_string

NOTHING = -2  # no marked content is open
WORD_GAP = 0.1  # in em: readers take a greater gap for a space between words, unless they are told the text


def number(value: float) -> str:
    """Return a number as PDF writes it, to a hundredth of a point."""
    return f"{value:.2f}"


def colour(color: str) -> str:
    """Return a colour, RRGGBB, as PDF writes it: three numbers from 0 to 1."""
    return " ".join(number(int(color[start : start + 2], 16) / 255) for start in (0, 2, 4))


class Pen:
    """Writes the content stream of one page; `marks` are the nodes of the marked-content identifiers 0, 1, …"""

    def __init__(self, page: Page, nodes: tuple[Element, ...], fonts: PdfFonts, resources: dict[str, str]) -> None:
        self.height = page.height
        self.nodes = nodes
        self.fonts = fonts
        self.resources = resources
        self.marks: list[int] = []
        self.out: list[str] = []
        self.open = NOTHING
        self.color, self.spacing = "000000", 0.0  # the text state
        self.font: tuple[str, float] | None = None
        self.y, self.up = -1.0, ""  # of the text before: its baseline, and as it is written

    def draw(self, page: Page) -> bytes:
        """Return the content stream: rules first, then areas, then texts in their order."""
        self.rules([operation for operation in page.operations if isinstance(operation, Stroke)])
        self.areas([operation for operation in page.operations if isinstance(operation, Area)])
        self.out.append("BT")
        for line in self.lines(page):
            self.line(line)
        self.mark(NOTHING)
        self.out.append("ET\n")
        return "\n".join(self.out).encode("ascii")

    def rules(self, rules: list[Stroke]) -> None:
        """Draw the rules as one artifact."""
        if not rules:
            return
        self.out.append("/Artifact BMC")
        width = None
        for rule in rules:
            if rule.width != width:
                width = rule.width
                self.out.append(f"{number(width)} w")
            x1, y1, x2, y2, _ = rule
            self.out.append(f"{x1:.2f} {self.height - y1:.2f} m {x2:.2f} {self.height - y2:.2f} l S")
        self.out.append("EMC")

    def areas(self, areas: list[Area]) -> None:
        """Draw the areas of figures, each figure as content of its own."""
        for area in areas:
            self.mark(area.node)
            self.out.append(f"q {colour(area.fill)} rg {colour(area.edge)} RG {number(area.width)} w")
            (x, y), *steps = area.path
            self.out.append(f"{x:.2f} {self.height - y:.2f} m")
            for step in steps:
                flipped = " ".join(number(self.height - one if at % 2 else one) for at, one in enumerate(step))
                self.out.append(f"{flipped} {'c' if len(step) > 2 else 'l'}")  # noqa: PLR2004 a point
            self.out.append("b Q")
        self.mark(NOTHING)

    def lines(self, page: Page) -> Iterator[list[DrawnText]]:
        """Yield the texts of a page, those together that make a line of one node, no gap wider than an em in it."""
        line: list[DrawnText] = []
        for text in page.operations:
            if isinstance(text, DrawnText) and text.text:
                if line:
                    before = line[-1]
                    if before.node != text.node or before.y != text.y or abs(text.x - self.end(before)) >= text.size:
                        yield line
                        line = []
                line.append(text)
        if line:
            yield line

    def end(self, text: DrawnText) -> float:
        """Return where a text ends."""
        width = self.fonts.faces.width(text.face, text.text) * text.size + text.spacing * len(text.text)
        return text.x + width + sum(gap for _, gap in text.gaps)

    def line(self, line: list[DrawnText]) -> None:
        """Draw a line; its text is said in full where a reader would take gaps for spaces."""
        self.mark(line[0].node)
        spoken = self.open != ARTIFACT and self.torn(line)
        if spoken:
            self.out.append(f"/Span <</ActualText {text_string(''.join(text.text for text in line))}>> BDC")
        for text in line:
            self.text(text)
        if spoken:
            self.out.append("EMC")

    def torn(self, line: list[DrawnText]) -> bool:
        """Tell whether a line has gaps that look like spaces between words."""
        apart = WORD_GAP * line[0].size
        if len(line) == 1 and not line[0].gaps:
            return line[0].spacing > apart
        inside = (gap > apart for text in line for gap in (text.spacing, *(gap for _, gap in text.gaps)))
        between = (text.x - self.end(before) + before.spacing > apart for before, text in pairwise(line))
        return any(inside) or any(between)

    def text(self, text: DrawnText) -> None:
        """Draw a piece of a line."""
        x, y, face, size, said, _, spacing, gaps, color = text
        put = self.out.append
        if color != self.color:
            self.color = color
            put(f"{colour(color)} rg")
        if spacing != self.spacing:
            self.spacing = spacing
            put(f"{spacing:.2f} Tc")
        if y != self.y:  # most stand in one row with others
            self.y, self.up = y, f"{self.height - y:.2f} Tm"
        put(f"1 0 0 1 {x:.2f} {self.up}")
        begin = 0
        for font, piece, plain in self.fonts.pieces(face, said):
            if (font, size) != self.font:
                self.font = (font, size)
                put(f"/{self.resources[font]} {size:.2f} Tf")
            end = begin + len(piece)
            own = [(at - begin, gap) for at, gap in gaps if begin <= at < end] if gaps else ()
            put(self.show(piece, own, size) if own else plain)
            begin = end

    def show(self, piece: str, gaps: Iterable[tuple[int, float]], size: float) -> str:
        """Return the operator that shows a piece in one font, with gaps before some of its characters."""
        shown, start = "", 0
        for at, gap in sorted(gaps):
            before = f"<{self.fonts.encode(piece[start:at])}>" if at > start else ""
            shown += f"{before}{-1000 * gap / size:.2f}"
            start = at
        return f"[{shown}<{self.fonts.encode(piece[start:])}>] TJ"

    def mark(self, node: int) -> None:
        """Close the marked content that is open and open that of a node, unless it is the same."""
        if node == self.open:
            return
        if self.open != NOTHING:
            self.out.append("EMC")
        self.open = node
        if node == ARTIFACT:
            self.out.append("/Artifact BMC")
        elif node != NOTHING:
            self.out.append(f"/{self.nodes[node].kind} <</MCID {len(self.marks)}>> BDC")
            self.marks.append(node)
