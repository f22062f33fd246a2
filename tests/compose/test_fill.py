"""Filling any Word file from a budget: the names of packs, docxtpl's tags, our sandbox, safe copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import publish
from generator.findings.finding import Finding
from generator.word.xml import R_NAMESPACE, W
from tests.word_files import changed, line, part_of, read_back, rows, template, word_file

BUDGET = Path("budgets/2025/350-科技和工信部门")
TEMPLATES = Path("templates")


def filled(data: bytes, unit: str = "") -> tuple[bytes, list[Finding]]:
    made, found = publish.fill(BUDGET, TEMPLATES, data, "函.docx", unit=unit)
    own = [one for one in found if one.place is None or one.place.file.startswith("函.docx")]
    return (made.data if made else b""), own


def said(*body: str, unit: str = "") -> list[str]:
    data, found = filled(word_file(*body), unit)
    assert found == []
    return read_back(data)


def told(*body: str) -> list[str]:
    data, found = filled(word_file(*body))
    assert data == b""
    return [f"{one.place} {one.code} {one.message}" for one in found]


def test_names_functions_and_filters_are_those_of_a_packs_texts() -> None:
    assert said(
        line("{{ 主体 }}{{ 年度 }}年", "支出{{ 金额(‘支出总计’)|", "万元 }}万元"),
        line("{% if 版本 == “部门” %}部门{% else %}单位{% endif %}{{ 记录('项目')|length|中文 }}"),
    ) == ["科技和工信部门2025年支出1186.91万元", "部门十四"]


def test_loops_over_paragraphs_and_rows_take_their_own_away() -> None:
    assert said(
        line("{%p for 项 in 记录('项目')[:2] %}"),
        line("{{ loop.index }}、{{ 项.项目名称 }}"),
        line("{%p endfor %}"),
        rows(["项目", "万元"], ["{%tr for 项 in 记录('项目')[:1] %}"], ["{{ 项.用途 }}", "{{ 项.预算数|万元 }}"],
             ["{%tr endfor %}"]),
        line("完"),
    ) == ["1、车保险", "2、2023年技术创新引导专项资金（省科学技术奖奖金第二批）",
         "项目", "万元", "车保险", "0.40", "完"]  # fmt: skip


def test_projects_are_looped_over_as_they_are_written_or_as_records() -> None:
    assert said(
        line("{%p for 项 in 项目 if 项.编码 == '13030325P00385410058N' %}"),
        line("{{ 项.名称 }}"),
        line("{%p endfor %}"),
        line("{% for 项 in 记录('项目')[:2] %}{{ 项.预算数|万元 }}{% if not loop.last %}、{% endif %}{% endfor %}"),
    ) == ["车保险", "0.40、30.00"]  # fmt: skip


def test_a_unit_is_filled_with_its_own_facts() -> None:
    assert said(line("{{ 版本 }}{{ 编码 }}"), unit="350001") == ["单位350001"]


def test_a_value_cannot_change_the_document() -> None:
    found = said(line("{{ '<w:t>&' }}{{ '{' ~ '{ 主体' }}"), line("{{ '甲\\n乙\\t丙' }}"))
    assert found == ["<w:t>&{{ 主体", "甲\n乙\t丙"]


def test_a_table_whose_rows_all_go_goes_too_and_a_cell_keeps_a_paragraph() -> None:
    data, found = filled(
        word_file(
            rows(["{%tr for 项 in [] %}"], ["{{ 项.名称 }}"], ["{%tr endfor %}"]),
            rows(["甲"]).replace(line("甲"), line("{%p if 年度 == '1' %}") + line("甲") + line("{%p endif %}")),
            line("完"),
        )
    )
    assert found == []
    assert len(list(part_of(data).iter(f"{W}tbl"))) == 1
    assert read_back(data) == ["", "完"]


def test_sections_headers_and_the_first_pages_header_stay() -> None:
    data = word_file(line("甲"), line("{{ 年度 }}"))
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="rIdBlankHeader"/><w:pgSz w:w="16838" w:h="11906"/>'
        '<w:titlePg/></w:sectPr>'
    )  # fmt: skip
    data = changed(data, "word/document.xml", "<w:pPr>", f"<w:pPr>{section}")
    made, found = filled(data)
    assert found == []
    first, last = part_of(made).iter(f"{W}sectPr")
    assert [str(child.tag).removeprefix(W) for child in first] == ["headerReference", "pgSz", "titlePg"]
    assert first.getparent() is not None
    assert last.getparent().tag == f"{W}body"  # type: ignore[union-attr]
    assert first[0].get(f"{{{R_NAMESPACE}}}id") == "rIdBlankHeader"
    assert last.find(f"{W}pgSz") is not None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ((line("甲"), line("{{ 主题 }}")), "函.docx 第 2 段 P301 没有“主题”这个名称。"),
        ((line("甲"), rows(["乙"], ["{{ 金额('收人')|万元 }}"])), "函.docx 表 1 第 2 行 P114 没有名为“收人”的口径。"),
        ((rows(["{% if 年度 == '1' %}{{ 主题 }}{% endif %}"]),), "函.docx 表 1 第 1 行 P301 没有“主题”这个名称。"),
        ((line("甲"), line("{{ 年度 + 1 }}")), "函.docx 第 2 段 P302 模板里不许做运算。"),
        ((line("{{ 金额('基本支出') }}"),), "函.docx 第 1 段 P301 金额没有写单位"),
        ((line("甲"), line("｛｛ 主体 ｝｝")), "函.docx 第 2 段 P219 标签里有全角的“｛｛”"),
        ((line("甲"), line("{{ 主体"), line("}}")), "函.docx 第 2 段 P219 标签没有写完整：“{{ 主体”。"),
        ((line("{% raw %}{{ <w:object/> }}{% endraw %}"),), "函.docx 第 1 段 P301 这里不能用“raw”。"),
        ((line("{% include '正文.jinja' %}"),), "函.docx 第 1 段 P301 模板里没有“正文.jinja”。"),
        (
            (line("甲"), line("{% for 项 in 单位 %}")),
            "函.docx 第 2 段 P301 Jinja 写法错误：{% for … %} 没有关上（缺 {% endfor %}）。",
        ),
        ((line("{{ ''.__class__ }}"),), "P301"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_paragraph(body: tuple[str, ...], words: str) -> None:
    found = told(*body)
    assert any(words in one for one in found), found


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = told(line("{{ 甲甲 }}"), line("好"), line("{{ 金额('乙乙')|万元 }}"), line("{{ 记录('丙丙')|length }}"))
    assert [one.split(" P")[0] for one in found] == ["函.docx 第 1 段", "函.docx 第 3 段", "函.docx 第 4 段"]


def test_loops_that_do_not_end_are_stopped() -> None:
    inner = "{% for 甲 in 记录('项目') %}" * 7
    assert "P305" in told(line(inner + "字" + "{% endfor %}" * 7))[0]


def test_a_row_that_opens_and_does_not_close_says_how_to_write_it() -> None:
    data, found = filled(word_file(rows(["{%tr if 年度 == '1' %}"], ["甲{% endif %}"])))
    assert data == b""
    assert [one.code for one in found] == ["P219"]
    assert "{%tr … %}" in found[0].remedy


def test_a_footers_tags_are_filled_and_its_faults_named() -> None:
    data = word_file(line("甲"))
    footer = next(one for one in template().sections["竖版"].references.values() if one.part == "word/footer1.xml")
    reference = f'<w:footerReference w:type="default" r:id="{footer.relation}"/>'
    data = changed(data, "word/document.xml", "<w:sectPr>", f"<w:sectPr>{reference}")
    for text, expected in (("{{ 主体 }}", ["— 1 —科技和工信部门"]), ("{{ 主题 }}", [])):
        made, found = filled(changed(data, footer.part, "</w:p>", f"<w:r><w:t>{text}</w:t></w:r></w:p>"))
        assert (read_back(made, footer.part) if made else []) == expected
        assert [str(one.place) for one in found] == ([] if expected else ["函.docx 页脚第 1 段"])


def test_what_is_not_known_to_be_harmless_is_left_out_or_refused() -> None:
    link = '<w:r><w:object/></w:r><w:hyperlink w:history="1"><w:r><w:t>网</w:t></w:r></w:hyperlink>'
    made, found = filled(changed(word_file(line("甲")), "word/document.xml", "</w:p>", f"{link}</w:p>"))
    assert read_back(made) == ["甲网"]
    assert [one.code for one in found] == ["P217"]
    assert filled(b"PK nothing")[1][0].code == "P201"
    doctype = changed(word_file(line("甲")), "word/settings.xml", "<w:settings", "<!DOCTYPE a><w:settings")
    assert filled(doctype)[1][0].code == "P215"


def test_symbols_of_private_fonts_stay_and_cannot_forge_a_value() -> None:
    assert said(line("\uf0b7{{ 年度 }}\ue0000\ue001")) == ["\uf0b72025\ufffd0\ufffd"]


def test_the_same_input_gives_the_same_bytes() -> None:
    data = word_file(line("{{ 主体 }}"))
    assert filled(data) == filled(data)
