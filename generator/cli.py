"""The command `budget`. Help and messages are Chinese; the exit code says what happened.

0 no error, 1 errors in a budget or a pack, 2 wrong use, 3 the environment (a file cannot be written).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator import report
from generator.commands.check import check
from generator.commands.chinese import Group
from generator.commands.common import (
    ENVIRONMENT,
    ERRORS,
    OK,
    budgets_argument,
    find_budgets,
    root_option,
    texts_of,
    workspace_of,
)
from generator.commands.explain import explain
from generator.findings import Finding, Severity, has_errors
from generator.formats import DEFAULT, FORMATS
from generator.workspace import OUT, Source, Workspace


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="budget-disclosure", prog_name="budget", message="%(prog)s %(version)s", help="显示版本。"
)
def main() -> None:
    """部门预算信息公开：由 YAML 生成法定公开文本。

    预算是一个文件夹（如 budgets/2025/350-科技和工信部门），也可以只写部门编码（如 350）；不写就是全部预算。
    """


main.add_command(check)
main.add_command(explain)


@main.command()
@budgets_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件夹", help="输出文件夹，默认是根文件夹下的 out。"
)
@click.option(
    "-f",
    "--format",
    "formats",
    default=",".join(DEFAULT),
    metavar="格式",
    help=f"输出格式，用逗号分开：{'、'.join(f'{name}（{what}）' for name, what in FORMATS.items())}；"
    f"默认 {','.join(DEFAULT)}。",
)
@root_option
def generate(budgets: tuple[str, ...], output: Path | None, formats: str, root: Path | None) -> None:
    """生成公开文本（Word 和 PDF）。有错误的预算不生成，原有的文件不动。"""
    chosen = _formats(formats)
    workspace = workspace_of(root)
    sources = find_budgets(workspace, budgets)
    failed = [not _generate(source, workspace, output or workspace.root / OUT, chosen) for source in sources]
    if len(sources) > 1:
        click.echo(f"共 {len(sources)} 个预算，生成 {failed.count(False)} 个，{failed.count(True)} 个有错误。")
    sys.exit(ERRORS if any(failed) else OK)


def _generate(source: Source, workspace: Workspace, output: Path, formats: Sequence[str]) -> bool:
    """Generate one budget; say what was written, or what is wrong."""
    from generator import publish  # noqa: PLC0415

    started = time.perf_counter()
    prepared = publish.prepare(source.folder, workspace.templates, shown_as=source.shown)
    found, finished = prepared.findings, None
    if prepared.document is not None and prepared.pack is not None:
        finished, more = publish.finish(prepared.document, prepared.pack, formats)
        found += more
    _show(found, source, workspace)
    if finished is None or prepared.budget is None or has_errors(found):
        click.echo(f"{source.shown}：没有生成，请先改正上面的错误。", err=True)
        return False
    folder = output / publish.output_folder(prepared.budget)
    try:
        paths = publish.write_files(finished, folder)
    except OSError as error:
        click.echo(f"写不了文件“{error.filename}”：{_reason(error)}原有的文件没有改动。", err=True)
        sys.exit(ENVIRONMENT)
    for path in paths:
        click.echo(report.printable(f"已生成 {_relative(path)}"))
    click.echo(f"  {finished.pages} 页，用时 {time.perf_counter() - started:.2f} 秒")
    return True


def _show(findings: Iterable[Finding], source: Source, workspace: Workspace) -> None:
    """Print errors in full; of the rest, only how many there are."""
    every = list(findings)
    errors = [finding for finding in every if finding.severity is Severity.ERROR]
    if errors:
        click.echo(report.render(errors, texts_of(errors, source, workspace)), nl=False, err=True)
    others = len(every) - len(errors)
    if others:
        click.echo(f"{source.shown}：另有 {others} 条警告和提示，请用 budget check 查看。", err=True)


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.replace("，", ",").split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise click.UsageError(f"不认识的格式“{'、'.join(unknown)}”，可以写：{'、'.join(FORMATS)}。")
    return names


def _relative(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "没有写的权限，或者文件正被 Word、WPS 打开，请关闭后再试。"
    return f"{error.strerror or error}。"
