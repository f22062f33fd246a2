"""Which encoding a file is in: UTF-8 with a few damaged bytes is refused, a GBK file is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.encoding import decode

DAMAGE = b"\xb0"  # no character of UTF-8 begins so; GB18030 reads it, and any number of 丁 in UTF-8 before it


def codes(data: bytes) -> list[str]:
    return [one.code for one in decode(data, "f")[1]]


@pytest.mark.parametrize(("characters", "code"), [(8, "Y103"), (9, "Y103"), (10, "Y102"), (11, "Y102"), (200, "Y102")])
def test_a_file_is_damaged_utf8_where_less_than_a_tenth_of_it_is_bad(characters: int, code: str) -> None:
    data = ("丁" * characters).encode() + DAMAGE + b"a"
    assert data.decode("gb18030", "ignore")
    assert codes(data) == [code]


@pytest.mark.parametrize("bad", [2, 3])
def test_the_share_counts_and_not_the_number(bad: int) -> None:
    few, many = "丁" * (9 * bad), "丁" * (9 * bad + 1)
    damage = (DAMAGE + b"a") * bad
    assert codes(few.encode() + damage) == ["Y103"]
    assert codes(many.encode() + damage) == ["Y102"]


@given(st.text("预算收入支出项目金额科目年度单位", min_size=1, max_size=60))
def test_any_chinese_text_in_gbk_is_read_as_it_was_written(text: str) -> None:
    data = f"键: {text}".encode("gbk")
    assert decode(data, "f")[0] == f"键: {text}"
    assert codes(data) == ["Y103"]


@given(st.text("预算收入支出项目金额科目年度单位", min_size=10, max_size=60), st.integers(0, 9))
def test_a_utf8_text_with_one_damaged_character_is_never_read_as_gbk(text: str, at: int) -> None:
    data = text.encode()
    damaged = data[: 3 * at] + b"\xff" + data[3 * at + 1 :]
    assert decode(damaged, "f")[0] is None
    assert codes(damaged) == ["Y102"]
