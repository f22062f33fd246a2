"""Findings for other programs: every format is valid, and harmless where it is shown, whatever the pieces hold."""

import json
import unicodedata
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.findings.finding import Finding, Kind, Place, Severity
from generator.findings.machine import WRITERS, as_github, as_json, as_junit, as_sarif

KIND = Kind("C999", "试验", Severity.ERROR, "说明。")
HINT = Kind("C997", "提一下", Severity.HINT)
ANY = st.text(st.characters(codec=None), min_size=1)  # half surrogate pairs too
NASTY = "\x1b[2J\x07\n::error::甲\r\x85\u2028\v\f\u202e\u2066%,:<>&\"']]>\x00\x7f\x9b\ufffe\ud800䶮¥😀"


def findings(text: str) -> list[Finding]:
    """A finding in which every piece is this text, and an accepted hint."""
    place = Place(text, 1, 2, 3)
    return [
        Finding(KIND, text, place, text, (text,), ((place, text),)),
        Finding(HINT, text, Place(text), text, (text,), (), None, text),
    ]


def hidden(text: str) -> set[str]:
    return {one for one in text if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n", "\t"}


@pytest.mark.parametrize("style", WRITERS)
@given(text=ANY)
def test_no_format_holds_what_commands_a_terminal(style: str, text: str) -> None:
    written = WRITERS[style](findings(text))
    assert hidden(written) == set()
    assert written.split("\n") == [*written.splitlines(), ""]
    written.encode()


@pytest.mark.parametrize("style", ["json", "sarif", "junit"])
def test_no_line_of_a_log_begins_with_an_order(style: str) -> None:
    assert not any(line.strip().startswith("::") for line in WRITERS[style](findings(NASTY)).splitlines())


@pytest.mark.parametrize("style", WRITERS)
def test_rare_characters_stay_in_every_format(style: str) -> None:
    assert "䶮¥😀" in WRITERS[style](findings(NASTY))


@given(ANY)
def test_json_says_every_text_exactly(text: str) -> None:
    (one, _) = json.loads(as_json(findings(text)))["findings"]
    wanted = "".join("\ufffd" if unicodedata.category(sign) == "Cs" else sign for sign in text)
    assert {one["message"], one["remedy"], one["path"], one["place"]["file"], one["related"][0]["label"]} == {wanted}


@given(ANY)
def test_each_annotation_is_one_line_that_says_the_place(text: str) -> None:
    lines = as_github(findings(text)).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::notice"]
    properties = lines[0].split("::", 2)[1]
    assert properties.startswith("error file=")
    assert [part.partition("=")[0] for part in properties.partition(" ")[2].split(",")] == [
        "file", "line", "col", "endColumn", "title",
    ]  # fmt: skip


@given(ANY)
def test_sarif_is_json_and_its_addresses_are_addresses(text: str) -> None:
    told: Any = json.loads(as_sarif(findings(text)))
    address = told["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert address.isascii()
    assert unquote(address) == text.encode("utf-8", "replace").decode()


@given(ANY)
def test_junit_is_xml_with_a_line_for_each_part(text: str) -> None:
    suite = etree.fromstring(as_junit(findings(text)).encode())
    (failure,) = suite.findall("testcase/failure")
    assert (failure.text or "").count("\n") == 1
    assert len(suite.findall("testcase/skipped")) == 1


@pytest.mark.parametrize(
    ("place", "words"),
    [(Place("函.docx", 3, 1, named="表 1 第 2 行"), "表 1 第 2 行"), (Place("正文.docx", 12, 1), "第 12 段")],
)
def test_a_paragraph_of_a_word_file_is_no_line(place: Place, words: str) -> None:
    finding = Finding(KIND, "说", place)
    assert str(place) == f"{place.file} {words}"
    assert json.loads(as_json([finding]))["findings"][0]["place"]["named"] == words
    location = json.loads(as_sarif([finding]))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert "region" not in location
    assert ",line=" not in as_github([finding])
    assert f"{place.file} {words}" in as_junit([finding])
