"""空表的说明：没有数的表下面写明没有，有数的表下面不写空表，注是这张表自己的。

应当如何：没有数据的表仍然列出，并在表下说明；说明里的资金与这张表的一致。
依据：没有预算内容的表格应当公开空表并备注说明（各地财政部门预算公开的通知）。

合格的例子::

    2025
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | |
    注：本部门没有政府性基金预算。

合格的例子::

    2025
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 0.00 |
    | 2120801 | 征地和拆迁补偿支出 | 0.00 |

不合格的例子（A202）::

    2025
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | |

不合格的例子（A201）::

    2025
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | |
    注：本部门没有国有资本经营预算，本表为空表。

不合格的例子（A203）::

    2025
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 5.00 |
    注：本部门没有政府性基金预算，本表为空表。
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.remark import SMALL, UNLAWFUL, WRONG, AuditRemark
from generator.findings.finding import Kind, Place, Severity
from generator.intake.report import notes
from generator.recognition.statements import PrintedAmount, ReadTable
from generator.recognition.words import bare

OTHERS_NOTE = Kind("A201", "表下的注是别的表的", Severity.ERROR, "空表下面的说明写的是另一张表的资金。")
NO_NOTE = Kind("A202", "空表下没有说明", Severity.ERROR, "表里没有数，表下也没有写明为什么。")
NOTE_OVER_MONEY = Kind("A203", "有数的表写成空表", Severity.ERROR, "表下写着本表为空表，表里却有数。")

_FUND = "资金性质"
_BESIDE = 2  # a figure and its total
_EMPTY = re.compile("空表|无数据|没有数据|不涉及")
_NOTHING = re.compile("(?:无|没有|未安排|不涉及|空表)")
_YEAR = re.compile("20[0-9]{2}")
_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营", "财政专户", "社会保险基金")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the notes under tables with what stands in them."""
    others = list(notes(document.tables, document.source.read.form))
    for one in others:
        yield AuditRemark(
            UNLAWFUL, OTHERS_NOTE.at(one.place, f"{one.message.rstrip('。')}。", "请写这张表自己的说明。")
        )
    told = {one.place for one in others}
    nothing = [one for read in document.sentences for one in read.every_amount if not one.value]
    for table in document.tables:
        yield from _of(table, nothing)
        yield from _other_fund(table, told)


def said_empty(table: ReadTable) -> tuple[str, Place] | None:
    """Give the note under a table that says that it is empty: in any words, or in the form's own."""
    own = bare(table.table.note)
    said = (one for one in table.notes if _EMPTY.search(one[0]) or (own and bare(_YEAR.sub("", one[0])) == own))
    return next(said, None)


def _of(table: ReadTable, nothing: Sequence[PrintedAmount]) -> Iterator[AuditRemark]:
    """Look at a table; `nothing` are the amounts of the running text that are zero."""
    if table.table.spec.each or (not table.amounts and (table.records or table.unread)):  # a form, or another's rows
        return
    name = table.table.spec.name
    money = next((one for one in table.amounts if one.value), None)
    said = said_empty(table)
    if money is not None and said is not None:
        message = f"“{name}”下面写着“{said[0][:40]}”，表里却有 {money.value:,.2f} 元。"
        related = ((money.place, f"{money.row} {money.value:,.2f} 元"),)
        yield AuditRemark(WRONG, NOTE_OVER_MONEY.at(said[1], message, "请改正说明或者数。", related=related))
    elif money is None and not table.notes and table.table.note and not _has_some(table):
        place = table.grids[0].place
        funds = {one.condition.get(_FUND, ()) for one in table.amounts} - {()}
        said_so = next((one for one in nothing if one.condition.get(_FUND, ()) in funds), None)
        if said_so and not all(one.blank for one in table.amounts):  # the zeros are printed, and may be small amounts
            return
        message = f"“{name}”没有数，表下没有说明{'，正文写了' if said_so else ''}。"
        in_text = ((said_so.place, f"正文写“{said_so.row}”是零"),) if said_so else ()
        found = NO_NOTE.at(place, message, "请在表下写明没有这项资金。", related=in_text)
        yield AuditRemark(SMALL if said_so else UNLAWFUL, found)


def _other_fund(table: ReadTable, told: Collection[Place]) -> Iterator[AuditRemark]:
    """Tell a note in any words that says that another fund has nothing, under a table that names its own."""
    own = [fund for fund in _FUNDS if fund in (table.title or table.table.spec.name)]
    for note, place in table.notes if own and not any(one.value for one in table.amounts) else ():
        named = [fund for fund in _FUNDS if fund in note]
        if place not in told and _NOTHING.search(note) and named and not set(named) & set(own):
            message = f"“{table.table.spec.name}”下面的注说的是“{named[0]}”：{note[:40]}。"
            yield AuditRemark(UNLAWFUL, OTHERS_NOTE.at(place, message, "请写这张表自己的说明。"))


def _has_some(table: ReadTable) -> bool:
    """Tell whether something is printed, be it shown as 0.00 or not understood: of a record, an item, beside blanks."""
    shown = [one for one in table.amounts if not one.blank]
    beside = sum(not one.total for one in shown) >= _BESIDE and len(shown) < len(table.amounts)
    return table.gaps or beside or any(one.listed for one in shown) or any(record.fields for record in table.records)
