"""Differences as an Excel workbook: figures as numbers, everything else as texts that are never formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.base.workbook import finished, open_workbook
from generator.differences.compared import Compared
from generator.differences.told import LACKING, NO_RATE, difference, marked, number, sections, summary
from generator.differences.walk import MOVED
from generator.findings.listing import FONT, SIZE, ListedValue, add_list

_AMOUNTS = tuple((f"{one}（万元）", 14) for one in ("前", "后", "增减"))
_NAMES = (("预算", 24), ("表", 24), ("编码", 10), ("名称", 32))
_SHEETS: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    ("概况", (("预算", 32), ("前", 44), ("后", 44), ("结果", 40), ("注意", 60))),
    ("数", (*_NAMES, *_AMOUNTS, ("增减率（%）", 12), ("说明", 24))),
    ("要写的原因", (("预算", 24), ("有增减的", 40), ("原因", 80))),
    ("逐项", (("预算", 24), ("部分", 16), ("变化", 6), ("哪里", 44), ("前", 44), ("后", 44), ("逐字", 60))),
)


def write(found: Sequence[Compared]) -> bytes:
    """Write the workbook; the same differences give the same bytes."""
    book = open_workbook(FONT, SIZE)
    rows = (_overview, _figures, _reasons, _all_else)
    for (name, columns), made in zip(_SHEETS, rows, strict=True):
        add_list(book, name, columns, [row for one in found for row in made(one)])
    return finished(book)


def _overview(one: Compared) -> Iterator[tuple[ListedValue, ...]]:
    count = sum(len(table.rows) for table in one.tables), len(one.differences)
    said = summary(one) or f"有差别的数 {count[0]} 个，逐项 {count[1]} 处"
    yield (one.title, *one.names, said, "\n".join(one.notes))


def _figures(one: Compared) -> Iterator[tuple[ListedValue, ...]]:
    for table in one.tables:
        for row in table.rows:
            pair = (row.before_shown, row.after_shown)
            shown = tuple(number(None) if value is None else value for value in pair)
            changed: ListedValue = row.difference or difference(row) if row.differs else row.difference
            rate: ListedValue = NO_RATE if row.rate is None and row.difference is not None else row.rate
            yield (one.title, table.title, row.code, row.name, *shown, changed, rate, row.note)


def _reasons(one: Compared) -> Iterator[tuple[ListedValue, ...]]:
    yield from ((one.title, reason.name, reason.said or LACKING) for reason in one.reasons)


def _all_else(one: Compared) -> Iterator[tuple[ListedValue, ...]]:
    for title, group in sections(one).items():
        for place, found in group:
            before = "（前后次序不同）" if found.sort == MOVED else found.before
            yield (one.title, title, found.sort, place, before, found.after, marked(found.words))
