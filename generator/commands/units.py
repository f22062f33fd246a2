"""Units that a command is asked for (--unit): by code, by name, by a part of either, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from generator.base.nearest import nearest
from generator.commands.workspace import EVERY, BudgetFolder
from generator.facts import build
from generator.facts.budget import Budget
from generator.facts.words import any_words

MOST = 8  # units that a message names
_Read = tuple[BudgetFolder, Budget | None]


def asked_for(sources: Sequence[BudgetFolder], wanted: Sequence[str]) -> tuple[tuple[BudgetFolder, str], ...]:
    """Give each budget with each of its units that is wanted; with no unit where the department itself is meant.

    A unit need only be one of some department. Raises click.UsageError where none, or more than one, is meant.
    """
    wanted = list(dict.fromkeys(one.strip() for one in wanted if one.strip()))
    if not wanted:
        return tuple((source, "") for source in sources)
    budgets = [(source, build.load_alone(source.folder, words=any_words)[0]) for source in sources]
    found: dict[tuple[BudgetFolder, str], None] = {}
    for name in wanted:
        own = list(_of_each(budgets, name))
        broken = [(source, name) for source, budget in budgets if budget is None]  # which says what is wrong
        if not own and not broken and len(budgets) > 1:
            raise click.UsageError(_unknown(budgets, name))
        own += broken if name == EVERY else []
        found |= dict.fromkeys(own or broken or [(source, name) for source in sources])
    _in_two_budgets(budgets, found)
    return tuple(found)


def _in_two_budgets(budgets: Sequence[_Read], found: Iterable[tuple[BudgetFolder, str]]) -> None:
    """Refuse a unit that two budgets of a year have, its department's and one of its own: they would write one file."""
    years = {source: budget.year for source, budget in budgets if budget}
    first: dict[tuple[int, str], BudgetFolder] = {}
    for source, code in found:
        other = first.setdefault((years.get(source, 0), code), source)
        if other != source and source in years:
            raise click.UsageError(f"单位 {code} 在两个预算里：{other.shown}、{source.shown}。请只写其中一个预算。")


def _of_each(budgets: Sequence[_Read], name: str) -> Iterator[tuple[BudgetFolder, str]]:
    from generator.publish import find_units, own_budgets  # noqa: PLC0415 only what a command needs is imported

    for source, budget in budgets:
        if budget is None:
            continue
        found = tuple(own_budgets(budget)) if name == EVERY else find_units(budget, name)
        if len(found) > 1 and name != EVERY:
            known = own_budgets(budget)
            which = "、".join(f"{code} {known[code]}" for code in found[:MOST]) + ("……" if len(found) > MOST else "")
            raise click.UsageError(f"“{name}”可以是几个单位：{which}。请写编码。")
        yield from ((source, code) for code in found)


def _unknown(budgets: Sequence[_Read], name: str) -> str:
    from generator.publish import own_budgets  # noqa: PLC0415 only what a command needs is imported

    known = [word for _, budget in budgets if budget for pair in own_budgets(budget).items() for word in pair]
    near = nearest(name, known)
    return f"这些预算里都没有单位“{name}”。" + (f"是不是“{near}”？" if near else "请写单位的编码或者名称。")
