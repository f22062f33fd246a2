"""The running text of published documents, whose figures were typed off by hand: how many are read, and all rightly."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from generator.facts import classification
from generator.findings.finding import Place
from generator.grids.grid import Passage
from generator.intake.coverage import wrong_rates
from generator.recognition.figures import NONE, UNREAD
from generator.recognition.sentences import ReadSentences, SentenceReader
from tests.acceptance.command import ROOT
from tests.recognition.test_sentences import form


def read(year: int) -> tuple[list[dict[str, object]], ReadSentences]:
    typed = json.loads((ROOT / f"tests/reference/jiangsu-court-{year}/statements.json").read_text("utf-8"))
    lines = list(dict.fromkeys(text for one in typed for text in (one["section"], one["text"])))
    passages = [Passage(line, Place("文.pdf", number)) for number, line in enumerate(lines, 1)]
    pack, patterns = form("江苏")
    whose = (year, ("江苏省高级人民法院",))
    return typed, SentenceReader(pack, patterns, classification.load(year), {}, whose).read(passages)


@pytest.mark.parametrize("year", [2018, 2019])
def test_nearly_every_figure_that_was_typed_off_is_read_and_bound(year: int) -> None:
    typed, found = read(year)
    own = {round(one.value / 10_000, 2) for one in found.every_amount}
    wanted = {Decimal(str(one["amount"])) for one in typed if one["amount"] is not None and one["unit"] == "万元"}
    assert len(wanted & own) >= 0.9 * len(wanted), wanted - own
    money = [one for one in found.free.figures if one.role != NONE]
    assert sum(one.asked is not None for one in money) >= 0.9 * len(money)
    assert sum(one.role == UNREAD for one in money) <= 1


@pytest.mark.parametrize(("year", "wrong"), [(2018, ["6.10%，文中是 5.95%"]), (2019, [])])
def test_the_only_rate_that_is_wrong_is_told(year: int, wrong: list[str]) -> None:
    _, found = read(year)
    told = wrong_rates([found], found.every_amount)
    assert [one.message.partition("应是 ")[2] for one in told if not one.minor] == wrong
