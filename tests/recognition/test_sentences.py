"""Sentences of a form read back: texts by their keys, amounts under conditions, changes with their sign."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from generator.books.statements import Normal, normal
from generator.facts import classification
from generator.findings.finding import Place
from generator.grids.grid import Passage
from generator.pack import loader
from generator.pack.spec import Pack
from generator.recognition.free import FreeSentences
from generator.recognition.names import FormNames
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


def test_the_items_of_a_list_are_of_the_spending_that_leads_it() -> None:
    whole = "支出预算50.00万元，其中：财政拨款支出预算30.00万元，与2024年预算持平。"
    item = "1.“教育支出（类）普通教育（款）初中教育（项）”科目20.00万元，主要用于人员经费。"
    for lead, base in (
        ("财政拨款支出主要内容如下：", "财政拨款支出"),
        ("2025年一般公共预算拨款支出的主要用途：", "一般公共预算拨款支出"),
        ("支出预算具体项目包括：", "本年支出"),
    ):
        for lines in ((whole, lead, item), (f"{whole}变动的原因是退休。{lead}", item)):
            found = read("编制说明", *lines)
            (amount,) = (one for one in found.free.amounts if "功能分类" in one.condition)
            of = FormNames(*form("上海")).asked(base, ["功能分类=2050203"])
            assert of is not None
            assert amount.condition == of.condition, base


def test_a_rate_that_follows_a_comparison_in_the_form_s_words_is_of_it() -> None:
    line = "（三）公务接待费1.20万元，比2024年预算减少0.30万元，下降20.00%，主要原因是压减接待。"
    (rate,) = read("“三公”经费预算情况说明", line).free.rates
    assert rate.amount.row == "公务接待费"
    assert rate.change is not None
    assert (rate.rate, rate.amount.value, rate.change.difference) == (-20, 12000, -3000)


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
    assert [(one.asked.query, one.difference) for one in found.changes] == [
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


def read_free(*lines: str, pack: str = "江苏", tables: dict[tuple[str, str], str] | None = None) -> FreeSentences:
    passages = [Passage(line, Place("文.docx", number)) for number, line in enumerate(lines, 1)]
    whose = (2025, ("某县档案局",))
    return SentenceReader(*form(pack), classification.load(2025), tables or {}, whose).read(passages).free


def condition_of(query: str) -> Normal:
    found = normal(form("江苏")[0].queries[query][1])
    assert found is not None
    return found


def test_amounts_in_other_words_are_bound_by_the_names_that_the_form_uses() -> None:
    found = read_free(
        "三、别的说明",
        "2025年，某县档案局的基本支出共计1,234.50万元，较上年增加34.5万元，增长2.88%。",
        "用一般公共预算安排的培训费为3.20万元；外星人接待费5.00万元。",
    )
    assert [(one.row, one.value, one.tolerance) for one in found.amounts] == [
        ("某县档案局的基本支出共计", Decimal(12345000), 50),
        ("用一般公共预算安排的培训费为", Decimal(32000), 50),
    ]
    assert found.amounts[1].condition == {
        **condition_of("培训费"),
        "资金性质": condition_of("一般公共预算支出")["资金性质"],
    }
    assert [(one.asked.query, one.difference, one.now) for one in found.changes] == [("基本支出", 345000, 12345000)]
    assert [(one.text, one.rate) for one in found.rates] == [("2.88", Decimal("2.88"))]
    (unknown,) = [one for one in found.figures if one.role == "金额" and one.asked is None]
    assert (unknown.text, unknown.name) == ("5.00", "外星人接待费")
    assert "不是格式里的口径" in unknown.why


def test_a_name_is_not_bound_through_a_qualifier() -> None:
    found = read_free("三、别的说明", "2025年用于扶贫的基本支出20.00万元，其中预留给乡镇的项目支出3.00万元。")
    assert found.amounts == []
    assert {one.role for one in found.figures if one.text in ("20.00", "3.00")} == {"金额"}


def test_a_part_of_a_whole_is_of_the_whole_s_money() -> None:
    (_, part) = read_free("三、别的说明", "2025年财政拨款支出20.00万元，其中：基本支出3.00万元。").amounts
    assert part.condition == condition_of("财政拨款基本支出")
    unknown = read_free("三、别的说明", "2025年扶贫专项20.00万元，其中：基本支出3.00万元。")
    assert [one.why for one in unknown.figures if one.text == "3.00"] == ["它所在的总数没有认出"]


def test_last_year_is_said_or_planned_and_executed() -> None:
    found = read_free(
        "三、别的说明",
        "基本支出30.00万元，2024年预算执行数为28.00万元，2025年预算安排30.00万元。项目支出5.00万元，2023年预算4.00万元。",
    )
    assert [(asked.query, one.book, one.value) for asked, one in found.last] == [("基本支出", "上年执行", 280000)]
    assert [one.value for one in found.amounts] == [300000, 300000, 50000]
    assert [one.why for one in found.figures if one.text == "4.00"] == ["是别的年度的数"]


def test_an_amount_named_with_another_year_is_of_that_year() -> None:
    found = read_free(
        "三、别的说明", "2024年财政拨款支出预算执行数为28.00万元。2023年财政拨款支出27.00万元。上年结转资金1.00万元。"
    )
    assert [(asked.query, one.book, one.value) for asked, one in found.last] == [("财政拨款支出", "上年执行", 280000)]
    assert [one.why for one in found.figures if one.text == "27.00"] == ["是别的年度的数"]
    assert [one.row for one in found.amounts] == ["上年结转资金"]


def test_items_are_bound_by_names_codes_or_both_and_a_name_a_sign_off_is_told() -> None:
    tables = {("功能分类", "2040502"): "一般行政管理事务"}
    found = read_free(
        "三、别的说明",
        "2025年支出预算总计90.00万元。",
        "法院（款）一般行政事务管理（项）支出6.00万元，主要用于信息化建设。与上年相比减少1.00万元。",
        "[2080505]机关事业单位基本养老保险缴费支出2.00万元。",
        tables=tables,
    )
    assert [one.condition.get("功能分类") for one in found.amounts] == [None, ("2040502",), ("2080505",)]
    assert [(printed, meant) for printed, meant, _ in found.misnamed] == [("一般行政事务管理", "一般行政管理事务")]
    assert [(path, text) for path, text, _ in found.texts] == [(("科目用途", "2040502"), "信息化建设")]
    nothing = read_free("三、别的说明", "2025年支出预算总计90.00万元。", "火星（类）登陆（款）6.00万元。")
    assert ["在表和目录里找不到" in one.why for one in nothing.figures if one.text == "6.00"] == [True]


def test_a_mistyped_name_is_bound_and_told() -> None:
    found = read_free("三、别的说明", "2025年公务车购置及运行维护费6.00万元。")
    assert [one.condition for one in found.amounts] == [condition_of("公务用车购置及运行维护费")]
    assert [(printed, meant) for printed, meant, _ in found.misnamed] == [
        ("公务车购置及运行维护费", "公务用车购置及运行维护费")
    ]


def test_what_is_no_money_is_not_asked_for() -> None:
    found = read_free(
        "三、别的说明",
        "根据苏财预〔2025〕7号，2025年3月1日起，单价100万元以上的设备、面积3500平方米的房屋，第12条第3款，约5万元。",
    )
    roles = {one.text: one.role for one in found.figures}
    assert {one: roles[one] for one in ("2025", "7", "3", "1", "100", "3500", "12")} == dict.fromkeys(
        ("2025", "7", "3", "1", "100", "3500", "12"), "不是金额"
    )
    assert [one.why for one in found.figures if one.text == "5"] == ["是大概的数"]


def test_nothing_is_zero_and_a_figure_of_no_pattern_is_told() -> None:
    found = read_free("三、别的说明", "2025年项目支出为0。比上年减少9.52，下降很多。")
    assert [(one.value, one.tolerance) for one in found.amounts] == [(0, 0)]
    assert [(one.text, one.role) for one in found.figures if one.why] == [("9.52", "没有读懂")]


def test_a_section_is_as_exact_as_its_most_exact_figure() -> None:
    found = read_free(
        "三、别的说明", "2025年基本支出30万元。", "2025年项目支出1.25万元。", "四、其他", "公务接待费2万元。"
    )
    assert [one.tolerance for one in found.amounts] == [50, 50, 5000]


def test_a_section_of_one_fund_is_about_its_money() -> None:
    found = read_free("九、一般公共预算的别的说明", "2025年基本支出30.00万元。本年支出合计40.00万元。")
    (amount,) = found.amounts
    assert amount.condition == condition_of("一般公共预算基本支出")


def test_goods_works_and_services_are_bound_after_the_purchases() -> None:
    found = read_free(
        "三、别的说明",
        "2025年政府采购预算总金额9.00万元。其中拟购买货物2.00万元；拟购买服务7.00万元。",
        "四、其他",
        "货物2.00万元。",
    )
    assert [dict(one.condition) for one in found.amounts] == [{}, {"采购目录": ("A",)}, {"采购目录": ("C",)}]
    assert {one.data for one in found.amounts} == {"采购"}


def test_a_comparison_in_a_new_sentence_is_of_the_whole_or_of_what_it_names() -> None:
    found = read_free(
        "三、别的说明",
        "2025年财政拨款支出20.00万元，其中：基本支出3.00万元（其中：公用经费1.00万元）；项目支出2.00万元。"
        "与2024年相比减少5.00万元，主要原因是节约。培训费、公务接待费与上年持平。",
    )
    assert [(path, text) for path, text, _ in found.texts] == [(("原因", "财政拨款支出"), "节约")]
    assert [(one.asked.query, one.difference) for one in found.changes] == [("财政拨款支出", -50000), ("公务接待费", 0)]


def test_last_year_s_amount_within_a_comparison_is_read_too() -> None:
    found = read_free(
        "三、别的说明", "2025年基本支出12.00万元，比2024年年初预算数15.00万元减少3.00万元。培训费2025年预算数2.00万元。"
    )
    assert [(asked.query, one.value) for asked, one in found.last] == [("基本支出", 150000)]
    assert [(one.asked.query, one.difference) for one in found.changes] == [("基本支出", -30000)]
    assert [one.value for one in found.amounts] == [120000, 20000]


def test_projects_that_a_sentence_lists_are_named_with_their_money() -> None:
    found = read_free(
        "三、别的说明",
        "2025年项目支出30.00万元。其中：路灯改造工程10.00万元，公园养护经费20.00万元。路灯改造工程10万元，基本支出5.00万元。",
    )
    assert [(name, one.value) for name, one in found.projects] == [
        ("路灯改造工程", 100000), ("公园养护经费", 200000), ("路灯改造工程", 100000)
    ]  # fmt: skip
    assert [one.value for one in found.amounts] == [300000, 50000]


def test_a_paragraph_that_stands_twice_below_one_heading_is_read_once_and_told() -> None:
    text = "基本支出50.00万元，主要用于局机关和所属单位的人员经费、公用经费以及日常办公的各项开支。"
    found = read("三、别的说明", text, text, pack="江苏")
    assert [one.place.line for one in found.doubled] == [3]
    assert len([one for one in found.free.figures if one.text == "50.00"]) == 1


def test_a_class_before_the_level_that_the_form_names_is_a_level() -> None:
    found = read("三、别的说明", "1．一般公共服务支出（类）财政事务（款）行政运行（项）支出50.00万元。", pack="江苏")
    assert found.unbound == []
    assert [one.condition["功能分类"] for one in found.amounts] == [("2010601",)]


def test_the_same_words_in_another_section_are_a_statement_of_their_own() -> None:
    text = "基本支出50.00万元，主要用于局机关和所属单位的人员经费、公用经费以及日常办公的各项开支。"
    found = read("三、别的说明", text, "四、另外的说明", text, pack="江苏")
    assert found.doubled == []
    assert len([one for one in found.free.figures if one.text == "50.00"]) == 2


def test_a_threshold_without_its_unit_is_the_same_sentence() -> None:
    words = "，部门预算安排购置单价100{}（含）以上设备（不含车辆）3台（套）。"
    line = (
        "2025年部门预算安排购置车辆0辆，其中：部级领导干部用车0辆、主要领导干部用车0辆、机要通信用车0辆、应急保障用车0辆、"
        "执法执勤用车0辆、特种专业技术用车0辆、离退休干部用车0辆、其他用车0辆"
    )
    right, missing = (read(f"{line}；{words.format(unit)[1:]}") for unit in ("万元", "万"))
    assert right.unread == missing.unread == []
    assert [one.value for one in right.amounts] == [one.value for one in missing.amounts]


def test_a_change_is_not_cut_at_the_comma_of_its_thousands() -> None:
    found = read("（一）因公出国（境）费6,070.13万元，比2024年预算增加5,687.69万元。")
    assert [one.difference for one in found.every_change] == [Decimal(56_876_900)]
    found = read("（一）因公出国（境）费6,070.13万元，比2024年预算增加5,687.69万元，主要用于参加会议。")
    assert [one.difference for one in found.every_change] == [Decimal(56_876_900)]
