"""Which books a table shows (数据版本): those of its cells, their entries, and what is stated where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.books.book import Book
from generator.books.statements import normal
from generator.facts.budget import Entry
from generator.facts.words import LAST_YEAR, THIS_YEAR
from generator.ledger import Condition
from generator.pack.spec import CHANGES, ColumnSpec, FormCell, RowSpec, TableSpec, every_cell, every_column, every_row


def books_of(spec: TableSpec) -> frozenset[str]:
    """Give the books that a table shows besides this year's."""
    parts: tuple[ColumnSpec | RowSpec | FormCell | TableSpec, ...]
    parts = (*every_column(spec.columns), *every_row(spec), *every_cell(spec), spec)
    named = {part.book for part in parts if part.book}
    compares = any(part.content in CHANGES for part in parts if not isinstance(part, TableSpec))
    return frozenset(named | ({LAST_YEAR} if compares else set())) - {THIS_YEAR}


def entries_of(spec: TableSpec, own: Iterable[Entry], books: Mapping[str, Book]) -> tuple[Entry, ...]:
    """Give the entries that a table counts: its own, and those of the other books that it shows."""
    others = (books[name].entries for name in sorted(books_of(spec)) if name in books)
    return (*own, *(entry for sets in others if sets is not None for entry in sets.get(spec.data, ())))


def shown_books(row: RowSpec | None, column: ColumnSpec) -> tuple[str, ...]:
    """Give the books of which a cell counts entries: its own, and of a comparison both."""
    book = (row.book if row else "") or column.book or THIS_YEAR
    if ((row.content if row else "") or column.content) in CHANGES:
        return (THIS_YEAR, LAST_YEAR if book == THIS_YEAR else book)
    return (book,)


def others_may_have(spec: TableSpec, condition: Condition, books: Mapping[str, Book]) -> bool:
    """Tell whether a book that a table shows without its entries states money under a condition, or may have some."""
    used = [books[name] for name in sorted(books_of(spec)) if name in books]
    return any(_may_have(book, condition, spec.data) for book in used if not book.has(spec.data) and book.none is None)


def _may_have(book: Book, condition: Condition, data: str) -> bool:
    wanted, whole = normal(condition), book.stated(condition, data)
    if wanted is None or whole is not None:
        return bool(whole)
    return True  # a sum that is not stated is not nothing


def has_money(column: ColumnSpec, entries: Sequence[Entry], books: Mapping[str, Book], data: str) -> bool:
    """Tell whether a column (列示: 有数) may have money: entries of its books, or a book that has none to look at."""
    for name in shown_books(None, column):
        book = books.get(name)
        if any(entry.book == name for entry in entries) or (book is not None and not book.has(data)):
            return True
    return False
