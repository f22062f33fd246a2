"""Reading YAML (读取): bytes → a tree in which every scalar is still text and knows its place.

Nothing is guessed here: `002002`, `是` and `2025-01-01` stay the texts that were typed; the schema says what they are.
Nothing is executed either: tags, anchors and aliases are findings. Any bytes at all give findings, never a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import yaml

from generator.findings import Finding, Kind, Place, Severity
from generator.syntax import explain

MAX_BYTES = 20_000_000  # of one file; a department of 50,000 lines needs about 5 MB
MAX_DEPTH = 50  # of mappings and lists within each other; the schema needs 8
REPARSE_CHARACTERS = 200_000  # larger broken files are not parsed a second time for an even message

UNREADABLE = Kind("Y101", "文件读不了", Severity.ERROR, "文件不存在、没有读取权限，或者太大。")
ENCODING = Kind("Y102", "编码不对", Severity.ERROR, "文件既不是 UTF-8，也不是 GB18030（GBK）文本。")
NOT_UTF8 = Kind("Y103", "不是 UTF-8", Severity.WARNING, "文件按 GB18030（GBK）读入。各工具之间交换一律用 UTF-8。")
CONTROL = Kind("Y104", "控制字符", Severity.ERROR, "文件里有看不见的控制字符，多半是复制粘贴或传输损坏带来的。")
SYNTAX = Kind("Y201", "YAML 写法错误", Severity.ERROR, "这个文件不符合 YAML 的写法，后面的内容没有读入。")
DUPLICATE = Kind("Y202", "键重复", Severity.ERROR, "同一层里一个键只能写一次，否则不知道以哪个为准。")
REFERENCE = Kind("Y203", "引用和标签", Severity.ERROR, "不使用 YAML 的锚点（&）、引用（*）和标签（!）。")
DOCUMENTS = Kind("Y204", "多个文档", Severity.ERROR, "一个文件只能有一个 YAML 文档。")
TOO_DEEP = Kind("Y205", "层次太深", Severity.ERROR, f"层次不得超过 {MAX_DEPTH} 层。")
BAD_KEY = Kind("Y206", "键不是文字", Severity.ERROR, "冒号前面的键必须是一个词，不能是列表或者映射。")

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML takes for the end of a line
_CHINESE_SIGNS = "“”‘’—…·"  # of ambiguous width, but full-width in Chinese text
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_MOSTLY = 10  # a file with fewer bad characters than a tenth of its Chinese is damaged UTF-8, not GBK


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as text; `plain` if it was typed without quotes and not as a block."""

    text: str
    place: Place
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping: each key once, in the order of the file."""

    items: tuple[tuple[Scalar, Node], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that has been reported already, and of which nothing more is to be said."""

    place: Place


Event = Any  # of PyYAML, whose types call every mark optional
Node = Scalar | Sequence | Mapping | Broken


