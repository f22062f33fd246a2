"""Cutting (剪去): keys and items taken out of the text of a YAML file, whose other characters stay as they are.

A comment that stands right above what is cut, with a blank line before it, belongs to it and goes with it. The tree is
PyYAML's own, since that says where a node ends; the file has been read without an error before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import accumulate

import yaml

from generator.base.frozen import frozen

_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_SERVER = "yaml-language-server"  # a comment that belongs to the file
TreeNode = yaml.Node
Pair = tuple[yaml.Node, yaml.Node]


@frozen
class Cut:
    """Characters from one offset to another, and what stands there afterwards."""

    start: int
    end: int
    new: str = ""


@frozen
class Text:
    """A text whose lines are known, so that marks of a tree are offsets."""

    whole: str
    lines: tuple[str, ...]  # with their ends
    starts: tuple[int, ...]

    def at(self, mark: yaml.Mark) -> int:
        """Give the offset of a mark."""
        if mark.line >= len(self.starts):  # behind the last line
            return len(self.whole)
        return self.starts[mark.line] + mark.column

    def line_of(self, offset: int) -> int:
        """Give the number, from 0, of the line of an offset."""
        return bisect_right(self.starts, offset) - 1

    def end_of_line(self, line: int) -> int:
        """Give the offset behind a line's end."""
        return self.starts[line] + len(self.lines[line])


def text_of(whole: str) -> Text:
    """Find the lines of a text."""
    lines = [one for one in _LINE.findall(whole) if one] or [""]
    return Text(whole, tuple(lines), tuple(accumulate(map(len, lines[:-1]), initial=0)))


def tree_of(whole: str) -> TreeNode | None:
    """Give PyYAML's tree of a text that has been read before; None where it holds nothing."""
    loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # which asks no scalar what type it may be
    return yaml.compose(whole, Loader=loader)


def pairs(node: TreeNode | None) -> list[Pair]:
    """Give the keys and values of a mapping; none of anything else."""
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def items(node: TreeNode | None) -> list[TreeNode]:
    """Give the items of a list; none of anything else."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def scalars(node: TreeNode | None) -> Iterator[yaml.ScalarNode]:
    """Give every key and single value, in the order of the text."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    for key, value in pairs(node):
        yield from (*scalars(key), *scalars(value))
    for item in items(node):
        yield from scalars(item)


def end_of(node: TreeNode, text: Text) -> int:
    """Give the offset behind a node: behind its last character, not behind the comments that follow."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(last[1] if isinstance(last, tuple) else last, text)
    end = text.at(node.end_mark)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        start = text.at(node.start_mark)
        return start + len(text.whole[start:end].rstrip())
    return end


def keys_cut(text: Text, mapping: TreeNode, wanted: Callable[[str], bool]) -> Iterator[Cut]:
    """Cut the keys of a mapping that are wanted, with their values."""
    listed = pairs(mapping)
    places = [(text.at(key.start_mark), end_of(value, text)) for key, value in listed]
    chosen = [number for number, (key, _) in enumerate(listed) if wanted(str(key.value))]
    flow = bool(getattr(mapping, "flow_style", False))
    yield from _cut(text, places, chosen, flow=flow, dashes=None, none="{}")


def items_cut(text: Text, listed: TreeNode, chosen: Collection[int]) -> Iterator[Cut]:
    """Cut items of a list, by their numbers."""
    places = [(text.at(one.start_mark), end_of(one, text)) for one in items(listed)]
    flow = bool(getattr(listed, "flow_style", False))
    yield from _cut(text, places, sorted(chosen), flow=flow, dashes=listed.start_mark.column, none="[]")


def _cut(
    text: Text, places: list[tuple[int, int]], chosen: list[int], *, flow: bool, dashes: int | None, none: str
) -> Iterator[Cut]:
    for number in chosen:
        start, end = places[number]
        first = text.line_of(start) if flow or dashes is None else _dash(text, text.line_of(start), dashes)
        before = text.lines[first][: dashes if dashes is not None else start - text.starts[first]]
        if not flow and not before.strip():
            yield _lines(text, first, text.line_of(max(end - 1, start)))
        elif number + 1 < len(places):
            yield Cut(start, places[number + 1][0])
        else:
            kept = max((one for one in range(number) if one not in chosen), default=None)
            alone = kept is None and not flow
            yield Cut(start if kept is None else places[kept][1], end, none if alone else "")


def _dash(text: Text, line: int, column: int) -> int:
    """Give the line of the dash before an item, which may begin below it."""
    while line and text.lines[line][column : column + 1] != "-":
        line -= 1
    return line


def _lines(text: Text, first: int, last: int) -> Cut:
    """Cut whole lines: with the comment that belongs to them, and one of the blank lines around."""
    above = first
    while above and text.lines[above - 1].lstrip().startswith("#") and _SERVER not in text.lines[above - 1]:
        above -= 1
    if above and not text.lines[above - 1].strip():
        first = above
        if last + 1 < len(text.lines) and not text.lines[last + 1].strip():
            last += 1
    return Cut(text.starts[first], text.end_of_line(last))


def joined(spans: Iterable[Cut]) -> tuple[Cut, ...]:
    """Put spans in order, each apart from the others."""
    found: list[Cut] = []
    for one in sorted(spans, key=lambda span: (span.start, span.end)):
        if found and one.start < found[-1].end:
            found[-1] = Cut(found[-1].start, max(one.end, found[-1].end), found[-1].new)
        else:
            found.append(one)
    return tuple(found)


def without(text: Text, spans: Iterable[Cut]) -> str:
    """Give the text with what is new in the place of the spans."""
    kept, end = [], 0
    for one in joined(spans):
        kept += [text.whole[end : one.start], one.new]
        end = one.end
    return "".join((*kept, text.whole[end:]))


def noted(text: Text, tree: TreeNode, notes: dict[int, str]) -> str:
    """Write comments behind lines, by their numbers from 0; a file whose values would change stays as it is.

    Inside a text of several lines there are no comments: its note stands where it begins (`>-`), or behind its end.
    """
    places: dict[int, list[str]] = {}
    homes = dict(_homes(text, tree))
    for line, note in notes.items():
        places.setdefault(homes.get(line, line), []).append(note)
    written = [
        _noted(line, "；".join(dict.fromkeys(places[number]))) if number in places else line
        for number, line in enumerate(text.lines)
    ]
    whole = "".join(written)
    return whole if _same(tree, whole) else text.whole


def _noted(line: str, note: str) -> str:
    bare = line.rstrip("\r\n\x85\u2028\u2029")
    return f"{bare.rstrip()}  # {note}{line[len(bare) :]}"


def _homes(text: Text, tree: TreeNode) -> Iterator[tuple[int, int]]:
    """Give the lines that can have no comment, and for each the line of the same text that can."""
    for one in scalars(tree):
        first, last = one.start_mark.line, text.line_of(max(end_of(one, text) - 1, text.at(one.start_mark)))
        block = one.style in ("|", ">")
        yield from ((line, first if block else last) for line in range(first, last + 1))


def _same(before: TreeNode, after: str) -> bool:
    try:
        return _values(before) == _values(tree_of(after))
    except yaml.YAMLError:
        return False


def _values(node: TreeNode | None) -> list[str]:
    return [str(one.value) for one in scalars(node)]
