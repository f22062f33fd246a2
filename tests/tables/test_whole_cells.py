# ruff: noqa: E501 a specification is one line
"""Every cell as a whole – words, role, spans, weight, scope, indentation, value, origins – not only its words.

A cell is written as its words, and in brackets what is not usual of it. The expectations were read against the form.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.books.book import Book
from generator.books.statements import ItemList, Statement
from generator.document.blocks import Row, Table
from generator.facts import classification
from generator.facts.budget import Entry
from generator.ledger import Ledger, department_ledger
from generator.pack import loader
from generator.tables.make import make
from generator.tables.setting import Names, Setting
from tests.packs import entry, ledger, loaded, write_pack
from tests.tables.making import record, rendered, says
from tests.tables.test_lines import TEXT as LINES


def whole(row: Row) -> str:
    """Write a row with all that its cells say."""
    marks = "=" if row.total else "#" if row.numbers else ""
    return marks + " | ".join(_cell(says(cell)) for cell in row.cells)


def _cell(said: dict[str, Any]) -> str:
    parts = [said.pop("role", "文字")]
    spans = (said.pop("colspan", 1), said.pop("rowspan", 1))
    parts += [f"{spans[0]}x{spans[1]}"] if spans != (1, 1) else []
    parts += ["粗"] if said.pop("bold", False) else []
    parts += [{"row": "行头", "column": "列头"}[said.pop("scope")]] if "scope" in said else []
    parts += [f"缩{said.pop('indent')}"] if "indent" in said else []
    parts += [f"={said.pop('value')}"] if "value" in said else []
    parts += [f"{said.pop('number_format')}"] if "number_format" in said else []
    parts += [f"e{said.pop('scale')}"] if "scale" in said else []
    parts += ["←" + "+".join(str(path[-1]) for path in said.pop("origins"))] if "origins" in said else []
    words = said.pop("text", "").replace("\n", "/")
    assert said == {}
    return f"{words}[{' '.join(parts)}]"


def made(
    tmp_path: Path, text: str, own: Ledger, *books: Book, queries: str = "口径: {支: {方向: 支出}}\n"
) -> tuple[Table, ...]:
    pack, findings = loader.find("测试", 2025, write_pack(tmp_path / "模板", 表=f"表:\n  表一: {text}\n", 口径=queries))
    assert findings == ()
    assert pack is not None
    named = {book.name: book for book in books}
    setting = Setting(Names(classification.load(2025), ({}, {})), rendered, "部门", {"主体": "甲局"}, books=named)
    return tuple(table for spec in pack.tables.values() for one in make(spec, own, setting) for table in one.tables)


def show(tables: tuple[Table, ...]) -> str:
    return "\n".join(whole(row) for table in tables for row in (*table.head, *table.body))


def spent(amount: str, **own: str) -> Entry:
    return entry(amount, direction="支出", origin=("支出", amount), **own)


OWN = (
    spent("30000", function="2060101", spending_type="基本支出", economic="30101"),
    spent("12345", function="2060101", spending_type="项目支出", economic="30201"),
    spent("50", function="2080501", spending_type="项目支出"),
)
BEFORE = Book(
    "上年预算",
    {
        "收支": tuple(
            replace(one, book="上年预算", origin=("2024/", str(one.amount)))
            for one in (spent("15000", function="2060101", spending_type="基本支出"), spent("5000", function="2100101"))
        )
    },
)
SAID = {
    code: Statement("收支", {"方向": ("支出",), "功能分类": (code,)}, Decimal(amount), Decimal(0), ("上年执行数", code))
    for code, amount in (("206", 25000), ("2130101", 4000))
}
EXECUTED = Book(
    "上年执行", None, tuple(SAID.values()), (ItemList("收支", {"方向": ("支出",)}, "功能分类", SAID, closed=False),)
)
PROJECTS = {
    "单位": (),
    "项目": (
        record(
            (spent("7000", project="甲"),),
            {"绩效目标": (record(内容="一。"), record(内容="二。"))},
            项目名称="甲",
            概算=90000,
        ),
        record((spent("500", project="乙"),), {}, 项目名称="乙", 概算=10000),
    ),
}


def test_codes_numbers_and_shares(tmp_path: Path) -> None:
    text = "{条件: {方向: 支出}, 栏次: 是, 列: [{标题: 序号, 内容: 序号}, {标题: 科目, 列: [{标题: 编码, 内容: 编码}, {标题: 名称, 内容: 名称}]}, {标题: 类, 内容: 编码.类}, {标题: 合计}, {标题: 项目, 条件: {支出类型: 项目支出}, 数字: {单位: 元, 千分位: 是}}, {标题: 占比, 占比: 支}], 行: [{合计: 合计}, {科目: 功能分类}, {标签: 其中, 下级: [{标签: 项目, 条件: {支出类型: 项目支出}}]}]}"
    assert (
        show(made(tmp_path, text, ledger(*OWN)))
        == """\
