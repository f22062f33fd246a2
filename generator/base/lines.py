"""Lines of a text, as YAML and every place counts them."""

from __future__ import annotations

from generator.base import late

_BREAK = late.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML takes for the end of a line


def lines_of(text: str) -> list[str]:
    """Split a text into the lines that places count."""
    return _BREAK.split(text)
