"""The Word writer: neutral blocks as WordprocessingML, put into the frame of the pack's Word template.

The body is made of ready XML strings; contents and column widths are taken over from the finished pages, so that
the Word file needs no second pass and asks no question when it is opened. Where lines and pages end is not: the file
says what belongs together, and stays right when Word breaks elsewhere or somebody edits it. Same input, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, pairwise

from generator.base import late
from generator.base.markup import escape
from generator.document.blocks import (
    COVER,
    Block,
    Chart,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
)
from generator.typeset.keeping import keeps_next, style_of
from generator.typeset.layout import lay_out
from generator.typeset.pages import Pages
from generator.word.finished import finished
from generator.word.frame import Frame
from generator.word.package import blank
from generator.word.styles import twips
from generator.word.template import PageSection, WordTemplate
from generator.writers.docx import charts, parts
from generator.writers.laid import Laid

_AFTER_NUMBERS = late.compile("(<w:cols|<w:vAlign|<w:docGrid|$)")  # what follows w:pgNumType
_LINE_GRID = late.compile('(<w:docGrid[^>]*) w:type="lines"')
_IN_LINES = late.compile('w:(?:before|after)Lines="-?[1-9]')
_KEEP = "<w:keepNext/>"
_BREAK = "<w:pageBreakBefore/>"


def write(laid: Laid) -> bytes:
    """Return the .docx file; the layout gives the numbers in the contents and the widths of the tables' columns."""
    document, template, frame = laid.document, laid.template, laid.frame
    body = _Body(document, template, frame, laid.pages, _numbers(laid))
    head, tail = template.pieces[0].head, template.pieces[0].tail
    name = template.package.document_part
    whole = BytesIO()  # of a long document there is never more than this: neither all pieces nor the text
    whole.writelines(piece.encode() for piece in chain([head], body.sections(), [tail]))
    filled = {**template.package.parts, **frame.parts, name: whole.getvalue()}
    drawn = charts.parts(body.charts, name, filled, template.sheet, document.date)
    return finished({**filled, **drawn}, document.title, document.author, document.date)


def _numbers(laid: Laid) -> Mapping[str, str]:
    """The page numbers of the contents: those of the layout, or of another where the file will be shown otherwise."""
    pages = laid.pages
    if pages.differs:
        pages = lay_out(laid.document, laid.template.sheet, laid.faces, laid.frame.running, loose=True)
    return pages.labels


