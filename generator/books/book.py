"""A book (账): the amounts of one year and stage, of one subject. It answers what it knows, and says what not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from generator.base.frozen import frozen
from generator.books.statements import ItemList, Statement, answer
from generator.facts.budget import Entry
from generator.ledger import Amount, Condition, select, total


@frozen
class Unknown:
    """What a book cannot answer: the name of what was asked, in words. It has no value and prints as nothing."""

    what: str = ""

    def __bool__(self) -> bool:
        return False


@frozen
class Book:
    """Entries, complete for each data set that is there, or statements, or both; the entries answer where they are.

    `none` is the reason why there is no such book (上年: 无), in the department's words.
    """

    name: str
    entries: Mapping[str, tuple[Entry, ...]] | None = None  # by data set
    statements: tuple[Statement, ...] = ()
    lists: tuple[ItemList, ...] = field(default=())
    none: str | None = None

    def has(self, data: str) -> bool:
        """Tell whether it has the entries of a data set, so that it knows every sum of them."""
        return self.entries is not None and data in self.entries

    def ask(self, condition: Condition, data: str = "收支", what: str = "") -> Amount | Unknown:
        """Answer with the sum of a data set under a condition, in 元, or with what is unknown."""
        if self.entries is not None and data in self.entries:
            return total(select(self.entries[data], condition))
        found = self.stated(condition, data)
        return Unknown(what) if found is None else found

    def stated(self, condition: Condition, data: str = "收支") -> Amount | None:
        """Answer from the statements alone; None where they do not tell."""
        return answer(self.statements, self.lists, condition, data)
