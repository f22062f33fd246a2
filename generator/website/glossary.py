"""The glossary in place (名词解释): the terms that a document explains, marked where they first stand in each part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.base.frozen import frozen
from generator.document.blocks import Document, Heading, Paragraph
from generator.writers.html.view import HtmlBlock, HtmlHeading, HtmlParagraph, HtmlPart, HtmlSpan

GLOSSARY = "名词解释"
_TERM = re.compile(
    r"\s*(?:[0-9]+\s*[、.．]|[一二三四五六七八九十]+\s*[、.．]|[（(][0-9一二三四五六七八九十]+[)）])?\s*"
    r"([^：:，。；\n]{2,24})[：:]\s*(\S.*)",
    re.DOTALL,
)
_LEAST = 3  # characters of a term without its quotes


@frozen
class Term:
    """A term that the document explains: its id, its name without quotes, and the explanation."""

    code: str
    name: str
    meaning: str


def terms(document: Document) -> tuple[Term, ...]:
    """Read the terms that a document explains under its heading 名词解释."""
    found: dict[str, str] = {}
    inside = False
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                inside = GLOSSARY in block.text
            elif inside and isinstance(block, Paragraph) and (read := _TERM.fullmatch(block.text)):
                name = _bare(read[1])
                if len(name) >= _LEAST:
                    found.setdefault(name, read[2].strip())
    return tuple(Term(f"term{at}", name, meaning) for at, (name, meaning) in enumerate(found.items(), 1))


def _bare(name: str) -> str:
    name = name.strip()
    return name[1:-1] if name[:1] + name[-1:] == "“”" else name


@dataclass(slots=True)
class Marker:
    """Marks terms in texts, each where it first stands below a heading."""

    terms: Sequence[Term]
    met: set[str] = field(default_factory=set)
    inside: bool = False  # in the glossary itself, where nothing is marked
    codes: Mapping[str, str] = field(init=False)
    pattern: re.Pattern[str] | None = field(init=False)

    def __post_init__(self) -> None:
        self.codes = {one.name: one.code for one in self.terms}
        longest = sorted(self.codes, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, longest))) if longest else None

    def parts(self, parts: Sequence[HtmlPart]) -> Iterator[HtmlPart]:
        """Yield the parts of a document with its terms marked."""
        for part in parts:
            yield replace(part, blocks=tuple(map(self._block, part.blocks)))

    def _block(self, block: HtmlBlock) -> HtmlBlock:
        if isinstance(block, HtmlHeading):
            self.met.clear()
            self.inside = GLOSSARY in "".join(span.text for span in block.spans)
        if isinstance(block, HtmlParagraph) and not self.inside:
            return replace(block, spans=tuple(one for span in block.spans for one in self.text(span.text, span.css)))
        return block

    def text(self, text: str, css: str = "") -> Iterator[HtmlSpan]:
        """Cut a text into what is a term, once, and what is none."""
        start = 0
        for found in self.pattern.finditer(text) if self.pattern else ():
            if found[0] in self.met:
                continue
            self.met.add(found[0])
            if found.start() > start:
                yield HtmlSpan(text[start : found.start()], css)
            yield HtmlSpan(found[0], css, self.codes[found[0]])
            start = found.end()
        if start < len(text):
            yield HtmlSpan(text[start:], css)
