"""Tables that are too wide for their page: smaller type, and pages turned. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count, takewhile

from generator.document.blocks import (
    LANDSCAPE,
    PORTRAIT,
    Block,
    Cell,
    Document,
    Heading,
    PageBreak,
    Section,
    Table,
)
from generator.document.stylesheet import StyleSheet, TextStyle
from generator.typeset.columns import Room, column_widths, filled, too_narrow
from generator.typeset.text import CELL_STYLES, Setter

LEAST_SIZE = 6.0  # between 小六 (6.5) and 七号 (5.5): below it dense characters close up in print, and at arm's length
STEP = 0.5  # Word's sizes are half points


def smaller(sheet: StyleSheet, steps: int) -> StyleSheet:
    """Return a sheet whose cells have smaller type, spacing and padding: so many half points, none below the least."""
    own = {name: sheet.styles[name] for name in CELL_STYLES.values() if name in sheet.styles}
    largest = max((style.size for style in own.values()), default=LEAST_SIZE)
    ratio = max(LEAST_SIZE, largest - steps * STEP) / largest
    table = sheet.table
    return replace(
        sheet,
        styles={**sheet.styles, **{name: _scaled(style, ratio) for name, style in own.items()}},
        table=replace(table, padding_x=_twips(table.padding_x * ratio), padding_y=_twips(table.padding_y * ratio)),
    )


def _scaled(style: TextStyle, ratio: float) -> TextStyle:
    size = max(min(style.size, LEAST_SIZE), round(style.size * ratio / STEP) * STEP)
    own = size / style.size
    return replace(
        style, size=size, line=_twips(style.line * own), before=_twips(style.before * own),
        after=_twips(style.after * own), letter_spacing=_twips(style.letter_spacing * own),
    )  # fmt: skip


def _twips(points: float) -> float:
    return round(points * 20) / 20


def fitted(
    table: Table, setter: Setter, available: float, *, fill: bool
) -> tuple[Setter, tuple[float, ...], list[int]]:
    """Choose the largest type in which a table's columns hold their amounts: with its widths, and what does not fit.

    What still does not fit in the least type is given as numbers of grid columns.
    """
    own, cells = setter, tuple(chain(filled(table.head), filled(table.body)))
    for steps in count(1):
        widths, lacking = _widths(table, cells, own, available, fill=fill)
        if not lacking or own.cell_size <= LEAST_SIZE:
            break
        own = setter.smaller(steps, smaller)
    return own, widths, lacking


def turned(document: Document, places: Iterable[tuple[int, int]], sheet: StyleSheet) -> Document:
    """Put tables of portrait pages on landscape ones, with what belongs to them, if the sheet has such pages.

    `places` are their sections and blocks. The document itself is returned where nothing can be turned.
    """
    portrait, landscape = sheet.pages.get(PORTRAIT), sheet.pages.get(LANDSCAPE)
    wide = set(places)
    if portrait is None or landscape is None or landscape.width <= portrait.width:
        return document
    if not any(document.sections[section].page == PORTRAIT for section, _ in wide):
        return document
    sections: list[Section] = []
    for number, section in enumerate(document.sections):
        own = {block for at, block in wide if at == number} if section.page == PORTRAIT else set()
        sections += _divided(section, own) if own else [section]
    return replace(document, sections=tuple(sections))


def _divided(section: Section, wide: set[int]) -> list[Section]:
    """Divide a section before and after each wide table; the first part begins the numbers anew if the whole did."""
    across = set(wide)
    for block in sorted(wide):
        across |= _together(section.blocks, block)
    parts: list[tuple[bool, list[Block]]] = []
    for number, one in enumerate(section.blocks):
        if not parts or parts[-1][0] != (number in across):
            parts.append((number in across, []))
        parts[-1][1].append(one)
    kept = [(turn, _trimmed(blocks)) for turn, blocks in parts]
    kept = [(turn, blocks) for turn, blocks in kept if blocks]
    return [
        replace(
            section,
            page=LANDSCAPE if turn else section.page,
            blocks=tuple(blocks),
            restart=section.restart and number == 0,
        )
        for number, (turn, blocks) in enumerate(kept)
    ]


def _together(blocks: tuple[Block, ...], number: int) -> set[int]:
    """Return the numbers of what stands with a table: its other part (form or list), and its title."""
    first, last = number, number
    while first and isinstance(before := blocks[first - 1], Table) and before.attached:
        first -= 1
    while isinstance(part := blocks[last], Table) and part.attached and last + 1 < len(blocks):
        last += 1
    titles = takewhile(lambda at: _is_title(blocks[at]), range(first - 1, -1, -1))
    return {*range(first, last + 1), *titles}


def _is_title(block: Block) -> bool:
    return isinstance(block, Heading)


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Leave out page breaks at both ends: a new section begins a page anyway."""
    while blocks and isinstance(blocks[0], PageBreak):
        blocks = blocks[1:]
    while blocks and isinstance(blocks[-1], PageBreak):
        blocks = blocks[:-1]
    return blocks


def _widths(
    table: Table, cells: Iterable[tuple[int, Cell]], setter: Setter, available: float, *, fill: bool
) -> tuple[tuple[float, ...], list[int]]:
    geometry, size = setter.sheet.table, setter.cell_size
    room = Room(available, fill, size, 2 * geometry.padding_x + geometry.rule)
    measured = [(column, cell, setter.natural(cell)) for column, cell in cells]
    widths = column_widths(table, measured, room)
    return widths, too_narrow(measured, widths, room)
