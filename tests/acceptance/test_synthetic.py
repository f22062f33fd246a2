"""A synthetic budget fills what the sample leaves empty: every figure is summed here anew and found in both files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.acceptance import ledger
from tests.acceptance.command import SYNTHETIC, budget
from tests.acceptance.conftest import Case
from tests.acceptance.finished import Cell, Table, folded
from tests.acceptance.ledger import FISCAL, OWN, Condition, Line, shown

pytestmark = pytest.mark.parametrize("kind", ["docx", "pdf"])
SCOPES = ["999", "999001", "999002", "999003"]
SCOPED = pytest.mark.parametrize("scope", SCOPES)
LINES = ledger.lines(SYNTHETIC)
GENERAL, GOVERNMENT, STATE = FISCAL
CLASSES = [str(code) for code in range(201, 235) if code not in (218, 225, 226, 228)]


def of(scope: str, *directions: str) -> list[Line]:
    """The lines of the department or of one unit."""
    return [line for line in LINES if line.direction in directions and scope in (line.unit, line.unit[:3])]


def table(case: Case, kind: str, title: str, scope: str) -> Table:
    """A table of the department, or of one unit, which is told by the code in the line over it."""
    version = "部门" if scope == "999" else "单位"
    found = case.read(kind).tables(f"{version}{title}")
    (one,) = [item for item in found if scope == "999" or item.line.startswith(scope)]
    return one


def is_fund(*funds: str) -> Condition:
    return lambda line: line.fund in funds


def is_kind(*kinds: str) -> Condition:
    return lambda line: line.kind in kinds


def both(*conditions: Condition) -> Condition:
    return lambda line: all(condition(line) for condition in conditions)


def carried(line: Line) -> bool:
    return line.carried


def current(line: Line) -> bool:
    return not line.carried


def starts(code: str) -> Condition:
    return lambda line: line.function.startswith(code)


@SCOPED
def test_balance(synthetic: Case, kind: str, scope: str) -> None:
    rows = table(synthetic, kind, "预算收支总表", scope).rows
    income, spent, left = of(scope, "收入"), of(scope, "支出"), of(scope, "年终结转")
    groups = [*((fund,) for fund in FISCAL), ("财政专户管理资金",), OWN]
    assert [row[2] for row in rows[:5]] == [shown(income, both(current, is_fund(*group))) for group in groups]
    assert [row[4] for row in rows[:31]] == [*(shown(spent, starts(code)) for code in CLASSES), ""]
    assert [row[1:] for row in rows[31:]] == [
        ["本年收入合计", shown(income, current), "本年支出合计", shown(spent)],
        ["上年结转结余", shown(income, carried), "年终结转结余", shown(left)],
        ["收入总计", shown(income), "支出总计", shown([*spent, *left])],
    ]


@SCOPED
def test_fiscal_balance(synthetic: Case, kind: str, scope: str) -> None:
    rows = table(synthetic, kind, "预算财政拨款收支总表", scope).rows
    fiscal = is_fund(*FISCAL)
    income, spent, left = ([line for line in of(scope, one) if fiscal(line)] for one in ("收入", "支出", "年终结转"))
    assert [row[2] for row in rows[:3]] == [shown(income, both(current, is_fund(fund))) for fund in FISCAL]
    expected = [by_fund([line for line in spent if starts(code)(line)]) for code in CLASSES]
    assert [row[4:] for row in rows[:30]] == expected
    assert rows[31][2:] == [shown(income, current), "本年支出合计", *by_fund(spent)]
    assert rows[32][2:] == [shown(income, carried), "年末财政拨款结转和结余", *by_fund(left)]
    assert [row[2] for row in rows[33:36]] == [shown(income, both(carried, is_fund(fund))) for fund in FISCAL]
    assert rows[36][2:] == [shown(income), "支出总计", *by_fund([*spent, *left])]


def by_fund(found: list[Line]) -> list[str]:
    return [shown(found), *(shown(found, is_fund(fund)) for fund in FISCAL)]


INCOME: dict[str, Condition] = {
    "合计": lambda line: True,
    "小计": current,
    "财政拨款收入": both(current, is_fund(*FISCAL)),
    "财政专户收入": both(current, is_fund("财政专户管理资金")),
    **{fund: both(current, is_fund(fund)) for fund in OWN},
    "上年结转": carried,
}
KINDS_OF_SPENDING = ("基本支出", "项目支出", "经营支出", "上解上级支出", "对附属单位补助支出")
SPENDING: dict[str, Condition] = {"合计": lambda line: True, **{kind: is_kind(kind) for kind in KINDS_OF_SPENDING}}
BY_FUND: dict[str, Condition] = {name: SPENDING[name] for name in ("合计", "基本支出", "项目支出")}


def economic_class(*classes: str) -> Condition:
    return lambda line: line.economic[:3] in classes


BASIC: dict[str, Condition] = {
    "合计": lambda line: True,
    "人员经费": economic_class("301", "303"),
    "公用经费": economic_class("302", "309", "310"),
}
TREES: dict[str, tuple[str, Condition, dict[str, Condition]]] = {
    "预算收入总表": ("收入", lambda line: True, INCOME),
    "预算支出总表": ("支出", lambda line: True, SPENDING),
    "预算一般公共预算财政拨款支出表": ("支出", is_fund(GENERAL), BY_FUND),
    "预算政府性基金预算财政拨款支出表": ("支出", is_fund(GOVERNMENT), BY_FUND),
    "预算国有资本经营预算财政拨款支出表": ("支出", is_fund(STATE), BY_FUND),
    "预算一般公共预算财政拨款基本支出表": ("支出", both(is_fund(GENERAL), is_kind("基本支出")), BASIC),
}


@SCOPED
@pytest.mark.parametrize("title", TREES)
def test_tables_by_codes(synthetic: Case, kind: str, scope: str, title: str) -> None:
    direction, condition, columns = TREES[title]
    found = [line for line in of(scope, direction) if condition(line)]
    made = table(synthetic, kind, title, scope)
    assert table_by_codes(made, columns) == expected_by_codes(found, columns, economic=columns is BASIC)
    assert all(row[made.column("科目名称")] for row in made.rows if row[1] != "合计")
    if not found:
        assert [note.startswith("注：无") for note in made.notes] == [True]


def table_by_codes(made: Table, columns: dict[str, Condition]) -> dict[str, list[str]]:
    places = [made.column(name) for name in columns]
    return {row[1].replace("合计", ""): [row[place] for place in places] for row in made.rows}


def expected_by_codes(found: list[Line], columns: dict[str, Condition], economic: bool) -> dict[str, list[str]]:
    def code(line: Line) -> str:
        return line.economic if economic else line.function

    keys = ["", *ledger.codes(found, code, (3, 5) if economic else (3, 5, 7))] if found else []
    return {
        key: [shown([line for line in found if code(line).startswith(key)], column) for column in columns.values()]
        for key in keys
    }


def test_the_synthetic_budget_fills_what_the_sample_leaves_empty(synthetic: Case, kind: str) -> None:
    """Every income column, every kind of expenditure and every fund has money."""
    finished = synthetic.read(kind)
    income, spending = finished.table("部门预算收入总表"), finished.table("部门预算支出总表")
    assert all(income.rows[0][3:])
    assert all(spending.rows[0][3:])
    assert all(finished.table("部门预算财政拨款收支总表").rows[-1])


THREE_PUBLIC: list[tuple[str, Condition]] = [
    ("合计", lambda line: line.economic in ("30212", "30913", "31013", "30231", "30217")),
    ("“三公”经费小计", lambda line: line.economic in ("30212", "30913", "31013", "30231", "30217")),
    ("一、因公出国（境）费", lambda line: line.economic == "30212"),
    ("其中：教学科研人员因公出国（境）费", lambda line: line.economic == "30212" and bool(line.mark)),
    ("其他因公出国（境）费", lambda line: line.economic == "30212" and not line.mark),
    ("二、公务用车购置及运维费", lambda line: line.economic in ("30913", "31013", "30231")),
    ("其中：公务用车购置费", lambda line: line.economic in ("30913", "31013")),
    ("公务用车运行维护费", lambda line: line.economic == "30231"),
    ("三、公务接待费", lambda line: line.economic == "30217"),
]


@SCOPED
def test_three_public_expenses(synthetic: Case, kind: str, scope: str) -> None:
    found = [line for line in of(scope, "支出") if line.fund in FISCAL]
    rows = table(synthetic, kind, "预算财政拨款“三公”经费支出表", scope).rows
    assert [row[1] for row in rows] == [folded(label) for label, _ in THREE_PUBLIC]
    expected = [by_fund([line for line in found if condition(line)]) for _, condition in THREE_PUBLIC]
    assert [row[2:] for row in rows] == expected


PURCHASE_COLUMNS: dict[str, Condition] = {
    "政府采购金额（当年部门预算安排资金）/合计": lambda line: True,
    "一般公共预算拨款": both(current, is_fund(GENERAL)),
    "基金预算拨款": both(current, is_fund(GOVERNMENT)),
    "国有资本经营预算拨款": both(current, is_fund(STATE)),
    "财政专户核拨": both(current, is_fund("财政专户管理资金")),
    "单位资金": both(current, is_fund(*OWN)),
    "上年结转结余": carried,
}


def test_procurement(synthetic: Case, kind: str) -> None:
    made = table(synthetic, kind, "政府采购预算", "999")
    by_item = {"": of("999", "采购")}
    for line in of("999", "采购"):
        by_item.setdefault(line.project, []).append(line)
    found = {row[made.column("采购物品名称")]: row for row in made.rows}
    assert set(found) == set(by_item)
    for item, lines in by_item.items():
        cells = [found[item][made.column(name)] for name in PURCHASE_COLUMNS]
        assert cells == [shown(lines, condition) for condition in PURCHASE_COLUMNS.values()]
    share = made.column("2025年预留中小微企业份额")
    assert [found[item][share] for item in ("", "台式计算机<&>", "办公用纸")] == ["23.50", "22.00", "1.50"]
    assert [found["台式计算机<&>"][made.column(name)] for name in ("数量", "单价", "计量单位")] == ["40", "0.55", "台"]
    assert made.notes == [
        "注：同一采购目录序号的物品，其单价会因配置规格不同而变动，均符合资产配置标准。涉密采购事项按照相关规定执行。"
    ]


ASSETS = {
    "资产总额": ("办公用房", "其他房屋", "车辆", "大型设备", "其他固定资产"),
    "1、房屋（平方米）": ("办公用房", "其他房屋"),
    "其中：办公用房（平方米）": ("办公用房",),
    "2、车辆（台、辆）": ("车辆",),
    "3、单价在20万元以上的设备": ("大型设备",),
    "4、其他固定资产": ("其他固定资产",),
}


@SCOPED
def test_fixed_assets(synthetic: Case, kind: str, scope: str) -> None:
    rows = table(synthetic, kind, "固定资产占用情况表", scope).rows
    assert [row[0] for row in rows] == list(ASSETS)
    for (label, categories), row in zip(ASSETS.items(), rows, strict=True):
        lines = [line for line in of(scope, "资产") if line.category in categories]
        total = sum((line.quantity for line in lines), Decimal(0))
        assert row[2] == shown(lines), label
        assert row[1] == ("" if label == "资产总额" or not total else f"{total.normalize():f}"), label


def test_sentences_have_the_sums(synthetic: Case, kind: str) -> None:
    words = synthetic.read(kind).words()
    income, spent = of("999", "收入"), of("999", "支出")
    assert f"单位资金收入{shown(income, both(current, is_fund(*OWN)))}万元" in words
    assert f"上年结转结余{shown(income, carried)}万元" in words
    for name in KINDS_OF_SPENDING[2:]:
        assert f"{name}{shown(spent, is_kind(name))}万元" in words
    bought = [line for line in of("999", "采购") if line.new]
    assert f"本年度拟购置固定资产总额为{shown(bought)}万元" in words
    assert f"上年末固定资产金额为{shown(of('999', '资产'))}万元" in words
    assert "测试专项资金（虚构），预算安排123.46万元。按因素法分配。" in words
    assert "2024年无可比的部门预算数，不作比较。" in words


@pytest.mark.parametrize("title", ["预算收支总表", "预算收入总表", "预算支出总表"])
def test_the_tables_of_the_department_are_the_sums_of_those_of_its_units(
    synthetic: Case, kind: str, title: str
) -> None:
    """Each printed cell of the department is the sum of the units' cells, but for their rounding."""
    totals = [amounts(table(synthetic, kind, title, scope)) for scope in SCOPES]
    cells = {key for one in totals for key in one}
    assert len(cells) > 10
    for key in cells:
        department, *units = (one.get(key, Decimal(0)) for one in totals)
        assert abs(department - sum(units)) <= Decimal("0.005") * (len(units) + 1), key


