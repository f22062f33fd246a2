"""The program as an input (程序): what else than budgets and packs decides the bytes of a document."""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.base.resources import schema_folder

LIBRARIES = (
    "click", "docxtpl", "fonttools", "jinja2", "lxml", "markupsafe", "pypdf", "pyyaml", "reportlab", "xlsxwriter",
)  # fmt: skip
_FONT, _DIRECTORY = ".ttf", 4096  # bytes
_COMPILED = "__pycache__"


@cache
def fingerprint() -> str:
    """Give what is equal as long as the program, its data and its libraries are the same."""
    told = hashlib.sha256()
    for name, data in _parts():
        told.update(f"{len(name)} {name} {len(data)} ".encode())
        told.update(data)
    return told.hexdigest()


def _parts() -> Iterator[tuple[str, bytes]]:
    yield "Python", f"{sys.implementation.name} {sys.version_info} {zlib.ZLIB_RUNTIME_VERSION}".encode()
    for name in LIBRARIES:
        yield name, _version(name).encode()
    for folder in (Path(__file__).parents[1], schema_folder()):
        for path in sorted(folder.rglob("*")):
            if _COMPILED not in path.parts and path.is_file():
                yield path.relative_to(folder).as_posix(), _contents(path)


def _contents(path: Path) -> bytes:
    """Give what is in a file; of a font, which is large, its directory: that has a checksum of each of its tables."""
    if path.suffix != _FONT:
        return path.read_bytes()
    with path.open("rb") as file:
        return file.read(_DIRECTORY) + str(path.stat().st_size).encode()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
