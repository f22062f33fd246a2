"""Zip files that depend on their contents alone: given order, one fixed date, no trace of the machine."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date that a zip file can hold


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Return files by name as a zip file, in the order of the mapping."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr = 0, 0
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
