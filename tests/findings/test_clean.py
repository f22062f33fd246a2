"""Cleaning: no character is left that commands a terminal, begins a line or is not seen; all others stay."""

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.findings import clean

ANY = st.text(st.characters(codec=None))  # half surrogate pairs too
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
BREAKS = "\n\r\x85\u2028\u2029\v\f\x1c\x1d\x1e"


def hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_nothing_hidden_is_left_of_any_character_and_all_others_stay() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        shown = clean.line(character)
        if character == "\t" or not (hidden(character) or code & 0xFFFE == 0xFFFE):
            assert shown == character, hex(code)
        else:
            assert shown == (" " if character in BREAKS else "?"), hex(code)


@pytest.mark.parametrize(
    "text", ["测试䶮村", "¥860", "𠀀𱍐", "é😀", "葛\U000e0101", "\ue000", "\u00a0", "甲\t乙", "\u3000"]
)
def test_rare_characters_stay(text: str) -> None:
    assert clean.line(text) == clean.lines(text) == text


@given(ANY)
def test_a_cleaned_piece_is_one_line_as_long_as_the_text_and_is_utf_8(text: str) -> None:
    shown = clean.line(text)
    assert len(shown) == len(text)
    assert len(shown.splitlines()) <= 1
    assert clean.line(shown) == shown
    shown.encode()


@given(ANY)
def test_several_lines_are_broken_only_by_line_feeds(text: str) -> None:
    shown = clean.lines(text)
    assert not any(hidden(character) for character in shown.replace("\t", "").replace("\n", ""))
    assert shown.split("\n") == shown.splitlines() or shown.endswith("\n") or not shown
    shown.encode()


@pytest.mark.parametrize("sign", [*BREAKS[:5], "\r\n"])
def test_every_line_break_becomes_a_line_feed_where_lines_are_allowed(sign: str) -> None:
    assert clean.lines(f"甲{sign}乙") == "甲\n乙"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "?:error::x"),
        (" \u3000::stop-commands::x", " \u3000?:stop-commands::x"),
        ("\n::error::x", " ?:error::x"),
        ("a ##[error]b", "a ?#[error]b"),
        ("##vso[task.x]", "?#vso[task.x]"),
        ("##teamcity[x]", "?#teamcity[x]"),
    ],
)
def test_orders_to_a_runner_of_ci_are_broken(text: str, shown: str) -> None:
    assert clean.line(text) == shown


@pytest.mark.parametrize("text", ["a::b", ":甲", "# 标题", "## 标题", "#[x]", "1: [2]"])
def test_what_only_resembles_an_order_stays(text: str) -> None:
    assert clean.line(text) == text


@given(ANY)
def test_json_keeps_every_text_but_halves_of_surrogate_pairs(text: str) -> None:
    written = clean.escaped(json.dumps([text], ensure_ascii=False))
    assert not any(hidden(character) for character in written)
    (read,) = json.loads(written)
    assert read == "".join("\ufffd" if unicodedata.category(one) == "Cs" else one for one in text)


def test_json_escapes_bidi_controls_and_tags_as_json_does() -> None:
    assert clean.escaped(f'"{BIDI[0]}\U000e0001\x85"') == '"\\u202a\\udb40\\udc01\\u0085"'
