from __future__ import annotations

from pathlib import Path

import pytest

from generator.document.blocks import Paragraph, Table
from generator.findings.finding import Severity
from tests.packs import composed, words

QUERIES = "口径:\n  支出: {方向: 支出}\n  收入: {方向: 收入}\n"


def test_a_sentence_asks_the_ledger_and_its_number_keeps_its_origins(tmp_path: Path) -> None:
    document, findings = composed(
        tmp_path, "支出{{ 金额('支出')|万元 }}万元，{{ 金额('支出')|元(千分位=True) }}元。", 口径=QUERIES
    )
    assert findings == ()
    assert words(document) == ["支出0.10万元，1,005.00元。"]
    assert document is not None
    block = document.sections[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert [(run.text, run.origins) for run in block.runs if run.origins] == [
        ("0.10", (("基本支出", 0, "金额"),)),
        ("1,005.00", (("基本支出", 0, "金额"),)),
    ]


@pytest.mark.parametrize(
    ("prior", "said"),
    [
        ("1000.00", "增加0.00万元"),
        ("0", "增加0.10万元"),
        ("1005", "持平"),
        ("1004.99", "持平"),
        ("9005", "减少0.80万元"),
    ],
)
def test_a_change_is_rounded_first_and_has_a_direction(tmp_path: Path, prior: str, said: str) -> None:
    said = "持平" if said == "增加0.00万元" else said
    text = "{{ 比上年('支出')|增减 }}{{ 原因('支出') }}"
    document, _ = composed(tmp_path, text, f"上年数: {{支出: {prior}}}\n原因: {{支出: 。}}\n", 口径=QUERIES)
    assert words(document) == [said + "。"]


@pytest.mark.parametrize(("prior", "rate"), [("800000000", "25.00%"), ("999990000", ""), ("1000000000", ""), ("0", "")])
def test_a_change_that_rounds_to_nothing_has_no_rate(tmp_path: Path, prior: str, rate: str) -> None:
    line = "  - {科目: 2060101, 经济科目: 30102, 资金性质: 一般公共预算拨款, 金额: 999998995}"
    extra = f"{line}\n上年数: {{支出: {prior}}}\n"
    document, _ = composed(tmp_path, "率{{ 增减率('支出') }}", extra, 口径=QUERIES)
    assert words(document) == [f"率{rate}"]


def test_a_missing_reason_is_reported_at_the_figure_that_needs_it(tmp_path: Path) -> None:
    _, findings = composed(tmp_path, "{{ 比上年('支出')|增减 }}{{ 原因('支出') }}", "上年数: {支出: 1}\n", 口径=QUERIES)
    (finding,) = findings
    assert (finding.code, finding.severity, finding.path) == ("B401", Severity.WARNING, ("上年数", "支出"))
    assert finding.place is not None
    assert str(finding.place).startswith("预算/预算.yaml:")


def test_last_year_s_figure_that_nobody_knows_prints_as_nothing_and_is_reported(tmp_path: Path) -> None:
    text = "甲{{ 上年('支出')|万元 }}乙{{ 比上年('支出')|增减 }}{{ 增减率('支出') }}{{ 原因('支出') }}丙"
    document, findings = composed(tmp_path, text, 口径=QUERIES)
    assert words(document) == ["甲乙丙"]
    assert [(one.code, one.path) for one in findings] == [("B403", ("上年数",))]


def test_only_the_words_of_the_budget_say_that_there_was_no_year_before(tmp_path: Path) -> None:
    text = "{% if 无上年() %}无可比{% elif 有上年('支出') %}可比{% else %}不说{% endif %}"
    for extra, expected, codes in (
        ("", "不说", ["B403"]),
        ("上年: 无，新设\n", "无可比", []),
        ("上年数: {支出: 1}\n", "可比", []),
    ):
        document, findings = composed(tmp_path / expected, text, extra, 口径=QUERIES)
        assert words(document) == [expected]
        assert [one.code for one in findings] == codes


@pytest.mark.parametrize(
    ("template", "typed", "printed"),
    [
        ("主要为{{ 原因('支出') }}；", "主要原因是人员减少。", "主要为人员减少；"),
        ("主要用于{{ 原因('支出') }}。", "主要用于办公、水电等支出。", "主要用于办公、水电等支出。"),
        ("主要原因是{{ 原因('支出') }}。", "厉行节约", "主要原因是厉行节约。"),
        ("{{ 原因('支出') }}", "主要原因是人员减少。", "主要原因是人员减少。"),
        ("原因：{{ 原因('支出') }}，另", "由于搬迁；", "原因：由于搬迁，另"),
    ],
)
def test_a_fragment_is_fitted_into_its_sentence(tmp_path: Path, template: str, typed: str, printed: str) -> None:
    document, _ = composed(tmp_path, template, f"上年数: {{支出: 1}}\n原因: {{支出: {typed}}}\n", 口径=QUERIES)
    assert words(document) == [printed]


def test_what_a_budget_says_cannot_change_the_structure_of_the_document(tmp_path: Path) -> None:
    extra = (
        '部门职责:\n  - "# 不是标题"\n  - "@分页"\n  - "**不是引导语** {{ 7 }} <b>&amp;"\n  - |\n    一行\n    两行\n'
    )
    document, findings = composed(tmp_path, "{% for 职责 in 部门职责 %}\n[表注] {{ 职责 }}\n{% endfor %}", extra)
    assert findings == ()
    assert words(document) == ["# 不是标题", "@分页", "**不是引导语** {{ 7 }} <b>&amp;", "一行", "两行"]


def test_lines_of_the_text_become_headings_styles_lead_ins_and_instructions(tmp_path: Path) -> None:
    text = "# 一\n## [表标题] 二\n[表注] 注\n**引导：**正文\n@表 表一\n"
    tables = "表:\n  表一: {标题: 表, 列: [{标题: 项, 内容: 标签}], 行: [{标签: 甲}]}\n"
    document, findings = composed(tmp_path, text, 表=tables)
    assert findings == ()
    assert document is not None
    blocks = document.sections[0].blocks
    assert [(getattr(b, "level", 0), getattr(b, "style", ""), getattr(b, "text", "")) for b in blocks[:5]] == [
        (1, "heading 1", "一"),
        (2, "表标题", "二"),
        (0, "表注", "注"),
        (0, "Normal", "引导：正文"),
        (2, "表标题", "表"),
    ]
    assert isinstance(blocks[5], Table)
    lead = blocks[3]
    assert isinstance(lead, Paragraph)
    assert lead.runs[0].style == "引导语"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一\n{{ 没有的名称 }}", "没有“没有的名称”"),
        ("一\n{{ 金额('收如') }}", "没有名为“收如”的口径。是不是“收入”"),
        ("一\n{{ 金额('支出') }}", "金额没有写单位"),
        ("一\n{{ 金额('支出', 方相='支出')|万元 }}", "没有名为“方相”的维度"),
        ("一\n{{ 1 + 1 }}", "模板里不许做运算"),
        ("一\n{{ ''.__class__.__mro__ }}", "没有“__class__”"),
        ("一\n{{ 部门.keys() }}", "没有“keys”"),
        ("一\n{% if 年度 %}\n二\n三", "{% if … %} 没有关上（缺 {% endif %}）。"),
        ("一\n{% for 项 in 单位 %}{% if 年度 %}甲{% endif %}", "{% for … %} 没有关上（缺 {% endfor %}）。"),
        ("{% for 项 in 单位 %}\n{% if 年度 %}甲\n{% endfor %}", "{% if … %} 没有关上（缺 {% endif %}）。"),
        ("一\n{% endif %}", "没有“endif”这个标签"),
        ("一\n{{ 部门 }}", "这里应当是文字"),
        ("一\n{{ 年度|upper }}", "没有“upper”这个过滤器"),
        ('一\n{% include "别的.jinja" %}', "别的.jinja"),
        ("一\n{% if 有上年('支出', 必须='不') %}甲{% endif %}", "必须='不' 写得不对"),
        ("一\n{% for 项 in 科目('功能分类', 最多='四') %}甲{% endfor %}", "最多='四' 写得不对"),
        ("一\n{% for 项 in 科目('功能分类', 最大='4') %}甲{% endfor %}", "最大"),
        ("一\n{{ 原因('支岀') }}", "没有名为“支岀”的口径。是不是“支出”"),
        ("一\n{{ 原因('支出', 口径='支岀') }}", "没有名为“支岀”的口径。是不是“支出”"),
        ("一\n{% if 给出('固定资构') %}甲{% endif %}", "预算没有“固定资构”这个键。是不是“固定资产”"),
        ("一\n{{ 上年('支出', 账='上年结算')|万元 }}", "没有名为“上年结算”的账。"),
        ("一\n{% if 单位 == '甲' %}甲{% endif %}", "能比较的是文字和数，不是"),
        ("一\n{{ 年度|万元 }}", "|万元 和 |元 只能用在金额后面"),
        ("一\n{{ 金额('支出')|增减 }}", "只能用在 比上年(…) 后面"),
        (f"一\n{{{{ 金额('支出', 单位={['1'] * 101})|万元 }}}}", "“单位”的列表超过 100 项。"),
        ("一\n@别的 指令", "不认识的指令"),
        ("一\n@表 没有的表", "没有名为“没有的表”的表"),
        ("一\n{% for i in range(9) %}{% endfor %}", "没有“range”"),
    ],
)
def test_a_mistake_in_the_text_is_a_finding_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    document, findings = composed(tmp_path, text, 口径=QUERIES)
    assert document is None
    (finding,) = findings
    assert said in finding.message + finding.remedy
    assert finding.place is not None
    assert finding.place.file == "templates/测试/正文.jinja"
    assert finding.place.line in (1, 2)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("@目录\n甲\n@目录 9", 3, "后面应当是 1 到"),
        ("@目录 2\n@目录  9\n@目录 90", 2, "写的是“9”"),
        ("甲\n@分页\n@分页 2", 3, "“@分页”后面的“2”不起作用。"),
        ("@横版 甲", 1, "“@横版”后面的“甲”不起作用。"),
        ("甲\n@别的 一\n@别 二", 3, "不认识的指令“@别”"),
        ("@表 表一\n@表 表", 2, "没有名为“表”的表。"),
    ],
)
def test_an_instruction_is_told_at_its_own_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    table = "表: {表一: {列: [{标题: 名, 内容: 标签}, {标题: 数}], 行: [{标签: 甲}]}}\n"
    _, findings = composed(tmp_path, text, 表=table)
    (finding,) = (one for one in findings if words in one.message)
    assert finding.place is not None
    assert (finding.place.file, finding.place.line) == ("templates/测试/正文.jinja", line)


