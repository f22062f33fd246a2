"""What calls of a text name and is not there: told without rendering, for no budget may render the sentence."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from generator.base.meter import Meter
from generator.compose import packcheck
from generator.compose.scope import make_scope
from generator.pack import loader
from generator.prose.calls import FUNCTIONS
from tests.packs import write_pack

QUERIES = "口径: {收入合计: {方向: 收入}, 支出合计: {方向: 支出}, 采购额: {数据: 采购}}\n"


def told(tmp_path: Path, sentence: str, where: str = "{% if 年度 == '' %}") -> list[str]:
    """Check a pack with a sentence that no budget prints, and give what is said of it."""
    text = f"正文\n{where}{sentence}{'{% endif %}' if where else ''}"
    _, found = packcheck.check("测试", 2025, write_pack(tmp_path, text=text, 口径=QUERIES))
    assert all(one.place and (one.place.file, one.place.line) == ("templates/测试/正文.jinja", 2) for one in found)
    return [one.message + one.remedy for one in found]


WRONG = [
    ("{{ 占比('收入合记', '支出合计') }}", "没有名为“收入合记”的口径。是不是“收入合计”？"),
    ("{{ 占比('收入合计', '支出x') }}", "没有名为“支出x”的口径。"),
    ("{{ 增减率('收入合记') }}", "没有名为“收入合记”的口径。"),
    ("{{ 增减额('收入合记')|增减 }}", "没有名为“收入合记”的口径。"),
    ("{{ 原因('收入合记') }}", "没有名为“收入合记”的口径。"),
    ("{{ 原因('随便', '收入合记') }}", "没有名为“收入合记”的口径。"),
    ("{{ 科目('功能分类', '款', '收入合记')|length }}", "没有名为“收入合记”的口径。"),
    ("{{ 比上年('收入合计', 资金性质='专项收x入')|增减 }}", "“资金性质”没有“专项收x入”。"),
    ("{{ 增减率('收入合计', 资金性质='专项收x入') }}", "“资金性质”没有“专项收x入”。"),
    ("{{ 占比('收入合计', '支出合计', 支出类型='基本支初') }}", "“支出类型”没有“基本支初”。是不是“基本支出”？"),
    ("{{ 金额('收入合计', 资金性质=['单位资金', '专项收x入'])|万元 }}", "“资金性质”没有“专项收x入”。"),
    ("{{ 金额('收入合计', 资金性质=('专项收x入',))|万元 }}", "“资金性质”没有“专项收x入”。"),
    ("{{ 金额('收入合计', 资金性质='专项收x入' if 年度 else '单位资金')|万元 }}", "“资金性质”没有“专项收x入”。"),
    ("{{ 上年('收入合计', 资金性值='单位资金')|万元 }}", "没有名为“资金性值”的维度。是不是“资金性质”？"),
    ("{{ 金额('支出合计', 功能分类='29x')|万元 }}", "“功能分类”的目录里没有“29x”，永远没有数。"),
    ("{{ 数量('采购额', 采购目录=['A', 'Z']) }}", "“采购目录”的目录里没有“Z”"),
    ("{{ 有上年('支出合计', 经济分类='30271') }}", "“经济分类”的目录里没有“30271”"),
    ("{{ 金额('支出合计', 功能分类=201)|万元 }}", "函数的参数应当是文字，不是"),
    ("{{ 科目用途('29x') }}", "“功能分类”的目录里没有“29x”"),
    ("{{ 金额('收入合计', 数据='采x购')|万元 }}", "不认识的数据“采x购”。是不是“采购”？"),
    ("{{ 上年('收入合计', 账='上年结算')|万元 }}", "没有名为“上年结算”的账。"),
    ("{{ 上年('收入合计', '上年结算')|万元 }}", "没有名为“上年结算”的账。"),
    ("{% if 有上年('收入合计', 必须='不') %}甲{% endif %}", "“必须”没有“不”。"),
    ("{{ 科目('功能分类', 到='目')|length }}", "“到”没有“目”。"),
    ("{{ 科目('功能', 到='类')|length }}", "“维度”没有“功能”。是不是“功能分类”？"),
    ("{{ 科目('功能分类', 最多='四')|length }}", "最多='四' 写得不对"),
    ("{{ 科目('功能分类', 最大='4')|length }}", "没有名为“最大”的参数。"),
    ("{{ 记录('项木')|length }}", "没有名为“项木”的记录。"),
    ("{{ 有记录('项木') }}", "没有名为“项木”的记录。"),
    ("{{ 记录('项目', 项目类形='特定目标类')|length }}", "“项目”没有“项目类形”，列不出记录。是不是“项目类别”？"),
    ("{{ 记录('项目', 口x径='支出合计')|length }}", "“项目”没有“口x径”，列不出记录。"),
    ("{{ 记录('项目', 项目类别='特定目标')|length }}", "“项目类别”没有“特定目标”。是不是“特定目标类”？"),
    ("{{ 记录('单位', 单位性质=['行政', '参x'])|length }}", "“单位性质”没有“参x”。"),
    ("{{ 记录('整体绩效指标', 方向='正面')|length }}", "“方向”没有“正面”。是不是“正向”？"),
    ("{{ 记录('整体绩效指标', 指标性质='大于')|length }}", "“指标性质”没有“大于”。"),
    ("{{ 给出('政府采够') }}", "预算没有“政府采够”这个键。"),
    ("{{ 占比('收入合计') }}", "“占比”后面的括号里应当写 2 个参数。"),
    ("{{ 金额('收入合计', '支出合计')|万元 }}", "“金额”最多有 1 个不写名称的参数。"),
    ("{% for 名 in ['收入合计', '支出x'] %}{{ 金额(名)|万元 }}{% endfor %}", "没有名为“支出x”的口径。"),
    ("{% for 名, 类 in [['收入合计', '单位x']] %}{{ 金额(名, 资金性质=类)|万元 }}{% endfor %}", "没有“单位x”。"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "words"), WRONG, ids=[one[0] for one in WRONG])
def test_a_word_that_is_none_is_told_once_though_nobody_prints_it(sentence: str, words: str, tmp_path: Path) -> None:
    (found,) = told(tmp_path, sentence)
    assert words in found


RIGHT = [
    "{{ 记录('整体绩效指标', 方向='正向', 指标性质=['≥', '定性'])|length }}{{ 有记录('分项目标') }}",
    "{{ 记录('项目', 项目类别=['特定目标类'])|length }}",
    "{{ 占比('收入合计', '支出合计', 资金性质='财政拨款') }}",
    "{{ 金额('支出合计', 功能分类=['201', '20699', ''], 用途标记='随便', 单位='350001')|万元 }}",
    "{{ 金额(数据='采购', 采购目录='A')|万元 }}",
    "{{ 上年('支出合计', '上年执行', 上年结转='否')|万元 }}",
    "{{ 原因('上年') }}{{ 原因('2010101', 口径='支出合计', 功能分类='2010101') }}{{ 原因('随便', '支出合计') }}",
    "{{ 记录('单位', '支出合计', 单位性质='参照公务员法管理')|length }}",
    "{{ 科目('经济分类', '款', '支出合计', '4')|length }}{{ 无上年() }}",
    "{% macro 比上年(甲) %}{{ 甲 }}{% endmacro %}{{ 比上年('随便') }}",
    "{% for 名 in ['支出合计', '别的'] %}{% if 名 == '别的' %}无{% else %}{{ 金额(名)|万元 }}{% endif %}{% endfor %}",
    "{% for 名 in ['甲'] %}{% set 名 = '支出合计' %}{{ 金额(名)|万元 }}{% endfor %}",
    "{% for 名 in ['甲'] %}{% for 名 in ['支出合计'] %}{{ 金额(名)|万元 }}{% endfor %}{{ 名 }}{% endfor %}",
]  # fmt: skip


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_can_be_asked_is_not_told(sentence: str, tmp_path: Path) -> None:
    assert told(tmp_path, sentence) == []


def test_a_word_that_is_none_is_told_where_it_is_printed_too(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "{{ 金额('收入合计', 资金性质='专项收x入')|万元 }}", "")
    assert "“资金性质”没有“专项收x入”。" in found


def test_a_code_that_the_pack_declares_is_one(tmp_path: Path) -> None:
    more = "科目名称: {功能分类: {'2999999': 新科目}}\n"
    text = "{{ 金额('支出合计', 功能分类='29999')|万元 }}"
    _, found = packcheck.check("测试", 2025, write_pack(tmp_path, text=text, 口径=QUERIES + more))
    assert found == ()


def test_the_functions_are_those_that_there_are_with_their_arguments(tmp_path: Path) -> None:
    pack, _ = loader.find("测试", 2025, write_pack(tmp_path))
    assert pack is not None
    budget = packcheck.sample("最小", pack, 2025)
    functions = make_scope(budget, pack, budget.subject, [], Meter()).asking.functions()
    assert functions.keys() == FUNCTIONS.keys()
    for name, function in functions.items():
        parameters = list(inspect.signature(function).parameters.values())
        places = [one.name for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
        assert len(places) == len(FUNCTIONS[name].arguments), name
        assert tuple(places[len(FUNCTIONS[name].placed) :]) == FUNCTIONS[name].named
        assert FUNCTIONS[name].narrows == any(one.name == "narrow" for one in parameters)
