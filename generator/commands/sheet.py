"""`budget sheet`: a budget as a workbook to work on in Excel or WPS, and what was changed there back into the YAML."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.base.files import replace_file
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
from generator.commands.workspace import BudgetFolder, Workspace
from generator.findings.finding import Finding

SUFFIX = ".xlsx"


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


def _tell(found: Sequence[Finding]) -> None:
    complain(*report_lines(found))
