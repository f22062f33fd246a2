"""Which marks may not begin or end a line, mark by mark, as GB/T 15834 and Word list them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.typeset.linebreak import break_places, last_break
from tests.typeset.test_linebreak import SIZE, lines, strip

# Written out, and not taken from the program: what is missing there must fail here.
POINTS = "。，、；：？！"  # 点号: they may hang in the margin
NARROW_POINTS = ".,;:?!"
NEVER_FIRST = f"{POINTS}{NARROW_POINTS}）》〉」』】〕〗”’…—·～％‰℃″′)]}}%．"
NEVER_LAST = "（《〈「『【〔〖“‘([{￥￡＄≥≤"
FREE = "的甲①℡○※＋－＝／"
HAN = "一二三四五六七八九十"


@pytest.mark.parametrize("mark", sorted(set(NEVER_FIRST)))
def test_a_mark_that_may_not_begin_a_line_takes_the_character_before_it_along(mark: str) -> None:
    first, second, *_ = lines(f"一二三{mark}四五六", 3, hanging=False)
    assert first == "一二"
    assert second.startswith(f"三{mark}")


@pytest.mark.parametrize("mark", sorted(set(NEVER_LAST)))
def test_a_mark_that_may_not_end_a_line_goes_to_the_next(mark: str) -> None:
    first, second, *_ = lines(f"一二{mark}三四五", 3)
    assert first == "一二"
    assert second.startswith(f"{mark}三")


@pytest.mark.parametrize("mark", FREE)
def test_what_is_no_such_mark_may_begin_and_end_a_line(mark: str) -> None:
    assert lines(f"一二三{mark}四五", 3)[1].startswith(mark)
    assert lines(f"一二{mark}三四五", 3)[0].endswith(mark)


@pytest.mark.parametrize("mark", POINTS)
def test_a_point_hangs_only_where_it_is_allowed_and_only_one(mark: str) -> None:
    assert lines(f"一二三{mark}四", 3)[0] == f"一二三{mark}"
    assert lines(f"一二三{mark}四", 3, hanging=False)[0] == "一二"
    assert lines(f"一二三{mark}{mark}四", 3)[0] == "一二"


@pytest.mark.parametrize("mark", "”）》】…—·％")
def test_a_mark_that_is_no_point_does_not_hang(mark: str) -> None:
    assert lines(f"一二三{mark}四", 3)[0] == "一二"


def test_a_unit_that_is_wider_than_the_line_is_broken_where_no_mark_begins_a_line() -> None:
    assert lines("．一:·", 3) == ["．", "一:·"]  # ． may neither begin nor end a line
    assert lines("一：：：：", 3, hanging=False) == ["一：：", "：："]  # there is no such place


def test_a_mark_before_which_nothing_stands_stays_where_it_is() -> None:
    assert lines("。一二三", 3) == ["。一二", "三"]


@pytest.mark.parametrize(
    ("width", "first"), [(30, "一二三"), (29.995, "一二三"), (29.9, "一二"), (39.9, "一二三"), (40, "一二三四")]
)
def test_a_line_holds_what_fits_to_a_hundredth_of_a_point(width: float, first: str) -> None:
    assert lines("一二三四五六", width / SIZE)[0] == first


def test_the_last_place_to_break_is_before_the_end_and_after_the_start() -> None:
    text = strip("一二，三四")
    assert break_places(text) == [1, 3, 4, 5]
    assert [last_break(text, 0, end) for end in range(6)] == [0, 0, 1, 1, 3, 4]
    assert last_break(text, 3, 4) == 3


@given(st.text(f"{HAN}{NEVER_FIRST}", min_size=1, max_size=40), st.integers(3, 9))
def test_no_line_begins_with_a_mark_unless_the_marks_alone_fill_the_line_before(text: str, width: int) -> None:
    for before, line in pairwise(lines(text, width)):
        if line[0] in NEVER_FIRST:
            assert not any(character in HAN for character in before[1:])


@given(st.text(f"{HAN}{NEVER_LAST}", min_size=1, max_size=40), st.integers(3, 9))
def test_no_line_ends_with_an_opening_mark_unless_such_marks_alone_fill_it(text: str, width: int) -> None:
    for line, _ in pairwise(lines(text, width)):
        if line[-1] in NEVER_LAST:
            assert not any(character in HAN for character in line)
