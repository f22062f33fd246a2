"""Amounts as people write them are read exactly, and an ambiguous one keeps both of its readings."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.figures import readings

DIGITS = "零壹贰叁肆伍陆柒捌玖"
ONE_READING = {
    "¥860,000.00": "860000", "￥ 860,000": "860000", "人民币860000元整": "860000", "８０,０００": "80000",
    "80，000": "80000",
    "86,0000": "860000", "860 000": "860000", "86 0000": "860000", "860\u00a0000": "860000", "8.6E+05": "860000",
    "8.6e-1": "0.86", "捌拾陆万元整": "860000", "壹万贰仟叁佰肆拾伍元柒角陆分": "12345.76", "八十六万": "860000",
    "86万元": "860000", "86.5万": "865000", "1,860,000元": "1860000", "=800000+60000": "860000", "=86*10000": "860000",
    "86万5千": "865000", "拾万元整": "100000", "两百": "200", "八六〇〇〇〇": "860000", "1.2亿": "120000000",
    "一亿零五百万零三元": "105000003", "壹佰萬圓整": "1000000", "伍元零陆分": "5.06", "负五元": "-5", "86。5": "86.5",
    "1.860.000": "1860000", "-86万": "-860000",
}  # fmt: skip
BOTH = {
    ("1.860,00", "元"): "1860 1.86", ("86,00", "元"): "86 8600", ("八十六万五", "元"): "865000 860005",
    ("一千五", "元"): "1500 1005", ("86,000", "万元"): "86000 8.6", ("¥86", "万元"): "86 0.0086",
    ("(860,000)", "元"): "860000 -860000",
}  # fmt: skip
NONE = [
    "",
    "元",
    "万",
    "-",
    ",",
    "1..2",
    "3,,4",
    "25%",
    "3月",
    "=SUM(A1:A3)",
    "2-3",
    "12.5.1",
    "一百一千",
    "拾百",
    "整",
]


def plain(values: tuple[Decimal, ...]) -> str:
    return " ".join(f"{value.normalize():f}" for value in values)


@pytest.mark.parametrize("typed", ONE_READING)
def test_an_amount_with_one_reading_is_read_exactly(typed: str) -> None:
    found = readings(typed, "元")
    assert (plain(found.values), found.sure) == (ONE_READING[typed], True)


@pytest.mark.parametrize(("typed", "unit"), BOTH)
def test_an_amount_with_two_readings_keeps_both(typed: str, unit: str) -> None:
    assert plain(readings(typed, unit).values) == BOTH[typed, unit]


@pytest.mark.parametrize("typed", NONE)
def test_what_is_no_amount_has_no_reading(typed: str) -> None:
    assert readings(typed, "元").values == ()


@pytest.mark.parametrize("typed", ["86万元", "860000元", "捌拾陆万元整", "八十六万", "86万"])
def test_in_ten_thousands_the_unit_that_is_written_counts(typed: str) -> None:
    assert plain(readings(typed, "万元").values) == "86"


@pytest.mark.parametrize("typed", ["约86万元", "86OOOO", "8 60000", "1,86,0000"])
def test_what_is_guessed_is_said_and_not_sure(typed: str) -> None:
    found = readings(typed, "元")
    assert len(found.values) == 1
    assert not found.sure


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2, allow_nan=False))
def test_every_amount_in_capitals_is_read_as_it_was_written(value: Decimal) -> None:
    assert readings(capitals(value), "元").values == (value,)


@given(
    st.text(alphabet="0123456789.,，。 ¥-+=*E()零壹二拾佰千万亿元角分整约O", max_size=20),
    st.sampled_from(["元", "万元", ""]),
)
def test_any_text_at_all_is_read_without_an_exception(typed: str, unit: str) -> None:
    assert all(value.is_finite() for value in readings(typed, unit).values)


def capitals(value: Decimal) -> str:
    """Write an amount as cheques have it (大写金额)."""
    whole, fen = divmod(int(value * 100), 100)
    sections, rest = [], whole
    while rest:
        rest, section = divmod(rest, 10_000)
        sections.append(section)
    text = ""
    for index in reversed(range(len(sections))):
        section = sections[index]
        gap = text and section < 1000 and (section or index == 0 or any(sections[:index]))
        text += ("零" if gap and section else "") + in_section(section) + (["", "万", "亿"][index] if section else "")
    jiao, cents = divmod(fen, 10)
    tail = (f"{DIGITS[jiao]}角" if jiao else "零" if cents and whole else "") + (f"{DIGITS[cents]}分" if cents else "")
    if not whole and fen:
        return tail
    return f"{text or '零'}元{tail or '整'}"


def in_section(section: int) -> str:
    text = ""
    for power, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, section = divmod(section, power)
        if digit:
            text += f"{'零' if text and text[-1] not in f'{LAST[power]}' else ''}{DIGITS[digit]}{name}"
    return text


LAST = {1000: "", 100: "仟", 10: "佰", 1: "拾"}
