"""`budget verify`: finished files against what the budget says."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.base import extras
from generator.commands import crash
from generator.commands.chinese import Command
from generator.commands.common import ERRORS, OK, find_budgets, root_option, say, say_report, workspace_of, year_option
from generator.commands.workspace import OUT, BudgetFolder, NoSuchBudgetError, Workspace
from generator.facts.location import code_of, year_of
from generator.findings import text as report
from generator.findings.finding import Finding, has_errors

SUFFIXES = ("docx", "pdf")


@click.command(cls=Command)
@click.argument("targets", nargs=-1, metavar="[文件或预算…]")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件夹", help="成品所在的文件夹，默认是 out。"
)
@year_option
@root_option
def verify(targets: tuple[str, ...], output: Path | None, year: str, root: Path | None) -> None:
    """核对成品：把 Word、PDF 读回来，与由预算重新算出的数、文字、标题和页码逐一比较。

    写成品文件（属于哪个部门或单位由所在文件夹的编码得知），或者写预算；不写就核对全部预算的成品。
    """
    workspace = workspace_of(root)
    files = tuple(Path(one) for one in targets if _is_finished(one))
    budgets = tuple(one for one in targets if not _is_finished(one))
    found: list[Finding] = []
    for file, (source, unit) in [(file, _source_of(file, workspace)) for file in files]:
        found += _verify(source, workspace, [file], unit)
    for source in find_budgets(workspace, budgets, year) if budgets or not files else ():
        found += _verify_all(source, workspace, output or workspace.root / OUT)
    say_report(report.render(found, {}))
    sys.exit(ERRORS if has_errors(found) else OK)


def _is_finished(target: str) -> bool:
    """Tell whether somebody means a finished file, not a budget; raises click.UsageError if there is no such file."""
    path = Path(target)
    if path.suffix[1:].lower() in SUFFIXES and not path.is_dir():
        if not path.is_file():
            raise click.UsageError(f"没有文件“{target}”。")
        return True
    if path.is_file():
        raise click.UsageError(f"“{target}”不是 Word（.docx）或 PDF 文件，只能核对这两种成品。")
    return False


def _source_of(file: Path, workspace: Workspace) -> tuple[BudgetFolder, str]:
    """Find the budget of a finished file, and its unit if it is a unit's, by its folder: 年度/编码-名称.

    Raises click.UsageError where that leads to none.
    """
    folder = file.resolve().parent
    code, year = code_of(folder), year_of(folder)
    try:
        return workspace.find((code,), str(year or ""))[0], ""
    except NoSuchBudgetError as error:
        found = _of_unit(code, str(year or ""), workspace)
        if found is None:
            where = f"它所在的文件夹“{folder.name}”要以预算里有的部门或者单位的编码开头，例如 350-某某部门"
            raise click.UsageError(f"不知道“{file}”是哪个预算的成品：{where}。{error}") from None
        return found


def _of_unit(code: str, year: str, workspace: Workspace) -> tuple[BudgetFolder, str] | None:
    """Find the budget that has a unit: that of the department whose code the unit's begins with, or else any."""
    from generator.facts import build  # noqa: PLC0415 only what a command needs is imported
    from generator.facts.words import any_words  # noqa: PLC0415
    from generator.publish import own_budgets  # noqa: PLC0415

    try:
        every = workspace.find((), year)
    except NoSuchBudgetError:
        return None
    for source in sorted(every, key=lambda one: not code.startswith(code_of(one.folder))):
        budget, _ = build.load_alone(source.folder, words=any_words)
        if budget is not None and code in own_budgets(budget):
            return source, code
    return None


def _verify_all(source: BudgetFolder, workspace: Workspace, output: Path) -> list[Finding]:
    """Verify what lies in the output folder of a budget, and in those of its units."""
    from generator.facts import build  # noqa: PLC0415 only what a command needs is imported
    from generator.facts.words import any_words  # noqa: PLC0415
    from generator.publish import output_folder, own_budgets  # noqa: PLC0415

    budget, _ = build.load_alone(source.folder, words=any_words)
    if budget is None:
        raise click.ClickException(f"{source.shown}：有错误，请先用 budget check 查看并改正。")
    units = {unit: output / output_folder(budget, unit) for unit in own_budgets(budget) if unit != budget.code}
    folders = {"": output / output_folder(budget), **units}
    files = {unit: files for unit, folder in folders.items() if (files := _finished_in(folder))}
    if not files:
        raise click.ClickException(f"{folders['']} 里没有 Word 或 PDF 文件，请先用 budget generate 生成。")
    return [finding for unit, own in files.items() for finding in _verify(source, workspace, own, unit)]


def _finished_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.suffix[1:].lower() in SUFFIXES and path.is_file())


def _verify(source: BudgetFolder, workspace: Workspace, files: list[Path], unit: str) -> list[Finding]:
    """Verify finished files of a budget, or of one of its units."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported
    from generator.proof.verify import verify_file  # noqa: PLC0415

    prepared = publish.prepare(source.folder, workspace.templates, shown_as=source.shown, unit=unit)
    if prepared.budget is None or prepared.document is None or prepared.pack is None:
        raise click.ClickException(f"{source.shown}：有错误，请先用 budget check 查看并改正。")
    laid, found = publish.arrange(prepared.document, prepared.pack)
    if laid is None:
        return list(found)
    if any(path.suffix.lower() == ".pdf" for path in files):
        extras.require("verify")
    places, labels = prepared.budget.places, laid.pages.labels
    findings: list[Finding] = []
    for file in files:
        try:
            one = verify_file(file, laid.document, labels, places)
        except Exception as error:  # one file, or one fault of the program, stops no other
            one = (crash.finding_of(error, file.as_posix()),)
        say(f"{file}：{'一致' if not one else f'{len(one)} 处不符'}")
        findings += one
    return findings
