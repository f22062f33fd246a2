"""Safe repairs (修正): text edits of what was typed, where there is only one thing that can have been meant.

Everything else stays byte for byte as it is: comments, order, quoting, line ends. A repair is kept only if the finding
that asked for it is gone afterwards; so a second run changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from generator.base.frozen import frozen
from generator.base.lines import lines_of
from generator.base.paths import ROOT
from generator.findings.finding import Finding, has_errors
from generator.reading import characters, edits, encoding, source
from generator.reading.edits import Edit
from generator.reading.folder import files_of, name_of
from generator.reading.lookalikes import LOOKALIKE
from generator.reading.mending import mended
from generator.reading.rule import SchemaRule
from generator.reading.schema import WIDE_COLON, WIDE_INDENT, Walk, load_rule, walk

MOST_ROUNDS = 500  # a syntax error hides those after it, so that each needs a round of its own
_UNIT = re.compile(r"^金额单位\s*[:：]\s*[\"']?(元|万元)", re.MULTILINE)
_BROKEN = (source.SYNTAX, source.DUPLICATE, source.REFERENCE, source.BAD_KEY, LOOKALIKE, WIDE_COLON, WIDE_INDENT)
Repairs = Callable[[source.Node], Iterable[tuple[Edit, str]]]  # edits, and in words what they do
_BOM = b"\xef\xbb\xbf"


@frozen
class Fixed:
    """A file with what was repaired in it: the bytes before and after, and in words what was done."""

    path: Path
    name: str
    before: bytes
    after: bytes
    done: tuple[str, ...]
    left: tuple[str, ...] = ()  # what keeps the file from being read, and could not be repaired


def fix_folder(
    folder: Path,
    *,
    shown_as: str,
    rules: Callable[[str], SchemaRule] = load_rule,
    begin: Callable[[str], Walk] = Walk,
    repairs: Repairs = lambda tree: (),
) -> tuple[Fixed, ...]:
    """Repair the files of a budget in memory; those that change are returned, and those that stay broken.

    `rules` gives the rule of `budget` and of `unit` files, with what the pack of the budget declares; `begin` a walk
    for a 金额单位, with what is known of words and codes; `repairs` what else can be mended in the tree of a file.
    """
    files = [(path, name_of(path, folder, shown_as)) for path in files_of(folder)]
    unit = _unit([path for path, _ in files if path.parent == folder])
    fixed = []
    for path, name in files:
        data, _ = encoding.read_bytes(path, name)
        if data is None:
            continue
        after, done, left = fix(data, name, rules("budget" if path.parent == folder else "unit"), unit, begin, repairs)
        if after != data or left:
            fixed.append(Fixed(path, name, data, after, done, left))
    return tuple(fixed)


def fix(
    data: bytes,
    name: str,
    rule: SchemaRule,
    unit: str = "元",
    begin: Callable[[str], Walk] = Walk,
    repairs: Repairs = lambda tree: (),
) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
    """Repair the bytes of one file; returns them in UTF-8, and in words what was done and what could not be.

    `unit` is the 金额单位 of the budget. Bytes that are no text are returned as they are.
    """
    text, _ = encoding.decode(data, name)
    if text is None:
        return data, (), ()
    done = []
    if data.startswith(_BOM):
        done.append(f"{name}: 去掉文件开头的 BOM 标记")
    elif data != text.encode():
        done.append(f"{name}: 改存为 UTF-8")
    plain = characters.usual(text, name)  # first, so that every later edit is of the text as it was meant
    text, done = plain.text, [*done, *characters.told(plain.findings)]
    refused: set[tuple[str, int, int]] = set()
    found = _findings(text, name, rule, begin(unit))
    for _ in range(MOST_ROUNDS):
        chosen = [one for one in found if _key(one) not in refused]
        lines = lines_of(text)
        asked = {edit: one for one in chosen if one.replacement is not None and (edit := _edit(one, lines))}
        made = {edit: asked[edit] for edit in edits.apart(asked)}
        if not made:
            break
        changed = edits.applied(text, made)
        after = _findings(changed, name, rule, begin(unit))
        left = {_key(one) for one in after if one.replacement is not None}
        bad = {_key(one) for one in made.values()} & left
        if bad:
            refused |= bad
            continue
        done += [_told(edit, one, lines) for edit, one in made.items()]
        text, found = changed, after
    tree = source.parse(text.encode(), name)[0]
    more = dict(repairs(tree)) if tree is not None else {}
    text, done = edits.applied(text, more), [*done, *more.values()]
    left_over = tuple(_left(one) for one in found if one.kind in _BROKEN)
    return text.encode(), tuple(done), left_over


def _unit(files: Iterable[Path]) -> str:
    """Find the 金额单位 of a budget in the text of the department's files, since they may not be YAML yet."""
    data = (encoding.read_bytes(path, "")[0] for path in files)
    texts = (encoding.decode(one, "")[0] for one in data if one is not None)
    found = (_UNIT.search(text) for text in texts if text is not None)
    return next((one.group(1) for one in found if one), "元")


def _findings(text: str, name: str, rule: SchemaRule, state: Walk) -> tuple[Finding, ...]:
    """Give the findings of a file, as `budget check` has them before the files are merged."""
    data, again = text.encode(), replace(state, places={}, findings=[])
    found = _walked(source.parse(data, name), rule, state)
    second = mended(data, name, rule) if has_errors(found) else None
    return found if second is None else _walked(second, rule, again)


def _walked(read: tuple[source.Node | None, tuple[Finding, ...]], rule: SchemaRule, state: Walk) -> tuple[Finding, ...]:
    tree, found = read
    if tree is not None:
        walk(rule, tree, ROOT, state)
    return (*found, *state.findings)


def _key(finding: Finding) -> tuple[str, int, int]:
    place = finding.place
    return (finding.code, place.line, place.column) if place else (finding.code, 0, 0)


def _edit(finding: Finding, lines: list[str]) -> Edit | None:
    """Give the edit for a finding; what stands in quotes stays in them."""
    place, new = finding.place, finding.replacement
    if place is None or new is None or place.line > len(lines):
        return None
    column, end = place.column - 1, place.column - 1 + place.length
    typed = lines[place.line - 1][column:end]
    if len(typed) > 1 and typed[0] in "\"'" and typed[-1] == typed[0]:
        column, typed = column + 1, typed[1:-1]
    return place.line - 1, column, len(typed), new


def _left(finding: Finding) -> str:
    """Tell what could not be repaired."""
    return f"{finding.place}: 没有改：{finding.message}"


_NAMES = {"\t": "制表符", "\u3000": "全角空格", "\u00a0": "不换行空格"}


def _told(edit: Edit, finding: Finding, lines: list[str]) -> str:
    number, column, length, new = edit
    typed = lines[number][column : column + length]
    file = finding.place.file if finding.place else ""
    old = _NAMES.get(typed[:1], "空格") if not typed.strip() else f"“{typed}”"
    shown = f"{len(new)} 个空格" if not new.strip() else f"“{new}”"
    return f"{file}:{number + 1}:{column + 1}: {old}改成{shown}"
