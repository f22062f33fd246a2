"""Last year of all departments together: each answers for itself, and the sum is known only if every one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from generator.base.frozen import frozen
from generator.base.money import total
from generator.books.book import Book, Unknown
from generator.ledger import Amount, Condition

_DEPARTMENT = "部门"


@frozen
class Together(Book):
    """Books of departments, by code; a department that had no budget (上年: 无) adds nothing."""

    parts: Mapping[str, Book] = field(default_factory=dict)

    def ask(self, condition: Condition, data: str = "收支", what: str = "") -> Amount | Unknown:
        """Answer with the sum of what the departments say; unknown if one does not know."""
        found = self.stated(condition, data)
        return Unknown(what) if found is None else found

    def stated(self, condition: Condition, data: str = "收支") -> Amount | None:
        """Add up what the departments say that the condition asks for; None if one does not know."""
        of = [clause for clause in condition.clauses if clause.dimension == _DEPARTMENT]
        rest = replace(condition, clauses=tuple(one for one in condition.clauses if one.dimension != _DEPARTMENT))
        asked = (book for code, book in self.parts.items() if all(clause.accepts(code) for clause in of))
        answers = [_answer(book, rest, data) for book in asked]
        known = [one for one in answers if one is not None]
        if len(known) < len(answers):
            return None
        origins = tuple(path for one in known for path in one.origins)
        return Amount(total(one.value for one in known), origins, total(one.tolerance for one in known))

    def knows(self, code: str, data: str, condition: Condition) -> bool:
        """Tell whether a department knows an amount of last year."""
        return _answer(self.parts[code], condition, data) is not None


def _answer(book: Book, condition: Condition, data: str) -> Amount | None:
    if book.none is not None:
        return Amount()
    found = book.ask(condition, data)
    return None if isinstance(found, Unknown) else found
