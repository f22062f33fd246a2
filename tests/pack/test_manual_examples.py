"""The examples of docs/模板说明.md that stand beside an example of a budget: executed as they are printed."""

from __future__ import annotations

import re
from pathlib import Path

from generator.compose import packcheck
from generator.document.blocks import Chart, Document, Table, arrived
from tests.packs import composed, drawn, words, write_pack

PAGE = Path("docs/模板说明.md").read_text("utf-8")


def example(head: str) -> str:
    """The block of the manual that begins with these words."""
    (found,) = re.findall(rf"```yaml\n# 例：{head}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def tables(document: Document | None) -> list[str]:
    assert document is not None
    return [drawn(block) for section in document.sections for block in section.blocks if isinstance(block, Table)]


def test_projects_by_unit(tmp_path: Path) -> None:
    line = "{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 10000}"
    extra = f"项目: [{{名称: 甲, 类别: 特定目标类, 支出: [{line}]}}]\n"
    document, _ = composed(tmp_path, "@表 按单位列项目\n", extra, 表=example("表，按单位列项目"))
    assert tables(document) == ["单位 | 项目 | 金额\n---\n合计 |  | 1.00\n本级<1x2> |  | 1.00\n甲 | 1.00"]


def test_what_a_pack_that_extends_another_keeps_of_its_defaults(tmp_path: Path) -> None:
    write_pack(tmp_path / "templates", "某省", 模板=example("模板，某省"))
    document, found = composed(tmp_path, "@表 支出表\n", 模板=example("模板，某县"))
    assert found == ()
    assert tables(document) == ["科目 | 金额\n---\n科学技术支出 | 1005\n合计 | 1005"]
    assert document is not None
    assert [block.line for section in document.sections for block in section.blocks if isinstance(block, Table)] == [
        ("", "", "单位：元")
    ]
    assert packcheck.check("测试", 2025, tmp_path / "templates")[1] == ()


def test_what_a_column_keeps_of_the_numbers_of_its_table(tmp_path: Path) -> None:
    document, found = composed(tmp_path, "@表 支出表\n", 表=example("表，数字"))
    assert found == ()
    assert packcheck.check("测试", 2025, tmp_path / "templates")[1] == ()
    head = "科目<1x2> | 万元<1x2> | 元<2x1>\n四位小数 | 整数"
    assert tables(document) == [f"{head}\n---\n支出 | 0.1005 | 1005.0000 | 1005"]


def test_what_a_table_keeps_of_the_one_that_it_builds_on(tmp_path: Path) -> None:
    line = "{科目: 2060101, 经济科目: 30201, 资金性质: 事业收入, 金额: 20}"
    extra = f"项目: [{{名称: 甲, 类别: 特定目标类, 支出: [{line}]}}]\n"
    document, found = composed(tmp_path, "@表 支出表\n@表 工资福利支出表\n", extra, 表=example("表，沿用"))
    assert [one.message for one in found] == []
    assert tables(document) == [
        "科目 | 金额\n---\n科学技术支出 | 1025\n合计 | 1025",
        "科目 | 金额\n---\n科学技术支出 | 1,005.00\n合计 | 1,005.00",
    ]
    assert words(document) == ["支出表", "工资福利支出表"]
    assert packcheck.check("测试", 2025, tmp_path / "templates")[1] == ()


def test_each_line_of_spending(tmp_path: Path) -> None:
    line = "{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 10000}"
    extra = f"项目: [{{名称: 甲, 类别: 特定目标类, 支出: [{line}]}}]\n"
    sentence = re.search(r"句子里：`(.*?)`。", PAGE)
    assert sentence
    document, found = composed(tmp_path, f"{sentence[1]}\n\n@表 支出明细\n", extra, 表=example("表，支出明细"))
    assert found == ()
    assert words(document)[0] == "行政运行1.00万元；"
    assert tables(document) == [
        "单位<1x2> | 功能分类<2x1> | 经济分类<1x2> | 资金性质<1x2> | 项目<1x2> | 金额<1x2>\n编码 | 名称\n---\n"
        "合计 |  |  |  |  |  | 1.10\n"
        "本级 | 2060101 | 行政运行 |  | 一般公共预算拨款 | 甲 | 1.00\n"
        "本级 | 2060101 | 行政运行 | 基本工资 | 一般公共预算拨款 |  | 0.10"
    ]
    assert document is not None
    printed = arrived(document)
    assert {("项目", 0, "支出", 0, key) for key in ("科目", "资金性质", "金额")} <= printed
    assert {("基本支出", 0, "经济科目"), ("单位", 0, "名称"), ("项目", 0, "名称")} <= printed


def test_indicators_in_columns_of_their_own(tmp_path: Path) -> None:
    sentence = re.search(r"句子里同样：`(.*?)`，", PAGE)
    assert sentence
    text = f"{sentence[1]}\n\n@表 整体绩效指标\n@表 分项目标\n"
    specs = example("表，部门整体支出绩效目标表")
    document, found = composed(tmp_path, text, example("预算，绩效"), 表=specs)
    assert [one.message for one in found] == []
    assert words(document)[0] == "合格率≥95%服务水平良好"
    assert tables(document) == [
        "一级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重\n---\n"
        "产出指标 | 合格率 | ≥ | 95 | % | 60\n"
        "效益指标 | 服务水平 | 定性 | 良好 |  | 40",
        "任务 | 指标 | 目标值\n---\n培训 |  | \n | 培训人次 | ≥300人次",
    ]
    _, told = packcheck.check("测试", 2025, write_pack(tmp_path / "checked", text=text, 表=specs))
    assert [one.message for one in told] == []


def test_a_form_about_the_subject(tmp_path: Path) -> None:
    specs = example("表，部门整体支出绩效目标申报表")
    queries = "口径: {本年支出: {方向: 支出}}\n"
    line = "{科目: 2060101, 经济科目: 30201, 资金性质: 事业收入, 金额: 30000}"
    extra = example("预算，绩效") + f"项目: [{{名称: 甲, 类别: 特定目标类, 支出: [{line}]}}]\n"
    text = "@表 部门整体支出绩效目标申报表\n"
    document, found = composed(tmp_path, text, extra, 表=specs, 口径=queries)
    assert [one.message for one in found] == []
    form, _ = tables(document)
    assert form == (
        "---\n部门名称<2x1> | 测试部门<4x1>\n预算资金总额<2x1> | 3.10 | 其中：财政拨款<2x1> | 0.10\n"
        "占比（%）<2x1> |  | <2x1> | 3.23\n总体目标<2x1> | 1.完成全年任务。<4x1>"
    )
    _, told = packcheck.check("测试", 2025, write_pack(tmp_path / "checked", text=text, 表=specs, 口径=queries))
    assert [one.message for one in told] == []


def test_charts_of_tables(tmp_path: Path) -> None:
    line = "{科目: 2050101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 20000}"
    extra = f"项目: [{{名称: 甲, 类别: 特定目标类, 支出: [{line}]}}]\n"
    text = "正文\n@图 支出去向\n@图 支出结构\n@图 支出比例\n"
    document, _ = composed(tmp_path, text, extra, 图=example("图"))
    assert document is not None
    blocks = [block for section in document.sections for block in section.blocks]
    assert [(one.kind, one.table.caption) for one in blocks if isinstance(one, Chart)] == [
        ("条形图", "钱花到哪里去"), ("堆积条形图", "支出结构"), ("饼图", "基本支出和项目支出"),
    ]  # fmt: skip
    assert packcheck.check("测试", 2025, tmp_path / "templates")[1] == ()
