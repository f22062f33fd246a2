"""One document of `budget generate`: made in any process, and told by whoever asked for it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base import files, inputs
from generator.base.frozen import frozen
from generator.base.inputs import Inputs
from generator.batch import memory, program
from generator.batch.made import Finished, MadeFile
from generator.batch.memory import Remembered
from generator.commands import console, crash
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.common import report_lines, texts_of
from generator.commands.workspace import BudgetFolder, Workspace
from generator.findings import groups
from generator.findings import text as report
from generator.findings.finding import Finding, has_errors, stops

if TYPE_CHECKING:
    from generator.facts.budget import Budget
    from generator.pack.spec import Pack
    from generator.publish import Output, Prepared, Reading


@frozen
class Job:
    """One document to generate."""

    source: BudgetFolder
    workspace: Workspace
    output: Path
    formats: tuple[str, ...]
    unit: str = ""
    attach_data: bool = False
    strict: bool = False  # an open warning stops it, too
    draft: bool = False  # in spite of errors, only to be looked at
    most: int = 0  # errors that are told; 0 is all
    parts: tuple[str, ...] = ()  # optional parts of the form (选印) that are printed

    @property
    def name(self) -> str:
        """Name what is generated: a budget, or one of its units."""
        return f"{self.source.shown}（单位 {self.unit}）" if self.unit else self.source.shown

    @property
    def key(self) -> memory.DocumentKey:
        """Give what the record of what was made calls the document."""
        return inputs.whole(self.output), inputs.whole(self.source.folder), self.unit

    @property
    def options(self) -> str:
        """Give what else decides what is written; formats are files of their own."""
        packs = below_root(inputs.whole(self.workspace.templates), self.workspace.root)  # or those of the program
        parts = "".join(f"加印{part} " for part in self.parts)
        return f"{'附数据 ' * self.attach_data}{'严格 ' * self.strict}{parts}{packs}"


@dataclass(slots=True)
class Outcome:
    """What a job says, in lines, about which budget, and how it ended: an exit code."""

    name: str
    code: int = OK
    said: list[str] = field(default_factory=list)
    complained: list[str] = field(default_factory=list)
    first: str = ""  # what stopped it, in a line
    entry: Remembered | None = None  # what was written; None where nothing was, and of a draft
    is_same: bool = False  # as it was before: nothing was written
    units: tuple[str, ...] = ()  # of a department: those with documents of their own


def run(job: Job) -> Outcome:
    """Generate one document; whatever happens to it is told, and stops no other."""
    try:
        return _generate(job)
    except Exception as error:
        return stopped(job.name, crash.finding_of(error, job.source.shown))


def died(job: Job) -> Outcome:
    """Say that the process died in which a document was generated."""
    return stopped(job.name, crash.died(job.source.shown))


def stopped(name: str, finding: Finding) -> Outcome:
    """Say that a document is not generated, and why."""
    complained = [*report_lines([finding]), f"{name}：没有生成。"]
    return Outcome(name, ERRORS, complained=complained, first=report.concise(finding))


def unchanged(job: Job, entry: Remembered, answers: memory.Answers) -> Remembered | None:
    """Give what was made of a document before, if all that it depends on and its files are as they were; else None."""
    if (entry.options, entry.program) != (job.options, program.fingerprint()) or not answers.holds(entry.inputs):
        return None
    return memory.intact(entry, job.output)


def has_formats(job: Job, entry: Remembered) -> bool:
    """Tell whether all formats that are asked for are there."""
    return {Path(file.name).suffix[1:] for file in entry.document.files} >= set(job.formats)


def same(job: Job, entry: Remembered) -> Outcome:
    """Say that a document is as it was, and again what was said when it was made."""
    complained = [_left(job, entry.left)] if entry.left else []
    said = [f"没有变化 {_relative(job.output / entry.document.folder)}"]
    return Outcome(job.name, said=said, complained=complained, entry=entry, is_same=True, units=entry.units)


def _generate(job: Job) -> Outcome:
    """Generate one document; nothing is printed, so that processes do not talk over each other."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    if job.draft:
        return _draft(job)
    started = time.perf_counter()
    prepared, asked, outcome = prepared_for(job)
    found, finished = prepared.findings, None
    if job.strict and prepared.budget is not None:
        found += tuple(publish.undated(prepared.budget))
    if prepared.document is not None and prepared.pack is not None and not stops(found, strict=job.strict):
        places = prepared.budget.places if prepared.budget else None
        finished, more = publish.finish(
            prepared.document, prepared.pack, job.formats, places=places, attach_data=job.attach_data
        )
        found += more
    outcome.complained = complaints(found, job)
    if finished is None or prepared.budget is None or prepared.document is None or stops(found, strict=job.strict):
        what = "错误" if has_errors(found) else "警告，或者在“出错说明”里写明原因"
        return refused(outcome, found, job, f"{job.source.shown}：没有生成，请先改正上面的{what}。")
    paths = _write(finished, prepared.budget, job, outcome, started)
    if paths:
        names = publish.file_names(finished)
        made = described(
            prepared.budget,
            prepared.pack,
            job,
            title=finished.title,
            folder=publish.output_folder(prepared.budget, job.unit),
            pages=finished.pages,
            written={names[form]: data for form, data in finished.files.items()},
        )
        stamps = {path.name: memory.stamp(path) for path in paths}
        options, is_of = job.options, program.fingerprint()
        outcome.entry = Remembered(made, stamps, options, is_of, asked, len(found), outcome.units)
    return outcome


