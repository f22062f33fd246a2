"""The console (控制台): streams that no character stops, colour where it is wanted, and readers that go away."""

from __future__ import annotations

import codecs
import os
import sys
from unicodedata import east_asian_width

_HANDLER = "budget-lacking"
_WIDE, _OTHER = "〓", "?"


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


def is_coloured() -> bool:
    """Colour is for a terminal that knows it; NO_COLOR forbids it and FORCE_COLOR asks for it, as is usual."""
    if os.environ.get("NO_COLOR"):
        return False
    terminal = is_terminal() and os.environ.get("TERM") != "dumb"
    return bool(os.environ.get("FORCE_COLOR")) or terminal


def is_terminal() -> bool:
    """Tell whether people read what is printed; else it goes into a file or another program."""
    return sys.stdout is not None and sys.stdout.isatty()


def _lacking(error: UnicodeError) -> tuple[str, int]:
    """Give what stands for the characters that an encoding lacks: a wide sign for wide ones, if it has that."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_sign(character, error.encoding) for character in lacking), error.end


def _sign(character: str, encoding: str) -> str:
    if east_asian_width(character) not in "WF":
        return _OTHER
    return _WIDE if _WIDE.encode(encoding, "ignore") else _OTHER
