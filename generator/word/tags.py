"""Tags (docxtpl's) as Word keeps them: cut into runs at will, with the curly quotes that it puts in while one types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from generator.word.frame import TEXTS, own
from generator.word.xml import XML, W

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPEN = re.compile(r"\{[{%#]|\}\}|%\}")
_WIDE = re.compile("｛[｛{%％]|[{][｛％]|｝｝|[%％]｝|％}")
_QUOTES = {"‘": "'", "’": "'", "“": '"', "”": '"'}
_ENTITLED = (*_QUOTES, "&")  # what docxtpl would change, or XML writes in another way
_SHOWN = 30  # characters of a text in a message


def text_of(paragraph: _Element) -> str:
    """The text of a paragraph itself, without that of text boxes in it."""
    return "".join(text for _, text in texts(paragraph))


def texts(paragraph: _Element) -> Iterator[tuple[_Element, str]]:
    """The texts of a paragraph itself in order, line breaks and tabs among them."""
    for element, name in _texts(paragraph):
        yield element, TEXTS[name] or element.text or ""


def fault(text: str) -> tuple[str, str] | None:
    """Say what is wrong with the tags of a paragraph's text: a message and a remedy; None if nothing is."""
    if wide := _WIDE.search(text):
        message = f"标签里有全角的“{wide[0]}”，会照原样印出。"
        return message, "请改用半角的 {{ }} 和 {% %}。"
    rest = TAG.sub("", text)
    if left := _OPEN.search(rest):
        around = rest[max(0, left.start() - _SHOWN // 2) : left.end() + _SHOWN // 2]
        return f"标签没有写完整：“{around}”。", "一个标签要写在一段里，{{ 和 }}、{% 和 %} 成对。"
    return None


def gather(paragraph: _Element) -> None:
    """Put each tag of a paragraph whole into one text, with straight quotes, as docxtpl and Jinja want it."""
    pieces = _texts(paragraph)
    text = "".join(TEXTS[name] or element.text or "" for element, name in pieces)
    if "{" not in text:
        return
    owners = [number for number, (element, name) in enumerate(pieces) for _ in TEXTS[name] or element.text or ""]
    new = [""] * len(pieces)
    position = 0
    for match in TAG.finditer(text):
        for place in range(position, match.start()):
            new[owners[place]] += text[place]
        new[owners[match.start()]] += straight(" ".join(match[0].split("\n")), escaped=True)
        for element, name in pieces[owners[match.start()] + 1 : owners[match.end() - 1]]:
            if name != "t":  # a line break within a tag
                element.getparent().remove(element)  # type: ignore[union-attr]
        position = match.end()
    for place in range(position, len(text)):
        new[owners[place]] += text[place]
    for (element, name), content in zip(pieces, new, strict=True):
        if name == "t" and content != element.text:
            element.text = content
            element.set(f"{XML}space", "preserve")


def straight(tag: str, *, escaped: bool = False) -> str:
    """Read the curly quotes around texts in a tag as straight ones; those within a text stay.

    With `escaped` they are written as Jinja can read them and docxtpl leaves them alone.
    """
    made, closing, delimiter = "", "", ""
    if tag.startswith("{#"):
        return tag
    for number, character in enumerate(tag):
        if not closing:
            delimiter = _QUOTES.get(character, character if character in "'\"" else "")
            closing = _closing(character, delimiter, tag[number + 1 :]) if delimiter else ""
            made += delimiter or character
        elif tag[number - 1] == "\\" and character in "'\"\\":
            made += character
        elif character in closing:
            made, closing = made + delimiter, ""
        elif character == delimiter:
            made += f"\\{character}"
        else:
            made += f"\\u{ord(character):04x}" if escaped and character in _ENTITLED else character
    return made


def _closing(opening: str, delimiter: str, rest: str) -> str:
    """What may close a text: a straight quote where a straight one follows, else any of its kind."""
    if opening == delimiter and delimiter in rest:
        return delimiter
    return delimiter + "".join(curly for curly, plain in _QUOTES.items() if plain == delimiter)


def _texts(paragraph: _Element) -> list[tuple[_Element, str]]:
    named = ((element, str(element.tag).removeprefix(W)) for element in own(paragraph))
    return [(element, name) for element, name in named if name in TEXTS]
