"""Findings as text (检查报告): place first, the line with carets under the characters concerned, then what to do.

Only characters that a GBK console can show are used; others are replaced, so that printing never fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from unicodedata import east_asian_width

from generator.base.lines import lines_of
from generator.base.paths import said
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
) -> str:
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
    return printable("\n\n".join([*parts, summary(shown)]) + "\n")


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


def concise(finding: Finding) -> str:
    """Render a finding as one line: place, severity, code, message."""
    place = f"{finding.place}: " if finding.place else ""
    return printable(f"{place}{finding.severity.value} {finding.code} {finding.message}")


def printable(text: str) -> str:
    """Replace what GBK lacks, and control characters: wide ones by 〓, others by a question mark."""
    return "".join(_shown(character) for character in text)


def width(text: str) -> int:
    """Measure a text in columns of a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _shown(character: str) -> str:
    if " " <= character <= "~" or character in "\n\x1b":
        return character
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return "〓" if width(character) > 1 else "?"
    return character if character.isprintable() or character == "\u3000" else "?"


def _one(finding: Finding, lines: Mapping[str, list[str]], paint: Paint) -> str:
    path = f"（{said(finding.path)}）" if said(finding.path) else ""
    head = f"{finding.severity.value} {finding.code} {finding.kind.name}{path}"
    place = paint("place", f"{finding.place}: ") if finding.place else ""
    parts = [f"{place}{paint(finding.severity.value, head)}", f"  {finding.message}"]
    if finding.place:
        parts += _excerpt(finding.place, lines, paint)
    parts += [f"  {where}: {label}" for where, label in finding.related]
    if finding.accepted:
        parts.append(f"  已说明：{finding.accepted}")
    elif finding.remedy:
        parts.append(f"  改法：{finding.remedy}")
    return "\n".join(parts)


def _excerpt(place: Place, lines: Mapping[str, list[str]], paint: Paint) -> list[str]:
    """Give the line of a place with its number, and carets under the characters concerned."""
    known = lines.get(place.file, [])
    if not 1 <= place.line <= len(known):
        return []
    text, start = _clip(_expand(known[place.line - 1]), _column(known[place.line - 1], place.column))
    marked = text[start : start + max(1, place.length)]
    number = str(place.line)
    carets = paint("caret", "^" * max(1, width(marked)))
    return [f"  {number} | {text}", f"  {' ' * len(number)} | {' ' * width(text[:start])}{carets}"]


def _expand(line: str) -> str:
    return line.replace("\t", " " * _TAB)


def _column(line: str, column: int) -> int:
    """Give the index in the expanded line of a column of the typed line (from 1)."""
    return len(_expand(line[: column - 1]))


def _clip(line: str, start: int) -> tuple[str, int]:
    """Cut a long line to the part around `start`."""
    begin = 0
    if width(line) > WIDEST:
        while width(line[begin:start]) > _BEFORE:
            begin += 1
    end = len(line)
    while width(line[begin:end]) > WIDEST:
        end -= 1
    head = "…" if begin else ""
    return f"{head}{line[begin:end]}{'…' if end < len(line) else ''}", start - begin + len(head)
