"""`budget audit`: what published files of anybody say against themselves, where, and what was not checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.audit import told, written
from generator.audit.document import AuditedDocument, Publication, document_of
from generator.audit.marking import UnmarkableError, marked
from generator.audit.master import Master, master_of
from generator.audit.remark import UNLAWFUL, WRONG
from generator.audit.told import Audited
from generator.base.extras import MissingLibraryError, require
from generator.base.files import NotWrittenError, problem, read_file, replace_file, replace_files
from generator.base.frozen import frozen
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
from generator.commands.status import read_register
from generator.commands.workspace import BudgetFolder, Workspace
from generator.district import register
from generator.findings import clean
from generator.findings.finding import has_errors
from generator.grids import problems
from generator.grids.grid import ForeignFile
from generator.grids.nature import nature
from generator.pack import loader

if TYPE_CHECKING:  # what a command needs is imported when it is needed
    from generator.district.register import Register
    from generator.facts.budget import Budget
    from generator.publish import Prepared

FORMATS = ("text", "json", "xlsx", "html", "pdf")
_FILES = {"xlsx": "审核.xlsx", "pdf": "批注.pdf"}  # formats that are no text, and an example of a name
_MADE = "pdf"  # of a budget
_SHOWN, _EVERY = 12, 10**9  # remarks of a certainty


@frozen
class _AuditJob:
    """A file to audit, or a budget whose document is made first; and the packs that it may be of."""

    workspace: Workspace
    packs: tuple[str, ...]
    source: Path | BudgetFolder
    shown: str
    target: Path | None = None  # where a copy with annotations is written
    against: BudgetFolder | None = None


@click.command(cls=Command)
@click.argument("names", nargs=-1, required=True, metavar="文件或预算…")
@click.option("--pack", default="", metavar="模板", help="按哪个格式读；不写就选最合的。")
@click.option("--against", default="", metavar="预算", help="同时与仓库里的这份预算逐数逐句核对。")
@click.option(
    "-f", "--format", "style", type=click.Choice(FORMATS), default="text", metavar="格式",
    help=f"{'、'.join(FORMATS)}；默认 text。",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件",
    help="写进文件，不在屏幕显示；pdf 是加了批注的副本，审核几份的写文件夹。",
)  # fmt: skip
@jobs_option
@click.option("--verbose", is_flag=True, help="全部列出，不省略。")
@root_option
def audit(
    names: tuple[str, ...],
    pack: str,
    against: str,
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
    if style in _FILES and output is None:
        raise click.UsageError(f"{style} 格式要用 -o 写明文件名，例如 -o {_FILES[style]}。")
    workspace = workspace_of(root)
    packs = packs_asked(loader.list_folders(workspace.templates), pack)
    try:
        require("import")
    except MissingLibraryError as error:
        complain(str(error))
        sys.exit(ENVIRONMENT)
    work = list(_work(names, workspace, packs))
    if style == "pdf" and output is not None:
        work = _with_targets(work, output)
    if against:
        master = _master(workspace, against)
        work = [replace(one, against=master) for one in work]
    every = tuple(in_processes(_audited, work, jobs, _died))
    _write(every, style, output, _EVERY if verbose else _SHOWN)
    bad = any(one.problem or one.unmarked or one.count(WRONG) or one.count(UNLAWFUL) for one in every)
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


def _with_targets(work: Sequence[_AuditJob], output: Path) -> list[_AuditJob]:
    """Say where the copy of each document goes: to a file, or of several below a folder. Raises click.UsageError."""
    several = len(work) > 1 or output.is_dir()
    if several and output.is_file():
        raise click.UsageError(f"要写几份加了批注的 PDF，-o 写文件夹；“{output}”是文件。")
    targets = {job: output / _name(job) if several else output for job in work}
    sources = {job.source.resolve() for job in work if isinstance(job.source, Path)}
    if any(target.resolve() in sources for target in targets.values()):
        raise click.UsageError("加了批注的 PDF 不能写回原来的文件，请用 -o 写别的名称。")
    if len(set(targets.values())) < len(work):
        raise click.UsageError("有几份文件同名，加了批注的 PDF 不能放在一个文件夹里，请分几次审核。")
    return [replace(job, target=target) for job, target in targets.items()]


def _name(job: _AuditJob) -> Path:
    """Name the copy of a document as the document: in the folders that it stands in, or as the folder of its budget."""
    return Path(job.shown) if isinstance(job.source, Path) else Path(f"{job.source.folder.resolve().name}.{_MADE}")


def _master(workspace: Workspace, name: str) -> BudgetFolder:
    """Find the only budget that files are compared with. Raises click.UsageError."""
    found = find_budgets(workspace, (name,))
    if len(found) != 1:
        raise click.UsageError(f"“{name}”有 {len(found)} 份预算，--against 只能写一份，例如写它的文件夹。")
    return found[0]


def _is_budget(folder: Path) -> bool:
    return any(folder.glob("*.yaml"))


def _died(job: _AuditJob) -> Audited:
    return Audited(job.shown, problem=crash.died(job.shown).message)


def _audited(job: _AuditJob) -> Audited:
    """Audit a file; whatever happens is told and stops no other."""
    try:
        from generator.grids import reader  # noqa: PLC0415 only what a command needs is imported

        if isinstance(job.source, Path):
            return _marked(job, _of_file(job, reader.read(job.source, job.shown)), None)
        made = _made(job, job.source)
        if isinstance(made, Audited):
            return made
        read = reader.read_bytes(made, f"{job.shown}.{_MADE}")
        return _marked(job, _with_lines(job.source, job, read, _of_file(job, read)), made)
    except Exception as error:
        return Audited(job.shown, problem=crash.finding_of(error, job.shown).message)


def _of_file(job: _AuditJob, read: ForeignFile) -> Audited:
    if has_errors(read.findings):
        return Audited(job.shown, problem="".join(one.message for one in read.findings))
    source = forms_of(job.workspace.templates, job.packs).read(read)
    if source is None:
        return Audited(job.shown, problem=_nothing_read(read))
    document = document_of(source)
    document = replace(document, publication=_published(job.workspace, document))
    if job.against is None:
        return told.audited(job.shown, document)
    prepared = _prepared(job.against, job.workspace.templates, "")
    budget = prepared.budget
    if budget is None or prepared.document is None:
        return Audited(job.shown, problem=f"预算“{job.against.shown}”有错误，不能与它核对；请先运行 budget check。")
    if document.year and document.year != budget.year:
        problem = f"文件是 {document.year} 年的，预算“{job.against.shown}”是 {budget.year} 年的，不能核对。"
        return Audited(job.shown, problem=problem)
    return told.audited(job.shown, document, partial(_master_of, job, budget))


def _with_lines(budget: BudgetFolder, job: _AuditJob, read: ForeignFile, one: Audited) -> Audited:
    """Say of a budget of the repository in which line of its files each remark is to be mended."""
    prepared = _prepared(budget, job.workspace.templates, "")
    if prepared.document is None or prepared.budget is None:
        return one
    remarks = written.with_lines(one.remarks, read, prepared.document, prepared.budget.places)
    return replace(one, remarks=tuple(remarks))


def _nothing_read(read: ForeignFile) -> str:
    """Say why nothing of a file was recognised: a scan has no words."""
    scans = sum(one.kind is problems.SCANNED for one in read.findings)
    if scans and not read.parts:
        return f"{scans} 页都是扫描图片，没有文字，不能审核；请用有文字的 PDF，或者 Word、Excel 文件。"
    return "没有认出一张表，可能是别的格式（--pack），或者不是预算文件。"


def _master_of(job: _AuditJob, budget: Budget, version: str, code: str, name: str) -> Master | None:
    """Give what a document of the department, or of a unit by its code or name, is compared with."""
    unit = ""
    if version != budget.subject.version:
        found = [one for one in budget.units if (code and one.code == code) or one.name == name]
        if not found:
            return None
        unit = found[0].code
    return _read_master(job.against, job.workspace.templates, job.packs, unit) if job.against is not None else None


@cache
def _prepared(budget: BudgetFolder, templates: Path, unit: str, parts: tuple[str, ...] = ()) -> Prepared:
    """Read and compose a budget, with optional parts, once in a process."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    return publish.prepare(budget.folder, templates, shown_as=budget.shown, unit=unit, every=False, parts=parts)


