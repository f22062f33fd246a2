"""Figures side by side: printed by the books' rules, unknown is not nothing, items stand under what is above them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.differences.compared import Compared, compare
from generator.differences.figures import Decimals, Figures
from generator.facts import build, classification
from generator.facts.budget import Budget
from generator.ledger import Clause, Condition
from generator.pack.spec import NumberFormat, Pack

TEXT = """\
年度: {year}
模板: 测试
部门: {{编码: "350", 名称: 甲局}}
单位: [{{编码: "350001", 名称: 本级}}]
收入: [{{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100000}}]
基本支出:
- {{科目: 2060101, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: {first}}}
- {{科目: {code}, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 40000}}
"""
CONDITION = Condition((Clause("方向", ("采购",)),))
PACK = Pack(
    "测试", "", {}, {"政府采购": ("采购", CONDITION), "支出": ("收支", Condition((Clause("方向", ("支出",)),)))},
    {}, {}, NumberFormat(), b"", "",
)  # fmt: skip


def budget(tmp_path: Path, year: int = 2025, first: str = "60000", code: str = "2060102", more: str = "") -> Budget:
    folder = tmp_path / str(year) / "350-甲局"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "甲.yaml").write_text(TEXT.format(year=year, first=first, code=code) + more, "utf-8")
    loaded, _ = build.load_alone(folder, shown_as="b", draft=True)
    assert loaded is not None
    return loaded


def rows(found: Compared, title: str) -> dict[str, Figures]:
    table = next((one for one in found.tables if one.title.startswith(title)), None)
    return {(row.code or row.name): row for row in table.rows} if table else {}


def test_difference_and_rate_are_those_of_the_printed_figures() -> None:
    row = Figures("甲", Decimal("12349"), Decimal("12451"), Decimals())
    assert (row.before_shown, row.after_shown) == (Decimal("1.23"), Decimal("1.25"))
    assert (row.difference, row.rate) == (Decimal("0.02"), Decimal("1.63"))
    assert Figures("甲", Decimal("12349"), Decimal("12451"), Decimals(exact=True)).difference == Decimal("0.01")


def test_a_base_of_nothing_has_no_rate_and_the_unknown_no_difference() -> None:
    new, unknown = Figures("甲", Decimal(0), Decimal(5), Decimals()), Figures("甲", None, Decimal(5), Decimals())
    assert (new.rate, unknown.difference, unknown.rate, unknown.differs) == (None, None, None, True)


def test_what_a_side_does_not_speak_of_is_unknown(tmp_path: Path) -> None:
    purchases = "政府采购: [{物品名称: 甲, 目录: A02, 数量: 1, 资金: [{资金性质: 一般公共预算拨款, 金额: 20000}]}]\n"
    before, after = budget(tmp_path), budget(tmp_path, 2026, more=purchases)
    row = rows(compare(before, after, PACK), "按口径")["政府采购"]
    assert (row.before, row.after) == (None, Decimal(20000))
    nothing = budget(tmp_path, 2024, more="政府采购: 无\n")
    assert rows(compare(nothing, after, PACK), "按口径")["政府采购"].before == 0


def test_an_amount_that_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    found = rows(compare(budget(tmp_path), budget(tmp_path, 2026, first="六万"), PACK), "按口径")
    assert (found["支出"].before, found["支出"].after) == (Decimal(100000), None)


def test_items_stand_under_what_is_above_them_where_that_says_more(tmp_path: Path) -> None:
    found = compare(budget(tmp_path), budget(tmp_path, 2026, "70000", "2050101"), PACK)
    assert list(rows(found, "按功能分类")) == ["2050101", "20601", "2060101", "2060102"]
    assert list(rows(found, "按部门预算经济分类")) == ["30101"]


def test_a_renamed_item_says_its_former_name(tmp_path: Path) -> None:
    before = budget(tmp_path, 2023, code="2013804")
    found = rows(compare(before, budget(tmp_path, 2024, code="2013804", first="1"), PACK), "按功能分类")
    assert "2013804" not in found
    later = budget(tmp_path, 2024, code="2013804", first="1")
    text = (tmp_path / "2024/350-甲局/甲.yaml").read_text("utf-8").replace("金额: 40000", "金额: 50000")
    (tmp_path / "2024/350-甲局/甲.yaml").write_text(text, "utf-8")
    later = build.load_alone(tmp_path / "2024/350-甲局", shown_as="b")[0] or later
    row = rows(compare(before, later, PACK), "按功能分类")["2013804"]
    assert row.note == "原名 市场主体管理"


def test_a_code_that_was_replaced_is_matched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tmp_path / "c/2025", tmp_path / "c/2026"
    head = "code,name,level,parent,source\n"
    for folder, code in ((old, "2060102"), (new, "2060109")):
        folder.mkdir(parents=True)
        (folder / "function.csv").write_text(f"{head}2060101,行政运行,项,20601,\n{code},一般事务,项,20601,\n", "utf-8")
        for name in ("economic_department", "economic_government", "procurement"):
            (folder / f"{name}.csv").write_text(head, "utf-8")
    (tmp_path / "c/function_renames.csv").write_text("code,old_name,current_name,changed_about\n", "utf-8")
    known = {2025: classification.Classification(old), 2026: classification.Classification(new)}
    monkeypatch.setattr(classification, "load", known.__getitem__)
    found = compare(budget(tmp_path), budget(tmp_path, 2026, code="2060109"), PACK)
    assert not rows(found, "按功能分类")
    assert found.notes == ("科目 2060102 现在是 2060109。",)
    assert [one.where for one in found.differences] == [("年度",)]
