"""The walk (逐项) through what two budgets say: nothing that differs is silent, whatever its key is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.base.frozen import frozen
from generator.differences.matching import keyable, matched
from generator.differences.names import Sayings
from generator.differences.values import MONEY_LINES
from generator.differences.wording import Wording, compared

ADDED, REMOVED, CHANGED, MOVED = "新增", "删去", "修改", "次序"
_TEXT = 12  # characters from which a text is told word by word


@frozen
class Difference:
    """One thing that differs: where (labels from the top-level key on), and both values in words.

    `words` are the pieces of a text; `before` or `after` is empty where a side does not say it. An order (次序) has
    no values: only the order of what both have differs.
    """

    sort: str
    where: tuple[str, ...]
    before: str = ""
    after: str = ""
    words: tuple[Wording, ...] = ()


@frozen
class Walker:
    """What the walk needs to tell values of the budget before and of that after."""

    old: Sayings
    new: Sayings

    def differences(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
        """Give all that differs, by the top-level keys in the order of the budget after."""
        return tuple(self._mappings(before, after, ()))

    def _mappings(
        self, before: Mapping[str, Any], after: Mapping[str, Any], where: tuple[str, ...]
    ) -> Iterator[Difference]:
        for key in dict.fromkeys((*after, *before)):
            place = (*where, self.new.key(key))
            if key not in before:
                yield from self._whole(ADDED, key, after[key], place)
            elif key not in after:
                yield from self._whole(REMOVED, key, before[key], place)
            elif keyable(before[key]) != keyable(after[key]):
                yield from self._values(key, before[key], after[key], place)

    def _values(self, key: str, before: Any, after: Any, where: tuple[str, ...]) -> Iterator[Difference]:
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from self._mappings(before, after, where)
        elif isinstance(before, tuple) and isinstance(after, tuple):
            yield from self._lists(key, before, after, where)
        else:
            yield self._single(key, before, after, where)

    def _single(self, key: str, before: Any, after: Any, where: tuple[str, ...]) -> Difference:
        told = self.old.value(key, before), self.new.value(key, after)
        if told[0] == told[1]:  # such as an empty list, and 无
            told = f"{told[0]}（{_shape(before)}）", f"{told[1]}（{_shape(after)}）"
        is_text = isinstance(before, str) and isinstance(after, str) and max(map(len, told)) > _TEXT
        return Difference(CHANGED, where, *told, compared(*told) if is_text else ())

    def _lists(
        self, key: str, before: Sequence[Any], after: Sequence[Any], where: tuple[str, ...]
    ) -> Iterator[Difference]:
        found = matched(before, after)
        for i, j in found.pairs:
            if keyable(before[i]) != keyable(after[j]):
                yield from self._values(key, before[i], after[j], (*where, _label(self.new, after[j], j)))
        for i in found.removed:
            yield Difference(REMOVED, (*where, _label(self.old, before[i], i)), self.old.value(key, before[i]))
        for j in found.added:
            yield Difference(ADDED, (*where, _label(self.new, after[j], j)), "", self.new.value(key, after[j]))
        if not found.in_order and key not in MONEY_LINES:
            yield Difference(MOVED, where)

    def _whole(self, sort: str, key: str, value: Any, where: tuple[str, ...]) -> Iterator[Difference]:
        """Tell what only one side has; of a list of records each by itself."""
        side = self.new if sort == ADDED else self.old
        if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
            for number, one in enumerate(value):
                yield _only(sort, (*where, _label(side, one, number)), side.value(key, one))
            return
        yield _only(sort, where, side.value(key, value))


def _only(sort: str, where: tuple[str, ...], told: str) -> Difference:
    return Difference(sort, where, "", told) if sort == ADDED else Difference(sort, where, told)


def _label(side: Sayings, one: Any, number: int) -> str:
    return side.label(one, number) if isinstance(one, Mapping) else f"第{number + 1}条"


def _shape(value: Any) -> str:
    return "列表" if isinstance(value, tuple) else "一组" if isinstance(value, Mapping | Decimal) else "文字"
