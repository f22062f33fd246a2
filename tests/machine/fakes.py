"""A machine that is what a test says, and answers what a test has it answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.machine.machine import Machine, Ran

NOBODY = Path("/没有这个人")


def machine(
    answers: Mapping[str, Ran | str] | None = None,
    programs: Sequence[str] = (),
    keys: Mapping[str, Mapping[str, str]] | None = None,
    **more: Any,
) -> Machine:
    """Give a machine: `answers` by command line, `programs` that are found, `keys` of the registry as HKLM\\…"""
    told, registry = dict(answers or {}), dict(keys or {})

    def run(command: Sequence[str], _folder: Path) -> Ran | None:
        answer = told.get(" ".join(command))
        return Ran(0, answer) if isinstance(answer, str) else answer

    usual = Machine(
        "linux", "x86_64", (3, 12, 1), 64, "/usr/bin/python3", "utf-8", 0, {}, NOBODY, "",
        lambda name: f"/usr/bin/{name}" if name in programs else None,
        run,
        lambda hive, key: registry.get(f"{hive}\\{key}", {}),
        lambda _path: False,
    )  # fmt: skip
    return replace(usual, **more)
