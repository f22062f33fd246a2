"""Changes of a workbook brought into the YAML as it is now (合并): what both have changed otherwise is a conflict.

The values that the workbook was written from (old), the changes, and the values of the YAML now (new): a change leads
to the same record there, wherever it stands by now. What has been changed to the same is done already.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.base.paths import ValuePath, said
from generator.findings.finding import Finding, Place
from generator.reading.rewriting import Drop, NewItem, NewKey, Rename, Rewrite, SetText, SetValue
from generator.workbook.changes import Insert, Put, Remove, RenamedKey, SheetChange
from generator.workbook.kinds import CELL, CONFLICT
from generator.workbook.match import KnownBy, matched
from generator.workbook.plan import CODE, NAME, NONE
from generator.workbook.tree import Tree, at, leaves

Places = Mapping[ValuePath, Place]
_SHOWN = 40  # characters of a value in a message


@dataclass(slots=True)
class MergedChanges:
    """What is to be rewritten in the YAML, what it says afterwards, how much changes, and conflicts."""

    rewrites: list[Rewrite] = field(default_factory=list)
    tree: dict[str, Tree] = field(default_factory=dict)
    conflicts: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


class _Gone(Exception):
    """A record of the old values is no longer in the new ones."""


def merge(
    changes: Iterable[SheetChange],
    old: dict[str, Tree],
    new: dict[str, Tree],
    places: Places,
    *,
    overwrite: bool = False,
) -> MergedChanges:
    """Bring changes of old values into new ones. With `overwrite` the workbook's value wins where both have changed."""
    made = MergedChanges(tree=copy.deepcopy(new))
    work = _Merge(old, new, places, made, overwrite)
    for change in changes:
        work.add(change)
    work.settle()
    return made


