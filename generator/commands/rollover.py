"""`budget rollover`: next year's budget out of this year's, and a report of what was done and is to be checked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from generator.base.files import make_folder, problem
from generator.base.frozen import frozen
from generator.base.terminal import shortened
from generator.commands import crash
from generator.commands.chinese import Command
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.columns import aligned
from generator.commands.common import (
    budgets_argument,
    complain,
    find_budgets,
    report_lines,
    root_option,
    say,
    workspace_of,
    year_asked,
)
from generator.commands.workspace import BUDGETS, BudgetFolder, Workspace, place_taken
from generator.facts import build, classification
from generator.facts.location import year_of
from generator.facts.next_year import CODE, CUT, MAY_HAVE_ENDED, PROJECT, NextYear, Rolled, projects, roll, year_said
from generator.facts.year_marks import CARRIED, NONE, REMARK, TARGET, TO_CHECK, YEAR, Note, years_in
from generator.findings.finding import Finding, has_errors
from generator.pack import loader
from generator.reading import cutting, encoding, source
from generator.reading.characters import usual
from generator.reading.folder import files_of, name_of

EMPTIED, KEPT = "清空", "保留"
_WIDTH = 80
_NEVER_COPIED = "没有复制的文件"
_FILE_NAME = "文件名里写着年份的"
_KINDS = (PROJECT, MAY_HAVE_ENDED, CODE, YEAR, TARGET, NONE, CARRIED, REMARK, _FILE_NAME, _NEVER_COPIED, CUT)


@click.command(cls=Command)
@click.argument("old", metavar="本年")
@click.argument("new", metavar="下年")
@budgets_argument
@click.option(
    "--amounts", type=click.Choice((EMPTIED, KEPT)), default=EMPTIED, metavar=f"{EMPTIED}|{KEPT}",
    help=f"金额和数量：{EMPTIED}（默认），由 budget check 逐个指出要填的；或者{KEPT}，自己逐个核对。",
)  # fmt: skip
@click.option("--drop-finished", is_flag=True, help="不转入写明已经完成的一次性项目（看实施周期和“一次性项目”）。")
@click.option("--drop", multiple=True, metavar="项目", help="不转入这个项目，写编码或者名称；可以写几次。")
@click.option("--dry-run", is_flag=True, help="只看报告，不写文件。")
@root_option
def rollover(
    old: str,
    new: str,
    budgets: tuple[str, ...],
    amounts: str,
    drop_finished: bool,
    drop: tuple[str, ...],
    dry_run: bool,
    root: Path | None,
) -> None:
    """由本年的预算建立下年的，例如 budget rollover 2025 2026 350；不写部门就是全部部门。

    文字和注释照原样保留；只属于一年的（上年数、上年执行数、原因、出错说明、公开日期）删去，上年由旁边的文件夹比较；
    写着年份的地方列出来，并在那一行注明“待核对”。已有的文件夹不改动。
    """
    years = (_year(old), _year(new))
    if years[0] >= years[1]:
        raise click.UsageError("先写本年，再写下年，例如 budget rollover 2025 2026。")
    workspace = workspace_of(root)
    asked = NextYear(*years, amounts == EMPTIED, drop_finished, frozenset(one.strip() for one in drop))
    sources = find_budgets(workspace, budgets, str(years[0]))
    job = _Job(workspace, loader.list_folders(workspace.templates), asked)
    made = [job.run(source) for source in sources]
    if unknown := sorted(asked.dropped - {name for one in made for name in one.found}):
        raise click.UsageError(f"没有叫{'、'.join(f'“{one}”' for one in unknown)}的项目；没有写任何文件。")
    done = [one if dry_run or one.refused else _written(one) for one in made]
    _report(done, asked, dry_run=dry_run)
    sys.exit(max((one.code for one in done), default=OK))


def _year(typed: str) -> int:
    year = year_asked(typed, single=True)
    if not year.isdigit():
        raise click.UsageError("请写两个年度，例如 budget rollover 2025 2026。")
    return int(year)


@frozen
class _Made:
    """A budget of the next year: its files, what was done; or why there is none."""

    source: BudgetFolder
    target: Path
    files: dict[str, bytes]
    notes: tuple[Note, ...] = ()
    figures: int = 0
    found: frozenset[str] = frozenset()  # projects that were to be left out, and are there
    refused: str = ""
    code: int = OK


@frozen
class _Job:
    """What all budgets of a run share."""

    workspace: Workspace
    folders: tuple[loader.Folder, ...]
    asked: NextYear

    def run(self, source: BudgetFolder) -> _Made:
        """Make a budget in memory; one that goes wrong stops no other."""
        target = self.workspace.root / BUDGETS / str(self.asked.new) / source.folder.absolute().name
        empty = _Made(source, target, {}, code=ERRORS)
        try:
            return self._run(empty)
        except OSError as error:
            return replace(empty, refused=problem(error).rstrip("。"), code=ENVIRONMENT)
        except Exception as error:  # one budget stops no other
            complain(*report_lines([crash.finding_of(error, source.shown)]))
            return replace(empty, refused="程序出错，没有建立")

    def _run(self, empty: _Made) -> _Made:
        folder, asked = empty.source.folder, self.asked
        if year_of(folder) != asked.old:
            return replace(empty, refused=f"不在 {asked.old} 年的文件夹里")
        taken = place_taken(empty.target)
        texts, broken = _texts(folder)
        trees = {} if broken else {name: cutting.tree_of(text) for name, text in texts.items()}
        out, found = projects(trees.values(), asked)
        empty = replace(empty, found=found)
        if taken is not None:
            return replace(empty, refused=f"已有 {taken.parent.name}/{taken.name}，没有改动")
        if broken:
            complain(*report_lines(broken))
            return replace(empty, refused="有写法错误，请先用 budget check、budget fix 改正")
        if (said := year_said(tree for name, tree in trees.items() if "/" not in name)) != str(asked.old):
            return replace(empty, refused=f"里面写的年度是“{said}”，不是 {asked.old}")
        rules = build.rules_of(build.trees_of(folder), partial(loader.words_of, self.folders))
        rolled = {
            name: roll(text, name, rules("unit" if "/" in name else "budget"), asked, out)
            for name, text in texts.items()
        }
        return _complete(empty, rolled, tuple(_of_folder(folder, texts)))


def _complete(empty: _Made, rolled: dict[str, Rolled], more: tuple[Note, ...]) -> _Made:
    notes = (*(note for one in rolled.values() for note in one.notes), *more)
    files = {name: one.text.encode() for name, one in rolled.items() if one.text is not None}
    return replace(empty, files=files, notes=notes, figures=sum(one.figures for one in rolled.values()), code=OK)


def _texts(folder: Path) -> tuple[dict[str, str], list[Finding]]:
    """Read the files of a budget with the usual characters; what cannot be read as YAML is found."""
    texts, found = {}, []
    for path in files_of(folder):
        name = name_of(path, folder, "")
        data, trouble = encoding.read_bytes(path, name)
        if data is not None:
            trouble = source.parse(data, name)[1]
            texts[name] = usual(encoding.decode(data, name)[0] or "", name).text
        found += [one for one in trouble if has_errors([one])]
    return texts, found


def _of_folder(folder: Path, texts: dict[str, str]) -> Iterator[Note]:
    """Tell the files that are not copied, and names with a year in them."""
    for around, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            shown = name_of(Path(around, name), folder, "")
            if shown not in texts and not name.startswith("."):
                yield Note(_NEVER_COPIED, shown, 0, "")
    for name in (folder.name, *texts):
        said = [year for _, _, year in years_in(name)]
        if said:
            yield Note(_FILE_NAME, name, 0, "、".join(said))


def _written(made: _Made) -> _Made:
    try:
        make_folder(made.target, made.files)
    except OSError as error:
        complain(problem(error))
        return replace(made, refused="写不了文件", code=ENVIRONMENT)
    return made


def _report(made: list[_Made], asked: NextYear, *, dry_run: bool) -> None:
    """Tell what was done in each budget, then all of them in a table of 80 columns, then what comes next."""
    for one in made:
        if one.refused:
            complain(f"{one.source.shown}：{one.refused}。")
        else:
            say(f"{one.source.shown} → {BUDGETS}/{asked.new}/{one.target.name}", *_details(one), "")
    figures = "清空的数" if asked.emptied else "保留的数"
    head = ("部门", "删去", "项目", figures, "科目", "年份", "绩效年份", "结果")
    word = "可以建立" if dry_run else "已建立"
    rows = [head, *((_name(one), *_counts(one), "没有建立" if one.refused else word) for one in made)]
    say(*aligned(rows, _WIDTH, right=range(1, 7)))
    done = sum(not one.refused for one in made)
    say(
        "",
        f"{word} {done} 个 {asked.new} 年的预算"
        + (f"，没有建立的 {len(made) - done} 个。" if done < len(made) else "。"),
    )
    if done:
        say(*_next_steps(asked))


def _next_steps(asked: NextYear) -> Iterator[str]:
    if asked.new != asked.old + 1:
        yield f"旁边没有 {asked.new - 1} 年的预算，不能比较：上年数要自己写。"
    if (catalogue := classification.load(asked.new).year) != asked.new:
        yield f"没有 {asked.new} 年的科目目录，科目按 {catalogue} 年的核对；当年的科目有变化的，请自己改。"
    if not asked.emptied:
        yield f"保留的数还是 {asked.old} 年的，请逐个核对。"
    yield f"文件里查找“{TO_CHECK}”，改好一处删去一处注释；再用 budget check --year {asked.new} 看还要填什么。"


def _name(made: _Made) -> str:
    return made.target.name.replace("-", " ", 1)


def _counts(made: _Made) -> tuple[str, ...]:
    counted = {kind: sum(note.kind == kind for note in made.notes) for kind in _KINDS}
    counts = (counted[CUT], counted[PROJECT], made.figures, counted[CODE], counted[YEAR], counted[TARGET])
    return tuple("" if made.refused else str(one) for one in counts)


def _details(made: _Made) -> Iterator[str]:
    """List the notes by kind; several of one line and kind are one."""
    for kind in _KINDS:
        own = [note for note in made.notes if note.kind == kind]
        if own:
            yield f"  {kind}（{len(own)} 处）："
        told: dict[tuple[str, int], list[Note]] = {}
        for note in own:
            told.setdefault((note.file, note.line), []).append(note)
        for (file, line), notes in told.items():
            said = "、".join(dict.fromkeys(note.said for note in notes if note.said))
            old = f"（{made.source.folder.parent.name} 年的文件）" if kind in (CUT, PROJECT) else ""
            around = f"  {notes[0].around}" if notes[0].around else ""
            told_line = f"    {file}{f':{line}' if line else ''}{old}{f'：{said}' if said else ''}{around}"
            yield shortened(told_line, _WIDTH) if around else told_line
            yield from (f"      {line}" for note in notes for line in note.lines)
