"""The xlsx writer: one sheet for each table, behind a sheet of links; numbers are numbers, totals are formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xlsxwriter.worksheet import Worksheet

from generator.base.markup import legal
from generator.base.workbook import cut, finished, open_workbook
from generator.document.blocks import Chart, Document, Heading, Table
from generator.document.stylesheet import PageGeometry, StyleSheet
from generator.typeset.pages import LaidTable, Pages
from generator.writers.laid import Laid
from generator.writers.xlsx.sheet import Content, SheetWriter, fill
from generator.writers.xlsx.styles import Formats, look_of

CONTENTS = "目录"
NAMES, FIGURES = 20, 10  # em: widths of the columns beside a chart
NAME_LIMIT = 31  # UTF-16 units
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def write(laid: Laid) -> bytes:
    """Return the workbook; fonts and pages are the template's, the widths of columns the layout's."""
    document, sheet = laid.document, laid.template.sheet
    contents = tuple(_contents(document, sheet, laid.pages))
    font, title, author = sheet.styles["表文"], legal(document.title), legal(document.author)
    book = open_workbook(font.east_asian, font.size, title=title, author=author, date=document.date)
    formats = Formats(book)
    _fill_first(book.add_worksheet(CONTENTS), document, contents, sheet, formats)
    for content in contents:
        fill(book.add_worksheet(content.name), content, sheet, formats)
    if document.mark:
        for one in book.worksheets():
            one.set_header(f"&C{document.mark}")
    return finished(book)


def _contents(document: Document, sheet: StyleSheet, pages: Pages) -> Iterator[Content]:
    """Yield what each sheet shows; tables that continue one another share one."""
    taken = {CONTENTS}
    laid = iter(pages.tables)
    for section in document.sections:
        title = ""
        waiting: list[tuple[Table, LaidTable]] = []
        for block in section.blocks:
            if isinstance(block, Heading):
                title = block.text
            elif isinstance(block, Table):
                waiting.append((block, next(laid)))
                if not block.attached:
                    shown = title or block.caption or block.name
                    yield Content(_sheet_name(shown, taken), shown, sheet.pages[section.page], tuple(waiting))
                    title, waiting = "", []
            elif isinstance(block, Chart):
                table, shown = block.table, block.table.caption
                widths = (
                    NAMES * sheet.styles["表文"].size,
                    *(FIGURES * sheet.styles["表文"].size for _ in block.series),
                )
                drawn = ((table, LaidTable(table.name, widths, ())),)
                yield Content(_sheet_name(shown, taken), shown, sheet.pages[section.page], drawn, block)


def _upright(sheet: StyleSheet) -> PageGeometry:
    """Return the page of the first sheet."""
    return sheet.pages.get("竖版", next(iter(sheet.pages.values())))


def _sheet_name(text: str, taken: set[str]) -> str:
    """Return a name that is allowed and not yet taken (case does not count), and take it."""
    plain = _FORBIDDEN.sub("_", legal(text)).strip(" '") or "表"
    plain = f"{plain}_" if plain.lower() == "history" else plain
    number, name = 1, cut(plain, NAME_LIMIT).strip(" '")
    while name.lower() in taken:
        number += 1
        suffix = f"（{number}）"
        name = cut(plain, NAME_LIMIT - len(suffix)).strip(" '") + suffix
    taken.add(name.lower())
    return name


def _fill_first(
    out: Worksheet, document: Document, contents: Sequence[Content], sheet: StyleSheet, formats: Formats
) -> None:
    """Write the first sheet: the document's title and a link to each table."""
    page = _upright(sheet)
    width = page.width - page.left - page.right
    writer = SheetWriter(out, sheet, formats, (0.0, 0.1 * width, width))
    writer.across(document.title, sheet.styles["表标题"])
    writer.across(CONTENTS, sheet.styles["表标题"])
    number_look = look_of(sheet.styles["表中"], ruled=True)
    text_look = replace(look_of(sheet.styles["表文"], ruled=True), link=True)
    for number, content in enumerate(contents, 1):
        row = writer.open_row(sheet.styles["表文"].line + 2 * sheet.table.padding_y)
        writer.put((row, 0, 1, 1), str(number), number_look)
        out.write_url(row, 1, _link(content.name), None, content.name)
        writer.put((row, 1, 1, 1), content.title, text_look)  # the link stays
    writer.set_up(page)


def _link(name: str) -> str:
    """Return the address of the beginning of a sheet."""
    quoted = name.replace("'", "''")
    return f"internal:'{quoted}'!A1"
