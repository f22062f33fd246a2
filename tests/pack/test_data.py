"""What a pack declares (数据): budgets are read, checked, completed, printed and asked by it, without Python."""

# ruff: noqa: E501 an example is one line

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from generator import publish
from generator.base.meter import Meter
from generator.base.paths import keys, said
from generator.cli import main
from generator.compose import packcheck
from generator.compose.names import lines_of
from generator.compose.scope import make_scope
from generator.document.blocks import Document, Paragraph, Table
from generator.facts import build, declared
from generator.facts.words import any_words
from generator.findings.finding import Finding
from generator.pack import loader
from generator.pack.data import ASKED, MOST_FIELDS, MOST_KEYS
from generator.publish import Prepared
from generator.reading.fix import fix_folder
from tests.packs import drawn, write_pack

PACK = """
数据:
  人员编制:
    说明: 编制和实有人数。
    类型: 列表
    字段:
      单位: {类型: 单位}
      类别: {类型: 文字, 可选: [行政编制, 事业编制], 必填: 是, 说明: 编制的种类。}
      编制数: {类型: 整数, 合计: 是}
      实有人数: {类型: 整数, 合计: 是}
  非税收入:
    类型: 列表
    字段:
      名称: {类型: 文字, 必填: 是}
      科目: {类型: 功能分类}
      地区: 文字
      金额: {类型: 金额, 必填: 是}
  联系电话: 文字
  机关: {类型: 组, 字段: {地址: 文字, 成立日期: 日期, 有食堂: 是否, 面积: 数, 经费: 金额}}
  工作要点: 多行
  项目: {字段: {主管科室: {类型: 文字, 说明: 管项目的科室。}, 概算: 金额}}
  政府采购: {字段: {预留说明: 文字}}
  单位: {字段: {离休人数: {类型: 整数, 合计: 是}}}
  绩效指标: {字段: {考核科室: 文字}}
必备: {部门: [人员编制]}
表:
  编制表:
    列:
      - {标题: 单位, 内容: 单位名称}
      - {标题: 类别, 内容: 类别}
      - {标题: 编制数, 内容: 编制数}
      - {标题: 实有, 内容: 实有人数}
    行: [{合计: 合计}, {记录: 人员编制, 排序: 编制数}]
    空表: {说明: 注：没有编制。}
  分单位表:
    列: [{标题: 名称, 内容: 单位名称}, {标题: 类别, 内容: 类别}, {标题: 编制数, 内容: 编制数}, {标题: 离休, 内容: 离休人数}]
    行: [{记录: 单位, 下级: [{记录: 人员编制}]}, {合计: 合计}]
  非税表:
    列: [{标题: 名称, 内容: 名称}, {标题: 科目, 内容: 科目}, {标题: 科目名称, 内容: 科目名称}, {标题: 地区, 内容: 地区}, {标题: 金额}]
    行: [{记录: 非税收入}, {合计: 合计}]
    空表: {说明: 注：没有非税收入。}
  项目表:
    列: [{标题: 项目, 内容: 项目名称}, {标题: 科室, 内容: 主管科室}, {标题: 概算, 内容: 概算}, {标题: 金额}]
    条件: {支出类型: 项目支出}
    行: [{记录: 项目}, {合计: 合计}]
    空表: {说明: 注：没有项目。}
  采购表:
    数据: 采购
    列: [{标题: 物品, 内容: 采购物品名称}, {标题: 说明, 内容: 预留说明}]
    行: [{记录: 采购}]
    空表: {说明: 注：没有采购。}
  指标表:
    列: [{标题: 指标, 内容: 三级指标}, {标题: 科室, 内容: 考核科室}]
    行: [{记录: 项目, 下级: [{记录: 绩效指标}]}]
    空表: {说明: 注：没有指标。}
"""
TEXT = """电话{{ 联系电话 }}，地址{{ 机关.地址 }}，{% if 机关.成立日期 %}{{ 机关.成立日期|中文日期 }}成立，{% endif %}面积{{ 机关.面积 }}。
{% if 机关.有食堂 %}
有食堂。
{% endif %}
{% if 给出('人员编制') and 有记录('人员编制') %}
{% for 行 in 记录('人员编制', 类别='行政编制') %}
{{ 行.单位名称 }}行政编制{{ 行.编制数 }}名，实有{{ 行.实有人数 }}名。
{% endfor %}
{% endif %}
{% for 行 in 非税收入 %}
{{ 行.名称 }}（{{ 行.科目名称 }}）{{ 行.金额|万元 }}万元。
{% endfor %}
{% for 条 in 工作要点 %}
{{ 条 }}
{% endfor %}
经费{{ 机关.经费|元 }}。
@表 编制表
@表 分单位表
@表 非税表
@表 项目表
@表 采购表
@表 指标表
"""
FACTS = """
年度: 2025
模板: 测试
金额单位: 万元
部门: {编码: "350", 名称: 测试部门}
单位:
  - {编码: "350001", 名称: 本级, 性质: 行政, 离休人数: 2}
  - {编码: "350002", 名称: 中心, 性质: 事业}
"""
PROJECT = """
收入: [{单位: 350001, 科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 3}]
项目:
  - 名称: 修路
    类别: 特定目标类
    单位: 350001
    主管科室: 工程科
    概算: 20
    支出: [{科目: 2060101, 经济科目: 30231, 资金性质: 一般公共预算拨款, 金额: 3}]
    绩效指标: [{一级: 产出指标, 二级: 数量指标, 三级: 里程, 指标值: 5公里, 考核科室: 办公室}]
政府采购:
  - {单位: 350001, 物品名称: 电脑, 目录: A02010105, 预留说明: 全部预留, 资金: [{资金性质: 一般公共预算拨款, 金额: 1}]}
"""
DATA = """
人员编制:
  - {单位: 350001, 类别: 行政编制, 编制数: 12, 实有人数: 9}
  - {单位: 350002, 类别: 事业编制, 编制数: 9}
非税收入:
  - {名称: 罚没, 科目: 2060101, 地区: 全区, 金额: 12.5}
  - {名称: 捐赠, 金额: 0.0001}
联系电话: 0311-1234567
机关: {地址: 建设路1号, 成立日期: 2001-03-05, 有食堂: 是, 面积: 120.50, 经费: 1.5}
工作要点: [抓好落实。]
"""
HOME = "budgets/2025/350-测试部门"


