"""The sentences of a finished document, each of whose characters knows what it came from."""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.frozen import frozen
from generator.base.paths import origins_of
from generator.document.blocks import Block, Document, Heading, Paragraph, Run, Table
from generator.findings.finding import Kind


@frozen
class Sentence:
    """What stands in one line of the document: a paragraph, a heading, a note or a cell of words."""

    runs: tuple[Run, ...]
    text: str

    def typed(self, start: int, end: int) -> tuple[Run, int] | None:
        """Give the first typed text that some characters touch, and where it begins; None in the pack's own words."""
        at = 0
        for run in self.runs:
            if run.origins and not run.figure and at < max(end, start + 1) and start < at + len(run.text):
                return run, at
            at += len(run.text)
        return None

    def within_one_text(self, start: int, end: int) -> bool:
        """Tell whether some characters were all typed in one place: then the checks of the budget read them."""
        found = self.typed(start, end)
        return found is not None and found[1] <= start and end <= found[1] + len(found[0].text)


@frozen
class Flaw:
    """What is wrong with some characters of a sentence (message and remedy are Chinese)."""

    kind: Kind
    sentence: Sentence
    start: int
    end: int
    message: str
    remedy: str


def sentences(document: Document) -> Iterator[Sentence]:
    """Yield every sentence of a document in order; cells of numbers are none."""
    for section in document.sections:
        for block in section.blocks:
            yield from map(_sentence, _lines(block))


def _lines(block: Block) -> Iterator[tuple[Run, ...]]:
    if isinstance(block, Paragraph | Heading):
        yield block.runs
    elif isinstance(block, Table):
        yield from (note.runs for note in block.notes)
        for row in block.body:
            yield from ((Run(c.text, origins=c.origins),) for c in row.cells if c.value is None and c.origins)
        yield from ((Run(text, origins=origins_of(text)),) for text in block.line if text)


def _sentence(runs: tuple[Run, ...]) -> Sentence:
    return Sentence(runs, "".join(run.text for run in runs))
