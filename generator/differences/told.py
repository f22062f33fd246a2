"""How differences are told in every format: numbers as texts, what is equal, and all else by top-level keys."""

from __future__ import annotations

from decimal import Decimal

from generator.differences.compared import Compared
from generator.differences.figures import Figures
from generator.differences.names import UNKNOWN
from generator.differences.walk import Difference
from generator.differences.wording import IN, OUT, Wording

EQUAL, OTHERS, NO_RATE = "没有差别", "其他", "—"  # the last: on a base of nothing
FIGURES_UNIT = "金额单位：万元；增减和增减率按印出的数算。"
REASONS, LACKING = "比上年有增减、要写原因的", "还没有写"
HEAD = ("增减", "增减率")
_MARKS = {OUT: ("[-", "-]"), IN: ("{+", "+}")}  # around what was taken out and put in, as is usual
STEPS = " / "  # between the labels of a place


def number(value: Decimal | None) -> str:
    """Write an amount of a table, grouped by three; one that a side does not know says so."""
    return UNKNOWN if value is None else f"{value:,f}"


def rate(row: Figures) -> str:
    """Write a rate; “—” on a base of nothing."""
    if row.difference is None:
        return ""
    return NO_RATE if row.rate is None else f"{row.rate:f}%"


def difference(row: Figures) -> str:
    """Write a difference; one that the printed figures do not show says so."""
    if row.difference is None:
        return ""
    small = not row.difference and row.differs
    return f"不足{Decimal(1).scaleb(-row.printing.places):f}" if small else number(row.difference)


def summary(found: Compared) -> str:
    """Say in a few words how two budgets differ; nothing where the rest tells it."""
    if found.alone:
        return found.alone
    moved = "、".join(STEPS.join(one.where) for one in found.differences)
    return "" if not found.is_equal else f"{EQUAL}，只有次序不同：{moved}。" if moved else f"{EQUAL}。"


def sections(found: Compared) -> dict[str, list[tuple[str, Difference]]]:
    """Give all else by top-level keys, each with its place below that; what stands alone under one comes last."""
    groups: dict[str, list[tuple[str, Difference]]] = {}
    for one in found.differences:
        deep = len(one.where) > 1
        groups.setdefault(one.where[0] if deep else OTHERS, []).append((STEPS.join(one.where[deep:]), one))
    return {**{title: group for title, group in groups.items() if title != OTHERS}, **groups}


def marked(words: tuple[Wording, ...], around: int = 0) -> str:
    """Write the pieces of a text with the usual marks; long unchanged ones are shortened to so many characters."""
    told = []
    for at, one in enumerate(words):
        before, after = _MARKS.get(one.sort, ("", ""))
        text = one.text if one.sort or not around else _shortened(one.text, around, at, len(words))
        told.append(f"{before}{text}{after}")
    return "".join(told)


def _shortened(text: str, around: int, at: int, count: int) -> str:
    """Leave out the middle of an unchanged text, or what no change stands beside."""
    start = text[:around] if at else ""
    end = text[-around:] if at < count - 1 else ""
    return text if len(text) <= len(start) + len(end) + 2 else f"{start}……{end}"
