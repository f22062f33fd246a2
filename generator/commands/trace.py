"""`budget trace`: which lines of YAML make a figure."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from generator.base.lines import lines_of
from generator.base.paths import ValuePath, said
from generator.base.terminal import shortened, width
from generator.commands import console
from generator.commands.chinese import Command
from generator.commands.codes import ERRORS, OK
from generator.commands.columns import aligned
from generator.commands.common import complain, find_budgets, root_option, say, workspace_of, year_option
from generator.commands.units import asked_for
from generator.commands.workspace import BudgetFolder, Workspace
from generator.facts.budget import Budget
from generator.proof.trace import PrintedFigure, SourceLine, added, find, sources

SUMMARY = "汇总"  # in the place of a budget: all departments added up
MOST = 20  # figures that a list shows, and groups of them
MOST_LINES = 10  # lines of YAML that a group shows where there are several
_LINE = 70  # columns of a sentence, and of a line of YAML


@click.command(cls=Command)
@click.argument("budget", metavar="预算")
@click.argument("figure", metavar="数")
@click.option("--unit", default="", metavar="单位", help="查这个所属单位的单位预算，写编码（例如 350001）或者名称。")
@year_option
@root_option
def trace(budget: str, figure: str, unit: str, year: str, root: Path | None) -> None:
    """追溯一个数由哪几行 YAML 得来。

    数写成 表/行/列，例如 表3/2060101/项目支出；也可以写印出来的数，例如 1186.91。
    表可以写序号或名称，行可以写序号、编码或名称，列写栏目的名称。预算写 汇总 的，查 budget summary 的数。
    """
    from generator.publish import own_budgets, prepare, unknown_unit  # noqa: PLC0415 only what a command needs

    workspace = workspace_of(root)
    if budget == SUMMARY:
        if unit:
            raise click.UsageError(f"{SUMMARY} 是全部部门的，不能加 --unit。")
        sys.exit(_of_summary(workspace, figure, year))
    source, *others = find_budgets(workspace, (budget,), year)
    if others:
        every = "、".join(one.shown for one in (source, *others))
        raise click.UsageError(f"“{budget}”有几个预算：{every}。请写其中一个文件夹。")
    ((_, code),) = asked_for((source,), (unit,) if unit else ())
    prepared = prepare(source.folder, workspace.templates, shown_as=source.shown, unit=code)
    if prepared.budget is not None and code and code not in own_budgets(prepared.budget):
        raise click.UsageError(unknown_unit(prepared.budget, code).message)
    if prepared.budget is None or prepared.document is None:
        complain(f"{source.shown}：有错误，请先用 budget check 查看并改正。")
        sys.exit(ERRORS)
    _tell(figure, find(prepared.document, figure), prepared.budget, (source,))
    sys.exit(OK)


def _of_summary(workspace: Workspace, figure: str, year: str) -> int:
    """Trace a figure of all departments added up (budget summary) to the lines of each."""
    from generator.commands.status import year_of_status  # noqa: PLC0415 only what a command needs is imported
    from generator.commands.summary import summed  # noqa: PLC0415

    asked = year_of_status(workspace, year)
    whole = summed(workspace, asked)
    if whole is None or whole.prepared.document is None or whole.prepared.budget is None:
        complain("汇总排不出来，请先用 budget check 查看并改正。")
        return ERRORS
    of = workspace.all_of(str(asked))
    _tell(figure, find(whole.prepared.document, figure), whole.prepared.budget, of)
    return OK


def _tell(figure: str, found: tuple[PrintedFigure, ...], budget: Budget, of: Iterable[BudgetFolder]) -> None:
    """Say which lines of some budgets make what was found of a figure. Raises click.UsageError if that is nothing."""
    from generator.reading.folder import sources as texts_of  # noqa: PLC0415 only what a command needs is imported

    if not found:
        raise click.UsageError(f"没有找到“{figure}”。写法是 表/行/列，例如 表3/合计/项目支出；或者写印出来的数。")
    every = (texts_of(source.folder, shown_as=source.shown) for source in of)
    texts = {name: lines_of(text) for one in every for name, text in one.items()}
    say(*answer(found, budget, texts, console.columns()))


def answer(
    found: tuple[PrintedFigure, ...], budget: Budget, texts: Mapping[str, list[str]], columns: int = 0
) -> list[str]:
    """Say what makes the figures: those that come from the same lines together, with these lines once.

    Of several such groups each shows its first lines; `columns` are those of the terminal, or 0.
    """
    groups: dict[frozenset[ValuePath], list[PrintedFigure]] = {}
    for one in found:
        groups.setdefault(frozenset(one.origins), []).append(one)
    if len(groups) == 1:
        return _group(list(found), budget, texts, columns)
    told = [f"有 {len(found)} 个数符合，来自 {len(groups)} 组不同的行。"]
    shown = list(groups.values())[:MOST]
    for figures in shown:
        told += ["", *_group(figures, budget, texts, columns, MOST_LINES)]
    left = len(groups) - len(shown)
    more = [f"另有 {left} 组没有列出。"] if left else []
    return [*told, "", *more, "只要其中一个的，写成 表/行/列，例如上面每行第二段。"]


def _group(
    figures: list[PrintedFigure], budget: Budget, texts: Mapping[str, list[str]], columns: int, most: int = 0
) -> list[str]:
    """Give figures that come from the same lines, these lines (the first `most`; 0 is all), and their sum."""
    lines = sources(figures[0], budget)
    shown = lines[:most] if most else lines
    more = [f"  ……共 {len(lines)} 行"] if len(lines) > len(shown) else []
    return [*_first(map(heading, figures)), *_lines(shown, texts, columns), *more, f"  {added(figures[0], lines)}。"]


def heading(figure: PrintedFigure) -> str:
    """Say where a figure stands and what is printed there."""
    if figure.table == "正文":
        text = figure.title if width(figure.title) <= _LINE else _around(figure)
        return f"{figure.text}  正文：{text}"
    return f"{figure.text}  {figure.name}（{figure.title}，{' '.join(figure.row)}）"


def _around(figure: PrintedFigure) -> str:
    start = max(0, figure.title.find(figure.text) - _LINE // 4)
    return f"…{figure.title[start : start + _LINE // 2]}…"


def _first(heads: Iterable[str]) -> list[str]:
    every = list(dict.fromkeys(heads))
    return every[:MOST] + ([f"……共 {len(every)} 处"] if len(every) > MOST else [])


def _lines(lines: Iterable[SourceLine], texts: Mapping[str, list[str]], columns: int) -> list[str]:
    """Write each line of YAML with its place and amount, in columns."""
    rows = [(str(line.place or said(line.path)), _amount(line), _typed(line, texts)) for line in lines]
    return [f"  {line}" for line in aligned(rows, columns and columns - 2, right=(1,), giving=2)] if rows else []


def _amount(line: SourceLine) -> str:
    return "" if line.amount is None else f"{line.amount:,.2f} 元"


def _typed(line: SourceLine, texts: Mapping[str, list[str]]) -> str:
    where = line.place
    known = texts.get(where.file, []) if where else []
    text = " ".join(known[where.line - 1].split()) if where and 0 < where.line <= len(known) else said(line.path)
    return shortened(text, _LINE)
