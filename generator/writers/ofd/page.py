"""Pages of an OFD file: drawing operations as text and path objects. Lengths in millimetres, y downwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from generator.base.markup import DECLARATION, escape, legal
from generator.typeset.pages import ARTIFACT, Area, DrawnText, Link, Page, Stroke
from generator.writers.pdf.fonts import PdfFonts

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MILLIMETRES = 25.4 / 72  # of a point
REPEATED = 3  # from this length a run of equal numbers is written once
BLACK = "000000"


class PageWriter:
    """Writes the content of pages; `new_id` gives the next free number, `fonts` the number of each font.

    What is content stands in the body layer in reading order; rules lie behind it, page numbers and repeated heads
    before it, so that the text of the document can be told from them.
    """

    def __init__(self, new_id: Callable[[], int], characters: PdfFonts, fonts: Mapping[str, int]) -> None:
        self.new_id = new_id
        self.characters = characters
        self.fonts = fonts
        self.actions: dict[int, str] = {}  # node of a link → its action

    def page(self, page: Page, actions: Mapping[str, str]) -> str:
        """Return the content of a page; `actions` are what a click on a link to an anchor does."""
        self.actions = {link.node: actions[link.target] for link in page.operations if isinstance(link, Link)}
        texts = [operation for operation in page.operations if isinstance(operation, DrawnText) and operation.text]
        layers = (
            ("Background", "".join((*self._rules(page), *self._areas(page)))),
            ("Body", "".join(self._texts(text for text in texts if text.node != ARTIFACT))),
            ("Foreground", "".join(self._texts(text for text in texts if text.node == ARTIFACT))),
        )
        written = "".join(
            f'<ofd:Layer ID="{self.new_id()}" Type="{kind}">{objects}</ofd:Layer>'
            for kind, objects in layers
            if objects
        )
        content = f"<ofd:Content>{written}</ofd:Content>" if written else ""
        area = f"<ofd:Area><ofd:PhysicalBox>{box(0, 0, page.width, page.height)}</ofd:PhysicalBox></ofd:Area>"
        return f"{DECLARATION}<ofd:Page {NAMESPACE}>{area}{content}</ofd:Page>"

    def _rules(self, page: Page) -> Iterator[str]:
        """Yield the rules, those of one width as one path."""
        rules = [operation for operation in page.operations if isinstance(operation, Stroke)]
        for width in sorted({rule.width for rule in rules}):
            lines = " ".join(
                f"M {length(r.x1)} {length(r.y1)} L {length(r.x2)} {length(r.y2)}" for r in rules if r.width == width
            )
            yield (
                f'<ofd:PathObject ID="{self.new_id()}" Boundary="{box(0, 0, page.width, page.height)}"'
                f' LineWidth="{length(width)}"><ofd:AbbreviatedData>{lines}</ofd:AbbreviatedData></ofd:PathObject>'
            )

    def _areas(self, page: Page) -> Iterator[str]:
        """Yield the filled areas of charts."""
        for area in (operation for operation in page.operations if isinstance(operation, Area)):
            start, *steps = area.path
            drawn = [f"M {' '.join(map(length, start))}"]
            drawn += [f"{'B' if len(step) > 2 else 'L'} {' '.join(map(length, step))}" for step in steps]  # noqa: PLR2004 a point
            yield (
                f'<ofd:PathObject ID="{self.new_id()}" Boundary="{box(0, 0, page.width, page.height)}"'
                f' LineWidth="{length(area.width)}" Fill="true">'
                f'<ofd:StrokeColor Value="{_colour(area.edge)}"/><ofd:FillColor Value="{_colour(area.fill)}"/>'
                f"<ofd:AbbreviatedData>{' '.join(drawn)} C</ofd:AbbreviatedData></ofd:PathObject>"
            )

    def _texts(self, texts: Iterable[DrawnText]) -> Iterator[str]:
        for text in texts:
            steps = self._steps(text)
            x, begin = text.x, 0
            for font, piece in self.characters.split(text.face, text.text):
                end = begin + len(piece)
                before = steps[begin][0]
                advances = [
                    advance + (steps[at + 1][0] if at + 1 < end else 0.0)
                    for at, (_, advance) in enumerate(steps[begin:end], begin)
                ]
                yield self._object(text, font, piece, x + before, advances)
                x += before + sum(advances)
                begin = end

    def _steps(self, text: DrawnText) -> list[tuple[float, float]]:
        """Return for each character the gap before it and its advance (points)."""
        gaps, faces = dict(text.gaps), self.characters.faces
        return [
            (gaps.get(at, 0.0), faces.advance(text.face, character) * text.size + text.spacing)
            for at, character in enumerate(text.text)
        ]

    def _object(self, text: DrawnText, font: str, piece: str, x: float, advances: Sequence[float]) -> str:
        """Return a text object: a piece of a line in one font. Its box is as high as the font."""
        face = self.characters.faces.faces[font]
        ascent, height = face.ascent * text.size, (face.ascent + face.descent) * text.size
        boundary = box(x, text.y - ascent, sum(advances), height)
        delta = f' DeltaX="{numbers(advances[:-1])}"' if len(piece) > 1 else ""
        colour = f'<ofd:FillColor Value="{_colour(text.color)}"/>' if text.color != BLACK else ""
        return (
            f'<ofd:TextObject ID="{self.new_id()}" Boundary="{boundary}" Font="{self.fonts[font]}"'
            f' Size="{length(text.size)}">{self.actions.get(text.node, "")}{colour}'
            f'<ofd:TextCode X="0" Y="{length(ascent)}"{delta}>{escape(legal(piece))}</ofd:TextCode></ofd:TextObject>'
        )


def length(points: float) -> str:
    """Return a length in millimetres, to a thousandth."""
    text = f"{points * MILLIMETRES:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def box(x: float, y: float, width: float, height: float) -> str:
    """Return a box (points) as OFD writes it."""
    return " ".join(map(length, (x, y, width, height)))


def numbers(points: Iterable[float]) -> str:
    """Return lengths as OFD writes them; `g 5 3.7` stands for five times 3.7."""
    parts = []
    for value, group in groupby(map(length, points)):
        count = len(list(group))
        parts.append(f"g {count} {value}" if count >= REPEATED else " ".join([value] * count))
    return " ".join(parts)


def _colour(color: str) -> str:
    return " ".join(str(int(color[at : at + 2], 16)) for at in (0, 2, 4))