def prepared(folder: Path, budget: str = FACTS + DATA, pack: str = PACK, text: str = TEXT, unit: str = "") -> Prepared:
    templates = write_pack(folder / "templates", 模板=pack, text=text)
    home = folder / HOME
    home.mkdir(parents=True)
    (home / "预算.yaml").write_text(budget, "utf-8")
    return publish.prepare(home, templates, shown_as=HOME, unit=unit)


def tables(document: Document | None) -> dict[str, str]:
    assert document is not None
    blocks = [block for section in document.sections for block in section.blocks]
    return {block.name: drawn(block) for block in blocks if isinstance(block, Table)}


def sentences(document: Document | None) -> list[str]:
    assert document is not None
    blocks = [block for section in document.sections for block in section.blocks]
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def errors(findings: tuple[Finding, ...]) -> list[tuple[str, int | None, str]]:
    """The code, the line and the message of each error."""
    return [(one.code, one.place and one.place.line, one.message) for one in findings if one.severity.value == "错误"]


def lost(found: Prepared) -> list[str]:
    """What is declared and printed nowhere."""
    assert found.budget
    own = found.budget.declared
    return [said(one.path) for one in found.findings if one.code == "B406" and declared.of_path(own, keys(one.path))]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepared(tmp_path_factory.mktemp("whole"), FACTS + PROJECT + DATA)


def test_records_are_rows_whose_fields_are_columns_and_totals_sum_money_and_counts(whole: Prepared) -> None:
    assert not errors(whole.findings)
    made = tables(whole.document)
    assert made["编制表"].split("\n")[2:] == ["合计 |  | 21 | 9", "中心 | 事业编制 | 9 | ", "本级 | 行政编制 | 12 | 9"]
    assert made["非税表"].split("\n")[2:] == [
        "罚没 | 2060101 | 行政运行 | 全区 | 12.50",
        "捐赠 |  |  |  | 0.00",
        "合计 |  |  |  | 12.50",
    ]


