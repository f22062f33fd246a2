"""Findings as an Excel workbook (检查报告.xlsx), for those who live in Excel: one row each, with a filter.

Every cell is inline text or a number, never a formula, so that nothing typed in a budget can be executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from generator.base.zipped import zip_files
from generator.findings.finding import Finding

HEAD = ("级别", "代码", "名称", "文件", "行", "列", "说明", "改法", "相关位置", "已说明的原因")
_WIDTHS = (6, 7, 18, 44, 6, 6, 60, 50, 50, 24)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LONGEST = 32_000  # characters of a cell; Excel allows 32,767
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Cell = str | int | None


def write(findings: Iterable[Finding]) -> bytes:
    """Write the workbook; the same findings give the same bytes."""
    rows = [HEAD, *(_row(finding) for finding in findings)]
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="检查报告" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
        "xl/styles.xml": _styles(),
        "xl/worksheets/sheet1.xml": _sheet(rows),
    }
    return zip_files({name: (_XML + text).encode() for name, text in parts.items()})


def _row(finding: Finding) -> tuple[Cell, ...]:
    place = finding.place
    related = "\n".join(f"{where}: {label}" for where, label in finding.related)
    where = (place.file, place.line or None, place.column or None) if place else ("", None, None)
    kind = (finding.severity.value, finding.code, finding.kind.name)
    return (*kind, *where, finding.message, finding.remedy, related, finding.accepted)


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(_WIDTHS, 1))
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    body = "".join(
        f'<row r="{number}">{"".join(_cell(value, column, number) for column, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{body}</sheetData>"
        f'<autoFilter ref="A1:{_letter(len(HEAD) - 1)}{len(rows)}"/></worksheet>'
    )


def _cell(value: Cell, column: int, row: int) -> str:
    reference = f'r="{_letter(column)}{row}" s="{1 if row == 1 else 2}"'
    if isinstance(value, int):
        return f"<c {reference}><v>{value}</v></c>"
    text = escape(_NOT_XML.sub("?", value or "")[:_LONGEST], quote=False)
    return (
        f'<c {reference} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else f"<c {reference}/>"
    )


def _letter(column: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]


def _relations(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _content_types() -> str:
    parts = {"workbook": f"{_TYPE}.sheet.main", "worksheets/sheet1": f"{_TYPE}.worksheet", "styles": f"{_TYPE}.styles"}
    inside = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{kind}+xml"/>' for name, kind in parts.items())
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{inside}</Types>'


def _styles() -> str:
    """Write three cell formats: the default, the bold head, and text as text (@), wrapped at the top."""
    fonts = '<font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font>'
    wrap = '<alignment vertical="top" wrapText="1"/>'
    formats = (
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" applyFont="1"/>'
        f'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" applyNumberFormat="1" applyAlignment="1">{wrap}</xf>'
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2">{fonts}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="3">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
