"""Whose a document is, as its cover and the lines above its tables say."""

from __future__ import annotations

import pytest

from generator.grids.grid import Grid
from generator.intake.identity import identity
from generator.recognition.sentences import ReadSentences, ReadText
from tests.recognition.drawn import grid
from tests.recognition.test_tables import read

BALANCE: Grid = grid(
    """
    科目名称 | 合计 | 基本支出 | 项目支出
    合计 | 30.00 | 20.00 | 10.00
    """
)


@pytest.mark.parametrize(
    "line",
    [
        "预算主管部门：某县水务局",
        "预算单位：某县水务局",
        "部门名称：某县水务局 单位：万元",
        "公开03表部门名称：某县水务局单位：万元",  # of a PDF, whose white space is lost
        "填报单位：某县水务局　　金额单位：万元",
    ],
)
def test_the_name_ends_where_something_else_stands_beside_it(line: str) -> None:
    found = identity(read("2025年支出总表", line, BALANCE, pack="通用"), ReadSentences())
    assert found.name == "某县水务局"


def test_a_sentence_is_no_name() -> None:
    texts = [ReadText(("部门", "名称"), "某馆设5个内设机构，包括：办公室。", BALANCE.place)] * 3
    found = identity(read("2025年支出总表", "部门名称：某馆", BALANCE, pack="通用"), ReadSentences(texts=texts))
    assert found.name == "某馆"
