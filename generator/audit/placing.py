"""Where exactly a remark stands (位置): the words that it quotes, the page they are on, and their boxes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.audit.remark import AuditRemark
from generator.findings.finding import Place
from generator.grids.grid import ForeignFile, Passage
from generator.grids.spots import PageSpots
from generator.recognition.patterns import tight, tight_text

_QUOTED = re.compile("“([^“”]+)”")
_AROUND, _LONGEST = 16, 60  # characters that are shown around the words that are meant, and of these
_SHORTEST = 2  # characters: a single one may stand anywhere


def placed(remarks: Iterable[AuditRemark], file: ForeignFile) -> Iterator[AuditRemark]:
    """Give remarks with their places as exact as the file allows, and with the boxes of these."""
    spots = PageSpots(file)
    told: Counter[tuple[Place, str]] = Counter()
    for remark in remarks:
        finding = remark.finding
        place = None if finding.place is None else _exact(finding.place, finding.message, spots, told)
        related = tuple((_exact(other, words, spots, told), words) for other, words in finding.related)
        boxes = [() if place is None else spots.of(place), *(spots.of(other) for other, _ in related)]
        words = ("", "", "") if place is None else _words(spots.passage(place), place)
        yield AuditRemark(remark.certainty, replace(finding, place=place, related=related), tuple(boxes), words)


def _words(passage: Passage | None, place: Place) -> tuple[str, str, str]:
    """Give the words at a place in a paragraph, with some before and after them; of a long text its beginning."""
    if passage is None:
        return "", "", ""
    text = passage.text
    start = place.column - 1 if place.column else 0
    end = start + place.length if place.column else len(text)
    before, after = max(start - _AROUND, 0), min(end, start + _LONGEST)
    return (
        "……" * (before > 0) + text[before:start],
        text[start:after] + "……" * (after < end),
        text[end : end + _AROUND] + "……" * (end + _AROUND < len(text)),
    )


def _exact(place: Place, words: str, spots: PageSpots, told: Counter[tuple[Place, str]]) -> Place:
    """Confine the place of a paragraph to the first words that are quoted from it; say the page that they are on.

    `told` counts what was quoted of each paragraph: where that is said again, the next such words are meant.
    """
    passage = spots.passage(place)
    if passage is not None and not place.column:
        whole = tight_text(passage)
        for quoted in (tight(one.strip("…")) for one in _QUOTED.findall(words)):
            long = len(quoted) >= _SHORTEST
            found = [one.start() for one in re.finditer(re.escape(quoted), whole.text)] if long else []
            if found:
                at = found[min(told[place, quoted], len(found) - 1)]
                told[place, quoted] += 1
                place = whole.at(at, at + len(quoted))
                break
    page = spots.page(place)
    return place._replace(named=f"第 {page} 页") if passage is not None and page else place
