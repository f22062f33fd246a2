"""`budget summary` of a made district: its figures are sums of the YAML, and it says who is missing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from generator.base.resources import templates_folder
from generator.cli import main

FUND, OTHER = "一般公共预算拨款", "上级补助收入"


def department(code: str, pack: str, basic: int, project: int, *, other: int = 0, prior: bool = True) -> dict[str, Any]:
    """A budget with basic spending (办公费), a project, official reception and money of another department."""
    line = {"科目": "2010301", "资金性质": FUND}
    income = [{**line, "金额": basic + project}]
    spending = [{**line, "经济科目": "30201", "金额": basic - 1000}, {**line, "经济科目": "30217", "金额": 1000}]
    if other:
        income.append({"科目": "2010301", "资金性质": OTHER, "金额": other})
        spending.append({"科目": "2010301", "资金性质": OTHER, "经济科目": "30201", "金额": other})
    stated = {"支出总计": basic, "基本支出": basic, "项目支出": 0, "三公经费": 0}
    return {
        "年度": 2025,
        "模板": pack,
        "部门": {"编码": code, "名称": f"第{code}局", "简称": f"第{code}局"},
        "单位": [{"编码": "001", "名称": f"第{code}局本级", "性质": "行政", "职责": ["工作。"]}],
        "部门职责": ["工作。"],
        "收入": income,
        "基本支出": spending,
        "项目": [
            {
                "名称": f"第{code}局项目",
                "类别": "特定目标类",
                "支出": [{**line, "经济科目": "30227", "金额": project}],
                "绩效目标": ["完成工作。"],
            }
        ],
        "政府采购": [
            {
                "物品名称": "电脑",
                "目录": "A02010105",
                "数量": 1,
                "计量单位": "台",
                "项目": f"第{code}局项目",
                "资金": [{"资金性质": FUND, "金额": project}],
            }
        ],
        **({"上年数": stated} if prior else {}),
    }


DISTRICT = {
    "401": department("401", "测试", 123_456, 20_000),
    "402": department("402", "测试", 7_654_321, 300_000, other=50_000),
    "403": department("403", "另测", 999_000, 1_000),
}


def write(root: Path, budgets: dict[str, dict[str, Any]], listed: str = "") -> Path:
    for name in ("测试", "另测"):
        pack = root / "templates" / name
        pack.mkdir(parents=True)
        (pack / "模板.yaml").write_text(f"名称: {name}\n文件标题: 预算\n", "utf-8")
        (pack / "正文.jinja").write_text("# {{ 主体 }}\n", "utf-8")
        (pack / "样式.docx").write_bytes((templates_folder() / "hebei/样式.docx").read_bytes())
        (pack / "口径.yaml").write_text(
            "口径:\n  支出总计: {方向: [支出, 年终结转]}\n  基本支出: {方向: 支出, 支出类型: 基本支出}\n"
            "  项目支出: {方向: 支出, 支出类型: 项目支出}\n  三公经费: {方向: 支出, 资金性质: 财政拨款, "
            "经济分类: [30212, 30913, 31013, 30231, 30217]}\n",
            "utf-8",
        )
    for code, data in budgets.items():
        folder = root / f"budgets/2025/{code}-第{code}局"
        folder.mkdir(parents=True)
        (folder / "预算.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    if listed:
        (root / "budgets/2025/应公开.yaml").write_text(listed, "utf-8")
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("district"), DISTRICT)
    done = run(root, "summary", "-f", "docx,pdf,xlsx,html")
    assert done.exit_code == 0, done.output
    return root


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--root", str(root)])


def file(root: Path, suffix: str) -> Path:
    return next((root / "out/2025/汇总").glob(f"*.{suffix}"))


def wan(amount: int) -> str:
    return f"{Decimal(amount) / 10000:,.2f}"


def amounts(data: dict[str, Any], key: str) -> int:
    lines = [line for project in data["项目"] for line in project["支出"]] if key == "项目" else data[key]
    return sum(line["金额"] for line in lines)


def whole(key: str) -> int:
    return sum(amounts(data, key) for data in DISTRICT.values())


def tables(path: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(str(path)).tables]


def rows_of(root: Path, word: str) -> list[list[str]]:
    """The rows of the first table of the Word file with a word in its head."""
    return next(table for table in tables(file(root, "docx")) if any(word in cell for row in table[:3] for cell in row))


def test_income_and_spending_are_the_sums_of_all_departments(root: Path) -> None:
    rows = rows_of(root, "财政专户")
    spent = whole("基本支出") + whole("项目")
    total = next(row for row in rows if "合计" in row and wan(whole("收入")) in row)
    assert total.count(wan(whole("收入"))) >= 1
    assert wan(spent) in total
    for code, data in DISTRICT.items():
        own = next(row for row in rows if row[0] == code)
        assert own[1] == f"第{code}局"
        assert wan(amounts(data, "收入")) in own
        assert wan(amounts(data, "项目")) in own


def test_spending_by_function_and_economic_item(root: Path) -> None:
    by_item = {row[0]: row for table in tables(file(root, "docx")) for row in table if row[0].isdigit()}
    assert wan(whole("基本支出") + whole("项目")) in by_item["2010301"]
    assert wan(whole("项目")) in by_item["30227"]
    assert wan(1000 * len(DISTRICT)) in by_item["30217"]


def test_projects_purchases_and_last_year(root: Path) -> None:
    every = [row for table in tables(file(root, "docx")) for row in table]
    for code, data in DISTRICT.items():
        assert any(f"第{code}局项目" in row and wan(amounts(data, "项目")) in row for row in every)
    purchases = rows_of(root, "货物")
    assert next(row for row in purchases if "合计" in row and wan(whole("项目")) in row)
    compared = next(row for row in rows_of(root, "2024年") if "合计" in row and wan(whole("基本支出") - 50_000) in row)
    before = sum(data["上年数"]["支出总计"] for data in DISTRICT.values())
    now = whole("基本支出") + whole("项目")
    assert [wan(before), wan(now), wan(now - before)] == compared[2:5]


def test_all_files_say_the_same_figures(root: Path) -> None:
    spent = wan(whole("基本支出") + whole("项目"))
    pdf = "".join(page.extract_text() for page in PdfReader(file(root, "pdf")).pages)
    assert spent in pdf
    assert "部门之间的往来没有抵销" in pdf
    assert spent in file(root, "html").read_text("utf-8")
    book = load_workbook(file(root, "xlsx"))
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    exact = Decimal(whole("基本支出") + whole("项目")) / 10000
    assert any(isinstance(one, int | float) and abs(Decimal(str(one)) - exact) < Decimal("0.005") for one in values)


def test_a_figure_is_traced_to_the_departments(root: Path) -> None:
    found = run(root, "trace", "汇总", "表2/2010301/项目支出")
    assert found.exit_code == 0
    for code in DISTRICT:
        assert f"budgets/2025/{code}-第{code}局/预算.yaml" in found.output
    assert f"合计 {whole('项目'):,.2f} 元" in found.output
    assert run(root, "trace", "汇总", "123456789").exit_code == 2
    of_unit = run(root, "trace", "汇总", "表2/2010301/项目支出", "--unit", "001")
    assert (of_unit.exit_code, "--unit" in of_unit.stderr) == (2, True)


def test_the_same_budgets_give_the_same_bytes(root: Path) -> None:
    before = {path.suffix: path.read_bytes() for path in (root / "out/2025/汇总").iterdir()}
    assert run(root, "summary", "-f", "docx,pdf,xlsx,html").exit_code == 0
    assert {path.suffix: path.read_bytes() for path in (root / "out/2025/汇总").iterdir()} == before


def text_of(root: Path, *arguments: str) -> str:
    done = run(root, "summary", "-f", "docx", *arguments)
    assert done.exit_code == 0, done.output
    document = Document(str(file(root, "docx")))
    cells = [cell for table in tables(file(root, "docx")) for row in table for cell in row]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_who_is_not_in_it_is_said_on_the_page(tmp_path: Path) -> None:
    broken = {**DISTRICT["402"], "收入": [{"科目": "2010301", "资金性质": FUND, "金额": "很多"}]}
    listed = '区划: 某某区\n部门: [{编码: "401", 名称: 第401局}, {编码: "409", 名称: 第409局}]\n'
    root = write(tmp_path, {**DISTRICT, "402": broken}, listed)
    text = text_of(root)
    assert "编入本汇总的有2个部门：第401局、第403局。" in text
    assert "下列各数不是全部部门的合计" in text
    assert "没有编入的有2个部门" in text
    assert "有 1 个错误" in text
    assert "第409局" in text
    assert "还没有交" in text
    assert "某某区" in text
    assert "没有抵销" not in text
    done = run(root, "summary", "-f", "docx", "--strict")
    assert done.exit_code == 1
    assert "没有编入：409 第409局（还没有交）" in done.output


def test_what_is_not_known_of_last_year_is_said_and_left_blank(tmp_path: Path) -> None:
    unknown = {key: value for key, value in DISTRICT["403"].items() if key not in ("上年数", "政府采购")}
    root = write(tmp_path, {**DISTRICT, "403": unknown})
    text = text_of(root)
    assert "不知道上年支出总计、基本支出、项目支出、三公经费的部门，上年的合计因此空着：第403局。" in text
    assert "没有写政府采购的部门，政府采购的数里没有它们的：第403局。" in text
    assert "各部门用的格式不同：另测、测试" in text
    rows = rows_of(root, "2024年")
    assert next(row for row in rows if row[0] == "403")[2] == ""
    assert next(row for row in rows if row[0] == "401")[2] == wan(123_456)
    assert next(row for row in rows if "合计" in row and len(row) == 6)[2] == ""


def test_a_department_that_had_no_budget_adds_nothing(tmp_path: Path) -> None:
    new = {**{key: value for key, value in DISTRICT["403"].items() if key != "上年数"}, "上年": "无，2025年新设"}
    root = write(tmp_path, {**DISTRICT, "403": new})
    assert "上年没有预算的部门：第403局。" in text_of(root)
    before = sum(DISTRICT[code]["上年数"]["支出总计"] for code in ("401", "402"))
    assert any("合计" in row and wan(before) in row for row in rows_of(root, "2024年"))


def test_words_of_a_pack_of_its_own_are_counted_and_told(tmp_path: Path) -> None:
    line = {"科目": "2010301", "资金性质": "债务资金", "金额": 7000}
    own = {**DISTRICT["401"], "其他支出": [{**line, "支出类型": "机动经费"}]}
    own["收入"] = [*own["收入"], line]
    root = write(tmp_path, {"401": own})
    pack = root / "templates/测试/模板.yaml"
    words = "维度值:\n  资金性质: {增加: {债务资金: 单位资金}}\n  支出类型: {增加: [机动经费]}\n"
    pack.write_text(pack.read_text("utf-8") + words, "utf-8")
    text = text_of(root)
    assert "各部门格式自己的支出类型，只在合计里，不在各栏里：机动经费。" in text
    assert "自己的资金性质" not in text
    rows = rows_of(root, "财政专户")
    assert wan(7000) in next(row for row in rows if row[0] == "401")  # 单位资金


def test_nothing_to_add_up_writes_nothing(tmp_path: Path) -> None:
    root = write(tmp_path, {"401": {**DISTRICT["401"], "收入": "错"}})
    assert run(root, "summary").exit_code == 1
    assert not (root / "out").exists()


def test_with_a_list_that_is_wrong_nothing_is_added_up(tmp_path: Path) -> None:
    root = write(tmp_path, DISTRICT, '部门: [{编码: "401", 名字: 第401局}]\n')
    done = run(root, "summary", "-f", "docx")
    assert done.exit_code == 1
    assert "budgets/2025/应公开.yaml:1:" in done.stderr
    assert not (root / "out").exists()
