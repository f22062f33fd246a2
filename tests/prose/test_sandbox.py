# ruff: noqa: E501 an attack is one line
"""Packs are untrusted: whatever their text tries, it is a finding, soon, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.base import meter
from generator.findings.finding import has_errors
from tests.counting import at_most
from tests.packs import composed, words

WORK = 3_000_000  # calls

LONG = "{% set a = '" + "甲" * 50 + "' %}\n"
DOUBLED = "{% set a = [1] %}{% set b = [1] %}\n" + "{% set a = [a, a] %}{% set b = [b, b] %}\n" * 60
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
    "a list compared with its double": DOUBLED + "{% if a == b %}甲{% endif %}",
    "a list less than its double": DOUBLED + "{% if a < b %}甲{% endif %}",
    "a list looked for in its double": DOUBLED + "{% if a in b %}甲{% endif %}",
    "a doubled list joined": DOUBLED + "{{ a|join }}",
    "a doubled list beside a text": DOUBLED + "{{ a ~ '' }}",
    "a doubled list printed": DOUBLED + "{{ a }}",
    "a doubled list as a key": DOUBLED + "{{ 部门[a] }}",
    "a doubled list as an argument": DOUBLED + "{{ 金额(a) }}",
    "a doubled list as a dimension": DOUBLED + "{{ 金额('支出', 功能分类=a)|万元 }}",
    "a doubled list called": DOUBLED + "{{ a() }}",
    "a doubled list tested": DOUBLED + "{% if a is sameas b %}甲{% endif %}",
    "a doubled tuple hashed": "{% set a = (1,) %}\n" + "{% set a = (a, a) %}\n" * 60 + "{{ {a: 1} }}",
    "a doubled mapping": "{% set a = {'x': 1} %}\n" + "{% set a = {'x': a, 'y': a} %}\n" * 60 + "{{ a == {} }}",
    "a list wrapped thousandfold": "{% set a = [1] %}" + "{% set a = [a] %}" * 1200 + "{{ a|length }}",
    "a list of long lists": "{% set a = [" + "1," * 2000 + "] %}{% set b = [" + "a," * 2000 + "] %}",
    "arguments gathered by a macro": "{% macro m() %}{{ m(varargs, varargs) }}{% endmacro %}{{ m(1) }}",
    "names gathered by a macro": "{% macro m() %}{{ m(a=kwargs, b=kwargs) }}{% endmacro %}{{ m() }}",
    "a list spread over arguments": "{{ 金额(*单位) }}",
    "a mapping spread over arguments": "{{ 金额(**部门) }}",
    "a caller that calls": "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}",
    "a filter on a block": "{% filter length %}甲{% endfilter %}",
    "a filter on a set": "{% set a|length %}甲{% endset %}{{ a }}",
    "a namespace": "{% set a.b = 1 %}",
    "a test that divides": "{% if '%999999999d' is odd %}{% endif %}",
    "a text times a number by format": "{{ '%999999999d' % 1 }}",
    "many and": "{% if " + " and ".join(["1"] * 5000) + " %}甲{% endif %}",
    "many or": "{% if " + " or ".join(["1"] * 5000) + " %}甲{% endif %}",
    "many not": "{% if " + "not " * 5000 + "1 %}甲{% endif %}",
    "many in": "{% if " + " in ".join(["1"] * 5000) + " %}甲{% endif %}",
    "many minus": "{{ " + "-" * 5000 + "1 }}",
    "many brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "many open brackets": "{{" * 5000,
    "many elif": "{% if 0 %}甲" + "{% elif 0 %}甲" * 5000 + "{% endif %}",
    "many else": "{{ " + "1 if 0 else " * 5000 + "1 }}",
    "many points": "{{ 部门" + ".甲" * 5000 + " }}",
    "many filters": "{{ '甲'" + "|default('')" * 5000 + " }}",
    "many calls": "{{ 金额" + "()" * 5000 + " }}",
    "many for": "{% for a in [1] %}" * 5000 + "{% endfor %}" * 5000,
    "many blocks": "".join(f"{{% block a{n} %}}" for n in range(5000)) + "{% endblock %}" * 5000,
    "many call blocks": "{% macro m() %}{% endmacro %}" + "{% call m() %}" * 5000 + "{% endcall %}" * 5000,
    "many tags": "{{ 年度 }}" * 20_000,
    "a number of 5000 digits": "甲\n{{\n" + "9" * 5000 + " }}",
    "a hexadecimal number": "{{ 0x" + "f" * 5000 + " }}",
    "an infinite number": "{% if 1e999 > 1 %}甲{% endif %}",
    "a number with a point": "{{ 1.5 }}",
    "a huge slice": "{{ 主体[0:999999999999999999999] }}",
    "a slice of marks": "{% set a %}{{ 主体 }}{% endset %}{{ a[部门:] }}",
    "a slice of a mapping": "{{ 部门[1:] }}",
    "a slice in a list": "{{ 单位[1:2, 3] }}",
    "a name of 5000 characters": "{{ " + "甲" * 5000 + " }}",
    "an argument of 5000 characters": "{{ 金额('" + "甲" * 5000 + "') }}",
    "an unknown filter": "{{ 年度|nofilter }}",
    "an unknown filter that nobody reaches": "甲{% if 0 %}{{ 年度|nofilter }}{% endif %}",
    "an unknown test": "{% if 年度 is weird %}{% endif %}",
    "autoescape": "{% autoescape false %}{{ 主体 }}{% endautoescape %}",
    "do": "{% do 金额() %}",
    "trans": "{% trans %}甲{% endtrans %}",
    "a lone surrogate": '{{ "\\ud800" }}',
    "a control character": '{{ "\\x00" }}',
    "a private character": "甲\n乙\ue0000\ue001",
    "the program's own names set": "{% set __values = 1 %}{{ 主体 }}",
    "the program's own names imported": "{% from '正文.jinja' import 甲 as __meter %}",
    "contents of a large number": "@目录 99999999999999999999",
    "contents of a strange number": "@目录 ²",
    "contents again and again": "甲\n" + "@目录\n" * 50,
    "a long paragraph": "甲" * 30_000,
    "a long heading": "# " + "甲" * 2000,
    "many paragraphs": "{% for a in '" + "甲" * 3000 + "' %}{% for b in '" + "甲" * 3000 + "' %}\n甲\n{% endfor %}{% endfor %}",
    "a large body in a loop": "{% for a in '" + "甲" * 3000 + "' %}" + "{% if a %}{% endif %}" * 1500 + "{% endfor %}",
    "a large body in a macro": "{% macro m() %}" + "{% if 1 %}{% endif %}" * 1500 + "{% endmacro %}{% for a in '" + "甲" * 3000 + "' %}{{ m() }}{% endfor %}",
    "a condition of a loop": "{% for a in '" + "甲" * 3000 + "' %}{% for b in '" + "甲" * 3000 + "' if a == 'x' %}{% endfor %}{% endfor %}",
    "asking in a loop": "{% for a in '" + "甲" * 300 + "' %}{% for b in '" + "甲" * 300 + "' %}{{ 金额('支出')|万元 }}{% endfor %}{% endfor %}",
    "records in a loop": "{% for a in '" + "甲" * 300 + "' %}{% for b in '" + "甲" * 300 + "' %}{% set x = 记录('单位') %}{% endfor %}{% endfor %}",
    "comparing long texts": "{% set a %}" + "甲" * 50_000 + "{% endset %}{% for x in '" + "甲" * 3000 + "' %}{% if a == a %}{% endif %}{% endfor %}",
    "searching long texts": "{% set a = '" + "甲" * 90_000 + "' %}{% for x in '" + "甲" * 9000 + "' %}{% if '乙' in a %}{% endif %}{% endfor %}",
    "joining long texts": "{% set a = '" + "甲" * 90_000 + "' %}{% for x in '" + "甲" * 3000 + "' %}{% set y = a ~ x %}{% endfor %}",
}  # fmt: skip
TABLE = "表:\n  表一: {标题: 表, 列: [{标题: 项, 内容: 标签}], 行: [{标签: 甲}]}\n"
QUERIES = "口径:\n  支出: {方向: 支出}\n  收入: {方向: 收入, 功能分类: 229}\n"


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_a_finding_and_soon(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "STEPS", meter.STEPS // 10)  # so that it is over soon
    with at_most(WORK):
        document, findings = composed(tmp_path, ATTACKS[name], 口径=QUERIES, 表=TABLE)
    assert document is None
    assert has_errors(findings)
    for finding in findings:
        assert finding.code in ("P301", "P302", "P303", "P304", "P305")
        assert finding.place is not None
        assert finding.place.file == "templates/测试/正文.jinja"
        assert "Traceback" not in finding.message
        assert "0x" not in finding.message
        assert len(finding.message) < 400
        assert any("\u4e00" <= char <= "\u9fff" for char in finding.message)
        assert finding.place.line <= ATTACKS[name].count("\n") + 1


def test_a_list_that_doubles_is_refused_where_it_is_made_not_where_python_would_hang(tmp_path: Path) -> None:
    for number, name in enumerate(name for name in ATTACKS if ATTACKS[name].startswith(DOUBLED)):
        if "tested" not in name:
            _, findings = composed(tmp_path / str(number), ATTACKS[name], 口径=QUERIES, 表=TABLE)
            assert [(one.message, one.place and one.place.line) for one in findings] == [
                ("列表太大，或者列表里套列表太深。", 5)
            ]


def test_an_error_deep_in_the_text_is_told_at_its_line(tmp_path: Path) -> None:
    lines = {
        "a number of 5000 digits": 3,
        "a private character": 2,
        "a doubled tuple hashed": 5,
        "a doubled mapping": 5,
    }
    for name, line in lines.items():
        _, (finding,) = composed(tmp_path / name, ATTACKS[name], 口径=QUERIES, 表=TABLE)
        assert (name, finding.place and finding.place.line) == (name, line)


@pytest.mark.parametrize("opened", ["(", "[", "{'a': ", "not ", "-", "1 if 1 else "])
def test_how_deep_a_text_may_be_does_not_depend_on_the_stack_of_the_caller(tmp_path: Path, opened: str) -> None:
    closed = {"(": ")", "[": "]", "{'a': ": "}"}.get(opened, "")

    def said(depth: int, frames: int) -> list[str]:
        if frames:
            return said(depth, frames - 1)
        text = "{% if " + opened * depth + "1" + closed * depth + " %}{% endif %}"
        return [one.message for one in composed(tmp_path / f"{depth}-{len(list(tmp_path.iterdir()))}", text)[1]]

    for depth in (20, 30, 40, 80, 100, 200):
        assert said(depth, 0) == said(depth, 150)


WAYS = {  # to put a value into a text in which Python would print what only Python can read
    "printed": "{{ VALUE }}",
    "joined": "{{ [VALUE]|join }}",
    "joined by it": "{{ ['甲', '乙']|join(VALUE) }}",
    "beside a text": "{{ '甲' ~ VALUE }}",
    "before a text": "{{ VALUE ~ '甲' }}",
    "beside a written text": "{% set t %}甲{% endset %}{{ t ~ VALUE }}",
    "as a default": "{{ 没有|default(VALUE) }}",
    "as no change": "{{ 比上年('支出')|增减(持平=VALUE) }}",
    "as what is compared to": "{{ 比上年('支出')|比较(VALUE) }}",
    "as nothing": "{{ 金额('收入')|万元(零=VALUE) }}",
    "as a date": "{{ VALUE|中文日期 }}",
    "as a numeral": "{{ VALUE|中文 }}",
    "as an item": "{% for x in [VALUE] %}{{ x }}{% endfor %}",
    "through a macro": "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(VALUE) }}",
    "through a condition": "{{ VALUE if 1 else '甲' }}",
    "as a query": "{{ 金额(VALUE)|万元 }}",
    "as a reason": "{{ 原因(VALUE) }}",
    "as a dimension": "{{ 金额('支出', 功能分类=[VALUE])|万元 }}",
    "as a field": "{{ 记录('单位', 单位性质=VALUE)|length }}",
}
VALUES = {
    "a list": "[甲, 甲]".replace("甲", "'甲'"),
    "a tuple": "('甲', 1)",
    "a mapping": "{'甲': 1}",
    "facts": "部门",
    "rows": "记录('单位')",
    "an amount": "金额('支出')",
    "a change": "比上年('支出')",
    "nothing": "none",
    "yes": "true",
    "a function": "金额",
    "a macro": "宏",
    "what is not there": "没有这个",
    "a number of the budget": "收入[0].金额",
}
FITTING = {("as nothing", "nothing"), ("as a field", "a list")}  # what the language allows


@pytest.mark.parametrize("way", WAYS)
def test_what_only_python_could_print_is_never_printed(tmp_path: Path, way: str) -> None:
    for value in [one for one in VALUES if (way, one) not in FITTING]:
        text = "{% macro 宏() %}{% endmacro %}" + WAYS[way].replace("VALUE", VALUES[value])
        document, findings = composed(tmp_path / value, text, "上年数: {支出: 1005}\n", 口径=QUERIES, 表=TABLE)
        assert document is None, value
        (finding,) = findings
        assert finding.code == "P301"
        assert finding.place is not None
        assert finding.place.line == 1
        for word in ("(", "<", "{", "[", "None", "True", "Decimal", "Amount", "object"):
            assert word not in finding.message, (value, finding.message)


def test_the_loop_is_no_text(tmp_path: Path) -> None:
    for number, way in enumerate(WAYS.values()):
        text = "{% for y in [1] %}" + way.replace("VALUE", "loop") + "{% endfor %}"
        document, findings = composed(tmp_path / str(number), text, "上年数: {支出: 1005}\n", 口径=QUERIES)
        assert document is None
        assert [finding.code for finding in findings] == ["P301"]


def test_texts_that_are_put_together_stay_what_they_are(tmp_path: Path) -> None:
    text = "{% set 甲 %}{{ 主体 }}<{% endset %}{{ 甲 ~ '&' ~ 1 }}{{ ['<', 甲]|join('>') }}{{ 甲|length }}{{ 甲 == '测试部门<' and 'x' }}"
    document, findings = composed(tmp_path, text)
    assert findings == ()
    assert words(document) == ["测试部门<&1<>测试部门<5x"]


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
