from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.typeset.linebreak import (
    AUTOSPACE,
    CLOSERS,
    OPENERS,
    Piece,
    Strip,
    TextLine,
    break_text,
    loosened,
    measure,
    set_line,
    whole_line,
)
from generator.typeset.measure import Font, Fonts
from tests.layout_samples import MISSING, StubFaces

SIZE = 10.0


def font(east_asian: str = "宋体", latin: str = "宋体") -> Font:
    return Fonts(StubFaces()).font(east_asian, latin, bold=False)


def strip(text: str, spacing: float = 0.0) -> Strip:
    return measure((Piece(text, font()),), SIZE, spacing)


def lines(text: str, characters: float, *, hanging: bool = True) -> list[str]:
    width = characters * SIZE
    return [text[start:end] for start, end in break_text(strip(text), width, width, hanging)]


def right_edge(line: TextLine) -> float:
    last = line.segments[-1]
    width = sum(0.5 if char.isascii() else 1.0 for char in last.text) * SIZE
    return last.x + width + last.spacing * (len(last.text) - 1) + sum(gap for _, gap in last.gaps)


def test_a_line_holds_as_many_characters_as_fit() -> None:
    assert lines("一二三四五六七", 3) == ["一二三", "四五六", "七"]


@pytest.mark.parametrize("mark", "；：）》”…—·％℃")
def test_no_closing_mark_begins_a_line(mark: str) -> None:
    assert lines(f"一二三{mark}四", 3, hanging=False) == ["一二", f"三{mark}四"]


@pytest.mark.parametrize("mark", "（《“「￥")
def test_no_opening_mark_ends_a_line(mark: str) -> None:
    assert lines(f"一二{mark}三四", 3) == ["一二", f"{mark}三四"]


def test_a_dash_and_an_ellipsis_stay_whole() -> None:
    assert lines("一二三——四", 4) == ["一二", "三——四"]
    assert lines("一二三……四", 4) == ["一二", "三……四"]


@pytest.mark.parametrize("mark", "、。，：；！？")
def test_a_mark_hangs_in_the_margin(mark: str) -> None:
    assert lines(f"一二三{mark}四", 3) == [f"一二三{mark}", "四"]


def test_a_mark_before_a_closing_one_does_not_hang() -> None:
    assert lines("一二三。”四", 3) == ["一二", "三。”", "四"]


@pytest.mark.parametrize("whole", ["1,234.56", "100%", "≥95%", "budget", "2024-12-31", "１２３", "$5.00"])
def test_numbers_and_latin_words_stay_whole(whole: str) -> None:
    assert lines(f"一二三{whole}四五", 5)[1].startswith(whole)


def test_a_word_longer_than_the_line_is_broken_at_last() -> None:
    assert lines("1234567890", 2) == ["1234", "5678", "90"]


def test_spaces_at_a_break_take_no_room() -> None:
    assert [line.rstrip() for line in lines("ab cd ef", 1.0)] == ["ab", "cd", "ef"]


def test_chinese_and_latin_stand_apart() -> None:
    line = whole_line(Piece("共3项", font()), SIZE)
    assert line.segments[0].gaps == ((1, AUTOSPACE * SIZE), (2, AUTOSPACE * SIZE))
    assert line.width == pytest.approx(25 + 2 * AUTOSPACE * SIZE)


def test_no_space_stands_beside_punctuation() -> None:
    assert whole_line(Piece("（3）、1。", font()), SIZE).segments[0].gaps == ()


def test_letter_spacing_counts_in_the_width() -> None:
    assert strip("一二三", spacing=-0.5).width(0, 3) == pytest.approx(28.5)


def test_the_first_line_may_be_shorter() -> None:
    assert break_text(strip("一二三四五"), 20, 30) == [(0, 2), (2, 5)]


def test_a_justified_line_reaches_the_right_edge() -> None:
    text = strip("一二3.5四五六")
    line = set_line(text, 0, 8, 80, justified=True)
    assert right_edge(line) == pytest.approx(80)
    assert [segment.text for segment in line.segments] == ["一二", "3.5", "四五六"]


def test_the_mark_that_hangs_is_not_pulled_into_the_line() -> None:
    line = set_line(strip("一二三。"), 0, 4, 32, justified=True)
    assert line.segments[0].spacing == pytest.approx(1)  # two gaps between three characters


def test_latin_and_chinese_fonts_change_within_a_line() -> None:
    line = whole_line(Piece("共3“项”", font("仿宋", "Times")), SIZE)
    assert [(part.text, part.face) for part in line.segments] == [("共", "仿宋"), ("3", "Times"), ("“项”", "仿宋")]


def test_a_character_that_the_face_lacks_comes_from_its_fallback() -> None:
    line = whole_line(Piece("甲☑乙", font("黑体", "黑体")), SIZE)
    assert [part.face for part in line.segments] == ["黑体", "宋体", "黑体"]


def test_a_character_that_no_face_has_is_noted() -> None:
    fonts = Fonts(StubFaces())
    whole_line(Piece(f"张{MISSING}", fonts.font("宋体", "宋体", bold=False)), SIZE)
    assert list(fonts.missing) == [MISSING]


@given(st.text("一二三（）“”，。—…1a. %≥", max_size=60), st.integers(2, 12))
def test_lines_hold_all_characters_in_order_and_fit(text: str, width: int) -> None:
    measured = strip(text)
    ranges = break_text(measured, width * SIZE, width * SIZE, hanging=False)
    assert "".join(text[start:end] for start, end in ranges) == text
    for start, end in ranges:
        assert measured.width(start, end) <= width * SIZE + 0.1 or end - start == 1


@given(st.text("一二三四（）“”，。", min_size=1, max_size=60), st.integers(8, 14))
def test_forbidden_places_are_kept_wherever_a_unit_fits(text: str, width: int) -> None:
    ranges = break_text(strip(text), width * SIZE, width * SIZE)
    for (start, end), (following, _) in pairwise(ranges):
        unit = text[start:end].lstrip(OPENERS)
        if len(unit) > 1 and any(char not in CLOSERS + OPENERS for char in unit[1:]):
            assert text[following] not in CLOSERS


def test_libreoffice_leaves_letter_spacing_out_where_the_script_changes() -> None:
    ours = strip("一1二。2三", spacing=-1.0)
    loose = loosened(ours)
    assert [b - a for a, b in zip(ours.starts, loose.starts, strict=True)] == [0, 1, 2, 2, 3, 4, 4]
    assert loosened(strip("一二", spacing=-1.0)) == strip("一二", spacing=-1.0)
