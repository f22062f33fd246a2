"""`budget fill`: any Word file with tags, a letter or a form, filled from a budget."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import click

from generator.base import files
from generator.commands.chinese import Command
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.common import (
    complain,
    find_budgets,
    report_lines,
    root_option,
    say,
    texts_of,
    workspace_of,
    year_option,
)
from generator.commands.units import asked_for
from generator.commands.workspace import EVERY, BudgetFolder, Workspace
from generator.findings.finding import Finding, Severity, has_errors
from generator.reading.encoding import MAX_BYTES

SUFFIX = ".docx"


@click.command(cls=Command)
@click.argument("budget", metavar="预算")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="位置",
    help="输出文件夹，或者以 .docx 结尾的文件名；默认在当前文件夹，名称是 主体-文件名。",
)  # fmt: skip
@click.option(
    "--unit", "units", multiple=True, metavar="单位",
    help=f"用这个所属单位填写，写编码或者名称；可以写几次，{EVERY} 是每个所属单位一份。",
)  # fmt: skip
@year_option
@root_option
def fill(budget: str, file: Path, output: Path | None, units: tuple[str, ...], year: str, root: Path | None) -> None:
    """用预算填写一个带标签的 Word 文件，例如报送函、审签单。

    文件里写 {{ 主体 }}、{{ 金额('支出总计')|万元 }} 这样的标签，名称和函数与模板的文字相同；
    循环写 {%p for … %}（整段）或 {%tr for … %}（表格的整行）。例子见 templates/示例，写法见 docs/模板说明.md。
    原来的文件不改动。
    """
    workspace = workspace_of(root)
    work = asked_for(find_budgets(workspace, (budget,), year), units)
    named = output is not None and output.suffix.lower() == SUFFIX
    if named and len(work) > 1:
        raise click.UsageError(f"要填写 {len(work)} 份，-o 后面请写文件夹。")
    job = Filling(workspace, file, files.read_file(file, MAX_BYTES), output, named)
    sys.exit(max(job.run(source, unit) for source, unit in work))


@dataclass(slots=True)
class Filling:
    """A file that is filled, for one or several departments and units."""

    workspace: Workspace
    file: Path
    data: bytes
    output: Path | None
    named: bool  # the output is a file, not a folder
    written: set[Path] = field(default_factory=set)

    def run(self, source: BudgetFolder, unit: str) -> int:
        """Fill the file from one budget, tell what is found, and return the exit code."""
        from generator import publish  # noqa: PLC0415 only what a command needs is imported

        templates = self.workspace.templates
        made, found = publish.fill(
            source.folder, templates, self.data, self.file.name, shown_as=source.shown, unit=unit
        )
        complain(*_complaints(found, source, self.workspace, self.file.name))
        if made is None:
            complain(f"{source.shown}：没有填写，请先改正上面的错误。")
            return ERRORS
        target = self._target(made.name, source.folder, unit)
        try:
            files.replace_files({target: made.data}, make_folders=True)
        except OSError as error:
            complain(files.problem(error))
            return ENVIRONMENT
        say(f"已填写 {target}")
        return OK

    def _target(self, name: str, folder: Path, unit: str) -> Path:
        """Give the path to write to: never that of the file itself, nor one written before.

        Where units have one name, or one department's budgets of several years are filled, what differs goes before.
        """
        year, own = folder.absolute().parent.name, unit or folder.name
        names = [name, f"{unit or year}-{name}", f"{year}-{own}-{name}"]
        paths = [self.output] if self.named and self.output else [(self.output or Path()) / one for one in names]
        target = next((path for path in paths if path not in self.written), None)
        if target is None:
            raise click.UsageError(f"“{paths[-1]}”刚才已经写过，请分几次填写，用 -o 写不同的文件夹。")
        if os.path.lexists(target) and os.path.samefile(target, self.file):
            raise click.UsageError(f"“{target}”就是要填写的文件，请用 -o 写另一个名称。")
        self.written.add(target)
        return target


def _complaints(found: tuple[Finding, ...], source: BudgetFolder, workspace: Workspace, name: str) -> list[str]:
    """Tell the errors, and what is about the file itself; of the rest of the budget's findings, how many there are."""
    full = [
        one
        for one in found
        if one.severity is Severity.ERROR or (one.place and one.place.file == name and not has_errors(found))
    ]
    told = report_lines(full, texts_of(full, source, workspace))
    if rest := len(found) - len(full):
        told.append(f"{source.shown}：另有 {rest} 条警告和提示，请用 budget check 查看。")
    return told
