"""Plans of payments mended (资金支出计划): the form's words for the points, cumulative amounts for those of a quarter.

Only what can be read in one way: words by their month, amounts where their sum is the budget of the project.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.base import money
from generator.facts.plans import OWN, cumulative, is_period, kind_of, month, renamed
from generator.reading.edits import Edit
from generator.reading.source import Node, Scalar, items, node_at, pairs

_PLAN = "资金支出计划"
Repair = tuple[Edit, str]  # and in words what it does


def plan_repairs(tree: Node, points: Sequence[str]) -> Iterator[Repair]:
    """Yield the edits that mend the plans in the tree of a file; `points` are those of the form, none if unknown."""
    for project in items(node_at(tree, ("项目",))):
        plan = node_at(project, (_PLAN,))
        typed = [(key, value) for key, value in pairs(plan) if isinstance(value, Scalar)]
        words = [key.text.strip() for key, _ in typed]
        wrong = [word for word in words if word not in points] if points else []
        meant = renamed(words, points) if wrong else {word: word for word in words}
        if not meant or len(typed) != len(pairs(plan)):
            continue
        in_order = sorted(typed, key=lambda one: month(meant[one[0].text.strip()]))
        amounts, whole = _read([value for _, value in in_order]), _whole(project)
        is_own = whole is not None and kind_of(amounts, whole) == OWN
        if any(map(is_period, wrong)) and not (is_own or (amounts and amounts[-1] == whole)):
            continue  # whether these are cumulative is not certain, and the words may say it
        for key, word in zip((key for key, _ in typed), words, strict=True):
            yield from _changed(key, meant[word])
        if is_own and whole is not None:
            yield from _cumulative([value for _, value in in_order], amounts, whole)


def _cumulative(typed: Iterable[Scalar], amounts: Sequence[Decimal], whole: Decimal) -> Iterator[Repair]:
    """Yield the cumulative amounts of a plan whose amounts add up to the budget."""
    for value, amount in zip(typed, cumulative(amounts, whole, OWN), strict=True):
        if amount != money.parse_amount(value.text.strip()):
            yield from _changed(value, f"{amount.normalize() + 0:f}")


def _changed(typed: Scalar, new: str) -> Iterator[Repair]:
    place = typed.place
    if typed.text.strip() != new and place.length >= len(typed.text):  # on one line
        edit = (place.line - 1, place.column - 1, place.length, new)
        yield edit, f"{place}: “{typed.text.strip()}”改成“{new}”"


def _whole(project: Node) -> Decimal | None:
    """Give the budget of a project in the unit in which it is typed; None where a line cannot be read."""
    typed = [node_at(one, ("金额",)) for one in items(node_at(project, ("支出",)))]
    known = _read(one for one in typed if isinstance(one, Scalar))
    return sum(known, Decimal(0)) if known and len(known) == len(typed) else None


def _read(typed: Iterable[Scalar]) -> tuple[Decimal, ...]:
    """Read amounts; none where one of them cannot be read."""
    read = [money.parse_amount(one.text.strip()) for one in typed]
    known = tuple(one for one in read if one is not None)
    return known if len(known) == len(read) else ()
