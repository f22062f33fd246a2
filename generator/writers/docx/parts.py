"""Pieces of WordprocessingML as strings: text, runs, paragraphs and tables. Everything that comes in is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from generator.base import late
from generator.base.frozen import frozen
from generator.base.markup import escape, legal, quoted
from generator.document.blocks import Cell, Placed, Row, Run, Table, grid
from generator.document.stylesheet import StyleSheet, TableGeometry, TextStyle
from generator.typeset.pages import LaidTable
from generator.typeset.text import CELL_STYLES
from generator.word.styles import TABLE_STYLE, twips

_SPECIAL = late.compile("[<>&\n\r\t\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff“”‘’—…·≥≤①-⑳]")
_EAST_ASIAN = late.compile("[“”‘’—…·≥≤①-⑳]")
_CELL_STYLE = late.compile('(<w:pStyle w:val="[^"]*"/>)')
_HINT = '<w:rFonts w:hint="eastAsia"/>'
_NO_LINES = '<w:top w:val="nil"/><w:left w:val="nil"/><w:right w:val="nil"/>'
_OPEN_BELOW = '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>'
_THIN = 20  # twips: the height of a thin paragraph
_LONG_CELL = 120  # characters, below which no cell can be as high as a page


@frozen
class Space:
    """What tables need to know of the page that they stand on. Points."""

    width: float
    height: float


def run(text: str, properties: str = "", size: str = "") -> str:
    """A run with its text: line breaks and tabs as Word's, quotes and dashes in the Chinese font."""
    if not _SPECIAL.search(text):
        body = f'<w:t xml:space="preserve">{text}</w:t>' if text else ""
    else:
        clean = escape(legal(text)).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
        clean = clean.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        body = f'<w:t xml:space="preserve">{clean}</w:t>'
        if _EAST_ASIAN.search(text):
            properties = properties + _HINT  # rStyle comes first, rFonts next
    properties = properties + size
    return f"<w:r><w:rPr>{properties}</w:rPr>{body}</w:r>" if properties else f"<w:r>{body}</w:r>"


def runs(items: Iterable[Run], ids: Mapping[str, str]) -> str:
    """The runs of a paragraph with their character styles; `ids` gives the id of a style name."""
    return "".join(run(item.text, _run_style(ids[item.style]) if item.style in ids else "") for item in items)


def _run_style(style_id: str) -> str:
    return f'<w:rStyle w:val="{style_id}"/>'


def paragraph(style_id: str, content: str, properties: str = "") -> str:
    """A paragraph; `properties` stand after pStyle, in the order of the standard."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{properties}</w:pPr>{content}</w:p>'


def thin_paragraph(properties: str = "") -> str:
    """A paragraph of 1 pt: what Word wants between tables, and after one at a section's end."""
    return (
        f'<w:p><w:pPr>{properties}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{_THIN}" w:lineRule="exact"/>'
        '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
        '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'
    )


@frozen
class Below:
    """What stands below a table: a thin paragraph, and the table that goes on from it and stays with it."""

    thin: bool = False
    attached: bool = False


NOTHING_BELOW = Below()


def table(
    block: Table, laid: LaidTable, space: Space, sheet: StyleSheet, ids: Mapping[str, str], below: Below = NOTHING_BELOW
) -> Iterator[str]:
    """A table as `w:tbl`, row by row: fixed layout with the laid out widths, heading lines repeated, rows kept whole.

    Nothing in it says where a page ends: a merged cell is one cell from its first row to its last, and rows that
    belong together say so.
    """
    columns = _whole_twips(laid.widths)
    edges = (0, *accumulate(columns))
    writer = _TableWriter(edges, space, laid.cells or sheet, ids, smaller=laid.cells is not None)
    margins = _margins(laid.cells.table) if laid.cells else ""
    head = _line(block.line, edges[-1], len(columns), ids["表抬头"]) if any(block.line) else ""
    heights = laid.head or (0.0,) * len(block.head)
    head += "".join(
        writer.row(row, cells, head=True, height=height)
        for row, cells, height in zip(block.head, grid(block.head), heights, strict=True)
    )
    placed = grid(block.body)
    kept = range(len(placed)) if below.attached else _kept(len(placed), followed=bool(block.notes) or below.thin)
    last = len(placed) - 1
    end = _end(below, writer.sheet.table)
    grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    caption = f"<w:tblCaption w:val={quoted(legal(block.caption))}/>" if block.caption else ""
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{ids[TABLE_STYLE]}"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>{margins}'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0"'
        f' w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{grid_columns}</w:tblGrid>{head}"
    )
    for number, (row, cells) in enumerate(zip(block.body, placed, strict=True)):
        yield writer.row(row, cells, head=False, end=end if number == last else "", kept=number in kept)
    yield "</w:tbl>"


def _margins(table: TableGeometry) -> str:
    """The padding of a table whose cells have smaller type than the table style is for."""
    sides = (("top", table.padding_y), ("left", table.padding_x), ("bottom", table.padding_y))
    each = "".join(f'<w:{side} w:w="{twips(size)}" w:type="dxa"/>' for side, size in (*sides, ("right", sides[1][1])))
    return f"<w:tblCellMar>{each}</w:tblCellMar>"


def _end(below: Below, table: TableGeometry) -> str:
    """The properties of a table's last cells: they give way to a thin paragraph, and leave the rule to the next table.

    So the table with the paragraph is as high as it is in the layout, which has no such paragraph.
    """
    lower = max(0, twips(table.padding_y - (table.rule if below.attached else 0.0)) - _THIN)
    margin = f'<w:tcMar><w:bottom w:w="{lower}" w:type="dxa"/></w:tcMar>' if below.thin else ""
    return (_OPEN_BELOW if below.attached else "") + margin


