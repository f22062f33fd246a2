from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOT_INSTALLED = 3


@pytest.mark.parametrize("case", ["sample", "synthetic"])
def test_the_pdf_is_pdf_a_and_pdf_ua(case: str, tmp_path: Path) -> None:
    budgets = {"sample": (ROOT, "350"), "synthetic": (ROOT / "tests", "999")}
    root, code = budgets[case]
    command = [sys.executable, "-m", "generator", "generate", code, "--root", root, "-o", tmp_path, "-f", "pdf"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (file,) = tmp_path.rglob("*.pdf")
    found = subprocess.run(
        [sys.executable, ROOT / "tools/verapdf/run.py", file], cwd=ROOT, check=False, capture_output=True, text=True
    )
    if found.returncode == NOT_INSTALLED:
        pytest.skip("没有安装 veraPDF（见 tools/verapdf/README.md）")
    assert found.returncode == 0, found.stdout
    assert [line.split(": ")[0] for line in found.stdout.splitlines() if line.endswith("0 failed")] == ["2a", "ua1"]
