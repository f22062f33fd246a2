"""Safe repairs (修正): text edits of what was typed, where there is only one thing that can have been meant.

Everything else stays byte for byte as it is: comments, order, quoting, line ends. A repair is kept only if the finding
that asked for it is gone afterwards; so a second run changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.base.lines import lines_of
from generator.base.paths import ROOT
from generator.findings.finding import Finding
from generator.reading import encoding, source
from generator.reading.folder import files_of, name_of
from generator.reading.rule import SchemaRule
from generator.reading.schema import Walk, load_rule, walk

MOST_ROUNDS = 500  # a syntax error hides those after it, so that each needs a round of its own
_INDENT = "\t\u3000\u00a0"
_BREAK = re.compile("(\r\n|[\n\r\x85\u2028\u2029])")
_KEY_BEFORE = re.compile(r"(?:^|[\s{,，])[\"']?([^\s:：,，{\"']+)[\"']?$")
_KEY_AFTER = re.compile(r"\s*([^\s:：,，{}]+)\s*[:：]")
_UNIT = re.compile(r"^金额单位\s*[:：]\s*[\"']?(元|万元)", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"

Edit = tuple[int, int, int, str]  # line and column from 0, length, new text


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file with what was repaired in it: the bytes before and after, and in words what was done."""

    path: Path
    name: str
    before: bytes
    after: bytes
    done: tuple[str, ...]


def fix_folder(
    folder: Path, *, shown_as: str, rules: Callable[[str], SchemaRule] = load_rule, begin: Callable[[str], Walk] = Walk
) -> tuple[Fixed, ...]:
    """Repair the files of a budget in memory; only those that change are returned.

    `rules` gives the rule of `budget` and of `unit` files, with what the pack of the budget declares; `begin` a walk
    for a 金额单位, with what is known of words and codes.
    """
    files = [(path, name_of(path, folder, shown_as)) for path in files_of(folder)]
    unit = _unit([path for path, _ in files if path.parent == folder])
    fixed = []
    for path, name in files:
        data, _ = encoding.read_bytes(path, name)
        if data is None:
            continue
        after, done = fix(data, name, rules("budget" if path.parent == folder else "unit"), unit, begin)
        if after != data:
            fixed.append(Fixed(path, name, data, after, done))
    return tuple(fixed)


def fix(
    data: bytes, name: str, rule: SchemaRule, unit: str = "元", begin: Callable[[str], Walk] = Walk
) -> tuple[bytes, tuple[str, ...]]:
    """Repair the bytes of one file; returns them in UTF-8, and in words what was done.

    `unit` is the 金额单位 of the budget. Bytes that are no text are returned as they are.
    """
    text, _ = encoding.decode(data, name)
    if text is None:
        return data, ()
    done = []
    if data.startswith(_BOM):
        done.append(f"{name}: 去掉文件开头的 BOM 标记")
    elif data != text.encode():
        done.append(f"{name}: 改存为 UTF-8")
    known = _usual_keys() | _keys(rule)
    refused: set[tuple[str, int, int]] = set()
    for _ in range(MOST_ROUNDS):
        chosen = [one for one in _findings(text, name, rule, begin(unit)) if _key(one) not in refused]
        lines = lines_of(text)
        edits = {edit: one for one in chosen for edit in _edits(one, lines, known)}
        if not edits:
            break
        changed = _apply(text, edits)
        left = {_key(one) for one in _findings(changed, name, rule, begin(unit))}
        bad = {_key(one) for one in edits.values()} & left
        if bad:
            refused |= bad
            continue
        done += [_told(edit, one, lines) for edit, one in edits.items()]
        text = changed
    return text.encode(), tuple(done)


def _unit(files: Iterable[Path]) -> str:
    """Find the 金额单位 of a budget in the text of the department's files, since they may not be YAML yet."""
    data = (encoding.read_bytes(path, "")[0] for path in files)
    texts = (encoding.decode(one, "")[0] for one in data if one is not None)
    found = (_UNIT.search(text) for text in texts if text is not None)
    return next((one.group(1) for one in found if one), "元")


def _findings(text: str, name: str, rule: SchemaRule, state: Walk) -> list[Finding]:
    """Give the findings of a file that say what should stand in the place of what was typed."""
    tree, found = source.parse(text.encode(), name)
    if tree is not None:
        walk(rule, tree, ROOT, state)
    return [one for one in (*found, *state.findings) if one.replacement is not None]


def _key(finding: Finding) -> tuple[str, int, int]:
    place = finding.place
    return (finding.code, place.line, place.column) if place else (finding.code, 0, 0)


def _edits(finding: Finding, lines: list[str], known: Set[str]) -> list[Edit]:
    """Give the edits for a finding, or none where it is not certain what was meant; `known` are keys of the schema."""
    place, new = finding.place, finding.replacement
    if place is None or new is None or place.line > len(lines):
        return []
    number, column = place.line - 1, place.column - 1
    line, end = lines[number], column + place.length
    typed = line[column:end]
    if typed in _INDENT:
        return _indents(lines, number, column, typed, new)
    if typed in "：:，":
        return _signs(line, number, column, new, known)
    if len(typed) > 1 and typed[0] in "\"'" and typed[-1] == typed[0]:
        column, typed = column + 1, typed[1:-1]
    return [(number, column, len(typed), new)]


def _indents(lines: list[str], number: int, column: int, sign: str, new: str) -> list[Edit]:
    """Replace a sign in an indentation, in the following lines too as long as they begin alike."""
    head = lines[number][:column]
    edits: list[Edit] = []
    while not head.strip() and number < len(lines) and lines[number].startswith(head + sign):
        edits.append((number, column, 1, new))
        number += 1
    return edits


def _signs(line: str, number: int, column: int, new: str, known: Set[str]) -> list[Edit]:
    """Replace a full-width sign beside a key of the schema; elsewhere it may belong to a text."""
    after = line[column + 1 :]
    word = _KEY_AFTER.match(after) if line[column] == "，" else _KEY_BEFORE.search(line[:column])
    if word is None or word.group(1) not in known:
        return []
    return [(number, column, 1, new.rstrip() if after[:1] in ("", " ") else new)]


@cache
def _usual_keys() -> frozenset[str]:
    return frozenset(_keys(load_rule("budget")) | _keys(load_rule("unit")))


def _keys(rule: SchemaRule) -> set[str]:
    inside = [*rule.properties.values(), *(one for one in (rule.items, rule.extra) if one)]
    return set(rule.properties).union(*(_keys(one) for one in inside))


def _apply(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits, the last first, so that the places of the others stay right."""
    parts = _BREAK.split(text)  # every second part is a line, the others are the ends of lines
    for number, column, length, new in sorted(edits, reverse=True):
        line = parts[2 * number]
        parts[2 * number] = line[:column] + new + line[column + length :]
    return "".join(parts)


_NAMES = {"\t": "制表符", "\u3000": "全角空格", "\u00a0": "不换行空格"}


def _told(edit: Edit, finding: Finding, lines: list[str]) -> str:
    number, column, length, new = edit
    typed = lines[number][column : column + length]
    file = finding.place.file if finding.place else ""
    old = _NAMES.get(typed, f"“{typed}”")
    shown = "空格" if not new.strip() else f"“{new}”"
    return f"{file}:{number + 1}:{column + 1}: {old}改成{shown}"
