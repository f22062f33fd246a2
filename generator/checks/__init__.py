"""Checks (检查): what must hold among the facts of one budget. One module is one check.

A check is a module with `check(budget)`, which yields findings, and a docstring in Chinese, its manual page:
what must hold, on what basis, and examples that pass and fail, which a test executes.
To add a check, write the module and list it here, then run `python -m tools.make_check_docs`.
"""

from __future__ import annotations

from types import ModuleType

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
    indicator_kinds,
    indicator_levels,
    indicator_names,
    indicator_signs,
    indicator_values,
    indicator_years,
    misspellings,
    numbering,
    outdated_names,
    place_words,
    placeholders,
    prior_year,
    procurement_amount,
    project_code,
    project_reference,
    project_texts,
    punctuation,
    sentence_ends,
    sme_share,
    special_funds,
    spending_plan,
    unit_name,
    unit_reference,
    unit_words,
    vehicles,
)
from generator.facts.budget import Budget
from generator.findings.finding import Finding

CHECKS: tuple[ModuleType, ...] = (
    balance,
    carryover,
    amounts,
    spending_plan,
    unit_reference,
    project_reference,
    duplicate_project,
    project_code,
    duplicate_line,
    unit_name,
    classification_codes,
    classification_names,
    indicator_levels,
    indicator_values,
    indicator_names,
    indicator_kinds,
    indicator_costs,
    indicator_years,
    indicator_signs,
    project_texts,
    procurement_amount,
    sme_share,
    vehicles,
    economic_codes,
    special_funds,
    prior_year,
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
)


def run(budget: Budget) -> tuple[Finding, ...]:
    """Run every check; the findings come in the order of the checks, and of the budget within each."""
    return tuple(finding for module in CHECKS for finding in module.check(budget))
