"""年度：与上年比较，标题是本年的，项目的周期到本年，资产的日期不太旧。

应当如何：文字里“比……年”的年度是预算年度的上一年；各表和各部分的标题写预算年度；项目的实施周期包括预算年度；
车辆、设备的截止日期不早于上一年，也不在公开以后；执行、编制的是本年的预算：一段话说本部门的预算、绩效目标、购置，
不与上年比较，通篇没有提到预算年度，写的却是往年，多半是从上年的文本抄来没有改。

合格的例子::

    2025
    三、别的说明
    2025年基本支出50.00万元，比2024年增加2.00万元。
    实施周期：2024年1月1日至2025年12月31日

不合格的例子（A401）::

    2025
    三、别的说明
    2025年基本支出50.00万元，比2022年增加2.00万元。

不合格的例子（A401）::

    2025
    三、别的说明
    2023年当年预算执行数为48.00万元，2025年预算安排50.00万元。

不合格的例子（A401）::

    2025
    三、别的说明
    2024年当年预算执行数为48.00万元，2026年预算安排50.00万元。

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

合格的例子::

    2025
    三、政府采购预算情况
    2025年本部门政府采购预算50.00万元。
    本部门2024年预算执行情况良好，2024年预算执行率98%。
    “三公”经费预算5.00万元。2024年预算为6.00万元。
    根据《关于编制2024年部门预算的通知》编制预算。

不合格的例子（A170）::

    2025
    二、机关运行经费
    2025年机关运行经费预算5.00万元。
    三、政府采购预算情况
    2024年本部门政府采购预算50.00万元。

不合格的例子（A170）::

    2025
    名词解释
    公用经费：指单位开支的费用。
    2025年部门预算编制说明
    2025年收入预算50.00万元，2025年支出预算50.00万元。
    本部门2024年无国有资本经营预算财政拨款安排的预算。

不合格的例子（A172）::

    2025
    三、别的说明
    截至2025年8月31日，本部门共有车辆0辆。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import DOUBTFUL, AuditRemark
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import Passage
from generator.recognition.patterns import tight

OTHER_YEAR = Kind("A401", "比较的不是上年", Severity.WARNING, "文字里比较的年度不是预算年度的上一年。")
TITLE_YEAR = Kind("A402", "标题是别的年度的", Severity.WARNING, "标题里写的不是预算年度。")
PERIOD = Kind("A403", "周期是往年的", Severity.WARNING, "项目的实施周期在预算年度以前就结束了。")
OLD_DATE = Kind("A404", "日期太旧", Severity.WARNING, "资产的截止日期早于上一年。")
SENTENCE_YEAR = Kind("A170", "说的是往年", Severity.WARNING, "一段话说本年的预算，写的是往年：多半是抄来没有改。")
COMING_DATE = Kind("A172", "日期还没有到", Severity.WARNING, "资产的截止日期在部门预算公开以后。")

_COMPARED = re.compile("[比较与同](20[0-9]{2})年[^，。；0-9]{0,12}?(?:增加|减少|增长|下降|上升|持平|一致|相同|相比)")
_SAME_YEAR = re.compile(r"(?<![比较与同])(20[0-9]{2})年[^，。；：0-9]{2,40}[0-9][0-9，.]*[万亿]?元，[比较与同]\1年")
_EXECUTED = re.compile("(20[0-9]{2})年(?:当年|全年)预算执行数[为是]?(?=[0-9])")
_NEXT = re.compile("(20[0-9]{2})年度?(?:部门|单位)?预算(?:安排|数)+[为是]?(?=[0-9])")
_TITLE = re.compile(
    "(20[0-9]{2})年(?:度)?[^，。；：0-9]{0,40}?(?:预算|收入|支出|收支|采购|“三公”)[^，。；：0-9]{0,24}$"
)
_OF_PAST = re.compile("执行|决算|上年|批复|通知|办法|规定|结转|项目|专项|资金")
_PERIOD = re.compile(
    "^(?:实施周期|项目周期|实施期限|项目期限|执行期限|起止时间|项目起止时间)?：?"
    "20[0-9]{2}[年./-][0-9]{1,2}[月./-]?(?:[0-9]{1,2}日?)?(?:至|到|—+|-|~|～)(20[0-9]{2})[年./-][0-9]{1,2}(?:月|[./-][0-9]{1,2}|$)"
)
_OLD_DATE = re.compile("截(?:至|止)(20[0-9]{2})年[^。]{0,60}?(?:车辆|设备|资产|房屋)")
_DATE = re.compile("截(?:至|止)(20[0-9]{2})年([0-9]{1,2})月[^。]{0,60}?(?:车辆|设备|资产|房屋)")
_NEAR = 3  # years from which a text may have been copied
_LATEST = 4  # the month in which the last budgets of a year are published
_LONGEST = 60  # characters of a title
_OF_YEAR = re.compile(
    "(?:^|(?<=[，。；：:]))(?P<前>[^，。；：:《》“”〔〕（）]{0,40}?)(?<![0-9])(?P<年>20[0-9]{2})年度?(?![0-9末底初中以、和至到—～~-])"
    "，?(?P<话>[^，。；：]{2,60})"
)
_LED_ON = re.compile("(?:[比较与同和从自至及到以、按]|截[至止]|按照|根据|依据|关于|对照|上年|去年)$|根据|按照|依据")
_PLANNED = re.compile("预算|绩效目标|购置|收支")
_PAST = re.compile("执行|决算|结转|完成|下达|批复|通知|办法|规划|方案|意见|要点|实际|已经|以来|印发|工程|预算数|调整")
_HISTORY = re.compile("概述|概况|依据|背景|必要|主体|目标$|职责|职能|任务|简介|介绍|名词|周期|方案")
_HEADING = re.compile(
    "^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)?(?:20[0-9]{2}年度?)?[^，。；：0-9]{2,24}$"
)


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
        yield from _of_books(text, passage, year)
        same = _SAME_YEAR.search(text)
        if same is not None and int(same[1]) != year:
            message = f"“{same[0]}”：{same[1]} 年的与 {same[1]} 年的比较，本文是 {year} 年的预算。"
            yield AuditRemark(DOUBTFUL, OTHER_YEAR.at(passage.place, message, f"请核对是不是 {year} 年的。"))
        old = _OLD_DATE.search(text)
        if old is not None and int(old[1]) < year - 1:
            message = f"“{old[0]}”的日期是 {old[1]} 年，本文是 {year} 年的预算。"
            yield AuditRemark(DOUBTFUL, OLD_DATE.at(passage.place, message, f"请核对是不是 {year - 1} 年的。"))
        coming = _DATE.search(text)
        if coming is not None and (int(coming[1]), int(coming[2])) > (year, _LATEST):
            message = f"“{coming[0]}”：{year} 年的部门预算公开的时候，这一天还没有到。"
            yield AuditRemark(DOUBTFUL, COMING_DATE.at(passage.place, message, "请核对日期。"))
    yield from _titles(document)
    yield from _sentences(document)


def _of_books(text: str, passage: Passage, year: int) -> Iterator[AuditRemark]:
    """Tell what was spent in, or is planned for, another year than those that a budget compares."""
    for pattern, right in ((_EXECUTED, year - 1), (_NEXT, year)):
        for found in pattern.finditer(text):
            other = int(found[1])
            if other != right and (right != year or other > year):
                message = f"“{found[0]}”写的是 {other} 年，本文是 {year} 年的预算。"
                yield AuditRemark(DOUBTFUL, OTHER_YEAR.at(passage.place, message, f"请核对是不是 {right} 年。"))


def _sentences(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell paragraphs about this year's budget that name another year, and this one nowhere."""
    own = f"{document.year}年"
    found: list[tuple[Passage, str, str]] = []
    heading, named = "", 0
    for line in document.source.file.lines:
        text = tight(line.text)
        if id(line) in document.beside:
            continue
        if len(text) <= _LONGEST and _HEADING.match(text):
            heading = text
        if own in text:
            named += 1
        elif not _HISTORY.search(heading) and (one := _of_other_year(text, document.year)):
            found.append((line, *one))
    if len(found) > named:  # the year of the document itself is in doubt
        return
    for line, other, words in found:
        message = f"“{words}”写的是 {other} 年，本文是 {document.year} 年的预算，这一段没有提到 {document.year} 年。"
        yield AuditRemark(DOUBTFUL, SENTENCE_YEAR.at(line.place, message, f"请核对是不是 {document.year} 年的。"))


def _of_other_year(text: str, year: int) -> tuple[str, str] | None:
    """Give the other year that a sentence about a budget names, and the words; none where it says what was before."""
    if _SAME_YEAR.search(text) or (len(text) <= _LONGEST and _TITLE.search(text)):
        return None
    for one in _OF_YEAR.finditer(text):
        if "元" in text[: one.start("年")]:  # this year's amount, then last year's
            return None
        near = 0 < year - int(one["年"]) <= _NEAR
        if near and _PLANNED.search(one["话"]) and not _PAST.search(one["话"]) and not _LED_ON.search(one["前"]):
            return one["年"], f"{one['前']}{one['年']}年{one['话'][:20]}"
    return None


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