@cache
def _read_master(budget: BudgetFolder, templates: Path, packs: tuple[str, ...], unit: str) -> Master | None:
    prepared = _prepared(budget, templates, unit)
    if prepared.budget is None or prepared.document is None or prepared.pack is None:
        return None
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    document = publish.covered(prepared.document, prepared.pack)
    parts = prepared.pack.parts
    whole = _prepared(budget, templates, unit, parts).document if parts else None
    return master_of(prepared.budget, prepared.pack, document, unit, forms_of(templates, packs), whole)


@cache
def _register(workspace: Workspace, year: int) -> Register | None:
    """Read the bureau's list of a year, once in a process."""
    return read_register(workspace, year)[0]


def _published(workspace: Workspace, document: AuditedDocument) -> Publication | None:
    """Say what the bureau's list tells of a document's publication; None where it does not list it."""
    listed = _register(workspace, document.year)
    source, unit = document.source, document.version == "单位"
    due = [one for one in listed.due if bool(one.department) == unit] if listed is not None else []
    own = [one for one in due if source.code and one.code == source.code] or [
        one for one in due if source.name and one.name == source.name
    ]
    if len(own) != 1:
        return None
    return Publication(own[0].approved, own[0].published, own[0].address, register.NAME)


def _marked(job: _AuditJob, one: Audited, made: bytes | None) -> Audited:
    """Write the copy with annotations, if that is asked for; say why there is none."""
    if job.target is None or one.problem:
        return one
    data = made if made is not None or not isinstance(job.source, Path) else read_file(job.source, problems.MAX_BYTES)
    if data is None or nature(data) != _MADE:
        return replace(one, unmarked="只有 PDF 能加批注")
    try:
        replace_files({job.target: marked(data, one.remarks)}, make_folders=True)
    except UnmarkableError as error:
        return replace(one, unmarked=str(error))
    except NotWrittenError as error:
        return replace(one, unmarked=problem(error).rstrip("。"))
    return one


