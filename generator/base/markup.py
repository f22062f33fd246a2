"""Text in XML and HTML: what must be escaped, and what neither can hold."""

from __future__ import annotations

from generator.base import late

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ILLEGAL = late.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> str:
    """Escape text for the content of an element. (xml.sax.saxutils does too, but takes urllib with it.)"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """Escape and quote the value of an attribute; white space stays as it is."""
    spaced = escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{spaced}"'


def legal(text: str) -> str:
    """The text without the characters that XML 1.0 cannot hold; line ends are as in Unix."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
