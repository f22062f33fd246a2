"""Verifying (核对成品): a finished .docx or .pdf against the words and figures derived anew from the budget.

Whoever edits the finished file, or a template, cannot lose or change a number, a notice, a heading or a page number of
the contents unnoticed.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from generator.base.files import read_file
from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.base.reasons import reason
from generator.document.blocks import Chart, Contents, Document, Heading, Paragraph, Table, grid
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.proof.finished import MAX_BYTES, UnreadableError, Words, is_draft, read_docx, read_pdf, squeezed

UNREADABLE = Kind(
    "D401",
    "成品读不出来",
    Severity.ERROR,
    "文件不是完整的 .docx，或者不是带标签的 PDF；也可能加了密码，或者大得不像由预算生成的。",
)
FIGURE = Kind("D402", "成品的数不对", Severity.ERROR, "成品里的数与由预算算出的数不同，或者缺少。")
HEADING = Kind("D403", "成品的标题不对", Severity.ERROR, "成品缺少标题，或者标题不同。")
CONTENTS = Kind("D404", "成品的目录不对", Severity.ERROR, "目录的条目或者页码与正文不符。")
WORDS = Kind("D405", "成品的文字不对", Severity.ERROR, "成品缺少文字、空表说明或者表格的行，或者与由预算生成的不同。")
ADDED = Kind("D406", "成品多出文字", Severity.WARNING, "成品里有由预算生成时没有的文字。")

DRAFT = Kind("D407", "草稿不能公开", Severity.ERROR, "--draft 生成的草稿只供编制时查看，不核对，也不能公开。")

READERS = {"docx": read_docx, "pdf": read_pdf}
_AGAIN = "请重新生成。"
_REMEDY = "请改正预算或模板，重新生成；不要直接改成品。"
_LONGEST = 40  # characters of a quotation
_ALIKE = 0.6  # of the characters of two paragraphs, if one is the other with an edit
_NEAR = 200  # blocks among which the counterpart of one that differs is looked for
_MOST = 10  # times as many blocks as expected, and some for a short document: more is another document
_SOME = 1000


@frozen
class ExpectedLine:
    """A paragraph or a table row as it must stand in the file; `figures` are the cells that print numbers."""

    words: Words
    kind: Kind
    where: str  # the heading above it, in words
    figures: frozenset[int] = frozenset()
    origins: Mapping[int, tuple[ValuePath, ...]] | None = None  # cell → the YAML paths of its number


@frozen
class ExpectedFile:
    """What a finished file must say, the page numbers by anchor, the places of the YAML; the form's optional parts."""

    document: Document
    labels: Mapping[str, str]
    places: Mapping[ValuePath, Place]
    parts: tuple[str, ...]


def verify(
    data: bytes,
    suffix: str,
    name: str,
    document: Document,
    labels: Mapping[str, str],
    places: Mapping[ValuePath, Place],
) -> tuple[Finding, ...]:
    """Compare a file with its document.

    `suffix` is docx or pdf, `name` the file's name in messages, `labels` the page numbers by anchor, `places` those of
    the budget's YAML paths.
    """
    wanted = tuple(expected(document, labels, merged=suffix == "docx"))
    try:
        actual = READERS[suffix](data)
        if len(actual) > _MOST * len(wanted) + _SOME:
            raise UnreadableError(f"文件有 {len(actual)} 段文字和表格行，由预算生成的只有 {len(wanted)}。")
    except UnreadableError as error:
        return (UNREADABLE.at(Place(name), str(error), _AGAIN),)
    return tuple(_compare(wanted, actual, Place(name), places))


def refused(path: Path) -> Finding | None:
    """Say that a file is a draft, which nobody compares; what cannot be read is told by `verify_file`."""
    try:
        data = read_file(path, MAX_BYTES)
    except OSError:
        return None
    if not is_draft(data, path.suffix[1:].lower()):
        return None
    return DRAFT.at(Place(path.as_posix()), "这是草稿，不是可以公开的文件。", "请改正错误，不带 --draft 重新生成。")


def verify_file(
    path: Path, document: Document, labels: Mapping[str, str], places: Mapping[ValuePath, Place]
) -> tuple[Finding, ...]:
    """Compare a file on the disk with its document, like `verify`."""
    try:
        data = read_file(path, MAX_BYTES)
    except OSError as error:
        place = Place(path.as_posix())
        if error.errno == errno.EFBIG:
            message = f"文件超过 {MAX_BYTES // 1_000_000} MB，不像是由预算生成的。"
            return (UNREADABLE.at(place, message, _AGAIN),)
        return (UNREADABLE.at(place, f"文件打不开：{reason(error)}。", "请检查名称和读取权限。"),)
    return verify(data, path.suffix[1:].lower(), path.as_posix(), document, labels, places)


def expected(document: Document, labels: Mapping[str, str], *, merged: bool) -> Iterator[ExpectedLine]:
    """Give what must stand in a file; with `merged`, a row also has the cells that go on from the row above, empty."""
    where = "封面"
    for block in (block for section in document.sections for block in section.blocks):
        if isinstance(block, Heading):
            where = squeezed(block.text)
            found = [ExpectedLine((where,), HEADING, where)]
        elif isinstance(block, Contents):
            found = list(_contents(block, document, labels))
        elif isinstance(block, Table):
            found = list(_table(block, where, merged))
        elif isinstance(block, Paragraph):
            found = [_paragraph(block, where)]
        elif isinstance(block, Chart):
            found = [_chart(block, where)]
        else:
            continue
        yield from (one for one in found if any(one.words))


