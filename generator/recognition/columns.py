"""Which column of a grid is which column of a form: by the path of its headings, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

from generator.base.frozen import frozen
from generator.grids.grid import Grid, GridCell
from generator.pack.spec import CODES
from generator.recognition.forms import FormColumn, FormTable, is_code_part, numbers_rows
from generator.recognition.words import heading

HEAD_ROWS = 16  # of a grid's beginning in which headings are looked for
_SAME, _JOINED, _LAST, _NEAR = 3.0, 2.6, 1.0, 0.6
_ALIKE = 0.75  # of two headings that mean the same but for a word
_SHORTEST_ALIKE, _ALIKE_HEADING = 5, 0.85  # of a heading that others write with another word
_SUMS = ("小计", "合计")
_OTHER_BOOK = "上年"
_PAIR = 2  # different headings that make a row of headings
_COUNTING = frozenset(("栏次", "行次", "序号"))  # headings of what only numbers rows, or columns
_LEVELS = tuple(one.rpartition(".")[2] for one in CODES[1:])  # 类, 款, 项


@frozen
class Columns:
    """How the columns of a grid were read: where its headings begin and end, and which form column each is.

    `score` says how well, from 0 to 1; `unread` are the columns with headings that the form has not.
    """

    first: int
    end: int
    found: Mapping[int, FormColumn]
    unread: tuple[tuple[int, str], ...]
    score: float


def match(grid: Grid, table: FormTable, year: int) -> Columns | None:
    """Find the headings of a table in a grid; None where there are none."""
    table = _coded_alike(grid, table, year)
    block = _head_rows(grid, table, year)
    if block is None:
        return None
    first, end = block
    paths = {
        index: path
        for index in range(grid.width)
        if (path := _path([row[index] for row in grid.rows[first:end]], index, year))
    }
    found = _assigned(paths, table)
    found |= dict(_unheaded(grid, paths, found, table))
    found |= dict(_only_amounts(grid, end, paths, found, table))
    unread = tuple(
        (index, "·".join(path))
        for index, (path, begins) in paths.items()
        if index not in found and not _COUNTING.issuperset(path) and (begins or not _goes_on(grid, index, end))
    )
    lost = sum(holds_amounts(grid, index, end) for index, _ in unread)
    score = _score(paths, found, table) * len(found) / max(len(found) + lost, 1)
    return Columns(first, end, {index: column for index, (column, _) in found.items()}, unread, score)


def _coded_alike(grid: Grid, table: FormTable, year: int) -> FormTable:
    """Let a form print its codes as the grid does: whole in one column, or 类, 款 and 项 in their own."""
    parts = [one for one in table.columns if is_code_part(one)]
    whole = [one for one in table.columns if one.spec.content == CODES[0]]
    if not parts and len(whole) != 1:
        return table
    cells = list({id(cell): cell for row in grid.rows[:HEAD_ROWS] for cell in row if cell.text}.values())
    words = {heading(cell.text, year) for cell in cells}
    if parts:
        path = tuple(word for word in parts[0].path if word not in _LEVELS)
        apart = not words.isdisjoint(_LEVELS[:2])
        return table if apart else _replaced(table, parts, [_code_column(parts[0], path, CODES[0])])
    named = [(word,) for word in _LEVELS if word in words]
    paths = named if len(named) > 1 else [()] * _divided(cells, whole[0], year)
    contents = zip(paths, CODES[1:], strict=False)
    made = [_code_column(whole[0], (*whole[0].path, *path), content) for path, content in contents]
    return _replaced(table, whole, made or whole)


def _code_column(column: FormColumn, path: tuple[str, ...], content: str) -> FormColumn:
    return replace(column, path=path, spec=replace(column.spec, content=content))


def _replaced(table: FormTable, old: Sequence[FormColumn], new: Sequence[FormColumn]) -> FormTable:
    """Put other columns where the first of some stands, for all of them."""
    kept = [(new if one is old[0] else ()) if one in old else (one,) for one in table.columns]
    return replace(table, columns=tuple(one for columns in kept for one in columns))


def _divided(cells: Iterable[GridCell], code: FormColumn, year: int) -> int:
    """Count the columns below the heading of a code that stand for its levels without saying so; 0 where it has one."""
    spans = (cell.colspan for cell in cells if heading(cell.text, year) in code.path[-1:])
    return next((span for span in spans if 1 < span <= len(_LEVELS)), 0)


def _head_rows(grid: Grid, table: FormTable, year: int) -> tuple[int, int] | None:
    first = last = -1
    headings = table.headings
    for number, row in enumerate(grid.rows[:HEAD_ROWS]):
        if not any(is_amount(cell) for cell in row) and _is_head(row, headings, year):
            first, last = (number if first < 0 else first), number
        elif first >= 0:
            break
    if first < 0:
        return None
    end = last + 1
    while end < len(grid.rows) and end < HEAD_ROWS and _numbers_columns(grid.rows[end]):
        end += 1
    return first, end


def _is_head(row: Sequence[GridCell], headings: frozenset[str], year: int) -> bool:
    """Tell whether enough of the words of a row are headings."""
    words = {heading(cell.text, year) for cell in row if cell.text}
    hits = sum(_is_known(word, headings) for word in words)
    return hits >= min(_PAIR, len(headings)) and hits * 2 >= len(words)


@lru_cache(maxsize=1 << 14)
def _is_known(word: str, headings: frozenset[str]) -> bool:
    """Tell whether a word is one of some headings, or one of them but for a sign or two."""
    return word in headings or any(_alike(word, one) for one in headings)


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_ALIKE:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE_HEADING


def _goes_on(grid: Grid, index: int, start: int) -> bool:
    """Tell whether a column is only the right part of the one before it: no cell with words begins in it."""
    return all(row[index].column < index or not row[index].text for row in grid.rows[start:])


def holds_amounts(grid: Grid, index: int, start: int) -> bool:
    """Tell whether amounts begin in a column, from a row on; one that goes on from the left is no other."""
    return any(is_amount(row[index]) and row[index].column == index for row in grid.rows[start:])


def is_amount(cell: GridCell) -> bool:
    """Tell whether a cell holds a number that counts something: not one of a heading line of numbers."""
    text = cell.text.replace(",", "")
    return cell.number is not None or ("." in text and text.replace(".", "").isdigit())


def _numbers_columns(row: Sequence[GridCell]) -> bool:
    """Tell whether a row numbers the columns (栏次)."""
    texts = [cell.text.strip() for cell in row if cell.text.strip()]
    plain = [text for text in texts if text.isdigit() or text in _COUNTING]
    digits = [int(text) for text in texts if text.isdigit()]
    return len(digits) >= _PAIR and len(plain) == len(texts) and digits == sorted(digits) and digits[-1] <= len(row)


def _path(cells: Sequence[GridCell], index: int, year: int) -> tuple[tuple[str, ...], bool] | None:
    """Give the headings above a column, and whether it begins the cell at its foot; None for a bare column."""
    words: list[str] = []
    seen: set[int] = set()
    for cell in cells:
        word = heading(cell.text, year) if cell.text and not cell.text.strip().isdigit() else ""
        if word and id(cell) not in seen and (not words or words[-1] != word):
            words.append(word)
        seen.add(id(cell))
    return (tuple(words), cells[-1].column == index) if words else None


def _assigned(
    paths: Mapping[int, tuple[tuple[str, ...], bool]], table: FormTable
) -> dict[int, tuple[FormColumn, float]]:
    """Give each grid column the form column that fits best; where several fit alike, those in the same order."""
    order = list(paths)
    last = max(len(table.columns) - 1, 1)
    pairs = []
    for place, index in enumerate(order):
        for number, column in enumerate(table.columns):
            score = _likeness(paths[index][0], column.path)
            if score:
                apart = abs(place / max(len(order) - 1, 1) - number / last)
                pairs.append((-score, not paths[index][1], apart, index, number))
    found: dict[int, tuple[FormColumn, float]] = {}
    used: set[int] = set()
    for score, _, _, index, number in sorted(pairs):
        if index not in found and number not in used:
            found[index] = (table.columns[number], -score)
            used.add(number)
    return found


def _unheaded(
    grid: Grid,
    paths: Mapping[int, tuple[tuple[str, ...], bool]],
    found: Mapping[int, tuple[FormColumn, float]],
    table: FormTable,
) -> Iterator[tuple[int, tuple[FormColumn, float]]]:
    """Yield columns under no heading that stand beside one of names: the form has a second one under its heading."""
    used = {id(column) for column, _ in found.values()}
    for index in range(1, grid.width):
        beside = found.get(index - 1)
        if index in paths or beside is None or not beside[0].names:
            continue
        second = (one for one in table.columns if one.names and one.path == beside[0].path and id(one) not in used)
        column = next(second, None)
        if column is not None:
            used.add(id(column))
            yield index, (column, _SAME)


def _only_amounts(
    grid: Grid,
    end: int,
    paths: Mapping[int, tuple[tuple[str, ...], bool]],
    found: Mapping[int, tuple[FormColumn, float]],
    table: FormTable,
) -> Iterator[tuple[int, tuple[FormColumn, float]]]:
    """Yield the only column of amounts of a form that has one, whatever the grid calls its own: 金额, 预算数."""
    counting = [column for column in table.columns if column.counts]
    left = [index for index in paths if index not in found and holds_amounts(grid, index, end)]
    if len(counting) == len(left) == 1 and all(column is not counting[0] for column, _ in found.values()):
        yield from [] if _OTHER_BOOK in "".join(paths[left[0]][0]) else [(left[0], (counting[0], _NEAR))]


@lru_cache(maxsize=1 << 14)
def _likeness(read: tuple[str, ...], known: tuple[str, ...]) -> float:
    """Say how well two paths of headings agree: 3 for the same, 0 for nothing in common at the foot."""
    if read == known:
        return _SAME
    if not known:
        return 0.0
    common = len(set(read) & set(known)) / len(set(read) | set(known))
    if "".join(read) == "".join(known) or (known[-1] in _SUMS and read == known[:-1]):  # 基本支出, not divided there
        return _JOINED
    if read[-1] == known[-1]:
        return _LAST + common * 1.5
    if read[-1] in _SUMS and known[-1].endswith(read[-1]):  # “三公”经费合计
        return _LAST
    near = SequenceMatcher(None, read[-1], known[-1], autojunk=False).ratio()
    return _NEAR * near + common if near >= _ALIKE else 0.0


def _score(
    paths: Mapping[int, tuple[tuple[str, ...], bool]],
    found: Mapping[int, tuple[FormColumn, float]],
    table: FormTable,
) -> float:
    """Say how much of what both sides have was found: a column that the form may leave out is no loss."""
    kept = {id(column) for column, _ in found.values()}
    wanted = [
        column
        for column in table.columns
        if id(column) in kept or not (column.spec.used_only or numbers_rows(column) or not column.path)
    ]
    begun = sum(begins for _, begins in paths.values())
    most = _SAME * max(len(wanted), begun, 1)
    return sum(score for _, score in found.values()) / most


def words_of(cells: Sequence[GridCell]) -> Iterator[str]:
    """Yield the texts of a row, each merged cell once."""
    seen: set[int] = set()
    for cell in cells:
        if id(cell) not in seen and cell.text.strip():
            yield cell.text.strip()
        seen.add(id(cell))
