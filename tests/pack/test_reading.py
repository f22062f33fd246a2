"""A pack's YAML as records: every key of the table language, and every mistake at its place."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.findings.finding import Finding, Place
from generator.ledger import Condition, clause
from generator.pack import loader
from generator.pack.conditions import MOST_QUERIES
from generator.pack.nodes import LISTED, suggestion
from generator.pack.spec import NumberFormat, Pack
from tests.packs import entry, write_pack

FULL = """\
表:
  表一:
    标题: 一表
    抬头: [左, 中, 右]
    附注: [注一, 注二]
    数据: 采购
    条件: {资金性质: 财政拨款, 采购目录: [A, B]}
    列:
      - {标题: 序, 内容: 序号, 宽: 4}
      - 标题: 上
        条件: {新增资产: 是}
        列:
          - {标题: 左, 内容: 数量, 最窄: 2, 最宽: 9.5, 伸展: 1, 居中: 是, 合并: 是, 跨列: 2, 适用: 单位, 列示: 有数}
          - {标题: 右, 数字: {单位: 亿元, 小数: 3, 千分位: 是, 零值: "0"}}
    行:
      - {合计: 总, 不填: [左, 右], 适用: 部门}
      - {标签: 甲, 条件: {用途标记: 乙}, 列示: 有数, 下级: [{标签: 丙}]}
      - {科目: 功能分类, 从: 款, 到: 项, 列示: 全部, 标签: "{{ 名称 }}"}
      - {科目: 经济分类}
      - {记录: 采购, 排序: [名, 码]}
      - {空行: 3}
      - 补齐
    栏次: 是
    空表: {说明: 空, 保留: 合计行}
    逐条: 项目
    排序: 项目名称
    表单: [[{文字: 名, 跨行: 2}, {内容: 项目名称, 跨列: 3, 编号: 是}], [{条件: {资金性质: 一般公共预算拨款}, 跨列: 3}]]
    数字: {小数: 1}
    适用: 部门
    另起页: 是
  表二: {沿用: 表一, 标题: 二表, 栏次: 否, 列: [{标题: 甲, 行: [{标签: 乙}]}]}
  表三: {}
