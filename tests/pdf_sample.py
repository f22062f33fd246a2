"""Finished pages made by hand, for tests of the fixed-layout writers."""

from __future__ import annotations

from typing import Any

from generator.document.blocks import Document
from generator.typeset.faces import FaceSet
from generator.typeset.faces import load as load_faces
from generator.typeset.pages import ARTIFACT, Bookmark, DrawnText, Element, Link, Page, Pages, Stroke
from generator.writers.laid import Laid
from tests.docx_samples import NAMES, template

DOCUMENT = Document(title='某局2025年预算<&>"公开"', author="某局", date="2025-01-20", sections=())

NODES = (
    Element("Document", -1),
    Element("TOC", 0),  # 1
    Element("TOCI", 1),  # 2
    Element("Link", 2),  # 3
    Element("H1", 0),  # 4
    Element("P", 0),  # 5
    Element("Span", 5),  # 6
    Element("Table", 0, alternative="部门收支总表"),  # 7
    Element("THead", 7),  # 8
    Element("TR", 8),  # 9
    Element("TH", 9, scope="Column", colspan=2),  # 10
    Element("TBody", 7),  # 11
    Element("TR", 11),  # 12
    Element("TH", 12, scope="Row", rowspan=2),  # 13
    Element("TD", 12),  # 14
    Element("TR", 11),  # 15
    Element("TD", 15),  # 16, empty
    Element("Note", 0),  # 17
    Element("H1", 0),  # 18
)

FACES = ("宋体", "宋体粗", "小标宋", "黑体", "楷体", "仿宋")
SHOWN = "预算收入1661300.00元，占100%；“三公”经费——《预算法》①≥√（一）ABC"


def _page_one() -> Page:
    return Page(595.28, 841.89, "", (
        Stroke(80, 60, 515, 60, 0.5),
        DrawnText(80, 100, "宋体", 16, "第一部分 预算情况", 3),
        DrawnText(500, 100, "宋体", 16, "1", 3),
        Link(80, 84, 435, 20, "part1", 3),
    ))  # fmt: skip


def _page_two() -> Page:
    samples = tuple(DrawnText(80, 400 + 24 * i, face, 12, SHOWN, 5) for i, face in enumerate(FACES))
    return Page(595.28, 841.89, "1", (
        DrawnText(80, 100, "小标宋", 22, "第一部分 预算情况", 4),
        DrawnText(80, 140, "仿宋", 16, "收入共", 5, spacing=-0.25),
        DrawnText(127.25, 140, "黑体", 16, "166.13", 6),
        DrawnText(175.25, 140, "仿宋", 16, "万元，为2025年", 5, gaps=((4, 4.0), (8, 4.0)), color="C00000"),
        *samples,
        DrawnText(80, 200, "宋体粗", 10.5, "收支", 10),
        Stroke(80, 205, 300, 205, 0.5),
        DrawnText(80, 220, "宋体", 10.5, "收入", 13),
        DrawnText(200, 220, "宋体", 10.5, "12.34", 14),
        DrawnText(250, 800, "宋体", 14, "— 1 —", ARTIFACT),
    ))  # fmt: skip


def _page_three() -> Page:
    return Page(841.89, 595.28, "2", (
        DrawnText(80, 80, "宋体", 10.5, "收支", ARTIFACT),
        DrawnText(80, 100, "宋体", 10.5, "收入（续）", 13),
        DrawnText(80, 140, "楷体", 12, "注：☑已公开 龘𬭎", 17),
        DrawnText(80, 200, "黑体", 16, "第二部分", 18),
    ))  # fmt: skip


PAGES = Pages(
    pages=(_page_one(), _page_two(), _page_three()),
    nodes=NODES,
    bookmarks=(Bookmark(1, "第一部分 预算情况", 1, 80), Bookmark(3, "表1", 1, 190), Bookmark(1, "第二部分", 2, 184)),
    anchors={"part1": (1, 80.0), "表1": (1, 190.0)},
    labels={"part1": "1"},
    tables=(),
)


def laid(pages: Pages = PAGES, document: Document = DOCUMENT, faces: FaceSet | None = None, **more: Any) -> Laid:
    """The pages as a writer gets them; the Word template is any, since writers of pages do not look at it."""
    frame, _ = template().render_frame(NAMES)
    assert frame is not None
    return Laid(document, template(), frame, pages, faces or load_faces(), **more)
