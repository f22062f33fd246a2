# ruff: noqa: E501 an attack is one line
"""Packs are untrusted: whatever their text tries, it is a finding, soon, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings.finding import has_errors
from tests.counting import at_most
from tests.packs import composed, words

WORK = 20_000_000  # calls; the longest attack is stopped after 8 million

LONG = "{% set a = '" + "甲" * 50 + "' %}\n"
DEEP = "".join(f"{{% for a{n} in [1,2,3,4,5,6,7,8,9,10] %}}" for n in range(12))
ATTACKS = {
    "class of a text": "{{ ''.__class__ }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "item instead of attribute": "{{ ''['__class__'] }}",
    "globals of a function": "{{ 金额.__globals__ }}",
    "method of a mapping": "{{ 部门.items() }}",
    "method of a text": "{{ 年度.format(年度) }}",
    "filter attr": "{{ ''|attr('__class__') }}",
    "filter format": "{{ '%s'|format(1) }}",
    "filter map": "{{ [1]|map(attribute='__class__')|list }}",
    "the template itself": "{{ self._TemplateReference__context }}",
    "the loop's class": "{% for i in [1] %}{{ loop.__class__ }}{% endfor %}",
    "the loop's context": "{% for i in [1] %}{{ loop._iterator }}{% endfor %}",
    "a module": "{% import '正文.jinja' as 我 %}{{ 我.__dict__ }}",
    "macro's function": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "global cycler": "{{ cycler.__init__.__globals__ }}",
    "global lipsum": "{{ lipsum }}",
    "the marks": "{{ __values.texts }}",
    "file by include": "{% include '/etc/passwd' %}",
    "file above": "{% include '../hebei/正文.jinja' %}",
    "file by import": "{% import '/etc/passwd' as a %}",
    "file by extends": "{% extends '../../pyproject.toml' %}",
    "include of a name": "{% include 年度 %}",
    "a long range": "{% for i in range(10**9) %}{% endfor %}",
    "a power": "{{ 9**9**9 }}",
    "a repeated text": "{{ '甲' * 999999999 }}",
    "an implicit power in a condition": "{% if 9**9**9 %}{% endif %}",
    "nested loops": DEEP + "甲" + "{% endfor %}" * 12,
    "nested loops without output": DEEP + "{% endfor %}" * 12,
    "recursive loop": "{% for a in [[1]] recursive %}{{ loop(a) }}{% endfor %}",
    "a doubled text": LONG + "{% set a = a ~ a %}\n" * 40 + "{{ a }}",
    "a doubled list of texts": LONG + "{% set a = [a,a,a,a,a,a,a,a]|join %}\n" * 20 + "{{ a }}",
    "a doubled block": "{% set a %}甲甲甲甲{% endset %}\n" + "{% set a %}{{ a }}{{ a }}{% endset %}\n" * 40 + "{{ a }}",
    "much written by a loop": "{% for a in '" + "甲" * 5000 + "' %}" + "乙" * 5000 + "{% endfor %}",
    "much written by a loop in a macro": "{% macro m() %}{% for a in '" + "甲" * 5000 + "' %}" + "乙" * 5000 + "{% endfor %}{% endmacro %}{{ m() }}",
    "an endless macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macros that call each other": "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
    "a tree of calls": "{% macro m(x) %}{% if x %}{{ m(x|其余) }}{{ m(x|其余) }}{% endif %}{% endmacro %}{{ m([" + "1," * 60 + "]) }}",
    "an endless include": "{% include '正文.jinja' %}",
    "an endless extends": "{% extends '正文.jinja' %}",
    "too many tables": "{% for a in '" + "甲" * 5000 + "' %}\n@表 表一\n{% endfor %}",
    "too many decimals": "{{ 金额('支出')|万元(小数=1000000000) }}",
    "negative decimals": "{{ 金额('支出')|万元(小数=-5) }}",
    "decimals that are none": "{{ 金额('支出')|万元(小数='多') }}",
    "a large numeral": "{{ 99999999999999999999|中文 }}",
    "a numeral of a text": "{{ '甲'|中文 }}",
    "a list as a name": "{{ 原因([]) }}{{ 金额([])|万元 }}",
    "a number as a code": "{{ 金额('支出', 功能分类=[1])|万元 }}",
    "a list as a level": "{{ 科目('功能分类', 到=[]) }}",
    "a number as a date": "{{ 5|中文日期 }}",
    "a number as a list": "{{ 5|其余 }}{{ 5|length }}{{ 5|first }}",
    "a mark typed by escape": '{{ "\\ue0000\\ue001" }}',
    "a mark beside written text": '{% set m %}甲{% endset %}{{ m ~ "\\ue0009999999999999999999\\ue001" }}',
    "an unknown tag": "{% debug %}",
    "a private filter": "{{ [1]|__each(-999999999999) }}",
    "deep loops": "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
    "deep brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "deep lists": "{{ " + "[" * 3000 + "]" * 3000 + " }}",
    "deep conditions": "{% if 年度 %}" * 300 + "{% endif %}" * 300,
}  # fmt: skip
TABLE = "表:\n  表一: {标题: 表, 列: [{标题: 项, 内容: 标签}], 行: [{标签: 甲}]}\n"
QUERIES = "口径:\n  支出: {方向: 支出}\n"


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_a_finding_and_soon(tmp_path: Path, name: str) -> None:
    with at_most(WORK):
        document, findings = composed(tmp_path, ATTACKS[name], 口径=QUERIES, 表=TABLE)
    assert document is None
    assert has_errors(findings)
    for finding in findings:
        assert finding.code in ("P301", "P302", "P304", "P305")
        assert finding.place is not None
        assert finding.place.file == "templates/测试/正文.jinja"
        assert "Traceback" not in finding.message
        assert "0x" not in finding.message
        assert any("\u4e00" <= char <= "\u9fff" for char in finding.message)
        assert finding.place.line <= ATTACKS[name].count("\n") + 1


@pytest.mark.parametrize(
    "title", ["{{ 9**9**9 }}", "{% for a in '甲' * 99 %}{% endfor %}", "{{ ''.__class__ }}", "{{ 年度"]
)
def test_titles_of_tables_are_in_the_sandbox_too(tmp_path: Path, title: str) -> None:
    document, findings = composed(tmp_path, "@表 表一", 表=TABLE.replace("标题: 表,", f'标题: "{title}",'))
    assert document is None
    assert has_errors(findings)


def test_units_are_printed_once(tmp_path: Path) -> None:
    document, findings = composed(tmp_path, "甲\n@所属单位\n@所属单位\n")
    assert words(document) == ["甲"]  # there is no text for units
    assert findings == ()


def test_a_text_of_a_pack_has_a_greatest_length(tmp_path: Path) -> None:
    document, findings = composed(tmp_path, "甲" * 400_000)
    assert document is None
    assert [finding.code for finding in findings][:1] == ["P112"]


def test_what_forms_need_is_within_the_limits(tmp_path: Path) -> None:
    text = (
        "{% for a in '"
        + "甲" * 2000
        + "' %}{% for b in [1,2,3] %}{{ a }}{{ loop.index }}、{% endfor %}。\n{% endfor %}"
    )
    document, findings = composed(tmp_path, text)
    assert findings == ()
    assert words(document)[0] == "甲1、甲2、甲3、。"
    assert len(words(document)) == 2000