"""
FISCAL = Condition((clause("资金性质", ["财政拨款"]), clause("采购目录", ["A", "B"])))
DEFAULTS = NumberFormat()


def read(tmp_path: Path, year: int = 2025, **files: str) -> tuple[Pack | None, tuple[Finding, ...]]:
    return loader.find("测试", year, write_pack(tmp_path, **files))


def good(tmp_path: Path, **files: str) -> Pack:
    pack, findings = read(tmp_path, **files)
    assert findings == ()
    assert pack is not None
    return pack


def said(record: Any) -> Any:
    """What a record says: its fields but for places and for what is the default."""
    if isinstance(record, tuple):
        return [said(one) for one in record]
    if not is_dataclass(record) or isinstance(record, Condition | NumberFormat):
        return record
    values = {
        one.name: (getattr(record, one.name), one.default)
        for one in fields(record)
        if one.name not in ("place", "where")
    }
    return {name: said(value) for name, (value, default) in values.items() if value != default or default is MISSING}


def test_every_key_of_a_table_is_read(tmp_path: Path) -> None:
    table = good(tmp_path, 表=FULL).tables["表一"]
    rest = said(table)
    columns, rows, form = rest.pop("columns"), rest.pop("rows"), rest.pop("form")
    assert rest == {
        "name": "表一",
        "title": "一表",
        "line": ["左", "中", "右"],
        "notes": ["注一", "注二"],
        "data": "采购",
        "condition": FISCAL,
        "numbered": True,
        "empty": {"note": "空", "keep": "合计行"},
        "each": "项目",
        "order": ["项目名称"],
        "number": NumberFormat(places=1),
        "applies": "部门",
        "new_page": True,
    }
    assert columns == [
        {"title": "序", "content": "序号", "least": 4.0, "most": 4.0},
        {
            "title": "上",
            "condition": Condition((clause("新增资产", ["是"]),)),
            "children": [
                {
                    "title": "左", "content": "数量", "least": 2.0, "most": 9.5, "grow": 1.0, "centred": True,
                    "merge": True, "span": 2, "applies": "单位", "used_only": True,
                },
                {"title": "右", "number": NumberFormat("亿元", 3, True, "0")},
            ],
        },
    ]  # fmt: skip
    assert rows == [
        {"kind": "合计", "label": "总", "blank": ["左", "右"], "applies": "部门"},
        {
            "kind": "标签", "label": "甲", "condition": Condition((clause("用途标记", ["乙"]),)), "used_only": True,
            "children": [{"kind": "标签", "label": "丙"}],
        },
        {"kind": "科目", "dimension": "功能分类", "first_level": "款", "everything": True, "label": "{{ 名称 }}"},
        {"kind": "科目", "dimension": "经济分类", "last_level": "款"},
        {"kind": "记录", "records": "采购", "order": ["名", "码"]},
        {"kind": "空行", "count": 3},
        {"kind": "补齐"},
    ]  # fmt: skip
    assert form == [
        [{"text": "名", "rowspan": 2}, {"content": "项目名称", "colspan": 3, "numbered": True}],
        [{"content": "金额", "condition": Condition((clause("资金性质", ["一般公共预算拨款"]),)), "colspan": 3}],
    ]


def test_a_table_that_builds_on_another_says_what_differs(tmp_path: Path) -> None:
    tables = good(tmp_path, 表=FULL).tables
    first, second = said(tables["表一"]), said(tables["表二"])
    assert second.pop("columns") == [{"title": "甲", "rows": [{"kind": "标签", "label": "乙"}]}]
    assert {key: value for key, value in first.items() if second.get(key) != value} == {
        "name": "表一", "title": "一表", "columns": first["columns"], "numbered": True,
    }  # fmt: skip
    assert said(tables["表三"]) == {"name": "表三", "title": "表三"}
    assert list(tables) == ["表一", "表二", "表三"]


def test_places_are_those_of_the_file_that_says_it(tmp_path: Path) -> None:
    tables = good(tmp_path, 表=FULL).tables
    shown = "templates/测试/表.yaml"
    assert tables["表一"].place == Place(shown, 3, 5)
    assert tables["表一"].columns[1].children[0].place == Place(shown, 13, 13)
    assert tables["表一"].rows[6].place == Place(shown, 22, 9, 2)
    assert tables["表一"].form[1][0].place == Place(shown, 27, 55)
    assert tables["表二"].place == Place(shown, 31, 7)


# what is written, the code, line and column of what is found, and words of the message and remedy
MISTAKES: list[tuple[str, str, int, int, str]] = [
    ("表:\n  表一: {标题: [甲]}", "P112", 2, 12, "一段文字"),
    ("表:\n  表一: []", "P112", 2, 7, "一组“键: 值”"),
    ("表:\n  表一: {标提: 甲}", "P111", 2, 8, "不认识的键“标提”。是不是“标题”？"),
    ("表:\n  表一: {列: 甲乙}", "P114", 2, 11, "没有名为“甲乙”的片段"),
    ("片段: {甲乙: []}\n表:\n  表一: {列: 甲丙}", "P114", 3, 11, "没有名为“甲丙”的片段。是不是“甲乙”？"),
    ("表:\n  表一: {列: {a: b}}", "P112", 2, 11, "一个列表"),
    ("表:\n  表一: {列: [{标题: 甲, 题: 乙}]}", "P111", 2, 20, "不认识的键“题”"),
    ("表:\n  表一: {抬头: [左, 右]}", "P112", 2, 12, "三段文字"),
    ("表:\n  表一: {数据: 收之}", "P113", 2, 12, "“收之”。是不是“收支”？"),
    ("表:\n  表一: {栏次: 对}", "P113", 2, 12, "“对”。可以写：是、否。"),
    ("表:\n  表一: {数字: {小数: 两位}}", "P112", 2, 17, "整数，写的是“两位”"),
    ("表:\n  表一: {数字: {小数: 1000}}", "P112", 2, 17, "整数，写的是“1000”"),
    ("表:\n  表一: {数字: {小数: １}}", "P112", 2, 17, "整数，写的是“１”"),
    ("表:\n  表一: {数字: {单位: 千元}}", "P113", 2, 17, "“千元”"),
    ("表:\n  表一: {数字: {位数: 1}}", "P111", 2, 13, "“位数”。是不是“小数”？"),
    ("表:\n  表一: {列: [{宽: 四}]}", "P112", 2, 16, "写的是“四”"),
    ("表:\n  表一: {列: [{宽: ４}]}", "P112", 2, 16, "写的是“４”"),
    ("表:\n  表一: {列: [{宽: 4.5.5}]}", "P112", 2, 16, "写的是“4.5.5”"),
    ("表:\n  表一: {列: [{伸展: -1}]}", "P112", 2, 17, "写的是“-1”"),
    ("表:\n  表一: {列: [{列示: 没数}]}", "P113", 2, 17, "“没数”"),
    ("表:\n  表一: {行: [{条件: 无}]}", "P112", 2, 12, "应当有标签、合计、科目、记录、分组、空行之一"),
    ("表:\n  表一: {行: [{标签: 甲, 题: 乙}]}", "P111", 2, 20, "不认识的键“题”"),
    ("表:\n  表一: {行: [补足]}", "P113", 2, 12, "“补足”。是不是“补齐”？"),
    ("表:\n  表一: {行: [{科目: 功能分类, 从: 目}]}", "P113", 2, 26, "“目”。可以写：类、款、项。"),
    ("表:\n  表一: {行: [{科目: 经济分类, 到: 项}]}", "P113", 2, 26, "“项”。可以写：类、款。"),
    ("表:\n  表一: {行: [{科目: 功能分类, 列示: 有}]}", "P113", 2, 27, "“有”"),
    ("表:\n  表一: {行: [{科目: 分类}]}", "P113", 2, 17, "“分类”。是不是“经济分类”？"),
    ("表:\n  表一: {行: [{记录: 采够}]}", "P114", 2, 12, "没有名为“采够”的记录。是不是“采购”？"),
    ("表:\n  表一: {逐条: 人员}", "P114", 2, 7, "没有名为“人员”的记录。可以写：单位、项目、采购、专项资金"),
    ("表:\n  表一: {列: [{标题: 甲, 行: [{记录: 人员}]}]}", "P114", 2, 24, "没有名为“人员”的记录"),
    ("表:\n  表一: {列: [{条件: {方向: 收入}, 列: [{条件: {方向: 支出}}]}]}", "P115", 2, 31, "相互矛盾（方向）"),
    ("表:\n  表一: {条件: {方向: 收入}, 列: [{条件: {方向: 支出}}]}", "P115", 2, 26, "相互矛盾（方向）"),
    ("表:\n  表一: {条件: {资金性质: 财政拨}}", "P113", 2, 19, "“资金性质”没有“财政拨”。是不是“财政拨款”？"),
    ("表:\n  表一: {条件: {资金性质: [财政拨款, 拨]}}", "P113", 2, 19, "“资金性质”没有“拨”"),
    ("表:\n  表一: {条件: {基金: 甲}}", "P111", 2, 13, "“基金”。可以写：口径、方向、功能分类"),
    ("表:\n  表一: {条件: {口径: 支, 方向: 收入}}\n口径: {支: {方向: 支出}}", "P115", 2, 12, "相互矛盾（方向）"),
    ("表:\n  表一: {条件: {口径: [支], 功能分类: 201}}\n口径: {支: {方向: 支出}}", "P112", 2, 17, "一个口径的名称"),
    ("口径: {支: {方向: 支出}, 甲: {口径: {支: 是}, 功能分类: 201}}", "P112", 1, 27, "一个口径的名称"),
    ("表:\n  表一: {行: [{标签: 甲, 条件: {数据: 采购}}]}", "P111", 2, 25, "不认识的键“数据”"),
    ("表:\n  表一: {数据: 采购, 条件: 支}\n口径: {支: {方向: 支出}}", "P118", 2, 20, "数的是收支，这张表数的是采购"),
    (
        "表:\n  表一: {列: [{条件: {口径: 购, 采购目录: A}}]}\n口径: {购: {数据: 采购}}",
        "P118",
        2,
        17,
        "请写一个数收支的口径",
    ),
    ("表:\n  表一: {条件: 无此}", "P114", 2, 12, "没有名为“无此”的口径"),
    ("表:\n  表一: {条件: {口径: 支}}\n口径: {支出: {方向: 支出}}", "P114", 2, 17, "“支”的口径。是不是“支出”？"),
    ("表:\n  表一: {沿用: 表一}", "P117", 2, 12, "表“表一”沿用了自己。请写另一张表"),
    ("表:\n  表一: {沿用: 表三}\n  表二: {}", "P114", 2, 12, "“表三”。是不是“表二”？"),
    ("表:\n  表一: {空表: {保留: 表脚}}", "P113", 2, 17, "“表脚”。是不是“表头”？"),
    ("表:\n  表一: {空表: {说名: 甲}}", "P111", 2, 13, "“说名”。是不是“说明”？"),
    ("表:\n  表一: {空表: 无}", "P112", 2, 12, "一组“键: 值”"),
    ("表:\n  表一: {适用: 全部}", "P113", 2, 12, "“全部”"),
    ("表:\n  表一: {表单: [[{文本: 甲}]]}", "P111", 2, 15, "“文本”。是不是“文字”？"),
    ("表:\n  表一: {表单: [{文字: 甲}]}", "P112", 2, 13, "一个列表"),
    ("表:\n  表一: {附注: {a: b}}", "P112", 2, 12, "一个列表"),
    ("表:\n  表一: {附注: [[a]]}", "P112", 2, 13, "一段文字"),
    ("口径: {甲: {数据: 收之, 方向: 支出}}", "P113", 1, 9, "不认识的数据“收之”。是不是“收支”？"),
    ("口径: {甲: {口径: 丙}, 乙: {方向: 支出}}", "P114", 1, 14, "没有名为“丙”的口径"),
    ("口径: {甲: {口径: 乙}, 乙: {口径: 甲}, 丙: {口径: 乙}}", "P117", 1, 21, "口径“乙”用到了自己。"),
    ("口径: {甲: 甲}", "P117", 1, 9, "口径“甲”用到了自己。请写出它的条件"),
    ("口径: {甲: {经济分类: 30271}}", "P113", 1, 16, "“经济分类”的目录里没有“30271”，永远没有数。请核对编码"),
    ("口径: {甲: {采购目录: [A02, Z]}}", "P113", 1, 16, "没有“Z”"),
    ("口径: {甲: {单位性质: 机关}}", "P113", 1, 16, "“单位性质”没有“机关”"),
    ("口径: {甲: {项目类别: 特定目标}}", "P113", 1, 16, "“项目类别”没有“特定目标”。是不是“特定目标类”？"),
    ("口径: {甲: {资产类别: 汽车}}", "P113", 1, 16, "“资产类别”没有“汽车”"),
    ("表:\n  表一: {标题: '｛｛ 主体 ｝｝'}", "P112", 2, 12, "“｛｛”里有全角字符，会原样印出来。请改成半角的"),
    ("口径: [甲]", "P112", 1, 5, "一组“键: 值”"),
    ("默认: {数目: 1}", "P111", 1, 6, "“数目”。是不是“数字”？"),
    ("默认: {抬头: [甲]}", "P112", 1, 10, "三段文字"),
    ("默认: 甲", "P112", 1, 5, "一组“键: 值”"),
    ("科目名称: {功能: {a: b}}", "P111", 1, 8, "“功能”。是不是“功能分类”？"),
    ("科目名称: {功能分类: {1: [b]}}", "P112", 1, 18, "一段文字"),
    ("科目名称: {功能分类: {204060x7: 甲}}", "P112", 1, 15, "科目编码应当是数字，写的是“204060x7”"),
    ("科目名称: {经济分类: {３０１: 甲}}", "P112", 1, 15, "写的是“３０１”"),
    ("片段: {甲乙: [{标签: 甲}]}\n表:\n  表一: {行: [甲已, 补齐]}", "P113", 3, 12, "“甲已”。是不是“甲乙”？"),
    ("片段: {甲乙: [{标签: 甲}], 丙丁: []}\n表:\n  表一: {行: [甲乙]}", "P118", 1, 21, "没有表用到片段“丙丁”"),
    ("正文必有: [甲]", "P114", 1, 7, "没有名为“甲”的口径"),
    ("正文必有: 收入\n口径: {收人: {}}", "P114", 1, 7, "“收入”的口径。是不是“收人”？"),
    ("片段: 甲", "P112", 1, 5, "一组“键: 值”"),
    ("表格: {}", "P111", 1, 1, "不认识的键“表格”。是不是“表”？"),
    ("表:\n  表一: {列: [{内容: 标签, 占比: 预算数}]}", "P112", 2, 25, "只能和金额或者记录的字段"),
    ("年度: 今年", "P112", 1, 5, "年度应当是四位数字，写的是“今年”。例如 2025"),
    ("表: {表一: &a {}}", "Y203", 1, 9, "&"),
]


@pytest.mark.parametrize(("text", "code", "line", "column", "words"), MISTAKES, ids=[one[0] for one in MISTAKES])
def test_a_mistake_is_found_once_at_its_place(
    text: str, code: str, line: int, column: int, words: str, tmp_path: Path
) -> None:
    pack, findings = read(tmp_path, 表=text)
    assert pack is not None
    (one,) = findings
    assert one.place is not None
    assert (one.code, one.place.file, one.place.line, one.place.column) == (
        code,
        "templates/测试/表.yaml",
        line,
        column,
    )
    assert words in one.message + one.remedy


def test_queries_have_a_greatest_number(tmp_path: Path) -> None:
    lines = "".join(f"  口{number}: {{方向: 支出}}\n" for number in range(MOST_QUERIES + 2))
    pack, (finding,) = read(tmp_path, 口径=f"口径:\n{lines}")
    assert pack is not None
    assert len(pack.queries) == MOST_QUERIES
    assert (finding.code, finding.place and finding.place.line) == ("P116", MOST_QUERIES + 2)


def test_the_keys_of_several_files_are_joined(tmp_path: Path) -> None:
    pack = good(
        tmp_path,
        口径="口径: {收: {方向: 收入}}\n科目名称: {功能分类: {'2999901': 甲}}\n",
        表="表: {表一: {}}\n口径: {支: {方向: 支出}}\n科目名称: {功能分类: {'2999902': 乙}, 经济分类: {'39901': 丙}}\n",
        别的="表: {表二: {}}\n",
    )
    assert sorted(pack.queries) == ["支", "收"]
    assert sorted(pack.tables) == ["表一", "表二"]
    assert pack.names == {"功能分类": {"2999901": "甲", "2999902": "乙"}, "经济分类": {"39901": "丙"}}


@pytest.mark.parametrize(
    ("one", "other", "line", "column", "name"),
    [
        ("口径: {甲: {方向: 收入}, 乙: {方向: 支出}}", "口径: {丙: {}, 乙: {方向: 收入}}", 1, 13, "乙"),
        ("口径: {甲: {方向: 收入}}", "口径: {甲: {}}", 1, 6, "甲"),
        ("表: {表一: {标题: 甲}}", "表: {表一: {附注: 注, 标题: 乙}}", 1, 17, "标题"),
        ("文件标题: 甲", "正文必有: []\n文件标题: 乙", 2, 1, "文件标题"),
        ("正文必有: []", "正文必有: []", 1, 1, "正文必有"),
        ("科目名称: {功能分类: {'20': 甲}}", "科目名称: {功能分类: {'20': 乙}}", 1, 15, "20"),
    ],
)
def test_what_stands_in_two_files_is_told_at_the_second(
    one: str, other: str, line: int, column: int, name: str, tmp_path: Path
) -> None:
    _, (finding,) = read(tmp_path, 一=one, 乙=other)
    place = finding.place or Place("")
    assert (finding.code, place.file, place.line, place.column) == ("Y202", "templates/测试/乙.yaml", line, column)
    assert finding.message == f"“{name}”写了两次，前一次在 templates/测试/一.yaml 第 1 行。"


def test_tables_that_build_on_each_other_are_told_and_read_as_far_as_they_go(tmp_path: Path) -> None:
    pack, findings = read(tmp_path, 表="表:\n  表一: {沿用: 表二, 标题: 甲}\n  表二: {沿用: 表一, 栏次: 是}\n")
    assert pack is not None
    assert [one.code for one in findings] == ["P117", "P117"]
    assert said(pack.tables["表一"]) == {"name": "表一", "title": "甲", "numbered": True}


def test_a_chain_of_three_tables_is_read_through(tmp_path: Path) -> None:
    tables = good(
        tmp_path, 表="表:\n  甲: {沿用: 乙, 标题: 甲}\n  乙: {沿用: 丙, 栏次: 是}\n  丙: {另起页: 是}\n"
    ).tables
    assert said(tables["甲"]) == {"name": "甲", "title": "甲", "numbered": True, "new_page": True}


def test_defaults_hold_where_a_table_and_a_column_say_nothing(tmp_path: Path) -> None:
    text = """
