"""Tags as Word keeps them: cut into runs, with curly quotes, and what is wrong with them."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.word.tags import fault, gather, straight
from generator.word.xml import W_NAMESPACE, W, parse
from tests.word_files import line


def texts(*runs: str) -> list[str]:
    root = parse(line(*runs).replace("<w:p>", f'<w:p xmlns:w="{W_NAMESPACE}">').encode())
    gather(root)
    return [element.text or "" for element in root.iter(f"{W}t")]


@pytest.mark.parametrize(
    ("runs", "gathered"),
    [
        (("共{", "{ 主", "体 }", "}。"), ["共{{ 主体 }}", "", "", "。"]),
        (("{{ 主体 }}和{{", " 年度 }}"), ["{{ 主体 }}和{{ 年度 }}", ""]),
        (("{%p if", " 年度 %}"), ["{%p if 年度 %}", ""]),
        (("没有标签", "“引号”"), ["没有标签", "“引号”"]),
    ],
)
def test_a_tag_that_is_cut_into_runs_becomes_whole_in_the_first(runs: tuple[str, ...], gathered: list[str]) -> None:
    assert texts(*runs) == gathered


def test_a_line_break_within_a_tag_goes() -> None:
    xml = line("{{ 主体", " }}").replace("</w:r><w:r>", "</w:r><w:r><w:br/></w:r><w:r>")
    root = parse(xml.replace("<w:p>", f'<w:p xmlns:w="{W_NAMESPACE}">').encode())
    gather(root)
    assert b"w:br" not in etree.tostring(root)
    assert "{{ 主体  }}" in etree.tostring(root, encoding="unicode")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("{{ 金额(‘基本支出’)|万元 }}", "{{ 金额('基本支出')|万元 }}"),
        ("{{ 金额(’基本支出‘)|万元 }}", "{{ 金额('基本支出')|万元 }}"),
        ("{{ 金额(“基本支出”)|万元 }}", '{{ 金额("基本支出")|万元 }}'),
        ("{{ 原因('“三公”经费') }}", "{{ 原因('“三公”经费') }}"),
        ("{{ 原因(‘“三公”经费’) }}", "{{ 原因('“三公”经费') }}"),
        ("{{ 原因('基本支出’) }}", "{{ 原因('基本支出') }}"),
        ("{{ 原因(“it's”) }}", '{{ 原因("it\'s") }}'),
        ("{% if 版本 == ‘部门’ and 主体 != “甲” %}", "{% if 版本 == '部门' and 主体 != \"甲\" %}"),
    ],
)
def test_curly_quotes_around_a_text_are_read_as_straight_ones(typed: str, read: str) -> None:
    assert straight(typed) == read


def test_quotes_within_a_text_are_written_so_that_docxtpl_leaves_them() -> None:
    assert straight("{{ 原因('“三公”经费') }}", escaped=True) == r"{{ 原因('\u201c三公\u201d经费') }}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("｛｛ 主体 ｝｝", "全角的“｛｛”"),
        ("{{ 主体 ｝｝", "全角的“｝｝”"),
        ("｛% if 主体 %｝", "全角的“｛%”"),
        ("{％ if 主体 ％}", "全角的“{％”"),
        ("共 {{ 主体", "没有写完整：“共 {{ 主体”"),
        ("主体 }} 共", "没有写完整"),
        ("{% if 主体", "没有写完整"),
        ("{# 说明", "没有写完整"),
    ],
)
def test_what_is_wrong_with_a_tag_is_said(text: str, words: str) -> None:
    found = fault(text)
    assert found is not None
    assert words in found[0]


@pytest.mark.parametrize("text", ["{{ 主体 }}", "{% if 主体 %}是{% endif %}{# 说明 #}", "｛甲｝", "增长5%", "集合{1}"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert fault(text) is None
