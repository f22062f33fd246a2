"""The meter: what a document may use up, counted and not timed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.base import meter
from generator.base.meter import ExhaustedError, Meter, meter_for, weight

COUNTERS: list[tuple[Callable[[Meter], Callable[[int], None]], int]] = [
    (lambda one: one.step, meter.STEPS),
    (lambda one: one.write, meter.CHARACTERS),
    (lambda one: one.fill, meter.CELLS),
]


@pytest.mark.parametrize(("counter", "limit"), COUNTERS)
def test_all_that_is_allowed_may_be_used_up_and_no_more(
    counter: Callable[[Meter], Callable[[int], None]], limit: int
) -> None:
    count = counter(Meter())
    count(limit - 1)
    count(1)
    with pytest.raises(ExhaustedError):
        count(1)


@pytest.mark.parametrize(("counter", "limit"), COUNTERS)
def test_a_large_budget_may_use_more(counter: Callable[[Meter], Callable[[int], None]], limit: int) -> None:
    counter(meter_for(meter.USUAL))(2 * limit)
    with pytest.raises(ExhaustedError):
        counter(meter_for(meter.USUAL - 1))(limit + 1)


def test_calls_within_calls_have_a_greatest_depth_and_leave_again() -> None:
    one = Meter()
    for _ in range(2):
        for _ in range(meter.DEEPEST):
            one.enter()
        with pytest.raises(ExhaustedError):
            one.enter()
        for _ in range(meter.DEEPEST):
            one.leave()
    assert one.depth == 0


def test_a_line_counts_for_more_than_its_characters() -> None:
    assert weight("甲乙") == 2
    assert weight("甲\n\n") == 3 + 2 * meter.LINE