def read(path: Path, name: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read one file. `name` is what places call it. None when nothing of it can be used."""
    data, findings = read_bytes(path, name)
    return (None, findings) if data is None else parse(data, name)


def read_bytes(path: Path, name: str) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Read the bytes of a file that is not larger than the limit."""
    place = Place(name)
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, (
                UNREADABLE.at(place, f"文件超过 {MAX_BYTES // 1_000_000} MB，不予读入。", "请拆成几个文件。"),
            )
        return path.read_bytes(), ()
    except OSError as error:
        reason = "文件不存在" if isinstance(error, FileNotFoundError) else "文件打不开"
        return None, (UNREADABLE.at(place, f"{reason}。", "请检查文件名和读取权限。"),)


def parse(data: bytes, name: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Parse the bytes of one file: the tree, or None where nothing can be used, and what is wrong with it."""
    text, findings = decode(data, name)
    if text is None:
        return None, findings
    bad = _FORBIDDEN.search(text)
    if bad:
        message = f"这里有一个看不见的控制字符（U+{ord(bad.group()):04X}）。"
        return None, (
            *findings,
            CONTROL.at(_place_of(text, bad.start(), name), message, "请删去这个字符，或者重新录入这一行。"),
        )
    node, more = _compose(text, name)
    return node, (*findings, *more)


def decode(data: bytes, name: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Decode UTF-8, with or without a BOM; else UTF-16 or GB18030 with a warning."""
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        bad = error.start
    for encoding in (_UTF16.get(data[:2], ""), "gb18030"):
        text = _decoded(data, encoding)
        if text is not None and not _is_damaged_utf8(data):
            message = f"文件不是 UTF-8 编码，已按 {encoding.upper()} 读入。"
            return text, (NOT_UTF8.at(Place(name, 1, 1), message, "请在编辑器里另存为 UTF-8。"),)
    before = data[:bad].decode("utf-8-sig", errors="replace")
    message = f"从这里起不是 UTF-8 文字（字节 0x{data[bad]:02X}），也不是 GBK 文字。"
    return None, (ENCODING.at(_place_of(before, len(before), name), message, "请用编辑器打开，改正乱码后存为 UTF-8。"),)


def lines_of(text: str) -> list[str]:
    """Split a text into the lines that places count."""
    return _BREAK.split(text)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    """GBK read as UTF-8 is nearly all replacement characters; a UTF-8 file with a few bad bytes is not."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    return bad * _MOSTLY < sum(character > "\x7f" for character in text)


def _place_of(text: str, offset: int, name: str) -> Place:
    lines = lines_of(text[:offset])
    return Place(name, len(lines), len(lines[-1]) + 1)


def _compose(text: str, name: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Compose with the fast parser; a syntax error is told by the plain one, so that it reads the same everywhere."""
    fast: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Composer(text, fast, name).document()
    except yaml.YAMLError as error:
        if fast is yaml.SafeLoader or len(text) > REPARSE_CHARACTERS:
            return None, (_syntax(error, text, name),)
    try:
        return _Composer(text, yaml.SafeLoader, name).document()
    except yaml.YAMLError as error:
        return None, (_syntax(error, text, name),)


def _syntax(error: yaml.YAMLError, text: str, name: str) -> Finding:
    line, column, message, remedy = explain(error, lines_of(text))
    return SYNTAX.at(Place(name, line, column), message, remedy)


def _unfold(value: str, lines: list[str]) -> str:
    """Take out the spaces that folding put between two full-width characters; a space that was typed stays."""
    position = 0
    for before, after in pairwise(lines):
        end, start = before.strip(), after.strip()
        if not (end and start and _is_wide(end[-1]) and _is_wide(start[0])):
            continue
        found = value.find(f"{end} {start[0]}", position)
        if found >= 0:
            position = found + len(end)
            value = value[:position] + value[position + 1 :]
    return value


def _is_wide(character: str) -> bool:
    return character in _CHINESE_SIGNS or east_asian_width(character) in "WF"


class _TooDeepError(Exception):
    """Raised to leave the recursion; the finding is recorded before."""


class _Composer:
    """Builds the tree from parser events, and stops at the first thing that would make it explode."""

    def __init__(self, text: str, loader: type, name: str) -> None:
        self.events: Iterator[Event] = yaml.parse(text, Loader=loader)
        self.lines = lines_of(text)
        self.name = name
        self.findings: list[Finding] = []
        self.depth = 0

    def document(self) -> tuple[Node | None, tuple[Finding, ...]]:
        root: Node | None = None
        documents = 0
        try:
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        message = "这里开始了第二个 YAML 文档，后面的内容没有读入。"
                        self.findings.append(DOCUMENTS.at(self.place(event), message, "请删去这一行的 ---。"))
                        break
                elif isinstance(event, yaml.NodeEvent):
                    root = self.node(event)
        except _TooDeepError:
            root = None
        return root, tuple(self.findings)

    def node(self, event: Event) -> Node:
        place = self.place(event)
        if event.anchor is not None or getattr(event, "tag", None) is not None:
            return self.refused(event, place)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self.text(event), place, not event.style)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.findings.append(TOO_DEEP.at(place, f"这里的层次超过了 {MAX_DEPTH} 层。", "请检查是否误写了许多括号。"))
            raise _TooDeepError
        node = self.sequence(place) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(place)
        self.depth -= 1
        return node

    def text(self, event: Event) -> str:
        """Give the value; where a Chinese line was folded, YAML's space at the fold goes."""
        value: str = event.value
        start, end = event.start_mark, event.end_mark
        if event.style == "|" or end.line == start.line or " " not in value:
            return value
        quote = 1 if event.style in ("'", '"') else 0
        lines = self.lines[start.line : end.line + 1]
        return _unfold(value, [lines[0][start.column + quote :], *lines[1:-1], lines[-1][: end.column - quote]])

    def sequence(self, place: Place) -> Sequence:
        items = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event))
        return Sequence(tuple(items), place)

    def mapping(self, place: Place) -> Mapping:
        items: dict[str, tuple[Scalar, Node]] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event)
            value = self.node(next(self.events))
            if isinstance(key, Scalar) and key.text not in items:
                items[key.text] = (key, value)
            else:
                self.report_key(key, items)
        return Mapping(tuple(items.values()), place)

    def report_key(self, key: Node, items: dict[str, tuple[Scalar, Node]]) -> None:
        if isinstance(key, Scalar):
            first = items[key.text][0].place
            message = f"“{key.text}”在同一层写了两次，前一次在第 {first.line} 行。"
            related = ((first, "前一次写在这里"),)
            self.findings.append(DUPLICATE.at(key.place, message, "请合并成一处，删去另一处。", related=related))
        elif not isinstance(key, Broken):
            message = "冒号前面应当是一个词，这里却是列表或者映射。"
            self.findings.append(BAD_KEY.at(key.place, message, "如果 { 或 [ 是文字的一部分，请给整段文字加引号。"))

    def refused(self, event: Event, place: Place) -> Broken:
        """Report an anchor, alias or tag; what it stands on is read past and left out."""
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&" if event.anchor is not None else "!"
        remedy = f"如果 {sign} 是文字的一部分，请给整段文字加引号；否则把内容直接写在这里。"
        self.findings.append(REFERENCE.at(place, f"这里用了 YAML 的 {sign} 写法，本软件不使用。", remedy))
        self.skip(event)
        return Broken(place)

    def skip(self, event: Event) -> None:
        open_collections = 0
        while True:
            open_collections += isinstance(event, yaml.CollectionStartEvent)
            open_collections -= isinstance(event, yaml.CollectionEndEvent)
            if open_collections == 0:
                return
            event = next(self.events)

    def place(self, event: Event) -> Place:
        start, end = event.start_mark, event.end_mark
        same_line = end.line == start.line and isinstance(event, yaml.ScalarEvent)
        length = end.column - start.column if same_line else 1
        return Place(self.name, start.line + 1, start.column + 1, length or 1)
