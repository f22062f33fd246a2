"""`budget import` of leaf lists: a budget of each department whose lines they have."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from generator.commands.codes import ERRORS, OK
from generator.commands.common import complain, say
from generator.commands.import_writing import AskedImport, alone, lacks, write
from generator.grids.grid import ForeignFile
from generator.intake import report
from generator.intake.leaf_draft import LeafBudget, leaf_budgets, leaf_draft
from generator.intake.leaves import LeafList
from generator.intake.owned import owned
from generator.intake.projects import put_performance
from generator.intake.reading import SameBudget, Source


def import_leaves(
    asked: AskedImport, read: Sequence[tuple[ForeignFile, list[LeafList]]], told: Sequence[Source] = ()
) -> int:
    """Make a budget of each department in the lists, with what tables of projects say beside them; the exit code."""
    lists = [one for _, ones in read for one in ones]
    shown = "、".join(file.name for file, _ in read)
    if len(asked.packs) != 1:
        complain(f"{shown} 是预算明细，看不出按哪个格式公开，请加上 --pack（{'、'.join(asked.packs)}）。")
        return ERRORS
    budgets = leaf_budgets(lists, asked.code, asked.name)
    if not budgets:
        complain(f"{shown}：明细里没有部门或单位 {asked.code}。")
        return ERRORS
    year = asked.year or _year(read)
    for file, ones in read:
        for grid in file.grids:
            if all(grid is not one.grid for one in ones):
                complain(f"{grid.place} 不是明细，没有读；是公开表的，请单独存成一个文件再导入。")
    worst = OK
    if told and len(budgets) > 1:
        complain(f"{'、'.join(one.file.name for one in told)}：明细里有几个部门，绩效表请连同 --code 逐个部门导入。")
        worst = ERRORS
    for budget in budgets:
        work = partial(_budget, asked, budget, lists, year, told if len(budgets) == 1 else ())
        worst = max(worst, ERRORS if lacks(shown, budget.code, budget.name, year) else alone(work, shown))
    return worst


def _year(read: Sequence[tuple[ForeignFile, list[LeafList]]]) -> int:
    """Give the year that the lines say, else the one that the titles name."""
    said = (int(leaf.year) for _, ones in read for one in ones for leaf in one.leaves if leaf.year.isdigit())
    return next(said, 0) or next((one.year for _, ones in read for one in ones if one.year), 0)


def _budget(
    asked: AskedImport, budget: LeafBudget, lists: Sequence[LeafList], year: int, told: Sequence[Source]
) -> int:
    draft = leaf_draft(budget, asked.packs[0], year)
    put_performance(draft, [one for source in told for table in source.read.tables for one in owned(table.records)])
    group = SameBudget(budget.code, budget.name, year, list(told))
    say(f"{draft.folder}（{year} 年）", *report.leaf_lines(budget, lists, draft, group, every=asked.every))
    return write(asked, draft)