def prepared_for(job: Job) -> tuple[Prepared, Inputs, Outcome]:
    """Read the budget of a job and build its document; with all that was asked of the disk, and the outcome so far."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    outcome, (reading, known) = Outcome(job.name), _read(job)
    asked = {**known}
    with inputs.recorded(asked):
        prepared = publish.composed(reading, unit=job.unit, every=False, parts=job.parts)
    outcome.units = units_of(prepared, job)
    return prepared, asked, outcome


def _read(job: Job) -> tuple[Reading, Inputs]:
    """Read the budget of a job, or give what was read for the document before if the disk still says the same."""
    of = Path(inputs.whole(job.source.folder)), Path(inputs.whole(job.workspace.templates)), job.source.shown
    reading, asked = _read_last(*of)
    if not memory.Answers().holds(asked):
        _read_last.cache_clear()
        reading, asked = _read_last(*of)
    return reading, asked


@lru_cache(maxsize=1)  # the documents of a department's units follow one another
def _read_last(folder: Path, templates: Path, shown: str) -> tuple[Reading, Inputs]:
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    asked = Inputs()
    with inputs.recorded(asked):
        return publish.read(folder, templates, shown_as=shown), asked


def refused(outcome: Outcome, findings: Iterable[Finding], job: Job, said: str) -> Outcome:
    """Say that nothing is written because of what was found."""
    outcome.complained.append(said)
    outcome.code, outcome.first = ERRORS, first_of(findings, job)
    return outcome


def unwritten(outcome: Outcome, error: OSError) -> Outcome:
    """Say why files could not be written."""
    outcome.code, outcome.first = ENVIRONMENT, files.problem(error)
    outcome.complained.append(outcome.first)
    return outcome


def units_of(prepared: Prepared, job: Job) -> tuple[str, ...]:
    """Give the units of a department that have documents of their own; a unit alone is no department."""
    from generator.publish import own_budgets  # noqa: PLC0415 only what a command needs is imported

    budget = prepared.budget
    return () if budget is None or job.unit else tuple(code for code in own_budgets(budget) if code != budget.code)


def _draft(job: Job) -> Outcome:
    """Generate a draft in spite of errors; it is refused only where nothing can be built."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    started = time.perf_counter()
    outcome, finished = Outcome(job.name), None
    of, shown = (job.source.folder, job.workspace.templates), job.source.shown
    try:
        prepared = publish.prepare_draft(*of, shown_as=shown, unit=job.unit, parts=job.parts)
        found = prepared.findings
        if prepared.document is not None and prepared.pack is not None:
            finished, more = publish.finish(prepared.document, prepared.pack, job.formats)
            found += more
    except (ArithmeticError, LookupError, TypeError, ValueError):  # so little is known that the form cannot be filled
        prepared = publish.prepare(*of, shown_as=shown, unit=job.unit, parts=job.parts)
        found = prepared.findings
        if not has_errors(found):
            raise
    outcome.units = units_of(prepared, job)
    outcome.complained = complaints(found, job)
    if finished is None or prepared.budget is None:
        return refused(outcome, found, job, f"{job.name}：草稿也排不出来，请先改正上面的错误。")
    if not _write(finished, prepared.budget, job, outcome, started):
        return outcome
    errors = sum(has_errors((finding,)) for finding in found)
    outcome.said.append(f"  这是草稿{f'，还有 {errors} 个错误' if errors else ''}，不能公开。")
    return outcome


