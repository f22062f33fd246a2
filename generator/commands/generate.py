"""`budget generate`: one budget, or all of them on every processor."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base import extras, files
from generator.base.formats import DEFAULT, EXTRA, FORMATS
from generator.batch import manifest
from generator.batch.made import Finished, MadeFile
from generator.commands import console, crash
from generator.commands.chinese import Command
from generator.commands.clashes import clashes
from generator.commands.common import (
    ENVIRONMENT,
    ERRORS,
    OK,
    budgets_argument,
    complain,
    find_budgets,
    report_lines,
    root_option,
    say,
    texts_of,
    workspace_of,
    year_option,
)
from generator.commands.processes import in_processes
from generator.commands.units import asked_for
from generator.commands.workspace import BUDGETS, EVERY, OUT, BudgetFolder, Workspace
from generator.findings import groups
from generator.findings import text as report
from generator.findings.finding import Finding, has_errors, stops
from generator.machine.machine import this_machine
from generator.machine.revisions import committed

if TYPE_CHECKING:
    from generator.facts.budget import Budget
    from generator.pack.spec import Pack
    from generator.publish import Output

MOST_TOLD = 3  # errors of a budget that are told where several are generated
FORMATS_HELP = "、".join(f"{name}（{what}）" for name, what in FORMATS.items())


@dataclass(frozen=True, slots=True)
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


@dataclass(slots=True)
class Outcome:
    """What a job says, in lines, about which budget, and how it ended: an exit code."""

    name: str
    code: int = OK
    said: list[str] = field(default_factory=list)
    complained: list[str] = field(default_factory=list)
    made: tuple[Finished, str] | None = None  # and its budget below the root; of drafts none


@click.command(cls=Command)
@budgets_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件夹", help="输出文件夹，默认是根文件夹下的 out。"
)
@click.option(
    "-f",
    "--format",
    "formats",
    default=",".join(DEFAULT),
    metavar="格式",
    help=f"输出格式，用逗号分开：{FORMATS_HELP}；默认 {','.join(DEFAULT)}。",
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="单位",
    help=f"只生成这个所属单位的单位预算，写编码（例如 350001）或者名称；可以写几次，{EVERY} 是全部所属单位。",
)
@click.option(
    "--attach-data",
    is_flag=True,
    help="把印出来的全部数字（数据.json）附在 PDF 里（PDF/A-3a）。YAML、注释、备注和出错说明不会附上。",
)
@click.option(
    "--strict",
    is_flag=True,
    help="还有没说明的警告就不生成，并列出警告。没有写公开日期也算警告。用于公开前的最后一次生成。",
)
@click.option(
    "--draft",
    is_flag=True,
    help="有错误也生成草稿：每页印有“草稿”，文件名带“（草稿）”，读不出来的数空着。只供编制时查看，不能公开。",
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), metavar="个数", help="同时用几个进程，默认与处理器一样多。")
@year_option
@root_option
def generate(
    budgets: tuple[str, ...],
    output: Path | None,
    formats: str,
    units: tuple[str, ...],
    attach_data: bool,
    strict: bool,
    draft: bool,
    jobs: int | None,
    year: str,
    root: Path | None,
) -> None:
    """生成公开文本（Word 和 PDF）。有错误的预算不生成，原有的文件不动。"""
    if draft and (strict or attach_data):
        raise click.UsageError("--draft 不能与 --strict、--attach-data 一起用：草稿不是公开的文件。")
    workspace = workspace_of(root)
    chosen = _formats(formats)
    sources = find_budgets(workspace, budgets, year)
    clashing = clashes(workspace, sources)
    outcomes = [_tell(_stopped(source.shown, finding)) for source, finding in clashing.items()]
    asked = asked_for([source for source in sources if source not in clashing], units)
    to = output or workspace.root / OUT
    most = MOST_TOLD if len(asked) > 1 else 0
    work = [Job(source, workspace, to, chosen, unit, attach_data, strict, draft, most) for source, unit in asked]
    outcomes += map(_tell, in_processes(run, work, jobs, _died))
    _list(to, [outcome.made for outcome in outcomes if outcome.made], workspace)
    failed = [outcome.name for outcome in outcomes if outcome.code != OK]
    if len(outcomes) > 1:
        say(f"共 {len(outcomes)} 个预算，生成 {len(outcomes) - len(failed)} 个，没有生成 {len(failed)} 个。")
        say(*(f"没有生成：{name}" for name in failed))
    sys.exit(max(outcome.code for outcome in outcomes))


def _list(output: Path, made: Sequence[tuple[Finished, str]], workspace: Workspace) -> None:
    """Put what was made into the list beside it. Raises NotWrittenError."""
    if made:
        folders = [budget for _, budget in made]
        manifest.write(output, made, committed(this_machine(console.encoding()), workspace.root, BUDGETS, folders))


def _died(job: Job) -> Outcome:
    """Say that the process died in which a document was generated."""
    return _stopped(_name(job), crash.died(job.source.shown))


def run(job: Job) -> Outcome:
    """Generate one document; whatever happens to it is told, and stops no other."""
    try:
        return _generate(job)
    except Exception as error:
        return _stopped(_name(job), crash.finding_of(error, job.source.shown))


def _stopped(name: str, finding: Finding) -> Outcome:
    return Outcome(name, ERRORS, complained=[*report_lines([finding]), f"{name}：没有生成。"])


def _name(job: Job) -> str:
    """Name what is generated: a budget, or one of its units."""
    return f"{job.source.shown}（单位 {job.unit}）" if job.unit else job.source.shown


def _generate(job: Job) -> Outcome:
    """Generate one document; nothing is printed, so that processes do not talk over each other."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    if job.draft:
        return _draft(job)
    started = time.perf_counter()
    outcome = Outcome(_name(job))
    prepared = publish.prepare(
        job.source.folder, job.workspace.templates, shown_as=job.source.shown, unit=job.unit, every=False
    )
    found, finished = prepared.findings, None
    if job.strict and prepared.budget is not None:
        found += tuple(publish.undated(prepared.budget))
    if prepared.document is not None and prepared.pack is not None and not stops(found, strict=job.strict):
        places = prepared.budget.places if prepared.budget else None
        finished, more = publish.finish(
            prepared.document, prepared.pack, job.formats, places=places, attach_data=job.attach_data
        )
        found += more
    outcome.complained = _complaints(found, job)
    if finished is None or prepared.budget is None or prepared.document is None or stops(found, strict=job.strict):
        what = "错误" if has_errors(found) else "警告，或者在“出错说明”里写明原因"
        outcome.complained.append(f"{job.source.shown}：没有生成，请先改正上面的{what}。")
        outcome.code = ERRORS
        return outcome
    _write(finished, prepared.budget, job, outcome, started)
    if outcome.code == OK:
        outcome.made = _made(finished, prepared.budget, prepared.pack, job), _below_root(job)
    return outcome


