"""年度：与上年比较，标题是本年的，项目的周期到本年，资产的日期不太旧。

应当如何：文字里“比……年”的年度是预算年度的上一年；各表和各部分的标题写预算年度；项目的实施周期包括预算年度；
车辆、设备的截止日期不早于上一年；执行、编制的是本年的预算。

合格的例子::

    2025
    三、别的说明
    2025年基本支出50.00万元，比2024年增加2.00万元。
    实施周期：2024年1月1日至2025年12月31日

不合格的例子（A401）::

    2025
    三、别的说明
    2025年基本支出50.00万元，比2022年增加2.00万元。

不合格的例子（A402）::

    2025
    三、2024年部门预算安排情况说明
    2025年基本支出50.00万元。

不合格的例子（A403）::

    2025
    三、别的说明
    实施周期：2024年1月1日至2024年12月31日

不合格的例子（A404）::

    2025
    三、别的说明
    截至2022年12月31日，本部门共有车辆0辆。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Place, Severity
from generator.recognition.patterns import tight

OTHER_YEAR = Kind("A401", "比较的不是上年", Severity.WARNING, "文字里比较的年度不是预算年度的上一年。")
TITLE_YEAR = Kind("A402", "标题是别的年度的", Severity.WARNING, "标题里写的不是预算年度。")
PERIOD = Kind("A403", "周期是往年的", Severity.WARNING, "项目的实施周期在预算年度以前就结束了。")
OLD_DATE = Kind("A404", "日期太旧", Severity.WARNING, "资产的截止日期早于上一年。")

_COMPARED = re.compile("[比较与同](20[0-9]{2})年[^，。；0-9]{0,12}?(?:增加|减少|增长|下降|上升|持平|一致|相同|相比)")
_SAME_YEAR = re.compile(r"(?<![比较与同])(20[0-9]{2})年[^，。；：0-9]{2,40}[0-9][0-9，.]*[万亿]?元，[比较与同]\1年")
_TITLE = re.compile(
    "(20[0-9]{2})年(?:度)?[^，。；：0-9]{0,40}?(?:预算|收入|支出|收支|采购|“三公”)[^，。；：0-9]{0,24}$"
)
_OF_PAST = re.compile("执行|决算|上年|批复|通知|办法|规定|结转|项目|专项|资金")
_PERIOD = re.compile(
    "^(?:实施周期|项目周期|实施期限|项目期限|执行期限|起止时间|项目起止时间)?：?"
    "20[0-9]{2}[年./-][0-9]{1,2}[月./-]?(?:[0-9]{1,2}日?)?(?:至|到|—+|-|~|～)(20[0-9]{2})[年./-][0-9]{1,2}(?:月|[./-][0-9]{1,2}|$)"
)
_OLD_DATE = re.compile("截(?:至|止)(20[0-9]{2})年[^。]{0,60}?(?:车辆|设备|资产|房屋)")
_LONGEST = 60  # characters of a title


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Compare the years that a document names with its own and the year before it."""
    year = document.year
    if not year:
        return
    for text, place in _texts(document):
        found = _PERIOD.match(text)
        if found is not None and int(found[1]) < year:
            message = f"“{found[0]}”在 {year} 年以前就结束了。"
            yield AuditRemark(DOUBTFUL, PERIOD.at(place, message, "请核对项目的周期。"))
    for passage in document.passages:
        text = tight(passage.text)
        wrong = (found for found in _COMPARED.finditer(text) if int(found[1]) != year - 1)
        for found in {found[1]: found for found in wrong}.values():
            message = f"“{found[0]}”比较的是 {found[1]} 年，本文是 {year} 年的预算。"
            yield AuditRemark(DOUBTFUL, OTHER_YEAR.at(passage.place, message, f"请核对是不是 {year - 1} 年。"))
        same = _SAME_YEAR.search(text)
        if same is not None and int(same[1]) != year:
            message = f"“{same[0]}”：{same[1]} 年的与 {same[1]} 年的比较，本文是 {year} 年的预算。"
            yield AuditRemark(DOUBTFUL, OTHER_YEAR.at(passage.place, message, f"请核对是不是 {year} 年的。"))
        old = _OLD_DATE.search(text)
        if old is not None and int(old[1]) < year - 1:
            message = f"“{old[0]}”的日期是 {old[1]} 年，本文是 {year} 年的预算。"
            yield AuditRemark(DOUBTFUL, OLD_DATE.at(passage.place, message, f"请核对是不是 {year - 1} 年的。"))
    yield from _titles(document)


def _texts(document: AuditedDocument) -> Iterator[tuple[str, Place]]:
    """Yield the paragraphs and the cells of tables."""
    yield from ((tight(one.text), one.place) for one in document.passages)
    for grid in document.source.file.grids:
        yield from ((tight(one.text), one.place) for one in grid.cells)


def _titles(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Look at the short lines without a stop, and at the titles of tables that stand in their grids."""
    lines = [(one.text, one.place) for one in document.source.file.lines if len(one.text) <= _LONGEST]
    lines += [(table.title, table.grids[0].place) for table in document.tables if table.title]
    told: set[str] = set()
    for words, place in lines:
        text = tight(words)
        found = _TITLE.search(text)
        if found is None or int(found[1]) == document.year or _OF_PAST.search(text) or text in told:
            continue
        told.add(text)
        message = f"标题“{text}”写的是 {found[1]} 年，本文是 {document.year} 年的预算。"
        yield AuditRemark(DOUBTFUL, TITLE_YEAR.at(place, message, "请核对年度。"))
