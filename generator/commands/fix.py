"""`budget fix`: repair the slips of typing of which it is certain what was meant."""

from __future__ import annotations

import sys
from difflib import unified_diff
from functools import cache, partial
from pathlib import Path

import click

from generator.base.files import problem, replace_file
from generator.base.lines import lines_of
from generator.commands import crash
from generator.commands.chinese import Command
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.common import (
    budgets_argument,
    complain,
    find_budgets,
    report_lines,
    root_option,
    say,
    workspace_of,
    year_option,
)
from generator.facts import build
from generator.facts.plan_repairs import plan_repairs
from generator.pack import loader
from generator.reading import encoding
from generator.reading.fix import Fixed, fix_folder


@click.command(cls=Command)
@budgets_argument
@click.option("--diff", is_flag=True, help="只显示将要作的改动，不改文件。")
@year_option
@root_option
def fix(budgets: tuple[str, ...], diff: bool, year: str, root: Path | None) -> None:
    """修正录入的笔误：全角冒号和数字、千分位、制表符缩进、看不见的字符、GBK 编码等。其余内容一字不动。"""
    workspace = workspace_of(root)
    fixed: list[Fixed] = []
    folders = loader.list_folders(workspace.templates)
    words = partial(loader.words_of, folders)

    @cache
    def points(name: str, of_year: int) -> tuple[str, ...]:
        from generator.compose.names import plan_points  # noqa: PLC0415 only what a command needs is imported

        pack = loader.find(name, of_year, workspace.templates, folders=folders)[0]
        return plan_points(pack) if pack is not None else ()

    left: list[str] = []
    code = OK
    for source in find_budgets(workspace, budgets, year):
        try:
            trees = build.trees_of(source.folder)
            rules, begin = build.rules_of(trees, words), build.walks_of(trees, words)
            plans = partial(plan_repairs, points=points(*build.pack_of(trees)))
            found = fix_folder(source.folder, shown_as=source.shown, rules=rules, begin=begin, repairs=plans)
        except Exception as error:  # one budget stops no other
            complain(*report_lines([crash.finding_of(error, source.shown)]))
            code = max(code, ERRORS)
            continue
        for one in found:
            if one.after != one.before and (diff or _written(one)):
                fixed.append(one)
                say(*(difference(one) if diff else one.done))
            elif one.after != one.before:
                code = ENVIRONMENT
            left += one.left
    word = "可以修正" if diff else "已修正"
    say(
        f"{word} {sum(len(one.done) for one in fixed)} 处，{len(fixed)} 个文件。"
        if fixed
        else "没有可以自动修正的地方。"
    )
    if left:
        say(*left, f"还有 {len(left)} 处不能自动修正，请用 budget check 查看怎样改。")
    sys.exit(code)


def _written(fixed: Fixed) -> bool:
    """Write a repaired file; say why, if that cannot be done."""
    try:
        replace_file(fixed.path, fixed.after)
    except OSError as error:
        complain(problem(error))
        return False
    return True


def difference(fixed: Fixed) -> list[str]:
    """Show the edits of a file as a unified diff."""
    before, after = ((encoding.decode(data, "")[0] or "") for data in (fixed.before, fixed.after))
    names = (f"{fixed.name}（原来）", f"{fixed.name}（修正后）")
    lines = list(unified_diff(lines_of(before), lines_of(after), *names, lineterm=""))
    return lines or [f"--- {names[0]}", f"+++ {names[1]}", *fixed.done]
