"""Budgets to try workbooks with: the real and the synthetic ones, copied so that they may be changed."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDERS = sorted([*(ROOT / "budgets").glob("*/*"), *(ROOT / "tests/budgets").glob("*/*"), ROOT / "schema/samples/最全"])
IDS = [f"{folder.parent.name}-{folder.name[:3]}" for folder in FOLDERS]


def copied(folder: Path, root: Path) -> Path:
    """Copy a budget below `budgets/<year>/` of a root."""
    year = folder.parent.name if folder.parent.name.isdigit() else "2025"
    name = folder.name if folder.parent.name.isdigit() else f"999-{folder.name}"
    target = root / "budgets" / year / name
    shutil.copytree(folder, target)
    return target
