"""Findings at their cells (问题): which cell of a workbook each finding of a check concerns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from generator.base.paths import ROOT, ValuePath
from generator.findings.finding import Finding, Place
from generator.workbook import write as writing
from generator.workbook.export import Ready
from generator.workbook.rows import Spot, spots
from generator.workbook.write import Written


def written(ready: Ready, findings: Sequence[Finding]) -> Written:
    """Write the workbook of a budget with findings: listed on a sheet with links, and noted at their cells."""
    at = spotted(findings, spots(ready.plan, ready.rows), ready.places)
    return writing.write(ready.plan, ready.rows, ready.words, ready.record, title=ready.title, findings=findings, at=at)


def spotted(
    findings: Iterable[Finding], cells: Mapping[ValuePath, Spot], places: Mapping[ValuePath, Place]
) -> dict[Finding, Spot]:
    """Give the cells of findings: of the value itself, of the first one within it, or of what is around it."""
    by_file: dict[str, list[tuple[int, int, ValuePath]]] = {}
    for path, place in places.items():
        by_file.setdefault(place.file, []).append((place.line, place.column, path))
    for listed in by_file.values():
        listed.sort(key=lambda one: one[:2])
    first: dict[ValuePath, Spot] = {}
    for path, spot in cells.items():
        for end in range(1, len(path)):
            first.setdefault(path[:end], spot)
    found = {}
    for one in findings:
        path = one.path or _path_at(one.place, by_file)
        around = (path[:end] for end in range(len(path), 0, -1))
        known = next((cells.get(way) or first[way] for way in around if way in cells or way in first), None)
        if known is not None:
            found[one] = known
    return found


def _path_at(place: Place | None, by_file: Mapping[str, Sequence[tuple[int, int, ValuePath]]]) -> ValuePath:
    """Give the path of the value at a place, or of the one before it in its line."""
    listed = by_file.get(place.file, ()) if place is not None else ()
    if place is None or not listed:
        return ROOT
    number = bisect_right([one[:2] for one in listed], (place.line, place.column)) - 1
    line, _, path = listed[max(number, 0)]
    return path if line == place.line else ROOT
