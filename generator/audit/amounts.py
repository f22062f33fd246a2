"""前后矛盾：同一个数在各处相等，合计等于各项之和，增减和比重算得出。

应当如何：表与表、表与文字、文字与文字里口径相同的数相等；合计等于各项之和；增减率、比重与它的数算得出。
每个数的误差按它所在的栏（文字按所在的一节）印出的末位算，在误差以内的不算；只差末位的单列（截去尾数、舍入两次）。
口径只部分相同的（例如两张表的“收入总计”，一张不含事业收入）不比较；相差正好是上年结转的，也许一处只说当年的。

合格的例子::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，增长4.17%。

不合格的例子（A101）::

    2025
    三、别的说明
    2025年基本支出50.00万元，比上年增加2.00万元，增长9.17%。

不合格的例子（A124）::

    2025
    三、别的说明
    2025年度收入合计60.00万元，其中：上年结转资金10.00万元。
    2025年度收入合计50.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, SMALL, WRONG, AuditRemark
from generator.findings.finding import Kind, Severity

CONTRADICTION = Kind("A101", "前后矛盾", Severity.ERROR, "两处印的数不能同时成立，或者合计不等于各项之和。")
CARRIED = Kind(
    "A124", "相差正好是上年结转", Severity.WARNING, "两处同名的数相差的正好是上年结转：也许一处说的是当年的。"
)
LAST_DIGIT = Kind("A102", "只差末位", Severity.HINT, "两处只差印出的最后一位：截去了尾数，或者舍入了两次。")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell what the document's amounts, rates and shares say against each other."""
    for one in document.made.contradictions:
        message = one.message.replace(f"{document.source.file.name} ", "")  # all of it stands in one file
        if one.perhaps:
            perhaps = one.perhaps.replace(f"{document.source.file.name} ", "")
            finding = CARRIED.at(one.place, f"{message}；{perhaps}。", "请写明是不是当年的。", related=one.related)
            yield AuditRemark(DOUBTFUL, finding)
            continue
        kind, certainty = (LAST_DIGIT, SMALL) if one.minor else (CONTRADICTION, WRONG)
        remedy = "请按原始数据四舍五入，各处一致。" if one.minor else "请核对两处，改正错的一处。"
        finding = kind.at(one.place, f"{message}。", remedy, related=one.related)
        yield AuditRemark(certainty, finding, reckoned=one.reckoned, apart=one.apart)
