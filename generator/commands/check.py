"""`budget check`: every finding of every budget, in the form that is asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.base.files import replace_file
from generator.commands import crash
from generator.commands.chinese import Command
from generator.commands.clashes import clashes
from generator.commands.common import (
    ERRORS,
    OK,
    budgets_argument,
    find_budgets,
    root_option,
    say,
    say_report,
    texts_of,
    workspace_of,
    year_option,
)
from generator.commands.console import is_coloured
from generator.commands.workspace import BudgetFolder, Workspace
from generator.findings import machine
from generator.findings import text as report
from generator.findings.clean import Clean
from generator.findings.finding import Finding, Severity, stops

FORMATS = ("text", "concise", "json", "github", "sarif", "junit", "xlsx")
_FOR_PEOPLE = ("text", "concise", "github")
_COLOURS = {
    Severity.ERROR.value: "red",
    Severity.WARNING.value: "yellow",
    Severity.HINT.value: "cyan",
    "caret": "green",
    "place": "bright_white",
}


@click.command(cls=Command)
@budgets_argument
@click.option("--strict", is_flag=True, help="有警告也算不通过。")
@click.option(
    "-f",
    "--format",
    "style",
    type=click.Choice(FORMATS),
    default="text",
    metavar="格式",
    help=f"报告的格式：{'、'.join(FORMATS)}；默认 text。",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="把报告写进文件，不在屏幕显示。")
@year_option
@root_option
def check(
    budgets: tuple[str, ...], strict: bool, style: str, output: Path | None, year: str, root: Path | None
) -> None:
    """检查预算，报告全部问题，不改动预算。没有错误时退出码为 0，有错误为 1。"""
    if style == "xlsx" and output is None:
        raise click.UsageError("xlsx 格式要用 -o 写明文件名，例如 -o 检查报告.xlsx。")
    found, texts = _found(budgets, year, root)
    if output is None:
        paint = _paint if is_coloured() else report.plain
        say_report(_told(found, texts, style, paint), for_programs=style not in _FOR_PEOPLE)
    else:
        data = _workbook(found) if style == "xlsx" else _told(found, texts, style, report.plain).encode()
        replace_file(output, data)
        say(report.summary(found))
    sys.exit(ERRORS if stops(found, strict=strict) else OK)


def _found(budgets: tuple[str, ...], year: str, root: Path | None) -> tuple[tuple[Finding, ...], dict[str, str]]:
    """Check the budgets: the findings by file and line, and the texts for excerpts."""
    workspace = workspace_of(root)
    found: list[Finding] = []
    texts: dict[str, str] = {}
    sources = find_budgets(workspace, budgets, year)
    clashing = clashes(workspace, sources)
    for source in sources:
        findings = _findings(source, workspace)
        findings += (clashing[source],) if source in clashing else ()
        found.extend(findings)
        texts.update(texts_of(findings, source, workspace))
    return report.in_order(dict.fromkeys(found)), texts


def _findings(source: BudgetFolder, workspace: Workspace) -> tuple[Finding, ...]:
    """Check one budget, as far as `generate` would go before it writes; whatever happens to it is its finding."""
    from generator.publish import arrange, prepare  # noqa: PLC0415 only what a command needs is imported

    try:
        prepared = prepare(source.folder, workspace.templates, shown_as=source.shown)
        if prepared.document is None or prepared.pack is None:
            return prepared.findings
        places = prepared.budget.places if prepared.budget else None
        return prepared.findings + arrange(prepared.document, prepared.pack, places)[1]
    except Exception as error:
        return (crash.finding_of(error, source.shown),)


def _told(found: tuple[Finding, ...], texts: dict[str, str], style: str, paint: report.Paint) -> Clean:
    match style:
        case "text":
            return report.render(found, texts, paint=paint, hints=True)
        case "concise":
            return Clean("".join(f"{report.concise(finding)}\n" for finding in found))
        case _:
            return machine.WRITERS[style](found)


def _workbook(found: tuple[Finding, ...]) -> bytes:
    from generator.findings.sheet import write  # noqa: PLC0415 only what a command needs is imported

    return write(found)


def _paint(role: str, text: str) -> str:
    return click.style(text, fg=_COLOURS[role], bold=role != "place")
