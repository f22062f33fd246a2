"""What commands share: exit codes, options, finding budgets, the texts of excerpts, and the one door of all output."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path

import click

from generator.commands.console import is_coloured
from generator.commands.workspace import BudgetFolder, NoSuchBudgetError, Workspace, find_root
from generator.findings import clean
from generator.findings.clean import Clean
from generator.findings.finding import Finding, Place
from generator.reading.encoding import decode, read_bytes

_WITH_EXCERPTS = (".yaml", ".yml", ".jinja")
OK, ERRORS, USAGE, ENVIRONMENT = 0, 1, 2, 3

root_option = click.option(
    "--root", type=click.Path(path_type=Path), metavar="文件夹", help="根文件夹（含 budgets），默认从当前位置向上找。"
)
budgets_argument = click.argument("budgets", nargs=-1, metavar="[预算…]")


_REASONS = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.EACCES: "没有权限，或者文件正被别的程序打开",
    errno.EPERM: "没有权限，或者文件正被别的程序打开",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EEXIST: "已经有同名的文件",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径当中有一处不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EIO: "磁盘读写出错",
}


def say(*lines: str) -> None:
    """Print lines. Each is cleaned: no name or text in it can command the terminal or begin a line of its own."""
    for line in lines:
        click.echo(clean.line(line))


def complain(*lines: str) -> None:
    """Print lines where errors are told, each cleaned."""
    for line in lines:
        click.echo(clean.line(line), err=True)


def say_report(report: Clean, *, for_programs: bool = False) -> None:
    """Print a report: what people read in the console's encoding, what programs read as UTF-8 whatever the console."""
    click.echo(report.encode() if for_programs else report, nl=False, color=is_coloured())


def reason_of(error: OSError) -> str:
    """Say in Chinese why a file cannot be read or written."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno or type(error).__name__}")


def workspace_of(root: Path | None) -> Workspace:
    """Give the workspace at a root, or the one around the current folder."""
    return Workspace(root or find_root(Path.cwd()))


def find_budgets(workspace: Workspace, budgets: tuple[str, ...]) -> tuple[BudgetFolder, ...]:
    """Find the budgets that are asked for; raises click.UsageError where there is none."""
    try:
        return workspace.find(budgets)
    except NoSuchBudgetError as error:
        raise click.UsageError(str(error)) from None


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
