from __future__ import annotations

from decimal import Decimal

from generator.ledger import DIMENSIONS, Clause, Condition, clause, select, total
from tests.packs import entry, ledger


def test_a_figure_is_the_sum_of_the_entries_that_meet_all_conditions() -> None:
    book = ledger(
        entry("1.10", direction="支出", fund="一般公共预算拨款", economic="30101"),
        entry("2.20", direction="支出", fund="一般公共预算拨款", economic="30201"),
        entry("4.40", direction="支出", fund="事业收入", economic="30101"),
        entry("8.80", direction="收入", fund="一般公共预算拨款"),
    )
    condition = Condition((clause("方向", ["支出"]), clause("资金性质", ["财政拨款"])))
    assert book.ask(condition).value == Decimal("3.30")
    assert book.ask(condition & Condition((clause("经济分类", ["301"]),))).value == Decimal("1.10")


def test_codes_match_by_prefix_and_other_dimensions_match_exactly() -> None:
    assert Clause("经济分类", ("301",)).accepts("30101")
    assert not Clause("经济分类", ("30101",)).accepts("301")
    assert not Clause("单位", ("350",)).accepts("350001")


def test_a_list_of_values_means_any_of_them_and_a_group_means_its_members() -> None:
    assert set(clause("资金性质", ["财政拨款", "事业收入"]).values) == {
        "一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款", "事业收入",
    }  # fmt: skip


def test_carryover_is_asked_for_as_yes_or_no() -> None:
    book = ledger(entry("1", carryover=True), entry("2"))
    assert book.ask(Condition((clause("上年结转", ["是"]),))).value == 1
    assert book.ask(Condition((clause("上年结转", ["否"]),))).value == 2
    assert book.ask(Condition((clause("上年结转", ["是", "否"]),))).value == 3


def test_a_condition_that_contradicts_itself_says_on_which_dimension() -> None:
    assert (Condition((clause("方向", ["收入"]),)) & Condition((clause("方向", ["支出"]),))).contradiction() == "方向"
    assert Condition((clause("经济分类", ["301"]), clause("经济分类", ["30231"]))).contradiction() == "经济分类"
    assert Condition((clause("经济分类", ["302"]), clause("经济分类", ["30231"]))).contradiction() is None


def test_a_sum_is_exact_however_long_the_amounts_are_and_knows_its_origins() -> None:
    amount = total((entry("99999999999999999999999999999999.99", origin=("甲",)), entry("0.01", origin=("乙",))))
    assert amount.value == Decimal("100000000000000000000000000000000")
    assert amount.origins == (("甲",), ("乙",))


def test_a_yes_or_no_dimension_counts_both_answers_without_being_named_twice() -> None:
    yes_or_no = [name for name, dimension in DIMENSIONS.items() if dimension.yes_or_no]
    assert yes_or_no
    for name in yes_or_no:
        attribute = DIMENSIONS[name].attribute
        both = (entry("1", **{attribute: True}), entry("20", **{attribute: False}))
        sums = [total(select(both, Condition((clause(name, (answer,)),)))).value for answer in ("是", "否")]
        assert sums == [1, 20]
        assert [Condition((clause(name, ("是",)),)).meets(one) for one in both] == [True, False]


def test_every_dimension_that_holds_a_bool_is_a_yes_or_no_dimension() -> None:
    for dimension in DIMENSIONS.values():
        assert isinstance(getattr(entry("1"), dimension.attribute), bool) == dimension.yes_or_no
