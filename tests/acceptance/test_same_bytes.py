"""The same input gives the same bytes, whatever the time zone, language, hash seed, working and output folder."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from tests.acceptance.command import ROOT, SAMPLE, SYNTHETIC, budget

ENVIRONMENTS = [
    {"TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "4242"},
    {"TZ": "UTC", "LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"},
]


@pytest.mark.parametrize("folder", [SAMPLE, SYNTHETIC], ids=["sample", "synthetic"])
def test_runs_in_other_surroundings_give_the_same_files(folder: Path, tmp_path: Path) -> None:
    found = set()
    for number, environment in enumerate(ENVIRONMENTS):
        elsewhere = tmp_path / f"工作 {number}"
        elsewhere.mkdir()
        output = elsewhere / f"输出{number}"
        done = budget("generate", folder, "-o", output, cwd=[ROOT, elsewhere, tmp_path][number], **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        found.add(digests(output))
        time.sleep(1.1 if number == 0 else 0)  # another second of the clock
    assert len(found) == 1


def test_a_copy_of_the_budget_in_another_folder_gives_the_same_files(tmp_path: Path) -> None:
    files = {file.relative_to(SAMPLE): file.read_bytes() for file in sorted(SAMPLE.rglob("*.yaml"), reverse=True)}
    copy = tmp_path / "别处" / "budgets" / "2025" / SAMPLE.name
    for name, data in files.items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(data)
    for number, folder in enumerate((SAMPLE, copy)):
        assert budget("generate", folder, "-o", tmp_path / str(number)).returncode == 0
    assert digests(tmp_path / "0") == digests(tmp_path / "1")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_files_saved_by_other_editors_give_the_same_files(encoding: str, tmp_path: Path) -> None:
    copy = tmp_path / "budgets" / "2025" / SAMPLE.name
    copy.mkdir(parents=True)
    for file in SAMPLE.iterdir():
        text = file.read_text("utf-8").replace("\n", "\r\n")
        (copy / file.name).write_bytes(text.encode(encoding))
    for number, folder in enumerate((SAMPLE, copy)):
        done = budget("generate", folder, "-o", tmp_path / str(number))
        assert done.returncode == 0, done.stdout + done.stderr
    assert digests(tmp_path / "0") == digests(tmp_path / "1")


def test_another_amount_gives_other_files(tmp_path: Path) -> None:
    """Otherwise equal digests would prove nothing."""
    copy = tmp_path / "budgets" / "2025" / SAMPLE.name
    copy.mkdir(parents=True)
    for file in SAMPLE.iterdir():
        text = file.read_text("utf-8").replace("1661333", "1661433").replace("625000", "625100")
        (copy / file.name).write_text(text, "utf-8")
    for number, folder in enumerate((SAMPLE, copy)):
        assert budget("generate", folder, "-o", tmp_path / str(number)).returncode == 0
    one, two = dict(digests(tmp_path / "0")), dict(digests(tmp_path / "1"))
    assert one.keys() == two.keys()
    assert all(one[name] != two[name] for name in one)


def digests(output: Path) -> tuple[tuple[str, str], ...]:
    files = sorted(path for path in output.glob("*/*/*") if path.is_file())
    assert len(files) == 2
    return tuple((str(path.relative_to(output)), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files)
