"""Reading YAML (读取): bytes → a tree in which every scalar is still text and knows its place.

Nothing is guessed here: `002002`, `是` and `2025-01-01` stay the texts that were typed; the schema says what they are.
Nothing is executed either: tags, anchors and aliases are findings. Any bytes at all give findings, never a traceback.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import yaml

from generator.base import late
from generator.base.frozen import frozen
from generator.base.lines import lines_of
from generator.base.paths import ValuePath
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.reading.characters import usual
from generator.reading.edits import Move
from generator.reading.encoding import decode, read_bytes

__all__ = ["Broken", "ListNode", "MappingNode", "Node", "Scalar", "decode", "parse", "read", "read_bytes"]

MAX_DEPTH = 50  # of mappings and lists within each other; the schema needs 8
REPARSE_CHARACTERS = 200_000  # larger broken files are not parsed a second time for an even message

SYNTAX = Kind("Y201", "YAML 写法错误", Severity.ERROR, "这个文件不符合 YAML 的写法，后面的内容没有读入。")
DUPLICATE = Kind("Y202", "键重复", Severity.ERROR, "同一层里一个键只能写一次，否则不知道以哪个为准。")
REFERENCE = Kind("Y203", "引用和标签", Severity.ERROR, "不使用 YAML 的锚点（&）、引用（*）和标签（!）。")
DOCUMENTS = Kind("Y204", "多个文档", Severity.ERROR, "一个文件只能有一个 YAML 文档。")
TOO_DEEP = Kind("Y205", "层次太深", Severity.ERROR, f"层次不得超过 {MAX_DEPTH} 层。")
BAD_KEY = Kind("Y206", "键不是文字", Severity.ERROR, "冒号前面的键必须是一个词，不能是列表或者映射。")

_NO_COMMENT = late.compile(r"[ \t]+(#\w.*)")
_CHINESE_SIGNS = "“”‘’—…·"  # of ambiguous width, but full-width in Chinese text


class Scalar(NamedTuple):
    """A single value, as text; `plain` if it was typed without quotes and not as a block."""

    text: str
    place: Place
    plain: bool = True
    comment: str = ""  # that begins right behind it, and without a blank after its #


@frozen
class ListNode:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@frozen
class MappingNode:
    """A mapping: each key once, in the order of the file."""

    items: tuple[tuple[Scalar, Node], ...]
    place: Place


@frozen
class Broken:
    """A value that has been reported already, and of which nothing more is to be said."""

    place: Place


Event = Any  # of PyYAML, whose types call every mark optional
Node = Scalar | ListNode | MappingNode | Broken


def read(path: Path, name: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read one file. `name` is what places call it. None when nothing of it can be used."""
    data, findings = read_bytes(path, name)
    return (None, findings) if data is None else parse(data, name)