默认: {数字: {单位: 元, 千分位: 是}, 正文数字: {小数: 1}, 抬头: [甲, 乙, 丙]}
表:
  表一: {}
  表二: {抬头: [丁, 戊, 己], 数字: {单位: 万元, 千分位: 否}, 列: [{标题: 数, 数字: {小数: 0}}]}
"""
    pack = good(tmp_path, 表=text)
    assert pack.number == NumberFormat("元", 2, True, "")
    assert pack.said == NumberFormat("万元", 1, False, "0.00")
    one, two = pack.tables.values()
    assert (one.line, one.number) == (("甲", "乙", "丙"), pack.number)
    assert (two.line, two.number) == (("丁", "戊", "己"), NumberFormat("万元", 2, False, ""))
    assert two.columns[0].number == NumberFormat("万元", 0, False, "")


@pytest.mark.parametrize(("unit", "scale"), [("元", 0), ("万元", 4), ("亿元", 8)])
def test_a_unit_is_a_power_of_ten(unit: str, scale: int) -> None:
    assert NumberFormat(unit).scale == scale


def test_a_query_narrows_one_that_stands_before_it_and_keeps_its_data(tmp_path: Path) -> None:
    text = """
口径:
  车辆: {数据: 固定资产, 资产类别: 车辆}
  单位车辆: {口径: 车辆, 单位: "001"}
  收入: {方向: 收入}
  没有: 无
  也没有: {口径: 没有, 方向: 收入}
  同收入: 收入
