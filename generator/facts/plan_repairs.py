"""Plans of payments mended (资金支出计划): the form's words for the points, cumulative amounts for those of a quarter.

Only what can be read in one way: words by their month, amounts where their sum is the budget of the project.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.base import money
from generator.facts.plans import OWN, cumulative, kind_of, month, renamed
from generator.reading.edits import Edit
from generator.reading.source import ListNode, MappingNode, Node, Scalar

_PLAN = "资金支出计划"
Repair = tuple[Edit, str]  # and in words what it does


def plan_repairs(tree: Node, points: Sequence[str]) -> Iterator[Repair]:
    """Yield the edits that mend the plans in the tree of a file; `points` are those of the form, none if unknown."""
    for project in _items(_below(tree, "项目")):
        plan = _below(project, _PLAN)
        typed = [(key, value) for key, value in _pairs(plan) if isinstance(value, Scalar)]
        words = [key.text.strip() for key, _ in typed]
        wrong = [word for word in words if word not in points] if points else []
        meant = renamed(words, points) if wrong else {word: word for word in words}
        if not meant or len(typed) != len(_pairs(plan)):
            continue
        for key, word in zip((key for key, _ in typed), words, strict=True):
            yield from _changed(key, meant[word])
        yield from _amounts(sorted(typed, key=lambda one: month(meant[one[0].text.strip()])), _whole(project))


def _amounts(typed: list[tuple[Scalar, Scalar]], whole: Decimal | None) -> Iterator[Repair]:
    """Yield the cumulative amounts where those of each point add up to the budget."""
    amounts = [money.parse_amount(value.text.strip()) for _, value in typed]
    known = [one for one in amounts if one is not None]
    if whole is None or len(known) != len(amounts) or kind_of(known, whole) != OWN:
        return
    for (_, value), amount in zip(typed, cumulative(known, whole, OWN), strict=True):
        if amount != money.parse_amount(value.text.strip()):
            yield from _changed(value, f"{amount.normalize() + 0:f}")


def _changed(typed: Scalar, new: str) -> Iterator[Repair]:
    place = typed.place
    if typed.text.strip() != new and place.length >= len(typed.text):  # on one line
        edit = (place.line - 1, place.column - 1, place.length, new)
        yield edit, f"{place}: “{typed.text.strip()}”改成“{new}”"


def _whole(project: Node) -> Decimal | None:
    """Give the budget of a project in the unit in which it is typed; None where a line cannot be read."""
    typed = [_below(one, "金额") for one in _items(_below(project, "支出"))]
    read = [money.parse_amount(one.text.strip()) if isinstance(one, Scalar) else None for one in typed]
    known = [one for one in read if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(read) else None


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, ListNode) else ()


def _pairs(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.items if isinstance(node, MappingNode) else ()


def _below(node: Node | None, name: str) -> Node | None:
    return next((value for key, value in _pairs(node) if key.text == name), None)
