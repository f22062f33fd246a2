"""Rows that a page broke in two: what stands at the top of the next page is put back to the row before it."""

from __future__ import annotations

import re
from dataclasses import replace

from generator.grids.grid import Grid, GridCell
from generator.grids.texts import glued, is_one_amount

_CODE = re.compile("[0-9]{2,7}")
_NO_NAME = re.compile("合计|总计|小计|其中|注")  # begin rows without a code
_DIGITS = re.compile("[-0-9,.]*")


def rejoined(above: Grid, below: Grid) -> tuple[Grid, Grid]:
    """Give the tables at the end of a page and at the beginning of the next one, the last row of the first whole.

    A row is known to be broken by its amounts (36,520,000 and .00 are one), or, where rows have codes, by a name alone.
    Its remains are left blank.
    """
    heads = _heads(above, below)
    if above.width != below.width or len(below.rows) <= heads or not above.rows:
        return above, below
    last, rest = above.rows[-1], below.rows[heads]
    if not _goes_on(last, rest):
        return above, below
    pairs = list(zip(last, rest, strict=True))
    whole = tuple(replace(one, text=_joined(one.text, other.text)) if other.text else one for one, other in pairs)
    blank = tuple(replace(other, text="") if other.text else other for other in rest)
    rows = (*below.rows[:heads], blank, *below.rows[heads + 1 :])
    return replace(above, rows=(*above.rows[:-1], whole)), replace(below, rows=rows)


def _heads(above: Grid, below: Grid) -> int:
    """Count the rows that the next page repeats."""
    same = 0
    for one, other in zip(above.rows, below.rows, strict=False):
        if [cell.text for cell in one] != [cell.text for cell in other]:
            break
        same += 1
    return same


def _goes_on(last: tuple[GridCell, ...], rest: tuple[GridCell, ...]) -> bool:
    pairs = [(one, other) for one, other in zip(last, rest, strict=True) if other.text]
    simple = all(one.rowspan == one.colspan == other.rowspan == other.colspan == 1 for one, other in pairs)
    numbers = [(one.text, other.text) for one, other in pairs if _DIGITS.fullmatch(other.text)]
    if not simple or not all(one.text for one, _ in pairs):
        return False
    if not numbers:
        return len(pairs) == 1 and _is_rest_of_name(last, rest)
    return all(is_one_amount(*one) for one in numbers)


def _is_rest_of_name(last: tuple[GridCell, ...], rest: tuple[GridCell, ...]) -> bool:
    """Tell whether the only text of a row is the rest of the name before it, which stands beside a code."""
    at = next(index for index, one in enumerate(rest) if one.text)
    coded = any(_CODE.fullmatch(one.text) for one in last[:at])
    amounts = any(one.text and _DIGITS.fullmatch(one.text) for one in last[at + 1 :])
    return coded and amounts and not _NO_NAME.match(rest[at].text)


def _joined(begun: str, more: str) -> str:
    return begun + more if _DIGITS.fullmatch(more) else glued(begun, more)