@dataclass(slots=True)
class _Merge:
    """Changes on their way into the new values."""

    old: dict[str, Tree]
    new: dict[str, Tree]
    places: Places
    made: MergedChanges
    overwrite: bool
    known: dict[ValuePath, dict[int, int]] = field(default_factory=dict)  # items of old lists → of new ones
    puts: dict[ValuePath, str] = field(default_factory=dict)  # at paths that are there
    added: dict[ValuePath, tuple[str, Place]] = field(default_factory=dict)  # at paths that are not
    inserts: dict[ValuePath, list[tuple[int, Tree, Place]]] = field(default_factory=dict)
    drops: set[ValuePath] = field(default_factory=set)
    renames: dict[ValuePath, str] = field(default_factory=dict)
    nones: dict[ValuePath, Place] = field(default_factory=dict)  # where 无 is to stand

    def add(self, change: SheetChange) -> None:
        """Take a change in, unless it is done already or in conflict."""
        try:
            if isinstance(change, Put):
                self._put(change, self._now(change.path))
            elif isinstance(change, Insert):
                self._insert(change)
            elif isinstance(change, Remove):
                self._remove(change, self._now(change.path))
            else:
                self._rename(change, self._now(change.path))
        except _Gone:
            if not isinstance(change, Remove):
                self._conflict(change.path, change.place, _said(change), "已经删去")

    def _now(self, path: ValuePath) -> ValuePath:
        """Give the path at which a record of the old values stands now."""
        if self.old == self.new:
            return path
        found: list[str | int] = []
        for number, step in enumerate(path):
            if isinstance(step, int):
                items = self._items(path[:number], tuple(found))
                if step not in items:
                    raise _Gone
                found.append(items[step])
            else:
                found.append(step)
        return tuple(found)

    def _items(self, path: ValuePath, now: ValuePath) -> dict[int, int]:
        """Match the items of an old list with those of the new one."""
        if path not in self.known:
            before, after = at(self.old, path), at(self.new, now)
            pairs = matched_items(before if isinstance(before, list) else [], after if isinstance(after, list) else [])
            self.known[path] = {a: b for b, a in pairs.items()}
        return self.known[path]

    def _put(self, change: Put, path: ValuePath) -> None:
        now = at(self.new, path)
        if change.text == NONE and not isinstance(now, str):
            self.nones[path] = change.place
            return
        if isinstance(now, dict | list):
            if change.text and not self.overwrite:
                self._conflict(path, change.place, change.text, _value(now))
            elif not change.text and not now:
                self.drops.add(path)
            return
        typed = now or ""
        if typed.strip() == change.text.strip():
            return
        if typed != (change.before or "") and not self.overwrite:
            self._conflict(path, change.place, change.text or "（清空）", typed or "（没有写）")
        elif now is None:
            self.added[path] = (change.text, change.place)
        elif change.text:
            self.puts[path] = change.text
        else:
            self.drops.add(path)

    def _insert(self, change: Insert) -> None:
        path = self._now(change.path)
        listed = at(self.new, path)
        items = listed if isinstance(listed, list) else []
        old = at(self.old, change.path)
        known = set(self._items(change.path, path).values()) if self.old != self.new else set(range(len(items)))
        others = [one for number, one in enumerate(items) if number not in known]
        if change.value in others:
            return  # imported before
        names = _names(change.value)
        same = [one for one in others if names and _names(one) == names]
        if same and not self.overwrite:
            self._conflict(path, change.place, _value(change.value), _value(same[0]))
            return
        for one in same:
            self.drops.add((*path, items.index(one)))
        after = change.after
        if isinstance(old, list) and self.old != self.new:
            after = next(
                (
                    number
                    for one in range(after, -1, -1)
                    if (number := self._items(change.path, path).get(one)) is not None
                ),
                -1,
            )
        self.inserts.setdefault(path, []).append((after, change.value, change.place))

    def _remove(self, change: Remove, path: ValuePath) -> None:
        before, now = at(self.old, change.path), at(self.new, path)
        if before != now and not self.overwrite:
            self._conflict(path, change.place, "（删去）", _value(now))
            return
        self.drops.add(path)

    def _rename(self, change: RenamedKey, path: ValuePath) -> None:
        if at(self.new, (*path[:-1], change.name)) is not None:
            if at(self.new, path) is not None:
                self._conflict((*path[:-1], change.name), change.place, change.name, "已经有这个名称")
        elif at(self.new, path) is None:
            self._conflict(path, change.place, change.name, "已经删去")
        else:
            self.renames[path] = change.name

    def _conflict(self, path: ValuePath, cell: Place, ours: str, theirs: str) -> None:
        place = self._place(path)
        related = ((place, "YAML 里现在写在这里"),) if place is not None else ()
        message = f"{said(path)}：工作簿里是“{_short(ours)}”，YAML 里导出以后改成了“{_short(theirs)}”。"
        remedy = "请把两边改成一样；或者重新导出再改；都以工作簿为准的，加 --overwrite。"
        self.made.conflicts.append(CONFLICT.at(cell, message, remedy, path=path, related=related))

    def _place(self, path: ValuePath) -> Place | None:
        around = (path[:end] for end in range(len(path), 0, -1))
        return next((self.places[one] for one in around if one in self.places), None)

    # what is to be done → rewrites, and the values afterwards

    def settle(self) -> None:
        """Make the rewrites, and the values that they lead to."""
        if self.made.conflicts:
            return
        self._count()
        self.drops = {path for path in self.drops if not any(path[:end] in self.drops for end in range(1, len(path)))}
        self.puts = {path: text for path, text in self.puts.items() if not self._is_dropped(path)}
        self.renames = {path: name for path, name in self.renames.items() if not self._is_dropped(path)}
        self._empty()
        made = self.made.rewrites
        made += [SetText(path, text) for path, text in self.puts.items()]
        made += [Rename(path, name) for path, name in self.renames.items()]
        made += self._nones()
        made += self._additions()
        made += [Drop(path) for path in sorted(self.drops, key=_order)]
        self.made.tree = applied(self.new, made)

    def _count(self) -> None:
        inserted = sum(map(len, self.inserts.values()))
        items = sum(isinstance(path[-1], int) for path in self.drops)
        changed = len(self.puts) + len(self.added) + len(self.renames) + len(self.nones) + len(self.drops) - items
        self.made.counts = {"改": changed, "加": inserted, "删": items}

    def _is_dropped(self, path: ValuePath) -> bool:
        return any(path[:end] in self.drops for end in range(1, len(path) + 1))

    def _empty(self) -> None:
        """Drop what would be left with nothing in it: a list of which all items go does not say that there is none."""
        waiting = {path[:-1] for path in self.drops}
        while waiting:
            path = waiting.pop()
            value = at(self.new, path)
            if not path or path in self.drops or str(path[-1]).endswith("/") or not isinstance(value, dict | list):
                continue
            steps = range(len(value)) if isinstance(value, list) else value
            all_go = value and all((*path, step) in self.drops for step in steps)
            if all_go and not any(self._is_below(path, one) for one in (*self.inserts, *self.added)):
                self.drops = {one for one in self.drops if one[: len(path)] != path} | {path}
                waiting.add(path[:-1])

    @staticmethod
    def _is_below(path: ValuePath, other: ValuePath) -> bool:
        return other[: len(path)] == path

    def _nones(self) -> Iterator[Rewrite]:
        """Write 无 where nothing is left; where something is, the workbook contradicts itself."""
        for path, place in self.nones.items():
            value = at(self.new, path)
            if path in self.inserts or (value and not self._goes(path)):
                message = f"“{said(path)}”写着“无”，表里却有行。"
                self.made.conflicts.append(CELL.at(place, message, "有的，把“无”去掉；没有的，把行删去。"))
            elif value is None:
                self.added[path] = (NONE, place)
            else:
                self.drops.discard(path)
                yield SetValue(path, NONE)

    def _goes(self, path: ValuePath) -> bool:
        return self._is_dropped(path) or all(self._is_dropped(one) for one in leaves(at(self.new, path), path))

    def _additions(self) -> Iterator[Rewrite]:
        """Write new values: keys of mappings that are there, or that come with them; items of lists."""
        keys: dict[tuple[ValuePath, str], Tree] = {}
        for path, values in self.inserts.items():
            listed = at(self.new, path)
            if isinstance(listed, list) and listed and not self._is_dropped(path):
                yield from (NewItem(path, after, value) for after, value, _ in sorted(values, key=lambda one: one[0]))
            elif listed is None or path in self.drops:
                self._nested(keys, path, [value for _, value, _ in values], values[0][2])
                self.drops.discard(path)
            elif listed == NONE:
                message = f"“{said(path)}”写着“无”，表里却加了行。"
                self.made.conflicts.append(CELL.at(values[0][2], message, "有的，把“基本情况”表里的“无”去掉。"))
            else:
                yield SetValue(path, [value for _, value, _ in values])
        for path, (text, place) in self.added.items():
            self._nested(keys, path, text, place)
        for (path, key), value in keys.items():
            if at(self.new, (*path, key)) is None:
                yield NewKey(path, key, value)
            else:
                yield SetValue((*path, key), value)

    def _nested(self, keys: dict[tuple[ValuePath, str], Tree], path: ValuePath, value: Tree, place: Place) -> None:
        """Put a value below the nearest mapping that is there."""
        for end in range(len(path) - 1, -1, -1):
            around = at(self.new, path[:end]) if end else self.new
            if isinstance(around, dict) and (around or not end):
                break
            if isinstance(around, str) and around.strip() not in ("", NONE):
                message = f"“{said(path[:end])}”已经写了“{_short(around)}”，不能再分开写。"
                self.made.conflicts.append(CELL.at(place, message, "请去掉其中一个；分科目写的，总数写在“合计”里。"))
                return
        self.drops.discard(path[: end + 1])
        rest = path[end + 1 :]
        for step in reversed(rest):
            value = {step: value}
        key = (path[:end], str(path[end]))
        keys[key] = _joined(keys[key], value) if key in keys and isinstance(value, dict) else value


