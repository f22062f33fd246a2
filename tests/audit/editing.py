"""Defects that somebody types into a finished Word file: edits of its paragraphs and cells, as Word would make them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

REPLACED, DELETED, DOUBLED, ROW_DELETED, ROW_DOUBLED = "改", "删段", "重段", "删行", "重行"
TYPED, TABLE_DELETED, SECTION_DELETED = "填格", "删表", "删节"
PAGE_AFTER, ROW_ON_NEW_PAGE, BLANK_PAGE, HEADS_ONCE = "后分页", "行前分页", "空白页", "不重复表头"
PAGE_SAID, PAGES_RESTART = "目录页码", "页码另起"


@dataclass(frozen=True, slots=True)
class Plant:
    """A defect: in which document, what is edited (the `nth` paragraph or cell with these words), and what is told.

    `new` is what stands there then, or of a section the words before which it ends; `cell` the cell of the same row
    that is typed into. `also` are codes that the same edit rightly makes certain as well.
    """

    code: str
    certainty: str
    document: str
    old: str
    new: str = ""
    nth: int = 0
    what: str = REPLACED
    also: tuple[str, ...] = ()
    cell: int = -1
    besides: tuple[tuple[str, str], ...] = ()  # other words that are replaced, each where it stands first

    def __str__(self) -> str:
        return f"{self.code}-{self.document}-{self.what}-{self.old[:16]}-{self.new[:16]}-{self.nth}"


def edited(file: bytes, plant: Plant) -> bytes:
    """Give a Word file with a defect."""
    document = Document(BytesIO(file))
    found = [one for one in _paragraphs(document.element.body) if plant.old in _text(one)]
    assert len(found) > plant.nth, f"{plant.old}: {len(found)}"
    paragraph = found[plant.nth]
    _EDITS[plant.what](paragraph, plant)
    for old, new in plant.besides:
        _replace(next(one for one in _paragraphs(document.element.body) if old in _text(one)), old, new)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def _replaced(paragraph: Any, plant: Plant) -> None:
    _replace(paragraph, plant.old, plant.new)


def _doubled(paragraph: Any, plant: Plant) -> None:
    paragraph.addnext(copy.deepcopy(paragraph))
    _replace(paragraph, plant.old, plant.new or plant.old)


def _deleted(paragraph: Any, _: Plant) -> None:
    paragraph.getparent().remove(paragraph)


def _row(paragraph: Any) -> Any:
    return next(one for one in paragraph.iterancestors() if one.tag == qn("w:tr"))


def _row_deleted(paragraph: Any, _: Plant) -> None:
    _deleted(_row(paragraph), _)


def _row_doubled(paragraph: Any, _: Plant) -> None:
    _row(paragraph).addnext(copy.deepcopy(_row(paragraph)))


def _typed(paragraph: Any, plant: Plant) -> None:
    """Type into a cell of the row, in the look of the words by which the row is known."""
    cell = _row(paragraph).findall(qn("w:tc"))[plant.cell]
    own = cell.find(qn("w:p"))
    written = copy.deepcopy(paragraph)
    _replace(written, _text(written), plant.new)
    cell.replace(own, written)


def _table(paragraph: Any) -> Any:
    return next(one for one in paragraph.itersiblings() if one.tag == qn("w:tbl"))


def _table_deleted(paragraph: Any, _: Plant) -> None:
    """Take away a title and all down to the end of its table."""
    _cut(paragraph, _table(paragraph).getnext())


def _section_deleted(paragraph: Any, plant: Plant) -> None:
    _cut(paragraph, next(one for one in paragraph.itersiblings() if plant.new in _text(one)))


def _cut(first: Any, last: Any) -> None:
    """Take away what stands from one element to before another."""
    for one in [first, *first.itersiblings()]:
        if one is last:
            return
        one.getparent().remove(one)


def _break() -> Any:
    """Make a paragraph that has nothing but a page break."""
    paragraph, run, mark = (OxmlElement(name) for name in ("w:p", "w:r", "w:br"))
    mark.set(qn("w:type"), "page")
    run.append(mark)
    paragraph.append(run)
    return paragraph


def _page_after(paragraph: Any, _: Plant) -> None:
    paragraph.addnext(_break())


def _blank_page(paragraph: Any, _: Plant) -> None:
    for one in (_break(), _break()):
        paragraph.addprevious(one)


def _row_on_new_page(paragraph: Any, _: Plant) -> None:
    """Make the row before so high that the row of these words has a page of its own."""
    before = _row(paragraph).getprevious()
    settings = before.get_or_add_trPr()
    for one in settings.findall(qn("w:trHeight")):
        settings.remove(one)
    height = OxmlElement("w:trHeight")
    height.set(qn("w:val"), "12000")
    settings.append(height)


def _page_said(paragraph: Any, plant: Plant) -> None:
    """Write another number behind an entry of the contents: Word keeps it until somebody updates the field."""
    list(paragraph.iter(qn("w:t")))[-1].text = plant.new


def _pages_restart(paragraph: Any, plant: Plant) -> None:
    """Let the pages of the section in which a paragraph stands begin with a number."""
    own = paragraph.xpath("(following::w:sectPr)[1]")[0]
    for one in own.findall(qn("w:pgNumType")):
        own.remove(one)
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:start"), plant.new)
    own.append(number)


def _heads_once(paragraph: Any, _: Plant) -> None:
    table = _table(paragraph)
    for one in list(table.iter(qn("w:tblHeader"))):
        one.getparent().remove(one)


_EDITS = {
    REPLACED: _replaced,
    DELETED: _deleted,
    DOUBLED: _doubled,
    ROW_DELETED: _row_deleted,
    ROW_DOUBLED: _row_doubled,
    TYPED: _typed,
    TABLE_DELETED: _table_deleted,
    SECTION_DELETED: _section_deleted,
    PAGE_AFTER: _page_after,
    ROW_ON_NEW_PAGE: _row_on_new_page,
    BLANK_PAGE: _blank_page,
    HEADS_ONCE: _heads_once,
    PAGE_SAID: _page_said,
    PAGES_RESTART: _pages_restart,
}


def _paragraphs(body: Any) -> Iterator[Any]:
    return (one for one in body.iter(qn("w:p")) if _text(one))


def _text(paragraph: Any) -> str:
    return "".join(one.text or "" for one in paragraph.iter(qn("w:t")))


def _replace(paragraph: Any, old: str, new: str) -> None:
    """Write other words: within a run if it has them all, else all of the paragraph into its first."""
    texts = list(paragraph.iter(qn("w:t")))
    own = next((one for one in texts if old in (one.text or "")), None)
    if own is not None:
        own.text = own.text.replace(old, new, 1)
        return
    texts[0].text = _text(paragraph).replace(old, new, 1)
    texts[0].set(qn("xml:space"), "preserve")
    for one in texts[1:]:
        one.text = ""
