"""Sentences of a form read back: texts by their keys, amounts under conditions, changes with their sign."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from generator.facts import classification
from generator.findings.finding import Place
from generator.grids.grid import Passage
from generator.pack import loader
from generator.pack.spec import Pack
from generator.recognition.patterns import Pattern, patterns_of
from generator.recognition.sentences import ReadSentences, SentenceReader
from tests.acceptance.command import ROOT

PURCHASES = (
    "2025年度本部门政府采购预算117.00万元，其中：政府采购货物预算17.00万元、政府采购工程预算0.00万元、"
    "政府采购服务预算100.00万元。"
)


@cache
def form(name: str) -> tuple[Pack, tuple[Pattern, ...]]:
    pack, _ = loader.find(name, 2025, ROOT / "templates")
    assert pack is not None
    return pack, patterns_of(pack, 2025)


def read(*lines: str, pack: str = "上海") -> ReadSentences:
    passages = [Passage(line, Place("文.docx", number)) for number, line in enumerate(lines, 1)]
    return SentenceReader(*form(pack), classification.load(2025), {}).read(passages)


def test_amounts_know_what_was_asked_for_and_their_last_digit() -> None:
    found = read(
        "2025年度本部门政府采购预算117.00万元，其中：政府采购货物预算17.00万元、政府采购工程预算0.00万元、政府采购服务预算100.00万元。"
    )
    assert [(one.row, one.value, one.tolerance) for one in found.amounts] == [
        ("政府采购", Decimal(1170000), 50),
        ("政府采购货物", Decimal(170000), 50),
        ("政府采购工程", Decimal(0), 50),
        ("政府采购服务", Decimal(1000000), 50),
    ]
    assert {one.data for one in found.amounts} == {"采购"}


def test_an_item_is_bound_to_its_code_by_the_names_of_its_levels() -> None:
    found = read(
        "3.“社会保障和就业支出（类）行政事业单位养老支出（款）其它行政事业单位养老支出（项）”0.96万元，主要用于缴纳养老支出。"
    )
    (amount,) = found.amounts
    assert amount.condition["功能分类"] == ("2080599",)
    assert [(text.path, text.text) for text in found.texts] == [(("科目用途", "2080599"), "缴纳养老支出")]


def test_a_name_that_no_catalogue_has_is_told() -> None:
    found = read("3.“外星事务支出（类）火星（款）登陆（项）”0.96万元，主要用于登陆。")
    assert [name for name, _ in found.unbound] == ["外星事务支出·火星·登陆"]
    assert found.amounts == []


def test_a_change_has_a_sign_and_level_is_nothing() -> None:
    found = read(
        "支出预算30.00万元，其中：财政拨款支出预算30.00万元，比2024年预算减少2.50万元。财政拨款支出预算中，"
        "一般公共预算拨款支出预算30.00万元，比2024年预算减少2.50万元；政府性基金拨款支出预算0.00万元，"
        "与2024年预算持平；国有资本经营预算拨款支出预算0.00万元，与2024年预算持平。"
    )
    assert [(one.query, one.difference) for one in found.changes] == [
        ("财政拨款支出", Decimal(-25000)),
        ("一般公共预算拨款支出", Decimal(-25000)),
        ("政府性基金拨款支出", 0),
        ("国有资本经营预算拨款支出", 0),
    ]


def test_texts_stand_under_the_heading_of_their_section() -> None:
    found = read(
        "某某局主要职能", "主要职能包括：", "（一）贯彻法律。", "（二）管理财政。", "某某局机构设置", "（一）不是职能。"
    )
    assert [text.text for text in found.texts if text.path[0] == "部门职责"] == ["贯彻法律。", "管理财政。"]


def test_a_paragraph_that_is_printed_twice_is_read_once_and_told() -> None:
    found = read(PURCHASES, PURCHASES)
    assert len(found.amounts) == 4
    assert [one.text for one in found.doubled] == [PURCHASES]


def test_what_no_sentence_of_the_form_reads_is_kept_apart() -> None:
    found = read("本局今年花了很多钱，共计123.45万元。")
    assert [one.text for one in found.unread] == ["本局今年花了很多钱，共计123.45万元。"]


def test_every_pack_has_sentences_with_amounts() -> None:
    for name in sorted({one.name for one in loader.list_folders(ROOT / "templates") if one.is_known}):
        assert sum(hole.kind == "金额" for pattern in form(name)[1] for hole in pattern.holes) > 5, name