序号[表头 1x2 列头] | 科目[表头 2x1 列头] | 类[表头 1x2 列头] | 合计[表头 1x2 列头] | 项目[表头 1x2 列头] | 占比[表头 1x2 列头]
编码[表头 列头] | 名称[表头 列头]
#栏次[表头 列头] | 1[表头 列头] | 2[表头 列头] | 3[表头 列头] | 4[表头 列头] | 5[表头 列头] | 6[表头 列头]
=1[序号] | 合计[居中 3x1 粗 行头] | 4.24[金额 粗 =42395 0.00 e4 ←30000+12345+50] | 12,395.00[金额 粗 =12395 #,##0.00 ←12345+50] | 100.00[金额 粗 =100.00 0.00 ←30000+12345+50+30000+12345+50]
2[序号] | 206[居中 行头] | 科学技术支出[文字] | 206[居中] | 4.23[金额 =42345 0.00 e4 ←30000+12345] | 12,345.00[金额 =12345 #,##0.00 ←12345] | 99.76[金额 =99.76 0.00 ←30000+12345+30000+12345+50]
3[序号] | 20601[居中 行头] | 科学技术管理事务[文字] | 206[居中] | 4.23[金额 =42345 0.00 e4 ←30000+12345] | 12,345.00[金额 =12345 #,##0.00 ←12345] | 99.76[金额 =99.76 0.00 ←30000+12345+30000+12345+50]
4[序号] | 2060101[居中 行头] | 行政运行[文字] | 206[居中] | 4.23[金额 =42345 0.00 e4 ←30000+12345] | 12,345.00[金额 =12345 #,##0.00 ←12345] | 99.76[金额 =99.76 0.00 ←30000+12345+30000+12345+50]
5[序号] | 208[居中 行头] | 社会保障和就业支出[文字] | 208[居中] | 0.01[金额 =50 0.00 e4 ←50] | 50.00[金额 =50 #,##0.00 ←50] | 0.24[金额 =0.24 0.00 ←50+30000+12345+50]
6[序号] | 20805[居中 行头] | 行政事业单位养老支出[文字] | 208[居中] | 0.01[金额 =50 0.00 e4 ←50] | 50.00[金额 =50 #,##0.00 ←50] | 0.24[金额 =0.24 0.00 ←50+30000+12345+50]
7[序号] | 2080501[居中 行头] | 行政单位离退休[文字] | 208[居中] | 0.01[金额 =50 0.00 e4 ←50] | 50.00[金额 =50 #,##0.00 ←50] | 0.24[金额 =0.24 0.00 ←50+30000+12345+50]
8[序号] | [居中 行头] | 其中[文字] | [居中] | 4.24[金额 =42395 0.00 e4 ←30000+12345+50] | 12,395.00[金额 =12395 #,##0.00 ←12345+50] | 100.00[金额 =100.00 0.00 ←30000+12345+50+30000+12345+50]
9[序号] | [居中 行头] | 项目[文字 缩1] | [居中] | 1.24[金额 =12395 0.00 e4 ←12345+50] | 12,395.00[金额 =12395 #,##0.00 ←12345+50] | 29.25[金额 =29.25 0.00 ←12345+50+30000+12345+50]"""
    )


def test_lists_side_by_side(tmp_path: Path) -> None:
    text = "{列: [{标题: 收入, 条件: {方向: 收入}, 列: [{标题: 项目, 内容: 标签}, {标题: 数}], 行: [{标签: 拨款}, 补齐, {合计: 收入总计}]}, {标题: 支出, 条件: {方向: 支出}, 列: [{标题: 项目, 内容: 标签}, {标题: 数}], 行: [{标签: 基本, 条件: {支出类型: 基本支出}}, {标签: 项目, 条件: {支出类型: 项目支出}}, {标签: 其他}, 补齐, {合计: 支出总计}]}]}"
    assert (
        show(made(tmp_path, text, ledger(*OWN, entry("9", direction="收入", origin=("收", "1")))))
        == """\
收入[表头 2x1 列头] | 支出[表头 2x1 列头]
项目[表头 列头] | 数[表头 列头] | 项目[表头 列头] | 数[表头 列头]
拨款[文字 行头] | 0.00[金额 =9 0.00 e4 ←1] | 基本[文字 行头] | 3.00[金额 =30000 0.00 e4 ←30000]
[文字] | [金额] | 项目[文字 行头] | 1.24[金额 =12395 0.00 e4 ←12345+50]
[文字] | [金额] | 其他[文字 行头] | 4.24[金额 =42395 0.00 e4 ←30000+12345+50]
=收入总计[居中 粗 行头] | 0.00[金额 粗 =9 0.00 e4 ←1] | 支出总计[居中 粗 行头] | 4.24[金额 粗 =42395 0.00 e4 ←30000+12345+50]"""
    )


def test_books_differences_and_rates(tmp_path: Path) -> None:
    text = "{条件: {方向: 支出}, 列: [{标题: 编, 内容: 编码}, {标题: 名, 内容: 名称}, {标题: 今}, {标题: 去, 数据版本: 上年预算}, {标题: 增, 内容: 增减额}, {标题: 率, 内容: 增减率}, {标题: 执, 数据版本: 上年执行}, {标题: 执率, 内容: 增减率, 数据版本: 上年执行, 数字: {小数: 1}}], 行: [{合计: 合计}, {科目: 功能分类, 到: 类}, {标签: 占, 占比: 支}]}"
    assert (
        show(made(tmp_path, text, ledger(*OWN), BEFORE, EXECUTED))
        == """\
编[表头 列头] | 名[表头 列头] | 今[表头 列头] | 去[表头 列头] | 增[表头 列头] | 率[表头 列头] | 执[表头 列头] | 执率[表头 列头]
=合计[居中 2x1 粗 行头] | 4.24[金额 粗 =42395 0.00 e4 ←30000+12345+50] | 2.00[金额 粗 =20000 0.00 e4 ←15000+5000] | 2.24[金额 粗 =22400 0.00 e4 ←30000+12345+50+15000+5000] | 112.00[金额 粗 =112.00 0.00 ←30000+12345+50+15000+5000] | [金额] | [金额]
206[居中 行头] | 科学技术支出[文字] | 4.23[金额 =42345 0.00 e4 ←30000+12345] | 1.50[金额 =15000 0.00 e4 ←15000] | 2.73[金额 =27300 0.00 e4 ←30000+12345+15000] | 182.00[金额 =182.00 0.00 ←30000+12345+15000] | 2.50[金额 =25000 0.00 e4 ←206] | 69.2[金额 =69.2 0.0 ←30000+12345+206]
208[居中 行头] | 社会保障和就业支出[文字] | 0.01[金额 =50 0.00 e4 ←50] | [金额 =0 0.00 e4] | 0.01[金额 =100 0.00 e4 ←50] | —[金额] | [金额] | [金额]
210[居中 行头] | 卫生健康支出[文字] | [金额 =0 0.00 e4] | 0.50[金额 =5000 0.00 e4 ←5000] | -0.50[金额 =-5000 0.00 e4 ←5000] | -100.00[金额 =-100.00 0.00 ←5000] | [金额] | [金额]
213[居中 行头] | 农林水支出[文字] | [金额 =0 0.00 e4] | [金额 =0 0.00 e4] | [金额 =0 0.00 e4] | —[金额] | [金额] | [金额]
[居中 行头] | 占[文字] | 100.00[金额 =100.00 0.00 ←30000+12345+50+30000+12345+50] | 100.00[金额 =100.00 0.00 ←15000+5000+15000+5000] | 2.24[金额 =22400 0.00 e4 ←30000+12345+50+15000+5000] | 112.00[金额 =112.00 0.00 ←30000+12345+50+15000+5000] | [金额] | [金额]"""
    )


def test_groups(tmp_path: Path) -> None:
    text = "{条件: {方向: 支出}, 列: [{标题: 大类, 内容: 标签}, {标题: 型, 内容: 支出类型}, {标题: 类, 内容: 经济分类}, {标题: 总}], 行: [{合计: 合计}, {分组: [支出类型], 下级: [{分组: [经济分类], 空值: {经济分类: 其他}}]}]}"
    assert (
        show(made(tmp_path, text, ledger(*OWN)))
        == """\
大类[表头 列头] | 型[表头 列头] | 类[表头 列头] | 总[表头 列头]
=合计[居中 粗 行头] | [文字] | [文字] | 4.24[金额 粗 =42395 0.00 e4 ←30000+12345+50]
[文字 行头] | 基本支出[文字] | [文字] | 3.00[金额 =30000 0.00 e4 ←30000]
[文字 行头 缩1] | [文字] | 基本工资[文字] | 3.00[金额 =30000 0.00 e4 ←30000]
[文字 行头] | 项目支出[文字] | [文字] | 1.24[金额 =12395 0.00 e4 ←12345+50]
[文字 行头 缩1] | [文字] | 办公费[文字] | 1.23[金额 =12345 0.00 e4 ←12345]
[文字 行头 缩1] | [文字] | 其他[文字] | 0.01[金额 =50 0.00 e4 ←50]"""
    )


def test_records_and_totals_of_their_fields(tmp_path: Path) -> None:
    text = "{条件: {方向: 支出}, 列: [{标题: 序, 内容: 序号}, {标题: 名, 内容: 项目名称, 居中: 是}, {标题: 算, 内容: 概算}, {标题: 目标, 内容: 绩效目标}, {标题: 额}], 行: [{合计: 合计}, {记录: 项目, 排序: [概算]}]}"
    assert (
        show(made(tmp_path, text, ledger(*OWN, records=PROJECTS)))
        == """\
序[表头 列头] | 名[表头 列头] | 算[表头 列头] | 目标[表头 列头] | 额[表头 列头]
=1[序号] | 合计[居中 粗 行头] | 10.00[金额 粗 =100000 0.00 e4 ←处+处] | [文字] | 4.99[金额 粗 =49895 0.00 e4 ←30000+12345+50+7000+500]
2[序号] | 乙[居中 ←处] | 1.00[金额 =10000 0.00 e4 ←处] | [文字] | 0.05[金额 =500 0.00 e4 ←500]
3[序号] | 甲[居中 ←处] | 9.00[金额 =90000 0.00 e4 ←处] | 一。/二。[文字 ←处+处] | 0.70[金额 =7000 0.00 e4 ←7000]"""
    )


def test_forms_of_records_with_their_lists(tmp_path: Path) -> None:
    text = "{逐条: 项目, 表单: [[{文字: 名称}, {内容: 项目名称, 跨列: 2}], [{内容: 概算}, {内容: 金额}, {条件: {支出类型: 项目支出}}]], 列: [{标题: 目标, 内容: 内容}], 行: [{记录: 绩效目标}]}"
    assert (
        show(made(tmp_path, text, ledger(*OWN, records=PROJECTS)))
        == """\
名称[表头 行头] | 甲[文字 2x1 ←处]
9.00[金额 =90000 0.00 e4 ←处] | 0.70[金额 =7000 0.00 e4 ←7000] | [金额 =0 0.00 e4]
目标[表头 列头]
一。[文字 ←处]
二。[文字 ←处]
名称[表头 行头] | 乙[文字 2x1 ←处]
1.00[金额 =10000 0.00 e4 ←处] | 0.05[金额 =500 0.00 e4 ←500] | [金额 =0 0.00 e4]
目标[表头 列头]"""
    )


def test_records_spread_over_their_parts(tmp_path: Path) -> None:
    text = "{列: [{标题: 序, 内容: 序号}, {标题: 名, 内容: 项目名称}, {标题: 目标, 内容: 内容}, {标题: 额}], 行: [{记录: 项目, 展开: 绩效目标}]}"
    assert (
        show(made(tmp_path, text, ledger(*OWN, records=PROJECTS)))
        == """\
序[表头 列头] | 名[表头 列头] | 目标[表头 列头] | 额[表头 列头]
1[序号 1x2] | 甲[文字 1x2 ←处] | 一。[文字 ←处] | 0.70[金额 1x2 =7000 0.00 e4 ←7000]
二。[文字 ←处]
2[序号] | 乙[文字 ←处] | [文字] | 0.05[金额 =500 0.00 e4 ←500]"""
    )


def test_lines_with_all_that_they_say_and_where_it_is_typed(tmp_path: Path) -> None:
    names = (
        "科目编码 科目名称 类 款 项 编码.款 经济科目编码 经济科目名称 政府经济科目编码 资金性质 支出类型 上年结转 用途标记 "
        "单位编码 单位名称 项目编码 项目名称 项目类别"
    )
    columns = ", ".join(f"{{标题: {name}, 内容: {name}}}" for name in names.split())
    text = f"{{条件: {{方向: 支出}}, 列: [{columns}], 行: [{{记录: 支出明细}}]}}"
    (table,) = made(tmp_path, text, department_ledger(loaded(tmp_path, LINES)))
    assert (
        "\n".join(whole(row) for row in table.body)
        == """\
2060101[文字 ←科目] | 行政运行[文字 ←科目] | 科学技术支出[文字 ←科目] | 科学技术管理事务[文字 ←科目] | 行政运行[文字 ←科目] | 01[居中 ←科目] | 30201[文字 ←经济科目] | 办公费[文字 ←经济科目] | [文字] | 一般公共预算拨款[文字 ←资金性质] | 基本支出[文字 ←金额] | 是[文字 ←上年结转] | [文字] | 350001[文字 ←编码] | 本级[文字 ←名称] | [文字] | [文字] | [文字]
2060101[文字 ←科目] | 行政运行[文字 ←科目] | 科学技术支出[文字 ←科目] | 科学技术管理事务[文字 ←科目] | 行政运行[文字 ←科目] | 01[居中 ←科目] | 30101[文字 ←经济科目] | 基本工资[文字 ←经济科目] | [文字] | 一般公共预算拨款[文字 ←资金性质] | 基本支出[文字 ←金额] | 否[文字 ←金额] | [文字] | 350001[文字 ←编码] | 本级[文字 ←名称] | [文字] | [文字] | [文字]
2060199[文字 ←科目] | 其他科学技术管理事务支出[文字 ←科目] | 科学技术支出[文字 ←科目] | 科学技术管理事务[文字 ←科目] | 其他科学技术管理事务支出[文字 ←科目] | 01[居中 ←科目] | [文字] | [文字] | [文字] | 经营收入[文字 ←资金性质] | 经营支出[文字 ←支出类型] | 否[文字 ←金额] | 甲[文字 ←用途标记] | 350002[文字 ←编码] | 甲院[文字 ←名称] | [文字] | [文字] | [文字]
2060199[文字 ←科目] | 其他科学技术管理事务支出[文字 ←科目] | 科学技术支出[文字 ←科目] | 科学技术管理事务[文字 ←科目] | 其他科学技术管理事务支出[文字 ←科目] | 01[居中 ←科目] | 30201[文字 ←经济科目] | 办公费[文字 ←经济科目] | [文字] | 事业收入[文字 ←资金性质] | 项目支出[文字 ←金额] | 否[文字 ←金额] | [文字] | 350002[文字 ←编码] | 甲院[文字 ←名称] | P1[文字 ←编码] | 合用[文字 ←名称] | 特定目标类[文字 ←类别]
2060101[文字 ←科目] | 行政运行[文字 ←科目] | 科学技术支出[文字 ←科目] | 科学技术管理事务[文字 ←科目] | 行政运行[文字 ←科目] | 01[居中 ←科目] | [文字] | [文字] | [文字] | 事业收入[文字 ←资金性质] | 项目支出[文字 ←金额] | 否[文字 ←金额] | [文字] | 350001[文字 ←编码] | 本级[文字 ←名称] | P1[文字 ←编码] | 合用[文字 ←名称] | 特定目标类[文字 ←类别]"""
    )


def test_equal_cells_of_lines_are_one_cell(tmp_path: Path) -> None:
    text = "{条件: {方向: 支出}, 列: [{标题: 单位, 内容: 单位名称, 合并: 是}, {标题: 科目, 内容: 科目编码, 合并: 是}, {标题: 额}], 行: [{记录: 支出明细, 排序: [单位名称, 科目编码]}]}"
    assert (
        show(made(tmp_path, text, department_ledger(loaded(tmp_path, LINES))))
        == """\
单位[表头 列头] | 科目[表头 列头] | 额[表头 列头]
本级[文字 1x3 ←名称+名称+名称] | 2060101[文字 1x3 ←科目+科目+科目] | 2.00[金额 =20000 0.00 e4 ←金额]
1.00[金额 =10000 0.00 e4 ←金额]
0.50[金额 =5000 0.00 e4 ←金额]
甲院[文字 1x2 ←名称+名称] | 2060199[文字 1x2 ←科目+科目] | 0.60[金额 =6000 0.00 e4 ←金额]
4.00[金额 =40000 0.00 e4 ←金额]"""
    )
