"""What checks share: places of paths and of words in texts, values of records, and amounts in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from generator.facts.budget import Budget, Entry, Record
from generator.findings.finding import Place

Related = tuple[tuple[Place, str], ...]
MOST = 8  # further places of one finding; more would hide the message
_AROUND = 8  # characters shown on each side of the words that a message quotes


def place(budget: Budget, path: str) -> Place | None:
    """Find where a path is written, or the nearest mapping or list around it that has a place."""
    while path and path not in budget.places:
        path = path.rpartition(".")[0]
    return budget.places.get(path)


def sibling(origin: str, key: str) -> str:
    """Give the path of another key of the line whose amount is at `origin`."""
    return f"{origin.rpartition('.')[0]}.{key}"


def spot(budget: Budget, path: str, text: str, start: int, end: int) -> Place | None:
    """Find where `text[start:end]` is written, or the whole text where it is folded or escaped."""
    whole = budget.places.get(path)
    if whole is None or whole.length not in (len(text), len(text) + 2):
        return whole or place(budget, path)
    quote = (whole.length - len(text)) // 2
    return replace(whole, column=whole.column + quote + start, length=max(end - start, 1))


def is_exact(budget: Budget, path: str, text: str) -> bool:
    """Tell whether `spot` gives the very characters, so that a correction may replace them."""
    whole = budget.places.get(path)
    return whole is not None and whole.length in (len(text), len(text) + 2)


def around(text: str, start: int, end: int) -> str:
    """Quote words with what stands around them, so that they are found in a long text."""
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return f"“{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}”"


def said(record: Record, field: str) -> str:
    """Give the text of a record's field, or an empty text."""
    value = record.fields.get(field)
    return str(value.value) if value else ""


def origin(record: Record, field: str) -> str:
    """Give the path of a record's field that comes from one value, or an empty text."""
    value = record.fields.get(field)
    return value.origins[0] if value and value.origins else ""


def yuan(amount: Decimal) -> str:
    """Write an amount in 元 in full, for messages."""
    return f"{amount:,.2f} 元"


def lines(budget: Budget, entries: Iterable[Entry], label: str) -> Related:
    """Give the places of entries, each with its amount; of a long list only the beginning."""
    found = [(place(budget, entry.origin), entry.amount) for entry in entries]
    shown = [(where, f"{label} {yuan(amount)}") for where, amount in found[:MOST] if where]
    if len(found) > MOST and shown:
        shown[-1] = (shown[-1][0], f"{shown[-1][1]}（{label}共 {len(found)} 处，以下从略）")
    return tuple(shown)


def also(budget: Budget, paths: Iterable[str], label: str) -> Related:
    """Give the places of further paths under one label; of a long list only the beginning."""
    places = [where for path in paths if (where := place(budget, path))]
    shown = [(where, label) for where in places[:MOST]]
    if len(places) > MOST:
        shown[-1] = (shown[-1][0], f"{label}（共 {len(places)} 处，以下从略）")
    return tuple(shown)
