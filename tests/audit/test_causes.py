"""One cause is one remark: what is said twice, or differs by as much with a figure in common, is told once."""

from __future__ import annotations

from decimal import Decimal

from generator.audit.causes import causes
from generator.audit.remark import DOUBTFUL, WRONG, AuditRemark
from generator.findings.finding import Kind, Place, Severity

_KIND = Kind("A109", "甲", Severity.WARNING, "乙")
HERE, THERE = Place("文.docx", named="第 1 段"), Place("文.docx", named="第 2 段")


def remark(certainty: str, message: str, place: Place, apart: int, *others: Place) -> AuditRemark:
    finding = _KIND.at(place, message, "丙", related=tuple((one, "丁") for one in others))
    return AuditRemark(certainty, finding, apart=Decimal(apart))


def test_what_is_said_twice_is_told_once() -> None:
    one = remark(WRONG, "相差", HERE, 0)
    assert list(causes([one, one])) == [one]


def test_the_more_certain_of_two_that_differ_by_as_much_is_kept() -> None:
    certain = remark(WRONG, "总数", HERE, 20, THERE)
    doubtful = remark(DOUBTFUL, "各项", THERE, 20)
    assert list(causes([doubtful, certain])) == [certain]


def test_two_that_differ_by_other_amounts_or_have_no_figure_in_common_are_both_told() -> None:
    every = [remark(WRONG, "一", HERE, 20), remark(WRONG, "二", HERE, 30), remark(WRONG, "三", THERE, 20)]
    assert list(causes(every)) == every
