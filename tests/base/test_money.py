"""Amounts: exact reading, one conversion, one rounding."""

from decimal import Decimal

import pytest

from generator.base.money import decimals, format_amount, is_plain, parse_amount, shown, to_yuan, total

LONG = Decimal("123456789012345678901234567890.12")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.56", "1234.56"),
        ("-3", "-3"),
        ("1,234,567.80", "1234567.80"),
        ("１２３．５", "123.5"),
        ("1，234", "1234"),
        ("0", "0"),
        (str(LONG), str(LONG)),
    ],
)
def test_a_number_is_read_exactly(text: str, value: str) -> None:
    assert str(parse_amount(text)) == value


@pytest.mark.parametrize(
    "text", ["", "12,34", "1,2345", "1e5", "0x10", "1_000", "12.", ".5", "NaN", "Infinity", "12万", "１ ２", "²", "٣"]
)
def test_what_is_not_clearly_a_number_is_refused(text: str) -> None:
    assert parse_amount(text) is None


def test_only_half_width_digits_without_grouping_are_the_standard_way() -> None:
    assert [is_plain(text) for text in ("12.5", "-12", "0.5", "0")] == [True] * 4
    assert [is_plain(text) for text in ("1,234", "１２", "012", "-012")] == [False] * 4


def test_ten_thousand_yuan_are_converted_exactly() -> None:
    assert str(to_yuan(Decimal("0.1234"), "万元")) == "1234"
    assert str(to_yuan(Decimal("12"), "万元")) == "120000"
    assert to_yuan(LONG, "元") == LONG


def test_trailing_zeros_are_no_decimals() -> None:
    assert [decimals(Decimal(text)) for text in ("1.230", "1.00", "100", "1.005")] == [2, 0, 0, 3]


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("828850", "82.89"),  # half-even would give 82.88
        ("750", "0.08"),
        ("-750", "-0.08"),
        ("828849.99", "82.88"),
        ("10000", "1.00"),
        ("49", "0.00"),
        ("-49", "0.00"),
    ],
)
def test_a_cell_is_rounded_once_half_up_and_away_from_zero(yuan: str, text: str) -> None:
    assert format_amount(Decimal(yuan), scale=4) == text


def test_nothing_is_blank_and_what_only_rounds_to_nothing_is_not() -> None:
    assert format_amount(Decimal("0.00"), scale=4) == ""
    assert format_amount(Decimal(0), scale=4, zero="0.00") == "0.00"
    assert format_amount(Decimal("0.01"), scale=4) == "0.00"


def test_thousands_are_separated_when_the_form_asks_for_it() -> None:
    assert format_amount(Decimal("1234567.8"), scale=0, grouping=True) == "1,234,567.80"
    assert format_amount(Decimal("1234567.8"), scale=0, places=0, grouping=True) == "1,234,568"


def test_long_numbers_stay_exact() -> None:
    assert total([LONG, LONG]) == Decimal("246913578024691357802469135780.24")
    assert shown(LONG, 0, 2) == LONG
    assert format_amount(LONG, scale=4) == "12345678901234567890123456.79"
