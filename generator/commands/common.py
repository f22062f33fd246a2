"""What commands share: exit codes, options, finding budgets, the texts of excerpts, and the one door of all output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from generator.base import extras, late, money
from generator.base.formats import EXTRA, FORMATS
from generator.base.terminal import indented, shortened, width
from generator.commands import console
from generator.commands.workspace import EVERY, BudgetFolder, NoSuchBudgetError, Workspace, find_root, years_of
from generator.facts.location import code_of, year_of
from generator.findings import clean
from generator.findings import text as report
from generator.findings.clean import Clean
from generator.findings.finding import Finding, Place
from generator.reading.encoding import decode, read_bytes

_WITH_EXCERPTS = (".yaml", ".yml", ".jinja")
_YEAR, _TOLD = late.compile("[0-9]{4}"), 5

root_option = click.option(
    "--root", type=click.Path(path_type=Path), metavar="文件夹", help="根文件夹（含 budgets），默认从当前位置向上找。"
)
year_option = click.option(
    "--year",
    default="",
    metavar="年度",
    callback=lambda _context, _option, year: year_asked(year),
    help=f"哪一年的预算，例如 2024；{EVERY} 是各年的全部预算。不写就是每个部门最新的一年；写文件夹的不受影响。",
)
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="个数", help="同时用几个进程，默认与处理器一样多。"
)
parts_option = click.option(
    "--with",
    "parts",
    multiple=True,
    metavar="部分",
    help="加印模板里选印的部分，例如 图解（收入、支出、“三公”经费和与上年比较的图）；可以写几次。",
)
budgets_argument = click.argument("budgets", nargs=-1, metavar="[预算…]")


def say(*lines: str) -> None:
    """Print lines. Each is cleaned: no name or text in it can command the terminal or begin a line of its own."""
    _print(lines, error=False)


def complain(*lines: str) -> None:
    """Print lines where errors are told, each cleaned."""
    _print(lines, error=True)


def live(line: str) -> None:
    """Show on a terminal, in place of the last such line, how far the work is; an empty line takes it away."""
    columns = console.columns(error=True)
    if columns:
        shown = shortened(clean.line(line), columns - 1)
        click.echo(f"\r{shown}{' ' * (columns - 1 - width(shown))}" + ("" if shown else "\r"), nl=False, err=True)


def _print(lines: Iterable[str], *, error: bool) -> None:
    """Print lines, each cleaned, and broken where a terminal is narrower."""
    columns = console.columns(error=error)
    for line in lines:
        for part in indented(clean.line(line), columns):
            click.echo(part, err=error)


def can_ask() -> bool:
    """Tell whether somebody sits at a terminal and can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(question: str, default: str = "") -> str:
    """Ask somebody at a terminal for a line; an empty one is the default. Raises click.Abort where nobody answers."""
    say(f"{question}（{default}）：" if default else f"{question}：")
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:  # of a terminal in another encoding
        return ""
    if not line:
        raise click.Abort
    return line.strip() or default


def say_report(told: Clean, *, for_programs: bool = False) -> None:
    """Print a report: what people read in the console's encoding, what programs read as UTF-8 whatever the console."""
    click.echo(told.encode() if for_programs else told, nl=False, color=console.is_coloured())


def report_lines(findings: Sequence[Finding], texts: Mapping[str, str] | None = None) -> list[str]:
    """Give a report of findings in lines, with excerpts of `texts` (file name → text); none where nothing is found."""
    told = report.render(findings, texts or {}, columns=console.columns(error=True))
    return told.rstrip("\n").split("\n") if findings else []


def workspace_of(root: Path | None) -> Workspace:
    """Give the workspace at a root, or the one around the current folder."""
    return Workspace(root or find_root(Path.cwd()))


def find_budgets(workspace: Workspace, budgets: tuple[str, ...], year: str = "") -> tuple[BudgetFolder, ...]:
    """Find the budgets that are asked for, and say so where there are other years; raises click.UsageError."""
    try:
        found = workspace.find(budgets, year)
    except NoSuchBudgetError as error:
        raise click.UsageError(str(error)) from None
    if not budgets:
        complain(*workspace.misplaced()[:_TOLD])
    if not year:
        _tell_years(workspace, found, budgets)
    return found


def _tell_years(workspace: Workspace, found: tuple[BudgetFolder, ...], named: tuple[str, ...]) -> None:
    """Say which year was taken where there are several, and how to take another."""
    asked = [one for one in found if year_of(one.folder) and (not named or code_of(one.folder) in named)]
    others = {code: years for code, years in workspace.left_out(asked).items() if years} if asked else {}
    if not others:
        return
    years = "、".join(years_of(source for source in asked if code_of(source.folder) in others))
    left = "、".join(sorted({year for years in others.values() for year in years}))
    whose = "、".join(others) if len(others) <= _TOLD else f"{len(others)} 个部门"
    complain(f"{whose} 用的是 {years} 年的预算，还有 {left} 年的：用 --year 选择。")


def year_asked(typed: str, *, single: bool = False) -> str:
    """Give a year as somebody types it (2025, 2025年), or 全部, or nothing; raises click.UsageError.

    Where a `single` year is asked for, 全部 is not proposed.
    """
    year = typed.strip().removesuffix("年度").removesuffix("年").translate(money.NARROW)
    if year not in ("", EVERY) and not _YEAR.fullmatch(year):
        every = "" if single else f"，或者 {EVERY}"
        raise click.UsageError(f"--year 后面写年度，例如 --year 2024{every}；写的是“{typed}”。")
    return year


def texts_of(findings: Iterable[Finding], source: BudgetFolder, workspace: Workspace) -> dict[str, str]:
    """Read the files that findings point into, by the name that places use."""
    names = sorted({place.file for finding in findings for place in places_of(finding)})
    return {name: text for name in names if (text := text_of(_path_of(name, source, workspace)))}


def text_of(path: Path) -> str:
    """Read a file for excerpts; an empty text where it is none, or no longer there."""
    if path.suffix not in _WITH_EXCERPTS:
        return ""
    data, _ = read_bytes(path, "")
    return (decode(data, "")[0] or "") if data is not None else ""


def places_of(finding: Finding) -> list[Place]:
    """Give every place of a finding."""
    first = [finding.place] if finding.place else []
    return [*first, *(place for place, _ in finding.related)]


def _path_of(name: str, source: BudgetFolder, workspace: Workspace) -> Path:
    if name.startswith(f"{source.shown}/"):
        return source.folder / name.removeprefix(f"{source.shown}/")
    return workspace.templates / name.removeprefix("templates/")


def chosen_formats(text: str) -> tuple[str, ...]:
    """Give the formats that somebody names; raises click.UsageError, and MissingLibraryError where one lacks it."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.replace("，", ",").split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise click.UsageError(f"不认识的格式“{'、'.join(unknown)}”，可以写：{'、'.join(FORMATS)}。")
    for name in EXTRA.keys() & names:
        extras.require(EXTRA[name])
    return names
