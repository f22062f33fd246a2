"""Every kind of an audit is found where somebody makes the mistake in a finished Word file, and nothing certain beside.

The files are those that we generate of real budgets. Each defect is typed into a copy of the file, which is read again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path

import pytest

from generator.audit import LOOKS, against, run
from generator.audit.document import AuditedDocument
from generator.audit.remark import UNLAWFUL, WRONG, AuditRemark
from generator.commands.catalogue import kinds_of
from tests.audit.editing import DELETED, SECTION_DELETED, Plant, edited
from tests.audit.making import FOLDERS, ROOT, made, read
from tests.audit.planted import AGAINST, LAID_OUT, PLANTED
from tests.audit.test_against import master

PACKS = ("上海", "河北", "江苏", "北京")
UNITS = {"207001": "207"}  # documents of a unit, and the budget that they are made of
EACH = 3  # instances of a kind
GROUPS = PLANTED | LAID_OUT | AGAINST
EVERY = [one for plants in GROUPS.values() for one in plants]


def generated(name: str) -> bytes:
    return made(folder_of(name), unit=name if name in UNITS else "")[1]["docx"]


def folder_of(name: str) -> Path:
    return FOLDERS[UNITS.get(name, name)]


def read_again(file: bytes) -> AuditedDocument:
    return read(file, "docx", *PACKS)


def audit(file: bytes) -> tuple[AuditRemark, ...]:
    return run(read_again(file))


@cache
def before(name: str) -> frozenset[tuple[str, str]]:
    """What is said of the file that nobody edited."""
    return frozenset((one.finding.code, one.finding.message) for one in audit(generated(name)))


def new(plant: Plant) -> list[AuditRemark]:
    found = audit(edited(generated(plant.document), plant))
    return [one for one in found if (one.finding.code, one.finding.message) not in before(plant.document)]


def test_every_kind_is_planted_three_times() -> None:
    published = {kind.code for module in (*LOOKS, against) for kind in kinds_of(module) if kind.code.startswith("A")}
    counts = Counter(plant.code for plant in EVERY)
    assert {code for code in published if counts[code] < EACH} == set()
    assert all(len(set(map(str, plants))) >= EACH for plants in GROUPS.values())  # and of all that is to be looked for


def is_told(plant: Plant, told: Sequence[AuditRemark]) -> AuditRemark:
    """Give the remark that a plant calls for; nothing else is certain because of it."""
    hits = [one for one in told if one.finding.code == plant.code and one.certainty == plant.certainty]
    assert hits, [(one.certainty, one.finding.code, one.finding.message) for one in told]
    others = [
        one for one in told if one.certainty in (WRONG, UNLAWFUL) and one.finding.code not in (plant.code, *plant.also)
    ]
    assert others == [], [(one.finding.code, one.finding.message) for one in others]
    return hits[0]


@pytest.mark.parametrize("plant", [one for plants in PLANTED.values() for one in plants], ids=str)
def test_a_defect_that_somebody_types_is_found_at_its_place(plant: Plant) -> None:
    place = is_told(plant, new(plant)).finding.place
    assert place is not None
    absent = plant.what == SECTION_DELETED
    assert absent or "段" in place.named or "表" in place.named


@pytest.mark.parametrize("plant", [one for plants in AGAINST.values() for one in plants], ids=str)
def test_what_somebody_changes_in_a_file_is_found_against_its_budget(plant: Plant) -> None:
    document = read_again(edited(generated(plant.document), plant))
    told = against.against(document, partial(master, folder_of(plant.document))).remarks
    place = is_told(plant, told).finding.place
    assert (place is None) == (plant.what == DELETED)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Print the Word files, those with defects and those without, by one run of LibreOffice."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("没有 LibreOffice（soffice）：不能排出 Word 文件的版面；CI 上有")
    folder = tmp_path_factory.mktemp("printed")
    plants = [one for each in LAID_OUT.values() for one in each]
    files = {str(one): edited(generated(one.document), one) for one in plants}
    files |= {one.document: generated(one.document) for one in plants}
    names = {key: folder / f"{number}.docx" for number, key in enumerate(files)}
    for key, path in names.items():
        path.write_bytes(files[key])
    command = [sys.executable, ROOT / "tools" / "fontconfig.py", folder]
    fonts = subprocess.run(command, capture_output=True, text=True, check=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *names.values()]
    faces = {**os.environ, "FONTCONFIG_FILE": fonts.stdout.strip()}
    subprocess.run(command, capture_output=True, timeout=500, check=True, env=faces)
    return {key: path.with_suffix(".pdf") for key, path in names.items()}


@cache
def audit_printed(path: Path) -> tuple[AuditRemark, ...]:
    return run(read(path.read_bytes(), "pdf", *PACKS))


@pytest.mark.parametrize("plant", [one for plants in LAID_OUT.values() for one in plants], ids=str)
def test_a_defect_of_the_layout_is_found_on_its_page(plant: Plant, printed: Mapping[str, Path]) -> None:
    known = {(one.finding.code, one.finding.message) for one in audit_printed(printed[plant.document])}
    told = audit_printed(printed[str(plant)])
    hit = is_told(plant, [one for one in told if (one.finding.code, one.finding.message) not in known])
    assert hit.page > 0
