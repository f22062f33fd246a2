"""Codes of classifications as they are printed: in one cell or in parts, with lost zeros, with the name beside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from generator.facts.words import LEVELS

_CODE = re.compile(r"[\[【(（]?\s*([0-9]{1,7}(?:\.0+)?)\s*[\]】)）]?\s*[-－—_:：、.]?\s*(.*)", re.DOTALL)


def split(text: str) -> tuple[str, str]:
    """Split a cell into a code and a name: “[2060101]行政运行”, “2060101-行政运行”; either may lack."""
    narrow = unicodedata.normalize("NFKC", text).strip()
    found = _CODE.fullmatch(narrow)
    if found is None:
        return "", narrow
    return found[1].partition(".")[0], found[2].strip()


def joined(parts: Sequence[str], dimension: str) -> str:
    """Join the cells of 类, 款 and 项 to one code; leading zeros that a workbook lost are written again."""
    lengths = list(LEVELS[dimension].values())
    code, before = "", 0
    for part, length in zip(parts, lengths, strict=False):
        digits = split(part)[0]
        if not digits:
            break
        code = (
            digits
            if len(digits) > length - before and digits.startswith(code)
            else code + digits.zfill(length - before)
        )
        before = length
    return code


def completed(code: str, dimension: str) -> str:
    """Return a code of one of the levels; empty for one that is of none."""
    return code if len(code) in LEVELS[dimension].values() else ""
