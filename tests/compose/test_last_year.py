"""Last year: the folder beside, what is stated, and what the department and each unit say of it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from generator import publish
from generator.books.book import Unknown
from generator.books.subject import books
from generator.document.blocks import Document, Paragraph
from generator.facts import build
from generator.findings.finding import Finding, Severity
from generator.ledger import Amount, Condition

TEMPLATES = Path("templates")
DEPARTMENT = """\
年度: {year}
模板: 河北
部门: {{编码: "{code}", 名称: 测试局, 区划: 区}}
单位:
  - {{编码: "{code}001", 名称: 测试局本级, 性质: 行政{first}}}
  - {{编码: "{code}002", 名称: 测试中心, 性质: 事业{second}}}
收入:
  - {{单位: "{code}001", 科目: 2010301, 资金性质: 一般公共预算拨款, 金额: {a}}}
  - {{单位: "{code}002", 科目: 2010350, 资金性质: 一般公共预算拨款, 金额: {b}}}
基本支出:
  - {{单位: "{code}001", 科目: 2010301, 经济科目: 30101, 资金性质: 一般公共预算拨款, 金额: {a}}}
  - {{单位: "{code}002", 科目: 2010350, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: {b}}}
{more}"""


def write(root: Path, year: int, code: str = "351", a: int = 80_000, b: int = 50_000, **parts: str) -> Path:
    """Write the budget of a department with two units, of a year."""
    folder = root / f"budgets/{year}/{code}-测试局"
    folder.mkdir(parents=True)
    parts = {"first": "", "second": "", "more": "", **parts}
    (folder / "预算.yaml").write_text(DEPARTMENT.format(year=year, code=code, a=a, b=b, **parts), "utf-8")
    return folder


def prepared(folder: Path, unit: str = "") -> tuple[str, dict[str, list[Finding]]]:
    """The words of a document, and what is found, by code."""
    made = publish.prepare(folder, TEMPLATES, shown_as=f"budgets/{folder.parent.name}/{folder.name}", unit=unit)
    found: dict[str, list[Finding]] = {}
    for finding in made.findings:
        found.setdefault(finding.code, []).append(finding)
    return words(made.document), found


def words(document: Document | None) -> str:
    if document is None:
        return ""
    return "\n".join(b.text for s in document.sections for b in s.blocks if isinstance(b, Paragraph))


def compared(text: str) -> list[str]:
    """What the sentences on the whole say: this year's amount and the difference."""
    found = re.findall(r"预算收支安排([0-9.]+)万元，较2024年预算((?:增加|减少)[0-9.]+)万元", text)
    return [" ".join(one) for one in found]


def test_department_and_units_compare_with_the_folder_beside(tmp_path: Path) -> None:
    write(tmp_path, 2024, a=60_000, b=60_000)
    folder = write(tmp_path, 2025)
    whole, found = prepared(folder)
    assert compared(whole) == ["13.00 增加1.00", "8.00 增加2.00", "5.00 减少1.00"]
    assert compared(prepared(folder, "351002")[0]) == compared(whole)[2:]
    assert not {"B403", "B404", "B408"} & set(found)
    assert "无可比" not in whole


def test_without_the_folder_nothing_is_claimed_in_any_document(tmp_path: Path) -> None:
    folder = write(tmp_path, 2025)
    for unit in ("", "351001", "351002"):
        text, found = prepared(folder, unit)
        assert "B403" in found
        assert "无可比" not in text
        assert "较2024年" not in text
    assert len(prepared(folder)[1]["B403"]) == 3  # of the department and of each unit


