"""Checks (检查): what must hold among the facts of one budget. One module is one check.

A check is a module with `check(budget)`, which yields findings, and a docstring in Chinese, its manual page:
what must hold, on what basis, and examples that pass and fail, which a test executes.
To add a check, write the module and list it here.
"""

from __future__ import annotations

from types import ModuleType

from generator.checks import (
    balance,
    classification_codes,
    classification_names,
    duplicate_project,
    project_reference,
    spending_plan,
    unit_reference,
)
from generator.facts import Budget
from generator.findings import Finding

CHECKS: tuple[ModuleType, ...] = (
    balance,
    spending_plan,
    unit_reference,
    project_reference,
    duplicate_project,
    classification_codes,
    classification_names,
)


def run(budget: Budget) -> tuple[Finding, ...]:
    """Run every check; the findings come in the order of the checks, and of the budget within each."""
    return tuple(finding for module in CHECKS for finding in module.check(budget))
