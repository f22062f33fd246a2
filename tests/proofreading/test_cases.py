"""Small budgets that were right in every line and untrue in what they printed: each is found, by kind and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.base.paths import said
from generator.publish import finish, prepare

CASES = Path(__file__).parent / "cases"
TEMPLATES = Path(__file__).parents[2] / "templates"
OWN = ("C626", "C819", "D5")  # the codes of this subject


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("06-rounded-parts-do-not-add-up", [("D506", "")]),
        ("17-project-says-car-but-sangong-zero", [("C626", "项目[0].名称")]),
        ("18-plan-percent-label-with-amounts", []),
        (
            "20-last-year-text-not-updated",
            [
                ("C819", "整体绩效.总体目标[0]"),
                ("C819", "整体绩效.分项目标[0].目标"),
                ("C819", "整体绩效.保障措施[0]"),
                ("D504", "其他说明"),
            ],
        ),
        (
            "21-hand-written-figures-contradict",
            [
                ("D503", "其他说明"),
                ("D503", "其他说明"),
                ("D503", "其他说明"),
                ("D505", "其他说明"),
                ("D505", "其他说明"),
            ],
        ),
    ],
)
def test_what_the_document_says_is_found(case: str, expected: list[tuple[str, str]]) -> None:
    found = prepare(CASES / case, TEMPLATES, shown_as=case).findings
    assert [(one.code, said(one.path)) for one in found if one.code.startswith(OWN)] == expected


def test_amounts_under_a_percent_sign_say_their_unit_on_the_page() -> None:
    prepared = prepare(CASES / "18-plan-percent-label-with-amounts", TEMPLATES)
    assert prepared.document is not None
    assert prepared.pack is not None
    output, _ = finish(prepared.document, prepared.pack, ("html",))
    assert output is not None
    page = output.files["html"].decode()
    plan = page[page.index("资金支出计划（%）") :]
    for amount in ("75.00", "150.00", "225.00", "300.00"):
        cell = plan[: plan.index(f">{amount}<")].rpartition("<")[2]
        assert 'title="单位：万元"' in cell
