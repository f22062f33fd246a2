"""Findings as text (检查报告): place first, the line with carets under the characters concerned, then what to do.

Every piece is cleaned before it is joined to the others, so that line breaks and colours are only ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate, takewhile
from unicodedata import east_asian_width

from generator.base.lines import lines_of
from generator.base.paths import said
from generator.findings import clean
from generator.findings.clean import Clean
from generator.findings.finding import Finding, Place, Severity

Paint = Callable[
    [str, str], str
]  # role (`错误`, `警告`, `提示`, `place`, `caret`) and text → the text, coloured or not

WIDEST = 100  # columns of an excerpt
_BEFORE = 40  # columns kept before the place, in a line that is longer
_TAB = 4
_LAST = {Severity.ERROR: "个错误", Severity.WARNING: "个警告", Severity.HINT: "个提示"}


def plain(_: str, text: str) -> str:
    """Paint nothing."""
    return text


def render(
    findings: Iterable[Finding], sources: Mapping[str, str], *, paint: Paint = plain, hints: bool = False
) -> Clean:
    """Render findings with excerpts of `sources` (file name → text), and a summary line.

    `paint` may add colour to parts of the text. With `hints` the first finding of each code says how to learn more.
    """
    shown = tuple(findings)
    lines = {name: lines_of(text) for name, text in sources.items()}
    explained: set[str] = set() if hints else {finding.code for finding in shown}
    parts = []
    for finding in shown:
        more = "" if finding.code in explained else f"\n  详见：budget explain {finding.code}"
        explained.add(finding.code)
        parts.append(_one(finding, lines, paint) + more)
    return Clean("\n\n".join([*parts, summary(shown)]) + "\n")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Order findings by file, line and column; those of one place keep their order."""
    return tuple(sorted(findings, key=lambda one: one.place or Place("")))


def summary(findings: Iterable[Finding]) -> str:
    """Count the findings in one line."""
    every = tuple(findings)
    counts = dict.fromkeys(Severity, 0)
    for finding in every:
        counts[finding.severity] += 1
    accepted = sum(bool(finding.accepted) for finding in every)
    told = [f"{count} {_LAST[severity]}" for severity, count in counts.items() if count]
    also = f"，其中 {accepted} 个已说明" if accepted else ""
    return f"共 {'、'.join(told)}{also}。" if told else "没有发现问题。"


def concise(finding: Finding) -> Clean:
    """Render a finding as one line: place, severity, code, message."""
    place = f"{clean.line(str(finding.place))}: " if finding.place else ""
    return Clean(f"{place}{finding.severity.value} {finding.code} {clean.line(finding.message)}")


def width(text: str) -> int:
    """Measure a text in columns of a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def fitting(text: Iterable[str], columns: int) -> int:
    """Count the first characters of a text that fit into so many columns; nothing is looked at after them."""
    return sum(1 for _ in takewhile(lambda used: used <= columns, accumulate(map(width, text))))


def shortened(text: str, columns: int) -> str:
    """Cut a text that takes more than so many columns, and say so by “…”."""
    end = fitting(text, columns)
    return text if end >= len(text) else f"{text[: fitting(text, columns - 1)]}…"


def _one(finding: Finding, lines: Mapping[str, list[str]], paint: Paint) -> str:
    path = f"（{clean.line(said(finding.path))}）" if said(finding.path) else ""
    head = f"{finding.severity.value} {finding.code} {finding.kind.name}{path}"
    place = paint("place", f"{clean.line(str(finding.place))}: ") if finding.place else ""
    parts = [f"{place}{paint(finding.severity.value, head)}", f"  {clean.line(finding.message)}"]
    if finding.place:
        parts += _excerpt(finding.place, lines, paint)
    parts += [f"  {clean.line(str(where))}: {clean.line(label)}" for where, label in finding.related]
    if finding.accepted:
        parts.append(f"  已说明：{clean.line(finding.accepted)}")
    elif finding.remedy:
        parts.append(f"  改法：{clean.line(finding.remedy)}")
    return "\n".join(parts)


def _excerpt(place: Place, lines: Mapping[str, list[str]], paint: Paint) -> list[str]:
    """Give the line of a place with its number, and carets under the characters concerned."""
    known = lines.get(place.file, [])
    if place.words or not 1 <= place.line <= len(known):
        return []
    around, start = _around(known[place.line - 1], place.column)
    text = clean.line(around)
    marked = text[start : start + max(1, place.length)]
    number = str(place.line)
    carets = paint("caret", "^" * max(1, width(marked)))
    return [f"  {number} | {text}", f"  {' ' * len(number)} | {' ' * width(text[:start])}{carets}"]


def _around(line: str, column: int) -> tuple[str, int]:
    """Cut a line to what an excerpt can hold around a column (from 1), and give the index of that column in it.

    A character takes a column at least: of a long line, no more characters are looked at than columns can be shown.
    """
    at = min(max(0, column - 1), len(line))
    is_long = width(_expand(line[: WIDEST + 1])) > WIDEST
    room = _BEFORE if is_long else WIDEST
    before, after = _expand(line[max(0, at - room) : at]), _expand(line[at : at + WIDEST + 1])
    first = len(before) - fitting(reversed(before), room)
    head = "…" if at > room or first else ""
    end = fitting(after, WIDEST - width(before[first:]))
    tail = "…" if end < len(after) else ""
    return f"{head}{before[first:]}{after[:end]}{tail}", len(head) + len(before) - first


def _expand(line: str) -> str:
    return line.replace("\t", " " * _TAB)
