"""`budget import`: workbooks, last year's Word and PDF files as a budget that a person would have written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.extras import MissingLibraryError, require
from generator.base.frozen import frozen
from generator.commands import crash
from generator.commands.chinese import Command
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.common import (
    complain,
    jobs_option,
    report_lines,
    root_option,
    say,
    workspace_of,
    year_asked,
)
from generator.commands.import_writing import AskedImport, alone, lacking, write_files
from generator.commands.processes import in_processes
from generator.findings.finding import has_errors
from generator.intake.leaf_words import unused
from generator.intake.mapping import NAME, column_mapping
from generator.pack import loader
from generator.pack.spec import Pack

if TYPE_CHECKING:  # reading forms takes long to import, and only this command does
    from generator.intake.reading import PossibleForms, WhoseFile


_OTHER_YEAR = (
    "{0} 是 {1} 年的文件：请不写 --year，先导入为 {1} 年的预算；"
    "要由它开始 {2} 年的，再运行 budget rollover {1} {2}，上年的数由旁边的文件夹比较。"
)


@click.command("import", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")
@click.option("--code", default="", metavar="编码", help="部门（或单位）编码；文件里没有的，要写。")
@click.option("--name", default="", metavar="名称", help="部门（或单位）名称；文件里读不出来的，要写。")
@click.option("--year", default="", metavar="年度", help="预算年度；文件里没有写的，要写。")
@click.option("--pack", default="", metavar="模板", help="按哪个格式读；不写就选最合的。")
@click.option("--dry-run", is_flag=True, help="只看报告，不写文件。")
@jobs_option
@click.option("--verbose", is_flag=True, help="报告里全部列出，不省略。")
@root_option
def import_(
    files: tuple[Path, ...],
    code: str,
    name: str,
    year: str,
    pack: str,
    dry_run: bool,
    jobs: int | None,
    verbose: bool,
    root: Path | None,
) -> None:
    """导入表格和文件：一体化系统的公开表（Excel）、以前公开的 Word 或 PDF，写成 budgets 下的一个预算。

    可以写几个文件，也可以写文件夹。每个数从哪里来记在 来源.json；推定的在那一行注明“待核实”。已有的文件夹不改动。
    """
    for file in files:
        if not file.exists():
            raise click.UsageError(f"没有文件“{file}”。")
    workspace = workspace_of(root)
    folders = loader.list_folders(workspace.templates)
    asked = year_asked(year, single=True)
    year_ = int(asked) if asked else 0
    packs = packs_asked(folders, pack)
    wanted = AskedImport(workspace, packs, code.strip(), name.strip(), year_, dry_run, verbose)
    try:
        require("import")
    except MissingLibraryError as error:
        complain(str(error))
        sys.exit(ENVIRONMENT)
    columns, wrong = column_mapping(workspace.root)
    complain(*report_lines(wrong))
    if has_errors(wrong):
        sys.exit(ERRORS)
    sys.exit(_import(wanted, [_ImportJob(wanted, (one,), columns) for one in files_asked(files)], jobs))


def packs_asked(folders: Sequence[loader.Folder], wanted: str) -> tuple[str, ...]:
    """Give the names of the packs that files may be read with. Raises click.UsageError for one that is not there."""
    known = loader.names_of(folders)
    if wanted and wanted not in known:
        raise click.UsageError(f"没有格式“{wanted}”，有{'、'.join(known)}。")
    return (wanted,) if wanted else known


def files_asked(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files that are to be read, each with the name by which it is told."""
    from generator.grids.reader import files_in  # noqa: PLC0415 only what a command needs is imported

    for path in paths:
        if path.is_dir():
            yield from files_in(path)
        else:
            yield path, path.name


@frozen
class _ImportJob:
    """Files that are read together: one, to find out whose it is, or all of one budget."""

    wanted: AskedImport
    files: tuple[tuple[Path, str], ...]
    columns: Mapping[str, str]  # of leaf lists, as 导入.yaml names them
    whose: WhoseFile | None = None  # as all of them together say


@frozen
class _Imported:
    """What came of files: what is to be told, whose they are, and the budget's files; none where nothing came of it."""

    told: tuple[str, ...] = ()  # to be complained of
    whose: WhoseFile | None = None
    report: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    code: int = OK
    leaves: bool = False  # a list of lines, which many departments may share


def _import(wanted: AskedImport, work: Sequence[_ImportJob], processes: int | None) -> int:
    """Read each file; put together those of one budget, reading them again only where they are several; write."""
    from generator.intake.reading import grouped  # noqa: PLC0415

    worst, read, lists = OK, [], list[_ImportJob]()
    for job, outcome in zip(work, in_processes(_read, work, processes, _died), strict=True):
        complain(*outcome.told)
        worst = max(worst, outcome.code)
        lists += [job] if outcome.leaves else []
        if outcome.whose is not None:
            read.append((job, outcome))
    if not work:
        complain("没有要导入的文件。")
        return ERRORS
    groups = grouped([outcome.whose for _, outcome in read if outcome.whose], code=wanted.code, year=wanted.year)
    beside = [group for group in groups if lists and group[0].only_projects]  # of the departments of the lists
    groups = [group for group in groups if group not in beside]
    joint = [
        _ImportJob(wanted, tuple(one for number in numbers for one in read[number][0].files), {}, whose)
        for whose, numbers in groups
        if len(numbers) > 1
    ]
    again = in_processes(_read, joint, processes, _died)
    for _, numbers in groups:
        outcome = read[numbers[0]][1] if len(numbers) == 1 else next(again)
        if len(numbers) > 1:
            worst = max(worst, outcome.code)
        worst = max(worst, _write(wanted, outcome))
    told = [read[number][0] for _, numbers in beside for number in numbers]
    return max(worst, _leaves(wanted, lists, told)) if lists else worst


