"""Where the data that comes with the program lies: schema, classifications and packs."""

from __future__ import annotations

from pathlib import Path


def schema_folder() -> Path:
    """The folder with the schema and the classification catalogues."""
    return _folder("schema")


def templates_folder() -> Path:
    """The folder with the packs (官方格式)."""
    return _folder("templates")


def _folder(name: str) -> Path:
    """A wheel carries the data inside the package, a checkout beside it; the packaged copy wins where it exists."""
    package = Path(__file__).parents[1]
    packaged = package / "_data" / name
    return packaged if packaged.is_dir() else package.parent / name
