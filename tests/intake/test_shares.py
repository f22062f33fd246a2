"""Margins become entries: whatever budget they were printed from, the entries have the same margins again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from generator.findings.finding import Place
from generator.intake.pool import key_of
from generator.intake.shares import Known, Share, balanced, paid_by_income, split

FUNCTIONS, ECONOMIC = ("2010601", "2010602", "2080505"), ("30101", "30201", "30302")
FUNDS, KINDS = ("一般公共预算拨款", "政府性基金预算拨款", "事业收入"), ("基本支出", "项目支出")
Line = tuple[str, str, str, str, int]  # fund, kind, function, economic, amount
HERE = (Place("表.xlsx"),)


def known(value: int | Decimal, tolerance: int = 0, **condition: str) -> Known:
    values = {name: tuple(one.split("、")) for name, one in condition.items()}
    return Known(dict(sorted(values.items())), Decimal(value), Decimal(tolerance), HERE)


def margin(lines: Sequence[Line], **condition: str) -> Known:
    """Add up the lines that a condition counts."""
    wanted = [condition.get(name) for name in ("资金性质", "支出类型", "功能分类", "经济分类")]
    kept = (line[4] for line in lines if all(want in (None, own) for want, own in zip(wanted, line, strict=False)))
    return known(sum(kept), 方向="支出", **condition)


def printed(lines: Sequence[Line]) -> list[Known]:
    """Print what a form prints: by fund, kind and function; and of the first fund's basic spending by economic item."""
    found = [margin(lines)]
    for fund in FUNDS:
        found.append(margin(lines, 资金性质=fund))
        for kind in KINDS:
            found.append(margin(lines, 资金性质=fund, 支出类型=kind))
            found += [margin(lines, 资金性质=fund, 支出类型=kind, 功能分类=code) for code in FUNCTIONS]
    found += [margin(lines, 资金性质=FUNDS[0], 支出类型=KINDS[0], 经济分类=code) for code in ECONOMIC]
    return found


def summed(shares: Sequence[Share], one: Known) -> Decimal:
    """Add up the shares that a condition counts."""
    counted = (
        share.amount
        for share in shares
        if all(share.values.get(name) == values for name, values in one.condition.items())
    )
    return sum(counted, Decimal(0))


lines = st.lists(
    st.tuples(*(st.sampled_from(one) for one in (FUNDS, KINDS, FUNCTIONS, ECONOMIC)), st.integers(1, 9_999)),
    min_size=1,
    max_size=25,
)


@given(lines)
def test_the_entries_have_every_margin_that_was_printed(made: list[Line]) -> None:
    margins = printed(made)
    found = split("支出", margins)
    assert [(one.condition, one.value) for one in margins if summed(found.shares, one) != one.value] == []
    assert found.left == []
    assert all(share.amount > 0 for share in found.shares)


@given(lines)
def test_the_order_in_which_they_are_printed_does_not_matter(made: list[Line]) -> None:
    margins = printed(made)
    one, other = (split("支出", order).shares for order in (margins, margins[::-1]))
    assert sorted((key_of(a.values), a.amount) for a in one) == sorted((key_of(b.values), b.amount) for b in other)


def test_equal_amounts_belong_together_and_nothing_is_assumed() -> None:
    of = {"方向": "支出", "支出类型": "基本支出", "资金性质": "一般公共预算拨款"}
    found = split(
        "支出",
        [
            *(known(value, 功能分类=code, **of) for code, value in (("2010601", 70), ("2080505", 30))),
            *(known(value, 经济分类=code, **of) for code, value in (("30101", 70), ("30108", 30))),
            *(known(100, **dict(list(of.items())[:n])) for n in (1, 2, 3)),
            known(100, 方向="支出", 资金性质="一般公共预算拨款"),
        ],
    )
    assert {(one.values["功能分类"], one.values["经济分类"]): one.amount for one in found.shares} == {
        (("2010601",), ("30101",)): 70,
        (("2080505",), ("30108",)): 30,
    }
    assert [one.assumed for one in found.shares] == [frozenset(), frozenset()]


