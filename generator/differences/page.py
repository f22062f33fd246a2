"""Differences as one self-contained page without scripts: figures in tables, texts with what is out and what is in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.differences.compared import Compared
from generator.differences.figures import FigureTable
from generator.differences.told import FIGURES_UNIT, HEAD, LACKING, REASONS, difference, number, rate, sections, summary
from generator.web import pages

TITLE = "预算的差别"
_NAME, _NOTE = "项", "说明"
_WORDS = {"unit": FIGURES_UNIT, "reasons": REASONS, "lacking": LACKING}


def write(found: Sequence[Compared]) -> bytes:
    """Write the page as UTF-8; every text is escaped, and what is hidden in it is seen."""
    return pages.report("differences/page.html.jinja", title=TITLE, **_WORDS, found=[_view(one) for one in found])


def fragment(found: Compared) -> str:
    """Write what a pair of budgets has for a page that is shown already."""
    return pages.fragment("differences/one.html.jinja", **_WORDS, one=_view(found))


def _view(one: Compared) -> dict[str, Any]:
    return {
        "title": one.title,
        "names": " → ".join(filter(None, one.names)),
        "labels": one.labels,
        "notes": one.notes,
        "said": summary(one),
        "tables": [_table(table, one.labels) for table in one.tables],
        "reasons": one.reasons,
        "sections": sections(one),
    }


def _table(table: FigureTable, labels: tuple[str, str]) -> dict[str, Any]:
    noted = any(row.note for row in table.rows)
    rows = [
        {
            "name": f"{row.code} {row.name}".strip(),
            "level": row.level,
            "note": row.note,
            "cells": (number(row.before_shown), number(row.after_shown), difference(row), rate(row)),
        }
        for row in table.rows
    ]
    head = (_NAME, *labels, *HEAD, *((_NOTE,) if noted else ()))
    return {"title": table.title, "head": head, "noted": noted, "rows": rows, "unchanged": table.unchanged}
