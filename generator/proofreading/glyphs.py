"""Characters that no bundled font draws: PDF and OFD carry fonts of ours, other formats show what the reader has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from unicodedata import normalize

from generator.base.paths import ValuePath, origins_of
from generator.checks import placed
from generator.document.blocks import Document, Run, Table
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.pack.spec import Pack
from generator.proofreading.sentences import sentences

MISSING_GLYPH = Kind(
    "D101",
    "没有字形的字符",
    Severity.WARNING,
    "所带的字体都没有这个字符的字形，PDF、OFD 里印出来会是空格或方框，所以这两种格式不生成。"
    "Word、网页和 Excel 用读者电脑里的字体，不受影响。",
)
_OTHERWISE = (
    "所带的字体有 GB 18030-2022 第一、二级的汉字，这个字不在其中。"
    "请改用通行的写法，或者只生成 Word、网页、Excel（-f docx）。"
)


def review(
    characters: Iterable[str], document: Document, pack: Pack, places: Mapping[ValuePath, Place]
) -> Iterator[Finding]:
    """Say for each character where it was typed, or where the pack says it; `places` are those of the budget.

    The document is as it was composed: in merged runs typed words and those of the pack stand together.
    """
    for character in characters:
        message = f"没有字体能显示字符“{character}”（U+{ord(character):04X}）。"
        remedy = _remedy(character)
        typed: dict[ValuePath, Run] = {}
        for run in _runs(document):
            if run.origins and character in run.text:
                typed.setdefault(run.origins[0], run)
        for path, run in typed.items():
            at = run.text.index(character)
            yield placed(MISSING_GLYPH.on(path, message, remedy, within=(run.text, at, at + 1)), places)
        if not typed:
            yield MISSING_GLYPH.at(_of_the_pack(character, document, pack), message, remedy)


def _remedy(character: str) -> str:
    """Name the usual character where this one is a form of it, such as a radical (⾏) copied from a PDF."""
    usual = normalize("NFKC", character)
    return f"应为“{usual}”（U+{ord(usual):04X}）。" if len(usual) == 1 and usual != character else _OTHERWISE


def _runs(document: Document) -> Iterator[Run]:
    """Yield all that is printed of typed texts; the names of the cover come last."""
    for sentence in sentences(document):
        yield from sentence.runs
    yield from (Run(text, origins=origins_of(text)) for text in (document.title, *document.names.values()))


def _of_the_pack(character: str, document: Document, pack: Pack) -> Place:
    """Find a character in the pack's texts, then in its tables; what is left is the Word template's."""
    for text in pack.texts.values():
        index = text.source.find(character)
        if index >= 0:
            before = text.source[:index]
            return Place(text.file, before.count("\n") + 1, index - before.rfind("\n"), 1)
    for block in (block for section in document.sections for block in section.blocks):
        if isinstance(block, Table) and block.name in pack.tables and character in "".join(_words(block)):
            return pack.tables[block.name].place
    return Place(pack.word_file)


def _words(table: Table) -> Iterator[str]:
    yield from (table.caption, *table.line, *(note.text for note in table.notes))
    yield from (cell.text for row in (*table.head, *table.body) for cell in row.cells)
