"""The published document of 350 typed into Word, as a finance officer would: its figures, its running text, its faults.

The tables of money are those that we make (every figure is compared with the published ones elsewhere); the running
text and the forms of projects are the published ones, word for word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table

REFERENCE = Path(__file__).parents[1] / "reference/hebei-350-2025"
_FULL = 80  # bytes of a line that goes on
_BEGINS = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、]|[0-9]{1,2}[、.]|绩效目标|绩效指标|注：|部门职责|机构设置|第一部分"
)
_UNITS = ("单位名称 单位性质 单位规格 经费保障形式", 2)
_PLAN = ("3月底", "6月底", "10月底", "12月底")
_HEAD = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")


def typed(generated: Path, output: Path) -> Path:
    """Type the document after `generated`, whose tables of money it takes, and save it."""
    made = Document(str(generated))
    tables = [deepcopy(table._tbl) for table in made.tables]
    first_text = next(one for one in made.paragraphs if re.search("信息公开情况说明$", one.text.strip()))
    body = made.element.body
    at = list(body).index(first_text._p)
    for element in list(body)[at:-1]:
        body.remove(element)
    for line in _paragraphs("第一部分", "七、部门项目预算安排情况及绩效目标"):
        if line == _UNITS[0]:
            _add_table(made, [line_.split() for line_ in _after(*_UNITS)], 4)
        elif line not in _after(*_UNITS):
            made.add_paragraph(line)
    _add_projects(made)
    empty = iter(tables[-2:])
    for line in _paragraphs("八、政府采购预算情况", None):
        if line in ("部门政府采购预算", "部门固定资产占用情况表"):
            made.add_paragraph(line)
            body.insert(len(body) - 1, next(empty))
        elif re.match("350科技和工信部门", line):
            continue
        else:
            made.add_paragraph(line)
    made.save(str(output))
    return output


def _lines() -> list[str]:
    return (REFERENCE / "published.txt").read_text("utf-8").splitlines()


def _after(first: str, count: int) -> Sequence[str]:
    lines = [one.strip() for one in _lines() if one.strip()]
    return lines[lines.index(first) : lines.index(first) + count]


def _paragraphs(begin: str, end: str | None) -> Iterator[str]:
    """Yield the paragraphs of the running text: a full line goes on, one that begins with a number does not."""
    lines = [one.strip() for one in _lines()]
    start = next(number for number, one in enumerate(lines) if one.startswith(begin))
    held = ""
    skipping = False  # the headings of a table, which is copied
    for line in lines[start:]:
        if end is not None and line == end:
            break
        if line.startswith(("政府采购项目来源", "项 目 数量")):
            skipping = True
        if skipping and not line.startswith(("注：", "九、")):
            continue
        skipping = False
        if not line or line.isdigit():
            continue
        goes_on = not held.endswith("。") and re.match("[0-9.]+ ?万元", line)
        if (
            held
            and not goes_on
            and (_BEGINS.match(line) or len(held.encode("gbk", "replace")) < _FULL or held.endswith(("：", "。")))
        ):
            yield held
            held = ""
        held += line
    if held:
        yield held


def _add_projects(made: WordDocument) -> None:
    made.add_paragraph("七、部门项目预算安排情况及绩效目标")
    projects: list[dict[str, Any]] = json.loads((REFERENCE / "projects.json").read_text("utf-8"))
    for one in projects:
        made.add_paragraph(f"{one['seq']}、{one['name']}绩效目标表")
        made.add_paragraph("单位：万元")
        head = [
            ["项目编码", one["code"], "项目名称", one["name"]],
            ["预算规模及资金用途", "预算数", one["budget"], "其中：财政资金", one["fiscal"], "其他资金"],
            ["", one["用途"]],
            ["资金支出计划（%）", *_PLAN],
            ["", *one["schedule"]],
            ["绩效目标", one["goal"]],
        ]
        table = _add_table(made, [*head, _HEAD, *([each[key] for key in _HEAD] for each in one["indicators"])], 7)
        for upper, lower in ((1, 2), (3, 4)):
            table.cell(upper, 0).merge(table.cell(lower, 0))


def _add_table(made: WordDocument, rows: Sequence[Sequence[str]], width: int) -> Table:
    table = made.add_table(len(rows), width)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    return table