def test_records_stand_below_their_unit(whole: Prepared) -> None:
    assert tables(whole.document)["分单位表"].split("\n")[2:] == [
        "本级 |  |  | 2",
        "本级 | 行政编制 | 12 | ",
        "中心 |  |  | ",
        "中心 | 事业编制 | 9 | ",
        "合计 |  | 21 | 2",
    ]


def test_fields_are_added_to_the_records_that_every_budget_has(whole: Prepared) -> None:
    made = tables(whole.document)
    assert made["项目表"].split("\n")[2:] == ["修路 | 工程科 | 20.00 | 3.00", "合计 |  | 20.00 | 3.00"]
    assert made["采购表"].split("\n")[2:] == ["电脑 | 全部预留"]
    assert made["指标表"].split("\n")[2:] == [" | ", "里程 | 办公室"]


def test_sentences_ask_for_declared_values(whole: Prepared) -> None:
    assert sentences(whole.document) == [
        "电话0311-1234567，地址建设路1号，2001年3月5日成立，面积120.50。",
        "有食堂。",
        "本级行政编制12名，实有9名。",
        "罚没（行政运行）12.50万元。",
        "捐赠（）0.00万元。",
        "抓好落实。",
        "经费15000.00。",
    ]


def test_nothing_typed_is_lost_in_silence(whole: Prepared, tmp_path: Path) -> None:
    assert lost(whole) == []
    text = TEXT.replace("@表 编制表\n", "").replace("@表 分单位表\n", "").replace("{{ 联系电话 }}", "")
    assert lost(prepared(tmp_path, FACTS + PROJECT + DATA, text=text)) == [
        "单位[0].离休人数",
        "人员编制[0].类别",
        "人员编制[1].编制数",
        "联系电话",
    ]


def test_a_units_own_document_has_its_own_records_and_values_only(tmp_path: Path) -> None:
    budget = FACTS.replace("性质: 事业}", "性质: 事业, 联系电话: 0311-7, 机关: {地址: 南街}}") + DATA
    found = prepared(tmp_path, budget, unit="350002")
    assert not errors(found.findings)
    assert sentences(found.document) == ["电话0311-7，地址南街，面积。", "经费。"]
    assert tables(found.document)["编制表"].split("\n")[2:] == ["合计 |  | 9 | ", "中心 | 事业编制 | 9 | "]
    assert "罚没" not in tables(found.document)["非税表"]


def test_a_units_folder_holds_its_records_and_values(tmp_path: Path) -> None:
    home = tmp_path / HOME / "单位/350001-本级"
    home.mkdir(parents=True)
    own = "单位: {编码: 350001, 名称: 本级, 性质: 行政, 离休人数: 3}\n金额单位: 元\n联系电话: 0311-9\n非税收入: [{名称: 租金, 金额: 5000}]\n"
    (home / "a.yaml").write_text(own + "人员编制: [{类别: 行政编制, 编制数: 7}]\n", "utf-8")
    templates = write_pack(tmp_path / "templates", 模板=PACK, text=TEXT)
    whole = re.sub("单位:\n.*\n.*\n", "", FACTS)
    (tmp_path / HOME / "a.yaml").write_text(whole + "联系电话: 0311-1\n", "utf-8")
    found = publish.prepare(tmp_path / HOME, templates, shown_as=HOME)
    assert not errors(found.findings)
    assert tables(found.document)["分单位表"].split("\n")[2:4] == ["本级 |  |  | 3", " | 行政编制 | 7 | "]
    assert "租金 |  |  |  | 0.50" in tables(found.document)["非税表"]
    unit = publish.prepare(tmp_path / HOME, templates, shown_as=HOME, unit="350001").document
    assert sentences(unit)[0].startswith("电话0311-9")


def test_a_notice_says_that_there_is_nothing_only_where_the_budget_says_so(tmp_path: Path) -> None:
    for number, (typed, notice) in enumerate((("", False), ("人员编制: []\n", True), ("人员编制: 无\n", True))):
        found = prepared(tmp_path / f"{number}", FACTS + typed)
        assert ("注：没有编制。" in tables(found.document)["编制表"]) == notice
        assert [one.code for one in found.findings if "人员编制" in one.message] == ([] if notice else ["B405"])