"""
    queries = good(tmp_path, 口径=text).queries
    vehicles = Condition((clause("资产类别", ["车辆"]),))
    assert queries == {
        "车辆": ("固定资产", vehicles),
        "单位车辆": ("固定资产", vehicles & Condition((clause("单位", ["001"]),))),
        "收入": ("收支", Condition((clause("方向", ["收入"]),))),
        "没有": ("收支", Condition(never=True)),
        "也没有": ("收支", Condition((clause("方向", ["收入"]),), never=True)),
        "同收入": ("收支", Condition((clause("方向", ["收入"]),))),
    }


def test_queries_may_stand_in_any_order(tmp_path: Path) -> None:
    text = "口径: {一: {口径: 二, 上年结转: 否}, 二: {口径: 三, 方向: 支出}, 三: {数据: 收支, 资金性质: 财政拨款}}"
    queries = good(tmp_path, 口径=text).queries
    assert list(queries) == ["一", "二", "三"]
    assert [len(condition.clauses) for _, condition in queries.values()] == [3, 2, 1]


def test_a_code_that_the_pack_names_itself_is_known(tmp_path: Path) -> None:
    text = "科目名称: {经济分类: {'30271': 新的费}}\n口径: {甲: {经济分类: 30271}, 乙: {经济分类: [302, 3027101]}}\n"
    assert list(good(tmp_path, 模板=text).queries) == ["甲", "乙"]


def test_two_packs_of_one_name_and_year_are_told(tmp_path: Path) -> None:
    templates = write_pack(tmp_path, 模板="年度: 2025\n")
    write_pack(tmp_path, "又", 模板="年度: 2025\n")
    (templates / "又" / "模板.yaml").write_text("名称: 测试\n年度: 2025\n", "utf-8")
    pack, (finding,) = loader.find("测试", 2025, templates)
    assert (pack, finding.code) == (None, "P104")
    assert finding.message == "模板“测试”同一年度有 2 个文件夹：templates/又、templates/测试。"
    (templates / "又" / "模板.yaml").write_text("名称: 测试\n年度: 2026\n", "utf-8")
    assert loader.find("测试", 2025, templates)[1] == ()


def test_an_unknown_query_meets_nothing(tmp_path: Path) -> None:
    pack, _ = read(tmp_path, 表="表:\n  表一: {条件: 没有的}\n")
    assert pack is not None
    assert not pack.tables["表一"].condition.meets(entry("1"))


def test_a_fragment_may_stand_among_rows_and_for_columns_and_name_another(tmp_path: Path) -> None:
    text = """
