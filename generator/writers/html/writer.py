"""The HTML writer: the document as one self-contained, accessible page without scripts and outside resources.

Real tables with captions, scopes and spans; headings in order; contents as navigation; a print style with the pages of
the Word template. The page depends on the arguments alone. A content security policy allows only its own style sheet.
"""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.document.blocks import (
    COVER,
    Block,
    Cell,
    Contents,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Placed,
    Row,
    Run,
    Section,
    Table,
    grid,
)
from generator.typeset.pages import LaidTable, Pages
from generator.word.xml import escape, legal, quoted
from generator.writers.html.style import Classes, style_sheet
from generator.writers.laid import Laid

MAIN, CONTENTS = "main-text", "table-of-contents"  # ids; names of anchors hold no hyphen
COVER_TITLE = "封面标题"
_CELLS = {"表头": "", "文字": "", "居中": "c", "序号": "c", "金额": "n"}  # kind → class


def write(laid: Laid) -> bytes:
    """Return the page as UTF-8; fonts and page sizes are the template's, proportions of columns the layout's."""
    document, sheet = laid.document, laid.template.sheet
    body = _Body(document, laid.pages, Classes(sheet))
    main = "".join(body.sections())
    style = style_sheet(sheet, body.classes)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    author = f'<meta name="author" content={_attribute(document.author)}>\n' if document.author else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{author}<title>{_text(document.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<a class="unseen" href="#{MAIN}">跳到正文</a>\n<main id="{MAIN}">\n{main}</main>\n</body>\n</html>\n'
    ).encode()


@dataclass(slots=True)
class _Body:
    """Writes the sections; remembers what heading levels and tables it has met."""

    document: Document
    pages: Pages
    classes: Classes
    tables: int = 0
    level: int = 0  # of the last heading written
    above: int = 0  # levels above the document's first: 1 if the cover holds the page's title
    broken: bool = False  # the next block starts a new page in print
    joined: list[str] = field(default_factory=list)  # tables that the next one continues

    def sections(self) -> Iterator[str]:
        for number, section in enumerate(self.document.sections):
            if section.page == COVER and number == 0:
                yield self._cover(section)
                self.level = self.above = 1
                continue
            yield f'<div class="part {self.classes.page(section.page)}">\n'
            self.broken = False
            for block in section.blocks:
                yield from self._block(block)
            yield "</div>\n"

    def _cover(self, section: Section) -> str:
        """Return the cover: down to the title its lines are the page's first heading."""
        blocks = [block for block in section.blocks if isinstance(block, Paragraph) and block.text.strip()]
        end = next((i for i, block in enumerate(blocks, 1) if block.style == COVER_TITLE), min(1, len(blocks)))
        title = "".join(f"<span{self._class(block.style)}>{self._runs(block.runs)}</span>\n" for block in blocks[:end])
        rest = "".join(f"<p{self._class(block.style)}>{self._runs(block.runs)}</p>\n" for block in blocks[end:])
        return f'<header class="{self.classes.page(section.page)}">\n<h1>\n{title}</h1>\n{rest}</header>\n'

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case PageBreak():
                self.broken = True
            case Paragraph():
                if block.text.strip():
                    yield f"<p{self._class(block.style)}>{self._runs(block.runs)}</p>\n"
            case Heading():
                yield self._heading(block)
            case Contents():
                yield self._contents(block)
            case Table():
                yield from self._table(block)

    def _class(self, style: str) -> str:
        """Return the class attribute of a paragraph in a named style."""
        new = "new" if self.broken else ""
        self.broken = False
        return _classes(self.classes.paragraph(style), new)

    def _heading(self, heading: Heading) -> str:
        """Return a heading; levels never jump, so that a screen reader finds its way."""
        self.level = min(heading.level + self.above, self.level + 1, 6)
        name = f"h{self.level}"
        opening = f"<{name} id={_attribute(heading.anchor)}{self._class(heading.style)}>"
        return f"{opening}{self._runs(heading.runs)}</{name}>\n"

    def _contents(self, contents: Contents) -> str:
        """Return the contents: a list of links, the list of a lower level inside its entry."""
        self.level = 1 + self.above
        name = f"h{self.level}"
        parts: list[str] = []
        levels: list[int] = []  # of the lists that are open
        for heading in self.document.headings():
            if heading.level <= contents.levels:
                parts += _move(levels, heading.level)
                label = _text(heading.text.replace("\n", " "))
                parts.append(f"<li><a href={_attribute('#' + heading.anchor)}>{label}</a>")
        parts += ["</li></ul>\n" for _ in levels]
        title = f'<{name} id="{CONTENTS}"{self._class("目录标题")}>{_text(contents.title)}</{name}>'
        return f'<nav aria-labelledby="{CONTENTS}">\n{title}\n{"".join(parts)}</nav>\n'

    def _table(self, table: Table) -> Iterator[str]:
        """Yield a table with its notes in a box that scrolls; a table that another continues waits for it."""
        laid = self.pages.tables[self.tables]
        self.tables += 1
        self.joined.append(self._grid(table, laid))
        if table.attached:
            return
        label = _attribute(f"{table.caption or table.name}（表格，可左右滚动）")
        new = " new" if self.broken else ""
        self.broken = False
        grids, self.joined = "".join(self.joined), []
        yield f'<div class="scroll{new}" role="region" tabindex="0" aria-label={label}>\n{grids}</div>\n'
        for note in table.notes:
            yield from self._block(note)

    def _grid(self, table: Table, laid: LaidTable) -> str:
        begun, widths = _columns(table, laid)
        columns = "".join(f'<col class="{name}">' for name in self.classes.columns(widths))
        head = f"<thead>\n{_rows(table.head, begun)}</thead>\n" if table.head else ""
        line = "".join(f"<span>{_text(part)}</span>" for part in table.line)
        line = f'<span class="line">{line}</span>' if any(table.line) else ""
        caption = f'<caption><span class="unseen">{_text(table.caption)}</span>{line}</caption>'
        body = f"<tbody>\n{_rows(table.body, begun)}</tbody>"
        return (
            f'<table class="{self.classes.table(laid.widths)}">\n{caption}\n<colgroup>{columns}</colgroup>\n'
            f"{head}{body}\n</table>\n"
        )

    def _runs(self, runs: Sequence[Run]) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        name = self.classes.character(run.style)
        return f'<span class="{name}">{_text(run.text)}</span>' if name and run.text else _text(run.text)


def _move(levels: list[int], level: int) -> Iterator[str]:
    """Open and close lists until an entry of a level can begin; a level may be skipped on the way down."""
    while len(levels) > 1 and levels[-1] > level:
        levels.pop()
        yield "</li></ul>\n"
    if not levels or levels[-1] < level:
        levels.append(level)
        yield "\n<ul>\n"
    else:
        levels[-1] = level
        yield "</li>\n"


def _columns(table: Table, laid: LaidTable) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Return the grid columns in which a cell begins, and their widths with those of the columns that follow.

    In HTML a column in which no cell begins is an error.
    """
    placed = [cell for row in grid(table.head) + grid(table.body) for cell in row]
    begun = tuple(sorted({cell.column for cell in placed}))
    ends = (*begun[1:], len(laid.widths))
    return begun, tuple(sum(laid.widths[start:end]) for start, end in zip(begun, ends, strict=True))


def _rows(rows: Sequence[Row], begun: Sequence[int]) -> str:
    """Return rows; `begun` are the grid columns that count."""
    parts = []
    for row, placed in zip(rows, grid(rows), strict=True):
        cells = "".join(_cell(each.cell, _span(each, begun)) for each in placed if each.top)
        parts.append(f"<tr{_classes('total' if row.total else '')}>{cells}</tr>\n")
    return "".join(parts)


def _span(placed: Placed, begun: Sequence[int]) -> int:
    end = placed.column + placed.cell.colspan
    return bisect_left(begun, end) - bisect_left(begun, placed.column)


def _cell(cell: Cell, span: int) -> str:
    """Return a cell over some columns: a heading cell of its columns or rows, or a plain one."""
    heads = bool(cell.scope and cell.text)
    name = "th" if heads else "td"
    align = _CELLS[cell.kind] or ("l" if cell.kind == "文字" and heads else "")
    attributes = _classes(align, "b" if cell.bold else "", _indent(cell))
    if heads:
        attributes += ' scope="col"' if cell.scope == "column" else ' scope="row"'
    if span > 1:
        attributes += f' colspan="{span}"'
    if cell.rowspan > 1:
        attributes += f' rowspan="{cell.rowspan}"'
    return f"<{name}{attributes}>{_text(cell.text)}</{name}>"


def _classes(*names: str) -> str:
    """Return the class attribute of some classes, of which any may be empty."""
    chosen = " ".join(filter(None, names))
    return f' class="{chosen}"' if chosen else ""


def _indent(cell: Cell) -> str:
    return f"i{min(cell.indent, 4)}" if cell.indent else ""


def _text(text: str) -> str:
    """Escape a text; its line breaks are line breaks."""
    return escape(legal(text)).replace("\n", "<br>")


def _attribute(text: str) -> str:
    """Escape and quote an attribute."""
    return quoted(legal(text))