@pytest.mark.parametrize(("stated", "agrees"), [("120000", True), ("120001", False), ("120100", False), ("12", False)])
def test_what_is_stated_must_agree_with_the_folder(tmp_path: Path, stated: str, agrees: bool) -> None:
    write(tmp_path, 2024, a=60_000, b=60_000)
    folder = write(tmp_path, 2025, more=f"上年数: {{支出总计: {stated}}}\n")
    text, found = prepared(folder)
    assert ("B404" not in found) is agrees
    assert "较2024年预算增加1.00万元" in text  # the folder is used
    assert not [one for one in found.get("B406", []) if "上年数" in one.path]  # and the stated figure is compared
    if not agrees:
        (finding,) = found["B404"]
        assert finding.place is not None
        assert (finding.place.file, finding.place.line) == ("budgets/2025/351-测试局/预算.yaml", 13)
        assert {place.file for place, _ in finding.related} == {"budgets/2024/351-测试局/预算.yaml"}
        assert finding.severity is Severity.WARNING


def test_a_figure_stated_to_a_hundredth_of_ten_thousand_may_be_rounded(tmp_path: Path) -> None:
    write(tmp_path, 2024, a=60_030, b=60_010)
    assert "B404" not in prepared(write(tmp_path, 2025, more="上年数: {支出总计: 120000}\n"))[1]


def test_items_and_units_are_compared_too_and_a_difference_can_be_accepted(tmp_path: Path) -> None:
    write(tmp_path, 2024, a=60_000, b=60_000)
    more = '上年数: {基本支出: {合计: 120000, "2010301": 50000, "2010350": 70000}}\n'
    folder = write(tmp_path, 2025, second=", 上年数: {支出总计: 10000}", more=more)
    found = prepared(folder)[1]
    assert Counter(one.message.split("”")[0] for one in found["B404"]) == {
        "“基本支出的2010301": 1,
        "“基本支出的2010350": 1,
        "“支出总计": 1,
    }
    file = folder / "预算.yaml"
    accepted = "出错说明: [{代码: B404, 原因: 口径调整}]\n"
    file.write_text(file.read_text("utf-8") + accepted, "utf-8")
    assert {one.severity for one in prepared(folder)[1]["B404"]} == {Severity.HINT}


def test_a_department_and_a_unit_with_another_code_last_year(tmp_path: Path) -> None:
    write(tmp_path, 2024, code="349", a=60_000, b=60_000)
    units = {"first": ', 上年编码: "349001"', "second": ', 上年编码: "349002"'}
    folder = write(tmp_path, 2025, more='上年编码: "349"\n', **units)
    whole, found = prepared(folder)
    assert compared(whole) == ["13.00 增加1.00", "8.00 增加2.00", "5.00 减少1.00"]
    assert not {"B403", "B409"} & set(found)
    file = folder / "预算.yaml"
    file.write_text(file.read_text("utf-8").replace("349002", "349009"), "utf-8")
    (finding,) = prepared(folder)[1]["B409"]
    assert finding.message == "2024 年的预算里没有编码为 349009 的单位。"


def test_none_beside_a_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path, 2024)
    folder = write(tmp_path, 2025, second=", 上年: 无，2025年新设", more="上年: 无，2025年新设\n")
    found = prepared(folder)[1]
    assert [one.path for one in found["B408"]] == [("上年",), ("单位", 1, "上年")]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("无，2025年新设立", ""),
        ("无（机构改革新组建）", ""),
        ("无可比的预算数，2025年新设", ""),
        ("无", "C713"),
        ("无。", "C713"),
        ("100万元", "C711"),
        ("无法提供", "C711"),
        ("有", "C711"),
    ],
)
def test_what_may_be_said_of_last_year(tmp_path: Path, typed: str, code: str) -> None:
    folder = write(tmp_path, 2025, second=f", 上年: “{typed}”".replace("“", '"').replace("”", '"'))
    text, found = prepared(folder, "351002")
    assert sorted(one for one in found if one.startswith("C71")) == ([code] if code else [])
    assert ("无可比" in text) is (code != "C711")
    if not code:
        assert typed.removeprefix("无可比的预算数").strip("无，（）") in text


