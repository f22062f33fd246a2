"""What of a part's XML is known to be harmless: only that stays.

Of what may not stay, some goes in silence, because nobody would miss it (bookmarks, revision ids, comments); some gives
way to its content (links, content controls, revisions, fields); all else is left out with a remark.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from generator.base import late
from generator.findings.finding import Kind
from generator.word import fields
from generator.word.archive import shown
from generator.word.dangers import FROZEN_FIELD, LEFT_OUT, OUTSIDE, Danger
from generator.word.vocabulary import MC, PICTURES, V, is_known, is_unmissed, is_unwrapped, may_stay, split
from generator.word.xml import R, W

_HOLDERS = tuple(f"{W}{name}" for name in ("tc", "txbxContent", "hdr", "ftr", "footnote", "endnote"))
_NAMES = ("name", "descr", "title", "alt")  # of pictures: Word puts there the path of the file that was inserted
_PATH = late.compile(r"\\|^/|^[A-Za-z]:|://")
_IN_WORDS = {
    "object": "嵌入的对象（OLE）", "OLEObject": "嵌入的对象（OLE）", "control": "控件（ActiveX）",
    "altChunk": "插入的外部文件（altChunk）", "subDoc": "子文档", "contentPart": "墨迹", "chart": "图表",
    "relIds": "SmartArt 图形",
}  # fmt: skip


def clean(root: _Element, part: str, pictures: Container[str] = ()) -> list[Danger]:
    """Take out of a part's XML all that is not known to be harmless; returns what a reader would miss.

    `pictures` are the ids of relationships to real pictures; other pictures go.
    """
    cleaner = _Cleaner(part, pictures)
    cleaner.clean_attributes(root)
    cleaner.clean_children(root)
    for code in fields.flatten(root):
        cleaner.note_field(code)
    mend(root)
    return cleaner.remarks


def mend(root: _Element) -> None:
    """Give cells, text boxes, headers and notes the paragraph that they must have."""
    for holder in root.iter(*_HOLDERS):
        _mend(holder)


def pictures_used(root: _Element) -> set[str]:
    """The ids of the relationships to pictures in cleaned XML."""
    return {element.get(PICTURES[str(element.tag)], "") for element in root.iter(*PICTURES)} - {""}


@dataclass(slots=True)
class _Cleaner:
    """Cleans one part; collects what would be missed."""

    part: str
    pictures: Container[str]
    remarks: list[Danger] = field(default_factory=list)

    def clean_children(self, parent: _Element) -> None:
        for child in list(parent):
            self._clean(child)

    def clean_attributes(self, element: _Element) -> None:
        for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
            _, name = split(key)
            if not may_stay(element, key, value) and not self._shows_picture(element, key):
                del element.attrib[key]
                if name in ("href", "src") and value:
                    self._note(OUTSIDE, f"指向“{shown(value)}”的链接没有写入")
            elif name in _NAMES and not str(element.tag).startswith(W) and _PATH.search(value):
                element.set(key, "")

    def note_field(self, code: str) -> None:
        """Remark a field that gave way to its result, unless it is reported as dangerous anyway."""
        if not fields.is_acting(code) and not fields.is_linking(code):
            self._note(FROZEN_FIELD, f"域“{shown(code.strip())}”换成了文字")

    def _clean(self, element: _Element) -> None:
        """Clean what is in an element and leave it, or take it out."""
        if is_unmissed(element):
            self._note_link(element)
            _drop(element)
        elif self._gives_way(element):
            self._note_link(element)
            self.clean_children(element)
            _unwrap(element)
        elif problem := self._problem(element):
            self.remarks.append(problem)
            _drop(element)
        else:
            self.clean_attributes(element)
            self.clean_children(element)
            _settle(element)

    def _gives_way(self, element: _Element) -> bool:
        code = element.get(f"{W}instr", "")
        if element.tag != f"{W}fldSimple" or fields.is_allowed(code):
            return is_unwrapped(element)
        self.note_field(code)
        return True

    def _problem(self, element: _Element) -> Danger | None:
        """Say why an element may not stay; a drawing goes as a whole."""
        inside = _own(element) if element.tag in (f"{W}drawing", f"{W}pict") else ()
        for one in (element, *inside):
            if not is_known(one):
                _, name = split(str(one.tag))
                what = _IN_WORDS.get(name, f"不认识的内容（{shown(name)}）")
                return Danger(LEFT_OUT, self.part, f"{what}没有写入", _reference(one))
            if one.tag in PICTURES and (problem := self._no_picture(one)):
                return problem
        return None

    def _no_picture(self, element: _Element) -> Danger | None:
        relation = element.get(PICTURES[str(element.tag)], "")
        link, source = element.get(f"{R}link") or element.get(f"{R}href") or "", element.get("src", "")
        if relation in self.pictures or (element.tag == f"{V}fill" and not relation):
            return None
        if not relation and (link or source):
            return Danger(
                OUTSIDE, self.part, f"链接的图片没有写入（{shown(source)}）" if source else "链接的图片没有写入", link
            )
        return Danger(LEFT_OUT, self.part, "没有写入的图片：不是 PNG、JPEG 或 BMP，或者已损坏，或者是链接", relation)

    def _shows_picture(self, element: _Element, key: str) -> bool:
        return PICTURES.get(str(element.tag)) == key and element.get(key, "") in self.pictures

    def _note_link(self, element: _Element) -> None:
        _, name = split(str(element.tag))
        relation = element.get(f"{R}id", "")
        if relation and name.startswith(("hyperlink", "hlink")):
            self._note(OUTSIDE, "超链接只留下了文字", relation)

    def _note(self, kind: Kind, text: str, relation: str = "") -> None:
        self.remarks.append(Danger(kind, self.part, text, relation))


def _own(drawing: _Element) -> Iterator[_Element]:
    """The elements of a drawing but for those that go anyway, and the text in its boxes."""
    for child in drawing:
        if not is_unmissed(child):
            yield child
            if child.tag != f"{W}txbxContent":
                yield from _own(child)


def _reference(element: _Element) -> str:
    """The id of the relationship that an element, or something in it, refers to."""
    found = (str(value) for one in element.iter() for key, value in one.attrib.items() if str(key).startswith(R))
    return next(found, "")


def _settle(element: _Element) -> None:
    """Put right what would be damage after something in it was left out."""
    if element.tag == f"{W}tbl" and element.find(f"{W}tr") is None:
        _drop(element)
    if element.tag == f"{MC}AlternateContent":
        for branch in [branch for branch in element if len(branch) == 0]:
            element.remove(branch)
        if element.find(f"{MC}Choice") is None:
            for branch in element:
                _unwrap(branch)
            _unwrap(element)


def _drop(element: _Element) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _unwrap(element: _Element) -> None:
    """Put the children of an element in its place."""
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def _mend(holder: _Element) -> None:
    """Give a cell, text box, header or note the paragraph that it must have."""
    blocks = [child for child in holder if child.tag in (f"{W}p", f"{W}tbl")]
    if not blocks or (holder.tag == f"{W}tc" and holder[-1].tag != f"{W}p"):
        etree.SubElement(holder, f"{W}p")