def _leaves(wanted: AskedImport, jobs: Sequence[_ImportJob], told: Sequence[_ImportJob]) -> int:
    """Make the budgets of all departments whose lines stand in lists, with what files of projects say beside them."""
    from generator.commands.import_leaves import import_leaves  # noqa: PLC0415
    from generator.grids import reader  # noqa: PLC0415
    from generator.intake.leaves import leaf_lists  # noqa: PLC0415

    files = ((reader.read(*job.files[0]), job.columns) for job in jobs)
    forms = forms_of(wanted.workspace.templates, wanted.packs)
    beside = [forms.read(reader.read(*job.files[0]), wanted.year) for job in told]
    read = [(file, leaf_lists(file, columns)) for file, columns in files]
    headings = [text for _, ones in read for one in ones for text in one.headings]
    for theirs in unused(jobs[0].columns, headings):
        complain(f"{NAME} 里写着列“{theirs}”，这次导入的明细里没有这一列，请核对写法。")
    return import_leaves(wanted, read, [one for one in beside if one is not None])


def _write(wanted: AskedImport, outcome: _Imported) -> int:
    """Tell what was read, and write the budget where there is none yet."""
    whose = outcome.whose
    if whose is None or not outcome.files:
        complain(*outcome.report)
        return ERRORS
    say(f"{whose.code}-{whose.name}（{whose.year} 年）", *outcome.report)
    work = partial(write_files, wanted, outcome.files, (whose.code, whose.name), whose.year)
    return alone(work, whose.name)


def _died(job: _ImportJob) -> _Imported:
    return _Imported(tuple(report_lines([crash.died(job.files[0][1])])), code=ERRORS)


def _read(job: _ImportJob) -> _Imported:
    """Read files and make a budget of them in memory; whatever happens is told and stops no other."""
    try:
        return _made(job)
    except Exception as error:
        return _Imported(tuple(report_lines([crash.finding_of(error, job.files[0][1])])), code=ERRORS)


def _made(job: _ImportJob) -> _Imported:
    from generator.grids import reader  # noqa: PLC0415
    from generator.intake import report, writing  # noqa: PLC0415
    from generator.intake.assembling import make_draft  # noqa: PLC0415
    from generator.intake.leaves import leaf_lists  # noqa: PLC0415
    from generator.intake.reading import SameBudget, files_of  # noqa: PLC0415

    wanted = job.wanted
    forms = forms_of(wanted.workspace.templates, wanted.packs)
    told: list[str] = []
    sources = []
    for path, shown in job.files:
        file = reader.read(path, shown)
        if not job.whose and leaf_lists(file, job.columns):
            return _Imported(tuple(report_lines(file.findings)), leaves=True)
        told += [] if job.whose else report_lines(file.findings)
        if has_errors(file.findings):
            return _Imported(tuple(told), code=ERRORS)
        source = forms.read(file, wanted.year)
        if source is None:
            told.append(f"{shown}：没有认出一张表，可能是别的格式（--pack），或者不是预算文件。")
            return _Imported(tuple(told), code=ERRORS)
        if wanted.year and source.read.year not in (0, wanted.year):
            told.append(_OTHER_YEAR.format(shown, source.read.year, wanted.year))
            return _Imported(tuple(told), code=ERRORS)
        sources.append(source)
    whose = job.whose or sources[0].whose
    code, name, year = wanted.code or whose.code, wanted.name or whose.name, wanted.year or whose.year
    if note := lacking("、".join(shown for _, shown in job.files), code, name, year):
        return _Imported(tuple(told), whose, (note,))
    group = SameBudget(code, name, year, sources)
    made = make_draft(*files_of(group), (group.code, group.name), group.year)
    whose = replace(whose, code=group.code, name=group.name, year=group.year)
    lines = tuple(report.lines(group, made, every=wanted.every))
    return _Imported(tuple(told), whose, lines, writing.files(made.draft))


@cache
def forms_of(templates: Path, packs: tuple[str, ...]) -> PossibleForms:
    """Give the forms that files may have; their packs are read once in a process."""
    from generator.intake.reading import PossibleForms  # noqa: PLC0415

    folders = loader.list_folders(templates)

    @cache
    def pack_of(name: str, year: int) -> Pack | None:
        years = [one.year for one in folders if one.name == name and one.year]
        wanted = max(year, min(years, default=0)) if year else max(years, default=0)  # an older year's form is alike
        pack, found = loader.find(name, wanted, templates, folders=folders)
        return None if has_errors(found) else pack

    return PossibleForms(packs, pack_of)
