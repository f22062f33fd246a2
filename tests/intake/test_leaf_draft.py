"""A budget from leaves: nothing is lost, and what the lists do not say is told."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import publish
from generator.facts.budget import Budget, Record
from generator.intake import writing
from generator.intake.leaf_draft import leaf_budgets, leaf_draft
from tests.intake.leaf_files import CAR, FUND, HEADINGS, UNIT, WAGES, budgets, content, lists

ROOT = Path(__file__).parents[2]


def test_lines_are_basic_spending_or_a_projects() -> None:
    made = content(HEADINGS, WAGES, WAGES, CAR, FUND)
    fund = "一般公共预算拨款"
    assert made["基本支出"] == [
        {"科目": "2060101", "经济科目": "30101", "资金性质": fund, "金额": Decimal("2001.0")},
    ]
    assert made["项目"] == [
        {
            "编码": "P1",
            "名称": "车保险",
            "类别": "其他运转类",
            "支出": [{"科目": "2060101", "经济科目": "30231", "资金性质": fund, "金额": Decimal(4000)}],
        },
        {
            "编码": "P2",
            "名称": "奖励",
            "类别": "特定目标类",
            "支出": [{"科目": "2069901", "资金性质": "政府性基金预算拨款", "金额": Decimal(20)}],
        },
    ]
    assert made["收入"] == [
        {"科目": "2060101", "资金性质": fund, "金额": Decimal("6001.0")},
        {"科目": "2069901", "资金性质": "政府性基金预算拨款", "金额": Decimal(20)},
    ]
    assert made["部门"] == {"编码": "350", "名称": "科工局"}
    assert made["单位"] == [{"编码": "350001", "名称": "科工局本级"}]


def test_departments_of_one_sheet_are_parted_and_one_can_be_chosen() -> None:
    other = ("351001-教育局机关", *WAGES[1:])
    second = ("350002-中心", *CAR[1:])
    rows = (HEADINGS, WAGES, other, second)
    assert [(one.code, one.name, len(one.leaves)) for one in budgets(*rows)] == [
        ("350", "科工局", 2),
        ("351", "教育局", 1),
    ]
    assert [(one.code, one.name) for one in budgets(*rows, code="351", name="区教育局")] == [("351", "区教育局")]
    unit = content(*rows, code="350002")
    assert (unit["单位"], unit["主管部门"]) == ([{"编码": "350002", "名称": "中心"}], "中心")
    assert budgets(*rows, code="999") == []


def test_lines_of_several_units_say_which() -> None:
    made = content(HEADINGS, WAGES, ("350002-中心", *WAGES[1:]))
    assert [line["单位"] for line in made["基本支出"]] == ["350001", "350002"]


def test_what_the_list_does_not_say_is_told() -> None:
    heads = (*HEADINGS, "是否政府采购")
    rows = [
        (*WAGES[:5], "", "别的钱", 7, "是"),
        (*CAR[:4], "行政运行", *CAR[5:], "否"),
        (*FUND[:1], "", "", "", "20699", *FUND[5:], ""),
    ]
    (one,) = leaf_budgets(lists(heads, *rows), "", "")
    draft = leaf_draft(one, "河北", 2025)
    told = "\n".join(draft.missing)
    for words in (
        "基本支出第",
        "资金性质写的是“别的钱”，不知道是哪一种：1 行，共 7.00 元",
        "H3 的科目只写了名称“行政运行”，目录里有",
        "的科目 20699 不是“项”",
        "政府采购：明细里有 1 行是政府采购，共 7.00 元",
    ):
        assert words in told
    assert any(mark == "待核实：明细里没有写是基本支出还是项目支出" for mark in draft.marks.values())


def test_a_name_that_only_one_item_has_is_its_code() -> None:
    made = content(HEADINGS, (*WAGES[:4], "科技奖励", *WAGES[5:]))
    assert made["基本支出"][0]["科目"] == "2069901"


@pytest.mark.parametrize("folder", ["350-科技和工信部门", "207-上海市普陀区财政局"])
def test_the_leaves_of_a_real_budget_make_it_again(folder: str, tmp_path: Path) -> None:
    before = _loaded(ROOT / "budgets/2025" / folder)
    (one,) = leaf_budgets(lists(*_rows(before)), before.code, before.name)
    draft = leaf_draft(one, before.pack, 2025)
    target = tmp_path / "2025" / draft.folder
    target.mkdir(parents=True)
    for name, data in writing.files(draft).items():
        (target / name).write_bytes(data)
    assert _sums(_loaded(target)) == _sums(before)


def _loaded(folder: Path) -> Budget:
    budget = publish.prepare(folder, ROOT / "templates").budget
    assert budget is not None
    return budget


def _rows(budget: Budget) -> list[tuple[Any, ...]]:
    """Write the spending of a budget as a leaf list."""
    rows: list[tuple[Any, ...]] = [(*HEADINGS, "上年结转")]
    names = {
        _field(one, "项目编码") or _field(one, "项目名称"): _field(one, "项目名称") for one in budget.records["项目"]
    }
    for entry in (one for one in budget.entries if one.direction == "支出"):
        basic = entry.spending_type == "基本支出"
        code = entry.project if names.get(entry.project, entry.project) != entry.project else ""
        rows.append(
            (
                entry.unit,
                "人员类" if basic else entry.project_category or entry.spending_type,
                code,
                names.get(entry.project, entry.project),
                entry.function,
                entry.economic,
                entry.fund,
                float(entry.amount),
                "是" if entry.carryover else "",
            )
        )
    return rows


def _field(record: Record, name: str) -> str:
    found = record.fields.get(name)
    return str(found.value) if found else ""


def _sums(budget: Budget) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for one in budget.entries:
        key = (one.direction, one.function, one.economic, one.fund, one.spending_type, one.carryover, one.unit)
        found[*key, one.project, one.project_category] += one.amount  # type: ignore[assignment]
    return found


def test_a_name_from_a_cell_leads_out_of_no_folder() -> None:
    (one,) = budgets(HEADINGS, ("350001-../..\\坏:局机关", *WAGES[1:]))
    assert one.name == "坏局"


KINDS = ("人员类", "运转类公用经费", "其他运转类", "特定目标类", "经营支出")
LEAVES = st.lists(
    st.tuples(
        st.sampled_from((UNIT, "350002-中心", "351001-教育局")),
        st.sampled_from(KINDS),
        st.sampled_from(("", "P1", "P2")),
        st.sampled_from(("甲项目", "乙项目")),
        st.sampled_from(("[2060101]行政运行", "2060102", "2080505-机关事业单位基本养老保险缴费支出")),
        st.sampled_from(("30101", "30201 办公费", "")),
        st.sampled_from(("一般公共预算", "政府性基金预算资金", "事业收入资金")),
        st.decimals(min_value="0.01", max_value="9999999", places=2).map(float),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60)
@given(LEAVES, st.permutations(range(len(HEADINGS))))
def test_no_money_is_lost_or_made_whatever_the_order(leaves: list[tuple[Any, ...]], order: list[int]) -> None:
    rows = [[row[column] for column in order] for row in (HEADINGS, *leaves)]
    wanted: Counter[str] = Counter()
    for leaf in leaves:
        wanted[leaf[0][:3]] += Decimal(repr(leaf[-1]))  # type: ignore[assignment]
    for one in budgets(*rows):
        made = leaf_draft(one, "河北", 2025).content
        lines = [*made.get("基本支出", ()), *made.get("其他支出", ())]
        lines += [line for project in made.get("项目", ()) for line in project["支出"]]
        assert sum(line["金额"] for line in lines) == wanted.pop(one.code)
        assert sum(line["金额"] for line in made["收入"]) == sum(line["金额"] for line in lines)
    assert not wanted
