"""空表与文字：写明是空表的，文字里也没有这项资金。

应当如何：表下写着没有这项资金、本表为空表，文字里这项资金就是零。

合格的例子::

    2025
    2025年度某某局政府采购支出预算表
    | 采购品目大类 | 专项名称 | 经济科目 | 采购物品名称 | 采购组织形式 | 总计 |
    | 合计 | | | | | |
    注：本部门没有政府采购预算，本表为空表。
    十二、政府采购支出预算情况说明
    2025年我部门政府采购预算总金额为0万元。

不合格的例子（A122）::

    2025 有机关运行经费的格式
    2025年部门“三公”经费和机关运行经费预算表
    单位：万元
    | “三公”经费预算数 | | | | | | 机关运行经费预算数 |
    | 合计 | 因公出国(境)费 | 公务接待费 | 公务用车购置及运行费 | | | |
    | | | | 小计 | 购置费 | 运行费 | |
    | | | | | | | |
    注：本部门没有“三公”经费和机关运行经费预算，故本表为空表。
    六、其他情况说明
    公务接待费1.20万元。

不合格的例子（A122）::

    2025
    2025年度某某局政府采购支出预算表
    | 采购品目大类 | 专项名称 | 经济科目 | 采购物品名称 | 采购组织形式 | 总计 |
    | 合计 | | | | | |
    注：本部门没有政府采购预算，本表为空表。
    十二、政府采购支出预算情况说明
    2025年我部门政府采购预算总金额为5.00万元。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.audit.document import AuditedDocument
from generator.audit.empty_notes import said_empty
from generator.audit.remark import WRONG, AuditRemark
from generator.books.statements import Normal, normal, within
from generator.facts.words import THIS_YEAR
from generator.findings.finding import Kind, Place, Severity
from generator.recognition.forms import FormTable
from generator.recognition.statements import PrintedAmount, ReadTable

MONEY_IN_WORDS = Kind("A122", "表是空的文字有数", Severity.ERROR, "表下写明没有这项资金，文字里却有。")
_WHOLE = ("合计", "科目", "记录", "分组", "标签")  # rows that stand for everything in a table, or for their own


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Search the running text for money of a table that is said to be empty."""
    for read, sentences in document.bodies:
        for table in read.tables:
            said = _said_empty(table)
            if said is not None:
                yield from _of(table.table, said, sentences.every_amount)


def _said_empty(table: ReadTable) -> tuple[str, Place] | None:
    if table.table.spec.each or any(one.value for one in table.amounts):
        return None
    return said_empty(table)


def _of(table: FormTable, said: tuple[str, Place], stated: Iterable[PrintedAmount]) -> Iterator[AuditRemark]:
    counted = list(_counted(table))
    for one in stated:
        own = one.data == table.spec.data and one.book == (table.spec.book or THIS_YEAR)
        if own and one.value and any(within(one.condition, each) for each in counted):
            message = f"“{table.spec.name}”下面写着“{said[0][:40]}”，文字里“{one.row[-20:]}”是 {one.column}。"
            remedy = "请改正表或者文字。"
            related = ((said[1], f"“{said[0][:40]}”"),)
            yield AuditRemark(WRONG, MONEY_IN_WORDS.at(one.place, message, remedy, related=related))
            return


def _counted(table: FormTable) -> Iterator[Normal]:
    """Yield the conditions of all the money that a table would print; none of what has no condition at all."""
    for one in table.lists:
        for row in one.rows:
            if row.parent is None and row.spec.kind in _WHOLE:
                for column in table.columns:
                    own = normal(table.spec.condition & column.condition & row.condition) if column.counts else None
                    if own or (own is not None and table.spec.data != "收支"):
                        yield own
