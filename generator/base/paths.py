"""Paths (路径): which value of a budget's YAML is meant, as the steps that lead to it from the top of its files.

A path is a key of `Budget.places`, and what every figure and finding carries. It is written as text only when printed.
"""

from __future__ import annotations

from functools import lru_cache

ValuePath = tuple[str | int, ...]  # keys of mappings, and indexes (from 0) of items of lists
ROOT: ValuePath = ()  # of the department's files

_FOLDER = "/"  # ends the first step of a path in a unit's folder; no key of the schema ends so


@lru_cache(maxsize=1 << 16)  # one line of a budget stands behind many figures
def said(path: ValuePath) -> str:
    """Write a path for people: `项目[0].支出[1].金额`, and in a unit's folder `350001-名称/收入[0].金额`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += step if not text or text.endswith(_FOLDER) else f".{step}"
    return text


def unit_folder(name: str) -> ValuePath:
    """Give the path of a unit's files by the name of their folder."""
    return (f"{name}{_FOLDER}",)


def in_unit_folder(path: ValuePath) -> bool:
    """Tell whether a value stands in the folder of a unit, and not in the department's files."""
    return bool(path) and isinstance(path[0], str) and path[0].endswith(_FOLDER)


def keys(path: ValuePath) -> tuple[str, ...]:
    """Give only the keys of a path: the same for every item of a list, and for the department and its units."""
    within = path[1:] if in_unit_folder(path) else path
    return tuple(step for step in within if isinstance(step, str))


def sibling(path: ValuePath, key: str) -> ValuePath:
    """Give the path of another key of the same mapping, whether it is written or not."""
    return (*path[:-1], key)


class Traced(str):
    """A text with the paths of the values that it came from: a value as it was typed, or a number made of some."""

    __slots__ = ("origins",)
    origins: tuple[ValuePath, ...]

    def __new__(cls, text: str, origins: tuple[ValuePath, ...]) -> Traced:
        """Make a text that knows its origins."""
        traced = super().__new__(cls, text)
        traced.origins = origins
        return traced

    def __reduce__(self) -> tuple[type[Traced], tuple[str, tuple[ValuePath, ...]]]:
        return Traced, (str(self), self.origins)


def origins_of(text: str) -> tuple[ValuePath, ...]:
    """Give the origins of a text, if it knows any."""
    return text.origins if isinstance(text, Traced) else ()