def test_a_total_of_records_without_money_is_never_that_of_the_budget(tmp_path: Path) -> None:
    pack = PACK.replace("空表: {说明: 注：没有非税收入。}", "空表: {说明: 注：没有非税收入。, 保留: 全部}")
    pack = pack.replace("金额: {类型: 金额, 必填: 是}", "金额: {类型: 金额}")
    for number, (data, rows) in enumerate(
        ((DATA, ["12.50", "0.00", "12.50"]), ("非税收入: []", [""]), ("非税收入: [{名称: 捐赠}]", ["", ""]))
    ):
        made = tables(prepared(tmp_path / f"{number}", FACTS + PROJECT + data, pack=pack).document)["非税表"]
        assert [line.split(" | ")[-1] for line in made.split("\n")[2:] if "|" in line] == rows


@pytest.mark.parametrize(
    ("right", "wrong", "code", "message", "remedy"),
    [
        ("编制数: 12", "编制属: 12", "S102", "“人员编制”里没有“编制属”这个键。", "是不是“编制数”？"),
        ("编制数: 12", "编制数: 12人", "S201", "“编制数”写成了“12人”。", "请写数字，例如 12。"),
        ("行政编制", "行政编", "S205", "类别里没有“行政编”。", "是不是“行政编制”？可以写：行政编制、事业编制。"),
        ("类别: 行政编制, ", "", "S101", "“人员编制”缺少 “类别”。", "请补上，例如 类别: 行政编制。"),
        ("{单位: 350001", "{单位: 350009", "C301", "“单位”列表里没有编码为 350009 的单位。", "是不是 35000"),
        (
            "科目: 2060101",
            "科目: 206",
            "S204",
            "科目写成了“206”；应当是：支出功能分类的“项”，7 位数字。",
            "“206 科学技术支出”是“类”，要写到下面一级。可以是：2060101 行政运行",
        ),
        ("金额: 12.5", "金额: 12.5000001", "S202", "“12.5000001”有 7 位小数，金额以万元书写时最多 6 位。", ""),
        ("2001-03-05", "2001-13-05", "S206", "成立日期写成了“2001-13-05”，不是一个日期。", ""),
        ("有食堂: 是", "有食堂: 有", "S207", "有食堂写成了“有”。", "请写 是。"),
        ("联系电话:", "联系电活:", "S102", "“部门预算”里没有“联系电活”这个键。", "是不是“联系电话”？"),
        ("主管科室", "主管科式", "S102", "“一个项目”里没有“主管科式”这个键。", "是不是“主管科室”？"),
        ("工作要点: [抓好落实。]", "工作要点: {甲: 乙}", "S103", "“工作要点”应当是列表", ""),
        ("人员编制:\n", "人员编制:\n  - 甲\n", "S103", "“人员编制”应当是映射", ""),
    ],
)
def test_a_slip_is_found_like_one_in_the_keys_that_every_budget_has(
    tmp_path: Path, right: str, wrong: str, code: str, message: str, remedy: str
) -> None:
    budget = FACTS + PROJECT + DATA
    at = DATA.index(right) if right in DATA else -1
    changed = (
        FACTS + PROJECT + DATA[:at] + DATA[at:].replace(right, wrong, 1) if at >= 0 else budget.replace(right, wrong)
    )
    found = [one for one in prepared(tmp_path, changed).findings if one.severity.value == "错误"]
    assert [(one.code, one.message[: len(message)]) for one in found] == [(code, message)]
    assert found[0].place
    assert found[0].remedy.startswith(remedy)


def test_a_code_that_the_catalogue_does_not_have_is_told(tmp_path: Path) -> None:
    found = prepared(tmp_path, FACTS + DATA.replace("2060101", "2069988")).findings
    assert [one.path for one in found if one.code == "C401"] == [("非税收入", 0, "科目")]


def test_slips_of_typing_are_mended(tmp_path: Path) -> None:
    prepared(tmp_path, FACTS + DATA.replace("编制数: 12", "编制数：12").replace("编制数: 9", "编制数: ９"))
    folders = loader.list_folders(tmp_path / "templates")
    rules = build.rules_of(build.trees_of(tmp_path / HOME), lambda name, year: loader.words_of(folders, name, year))
    (fixed,) = fix_folder(tmp_path / HOME, shown_as=HOME, rules=rules)
    assert fixed.after.decode() == FACTS + DATA


