"""One document of `budget site`: its page and its data, made in any process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.base import files, inputs
from generator.base.frozen import frozen
from generator.batch import memory, program
from generator.batch.made import Finished, MadeFile
from generator.batch.memory import Remembered
from generator.commands import crash
from generator.commands.documents import (
    Job,
    Outcome,
    complaints,
    described,
    prepared_for,
    refused,
    stopped,
    units_of,
    unwritten,
)
from generator.findings.finding import has_errors

if TYPE_CHECKING:
    from generator.publish import Prepared
    from generator.website.data import Owner, Published
    from generator.website.document import PageContext
    from generator.writers.laid import Laid

INDEX = "index.html"
FORMATS = ("html", "json", "csv")
_LARGEST = 500_000_000  # bytes of a file to download


@frozen
class Download:
    """A generated file that the page offers, and where it lies."""

    file: MadeFile
    path: str


@frozen
class PageJob(Job):
    """One document to make a page of."""

    downloads: tuple[tuple[tuple[str, str], tuple[Download, ...]], ...] = ()  # by department and unit
    address: str = ""  # of the site
    district: str = ""
    has_years: bool = False

    def offered(self, key: tuple[str, str]) -> tuple[Download, ...]:
        """Give the files that a document's page offers."""
        return dict(self.downloads).get(key, ())

    @property
    def options(self) -> str:
        """Give what else decides what is written."""
        own = (every for (_, unit), every in self.downloads if unit == self.unit)
        offered = [f"{one.file.name} {one.file.sha256}" for every in own for one in every]
        more = "\n".join((self.address, self.district, str(self.has_years), *offered))
        usual = super(PageJob, self).options  # noqa: UP008 without names it is of the class before it had slots
        return f"网站 {inputs.digest_of(more.encode('utf-8', 'replace'))} {usual}"


def run(job: PageJob) -> Outcome:
    """Make one page; whatever happens to it is told, and stops no other."""
    try:
        return _made(job)
    except Exception as error:
        return stopped(job.name, crash.finding_of(error, job.source.shown))


def _made(job: PageJob) -> Outcome:
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    prepared, asked, outcome = prepared_for(job)
    found, laid = prepared.findings, None
    places = prepared.budget.places if prepared.budget else None
    if prepared.document is not None and prepared.pack is not None and not has_errors(found):
        laid, more = publish.arrange(prepared.document, prepared.pack, places)
        found += more
    outcome.complained = complaints(found, job)
    if laid is None or prepared.budget is None or has_errors(found):
        return refused(outcome, found, job, f"{job.source.shown}：没有做网页，原有的网页不动。请先改正上面的错误。")
    try:
        finished, stamps = _write(prepared, laid, job)
    except OSError as error:
        return unwritten(outcome, error)
    outcome.said = [f"已生成 {finished.folder}/{INDEX}"]
    outcome.entry = Remembered(finished, stamps, job.options, program.fingerprint(), asked, len(found), outcome.units)
    return outcome


def _write(prepared: Prepared, laid: Laid, job: PageJob) -> tuple[Finished, dict[str, tuple[int, ...]]]:
    """Write the page, its data and what it offers. Raises OSError."""
    budget = prepared.budget
    assert budget is not None  # noqa: S101 there is a document
    whose = _whose(prepared, job)
    folder = f"{whose.year}/{whose.folder}"
    offered = job.offered(whose.key)
    copied = {one.file.name: files.read_file(Path(one.path), _LARGEST) for one in offered}
    intact = tuple(one.file for one in offered if inputs.digest_of(copied[one.file.name]) == one.file.sha256)
    written = _files(prepared, laid, job, whose, intact)
    files.require_inside(job.output / folder, job.output)
    written |= {one.name: copied[one.name] for one in intact}
    files.replace_files({job.output / folder / name: data for name, data in written.items()}, make_folders=True)
    stamps = {name: memory.stamp(job.output / folder / name) for name in written}
    title, pages = laid.document.title, len(laid.pages.pages)
    return described(budget, prepared.pack, job, title=title, folder=folder, pages=pages, written=written), stamps


