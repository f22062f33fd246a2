"""Findings as text (检查报告): place first, the line with carets under the characters concerned, then what to do.

Every piece is cleaned before it is joined to the others, so that line breaks and colours are only ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from generator.base.frozen import frozen
from generator.base.lines import lines_of
from generator.base.paths import said
from generator.base.terminal import fitting, indented, width, wrap
from generator.findings import clean
from generator.findings.clean import Clean
from generator.findings.finding import Finding, Place, Severity
from generator.findings.groups import EqualFindings, grouped

Paint = Callable[
    [str, str], str
]  # role (`错误`, `警告`, `提示`, `place`, `caret`) and text → the text, coloured or not

WIDEST = 100  # columns of an excerpt
NARROWEST = 40  # columns that a line gets in a terminal, however small that is
_BEFORE = 40  # columns kept before the place, in a line that is longer
_TAB = 4
_LAST = {Severity.ERROR: "个错误", Severity.WARNING: "个警告", Severity.HINT: "个提示"}


def plain(_: str, text: str) -> str:
    """Paint nothing."""
    return text


def render(
    findings: Iterable[Finding],
    sources: Mapping[str, str],
    *,
    paint: Paint = plain,
    hints: bool = False,
    columns: int = 0,
) -> Clean:
    """Render findings with excerpts of `sources` (file name → text), and a summary line.

    Equal ones are told once. `paint` may add colour to parts of the text. With `hints` the first finding of each code
    says how to learn more. No line takes more than `columns` of a terminal; 0 breaks none.
    """
    shown = tuple(findings)
    told = render_groups(grouped(shown), sources, paint=paint, hints=hints, columns=columns)
    return Clean(told + "".join(f"{line}\n" for line in wrap(summary(shown), columns)))


def render_groups(
    groups: Iterable[EqualFindings],
    sources: Mapping[str, str],
    *,
    paint: Paint = plain,
    hints: bool = False,
    columns: int = 0,
) -> Clean:
    """Render groups of equal findings, each with a blank line after it."""
    look = _Look(paint, max(columns, NARROWEST) if columns else 0)
    lines = {name: lines_of(text) for name, text in sources.items()}
    explained: set[str] = set()
    parts: list[str] = []
    for group in groups:
        code = group.first.code
        more = [f"  详见：budget explain {code}"] if hints and code not in explained else []
        explained.add(code)
        parts += [*_told(group, lines, look), *more, ""]
    return Clean("".join(f"{line}\n" for line in parts))


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


@frozen
class _Look:
    """How a report looks: who paints, and how many columns a line may take (0: any)."""

    paint: Paint
    columns: int

    def lines(self, text: str) -> list[str]:
        """Break a line of a report."""
        return indented(text, self.columns)


def _told(group: EqualFindings, lines: Mapping[str, list[str]], look: _Look) -> list[str]:
    finding = group.first
    told = [*_head(finding, look), *look.lines(f"  {clean.line(finding.message)}")]
    if finding.place:
        told += _excerpt(finding.place, lines, look)
    for where, label in finding.related:
        told += look.lines(f"  {clean.line(str(where))}: {clean.line(label)}")
    if group.others:
        told += look.lines(f"  {clean.line(group.elsewhere)}")
    if finding.accepted:
        told += look.lines(f"  已说明：{clean.line(finding.accepted)}")
    elif finding.remedy:
        told += look.lines(f"  改法：{clean.line(finding.remedy)}")
    return told


def _head(finding: Finding, look: _Look) -> list[str]:
    """Say where a finding is and what; in two lines where one is too narrow."""
    path = f"（{clean.line(said(finding.path))}）" if said(finding.path) else ""
    head = f"{finding.severity.value} {finding.code} {finding.kind.name}{path}"
    place = f"{clean.line(str(finding.place))}: " if finding.place else ""
    role = finding.severity.value
    if not look.columns or width(place + head) <= look.columns:
        return [(look.paint("place", place) if place else "") + look.paint(role, head)]
    above = [look.paint("place", line) for line in wrap(place.rstrip(), look.columns)] if place else []
    return above + [look.paint(role, line) for line in look.lines(f"  {head}" if place else head)]


def _excerpt(place: Place, lines: Mapping[str, list[str]], look: _Look) -> list[str]:
    """Give the line of a place with its number, and carets under the characters concerned."""
    known = lines.get(place.file, [])
    if place.words or not 1 <= place.line <= len(known):
        return []
    number = str(place.line)
    beside = len(f"  {number} | ") + 1  # a caret may stand behind the text
    widest = min(WIDEST, look.columns - beside) if look.columns else WIDEST
    around, start = _around(known[place.line - 1], place.column, widest)
    text = clean.line(around)
    marked = text[start : start + max(1, place.length)]
    carets = look.paint("caret", "^" * max(1, width(marked)))
    return [f"  {number} | {text}", f"  {' ' * len(number)} | {' ' * width(text[:start])}{carets}"]


def _around(line: str, column: int, widest: int = WIDEST) -> tuple[str, int]:
    """Cut a line to what an excerpt can hold around a column (from 1), and give the index of that column in it.

    A character takes a column at least: of a long line, no more characters are looked at than columns can be shown.
    """
    at = min(max(0, column - 1), len(line))
    is_long = width(_expand(line[: widest + 1])) > widest
    signs = 2 if is_long and widest < WIDEST else 0  # room for both “…”, where no column more may be taken
    room = min(_BEFORE, widest // 2) if is_long else widest
    before, after = _expand(line[max(0, at - room) : at]), _expand(line[at : at + widest + 1])
    first = len(before) - fitting(reversed(before), room)
    head = "…" if at > room or first else ""
    end = fitting(after, widest - signs - width(before[first:]))
    tail = "…" if end < len(after) else ""
    return f"{head}{before[first:]}{after[:end]}{tail}", len(head) + len(before) - first


def _expand(line: str) -> str:
    return line.replace("\t", " " * _TAB)