def test_none_and_figures_contradict_each_other(tmp_path: Path) -> None:
    folder = write(tmp_path, 2025, first=", 上年: 无，新设, 上年数: {支出总计: 5}".replace("无，新设", '"无，新设"'))
    (finding,) = prepared(folder)[1]["C712"]
    assert (finding.path, finding.severity) == (("单位", 0, "上年"), Severity.ERROR)
    assert len(finding.related) == 1


def test_a_folder_of_another_year_is_not_compared_with(tmp_path: Path) -> None:
    old = write(tmp_path, 2024)
    file = old / "预算.yaml"
    file.write_text(file.read_text("utf-8").replace("年度: 2024", "年度: 2025"), "utf-8")
    text, found = prepared(write(tmp_path, 2025))
    assert "较2024年" not in text
    assert found["B105"][0].message == "上年的预算“351-测试局”里写的是 2025 年、编码 351，没有用来比较。"


def test_a_unit_alone_states_last_year_in_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "budgets/2025/351002-测试中心"
    folder.mkdir(parents=True)
    (folder / "预算.yaml").write_text(
        """\
年度: 2025
模板: 河北
单位: [{编码: "351002", 名称: 测试中心, 性质: 事业, 原因: {基本支出: 人员增加}}]
收入: [{科目: 2010350, 资金性质: 一般公共预算拨款, 金额: 50000}]
基本支出: [{科目: 2010350, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 50000}]
上年数: {支出总计: 40000, 基本支出: 40000, 项目支出: 0}
""",
        "utf-8",
    )
    text, found = prepared(folder)
    assert "较2024年预算增加1.00万元，其中：基本支出增加1.00万元，主要为人员增加；" in text
    lost = [one.path for one in found.get("B406", [])]
    assert not [path for path in lost if "上年数" in path or "原因" in path]
    (finding,) = found["B403"]
    assert finding.path == ("上年数",)
    assert finding.place is not None
    assert finding.place.line == 6


PURCHASE = """政府采购:
  - 单位: "351001"
    物品名称: 电脑
    目录: A02010105
    数量: 1
    计量单位: 台
    单价: 5000
    资金: [{资金性质: 一般公共预算拨款, 金额: 5000}]
"""


@pytest.mark.parametrize(("last", "known"), [("", False), ("政府采购: []\n", True)])
def test_a_list_that_last_years_budget_does_not_speak_of_is_not_nothing(tmp_path: Path, last: str, known: bool) -> None:
    write(tmp_path, 2024, more=last)
    budget, _ = build.load(write(tmp_path, 2025, more=PURCHASE))
    assert budget is not None
    book = books(budget, budget.subject, {})["上年预算"]
    found = book.ask(Condition(), "采购", "政府采购")
    assert found == (Amount() if known else Unknown("政府采购"))
    assert book.ask(Condition(), "收支") != Unknown()


PROJECT = (
    '项目:\n  - {{编码: "{code}", 名称: {name}, 类别: 特定目标类, 单位: "351001", '
    "支出: [{{科目: 2010302, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 7}}]}}\n"
)


@pytest.mark.parametrize(
    ("before", "now", "named"),
    [
        (("P1", "修路"), ("P1", "修路"), "P1"),
        (("P1", "修路"), ("P2", "修路"), "P2"),
        (("P1", "修路"), ("P1", "修路（续建）"), "P1"),
        (("P1", "修路"), ("P2", "修桥"), "P1"),
    ],
)
def test_a_project_is_the_same_by_its_code_or_else_by_its_name(
    tmp_path: Path, before: tuple[str, str], now: tuple[str, str], named: str
) -> None:
    for year, (code, name) in ((2024, before), (2025, now)):
        write(tmp_path, year, more=PROJECT.format(code=code, name=name).replace("{{", "{").replace("}}", "}"))
    budget, _ = build.load(tmp_path / "budgets/2025/351-测试局")
    assert budget is not None
    assert budget.previous is not None
    assert [entry.project for entry in budget.previous.entries if entry.project] == [named]
    assert {entry.book for entry in budget.previous.entries} == {"上年预算"}
