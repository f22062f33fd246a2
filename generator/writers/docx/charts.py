"""Charts in a Word file: each is a native chart with the workbook of its figures, so that Word can edit them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.base.frozen import frozen
from generator.base.markup import DECLARATION, legal, quoted
from generator.document.blocks import Chart
from generator.document.stylesheet import StyleSheet
from generator.word.registry import CONTENT_TYPES, OFFICE_TYPE, relations_part
from generator.word.xml import R_NAMESPACE
from generator.writers.xlsx.charts import book_of

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
EMU = 12_700  # of a point
FIRST_ID = 10_000  # of drawings: those of pictures in the Word template have their own
_PRINT = b"<c:printSettings>"
_DATA = b'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
_NOT = b"".join(b'<c:show%s val="0"/>' % one for one in (b"SerName", b"Percent", b"BubbleSize"))
_WORDED: Sequence[tuple[str, bytes]] = (  # what a chart of Excel leaves unsaid, and Word and LibreOffice take otherwise
    ('(<[^<>]*\\b(?:lang|val)=")en-US"', rb'\1zh-CN"'),  # of an attribute: a name in a cell may be the same word
    ('(<c:lang val="[^"]*"/>)', rb'\1<c:roundedCorners val="0"/>'),
    ('<a:latin (typeface="[^"]*")/>', rb"<a:latin \1/><a:ea \1/>"),
    ('<c:showVal val="1"/><c:showCatName val="1"/>', b'<c:showLegendKey val="0"/>\\g<0>' + _NOT),
    (
        '<c:showVal val="1"/>(?!<c:showCatName)',
        b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>' + _NOT,
    ),
)
_OF_BARS: Sequence[tuple[str, bytes]] = (
    ("</c:spPr><c:dLbls>", b'</c:spPr><c:invertIfNegative val="0"/><c:dLbls>'),
    ("(<c:dLbls>(?:(?!</c:dLbls>).)*?<a:bodyPr)/>", rb'\1 wrap="none"/>'),
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@frozen
class ChartPart:
    """A chart of a document; `number` counts from 1."""

    chart: Chart
    number: int

    @property
    def relation(self) -> str:
        """The id of the document's relationship to it."""
        return f"rIdChart{self.number}"

    @property
    def name(self) -> str:
        """The name of its part in the folder of the document."""
        return f"charts/budget{self.number}.xml"

    @property
    def data(self) -> str:
        """The name of its workbook's part there."""
        return f"embeddings/budget{self.number}.xlsx"


def paragraph(part: ChartPart, size: tuple[float, float], properties: str = "") -> str:
    """A paragraph that shows a chart in a size (points); lines of an exact height would cut it."""
    across, down = (round(EMU * points) for points in size)
    number, title, said = FIRST_ID + part.number, legal(part.chart.table.caption), legal(part.chart.alternative)
    return (
        f'<w:p><w:pPr>{properties}<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="60" w:line="240"'
        ' w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing"'
        ' distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name={quoted(title)} descr={quoted(said)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/chart">'
        f'<c:chart xmlns:c="{DRAWING}/chart" xmlns:r="{R_NAMESPACE}" r:id="{part.relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def parts(
    charts: Sequence[ChartPart], document_part: str, known: Mapping[str, bytes], sheet: StyleSheet, date: str
) -> dict[str, bytes]:
    """The parts of some charts, and those parts of the file that name them."""
    if not charts:
        return {}
    folder = document_part.rpartition("/")[0]
    types, relations, own = known[CONTENT_TYPES], known[relations_part(document_part)], dict[str, bytes]()
    for one in charts:
        made = book_of(one.chart, sheet.styles["表文"], date)
        name, data = f"{folder}/{one.name}", f"{folder}/{one.data}"
        own[name] = _in_word(made.chart)
        own[data] = made.workbook
        own[relations_part(name)] = _relations(f"../{one.data}")
        types = _added(
            types, _type(name, f"{OFFICE_TYPE}.drawingml.chart+xml") + _type(data, f"{OFFICE_TYPE}.spreadsheetml.sheet")
        )
        relations = _added(relations, _relation(one.relation, "chart", one.name))
    return {**own, CONTENT_TYPES: types, relations_part(document_part): relations}


def _in_word(chart: bytes) -> bytes:
    """Give the part of a chart as a Word file has it."""
    for pattern, said in (*_WORDED, *(_OF_BARS if b"<c:barChart>" in chart else ())):
        chart = re.sub(pattern.encode(), said, chart, flags=re.DOTALL)
    return chart.replace(_PRINT, _DATA + _PRINT)


def _type(part: str, content_type: str) -> str:
    return f'<Override PartName="/{part}" ContentType="{content_type}"/>'


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{R_NAMESPACE}/{kind}" Target="{target}"/>'


def _relations(workbook: str) -> bytes:
    relation = _relation("rId1", "package", workbook)
    return f'{DECLARATION}<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'.encode()


def _added(xml: bytes, elements: str) -> bytes:
    """Add elements to the end of a part."""
    end = xml.rindex(b"</")
    return xml[:end] + elements.encode() + xml[end:]
