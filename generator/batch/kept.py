"""What was found of a budget, kept until anything changes that it was made of: `.budget/status.json`.

As with the record of documents (`memory`), it only saves work: without it, or where it is damaged, everything is
looked at again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from generator.base import files, inputs
from generator.base.frozen import frozen
from generator.base.inputs import Inputs
from generator.batch import memory
from generator.batch.program import fingerprint

FILE = ".budget/status.json"
_LARGEST = 100_000_000  # bytes


@frozen
class KeptValue:
    """A value, as JSON has it, with all on which it depends beside the program."""

    value: Any
    inputs: Inputs


def load(root: Path, answers: memory.Answers) -> dict[str, KeptValue]:
    """Give what still holds, by the path of a budget's folder."""
    try:
        said = json.loads(files.read_file(root / FILE, _LARGEST))
        found = _read(said, inputs.whole(root)) if said["program"] == fingerprint() else {}
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}
    return {folder: one for folder, one in found.items() if answers.holds(one.inputs)}


def save(root: Path, found: Mapping[str, KeptValue]) -> None:
    """Write down what was found, in the place of what was kept of the same budgets. Raises NotWrittenError."""
    if found:
        files.update_file((root / FILE).parent / ".gitignore", 1000, lambda data: data or b"*\n")
        files.update_file(root / FILE, _LARGEST, partial(_added, found, inputs.whole(root)))


def _added(found: Mapping[str, KeptValue], root: str, data: bytes | None) -> bytes:
    """Add to what is kept; what another version of the program found goes, and so do budgets that are gone."""
    try:
        said = json.loads(data or b"")
        before = _read(said, root) if said["program"] == fingerprint() else {}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        before = {}
    every = {folder: one for folder, one in {**before, **found}.items() if os.path.isdir(folder)}
    budgets = {
        memory.short(folder, root): [every[folder].value, memory.inputs_said(every[folder].inputs, root)]
        for folder in sorted(every)
    }
    return json.dumps({"program": fingerprint(), "budgets": budgets}, separators=(",", ":")).encode()


def _read(said: Mapping[str, Any], root: str) -> dict[str, KeptValue]:
    """Read what was kept. Raises TypeError, ValueError, AttributeError for what is damaged."""
    return {
        memory.long(folder, root): KeptValue(value, memory.inputs_of(asked, root))
        for folder, (value, asked) in said["budgets"].items()
    }
