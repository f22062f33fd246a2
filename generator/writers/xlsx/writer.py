"""The xlsx writer: one sheet for each table, behind a sheet of links; numbers are numbers, totals are formulas.

The XML is written here and not by a library: XlsxWriter and openpyxl take numbers as float and so may change what is
written, and both put the time of writing into the file. Here the digits of the exact decimal go into the file as they
are, and the file depends on the arguments alone. Texts are inline strings, which are never read as formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.base.zipped import zip_files
from generator.document.blocks import Document, Heading, Table
from generator.document.stylesheet import PageGeometry, StyleSheet
from generator.typeset.pages import LaidTable, Pages
from generator.word.xml import DECLARATION, escape, legal, quoted
from generator.writers.laid import Laid
from generator.writers.xlsx.sheet import Content, SheetWriter, link, quote_name, reference, sheet_of
from generator.writers.xlsx.styles import MAIN, Look, Styles, look_of

CONTENTS = "目录"
NAME_LIMIT = 31  # UTF-16 units
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_UNDATED = "2000-01-01"


def write(laid: Laid) -> bytes:
    """Return the workbook; fonts and pages are the template's, the widths of columns the layout's."""
    document, sheet = laid.document, laid.template.sheet
    contents = tuple(_contents(document, sheet, laid.pages))
    font = sheet.styles["表文"]
    styles = Styles(Look(font.east_asian, font.size))
    first = _first_sheet(document, contents, sheet, styles)
    writers = [first, *(sheet_of(content, sheet, styles) for content in contents)]
    geometry = [_upright(sheet), *(content.page for content in contents)]
    names = [CONTENTS, *(content.name for content in contents)]
    parts = [writer.xml(page) for writer, page in zip(writers, geometry, strict=True)]
    files = {
        "[Content_Types].xml": _content_types(len(parts)),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(document),
        "xl/workbook.xml": _workbook(names, writers),
        "xl/_rels/workbook.xml.rels": _workbook_relations(len(parts)),
        "xl/styles.xml": styles.xml(),
        **{f"xl/worksheets/sheet{number}.xml": part for number, part in enumerate(parts, 1)},
    }
    return zip_files({name: text.encode() for name, text in files.items()})


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


def _upright(sheet: StyleSheet) -> PageGeometry:
    """Return the page of the first sheet."""
    return sheet.pages.get("竖版", next(iter(sheet.pages.values())))


def _sheet_name(text: str, taken: set[str]) -> str:
    """Return a name that is allowed and not yet taken (case does not count), and take it."""
    plain = _FORBIDDEN.sub("_", legal(text)).strip(" '") or "表"
    plain = f"{plain}_" if plain.lower() == "history" else plain
    number, name = 1, _cut(plain, NAME_LIMIT)
    while name.lower() in taken:
        number += 1
        suffix = f"（{number}）"
        name = _cut(plain, NAME_LIMIT - len(suffix)) + suffix
    taken.add(name.lower())
    return name


def _cut(text: str, units: int) -> str:
    """Cut a text to a number of UTF-16 units, between characters."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip(" '")


def _first_sheet(document: Document, contents: Sequence[Content], sheet: StyleSheet, styles: Styles) -> SheetWriter:
    """Return the first sheet: the document's title and a link to each table."""
    page = _upright(sheet)
    width = page.width - page.left - page.right
    writer = SheetWriter(sheet, styles, (0.0, 0.1 * width, width))
    writer.across(document.title, sheet.styles["表标题"])
    writer.across(CONTENTS, sheet.styles["表标题"])
    number_look = look_of(sheet.styles["表中"], ruled=True)
    text_look = replace(look_of(sheet.styles["表文"], ruled=True), link=True)
    for number, content in enumerate(contents, 1):
        row = writer.open_row(sheet.styles["表文"].line + 2 * sheet.table.padding_y)
        writer.put((row, 0, 1, 1), str(number), number_look)
        writer.put((row, 1, 1, 1), content.title, text_look)
        writer.links.append(link(reference(row, 1), content.name))
    return writer


def _workbook(names: Sequence[str], writers: Sequence[SheetWriter]) -> str:
    sheets = "".join(
        f'<sheet name={quoted(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
        f"{escape(quote_name(name))}!${writer.head[0] + 1}:${writer.head[1] + 1}</definedName>"
        for at, (name, writer) in enumerate(zip(names, writers, strict=True))
        if writer.head
    )
    defined = f"<definedNames>{titles}</definedNames>" if titles else ""
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}/relationships">'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets>{defined}</workbook>"
    )


def _workbook_relations(sheets: int) -> str:
    items = [
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/relationships/worksheet"'
        f' Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, sheets + 1)
    ]
    items.append(f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>')
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(items)}</Relationships>'


def _package_relations() -> str:
    return (
        f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )


def _content_types(sheets: int) -> str:
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )


def _core(document: Document) -> str:
    title, author = escape(legal(document.title)), escape(legal(document.author))
    moment = f"{document.date or _UNDATED}T00:00:00Z"
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
