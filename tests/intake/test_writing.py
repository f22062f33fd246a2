"""A draft is written as YAML that reads back as it was, with the names of codes and what is to be verified beside."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.facts import build
from generator.intake.draft import BudgetDraft
from generator.intake.writing import files
from generator.reading import source

LINE = {"科目": "2010601", "经济科目": "30101", "资金性质": "一般公共预算拨款", "金额": Decimal("1234.50")}
texts = (
    st.text(
        st.one_of(
            st.sampled_from("“”，。；：、（）《》# -:{}[]'\"|>&*!%@`?=+0１é"),
            st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        ),
        min_size=1,
        max_size=150,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


def draft() -> BudgetDraft:
    made = BudgetDraft(2025, "上海", "351", "某某局")
    made.content |= {
        "年度": 2025, "模板": "上海", "部门": {"编码": "351", "名称": "某某局"},
        "单位": [{"编码": "351001", "名称": "某某局本级"}],
        "收入": [{"科目": "2010601", "资金性质": "一般公共预算拨款", "金额": Decimal("1234.50")}],
    }  # fmt: skip
    made.add("基本支出", dict(LINE), "表.xlsx 表“支出” E8", "待核实：公布的表里没有交叉数")
    made.names = {("科目", "2010601"): "行政运行", ("经济科目", "30101"): "基本工资"}
    return made


def written(made: BudgetDraft, folder: Path) -> Path:
    target = folder / made.folder
    target.mkdir(parents=True)
    for name, data in files(made).items():
        (target / name).write_bytes(data)
    return target


def test_a_line_says_the_name_of_its_code_and_what_is_to_be_verified() -> None:
    made = files(draft())
    assert "金额: 1234.50} # 基本工资；待核实：公布的表里没有交叉数" in made["收支.yaml"].decode()
    assert '"基本支出[0]": "表.xlsx 表“支出” E8"' in made["来源.json"].decode()


def test_what_is_written_is_a_budget(tmp_path: Path) -> None:
    budget, findings = build.load(written(draft(), tmp_path), shown_as="351")
    assert budget is not None, findings
    assert [(one.direction, one.amount) for one in budget.entries] == [
        ("收入", Decimal("1234.50")),
        ("支出", Decimal("1234.50")),
    ]


@given(st.lists(texts, min_size=1, max_size=4), texts)
def test_any_text_reads_back_as_it_was(duties: list[str], note: str) -> None:
    made = draft()
    made.content |= {"部门职责": duties, "其他说明": f"{note}\n{note}"}
    tree, findings = source.parse(files(made)["基本情况.yaml"], "基本情况.yaml")
    assert findings == ()
    read = [getattr(source.node_at(tree, ("部门职责", number)), "text", None) for number in range(len(duties))]
    assert read == duties
    assert getattr(source.node_at(tree, ("其他说明",)), "text", None) == f"{note}\n{note}"
