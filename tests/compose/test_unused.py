"""没有印出: what was typed and no document prints, and names that the form does not have, in files of units too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.base.paths import said
from generator.findings.finding import Severity
from generator.publish import prepare

HEBEI = Path("tests/budgets/2025/902-两年测试局（虚构）")
SHANGHAI = Path("budgets/2025/207-上海市普陀区财政局")
UNIT = """\
单位: {{编码: "902004", 名称: 测试站, 性质: 事业}}
收入: [{{科目: 2050201, 资金性质: 一般公共预算拨款, 金额: 100000}}]
基本支出: [{{科目: 2050201, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: 100000}}]
{typed}
"""


def unknown(folder: Path) -> list[tuple[str, str]]:
    found = [one for one in prepare(folder, Path("templates"), shown_as="b").findings if one.code == "B407"]
    assert {one.severity for one in found} <= {Severity.ERROR}
    assert all(one.place for one in found)
    return [(said(one.path), one.remedy) for one in found]


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ("上年数: {支出合计: 1}", "是不是“支出总计”？"),
        ("上年执行数: {基本支岀: 1}", "是不是“基本支出”？"),
        ("原因: {三公经赀: 节约}", "是不是“三公经费”？"),
        ("原因: {2050291: 节约}", "是不是“2050201”？"),
        ("科目用途: {2050291: 办学}", "是不是“2050201”？"),
        ("上年数: {支出总计: {2050291: 1}}", "是不是“2050201”？"),
        ("上年数: {支出总计: {合记: 1, 2050201: 1}}", "是不是“合计”？"),
        ("上年执行数: {支出总计: {合计: 1, 2199999: 1}}", "请写科目编码，或者“合计”。"),
    ],
)
@pytest.mark.parametrize("where", ["folder", "list"])
def test_a_name_that_the_form_does_not_have_is_an_error_of_units_too(
    tmp_path: Path, where: str, typed: str, remedy: str
) -> None:
    folder = tmp_path / HEBEI.name
    shutil.copytree(HEBEI, folder)
    if where == "folder":
        (folder / "单位/902004-测试站").mkdir(parents=True)
        (folder / "单位/902004-测试站/预算.yaml").write_text(UNIT.format(typed=typed), "utf-8")
    else:
        file = folder / "预算.yaml"
        text = file.read_text("utf-8")
        file.write_text(text.replace("    机构设置: 设监察科。\n", f"    机构设置: 设监察科。\n    {typed}\n"), "utf-8")
    ((path, said_remedy),) = unknown(folder)
    assert path.rpartition(".")[2] in typed
    assert said_remedy == remedy


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("  机构性质: ", "  机构性盾: ", "是不是“机构性质”？"),
        ("  2010602: 财政业务", "  2010692: 财政业务", "是不是“2010602”？"),
    ],
)
def test_texts_that_the_form_names_are_known_by_their_names(tmp_path: Path, old: str, new: str, remedy: str) -> None:
    folder = tmp_path / SHANGHAI.name
    shutil.copytree(SHANGHAI, folder)
    file = folder / "基本情况.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    assert remedy in [one for _, one in unknown(folder)]


def test_what_no_document_prints_is_told_once_per_kind_whoever_says_it() -> None:
    found = [one for one in prepare(HEBEI, Path("templates"), shown_as="b").findings if one.code == "B406"]
    assert sorted(said(one.path) for one in found) == [
        "单位[0].原因.2010601",
        "单位[0].原因.支出总计",
        "科目用途.2010601",
    ]
    assert "（共 4 处）" in next(one.message for one in found if "2010601" in said(one.path))


def test_what_decides_which_documents_there_are_need_not_be_printed() -> None:
    (folder,) = Path("tests/budgets/2019").glob("911-*")
    found = [one for one in prepare(folder, Path("templates"), shown_as="b").findings if one.code == "B406"]
    assert [one for one in found if "不单列预算" in said(one.path)] == []
    assert found  # others are told
