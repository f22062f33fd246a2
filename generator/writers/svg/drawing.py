"""Drawing operations as SVG: every character where it is printed, so that a screen shows what paper will.

Lengths are points; the box of an `svg` element is that of the page. Only presentation attributes are used, no styles:
a page with a strict content security policy shows it. Faces are named by `family`, for whoever serves their files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from generator.base.markup import escape, legal, quoted
from generator.typeset.faces import FaceSet
from generator.typeset.pages import Area, DrawnText, Operation, Stroke

BLACK = "000000"
LAST_BMP = "\uffff"
Attributes = Mapping[str, str]
GroupOf = Callable[[int, DrawnText], Attributes]  # what is said of a text, by its number among the operations


def own_family(face: str) -> str:
    """Name the family under which a file of a face is served."""
    return f"印刷{face}"


def svg(
    width: float,
    height: float,
    operations: Sequence[Operation],
    faces: FaceSet,
    *,
    family: Callable[[str], str] = own_family,
    attributes: Attributes | None = None,
    group: GroupOf = lambda number, text: {},
) -> str:
    """Return an `svg` element. Texts of which `group` says the same, one after another, share a `g` that says it."""
    around = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {number(width)} {number(height)}",
        "xml:space": "preserve",
        **(attributes or {}),
    }
    inside = "".join((*_rules(operations), *_areas(operations), *_texts(operations, faces, family, group)))
    return f"<svg{written(around)}>{inside}</svg>"


def _rules(operations: Iterable[Operation]) -> Iterator[str]:
    """Yield the rules, those of one width as one path."""
    rules = [one for one in operations if isinstance(one, Stroke)]
    for width in sorted({rule.width for rule in rules}):
        lines = "".join(
            f"M{number(r.x1)} {number(r.y1)}L{number(r.x2)} {number(r.y2)}" for r in rules if r.width == width
        )
        yield f'<path d="{lines}" stroke="#000" stroke-width="{number(width)}" fill="none"/>'


def _areas(operations: Iterable[Operation]) -> Iterator[str]:
    """Yield the areas of charts."""
    for area in (one for one in operations if isinstance(one, Area)):
        start, *steps = (tuple(map(number, step)) for step in area.path)
        drawn = "".join(f"{'C' if len(step) > 2 else 'L'}{' '.join(step)}" for step in steps)  # noqa: PLR2004 a point
        how = {"fill": f"#{area.fill}", "stroke": f"#{area.edge}", "stroke-width": number(area.width)}
        path = f"M{' '.join(start)}{drawn}Z"
        yield f"<path{written({'d': path, **how})}/>"


def _texts(
    operations: Iterable[Operation], faces: FaceSet, family: Callable[[str], str], group: GroupOf
) -> Iterator[str]:
    drawn = [
        (dict(group(at, one)), one) for at, one in enumerate(operations) if isinstance(one, DrawnText) and one.text
    ]
    for said, texts in groupby(drawn, key=lambda pair: pair[0]):
        inside = "".join(text(one, faces, family) for _, one in texts)
        yield f"<g{written(said)}>{inside}</g>" if said else inside


def text(drawn: DrawnText, faces: FaceSet, family: Callable[[str], str] = own_family) -> str:
    """Return the elements that draw a text, each of its characters at its own place."""
    colour = {"fill": f"#{drawn.color}"} if drawn.color != BLACK else {}
    placed = tuple(zip(drawn.text, places(drawn, faces), strict=True))
    found = ""
    for part in _parts(placed):
        said = "".join(character for character, _ in part)
        where = {"x": " ".join(number(x) for _, x in part), "y": number(drawn.y)}
        font = {"font-family": family(drawn.face), "font-size": number(drawn.size)}
        found += f"<text{written({**where, **font, **colour})}>{escape(said)}</text>"
    return found


def _parts(placed: Sequence[tuple[str, float]]) -> Iterator[list[tuple[str, float]]]:
    """Divide a text such that a character beyond the BMP stands alone: browsers count it as two of a list of places."""
    part: list[tuple[str, float]] = []
    for character, x in placed:
        if legal(character) != character:
            continue
        if part and max(character, part[-1][0]) > LAST_BMP:
            yield part
            part = []
        part.append((character, x))
    if part:
        yield part


def places(drawn: DrawnText, faces: FaceSet) -> Iterator[float]:
    """Yield where each character of a text begins (points)."""
    gaps, x = dict(drawn.gaps), drawn.x
    for at, character in enumerate(drawn.text):
        x += gaps.get(at, 0.0)
        yield x
        x += faces.advance(drawn.face, character) * drawn.size + drawn.spacing


def written(attributes: Attributes) -> str:
    """Write attributes, each after a space."""
    return "".join(f" {name}={quoted(legal(value))}" for name, value in attributes.items())


def number(value: float) -> str:
    """Return a number to a hundredth of a point."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
