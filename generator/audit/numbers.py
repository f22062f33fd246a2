"""序号：一段一条的列举，序号不重复、不跳号。

应当如何：（一）（二）（三）或者 1、2、3 一段一条的，相邻两条的序号加一。跳过一个序号的，前一条的话里写着它的不说。

合格的例子::

    2025
    部门职责：
    （一）负责甲。
    （二）负责乙。
    （三）负责丙。

不合格的例子（A123）::

    2025
    部门职责：
    （一）负责甲。
    （二）负责乙。
    （二）负责丙。

不合格的例子（A123）::

    2025
    部门职责：
    （一）负责甲。
    （三）负责丙。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.audit.document import AuditedDocument
from generator.audit.remark import SMALL, AuditRemark
from generator.base.numerals import chinese_numeral
from generator.checks.numbering import FORMS, number_of
from generator.findings.finding import Kind, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight
from generator.recognition.rows import NOTE

BROKEN_LIST = Kind("A123", "各段的序号不连续", Severity.HINT, "一段一条的列举，两条的序号相同，或者跳过一个。")
_NEAR = 3  # paragraphs from one item to the next
_ENDS = "。；：;:"
_SKIPPED = 2  # more from one item to the next: one is left out
_SHOWN = 20  # characters


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Follow the numbers with which paragraphs begin that stand close together."""
    form, before, at = -1, 0, 0  # of the last paragraph that begins with a number
    contents = {id(one) for one in document.contents}
    lines = [one for one in document.source.file.lines if id(one) not in contents]  # with headings and notes
    for place, passage in enumerate(lines):
        text = tight(passage.text)
        own = next(((kind, found) for kind, one in enumerate(FORMS) if (found := one.match(text))), None)
        if own is None:
            form = -1 if NOTE.match(text) else form
            continue
        number = number_of(own[1][1])
        follows = own[0] == form and place - at <= _NEAR
        if follows and number == before > 1:
            message = f"“{text[:_SHOWN]}……”：前一条也是“{own[1][1]}”。"
            yield AuditRemark(SMALL, BROKEN_LIST.at(passage.place, message, "请重新编号。"))
        elif follows and before and number - before == _SKIPPED and not _is_there(own[1], lines[:place], at):
            message = f"“{text[:_SHOWN]}……”：前面没有“{_mark(own[1], number - 1)}”。"
            yield AuditRemark(SMALL, BROKEN_LIST.at(passage.place, message, "请核对是不是少了一条，或者重新编号。"))
        form, before, at = own[0], number, place


def _is_there(found: re.Match[str], lines: Sequence[Passage], at: int) -> bool:
    """Tell whether the number before one stands in the words since the line `at`, or before a heading, if this is one.

    The file may have joined two paragraphs, and a heading may follow those of a deeper level.
    """
    mark = _mark(found, number_of(found[1]) - 1)
    if any(mark in tight(one.text) for one in lines[at:]):
        return True
    is_heading = found.string[-1] not in _ENDS
    return is_heading and any(tight(one.text).startswith(mark) for one in lines)


def _mark(found: re.Match[str], number: int) -> str:
    """Write another number as one is written."""
    other = str(number) if found[1].isdigit() else chinese_numeral(number)
    return found[0].replace(found[1], other)
