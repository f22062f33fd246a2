"""What checks share: places of paths, and amounts in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from generator.facts import Budget, Entry
from generator.findings import Place

Related = tuple[tuple[Place, str], ...]
_MOST = 8  # further places of one finding; more would hide the message


def place(budget: Budget, path: str) -> Place | None:
    """Find where a path is written, or the nearest mapping or list around it that has a place."""
    while path and path not in budget.places:
        path = path.rpartition(".")[0]
    return budget.places.get(path)


def sibling(origin: str, key: str) -> str:
    """Give the path of another key of the line whose amount is at `origin`."""
    return f"{origin.rpartition('.')[0]}.{key}"


def yuan(amount: Decimal) -> str:
    """Write an amount in 元 in full, for messages."""
    return f"{amount:,.2f} 元"


def lines(budget: Budget, entries: Iterable[Entry], label: str) -> Related:
    """Give the places of entries, each with its amount; of a long list only the beginning."""
    found = [(place(budget, entry.origin), entry.amount) for entry in entries]
    shown = [(where, f"{label} {yuan(amount)}") for where, amount in found[:_MOST] if where]
    if len(found) > _MOST and shown:
        shown[-1] = (shown[-1][0], f"{shown[-1][1]}（{label}共 {len(found)} 处，以下从略）")
    return tuple(shown)
