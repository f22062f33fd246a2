"""A copy of an audited PDF with the remarks as annotations at their boxes (批注); its own content is not touched.

The annotations are appended to the bytes of the file, so that all before them is what it was. A file whose structure
has defects is written anew. Nothing of the machine or the time goes in: the same remarks give the same bytes.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from generator.audit.remark import DOUBTFUL, SMALL, UNLAWFUL, WRONG, AuditRemark
from generator.base.frozen import frozen
from generator.findings import clean
from generator.findings.finding import Place
from generator.grids.grid import PageBox
from generator.grids.spots import PageSpot, page_of

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader, PdfWriter

AUTHOR = "预算审核"
_COLOURS = {WRONG: (1.0, 0.45, 0.4), UNLAWFUL: (1.0, 0.65, 0.2), SMALL: (0.98, 0.88, 0.3), DOUBTFUL: (0.5, 0.75, 1.0)}
_NOTE = 20.0  # points: the side of a note at the margin
_APART = 24.0  # points from one to the next
_PRINTED = 4  # the flag of an annotation that is printed, too
_LINE, _TINT = 1.5, 0.4  # points: around a cell; how much of the colour is within
_OTHERS = 6  # related places that a note names

_UserBox = tuple[float, float, float, float]  # left, bottom, right, top, as the file counts


class UnmarkableError(Exception):
    """A file to which no annotations can be added; the message is Chinese and says why."""


@frozen
class _Mark:
    """An annotation: where on a page (nowhere: at its margin), what it says, and its kind and colour."""

    page: int
    spots: tuple[PageSpot, ...]
    text: str
    subject: str
    colour: tuple[float, float, float]


def marked(data: bytes, remarks: Sequence[AuditRemark]) -> bytes:
    """Give a PDF with remarks as annotations. Raises UnmarkableError."""
    by_page: dict[int, list[_Mark]] = defaultdict(list)
    for mark in (mark for remark in remarks for mark in _marks(remark)):
        by_page[mark.page].append(mark)
    if not by_page:
        return data
    with _told():
        made = _with(data, by_page)
        _look_at(made, by_page)
    return made


def _marks(remark: AuditRemark) -> Iterator[_Mark]:
    """Yield the annotations of a remark: where it stands, and at each related place one that refers to it."""
    finding, colour = remark.finding, _COLOURS[remark.certainty]
    kind = f"{remark.certainty}　{finding.code} {finding.kind.name}"
    remedy = f"改法：{finding.remedy}" if finding.remedy else ""
    others = [f"另见：{_shown(place)} {words}" for place, words in finding.related[:_OTHERS]]
    others += ["另见：……"] if len(finding.related) > _OTHERS else []
    spots = [*remark.spots, *[()] * (1 + len(finding.related) - len(remark.spots))]
    text = "\n".join(one for one in (kind, finding.message, remedy, *others) if one)
    yield from _at(spots[0], remark.page or 1, text, kind, colour)
    seen = {*spots[0]}
    for own, (place, words) in zip(spots[1:], finding.related, strict=True):
        page = page_of(place)
        if page and not (own and seen.issuperset(own)):
            text = "\n".join((f"见{_shown(finding.place)}：{kind}", words, finding.message))
            yield from _at(own, page, text, kind, colour)
            seen.update(own)


def _shown(place: Place | None) -> str:
    return "" if place is None else place.words or str(place)


def _at(
    spots: Iterable[PageSpot], page: int, text: str, kind: str, colour: tuple[float, float, float]
) -> Iterator[_Mark]:
    """Yield an annotation for each page that boxes stand on; one at the margin where there is none."""
    by_page = {number: tuple(own) for number, own in groupby(spots, key=lambda one: one.page)} or {page: ()}
    for number, own in by_page.items():
        yield _Mark(number, own, clean.lines(text), clean.line(kind), colour)


def _with(data: bytes, by_page: Mapping[int, Sequence[_Mark]]) -> bytes:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 heavy, and only what a report needs is imported
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    if PdfReader(BytesIO(data)).is_encrypted:
        raise UnmarkableError("文件有限制修改的密码，不能加批注；请用没有限制的文件")
    try:
        return _annotated(PdfWriter(PdfReader(BytesIO(data), strict=True), incremental=True), by_page)
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError):  # of a structure with defects
        return _annotated(PdfWriter(clone_from=PdfReader(BytesIO(data))), by_page)


def _annotated(writer: PdfWriter, by_page: Mapping[int, Sequence[_Mark]]) -> bytes:
    number = 0
    for page, marks in sorted(by_page.items()):
        own = writer.pages[page - 1]
        notes = 0
        for mark in marks:
            number += 1
            annotation = _annotation(mark, own, notes, writer)
            annotation["/NM"] = _text(f"budget-{number}")
            writer.add_annotation(page - 1, _objects(annotation))
            notes += not mark.spots
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _annotation(mark: _Mark, page: PageObject, notes: int, writer: PdfWriter) -> dict[str, Any]:
    """Make an annotation; `notes` are those that stand at the margin of its page already."""
    media = _edges(page.mediabox)
    said = {"/T": _text(AUTHOR), "/Subj": _text(mark.subject), "/Contents": _text(mark.text)}
    common = {"/Type": "/Annot", **said, "/C": mark.colour, "/F": _PRINTED}
    if not mark.spots:
        left, down = _APART - _NOTE, _APART * (notes + 1)
        box = _user_box((left, down, left + _NOTE, down + _NOTE), _edges(page.cropbox), page.rotation)
        return {**common, "/Subtype": "/Text", "/Rect": box, "/Name": "/Comment"}
    boxes = [_user_box(one.box, media, page.rotation) for one in mark.spots]
    is_cell = all(one.is_cell for one in mark.spots)
    around = _around(boxes)
    shape = (
        {"/Subtype": "/Square", "/BS": {"/W": _LINE}, "/IC": _light(mark.colour)}
        if is_cell
        else {"/Subtype": "/Highlight"}
    )
    quads = {} if is_cell else {"/QuadPoints": [at for box in boxes for at in _corners(box)]}
    look = _look(boxes, around, mark.colour, is_cell=is_cell)
    return {**common, **shape, **quads, "/Rect": around, "/AP": {"/N": _form(look, around, writer)}}


def _look(boxes: Sequence[_UserBox], around: _UserBox, colour: tuple[float, ...], *, is_cell: bool) -> str:
    """Draw an annotation, for readers that do not do it themselves."""
    said = " ".join(f"{part:g}" for part in colour)
    if is_cell:
        left, bottom, right, top = around
        size = f"{right - left - _LINE:.2f} {top - bottom - _LINE:.2f}"
        light = " ".join(f"{part:.2f}" for part in _light(colour))
        place = f"{left + _LINE / 2:.2f} {bottom + _LINE / 2:.2f} {size}"
        return f"/G gs\n{said} RG {light} rg {_LINE} w {place} re B"
    drawn = [f"{left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re" for left, bottom, right, top in boxes]
    return "\n".join(("/G gs", f"{said} rg", *drawn, "f"))


def _light(colour: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(1 - (1 - part) * _TINT for part in colour)


def _form(look: str, box: _UserBox, writer: PdfWriter) -> Any:
    from pypdf.generic import StreamObject  # noqa: PLC0415 see above

    form = StreamObject()
    multiplied = {"/ExtGState": {"/G": {"/BM": "/Multiply"}}}  # what is below stays readable
    form.update(_objects({"/Type": "/XObject", "/Subtype": "/Form", "/BBox": box, "/Resources": multiplied}))
    form.set_data(look.encode())
    return writer._add_object(form)


def _objects(value: Any) -> Any:
    """Give names, numbers, lists and dictionaries as objects of a PDF; texts are objects already."""
    from pypdf import generic  # noqa: PLC0415 see above

    if isinstance(value, generic.PdfObject):
        return value
    if isinstance(value, dict):
        return generic.DictionaryObject({generic.NameObject(key): _objects(one) for key, one in value.items()})
    if isinstance(value, list | tuple):
        return generic.ArrayObject([_objects(one) for one in value])
    if isinstance(value, str):
        return generic.NameObject(value)
    return generic.FloatObject(round(value, 2)) if isinstance(value, float) else generic.NumberObject(value)


def _text(value: str) -> Any:
    from pypdf.generic import TextStringObject  # noqa: PLC0415 see above

    return TextStringObject(value)


def _edges(box: Any) -> _UserBox:
    xs, ys = sorted((float(box[0]), float(box[2]))), sorted((float(box[1]), float(box[3])))
    return xs[0], ys[0], xs[1], ys[1]


def _user_box(box: PageBox, page: _UserBox, rotation: int) -> _UserBox:
    """Give a box of a page as it is shown (from its upper left corner) as the file counts: from below, not turned."""
    left, top, right, bottom = box
    x0, y0, x1, y1 = page
    return {
        0: (x0 + left, y1 - bottom, x0 + right, y1 - top),
        90: (x0 + top, y0 + left, x0 + bottom, y0 + right),
        180: (x1 - right, y0 + top, x1 - left, y0 + bottom),
        270: (x1 - bottom, y1 - right, x1 - top, y1 - left),
    }[rotation % 360]


def _corners(box: _UserBox) -> tuple[float, ...]:
    left, bottom, right, top = box
    return left, top, right, top, left, bottom, right, bottom


def _around(boxes: Sequence[_UserBox]) -> _UserBox:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _look_at(made: bytes, by_page: Mapping[int, Sequence[_Mark]]) -> None:
    """Make sure that a finished file can be read again and has every annotation. Raises UnmarkableError."""
    from pypdf import PdfReader  # noqa: PLC0415 see above

    again = PdfReader(BytesIO(made))
    for page, marks in by_page.items():
        own = [one for one in _annotations(again, page) if one.get("/T") == AUTHOR]
        if len(own) < len(marks):
            raise UnmarkableError(_DEFECTIVE)


def _annotations(reader: PdfReader, page: int) -> Iterator[Any]:
    yield from (one.get_object() for one in reader.pages[page - 1].annotations or ())


_DEFECTIVE = "文件的结构有缺陷，不能加批注；请用 Acrobat 或 WPS 打开，另存为 PDF 再试"


@contextmanager
def _told() -> Iterator[None]:
    """Let nothing of the library reach the screen, and whatever it stumbles over be told."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    except UnmarkableError:
        raise
    except Exception:  # the library raises what a damaged file makes it stumble over
        raise UnmarkableError(_DEFECTIVE) from None
    finally:
        logger.setLevel(level)