def _kept(count: int, *, followed: bool) -> set[int]:
    """The rows that stay with the next: no row stands alone at the table's start or end, nor do notes after it."""
    last = {count - 2} | ({count - 1} if followed else set())
    return {number for number in {0, *last} if 0 <= number < count - (0 if followed else 1)}


def _whole_twips(widths: Sequence[float]) -> list[int]:
    """Widths as whole twips whose sum is the whole width, to the twip."""
    edges = [0, *(twips(edge) for edge in accumulate(widths))]
    return [right - left for left, right in pairwise(edges)]


def _line(texts: tuple[str, str, str], width: int, span: int, style_id: str) -> str:
    """The line over a table (left, centre, right): a row without rules, repeated with the heading."""
    tabs = f'<w:tabs><w:tab w:val="center" w:pos="{width // 2}"/><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    margins = f"<w:tcMar>{sides}</w:tcMar>"
    content = paragraph(style_id, run("\t".join(text.replace("\t", " ") for text in texts)), tabs)
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:tcBorders>{_NO_LINES}</w:tcBorders>{margins}'
        f'<w:vAlign w:val="bottom"/></w:tcPr>{content}</w:tc></w:tr>'
    )


def _spacing(style: TextStyle) -> str:
    """The spacing of a cell's paragraph of smaller type, instead of that of its style."""
    before, after, line = twips(style.before), twips(style.after), twips(style.line)
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


def _size(style: TextStyle) -> str:
    """The size of a cell's text of smaller type, in half points."""
    half = round(style.size * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


class _TableWriter:
    """Writes the rows of one table; strings that recur are made once."""

    def __init__(
        self, edges: Sequence[int], space: Space, sheet: StyleSheet, ids: Mapping[str, str], *, smaller: bool = False
    ) -> None:
        self.edges, self.space, self.sheet = edges, space, sheet
        self.spacing, self.sizes = dict.fromkeys(CELL_STYLES, ""), dict.fromkeys(CELL_STYLES, "")
        if smaller:
            own = {kind: sheet.styles[name] for kind, name in CELL_STYLES.items()}
            self.spacing = {kind: _spacing(style) for kind, style in own.items()}
            self.sizes = {kind: _size(style) for kind, style in own.items()}
        self.styles = {kind: f'<w:p><w:pPr><w:pStyle w:val="{ids[name]}"/>' for kind, name in CELL_STYLES.items()}
        self.bold = _run_style(ids["加粗"])
        self.properties: dict[tuple[int, int, str, str], str] = {}

    def row(
        self,
        row: Row,
        cells: Sequence[Placed],
        *,
        head: bool,
        height: float = 0.0,
        end: str = "",
        kept: bool = False,
    ) -> str:
        """A row: all cells that stand in it, continued ones as empty; a `kept` one stays with the next.

        `end` are properties of all its cells. `height` is the least height in points: LibreOffice does not make
        repeated rows higher for merged cells.
        """
        least = f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
        whole = "<w:cantSplit/>" if head or not self._higher_than_page(row, cells) else ""
        properties = whole + least + ("<w:tblHeader/>" if head else "")
        content = "".join(self._cell(placed, end) for placed in cells)
        content = _CELL_STYLE.sub(r"\1<w:keepNext/>", content) if kept else content
        return f"<w:tr><w:trPr>{properties}</w:trPr>{content}</w:tr>" if properties else f"<w:tr>{content}</w:tr>"

    def _cell(self, placed: Placed, end: str) -> str:
        cell = placed.cell
        merge = "" if cell.rowspan == 1 else "restart" if placed.top else "continue"
        key = placed.column, cell.colspan, merge, end
        properties = self.properties.get(key) or self.properties.setdefault(key, self._cell_properties(*key))
        if not placed.top:
            return f"{properties}{self.styles[cell.role]}{self.spacing[cell.role]}</w:pPr></w:p></w:tc>"
        indent = f'<w:ind w:leftChars="{cell.indent * 100}" w:left="{self._indent(cell)}"/>' if cell.indent else ""
        content = run(cell.text, self.bold if cell.bold else "", self.sizes[cell.role]) if cell.text else ""
        return f"{properties}{self.styles[cell.role]}{self.spacing[cell.role]}{indent}</w:pPr>{content}</w:p></w:tc>"

    def _indent(self, cell: Cell) -> int:
        return twips(cell.indent * self.sheet.styles[CELL_STYLES[cell.role]].size)

    def _cell_properties(self, column: int, span: int, merge: str, end: str) -> str:
        width = self.edges[column + span] - self.edges[column]
        spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{merged}{end}<w:vAlign w:val="center"/></w:tcPr>'
        )

    def _higher_than_page(self, row: Row, cells: Sequence[Placed]) -> bool:
        """Tell whether a cell may be higher than a page can hold, so that the row must be allowed to break."""
        if all(len(cell.text) < _LONG_CELL and cell.text.count("\n") < 10 for cell in row.cells):  # noqa: PLR2004
            return False
        return any(self._height(placed.cell, placed.column) > self.space.height * 0.8 for placed in cells if placed.top)

    def _height(self, cell: Cell, column: int) -> float:
        style = self.sheet.styles[CELL_STYLES[cell.role]]
        width = (self.edges[column + cell.colspan] - self.edges[column]) / 20 - 2 * self.sheet.table.padding_x
        per_line = max(1, int(width / style.size))
        lines = sum(1 + len(line) // per_line for line in cell.text.split("\n"))
        return lines * style.line / cell.rowspan
