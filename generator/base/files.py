"""Writing a file so that its predecessor is whole until the moment it is replaced."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write a file beside, then put it in the place of the old one, whose permissions it keeps.

    Raises OSError if that cannot be done; the old file is then whole.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
