"""The manual says what a text may say, and what it says works."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import publish
from generator.prose import environment, language, limits
from tests.packs import BUDGET, composed, words, write_pack

MANUAL = Path("docs/模板说明.md").read_text("utf-8")
QUERIES = "口径:\n  支出: {方向: 支出}\n"


def test_the_manual_names_every_test_and_every_limit_that_a_writer_may_meet() -> None:
    section = MANUAL.partition("### 文字里能写什么")[2].partition("\n### ")[0]
    assert [word for word in language.TESTS if f"`{word}`" not in section.replace("is ", "")] == []
    assert f"最多 {language.DEEPEST_LOOPS} 层" in section
    assert f"最多 {environment.DEEPEST_FILES} 层" in section
    assert f"最多 {limits.NESTED} 层" in section


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if 没有 is defined %}甲{% elif 年度 is string and not (部门 is string) %}乙{% else %}丙{% endif %}", "乙"),
        ("{% for 名, 数 in [('甲', 1), ('乙', 2)] if 数 > 1 %}{{ 名 }}{{ loop.index }}{% endfor %}", "乙1"),
        ("{% for a in [] %}{% else %}无{% endfor %}", "无"),
        ("{% set a, b = '甲', '乙' %}{{ b ~ a }}", "乙甲"),
        ("{% set a %}甲{{ 1 }}{% endset %}{{ a ~ a }}", "甲1甲1"),
        ("{% with a = '甲' %}{{ a }}{% endwith %}", "甲"),
        ("{% macro m(a, b='乙') %}{{ a }}{{ b }}{% endmacro %}{{ m('甲') }}{{ m(b='丙', a='丁') }}", "甲乙丁丙"),
        ("{% macro m() %}（{{ caller() }}）{% endmacro %}{% call m() %}甲{% endcall %}", "（甲）"),
        ("{{ {'甲': '乙'}['甲'] }}{{ ['甲', '乙'][-1:]|join }}".replace("-1:", "1:"), "乙乙"),
        ("{{ '甲' if '乙' in ['甲', '乙'] and '丙' not in '甲乙' else '丁' }}", "甲"),
        ("{{ ['甲', 1]|join('、') }}{{ ['甲']|first }}{{ '甲乙'|last }}{{ [1, 2]|length }}", "甲、1甲乙2"),
        ("{{ 主体[0:2] }}{{ (['甲']|其余|first)|default('无') }}", "测试无"),
        ("{% if 金额('支出') %}有{% endif %}{{ 金额('支出', 资金性质=['一般公共预算拨款'])|万元 }}", "有0.10"),
        ("{{ 没有.有|default('甲') if 没有 is defined else '乙' }}", "乙"),
        ("{# 注 #}{% raw %}{{ 甲 }}{% endraw %}", "{{ 甲 }}"),
    ],
)
def test_what_the_manual_allows_is_said(tmp_path: Path, text: str, said: str) -> None:
    document, findings = composed(tmp_path, text, 口径=QUERIES)
    assert findings == ()
    assert words(document) == [said]


def test_macros_and_blocks_of_another_file_know_the_ledger(tmp_path: Path) -> None:
    imported = '{% extends "底.jinja" %}{% from "宏.jinja" import 数 without context %}'
    text = imported + '{% block 中 %}{{ 数("支出") }}。{% endblock %}'
    templates = write_pack(tmp_path / "templates", text=text, 表=QUERIES)
    (templates / "测试/宏.jinja").write_text("{% macro 数(口径) %}{{ 金额(口径)|万元 }}万元{% endmacro %}", "utf-8")
    (templates / "测试/底.jinja").write_text("底。\n{% block 中 %}{% endblock %}\n{{ 年度 }}", "utf-8")
    folder = tmp_path / "350-测试部门"
    folder.mkdir()
    (folder / "预算.yaml").write_text(BUDGET, "utf-8")
    for _ in range(2):  # what is imported is not kept from one document to the next
        prepared = publish.prepare(folder, templates)
        assert words(prepared.document) == ["底。", "0.10万元。2025"]


def test_a_text_is_parsed_once_and_what_is_compiled_is_a_copy() -> None:
    made = environment.make_environment({}, {})
    source = "{% for a in [1, 2] %}{% if a > 1 %}{{ a }}{% endif %}{% endfor %}{{ 部门|default('甲') }}"
    tree = made.parse(source)
    before = repr(tree)
    assert language.copied(tree) == tree
    made.from_string(source)
    assert made.parse(source) is tree
    assert repr(tree) == before
    assert language.copied(tree).body[0] is not tree.body[0]
