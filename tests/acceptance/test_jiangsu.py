"""江苏: the finished document of a real department of 2019 equals the published one, cell by cell and number by number.

The budgets of 2018 and 2019 stand in tests/budgets; 2019 compares with the 2018 budget beside it. What differs from the
published documents is listed with its reason, and each difference must be there.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator import publish
from generator.base.paths import origins_of
from generator.document.blocks import Cell, Document, Heading, Paragraph, Row, Table, arrived

TESTS = Path(__file__).parent.parent
TEMPLATES = TESTS.parent / "templates"
TABLES = {
    "T01": "收支预算总表", "T02": "收入预算总表", "T03": "支出预算总表", "T04": "财政拨款收支预算总表",
    "T05": "财政拨款支出预算表", "T06": "财政拨款基本支出预算表", "T07": "一般公共预算支出预算表",
    "T08": "一般公共预算基本支出预算表", "T09": "三公经费会议费培训费支出预算表",
    "T10": "政府性基金预算财政拨款支出预算表", "T11": "一般公共预算机关运行经费支出预算表", "T12": "政府采购支出预算表",
}  # fmt: skip
# the cells of 2018 that differ: the form of 2018 wrote half-width brackets, and its total label in the second column
CELLS_2018 = {
    ("T02", 2, 1): ("公共财政拨款(补助)资金", "公共财政拨款（补助）资金"),
    ("T02", 12, 1): ("债务资金(银行贷款)", "债务资金（银行贷款）"),
    **{(name, 0, column): pair for name in ("T05", "T06", "T07", "T08", "T10", "T11")
       for column, pair in ((0, ("", "合计")), (1, ("合计", "")))},
}  # fmt: skip
# amounts, changes, rates and shares of the text that are not what the figures say (anomalies.md)
SLIPS_2019 = {("九", "公务接待费支出", "share"): ("16.93", "16.92")}
SLIPS_2018 = {
    ("五", "一般行政事务管理（项）支出", "change_amount"): ("392.92", "382.92"),
    ("五", "机关事业单位基本养老保险缴费支出（项）支出", "rate"): ("100", ""),
    ("五", "机关事业单位职业年金缴费支出（项）支出", "rate"): ("100", ""),
}
COURT, OTHER = "910-江苏省高级人民法院", "911-综合局（虚构）"


def reference(year: int, name: str) -> Any:
    return json.loads((TESTS / f"reference/jiangsu-court-{year}/{name}.json").read_text("utf-8"))


@cache
def document(year: int, name: str = COURT) -> Document:
    prepared = publish.prepare(TESTS / f"budgets/{year}/{name}", TEMPLATES, shown_as=f"budgets/{year}/{name}")
    assert prepared.document is not None, [str(one) for one in prepared.findings]
    return prepared.document


def tables(year: int, name: str = COURT) -> dict[str, Table]:
    blocks = [block for section in document(year, name).sections for block in section.blocks]
    return {block.name: block for block in blocks if isinstance(block, Table)}


def grid(rows: tuple[Row, ...]) -> list[list[str]]:
    """Write each cell where it begins, and nothing where it goes on, as figures.json does."""
    width = sum(cell.colspan for cell in rows[0].cells)
    out = [[""] * width for _ in rows]
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (number, column) in taken:
                column += 1
            out[number][column] = cell.text
            taken |= {(number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)}
            column += cell.colspan
    return out


def spans(rows: tuple[Row, ...]) -> list[dict[str, int]]:
    return [_spans(row.cells) for row in rows]


def _spans(cells: tuple[Cell, ...]) -> dict[str, int]:
    starts = [sum(cell.colspan for cell in cells[:number]) for number in range(len(cells))]
    return {str(start): cell.colspan for start, cell in zip(starts, cells, strict=True) if cell.colspan > 1}


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_of_2019_is_the_published_one(name: str) -> None:
    published, made = reference(2019, "figures")["tables"][name], tables(2019)[TABLES[name]]
    assert grid(made.head) == published["header"]
    assert grid(made.body) == [row["cells"] for row in published["rows"]]
    assert made.caption == published["title"]
    assert made.line[0] == f"{published['org_label']}：{published['org']}"
    if name != "T12":  # whose total is not merged in the published file, nor noted
        assert [row or {} for row in spans(made.body)] == [_of(row, name) for row in published["rows"]]
    said = "".join(note.text for note in made.notes if not note.text.startswith("注：无"))
    assert said == (published["note"] or "")


def _of(row: dict[str, Any], name: str) -> dict[str, int]:
    whole = {"0": 2} if name == "T02" and row["cells"][0] == "收入总计" else {}
    return row.get("span", whole)


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_of_2018_is_the_published_one_but_for_what_is_listed(name: str) -> None:
    published, made = reference(2018, "figures")["tables"][name], grid(tables(2018)[TABLES[name]].body)
    rows = [row["cells"] for row in published["rows"]]
    assert len(made) == len(rows)
    differing = {
        (name, number, column): (one, other)
        for number, (own, theirs) in enumerate(zip(made, rows, strict=True))
        for column, (other, one) in enumerate(zip(own, theirs, strict=True))
        if one != other
    }
    assert differing == {key: pair for key, pair in CELLS_2018.items() if key[0] == name}
    assert grid(tables(2018)[TABLES[name]].head) == published["header"]


def sections(year: int, name: str = COURT) -> dict[str, str]:
    """Give the text of each section of the third part, by the numeral that begins its heading."""
    found: dict[str, str] = {}
    numeral = ""
    for block in (block for section in document(year, name).sections for block in section.blocks):
        if isinstance(block, Heading) and block.level <= 2:
            text = block.text
            numeral = text.partition("、")[0] if "说明" in text or "国有资产占用" in text else ""
        elif isinstance(block, Heading | Paragraph) and numeral:
            found[numeral] = found.get(numeral, "") + block.text + "\n"
    return found


def numbers(text: str) -> set[Decimal]:
    return {Decimal(one) for one in re.findall(r"[0-9]+(?:\.[0-9]+)?", text)}


def stated(year: int) -> list[tuple[str, str, str, Decimal]]:
    """Give every amount, change, rate and share of the published text: section, what of, kind, number."""
    found = []
    for one in reference(year, "statements"):
        numeral = one["section"].partition("、")[0]
        for kind in ("amount", "change_amount", "rate", "share"):
            if one.get(kind) is not None:
                found.append((numeral, one["name"], kind, Decimal(str(one[kind]))))
    return found


def _near(year: int, numeral: str, name: str, kind: str, number: Decimal) -> bool:
    """Tell whether a number stands in the sentence of the section that says the thing."""
    slips = SLIPS_2019 if year == 2019 else SLIPS_2018
    for (where, what, of), (printed, right) in slips.items():
        if (where, of) == (numeral, kind) and name.endswith(what) and Decimal(printed) == number:
            return right == "" or Decimal(right) in numbers(sections(year)[numeral])
    return number in numbers(sections(year)[numeral])


@pytest.mark.parametrize("year", [2018, 2019])
def test_every_amount_change_rate_and_share_of_the_text_is_derived(year: int) -> None:
    missing = [one for one in stated(year) if one[3] and not _near(year, *one)]
    assert missing == []


@pytest.mark.parametrize("year", [2018, 2019])
def test_each_slip_is_one(year: int) -> None:
    for (numeral, name, kind), (printed, _) in (SLIPS_2019 if year == 2019 else SLIPS_2018).items():
        assert any((one[0], one[2], one[3]) == (numeral, kind, Decimal(printed)) and one[1].endswith(name)
                   for one in stated(year))  # fmt: skip
        said = [line for line in sections(year)[numeral].splitlines() if name.partition("（项）")[0][-6:] in line]
        assert Decimal(printed) not in numbers("".join(said))


def test_the_sentences_say_what_changed_and_how() -> None:
    text = sections(2019)
    for numeral, sentence in (
        ("一", "2019年度收入、支出预算总计37188.34万元，与上年相比收、支预算总计各增加4016.19万元，增长12.11%。"),
        ("一", "主要原因是基本支出增加3397.18万元、项目支出减少1134.33万元、单位预留机动经费增加1753.34万元。"),
        ("一", "项目支出预算数为10208.94万元。与上年相比减少1134.33万元，减少10%。主要原因是根据国务院通知要求"),
        ("三", "基本支出21968万元，占59.07%；"),
        ("五", "1．法院（款）行政运行（项）支出17279.29万元，与上年相比增加2421.68万元，增长16.30%。主要原因是"),
        ("六", "（一）人员经费18387.95万元。主要包括：基本工资、津贴补贴、奖金、绩效工资、"),
        ("九", "（2）公务用车运行维护费预算支出266.8万元，与上年一致。"),
        ("九", "会议费预算支出271.02万元，比上年预算减少0.24万元。"),
        ("十二", "其中拟采购货物支出1637.72万元；拟采购工程支出530万元；拟采购服务支出3059.87万元。"),
        (
            "十三",
            "共有车辆66辆，其中，一般公务用车13辆、执法执勤用车38辆、特种专业技术用车15辆。",
        ),
        ("十三", "单价20万元（含）以上的设备48台（套）。"),
        ("十四", "实行整体支出绩效目标管理，涉及财政性资金合计37188.34万元。"),
    ):
        assert sentence in text[numeral], sentence


def test_the_last_sections_of_2018_are_the_published_ones() -> None:
    text = sections(2018)
    assert list(text)[-2:] == ["十二", "十三"]
    assert (
        "2018年我部门政府采购预算总金额为4641.62万元。"
        "其中拟购买货物962.86万元；拟购买工程539万元；拟购买服务3139.76万元。" in text["十二"]
    )
    assert text["十三"].splitlines() == [
        "（一）预算绩效目标设置情况说明",
        "2018年本部门共6个项目实行绩效目标管理，涉及财政性资金合计4481.3万元。",
    ]
    headings = [block.text for one in document(2018).sections for block in one.blocks if isinstance(block, Heading)]
    assert "十三、其他重要事项说明" in headings
    assert not any("国有资产" in heading for heading in headings)


def test_a_project_that_the_table_of_purchases_names_is_printed() -> None:
    prepared = publish.prepare(TESTS / f"budgets/2018/{COURT}", TEMPLATES)
    budget = prepared.budget
    assert budget is not None
    assert prepared.document is not None
    printed = arrived(prepared.document)
    wanted = {path for one in budget.procurement for path in (*origins_of(one.earmark), *origins_of(one.item))}
    assert ("项目", 0, "名称") in wanted
    assert wanted <= printed
    assert {path for path in printed if path[0] == "政府采购"} <= set(budget.places)


def test_nothing_of_2018_is_typed_into_2019() -> None:
    home = TESTS / "budgets/2019/910-江苏省高级人民法院"
    text = "".join(path.read_text("utf-8") for path in sorted(home.glob("*.yaml")))
    assert not re.search("^上年", text, re.MULTILINE)
    assert "33172.15" not in text


def test_a_department_with_every_fund_has_its_money_in_every_table() -> None:
    made = {name: grid(table.body) for name, table in tables(2019, OTHER).items()}
    amounts = {row[0] or row[1]: row[-1] for row in made["收入预算总表"]}
    assert [row[2] for row in made["收入预算总表"]] == [
        "1,524.00", "1,050.00", "1,000.00", "50.00", "300.00", "88.00", "80.00", "8.00",
        "66.00", "60.00", "", "", "6.00", "20.00", "20.00",
    ]  # fmt: skip
    assert amounts["收入总计"] == made["支出预算总表"][0][0]
    assert made["支出预算总表"] == [["1,524.00", "970.00", "444.00", "90.00", "20.00"]]
    assert made["收支预算总表"][-3:] == [
        ["当年收入小计", "1,504.00", "当年支出小计", "", "", "1,504.00"],
        ["上年结转资金", "20.00", "结转下年资金", "", "", "20.00"],
        ["收入合计", "1,524.00", "支出合计", "", "", "1,524.00"],
    ]
    assert made["财政拨款收支预算总表"][-1] == ["收入合计", "1,370.00", "支出合计", "1,370.00"]
    assert made["政府性基金预算财政拨款支出预算表"][0] == ["合 计", "", "300.00"]


def test_a_department_without_last_year_compares_with_nothing() -> None:
    text = sections(2019, OTHER)
    assert "2019年新设立，上年无可比的部门预算数，不作比较。" in text["一"]
    assert not re.search("与上年相比|比上年预算|与上年一致", "".join(text.values()))
    assert "财政专户管理资金收入88万元，占5.77%；" in text["二"]
    assert "共1个项目实行绩效目标管理，涉及财政性资金合计350万元。" in text["十四"]
