"""Rewriting (改写): values put into the text of a YAML file, which keeps its comments, order and line ends.

One changed value changes the characters that differ; a new key or item is written as those beside it are. What was
meant is compared with what the file says afterwards by who asks for it: some ways to write YAML are not foreseen here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

import yaml

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.reading import cutting, source
from generator.reading.cutting import Cut, Text, TreeNode

YamlValue = Any  # dict[str, YamlValue], list[YamlValue] or str
Order = Callable[[ValuePath], Sequence[str]]  # of the keys of a mapping, as the schema has them
_WIDEST = 110  # characters of an item that is written in one line
_LONG = 60  # characters of a text that is written in lines of its own
_BREAK_AFTER, _SHORTEST = "。；，、", 36
_SIGNS = "-?:,[]{}#&*!|>'\"%@`=~<\\"  # that a plain value does not begin with
_NOTHING = ("null", "~", "true", "false", "yes", "no", "on", "off", "y", "n")
_FLOW = re.compile(r"[,\[\]{}]")
_NEGATIVE = re.compile(r"-[0-9][0-9.]*")
_ESCAPED = {"\x85": "\\x85", "\u2028": "\\u2028", "\u2029": "\\u2029", "\ufeff": "\\ufeff", "\x7f": "\\x7f"}


@frozen
class SetText:
    """Another text in the place of a single value."""

    path: ValuePath
    text: str


@frozen
class SetValue:
    """A list or a mapping in the place of nothing: of `[]`, 无, or a key without a value."""

    path: ValuePath
    value: YamlValue


@frozen
class NewKey:
    """A key that a mapping gets."""

    path: ValuePath  # of the mapping
    key: str
    value: YamlValue


@frozen
class NewItem:
    """An item that a list gets behind another one, by its number; -1 is before all."""

    path: ValuePath  # of the list
    after: int
    value: YamlValue


@frozen
class Rename:
    """Another name for a key."""

    path: ValuePath
    name: str


@frozen
class Drop:
    """A key or an item that goes."""

    path: ValuePath


Rewrite = SetText | SetValue | NewKey | NewItem | Rename | Drop


def rewritten(whole: str, rewrites: Iterable[Rewrite], order: Order = lambda path: ()) -> str:
    """Give the text of a file with rewrites. Paths are those of the text as it is, whatever is dropped or added.

    Raises LookupError for a path that the text has not.
    """
    rewrites = tuple(rewrites)
    root = cutting.tree_of(whole)
    if root is None:
        new = {one.key: one.value for one in rewrites if isinstance(one, NewKey)}
        return (
            whole
            + ("" if not whole or whole.endswith("\n") else "\n")
            + "".join(f"{line}\n" for line in _block(new, 0))
        )
    changed = cutting.without(text := cutting.text_of(whole), _changes(text, root, rewrites, order))
    drops = tuple(_after_inserts(one, rewrites) for one in rewrites if isinstance(one, Drop))
    if not drops:
        return changed
    text, root = cutting.text_of(changed), cutting.tree_of(changed)
    if root is None:
        raise LookupError(whole)
    return cutting.without(text, _drops(text, root, drops))


def _after_inserts(drop: Drop, rewrites: Sequence[Rewrite]) -> Drop:
    """Give a drop where its path leads after items have been inserted, and keys been renamed."""
    path: list[str | int] = []
    for number, step in enumerate(drop.path):
        around = drop.path[:number]
        if isinstance(step, int):
            path.append(
                step + sum(one.after < step for one in rewrites if isinstance(one, NewItem) and one.path == around)
            )
        else:
            path.append(
                next((one.name for one in rewrites if isinstance(one, Rename) and one.path == (*around, step)), step)
            )
    return Drop(tuple(path))


def _changes(text: Text, root: TreeNode, rewrites: Sequence[Rewrite], order: Order) -> Iterator[Cut]:
    inserted: dict[tuple[ValuePath, int], list[YamlValue]] = {}
    added: dict[ValuePath, dict[str, YamlValue]] = {}
    for one in rewrites:
        if isinstance(one, SetText):
            yield from _set(text, _found(root, one.path), one.text, flow=_in_flow(root, one.path))
        elif isinstance(one, SetValue):
            yield from _set_value(text, root, one)
        elif isinstance(one, Rename):
            yield from _set(text, _key(root, one.path), one.name, flow=_in_flow(root, one.path))
        elif isinstance(one, NewKey):
            added.setdefault(one.path, {})[one.key] = one.value
        elif isinstance(one, NewItem):
            inserted.setdefault((one.path, one.after), []).append(one.value)
    for path, new in added.items():
        yield from _new_keys(text, _found(root, path), new, order(path), flow=_in_flow(root, path))
    for (path, after), values in inserted.items():
        yield _new_items(text, _found(root, path), after, values, flow=_in_flow(root, path))


def _drops(text: Text, root: TreeNode, drops: Iterable[Drop]) -> Iterator[Cut]:
    around: dict[ValuePath, list[str | int]] = {}
    for one in drops:
        around.setdefault(one.path[:-1], []).append(one.path[-1])
    for path, steps in around.items():
        node = _found(root, path)
        if isinstance(node, yaml.SequenceNode):
            yield from cutting.items_cut(text, node, [step for step in steps if isinstance(step, int)])
        else:
            yield from cutting.keys_cut(text, node, lambda key, steps=steps: key in steps)  # type: ignore[misc]


def _found(root: TreeNode, path: ValuePath) -> TreeNode:
    node = root
    for step in path:
        if isinstance(step, int):
            node = cutting.items(node)[step]
        else:
            node = next((value for key, value in cutting.pairs(node) if key.value == step), None) or _lost(path)
    return node


def _key(root: TreeNode, path: ValuePath) -> TreeNode:
    listed = cutting.pairs(_found(root, path[:-1]))
    return next((key for key, _ in listed if key.value == path[-1]), None) or _lost(path)


def _lost(path: ValuePath) -> TreeNode:
    raise LookupError(path)


def _in_flow(root: TreeNode, path: ValuePath) -> bool:
    """Tell whether a value stands within brackets or braces."""
    around = (_found(root, path[:end]) for end in range(len(path)))
    return any(map(_is_flow, around))


def _is_flow(node: TreeNode) -> bool:
    return bool(getattr(node, "flow_style", False))


def _set(text: Text, node: TreeNode, new: str, *, flow: bool) -> Iterator[Cut]:
    start, end = text.at(node.start_mark), cutting.end_of(node, text)
    if not isinstance(node.value, str):
        raise LookupError(new)
    if start == end:  # a key without a value
        before = text.whole[start - 1 : start]
        yield Cut(start, end, f"{'' if before in (' ', '') else ' '}{scalar(new, flow=flow)}")
        return
    part = _part(text.whole[start:end], node, new, flow=flow)
    if part is not None:
        yield Cut(start + part.start, start + part.end, part.new)
        return
    line = text.lines[text.line_of(start)]
    indent = len(line) - len(line.lstrip(" -"))
    yield Cut(
        start, end, _end(text).join(_text_lines(new, indent + 2, flow=flow, style=getattr(node, "style", None) or ""))
    )


def _part(raw: str, node: TreeNode, new: str, *, flow: bool) -> Cut | None:
    """Find the characters of a written value that differ from a new one; None where it is written anew as a whole."""
    style = getattr(node, "style", None) or ""
    if "\n" in new or style == "|":
        return None
    head = len(raw) - len(raw.lstrip("'\"")) if style in ("'", '"') else raw.find("\n") + 1 if style == ">" else 0
    offsets = _offsets(raw, head, old := source.unfolded(str(node.value).rstrip("\n"), raw[head:].splitlines()))
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))
    rest = min(len(old), len(new)) - same
    tail = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old[::-1], new[::-1], strict=False))))
    tail = min(tail, rest)
    middle = new[same : len(new) - tail]
    if offsets is None or (style == ">" and (same + tail) * 2 < len(old)) or not old:
        return None
    risky = "\\\"'" if style in ("'", '"') else ""
    if any(sign in risky for sign in middle) or (not style and not is_plain(new, flow=flow)):
        return None
    if style == ">" and (new != new.strip() or not new):
        return None
    start = offsets[same] if same < len(old) else offsets[-1] + 1
    end = offsets[len(old) - tail - 1] + 1 if len(old) - tail > same else start
    return Cut(start, end, middle)


def _offsets(raw: str, start: int, value: str) -> list[int] | None:
    """Find where each character of a value stands in what is written; None where it is escaped."""
    found, at = [], start
    for sign in value:
        while at < len(raw) and raw[at] != sign and raw[at].isspace():
            at += 1
        if at < len(raw) and raw[at] == sign:
            found.append(at)
            at += 1
        elif sign == " " and found and raw[found[-1] + 1 : at].strip(" ") != raw[found[-1] + 1 : at]:
            found.append(found[-1])  # the end of a folded line
        else:
            return None
    return found


def _set_value(text: Text, root: TreeNode, one: SetValue) -> Iterator[Cut]:
    node, flow = _found(root, one.path), _in_flow(root, one.path)
    start, end = text.at(node.start_mark), cutting.end_of(node, text)
    if flow or not isinstance(one.path[-1], str):
        yield Cut(start, end, _flow(one.value))
        return
    key = _key(root, one.path)
    last = text.end_of_line(text.line_of(max(end - 1, text.at(key.end_mark))))
    yield Cut(start, end, "")
    yield _lines_at(text, last, tuple(_block(one.value, key.start_mark.column + 2)))


def _new_keys(
    text: Text, mapping: TreeNode, new: Mapping[str, YamlValue], order: Sequence[str], *, flow: bool
) -> Iterator[Cut]:
    """Add keys to a mapping, each behind the keys that come before it in the schema."""
    listed = cutting.pairs(mapping)
    if flow or _is_flow(mapping) or not listed:
        yield from _in_braces(text, mapping, listed, new, order)
        return
    column = listed[0][0].start_mark.column
    groups: dict[int, list[str]] = {}
    for key in sorted(new, key=lambda key: _rank(key, order)):
        groups.setdefault(max(_behind(key, listed, order), 0), []).append(key)
    for place, keys in groups.items():
        lines = [line for key in keys for line in _block({key: new[key]}, column)]
        end = max(cutting.end_of(listed[place][1], text) - 1, text.at(listed[place][0].end_mark))
        yield _lines_at(text, text.end_of_line(text.line_of(end)), lines)


def _in_braces(
    text: Text, mapping: TreeNode, listed: Sequence[cutting.Pair], new: Mapping[str, YamlValue], order: Sequence[str]
) -> Iterator[Cut]:
    if not listed:
        yield Cut(text.at(mapping.start_mark), text.at(mapping.end_mark), _flow(dict(new)))
        return
    groups: dict[int, list[str]] = {}
    for key in sorted(new, key=lambda key: _rank(key, order)):
        groups.setdefault(_behind(key, listed, order), []).append(f"{scalar(key, flow=True)}: {_flow(new[key])}")
    for place, written in groups.items():
        if place < 0:
            start = text.at(listed[0][0].start_mark)
            yield Cut(start, start, "".join(f"{one}, " for one in written))
        else:
            end = cutting.end_of(listed[place][1], text)
            yield Cut(end, end, "".join(f", {one}" for one in written))


def _rank(key: str, order: Sequence[str]) -> int:
    return order.index(key) if key in order else len(order)


def _behind(key: str, listed: Sequence[cutting.Pair], order: Sequence[str]) -> int:
    """Give the number of the key behind which a new one stands; -1 is before all."""
    rank = _rank(key, order)
    before = [(_rank(str(one.value), order), number) for number, (one, _) in enumerate(listed)]
    return max(((own, number) for own, number in before if own <= rank), default=(0, -1))[1]


def _new_items(text: Text, listed: TreeNode, after: int, values: Sequence[YamlValue], *, flow: bool) -> Cut:
    items = cutting.items(listed)
    if flow or _is_flow(listed):
        if not items:
            return Cut(text.at(listed.start_mark), text.at(listed.end_mark), _flow(list(values)))
        at = cutting.end_of(items[after], text) if after >= 0 else text.at(items[0].start_mark)
        return Cut(at, at, "".join(f", {_flow(one)}" if after >= 0 else f"{_flow(one)}, " for one in values))
    column = listed.start_mark.column
    beside = items[max(after, 0)]
    lines = [line for one in values for line in _item(one, column, beside)]
    if after < 0:
        return _lines_at(text, text.starts[listed.start_mark.line], lines)
    end = max(cutting.end_of(beside, text) - 1, text.at(beside.start_mark))
    return _lines_at(text, text.end_of_line(text.line_of(end)), lines)


def _lines_at(text: Text, at: int, lines: Sequence[str]) -> Cut:
    """Put whole lines at the beginning of a line, or behind the last one."""
    end = _end(text)
    written = "".join(f"{line}{end}" for line in lines)
    if at and text.whole[at - 1 : at] not in "\r\n":
        written = end + written.removesuffix(end)
    return Cut(at, at, written)


def _end(text: Text) -> str:
    """Give the end of lines of a file."""
    return "\r\n" if text.lines[0].endswith("\r\n") else "\n"


def block(value: YamlValue) -> str:
    """Write a mapping as the text of a file."""
    return "".join(f"{line}\n" for line in _block(value, 0))


def _block(value: YamlValue, indent: int) -> Iterator[str]:
    """Write a mapping or a list in lines, each value in its own."""
    blank = " " * indent
    if isinstance(value, list):
        for one in value:
            yield from _item(one, indent, None)
        return
    for key, below in value.items():
        name = f"{blank}{scalar(key, flow=False)}:"
        if isinstance(below, str):
            first, *rest = _text_lines(below, indent + 2, flow=False)
            yield f"{name} {first}".rstrip()
            yield from rest
        elif not below or (_numbers(below) and len(name) + len(_flow(below)) < _WIDEST):
            yield f"{name} {_flow(below)}"
        else:
            yield name
            yield from _block(below, indent + 2)


def _item(value: YamlValue, indent: int, beside: TreeNode | None) -> Iterator[str]:
    """Write an item of a list as the one beside it is: in braces, or each key in a line."""
    blank = " " * indent
    if isinstance(value, str):
        first, *rest = _text_lines(value, indent + 2, flow=False)
        yield from (f"{blank}- {first}", *rest)
        return
    in_braces = getattr(beside, "flow_style", None) if isinstance(beside, yaml.CollectionNode) else None
    braces = _is_flat(value) and len(_flow(value)) < _WIDEST if in_braces is None else in_braces
    if braces or not value:
        yield f"{blank}- {_flow(value)}"
        return
    first, *rest = _block(value, indent + 2)
    yield from (f"{blank}- {first.lstrip()}", *rest)


def _is_flat(value: YamlValue) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) and len(one) < _LONG for one in value.values())


def _numbers(value: YamlValue) -> bool:
    return _is_flat(value) and all(re.fullmatch(r"-?[0-9.]+", one) for one in value.values())


def _flow(value: YamlValue) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key, flow=True)}: {_flow(one)}' for key, one in value.items())}}}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else scalar(value, flow=True)


def _text_lines(value: str, indent: int, *, flow: bool, style: str = "") -> list[str]:
    """Write a text: in one line, or a long one folded after its punctuation, each line indented."""
    if flow or style in ("'", '"') or (len(value) < _LONG and "\n" not in value):
        return [scalar(value, flow=flow, style=style)]
    blank = " " * indent
    lines = value.split("\n")
    if len(lines) > 1:
        whole = all(line == line.rstrip() and not line.startswith(" ") for line in lines) and lines[-1]
        return ["|-", *(f"{blank}{line}" if line else "" for line in lines)] if whole else [scalar(value, flow=flow)]
    folded = _folded(value)
    if len(folded) == 1 and is_plain(value, flow=False) and not style:
        return [value]
    return [">-", *(f"{blank}{line}" for line in folded)] if value == value.strip() else [scalar(value, flow=flow)]


def _folded(value: str) -> list[str]:
    """Break a text after punctuation that is followed by a Chinese sign: there YAML's space goes again."""
    lines = [""]
    for sign, after in zip(value, f"{value[1:]} ", strict=True):
        lines[-1] += sign
        if sign in _BREAK_AFTER and len(lines[-1]) >= _SHORTEST and "一" <= after <= "鿿":
            lines.append("")
    return lines


def scalar(text: str, *, flow: bool, style: str = "") -> str:
    """Write a single value: plain where that is safe, else in quotes."""
    if style == "'" and not set(text) & {"'", "\n"}:
        return f"'{text}'"
    if style != '"' and is_plain(text, flow=flow):
        return text
    written = json.dumps(text, ensure_ascii=False)
    for sign, instead in _ESCAPED.items():
        written = written.replace(sign, instead)
    return written


def is_plain(text: str, *, flow: bool) -> bool:
    """Tell whether a text may stand without quotes."""
    if _NEGATIVE.fullmatch(text):
        return True
    if not text or text != text.strip() or text[0] in _SIGNS or text.lower() in _NOTHING or not text.isprintable():
        return False
    if re.search(r":(\s|$)|\s#", text) or (flow and (_FLOW.search(text) or ":" in text)):
        return False
    return not re.fullmatch(r"0[0-9]+", text)