def _contents(contents: Contents, document: Document, labels: Mapping[str, str]) -> Iterator[ExpectedLine]:
    yield ExpectedLine((squeezed(contents.title),), HEADING, contents.title)
    for heading in document.headings():
        if heading.level <= contents.levels:
            entry = f"{squeezed(heading.text)}{labels.get(heading.anchor, '')}"
            yield ExpectedLine((entry,), CONTENTS, contents.title)


def _paragraph(paragraph: Paragraph, where: str) -> ExpectedLine:
    origins = tuple(path for run in paragraph.runs if run.figure for path in run.origins)
    return ExpectedLine((squeezed(paragraph.text),), WORDS, where, frozenset({0} if origins else ()), {0: origins})


def _chart(chart: Chart, where: str) -> ExpectedLine:
    """Give what must be said of a chart: its figures in words, and none besides them in the drawing."""
    origins = tuple(path for row in chart.table.body for cell in row.cells[1:] for path in cell.origins)
    return ExpectedLine((squeezed(chart.alternative),), WORDS, where, frozenset({0}), {0: origins})


def _table(table: Table, where: str, merged: bool) -> Iterator[ExpectedLine]:
    yield ExpectedLine((squeezed("".join(table.line)),), WORDS, where)
    for row in grid((*table.head, *table.body)):
        cells = [placed for placed in row if merged or placed.top]
        words = tuple(squeezed(placed.cell.text) if placed.top else "" for placed in cells)
        numbers = {at: placed.cell.origins for at, placed in enumerate(cells) if placed.cell.value is not None}
        yield ExpectedLine(words, WORDS, where, frozenset(numbers), numbers)
    for note in table.notes:
        yield _paragraph(note, where)


def _compare(
    wanted: Sequence[ExpectedLine], actual: Sequence[Words], file: Place, places: Mapping[ValuePath, Place]
) -> Iterator[Finding]:
    matcher = SequenceMatcher(None, [one.words for one in wanted], actual, autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            continue
        for one, words in _paired(wanted[a:b], actual[c:d]):
            if one is None:
                yield ADDED.at(file, f"多出“{_quoted(words)}”。", _REMEDY)
            else:
                yield _difference(one, words, file, places)


def _paired(wanted: Sequence[ExpectedLine], actual: Sequence[Words]) -> Iterator[tuple[ExpectedLine | None, Words]]:
    """Pair what differs: each expected block with the first remaining one that resembles it; the others stand alone."""
    left = list(actual)
    for one in wanted:
        near = next((words for words in left[:_NEAR] if _alike(one.words, words)), None)
        if near is not None:
            yield from ((None, words) for words in left[: left.index(near)])
            left = left[left.index(near) + 1 :]
        yield one, near or ()
    yield from ((None, words) for words in left)


def _alike(one: Words, other: Words) -> bool:
    """Tell whether two blocks are the same but for an edit: most cells are, or most characters of a paragraph."""
    if len(one) > 1 and len(one) == len(other):
        return sum(a == b for a, b in zip(one, other, strict=True)) * 2 >= len(one)
    if not len(one) == len(other) == 1:
        return False
    lengths = sorted((len(one[0]), len(other[0])))
    if 2 * lengths[0] <= _ALIKE * sum(lengths):  # so much longer that it cannot be: a huge text is not searched
        return False
    matcher = SequenceMatcher(None, one[0], other[0], autojunk=False)
    return matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


def _difference(one: ExpectedLine, words: Words, file: Place, places: Mapping[ValuePath, Place]) -> Finding:
    """Say what differs; of a row that is there, the first cell that does."""
    at = next((at for at, (a, b) in enumerate(zip(one.words, words, strict=False)) if a != b), None)
    origins = (one.origins or {}).get(at if at is not None else min(one.figures, default=0), ())
    related = tuple((places[path], "数由这里得来") for path in origins[:3] if path in places)
    if at is None:
        kind = FIGURE if one.figures else one.kind
        return kind.at(file, f"“{one.where}”里缺少“{_quoted(one.words)}”。", _REMEDY, related=related)
    kind = FIGURE if at in one.figures else one.kind
    should, stands = _around(one.words[at], words[at])
    message = f"“{one.where}”里{_row(one.words, at)}应当是“{should}”，文件里是“{stands}”。"
    return kind.at(file, message, _REMEDY, related=related)


def _row(words: Words, at: int) -> str:
    """Name a row by its first cells that say something."""
    said = [word for word in words[:at] if word][:3]
    return f"“{' '.join(said)}”这一行第 {at + 1} 格" if len(words) > 1 else ""


def _around(one: str, other: str) -> tuple[str, str]:
    """Cut two texts to the part in which they differ, with a few characters around."""
    if max(len(one), len(other)) <= _LONGEST:
        return one, other
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(0, start - _LONGEST // 4)
    return one[begin : begin + _LONGEST], other[begin : begin + _LONGEST]


def _quoted(words: Words) -> str:
    text = " ".join(word for word in words if word)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
