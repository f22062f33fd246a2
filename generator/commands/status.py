"""`budget status`: who must publish, who has not handed in, and how many days are left."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from generator.base.files import replace_file
from generator.batch import memory
from generator.commands import console, looking
from generator.commands.chinese import Command
from generator.commands.codes import ERRORS, OK
from generator.commands.columns import aligned
from generator.commands.common import (
    complain,
    report_lines,
    root_option,
    say,
    say_report,
    text_of,
    workspace_of,
    year_asked,
)
from generator.commands.workspace import BUDGETS, EVERY, Workspace
from generator.district import beginning, register, told
from generator.district.register import Due, Register
from generator.district.state import (
    LATE,
    MISSING,
    WORDS,
    WRONG,
    Seen,
    Standing,
    rows,
)  # fmt: skip
from generator.findings import clean
from generator.findings.finding import Finding
from generator.reading.scalars import day_of

FORMATS = ("text", "xlsx", "html", "json")


@click.command(cls=Command)
@click.argument("names", nargs=-1, metavar="[部门或单位名称…]")
@click.option(
    "--only", multiple=True, metavar="状态", callback=lambda _context, _option, typed: _words(typed),
    help=f"只列出这些状态的，几个用逗号分开，例如 没交,逾期。可以写：{'、'.join(WORDS)}。",
)  # fmt: skip
@click.option(
    "--today", default="", metavar="日期", callback=lambda _context, _option, typed: _day(typed),
    help="按这一天算还剩几天，例如 2025-02-20；不写就是今天。",
)  # fmt: skip
@click.option(
    "-f", "--format", "style", type=click.Choice(FORMATS), default="text", metavar="格式",
    help=f"{'、'.join(FORMATS)}；默认 text。",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写进文件，不在屏幕显示。")
@click.option("--strict", is_flag=True, help="列出的里面有没交、有错误或者逾期的，退出码为 1。")
@click.option("--new", is_flag=True, help=f"按现有的预算新建这一年的 {register.NAME}；已经有的不动。")
@click.option(
    "--year", default="", metavar="年度", callback=lambda _context, _option, typed: year_asked(typed, single=True),
    help="哪一年的，例如 2025；不写就是最新的一年。",
)  # fmt: skip
@root_option
def status(
    names: tuple[str, ...],
    only: frozenset[str],
    today: date,
    style: str,
    output: Path | None,
    strict: bool,
    new: bool,
    year: str,
    root: Path | None,
) -> None:
    """查看一年的进度：谁没交，谁有错误，生成了没有，公开了没有，离期限还剩几天。

    应当公开的写在 budgets/<年度>/应公开.yaml（--new 按现有的预算新建一份）。期限是批复以后二十日，批复当天不算。
    公开以后由财政部门在里面写上 公开日期 和 网址。逾期的排在最前面。
    退出码：0 看完了，有没有没交的都是；1 应公开.yaml 有错误，或者加了 --strict 而有没交、有错误或者逾期的。
    """
    if style == "xlsx" and output is None:
        raise click.UsageError("xlsx 格式要用 -o 写明文件名，例如 -o 进度.xlsx。")
    if new and (names or only or strict or output or style != "text"):
        raise click.UsageError(f"--new 只新建 {register.NAME}，不能与名称和 --only、--strict、-f、-o 一起用。")
    workspace = workspace_of(root)
    asked = year_of_status(workspace, year)
    answers = memory.Answers()
    seen = looking.seen(workspace, asked, answers)
    if new:
        _begin(workspace, asked, seen)
        sys.exit(OK)
    listed, found = read_register(workspace, asked, today)
    code = ERRORS if found and listed is None and _list_of(workspace, asked).exists() else OK
    texts = {one.place.file: text_of(workspace.root / one.place.file) for one in found if one.place}
    complain(*report_lines(found, texts))
    due = listed.due if listed else ()
    every = rows(due, seen, looking.made(workspace, asked, answers), today)
    if listed is None:
        every = tuple(replace(row, listed=True) for row in every)
    chosen = tuple(row for row in _named(every, names) if not only or row.words & only)
    _write(told.Progress(asked, today, chosen, every, found), style, output)
    if listed is None and not found:
        complain(*_without_list(workspace, asked))
    bad = any({MISSING, WRONG, LATE} & row.words for row in chosen)
    sys.exit(ERRORS if strict and bad else code)


def read_register(
    workspace: Workspace, year: int, today: date | None = None
) -> tuple[Register | None, tuple[Finding, ...]]:
    """Read a year's list of who must publish; there need not be one."""
    path = _list_of(workspace, year)
    return register.read(path, _shown(year), year, today) if path.exists() else (None, ())