def parse(data: bytes, name: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Parse the bytes of one file: the tree, or None where nothing can be used, and what is wrong with it."""
    text, findings = decode(data, name)
    if text is None:
        return None, findings
    plain = usual(text, name)
    node, more = _compose(plain.text, name)
    if not plain.edits:
        return node, (*findings, *more)
    return node and moved(node, plain.move), (
        *findings,
        *plain.findings,
        *(moved_finding(one, plain.move) for one in more),
    )


def _compose(text: str, name: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Compose with the fast parser; a syntax error is told by the plain one, so that it reads the same everywhere."""
    fast: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _TreeBuilder(text, fast, name).document()
    except yaml.YAMLError as error:
        if fast is yaml.SafeLoader or len(text) > REPARSE_CHARACTERS:
            return None, (_syntax(error, text, name),)
    try:
        return _TreeBuilder(text, yaml.SafeLoader, name).document()
    except yaml.YAMLError as error:
        return None, (_syntax(error, text, name),)


def in_pieces(path: Path, name: str) -> MappingNode:
    """Read what can be read of a file that cannot be read as a whole: of its top keys, those that are sound (草稿)."""
    data, _ = read_bytes(path, name)
    text = decode(data, name)[0] if data is not None else None
    lines = lines_of(usual(text or "", name).text)
    starts = [number for number, line in enumerate(lines) if line[:1].strip() and line[0] not in "#-}]"]
    items: list[tuple[Scalar, Node]] = []
    for start, end in pairwise([*starts, len(lines)]):
        node, _ = _compose("\n".join(lines[start:end]), name)
        node = node and moved(node, partial(_lower, start))  # to the lines where it stands
        items += node.items if isinstance(node, MappingNode) else ()
    return MappingNode(tuple(items), Place(name, 1, 1))


def pairs(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    """Give the keys and values of a mapping; none of anything else."""
    return node.items if isinstance(node, MappingNode) else ()


def items(node: Node | None) -> tuple[Node, ...]:
    """Give the items of a list; none of anything else."""
    return node.items if isinstance(node, ListNode) else ()


def node_at(node: Node | None, path: ValuePath) -> Node | None:
    """Give what stands below a node at a path; None where there is nothing."""
    for step in path:
        if isinstance(node, ListNode) and isinstance(step, int):
            node = node.items[step]
        else:
            node = next((below for key, below in pairs(node) if key.text == step), None)
    return node


def _lower(lines: int, place: Place) -> Place:
    return place._replace(line=place.line + lines)


def moved(node: Node, move: Move) -> Node:
    """Give a tree with its places moved."""
    place = move(node.place)
    if isinstance(node, ListNode):
        return ListNode(tuple(moved(one, move) for one in node.items), place)
    if isinstance(node, MappingNode):
        pairs = ((key._replace(place=move(key.place)), moved(one, move)) for key, one in node.items)
        return MappingNode(tuple(pairs), place)
    return Broken(place) if isinstance(node, Broken) else node._replace(place=place)


def moved_finding(finding: Finding, move: Move) -> Finding:
    """Give a finding with its places moved."""
    related = tuple((move(place), label) for place, label in finding.related)
    return replace(finding, place=finding.place and move(finding.place), related=related)


def _syntax(error: yaml.YAMLError, text: str, name: str) -> Finding:
    from generator.reading.syntax import explain  # noqa: PLC0415 many patterns, which only a broken file needs

    line, column, message, remedy = explain(error, lines_of(text))
    return SYNTAX.at(Place(name, line, column), message, remedy)


def unfolded(value: str, lines: list[str]) -> str:
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


class _TreeBuilder:
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
        place, kind = self.place(event), type(event)
        if event.anchor is not None or (kind is not yaml.AliasEvent and event.tag is not None):
            return self.refused(event, place)
        if kind is yaml.ScalarEvent:
            return Scalar(self.text(event), place, not event.style, "" if event.style else self.comment(event))
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.findings.append(TOO_DEEP.at(place, f"这里的层次超过了 {MAX_DEPTH} 层。", "请检查是否误写了许多括号。"))
            raise _TooDeepError
        node = self.sequence(place) if kind is yaml.SequenceStartEvent else self.mapping(place)
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
        return unfolded(value, [lines[0][start.column + quote :], *lines[1:-1], lines[-1][: end.column - quote]])

    def comment(self, event: Event) -> str:
        """Give the comment behind a plain value if its # stands before a word or number, as in 附件 #3."""
        end = event.end_mark
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        found = _NO_COMMENT.match(line, end.column) if "#" in line else None
        return found.group(1) if found else ""

    def sequence(self, place: Place) -> ListNode:
        items = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event))
        return ListNode(tuple(items), place)

    def mapping(self, place: Place) -> MappingNode:
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
        return MappingNode(tuple(items.values()), place)

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
        line, column = start.line, start.column
        same_line = type(event) is yaml.ScalarEvent and end.line == line
        return Place(self.name, line + 1, column + 1, (same_line and end.column - column) or 1)