def _made(finished: Output, budget: Budget, pack: Pack | None, job: Job) -> Finished:
    """Give what the list of what was made says of a document."""
    from generator.publish import file_names, output_folder, own_budgets  # noqa: PLC0415

    names = file_names(finished)
    return Finished(
        year=budget.year,
        code=budget.code,
        name=budget.name,
        unit=job.unit,
        unit_name=own_budgets(budget)[job.unit] if job.unit else "",
        title=finished.title,
        date=str(budget.data.get("公开日期") or ""),
        pack=pack.name if pack else "",
        pack_year=pack.year if pack else 0,
        folder=output_folder(budget, job.unit),
        pages=finished.pages,
        files=tuple(
            MadeFile(names[form], hashlib.sha256(data).hexdigest(), len(data)) for form, data in finished.files.items()
        ),
    )


def _below_root(job: Job) -> str:
    """Name the folder of a budget as it lies below the root; one that lies elsewhere by its own name alone."""
    try:
        return Path(os.path.abspath(job.source.folder)).relative_to(os.path.abspath(job.workspace.root)).as_posix()
    except ValueError:
        return job.source.folder.name


def _draft(job: Job) -> Outcome:
    """Generate a draft in spite of errors; it is refused only where nothing can be built."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    started = time.perf_counter()
    outcome, finished = Outcome(_name(job)), None
    of, shown = (job.source.folder, job.workspace.templates), job.source.shown
    try:
        prepared = publish.prepare_draft(*of, shown_as=shown, unit=job.unit)
        found = prepared.findings
        if prepared.document is not None and prepared.pack is not None:
            finished, more = publish.finish(prepared.document, prepared.pack, job.formats)
            found += more
    except (ArithmeticError, LookupError, TypeError, ValueError):  # so little is known that the form cannot be filled
        prepared = publish.prepare(*of, shown_as=shown, unit=job.unit)
        found = prepared.findings
        if not has_errors(found):
            raise
    outcome.complained = _complaints(found, job)
    if finished is None or prepared.budget is None:
        outcome.complained.append(f"{_name(job)}：草稿也排不出来，请先改正上面的错误。")
        outcome.code = ERRORS
        return outcome
    _write(finished, prepared.budget, job, outcome, started)
    errors = sum(has_errors((finding,)) for finding in found)
    outcome.said.append(f"  这是草稿{f'，还有 {errors} 个错误' if errors else ''}，不能公开。")
    return outcome


def _write(finished: Output, budget: Budget, job: Job, outcome: Outcome, started: float) -> None:
    """Write the files of a document, and say so."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    try:
        paths = publish.write_files(replace(finished, folder=publish.output_folder(budget, job.unit)), job.output)
    except OSError as error:
        outcome.complained.append(files.problem(error))
        outcome.code = ENVIRONMENT
        return
    outcome.said = [f"已生成 {_relative(path)}" for path in paths]
    outcome.said.append(f"  {finished.pages} 页，用时 {time.perf_counter() - started:.2f} 秒")


def _tell(outcome: Outcome) -> Outcome:
    """Print what a job says."""
    complain(*outcome.complained)
    say(*outcome.said)
    return outcome


def _complaints(findings: Iterable[Finding], job: Job) -> list[str]:
    """Return what stops the job, or the first of it where there are many jobs; of the rest, how many there are."""
    every = list(findings)
    full = [finding for finding in every if stops((finding,), strict=job.strict)]
    said = _in_full(full, job)
    if len(every) > len(full):
        rest = "提示" if job.strict else "警告和提示"
        said.append(f"{job.source.shown}：另有 {len(every) - len(full)} 条{rest}，请用 budget check 查看。")
    return said


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


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.replace("，", ",").split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise click.UsageError(f"不认识的格式“{'、'.join(unknown)}”，可以写：{'、'.join(FORMATS)}。")
    for name in EXTRA.keys() & names:
        extras.require(EXTRA[name])
    return names


def _relative(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