def _files(
    prepared: Prepared, laid: Laid, job: PageJob, whose: Owner, offered: tuple[MadeFile, ...]
) -> dict[str, bytes]:
    """Write the page and the data of a document, in memory."""
    from generator.facts import classification  # noqa: PLC0415 only what a command needs is imported
    from generator.tables.setting import Names  # noqa: PLC0415
    from generator.website import data, document  # noqa: PLC0415
    from generator.website.glance import glance  # noqa: PLC0415
    from generator.website.leaves import opened  # noqa: PLC0415

    budget, pack = prepared.budget, prepared.pack
    assert budget is not None and pack is not None  # noqa: S101, PT018 there is a document
    names = Names(classification.load(budget.year), (budget.names, pack.names))
    subject = budget.subject_of(job.unit)
    taken = opened(laid.document, budget, names)
    said = glance(budget, subject, pack.queries, taken, names)
    known = data.published(whose, laid.document.title, len(laid.pages.pages), said, taken.leaves)
    resources = (
        (data.LEAVES, "明细", data.LEAF_COLUMNS),
        (data.FIGURES, "印出来的每个数", data.FIGURE_COLUMNS),
    )
    name = f"budget-{whose.year}-{whose.folder}".lower()
    return {
        INDEX: document.page(laid, budget, subject, said, _context(prepared, job, whose, offered)),
        data.DATA: data.as_json(known),
        data.LEAVES: data.leaves_csv([known]),
        data.FIGURES: data.figures_csv(taken.figures),
        data.PACKAGE: data.package(name, laid.document.title, resources),
    }


def _whose(prepared: Prepared, job: PageJob) -> Owner:
    from generator.publish import own_budgets  # noqa: PLC0415 only what a command needs is imported
    from generator.website.data import Owner  # noqa: PLC0415

    budget = prepared.budget
    assert budget is not None  # noqa: S101 there is a document
    unit_name = own_budgets(budget)[job.unit] if job.unit else ""
    return Owner(budget.year, budget.code, budget.name, job.unit, unit_name, budget.subject.version == "单位")


def _context(prepared: Prepared, job: PageJob, whose: Owner, offered: tuple[MadeFile, ...]) -> PageContext:
    from generator.publish import own_budgets  # noqa: PLC0415 only what a command needs is imported
    from generator.website import data  # noqa: PLC0415
    from generator.website.document import Neighbour, PageContext  # noqa: PLC0415

    names = own_budgets(prepared.budget) if prepared.budget else {}
    return PageContext(
        district=job.district,
        department=Neighbour(whose.name, whose.code) if whose.unit else None,
        units=tuple(Neighbour(names[code], code) for code in units_of(prepared, job)),
        downloads=offered,
        data=data.FILES,
        address=f"{job.address}{whose.year}/{whose.folder}/{INDEX}" if job.address else "",
        has_years=job.has_years,
    )


def read(output: Path, entry: Remembered) -> Published | None:
    """Read what a page's data say, if it is still as it was written."""
    from generator.website import data  # noqa: PLC0415 only what a command needs is imported

    made = next((one for one in entry.document.files if one.name == data.DATA), None)
    if made is None:
        return None
    return read_file(output / entry.document.folder / data.DATA, made.sha256)


def read_file(path: Path, sha256: str) -> Published | None:
    """Read the data of a document from a file of which the digest is known."""
    from generator.website import data  # noqa: PLC0415 only what a command needs is imported

    try:
        found = files.read_file(path, _LARGEST)
        return data.from_json(found) if inputs.digest_of(found) == sha256 else None
    except (OSError, ValueError, TypeError, LookupError, ArithmeticError):
        return None


__all__ = ["INDEX", "Download", "PageJob", "read", "read_file", "run"]
