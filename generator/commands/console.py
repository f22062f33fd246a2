"""The console (控制台): streams that no character stops, colour where it is wanted, and readers that go away."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from unicodedata import east_asian_width

_HANDLER = "budget-lacking"
_USUAL, _LEAST = 80, 40  # columns of a terminal that does not say how wide it is, and that a line gets anyway
_WIDE, _OTHER = "〓", "?"
_LIKE = {"¥": "￥", "•": "·", "›": ">", "−": "-", "‑": "-", "\xa0": " ", "✓": "√", "✗": "×", "✕": "×"}


def prepare() -> None:
    """Let a console that lacks a character show a sign in its place instead of stopping the program."""
    codecs.register_error(_HANDLER, _lacking)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_HANDLER)


def let_go() -> None:
    """Flush; give up a stream that nobody reads any more (`| head`), or Python would complain about it at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def columns(*, error: bool = False) -> int:
    """Give how many columns a line may take on the terminal (`error`: where errors are told); 0 where there is none.

    What goes into a file or a pipe is never broken: whoever reads it there, breaks it there.
    """
    stream = sys.stderr if error else sys.stdout
    try:
        if stream is None or not stream.isatty():
            return 0
    except ValueError:  # closed
        return 0
    return max(shutil.get_terminal_size((_USUAL, 24)).columns, _LEAST)


def encoding() -> str:
    """Give the encoding of what is printed."""
    return getattr(sys.stdout, "encoding", None) or ""


def is_coloured() -> bool:
    """Colour is for a terminal that knows it; NO_COLOR forbids it and FORCE_COLOR asks for it, as is usual."""
    if os.environ.get("NO_COLOR"):
        return False
    terminal = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return bool(os.environ.get("FORCE_COLOR")) or terminal


def _lacking(error: UnicodeError) -> tuple[str, int]:
    """Give what stands for the characters that an encoding lacks: what looks like it, or a wide sign for wide ones."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_sign(character, error.encoding) for character in lacking), error.end


def _sign(character: str, encoding: str) -> str:
    like = _LIKE.get(character, "")
    if like.encode(encoding, "ignore"):
        return like
    if east_asian_width(character) not in "WF":
        return _OTHER
    return _WIDE if _WIDE.encode(encoding, "ignore") else _OTHER
