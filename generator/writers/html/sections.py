"""The sections of a document as the templates write them: classes, heading levels and page breaks are decided here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from generator.document.blocks import (
    COVER,
    Block,
    Chart,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Section,
    Table,
)
from generator.typeset.faces import FaceSet
from generator.typeset.pages import LaidTable, Pages
from generator.writers.html import cells, view
from generator.writers.html.style import Classes, family
from generator.writers.svg.drawing import svg

COVER_TITLE = "封面标题"
DEEPEST = 6  # heading levels of HTML


@dataclass(slots=True)
class Sections:
    """Goes through the sections; remembers what heading levels and tables it has met."""

    document: Document
    pages: Pages
    classes: Classes
    faces: FaceSet
    tables: int = 0
    charts: int = 0
    level: int = 0  # of the last heading
    above: int = 0  # levels above the document's first: 1 if the cover holds the page's title
    is_data: bool = False  # figures of tables are data with ids
    broken: bool = False  # the next block starts a new page in print
    labels: dict[str, int] = field(default_factory=dict)  # titles of tables, and how often they were met
    joined: list[view.HtmlTable] = field(default_factory=list)  # tables that the next one continues

    def parts(self) -> Iterator[view.HtmlCover | view.HtmlPart]:
        """Yield the sections in order, the cover in its own form."""
        for number, section in enumerate(self.document.sections):
            if section.page == COVER and number == 0:
                yield self._cover(section)
                self.level = self.above = max(self.above, 1)
                continue
            css = f"part {self.classes.page(section.page)}"
            self.broken = False
            yield view.HtmlPart(tuple(made for block in section.blocks for made in self._block(block)), css)

    def _cover(self, section: Section) -> view.HtmlCover:
        """Return the cover: down to the title its lines are the page's first heading."""
        blocks = [block for section_block in section.blocks for block in _said(section_block)]
        end = next((i for i, block in enumerate(blocks, 1) if block.style == COVER_TITLE), min(1, len(blocks)))
        lines = tuple(map(self._paragraph, blocks))
        return view.HtmlCover(lines[:end], lines[end:], self.classes.page(section.page))

    def _block(self, block: Block) -> Iterator[view.HtmlBlock]:
        match block:
            case PageBreak():
                self.broken = True
            case Paragraph():
                yield from map(self._paragraph, _said(block))
            case Heading():
                yield self._heading(block)
            case Contents():
                yield self._contents(block)
            case Table():
                yield from self._table(block)
            case Chart():
                yield self._chart(block)

    def _paragraph(self, paragraph: Paragraph) -> view.HtmlParagraph:
        css = self._named(paragraph.style)
        return view.HtmlParagraph(self._spans(paragraph.runs), css)

    def _heading(self, heading: Heading) -> view.HtmlHeading:
        """Return a heading; levels never jump, so that a screen reader finds its way."""
        self.level = min(heading.level + self.above, self.level + 1, DEEPEST)
        css = self._named(heading.style)
        return view.HtmlHeading(self.level, heading.anchor, self._spans(heading.runs), css)

    def _contents(self, contents: Contents) -> view.HtmlContents:
        self.level = 1 + self.above
        listed = [heading for heading in self.document.headings() if heading.level <= contents.levels]
        return view.HtmlContents(self.level, contents.title, entries(listed), self._named("目录标题"))

    def _table(self, table: Table) -> Iterator[view.HtmlBlock]:
        """Yield a table with those before it that it continues, then its notes; one that is continued waits."""
        laid = self.pages.tables[self.tables]
        self.tables += 1
        self.joined.append(self._grid(table, laid))
        if table.attached:
            return
        yield view.HtmlTables(self._label(table.caption or table.name), tuple(self.joined), f"scroll{self._break()}")
        self.joined = []
        for note in table.notes:
            yield from self._block(note)

    def _label(self, caption: str) -> str:
        """Say what a box is, each in its own words: a document may have several tables of one title."""
        self.labels[caption] = count = self.labels.get(caption, 0) + 1
        which = f"第 {count} 张" if count > 1 else ""
        return f"{caption}（表格{which}，可左右滚动）"

    def _grid(self, table: Table, laid: LaidTable) -> view.HtmlTable:
        head, body, begun = cells.laid_out(table, self.tables if self.is_data else 0)
        return view.HtmlTable(
            caption=table.caption,
            line=table.line if any(table.line) else (),
            columns=self.classes.columns(cells.widths(begun, laid.widths)),
            head=head,
            body=body,
            css=self.classes.table(laid.widths),
        )

    def _chart(self, chart: Chart) -> view.HtmlChart:
        """Return a chart: as it is printed, in the fonts of the reader's machine, and its figures as a table."""
        laid = self.pages.drawings[self.charts]
        self.charts += 1
        said = {"class": "chart", "role": "img", "aria-label": chart.alternative}
        drawn = svg(laid.width, laid.height, laid.parts, self.faces, family=family, attributes=said)
        head, body, _ = cells.laid_out(chart.table)
        line = chart.table.line if any(chart.table.line) else ()
        table = view.HtmlTable(chart.table.caption, line, (), head, body, "")
        label = f"{chart.table.caption}（图，可左右滚动）"
        return view.HtmlChart(label, Markup(drawn), table, f"figure{self._break()}")  # noqa: S704 escaped there

    def _spans(self, runs: Sequence[Run]) -> tuple[view.HtmlSpan, ...]:
        return tuple(view.HtmlSpan(run.text, self.classes.character(run.style)) for run in runs if run.text)

    def _named(self, style: str) -> str:
        """Return the classes of a paragraph in a named style."""
        return f"{self.classes.paragraph(style)}{self._break()}"

    def _break(self) -> str:
        """Return the class of a block that starts a new page in print, once."""
        new = " new" if self.broken else ""
        self.broken = False
        return new


def _said(block: Block) -> Iterator[Paragraph]:
    """Yield a block if it is a paragraph that says something."""
    if isinstance(block, Paragraph) and block.text.strip():
        yield block


def entries(headings: Sequence[Heading]) -> tuple[view.HtmlEntry, ...]:
    """Nest headings: those of lower levels that follow one stand below it; a level may be skipped."""
    found: list[view.HtmlEntry] = []
    start = 0
    while start < len(headings):
        first = headings[start]
        end = next((at for at in range(start + 1, len(headings)) if headings[at].level <= first.level), len(headings))
        label = first.text.replace("\n", " ")
        found.append(view.HtmlEntry(label, first.anchor, entries(headings[start + 1 : end])))
        start = end
    return tuple(found)
