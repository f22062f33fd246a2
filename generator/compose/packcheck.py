"""Checking a pack (检查模板): composed with the smallest and the fullest budget, and read word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from generator.base import resources
from generator.base.meter import Meter
from generator.compose import trial
from generator.compose.composer import compose
from generator.compose.scope import TOO_MUCH, known_names, make_scope
from generator.facts import build
from generator.facts.budget import Budget, Subject
from generator.facts.words import STATED
from generator.findings.finding import Finding, Kind, Severity, has_errors
from generator.ledger import department_ledger, unit_codes
from generator.pack import accepted, effect, loader, obligations
from generator.pack.spec import Pack
from generator.prose import never_asked
from generator.prose import review as prose
from generator.tables import coverage, emptiness, never
from generator.tables.possible import Possible
from generator.word import template as wordtemplate

NEVER_PRINTED = Kind("P417", "表没有印出", Severity.WARNING, "模板定义了这张表或者图，正文里却没有一行“@表”“@图”印它。")
SMALLEST, FULLEST = "最小", "最全"
LAST_YEAR = Decimal(1000)  # 元, of every query, so that every year-on-year sentence is tried


def check(name: str, year: int, templates: Path) -> tuple[Pack | None, tuple[Finding, ...]]:
    """Check the version of a pack for a year: every finding of the pack itself, in the order of its files."""
    pack, found = loader.find(name, year, templates)
    found += effect.review(pack) if pack is not None else ()
    if pack is None:
        return pack, found
    if has_errors(found):
        return pack, accepted.apply(pack, found, every=False)
    reviewed = (*_composed(pack, year), *_reviewed(pack, year), *_covered(pack, year), *obligations.review(pack))
    found += tuple(finding for finding in reviewed if finding.code.startswith("P"))
    return pack, accepted.apply(pack, _each_once(found))


def sample(name: str, pack: Pack, year: int) -> Budget:
    """Load the smallest or the fullest budget, as one of a year that is made with a pack."""
    budget, findings = build.load(resources.schema_folder() / "samples" / name, shown_as=f"samples/{name}")
    if budget is None:
        raise ValueError(f"the sample budget is broken: {findings}")
    budget = trial.with_own_data(budget, pack, full=name == FULLEST)
    data = {**budget.data, "年度": year}
    if name == FULLEST:
        stated = {key: dict.fromkeys(pack.queries, LAST_YEAR) for key in STATED}
        data |= {"原因": dict.fromkeys(pack.queries, "原因"), **stated}
        budget = trial.fitted(replace(budget, units=tuple(_told(unit, data) for unit in budget.units)), pack)
    return replace(budget, year=year, pack=pack.name, data=data, subject=replace(budget.subject, data=data))


def _told(unit: Subject, data: Mapping[str, Any]) -> Subject:
    """Give a unit all texts of the department that it does not have, so that every sentence is tried."""
    return replace(unit, data={**data, **unit.data})


def _composed(pack: Pack, year: int) -> Iterator[Finding]:
    """Compose both budgets, each as a department's and as a unit's, without the optional parts (选印) and with all."""
    template, found = wordtemplate.load(pack.word, pack.word_file)
    yield from found
    for name in (SMALLEST, FULLEST):
        budget = sample(name, pack, year)
        for unit, parts in product(("", *unit_codes(budget)), dict.fromkeys(((), pack.parts))):
            document, found = compose(budget, pack, unit=unit, parts=parts)
            yield from found
            if any(finding.code == TOO_MUCH.code for finding in found):
                return  # it would use up as much of every other budget
            if document is not None and template is not None:
                yield from template.render_frame(document.names)[1]


def _reviewed(pack: Pack, year: int) -> Iterator[Finding]:
    """Read every text."""
    budget = sample(FULLEST, pack, year)
    scope = make_scope(budget, pack, budget.subject, [], Meter())
    template, _ = wordtemplate.load(pack.word, pack.word_file)
    texts = tuple(dict.fromkeys(pack.texts.values()))
    known = known_names(scope, pack.tables, template.style_ids if template else ())
    for text in texts:
        yield from prose.review(scope.environment, text, known)
    yield from never_asked.review(pack, scope.environment)
    printed = prose.printed(texts)
    drawn = {chart.table for name, chart in pack.charts.items() if ("图", name) in printed}
    for what, kept in (("表", pack.tables), ("图", pack.charts)):
        for name, spec in kept.items():
            if (what, name) not in printed and not (what == "表" and name in drawn):
                remedy = f"请在正文里加一行：@{what} {name}"
                yield NEVER_PRINTED.at(spec.place, f"{what}“{name}”从来不印。", remedy, path=(what, name))


def _covered(pack: Pack, year: int) -> Iterator[Finding]:
    """Look for what never has money, compare totals with what stands beside them, and find tables that can be empty."""
    yield from never.review(pack, Possible(pack, year))
    usual = Possible(pack, year, usual=True)
    ledger = department_ledger(sample(FULLEST, pack, year))
    for spec in pack.tables.values():
        yield from coverage.review(spec, usual)
        yield from emptiness.review(spec, ledger)


def _each_once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave out what rendering and reading found twice: the same words of the same line."""
    kept = {
        (finding.place and (finding.place.file, finding.place.line), finding.message, finding.path): finding
        for finding in findings
    }
    return tuple(kept.values())
