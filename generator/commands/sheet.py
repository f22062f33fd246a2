"""`budget sheet`: a budget as a workbook to work on in Excel or WPS, and what was changed there back into the YAML."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base import extras
from generator.base.files import problem, read_file, replace_file, replace_files
from generator.commands import backup, crash
from generator.commands.chinese import Command, Group
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
    workspace_of,
    year_option,
)
from generator.commands.workspace import BUDGETS, BudgetFolder, Workspace
from generator.findings.finding import Finding
from generator.findings.text import summary

if TYPE_CHECKING:
    from generator.workbook.importing import Imported

SUFFIX = ".xlsx"
_TOLD = 40  # changes that are listed


@click.group(cls=Group)
def sheet() -> None:
    """在 Excel 或 WPS 里填写预算：写成工作簿，再把改动导回 YAML。"""


@sheet.command(cls=Command)
@budgets_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="工作簿的名称；几个预算的是文件夹。"
)
@click.option("--force", is_flag=True, help="已有这个文件，也重新写。")
@year_option
@root_option
def export(budgets: tuple[str, ...], output: Path | None, force: bool, year: str, root: Path | None) -> None:
    """把预算写成工作簿：一张表一类内容，可以排序、插行，改好用 budget sheet import 导回。"""
    workspace = workspace_of(root)
    sources = find_budgets(workspace, budgets, year)
    targets = _targets(sources, output)
    codes = [_export(source, workspace, target, force=force) for source, target in zip(sources, targets, strict=True)]
    sys.exit(max(codes, default=OK))


def _targets(sources: Sequence[BudgetFolder], output: Path | None) -> list[Path]:
    """Give the file of each budget: what is asked for is a file for a single budget, else the folder of all."""
    if output is not None and len(sources) == 1 and output.suffix.lower() == SUFFIX:
        return [output]
    if output is not None and output.suffix.lower() == SUFFIX:
        raise click.UsageError("要写几个预算，-o 后面写文件夹。")
    folder = output or Path()
    return [folder / f"{source.folder.absolute().name}{SUFFIX}" for source in sources]


def _export(source: BudgetFolder, workspace: Workspace, target: Path, *, force: bool) -> int:
    from generator.workbook import export as exporting  # noqa: PLC0415 heavy

    if target.exists() and not force:
        complain(f"已有 {target}，里面可能有没有导入的改动，没有重写。要重写，加 --force。")
        return ENVIRONMENT
    ready, found = exporting.export(source.folder, workspace.templates, source.shown)
    _tell(found)
    if ready is None:
        complain(f"{source.shown}：YAML 读不了，没有写。请先用 budget check、budget fix 改正。")
        return ERRORS
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, exporting.written(ready).data)
    say(f"已写出 {target}。")
    return OK


@sheet.command("import", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")
@click.option("--dry-run", is_flag=True, help="只看改了什么，不写文件。")
@click.option("--overwrite", is_flag=True, help="两边都改了的，以工作簿为准；原来的 YAML 留在 .budget/backup。")
@root_option
def import_(files: tuple[Path, ...], dry_run: bool, overwrite: bool, root: Path | None) -> None:
    """把工作簿里的改动写回 YAML：没有改的一个字也不动，注释和先后照旧。

    写以前，原来的文件留在 .budget/backup。改好接着再改的，请先重新导出。
    """
    try:
        extras.require("import")
    except extras.MissingLibraryError as error:
        complain(str(error))
        sys.exit(ENVIRONMENT)
    workspace = workspace_of(root)
    codes = [_import(file, workspace, dry_run=dry_run, overwrite=overwrite) for file in files]
    sys.exit(max(codes, default=OK))


def _import(file: Path, workspace: Workspace, *, dry_run: bool, overwrite: bool) -> int:
    """Import a workbook; whatever happens to it stops no other."""
    from generator.workbook import importing, read  # noqa: PLC0415 heavy

    try:
        book, found = read.read(read_file(file, read.MAX_BYTES), file.name)
        if book is None:
            _tell(found)
            return ERRORS
        folder = workspace.root / BUDGETS / str(book.memory.year) / book.memory.folder
        if not book.memory.folder or not folder.is_dir():
            complain(f"{file.name}：没有找到 {BUDGETS}/{book.memory.year}/{book.memory.folder}，没有导入。")
            return ERRORS
        shown = f"{BUDGETS}/{book.memory.year}/{book.memory.folder}"
        made = importing.bring(book, folder, workspace.templates, file.name, shown, overwrite=overwrite)
        return _finish(made, file, workspace, BudgetFolder(folder, shown), dry_run=dry_run)
    except OSError as error:
        complain(problem(error))
        return ENVIRONMENT
    except Exception as error:
        complain(*report_lines([crash.finding_of(error, file.name)]))
        return ENVIRONMENT


def _finish(made: Imported, file: Path, workspace: Workspace, source: BudgetFolder, *, dry_run: bool) -> int:
    """Tell what an import leads to, write it, and say what is still wrong with the budget."""
    _tell(made.findings)
    if made.refused:
        complain(f"{file.name}：没有写任何文件。")
        return ERRORS
    if not made.files:
        say(f"{file.name}：没有改动。")
        return OK
    said = "，".join(f"{word} {count} 处" for word, count in made.counts.items() if count)
    say(f"{file.name} → {source.shown}：{said}。", *(f"  {line}" for line in made.told[:_TOLD]))
    if len(made.told) > _TOLD:
        say(f"  另有 {len(made.told) - _TOLD} 处。")
    if dry_run:
        return OK
    kept = backup.keep(workspace.root, made.files)
    replace_files(made.files)
    say(f"已写 {len(made.files)} 个文件，原来的在 {kept.relative_to(workspace.root).as_posix()}。")
    say(_checked(source, workspace), f"接着改，请先重新导出：budget sheet export {source.folder.name}")
    return OK


def _checked(source: BudgetFolder, workspace: Workspace) -> str:
    """Say what is still wrong with a budget."""
    from generator.publish import prepare  # noqa: PLC0415 heavy

    found = prepare(source.folder, workspace.templates, shown_as=source.shown).findings
    return f"检查：{summary(found)}详见 budget check {source.folder.name}"


def _tell(found: Sequence[Finding]) -> None:
    complain(*report_lines(found))
