"""The same document made by other engines: what our writers are measured against.

Each writer gets the composed Document of a budget and does the engine's usual way of writing it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.document.blocks import Contents, Document, Heading, Paragraph, Table, grid

WIDTH = 440  # points between the margins
FONTS = Path(__file__).parent.parent / "generator/fonts"


def platypus(document: Document) -> Callable[[], bytes]:
    """Reportlab platypus with a Paragraph in every cell, as its manual shows it (no tags, no PDF/A)."""
    from xml.sax.saxutils import escape

    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph as Para
    from reportlab.platypus import SimpleDocTemplate, Spacer
    from reportlab.platypus import Table as Tab

    pdfmetrics.registerFont(TTFont("Song", FONTS / "song.ttf"))
    body = ParagraphStyle("body", fontName="Song", fontSize=16, leading=28, wordWrap="CJK", firstLineIndent=32)
    cell = ParagraphStyle("cell", fontName="Song", fontSize=10.5, leading=15, wordWrap="CJK")

    def write() -> bytes:
        story: list[Any] = []
        for block in blocks(document):
            if isinstance(block, Table):
                rows = [[Para(escape(text), cell) for text in row] for row in texts(block)]
                styles = [
                    ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 2),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                    *spans(block),
                ]
                widths = [WIDTH / len(block.columns)] * len(block.columns)
                story += [Tab(rows, colWidths=widths, repeatRows=len(block.head), style=styles), Spacer(1, 6)]
            else:
                story.append(Para(escape(block.text), body))
        target = io.BytesIO()
        SimpleDocTemplate(target, pagesize=A4).build(story)
        return target.getvalue()

    return write


def typst(document: Document) -> Callable[[], bytes]:
    """Typst with the same standards: PDF/A-2a and PDF/UA-1."""
    import typst as engine

    source = typst_source(document)

    def write() -> bytes:
        return engine.compile(
            source.encode(), font_paths=[FONTS], ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"]
        )

    return write


def typst_source(document: Document) -> str:
    """Write the document as Typst markup."""
    lines = [
        f'#set document(title: "{document.title}", date: datetime(year: 2025, month: 1, day: 1))',
        '#set text(font: "Budget Song", size: 16pt, lang: "zh")',
        '#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))',
    ]
    for block in blocks(document):
        if isinstance(block, Table):
            lines.append(typst_table(block))
        elif isinstance(block, Heading):
            lines.append(f"#heading(level: {block.level})[#{quoted(block.text)}]")
        else:
            lines.append(f"#par[#{quoted(block.text)}]")
    return "\n\n".join(lines)


def typst_table(table: Table) -> str:
    """Write a table with its spans and a repeated head."""

    def cells(rows: Any) -> str:
        return ", ".join(
            f"table.cell(colspan: {c.colspan}, rowspan: {c.rowspan})[#{quoted(c.text)}]"
            for row in rows
            for c in row.cells
        )

    head = f"table.header({cells(table.head)}), " if table.head else ""
    body = cells(table.body)
    return f"#text(size: 10.5pt)[#table(columns: {len(table.columns)}, {head}{body})]"


def quoted(text: str) -> str:
    """Write a text as a Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def docxtpl_loops(document: Document) -> Callable[[], bytes]:
    """Docxtpl with a row loop for every table and a paragraph loop for the text: its documented way."""
    import docx
    from docxtpl import DocxTemplate

    base = docx.Document()
    context: dict[str, Any] = {}
    for number, block in enumerate(blocks(document)):
        if isinstance(block, Table):
            context[f"t{number}"] = texts(block)
            width = len(block.columns)
            table = base.add_table(rows=3, cols=width, style="Table Grid")
            table.cell(0, 0).text = f"{{%tr for r in t{number} %}}"
            for column in range(width):
                table.cell(1, column).text = f"{{{{ r[{column}] }}}}"
            table.cell(2, 0).text = "{%tr endfor %}"
        else:
            context[f"p{number}"] = block.text
            base.add_paragraph(f"{{{{ p{number} }}}}")
    template = io.BytesIO()
    base.save(template)

    def write() -> bytes:
        target = io.BytesIO()
        made = DocxTemplate(io.BytesIO(template.getvalue()))
        made.render(context, autoescape=True)
        made.save(target)
        return target.getvalue()

    return write


def jsonschema_walk(files: Iterable[Path], schema: Path) -> Callable[[], object]:
    """Jsonschema over the files of a budget, whose scalars stay text as ours do; it knows no places."""
    import json

    import jsonschema
    import yaml

    validator = jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8")))
    trees = [yaml.load(file.read_bytes(), yaml.CBaseLoader) for file in files]  # noqa: S506 text alone
    return lambda: [list(validator.iter_errors(tree)) for tree in trees]


def font_subset(font: Path, characters: Iterable[str]) -> Callable[[], bytes]:
    """FontTools' subsetter without hints and layout features."""
    import logging

    from fontTools import subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # our fonts have no date, of which it complains
    unicodes = [ord(character) for character in characters]
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)

    def write() -> bytes:
        opened = TTFont(font, recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=unicodes)
        subsetter.subset(opened)
        target = io.BytesIO()
        opened.save(target)
        return target.getvalue()

    return write


def blocks(document: Document) -> Iterator[Paragraph | Heading | Table]:
    """Yield what is written: contents and page breaks are left to us, which only helps the others."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph | Heading | Table) and not isinstance(block, Contents):
                yield block


def texts(table: Table) -> list[list[str]]:
    """Return the table as a rectangle of texts; covered cells are empty."""
    rows = []
    for row in grid((*table.head, *table.body)):
        line = [""] * len(table.columns)
        for placed in row:
            if placed.top:
                line[placed.column] = placed.cell.text
        rows.append(line)
    return rows


def spans(table: Table) -> Iterator[tuple[Any, ...]]:
    """Yield platypus' commands for merged cells."""
    for number, row in enumerate(grid((*table.head, *table.body))):
        for placed in row:
            cell = placed.cell
            if placed.top and (cell.colspan > 1 or cell.rowspan > 1):
                last = (placed.column + cell.colspan - 1, number + cell.rowspan - 1)
                yield ("SPAN", (placed.column, number), last)
