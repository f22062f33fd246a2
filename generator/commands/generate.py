"""`budget generate`: one budget, or a whole year on every processor."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from generator.base.formats import DEFAULT, FORMATS
from generator.commands.batches import Batch
from generator.commands.chinese import Command
from generator.commands.clashes import clashes
from generator.commands.cluster import ADDRESS, NoClusterError, in_cluster
from generator.commands.codes import ENVIRONMENT
from generator.commands.common import (
    budgets_argument,
    chosen_formats,
    complain,
    find_budgets,
    jobs_option,
    parts_option,
    root_option,
    workspace_of,
    year_option,
)
from generator.commands.documents import Job, Outcome, died, run, stopped
from generator.commands.processes import in_processes
from generator.commands.units import asked_for
from generator.commands.workspace import EVERY, OUT

MOST_TOLD = 3  # errors of a budget that are told where several are generated
FORMATS_HELP = "、".join(f"{name}（{what}）" for name, what in FORMATS.items())


@click.command(cls=Command)
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
    help=f"输出格式，用逗号分开：{FORMATS_HELP}；默认 {','.join(DEFAULT)}。",
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="单位",
    help=f"只生成这个所属单位的单位预算，写编码（例如 350001）或者名称；可以写几次，{EVERY} 是全部所属单位。",
)
@parts_option
@click.option(
    "--attach-data",
    is_flag=True,
    help="把印出来的全部数字（数据.json）附在 PDF 里（PDF/A-3a）。YAML、注释、备注和出错说明不会附上。",
)
@click.option(
    "--strict",
    is_flag=True,
    help="还有没说明的警告就不生成，并列出警告。没有写公开日期也算警告。用于公开前的最后一次生成。",
)
@click.option(
    "--draft",
    is_flag=True,
    help="有错误也生成草稿：每页印有“草稿”，文件名带“（草稿）”，读不出来的数空着。只供编制时查看，不能公开。",
)
@click.option("--force", is_flag=True, help="没有变化的也重新生成。")
@jobs_option
@click.option(
    "--executor",
    default="",
    metavar="地址",
    help="由 Dask 集群的各台电脑一起生成，例如 dask://主机:8786；各台电脑用同样的路径看到同一个文件夹。",
)
@year_option
@root_option
def generate(
    budgets: tuple[str, ...],
    output: Path | None,
    formats: str,
    units: tuple[str, ...],
    parts: tuple[str, ...],
    attach_data: bool,
    strict: bool,
    draft: bool,
    force: bool,
    jobs: int | None,
    executor: str,
    year: str,
    root: Path | None,
) -> None:
    """生成公开文本（Word 和 PDF）。有错误的预算不生成，原有的文件不动。

    不写预算就是全部部门的，连同所属单位的。内容、格式和程序都没有变化、成品也还在的，不重新生成。
    """
    if draft and (strict or attach_data):
        raise click.UsageError("--draft 不能与 --strict、--attach-data 一起用：草稿不是公开的文件。")
    cluster = ADDRESS.fullmatch(executor)
    if executor and not cluster:
        raise click.UsageError(f"--executor 后面写 Dask 集群的地址，例如 dask://主机:8786；写的是“{executor}”。")
    workspace = workspace_of(root)
    chosen = chosen_formats(formats)
    sources = find_budgets(workspace, budgets, year)
    clashing = clashes(workspace, sources)
    everything = not budgets and not units
    asked = asked_for([source for source in sources if source not in clashing], units)
    to = output or workspace.root / OUT
    most = MOST_TOLD if len(asked) > 1 or everything else 0
    own = tuple(sorted(set(parts)))
    work = [Job(source, workspace, to, chosen, unit, attach_data, strict, draft, most, own) for source, unit in asked]

    def do(some: Sequence[Job]) -> Iterator[Outcome]:
        if cluster:
            return in_cluster(run, some, cluster[1])
        return in_processes(run, some, jobs, died)

    batch = Batch(workspace, to, do, force)
    for source, finding in clashing.items():
        batch.stop(stopped(source.shown, finding))
    try:
        batch.all(work, with_units=everything)
    except NoClusterError as error:
        complain(str(error))
        sys.exit(ENVIRONMENT)
    batch.summarise()
    sys.exit(batch.code)
