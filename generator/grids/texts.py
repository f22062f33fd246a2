"""Texts of cells and lines as a reader sees them: broken lines joined, ends bare."""

from __future__ import annotations

import re

_WIDE = (
    "[\u2018\u2019\u201c\u201d\u2026\u2014\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
_BLANKS = "[ \t\u00a0\u2000-\u200b\u202f\u3000\ufeff]"
_END = re.compile("[。！？；：!?;:]$")
LISTED = re.compile(
    r"第?[一二三四五六七八九十百]+[、．.：章节部条]|第[0-9]+[章节部条]|[（(][一二三四五六七八九十]+[）)]"
    r"|[（(]?[0-9]{1,2}[）)、．]|[0-9]{1,2}\.(?![0-9])|[①-⑳]"
)  # the number of a list, which begins a paragraph
_NARROW_BLANK = re.compile(f"(?<=[!-~]){_BLANKS}+(?=[!-$&-~])")
_ANY_BLANK = re.compile(f"{_BLANKS}+")
_WHOLE = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)\.[0-9]{2}")  # an amount to the cent
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+")


def tidy(text: str) -> str:
    """Give a text with its ends bare and the lines joined that were broken for want of room.

    A line break stays where a paragraph ends: after a full stop, and before the number of a list.
    """
    if "\n" not in text and "\r" not in text and "\v" not in text:
        return text.strip()
    lines = [line for line in (line.strip() for line in re.split("[\r\n\v]+", text)) if line]
    joined = lines[:1]
    for line in lines[1:]:
        if _END.search(joined[-1]) or LISTED.match(line):
            joined.append(line)
        else:
            joined[-1] = glued(joined[-1], line)
    return "\n".join(joined)


def glued(text: str, more: str) -> str:
    """Join two parts of a line: without a blank beside Chinese characters, else with one."""
    if not text or not more:
        return text + more
    bare = re.match(_WIDE, text[-1]) or re.match(_WIDE, more[0])
    return f"{text}{more}" if bare else f"{text} {more}"


def is_one_amount(begun: str, more: str) -> bool:
    """Tell whether two texts are one amount that was broken in two, and neither is one by itself."""
    cut = "," in begun and not (_WHOLE.fullmatch(begun) or _GROUPED.fullmatch(begun))
    if _WHOLE.fullmatch(begun) or (_WHOLE.fullmatch(more) and not cut):
        return False
    return bool(_WHOLE.fullmatch(begun + more) or (more.startswith(",") and _GROUPED.fullmatch(begun + more)))


def squeezed(text: str) -> str:
    """Take the blanks out of a line, but for those between two narrow characters."""
    kept = _NARROW_BLANK.sub("\0", text)
    return _ANY_BLANK.sub("", kept).replace("\0", " ").strip()
