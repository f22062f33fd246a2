"""Which record is which: by content, code, former code, name, likeness; each is taken once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.differences.matching import Matching, keyable, matched


def pairs(before: list[Any], after: list[Any]) -> Matching:
    return matched(tuple(before), tuple(after))


def test_a_code_goes_before_a_name() -> None:
    before = [{"编码": "A", "名称": "甲"}, {"编码": "B", "名称": "乙"}]
    after = [{"编码": "B", "名称": "甲"}, {"编码": "A", "名称": "丙"}]
    assert pairs(before, after).pairs == ((1, 0), (0, 1))


def test_a_former_code_and_a_name_are_recognised() -> None:
    before = [{"编码": "1", "名称": "甲所"}, {"编码": "2", "名称": "车保险"}]
    after = [{"编码": "8", "名称": "车保险"}, {"编码": "9", "名称": "甲院", "上年编码": "1"}]
    assert pairs(before, after) == Matching(((1, 0), (0, 1)), (), ())


def test_a_renamed_record_is_that_whose_name_is_most_alike() -> None:
    before = [{"名称": "2025年科技活动周"}, {"名称": "办公楼维修"}]
    after = [{"名称": "2026年科技活动周"}, {"名称": "执法车辆"}]
    assert pairs(before, after) == Matching(((0, 0),), (1,), (1,))


def test_a_line_is_the_same_whatever_its_amount_and_remark() -> None:
    line = {"科目": "2060101", "经济科目": "30201", "资金性质": "甲"}
    before = [{**line, "金额": Decimal(1)}, {**line, "金额": Decimal(2), "备注": "二"}]
    after = [{**line, "金额": Decimal(2), "备注": "二"}, {**line, "金额": Decimal(9)}]
    assert pairs(before, after).pairs == ((1, 0), (0, 1))


def test_a_line_with_another_code_is_the_one_that_it_was() -> None:
    before = [{"科目": "2060101", "经济科目": "30201", "资金性质": "甲", "金额": Decimal(1)}]
    after = [{"科目": "2060101", "经济科目": "30202", "资金性质": "甲", "金额": Decimal(1)}]
    assert pairs(before, after).pairs == ((0, 0),)


def test_what_has_nothing_in_common_is_removed_and_added() -> None:
    assert pairs([{"科目": "1"}], [{"科目": "2"}]) == Matching((), (0,), (0,))
    assert pairs(["甲乙丙"], ["丁戊己"]) == Matching((), (0,), (0,))


def test_texts_are_paired_once_each() -> None:
    assert pairs(["相同", "相同"], ["相同"]) == Matching(((0, 0),), (1,), ())


def test_unknown_amounts_are_the_same() -> None:
    assert keyable({"金额": Decimal("NaN")}) == keyable({"金额": Decimal("NaN")})
    assert keyable(True) != keyable(1)


def test_very_long_lists_are_compared_in_bounded_time() -> None:
    before = [{"名称": f"甲{number:04d}"} for number in range(300)]
    after = [{"名称": f"乙{number:04d}"} for number in range(300)]
    found = pairs(before, after)
    assert len(found.removed) == len(found.added) == 300
