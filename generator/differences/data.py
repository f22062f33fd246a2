"""Differences for other programs: JSON, amounts as exact decimal texts in 元."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from generator.differences.compared import Compared
from generator.differences.walk import ADDED, CHANGED, MOVED, REMOVED, Difference
from generator.differences.wording import IN, OUT, SAME
from generator.findings.clean import Clean, escaped

_SORTS = {ADDED: "added", REMOVED: "removed", CHANGED: "changed", MOVED: "moved"}
_WORDS = {SAME: "same", OUT: "removed", IN: "added"}


def as_json(found: Iterable[Compared]) -> Clean:
    """Write what differs as one JSON object: `budgets`, each with its figures, reasons and differences."""
    data = {"budgets": [_plain(one) for one in found]}
    return escaped(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _plain(one: Compared) -> dict[str, Any]:
    return {
        "title": one.title,
        "before": {"name": one.names[0], "label": one.labels[0]},
        "after": {"name": one.names[1], "label": one.labels[1]},
        "equal": one.is_equal,
        "alone": one.alone,
        "notes": list(one.notes),
        "figures": list(_figures(one)),
        "reasons": [{"name": reason.name, "said": reason.said} for reason in one.reasons],
        "differences": [_difference(difference) for difference in one.differences],
    }


def _figures(one: Compared) -> Iterator[dict[str, Any]]:
    """Give figures: the amounts exactly, the difference (万元) and the rate (%) as printed; null where not known."""
    for table in one.tables:
        for row in table.rows:
            yield {
                "table": table.title,
                "code": row.code,
                "name": row.name,
                "before": _text(row.before),
                "after": _text(row.after),
                "difference": _text(row.difference),
                "rate": _text(row.rate),
                "note": row.note,
            }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _difference(one: Difference) -> dict[str, Any]:
    words = [{"sort": _WORDS[piece.sort], "text": piece.text} for piece in one.words]
    said = {"sort": _SORTS[one.sort], "where": list(one.where), "before": one.before, "after": one.after}
    return {**said, "words": words} if words else said
