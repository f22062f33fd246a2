"""Files kept before they are changed (备份), for those without git: `.budget/backup/<number>/…` below the root."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from generator.base.files import make_folder, read_file, replace_file
from generator.reading.encoding import MAX_BYTES

KEPT = 10  # backups
_FOLDER, _BACKUP = ".budget", "backup"


def keep(root: Path, files: Iterable[Path]) -> Path:
    """Copy files into a new backup below a root, and remove the oldest backups. Raises OSError.

    Backups are counted: no clock, so the same work gives the same names. Git ignores the folder.
    """
    own = root / _FOLDER
    own.mkdir(exist_ok=True)
    if not (own / ".gitignore").exists():
        replace_file(own / ".gitignore", b"*\n")
    known = _backups(own / _BACKUP)
    target = own / _BACKUP / f"{known[-1][0] + 1 if known else 1:04}"
    base = Path(os.path.abspath(root))  # a folder that is a link stands where it is, not where it leads
    copies = {Path(os.path.abspath(path)).relative_to(base).as_posix(): read_file(path, MAX_BYTES) for path in files}
    make_folder(target, copies)
    for _, old in known[: max(len(known) + 1 - KEPT, 0)]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def _backups(folder: Path) -> list[tuple[int, Path]]:
    """List the backups, the oldest first."""
    paths = folder.iterdir() if folder.is_dir() else ()
    return sorted((int(path.name), path) for path in paths if path.name.isdigit())
