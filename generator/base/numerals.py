"""Chinese numerals for numbering (一, 十一, 二十, 一百零一), and the letters of a workbook's columns."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")
LIMIT = 10_000


def chinese_numeral(number: int) -> str:
    """Write 1–9999 as a Chinese numeral as it is used to number things (12 → 十二, not 一十二).

    Raises ValueError outside that range.
    """
    if not 0 < number < LIMIT:
        raise ValueError(f"no numeral for {number}")
    digits = [int(digit) for digit in str(number)]
    text = "".join(
        DIGITS[digit] + (UNITS[len(digits) - 1 - index] if digit else "") for index, digit in enumerate(digits)
    )
    while "零零" in text:
        text = text.replace("零零", "零")
    text = text.rstrip("零")
    return text[1:] if text.startswith("一十") else text


def column_letters(column: int) -> str:
    """Name a column, from 0, as workbooks do: A, B, …, AA."""
    before, own = divmod(column, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + own)
