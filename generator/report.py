"""Findings as text (检查报告): place first, the line with carets under the characters concerned, then what to do.

Only characters that a GBK console can show are used; others are replaced, so that printing never fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from unicodedata import east_asian_width

from generator.encoding import lines_of
from generator.findings import Finding, Place, Severity

Paint = Callable[
    [str, str], str
]  # role (`错误`, `警告`, `提示`, `place`, `caret`) and text → the text, coloured or not

WIDEST = 100  # columns of an excerpt
_BEFORE = 40  # columns kept before the place, in a line that is longer
_TAB = 4
_LAST = {Severity.ERROR: "个错误", Severity.WARNING: "个警告", Severity.HINT: "个提示"}


def render(findings: Iterable[Finding], sources: Mapping[str, str], *, paint: Paint = lambda _, text: text) -> str:
    """Render findings with excerpts of `sources` (file name → text), and a summary line.

    `paint` may add colour to parts of the text; by default there is none.
    """
    shown = tuple(findings)
    lines = {name: lines_of(text) for name, text in sources.items()}
    parts = [_one(finding, lines, paint) for finding in shown]
    return printable("\n\n".join([*parts, summary(shown)]) + "\n")


def summary(findings: Iterable[Finding]) -> str:
    """Count the findings in one line."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    told = [f"{count} {_LAST[severity]}" for severity, count in counts.items() if count]
    return f"共 {'、'.join(told)}。" if told else "没有发现问题。"


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
    head = f"{finding.severity.value} {finding.code} {finding.kind.name}"
    place = paint("place", f"{finding.place}: ") if finding.place else ""
    parts = [f"{place}{paint(finding.severity.value, head)}", f"  {finding.message}"]
    if finding.place:
        parts += _excerpt(finding.place, lines, paint)
    for where, label in finding.related:
        parts.append(f"  {where}: {label}")
    if finding.remedy:
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
