# ruff: noqa: E501 a sentence is one line
"""Sentences as other places write them: nothing false is told, and what their own figures contradict is found.

Each is written after the way of a published document, with figures of our own.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.audit import run
from generator.audit.document import document_of
from generator.audit.remark import AuditRemark
from generator.findings.finding import Place
from generator.grids.grid import ForeignFile, Passage
from generator.intake.reading import PossibleForms
from generator.recognition.forms import form_of
from generator.recognition.tables import recognise
from tests.recognition.test_sentences import form

PLACES = ("上海", "江苏", "河北", "北京")
TOLD = {"矛盾", "可疑", "细小"}

RIGHT = {
    "比去年少": "车辆运行维护费用2.94万元，比去年3.01万元少0.07万元。",
    "增减额舍入到整数": "“三公”经费预算12225.48万元，比2024年预算减少358万元，下降2.85%。其中：因公出国（境）费500.48万元，"
    "比2024年预算减少357.55万元；公务接待费11725.00万元，与2024年预算持平。",
    "占的不是名称相近的数": "基本支出预算6777.94万元，占总支出预算0.75%；项目支出预算894606.00万元，占总支出预算99.25%。",
    "上年数在比较里": "安排“三公”经费预算总额为800万元，较2024年的1000万元减少200万元，下降20%；其中：因公出国（境）经费40万元，"
    "较上年持平；公务接待费160万元，较上年减少40万元，下降20%；公务用车购置及运行维护费600万元，较上年减少160万元，下降21.1%。",
    "上年数没有单位": "“三公”经费支出2.05万元，较上年2.08减少0.03万元，减少了1.44%；其中：公务接待费支出2.05万元。",
    "括号里的各部分": "安排“三公”经费29万元，比上年增加0.5万元，增长1.75%，其中：因公出国（境）费0万元，较上年无增减；"
    "公务用车购置及运行费28万元（公务用车购置费0万元，公务用车运行维护费28万元），较上年无增减；公务接待费1万元，"
    "比上年增加0.5万元，增长100%。",
    "一段里逐项列举": "“三公”经费预算安排520万元，与2024年预算持平：一、因公出国（境）费预算170万元，与2024年预算相比增加170万元，"
    "二、公务用车购置及运行费预算150万元，其中公务用车运行费150万元，与2024年预算相比减少170万元，公务用车购置费0万元，"
    "三、公务接待费预算200万元，与2024年预算相比持平。",
    "各项只说增减": "“三公”经费预算12225.48万元，比2024年预算减少358万元，下降2.85%。其中：因公出国（境）费用同比增加53万元，"
    "增长9.08%；公务接待费同比减少897万元，下降17.63%；公务用车运行维护费同比减少462万元，下降7.99%；公务用车购置费同比增加"
    "948万元，增长84.12%。",
    "比较后面说的是谁": "“三公”经费预算30万元。与2024年预算相比，公务接待费减少5万元，下降33.33%，公务用车运行费增加5万元。",
    "很小的比率多印几位": "2025年支出总预算1085203.63元，同比减少43466.06元，下降3.85%。其中：基本支出预算1037103.63元，占支出总预算的"
    "95.57%，同比减少43506.06元，下降4.03%；项目支出预算48100元，占支出总预算的4.43%，同比增加40元，增长0.083%。",
    "别的年度的各部分": "2024年度“三公”经费合计支出20.12万元，其中：公务接待费12.39万元，公务用车运行费7.73万元。"
    "2025年度“三公”经费预算21.80万元，其中：公务接待费11.80万元，公务用车运行费10.00万元。",
    "没有变化也写增加": "其他收入0.00万元，较2024年度预算数增加0.00万元，增长0%，与去年相比无变化。",
    "原因说的是另一个比较": "支出总计1741.75万元，与上年相比减少53.70万元，下降2.99%；完成年初预算100%，支出数大于预算数55.93万元，"
    "主要原因是工资调标，人员经费增加。",
    "年初预算不是名称": "公务接待费支出2.05万元，年初预算为2.95万元；公务用车运行费支出0万元，年初预算为0.95万元。",
    "比率舍入到整数": "业务收入390.55万元，较2024年度预算数减少175.26万元，下降31%。培训收入8.38万元，较2024年度预算数减少17.40万元，下降67.5%。",
}  # fmt: skip

WRONG = {
    "收、支总计各增加": (
        "2025年度收入、支出预算总计100.00万元，与上年相比收、支预算总计各增加20.00万元，增长20.00%。", "A130",
    ),
    "增减率与执行数": (
        "别的业务费10.00万元，主要用于培训。2024年当年预算执行数为8.00万元，2025年预算安排10.00万元，比2024年预算执行数增加35%。", "A130",
    ),
    "比执行数少却写增加": (
        "别的业务费10.00万元，主要用于培训。2024年当年预算执行数为12.50万元，2025年预算安排10.00万元，比2024年预算执行数增加20%。", "A131",
    ),
    "比率的分母用了今年": ("培训支出116.43万元，占支出的10.73%，同比增加16.80万元，增长14.43%。", "A130"),
    "漏改一处": ("商品和服务支出75800元，同比增加52044.27元，增长50.63%。", "A130"),
    "上年数加增减不等于本年": ("培训费60万元，较2024年的50万元增加15万元。", "A130"),
    "占比算不出": ("专项业务费300.00万元，其中：培训费100.00万元，占专项业务费的43.33%；宣传费200.00万元，占专项业务费的66.67%。", "A130"),
    "方向相反": ("培训费60.00万元，比2024年预算增加10.00万元，下降20.00%。", "A131"),
    "写了持平": ("培训费60.00万元，较2024年的50.00万元减少10.00万元。", "A131"),
    "各项增减之和": (
        "业务费共60.00万元，比上年减少10.00万元，其中：培训费40.00万元，比上年减少8.00万元；宣传费20.00万元，比上年减少4.00万元。",
        "A132",
    ),
    "差末位": ("培训费48577.20元，占办公费的3.15%，同比减少6014.46元，下降11.01%。", "A133"),
}  # fmt: skip


def audit(text: str, place: str) -> tuple[AuditRemark, ...]:
    forms = PossibleForms((place,), lambda wanted, _: form(wanted)[0])
    lines = ("三、别的说明", text)
    parts = tuple(Passage(line, Place("文.docx", number)) for number, line in enumerate(lines, 1))
    read = recognise(ForeignFile("文.docx", "docx", parts), form_of(form(place)[0]))
    return run(document_of(forms._said(replace(read, year=2025), 2025)))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_nothing_is_told_of_what_is_right(text: str, place: str) -> None:
    found = [one for one in audit(text, place) if one.certainty in TOLD and one.finding.code < "A9"]
    elsewhere = {
        "A542",
        "A173",
    }  # 增加0.00万元: true, and no figure is wrong; the reasons of these stand in other sentences
    found = [one for one in found if one.finding.code not in elsewhere]
    assert [f"{one.certainty} {one.finding.code} {one.finding.message}" for one in found] == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("text", "code"), WRONG.values(), ids=WRONG)
def test_what_a_sentence_contradicts_itself_is_found(text: str, code: str, place: str) -> None:
    found = [one for one in audit(text, place) if one.certainty in ("矛盾", "细小")]
    assert len(found) == 1, [one.finding.message for one in found]
    known = "A102" if code == "A133" else "A101"  # the same, where a form knows what the figures are of
    assert found[0].finding.code in (code, known)


ITEM = "1.“一般公共服务支出（类）财政事务（款）一般行政管理事务（项）”10.00万元，主要用于财政业务指导。"
SHANGHAI = {
    "形式的句子后面的增减率": (f"{ITEM}2024年当年预算执行数为8.00万元，2025年预算安排10.00万元，比2024年预算执行数增加35%。", "A130"),
    "形式的句子后面的方向": (f"{ITEM}2024年当年预算执行数为8.00万元，2025年预算安排10.00万元，比2024年预算执行数减少25%。", "A131"),
    "形式的句子后面的计划数": (f"{ITEM}2024年当年预算执行数为8.00万元，2025年预算安排12.00万元，比2024年预算执行数增加50%。", "A101"),
    "三类采购之和": ("2025年度本部门政府采购预算127.00万元，其中：政府采购货物预算17.00万元、政府采购工程预算0万元、政府采购服务预算100.00万元。", "A108"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), SHANGHAI.values(), ids=SHANGHAI)
def test_a_sentence_of_the_form_is_reckoned_with_what_follows(text: str, code: str) -> None:
    assert [one.finding.code for one in audit(text, "上海") if one.certainty == "矛盾"] == [code]


@pytest.mark.parametrize(
    "text",
    ["“一般公共服务支出类财政事务款信息化建设项”科目166.66万元。", "一般公共服务支出-财政事务-信息化建设166.66万元。"],
)
def test_an_item_is_known_without_brackets(text: str) -> None:
    forms = PossibleForms(("上海",), lambda wanted, _: form(wanted)[0])
    parts = (Passage(text, Place("文.docx", 1)),)
    read = recognise(ForeignFile("文.docx", "docx", parts), form_of(form("上海")[0]))
    figures = forms._said(replace(read, year=2025), 2025).sentences.free.figures
    assert [tuple(name for _, name, _ in one.path) for one in figures] == [
        ("一般公共服务支出", "财政事务", "信息化建设")
    ]


def test_the_digits_of_an_item_alone_are_compared_with_its_name() -> None:
    text = "一般公共服务支出（201类）财政事务（06款）信息化建设（02项）166.66万元。"
    assert "A505" in {one.finding.code for one in audit(text, "江苏")}
    assert "A505" not in {one.finding.code for one in audit(text.replace("02项", "07项"), "江苏")}


def test_the_changes_of_the_parts_of_an_expense_make_its_own() -> None:
    text = (
        "2025年“三公”经费预算数为10.00万元，比2024年预算减少1.00万元，其中：因公出国（境）费0.00万元，与2024年预算持平；"
        "公务用车购置及运行费8.00万元，比2024年预算减少3.00万元；公务接待费2.00万元，与2024年预算持平。"
    )
    assert {"A109", "A132"} & {one.finding.code for one in audit(text, "上海") if one.certainty == "矛盾"}
