"""科目的旧名称：文字里的功能分类科目用现在的名称。

应当如何：文字里写“编码 名称”，或者写以“支出”结尾的类、款、项全名时，名称是现行的，不是改名前的。
依据：财政部《政府收支分类科目》历年修订；对照表见 schema/classification/function_renames.csv。

合格的例子::

    其他说明: 2080501行政单位离退休主要用于退休人员经费。

不合格的例子（C801）::

    其他说明: 2080501归口管理的行政单位离退休主要用于退休人员经费。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base import late
from generator.checks.texts import texts
from generator.facts import classification
from generator.facts.budget import Budget
from generator.findings.finding import Kind, Problem, Severity

OUTDATED = Kind("C801", "科目旧名称", Severity.WARNING, "文字里用了功能分类科目改名以前的名称。")


def check(budget: Budget) -> Iterator[Problem]:
    """Search the texts for names that the classification had before."""
    known = texts(budget)
    everything = "\n".join(text.value for text in known)
    renames = classification.load(budget.year).renames
    renamed = {row.old: row for row in renames if row.old in everything and not row.was_right(budget.year)}
    if not renamed:
        return
    pattern = late.compile("|".join(row.pattern for row in renamed.values()))
    for text in known:
        for found in pattern.finditer(text.value):
            row = next(row for old, row in renamed.items() if found[0].endswith(old))
            message = f"“{found[0]}”是改名以前的名称，现在是“{row.new}”（{row.since}年起）。"
            yield text.has(OUTDATED, found.span(), message, "请改用现在的名称。")