def amounts(made: Table) -> dict[tuple[str, str, int], Decimal]:
    found = {}
    for row in made.rows:
        for column, text in enumerate(row):
            if "." in text:
                found[row[1], row[3] if "项目" in made.columns[3] else "", column] = Decimal(text)
    return found


TITLES = [
    "1、测试<&>\"'项目{{7*7}}绩效目标表",
    "2、公务用车购置（虚构）绩效目标表",
    "3、基础设施建设（虚构）绩效目标表",
    "4、实训基地建设（各种资金都有，指标有十一个，格子里的文字很长，名称本身也很长，目录和标题都要换行）（虚构）绩效目标表",
    "5、研究设备（虚构）绩效目标表",
]


def test_projects_of_all_units_have_their_tables(synthetic: Case, kind: str) -> None:
    finished = synthetic.read(kind)
    titles = dict.fromkeys(item.title for item in finished.flow if isinstance(item, Table))
    assert [title for title in titles if title in TITLES] == TITLES


def test_a_project_with_eleven_indicators_and_long_cells_is_whole(synthetic: Case, kind: str) -> None:
    form, indicators = synthetic.read(kind).tables(TITLES[3])[:2]
    code = next(line.project for line in LINES if line.fund == "上级补助收入" and line.project)
    lines = [line for line in LINES if line.project == code]
    own = shown(lines, lambda line: line.fund not in FISCAL)
    cells = [distinct(row) for row in form.body]
    assert cells[1][1:] == ["预算数", shown(lines), "其中：财政资金", shown(lines, is_fund(*FISCAL)), "其他资金", own]
    assert cells[4][1:] == ["50.00", "100.00", "200.00", "227.35"]
    assert cells[5][1] == "1.完成实训基地建设。2.设备利用率达到规定的比例。"
    columns = ["".join(row[column] for row in indicators.rows) for column in range(6)]
    assert columns[1].count("指标") == 11
    assert columns[2] == "第1个指标<&>" + "".join(f"第{number}个指标" for number in range(2, 12))
    sentence = "这一格的文字非常长，用来看表格的行在一页里怎样换行、会不会伸出格子。"
    assert columns[3] == sentence * (9 + 8 + 45)
    assert columns[4].startswith("≥81%≥82%>" + "X" * 60)


