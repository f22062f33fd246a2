"""Where exactly a remark stands (位置): the words that it quotes, the page they are on, and their boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.audit.remark import AuditRemark
from generator.findings.finding import Place
from generator.grids.grid import ForeignFile
from generator.grids.spots import PageSpots
from generator.recognition.patterns import tight, tight_text

_QUOTED = re.compile("“([^“”]+)”")


def placed(remarks: Iterable[AuditRemark], file: ForeignFile) -> Iterator[AuditRemark]:
    """Give remarks with their places as exact as the file allows, and with the boxes of these."""
    spots = PageSpots(file)
    for remark in remarks:
        finding = remark.finding
        place = None if finding.place is None else _exact(finding.place, finding.message, spots)
        related = tuple((_exact(other, words, spots), words) for other, words in finding.related)
        boxes = [() if place is None else spots.of(place), *(spots.of(other) for other, _ in related)]
        yield AuditRemark(remark.certainty, replace(finding, place=place, related=related), tuple(boxes))


def _exact(place: Place, words: str, spots: PageSpots) -> Place:
    """Confine the place of a paragraph to the first words that are quoted from it; say the page that they are on."""
    passage = spots.passage(place)
    if passage is not None and not place.column:
        whole = tight_text(passage)
        for quoted in map(tight, _QUOTED.findall(words)):
            at = whole.text.find(quoted) if quoted else -1
            if at >= 0:
                place = whole.at(at, at + len(quoted))
                break
    page = spots.page(place)
    return place._replace(named=f"第 {page} 页") if passage is not None and page else place