@dataclass(slots=True)
class _Body:
    """Writes the body; counts the tables and headings that it has met."""

    document: Document
    template: WordTemplate
    frame: Frame
    pages: Pages
    numbers: Mapping[str, str]  # of the contents, by anchor
    tables: int = 0
    charts: list[charts.ChartPart] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)

    def sections(self) -> Iterator[str]:
        """The XML of all sections, piece by piece; all but the last end in a paragraph that holds their properties."""
        sections = self.document.sections
        for number, section in enumerate(sections):
            page = self.template.sections[section.page]
            cover = section.page == COVER and number == 0
            properties = self._properties(section, page, page.layout_xml if cover else self._without_grid(page))
            last = ""
            for piece in [self.frame.cover_xml] if cover else self._blocks(section, page):
                yield last
                last = piece
            if not last.endswith("</w:p>"):
                yield last
                last = parts.thin_paragraph()
            yield last + properties if number == len(sections) - 1 else _with_section(last, properties)

    def _without_grid(self, page: PageSection) -> str:
        """The layout of a page without its grid of lines, which holds nothing: all lines are of an exact height.

        LibreOffice would take away from the page what is no whole line of it (0.9 pt in ours), and so break tables
        a row earlier. Where a style measures space in lines of the grid (段前 0.5 行), the grid stays.
        """
        package = self.template.package
        needed = _IN_LINES.search(package.parts[package.styles_part].decode())
        return page.layout_xml if needed else _LINE_GRID.sub(r"\1", page.layout_xml)

    def _properties(self, section: Section, page: PageSection, layout: str) -> str:
        known = [kind for one in self.template.sections.values() for kind, _ in one.references]
        headed = bool(self.document.mark) or "header" in known
        references = "".join(
            f'<w:{kind}Reference w:type="{side}" r:id="{self._reference(section, page, kind, side)}"/>'
            for kind in (("header", "footer") if headed else ("footer",))
            for side in ("even", "default")
        )
        start = '<w:pgNumType w:start="1"/>' if section.restart else ""
        layout = _AFTER_NUMBERS.sub(start + r"\1", layout, count=1)
        return f'<w:sectPr>{references}<w:type w:val="nextPage"/>{layout}</w:sectPr>'

    def _reference(self, section: Section, page: PageSection, kind: str, side: str) -> str:
        known = page.references.get((kind, side))
        return known.relation if known and (kind == "header" or section.numbered) else blank(kind).relation

    def _blocks(self, section: Section, page: PageSection) -> Iterator[str]:
        geometry = page.geometry
        space = parts.Space(
            geometry.width - geometry.left - geometry.right, geometry.height - geometry.top - geometry.bottom
        )
        broken = False
        previous: Block | None = None
        for index, block in enumerate(section.blocks):
            if isinstance(block, PageBreak):
                broken = True
                continue
            joined = isinstance(previous, Table) and not previous.notes
            if isinstance(block, Table) and (broken or joined):
                yield parts.thin_paragraph(_KEEP * self._attached(previous) + _BREAK * broken)
                broken = False
            kept = isinstance(block, Paragraph | Heading) and self._kept(section.blocks, index, block.style)
            thin = isinstance(section.blocks[index + 1], Table) if index + 1 < len(section.blocks) else True
            yield from self._block(block, space, _KEEP * kept + _BREAK * broken, thin)
            broken, previous = False, block

    def _kept(self, blocks: Sequence[Block], index: int, style: str) -> bool:
        """Tell whether a paragraph must say itself that it stays with the next, since its style does not."""
        sheet = self.template.sheet
        return keeps_next(blocks, index, sheet) and not style_of(sheet, style).keep_next

    def _attached(self, block: Block | None) -> bool:
        """Tell whether the table that was written last goes on in the next one, on the same page.

        So it is unless the two do not fit on one page: that depends on their height, not on where they stand.
        """
        if not isinstance(block, Table) or not block.attached or not 0 < self.tables < len(self.pages.tables):
            return False
        above, below = (table.rows for table in self.pages.tables[self.tables - 1 : self.tables + 1])
        return not above or not below or above[0][0] == below[0][0]

    def _block(self, block: Block, space: parts.Space, properties: str, thin: bool) -> Iterator[str]:
        """The XML of a block, a table row by row; a `thin` paragraph comes after it if it is a table without notes."""
        ids = self.template.style_ids
        if isinstance(block, Paragraph):
            yield parts.paragraph(self.template.style_id(block.style), parts.runs(block.runs, ids), properties)
        elif isinstance(block, Heading):
            yield parts.paragraph(self.template.style_id(block.style), self._bookmarked(block), properties)
        elif isinstance(block, Chart):
            drawing = self.pages.drawings[len(self.charts)]
            self.charts.append(charts.ChartPart(block, len(self.charts) + 1))
            yield charts.paragraph(self.charts[-1], (drawing.width, drawing.height), properties)
        elif isinstance(block, Contents):
            yield from self._contents(block, space, properties)
        elif isinstance(block, Table):
            laid = self.pages.tables[self.tables]
            self.tables += 1
            below = parts.Below(thin and not block.notes, self._attached(block))
            yield from parts.table(block, laid, space, self.template.sheet, ids, below)
            for note in block.notes:
                yield parts.paragraph(self.template.style_id(note.style), parts.runs(note.runs, ids))

    def _bookmarked(self, heading: Heading) -> str:
        number = self.bookmarks.setdefault(heading.anchor, len(self.bookmarks) + 1)
        text = parts.runs(heading.runs, self.template.style_ids)
        name = escape(heading.anchor)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{text}<w:bookmarkEnd w:id="{number}"/>'

    def _contents(self, contents: Contents, space: parts.Space, properties: str) -> Iterator[str]:
        """The contents as a TOC field with its result: a line for each heading, linked and numbered."""
        yield parts.paragraph(self.template.style_ids["目录标题"], parts.run(contents.title), properties)
        headings = [heading for heading in self.document.headings() if heading.level <= contents.levels]
        for number, heading in enumerate(headings):
            begin = _field_begin(f'TOC \\o "1-{contents.levels}" \\h \\z \\u') if number == 0 else ""
            end = _FIELD_END if number == len(headings) - 1 else ""
            yield self._entry(heading, twips(space.width), begin, end)

    def _entry(self, heading: Heading, width: int, begin: str, end: str) -> str:
        style = f"toc {heading.level}"
        old = [stop for stop in self.template.tab_stops.get(style, ()) if stop != width]
        cleared = "".join(f'<w:tab w:val="clear" w:pos="{stop}"/>' for stop in old)
        tabs = f'<w:tabs>{cleared}<w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
        page = parts.run(self.numbers[heading.anchor])
        reference = _field_begin(f"PAGEREF {heading.anchor} \\h") + page + _FIELD_END
        text = _in_lines(heading.text.replace("\n", " "), self.pages.entries.get(heading.anchor, ()))
        content = parts.run(text) + "<w:r><w:tab/></w:r>" + reference
        link = f'<w:hyperlink w:anchor="{escape(heading.anchor)}" w:history="1">{content}</w:hyperlink>'
        return parts.paragraph(self.template.style_id(style), begin + link + end, "<w:keepLines/>" + tabs)


_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _in_lines(text: str, places: Sequence[int]) -> str:
    """An entry's text in lines that leave room for the number, as the layout has them; a space at a line's end goes.

    This is the result of a field: Word replaces it whole when the contents are updated.
    """
    lines = [text[start:end] for start, end in pairwise((0, *places, len(text)))]
    return "\n".join([line.rstrip(" ") for line in lines[:-1]] + lines[-1:])


def _field_begin(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _with_section(paragraphs: str, properties: str) -> str:
    """Put section properties into the last paragraph; every paragraph of ours and of Word has a `w:pPr`."""
    start = max(paragraphs.rfind("<w:p>"), paragraphs.rfind("<w:p "))
    before, last = paragraphs[:start], paragraphs[start:]
    if "</w:pPr>" in last:
        return before + last.replace("</w:pPr>", properties + "</w:pPr>", 1)
    return f"{paragraphs}<w:p><w:pPr>{properties}</w:pPr></w:p>"
