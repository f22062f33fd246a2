"""Text in the columns of a terminal, of which a Chinese character takes two."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, takewhile
from unicodedata import east_asian_width

_BREAK_AFTER = "，。；：、）」 /"  # where a line of Chinese may end


def width(text: str) -> int:
    """Measure a text in columns of a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def fitting(text: Iterable[str], columns: int) -> int:
    """Count the first characters of a text that fit into so many columns; nothing is looked at after them."""
    return sum(1 for _ in takewhile(lambda used: used <= columns, accumulate(map(width, text))))


def shortened(text: str, columns: int) -> str:
    """Cut a text that takes more than so many columns, and say so by “…”."""
    end = fitting(text, columns)
    return text if end >= len(text) else f"{text[: fitting(text, columns - 1)]}…"


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of so many columns, after punctuation where that is near; 0 breaks nothing."""
    lines = []
    while columns and (end := max(fitting(text, columns), 1)) < len(text):
        good = next((n for n in range(end, end // 2, -1) if text[n - 1] in _BREAK_AFTER), end)
        lines.append(text[:good].rstrip())
        text = text[good:].lstrip()
    return [*lines, text] if text or not lines else lines


def indented(text: str, columns: int) -> list[str]:
    """Break a line of a report; what goes on stands two columns to the right of where the line begins."""
    if not columns or width(text) <= columns:
        return [text]
    bare = text.lstrip(" ")
    indent = min(len(text) - len(bare), columns // 2)
    first = wrap(bare, columns - indent)[0]
    rest = wrap(bare[len(first) :].lstrip(), columns - indent - 2)
    return [f"{' ' * indent}{first}", *(f"{' ' * (indent + 2)}{line}" for line in rest)]
