"""图例与正文：统计图旁边写的百分数，与正文里同一名称占的百分数一致。

应当如何：正文写“项目支出……占27.45%”，图例写“项目支出, 27.45%”。位数不同的按印出的末位比较。
图可能按另一个总数画，所以只是可疑。

合格的例子::

    2025
    三、别的说明
    2025年项目支出20.00万元，占支出合计的40.00%。
    项目支出, 40%

不合格的例子（A140）::

    2025
    三、别的说明
    2025年项目支出20.00万元，占支出合计的40.00%。
    项目支出, 46%
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Place, Severity
from generator.recognition.free import ReadRate
from generator.recognition.patterns import tight_text
from generator.recognition.words import bare

OTHER_SHARE = Kind("A140", "图例的百分数与正文不同", Severity.WARNING, "同一名称，图例写的百分数与正文写的不同。")
_LEGENDS = re.compile("(?:[^，。；：%0-9]{2,20}[，、：]?[0-9]{1,3}(?:\\.[0-9]+)?%)+")
_LEGEND = re.compile("(?P<name>[^，。；：%0-9]{2,20})[，、：]?(?P<share>[0-9]{1,3}(?:\\.[0-9]+)?)%")
_SHORTEST = 4  # characters of a name
_HALF = Decimal("0.5")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare each legend of a chart with the shares that the text states under its name."""
    shares = [one for each in document.sentences for one in each.free.rates if one.change is None]
    for passage in document.passages:
        whole = tight_text(passage)
        if shares and _LEGENDS.fullmatch(whole.text):
            for found in _LEGEND.finditer(whole.text):
                yield from _compared(whole.at(*found.span()), bare(found["name"]), found["share"], shares)


def _compared(place: Place, name: str, printed: str, shares: Sequence[ReadRate]) -> Iterator[AuditRemark]:
    """The legend may leave out the first word of a name."""
    own = [one for one in shares if len(name) >= _SHORTEST and bare(one.amount.row).endswith(name)]
    share, off = Decimal(printed), _HALF.scaleb(-len(printed.partition(".")[2]))
    if own and all(abs(one.rate - share) > off + one.tolerance for one in own):
        message = f"图例写“{name}”{printed}%，正文写的是 {own[0].text}%。"
        related = ((own[0].place, f"{own[0].text}%"),)
        remark = OTHER_SHARE.at(place, message, "请核对是不是同一个总数的百分数。", related=related)
        yield AuditRemark(DOUBTFUL, remark)
