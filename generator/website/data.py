"""The data of one document: JSON for the site's other pages, leaves and figures as CSV, and the package of both.

CSV for machines: UTF-8 with a mark, since Excel asks for it; amounts in 元. A text that a spreadsheet would take for a
formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from generator.base.frozen import frozen
from generator.base.markup import legal
from generator.website.glance import Glance, Sum
from generator.website.leaves import CodedFigure, PrintedLeaf, PrintedWords

DATA, LEAVES, FIGURES, PACKAGE = "data.json", "leaves.csv", "figures.csv", "datapackage.json"
FILES = ((DATA, "JSON"), (LEAVES, "明细 CSV"), (FIGURES, "印出来的每个数 CSV"), (PACKAGE, "Data Package"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

# Of a table by their Chinese titles, which are their names: the type in a Table Schema, the columnType in a Fiscal Data
# Package or nothing, what is said of it or nothing.
CsvColumns = Mapping[str, tuple[str, str, str]]
LEAF_COLUMNS: CsvColumns = {
    "年度": ("integer", "date:fiscal-year", "预算年度"),
    "部门编码": ("string", "administrative-classification:generic:level1:code:part", ""),
    "部门名称": ("string", "administrative-classification:generic:level1:label", ""),
    "单位编码": ("string", "administrative-classification:generic:level2:code:part", "公开文本里写到单位的才有"),
    "单位名称": ("string", "administrative-classification:generic:level2:label", ""),
    "序号": ("integer", "", "一份公开文本里的第几条明细"),
    "方向": ("string", "direction", "收入、支出、年终结转；采购、资产另外统计，不要和收支相加"),
    "功能科目编码": ("string", "functional-classification:generic:code", "印到哪一级就写到哪一级"),
    "功能科目名称": ("string", "functional-classification:generic:label", ""),
    "经济科目编码": ("string", "economic-classification:generic:code", "部门预算支出经济分类"),
    "经济科目名称": ("string", "economic-classification:generic:label", ""),
    "资金性质": ("string", "fin-source:generic:name", ""),
    "支出类型": ("string", "expenditure-type:generic:name", ""),
    "上年结转": ("boolean", "", "是不是上年结转下来的钱"),
    "项目": ("string", "activity:generic:project:name", ""),
    "金额": ("number", "value", "单位：元"),
}
FIGURE_COLUMNS: CsvColumns = {
    "编号": ("string", "", "网页上这个数的编号；s 开头的在文字里"),
    "表": ("string", "", ""),
    "行": ("string", "", ""),
    "列": ("string", "", "各层列标题，用 / 分开"),
    "印出": ("string", "", "公开文本里印出来的样子"),
    "金额": ("number", "", "单位：元；不是金额的、文字里的空着"),
    "是合计": ("boolean", "", "是不是这一年明细的合计"),
    "明细": ("string", "", "由哪几条明细（序号）相加得到，例如 1-5 8"),
}


@frozen
class Owner:
    """Whose a document is: year, department, and the unit or nothing."""

    year: int
    code: str
    name: str
    unit: str = ""
    unit_name: str = ""
    alone: bool = False  # a unit whose department has no budget here

    @property
    def shown(self) -> str:
        """The name of whom it is about."""
        return self.unit_name or self.name

    @property
    def folder(self) -> str:
        """The name of its folder in that of its year."""
        return self.unit or self.code

    @property
    def key(self) -> tuple[str, str]:
        """What a document is known by."""
        return self.code, self.unit


@frozen
class Published:
    """What the other pages of the site know of a document."""

    whose: Owner
    title: str
    pages: int
    sums: Mapping[str, Sum]
    before: Mapping[str, Decimal]  # last year's, by 口径
    charts: Mapping[str, tuple[Sum, ...]]
    projects: tuple[Sum, ...]
    leaves: tuple[PrintedLeaf, ...]


def published(whose: Owner, title: str, pages: int, said: Glance, leaves: Sequence[PrintedLeaf]) -> Published:
    """Give what the other pages of the site know of a document."""
    before = {one.name: one.before.value for one in said.compared}
    charts = {one.title: one.bars for one in said.charts}
    return Published(whose, title, pages, said.sums, before, charts, said.projects, tuple(leaves))


def as_json(one: Published) -> bytes:
    """Write what is known of a document."""
    whose = one.whose
    said: dict[str, Any] = {
        "年度": whose.year,
        "部门": {"编码": whose.code, "名称": whose.name},
        "单位": {"编码": whose.unit, "名称": whose.unit_name} if whose.unit else None,
        "没有部门预算": whose.alone,
        "标题": one.title,
        "页数": one.pages,
        "金额单位": "元",
        "金额": {name: value.plain for name, value in one.sums.items()},
        "上年": {name: f"{value:f}" for name, value in one.before.items()},
        "图": {title: [_sum(bar) for bar in bars] for title, bars in one.charts.items()},
        "项目": [_sum(project) for project in one.projects],
        "明细": [list(leaf_row(one, leaf))[3:] for leaf in one.leaves],
        "明细各列": list(LEAF_COLUMNS)[3:],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def from_json(data: bytes) -> Published:
    """Read what `as_json` wrote. Raises ValueError, TypeError, LookupError, ArithmeticError where it is not that."""
    said = json.loads(data)
    unit = said["单位"] or {"编码": "", "名称": ""}
    department = said["部门"]
    whose = Owner(
        said["年度"], department["编码"], department["名称"], unit["编码"], unit["名称"], said["没有部门预算"]
    )
    return Published(
        whose,
        said["标题"],
        said["页数"],
        {name: Sum(name, Decimal(value)) for name, value in said["金额"].items()},
        {name: Decimal(value) for name, value in said["上年"].items()},
        {title: tuple(map(_read_sum, bars)) for title, bars in said["图"].items()},
        tuple(map(_read_sum, said["项目"])),
        tuple(map(_read_leaf, said["明细"])),
    )


def _sum(one: Sum) -> dict[str, str]:
    return {"名称": one.name, "金额": one.plain} | ({"编码": one.code} if one.code else {})


def _read_sum(said: Mapping[str, str]) -> Sum:
    return Sum(said["名称"], Decimal(said["金额"]), code=said.get("编码", ""))


def leaf_row(one: Published, leaf: PrintedLeaf) -> tuple[str | int | bool | Decimal, ...]:
    """Give a leaf in the columns of its table; a unit's document is the unit's in every line."""
    whose = one.whose
    of = leaf.of
    unit = (whose.unit, whose.unit_name) if whose.unit else of.unit
    return (
        whose.year, whose.code, whose.name, *unit, leaf.number, of.direction, *of.function, *of.economic,
        of.fund, of.spending, of.carryover, of.project, f"{leaf.amount:f}",
    )  # fmt: skip


def _read_leaf(row: Sequence[Any]) -> PrintedLeaf:
    code, name, number, direction, f_code, f_name, e_code, e_name, fund, spending, carryover, project, amount = row
    of = PrintedWords(direction, (f_code, f_name), (e_code, e_name), fund, spending, carryover, (code, name), project)
    return PrintedLeaf(number, of, Decimal(amount))


def leaves_csv(every: Iterable[Published]) -> bytes:
    """Write the leaves of documents as CSV."""
    return as_csv(tuple(LEAF_COLUMNS), (leaf_row(one, leaf) for one in every for leaf in one.leaves))


def figures_csv(figures: Iterable[CodedFigure]) -> bytes:
    """Write the figures of a document as CSV."""
    return as_csv(tuple(FIGURE_COLUMNS), map(_figure_row, figures))


def _figure_row(one: CodedFigure) -> tuple[str | bool, ...]:
    value = "" if one.value is None else f"{one.value:f}"
    leaves = "" if one.leaves is None else ranges(one.leaves)
    return one.code, one.table, one.row, one.column, one.shown, value, one.leaves is not None, leaves


def ranges(numbers: Sequence[int]) -> str:
    """Write rising numbers short: 1-5 8."""
    runs = [[at for _, at in group] for _, group in groupby(enumerate(numbers), lambda one: one[1] - one[0])]
    return " ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows under a head as CSV that Excel and programs read alike."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_text(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = " ".join(legal(str(value)).split("\n"))
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def package(name: str, title: str, resources: Sequence[tuple[str, str, CsvColumns]]) -> bytes:
    """Describe CSV files as a Fiscal Data Package, which is a Tabular one: (file, title, columns) of each."""
    said = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "resources": [_resource(*one) for one in resources],
        "model": _model(resources[0][0].removesuffix(".csv")),
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _resource(file: str, title: str, columns: CsvColumns) -> dict[str, Any]:
    fields = [
        {"name": name, "type": kind}
        | ({"columnType": fiscal} if fiscal else {})
        | ({"description": what} if what else {})
        for name, (kind, fiscal, what) in columns.items()
    ]
    return {
        "profile": "tabular-data-resource",
        "name": file.removesuffix(".csv"),
        "title": title,
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _model(source: str) -> dict[str, Any]:
    """Say which columns are the amount and what it is of (Fiscal Data Package 0.3)."""

    def attributes(*names: str) -> dict[str, Any]:
        return {name: {"source": name, "resource": source} for name in names}

    def dimension(kind: str, *names: str) -> dict[str, Any]:
        return {"attributes": attributes(*names), "primaryKey": [names[0]], "dimensionType": kind}

    measure = {"source": "金额", "resource": source, "currency": "CNY", "phase": "approved"}
    return {
        "measures": {"金额": measure},
        "dimensions": {
            "年度": dimension("datetime", "年度"),
            "部门": dimension("entity", "部门编码", "部门名称"),
            "功能分类": dimension("classification", "功能科目编码", "功能科目名称"),
            "经济分类": dimension("classification", "经济科目编码", "经济科目名称"),
            "项目": dimension("activity", "项目"),
        },
    }
