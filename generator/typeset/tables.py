"""Tables measured: cells as lines of text, heights of rows, and where a table may be divided. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from generator.base.frozen import frozen
from generator.document.blocks import Cell, Row, Table, grid
from generator.document.stylesheet import TextStyle
from generator.typeset.fitting import fitted
from generator.typeset.linebreak import TextLine
from generator.typeset.text import CONTINUED, Setter

TALL_START = 6  # lines of a row taller than a page that begin on a page at least
TOGETHER = 2  # body rows that stand together at least, at a table's start and at its end


@dataclass(slots=True)
class CellBox:
    """A cell with its lines, and how far it has been drawn. `first` and `stop` are its rows."""

    cell: Cell
    column: int
    first: int
    stop: int
    x: float  # left edge, from the table's
    width: float
    style: TextStyle
    lines: tuple[TextLine, ...]
    node: int = -1
    drawn: int = 0  # lines

    @property
    def height(self) -> float:
        """The height of the text with the space of its style."""
        return len(self.lines) * self.style.line + self.style.before + self.style.after


@dataclass(slots=True)
class RowBox:
    """A row: its height from rule to rule, the cells that begin in it, and those that come from above."""

    height: float
    begins: tuple[CellBox, ...]
    continues: tuple[CellBox, ...]
    edges: tuple[float, ...]  # left edges of all cells that stand in it
    node: int = -1


@dataclass(slots=True)
class TableBox:
    """A table with measured rows. `joined`: it continues the table above, whose last rule is its first."""

    table: Table
    widths: tuple[float, ...]
    line_height: float
    head: tuple[RowBox, ...]
    body: tuple[RowBox, ...]
    line: float  # height of a line of its text
    padding: float  # above and below a row's text, with the rule
    setter: Setter  # that its cells are set with: of smaller type where the columns need it
    lacking: tuple[int, ...] = ()  # grid columns that cannot show what stands in them
    joined: bool = False
    placed: list[tuple[int, int]] = field(default_factory=list)  # (page, body rows begun there)

    @property
    def total_width(self) -> float:
        """The width from the first to the last vertical rule."""
        return sum(self.widths)

    @property
    def head_height(self) -> float:
        """The height of what is repeated on every page."""
        return self.line_height + sum(row.height for row in self.head)

    @property
    def height(self) -> float:
        """The height of the table on an endless page."""
        return self.head_height + sum(row.height for row in self.body)

    def is_overfull(self, capacity: float) -> bool:
        """Tell whether the head, which is repeated on every page, leaves no room for rows."""
        return self.head_height + self.tall_start > capacity

    def start_height(self, capacity: float) -> float:
        """Return the height to begin on a page: head and two rows, all if that leaves one alone, part of a tall one."""
        count = TOGETHER if len(self.body) > TOGETHER + 1 else len(self.body)
        rows = self.body[:count]
        if rows and self.is_tall(0, capacity):
            return self.head_height + self.tall_start
        return self.head_on(first=True) + sum(row.height for row in rows)

    def head_on(self, *, first: bool) -> float:
        """Return the height of the head on its first page or a later one, with the rule around it."""
        return self.head_height + (0.0 if first and self.joined else self.setter.sheet.table.rule)

    def is_tall(self, row: int, capacity: float) -> bool:
        """Tell whether a body row does not fit on a page of this height together with the head."""
        return self.body[row].height > capacity - self.head_height - self.padding

    @property
    def tall_start(self) -> float:
        """The height of the least part of a row that is divided."""
        return TALL_START * self.line + self.padding


def measure_table(
    table: Table, setter: Setter, available: float, joined: bool = False, *, with_body: bool = True
) -> TableBox:
    """Choose the widths of a table's columns and set its cells. `available` is the width of the text area.

    A table that another continues, and the one that does (`joined`), fill it, so that both have one frame.
    Without the body the box has the head alone, which tells whether the table fits a page.
    """
    setter, widths, lacking = fitted(table, setter, available, fill=table.attached or joined)
    geometry = setter.sheet.table
    edge = 2 * geometry.padding_x + geometry.rule
    padding = 2 * geometry.padding_y + geometry.rule
    columns = _Grid((0.0, *accumulate(widths)), edge, setter)
    head, body = _rows(table.head, columns, padding), _rows(table.body if with_body else (), columns, padding)
    line_height = setter.line_style().line + 2 * geometry.padding_y if any(table.line) else 0.0
    line = setter.cell_style(Cell()).line
    return TableBox(table, widths, line_height, head, body, line, padding, setter, tuple(lacking), joined)


@frozen
class _Grid:
    """Where the columns of a table begin, and what padding and rules take from each."""

    lefts: tuple[float, ...]
    edge: float
    setter: Setter

    def cell(self, cell: Cell, column: int, row: int) -> CellBox:
        """Set a cell."""
        x = self.lefts[column]
        width = self.lefts[column + cell.colspan] - x
        lines = self.setter.cell(cell, width - self.edge) if cell.text else ()
        return CellBox(cell, column, row, row + cell.rowspan, x, width, self.setter.cell_style(cell), lines)


def _rows(rows: Sequence[Row], columns: _Grid, padding: float) -> tuple[RowBox, ...]:
    """Set the cells of rows and find the heights."""
    if any(cell.rowspan > 1 for row in rows for cell in row.cells):
        boxes = _spanning_rows(rows, columns)
    else:
        boxes = [_row(row, number, columns) for number, row in enumerate(rows)]
    _set_heights(boxes, columns.setter.cell_style(Cell()).line, padding)
    return tuple(boxes)


def _row(row: Row, number: int, columns: _Grid) -> RowBox:
    """Set a row in which no cell spans rows."""
    boxes, column = [], 0
    for cell in row.cells:
        boxes.append(columns.cell(cell, column, number))
        column += cell.colspan
    return RowBox(0.0, tuple(boxes), (), tuple(box.x for box in boxes))


def _spanning_rows(rows: Sequence[Row], columns: _Grid) -> list[RowBox]:
    """Set rows with cells that span several of them."""
    boxes: list[RowBox] = []
    above: dict[int, CellBox] = {}
    for number, placed_row in enumerate(grid(rows)):
        begins, continues = [], []
        for placed in placed_row:
            if placed.top:
                box = columns.cell(placed.cell, placed.column, number)
                box.stop = min(box.stop, len(rows))
                above[placed.column] = box
                begins.append(box)
            else:
                continues.append(above[placed.column])
        boxes.append(
            RowBox(0.0, tuple(begins), tuple(continues), tuple(columns.lefts[placed.column] for placed in placed_row))
        )
    return boxes


def _set_heights(rows: Sequence[RowBox], line: float, padding: float) -> None:
    """Give each row the height of its highest cell; one that spans rows stretches the last of them."""
    for number, row in enumerate(rows):
        row.height = max([line, *(box.height for box in row.begins if box.stop - box.first == 1)]) + padding
        for box in (*row.begins, *row.continues):
            if box.stop == number + 1 and box.first < number:
                short = box.height + padding - sum(other.height for other in rows[box.first : box.stop])
                row.height += max(0.0, short)


def divide(box: TableBox, start: int, space: float, tail: float, fresh: bool) -> int:
    """Return before which body row the page ends when rows from `start` fill `space`; `start`: none fits well.

    `tail` is the height of the notes, which stay with the last rows. On a fresh page at least one row stays, if
    one fits.
    """
    count = len(box.body)
    fitting = _fitting(box.body, start, space)
    end = fitting
    if end == count and _height(box.body, start, end) + tail > space and count - start > TOGETHER:
        end = count - TOGETHER
    if end == count - 1:
        end = max(end - (TOGETHER - 1), start)
    end = _kept_labels(box, start, end)
    if start == 0 and end < min(TOGETHER, count) and not fresh:
        return start
    if end <= start and fresh:
        return fitting
    return end


def _fitting(rows: Sequence[RowBox], start: int, space: float) -> int:
    """Return the first row that does not fit any more."""
    end, left = start, space + 0.01
    while end < len(rows) and rows[end].height <= left:
        left -= rows[end].height
        end += 1
    return end


def _height(rows: Sequence[RowBox], start: int, end: int) -> float:
    return sum(row.height for row in rows[start:end])


def _kept_labels(box: TableBox, start: int, end: int) -> int:
    """Move the end of a page up where a merged label would be cut because too few of its rows stand there."""
    if end >= len(box.body):
        return end
    result = end
    for cell in box.body[end].continues:
        first = max(cell.first, start)
        needed = (len(cell.lines) - cell.drawn) * cell.style.line + box.padding
        if first > start and needed > _height(box.body, first, end) + 0.01:
            result = min(result, first)
    return result if result > start else end


def continue_labels(box: TableBox, start: int, setter: Setter, edge: float) -> dict[int, tuple[TextLine, ...]]:
    """Set the merged labels that are repeated at the top of a page with （续）, by column; widen rows they need."""
    labels: dict[int, tuple[TextLine, ...]] = {}
    if start >= len(box.body):
        return labels
    for cell in box.body[start].continues:
        lines = continued_label(cell, setter, edge)
        if not lines:
            continue
        labels[cell.column] = lines
        short = len(lines) * cell.style.line + box.padding - _height(box.body, start, cell.stop)
        box.body[cell.stop - 1].height += max(0.0, short)
    return labels


def continued_label(cell: CellBox, setter: Setter, edge: float) -> tuple[TextLine, ...]:
    """Set the label of a merged cell that goes on from the page before; nothing if its text itself goes on."""
    if not cell.lines or cell.drawn < len(cell.lines):
        return ()
    text = cell.cell.text if cell.cell.role == "金额" else cell.cell.text + CONTINUED
    return setter.broken(cell.cell, text, cell.width - edge)
