"""Regular expressions that are compiled when they are first used: `late.compile(…)` stands for `re.compile(…)`.

To compile one takes longer than to search all texts of a budget with it, and a command uses less than half of those
that its modules have: compiled on import they were a fifth of `budget check`.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
_NAMES = (*_METHODS, "flags", "groups", "groupindex")


class _Late:
    """Stands for a compiled expression, and has all that it has from its first use on."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _NAMES:
            raise AttributeError(name)
        compiled: re.Pattern[Any] = re.compile(self.pattern, self._flags)
        self.__dict__ |= {one: getattr(compiled, one) for one in _NAMES}
        return self.__dict__[name]


def compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give an expression that is not compiled yet; one that is wrong raises re.error when it is used."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
