"""What a piece of work reads (输入): each question that it asked the disk, with what came back.

A question is a tuple of texts: its kind and what it is about, such as ("文件", path). The answer is a text that is
equal as long as nothing has changed. What reads records its questions here and nobody has to list them twice.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Question = tuple[str, ...]
Inputs = dict[Question, str]
FILE = "文件"
CHANGED = "!"  # while it was read; equal to no answer

_ASKED: ContextVar[Inputs | None] = ContextVar("asked", default=None)


@contextmanager
def recorded(into: Inputs | None) -> Iterator[None]:
    """Record what is asked in the meantime; with None nothing is, whatever is recorded around it."""
    token = _ASKED.set(into)
    try:
        yield
    finally:
        _ASKED.reset(token)


def record(answer: Callable[[], str], kind: str, *about: object) -> None:
    """Record a question, if somebody wants to know; `answer` is only asked then."""
    asked = _ASKED.get()
    if asked is None:
        return
    question, found = (kind, *map(str, about)), answer()
    if asked.setdefault(question, found) != found:
        asked[question] = CHANGED


def digest_of(data: bytes) -> str:
    """Give the answer that stands for some bytes."""
    return hashlib.sha256(data).hexdigest()


def failed(error: OSError) -> str:
    """Give the answer that stands for what cannot be read."""
    return f"!{error.errno}"


def whole(path: object) -> str:
    """Give a path as questions name it: whole, and a link where it stands."""
    return os.path.abspath(str(path))
