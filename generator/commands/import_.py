"""`budget import`: workbooks, last year's Word and PDF files as a budget that a person would have written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path

import click

from generator.base.extras import MissingLibraryError
from generator.commands.chinese import Command
from generator.commands.common import (
    ENVIRONMENT,
    ERRORS,
    OK,
    complain,
    report_lines,
    root_option,
    say,
    workspace_of,
    year_asked,
)
from generator.commands.workspace import Workspace
from generator.findings.finding import has_errors
from generator.grids.grid import ForeignFile
from generator.pack import loader
from generator.pack.spec import Pack


@click.command("import", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="文件…")
@click.option("--code", default="", metavar="编码", help="部门（或单位）编码；文件里没有的，要写。")
@click.option("--name", default="", metavar="名称", help="部门（或单位）名称；文件里读不出来的，要写。")
@click.option("--year", default="", metavar="年度", help="预算年度；文件里没有写的，要写。")
@click.option("--pack", default="", metavar="模板", help="按哪个格式读；不写就选最合的。")
@click.option("--dry-run", is_flag=True, help="只看报告，不写文件。")
@click.option("--verbose", is_flag=True, help="报告里全部列出，不省略。")
@root_option
def import_(
    files: tuple[Path, ...],
    code: str,
    name: str,
    year: str,
    pack: str,
    dry_run: bool,
    verbose: bool,
    root: Path | None,
) -> None:
    """导入表格和文件：一体化系统的公开表（Excel）、以前公开的 Word 或 PDF，写成 budgets 下的一个预算。

    可以写几个文件，也可以写文件夹。每个数从哪里来记在 来源.json；推定的在那一行注明“待核实”。已有的文件夹不改动。
    """
    workspace = workspace_of(root)
    folders = loader.list_folders(workspace.templates)
    asked = year_asked(year, single=True)
    job = _Importing(workspace, folders, _packs(folders, pack), code.strip(), name.strip(), int(asked) if asked else 0)
    try:
        read = list(_files(files))
    except MissingLibraryError as error:
        complain(str(error))
        sys.exit(ENVIRONMENT)
    sys.exit(job.run(read, dry_run=dry_run, every=verbose))


def _packs(folders: Sequence[loader.Folder], wanted: str) -> tuple[str, ...]:
    known = tuple(dict.fromkeys(one.name for one in folders if one.is_known))
    if wanted and wanted not in known:
        raise click.UsageError(f"没有格式“{wanted}”，有{'、'.join(known)}。")
    return (wanted,) if wanted else known


def _files(paths: Sequence[Path]) -> Iterator[ForeignFile]:
    from generator.grids import reader  # noqa: PLC0415 only what a command needs is imported

    for path in paths:
        if path.is_dir():
            yield from reader.read_folder(path)
        else:
            yield reader.read(path)


class _Importing:
    """What all files of a run share."""

    def __init__(
        self,
        workspace: Workspace,
        folders: tuple[loader.Folder, ...],
        packs: tuple[str, ...],
        code: str,
        name: str,
        year: int,
    ) -> None:
        self.workspace, self.folders, self.packs = workspace, folders, packs
        self.code, self.name, self.year = code, name, year

    def run(self, files: Sequence[ForeignFile], *, dry_run: bool, every: bool) -> int:
        """Read the files, group them by whose they are, and write a budget for each."""
        from generator.commands.import_leaves import import_leaves  # noqa: PLC0415
        from generator.commands.import_writing import AskedImport, alone  # noqa: PLC0415
        from generator.intake.leaves import LeafList, leaf_lists  # noqa: PLC0415
        from generator.intake.mapping import column_mapping  # noqa: PLC0415
        from generator.intake.reading import PossibleForms, grouped  # noqa: PLC0415

        worst = OK
        forms = PossibleForms(self.packs, cache(self._pack))
        columns, wrong = column_mapping(self.workspace.root)
        complain(*report_lines(wrong))
        if has_errors(wrong):
            return ERRORS
        sources = []
        leaves: list[tuple[ForeignFile, list[LeafList]]] = []
        for file in files:
            complain(*report_lines(file.findings))
            lists = leaf_lists(file, columns)
            if lists:
                leaves.append((file, lists))
                continue
            source = None if has_errors(file.findings) else forms.read(file, self.year)
            if source is None:
                worst = ERRORS
                if not has_errors(file.findings):
                    complain(f"{file.name}：没有认出一张表，可能是别的格式（--pack），或者不是预算文件。")
                continue
            sources.append(source)
        for group in grouped(sources, code=self.code, year=self.year):
            work = partial(self._budget, group, dry_run=dry_run, every=every)
            worst = max(worst, alone(work, group.sources[0].file.name))
        if leaves:
            asked = AskedImport(self.workspace, self.packs, self.code, self.name, self.year, dry_run, every)
            worst = max(worst, import_leaves(asked, leaves))
        return worst

    def _pack(self, name: str, year: int) -> Pack | None:
        newest = max((one.year for one in self.folders if one.name == name and one.year), default=0)
        pack, found = loader.find(name, year or newest, self.workspace.templates, folders=self.folders)
        return None if has_errors(found) else pack

    def _budget(self, group: object, *, dry_run: bool, every: bool) -> int:
        from generator.commands.import_writing import lacks, write  # noqa: PLC0415
        from generator.intake import report  # noqa: PLC0415
        from generator.intake.assembling import make_draft  # noqa: PLC0415
        from generator.intake.reading import SameBudget, files_of  # noqa: PLC0415

        if not isinstance(group, SameBudget):
            raise TypeError(group)
        name, code, year = self.name or group.name, self.code or group.code, self.year or group.year
        if lacks("、".join(source.file.name for source in group.sources), code, name, year):
            return ERRORS
        made = make_draft(*files_of(group), (code, name), year)
        say(f"{made.draft.folder}（{year} 年）", *report.lines(group, made, every=every))
        return write(self.workspace, made.draft, dry_run=dry_run)