片段:
  甲: [{标签: 一}, 乙]
  乙: [{标签: 二}, 补齐]
  列: [{标题: 数}]
表:
  表一: {列: 列, 行: [{合计: 总}, 甲, {标签: 三}]}
  表二: {行: 乙}
"""
    one, two = good(tmp_path, 表=text).tables.values()
    assert [row.label or row.kind for row in one.rows] == ["总", "一", "二", "补齐", "三"]
    assert [row.label or row.kind for row in two.rows] == ["二", "补齐"]
    assert [column.title for column in one.columns] == ["数"]


def test_a_mistake_in_a_fragment_that_is_used_twice_is_told_once(tmp_path: Path) -> None:
    _, findings = read(tmp_path, 表="片段: {列: [{标提: 甲}]}\n表:\n  甲: {列: 列}\n  乙: {列: 列}\n")
    assert [one.code for one in findings] == ["P111"]


def test_a_suggestion_is_the_nearest_word_or_a_list_that_is_not_too_long() -> None:
    assert suggestion("收之", ["支出", "收支"]) == "是不是“收支”？"
    assert suggestion("人员", ["支出", "收支"]) == "可以写：支出、收支。"
    assert suggestion("人员", []) == ""
    many = [f"词{number}" for number in range(LISTED + 5)]
    assert suggestion("人员", many) == f"可以写：{'、'.join(many[:LISTED])}。"


@pytest.mark.parametrize(("missing", "words"), [("样式.docx", "没有“样式.docx”"), ("正文.jinja", "没有“正文.jinja”")])
def test_a_pack_without_a_file_that_it_needs_is_no_pack(missing: str, words: str, tmp_path: Path) -> None:
    templates = write_pack(tmp_path)
    (templates / "测试" / missing).unlink()
    pack, (finding,) = loader.find("测试", 2025, templates)
    assert pack is None
    assert (finding.code, str(finding.place)) == ("P102", "templates/测试")
    assert words in finding.message


def test_a_pack_that_does_not_exist_is_told_where_the_budget_names_it(tmp_path: Path) -> None:
    place = Place("b/a.yaml", 2, 5)
    pack, (finding,) = loader.find("测验", 2025, write_pack(tmp_path), place)
    assert pack is None
    assert (finding.code, finding.place) == ("P101", place)
    assert "2025 年度" in finding.message
    assert "“测验”" in finding.message
    assert finding.remedy == "可以写：测试。"
    assert loader.find("测试", 2025, tmp_path / "没有")[1][0].code == "P101"


@pytest.mark.parametrize(
    ("first", "year", "found"),
    [("2025", 2025, True), ("2025", 2024, False), ("", 1, True), ("二", 1, True), ("２０２６", 2025, True)],
)
def test_a_pack_is_for_its_first_year_and_later(first: str, year: int, found: bool, tmp_path: Path) -> None:
    pack, _ = read(tmp_path, year, 模板=f"年度: {first}\n" if first else "")
    assert (pack is not None) == found
    if pack:
        assert pack.year == (int(first) if first.isascii() and first else 0)


def test_a_pack_is_found_by_its_name_and_by_its_folder(tmp_path: Path) -> None:
    templates = write_pack(tmp_path)
    (templates / "测试").rename(templates / "ceshi")
    for name in ("测试", "ceshi"):
        pack, _ = loader.find(name, 2025, templates)
        assert pack is not None
        assert (pack.name, pack.folders, pack.word_file) == ("测试", ("templates/ceshi",), "templates/ceshi/样式.docx")


def test_what_a_pack_says_of_itself_is_read(tmp_path: Path) -> None:
    text = (
        "文件标题: 题\n科目名称: {功能分类: {'206': 科技}}\n口径: {收入: {方向: 收入}}\n正文必有: [收入]\n年度: 2024\n"
    )
    pack = good(tmp_path, 模板=text)
    assert (pack.title, pack.year, pack.required) == ("题", 2024, ("收入",))
    assert pack.names == {"功能分类": {"206": "科技"}}
    assert good(tmp_path / "又", 表="").title == "{{ 主体 }}{{ 年度 }}年部门预算信息公开"
    assert {name: (text.file, text.source) for name, text in pack.texts.items()} == {
        "正文.jinja": ("templates/测试/正文.jinja", "正文"),
        "测试/正文.jinja": ("templates/测试/正文.jinja", "正文"),
    }
    assert pack.word == (tmp_path / "测试" / "样式.docx").read_bytes()


EXTENDED = """
默认: {数字: {单位: 元}, 抬头: [甲, 乙, 丙]}
口径: {一: {方向: 收入}, 二: {方向: 支出}}
片段: {列: [{标题: 旧}], 行: [{标签: 旧}]}
表:
  表一: {标题: 旧, 栏次: 是, 空表: {说明: 旧}, 列: 列, 行: 行}
  表二: {标题: 旧}