def _write(finished: Output, budget: Budget, job: Job, outcome: Outcome, started: float) -> tuple[Path, ...]:
    """Write the files of a document, and say so, or why they could not be written."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    try:
        paths = publish.write_files(replace(finished, folder=publish.output_folder(budget, job.unit)), job.output)
    except OSError as error:
        unwritten(outcome, error)
        return ()
    outcome.said = [f"已生成 {_relative(path)}" for path in paths]
    outcome.said.append(f"  {finished.pages} 页，用时 {time.perf_counter() - started:.2f} 秒")
    return paths


def described(
    budget: Budget, pack: Pack | None, job: Job, *, title: str, folder: str, pages: int, written: Mapping[str, bytes]
) -> Finished:
    """Give what the list of what was made says of a document; `written` are its files by name."""
    from generator.publish import own_budgets  # noqa: PLC0415 only what a command needs is imported

    return Finished(
        year=budget.year,
        code=budget.code,
        name=budget.name,
        unit=job.unit,
        unit_name=own_budgets(budget)[job.unit] if job.unit else "",
        title=title,
        date=str(budget.data.get("公开日期") or ""),
        pack=pack.name if pack else "",
        pack_year=pack.year if pack else 0,
        folder=folder,
        pages=pages,
        parts="、".join(job.parts),
        files=tuple(MadeFile(name, inputs.digest_of(data), len(data)) for name, data in written.items()),
    )


def below_root(folder: str, root: Path) -> str:
    """Name a folder as it lies below the root; one that lies elsewhere by its own name alone."""
    try:
        return Path(folder).relative_to(os.path.abspath(root)).as_posix()
    except ValueError:
        return f"…/{Path(folder).name}"


def complaints(findings: Iterable[Finding], job: Job) -> list[str]:
    """Return what stops the job, or the first of it where there are many jobs; of the rest, how many there are."""
    every = list(findings)
    full = [finding for finding in every if stops((finding,), strict=job.strict)]
    said = _in_full(full, job)
    if len(every) > len(full):
        said.append(_left(job, len(every) - len(full)))
    return said


def _left(job: Job, left: int) -> str:
    return f"{job.source.shown}：另有 {left} 条{'提示' if job.strict else '警告和提示'}，请用 budget check 查看。"


def first_of(findings: Iterable[Finding], job: Job) -> str:
    """Give the first of what stops a job, in a line."""
    return next((report.concise(one) for one in findings if stops((one,), strict=job.strict)), "")


def _in_full(findings: Sequence[Finding], job: Job) -> list[str]:
    if not findings:
        return []
    every = groups.grouped(findings)
    shown = groups.leading(every, job.most)
    texts = texts_of([one.first for one in shown], job.source, job.workspace)
    told = report.render_groups(shown, texts, columns=console.columns(error=True))
    left = sum(one.size for one in every) - sum(one.size for one in shown)
    more = [f"另有 {left} 条同样要改正，请用 budget check {job.source.shown} 查看。"] if left else []
    return [*told.rstrip("\n").split("\n"), "", *more, report.summary(findings)]


def _relative(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
