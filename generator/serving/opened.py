"""A budget that is open in the page (打开的预算): its fields, its printed pages, and what leads from one to the other.

What was made of the same files is kept; whether they are the same is asked of the disk, by what was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock

from generator import publish
from generator.base import inputs
from generator.base.frozen import frozen
from generator.base.inputs import Inputs
from generator.base.paths import ValuePath
from generator.batch.memory import Answers
from generator.document.blocks import Cell, Heading, Paragraph
from generator.facts.budget import Budget
from generator.facts.location import code_of, title_of
from generator.findings.finding import Finding, Place, has_errors
from generator.pack.spec import Pack
from generator.proof.trace import PrintedFigure, figures
from generator.reading import folder as folders
from generator.serving.fields import FieldCell, values
from generator.typeset.stretches import PlacedStretches, Stretch, stretches
from generator.workbook import export
from generator.workbook import tree as trees
from generator.workbook.export import Ready
from generator.workbook.tree import Typed
from generator.writers.laid import Laid

MOST_OPEN = 8  # budgets that are kept ready


@frozen
class ListedBudget:
    """A budget by its folder, and how messages and addresses name it: `2025/350-科技和工信部门`."""

    folder: Path
    name: str
    shown: str

    @property
    def year(self) -> str:
        """The folder of the year in which it lies."""
        return self.name.partition("/")[0]

    @property
    def title(self) -> str:
        """What its folder calls the department, until the budget says it."""
        return title_of(self.folder) or code_of(self.folder)


def years_of(books: Iterable[ListedBudget]) -> list[int]:
    """Give the years of budgets, the oldest first; a folder that is called otherwise is none."""
    return sorted({int(one.year) for one in books if one.year.isdecimal()})


@frozen
class Printed:
    """A place on the pages: the page (from 0), the mark of the text there, and the text."""

    page: int
    mark: str
    text: str


@dataclass(frozen=True)
class OpenBudget:
    """All that the page says of one document. What only some of it needs is made when it is asked for."""

    book: ListedBudget
    unit: str
    budget: Budget | None
    pack: Pack | None
    laid: Laid | None
    findings: tuple[Finding, ...]
    typed: Typed
    templates: Path
    texts: Mapping[str, str]  # of the files, by the name that places use
    inputs: Inputs = field(repr=False)

    @cached_property
    def ready(self) -> Ready | None:
        """The fields; None where a file is no YAML."""
        return export.of_typed(self.typed, self.book.folder, self.templates)[0]

    @cached_property
    def fields(self) -> Mapping[ValuePath, FieldCell]:
        """The values by their paths; nothing where a file is no YAML."""
        return values(self.ready) if self.ready else {}

    @cached_property
    def first_fields(self) -> Mapping[ValuePath, FieldCell]:
        """The first field of each record, and of all else that holds values."""
        found: dict[ValuePath, FieldCell] = {}
        for path, cell in self.fields.items():
            for end in range(1, len(path)):
                found.setdefault(path[:end], cell)
        return found

    def field_of(self, path: ValuePath) -> FieldCell | None:
        """Give the field of a value; of a record its first."""
        return self.fields.get(path) or self.first_fields.get(path)

    @property
    def is_draft(self) -> bool:
        """Tell whether the pages are a draft, since something is wrong."""
        return self.laid is not None and bool(self.laid.document.mark)

    @cached_property
    def stretches(self) -> PlacedStretches:
        """What each text of the pages is."""
        return stretches(self.laid.pages) if self.laid else ()

    @cached_property
    def by_mark(self) -> Mapping[str, Stretch]:
        """The stretches by their marks."""
        return {mark_of(one): one for page in self.stretches for one in page.values()}

    @cached_property
    def printed(self) -> Mapping[ValuePath, Sequence[Printed]]:
        """Where each value is printed, in the order of the pages."""
        found: dict[ValuePath, dict[tuple[int, str], Printed]] = {}
        for page, placed in enumerate(self.stretches):
            for one in placed.values():
                for path in one.origins:
                    found.setdefault(path, {}).setdefault((page, mark_of(one)), Printed(page, mark_of(one), one.text))
        return {path: tuple(places.values()) for path, places in found.items()}

    @cached_property
    def figures(self) -> Mapping[int, PrintedFigure]:
        """The figures of tables by their cells (`id`), which the document keeps."""
        every = figures(self.laid.document) if self.laid else ()
        return {id(one.cell): one for one in every if one.cell is not None}

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """What changes where a page does."""
        pages = self.laid.pages.pages if self.laid else ()
        return tuple(f"{hash((page.width, page.height, page.operations)) & 0xFFFFFFFFFFFF:x}" for page in pages)

    def figure_of(self, stretch: Stretch) -> PrintedFigure | None:
        """Give the figure of a stretch; None where it is a text as it was typed."""
        source = stretch.source
        if not stretch.figure:
            return None
        if isinstance(source, Cell):
            return self.figures.get(id(source))
        said = source.text if isinstance(source, Paragraph | Heading) else stretch.text
        return PrintedFigure("正文", said, (), (), stretch.text, None, "", stretch.origins)

    def places_of(self, path: ValuePath) -> tuple[Printed, ...]:
        """Give where a value is printed; of one that is not, where its record is."""
        for end in range(len(path), 0, -1):
            around = path[:end]
            if around in self.printed:
                return tuple(self.printed[around])
            if end < len(path) and isinstance(around[-1], int):
                below = (one for known, places in self.printed.items() if known[:end] == around for one in places)
                return tuple(dict.fromkeys(below))
        return ()


def mark_of(stretch: Stretch) -> str:
    """Name a stretch within its document."""
    return f"{stretch.node}.{stretch.part}"


def opened(book: ListedBudget, templates: Path, unit: str = "") -> OpenBudget:
    """Read, check and lay out a document; where something is wrong, the pages are a draft (草稿)."""
    asked: Inputs = {}
    with inputs.recorded(asked):
        prepared = publish.prepare(book.folder, templates, shown_as=book.shown, unit=unit, every=False)
        found = prepared.findings
        laid: Laid | None = None
        budget, pack = prepared.budget, prepared.pack
        if prepared.document is not None and prepared.pack is not None:
            laid, more = publish.arrange(prepared.document, prepared.pack, _places(budget), apart=True)
            found += more
        if laid is None:
            budget, pack, laid = _draft(book, templates, unit, (budget, pack))
        texts = folders.sources(book.folder, shown_as=book.shown)
        typed = trees.read(book.folder, book.shown)
    return OpenBudget(book, unit, budget, pack, laid, found, typed, templates, texts, asked)


def _draft(
    book: ListedBudget, templates: Path, unit: str, known: tuple[Budget | None, Pack | None]
) -> tuple[Budget | None, Pack | None, Laid | None]:
    """Lay out what can be laid out of a budget with errors."""
    try:
        draft = publish.prepare_draft(book.folder, templates, shown_as=book.shown, unit=unit)
        if draft.document is not None and draft.pack is not None:
            laid, _ = publish.arrange(draft.document, draft.pack, _places(draft.budget), apart=True)
            return draft.budget, draft.pack, laid
    except (ArithmeticError, LookupError, TypeError, ValueError):  # so little is known that the form cannot be filled
        pass
    return (*known, None)


def _places(budget: Budget | None) -> Mapping[ValuePath, Place]:
    return budget.places if budget else {}


class Desk:
    """The budgets that are open: each made once for what the disk says, by one thread at a time."""

    def __init__(self, templates: Path) -> None:
        self.templates = templates
        self._open: dict[tuple[Path, str], OpenBudget] = {}
        self._every: dict[str, tuple[Inputs, tuple[Finding, ...]]] = {}
        self._lock = Lock()

    def open(self, book: ListedBudget, unit: str = "") -> OpenBudget:
        """Give a document as the files are now."""
        with self._lock:
            key = (book.folder, unit)
            known = self._open.pop(key, None)
            if known is None or not Answers().holds(known.inputs):
                known = opened(book, self.templates, unit)
            self._open[key] = known
            for old in [*self._open][:-MOST_OPEN]:
                del self._open[old]
            return known

    def findings(self, book: ListedBudget, unit: str = "") -> tuple[Finding, ...]:
        """Give all that is found, in the documents of the units too."""
        shown = self.open(book, unit)
        if unit:
            return shown.findings
        with self._lock:
            asked, found = self._every.get(book.name, ({}, ()))
            if not asked or not Answers().holds(asked):
                asked = {}
                with inputs.recorded(asked):
                    found = publish.prepare(book.folder, self.templates, shown_as=book.shown).findings
                self._every = {book.name: (asked, found)}
        return tuple(dict.fromkeys((*found, *(one for one in shown.findings if has_errors((one,))))))
