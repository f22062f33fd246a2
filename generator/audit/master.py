"""The budget that a document is compared with (底本): its books, and what its own document prints, read like the other.

The own document is read without being written: its neutral blocks are grids and lines, whose places are the fields of
the YAML files, so that whatever differs has a place on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.base.frozen import frozen
from generator.base.paths import ValuePath, origins_of
from generator.books.book import Book
from generator.books.statements import Normal
from generator.books.subject import books
from generator.document.blocks import Chart, Document, Heading, Paragraph, Row, Table, grid
from generator.facts.budget import Budget, Record, Subject
from generator.facts.words import NAMED
from generator.findings.finding import Place
from generator.grids.grid import FilePart, ForeignFile, Grid, GridCell, Passage
from generator.intake.reading import PossibleForms, Source
from generator.ledger import Amount, Clause, Condition, select, total
from generator.pack.spec import Pack
from generator.recognition.patterns import tight

TEMPLATE = Place("")  # of words that are the form's own, and of figures that come from many fields
_QUANTITY = "数量"


@frozen
class Master:
    """The budget of one department or unit, with its own document as it is read."""

    budget: Budget
    subject: Subject
    source: Source
    books: Mapping[str, Book]
    keys: Mapping[tuple[str, str], str]  # dimension and printed name or code → what entries say
    aside: frozenset[str]  # titles and lines of its tables, which may be repeated on every page
    optional: tuple[Passage, ...]  # lines of its parts that are printed where somebody asks for them (选印)

    def passages(self, printed: Iterable[Passage]) -> Sequence[Passage]:
        """Give the running text of its document and of those of units in the same file, for comparison with another.

        The optional parts are demanded where the other has a line of them.
        """
        own = [*self.source.read.passages, *(one for unit in self.source.units for one in unit.read.passages)]
        texts = {tight(one.text) for one in printed}
        return [*own, *self.optional] if any(tight(one.text) in texts for one in self.optional) else own

    def ask(self, data: str, book: str, condition: Normal, measure: str = "金额") -> Amount | None:
        """Give what the budget says under a condition, in 元 (of 数量: the number); None where it does not know."""
        wanted = self._condition(condition)
        account = self.books.get(book)
        if wanted is None or account is None:
            return None
        if account.entries is not None and data in account.entries:
            return total(select(account.entries[data], wanted), measure)
        return account.stated(wanted, data) if measure != _QUANTITY else None

    def place(self, path: ValuePath) -> Place | None:
        """Give where a value is written."""
        return self.budget.places.get(path)

    def _condition(self, condition: Normal) -> Condition | None:
        """Put the ledger's keys into a condition with printed names; None where the budget has no such name."""
        clauses = []
        for dimension, values in condition.items():
            known = [self.keys.get((dimension, tight(value)), "") if dimension in NAMED else value for value in values]
            if not all(known):
                return None
            clauses.append(Clause(dimension, tuple(known)))
        return Condition(tuple(clauses))


def master_of(
    budget: Budget, pack: Pack, document: Document, unit: str, forms: PossibleForms, whole: Document | None = None
) -> Master | None:
    """Put together the budget of the department, or of the unit with a code, with its document.

    None if its document has no table that its form knows. `document` is that of the department or the unit, `whole`
    the same with all optional parts, if the pack has any.
    """
    subject = budget.subject_of(unit)
    parts = tuple(parts_of(document, budget.places))
    source = PossibleForms((budget.pack,), forms.pack_of).read(ForeignFile(budget.folder, "docx", parts), budget.year)
    if source is None:
        return None
    aside = frozenset(_aside(document))
    optional = tuple(_more(document, whole, budget.places)) if whole is not None else ()
    return Master(budget, subject, source, books(budget, subject, pack.queries), dict(_keys(budget)), aside, optional)


def _more(document: Document, whole: Document, places: Mapping[ValuePath, Place]) -> Iterator[Passage]:
    """Yield the lines that only the whole document has."""
    known = {block.text for block in _lines(document)}
    for block in _lines(whole):
        if block.text not in known:
            yield from _passage(block, places)


def _lines(document: Document) -> Iterator[Paragraph | Heading]:
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Paragraph | Heading))


def _aside(document: Document) -> Iterator[str]:
    for section in document.sections:
        for before, block in zip((None, *section.blocks), section.blocks, strict=False):
            if isinstance(block, Table):
                yield from (word for word in (*block.line, "".join(block.line)) if word)
                if isinstance(before, Heading):
                    yield before.text


def _keys(budget: Budget) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what entries say of units and projects, by the codes and names under which they may be printed.

    A name that several have means none of them.
    """
    for name, (code_field, name_field) in NAMED.items():
        records = budget.records.get(name, ())
        names = [_text(one, name_field) for one in records]
        for record, own in zip(records, names, strict=True):
            key = _text(record, code_field) or own
            if names.count(own) == 1:
                yield (name, tight(own)), key
            yield (name, tight(key)), key


def _text(record: Record, name: str) -> str:
    return str(record.fields[name].value) if name in record.fields else ""


def parts_of(document: Document, places: Mapping[ValuePath, Place]) -> Iterator[FilePart]:
    """Yield the blocks of a document as those of a file, each where the budget has it."""
    for block in (block for section in document.sections for block in section.blocks):
        if isinstance(block, Paragraph | Heading):
            yield from _passage(block, places)
        elif isinstance(block, Chart):
            yield Passage(block.alternative, TEMPLATE)
        elif isinstance(block, Table):
            line = "　".join(word for word in block.line if word)
            if line:
                yield Passage(line, TEMPLATE)
            yield _grid((*block.head, *block.body), places)
            for note in block.notes:
                yield from _passage(note, places)


def _passage(block: Paragraph | Heading, places: Mapping[ValuePath, Place]) -> Iterator[Passage]:
    if block.text.strip():
        typed = (path for run in block.runs if not run.figure for path in run.origins)
        yield Passage(block.text.strip(), _first(typed, places))


def _grid(rows: Sequence[Row], places: Mapping[ValuePath, Place]) -> Grid:
    """Lay a table out as a grid: a cell stands at every position that it covers."""
    starts: dict[int, GridCell] = {}
    laid = []
    for number, row in enumerate(grid(rows)):
        line: list[GridCell] = []
        for placed in row:
            if placed.top:
                own = placed.cell
                where = _first((*own.origins, *origins_of(own.text)), places)
                starts[placed.column] = GridCell(own.text, where, number, placed.column, None, own.rowspan, own.colspan)
            line += [starts[placed.column]] * placed.cell.colspan
        laid.append(tuple(line))
    return Grid(tuple(laid), TEMPLATE)


def _first(paths: Sequence[ValuePath] | Iterator[ValuePath], places: Mapping[ValuePath, Place]) -> Place:
    return next((places[path] for path in paths if path in places), TEMPLATE)
