"""The sample budget fits the pack that is tried: its words, and money for each of its queries."""

from __future__ import annotations

from pathlib import Path

from generator.compose import packcheck
from generator.ledger import department_ledger
from generator.pack import loader
from tests.packs import write_pack

PACK = """
维度值:
  资金性质:
    增加: {补助资金: 一般公共预算拨款, 专项收入: 一般公共预算拨款}
    不用: [一般公共预算拨款, 国有资本经营预算拨款]
  支出类型: {增加: [机动经费], 不用: [经营支出]}
口径:
  机动: {方向: 支出, 支出类型: 机动经费}
  专项: {方向: 收入, 资金性质: 专项收入}
  一般: {方向: 收入, 资金性质: 一般公共预算拨款}
  会议费: {方向: 支出, 经济分类: 30215}
  没有: 无
"""


def test_the_sample_has_the_words_of_the_pack_and_money_for_each_query(tmp_path: Path) -> None:
    pack, found = loader.find("测试", 2025, write_pack(tmp_path, 模板=PACK))
    assert pack
    assert not found
    budget = packcheck.sample(packcheck.FULLEST, pack, 2025)
    book = department_ledger(budget)
    assert {name: bool(book.ask(condition)) for name, (_, condition) in pack.queries.items()} == {
        "机动": True, "专项": True, "一般": True, "会议费": True, "没有": False,
    }  # fmt: skip
    assert {entry.fund for entry in budget.entries} <= {*pack.dimensions["资金性质"].values, ""}
    assert {entry.spending_type for entry in budget.entries} <= {*pack.dimensions["支出类型"].values, ""}
    assert {entry.source for entry in budget.entries if entry.fund == "补助资金"} == {"一般公共预算拨款"}