def test_what_no_table_crosses_is_assumed_by_the_likeness_of_names_and_says_so() -> None:
    of = {"方向": "支出", "支出类型": "基本支出", "资金性质": "一般公共预算拨款"}
    margins = [
        *(known(value, 功能分类=code, **of) for code, value in (("2010601", 70), ("2210203", 30))),
        *(known(value, 经济分类=code, **of) for code, value in (("30101", 45), ("30102", 55))),
        *(known(100, **dict(list(of.items())[:n])) for n in (1, 2, 3)),
        known(100, 方向="支出", 资金性质="一般公共预算拨款"),
    ]
    found = split("支出", margins, lambda values, value: values.get("功能分类") == ("2210203",) and value == ("30102",))
    cells = {(one.values["功能分类"][0], one.values["经济分类"][0]): one.amount for one in found.shares}
    assert cells == {("2210203", "30102"): 30, ("2010601", "30101"): 45, ("2010601", "30102"): 25}
    assert all("经济分类" in one.assumed for one in found.shares if one.values["功能分类"] == ("2010601",))


def test_money_for_which_no_part_has_room_is_left_and_told() -> None:
    found = split("支出", [known(100, 方向="支出"), known(130, 方向="支出", 资金性质="一般公共预算拨款")])
    assert [(dimension, value, amount) for _, dimension, value, amount, _ in found.left] == [
        ("资金性质", ("一般公共预算拨款",), 30)
    ]


def test_rounding_stays_with_the_last_part() -> None:
    of = {"方向": "支出", "资金性质": "一般公共预算拨款"}
    margins = [known(1000, 50, 方向="支出"), known(1000, 50, **of), known(960, 50, 功能分类="2010601", **of)]
    assert [one.amount for one in split("支出", margins).shares] == [1000]


def test_income_is_what_pays_for_spending() -> None:
    spent = [Share({"方向": ("支出",), "功能分类": ("2010601",), "资金性质": ("事业收入",)}, Decimal(5))] * 2
    assert [(sorted(one.condition), one.value) for one in balanced(spent)] == [
        (["方向", "资金性质"], 10),
        (["功能分类", "方向", "资金性质"], 10),
    ]


def test_income_by_fund_pays_for_spending_of_which_only_the_total_is_printed() -> None:
    came = [
        known(100, 方向="收入"),
        known(70, 方向="收入", 资金性质="一般公共预算拨款"),
        known(30, 方向="收入", 资金性质="事业收入"),
    ]
    went = [known(100, 方向="支出"), known(70, 方向="支出", 资金性质="一般公共预算拨款")]
    assert [(dict(one.condition), one.value) for one in paid_by_income([*came, *went])] == [
        ({"方向": ("支出",), "资金性质": ("事业收入",)}, 30)
    ]
    kept = [known(10, 方向="年终结转")]
    assert list(paid_by_income([*came, *went, *kept])) == []
    assert list(paid_by_income([*came, *went[:1], known(100, 方向="支出", 资金性质="一般公共预算拨款")])) == []
    assert list(paid_by_income([*came[1:], known(90, 方向="收入"), *went])) == []
    assert list(paid_by_income(came)) == []


def test_what_is_carried_over_is_told_of_spending_only_where_tables_tell_it() -> None:
    came = [known(100, 方向="收入"), known(20, 方向="收入", 上年结转="是", 资金性质="事业收入")]
    went = [known(100, 方向="支出")]
    assert list(paid_by_income([*came, *went])) == []
    told = known(5, 方向="支出", 上年结转="是", 支出类型="项目支出")
    assert [sorted(one.condition) for one in paid_by_income([*came, *went, told])] == [["上年结转", "方向", "资金性质"]]


def test_income_that_pays_is_carried_over_as_spending_is() -> None:
    spent = [
        Share({"方向": ("支出",), "上年结转": ("是",), "功能分类": ("2010601",), "资金性质": ("事业收入",)}, Decimal(5))
    ]
    assert sorted(balanced(spent), key=lambda one: len(one.condition))[-1].condition["上年结转"] == ("是",)
