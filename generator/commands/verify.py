"""`budget verify`: finished files against what the budget says."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.base.files import read_file
from generator.commands import crash
from generator.commands.chinese import Command
from generator.commands.common import ERRORS, OK, find_budgets, root_option, workspace_of
from generator.commands.workspace import OUT, Source, Workspace
from generator.findings import text as report
from generator.findings.finding import Finding, has_errors

SUFFIXES = ("docx", "pdf")
LONGEST = 1_000_000_000  # bytes of a finished file


@click.command(cls=Command)
@click.argument("targets", nargs=-1, metavar="[文件或预算…]")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件夹", help="成品所在的文件夹，默认是 out。"
)
@root_option
def verify(targets: tuple[str, ...], output: Path | None, root: Path | None) -> None:
    """核对成品：把 Word、PDF 读回来，与由预算重新算出的数、文字、标题和页码逐一比较。

    写成品文件（属于哪个预算由所在文件夹的编码得知），或者写预算；不写就核对全部预算的成品。
    """
    workspace = workspace_of(root)
    files = [Path(one) for one in targets if one.lower().endswith(SUFFIXES)]
    found: list[Finding] = []
    for file in files:
        (source, *_) = find_budgets(workspace, (file.resolve().parent.name.split("-")[0],))
        found += _verify(source, workspace, [file])
    budgets = tuple(one for one in targets if Path(one) not in files)
    for source in find_budgets(workspace, budgets) if budgets or not files else ():
        found += _verify(source, workspace, None, output or workspace.root / OUT)
    click.echo(report.render(found, {}), nl=False)
    sys.exit(ERRORS if has_errors(found) else OK)


def _verify(source: Source, workspace: Workspace, files: list[Path] | None, output: Path = Path()) -> list[Finding]:
    """Verify some files of a budget, or all that lie in its output folder."""
    from generator import publish  # noqa: PLC0415 only what a command needs is imported
    from generator.proof.verify import verify as compare  # noqa: PLC0415

    prepared = publish.prepare(source.folder, workspace.templates, shown_as=source.shown)
    if prepared.budget is None or prepared.document is None or prepared.pack is None:
        raise click.ClickException(f"{source.shown}：有错误，请先用 budget check 查看并改正。")
    laid, found = publish.arrange(prepared.document, prepared.pack)
    if laid is None:
        return list(found)
    if files is None:
        folder = output / publish.output_folder(prepared.budget)
        files = sorted(path for path in folder.glob("*") if path.suffix[1:].lower() in SUFFIXES)
        if not files:
            raise click.ClickException(f"{folder} 里没有 Word 或 PDF 文件，请先用 budget generate 生成。")
    places, labels = prepared.budget.places, laid.pages.labels
    findings: list[Finding] = []
    for file in files:
        suffix = file.suffix[1:].lower()
        try:
            one = compare(read_file(file, LONGEST), suffix, file.as_posix(), laid.document, labels, places)
        except Exception as error:  # one file, or one fault of the program, stops no other
            one = (crash.finding_of(error, file.as_posix()),)
        click.echo(report.printable(f"{file}：{'一致' if not one else f'{len(one)} 处不符'}"))
        findings += one
    return findings
