"""What may be wrong with a workbook (工作簿的问题)."""

from __future__ import annotations

from generator.base.numerals import column_letters
from generator.findings.finding import Kind, Place, Severity

UNREADABLE = Kind(
    "I401",
    "工作簿打不开",
    Severity.ERROR,
    "要的是 budget sheet 写出、用 Excel 或 WPS 保存成 .xlsx 的工作簿，没有加密。",
)
FOREIGN = Kind(
    "I402",
    "不是本软件的工作簿",
    Severity.ERROR,
    "导入要用工作簿里的“记录”表（隐藏的），由 budget sheet export 或者 budget sheet new 写出；另存为别的格式会丢掉它。",
)
LAYOUT = Kind(
    "I404",
    "工作簿的表或栏变了",
    Severity.WARNING,
    "可以排序、插行、换栏的先后；缺少的表和栏按没有改动处理，多出来的不读。",
)
CELL = Kind("I405", "格子读不懂", Severity.ERROR, "公式的错误、变成日期或者科学计数的编码、不能用的写法，都要先改正。")
WHOSE = Kind("I406", "不知道属于谁", Severity.ERROR, "这一行属于哪个单位、哪个项目，要与那张表里写的一致。")
LACKING = Kind("I407", "必填的没有填", Severity.ERROR, "新加的行里，必须有的栏是空的。")
CONFLICT = Kind(
    "I408",
    "两边都改了",
    Severity.ERROR,
    "同一个值，导出以后在 YAML 和工作簿里都改了，而且改得不一样。不知道以哪个为准，什么也没有写。",
)
NOT_WRITTEN = Kind("I409", "改不进 YAML", Severity.ERROR, "YAML 的写法特殊，程序没有把握改好，所以没有改。")
INEXACT = Kind(
    "I410", "数超过 15 位", Severity.WARNING, "Excel 的数只有 15 位是准确的；更长的写成文字，不参加表里的合计。"
)
TWICE = Kind("I411", "同一项有两行", Severity.ERROR, "一个名称在这张表里只能有一行。")


def cell_place(file: str, sheet: str, row: int, column: int | None = None) -> Place:
    """Give the place of a cell: rows from 1, columns from 0; without a column it is the row."""
    where = f"第 {row} 行" if column is None else f"{column_letters(column)}{row}"
    return Place(file, named=f"“{sheet}”表 {where}")
