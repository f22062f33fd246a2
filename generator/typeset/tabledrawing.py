"""Tables drawn: page by page, with repeated heads, continued labels and rows that are taller than a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.typeset.canvas import Canvas, aligned
from generator.typeset.linebreak import TextLine
from generator.typeset.pages import ARTIFACT, ElementKind
from generator.typeset.ruling import Band, RuledArea, rules
from generator.typeset.tables import CellBox, RowBox, TableBox, continue_labels, continued_label, divide
from generator.typeset.text import Setter, baseline

_SCOPES = {"": "", "column": "Column", "row": "Row"}


@dataclass(slots=True)
class _Part:
    """The part of a table on one page."""

    x: float
    joined: bool = False  # it hangs on the lower rule of the table above
    bands: list[Band] = field(default_factory=list)


class TableDrawing:
    """Draws one table, starting where the canvas stands."""

    def __init__(self, canvas: Canvas, setter: Setter, box: TableBox, tail: float) -> None:
        self.canvas = canvas
        self.setter = setter
        self.box = box
        self.tail = tail  # height of the notes, which stay with the last rows
        geometry = setter.sheet.table
        self.rule = geometry.rule
        self.inset = geometry.padding_x + geometry.rule / 2
        self.part = _Part(0.0)
        self.table = self.thead = self.tbody = -1

    def draw(self) -> None:
        """Draw the table on this page and the following ones."""
        row, first, count = 0, True, len(self.box.body)
        while first or row < count:
            end = self._end(row, first)
            if end == row < count and not (self.canvas.fresh or self._may_split(row, self.box.head_height)):
                self.canvas.turn()
                continue
            self._open(first)
            row = self._page(row, end)
            first = False
            self._close(last=row >= count)
            if row < count:
                self.canvas.turn()

    def _page(self, row: int, end: int) -> int:
        """Draw the body rows of a page, and those that are taller than a page from here on; return the next row."""
        labels = continue_labels(self.box, row, self.setter, 2 * self.inset)
        stuck = end == row  # on a fresh page: the row has to be divided
        if not stuck:
            end = self._end_below_head(row, end)
            self._rows(row, end, labels)
            row = end
        while row < len(self.box.body) and (stuck or self._may_split(row, 0.0)):
            row, stuck = self._tall_row(row), False
            end = divide(self.box, row, self.canvas.space, self.tail, fresh=True)
            self._rows(row, end, {})
            row = end
        return row

    def _end(self, row: int, first: bool) -> int:
        """Return before which row this page ends."""
        space = self.canvas.space - self.box.head_on(first=first)
        return divide(self.box, row, space, self.tail, self.canvas.fresh)

    def _may_split(self, row: int, head: float) -> bool:
        """Tell whether a row that is taller than a page may begin on this one, below a head that is still to come."""
        return self.box.is_tall(row, self.canvas.capacity) and self.canvas.space >= head + self.box.tall_start

    def _end_below_head(self, row: int, end: int) -> int:
        """Return the end again: a continued label may have made a row higher."""
        again = divide(self.box, row, self.canvas.space, self.tail, fresh=True)
        return max(row + 1, min(end, again)) if end > row else end

    def _open(self, first: bool) -> None:
        """Begin a part: the line above the head, the head, and on the first page the structure."""
        canvas, box = self.canvas, self.box
        x = canvas.geometry.left + max(0.0, (canvas.width - box.total_width) / 2)
        joined = first and box.joined and not canvas.fresh
        self.part = _Part(x, joined)
        if first:
            line_node = canvas.node("P", source=box.table) if box.line_height else ARTIFACT
            self._line(line_node)
            self.table = canvas.node("Table", alt=box.table.caption)
            # PDF/UA: a THead needs a TBody beside it, so the head of an empty table is its body
            self.thead = canvas.node("THead" if box.body else "TBody", self.table) if box.head else -1
        else:
            self._line(ARTIFACT)
        canvas.advance(0.0 if joined else self.rule / 2)
        for row in box.head:
            self._head_row(row, first)
        if first:
            self.tbody = canvas.node("TBody", self.table) if box.body else -1

    def _line(self, node: int) -> None:
        """Draw the line above the head: left, centre and right."""
        if not self.box.line_height:
            return
        style = self.setter.line_style()
        y = self.canvas.y + (self.box.line_height - style.line) / 2 + baseline(style)
        for text, align in zip(self.box.table.line, ("left", "center", "right"), strict=True):
            if text:
                line = self.setter.line(text, style)
                x = aligned(self.part.x, self.box.total_width, line, align)  # type: ignore[arg-type]
                self.canvas.line(line, x, y, style.size, node)
        self.canvas.advance(self.box.line_height)

    def _head_row(self, row: RowBox, first: bool) -> None:
        """Draw a row of the head; on later pages it is an artifact."""
        top = self.canvas.y
        self._band(row, top)
        node = self.canvas.node("TR", self.thead) if first else ARTIFACT
        heights = self.box.head
        for box in row.begins:
            visible = sum(other.height for other in heights[box.first : box.stop])
            box.drawn = 0
            self._cell(box, node, top, visible, content=first)
        self.canvas.advance(row.height)

    def _band(self, row: RowBox, top: float) -> None:
        """Note a row's top and edges; below the head there is a rule over every cell, continued ones too."""
        below_head = len(self.part.bands) == len(self.box.head)
        gaps = () if below_head else tuple((box.x, box.x + box.width) for box in row.continues)
        self.part.bands.append(Band(top, row.edges, gaps))

    def _rows(self, start: int, end: int, labels: dict[int, tuple[TextLine, ...]]) -> None:
        """Draw whole body rows."""
        if start == end:
            return
        body, canvas = self.box.body, self.canvas
        tops = [canvas.y]
        for row in body[start:end]:
            tops.append(tops[-1] + row.height)
        for box in body[start].continues:
            visible = tops[min(box.stop, end) - start] - tops[0]
            self._continued(box, labels.get(box.column), tops[0], visible)
        for number in range(start, end):
            row, top = body[number], tops[number - start]
            self._band(row, top)
            row.node = canvas.node("TR", self.tbody)
            for box in row.begins:
                visible = row.height if box.stop == number + 1 else tops[min(box.stop, end) - start] - top
                self._cell(box, row.node, top, visible, content=True)
        canvas.advance(tops[-1] - tops[0])
        self._count(end - start)

    def _tall_row(self, number: int) -> int:
        """Draw a row that is taller than a page in parts, each on a page; return the next row's number."""
        row, begun = self.box.body[number], False
        row.node = self.canvas.node("TR", self.tbody)
        for box in row.continues:
            self._continued(box, None, self.canvas.y, self.canvas.space)
        while True:
            left = max((_left(box) for box in row.begins), default=0.0) + self.box.padding
            visible = min(left, self.canvas.space)
            self._band(row, self.canvas.y)
            for box in row.begins:
                self._cell(box, row.node, self.canvas.y, visible, content=True)
            self.canvas.advance(visible)
            self._count(0 if begun else 1)
            begun = True
            if left <= visible + 0.01:
                return number + 1
            self._close(last=False)
            self.canvas.turn()
            self._open(first=False)
            self._labels_beside(row)

    def _labels_beside(self, row: RowBox) -> None:
        """Repeat merged labels beside a further part of a tall row, where they have room."""
        left = max((_left(box) for box in row.begins), default=0.0) + self.box.padding
        visible = min(left, self.canvas.space)
        for box in row.continues:
            label = continued_label(box, self.setter, 2 * self.inset)
            if label and len(label) * box.style.line + self.box.padding <= visible:
                self._text(box, label, self.canvas.y, visible, ARTIFACT)

    def _count(self, rows: int) -> None:
        """Note how many body rows begin on this page."""
        placed, page = self.box.placed, self.canvas.index
        if placed and placed[-1][0] == page:
            placed[-1] = (page, placed[-1][1] + rows)
        else:
            placed.append((page, rows))

    def _continued(self, box: CellBox, label: tuple[TextLine, ...] | None, top: float, visible: float) -> None:
        """Draw a merged cell that comes from the page before: its remaining lines, or its label with （续）."""
        if label is None:
            self._cell(box, -1, top, visible, content=True)
        else:
            self._text(box, label, top, visible, ARTIFACT)

    def _cell(self, box: CellBox, row: int, top: float, visible: float, content: bool) -> None:
        """Draw the lines of a cell that fit in the visible height, and remember how many they were."""
        if content and box.node < 0:
            box.node = self._node(box, row)
        lines = box.lines[box.drawn :] if box.drawn else box.lines
        if not lines:
            return
        if _left(box) + self.box.padding > visible + 0.01:
            room = visible - self.box.padding - box.style.before
            lines = lines[: max(1, int(room / box.style.line + 0.001))]
        box.drawn += len(lines)
        self._text(box, lines, top, visible, box.node if content else ARTIFACT)

    def _node(self, box: CellBox, row: int) -> int:
        cell = box.cell
        kind: ElementKind = "TH" if cell.scope or cell.role == "表头" else "TD"
        scope = _SCOPES[cell.scope] or ("Column" if kind == "TH" else "")
        rows = box.stop - box.first
        return self.canvas.node(kind, row, scope=scope, rowspan=rows, colspan=cell.colspan, source=cell)

    def _text(self, box: CellBox, lines: Sequence[TextLine], top: float, visible: float, node: int) -> None:
        """Draw lines in the middle of a cell's visible height."""
        style = box.style
        y = top + (visible - len(lines) * style.line) / 2 + baseline(style)
        indent = box.cell.indent * style.size
        x, width = self.part.x + box.x + self.inset + indent, box.width - 2 * self.inset - indent
        for line in lines:
            self.canvas.line(line, aligned(x, width, line, style.align), y, style.size, node)
            y += style.line

    def _close(self, last: bool) -> None:
        """End the part on this page with its rules."""
        canvas, box = self.canvas, self.box
        frame = RuledArea(self.part.x, box.total_width, canvas.y, self.rule)
        canvas.operations.extend(rules(self.part.bands, frame, top=not self.part.joined))
        if not (last and box.table.attached):  # else the next table begins on this rule, if it stands on this page
            canvas.advance(self.rule / 2)


def _left(box: CellBox) -> float:
    """Return the height of the lines that are not drawn yet."""
    return (len(box.lines) - box.drawn) * box.style.line + box.style.before + box.style.after
