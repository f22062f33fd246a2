"""`budget check`: every finding of every budget, in the form that is asked for.

What is listed can be chosen and limited; the exit code always speaks of all that was found.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from generator.base import late
from generator.base.files import replace_file
from generator.base.frozen import frozen
from generator.base.terminal import indented, wrap
from generator.commands import catalogue, console, crash
from generator.commands.chinese import Command
from generator.commands.clashes import clashes
from generator.commands.codes import ERRORS, OK
from generator.commands.columns import aligned
from generator.commands.common import (
    budgets_argument,
    complain,
    find_budgets,
    root_option,
    say,
    say_report,
    texts_of,
    workspace_of,
    year_option,
)
from generator.commands.workspace import BudgetFolder, Workspace
from generator.findings import clean, groups, machine
from generator.findings import text as report
from generator.findings.clean import Clean
from generator.findings.finding import Finding, Severity, stops
from generator.findings.groups import Wanted

FORMATS = ("text", "concise", "json", "github", "sarif", "junit", "xlsx")
_FOR_PEOPLE = ("text", "concise", "github")
_MANY = 50  # findings that a report for people lists of several budgets, unless more are asked for
_COLOURS = {  # each is legible on black and on white
    Severity.ERROR.value: "red",
    Severity.WARNING.value: "magenta",
    Severity.HINT.value: "green",
    "caret": "green",
    "place": None,  # bold, in the terminal's own colour
}
_CODE = late.compile("[A-Z][0-9]{0,3}")


@frozen
class Checked:
    """What was found in each budget, by its name, and the texts for excerpts."""

    budgets: Mapping[str, tuple[Finding, ...]]
    texts: Mapping[str, str]
    sources: tuple[BudgetFolder, ...]
    templates: Path

    @property
    def found(self) -> tuple[Finding, ...]:
        """Everything, by file and line; what several budgets have in common, such as a fault of their pack, once."""
        return report.in_order(dict.fromkeys(finding for found in self.budgets.values() for finding in found))


@frozen
class Listing:
    """What of the findings a report lists, and how."""

    style: str
    wanted: Wanted
    limit: int | None  # None: as many as is usual; 0: all
    statistics: bool

    def most(self, checked: Checked) -> int:
        """Give how many findings a report lists at most; 0 is all."""
        if self.limit is None:
            return _MANY if self.style == "text" and len(checked.budgets) > 1 else 0
        return self.limit


def _codes(_context: click.Context, option: click.Parameter, typed: tuple[str, ...]) -> tuple[str, ...]:
    codes = tuple(code.upper() for one in typed for code in one.replace("，", ",").replace(",", " ").split())
    wrong = next((code for code in codes if not _CODE.fullmatch(code)), None)
    if wrong is not None:
        raise click.UsageError(f"--{option.name} 后面写代码或者代码的开头，例如 C101 或者 C1；写的是“{wrong}”。")
    known = {one.kind.code[:length] for one in catalogue.topics() for length in range(1, 5)} if codes else set()
    complain(*(f"--{option.name}：{catalogue.unknown(code)}" for code in codes if code not in known))
    return codes


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
@click.option(
    "--select",
    multiple=True,
    metavar="代码",
    callback=_codes,
    help="只列出这些代码的问题，可以只写开头，几个用逗号分开，例如 C1,S。只影响列出什么，不影响是否通过。",
)
@click.option(
    "--ignore", multiple=True, metavar="代码", callback=_codes, help="不列出这些代码的问题，写法与 --select 相同。"
)
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.HINT.value,
    metavar="级别",
    help="只列出这一级别和更重的问题：错误、警告或者提示；默认全部。",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="条数",
    help=f"最多列出几条，重的在先，0 是全部；text 格式检查几个预算时默认 {_MANY}，其余默认全部。",
)
@click.option("--statistics", is_flag=True, help="不逐条列出，只按代码统计各有几条。")
@year_option
@root_option
def check(
    budgets: tuple[str, ...],
    strict: bool,
    style: str,
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    limit: int | None,
    statistics: bool,
    year: str,
    root: Path | None,
) -> None:
    """检查预算，报告全部问题，不改动预算。没有错误时退出码为 0，有错误为 1。"""
    if style == "xlsx" and output is None:
        raise click.UsageError("xlsx 格式要用 -o 写明文件名，例如 -o 检查报告.xlsx。")
    if style not in ("text", "concise") and (limit is not None or statistics):
        raise click.UsageError("--limit 和 --statistics 只用于 text 和 concise 格式：给其他程序的报告总是完整的。")
    checked = _checked(budgets, year, root)
    listing = Listing(style, Wanted(select, ignore, Severity(severity)), limit, statistics)
    if output is None:
        say_report(_told(checked, listing, on_screen=True), for_programs=style not in _FOR_PEOPLE)
    else:
        data = _workbook(checked, listing) if style == "xlsx" else _told(checked, listing).encode()
        replace_file(output, data)
        say(report.summary(checked.found))
    sys.exit(ERRORS if stops(checked.found, strict=strict) else OK)


def _checked(budgets: tuple[str, ...], year: str, root: Path | None) -> Checked:
    """Check the budgets."""
    workspace = workspace_of(root)
    found: dict[str, tuple[Finding, ...]] = {}
    texts: dict[str, str] = {}
    sources = find_budgets(workspace, budgets, year)
    clashing = clashes(workspace, sources)
    for source in sources:
        findings = _findings(source, workspace)
        findings += (clashing[source],) if source in clashing else ()
        found[source.shown] = tuple(dict.fromkeys(findings))
        texts.update(texts_of(findings, source, workspace))
    return Checked(found, texts, sources, workspace.templates)


def _findings(source: BudgetFolder, workspace: Workspace) -> tuple[Finding, ...]:
    """Check one budget, as far as `generate` would go before it writes; whatever happens to it is its finding."""
    from generator.publish import inspect, prepare  # noqa: PLC0415 only what a command needs is imported

    try:
        prepared = prepare(source.folder, workspace.templates, shown_as=source.shown)
        if prepared.document is None or prepared.pack is None:
            return prepared.findings
        places = prepared.budget.places if prepared.budget else None
        return prepared.findings + inspect(prepared.document, prepared.pack, places)
    except Exception as error:
        return (crash.finding_of(error, source.shown),)


def _listed(checked: Checked, listing: Listing) -> tuple[Finding, ...]:
    return tuple(finding for finding in checked.found if listing.wanted.takes(finding))


def _told(checked: Checked, listing: Listing, *, on_screen: bool = False) -> Clean:
    """Write the report, on the screen with its colours and no wider than that."""
    listed = _listed(checked, listing)
    if listing.style not in ("text", "concise"):
        return machine.WRITERS[listing.style](listed)
    columns = console.columns() if on_screen else 0
    paint = _paint if on_screen and console.is_coloured() else report.plain
    if listing.statistics:
        told = "".join(f"{line}\n" for line in _statistics(listed, columns))
    elif listing.style == "concise":
        shown = groups.leading(tuple(map(groups.EqualFindings, listed)), listing.most(checked))
        told = "".join(f"{line}\n" for one in shown for line in indented(report.concise(one.first), columns))
        left = len(listed) - len(shown)
        return Clean(f"{told}{_left(left)}\n" if left else told)
    else:
        every = groups.grouped(listed)
        shown = groups.leading(every, listing.most(checked))
        told = report.render_groups(shown, checked.texts, paint=paint, hints=True, columns=columns)
        left = sum(one.size for one in every) - sum(one.size for one in shown)
        told += f"{_left(left)}\n\n" if left else ""
    tail = [*_table(checked, listing, columns), *wrap(_summary(checked, listed), columns)]
    return Clean(told + "".join(f"{line}\n" for line in tail))


def _left(count: int) -> str:
    return f"另有 {count} 条没有列出：--limit 0 列出全部，或者一次只检查一个预算。"


def _summary(checked: Checked, listed: tuple[Finding, ...]) -> str:
    """Count all that was found, and say where not all of it was asked for."""
    hidden = len(checked.found) - len(listed)
    also = f"按 --select、--ignore、--severity 没有列出的有 {hidden} 条。" if hidden else ""
    return f"{report.summary(checked.found)}{also}"


def _statistics(listed: tuple[Finding, ...], columns: int) -> list[str]:
    """Count by code, the most frequent first."""
    rows = [(str(count), kind.code, severity.value, kind.name) for count, severity, kind in groups.statistics(listed)]
    return [*aligned(rows, columns, right=(0,), giving=3), ""] if rows else []


def _table(checked: Checked, listing: Listing, columns: int) -> list[str]:
    """Say in a table how many findings each of several budgets has; those without any are only counted."""
    if len(checked.budgets) == 1:
        return []
    head = ("预算", *(severity.value for severity in Severity))
    rows = []
    for shown, found in checked.budgets.items():
        taken = [finding.severity for finding in found if listing.wanted.takes(finding)]
        if taken:
            rows.append((clean.line(shown), *(str(taken.count(severity)) for severity in Severity)))
    fine = len(checked.budgets) - len(rows)
    last = (
        [f"{'其余 ' if rows else ''}{fine} 个预算没有{'要列出的' if listing.wanted != Wanted() else ''}问题。"]
        if fine
        else []
    )
    return [*(aligned([head, *rows], columns, right=(1, 2, 3)) if rows else ()), *last, ""]


def _workbook(checked: Checked, listing: Listing) -> bytes:
    """Write the workbook of a budget with the findings at their cells; of several, or of a broken one, a list."""
    found = _listed(checked, listing)
    if len(checked.sources) == 1:
        from generator.workbook import export, problems  # noqa: PLC0415 only what a command needs is imported

        source = checked.sources[0]
        ready, _ = export.export(source.folder, checked.templates, source.shown)
        if ready is not None:
            return problems.written(ready, found).data
    from generator.findings.sheet import write  # noqa: PLC0415 only what a command needs is imported

    return write(found)


def _paint(role: str, text: str) -> str:
    return click.style(text, fg=_COLOURS[role], bold=True)