def _without_list(workspace: Workspace, year: int) -> Iterator[str]:
    """Say that there is no list, or what is there under a name that is not its own."""
    around = _list_of(workspace, year).parent
    meant = [path.name for path in sorted(around.glob(f"{Path(register.NAME).stem}*")) if path.is_file()]
    if meant:
        yield f"{BUDGETS}/{year}/{meant[0]} 没有读：名称应当是 {register.NAME}。"
    else:
        yield f"没有 {_shown(year)}，不知道还有谁没交：budget status --new 按现有的预算新建一份，再补上没交的。"


def _list_of(workspace: Workspace, year: int) -> Path:
    return workspace.root / _shown(year)


def _shown(year: int) -> str:
    return f"{BUDGETS}/{year}/{register.NAME}"


def _words(typed: Sequence[str]) -> frozenset[str]:
    words = [word for one in typed for word in one.replace("，", ",").replace("、", ",").split(",")]
    asked = [word.strip() for word in words if word.strip()]
    wrong = next((word for word in asked if word not in WORDS), None)
    if wrong is not None or (words and not asked):
        raise click.UsageError(f"--only 没有“{wrong or typed[0]}”这个状态，可以写：{'、'.join(WORDS)}。")
    return frozenset(asked)


def _day(typed: str) -> date:
    """Give the day that somebody types, or that of the machine: the only place where the clock is asked."""
    if not typed:
        return datetime.now().astimezone().date()
    day = day_of(typed.strip())
    if day is None:
        raise click.UsageError(f"--today 后面写日期，例如 2025-02-20；写的是“{typed}”。")
    return day


def year_of_status(workspace: Workspace, typed: str) -> int:
    """Give the year that is asked for, or the newest of which there is a list or a budget."""
    years = workspace.years(register.NAME)
    if typed == EVERY:
        raise click.UsageError("一次只看一个年度，例如 --year 2025。")
    if typed and typed not in years:
        there = f"，有 {'、'.join(years)} 年的" if years else ""
        raise click.UsageError(f"没有 {typed} 年的预算，也没有 {_shown(int(typed))}{there}。")
    if not years:
        raise click.UsageError(f"在“{workspace.root}”的 {BUDGETS} 文件夹下没有找到预算。请用 --root 指明根文件夹。")
    return int(typed or years[-1])


def _named(every: Sequence[Standing], names: Sequence[str]) -> Iterator[Standing]:
    """Choose whom somebody names: by code, or by the name or a part of it; a department with its units."""
    if not names:
        yield from every
        return
    for name in names:
        if not any(_is_called(row.due, name) for row in every):
            raise click.UsageError(f"没有“{name}”：写部门或者单位的编码、名称，或者名称的一部分。")
    departments = {
        row.due.code for row in every for name in names if not row.due.department if _is_called(row.due, name)
    }
    for row in every:
        if row.due.department in departments or any(_is_called(row.due, name) for name in names):
            yield row


def _is_called(due: Due, name: str) -> bool:
    return name == due.code or name in due.name


def _begin(workspace: Workspace, year: int, seen: Sequence[Seen]) -> None:
    """Write a list of everybody whose budget is there. Raises NotWrittenError, click.UsageError."""
    path = _list_of(workspace, year)
    if path.exists():
        raise click.UsageError(f"已经有 {_shown(year)}，没有改动。")
    replace_file(path, beginning.written(seen).encode())
    say(f"已新建 {_shown(year)}：{sum(not one.alone for one in seen)} 个部门。请填批复日期，补上还没交的部门和单位。")


def _write(progress: told.Progress, style: str, output: Path | None) -> None:
    if output is not None:
        replace_file(output, _data(progress, style))
        say(told.summary(progress))
    elif style == "text":
        say(*_lines(progress, console.columns()))
    else:
        say_report(clean.Clean(_data(progress, style).decode()), for_programs=True)


def _data(progress: told.Progress, style: str) -> bytes:
    """Write the progress for a file; every format cleans what it says."""
    if style == "xlsx":
        return told.as_workbook(progress)
    if style == "html":
        return told.as_page(progress)
    return told.as_json(progress).encode() if style == "json" else _as_text(progress)


def _as_text(progress: told.Progress) -> bytes:
    return "".join(f"{clean.line(line)}\n" for line in _lines(progress, 0)).encode()


def _lines(progress: told.Progress, columns: int) -> list[str]:
    """Write the rows in columns, what is to be known of some below them, and how many there are."""
    contacts = any(row.due.contact for row in progress.rows)
    head: tuple[str, ...] = (*told.HEAD, *(("联系",) if contacts else ()))
    table = [(*told.cells(row), *((row.due.contact,) if contacts else ())) for row in progress.rows]
    notes = [f"{row.due.code} {row.due.name}：{told.notes(row)}。" for row in progress.rows if row.notes]
    lines = aligned([head, *(tuple(map(clean.line, one)) for one in table)], columns, giving=1) if table else []
    return [*lines, *(["", *notes] if notes else []), *([""] if lines else []), told.summary(progress)]