def _joined(one: Tree, other: Tree) -> Tree:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other
    return {**one, **{key: _joined(one[key], value) if key in one else value for key, value in other.items()}}


def _order(path: ValuePath) -> tuple[str, ...]:
    return tuple(f"{step:06}" if isinstance(step, int) else step for step in path)


def applied(tree: dict[str, Tree], rewrites: Sequence[Rewrite]) -> dict[str, Tree]:
    """Give what a tree says after rewrites; their paths are those before."""
    made: Tree = copy.deepcopy(tree)
    for one in rewrites:
        if isinstance(one, SetText | SetValue):
            around: Tree = at(made, one.path[:-1])
            around[one.path[-1]] = copy.deepcopy(one.text if isinstance(one, SetText) else one.value)
        elif isinstance(one, NewKey):
            mapping: Tree = at(made, one.path)
            mapping[one.key] = copy.deepcopy(one.value)
    lists: dict[ValuePath, list[Rewrite]] = {}
    for one in rewrites:
        if isinstance(one, NewItem):
            lists.setdefault(one.path, []).append(one)
        elif isinstance(one, Drop | Rename):
            lists.setdefault(one.path[:-1], []).append(one)
    for path in sorted(lists, key=len, reverse=True):
        _restructured(at(made, path), lists[path])
    return dict(made)


