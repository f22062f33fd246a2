"""What stops the generation: errors, and when asked for strictly warnings that nobody accepted."""

from dataclasses import replace

import pytest

from generator.findings.finding import Kind, Severity, has_errors, stops


@pytest.mark.parametrize(
    ("severity", "always", "strictly"),
    [(Severity.ERROR, True, True), (Severity.WARNING, False, True), (Severity.HINT, False, False)],
)
def test_a_warning_stops_only_where_strictness_is_asked_for(severity: Severity, always: bool, strictly: bool) -> None:
    one = Kind("C999", "试验", severity).at(None, "甲")
    assert (stops([one]), has_errors([one]), stops([one], strict=True)) == (always, always, strictly)


def test_nothing_and_an_accepted_warning_stop_nothing() -> None:
    accepted = replace(Kind("C999", "试验", Severity.WARNING).at(None, "甲"), accepted="已核实")
    assert not stops([], strict=True)
    assert not stops([accepted], strict=True)
