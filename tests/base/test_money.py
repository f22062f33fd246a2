"""Amounts: exact reading, one conversion, one rounding."""

from decimal import Decimal
from fractions import Fraction

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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.56", "1234.56"),
        ("－1，234．5", "-1234.5"),
        ("−5", "-5"),
        (" 7 ", "7"),
        ("007", "7"),
        ("12,345,678", "12345678"),
    ],
)
def test_every_sign_of_a_number_may_be_wide(text: str, value: str) -> None:
    assert parse_amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["+5", "1,234,5", "1234,567", ",123", "1,,234", "--1", "1.2.3", "-", "1,234."])
def test_what_might_be_read_in_two_ways_is_refused(text: str) -> None:
    assert parse_amount(text) is None


def test_plain_is_one_leading_digit_or_none_that_is_zero() -> None:
    assert [is_plain(text) for text in ("0.5", "10", "-0.5", "100.00")] == [True] * 4
    assert [is_plain(text) for text in ("00", "00.5", "01.5", "-01", "--1", "１", "")] == [False] * 7


def test_decimals_are_counted_of_numbers_of_any_length_and_form() -> None:
    assert [decimals(Decimal(text)) for text in ("1E+5", "1E-7", "0", "0.000", "-1.50")] == [0, 7, 0, 0, 1]
    assert decimals(Decimal("1234567890123456789012345678901234567890.123450")) == 5


def test_a_converted_amount_has_no_exponent_and_loses_nothing() -> None:
    assert str(to_yuan(Decimal("1E+3"), "元")) == "1000"
    assert str(to_yuan(Decimal("1E+1"), "元")) == "10"
    assert str(to_yuan(Decimal("1.50"), "元")) == "1.50"
    assert str(to_yuan(Decimal("0"), "万元")) == "0"
    assert str(to_yuan(Decimal("123456789012345678901234567890123456789"), "万元")).endswith("67890123456789" + "0000")
    assert to_yuan(Decimal("123456789012345678901234567890.123456"), "万元") == Decimal(
        "1234567890123456789012345678901234.56"
    )


@pytest.mark.parametrize("places", [0, 1, 2, 6])
def test_a_rounded_amount_has_so_many_decimals_and_is_off_by_half_of_the_last_at_most(places: int) -> None:
    value = Decimal("987654321987654321987654321987654321.55555555")
    rounded = shown(value, 4, places)
    assert -int(rounded.as_tuple().exponent) == places
    assert abs(Fraction(rounded) - Fraction(value) / 10_000) <= Fraction(1, 2 * 10**places)
    assert format_amount(value, scale=4, places=places, grouping=True).replace(",", "") == f"{rounded:f}"


def test_nothing_else_than_nothing_is_printed_as_the_text_for_nothing() -> None:
    assert format_amount(Decimal("-0.00"), scale=0, zero="无") == "无"
    assert format_amount(Decimal("-0.001"), scale=0, zero="无") == "0.00"
    assert format_amount(Decimal("-0.001"), scale=0, places=0, zero="无") == "0"
    assert format_amount(Decimal("-0.005"), scale=0) == "-0.01"
