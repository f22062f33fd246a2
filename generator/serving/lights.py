"""The lights of the list (灯): how each budget is, found out in the background, in a process of its own.

The list is there at once; what is not known yet says so. What changes on the disk is looked at again, alone.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Condition, Thread

from generator.base.frozen import frozen
from generator.base.inputs import Inputs
from generator.district.state import DueKey, Seen
from generator.facts.location import code_of
from generator.serving.opened import ListedBudget

LookAt = Callable[[ListedBudget], tuple[Seen, Inputs]]
MadeOf = Callable[[int], Mapping[DueKey, str]]


@frozen
class HowToLook:
    """How budgets are looked at: `look` in another process, so that it can be pickled.

    `known` gives what was seen of some before and still holds, by their names; `keep` keeps it for the next time.
    """

    look: LookAt
    known: Callable[[Iterable[ListedBudget]], Mapping[str, Seen]]
    keep: Callable[[Mapping[str, tuple[ListedBudget, Seen, Inputs]]], None]
    made: MadeOf


_TOGETHER = 20  # budgets that are kept at once


class Lights:
    """What is known of the budgets so far; `tell` is called when more is."""

    def __init__(self, looking: HowToLook, tell: Callable[[], None]) -> None:
        self.seen: dict[str, Seen] = {}
        self.made: dict[int, Mapping[DueKey, str]] = {}
        self._looking = looking
        self._unkept: dict[str, tuple[ListedBudget, Seen, Inputs]] = {}
        self._tell = tell
        self._waiting: dict[str, ListedBudget] = {}
        self._years: dict[int, None] = {}
        self._changed = Condition()
        self._ended = False
        self._pool: ProcessPoolExecutor | None = None
        self._thread = Thread(target=self._work, name="lights", daemon=True)

    def start(self, books: Sequence[ListedBudget]) -> None:
        """Begin to look at budgets, but for those that have not changed since they were seen."""
        self.seen.update(self._looking.known(books))
        self.ask(one for one in books if one.name not in self.seen)
        self._thread.start()

    def stop(self) -> None:
        """End, without waiting for what is being looked at."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def ask(self, books: Iterable[ListedBudget], *, first: bool = False) -> None:
        """Look at budgets again, before all others if they come `first`."""
        with self._changed:
            asked = {one.name: one for one in books}
            rest = {name: one for name, one in self._waiting.items() if name not in asked}
            self._waiting = {**asked, **rest} if first else {**self._waiting, **asked}
            self._changed.notify()

    def ask_made(self, years: Iterable[int]) -> None:
        """Find out again what has been made of the budgets of years, and is up to date."""
        with self._changed:
            self._years.update(dict.fromkeys(years))
            self._changed.notify()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended or self._waiting or self._years)
                if self._ended:
                    return
                year = self._years and self._years.popitem()[0]
                book = None if year else self._waiting.pop(next(iter(self._waiting)))
            if year:
                self.made[year] = self._looking.made(year)
            elif book is not None:
                self.seen[book.name], asked = self._looked(book)
                self._unkept[book.name] = (book, self.seen[book.name], asked)
                self._keep(idle=not self._waiting)
            self._tell()

    def _keep(self, *, idle: bool) -> None:
        if idle or len(self._unkept) >= _TOGETHER:
            self._looking.keep(self._unkept)
            self._unkept = {}

    def _looked(self, book: ListedBudget) -> tuple[Seen, Inputs]:
        try:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
            return self._pool.submit(self._looking.look, book).result()
        except (BrokenProcessPool, CancelledError, RuntimeError, OSError):
            self._pool = None
            return Seen(book.shown, code_of(book.folder), book.title, errors=1), {}
