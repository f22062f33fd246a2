"""`budget sheet`: a budget as a workbook to work on in Excel or WPS, and what was changed there back into the YAML."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base import extras
from generator.base.files import make_folder, problem, read_file, replace_file, replace_files
from generator.base.nearest import nearest
from generator.commands import backup, crash
from generator.commands.chinese import Command, Group
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.common import (
    budgets_argument,
    complain,
    find_budgets,
    report_lines,
    root_option,
    say,
    workspace_of,
    year_asked,
    year_option,
)
from generator.commands.template import latest_year
from generator.commands.workspace import BUDGETS, BudgetFolder, Workspace, place_taken
from generator.findings.finding import Finding, has_errors
from generator.findings.text import summary

if TYPE_CHECKING:
    from generator.workbook.importing import Imported
    from generator.workbook.read import ReadBook

SUFFIX = ".xlsx"
_TOLD = 40  # changes that are listed


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


@sheet.command(cls=Command)
@click.option("--pack", required=True, metavar="模板", help="官方格式的名称，见 budget template list。")
@click.option("--year", default="", metavar="年度", help="预算年度，不写是格式最新的一年。")
@click.option(
    "--version",
    "kind",
    type=click.Choice(["部门", "单位"]),
    default="部门",
    metavar="部门|单位",
    help="部门的预算，还是一个单位单独编制的预算。",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="工作簿的名称。")
@click.option("--force", is_flag=True, help="已有这个文件，也重新写。")
@root_option
def new(pack: str, year: str, kind: str, output: Path | None, force: bool, root: Path | None) -> None:
    """写一个空的工作簿，填好以后用 budget sheet import 建立预算。可以发给许多单位，收回来放在一个文件夹里一起导入。"""
    from generator.pack import loader  # noqa: PLC0415 heavy
    from generator.workbook import beginning, export  # noqa: PLC0415

    templates = workspace_of(root).templates
    asked = year_asked(year, single=True)
    number = int(asked) if asked.isdigit() else latest_year(templates)
    found, told = loader.find(pack.strip(), number, templates)
    if found is None:
        known = sorted(loader.names_of(loader.list_folders(templates)))
        near = nearest(pack.strip(), known)
        hint = f"是不是“{near}”？" if near else f"有{'、'.join(known)}。"
        raise click.UsageError(told[0].message if told and pack in known else f"没有格式“{pack}”。{hint}")
    target = output or Path(f"{pack.strip()}-{number}-{kind}{SUFFIX}")
    if target.exists() and not force:
        complain(f"已有 {target}，没有重写。要重写，加 --force。")
        sys.exit(ENVIRONMENT)
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, export.written(beginning.blank(templates, found.name, number, kind)).data)
    say(f"已写出 {target}。", "填好以后：budget sheet import 文件或者文件夹")


@sheet.command("import", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="文件…")
@click.option("--dry-run", is_flag=True, help="只看改了什么，不写文件。")
@click.option("--overwrite", is_flag=True, help="两边都改了的，以工作簿为准；原来的 YAML 另留一份。")
@root_option
def import_(files: tuple[Path, ...], dry_run: bool, overwrite: bool, root: Path | None) -> None:
    """把工作簿里的改动写回 YAML：没有改的一个字也不动，注释和先后照旧。

    可以写文件夹：里面的工作簿逐个导入，budget sheet new 的工作簿填好以后就建立预算，一个有错不影响别的。
    写以前，原来的文件另留一份。改好接着再改的，请先重新导出。
    """
    try:
        extras.require("import")
    except extras.MissingLibraryError as error:
        complain(str(error))
        sys.exit(ENVIRONMENT)
    run = _Run(workspace_of(root), dry_run, overwrite)
    listed = [path for file in files for path in _workbooks(file)]
    if not listed:
        raise click.UsageError(f"{'、'.join(map(str, files))} 里没有 {SUFFIX} 工作簿。")
    done = [(path, run.take(path)) for path in listed]
    if len(done) > 1:
        say("", *(f"{path.name}：{_RESULTS[code]}" for path, code in done))
    sys.exit(max(code for _, code in done))


_RESULTS = {OK: "已导入，或者没有改动", ERRORS: "没有导入，见上面的说明", ENVIRONMENT: "没有导入：读写出错"}


def _workbooks(path: Path) -> list[Path]:
    """List the workbooks of a folder that came back, or give the file itself; what is no workbook is told."""
    if not path.is_dir():
        return [path]
    files = [one for one in sorted(path.iterdir()) if one.is_file() and not one.name.startswith((".", "~$"))]
    others = [one.name for one in files if one.suffix.lower() != SUFFIX]
    if others:
        complain(f"没有读的文件：{'、'.join(others)}。要导入的，请另存为 {SUFFIX}。")
    return [one for one in files if one.suffix.lower() == SUFFIX]


@dataclass(slots=True)
class _Run:
    """What the workbooks of one command share."""

    workspace: Workspace
    dry_run: bool
    overwrite: bool
    taken: dict[Path, str] = field(default_factory=dict)  # budgets, and the workbook of each

    def take(self, file: Path) -> int:
        """Import a workbook; whatever happens to it stops no other."""
        try:
            return self._take(file)
        except OSError as error:
            complain(problem(error))
            return ENVIRONMENT
        except Exception as error:
            complain(*report_lines([crash.finding_of(error, file.name)]))
            return ENVIRONMENT

    def _take(self, file: Path) -> int:
        from generator.workbook import read  # noqa: PLC0415 heavy

        book, found = read.read(read_file(file, read.MAX_BYTES), file.name)
        if book is None:
            _tell(found)
            return ERRORS
        if not book.memory.folder:
            return self._begin(book, file)
        folder = self.workspace.root / BUDGETS / str(book.memory.year) / book.memory.folder
        if Path(book.memory.folder).name != book.memory.folder or not folder.is_dir():
            complain(f"{file.name}：没有找到 {BUDGETS}/{book.memory.year}/{book.memory.folder}，没有导入。")
            return ERRORS
        return self._bring(book, file, folder)

    def _bring(self, book: ReadBook, file: Path, folder: Path) -> int:
        from generator.workbook import importing  # noqa: PLC0415 heavy

        if self._is_twice(folder, file):
            return ERRORS
        shown = f"{BUDGETS}/{folder.parent.name}/{folder.name}"
        made = importing.bring(book, folder, self.workspace.templates, file.name, shown, overwrite=self.overwrite)
        return _finish(made, file, self.workspace, BudgetFolder(folder, shown), dry_run=self.dry_run)

    def _begin(self, book: ReadBook, file: Path) -> int:
        """Make the budget of a workbook that was empty, or bring the workbook into the one that is there."""
        from generator.publish import safe_name  # noqa: PLC0415 heavy
        from generator.workbook import beginning  # noqa: PLC0415

        tree, found = beginning.begun(book, self.workspace.templates, file.name)
        if has_errors(found):
            _tell(found)
            complain(f"{file.name}：没有写任何文件。")
            return ERRORS
        code, name = beginning.whose(tree)
        target = self.workspace.root / BUDGETS / str(tree["年度"]) / safe_name(f"{code}-{name}")
        there = place_taken(target)
        if there is not None:
            return self._bring(book, file, there)
        if self._is_twice(target, file):
            return ERRORS
        _tell(found)
        shown = f"{BUDGETS}/{target.parent.name}/{target.name}"
        files = beginning.files_of(tree, book, self.workspace.templates)
        if self.dry_run:
            say(f"{file.name} → {shown}：可以新建 {len(files)} 个文件。")
            return OK
        make_folder(target, files)
        say(f"{file.name} → {shown}：新建 {'、'.join(files)}。", _checked(BudgetFolder(target, shown), self.workspace))
        return OK

    def _is_twice(self, folder: Path, file: Path) -> bool:
        """Tell whether another workbook of this run is of the same budget."""
        other = self.taken.setdefault(folder, file.name)
        if other != file.name:
            complain(f"{file.name}：和 {other} 是同一个预算的，没有导入。请只留下一个。")
        return other != file.name


def _finish(made: Imported, file: Path, workspace: Workspace, source: BudgetFolder, *, dry_run: bool) -> int:
    """Tell what an import leads to, write it, and say what is still wrong with the budget."""
    _tell(made.findings)
    if made.refused:
        complain(f"{file.name}：没有写任何文件。")
        return ERRORS
    if not made.files:
        say(f"{file.name}：没有改动。")
        return OK
    said = "，".join(f"{word} {count} 处" for word, count in made.counts.items() if count)
    say(f"{file.name} → {source.shown}：{said}。", *(f"  {line}" for line in made.told[:_TOLD]))
    if len(made.told) > _TOLD:
        say(f"  另有 {len(made.told) - _TOLD} 处。")
    if dry_run:
        return OK
    kept = backup.keep(workspace.root, made.files)
    replace_files(made.files)
    say(f"已写 {len(made.files)} 个文件，原来的在 {kept.relative_to(workspace.root).as_posix()}。")
    say(_checked(source, workspace), f"接着改，请先重新导出：budget sheet export {source.folder.name}")
    return OK


def _checked(source: BudgetFolder, workspace: Workspace) -> str:
    """Say what is still wrong with a budget."""
    from generator.publish import prepare  # noqa: PLC0415 heavy

    found = prepare(source.folder, workspace.templates, shown_as=source.shown).findings
    return f"检查：{summary(found)}详见 budget check {source.folder.name}"


def _tell(found: Sequence[Finding]) -> None:
    complain(*report_lines(found))
