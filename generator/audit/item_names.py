"""科目名称：文字里的科目名称与表、与当年的政府收支分类科目一致。

应当如何：类、款、项的名称一字不差；“其他”不写成“其它”；没有目录里没有的科目。
依据：财政部当年的《政府收支分类科目》。

合格的例子::

    2025
    三、别的说明
    1．一般公共服务支出（类）财政事务（款）行政运行（项）支出50.00万元。

不合格的例子（A501）::

    2025
    三、别的说明
    1．一般公共服务支出（类）财政事物（款）行政运行（项）支出50.00万元。

不合格的例子（A502）::

    2025
    三、别的说明
    1．星际航行支出（类）登月事务（款）火箭运行（项）支出50.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, SMALL, AuditRemark
from generator.findings.finding import Kind, Severity

MISNAMED = Kind("A501", "科目名称不符", Severity.HINT, "名称与表或者分类目录差一两个字。")
UNKNOWN = Kind("A502", "目录里没有的科目", Severity.WARNING, "文字里的科目在表和分类目录里都找不到。")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell the names of items that are not those of the tables or the catalogue."""
    for read in document.sentences:
        for printed, meant, place in dict.fromkeys(read.free.misnamed):
            yield AuditRemark(SMALL, MISNAMED.at(place, f"“{printed}”应是“{meant}”。", f"请改成“{meant}”。"))
        for name, place in dict.fromkeys(read.unbound):
            yield AuditRemark(DOUBTFUL, UNKNOWN.at(place, f"科目“{name}”在表和目录里都找不到。", "请核对名称。"))
