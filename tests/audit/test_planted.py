"""Every kind of an audit is found where somebody makes the mistake in a finished Word file, and nothing certain beside.

The files are those that we generate of real budgets. Each defect is typed into a copy of the file, which is read again.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from generator import publish
from generator.audit import LOOKS, run
from generator.audit.document import document_of
from generator.audit.remark import UNLAWFUL, WRONG, AuditRemark
from generator.commands.catalogue import kinds_of
from generator.commands.import_ import forms_of
from generator.grids import reader
from generator.intake.reading import PossibleForms
from tests.audit.planted import PLANTED, Plant, edited

ROOT = Path(__file__).parents[2]
BUDGETS = {
    "207": ROOT / "budgets/2025/207-上海市普陀区财政局",
    "350": ROOT / "budgets/2025/350-科技和工信部门",
    "910": ROOT / "tests/budgets/2019/910-江苏省高级人民法院",
}
NOT_TYPED = {"A106"}  # kinds of which no file of ours can have a defect by a word: tests/audit/test_documents.py
EACH = 3  # instances of a kind


@cache
def forms() -> PossibleForms:
    return forms_of(ROOT / "templates", ("上海", "河北", "江苏"))


@cache
def generated(name: str) -> bytes:
    prepared = publish.prepare(BUDGETS[name], ROOT / "templates", every=False)
    assert prepared.document is not None
    assert prepared.pack is not None
    finished, _ = publish.finish(prepared.document, prepared.pack, ("docx",))
    assert finished is not None
    return bytes(finished.files["docx"])


def audit(file: bytes) -> tuple[AuditRemark, ...]:
    source = forms().read(reader.read_bytes(file, "文.docx"))
    assert source is not None
    return run(document_of(source))


@cache
def before(name: str) -> frozenset[tuple[str, str]]:
    """What is said of the file that nobody edited."""
    return frozenset((one.finding.code, one.finding.message) for one in audit(generated(name)))


def new(plant: Plant) -> list[AuditRemark]:
    found = audit(edited(generated(plant.document), plant))
    return [one for one in found if (one.finding.code, one.finding.message) not in before(plant.document)]


def test_every_kind_is_planted_three_times() -> None:
    own = {kind.code for module in LOOKS for kind in kinds_of(module) if kind.code.startswith("A")}
    counts = Counter(plant.code for plant in PLANTED)
    planted = {code for code, count in counts.items() if count >= EACH}
    known = {code for code in own if code in counts} | NOT_TYPED
    assert {code for code in known - planted if code.startswith("A")} == NOT_TYPED


@pytest.mark.parametrize("plant", PLANTED, ids=str)
def test_a_defect_that_somebody_types_is_found_at_its_place(plant: Plant) -> None:
    told = new(plant)
    hits = [one for one in told if one.finding.code == plant.code and one.certainty == plant.certainty]
    assert hits, [(one.certainty, one.finding.code, one.finding.message) for one in told]
    place = hits[0].finding.place
    assert place is not None
    assert "段" in place.named or "表" in place.named
    others = [
        one for one in told if one.certainty in (WRONG, UNLAWFUL) and one.finding.code not in (plant.code, *plant.also)
    ]
    assert others == [], [(one.finding.code, one.finding.message) for one in others]