def _restructured(around: Tree, rewrites: Sequence[Rewrite]) -> None:
    """Drop, rename and insert within one list or mapping."""
    dropped = {one.path[-1] for one in rewrites if isinstance(one, Drop)}
    if isinstance(around, dict):
        names = {one.path[-1]: one.name for one in rewrites if isinstance(one, Rename)}
        kept = {names.get(key, key): value for key, value in around.items() if key not in dropped}
        around.clear()
        around.update(kept)
        return
    made: list[Tree] = []
    for number, item in enumerate([None, *around], -1):
        if number >= 0 and number not in dropped:
            made.append(item)
        made += [copy.deepcopy(one.value) for one in rewrites if isinstance(one, NewItem) and one.after == number]
    around[:] = made


def matched_items(old: Sequence[Tree], new: Sequence[Tree]) -> dict[int, int]:
    """Give, for the items of a new list, those of the old one that they are."""
    if old == new:
        return {number: number for number in range(len(old))}
    keys = sorted({key for one in (*old, *new) if isinstance(one, dict) for key in one})
    columns = [*keys, ""]
    rows = [[_row(one, columns) for one in listed] for listed in (old, new)]
    known = [columns.index(key) for key in (CODE, NAME) if key in columns]
    words = tuple(number for number, key in enumerate(columns) if key and key not in ("金额", "备注", "数量", "价值"))
    identities = [KnownBy((one,), (one,)) for one in known]
    return matched(rows[0], rows[1], [*identities, *([KnownBy(words, words)] if words else [])])


def _row(item: Tree, columns: Sequence[str]) -> list[str]:
    if not isinstance(item, dict):
        return ["" for _ in columns[:-1]] + [_value(item)]
    return [_value(item.get(key, "")) for key in columns]


def _names(item: Tree) -> tuple[str, ...]:
    """Give what a record is known by, without its figures; nothing of a text."""
    if not isinstance(item, dict):
        return ()
    code = at(item, (CODE,))
    if isinstance(code, str) and code:
        return (code,)
    return tuple(
        f"{key} {value}"
        for key, value in sorted(item.items())
        if isinstance(value, str) and key not in ("金额", "备注")
    )


def _value(value: Tree) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _said(change: SheetChange) -> str:
    if isinstance(change, Put):
        return change.text
    return change.name if isinstance(change, RenamedKey) else _value(change.value) if isinstance(change, Insert) else ""
