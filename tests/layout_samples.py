"""Small documents, a style sheet and a stub font set (Chinese 1 em, ASCII half an em) for the tests of the layout."""

from __future__ import annotations

from generator.document.blocks import Block, Cell, Column, Document, Heading, Paragraph, Row, Run, Section, Table
from generator.document.stylesheet import PageGeometry, StyleSheet, TableGeometry, TextStyle
from generator.typeset.layout import lay_out
from generator.typeset.pages import ARTIFACT, DrawnText, Pages

MISSING = "\U0002f800"


class StubFaces:
    """Every character is 1 em wide, ASCII half an em. No face has MISSING; 黑体 lacks ☑, which 宋体 has."""

    def face_for(self, font_name: str, bold: bool) -> str:
        return font_name + ("粗" if bold else "")

    def advance(self, face: str, character: str) -> float:
        return 0.5 if character.isascii() else 1.0

    def covering(self, face: str, character: str) -> str | None:
        if character == MISSING:
            return None
        return "宋体" if (face, character) == ("黑体", "☑") else face


PAGE = PageGeometry(width=300, height=400, top=40, bottom=60, left=50, right=50, header=20, footer=20)
WIDE = PageGeometry(width=400, height=300, top=40, bottom=60, left=50, right=50, header=20, footer=20)


def style(name: str, size: float = 10, line: float = 20, **more: object) -> TextStyle:
    font = str(more.pop("font", "宋体"))
    return TextStyle(name, font, font, size, line, **more)  # type: ignore[arg-type]


def sheet(**changes: TextStyle) -> StyleSheet:
    styles = [
        style("Normal", align="justify", first_indent=20),
        style("heading 1", 16, 30, font="黑体", align="center", keep_next=True, after=10),
        style("heading 2", 12, 20, font="黑体", keep_next=True, before=6),
        style("表标题", 14, 24, align="center", keep_next=True),
        *(style(name, 10, 15, align=align) for name, align in TABLE_STYLES.items()),
        style("表注", 10, 15),
        style("目录标题", 14, 30, align="center"),
        style("toc 1"),
        style("toc 2", left_indent=10),
        style("footer", 10, 14, align="right", right_indent=10),
        style("偶数页页脚", 10, 14, left_indent=10),
        style("header", 10, 14, align="center"),
    ]
    named = {one.name: one for one in styles} | {one.name: one for one in changes.values()}
    pages = {"封面": PAGE, "竖版": PAGE, "横版": WIDE}
    bold = {"加粗": style("加粗", bold=True), "引导语": style("引导语", font="黑体")}
    return StyleSheet(named, pages, TableGeometry(), bold)


TABLE_STYLES = {"表头": "center", "表文": "left", "表中": "center", "表数": "right", "表抬头": "left"}


def words(text: str, named: str = "Normal") -> Paragraph:
    return Paragraph((Run(text),), named)


def heading(text: str, level: int = 1, named: str = "") -> Heading:
    return Heading((Run(text),), level, f"_{text}", named or f"heading {level}")


def row(*texts: str, kinds: str = "文金") -> Row:
    names = {"文": "文字", "金": "金额", "中": "居中", "序": "序号", "头": "表头"}
    return Row(tuple(Cell(text, names[kind]) for text, kind in zip(texts, kinds, strict=True)))  # type: ignore[arg-type]


def table(rows: int, *, notes: tuple[Paragraph, ...] = (), attached: bool = False, name: str = "表") -> Table:
    body = tuple(row(f"第{number}行", f"{number}.00") for number in range(1, rows + 1))
    head = (row("项目", "金额", kinds="头头"),)
    return Table(name, name, (Column(), Column()), head, body, ("某部门", "", "单位：万元"), notes, attached)


def of(*blocks: Block, page: str = "竖版") -> Document:
    return Document("标题", "部门", "2025-01-01", (Section(page, tuple(blocks)),))


def laid(*blocks: Block, page: str = "竖版") -> Pages:
    pages = lay_out(of(*blocks, page=page), sheet(), StubFaces())
    assert pages.missing == ()
    return pages


def texts(pages: Pages, page: int, *, artifacts: bool = False) -> list[str]:
    """The texts of a page in drawing order, with or without what is not content."""
    operations = [op for op in pages.pages[page].operations if isinstance(op, DrawnText)]
    return [op.text for op in operations if (op.node == ARTIFACT) == artifacts]
