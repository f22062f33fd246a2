"""The published words are covered, in order, by the words of the generated document, but for reviewed differences."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.acceptance import words
from tests.acceptance.conftest import Case
from tests.acceptance.finished import Table

KINDS = pytest.mark.parametrize("kind", ["docx", "pdf"])
PROSE_SHARE = 8000  # characters of prose at least, so that the comparison cannot become empty unseen


def published_prose() -> str:
    prose = words.published().prose
    for headings in words.reviewed()[1]:
        prose = words.exchanged(prose, headings)
    return prose


@KINDS
def test_prose_differs_from_the_published_only_as_reviewed(sample: Case, kind: str) -> None:
    was, now = published_prose(), words.prose(sample.read(kind))
    assert len(was) > PROSE_SHARE
    unlisted, absent = words.unreviewed(was, now, words.reviewed()[0])
    assert unlisted == []
    assert absent == []


@KINDS
@pytest.mark.parametrize("title", words.published().tables)
def test_a_table_has_exactly_the_published_words(sample: Case, kind: str, title: str) -> None:
    """Each character as often as published: title lines and heads that the published pages repeat are folded."""
    finished, text = sample.read(kind), words.published().tables[title]
    tables = finished.tables(title)
    project = title.endswith("绩效目标表")
    head = words.Counter("" if project else tables[0].line) + heading(tables[-1])
    repeats = max(1, text.count("一级指标二级指标" if project else "栏次"))
    assert words.folded_repeats(text, head, repeats) == words.table_words(finished, title)


def heading(table: Table) -> Counter[str]:
    cells = {id(cell): cell.words for row in table.head for cell in row}
    return Counter("".join(cells.values()))


def test_word_and_pdf_say_the_same_in_the_same_order(sample: Case) -> None:
    assert words.prose(sample.docx) == words.prose(sample.pdf)


def test_every_difference_names_an_anomaly_and_a_reason() -> None:
    for item in words.reviewed()[0]:
        assert all(1 <= int(number) <= 50 for number in item.anomaly.split("、"))
        assert len(item.reason) > 2
        assert item.was != item.now


def test_an_unlisted_difference_is_found() -> None:
    unlisted, absent = words.unreviewed("甲，乙。丙，", "甲，丁。丙，", [])
    assert (unlisted, absent) == ([("乙。", "丁。")], [])


def test_a_lost_sentence_and_an_added_one_are_found() -> None:
    assert words.unreviewed("甲，乙。丙，", "甲，丙，", [])[0] == [("乙。", "")]
    assert words.unreviewed("甲，丙，", "甲，乙。丙，", [])[0] == [("", "乙。")]


def test_a_listed_difference_that_does_not_occur_is_found() -> None:
    listed = words.Difference("乙。", "丁。", "6", "示例")
    assert words.unreviewed("甲，乙。", "甲，丁。", [listed]) == ([], [])
    assert words.unreviewed("甲，乙。", "甲，乙。", [listed]) == ([], [listed])


def test_a_changed_character_in_a_table_is_found(sample: Case) -> None:
    title = "部门预算收支总表"
    table = words.table_words(sample.docx, title)
    assert table != table + Counter("一")
