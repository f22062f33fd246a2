"""Which findings a reader is shown (挑选): those that are asked for, equal ones once, and no more than can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from generator.base.frozen import frozen
from generator.findings.finding import Finding, Kind, Place, Severity

FEWEST = 3  # equal findings that are told as one
_PLACES = 6  # of them that are named
_RANKS = {severity: rank for rank, severity in enumerate(Severity)}  # the worst first


@frozen
class Wanted:
    """Which findings are listed: codes or their beginnings that are taken or left out, and the least severity."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    least: Severity = Severity.HINT

    def takes(self, finding: Finding) -> bool:
        """Tell whether a finding is asked for."""
        code = finding.code
        taken = not self.select or code.startswith(self.select)
        return taken and not code.startswith(self.ignore) and _RANKS[finding.severity] <= _RANKS[self.least]


@frozen
class EqualFindings:
    """Findings that say the same: the first, and where the others stand."""

    first: Finding
    others: tuple[Place, ...] = ()

    @property
    def size(self) -> int:
        """How many findings it stands for."""
        return 1 + len(self.others)

    @property
    def elsewhere(self) -> str:
        """Where else the same is found: the first places, those in the file of the first without its name."""
        file = self.first.place.file if self.first.place else ""
        told: list[str] = []
        for place in self.others[:_PLACES]:
            same = place.file == file and place.line and not place.words
            told.append(f"{place.line}:{place.column}" if same else str(place))
            file = place.file
        more = "……" if len(self.others) > _PLACES else ""
        return f"同样的还有 {len(self.others)} 处：{'、'.join(told)}{more}"


def grouped(findings: Iterable[Finding]) -> tuple[EqualFindings, ...]:
    """Put findings together that say the same at several places; each group stands where its first one stood."""
    every = [(finding, _said_by(finding)) for finding in findings]
    equal: dict[object, list[Finding]] = {}
    for finding, same in every:
        equal.setdefault(same, []).append(finding)
    groups = []
    for finding, same in every:
        found = equal[same]
        if len(found) < FEWEST:
            groups.append(EqualFindings(finding))
        elif finding is found[0]:
            groups.append(EqualFindings(finding, tuple(one.place for one in found[1:] if one.place)))
    return tuple(groups)


def _said_by(finding: Finding) -> object:
    """Give what findings have in common that are told as one; what compares places stands for itself."""
    alone = id(finding) if finding.related or finding.place is None else 0
    return finding.kind, finding.message, finding.remedy, finding.accepted, alone


def leading(groups: Sequence[EqualFindings], limit: int) -> tuple[EqualFindings, ...]:
    """Give so many groups, in their order: the severe ones before others, and of each folder some; 0 gives all."""
    if not limit or len(groups) <= limit:
        return tuple(groups)
    before: Counter[tuple[Severity, PurePosixPath | None]] = Counter()
    ranked = []
    for number, group in enumerate(groups):
        place = group.first.place
        own = (group.first.severity, PurePosixPath(place.file).parent if place else None)
        ranked.append((_RANKS[group.first.severity], before[own], number))
        before[own] += 1
    return tuple(groups[number] for number in sorted(number for *_, number in sorted(ranked)[:limit]))


def statistics(findings: Iterable[Finding]) -> tuple[tuple[int, Severity, Kind], ...]:
    """Count findings by kind and severity: the most frequent first."""
    counts = Counter((finding.severity, finding.kind) for finding in findings)
    rows = [(count, severity, kind) for (severity, kind), count in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row[0], row[2].code, _RANKS[row[1]])))
