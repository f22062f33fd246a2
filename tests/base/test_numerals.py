"""Numbers written as words and letters."""

from __future__ import annotations

from generator.base.numerals import column_letters


def test_columns_have_letters() -> None:
    assert [column_letters(one) for one in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
