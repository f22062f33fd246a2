"""`budget audit`: what published files of anybody say against themselves, where, and what was not checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from generator.audit import told
from generator.audit.document import document_of
from generator.audit.remark import UNLAWFUL, WRONG
from generator.audit.told import Audited
from generator.base.extras import MissingLibraryError, require
from generator.base.files import replace_file
from generator.commands import crash
from generator.commands.chinese import Command
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.common import (
    complain,
    find_budgets,
    jobs_option,
    root_option,
    say,
    say_report,
    workspace_of,
)
from generator.commands.import_ import files_asked, forms_of, packs_asked
from generator.commands.processes import in_processes
from generator.commands.workspace import BudgetFolder, Workspace
from generator.findings import clean
from generator.findings.finding import has_errors
from generator.grids.grid import ForeignFile
from generator.pack import loader

FORMATS = ("text", "json", "xlsx", "html")
_MADE = "pdf"  # of a budget
_SHOWN, _EVERY = 12, 10**9  # remarks of a certainty


@dataclass(frozen=True, slots=True)
class _AuditJob:
    """A file to audit, or a budget whose document is made first; and the packs that it may be of."""

    workspace: Workspace
    packs: tuple[str, ...]
    source: Path | BudgetFolder
    shown: str


@click.command(cls=Command)
@click.argument("names", nargs=-1, required=True, metavar="文件或预算…")
@click.option("--pack", default="", metavar="模板", help="按哪个格式读；不写就选最合的。")
@click.option(
    "-f", "--format", "style", type=click.Choice(FORMATS), default="text", metavar="格式",
    help=f"{'、'.join(FORMATS)}；默认 text。",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写进文件，不在屏幕显示。")
@jobs_option
@click.option("--verbose", is_flag=True, help="全部列出，不省略。")
@root_option
def audit(
    names: tuple[str, ...],
    pack: str,
    style: str,
    output: Path | None,
    jobs: int | None,
    verbose: bool,
    root: Path | None,
) -> None:
    """审核公开的文件（Word、PDF、Excel，谁的都行）：哪些前后矛盾、不合规定、可疑，在哪一页，哪些没有核对。

    可以写文件、文件夹，也可以写预算（部门编码、名称、文件夹）：先在临时文件夹里生成，再审核生成的文件。
    退出码：0 没有矛盾和不合规定的，1 有，或者有文件没有读成。
    """
    if style == "xlsx" and output is None:
        raise click.UsageError("xlsx 格式要用 -o 写明文件名，例如 -o 审核.xlsx。")
    workspace = workspace_of(root)
    packs = packs_asked(loader.list_folders(workspace.templates), pack)
    try:
        require("import")
    except MissingLibraryError as error:
        complain(str(error))
        sys.exit(ENVIRONMENT)
    work = list(_work(names, workspace, packs))
    every = tuple(in_processes(_audited, work, jobs, _died))
    _write(every, style, output, _EVERY if verbose else _SHOWN)
    bad = any(one.problem or one.count(WRONG) or one.count(UNLAWFUL) for one in every)
    sys.exit(ERRORS if bad else OK)


def _work(names: Sequence[str], workspace: Workspace, packs: tuple[str, ...]) -> Iterator[_AuditJob]:
    for name in names:
        path = Path(name)
        if path.is_file() or (path.is_dir() and not _is_budget(path)):
            found = list(files_asked((path,)))
            if not found:
                raise click.UsageError(f"文件夹“{name}”里没有可以审核的文件。")
            yield from (_AuditJob(workspace, packs, file, shown) for file, shown in found)
        elif path.suffix and not path.exists():
            raise click.UsageError(f"没有文件“{name}”。")
        else:
            for one in find_budgets(workspace, (name,)):
                yield _AuditJob(workspace, packs, one, one.shown)


def _is_budget(folder: Path) -> bool:
    return any(folder.glob("*.yaml"))


def _died(job: _AuditJob) -> Audited:
    return Audited(job.shown, problem=crash.died(job.shown).message)


def _audited(job: _AuditJob) -> Audited:
    """Audit a file; whatever happens is told and stops no other."""
    try:
        from generator.grids import reader  # noqa: PLC0415 only what a command needs is imported

        if isinstance(job.source, Path):
            return _of_file(job, reader.read(job.source, job.shown))
        made = _made(job, job.source)
        return made if isinstance(made, Audited) else _of_file(job, reader.read_bytes(made, f"{job.shown}.{_MADE}"))
    except Exception as error:
        return Audited(job.shown, problem=crash.finding_of(error, job.shown).message)


def _of_file(job: _AuditJob, read: ForeignFile) -> Audited:
    if has_errors(read.findings):
        return Audited(job.shown, problem="".join(one.message for one in read.findings))
    source = forms_of(job.workspace.templates, job.packs).read(read)
    if source is None:
        return Audited(job.shown, problem="没有认出一张表，可能是别的格式（--pack），或者不是预算文件。")
    return told.audited(job.shown, document_of(source))


def _made(job: _AuditJob, budget: BudgetFolder) -> bytes | Audited:
    """Make the PDF of a budget, or say why there is none."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    prepared = publish.prepare(budget.folder, job.workspace.templates, shown_as=budget.shown, every=False)
    if prepared.document is not None and prepared.pack is not None:
        finished, _ = publish.finish(prepared.document, prepared.pack, (_MADE,))
        if finished is not None:
            return finished.files[_MADE]
    return Audited(job.shown, problem="预算有错误，没有可以审核的文件；请先运行 budget check，改正错误。")


def _write(every: Sequence[Audited], style: str, output: Path | None, most: int) -> None:
    text = [line for one in every for line in told.lines(one, most)]
    text += [told.summary(every)] if len(every) > 1 else []
    if output is None and style == "text":
        say(*text)
    elif output is None:
        data = told.as_page(every) if style == "html" else told.as_json(every).encode()
        say_report(clean.Clean(data.decode()), for_programs=True)
    else:
        made = {"xlsx": told.as_workbook, "html": told.as_page}.get(style)
        plain = told.as_json(every) if style == "json" else "".join(f"{clean.line(line)}\n" for line in text)
        replace_file(output, made(every) if made else plain.encode())
        say(told.summary(every))