def distinct(row: tuple[Cell, ...]) -> list[str]:
    return [cell.words for number, cell in enumerate(row) if number == 0 or cell is not row[number - 1]]


AWKWARD = [
    "{{7*7}}", "{%if1%}", "**粗**", "=1+1", "<b>&amp;</b>", "R&D", "C:\\路径", '"直引号"', "#号开头的一条",
    "@表开头的一条", "[样式]开头的一条", "**粗**开头的一条", "=1+1开头的一条", "Donaudampfschifffahrtsgesellschaft" * 4,
    "喆、镕、堃、㧑", "①⑳", "≥≤×÷±℃‰㎡№—…·", "{{7*7}}是原样的文字", "@分页不是指令", "{#注释#}也是原样的文字",
    "任务一<&>。", "<只用于测试>",
]  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_printed_as_typed(synthetic: Case, kind: str, text: str) -> None:
    assert folded(text) in synthetic.read(kind).words()


def test_awkward_text_in_cells_is_printed_as_typed(synthetic: Case, kind: str) -> None:
    form, indicators = synthetic.read(kind).tables(TITLES[0])[:2]
    cells = [distinct(row) for row in form.body]
    assert cells[0][3] == "测试<&>\"'项目{{7*7}}"
    assert cells[2][1] == "=1+1不是公式"
    assert cells[5][1] == "1.**粗**2.#号"
    assert indicators.rows == [["产出指标", "数量指标", "@表", "[样式]", "{{7*7}}", "<&>"]]


def test_a_budget_without_last_year_is_complete(case: Callable[[str], Case], kind: str) -> None:
    done = budget("check", SYNTHETIC)
    assert done.returncode == 0, done.stdout
    assert "B401" not in done.stdout
