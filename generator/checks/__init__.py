"""Checks (检查): what must hold among the facts of one budget. One module is one check.

A check is a module with `check(budget)`, which yields problems by path, and a docstring in Chinese, its manual page:
what must hold, on what basis, and examples that pass and fail, which a test executes. `run` finds the places.
To add a check, write the module and list it here, then run `python -m tools.make_check_docs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from generator.base.paths import ValuePath
from generator.checks import (
    amounts,
    balance,
    brackets,
    carryover,
    classification_codes,
    classification_names,
    doubled_words,
    duplicate_line,
    duplicate_project,
    economic_codes,
    indicator_costs,
    indicator_hierarchy,
    indicator_kinds,
    indicator_levels,
    indicator_limits,
    indicator_names,
    indicator_natures,
    indicator_signs,
    indicator_values,
    indicator_weights,
    indicator_years,
    last_year,
    magnitudes,
    misspellings,
    numbering,
    operating_purposes,
    outdated_names,
    outdated_years,
    place_words,
    placeholders,
    prior_year,
    private_numbers,
    procurement_amount,
    project_code,
    project_reference,
    project_texts,
    punctuation,
    secrecy_marks,
    sentence_ends,
    sme_share,
    special_funds,
    spending_plan,
    three_public,
    unhidden_notes,
    unit_money,
    unit_name,
    unit_nature,
    unit_reference,
    unit_words,
    vehicles,
)
from generator.facts.budget import Budget
from generator.findings.finding import Finding, Place, Problem, Span

CHECKS: tuple[ModuleType, ...] = (
    balance,
    carryover,
    amounts,
    magnitudes,
    spending_plan,
    unit_reference,
    unit_money,
    unit_nature,
    project_reference,
    duplicate_project,
    project_code,
    duplicate_line,
    unit_name,
    classification_codes,
    classification_names,
    indicator_levels,
    indicator_hierarchy,
    indicator_values,
    indicator_limits,
    indicator_names,
    indicator_kinds,
    indicator_costs,
    indicator_years,
    indicator_signs,
    indicator_natures,
    indicator_weights,
    project_texts,
    procurement_amount,
    sme_share,
    vehicles,
    economic_codes,
    special_funds,
    operating_purposes,
    three_public,
    prior_year,
    last_year,
    outdated_names,
    brackets,
    punctuation,
    doubled_words,
    placeholders,
    place_words,
    unit_words,
    sentence_ends,
    numbering,
    misspellings,
    outdated_years,
    private_numbers,
    secrecy_marks,
    unhidden_notes,
)


def run(budget: Budget) -> tuple[Finding, ...]:
    """Run every check; the findings come in the order of the checks, and of the budget within each."""
    return tuple(placed(problem, budget.places) for module in CHECKS for problem in module.check(budget))


def placed(problem: Problem, places: Mapping[ValuePath, Place]) -> Finding:
    """Make a finding of a problem: at its characters if they can be told, or its value, or what is around that."""
    exact = _characters(places.get(problem.path), problem.within)
    related = ((_nearest(path, places), label) for path, label in problem.also)
    return problem.kind.at(
        exact or _nearest(problem.path, places),
        problem.message,
        problem.remedy,
        path=problem.path,
        related=tuple((place, label) for place, label in related if place),
        replacement=problem.fix if exact else None,
    )


def _nearest(path: ValuePath, places: Mapping[ValuePath, Place]) -> Place | None:
    """Find where a value is written, or the nearest mapping or list around it."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path)


def _characters(whole: Place | None, within: Span | None) -> Place | None:
    """Find a part of a text in its place; nothing where the text is folded or escaped, so that its length differs."""
    if whole is None or within is None:
        return None
    text, start, end = within
    quotes = whole.length - len(text)
    if quotes not in (0, 2):
        return None
    return whole._replace(column=whole.column + quotes // 2 + start, length=max(end - start, 1))
