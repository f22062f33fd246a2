"""Last year's figures from sentences, by 口径 and item; rates that do not fit, and how far the text was checked."""

from __future__ import annotations

from decimal import Decimal

from generator.books.statements import normal
from generator.facts import classification
from generator.findings.finding import Place
from generator.grids.grid import Passage
from generator.intake.coverage import FATES, coverage, wrong_rates
from generator.intake.draft import BudgetDraft
from generator.intake.last_year import put_last_year
from generator.recognition.sentences import ReadSentences, SentenceReader
from generator.recognition.statements import PrintedAmount
from tests.recognition.test_sentences import form


def read(*lines: str, pack: str = "江苏") -> ReadSentences:
    passages = [Passage(line, Place("文.docx", number)) for number, line in enumerate(lines, 1)]
    return SentenceReader(*form(pack), classification.load(2025), {}, (2025, ())).read(passages)


def put(*lines: str, pack: str = "江苏") -> tuple[BudgetDraft, list[str]]:
    draft = BudgetDraft(2025, pack, "910", "某某局")
    return draft, put_last_year(draft, [read(*lines, pack=pack)], form(pack)[0], lambda data, condition: None)


def test_changes_lead_back_to_last_year_by_query_and_item() -> None:
    draft, told = put(
        "三、别的说明",
        "2025年基本支出30.00万元，较上年增加2.50万元。",
        "2025年财政拨款支出预算40.00万元，与上年一致。",
        "教育支出（类）普通教育（款）小学教育（项）支出6.00万元，与上年相比减少1.00万元。",
    )
    assert told == []
    assert draft.content["上年数"] == {
        "基本支出": Decimal(275000),
        "财政拨款支出": {"合计": Decimal(400000), "2050202": Decimal(70000)},
    }
    assert draft.sources["上年数", "财政拨款支出", "2050202"] == "文.docx 第 4 段（按增减额倒推）"
    assert any("倒推" in one for one in draft.assumed)


def test_what_is_said_outright_goes_before_what_follows_and_both_are_told() -> None:
    draft, told = put(
        "三、别的说明",
        "2025年基本支出30.00万元，2024年预算28.00万元。",
        "2025年基本支出30.00万元，比上年增加1.00万元。",
    )
    assert draft.content["上年数"] == {"基本支出": Decimal(280000)}
    assert draft.sources["上年数", "基本支出"] == "文.docx 第 2 段"
    assert ["相差 10,000.00 元" in str(one) for one in told] == [True]


def test_execution_is_another_book() -> None:
    draft, _ = put("三、别的说明", "2025年基本支出30.00万元，2024年预算执行数28.00万元。")
    assert draft.content == {"上年执行数": {"基本支出": Decimal(280000)}}


def test_more_added_than_there_is_told_and_not_written() -> None:
    draft, told = put("三、别的说明", "2025年基本支出30.00万元，比上年增加40.00万元。")
    assert draft.content == {}
    assert ["负数" in str(one) for one in told] == [True]


def test_a_rate_that_its_amounts_do_not_make_is_told() -> None:
    text = read(
        "三、别的说明",
        "2025年基本支出6049.97万元，比上年减少392.92万元，下降5.95%。",
        "2025年项目支出1000.00万元，比上年增加100.00万元，增长11.11%。",
        "2025年项目支出1000.00万元，比上年增加1000.00万元，增长100%。",
    )
    assert [(one.message.partition("，应")[2], one.minor) for one in wrong_rates([text], text.free.amounts)] == [
        ("是 6.10%，文中是 5.95%", False)
    ]


def test_a_share_is_compared_with_the_amount_of_its_whole() -> None:
    text = read(
        "三、别的说明",
        "2025年支出合计200.00万元。2025年基本支出50.00万元，占支出合计的25.00%。",
        "2025年项目支出150.00万元，占支出合计的85.00%。",
    )
    assert [one.message.partition("，应")[2] for one in wrong_rates([text], text.free.amounts)] == [
        "是 75.00%，文中是 85.00%"
    ]


def test_coverage_tells_how_far_each_figure_was_checked() -> None:
    text = read(
        "三、别的说明",
        "2025年基本支出50.00万元，比上年增加2.00万元，增长4.17%。基本支出50.00万元。",
        "项目支出20.00万元。外星人接待费5.00万元，9.52。",
    )
    found = coverage([text], text.free.amounts)
    assert [found.count(fate) for fate in FATES] == [4, 1, 1, 1]
    assert [one.text for one in found.unchecked] == ["5.00", "9.52"]


def fate_of_share(*lines: str) -> str:
    text = read("三、别的说明", *lines)
    found = coverage([text], text.free.amounts).figures
    return next(fate for one, fate in found if one.role == "占比" and one.asked is not None)


def test_a_share_whose_whole_is_printed_nowhere_was_not_compared() -> None:
    _, bound, *_ = FATES
    share = "基本支出50.00万元，占本年支出合计的25.00%。"
    assert fate_of_share(share) == bound
    assert fate_of_share("本年支出合计200.00万元。", share) == FATES[0]


def test_tables_tell_last_year_too_and_an_exact_name_goes_before_an_item() -> None:
    pack = form("江苏")[0]
    condition = normal(pack.queries["公务接待费"][1])
    assert condition is not None
    amount = PrintedAmount("表", "收支", "上年预算", condition, Decimal(20000), Decimal(50), Place("表.xlsx"), "", "")
    draft = BudgetDraft(2025, "江苏", "910", "某某局")
    assert put_last_year(draft, [], pack, lambda data, asked: None, [amount]) == []
    assert draft.content == {"上年数": {"公务接待费": Decimal(20000)}}
