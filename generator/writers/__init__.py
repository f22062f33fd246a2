"""Writers: one folder per output format, each with `write(laid) -> bytes` in its module `writer`."""

from __future__ import annotations

from collections.abc import Callable

from generator.base import extras
from generator.base.formats import EXTRA
from generator.writers.laid import Laid

Write = Callable[[Laid], bytes]


def writer(name: str) -> Write:
    """Import the writer of a format, and only that one.

    Raises ValueError for an unknown format, MissingLibraryError for one whose library is not installed.
    """
    if name in EXTRA:
        extras.require(EXTRA[name])
    match name:
        case "docx":
            from generator.writers.docx.writer import write  # noqa: PLC0415
        case "pdf":
            from generator.writers.pdf.writer import write  # noqa: PLC0415
        case "xlsx":
            from generator.writers.xlsx.writer import write  # noqa: PLC0415
        case "html":
            from generator.writers.html.writer import write  # noqa: PLC0415
        case "ofd":
            from generator.writers.ofd.writer import write  # noqa: PLC0415
        case _:
            raise ValueError(f"unknown format: {name}")
    return write
