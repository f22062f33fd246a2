"""From the neutral document and the style sheet to finished pages: `lay_out`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.base.frozen import frozen
from generator.document.blocks import Chart, Contents, Document, Heading, PageBreak, Paragraph, Running, Section, Table
from generator.document.stylesheet import StyleSheet, TextStyle
from generator.typeset.canvas import Canvas
from generator.typeset.charts import cells_of, draw, moved
from generator.typeset.contents import ContentsBox, draw_contents, fill_contents, measure_contents
from generator.typeset.keeping import is_joined, keeps_next, style_of
from generator.typeset.measure import Faces, Fonts
from generator.typeset.pages import Bookmark, Drawing, ElementKind, LaidTable, NarrowTable, Page, Pages
from generator.typeset.running import draw_running, page_labels
from generator.typeset.tabledrawing import TableDrawing
from generator.typeset.tables import TableBox, measure_table
from generator.typeset.text import LaidParagraph, Setter, baseline, gap_between, widows


@dataclass(slots=True)
class ParagraphBox:
    """A paragraph or heading with its lines."""

    setting: LaidParagraph
    block: Paragraph | Heading

    @property
    def heading(self) -> Heading | None:
        """The heading, if it is one."""
        return self.block if isinstance(self.block, Heading) else None


@frozen
class ChartBox:
    """A chart with its drawing."""

    chart: Chart
    drawing: Drawing
    below: float  # space after it


Box = ParagraphBox | TableBox | ChartBox | ContentsBox | PageBreak


@dataclass(slots=True)
class _Item:
    """A block as the layout sees it: what it is, whether the next must follow on its page, the height it needs."""

    box: Box
    keeps: bool
    needs: float = 0.0
    notes: tuple[ParagraphBox, ...] = ()


@dataclass(slots=True)
class _State:
    """What the layout has found so far."""

    bookmarks: list[Bookmark] = field(default_factory=list)
    anchors: dict[str, tuple[int, float]] = field(default_factory=dict)
    tables: list[LaidTable] = field(default_factory=list)
    contents: list[ContentsBox] = field(default_factory=list)
    above: TextStyle | None = None  # the style of the paragraph above
    level: int = 0  # of the last heading in the structure
    overfull: list[str] = field(default_factory=list)  # names of tables
    narrow: list[NarrowTable] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)


def lay_out(
    document: Document,
    sheet: StyleSheet,
    faces: Faces,
    running: Mapping[str, Running] | None = None,
    *,
    loose: bool = False,
) -> Pages:
    """Lay out a document; `running` are headers and footers by the name of the page.

    A character that no face has is named in `Pages.missing`; a table whose head leaves no room on a page is left out
    and named in `Pages.overfull`. `sheet` gives pages and styles,
    `faces` the widths of characters. Breaks follow Word: exact line spacing, widow control, keep with next.
    With `loose` the lines are those of LibreOffice, for the page numbers in Word's contents.
    """
    fonts = Fonts(faces)
    setter = Setter(sheet, fonts, loose=loose)
    canvas, state = Canvas(), _State()
    for number in range(len(document.sections)):
        _section(number, document, setter, canvas, state)
    labels = page_labels(canvas.drafts)
    shown = {anchor: labels[page] for anchor, (page, _) in state.anchors.items()}
    for contents in state.contents:
        fill_contents(contents, shown, canvas)
    draw_running(canvas, labels, setter, running or {})
    pages = _pages(canvas, state, labels, shown)
    return replace(pages, missing=tuple(fonts.missing), differs=setter.differs)


def _pages(canvas: Canvas, state: _State, labels: Sequence[str], shown: dict[str, str]) -> Pages:
    """Put the result together."""
    pages = tuple(
        Page(
            draft.geometry.width,
            draft.geometry.height,
            label,
            tuple(operation for operation in draft.operations if operation is not None),
        )
        for draft, label in zip(canvas.drafts, labels, strict=True)
    )
    nodes, bookmarks, tables = tuple(canvas.nodes), tuple(state.bookmarks), tuple(state.tables)
    entries = {entry.heading.anchor: entry.setting.breaks for box in state.contents for entry in box.entries}
    overfull, narrow = tuple(state.overfull), tuple(state.narrow)
    return Pages(
        pages, nodes, bookmarks, state.anchors, shown, tables, entries, tuple(state.drawings), overfull, narrow=narrow
    )  # fmt: skip


def _section(number: int, document: Document, setter: Setter, canvas: Canvas, state: _State) -> None:
    """Lay out a section on pages of its own."""
    section = document.sections[number]
    canvas.open_section(section.page, setter.sheet.pages[section.page], section.numbered, section.restart)
    state.above = None
    items = _measured(section, document, setter, canvas)
    for index, item in enumerate(items):
        if isinstance(item.box, TableBox) and item.box.lacking:
            state.narrow.append(NarrowTable(number, index, item.box.table, item.box.lacking))
    _find_needs(items, canvas.capacity)
    for item in items:
        _place(item, setter, canvas, state)


def _measured(section: Section, document: Document, setter: Setter, canvas: Canvas) -> list[_Item]:
    """Measure all blocks of a section."""
    width = canvas.width
    items: list[_Item] = []
    for index, block in enumerate(section.blocks):
        item = _Item(PageBreak(), keeps_next(section.blocks, index, setter.sheet))
        match block:
            case Paragraph():
                item.box = _paragraph(block, setter, width)
            case Heading():
                item.box = _paragraph(block, setter, width)
            case Table():
                item.box = measure_table(block, setter, width, is_joined(section.blocks, index))
                item.notes = tuple(_paragraph(note, setter, width) for note in block.notes)
            case Chart():
                below = style_of(setter.sheet, "表文").line
                drawing = draw(block, setter, width, canvas.capacity - 2 * below)  # and its title
                item.box = ChartBox(block, drawing, below)
            case Contents():
                item.box = measure_contents(block, document, setter, width)
        items.append(item)
    return items


def _paragraph(block: Paragraph | Heading, setter: Setter, width: float) -> ParagraphBox:
    """Measure a paragraph or heading."""
    setting = setter.paragraph(block.runs, style_of(setter.sheet, block.style), width)
    return ParagraphBox(setting, block)


def _find_needs(items: Sequence[_Item], capacity: float) -> None:
    """Find, from the end, the height that each block needs on the page where it begins, with what it is kept with."""
    following = 0.0
    for item in reversed(items):
        own = _least(item.box, capacity)
        together = _whole(item) + following if item.keeps else own
        item.needs = together if together <= capacity else own
        following = item.needs + _before(item.box)


def _least(box: Box, capacity: float) -> float:
    """Return the least height in which a block may begin."""
    match box:
        case ParagraphBox(setting):
            lines = len(setting.lines)
            first = next(count for count in range(1, lines + 1) if widows(lines, count, setting.style))
            return first * setting.style.line
        case TableBox():
            return box.start_height(capacity)
        case ChartBox():
            return box.drawing.height
        case ContentsBox():
            return box.heading.height
        case _:
            return 0.0


def _whole(item: _Item) -> float:
    """Return the height of a whole block with the space below."""
    match item.box:
        case ParagraphBox(setting):
            return setting.height + setting.style.after
        case TableBox():
            return item.box.height + _notes_height(item)
        case ChartBox() as box:
            return box.drawing.height + box.below
        case _:
            return 0.0


def _before(box: Box) -> float:
    return box.setting.style.before if isinstance(box, ParagraphBox) else 0.0


def _notes_height(item: _Item) -> float:
    return sum(note.setting.height + note.setting.style.before + note.setting.style.after for note in item.notes)


def _place(item: _Item, setter: Setter, canvas: Canvas, state: _State) -> None:
    """Place a block, on the next page if it needs more than is left on this one."""
    match item.box:
        case PageBreak():
            if not canvas.fresh:
                canvas.turn(hard=True)
            state.above = None
        case ParagraphBox():
            _place_paragraph(item.box, item.needs, canvas, state)
        case TableBox():
            _place_table(item.box, item, setter, canvas, state)
        case ChartBox():
            _place_chart(item.box, item.needs, canvas, state)
        case ContentsBox():
            state.contents.append(item.box)
            draw_contents(item.box, canvas)
            state.above = None


def _place_paragraph(box: ParagraphBox, needs: float, canvas: Canvas, state: _State) -> None:
    """Place a paragraph; divide it between its lines where it does not fit."""
    style = box.setting.style
    if style.page_break_before and not canvas.fresh:
        canvas.turn(hard=True)
    gap = gap_between(state.above, style)
    if not canvas.fresh and gap + needs > canvas.space + 0.01:
        canvas.turn()
    if not canvas.fresh or canvas.drafts[-1].hard:
        canvas.y += gap if not canvas.fresh else style.before
    node = canvas.node(_kind(box, state), source=box.block)
    if box.heading:
        _remember(box.heading, canvas, state)
    _draw_lines(box.setting, node, canvas)
    state.above = style


def _kind(box: ParagraphBox, state: _State) -> ElementKind:
    """Return the structure element: levels of headings never jump."""
    if not box.heading:
        return "P"
    state.level = min(box.heading.level, state.level + 1, 4)
    return ("H1", "H2", "H3", "H4")[state.level - 1]


def _remember(heading: Heading, canvas: Canvas, state: _State) -> None:
    """Note where a heading stands."""
    state.anchors[heading.anchor] = (canvas.index, canvas.y)
    state.bookmarks.append(Bookmark(state.level, heading.text, canvas.index, canvas.y))


def _draw_lines(setting: LaidParagraph, node: int, canvas: Canvas) -> None:
    """Draw the lines of a paragraph, over pages if need be."""
    style, start, count = setting.style, 0, len(setting.lines)
    while start < count:
        fitting = int((canvas.space + 0.01) / style.line)
        end = start + (widows(count - start, fitting, style) or (max(1, fitting) if canvas.fresh else 0))
        for line, left in zip(setting.lines[start:end], setting.lefts[start:end], strict=True):
            canvas.line(line, canvas.geometry.left + left, canvas.y + baseline(style), style.size, node)
            canvas.advance(style.line)
        start = min(end, count)
        if start < count:
            canvas.turn()


def _place_table(box: TableBox, item: _Item, setter: Setter, canvas: Canvas, state: _State) -> None:
    """Place a table and its notes, unless its head leaves no room for rows."""
    if box.is_overfull(canvas.capacity):
        state.overfull.append(box.table.name)
        return
    gap = state.above.after if state.above else 0.0
    if not canvas.fresh and gap + item.needs > canvas.space + 0.01:
        canvas.turn()
        gap = 0.0
    canvas.y += 0.0 if canvas.fresh else gap
    notes = _notes_height(item)
    TableDrawing(canvas, box.setter, box, notes if notes <= canvas.capacity / 2 else 0.0).draw()
    heights = tuple(row.height for row in box.head)
    cells = box.setter.sheet if box.setter is not setter else None
    state.tables.append(LaidTable(box.table.name, box.widths, tuple(box.placed), heights, cells))
    state.above = None
    for note in item.notes:
        _place_paragraph(note, note.setting.style.line, canvas, state)


def _place_chart(box: ChartBox, needs: float, canvas: Canvas, state: _State) -> None:
    """Place a chart, in the middle of the page's width."""
    gap = state.above.after if state.above else 0.0
    if not canvas.fresh and gap + needs > canvas.space + 0.01:
        canvas.turn()
    canvas.y += 0.0 if canvas.fresh else gap
    drawing = box.drawing
    x, y = canvas.geometry.left + (canvas.width - drawing.width) / 2, canvas.y
    node = canvas.figure(box.chart.alternative, (x, y, x + drawing.width, y + drawing.height))
    cells = [canvas.node("Span", node, source=cell) for cell in cells_of(box.chart)]
    canvas.operations.extend(moved(part, x, y, node, cells) for part in drawing.parts)
    canvas.advance(drawing.height + box.below)
    state.drawings.append(drawing)
    state.above = None
