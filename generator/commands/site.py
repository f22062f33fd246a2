"""`budget site`: a static web site of all departments for citizens, and the data behind it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base import files, inputs
from generator.base.formats import FORMATS
from generator.batch import manifest, memory
from generator.batch.made import MadeFile
from generator.commands import looking, site_pages
from generator.commands.batches import Batch
from generator.commands.chinese import Command
from generator.commands.clashes import clashes
from generator.commands.codes import ENVIRONMENT, ERRORS
from generator.commands.common import (
    complain,
    jobs_option,
    parts_option,
    report_lines,
    root_option,
    say,
    workspace_of,
    year_asked,
)
from generator.commands.documents import Job, Outcome, died, stopped
from generator.commands.processes import in_processes
from generator.commands.site_pages import FORMATS as MADE_FORMATS
from generator.commands.site_pages import Download, PageJob
from generator.commands.status import read_register
from generator.commands.workspace import BUDGETS, OUT, BudgetFolder, Workspace
from generator.district.register import NAME as REGISTER
from generator.district.register import Register
from generator.district.state import MADE
from generator.facts.location import code_of
from generator.findings.finding import has_errors
from generator.pack import loader

if TYPE_CHECKING:
    from generator.website.data import Published
    from generator.website.district import Year

MOST_TOLD = 3  # errors of a budget
_LARGEST = 500_000_000  # bytes of a file that is compared
_OFFERED = tuple(name for name in FORMATS if name != "html")


@click.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
@click.option(
    "--year", default="", metavar="年度", callback=lambda _context, _option, typed: year_asked(typed, single=True),
    help="只更新这一年的，例如 2025；不写就是各年的。网站里别的年度不动。",
)  # fmt: skip
@click.option(
    "--address", default="", metavar="网址", callback=lambda _context, _option, typed: _address(typed),
    help="网站将来的网址，例如 https://example.gov.cn/budget/；写进站点地图。不写也能用。",
)  # fmt: skip
@click.option("--force", is_flag=True, help="没有变化的也重新生成。")
@jobs_option
@parts_option
@root_option
def site(
    folder: Path, year: str, address: str, force: bool, jobs: int | None, parts: tuple[str, ...], root: Path | None
) -> None:
    """生成给市民看的网站：谁花多少、谁还没公开，每个部门和单位一页，连同全文、数据和下载。

    文件夹里是静态网页，双击 index.html 就能看，放到任何网站的任何位置都能用，不连接别的网站。
    budget generate 生成的 Word、PDF、Excel 还是最新的，一并放上供下载。有错误的预算不做网页，原有的网页不动。
    退出码：0 已生成，1 有预算没有做成网页，或者应公开.yaml 有错误。
    """
    workspace = workspace_of(root)
    years = workspace.years(REGISTER)
    if year and year not in years:
        raise click.UsageError(f"没有 {year} 年的预算{'，有 ' + '、'.join(years) + ' 年的' if years else ''}。")
    if not years:
        raise click.UsageError(f"在“{workspace.root}”的 {BUDGETS} 文件夹下没有找到预算。请用 --root 指明根文件夹。")
    _known_parts(workspace, parts)
    before = _ours(folder)
    registers = _registers(workspace, years)
    if registers is None:
        sys.exit(ERRORS)
    try:
        manifest.write_whole(folder, before)  # so that an interrupted run can go on
    except OSError as error:
        complain(files.problem(error))
        sys.exit(ENVIRONMENT)
    making = _Site(folder, workspace, registers, address, before, tuple(sorted(set(parts))))

    def do(some: Sequence[Job]) -> Iterator[Outcome]:
        pages = [job for job in some if isinstance(job, PageJob)]
        return in_processes(site_pages.run, pages, jobs, died)

    batch = Batch(workspace, folder, do, force)
    work = list(making.jobs((year,) if year else years, batch))
    batch.all(work, with_units=True)
    try:
        said = making.finish(batch)
    except OSError as error:
        complain(files.problem(error))
        sys.exit(ENVIRONMENT)
    batch.summarise()
    say(*said)
    sys.exit(batch.code)


def _address(typed: str) -> str:
    from generator.website.district import safe_address  # noqa: PLC0415 only what a command needs is imported

    if not typed:
        return ""
    if not safe_address(typed):
        raise click.UsageError(f"--address 后面写网址，例如 https://example.gov.cn/budget/；写的是“{typed}”。")
    return typed.strip().rstrip("/") + "/"


def _known_parts(workspace: Workspace, asked: Iterable[str]) -> None:
    """Raise click.UsageError for an optional part (选印) that no form has: nothing is written then."""
    folders = loader.list_folders(workspace.templates) if asked else ()
    newest = {name: max(one.year for one in folders if one.name == name) for name in loader.names_of(folders)}
    packs = (loader.find(name, year, workspace.templates, folders=folders)[0] for name, year in newest.items())
    known = sorted({part for pack in packs if pack for part in pack.parts})
    wrong = next((one for one in asked if one not in known), None)
    if wrong is not None:
        there = f"，有{'、'.join(known)}" if known else ""
        raise click.UsageError(f"没有选印的部分“{wrong}”{there}。")


def _ours(folder: Path) -> tuple[MadeFile, ...]:
    """Give the files that we made in a folder. Raises click.UsageError where it is not for us to write in."""
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"“{folder}”是一个文件，不是文件夹。请写一个新的或者空的文件夹。")
    try:
        return manifest.read_whole(folder)
    except FileNotFoundError:
        if folder.exists() and any(folder.iterdir()):
            raise click.UsageError(
                f"“{folder}”里有别的文件，没有本软件写的 {manifest.NAME}，没有动它。请写一个新的或者空的文件夹。"
            ) from None
        return ()
    except (OSError, manifest.DamagedError):
        raise click.UsageError(
            f"“{folder / manifest.NAME}”读不了，或者不是本软件写的，没有动它。请写一个新的或者空的文件夹。"
        ) from None


def _registers(workspace: Workspace, years: Iterable[str]) -> Mapping[int, Register | None] | None:
    """Read who must publish in each year; None where a list has an error."""
    read: dict[int, Register | None] = {}
    for year in map(int, years):
        read[year], found = read_register(workspace, year)
        complain(*report_lines(found))
        if has_errors(found):
            return None
    return read


@dataclass(slots=True)
class _Site:
    """The site while it is made."""

    folder: Path
    workspace: Workspace
    registers: Mapping[int, Register | None]
    address: str
    before: tuple[MadeFile, ...]
    parts: tuple[str, ...] = ()  # optional parts of the form
    sources: dict[int, tuple[BudgetFolder, ...]] = field(default_factory=dict)

    def jobs(self, years: Sequence[str], batch: Batch) -> Iterator[PageJob]:
        """Yield the pages of departments; what clashes is told."""
        for year in map(int, years):
            self.sources[year] = every = self.workspace.all_of(str(year))
            clashing = clashes(self.workspace, every)
            for source, finding in clashing.items():
                batch.stop(stopped(source.shown, finding))
            offered = self._offered(year, batch.answers)
            for source in every:
                if source not in clashing:
                    code = code_of(source.folder)
                    own = tuple((key, files) for key, files in offered.items() if key[0] == code)
                    yield PageJob(
                        source,
                        self.workspace,
                        self.folder,
                        MADE_FORMATS,
                        most=MOST_TOLD,
                        parts=self.parts,
                        downloads=own,
                        address=self.address,
                        district=self._district(year),
                        has_years=len(self.registers) > 1,
                    )

    def finish(self, batch: Batch) -> list[str]:
        """Write what is of no single document, and take away what is no longer of the site. Raises NotWrittenError."""
        from generator.website import district  # noqa: PLC0415 only what a command needs is imported

        kept = dict(self._documents(batch))
        years = [self._year(year, [one for one, _ in kept.values()]) for year in self._years(kept)]
        if not years:
            return ["没有可以公开的预算，没有生成网站。"]
        written = district.files(years, self.address)
        made = [MadeFile(name, inputs.digest_of(data), len(data)) for name, data in written.items()]
        made += [one for _, every in kept.values() for one in every]
        for year in years:
            files.require_inside(self.folder / str(year.year), self.folder)
        for name, data in written.items():
            files.update_file(self.folder / name, _LARGEST, partial(_written, data))
        manifest.write_whole(self.folder, made)
        self._remove({one.name for one in made})
        return [f"网站在 {self.folder / 'index.html'}，{len(kept)} 份公开文本。"]

    def _years(self, kept: Mapping[str, tuple[Published, tuple[MadeFile, ...]]]) -> list[int]:
        return sorted({one.whose.year for one, _ in kept.values()})

    def _year(self, year: int, every: Sequence[Published]) -> Year:
        from generator.website.district import Year  # noqa: PLC0415 only what a command needs is imported

        own = tuple(one for one in every if one.whose.year == year)
        there = {one.whose.key for one in own} | {("", one.whose.code) for one in own if one.whose.alone}
        register = self.registers.get(year)
        due = register.due if register else ()
        missing = tuple(one for one in due if one.key not in there and ("", one.code) not in there)
        ordered = sorted(own, key=lambda one: (one.whose.code, one.whose.unit))
        return Year(year, self._district(year), tuple(ordered), missing)

    def _district(self, year: int) -> str:
        register = self.registers.get(year)
        return register.district if register else ""

    def _documents(self, batch: Batch) -> Iterator[tuple[str, tuple[Published, tuple[MadeFile, ...]]]]:
        """Yield every document of the site, by its folder, with its files: what was made, and what stays as it was."""
        made: set[str] = set()
        tried: dict[tuple[int, str], set[str]] = {}  # units that a department has now, by year and code
        for job, outcome in batch.done:
            if job and outcome.entry and (one := site_pages.read(self.folder, outcome.entry)):
                name = outcome.entry.document.folder
                made.add(name)
                tried.setdefault((one.whose.year, one.whose.code), set()).update((one.whose.unit, *outcome.units))
                every = outcome.entry.document.files
                yield name, (one, tuple(MadeFile(f"{name}/{file.name}", file.sha256, file.size) for file in every))
        codes = {(year, code_of(one.folder)) for year, every in self.sources.items() for one in every}
        for year in self._listed_years():
            for listed in self._listed(year):
                key = (year, listed.department)
                gone = year in self.sources and (key not in codes or listed.unit not in tried.get(key, {listed.unit}))
                name = f"{year}/{listed.files[0].name.rpartition('/')[0]}" if listed.files else ""
                data = next((one for one in listed.files if one.name.endswith("/data.json")), None)
                if gone or not data or name in made:
                    continue
                if one := site_pages.read_file(self.folder / str(year) / data.name, data.sha256):
                    yield name, (one, tuple(MadeFile(f"{year}/{f.name}", f.sha256, f.size) for f in listed.files))

    def _listed_years(self) -> list[int]:
        heads = {one.name.partition("/")[0] for one in self.before}
        return sorted(int(head) for head in heads if head.isascii() and head.isdigit())

    def _listed(self, year: int) -> tuple[manifest.Listed, ...]:
        with suppress(OSError, manifest.DamagedError):
            return manifest.read(self.folder / str(year) / manifest.NAME)
        return ()

    def _offered(self, year: int, answers: memory.Answers) -> dict[tuple[str, str], tuple[Download, ...]]:
        """Give the generated files of a year that are as new as their budgets, by document."""
        folder = self.workspace.root / OUT / str(year)
        states = looking.made(self.workspace, year, answers)  # which says so where the list cannot be read
        try:
            listed = manifest.read(folder / manifest.NAME)
        except (OSError, manifest.DamagedError):
            return {}
        old = [one.title for one in listed if states.get((one.department, one.unit)) not in (MADE, None)]
        if old:
            said = f"{year} 年有 {len(old)} 份 {OUT} 里的文件比预算旧，或者改动过，没有放上网站"
            complain(f"{said}：请先运行 budget generate。")
        return {
            (one.department, one.unit): tuple(_downloads(one, folder))
            for one in listed
            if states.get((one.department, one.unit)) == MADE
        }

    def _remove(self, kept: set[str]) -> None:
        """Take away files that we made and that are of the site no longer; what somebody changed stays."""
        gone = [one for one in self.before if one.name not in kept]
        for one in gone:
            path = self.folder / one.name
            with suppress(OSError):
                files.require_inside(path.parent, self.folder)
                if inputs.digest_of(files.read_file(path, _LARGEST)) == one.sha256:
                    path.unlink()
                    for parent in (path.parent, path.parent.parent):
                        if parent != self.folder:
                            parent.rmdir()
        for year in {one.name.partition("/")[0] for one in gone} & {str(one) for one in self._listed_years()}:
            if (self.folder / year / manifest.NAME).exists():
                manifest.forget(self.folder / year, int(year))


def _downloads(listed: manifest.Listed, folder: Path) -> Iterator[Download]:
    for file in listed.files:
        path = folder / file.name
        if Path(file.name).suffix[1:] in _OFFERED and path.is_file():
            yield Download(MadeFile(Path(file.name).name, file.sha256, file.size), str(path))


def _written(data: bytes, _before: bytes | None) -> bytes:
    """Give what a file is to hold, whatever it did; what is the same is not written."""
    return data
