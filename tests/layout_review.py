"""A look at finished pages, as a careful editor takes it: faults that a reader would see.

Reads only the result of the layout (drawing operations, structure, tables), so a fault of the layout is found too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.document.stylesheet import PageGeometry, StyleSheet
from generator.findings.finding import Finding, Kind, Severity
from generator.typeset.linebreak import CLOSERS, HANGING
from generator.typeset.measure import Faces
from generator.typeset.pages import ARTIFACT, DrawnText, Element, Page, Pages, Stroke

ALONE = Kind(
    "D301", "页末孤立的标题", Severity.WARNING, "标题、表名或以冒号结尾的引导句落在页末，它所引的内容在下一页。"
)
LAST_LINE = Kind("D302", "只剩一行的表格页", Severity.WARNING, "表格在一页上只有一行，比如只有合计。")
SPLIT = Kind("D303", "拆到两页的行", Severity.WARNING, "表格的一行一页放得下，却分在了两页上。")
OUTSIDE = Kind("D304", "超出版心的文字", Severity.WARNING, "文字超出了版心。")
CROSSING = Kind("D305", "超出单元格的文字", Severity.WARNING, "文字压在表格线上。")
ONE_CHARACTER = Kind("D306", "单元格末行一个字", Severity.WARNING, "单元格里的文字换行后，最后一行只剩一个字。")
OVERLAP = Kind("D307", "重叠的文字", Severity.WARNING, "两段文字印在了一起。")

SLACK = 0.6  # points: rounding, and the width of a rule
_HEADINGS = {"H1", "H2", "H3", "H4"}
BODY_SHARE = 0.75  # a row lower than this share of the text area fits on a page with its head


@dataclass(frozen=True, slots=True)
class _Ink:
    """A text with the box that its characters fill."""

    text: DrawnText
    left: float
    right: float

    @property
    def top(self) -> float:
        """The upper edge of Chinese characters."""
        return self.text.y - 0.8 * self.text.size

    @property
    def bottom(self) -> float:
        """The lower edge of Chinese characters."""
        return self.text.y + 0.08 * self.text.size


def review(pages: Pages, sheet: StyleSheet, faces: Faces) -> tuple[Finding, ...]:
    """Return the faults of a finished layout, by page. `sheet` and `faces` are those that it was made with."""
    inks = [
        [_ink(op, faces) for op in page.operations if isinstance(op, DrawnText) and op.text] for page in pages.pages
    ]
    found = [*_alone(pages, inks), *_short_tables(pages, inks), *_split_rows(pages, inks, sheet)]
    for number, (page, texts) in enumerate(zip(pages.pages, inks, strict=True)):
        found += _outside(number, page, texts, sheet)
        found += _crossing(number, page, texts)
        found += _one_character(number, pages.nodes, texts)
        found += _overlapping(number, texts)
    return tuple(found)


def _ink(text: DrawnText, faces: Faces) -> _Ink:
    width = sum(faces.advance(text.face, char) for char in text.text) * text.size
    width += text.spacing * (len(text.text) - 1) + sum(gap for _, gap in text.gaps)
    return _Ink(text, text.x, text.x + width)


def _shown(ink: _Ink) -> str:
    return ink.text.text if len(ink.text.text) <= 20 else ink.text.text[:20] + "…"


def _at(kind: Kind, page: int, message: str, remedy: str) -> Finding:
    return kind.at(None, f"第 {page + 1} 页：{message}", remedy)


def _alone(pages: Pages, inks: Sequence[Sequence[_Ink]]) -> Iterator[Finding]:
    """Find headings and lead-ins that are the last on their page."""
    contents = [[ink for ink in page if ink.text.node != ARTIFACT] for page in inks]
    for number, page in enumerate(contents):
        kinds = {pages.nodes[ink.text.node].kind for ink in page}
        if not any(contents[number + 1 :]) or kinds <= _HEADINGS:  # the last page, or one that is a title alone
            continue
        last = page[-1].text.node
        text = "".join(ink.text.text for ink in page if ink.text.node == last)
        kind = pages.nodes[last].kind
        if kind in _HEADINGS or (kind == "P" and text.rstrip().endswith(("：", ":"))):
            yield _at(ALONE, number, f"“{text}”落在页末。", "请给它的样式设“与下段同页”。")


def _short_tables(pages: Pages, inks: Sequence[Sequence[_Ink]]) -> Iterator[Finding]:
    """Find pages on which a table that goes on from or to another page has a single row, though it could have more."""
    shown = _rows_shown(pages, inks)
    for index, table in enumerate(pages.tables):
        if len(table.rows) < 2:
            continue
        for (number, rows), (_, beside) in (table.rows[:2], table.rows[:-3:-1]):
            if rows == 1 < beside and len(shown[index, number]) <= 1:
                yield _at(LAST_LINE, number, f"表“{table.name}”在这一页只有一行。", "请调整列宽或页边距。")


def _rows_shown(pages: Pages, inks: Sequence[Sequence[_Ink]]) -> dict[tuple[int, int], set[int]]:
    """Return the rows (elements) of which something stands on a page, by number of the table and page."""
    count = 0
    tables: dict[int, int] = {}  # element → number of the table that it belongs to
    for number, node in enumerate(pages.nodes):
        if node.kind == "Table":
            tables[number] = count
            count += 1
        elif node.parent in tables and node.kind != "THead":
            tables[number] = tables[node.parent]
    shown: dict[tuple[int, int], set[int]] = defaultdict(set)
    for number, page in enumerate(inks):
        for ink in page:
            if ink.text.node in tables:
                shown[tables[ink.text.node], number].add(pages.nodes[ink.text.node].parent)
    return shown


def _split_rows(pages: Pages, inks: Sequence[Sequence[_Ink]], sheet: StyleSheet) -> Iterator[Finding]:
    """Find cells of one row whose lines stand on two pages although they fit on one."""
    extents: dict[int, dict[int, tuple[float, float]]] = defaultdict(dict)
    for number, page in enumerate(inks):
        for ink in page:
            node = ink.text.node
            if node != ARTIFACT and pages.nodes[node].kind in ("TD", "TH") and pages.nodes[node].rowspan == 1:
                top, bottom = extents[node].get(number, (ink.top, ink.bottom))
                extents[node][number] = (min(top, ink.top), max(bottom, ink.bottom))
    for places in extents.values():
        number = min(places)
        height = sum(bottom - top for top, bottom in places.values())
        _, upper, _, lower = _area(pages.pages[number], sheet)
        if len(places) > 1 and height < BODY_SHARE * (lower - upper):
            yield _at(SPLIT, number, "表格的一行分在了这一页和下一页。", "这是排版程序的错误，请报告。")


def _area(page: Page, sheet: StyleSheet) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the text area; the widest of the pages of this size."""
    same = [one for one in sheet.pages.values() if (one.width, one.height) == (page.width, page.height)]
    same = same or [PageGeometry(page.width, page.height, 0, 0, 0, 0, 0, 0)]
    return (
        min(one.left for one in same),
        min(one.top for one in same),
        max(one.width - one.right for one in same),
        max(one.height - one.bottom for one in same),
    )


