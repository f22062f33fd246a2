"""One cause is one remark: what only follows from a figure that is told as wrong itself is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.audit.remark import CERTAINTIES, DOUBTFUL, SMALL, WRONG, AuditRemark
from generator.findings.finding import Place


def causes(found: Iterable[AuditRemark]) -> Iterator[AuditRemark]:
    """Leave out what follows from a figure that contradicts another one, and what says the same of it again."""
    return _once(list(_not_reckoned(list(found))))


def _not_reckoned(every: Sequence[AuditRemark]) -> Iterator[AuditRemark]:
    """Leave out rates, sums and figures of last year that were reckoned from a figure that contradicts another one."""
    wrong = [one for one in every if one.certainty == WRONG]
    direct = {place for one in wrong if not one.reckoned for place in _told_at(one)}
    own = {one.finding.place for one in wrong}
    apart = {(one.apart, place) for one in wrong if not one.reckoned for place, _ in one.finding.related}
    most: dict[Place | None, Decimal] = {}
    for place, by in ((place, one.apart) for one in wrong if not one.reckoned for place in _places(one)):
        most[place] = max(most.get(place, by), by)
    for one in every:
        from_others = {*one.reckoned} - {one.finding.place}
        follows = not (direct.isdisjoint(one.reckoned) and own.isdisjoint(from_others))
        follows = follows or any((one.apart, place) in apart for place in one.reckoned)
        # the whole is told, and is as much too small against another figure
        follows = follows or bool(one.reckoned and 0 < one.apart <= most.get(one.finding.place, 0))
        if one.certainty not in (WRONG, DOUBTFUL) or not follows:
            yield one


def _once(every: Sequence[AuditRemark]) -> Iterator[AuditRemark]:
    """Leave out what is said twice, and amounts that differ by as much as others with which they share a figure.

    Slips of the pen are told wherever they are: one paragraph may have the same one twice.
    """
    kept: set[tuple[object, ...]] = set()
    left: set[int] = set()
    for at, one in sorted(enumerate(every), key=lambda each: CERTAINTIES.index(each[1].certainty)):
        said = (one.certainty, one.finding.code, one.finding.message, one.finding.place)
        apart = {(one.apart, place) for place in _places(one)} if one.apart else set()
        if (said in kept and one.certainty != SMALL) or not kept.isdisjoint(apart):
            left.add(at)
        kept |= {said, *apart}
    yield from (one for at, one in enumerate(every) if at not in left)


def _places(one: AuditRemark) -> Iterator[Place | None]:
    yield one.finding.place
    yield from (place for place, _ in one.finding.related)


def _told_at(one: AuditRemark) -> Iterator[Place | None]:
    """Yield the place of a contradiction, and the other one where two figures differ: either may be the wrong one."""
    yield one.finding.place
    if len(one.finding.related) == 1:
        yield one.finding.related[0][0]
