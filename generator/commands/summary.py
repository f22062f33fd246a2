"""`budget summary`: all departments of a year added up, in a document of the bureau's own."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.formats import FORMATS
from generator.base.frozen import frozen
from generator.base.resources import templates_folder
from generator.commands import crash
from generator.commands.chinese import Command
from generator.commands.codes import ERRORS, OK
from generator.commands.common import chosen_formats, complain, report_lines, root_option, say, workspace_of, year_asked
from generator.commands.status import read_register, year_of_status
from generator.commands.workspace import OUT, BudgetFolder, Workspace
from generator.district.merging import PACK, LeftOut, Member, merged
from generator.facts.location import code_of, title_of
from generator.findings.finding import Finding, Severity, has_errors

if TYPE_CHECKING:
    from generator.publish import Prepared

_FORMATS = ("docx", "pdf", "xlsx")


@frozen
class Summed:
    """All departments added up: the budget that they make, its document and what is wrong; and who is left out."""

    prepared: Prepared
    left_out: tuple[LeftOut, ...]


@click.command(cls=Command)
@click.option(
    "-f", "--format", "formats", default=",".join(_FORMATS), metavar="格式",
    help=f"输出格式，用逗号分开：{'、'.join(FORMATS)}；默认 {','.join(_FORMATS)}。",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件夹", help="输出文件夹，默认是根文件夹下的 out。"
)
@click.option("--strict", is_flag=True, help="有部门没有编入就不写任何文件，退出码为 1。")
@click.option(
    "--year", default="", metavar="年度", callback=lambda _context, _option, typed: year_asked(typed, single=True),
    help="哪一年的，例如 2025；不写就是最新的一年。",
)  # fmt: skip
@root_option
def summary(formats: str, output: Path | None, strict: bool, year: str, root: Path | None) -> None:
    """汇总一年的全部部门：收支、功能分类、经济分类、“三公”、机关运行、项目、采购，与上年比较。

    格式在 templates/summary，可以改。有错误的、还没交的部门不编入，文件里写明；部门之间的往来不抵销，有的也写明。
    汇总里的数由哪些部门来的：budget trace 汇总 数。
    退出码：0 已生成，1 没有可以编入的部门、应公开.yaml 有错误，或者加了 --strict 而有部门没有编入。
    """
    chosen = chosen_formats(formats)
    workspace = workspace_of(root)
    found = summed(workspace, year_of_status(workspace, year))
    for one in found.left_out if found else ():
        complain(f"没有编入：{one.code} {one.name}（{one.reason}）")
    if found is None or (strict and found.left_out):
        complain("没有生成汇总。")
        sys.exit(ERRORS)
    sys.exit(_write(found, chosen, output or workspace.root / OUT))


def summed(workspace: Workspace, year: int) -> Summed | None:
    """Add up the departments of a year; None where there is none, or who must publish cannot be read."""
    from generator.compose.composer import compose  # noqa: PLC0415 only what a command needs is imported
    from generator.pack import loader  # noqa: PLC0415
    from generator.publish import Prepared  # noqa: PLC0415

    members: list[Member] = []
    left_out: list[LeftOut] = []
    register, found = read_register(workspace, year)
    complain(*report_lines(found))
    if has_errors(found):
        return None  # who else must publish is not known, so that nobody can say what the sums lack
    for source in workspace.all_of(str(year)):
        one = _member(source, workspace)
        if isinstance(one, Member):
            members.append(one)
        else:
            left_out.append(one)
    there = {one.budget.code for one in members} | {one.code for one in left_out}
    missing = (one for one in (register.due if register else ()) if not one.department and one.code not in there)
    left_out += [LeftOut(one.code, one.name, "还没有交") for one in missing]
    if not members:
        return None
    brings = any(one.name == PACK for one in loader.list_folders(workspace.templates))
    own = workspace.templates if brings else templates_folder()
    pack, more = loader.find(PACK, year, own)
    if pack is None:
        complain(*report_lines(more))
        return None
    budget, books = merged(members, left_out, pack, year, register.district if register else "")
    document, composed = compose(budget, pack, books=books)
    return Summed(Prepared(budget, pack, document, _errors((*more, *composed))), tuple(left_out))


def _errors(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Give what stops the document; what is not known of last year is said in it (汇总说明)."""
    return tuple(one for one in found if one.severity is Severity.ERROR)


def _member(source: BudgetFolder, workspace: Workspace) -> Member | LeftOut:
    """Read a department as far as `budget generate` would before it lays anything out."""
    from generator.publish import prepare  # noqa: PLC0415 only what a command needs is imported

    code, name = code_of(source.folder), title_of(source.folder)
    try:
        prepared = prepare(source.folder, workspace.templates, shown_as=source.shown, every=False)
    except Exception as error:
        crash.kept(error)
        return LeftOut(code, name, "程序读不了它")
    budget = prepared.budget
    if budget is None or prepared.document is None or prepared.pack is None:
        errors = sum(one.severity is Severity.ERROR for one in prepared.findings)
        return LeftOut(budget.code if budget else code, budget.name if budget else name, f"有 {errors} 个错误")
    if budget.subject.version != "部门":
        return LeftOut(budget.code, budget.name, "只有单位预算，没有部门预算")
    return Member(source.folder.name, budget, prepared.pack)


def _write(found: Summed, formats: tuple[str, ...], output: Path) -> int:
    from generator import publish  # noqa: PLC0415 only what a command needs is imported

    made = found.prepared
    complain(*report_lines(made.findings))
    if made.document is None or made.pack is None or made.budget is None or has_errors(made.findings):
        return ERRORS
    finished, more = publish.finish(made.document, made.pack, formats, places=made.budget.places)
    complain(*report_lines(more))
    if finished is None:
        return ERRORS
    for path in publish.write_files(replace(finished, folder=f"{made.budget.year}/{PACK}"), output):
        say(f"已生成 {path}")
    left = f"，没有编入 {len(found.left_out)} 个（文件里写明）" if found.left_out else ""
    say(f"  编入 {len(made.budget.records['部门'])} 个部门{left}；{finished.pages} 页。")
    return OK
