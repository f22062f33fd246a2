"""Codes and names of a classification that another year has (科目的变化): what is written now for what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.facts.classification import Catalogue, Classification, Renamed
from generator.facts.codes import CODE_KEYS

FUNCTION = "功能分类"


@dataclass(frozen=True)
class Recoded:
    """What has changed from the catalogues of one year to those of another."""

    old: Classification
    new: Classification

    def dropped(self, dimension: str, code: str) -> bool:
        """Tell whether the old catalogue has a code that the new one lacks."""
        return self.old.known(dimension, code) and not self.new.known(dimension, code)

    def successor(self, dimension: str, code: str) -> str:
        """Give the one code that has the name of a dropped code now, at its level; nothing where that is not sure."""
        was, known = self.old.categories(dimension)[code], self.new.categories(dimension)
        same = [one.code for one in known.values() if (one.name, one.level) == (was.name, was.level)]
        return same[0] if len(same) == 1 and same[0] not in self.old.categories(dimension) else ""

    def name(self, dimension: str, code: str, typed: str) -> str:
        """Give the present name of a code for one that it had before; nothing where the name is no former one."""
        return next((one.new for one in self._renames.get(dimension, ()) if (one.code, one.old) == (code, typed)), "")

    def in_text(self, text: str) -> Iterator[tuple[int, int, Renamed]]:
        """Find the former names of functional codes in a text, and where each stands."""
        rows = [one for one in self._renames[FUNCTION] if one.old in text]
        for found in re.finditer("|".join(one.pattern for one in rows), text) if rows else ():
            row = next(one for one in rows if found[0].endswith(one.old))
            yield found.end() - len(row.old), found.end(), row

    @cached_property
    def _renames(self) -> dict[str, tuple[Renamed, ...]]:
        """The renames of each classification: those that are listed, and where the catalogues differ."""
        found = {}
        for dimension in CODE_KEYS:
            old, new = self.old.categories(dimension), self.new.categories(dimension)
            listed = self.new.renames if dimension == FUNCTION else ()
            found[dimension] = (*listed, *_differing(old, new, str(self.new.year)))
        return found


def _differing(old: Catalogue, new: Catalogue, year: str) -> Iterator[Renamed]:
    for code in old if old is not new else ():
        if code in new and old[code].name != new[code].name and new[code].is_sure:
            yield Renamed(code, old[code].name, new[code].name, year)
