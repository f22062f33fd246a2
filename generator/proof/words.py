"""The words of a finished file of any kind that can be read back, to be looked at or compared."""

from __future__ import annotations

from pathlib import Path

from generator.base.files import read_file
from generator.base.reasons import reason
from generator.proof.finished import MAX_BYTES, UnreadableError, Words, read_docx, read_pdf
from generator.proof.workbook import read_xlsx

READERS_OF_WORDS = {".docx": read_docx, ".pdf": read_pdf, ".xlsx": read_xlsx}


def words_of(path: Path) -> tuple[Words, ...]:
    """Give the words of a file of one of these kinds in reading order. Raises UnreadableError."""
    try:
        return READERS_OF_WORDS[path.suffix.lower()](read_file(path, MAX_BYTES))
    except OSError as error:
        raise UnreadableError(f"{reason(error)}。") from None
