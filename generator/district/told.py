"""Progress as it is told: the same words and columns on the screen, in a workbook and on a page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from generator.base.frozen import frozen
from generator.district.state import LATE, MISSING, PUBLISHED, UNLISTED, WORDS, Standing
from generator.findings.clean import Clean, escaped
from generator.findings.finding import Finding
from generator.findings.text import concise

if TYPE_CHECKING:
    from generator.findings.listing import ListedValue

HEAD = ("编码", "名称", "预算", "文件", "公开")
_MORE = ("期限", "网址", "联系", "注意")
_SHEET = (
    ("部门编码", 10), ("编码", 12), ("名称", 36), ("预算", 10), ("条数", 6), ("文件", 10), ("公开", 10),
    ("还剩天数", 10), ("批复日期", 12), ("期限", 12), ("公开日期", 12), ("网址", 40), ("联系", 24), ("注意", 40),
    ("备注", 40),
)  # fmt: skip


@frozen
class Progress:
    """How far a year's budgets are: the rows that are asked for, those of everybody, and what is wrong beside them."""

    year: int
    today: date
    rows: tuple[Standing, ...]
    every: tuple[Standing, ...]
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """What it is."""
        return f"{self.year}年预算公开进度"


def cells(row: Standing) -> tuple[str, ...]:
    """Give the texts of a row, as HEAD names them."""
    count = f" {row.count}" if row.count else ""
    return row.due.code, row.due.name, f"{row.budget}{count}", row.files or "-", publication(row)


def publication(row: Standing) -> str:
    """Say when it was published, or how many days are left."""
    if row.due.published:
        return f"{PUBLISHED} {row.due.published}"
    if not row.listed:
        return UNLISTED
    if row.days is None:
        return "没写批复日期" if row.due.place else "-"  # without a list nobody can say
    if row.days < 0:
        return f"{LATE} {-row.days} 天"
    return f"还剩 {row.days} 天" if row.days else "今天到期"


def notes(row: Standing) -> str:
    """Say what else is to be known of a row."""
    return "；".join(row.notes)


def counts(every: Sequence[Standing]) -> dict[str, int]:
    """Count everybody by the words that can be asked for."""
    found = {word: sum(word in row.words for row in every) for word in WORDS}
    return {word: count for word, count in found.items() if count}


def summary(progress: Progress) -> str:
    """Count everybody in a line."""
    departments = sum(not row.due.department for row in progress.every)
    units = len(progress.every) - departments
    said = "，".join(f"{word} {count}" for word, count in counts(progress.every).items())
    whole = f"{progress.year} 年共 {departments} 个部门、{units} 个单位" + (f"：{said}。" if said else "。")
    left = len(progress.every) - len(progress.rows)
    return f"{whole}按条件没有列出 {left} 个。" if left else whole


def as_json(progress: Progress) -> Clean:
    """Write the rows as one JSON object."""
    data = {
        "year": progress.year,
        "today": progress.today.isoformat(),
        "rows": [_plain(row) for row in progress.rows],
        "counts": counts(progress.every),
        "findings": [concise(one) for one in progress.findings],
    }
    return escaped(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _plain(row: Standing) -> dict[str, Any]:
    due = row.due
    return {
        "code": due.code,
        "name": due.name,
        "department": due.department or due.code,
        "unit": bool(due.department),
        "listed": row.listed,
        "budget": row.budget,
        "count": row.count,
        "files": row.files,
        "state": row.state,
        "days": row.days,
        "approved": _iso(due.approved),
        "deadline": _iso(due.deadline),
        "published": _iso(due.published),
        "address": due.address,
        "contact": due.contact,
        "note": due.note,
        "notes": list(row.notes),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def as_workbook(progress: Progress) -> bytes:
    """Write the rows as a workbook, and what is wrong on a sheet of its own."""
    from generator.base.workbook import finished, open_workbook  # noqa: PLC0415 only what a report needs is imported
    from generator.findings.listing import FONT, SIZE, add_list  # noqa: PLC0415

    book = open_workbook(FONT, SIZE)
    add_list(book, "进度", _SHEET, [tuple(_listed(row)) for row in progress.rows])
    if progress.findings:
        add_list(book, "清单的问题", (("问题", 100), ("改法", 60)), [(concise(f), f.remedy) for f in progress.findings])
    return finished(book)


def _listed(row: Standing) -> Iterator[ListedValue]:
    due = row.due
    yield from (due.department or due.code, due.code, due.name, row.budget, row.count or None, row.files)
    yield row.state if row.listed else UNLISTED
    yield row.days
    yield from map(_iso, (due.approved, due.deadline, due.published))
    yield from (due.address, due.contact, notes(row), due.note)


def as_page(progress: Progress) -> bytes:
    """Write the rows as a page."""
    from generator.web import pages  # noqa: PLC0415 only what a report needs is imported

    view = [
        {
            "cells": cells(row),
            "more": (_iso(row.due.deadline) or "", row.due.address, row.due.contact, notes(row)),
            "bad": row.is_late or row.budget == MISSING,
            "unit": bool(row.due.department),
        }
        for row in progress.rows
    ]
    return pages.report(
        "district/page.html.jinja",
        title=progress.title,
        today=progress.today.isoformat(),
        said=summary(progress),
        head=(*HEAD, *_MORE),
        rows=view,
        findings=[concise(one) for one in progress.findings],
    )
