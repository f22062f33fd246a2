"""`budget init`: a new department's budget, with an example of each subject in the words of its form."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import click

from generator.base.files import NOT_IN_NAMES, make_folder
from generator.base.money import NARROW
from generator.base.nearest import nearest
from generator.commands.chinese import Command
from generator.commands.codes import ERRORS, OK
from generator.commands.common import ask, can_ask, complain, report_lines, root_option, say, workspace_of, year_asked
from generator.commands.workspace import BUDGETS, EVERY, Workspace, place_taken
from generator.facts.location import is_copy
from generator.findings.finding import has_errors
from generator.pack import loader

_CODE = re.compile("[0-9A-Za-z]{1,30}")
_UNIT = re.compile(r"([0-9A-Za-z]+)\s*[-－—:：\s]\s*(.+)")
_LONGEST = 80  # characters of a name
_EXAMPLE = "budget init --code 351 --name 某某局 --year 2026 --pack {} --units 351001-某某局本级"


@click.command(cls=Command)
@click.option("--code", default="", metavar="编码", help="部门编码。")
@click.option("--name", default="", metavar="名称", help="部门名称。")
@click.option("--year", default="", metavar="年度", help="预算年度。")
@click.option("--pack", default="", metavar="模板", help="官方格式的名称，见 budget template list。")
@click.option("--units", multiple=True, metavar="编码-名称", help="一个单位（本级也是）；几个单位就写几次，本级在前。")
@root_option
def init(code: str, name: str, year: str, pack: str, units: tuple[str, ...], root: Path | None) -> None:
    """新建一个部门的预算：写好年度、部门和单位，各类内容附例子（注释）。

    在终端里逐项问；也可以都写成下面的选项。例子用的名称（上年数、说明、时点……）是这个格式的。已有的文件夹不改动。
    """
    workspace = workspace_of(root)
    folders = loader.list_folders(workspace.templates)
    packs = sorted(loader.names_of(folders))
    given = {"--code": code, "--name": name, "--year": year, "--pack": pack, "--units": "、".join(units)}
    lacking = [flag for flag, value in given.items() if not value.strip()]
    if lacking and not can_ask():
        raise click.UsageError(f"还要写 {'、'.join(lacking)}，例如 {_EXAMPLE.format(next(iter(packs), '某省'))}。")
    asked = _Answers(lacking)
    code = asked.get("--code", code, "部门编码", _code)
    name = asked.get("--name", name, "部门名称", _name)
    year = asked.get("--year", year, "预算年度", _year)
    pack = asked.get("--pack", pack, f"格式，有{'、'.join(packs)}", lambda typed: _pack(typed, packs))
    first = f"{code}001-{name}本级"
    listed = (asked.get("--units", "", "单位，写 编码-名称，几个单位用顿号隔开，本级在前", _units, first),)
    chosen = _split(units if "--units" not in lacking else listed)
    sys.exit(_make(workspace, folders, (code, name, int(year), pack), chosen))


class _Answers:
    """What flags say and, where they do not, what somebody answers."""

    def __init__(self, lacking: list[str]) -> None:
        self.lacking = lacking

    def get(self, flag: str, given: str, question: str, meant: Callable[[str], str], default: str = "") -> str:
        """Give an answer as it is meant; at a terminal a wrong one is asked for again."""
        if flag not in self.lacking:
            return meant(given) if given else ""
        while True:
            try:
                return meant(ask(question, default))
            except click.UsageError as error:
                complain(error.message)


def _code(typed: str) -> str:
    code = typed.strip().translate(NARROW)
    if not _CODE.fullmatch(code):
        raise click.UsageError(f"编码只写数字和字母，例如 351；写的是“{typed}”。")
    return code


def _name(typed: str) -> str:
    name = typed.strip()
    if (
        not name
        or len(name) > _LONGEST
        or NOT_IN_NAMES.search(name)
        or name.startswith((".", "-"))
        or is_copy(f"1-{name}")
    ):
        raise click.UsageError(f"名称要能作文件夹的名称，没有 / \\ : 这样的符号，不像副本；写的是“{typed}”。")
    return name


def _year(typed: str) -> str:
    year = year_asked(typed, single=True)
    if not year.startswith("20"):
        raise click.UsageError(f"年度写四位数，例如 2026；写的是“{typed}”。" if year != EVERY else "请写一个年度。")
    return year


def _pack(typed: str, packs: list[str]) -> str:
    name = typed.strip()
    if name not in packs:
        near = nearest(name, packs)
        hint = f"是不是“{near}”？" if near else f"有{'、'.join(packs)}。"
        raise click.UsageError(f"没有格式“{name}”。{hint}")
    return name


def _units(typed: str) -> str:
    _split((typed,))
    return typed


def _split(typed: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Read units as they are typed: `351001-某某局本级、351002-某某所`."""
    found = []
    for one in (part.strip() for text in typed for part in re.split("[、,，;；]", text)):
        unit = _UNIT.fullmatch(one)
        if unit is None:
            raise click.UsageError(f"单位写 编码-名称，例如 351001-某某局本级；写的是“{one}”。")
        found.append((_code(unit[1]), _name(unit[2])))
    codes = [code for code, _ in found]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise click.UsageError(f"单位编码 {'、'.join(twice)} 写了两次。")
    return tuple(found)


def _make(
    workspace: Workspace,
    folders: tuple[loader.Folder, ...],
    whose: tuple[str, str, int, str],
    units: tuple[tuple[str, str], ...],
) -> int:
    from generator.compose.starting import Starting  # noqa: PLC0415 only what a command needs is imported

    code, name, year, wanted = whose
    target = workspace.root / BUDGETS / str(year) / f"{code}-{name}"
    if taken := place_taken(target):
        complain(f"已有 {BUDGETS}/{year}/{taken.name}，没有改动。")
        return ERRORS
    pack, found = loader.find(wanted, year, workspace.templates, folders=folders)
    if pack is None or has_errors(found):
        complain(*report_lines(found))
        return ERRORS
    files = Starting(year, pack, code, name, units).files()
    make_folder(target, {file: text.encode() for file, text in files.items()})
    say(f"已建立 {target}：", *(f"  {file}" for file in files))
    if pack.year and pack.year != year:
        say(f"{year} 年用的是 {pack.year} 年的格式，请核对当年的文件。")
    say(f"去掉例子前面的“# ”，改成自己的；随时用 budget check {code} --year {year} 看还缺什么。")
    return OK
