"""Documents to audit: made of budgets, once for a set of formats, and read as the audit reads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from generator import publish
from generator.audit.document import AuditedDocument, document_of
from generator.base.resources import templates_folder
from generator.commands.import_ import forms_of
from generator.grids import reader

ROOT = Path(__file__).parents[2]


def _folder(code: str, year: int, below: Path = ROOT / "tests/budgets") -> Path:
    (found,) = (below / str(year)).glob(f"{code}-*")
    return found


FOLDERS = {
    "207": _folder("207", 2025, ROOT / "budgets"),
    "350": _folder("350", 2025, ROOT / "budgets"),
    "910": _folder("910", 2019),
    "910 of 2018": _folder("910", 2018),
    "931": _folder("931", 2025),
    "932": _folder("932", 2025),
    "999": _folder("999", 2025),
}


@lru_cache(maxsize=16)
def made(
    folder: Path, formats: tuple[str, ...] = ("docx",), unit: str = "", parts: tuple[str, ...] = ()
) -> tuple[publish.Prepared, Mapping[str, bytes]]:
    """Make the files of a budget, or of one of its units, by their formats."""
    prepared = publish.prepare(folder, templates_folder(), shown_as="b", unit=unit, every=False, parts=parts)
    assert prepared.document is not None, [one.message for one in prepared.findings if one.severity.value == "错误"][:3]
    assert prepared.pack is not None
    output, _ = publish.finish(prepared.document, prepared.pack, formats)
    assert output is not None
    return prepared, {suffix: bytes(data) for suffix, data in output.files.items()}


def read(data: bytes, suffix: str, *packs: str) -> AuditedDocument:
    """Read a file as a document of one of some forms."""
    source = forms_of(templates_folder(), packs).read(reader.read_bytes(data, f"a.{suffix}"))
    assert source is not None
    return document_of(source)
