"""`budget setup`: is everything here that the work needs; with --fix, what can be mended without an administrator."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from generator.base.files import NotWrittenError, problem, read_file, replace_file, replace_files
from generator.base.terminal import width, wrap
from generator.commands import console, editor
from generator.commands.chinese import Command
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.common import complain, root_option, say, workspace_of
from generator.commands.workspace import BUDGETS, OUT, Workspace
from generator.machine import desk, fonts, git, places, program
from generator.machine.machine import Looked, Machine, State, this_machine
from generator.pack.loader import WORD_FILE

FIX = "budget setup --fix"
_COLUMNS, _STATE, _SUBJECT = 80, 6, 16  # columns of a line at most, of its state and of its subject
_LONGEST = 50_000_000  # bytes of a Word template


@click.command(cls=Command)
@click.option("--fix", is_flag=True, help="办好能办的：建文件夹，写 VS Code 和本仓库 git 的设置；原有的设置都保留。")
@root_option
def setup(fix: bool, root: Path | None) -> None:
    """查看电脑是否都准备好了：Python、终端、文件夹、字体、编辑器、git、办公软件；只看不改。

    退出码：0 没有妨碍工作的（“建议”不妨碍），1 有设置写不进原有的文件，3 有妨碍工作的（“要改”）。
    """
    workspace = workspace_of(root)
    machine = this_machine(console.encoding())
    faults = mend(machine, workspace.root) if fix else []
    looked = tuple(look(machine, workspace))
    columns = min(console.columns() or _COLUMNS, _COLUMNS)
    for one in looked:
        say(*told(one, columns))
    say(*summary(looked, fixed=fix))
    complain(*faults)
    stopped = any(one.state is State.STOP for one in looked)
    sys.exit(ENVIRONMENT if stopped else ERRORS if faults else OK)


def look(machine: Machine, workspace: Workspace) -> Iterator[Looked]:
    """Yield all that was looked at, in the order in which it is told."""
    root = workspace.root
    yield program.python(machine)
    yield program.console(machine)
    yield from program.libraries()
    yield places.writing(root / BUDGETS, made_later=False)
    yield places.writing(root / OUT, made_later=True)
    yield places.network(machine, root)
    yield from places.long_paths(machine, root)
    yield from fonts.fonts(machine, fonts_of(workspace.templates), root)
    yield from desk.editor(machine, root)
    yield _settings(root)
    yield from git.git(machine, root)
    yield desk.office(machine)


def mend(machine: Machine, root: Path) -> list[str]:
    """Mend what can be mended; give what could not be, in Chinese. What is right already is left alone."""
    faults: list[str] = []
    for work in (_make_folders, _write_settings, _set_git):
        try:
            faults += work(machine, root)
        except OSError as error:
            faults.append(problem(error))
    return faults


def told(looked: Looked, columns: int = _COLUMNS) -> list[str]:
    """Give the lines that tell of one thing, each of so many columns at most, but a command is never broken."""
    head = f"{_padded(looked.state.value, _STATE)}{_padded(looked.subject, _SUBJECT)}"
    indent = " " * (_STATE + _SUBJECT)
    first, *rest = wrap(looked.found, columns - len(indent))
    remedies = (FIX,) if looked.mends else looked.remedies
    done = (line for one in remedies for line in _remedy(one, columns - len(indent)))
    return [f"{head}{first}", *(f"{indent}{line}" for line in (*rest, *done))]


def summary(looked: tuple[Looked, ...], *, fixed: bool) -> list[str]:
    """Give the last lines: how many are how, and what --fix can do."""
    counts = {state: sum(one.state is state for one in looked) for state in State}
    said = "，".join(f"{count} 项{state.value}" for state, count in counts.items() if count)
    mended = 0 if fixed else sum(one.mends for one in looked)
    return [f"看了 {len(looked)} 项：{said}。", *([f"其中 {mended} 项，{FIX} 能办好。"] if mended else [])]


def fonts_of(templates: Path) -> tuple[str, ...]:
    """Give the names of the fonts that the Word templates of the packs use for Chinese; one that is broken has none."""
    from generator.word import template  # noqa: PLC0415 heavy

    names: dict[str, None] = {}
    for path in sorted(templates.glob(f"*/{WORD_FILE}")):
        try:
            found, _ = template.load(read_file(path, _LONGEST), path.name)
        except OSError:
            continue
        if found is not None:
            names |= dict.fromkeys(style.east_asian for style in found.sheet.styles.values() if style.east_asian)
    return tuple(names)


def _remedy(remedy: str, columns: int) -> list[str]:
    """Give the lines of a remedy: a sentence (with its full stop) is broken, a command is not."""
    first, *rest = wrap(remedy, columns - 3 if remedy.endswith("。") else 0)
    return [f"→ {first}", *(f"   {line}" for line in rest)]


def _settings(root: Path) -> Looked:
    """Look whether VS Code's settings are those of today."""
    try:
        plan = editor.plan(root)
        done = plan.is_done()
    except editor.SettingsError:
        found = f"{editor.SETTINGS} 不是纯 JSON（可能带有注释），不改它"
        return Looked("编辑器设置", found, State.WISH, (f"{FIX} 会写出要自己加入的内容",))
    except OSError as error:
        return Looked("编辑器设置", problem(error), State.WISH)
    if done:
        state = State.WISH if plan.hidden else State.GOOD
        return Looked("编辑器设置", "离线补全已设好", state, plan.remarks())
    return Looked("编辑器设置", "离线补全还没有设好，或者不是最新的", State.WISH, mends=True)


def _make_folders(_machine: Machine, root: Path) -> list[str]:
    for folder in (root / BUDGETS, root / OUT):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWrittenError(error.errno, error.strerror, str(folder)) from error
    return []


def _write_settings(_machine: Machine, root: Path) -> list[str]:
    try:
        plan = editor.plan(root)
    except editor.SettingsError as error:
        return list(error.lines)
    if not plan.is_done():
        replace_files(plan.files, make_folders=True)
    return []


def _set_git(machine: Machine, root: Path) -> list[str]:
    if not git.in_repository(machine, root):
        return []
    faults = []
    for name, value in git.wanted(machine, root).items():
        done = machine.run(("git", "config", "--local", name, value), root)
        if done is None or done.code:
            faults.append(f"git 的设置 {name} 写不进去，请看 .git/config 能不能写。")
    lacking = git.untold(machine, root)
    if lacking:
        faults += _write_attributes(root / git.ATTRIBUTES, lacking)
    return faults


def _write_attributes(path: Path, lacking: tuple[str, ...]) -> list[str]:
    data = read_file(path, _LONGEST) if path.exists() else b""
    try:
        replace_file(path, git.with_attributes(data, lacking))
    except ValueError:
        return [f"{path} 不是 git 能读的文本（要存为 UTF-8），没有改动。"]
    return []


def _padded(text: str, columns: int) -> str:
    return text + " " * max(columns - width(text), 1)