def test_a_budget_can_be_read_for_whose_it_is_without_its_pack(tmp_path: Path) -> None:
    prepared(tmp_path, FACTS + PROJECT + DATA)
    budget, _ = build.load_alone(tmp_path / HOME, words=any_words)
    assert budget is not None
    assert budget.code == "350"


def test_of_a_budget_whose_pack_is_not_there_that_is_told_and_not_its_keys(tmp_path: Path) -> None:
    found = prepared(tmp_path, FACTS.replace("模板: 测试", "模板: 没有的") + DATA)
    assert [one[0] for one in errors(found.findings)] == ["P101"]


def test_last_years_budget_is_read_with_its_own_pack(tmp_path: Path) -> None:
    write_pack(tmp_path / "templates", "旧的", 模板="数据: {旧电话: 文字}\n")
    old = tmp_path / HOME.replace("2025", "2024")
    old.mkdir(parents=True)
    before = FACTS.replace("2025", "2024").replace("模板: 测试", "模板: 旧的").replace(", 离休人数: 2", "")
    (old / "a.yaml").write_text(f"{before}旧电话: 1\n", "utf-8")
    found = prepared(tmp_path)
    assert found.budget
    assert found.budget.previous, found.findings
    assert not [one for one in found.findings if one.code == "B105"]
    (old / "a.yaml").write_text(f"{before}新电话: 1\n", "utf-8")
    again = publish.prepare(tmp_path / HOME, tmp_path / "templates", shown_as=HOME)
    assert [one.code for one in again.findings if one.code == "B105"] == ["B105"]


def test_a_mistake_of_the_pack_is_told_beside_what_it_does_to_budgets(tmp_path: Path) -> None:
    found = errors(prepared(tmp_path, pack=PACK.replace("联系电话: 文字", "联系电话: 组")).findings)
    assert found[-1][0] == "P113"
    found = errors(prepared(tmp_path / "b", pack=PACK.replace("  联系电话: 文字", "  联系.电话: 文字")).findings)
    assert {one[0] for one in found} >= {"S102", "P112"}


