"""`budget serve`: the budgets as a page in the browser of this machine."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base import extras, inputs
from generator.base.inputs import Inputs
from generator.batch import memory
from generator.commands import crash, looking
from generator.commands.chinese import Command
from generator.commands.codes import ENVIRONMENT
from generator.commands.common import complain, root_option, say, workspace_of
from generator.commands.workspace import BUDGETS, EVERY, BudgetFolder, NoSuchBudgetError, Workspace
from generator.district.state import Seen
from generator.machine.machine import this_machine

if TYPE_CHECKING:
    from generator.serving.opened import ListedBudget


@click.command(cls=Command)
@click.option("--edit", is_flag=True, help="可以在页面里改数、文字和指标值，也可以生成。不加只能看。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="端口", help="不写就自动选一个空着的。")
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示地址。")
@root_option
def serve(edit: bool, port: int, no_browser: bool, root: Path | None) -> None:
    """在浏览器里看预算：表、问题和印出来的样子，保存后马上更新；点一个数，看它由哪几行得来。

    只有这台电脑能打开，地址里有一次性的口令。加行、移行在 Excel（budget sheet）或编辑器里做。按 Ctrl+C 结束。
    """
    extras.require("serve")
    from generator.serving.app import House  # noqa: PLC0415 after the libraries have been asked for
    from generator.serving.lights import HowToLook  # noqa: PLC0415
    from generator.serving.server import PortTakenError, local_page  # noqa: PLC0415

    workspace = workspace_of(root)
    if not books(workspace):
        raise click.UsageError(f"在“{workspace.root}”的 {BUDGETS} 文件夹下没有找到预算。请用 --root 指明根文件夹。")
    house = House(workspace.root, partial(books, workspace), edit, crash.kept)
    how = HowToLook(
        partial(_look, workspace.templates), partial(_known, workspace), partial(_keep, workspace),
        lambda year: looking.made(workspace, year, memory.Answers()),
    )  # fmt: skip
    try:
        page = local_page(house, workspace.templates, how, this_machine(sys.getdefaultencoding()), port)
    except PortTakenError as error:
        complain(str(error))
        sys.exit(ENVIRONMENT)
    say(f"请在浏览器里打开：{page.address}", "只有这台电脑能打开；按 Ctrl+C 结束。")
    if not no_browser:
        webbrowser.open(page.address)
    with suppress(KeyboardInterrupt):  # the way to end it
        page.serve()
    say("已结束。")


def books(workspace: Workspace) -> tuple[ListedBudget, ...]:
    """Give all budgets of a workspace, the newest year first."""
    from generator.serving.opened import ListedBudget  # noqa: PLC0415 after the libraries have been asked for

    try:
        every = workspace.find((), EVERY)
    except NoSuchBudgetError:
        return ()
    named = (ListedBudget(one.folder, _name(one.folder, workspace), one.shown) for one in every)
    return tuple(sorted(named, key=lambda one: (-int(one.year) if one.year.isdecimal() else 0, one.name)))


def _name(folder: Path, workspace: Workspace) -> str:
    try:
        return folder.relative_to(workspace.root / BUDGETS).as_posix()
    except ValueError:
        return folder.name


def _look(templates: Path, book: ListedBudget) -> tuple[Seen, Inputs]:
    return looking.look(looking.Looking(BudgetFolder(book.folder, book.shown), templates))


def _known(workspace: Workspace, every: Iterable[ListedBudget]) -> dict[str, Seen]:
    before = looking.known(workspace, memory.Answers())
    found = {one.name: before.get(inputs.whole(one.folder)) for one in every}
    return {name: one for name, one in found.items() if one is not None}


def _keep(workspace: Workspace, found: Mapping[str, tuple[ListedBudget, Seen, Inputs]]) -> None:
    looking.keep(workspace, {inputs.whole(book.folder): (seen, asked) for book, seen, asked in found.values()})
