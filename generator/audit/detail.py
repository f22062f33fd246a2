"""How detailed a table is: which items go down to a level, which words have a cell of their own."""

from __future__ import annotations

from collections.abc import Sequence

from generator.facts.words import LEVELS
from generator.recognition.patterns import tight
from generator.recognition.statements import ReadTable

_DIMENSIONS = {"项": "功能分类", "款": "经济分类"}  # of which a level is demanded


def leaves_above(table: ReadTable, level: str) -> tuple[list[str], list[str]]:
    """Give the items without others below them: the names of those with money above a level, and those at it."""
    dimension = _DIMENSIONS[level]
    digits = LEVELS[dimension][level]
    listed = [
        one
        for one in table.amounts
        if one.listed == dimension and len(one.condition.get(dimension, ())) == 1 and not one.blank
    ]
    names = {one.condition[dimension][0]: one.row for one in listed}
    money = {one.condition[dimension][0] for one in listed if one.value}
    # parts that are all shown as 0.00 divide an item too
    leaves = [code for code in names if not any(other != code and other.startswith(code) for other in names)]
    coarse = [names[one] for one in leaves if len(one) < digits and one in money]
    return coarse, [one for one in leaves if len(one) >= digits] if money else []


def cells_of(table: ReadTable, wanted: Sequence[str]) -> list[str]:
    """Give the words that have no cell of their own in a table: one that has no other of them."""
    ways = [words.split("|") for words in wanted]
    texts = {tight(cell.text) for grid in table.grids for row in grid.rows for cell in row if cell.text}
    sets = [frozenset(n for n, own in enumerate(ways) if any(word in text for word in own)) for text in texts]
    return [ways[number][0] for number in range(len(ways)) if frozenset({number}) not in sets]
