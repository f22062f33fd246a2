"""Units: what a nature means, who is the head office, units without lines and lines without units."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import checks
from generator.facts import build
from generator.facts.budget import Budget
from generator.facts.words import nature_of
from generator.findings.finding import Finding


def budget(tmp_path: Path, units: str, lines: str = "", more: str = "") -> tuple[Budget, dict[str, Finding]]:
    """A budget of some units, and what is found about units, by code."""
    text = f'年度: 2025\n模板: 河北\n部门: {{编码: "001", 名称: 测试局{more}}}\n单位: [{units}]\n收入: [{lines}]\n'
    (tmp_path / "预算.yaml").write_text(text, "utf-8")
    found, findings = build.load_alone(tmp_path, shown_as="b")
    assert found is not None, findings
    every = [one for one in checks.run(found) if one.code[:3] in ("C30", "C32") and one.code != "C308"]
    assert len({one.code for one in every}) == len(every)  # once each
    return found, {one.code: one for one in every}


def unit(code: str, more: str = "") -> str:
    return f'{{编码: "{code}", 名称: 单位{code}{more}}}'


def line(code: str = "") -> str:
    own = f'单位: "{code}", ' if code else ""
    return f"{{{own}科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 5}}"


@pytest.mark.parametrize(
    ("typed", "nature"),
    [
        ("行政", "行政"),
        ("行政单位", "行政"),
        ("行政机关", "行政"),
        ("党政机关", "行政"),
        ("公务员", "行政"),
        ("参照公务员法管理的事业单位", "参公"),
        ("参公事业", "参公"),
        ("参照公务员管理", "参公"),
        ("公益一类事业单位", "事业"),
        ("公益二类", "事业"),
        ("全额拨款事业单位", "事业"),
        ("行政执法类事业单位", "事业"),
        ("承担行政职能的事业单位", "事业"),
        ("机关所属事业单位", "事业"),
        ("非参公事业单位", "事业"),
        ("未列入参照公务员法管理的事业单位", "事业"),
        ("使用事业编制的行政机关", "行政"),
        ("国有企业", "企业"),
        ("有限公司", "企业"),
        ("社会团体", "社团"),
        ("其它", "其他"),
        ("行政事业单位", ""),
        ("机关事业单位", ""),
        ("民办非企业单位", ""),
        ("行正", ""),
        ("学校", ""),
    ],
)
def test_a_nature_is_read_by_its_meaning(typed: str, nature: str) -> None:
    assert nature_of(typed) == nature


def test_each_way_of_writing_a_nature_is_told_once(tmp_path: Path) -> None:
    units = [unit(f"00{n}", ", 性质: 公益一类事业单位") for n in (1, 2, 3)]
    found = budget(tmp_path, ", ".join(units), more=", 性质: 行政")[1]["C321"]
    assert found.message == "性质“公益一类事业单位”按“事业”读（共 3 处）。"
    assert [place.line for place, _ in found.related] == [4, 4]


def test_an_unknown_nature_gets_the_nearest(tmp_path: Path) -> None:
    found = budget(tmp_path, unit("001", ", 性质: 行正"))[1]["C322"]
    assert found.remedy == "是不是“行政”？可以写：行政、参公、事业、企业、社团、其他。"


@pytest.mark.parametrize(
    ("units", "head"),
    [
        (unit("002") + ", " + unit("001"), "001"),
        (unit("002", ", 本级: 是") + ", " + unit("001"), "002"),
        (unit("003") + ", " + unit("001") + ", " + unit("002", ", 本级: 是"), "002"),
    ],
)
def test_the_head_office_is_told_by_a_key_or_its_code_and_stands_first(tmp_path: Path, units: str, head: str) -> None:
    made, _ = budget(tmp_path, units)
    assert made.units[0].code == head
    assert made.records["单位"][0].fields["单位编码"].value == head


def test_lines_without_a_unit_are_one_finding(tmp_path: Path) -> None:
    lines = ", ".join([line("001"), *(line() for _ in range(76))])
    _, found = budget(tmp_path, f"{unit('001')}, {unit('002')}", lines)
    assert found["C302"].message == "部门有 2 个单位，76 行没有写单位。"
    assert len(found["C302"].related) == 8
    assert "共 75 处" in found["C302"].related[-1][1]
    assert "C323" not in found  # nobody knows whose the money is


def test_a_unit_without_money_is_told_unless_that_is_explained(tmp_path: Path) -> None:
    units = [unit("001"), unit("002"), unit("003", ", 不单列预算: 是"), unit("004")]
    _, found = budget(tmp_path, ", ".join(units), line("001"))
    assert set(found) == {"C323"}
    assert found["C323"].message == "名单里的 002 单位002、004 单位004没有收入和支出。"
    _, found = budget(tmp_path, ", ".join(units[:1] + units[2:3]), line("001"))
    assert found == {}
    assert budget(tmp_path, unit("001"))[1] == {}
