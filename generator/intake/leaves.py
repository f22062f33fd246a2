"""BudgetLeaf lists (明细表): one row for each line of the budget, as an integrated system exports it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.base.frozen import frozen
from generator.base.money import total as sum_of
from generator.findings.finding import Place
from generator.grids.grid import ForeignFile, Grid, GridCell
from generator.intake import leaf_words as words
from generator.recognition.amounts import number_in, number_of, unit_in

ZERO = Decimal(0)
_HEAD = 12  # rows among which the headings are
_DEPTH = 3  # rows of headings at most
_TOTALS = ("合计", "总计", "小计", "累计")
_ITEM = 7  # digits of a functional item (项)
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_NUMBERED = re.compile(r"[甲乙丙丁栏次]*|[0-9]{1,2}(?:=[0-9+\-]+)?")  # cells of the row that numbers the columns
_NO = ("", "否", "不是", "0", "无", "FALSE", "N")


@frozen
class Coded:
    """A code and a name, either of which may lack."""

    code: str = ""
    name: str = ""


@frozen
class BudgetLeaf:
    """A line of the budget: what a row says of one fund; the amount is in 元."""

    place: Place
    amount: Decimal
    unit: Coded
    department: Coded
    project: Coded
    function: Coded
    departmental: Coded
    government: Coded
    kind: str = ""  # 基本支出, 项目支出 or one of the other kinds; empty where no column says it
    category: str = ""  # of a project
    fund: str = ""
    fund_said: str = ""  # as it is typed
    carried: bool = False
    purchase: bool = False
    year: str = ""


@dataclass(slots=True)
class LeafList:
    """A leaf list that was read, and what is to be said of it."""

    grid: Grid
    scale: int  # power of ten of its unit
    unit_said: bool
    year: int = 0  # that its title, its sheet or its file names
    leaves: list[BudgetLeaf] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)  # texts above the rows
    unknown: list[str] = field(default_factory=list)  # columns
    unread: list[str] = field(default_factory=list)  # rows
    wrong: list[str] = field(default_factory=list)  # totals
    checked: int = 0  # totals that were compared
    first_total: tuple[str, Decimal] | None = None  # what it is called and where, if it stands before its lines


@frozen
class _Columns:
    """The columns of a list: by our word, and by code or name; how many rows of headings there are."""

    at: Mapping[tuple[str, str], int]
    funds: Mapping[str, int]
    unknown: tuple[int, ...]
    first: int  # row of data

    def has(self, word: str) -> bool:
        """Tell whether there is a column of this word."""
        return any(one == word for one, _ in self.at)


def leaf_lists(file: ForeignFile, mapping: Mapping[str, str]) -> list[LeafList]:
    """Read the leaf lists of a file; `mapping` gives our words for names of columns that we do not know."""
    own = words.mapped(mapping)
    return [found for grid in file.grids if (found := _leaf_list(grid, own)) is not None]


def _leaf_list(grid: Grid, mapping: Mapping[str, str]) -> LeafList | None:
    columns = _columns(grid, mapping)
    if columns is None:
        return None
    head = [cell.text for row in grid.rows[: columns.first] for cell in row]
    unit = next((one for one in map(unit_in, head) if one is not None), None)
    if unit is None:
        unit = next((4 for text in head if "（万元）" in text or "(万元)" in text), None)
    titles = (*head, grid.sheet, grid.place.file)
    year = next((int(one[0]) for one in map(_YEAR.search, titles) if one), 0)
    found = LeafList(grid, unit or 0, unit is not None, year)
    found.headings = head
    names = {_heading(grid, columns.first, column) for column in columns.unknown}
    found.unknown = sorted(name for name in names if name)
    above: list[_Above] = []
    for number, row in enumerate(grid.rows[columns.first :], columns.first):
        _read_row(_LeafRow(number, row, columns), found, above)
    _compare_above(above, found)
    return found if found.leaves else None


@frozen
class _LeafRow:
    """A row of data with the columns that it has."""

    number: int
    cells: Sequence[GridCell]
    columns: _Columns

    def text(self, word: str) -> str:
        """Give what the column of a word says."""
        roles = ("", "名称", "编码")
        at = self.columns.at
        return next((self.cells[at[word, role]].text for role in roles if (word, role) in at), "")

    def coded(self, word: str) -> Coded:
        """Give the code and the name that the one or two columns of a word say."""
        texts = {
            role: self.cells[column].text.strip() for (one, role), column in self.columns.at.items() if one == word
        }
        code, name = words.code_and_name(texts.get("编码", "") or texts.get("", ""))
        return Coded(code, texts.get("名称", "") or name)


@frozen
class _Above:
    """A row of an item above others (款, 类), whose amount is theirs together; or a line that says no more."""

    code: str
    total: Decimal
    leaves: tuple[BudgetLeaf, ...]


def _columns(grid: Grid, mapping: Mapping[str, str]) -> _Columns | None:
    """Find the headings: the rows that name the item, an amount, and whether it is basic spending, or for what."""
    for last in range(min(_HEAD, len(grid.rows))):
        for first in range(max(last - _DEPTH + 1, 0), last + 1):
            columns = _named(grid, first, last, mapping)
            amounts = columns.has(words.AMOUNT) or columns.funds
            told = any(columns.has(one) for one in (words.KIND, words.CATEGORY, words.DEPARTMENTAL, words.GOVERNMENT))
            if columns.has(words.FUNCTION) and amounts and told:
                return _deepest(grid, first, columns, mapping)
    return None


def _deepest(grid: Grid, first: int, columns: _Columns, mapping: Mapping[str, str]) -> _Columns:
    """Take further rows of headings along: those without a number of money, in which more columns are named."""
    best = columns
    for last in range(columns.first, min(columns.first + _DEPTH, len(grid.rows))):
        more = _named(grid, first, last, mapping)
        if len(more.at) + len(more.funds) < len(best.at) + len(best.funds) or _is_data(grid.rows[last], more):
            break
        best = more
    return best


def _is_data(row: Sequence[GridCell], columns: _Columns) -> bool:
    """Tell whether a row has an amount, or the number of a column, where amounts are."""
    wanted = [column for (word, _), column in columns.at.items() if word == words.AMOUNT] + [*columns.funds.values()]
    return any(number_of(row[column]) for column in wanted)


def _named(grid: Grid, first: int, last: int, mapping: Mapping[str, str]) -> _Columns:
    at: dict[tuple[str, str], int] = {}
    funds: dict[str, int] = {}
    unknown: list[int] = []
    for column in range(grid.width):
        word, role = _column(grid, first, last, column, mapping)
        if word in words.FUNDS:
            funds.setdefault(word, column)
        elif word:
            at.setdefault((word, role), column)
        else:
            unknown.append(column)
    return _Columns(at, funds, tuple(unknown), last + 1)


def _column(grid: Grid, first: int, last: int, column: int, mapping: Mapping[str, str]) -> tuple[str, str]:
    """Tell what a column is: by its lowest heading, or that with what stands above it, or what stands above alone."""
    path = list(dict.fromkeys(grid.rows[row][column].text for row in range(first, last + 1)))
    shown = [text for text in path if text.strip()]
    tried = [*shown[-1:], "".join(shown[-2:]), *reversed(shown[:-1])]
    return next((found for found in (words.column_of(text, mapping) for text in tried) if found[0]), ("", ""))


def _heading(grid: Grid, first: int, column: int) -> str:
    texts = [grid.rows[row][column].text for row in range(first) if grid.rows[row][column].colspan < grid.width]
    return texts[-1].strip() if texts else ""


_Amount = tuple[str, Decimal, GridCell]  # fund, what it is in 元, and the cell


def _read_row(row: _LeafRow, found: LeafList, above: list[_Above]) -> None:
    amounts = list(_amounts(row, found))
    if not amounts:
        return
    if all(_NUMBERED.fullmatch(cell.text) for cell in row.cells):
        return  # 栏次
    function = row.coded(words.FUNCTION)
    label = next((cell.text.strip() for cell in row.cells if _is_total(cell.text)), "")
    if label and not function.code:
        _compare(label, _total(row, found.scale), amounts[0][2], found)
    elif not function.code and not function.name:
        found.unread.append(f"{amounts[0][2].place} 没有功能分类科目，{_total(row, found.scale):,.2f} 元没有导入")
    else:
        leaves = tuple(_leaf(row, amount) for amount in amounts)
        if 0 < len(function.code) < _ITEM:
            above.append(_Above(function.code, _total(row, found.scale), leaves))
        else:
            found.leaves += leaves
            _compare_row(row, amounts, found)


def _is_total(text: str) -> bool:
    return "".join(text.split()).rstrip("：:") in _TOTALS or text.strip().endswith(_TOTALS)


def _amounts(row: _LeafRow, found: LeafList) -> Iterator[_Amount]:
    """Yield the amounts of a row that are not nothing, each with the fund whose column it stands in."""
    columns = row.columns
    wanted = dict(columns.funds)
    carried = columns.at.get((words.CARRIED, ""))
    if wanted and carried is not None and row.cells[carried].text.strip() not in ("是", "否"):
        wanted[words.CARRIED] = carried
    for fund, column in (wanted or {"": columns.at[words.AMOUNT, ""]}).items():
        cell = row.cells[column]
        value = number_of(cell)
        if value is None:
            found.unread.append(f"{cell.place} 不是数：{cell.text[:20]}")
        elif value and cell.row == row.number:  # one that is merged over several rows counts once
            yield fund, value.scaleb(found.scale), cell


def _total(row: _LeafRow, scale: int) -> Decimal:
    column = row.columns.at.get((words.AMOUNT, ""))
    columns = [column] if column is not None else row.columns.funds.values()
    return sum_of(number_of(row.cells[one]) or ZERO for one in columns).scaleb(scale)


def _compare_row(row: _LeafRow, amounts: Sequence[_Amount], found: LeafList) -> None:
    """Compare the total of a row with its amounts by fund."""
    column = row.columns.at.get((words.AMOUNT, ""))
    if column is None or not row.columns.funds:
        return
    total, parts = _total(row, found.scale), sum_of(amount for _, amount, _ in amounts)
    found.checked += 1
    if total and total != parts:
        found.wrong.append(f"{row.cells[column].place} 是 {total:,.2f} 元，各项资金相加是 {parts:,.2f} 元")


def _compare(label: str, total: Decimal, cell: GridCell, found: LeafList) -> None:
    """Compare a total with all lines; a 小计 with any last ones, or the first one of its own before its lines."""
    found.checked += 1
    if not found.leaves:  # it stands before its lines
        found.first_total = (f"{cell.place} “{label}”", total)
        return
    whole = sum_of(leaf.amount for leaf in found.leaves)
    if total not in ({whole} if "小计" not in label else _ends_of(found.leaves)):
        found.wrong.append(f"{cell.place} “{label}”是 {total:,.2f} 元，上面各行相加是 {whole:,.2f} 元")


def _ends_of(leaves: Sequence[BudgetLeaf]) -> set[Decimal]:
    """Give what the last lines add up to: of one line, two, and so on."""
    sums, so_far = set(), ZERO
    for leaf in reversed(leaves):
        so_far += leaf.amount
        sums.add(so_far)
    return sums


def _compare_above(above: Sequence[_Above], found: LeafList) -> None:
    """Compare what stands above other lines with them; one that has none below it is a line itself."""
    totals: dict[str, Decimal] = {}
    for one in above:
        if any(leaf.function.code.startswith(one.code) for leaf in found.leaves):
            totals[one.code] = totals.get(one.code, ZERO) + one.total
    found.leaves += (leaf for one in above if one.code not in totals and _is_lowest(one, above) for leaf in one.leaves)
    whole = sum_of(leaf.amount for leaf in found.leaves)
    if found.first_total and found.first_total[1] != whole and "小计" not in found.first_total[0]:
        found.wrong.append(f"{found.first_total[0]}是 {found.first_total[1]:,.2f} 元，下面各行相加是 {whole:,.2f} 元")
    for code, total in totals.items():
        found.checked += 1
        parts = sum_of(leaf.amount for leaf in found.leaves if leaf.function.code.startswith(code))
        if total != parts:
            found.wrong.append(f"科目 {code} 的行是 {total:,.2f} 元，它下面各行相加是 {parts:,.2f} 元")


def _is_lowest(one: _Above, above: Sequence[_Above]) -> bool:
    return not any(other.code != one.code and other.code.startswith(one.code) for other in above)


def _leaf(row: _LeafRow, amount: _Amount) -> BudgetLeaf:
    fund, value, cell = amount
    typed = row.coded(words.FUND)
    origin, carried = row.text(words.ORIGIN), row.text(words.CARRIED).strip()
    said = ("" if fund == words.CARRIED else fund) or typed.name or typed.code or origin
    kind, category = words.kind_of(row.text(words.CATEGORY), row.text(words.KIND))
    flagged = fund == words.CARRIED or (carried not in _NO and number_in(carried) is None)
    return BudgetLeaf(
        cell.place,
        value,
        row.coded(words.UNIT),
        row.coded(words.DEPARTMENT),
        row.coded(words.PROJECT),
        row.coded(words.FUNCTION),
        row.coded(words.DEPARTMENTAL),
        row.coded(words.GOVERNMENT),
        kind,
        category,
        words.fund_of(said),
        said,
        flagged or "结转" in said or "结转" in origin,
        row.text(words.PURCHASE).strip() not in _NO,
        row.text(words.YEAR)[:4],
    )
