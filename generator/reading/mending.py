"""A file with slips (笔误), read as it was meant: the look-alike signs are findings, and the rest is read as if mended.

So one cause gives one finding, and what else is wrong in the file is told in the same run. `fix` makes the same edits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from generator.base.lines import lines_of
from generator.findings.finding import Finding, Place
from generator.reading import edits
from generator.reading.edits import Edit
from generator.reading.encoding import decode
from generator.reading.lookalikes import edits_of, signs_of
from generator.reading.rule import SchemaRule
from generator.reading.source import SYNTAX, ListNode, MappingNode, Node, Scalar, parse

MOST_CHARACTERS = 2_000_000  # of a broken file that is looked through sign by sign


def mended(data: bytes, name: str, rule: SchemaRule) -> tuple[Node | None, tuple[Finding, ...]] | None:
    """Parse the bytes of a file that has errors with its look-alike signs mended.

    Gives the tree, and as findings these signs and what is wrong beside them, all at the places of what was typed.
    None where there are no such signs, or where mending them would break the file.
    """
    text, before = decode(data, name)
    if text is None or len(text) > MOST_CHARACTERS:
        return None
    signs = signs_of(lines_of(text), rule)
    if not signs:
        return None
    made = tuple(edits_of(signs))
    tree, found = parse(edits.applied(text, made).encode(), name)
    if tree is None and parse(text.encode(), name)[0] is not None:
        return None
    move = _mover(made)
    left = {one.line + 1 for one in signs if one.new is None and one.read_as is None}
    others = [_moved(one, move) for one in found if not (one.kind is SYNTAX and left)]
    return tree and _tree(tree, move), (*before, *(one.finding(name) for one in signs), *others)


Move = Callable[[Place], Place]


def _mover(made: Iterable[Edit]) -> Move:
    """Give the function that finds where a place of the mended text stands in the typed one."""
    by_line: dict[int, list[Edit]] = {}
    for edit in sorted(made):
        by_line.setdefault(edit[0], []).append(edit)

    def move(place: Place) -> Place:
        column = place.column - 1
        for _, start, length, new in by_line.get(place.line - 1, ()):
            if column < start:
                break
            column = start if column < start + len(new) else column - len(new) + length
        return replace(place, column=column + 1)

    return move


def _moved(finding: Finding, move: Move) -> Finding:
    related = tuple((move(place), label) for place, label in finding.related)
    return replace(finding, place=finding.place and move(finding.place), related=related)


def _tree(node: Node, move: Move) -> Node:
    place = move(node.place)
    if isinstance(node, ListNode):
        return ListNode(tuple(_tree(one, move) for one in node.items), place)
    if isinstance(node, MappingNode):
        return MappingNode(tuple((_key(key, move), _tree(one, move)) for key, one in node.items), place)
    return replace(node, place=place)


def _key(key: Scalar, move: Move) -> Scalar:
    return replace(key, place=move(key.place))
