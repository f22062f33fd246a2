"""Texts word by word: both texts can be read out of the pieces, and a number is one word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.differences.wording import IN, OUT, SAME, Wording, compared

TEXTS = st.text("甲乙丙。，0123 a\n", max_size=60)


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    pieces = compared(before, after)
    assert "".join(one.text for one in pieces if one.sort != IN) == before
    assert "".join(one.text for one in pieces if one.sort != OUT) == after
    assert all(one.text for one in pieces)


def test_a_number_is_changed_as_a_whole() -> None:
    assert compared("增加12.50万元", "增加12.80万元") == (
        Wording(SAME, "增加"), Wording(OUT, "12.50"), Wording(IN, "12.80"), Wording(SAME, "万元")
    )  # fmt: skip


def test_a_single_character_between_changes_is_changed_too() -> None:
    assert compared("人员的增加", "经费的减少") == (Wording(OUT, "人员的增加"), Wording(IN, "经费的减少"))


def test_a_long_text_is_compared_by_sentences_and_in_bounded_time() -> None:
    before = "".join(f"第{number}句说的是甲。" for number in range(1500))
    pieces = compared(before, before.replace("第700句说的是甲", "第700句说的是乙"))
    assert [one for one in pieces if one.sort] == [Wording(OUT, "甲"), Wording(IN, "乙")]
    assert [one.sort for one in compared("甲" * 3000, "乙" * 3000)] == [OUT, IN]
