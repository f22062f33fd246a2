"""Running the command as a user does: a process of its own, with nothing shared with the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "budgets" / "2025" / "350-科技和工信部门"
SYNTHETIC = ROOT / "tests" / "budgets" / "2025" / "999-测试综合部门（虚构）"
REFERENCE = ROOT / "tests" / "reference" / "hebei-350-2025"


def budget(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `budget` with arguments; `environment` is added to what this process has."""
    command = shutil.which("budget", path=sysconfig.get_path("scripts"))
    assert command, "the project is not installed in this Python"
    settings = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [command, *map(str, arguments)],
        cwd=cwd, env=settings, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def generated(folder: Path, output: Path) -> tuple[Path, Path]:
    """Generate a budget; return the Word and the PDF file."""
    done = budget("generate", folder, "-o", output)
    assert done.returncode == 0, done.stdout + done.stderr
    (word,), (pdf,) = output.glob("*/*/*.docx"), output.glob("*/*/*.pdf")
    return word, pdf
