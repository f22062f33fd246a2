"""The same document from other hands: Word files whose layout somebody changed, PDFs that LibreOffice made of them.

Each says as much as our own Word file, and nothing more is wrong in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from generator.audit import run
from generator.audit.document import AuditedDocument
from generator.audit.remark import UNLAWFUL, WRONG
from tests.audit.layouts import CHANGES, UNREADABLE, laid_out
from tests.audit.making import FOLDERS, ROOT, made, read

BUDGETS = {"上海": "207", "江苏": "910 of 2018", "北京": "931", "通用": "932"}
SEEN_IN_WORD = ("表分成两个，有表头", "表分成两个，没有表头", "数印两次")
PRINTED = [(pack, f"原样.{suffix}") for pack in BUDGETS for suffix in ("docx", "xlsx")]
PRINTED += [("通用", f"{change}.docx") for change in ("横版", "不分页", "数印两次")]


def finished(pack: str) -> Mapping[str, bytes]:
    """Make the Word file and the workbook of a budget."""
    return made(FOLDERS[BUDGETS[pack]], ("docx", "xlsx"))[1]


@cache
def own(pack: str) -> AuditedDocument:
    return read(finished(pack)["docx"], "docx", pack)


def amounts(found: AuditedDocument) -> Counter[tuple[str, str]]:
    """Count what each table states."""
    return Counter((table.table.spec.name, f"{one.value}") for table in found.tables for one in table.amounts)


def certain(found: AuditedDocument) -> list[str]:
    return [f"{one.finding.place} {one.finding.message}" for one in run(found) if one.certainty in (WRONG, UNLAWFUL)]


def tables(found: AuditedDocument) -> list[str]:
    return [table.table.spec.name for table in found.tables]


@pytest.mark.parametrize("change", SEEN_IN_WORD)
@pytest.mark.parametrize("pack", ["江苏", "通用"])
def test_a_word_file_says_the_same_after_its_layout_was_changed(pack: str, change: str) -> None:
    found = read(laid_out(finished(pack)["docx"], CHANGES[change]), "docx", pack)
    assert tables(found) == tables(own(pack))
    assert amounts(found) == amounts(own(pack))
    assert certain(found) == []


@pytest.mark.parametrize("pack", ["江苏", "通用"])
def test_nothing_follows_from_an_amount_that_cannot_be_read(pack: str) -> None:
    found = read(laid_out(finished(pack)["docx"], CHANGES[UNREADABLE]), "docx", pack)
    assert sum(len(table.unread) for table in found.tables) > len(found.tables)
    assert certain(found) == []


def files() -> Iterator[tuple[tuple[str, str], bytes]]:
    for pack, name in PRINTED:
        change, suffix = name.split(".")
        data = finished(pack)[suffix]
        yield (pack, name), laid_out(data, CHANGES[change]) if change in CHANGES else data


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], bytes]:
    """Print all files by one run of LibreOffice for each kind."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("没有 LibreOffice（soffice）：不能转成 PDF；CI 上有")
    folder = tmp_path_factory.mktemp("printed")
    command: Sequence[str | Path] = [sys.executable, ROOT / "tools" / "fontconfig.py", folder]
    fonts = subprocess.run(command, capture_output=True, text=True, check=True)
    paths = {}
    for number, (key, data) in enumerate(files()):
        paths[key] = folder / f"{number}.{key[1].rpartition('.')[2]}"
        paths[key].write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *paths.values()]
    faces = {**os.environ, "FONTCONFIG_FILE": fonts.stdout.strip()}
    subprocess.run(command, capture_output=True, timeout=500, check=True, env=faces)
    return {key: path.with_suffix(".pdf").read_bytes() for key, path in paths.items()}


@pytest.mark.parametrize(("pack", "name"), PRINTED)
def test_a_pdf_of_libreoffice_says_what_our_word_file_says(
    pack: str, name: str, printed: Mapping[tuple[str, str], bytes]
) -> None:
    found = read(printed[pack, name], "pdf", pack)
    assert tables(found) == tables(own(pack))
    assert amounts(found) == amounts(own(pack))
    assert certain(found) == []