def test_the_pack_check_tries_declared_data(tmp_path: Path) -> None:
    pack, found = packcheck.check("测试", 2025, write_pack(tmp_path, 模板=PACK, text=TEXT))
    assert found == ()
    assert pack is not None
    shown = lines_of(pack)
    assert "  人员编制：列表。编制和实有人数。（模板.yaml 第 4 行）" in shown
    assert "    类别：文字（行政编制、事业编制），必填。编制的种类。" in shown


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("{{ 机关.地址 }}", "{{ 机关.地趾 }}", "没有“地趾”"),
        ("类别='行政编制'", "类型='行政编制'", "“人员编制”没有“类型”，列不出记录。"),
        ("记录('人员编制'", "记录('人员编织'", "没有名为“人员编织”的记录。"),
        ("给出('人员编制')", "给出('人员编织')", "预算没有“人员编织”这个键。"),
        ("{{ 联系电话 }}", "", "“联系电话”没有一张表、一句话用到。"),
        ("类别='行政编制'", "类别='行政编'", "“类别”没有“行政编”。"),
    ],
)
def test_a_sentence_that_asks_for_what_is_not_declared_is_an_error(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    assert right in TEXT
    _, found = packcheck.check("测试", 2025, write_pack(tmp_path, 模板=PACK, text=TEXT.replace(right, wrong)))
    assert any(message in one.message and one.severity.value == "错误" and one.place for one in found), found


@pytest.mark.parametrize(
    ("right", "wrong", "code", "message"),
    [
        ("内容: 实有人数", "内容: 实有人属", "P114", "各行的记录里没有“实有人属”，“实有”永远是空的。"),
        ("排序: 编制数", "排序: 编制树", "P114", "“人员编制”没有“编制树”，“排序”不起作用。"),
        ("{记录: 非税收入}", "{记录: 非税收人}", "P114", "没有名为“非税收人”的记录。"),
        (
            "{记录: 非税收入}",
            "{记录: 非税收入, 条件: {方向: 收入}}",
            "P118",
            "“非税收入”没有收支明细，条件（包括上级的）不起作用。",
        ),
        ("内容: 地区", "内容: 名称", "P118", "“非税收入”的“地区”没有一张表、一句话用到。"),
        ("部门: [人员编制]", "部门: [人员编织]", "P114", "预算没有“人员编织”这个键。"),
    ],
)
def test_a_table_that_asks_for_what_is_not_declared_is_an_error(
    tmp_path: Path, right: str, wrong: str, code: str, message: str
) -> None:
    assert right in PACK
    _, found = packcheck.check("测试", 2025, write_pack(tmp_path, 模板=PACK.replace(right, wrong, 1), text=TEXT))
    assert (code, message) in [(one.code, one.message) for one in found]


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        ("甲: {类型: 列表格}", "P113", "不认识的词“列表格”。"),
        ("甲: 组", "P113", "不认识的词“组”。"),
        ("甲: {说明: 乙}", "P112", "“甲”没有写类型。"),
        ("甲: {类型: 列表}", "P112", "“甲”没有字段。"),
        ("甲: {类型: 文字, 字段: {乙: 文字}}", "P118", "“甲”的类型是文字，“字段”不起作用。"),
        ("甲: {类型: 数, 可选: [一, 二]}", "P118", "“甲”的类型是数，“可选”不起作用。"),
        ("甲: {类型: 列表, 字段: {乙: {类型: 日期, 可选: [一]}}}", "P118", "“乙”的类型是日期，“可选”不起作用。"),
        ("甲: {类型: 列表, 字段: {乙: {类型: 文字, 合计: 是}}}", "P118", "“乙”的类型是文字，“合计”不起作用。"),
        ("甲: {类型: 列表, 字段: {乙: {类型: 多行}}}", "P113", "不认识的词“多行”。"),
        ("甲: {类型: 列表, 字段: {乙: {类型: 文字, 必须: 是}}}", "P111", "不认识的键“必须”。"),
        (
            "甲: {类型: 列表, 字段: {科目: {类型: 功能分类}, 科目名称: 文字}}",
            "P112",
            "已经有“科目名称”这个字段，不能再声明。",
        ),
        (
            "甲: {类型: 列表, 字段: {科目名称: 文字, 科目: 功能分类}}",
            "P112",
            "已经有“科目名称”这个字段，“科目”的科目名称或者单位名称也叫这个。",
        ),
        ("甲: {类型: 列表, 字段: {序号: 文字}}", "P112", "“序号”在模板里另有意思，不能用作名称。"),
        ("收入: {类型: 列表, 字段: {乙: 文字}}", "P112", "“收入”是预算已有的键，不能另外声明。"),
        ("金额: 文字", "P112", "“金额”在模板里另有意思，不能用作名称。"),
        ("采购: 文字", "P112", "“采购”在模板里另有意思，不能用作名称。"),
        ("“三公”: 文字", "P112", "““三公””不能用作名称：只能有汉字、字母、数字和下划线，不能以数字开头。"),
        ("abc: 文字", "P112", "“abc”不能用作名称：只能有汉字、字母、数字和下划线，不能以数字开头。"),
        ("项目: {字段: {名称: 文字}}", "P112", "已经有“名称”这个字段，不能再声明。"),
        ("项目: {字段: {项目名称: 文字}}", "P112", "已经有“项目名称”这个字段，不能再声明。"),
        ("项目: {类型: 列表, 字段: {乙: 文字}}", "P111", "“项目”是预算已有的记录，“类型”不起作用：只能加“字段”。"),
        ("乙: 文字\n  单位: {字段: {乙: 文字}}", "P112", "“乙”既是键，又是单位的字段。"),
        ("甲: [文字]", "P112", "这里应当是一组“键: 值”。"),
        ("{甲: 乙", "Y", ""),
    ],
)
def test_a_wrong_declaration_is_an_error_at_its_place(tmp_path: Path, data: str, code: str, message: str) -> None:
    _, found = loader.find("测试", 2025, write_pack(tmp_path, 模板=f"数据:\n  {data}\n"))
    assert code in found[0].code
    assert message in found[0].message
    assert found[0].place
    assert found[0].place.line >= 3


