"""Cleaning (净化): nothing that was typed or named somewhere can command a terminal or a CI log.

A report is made of pieces: message, remedy, path, label, place, line of the excerpt, file name. Each is cleaned by
itself before they are joined and painted; so the line breaks and the colours of a report are all our own.
What the output's encoding lacks is no matter of this: see `commands/console.py`.
"""

from __future__ import annotations

import re
from typing import NewType
from unicodedata import category

from generator.base import late
from generator.base.lines import lines_of

Clean = NewType("Clean", str)  # a text whose pieces have been cleaned

_SELDOM = late.compile(r"[^\w -~\u3000-\u3020\uff00-\uff20]")  # all characters that need a closer look
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, formats (also bidi, zero width), half surrogates, line breaks
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_NO_CHARACTER = 0xFFFE  # the last two code points of every plane
_LEADING_ORDER = late.compile(r"^(\s*):(?=:)")  # GitHub obeys a line that begins so, after white space too
_ORDER = late.compile(r"#(?=#(?:vso|teamcity)?\[)")  # Azure and older GitHub runners obey this anywhere in a line


def line(text: str) -> Clean:
    """Make a text part of one line, each character in its place: a line break becomes a space, what is hidden “?”."""
    shown = _SELDOM.sub(_shown, text)
    return Clean(_ORDER.sub("?", _LEADING_ORDER.sub(r"\1?", shown)))


def lines(text: str) -> Clean:
    r"""Clean a text where several lines are allowed, such as a cell of a sheet; every line break becomes \n."""
    return Clean("\n".join(_SELDOM.sub(_shown, part) for part in lines_of(text)))


def escaped(json: str) -> Clean:
    r"""Write what is hidden in the strings of a finished JSON text as \u….; half a surrogate pair becomes U+FFFD."""
    return Clean(_SELDOM.sub(_escape, json))


def _is_hidden(character: str) -> bool:
    kind = category(character)
    return kind in _HIDDEN or (kind == "Cn" and ord(character) & _NO_CHARACTER == _NO_CHARACTER)


def _shown(found: re.Match[str]) -> str:
    character = found.group()
    if character == "\t" or not _is_hidden(character):
        return character
    return " " if character in _BREAKS else "?"


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    if character == "\n" or not _is_hidden(character):  # a line break in a string is escaped already
        return character
    if category(character) == "Cs":
        return "\ufffd"
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
