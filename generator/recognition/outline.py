"""What a form always prints (大纲): its tables, the numbered headings that stand above a text, cover and contents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from generator.base.frozen import frozen
from generator.base.meter import ExhaustedError, Meter
from generator.compose.composer import UNIT_TEXT
from generator.compose.packcheck import FULLEST, SMALLEST, sample
from generator.compose.scope import FailedError, make_scope
from generator.ledger import unit_codes
from generator.pack.loader import MAIN_TEXT
from generator.pack.spec import Pack
from generator.prose.grammar import Said, parse
from generator.recognition.patterns import heading_key, tight, unnumbered

_UNIT = "单位"
_COVER, _CONTENTS, _TABLE = "封面", "目录", "表"


@frozen
class Outline:
    """What every document of a form has: `headings` as they are printed, `levels` of all headings by their keys."""

    tables: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    levels: tuple[tuple[str, int], ...] = ()
    cover: bool = False
    contents: bool = False


@cache
def outline_of(pack: Pack, year: int, version: str, *, within: bool = False) -> Outline:
    """Compose the smallest and the fullest sample: what both print. `within` is a unit in its department's file."""
    small, full = (list(_lines(pack, year, name, version, within=within)) for name in (SMALLEST, FULLEST))
    both = [small, full] if small else [full]
    headings = dict.fromkeys(_headings(both[0]))
    text_below = set(_headings(full, above_text=True))
    levels = {heading_key(_words(one)): one.level for lines in both for one in lines if one.level}
    return Outline(
        tables=tuple(
            name for name in _arguments(both[0], _TABLE) if all(name in _arguments(one, _TABLE) for one in both)
        ),
        headings=tuple(one for one in headings if one in text_below),
        levels=tuple(levels.items()),
        cover=all(any(one.instruction == _COVER for one in lines) for lines in both),
        contents=all(any(one.instruction == _CONTENTS for one in lines) for lines in both),
    )


def _lines(pack: Pack, year: int, name: str, version: str, *, within: bool) -> Iterator[Said]:
    budget = sample(name, pack, year)
    units = unit_codes(budget)[:1] if version == _UNIT else ("",)
    text = UNIT_TEXT if within and UNIT_TEXT in pack.texts else MAIN_TEXT
    for unit in units:
        scope = make_scope(budget, pack, budget.subject_of(unit), [], Meter())
        with suppress(FailedError, ExhaustedError):  # what fails is told by the check of the pack
            yield from parse(*scope.render(text))


def _words(line: Said) -> str:
    return "".join(run.text for run in line.runs).strip()


def _headings(lines: list[Said], *, above_text: bool = False) -> Iterator[str]:
    """Yield the numbered headings; with `above_text` those that a paragraph follows."""
    for line, after in zip(lines, [*lines[1:], Said()], strict=True):
        words = _words(line)
        numbered = unnumbered(tight(words)) != tight(words)
        if line.level in (1, 2) and numbered and not (above_text and (after.level or not after.runs)):
            yield words


def _arguments(lines: list[Said], instruction: str) -> list[str]:
    return [line.argument for line in lines if line.instruction == instruction]
