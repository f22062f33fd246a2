"""What commands share: exit codes, options, finding budgets, and the texts that excerpts are taken from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from generator.commands.workspace import NoSuchBudgetError, Source, Workspace, find_root
from generator.findings.finding import Finding, Place
from generator.reading.encoding import decode, read_bytes

_WITH_EXCERPTS = (".yaml", ".yml", ".jinja")
OK, ERRORS, USAGE, ENVIRONMENT = 0, 1, 2, 3

root_option = click.option(
    "--root", type=click.Path(path_type=Path), metavar="文件夹", help="根文件夹（含 budgets），默认从当前位置向上找。"
)
budgets_argument = click.argument("budgets", nargs=-1, metavar="[预算…]")


def workspace_of(root: Path | None) -> Workspace:
    """Give the workspace at a root, or the one around the current folder."""
    return Workspace(root or find_root(Path.cwd()))


def find_budgets(workspace: Workspace, budgets: tuple[str, ...]) -> tuple[Source, ...]:
    """Find the budgets that are asked for; raises click.UsageError where there is none."""
    try:
        return workspace.find(budgets)
    except NoSuchBudgetError as error:
        raise click.UsageError(str(error)) from None


def texts_of(findings: Iterable[Finding], source: Source, workspace: Workspace) -> dict[str, str]:
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


def _path_of(name: str, source: Source, workspace: Workspace) -> Path:
    if name.startswith(f"{source.shown}/"):
        return source.folder / name.removeprefix(f"{source.shown}/")
    return workspace.templates / name.removeprefix("templates/")
