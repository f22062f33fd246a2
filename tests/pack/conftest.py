"""Whatever a pack's file is blamed for in these tests is told as a whole: with a place in a file, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest

from generator.findings.finding import Finding
from generator.pack import loader
from generator.pack.spec import Pack


def told_as_a_whole(findings: Iterable[Finding]) -> None:
    for one in findings:
        assert one.place is not None, one
        assert re.search(r"[。？]$", one.remedy), one
        assert not re.search("None|XX", one.message + one.remedy), one


@pytest.fixture(autouse=True)
def findings_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    find = loader.find

    def found(*arguments: Any, **more: Any) -> tuple[Pack | None, tuple[Finding, ...]]:
        pack, findings = find(*arguments, **more)
        told_as_a_whole(one for one in findings if one.code != "P101")  # that one is of a budget
        return pack, findings

    monkeypatch.setattr(loader, "find", found)
