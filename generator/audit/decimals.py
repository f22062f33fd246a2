"""小数位数：一张表里的金额印同样多的小数。

应当如何：同一张表的金额小数位数一致（零可以写成 0）；12.3、12.30、12 不混用。

合格的例子::

    2025
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 17.30 |
    | 212 | 城乡社区支出 | 17.30 |
    | 21208 | 国有土地使用权出让收入安排的支出 | 5.00 |

不合格的例子（A807）::

    2025
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 17.30 |
    | 212 | 城乡社区支出 | 17.3 |
    | 21208 | 国有土地使用权出让收入安排的支出 | 5 |
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.audit.document import AuditedDocument
from generator.audit.remark import SMALL, AuditRemark
from generator.findings.finding import Kind, Severity
from generator.grids.grid import GridCell
from generator.recognition.patterns import tight
from generator.recognition.statements import ReadTable

MIXED = Kind("A807", "小数位数不一", Severity.HINT, "一张表里的金额，有的印两位小数，有的少印。")
_NUMBER = re.compile(r"-?[0-9][0-9,，]*(?:\.([0-9]+))?")
_SHOWN = 3


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Tell the tables whose amounts differ in their decimals, each once."""
    for table in document.tables:
        printed = [(cell, places) for cell in _cells(table) if (places := _decimals(cell)) >= 0]
        usual = Counter(places for _, places in printed).most_common(1)[0][0] if printed else 0
        other = [cell for cell, places in printed if places != usual]
        if other:
            shown = "、".join(cell.text for cell in other[:_SHOWN])
            name = table.table.spec.name
            message = f"“{name}”的金额多数印 {usual} 位小数，{len(other)} 个不是：{shown}。"
            related = tuple((cell.place, cell.text) for cell in other[1:_SHOWN])
            yield AuditRemark(SMALL, MIXED.at(other[0].place, message, "请统一小数位数。", related=related))


def _cells(table: ReadTable) -> Iterator[GridCell]:
    """Yield the cells of its amounts, each once; a workbook shows a stored number as it likes."""
    money = {one.place for one in table.amounts if one.measure == "金额" and one.value}
    for grid in table.grids:
        yield from (cell for cell in grid.cells if cell.place in money and cell.number is None)


def _decimals(cell: GridCell) -> int:
    found = _NUMBER.fullmatch(tight(cell.text))
    return len(found[1] or "") if found else -1
