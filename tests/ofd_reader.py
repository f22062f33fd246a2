"""A reader of OFD files written from GB/T 33190-2016: it raises Fault for what the standard does not allow."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from fontTools.ttLib import TTFont
from lxml import etree
from lxml.etree import _Element

OFD = "{http://www.ofdspec.org/2016}"

# Elements, their children in the order of the standard, and the attributes that they must have.
CHILDREN = {
    "OFD": "DocBody", "DocBody": "DocInfo DocRoot Versions Signatures",
    "DocInfo": "DocID Title Author Subject Abstract CreationDate ModDate DocUsage Cover Keywords Creator",
    "Document": "CommonData Pages Outlines Permissions Actions VPreferences Bookmarks Annotations CustomTags",
    "CommonData": "MaxUnitID PageArea PublicRes DocumentRes TemplatePage DefaultCS", "Pages": "Page",
    "PageArea": "PhysicalBox ApplicationBox", "Area": "PhysicalBox ApplicationBox", "Outlines": "OutlineElem",
    "OutlineElem": "Actions OutlineElem", "Actions": "Action", "Action": "Region Goto", "Goto": "Dest",
    "VPreferences": "PageMode PageLayout", "Res": "Fonts", "Fonts": "Font", "Font": "FontFile",
    "Content": "Layer", "TextObject": "Actions Clips FillColor StrokeColor TextCode",
    "PathObject": "Actions Clips StrokeColor FillColor AbbreviatedData", "Layer": "TextObject PathObject",
}  # fmt: skip
REQUIRED = {
    "OFD": "Version DocType", "Dest": "Type PageID", "OutlineElem": "Title", "Action": "Event", "Res": "BaseLoc",
    "Font": "ID FontName", "Layer": "ID", "TextObject": "ID Boundary Font Size", "PathObject": "ID Boundary",
    "FillColor": "Value",
}  # fmt: skip
PATH = re.compile(r"(M( [\d.]+){2}( L( [\d.]+){2}| B( [\d.]+){6})+( C)? ?)+")
ANY_ORDER = {"Layer"}
LEAST = {"Outlines": 1, "Pages": 1, "Content": 1, "Fonts": 1, "Actions": 1, "Action": 1, "Goto": 1}


class Fault(Exception):
    """Something that the standard does not allow."""


@dataclass(frozen=True)
class Piece:
    """A text object: where it begins (millimetres from the page's top left), its font, its characters' places."""

    text: str
    x: float
    y: float
    size: float
    font: str
    offsets: tuple[float, ...]
    goto: tuple[str, float] | None


@dataclass
class Page:
    width: float
    height: float
    layers: dict[str, list[Piece]] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)


@dataclass
class File:
    info: dict[str, str]
    pages: list[Page]
    page_ids: list[str]
    outline: list[tuple[int, str, str, float]]  # level, title, page, height
    fonts: dict[str, bytes]


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        need(len(names) == len(set(names)), "a name twice in the package")
        return {name: archive.read(name) for name in names}


def need(condition: object, complaint: str) -> None:
    if not condition:
        raise Fault(complaint)


def read(data: bytes) -> File:
    return _Reader(unzip(data)).read()


class _Reader:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.seen: set[str] = set()
        self.ids: Counter[str] = Counter()

    def read(self) -> File:
        root = self.part("OFD.xml", "OFD")
        need(root.get("Version") == "1.0" and root.get("DocType") == "OFD", "wrong version or type")
        info = {name(e): e.text or "" for e in find(root, "DocBody/DocInfo")}
        need(re.fullmatch("[0-9a-f]{32}", info.get("DocID", "")), "DocID is not 32 hexadecimal digits")
        document_name = self.text(root, "DocBody/DocRoot")
        document = self.part(document_name, "Document")
        self.folder = posixpath.dirname(document_name)
        page_list = list(find(document, "Pages"))
        page_ids = [page.get("ID", "") for page in page_list]
        self.ids.update(page_ids)
        fonts = self.fonts(self.text(document, "CommonData/PublicRes"))
        self.cmaps = {key: characters(data) for key, data in fonts.items()}
        self.page_ids = set(page_ids)
        pages = [self.page(posixpath.join(self.folder, page.get("BaseLoc", ""))) for page in page_list]
        outlines = document.find(f"{OFD}Outlines")
        outline = list(self.outline(outlines, 1)) if outlines is not None else []
        need(max(self.ids.values()) == 1, f"number used twice: {self.ids.most_common(1)}")
        need(all(re.fullmatch("[1-9][0-9]*", each) for each in self.ids), "a number is not a number")
        need(int(self.text(document, "CommonData/MaxUnitID")) >= max(map(int, self.ids)), "MaxUnitID is too small")
        need(self.seen == set(self.parts), f"parts that nothing leads to: {set(self.parts) - self.seen}")
        return File(info, pages, page_ids, outline, fonts)

    def part(self, path: str, expected: str) -> _Element:
        need(path in self.parts, f"part is missing: {path}")
        self.seen.add(path)
        root = etree.fromstring(self.parts[path])
        need(root.tag == OFD + expected, f"{path} is no {expected}")
        for element in root.iter():
            self.element(element)
        return root

    def element(self, element: _Element) -> None:
        kind = name(element)
        missing = [a for a in REQUIRED.get(kind, "").split() if element.get(a) is None]
        need(not missing, f"{kind} has no {missing}")
        order = CHILDREN[kind].split() if kind in CHILDREN else []
        if kind == "Page" and len(element):
            order = ["Template", "PageRes", "Area", "Content", "Actions"]
        found = [name(child) for child in element]
        need(set(found) <= set(order), f"{kind} must not hold {set(found) - set(order)}")
        positions = [order.index(each) for each in found]
        need(kind in ANY_ORDER or positions == sorted(positions), f"children of {kind} in the wrong order: {found}")
        need(len(found) >= LEAST.get(kind, 0), f"{kind} is empty")

    def text(self, element: _Element, path: str) -> str:
        found = element.find("/".join(OFD + step for step in path.split("/")))
        need(found is not None and found.text, f"{path} is missing")
        return str(found.text) if found is not None else ""

    def fonts(self, path: str) -> dict[str, bytes]:
        root = self.part(posixpath.join(self.folder, path), "Res")
        base = posixpath.join(self.folder, root.get("BaseLoc", ""))
        fonts = {}
        for font in root.iter(f"{OFD}Font"):
            self.ids[font.get("ID", "")] += 1
            file = posixpath.join(base, self.text(font, "FontFile"))
            need(file in self.parts, f"font file is missing: {file}")
            self.seen.add(file)
            fonts[font.get("ID", "")] = self.parts[file]
        return fonts

    def page(self, path: str) -> Page:
        root = self.part(path, "Page")
        x, y, width, height = numbers(self.text(root, "Area/PhysicalBox"), 4)
        need((x, y) == (0, 0), "page does not begin at 0 0")
        page = Page(width, height)
        for layer in root.iter(f"{OFD}Layer"):
            self.ids[layer.get("ID", "")] += 1
            kind = layer.get("Type", "Body")
            need(kind in ("Body", "Background", "Foreground"), f"no such layer: {kind}")
            for child in layer:
                self.ids[child.get("ID", "")] += 1
                box = numbers(child.get("Boundary", ""), 4)
                inside = (
                    box[0] >= -1 and box[1] >= -1 and box[0] + box[2] <= width + 1 and box[1] + box[3] <= height + 1
                )
                need(box[2] > 0 and box[3] > 0 and inside, f"box outside the page: {box}")
                if name(child) == "TextObject":
                    page.layers.setdefault(kind, []).append(self.piece(child, box))
                else:
                    data = self.text(child, "AbbreviatedData")
                    need(PATH.fullmatch(data), "path is not of M, L, B and C")
                    page.paths.append(data)
        return page

    def piece(self, element: _Element, box: tuple[float, ...]) -> Piece:
        font = element.get("Font", "")
        need(font in self.cmaps, f"font {font} is not declared")
        code = element.find(f"{OFD}TextCode")
        need(code is not None and code.text, "text object without text")
        text = str(code.text) if code is not None else ""
        attributes = dict(code.attrib) if code is not None else {}
        lacking = set(text) - self.cmaps[font]
        need(not lacking, f"font {font} has no glyph for {lacking}")
        delta = expand(str(attributes.get("DeltaX", "")))
        need(len(delta) == len(text) - 1, f"DeltaX has {len(delta)} numbers for {len(text)} characters")
        offsets = [0.0]
        for step in delta:
            offsets.append(offsets[-1] + step)
        start, baseline = box[0] + float(attributes["X"]), box[1] + float(attributes["Y"])
        target = element.find(f"{OFD}Actions/{OFD}Action/{OFD}Goto/{OFD}Dest")
        return Piece(
            text, start, baseline, float(element.get("Size", "0")), font, tuple(offsets),
            self.destination(target) if target is not None else None,
        )  # fmt: skip

    def outline(self, element: _Element, level: int) -> Iterator[tuple[int, str, str, float]]:
        for entry in element.findall(f"{OFD}OutlineElem"):
            target = entry.find(f"{OFD}Actions/{OFD}Action/{OFD}Goto/{OFD}Dest")
            need(target is not None, "outline entry leads nowhere")
            if target is not None:
                yield (level, entry.get("Title", ""), *self.destination(target))
            yield from self.outline(entry, level + 1)

    def destination(self, target: _Element) -> tuple[str, float]:
        page = target.get("PageID", "")
        need(page in self.page_ids, f"destination on an unknown page: {page}")
        return page, float(target.get("Top", "nan"))


def name(element: _Element) -> str:
    need(str(element.tag).startswith(OFD), f"element of another name space: {element.tag}")
    return str(element.tag).removeprefix(OFD)


def find(element: _Element, path: str) -> Iterator[_Element]:
    """Yield the children of the element at a path."""
    found = element.find("/".join(OFD + step for step in path.split("/")))
    need(found is not None, f"{path} is missing")
    return iter(found if found is not None else ())


def numbers(text: str, count: int) -> tuple[float, ...]:
    values = tuple(map(float, text.split()))
    need(len(values) == count, f"not {count} numbers: {text}")
    return values


def expand(text: str) -> list[float]:
    """Read a list of numbers in which `g 3 1.5` stands for 1.5 1.5 1.5."""
    words = iter(text.split())
    out: list[float] = []
    for word in words:
        count = int(next(words)) if word == "g" else 1
        out += [float(next(words) if word == "g" else word)] * count
    return out


def characters(data: bytes) -> set[str]:
    """Return the characters that a font can draw: space, or a glyph with an outline."""
    font = TTFont(io.BytesIO(data))
    for tag in ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post"):
        need(tag in font, f"font has no table {tag}")
    cmap, outlines = font.getBestCmap(), font["glyf"]
    return {chr(code) for code, glyph in cmap.items() if chr(code).isspace() or outlines[glyph].numberOfContours != 0}
