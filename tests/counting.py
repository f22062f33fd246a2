"""Work, counted in calls of functions: the same number on every machine and under every load, as seconds are not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any


class TooMuchWorkError(AssertionError):
    """More calls than are allowed; raised in the middle of the work, so that it ends."""


@dataclass(slots=True)
class Work:
    """How many functions, Python's and C's, have been called."""

    calls: int = 0


@contextmanager
def at_most(calls: int) -> Iterator[Work]:
    """Count calls; one more than allowed raises TooMuchWorkError where it happens."""
    work = Work()

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        work.calls += event in ("call", "c_call")
        if work.calls > calls:
            sys.setprofile(None)
            raise TooMuchWorkError(f"more than {calls} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield work
    finally:
        sys.setprofile(before)