def test_a_pack_declares_no_more_than_a_form_can_need(tmp_path: Path) -> None:
    many = "".join(f"  甲{number}: 文字\n" for number in range(MOST_KEYS + 1))
    fields = "".join(f"      乙{number}: 文字\n" for number in range(MOST_FIELDS + 1))
    for name, data in (("一", many), ("二", f"  甲:\n    类型: 列表\n    字段:\n{fields}")):
        _, found = loader.find("测试", 2025, write_pack(tmp_path / name, 模板=f"数据:\n{data}"))
        assert [one.code for one in found] == ["P116"]


def test_a_pack_that_extends_another_has_its_data_and_adds_to_it(tmp_path: Path) -> None:
    templates = write_pack(tmp_path, 模板=PACK, text=TEXT)
    own = "沿用: 测试\n数据: {人员编制: {字段: {离岗数: 整数}}, 传真: 文字, 项目: {字段: {处室: 文字}}}\n"
    pack, found = loader.find("新的", 2025, write_pack(templates, "新的", 模板=own))
    assert pack
    assert not found
    names = {key: [field.name for field in one.fields] for key, one in pack.data.items()}
    assert names["人员编制"] == ["单位", "类别", "编制数", "实有人数", "离岗数"]
    assert names["项目"] == ["主管科室", "概算", "处室"]
    assert {"联系电话", "传真"} <= names.keys()
    words = loader.words_of(loader.list_folders(templates), "新的", 2025)
    assert words.declared == pack.data


def test_no_declared_key_hides_what_sentences_ask_for(whole: Prepared) -> None:
    assert whole.budget
    assert whole.pack
    names = make_scope(whole.budget, whole.pack, whole.budget.subject, [], Meter()).variables
    schema = build.rules_of(build.trees_of(Path("schema/samples/最小")), any_words)("budget").properties
    assert {name for name in names if name not in schema and name not in whole.pack.data} == set(ASKED) - {
        "标题",
        "表",
        *schema,
    }


def test_the_example_of_the_manual_is_a_declaration(tmp_path: Path) -> None:
    page = Path("docs/模板说明.md").read_text("utf-8")
    example = re.search(r"```yaml\n(数据:\n.*?)```", page, re.DOTALL)
    assert example
    pack, found = loader.find("测试", 2025, write_pack(tmp_path, 模板=example[1]))
    assert pack
    assert not found
    assert list(pack.data) == ["非税收入", "机关", "联系电话", "工作要点", "项目"]


def test_editors_complete_and_check_what_the_pack_declares(tmp_path: Path) -> None:
    prepared(tmp_path, FACTS + PROJECT + DATA)
    write_pack(tmp_path / "templates", "别的", text="正文")
    other = tmp_path / HOME.replace("350-测试部门", "351-别的部门")
    other.mkdir(parents=True)
    (other / "a.yaml").write_text(FACTS.replace("模板: 测试", "模板: 别的").replace(", 离休人数: 2", ""), "utf-8")
    assert CliRunner().invoke(main, ["schema", "--install", str(tmp_path)]).exit_code == 0
    here = tmp_path / ".vscode"
    used = json.loads((here / "settings.json").read_text("utf-8"))["yaml.schemas"]
    assert "./.vscode/budget.schema.json" in used
    assert "./.vscode/unit.schema.json" in used
    names = [next(one for one, globs in used.items() if any(code in glob for glob in globs)) for code in ("350", "351")]
    general, own, others = (
        Draft202012Validator(json.loads((tmp_path / name).read_text("utf-8")))
        for name in (".vscode/budget.schema.json", *names)
    )
    right = yaml.safe_load((FACTS + PROJECT + DATA).replace("2001-03-05", '"2001-03-05"'))
    assert [one.message for validator in (general, own) for one in validator.iter_errors(right)] == []
    assert [one.message for one in general.iter_errors({"收如": []})] != []
    for wrong in (
        {"人员编制": [{"编制数": 12}]},
        {"人员编制": [{"类别": "行政编"}]},
        {"人员编制": [{"类别": "行政编制", "编制属": 1}]},
        {"项目": [{"概算": "二十"}]},
        {"机关": {"有食堂": "有"}},
        {"单位": [{"离休人数": "两"}]},
    ):
        assert list(own.iter_errors(wrong)), wrong
    assert list(others.iter_errors({"人员编制": []}))