科目名称: {功能分类: {'1': 旧, '2': 旧}, 经济分类: {'3': 旧}}
文件标题: 旧
正文必有: [一]
"""
OWN = """
名称: 新
沿用: 测试
默认: {数字: {小数: 1}}
口径: {二: {方向: 年终结转}, 三: {方向: 收入}}
片段: {列: [{标题: 新}]}
表:
  表一: {标题: 新, 空表: {保留: 全部}}
  表三: {}
科目名称: {功能分类: {'1': 新}}
"""


def test_a_pack_adds_to_what_it_extends_key_by_key_to_the_depth_of_each(tmp_path: Path) -> None:
    templates = write_pack(tmp_path, 表=EXTENDED)
    (templates / "新").mkdir()
    (templates / "新" / "模板.yaml").write_text(OWN, "utf-8")
    pack, findings = loader.find("新", 2025, templates)
    assert findings == ()
    assert pack is not None
    assert pack.folders == ("templates/新", "templates/测试")
    assert (pack.name, pack.title, pack.required) == ("新", "旧", ("一",))
    assert [str(table.place) for table in pack.tables.values()] == [
        "templates/新/模板.yaml:8:7", "templates/测试/表.yaml:7:7", "templates/新/模板.yaml:9:7",
    ]  # fmt: skip
    assert pack.number == NumberFormat(places=1)  # 数字 is replaced as a whole
    assert {name: said(table) for name, table in pack.tables.items()} == {
        "表一": {
            "name": "表一", "title": "新", "line": ["甲", "乙", "丙"], "numbered": True, "empty": {"keep": "全部"},
            "number": NumberFormat(places=1), "columns": [{"title": "新"}], "rows": [{"kind": "标签", "label": "旧"}],
        },
        "表二": {"name": "表二", "title": "旧", "line": ["甲", "乙", "丙"], "number": NumberFormat(places=1)},
        "表三": {"name": "表三", "title": "表三", "line": ["甲", "乙", "丙"], "number": NumberFormat(places=1)},
    }  # fmt: skip
    assert [condition.clauses[0].values for _, condition in pack.queries.values()] == [
        ("收入",),
        ("年终结转",),
        ("收入",),
    ]
    assert pack.names == {"功能分类": {"1": "新", "2": "旧"}, "经济分类": {"3": "旧"}}
    assert pack.word_file == "templates/测试/样式.docx"


@pytest.mark.parametrize("own", ["口径: 甲", "口径: [甲]", "表: {表一: 甲}", "表: {表一: [甲]}"])
def test_what_is_no_mapping_replaces_what_it_cannot_add_to_and_is_told(own: str, tmp_path: Path) -> None:
    templates = write_pack(tmp_path, 表=EXTENDED.replace("正文必有: [一]\n", ""))
    (templates / "新").mkdir()
    (templates / "新" / "模板.yaml").write_text(f"名称: 新\n沿用: 测试\n{own}\n", "utf-8")
    _, findings = loader.find("新", 2025, templates)
    assert [(one.code, one.place.file if one.place else "") for one in findings] == [("P112", "templates/新/模板.yaml")]


def test_texts_keep_their_lines_whatever_ends_them(tmp_path: Path) -> None:
    templates = write_pack(tmp_path)
    (templates / "测试" / "正文.jinja").write_bytes("甲\r\n乙\n".encode())
    pack, findings = loader.find("测试", 2025, templates)
    assert pack is not None
    assert findings == ()
    assert pack.texts["正文.jinja"].source == "甲\n乙\n"


@pytest.mark.parametrize(("length", "codes"), [(300_000, []), (300_001, ["P112", "P102"])])
def test_a_text_has_a_greatest_length(length: int, codes: list[str], tmp_path: Path) -> None:
    _, findings = read(tmp_path, text="甲" * length)
    assert [one.code for one in findings] == codes


def test_a_text_that_is_no_text_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    templates = write_pack(tmp_path)
    (templates / "测试" / "又.jinja").write_bytes(b"\x00")
    pack, (finding,) = loader.find("测试", 2025, templates)
    assert pack is not None
    assert (finding.code, str(finding.place)) == ("Y104", "templates/测试/又.jinja:1:1")
    assert "又.jinja" not in pack.texts
