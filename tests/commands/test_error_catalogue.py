"""The error catalogue: the smallest failing input of a code gives exactly the expected output, which is published."""

import pytest

from generator.commands.catalogue import topics
from generator.findings.finding import Kind
from tools.make_error_docs import EXPECTED, PAGE, cases, output, page

# Codes of reading, schema and building that have no example here, and why.
WITHOUT = {
    "Y101": "a file that cannot be read cannot be kept in git",
    "B104": "about the unit that a command asks for, not about a file",
    "B401": "depends on the sentences of a pack",
    "B402": "depends on the sentences of a pack",
    "B105": "needs the folder of the year before",
    "B404": "needs the folder of the year before",
    "B408": "needs the folder of the year before",
    "B409": "needs the folder of the year before",
    "B106": "about where a folder lies",
    "B107": "about the name of a folder",
    "B109": "needs two folders",
    "B601": "about the list of who must publish, which is no budget",
    "B602": "about the list of who must publish, which is no budget",
}


@pytest.mark.parametrize("code", cases())
def test_the_smallest_failing_input_gives_exactly_the_expected_output(code: str) -> None:
    folder = cases()[code]
    shown = output(folder)
    assert f" {code} " in shown
    assert shown == (folder / EXPECTED).read_text("utf-8"), "python -m tools.make_error_docs --update"


def test_every_code_of_reading_schema_and_building_has_an_example_or_a_reason() -> None:
    own: list[Kind] = [topic.kind for topic in topics() if topic.kind.code[0] in "YSB"]
    assert len(own) > 30
    assert {kind.code for kind in own} - set(cases()) == set(WITHOUT)


def test_every_check_has_an_example_in_its_manual_page() -> None:
    assert [topic.kind.code for topic in topics() if topic.kind.code[0] == "C" and not topic.failing] == []


def test_the_published_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m tools.make_error_docs"
