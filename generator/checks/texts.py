"""The texts of a budget that are published: what the checks of wording read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from generator.base.frozen import frozen
from generator.base.paths import ROOT, ValuePath, in_unit_folder
from generator.checks.common import also
from generator.facts.budget import Budget, Record
from generator.findings.finding import Kind, Problem

# Keys of values that are codes, words of the schema, official names, or notes that are never published.
_NO_TEXT = frozenset(
    (
        "年度",
        "模板",
        "金额单位",
        "公开日期",
        "编码",
        "区划",
        "性质",
        "类别",
        "科目名称",
        "出错说明",
        "备注",
        "一级",
        "二级",
        "指标性质",
        "度量单位",
        "权重",
        "权重合计",
        "方向",
        "目录",
        "资金",
    )
)
_NO_TEXTS = frozenset(("收入", "基本支出", "其他支出", "年终结转", "支出", "固定资产", "资金支出计划", "上年数"))
_RECORDS = ("项目", "政府采购")  # read as records
_NO_FIELD = frozenset((
    "单位编码", "单位性质", "项目编码", "项目类别", "一级指标", "二级指标", "政府采购目录序号",
    "指标性质", "度量单位", "方向", "权重合计",
))  # fmt: skip


@frozen
class TypedText:
    """A text with the paths of all values that say the same, the first of which a finding is about."""

    value: str
    paths: tuple[ValuePath, ...]

    @property
    def path(self) -> ValuePath:
        """The path of the first of them."""
        return self.paths[0]

    def has(self, kind: Kind, span: tuple[int, int], message: str, remedy: str, *, fix: str | None = None) -> Problem:
        """Say that some characters of the text have a defect, wherever it is written; one edit mends only one text."""
        others = also(self.paths[1:], "这里写了同样的文字")
        safe = None if others else fix
        return kind.on(self.path, message, remedy, also=others, within=(self.value, *span), fix=safe)


@lru_cache(maxsize=1)  # a dozen checks ask for those of one budget
def texts(budget: Budget) -> tuple[TypedText, ...]:
    """Give every text once, in the order of the budget: the department's files, then those of the units."""
    found: dict[str, dict[ValuePath, None]] = {}  # a record of purchases has the name of its project, too
    for path, value in (*_walk(budget.data, ROOT), *_of_units(budget)):
        found.setdefault(value, {})[path] = None
    for path, value in _of_unit_subjects(budget):
        if value not in found:
            found[value] = {path: None}
    return tuple(TypedText(value, tuple(paths)) for value, paths in found.items())


def _walk(node: Any, path: ValuePath) -> Iterator[tuple[ValuePath, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key not in _NO_TEXT and key not in _NO_TEXTS:
                yield from _walk(value, (*path, key))
    elif isinstance(node, Sequence):
        for index, value in enumerate(node):
            yield from _walk(value, (*path, index))


def _of_units(budget: Budget) -> Iterator[tuple[ValuePath, str]]:
    """Give the texts of the units' own folders."""
    for records in budget.records.values():
        for record in records:
            if any(in_unit_folder(one) for value in record.fields.values() for one in value.origins[:1]):
                yield from _fields(record)


def _of_unit_subjects(budget: Budget) -> Iterator[tuple[ValuePath, str]]:
    """Give the texts that a unit's folder holds as a department's does; what stands in its 单位 is read as a record."""
    for unit in budget.units:
        if in_unit_folder(unit.path):
            own = {key: value for key, value in unit.data.items() if key not in _RECORDS}
            yield from _walk(own, unit.path)


def _fields(record: Record) -> Iterator[tuple[ValuePath, str]]:
    for name, value in record.fields.items():
        typed = len(value.origins) == 1  # and not joined of several
        if typed and isinstance(value.value, str) and name not in _NO_FIELD and in_unit_folder(value.origins[0]):
            yield value.origins[0], value.value
    for children in record.children.values():
        for child in children:
            yield from _fields(child)
