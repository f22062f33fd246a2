"""Totals (核对): formulas over whole columns, with the values that they have now, so that inserted rows count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.base.frozen import frozen
from generator.base.money import YUAN_PER_UNIT, parse_amount
from generator.base.numerals import column_letters
from generator.workbook.plan import SUBJECT, Keys, Sheet, SheetPlan
from generator.workbook.rows import SheetRow
from generator.workbook.words import CellWords

LEDGER: tuple[Keys, ...] = (("收入",), ("基本支出",), ("项目", "支出"), ("其他支出",), ("年终结转",))  # income first
AMOUNT, FUND, FUNCTION = "金额", "资金性质", "科目"
OTHERS, TOTAL, DIFFERENCE = "没有写的，或者不在上面的", "合计", "差额（收入减支出）"
TITLE, HEAD, LINE, LAST = "title", "head", "line", "last"
_NOTHING = Decimal(0)


@frozen
class Formula:
    """A formula, without its sign of equality, and what it gives now."""

    text: str
    value: Decimal


@dataclass(slots=True)
class Totals:
    """The lines of the sheet from its first row on: how each looks, and its cells."""

    lines: list[tuple[str, tuple[str | Formula, ...]]] = field(default_factory=list)

    def add(self, look: str, *cells: str | Formula) -> None:
        """Add a line."""
        self.lines.append((look, cells))

    @property
    def row(self) -> int:
        """The number of the next line, from 1."""
        return len(self.lines) + 1


def make(plan: SheetPlan, rows: Mapping[str, Sequence[SheetRow]], words: CellWords) -> Totals:
    """Make the totals of a workbook: income and expenditure by fund and by function, and every column of amounts."""
    made = Totals()
    ledger = [sheet for keys in LEDGER if (sheet := plan.of_list(keys)) is not None]
    used = [row.cells for sheet in ledger for row in rows[sheet.name]]
    known = [*words.line.typed(FUND), *sorted({cells.get(FUND, "").strip() for cells in used})]
    _balance(made, "收支平衡：按资金性质", FUND, dict.fromkeys(filter(None, known), ""), ledger, rows, words)
    codes = {code: words.name("功能分类", code) for code in sorted({cells.get(FUNCTION, "").strip() for cells in used})}
    codes.pop("", None)
    _balance(made, "收支平衡：按功能分类科目", FUNCTION, codes, ledger, rows, words)
    made.add(TITLE, "各表合计")
    made.add(HEAD, "表", "栏", "合计")
    for sheet in plan.sheets:
        for title in (one.title for one in sheet.columns if one.rule.type == "amount" and not one.marks):
            if sheet.kind == "records":
                made.add(LINE, sheet.name, title, _formula(sheet, title, rows[sheet.name], words))
    return made


def _balance(
    made: Totals,
    title: str,
    by: str,
    labels: Mapping[str, str],
    ledger: Sequence[Sheet],
    rows: Mapping[str, Sequence[SheetRow]],
    words: CellWords,
) -> None:
    """Sum every list of lines by a label, whose name ends the line; then what has none of the labels, and all."""
    made.add(TITLE, title)
    made.add(HEAD, by, *(sheet.name for sheet in ledger), DIFFERENCE)
    first, listed = made.row, [_NOTHING] * len(ledger)
    for label, name in labels.items():
        sums = [_sum_if(sheet, by, label, rows[sheet.name], f"$A{made.row}", words) for sheet in ledger]
        listed = [before + one.value for before, one in zip(listed, sums, strict=True)]
        made.add(LINE, label, *sums, _difference(sums, made.row), *([name] if name else []))
    whole = [_formula(sheet, AMOUNT, rows[sheet.name], words) for sheet in ledger]
    last, others = made.row, list[Formula]()
    for number, (every, part) in enumerate(zip(whole, listed, strict=True), 1):
        above = f"-SUM({column_letters(number)}{first}:{column_letters(number)}{last - 1})" if labels else ""
        others.append(Formula(f"ROUND({column_letters(number)}{last + 1}{above},6)", every.value - part))
    made.add(LINE, OTHERS, *others, _difference(others, last))
    made.add(LAST, TOTAL, *whole, _difference(whole, last + 1))
    made.add(LINE)


def _difference(sums: Sequence[Formula], row: int) -> Formula:
    value = sums[0].value - sum((one.value for one in sums[1:]), _NOTHING)
    return Formula(f"ROUND(B{row}-SUM(C{row}:{column_letters(len(sums))}{row}),6)", value)


def _sum_if(sheet: Sheet, by: str, label: str, rows: Sequence[SheetRow], cell: str, words: CellWords) -> Formula:
    wanted = f'{cell}&"*"' if by == FUNCTION else cell  # of a code with its name
    return _formula(sheet, AMOUNT, rows, words, (_whole(sheet, by), wanted), lambda row: _said(row, by) == label)


def _said(row: SheetRow, title: str) -> str:
    return row.cells.get(title, "").strip()


def _formula(
    sheet: Sheet,
    title: str,
    rows: Sequence[SheetRow],
    words: CellWords,
    condition: Sequence[str] = (),
    wanted: Callable[[SheetRow], bool] = lambda row: True,
) -> Formula:
    """Sum a column; what a unit's folder has in another 金额单位 counts as much of the department's."""
    column = _whole(sheet, title)
    text = f"SUMIFS({','.join((column, *condition))})" if condition else f"SUM({column})"
    value = _sum(rows, title, wanted)
    for folder, unit in words.other_units if SUBJECT in sheet.marks else ():
        label, power = folder.removesuffix("/"), YUAN_PER_UNIT[unit] - YUAN_PER_UNIT[words.unit]
        more = Decimal(10) ** power - 1
        listed = ",".join((column, *condition, _whole(sheet, SUBJECT), f'"{label}"'))
        text += f"+SUMIFS({listed})*{more}"
        value += more * _sum(rows, title, lambda row, label=label: wanted(row) and _said(row, SUBJECT) == label)  # type: ignore[misc]
    return Formula(text, value)


def _sum(rows: Iterable[SheetRow], title: str, wanted: Callable[[SheetRow], bool] = lambda row: True) -> Decimal:
    amounts = (parse_amount(row.cells.get(title, "")) for row in rows if wanted(row))
    return sum((one for one in amounts if one is not None), _NOTHING)


def _whole(sheet: Sheet, title: str) -> str:
    at = column_letters([one.title for one in sheet.columns].index(title))
    return f"'{sheet.name}'!${at}:${at}"