def _outside(number: int, page: Page, inks: Sequence[_Ink], sheet: StyleSheet) -> Iterator[Finding]:
    """Find text outside the text area; a punctuation mark may hang in the margin."""
    left, top, right, bottom = _area(page, sheet)
    for ink in inks:
        running = ink.text.node == ARTIFACT and (ink.top > bottom or ink.bottom < top)
        hanging = ink.text.size * 1.2 if ink.text.text[-1] in HANGING else 0.0
        beside = ink.left < left - SLACK or ink.right > right + SLACK + hanging
        if not running and (beside or ink.top < top - SLACK or ink.bottom > bottom + SLACK):
            yield _at(OUTSIDE, number, f"“{_shown(ink)}”超出版心。", "请缩短文字，或放宽页边距、列宽。")


def _crossing(number: int, page: Page, inks: Sequence[_Ink]) -> Iterator[Finding]:
    """Find text that a rule runs through."""
    rules = [op for op in page.operations if isinstance(op, Stroke)]
    for ink in inks:
        if any(_runs_through(rule, ink) for rule in rules):
            yield _at(CROSSING, number, f"“{_shown(ink)}”压在表格线上。", "请缩短文字，或放宽这一列。")


def _runs_through(rule: Stroke, ink: _Ink) -> bool:
    across = rule.x1 < ink.right - SLACK and rule.x2 > ink.left + SLACK
    down = rule.y1 < ink.bottom - SLACK and rule.y2 > ink.top + SLACK
    return across and down


def _one_character(number: int, nodes: Sequence[Element], inks: Sequence[_Ink]) -> Iterator[Finding]:
    """Find cells whose last line is one character, unless the text has a line break there."""
    cells: dict[int, dict[float, list[_Ink]]] = defaultdict(lambda: defaultdict(list))
    for ink in inks:
        if ink.text.node != ARTIFACT and nodes[ink.text.node].kind in ("TD", "TH"):
            cells[ink.text.node][ink.text.y].append(ink)
    for by_line in cells.values():
        lines = [by_line[y] for y in sorted(by_line)]
        if len(lines) < 2 or len("".join(ink.text.text for ink in lines[-1]).rstrip(CLOSERS)) > 1:
            continue
        widths = [line[-1].right - line[0].left for line in lines]
        if widths[-2] > max(widths) - lines[-1][0].text.size:
            yield _at(ONE_CHARACTER, number, f"“{_shown(lines[-2][0])}”之后单独留下一个字。", "请放宽这一列。")


def _overlapping(number: int, inks: Sequence[_Ink]) -> Iterator[Finding]:
    """Find texts that are printed on one another."""
    ordered = sorted(inks, key=lambda ink: (ink.top, ink.left))
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.top >= one.bottom - SLACK:
                break
            if min(one.right, other.right) - max(one.left, other.left) > SLACK:
                yield _at(OVERLAP, number, f"“{_shown(one)}”和“{_shown(other)}”重叠。", "请缩短文字，或放宽列宽。")
