"""Marks for the next year (待核对): where a text names the year or a year before, and what was said of that year alone.

Each is a note with its line, and a comment at the line where one can stand: whoever searches for 待核对 finds them all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from generator.base.frozen import frozen
from generator.reading import cutting
from generator.reading.cutting import Text, TreeNode
from generator.reading.rule import SchemaRule
from generator.reading.singles import Single, singles

YEAR, TARGET, REMARK, NONE, CARRIED = (
    "写着年份的", "绩效里写着年份的", "注释里写着年份的", "写着没有的", "上年结转",
)  # fmt: skip
TO_CHECK = "待核对"  # begins the comment at a line
_BEFORE = 12  # characters before a year that a note shows
_TEXTS = ("text", "date", "")
_TARGETS = frozenset(("绩效目标", "绩效指标", "整体绩效"))
_CARRIED, _YES = "上年结转", ("是", "true", "True", "TRUE", "yes")
_RANGE = "年|[-—–―－~～至到./、]\\s*[0-9]"
_DIGITS = re.compile(
    rf"(?<![0-9A-Za-z〔\[【])(20[0-9]{{2}})(?=\s*(?:{_RANGE})|[)）](?!\s*第?\s*[0-9]+\s*号))"
    rf"|(?<=[-—–―－~～至到、.])(20[0-9]{{2}})(?![0-9A-Za-z])"
    r"|(二[〇○零][〇○零一二三四五六七八九]{2})(?=年)"
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@frozen
class Note:
    """What was done or is to be looked at: the kind, the file and the line (of the old file, if it is about a cut)."""

    kind: str
    file: str
    line: int
    said: str
    lines: tuple[str, ...] = ()  # what was cut, as it was typed
    around: str = ""  # what stands at the place


def years_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the years that a text names: the year, where it begins, and how it is written; no numbers of documents."""
    for found in _DIGITS.finditer(text):
        yield int(found[0].translate(_NUMERALS)), found.start(), found[0]


def marked(
    whole: str, tree: TreeNode, file: str, rule: SchemaRule, years: tuple[int, int], *, kept: bool
) -> tuple[str, tuple[Note, ...]]:
    """Mark the text of a file that was of the first year and is of the second; `kept` says that its amounts were kept.

    `tree` is that of the text.
    """
    text, (old, new) = cutting.text_of(whole), years
    typed = list(singles(rule, tree))
    notes = [*_years(text, typed, file, old, new), *_sayings(text, typed, tree, file, kept=kept)]
    notes.sort(key=lambda one: one.line)
    at: dict[int, list[str]] = {}
    for one in notes:
        if one.kind != REMARK:
            at.setdefault(one.line - 1, []).append(one.said)
    comments = {line: f"{TO_CHECK}：{'、'.join(dict.fromkeys(said))}" for line, said in at.items()}
    return cutting.noted(text, tree, comments), tuple(notes)


def _years(text: Text, typed: list[Single], file: str, old: int, new: int) -> Iterator[Note]:
    """Find the years: in targets each that is over, elsewhere the budget's own and the one before."""
    starts = [text.at(one.node.start_mark) for one in typed]
    for year, offset, said in years_in(text.whole):
        number = bisect_right(starts, offset) - 1
        one = typed[number] if number >= 0 and offset < cutting.end_of(typed[number].node, text) else None
        of_target = one is not None and bool(_TARGETS.intersection(one.path))
        if year < (old - 1 if not of_target else 0) or year >= new or (one is not None and one.type not in _TEXTS):
            continue
        kind = REMARK if one is None else TARGET if of_target else YEAR
        line = text.line_of(offset)
        before = text.whole[max(text.starts[line], offset - _BEFORE) : offset]
        around = before + text.whole[offset : text.end_of_line(line)]
        yield Note(kind, file, line + 1, f"{said}年", around=around.strip())


def _sayings(text: Text, typed: list[Single], tree: TreeNode, file: str, *, kept: bool) -> Iterator[Note]:
    """Find what says that there is none, and with kept amounts what was carried over into the old year."""
    for key, value in cutting.pairs(tree):
        if value.value in ("无", []):
            yield Note(NONE, file, text.line_of(text.at(key.start_mark)) + 1, "没有", around=f"{key.value}")
    for one in typed if kept else ():
        if one.path[-1] == _CARRIED and not one.is_key and one.text in _YES:
            yield Note(CARRIED, file, text.line_of(text.at(one.node.start_mark)) + 1, _CARRIED)