def _made(job: _AuditJob, budget: BudgetFolder) -> bytes | Audited:
    """Make the PDF of a budget, or say why there is none."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    prepared = _prepared(budget, job.workspace.templates, "")
    if prepared.document is not None and prepared.pack is not None:
        finished, _ = publish.finish(prepared.document, prepared.pack, (_MADE,))
        if finished is not None:
            return finished.files[_MADE]
    return Audited(job.shown, problem="预算有错误，没有可以审核的文件；请先运行 budget check，改正错误。")


def _write(every: Sequence[Audited], style: str, output: Path | None, most: int) -> None:
    text = [line for one in every for line in told.lines(one, most)]
    text += [told.summary(every)] if len(every) > 1 else []
    if style == _MADE:
        _say_marked(every, output, most)
    elif output is None and style == "text":
        say(*text)
    elif output is None:
        data = told.as_page(every) if style == "html" else told.as_json(every).encode()
        say_report(clean.Clean(data.decode()), for_programs=True)
    else:
        made = {"xlsx": told.as_workbook, "html": told.as_page}.get(style)
        plain = told.as_json(every) if style == "json" else "".join(f"{clean.line(line)}\n" for line in text)
        replace_file(output, made(every) if made else plain.encode())
        say(told.summary(every))


def _say_marked(every: Sequence[Audited], output: Path | None, most: int) -> None:
    """Say what was written, and tell of each document that has no copy why, and what was found in it."""
    for one in every:
        if one.problem or one.unmarked:
            say(*told.lines(one, most))
            complain(*([f"{one.file}：没有写加批注的 PDF：{one.unmarked}。"] if one.unmarked else []))
    written = sum(not one.problem and not one.unmarked for one in every)
    say(told.summary(every), *([f"加了批注的 PDF {written} 份，写在 {output}。"] if written else []))
