"""Figures as data (数据.json): each amount under the name of its unit, whatever its format."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from generator.document.blocks import Run, Table, grid
from generator.facts import classification
from generator.facts.budget import FieldValue, Record
from generator.pack import loader
from generator.proof.figures import of_table
from generator.tables.make import make
from generator.tables.setting import Names, Setting
from tests.packs import entry, ledger, write_pack
from tests.writer_samples import real

MACHINES = entry("12300.5", direction="支出", quantity=Decimal(3))
PRICE, PIECES = (
    FieldValue(Decimal("12300.5"), (("采购", 0, "价"),), amount=True),
    FieldValue(Decimal(3), (("采购", 0, "件"),)),
)
RECORD = Record({"名": FieldValue("车"), "价": PRICE, "件": PIECES})


def tables(specification: str, tmp_path: Path) -> tuple[Table, ...]:
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path, 表=specification))
    assert pack is not None, findings
    setting = Setting(Names(classification.load(2025)), lambda source, variables, place: (Run(source),), "部门", {})
    book = ledger(MACHINES, records={"单位": (), "采购": (RECORD,)})
    return tuple(table for one in make(pack.tables["表一"], book, setting) for table in one.tables)


@pytest.mark.parametrize("unit", ["元", "万元", "亿元"])
@pytest.mark.parametrize("places", [0, 1, 2, 3])
def test_money_is_in_yuan_and_a_quantity_a_value_in_any_format(unit: str, places: int, tmp_path: Path) -> None:
    (table,) = tables(
        f"""
默认: {{数字: {{单位: {unit}, 小数: {places}}}}}
表:
  表一:
    列: [{{标题: 项目, 内容: 标签}}, {{标题: 钱}}, {{标题: 件, 内容: 数量}}]
    行: [{{标签: 全部}}]
""",
        tmp_path,
    )
    money, quantity = of_table(table)["行"][0]["数"]
    assert (money["列"], money["元"], money.get("值")) == ("钱", "12300.5", None)
    assert (quantity["列"], quantity["值"], quantity.get("元")) == ("件", "3", None)


@pytest.mark.parametrize("places", [0, 1])
def test_fields_of_records_and_their_totals_carry_their_unit(places: int, tmp_path: Path) -> None:
    (table,) = tables(
        f"""
表:
  表一:
    数据: 采购
    数字: {{单位: 元, 小数: {places}}}
    列: [{{标题: 名, 内容: 名}}, {{标题: 价, 内容: 价}}, {{标题: 件, 内容: 件}}]
    行: [{{记录: 采购}}, {{合计: 合计}}]
""",
        tmp_path,
    )
    printed = [one for row in of_table(table)["行"] for one in row["数"]]
    assert [[name for name in ("元", "值") if name in one] for one in printed] == [["元"], ["值"], ["元"]]


def test_every_number_of_the_example_has_a_unit_and_nothing_else_has() -> None:
    blocks = [block for section in real().document.sections for block in section.blocks]
    cells = [p.cell for block in blocks if isinstance(block, Table) for row in grid(block.body) for p in row]
    assert {bool(cell.unit) == (cell.value is not None) for cell in cells} == {True}
    assert {cell.unit for cell in cells} == {"", "元"}