def test_a_figure_that_the_form_demands_cannot_get_lost_from_the_text(tmp_path: Path) -> None:
    demanded = QUERIES + "正文必有: [支出, 收入]\n"
    document, findings = composed(tmp_path / "a", "{{ 金额('支出')|万元 }}", 口径=demanded)
    assert document is None
    assert [(finding.code, finding.message) for finding in findings] == [("P306", "正文没有写到“收入”的数。")]
    both = "{{ 金额('支出')|万元 }}{{ 金额('收入')|万元 }}"
    assert composed(tmp_path / "b", both, 口径=demanded)[1] == ()


def test_a_demanded_key_must_be_one_of_a_budget(tmp_path: Path) -> None:
    _, findings = composed(tmp_path, "甲", 口径=f"{QUERIES}必备: {{部门: [部门职则], 单位: [固定资产]}}\n")
    (wrong,) = (one for one in findings if one.severity is Severity.ERROR)
    assert (wrong.code, wrong.message) == ("P114", "预算没有“部门职则”这个键。")
    assert "部门职责" in wrong.remedy
    assert wrong.place is not None
    assert wrong.place.file == "templates/测试/口径.yaml"


def test_a_demanded_figure_must_be_a_query(tmp_path: Path) -> None:
    _, findings = composed(tmp_path, "正文", 口径=QUERIES + "正文必有: [支初]\n")
    assert [(finding.code, "支出" in finding.remedy) for finding in findings] == [("P114", True)]
