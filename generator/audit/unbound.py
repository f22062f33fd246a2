"""同名的数：格式不认识的名称，全文也只有一个数。

应当如何：同一个名称在全文里说的是同一个数。名称不在格式的口径里，不知道是不是同一回事，所以只是可疑。

合格的例子::

    2025
    三、别的说明
    主要原因是信息系统改造资金支出120.00万元。
    此外，信息系统改造资金支出120.00万元。

不合格的例子（A120）::

    2025
    三、别的说明
    主要原因是信息系统改造资金支出120.00万元。
    此外，信息系统改造资金支出160.00万元。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.recognition.figures import AMOUNT, DELTA, TextFigure
from generator.recognition.words import bare

TWO_FIGURES = Kind("A120", "同一名称两个数", Severity.WARNING, "同一个名称在文中说了两个不同的数。")
_BEFORE = re.compile("^.*(?:原因是|其中|包括|由于|因为)[:：]?")
_SHORTEST = 6  # characters of a name that says what it is


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the amounts that have one name, of which it is not known what they are."""
    for sentences in document.sentences:
        named: dict[tuple[str, str], dict[Decimal, TextFigure]] = defaultdict(dict)
        for one in sentences.free.figures:
            name = bare(_BEFORE.sub("", one.name))
            if one.asked is None and one.role in (AMOUNT, DELTA) and one.scale and len(name) >= _SHORTEST:
                named[one.role, name].setdefault(abs(one.value.scaleb(one.scale)), one)
        for (_, name), values in named.items():
            first, *others = values.values()
            for other in others:
                message = (
                    f"“{name}”是{other.text}{other.unit}，{first.place.words or '前面'}写的是{first.text}{first.unit}。"
                )
                related = ((first.place, f"{first.text}{first.unit}"),)
                remedy = "请核对是不是同一个数。"
                yield AuditRemark(DOUBTFUL, TWO_FIGURES.at(other.place, message, remedy, related=related))
