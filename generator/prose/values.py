"""What a sentence puts in: figures that carry their origins, and marks that keep values apart from the pack's text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jinja2.runtime import LoopContext, Macro, Undefined
from markupsafe import Markup

from generator.base import late
from generator.base.paths import Traced, origins_of
from generator.books.book import Unknown
from generator.books.comparison import Change
from generator.document.blocks import Run
from generator.ledger import Amount

OPEN, CLOSE = "\ue000", "\ue001"  # private use: around the number of a value in rendered text
MARK = late.compile(f"{OPEN}([0-9]{{1,9}}){CLOSE}")
PRIVATE = late.compile("[\ue000-\uf8ff]")
_LEAD_IN = late.compile(
    "^(?:(?:其)?(?:主要)?(?:变动|增减|增加|减少)?原因(?:是|为|在于)?|主要(?:是|为|用于)|用于)[：:，,]?(?:因为|由于|是)?"
)
_LED = late.compile("(?:原因(?:是|为|：)?|主要(?:是|为|用于)|用于)[：:]?$")
_STOPS = "。；，、！,;"
KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "是或否"),
    (int, "一个数（要加引号）"),
    (type(None), "空"),
    (Mapping, "一组值"),
    ((list, tuple), "一个列表"),
    (Decimal, "一个没有写单位的数"),
    (Macro, "一个宏（后面要写括号）"),
    (LoopContext, "循环（要写成 loop.index 这样）"),
)


class TextError(Exception):
    """What a sentence asks cannot be answered; the message is Chinese."""


class Figure(Traced):
    """A number as printed, with the YAML paths that it came from."""

    __slots__ = ()


@dataclass(slots=True)
class Values:
    """The values put into one rendering: the text holds only their numbers, so none can change its structure."""

    texts: list[str] = field(default_factory=list)

    def mark(self, value: str) -> Markup:
        """Remember a value and return the mark that stands for it."""
        clean = PRIVATE.sub("\ufffd", value)
        self.texts.append(value if clean == value else clean)
        return Markup(f"{OPEN}{len(self.texts) - 1}{CLOSE}")  # noqa: S704 a number between two private characters

    def plain(self, rendered: str) -> str:
        """Put the values back into a rendered text, which then knows the origins of all of them."""
        origins = tuple(path for match in MARK.finditer(rendered) for path in origins_of(self._of(match)))
        text = MARK.sub(self._of, rendered)
        return Traced(text, origins) if origins else text

    def _of(self, match: re.Match[str]) -> str:
        """Return the value of a mark; a mark that nobody made stands for nothing."""
        number = int(match[1])
        return self.texts[number] if number < len(self.texts) else "\ufffd"

    def runs(self, rendered: str, style: str = "", *, fitting: bool = True) -> Iterator[Run]:
        """Cut a rendered text into runs: what was put in is a run of its own, with its origins.

        In a sentence, typed fragments are made `fitting`; elsewhere they stand as they are.
        """
        pending = ""
        position = 0
        for match in MARK.finditer(rendered):
            value = self._of(match)
            pending += rendered[position : match.start()]
            position = match.end()
            text = fitted(pending, value, rendered[position : position + 1]) if fitting else value
            if origins_of(value):
                if pending:
                    yield Run(pending, style)
                yield Run(text, style, origins_of(value), isinstance(value, Figure))
                pending = ""
            else:
                pending += text
        pending += rendered[position:]
        if pending:
            yield Run(pending, style)


def fitted(before: str, value: str, after: str) -> str:
    """Fit a typed fragment into its sentence, as an editor would: a lead-in or a stop is not said twice."""
    if isinstance(value, Figure) or "\n" in value:
        return value
    text = (_LEAD_IN.sub("", value).lstrip(_STOPS) or value) if _LED.search(before) else value
    return text.rstrip(_STOPS) or text if after and after in _STOPS else text


def said(value: Any) -> str:
    """Return the text that a value is printed as; raises TextError for what is no text."""
    if isinstance(value, Undefined):
        str(value)  # raises the error that says which name it is
    if isinstance(value, str):
        return value
    if isinstance(value, Amount | Change | Unknown):
        raise TextError("金额没有写单位：请加 |万元、|元 或 |增减")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TextError(f"这里应当是文字，不是{kind_of(value)}")


def kind_of(value: Any) -> str:
    """Say what a value is, in words that a writer of packs knows."""
    if isinstance(value, Amount | Change | Unknown):
        return "一个没有写单位的金额"
    known = next((words for kinds, words in KINDS if isinstance(value, kinds)), "别的东西")
    return "一个函数（后面要写括号）" if callable(value) and known == "别的东西" else known
