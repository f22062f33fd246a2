"""表的分页：跨页的表每页重复表头，合计行不单独在一页，标题与表在同一页。

应当如何：一张表跨页的，续页印着与第一页相同的表头；最后一页不只有一行合计；标题不留在前一页的末尾。

合格的例子::

    2025
    〔第 1 页〕
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 212 | 城乡社区支出 | 5.00 |
    〔第 2 页〕
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 21208 | 国有土地使用权出让收入安排的支出 | 5.00 |
    | 合计 | 合计 | 5.00 |

不合格的例子（A804）::

    2025
    〔第 1 页〕
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 212 | 城乡社区支出 | 5.00 |
    〔第 2 页〕
    | 21208 | 国有土地使用权出让收入安排的支出 | 5.00 |
    | 2120803 | 城市建设支出 | 5.00 |

不合格的例子（A805）::

    2025
    〔第 1 页〕
    2025年度某某局政府性基金预算财政拨款支出预算表
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 212 | 城乡社区支出 | 5.00 |
    〔第 2 页〕
    | 合计 | 合计 | 5.00 |

不合格的例子（A806）::

    2025
    〔第 1 页〕
    三、别的说明
    2025年度某某局政府性基金预算财政拨款支出预算表
    〔第 2 页〕
    | 功能科目编码 | 功能科目名称 | 金额 |
    | 合计 | 合计 | 5.00 |
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from generator.audit.document import AuditedDocument
from generator.audit.remark import SMALL, AuditRemark
from generator.findings.finding import Kind, Place, Severity
from generator.grids.grid import FilePart, Grid, Passage
from generator.grids.spots import page_of
from generator.recognition.patterns import tight
from generator.recognition.statements import ReadTable

NOT_REPEATED = Kind("A804", "续页没有表头", Severity.HINT, "跨页的表，续页没有重复表头，看不出各栏是什么。")
TOTAL_ALONE = Kind("A805", "合计单独在一页", Severity.HINT, "跨页的表，最后一页只有一行合计。")
TITLE_APART = Kind("A806", "标题与表不在一页", Severity.HINT, "表的标题在前一页的末尾，表在后一页。")
_AMOUNT = re.compile(r"-?[0-9][0-9,，]*\.[0-9]+|0")
_HEADS = 4  # rows of headings at most
_TOTALS = ("合计", "总计", "小计", "收入合计", "支出合计", "收入总计", "支出总计")


def look(document: AuditedDocument) -> Iterator[AuditRemark]:
    """Look at the tables that go over a page, or begin on the one after their title."""
    bare: list[tuple[str, Grid]] = []
    for table in document.tables:
        grids = [grid for grid in table.grids if grid.page and not table.table.spec.each]  # forms have no headings
        for before, grid in pairwise(grids):
            if grid.page != before.page + 1 or _has_only_heads(before, table):
                continue
            rows = _own_rows(grid, grids[0])
            alone = grid is grids[-1] and len(rows) == 1 and _label(rows[0]) in _TOTALS
            if alone:
                message = f"“{table.table.spec.name}”的{_label(rows[0])}单独在第 {grid.page} 页。"
                yield AuditRemark(SMALL, TOTAL_ALONE.at(grid.place, message, "请调整行高或者分页。"))
            elif len(rows) == len(grid.rows):
                bare.append((table.table.spec.name, grid))
    if bare:
        names = list(dict.fromkeys(name for name, _ in bare))
        message = f"{'、'.join(f'“{one}”' for one in names)}跨页，续页没有重复表头。"
        related = tuple((grid.place, f"“{name}”的续页") for name, grid in bare[1:])
        remedy = "请把表头的行设为在各页顶端重复。"
        yield AuditRemark(SMALL, NOT_REPEATED.at(bare[0][1].place, message, remedy, related=related))
    for table in document.tables:
        yield from _title(table, document.source.file.parts)


def _title(table: ReadTable, parts: Sequence[FilePart]) -> Iterator[AuditRemark]:
    """Tell a title, or the headings with it, that stand at the foot of the page before the rest of the table."""
    here, top = table.grids[0], table.grids[0].rows[0][0].place
    if len(table.grids) > 1 and _has_only_heads(here, table):
        here = table.grids[1]
    title = top if 0 < page_of(top) < here.page else _left_behind(table, parts)
    if title is not None:
        what, rest = ("标题", "表") if title is not top else ("标题和表头", "其余的行")
        message = f"“{table.table.spec.name}”的{what}在第 {page_of(title)} 页的末尾，{rest}在第 {here.page} 页。"
        related = ((here.place, f"{rest}在这里"),)
        yield AuditRemark(SMALL, TITLE_APART.at(title, message, "请把标题设为与下段同页。", related=related))


def _has_only_heads(grid: Grid, table: ReadTable) -> bool:
    """Tell whether the first grid of a table holds no row of it."""
    stated = {one.place for one in table.amounts}
    stated |= {place for record in table.records for _, place in record.fields.values()}
    is_short = grid is table.grids[0] and len(grid.rows) <= _HEADS
    return is_short and not any(cell.place in stated for row in grid.rows for cell in row)


def _own_rows(grid: Grid, first: Grid) -> list[tuple[str, ...]]:
    """Give the rows of a page of a table that are not those of its headings again."""
    heads = {word for row in map(_words, first.rows[:_HEADS]) if not _has_amount(row) for word in row}
    rows = list(map(_words, grid.rows))
    return [row for number, row in enumerate(rows) if row and not (number < _HEADS and _is_head(row, heads))]


def _is_head(row: tuple[str, ...], heads: Container[str]) -> bool:
    """Tell whether a row has the words of headings, most of them at least: some may be parted otherwise."""
    return not _has_amount(row) and sum(word in heads for word in row) * 2 >= len(row)


def _has_amount(row: tuple[str, ...]) -> bool:
    return any(map(_AMOUNT.fullmatch, row))


def _words(row: Sequence[object]) -> tuple[str, ...]:
    cells = {id(cell): tight(getattr(cell, "text", "")) for cell in row}
    return tuple(text for text in cells.values() if text)


def _label(row: tuple[str, ...]) -> str:
    return row[0] if row else ""


def _left_behind(table: ReadTable, parts: Sequence[FilePart]) -> Place | None:
    """Give the place of a title that ends the page before its table: only what belongs to the head stands between."""
    first = table.grids[0]
    at = next((number for number, part in enumerate(parts) if part is first or part.place == first.place), 0)
    head = {tight(one) for one in table.head}
    for part in reversed(parts[:at]):
        if not isinstance(part, Passage) or tight(part.text) not in head:
            return None
        if table.title and tight(part.text) == tight(table.title):
            return part.place if 0 < part.page < first.page else None
    return None
