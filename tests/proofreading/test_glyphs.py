"""Characters that no font draws are told where they were typed, or where the pack says them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.base.resources import templates_folder
from generator.findings.finding import Finding, Severity
from generator.publish import arrange, finish, inspect, prepare

BUDGET = """\
年度: 2025
模板: 测试
部门: {编码: "351", 名称: 测试部门, 区划: 区}
单位:
  - {编码: "351001", 名称: 测试部门本级, 性质: 行政, 规格: 正科级, 经费保障形式: 财政拨款}
部门职责: [拟订有关规划和政策并组织实施。]
收入: [{科目: 2010301, 资金性质: 一般公共预算拨款, 金额: 80000}]
基本支出: [{科目: 2010301, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 80000}]
"""
PACK = {
    "模板.yaml": "名称: 测试\n年度: 2025\n",
    "正文.jinja": "@竖版\n{{ 主体 }}的说明。\n{{ 其他说明|default('无', true) }}\n@表 甲\n",
}
TABLES = "表:\n  甲: {标题: 甲表, 列: [{标题: 项, 内容: 标签}, {标题: 数}], 行: [{标签: 总, 条件: {方向: 收入}}]}\n"


def found(folder: Path, budget: str = BUDGET, old: str = "", new: str = "") -> tuple[Finding, ...]:
    """Compose and lay out a budget with a pack of its own, and give what is said of glyphs."""
    style = templates_folder() / "hebei" / "样式.docx"
    (folder / "templates" / "own").mkdir(parents=True)
    shutil.copy(style, folder / "templates" / "own")
    for name, text in {**PACK, "表格.yaml": TABLES}.items():
        (folder / "templates" / "own" / name).write_text(text.replace(old, new) if old else text, "utf-8")
    (folder / "b").mkdir()
    (folder / "b" / "a.yaml").write_text(budget, "utf-8")
    prepared = prepare(folder / "b", folder / "templates", shown_as="b")
    assert prepared.document is not None, prepared.findings
    assert prepared.pack is not None
    assert prepared.budget is not None
    laid, findings = arrange(prepared.document, prepared.pack, prepared.budget.places)
    assert laid is not None
    assert inspect(prepared.document, prepared.pack, prepared.budget.places) == findings
    for formats, works in ((("html",), True), (("pdf",), not findings)):
        output, _ = finish(prepared.document, prepared.pack, formats)
        assert (output is not None) == works
    assert {one.severity for one in findings} <= {Severity.WARNING}
    return findings


def where(findings: tuple[Finding, ...]) -> list[tuple[str, int, int]]:
    assert {one.code for one in findings} == {"D101"}
    return [(one.place.file, one.place.line, one.place.column) for one in findings if one.place]


def test_what_every_font_has_is_not_told(tmp_path: Path) -> None:
    assert found(tmp_path) == ()


def test_a_typed_character_is_told_at_its_line_and_column(tmp_path: Path) -> None:
    findings = found(tmp_path, BUDGET + "其他说明: 张𠮷、李㐂𠀀。\n")
    assert where(findings) == [("b/a.yaml", 9, 8), ("b/a.yaml", 9, 12)]
    assert "“𠀀”（U+20000）" in findings[1].message


def test_a_radical_of_a_packs_text_is_told_with_the_character_that_it_looks_like(tmp_path: Path) -> None:
    (one,) = found(tmp_path, old="的说明", new="⾏政的说明")
    assert one.remedy == "应为“行”（U+884C）。"


def test_a_name_on_the_cover_is_told_where_it_was_typed(tmp_path: Path) -> None:
    findings = found(tmp_path, BUDGET.replace("名称: 测试部门,", "名称: 测试𠮷部门,"))
    assert ("b/a.yaml", 3, 23) in where(findings)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("的说明", "的𠮷说明", ("正文.jinja", 2, 10)),
        ("标题: 数", "标题: 数𠮷", ("表格.yaml", 2, 6)),
    ],
)
def test_what_the_pack_says_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, place: tuple[str, int, int]
) -> None:
    (one,) = where(found(tmp_path, BUDGET, old, new))
    assert one[0].endswith(place[0])
    assert one[1:] == place[1:]
