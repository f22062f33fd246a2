"""What `budget import` does with each budget that it made: the folder is written, unless there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.base.files import make_folder, problem
from generator.base.frozen import frozen
from generator.commands import crash
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.common import complain, report_lines, say
from generator.commands.workspace import BUDGETS, Workspace, place_taken
from generator.intake import writing
from generator.intake.draft import BudgetDraft, folder_name

_SAID = {"--code": "编码", "--name": "名称", "--year": "年度"}


@frozen
class AskedImport:
    """What the command was asked: where, by which forms, and whose budget of which year, if that was said."""

    workspace: Workspace
    packs: tuple[str, ...]
    code: str
    name: str
    year: int  # 0 if it was not said
    dry_run: bool
    every: bool


def write(asked: AskedImport, draft: BudgetDraft) -> int:
    """Write the folder of a budget, unless there is one."""
    return write_files(asked, writing.files(draft), (draft.code, draft.name), draft.year)


def write_files(asked: AskedImport, files: Mapping[str, bytes], whose: tuple[str, str], year: int) -> int:
    """Write the files of a budget (of a code and a name) into its folder, unless there is one."""
    code, folder = whose[0], folder_name(*whose)
    target = asked.workspace.root / BUDGETS / str(year) / folder
    if taken := place_taken(target):
        return _taken(taken, files)
    if asked.dry_run:
        say(f"  没有写文件（--dry-run）；会建立 {BUDGETS}/{year}/{folder}。")
        return OK
    make_folder(target, files)
    say(f"  已建立 {BUDGETS}/{year}/{folder}：{'、'.join(files)}")
    say(f"  请用 budget check {code} --year {year} 看还缺什么。")
    return OK


def _taken(taken: Path, files: Mapping[str, bytes]) -> int:
    """Say that a folder is there already; the same import again changes nothing."""
    there = {path.name: path.read_bytes() for path in taken.iterdir() if path.is_file()}
    if there == files:
        say(f"  {BUDGETS}/{taken.parent.name}/{taken.name} 已有，内容相同，没有改动。")
        return OK
    complain(f"  已有 {BUDGETS}/{taken.parent.name}/{taken.name}，没有改动；要重新导入，请先把它改名或者移走。")
    return ERRORS


def lacking(shown: str, code: str, name: str, year: int) -> str:
    """Say what has to be added where files do not say whose budget of which year they are; empty if they do."""
    flags = [flag for flag, value in (("--code", code), ("--name", name), ("--year", year)) if not value]
    return (
        f"{shown}：文件里没有写{'、'.join(_SAID[flag] for flag in flags)}，请加上 {' '.join(flags)}。" if flags else ""
    )


def lacks(shown: str, code: str, name: str, year: int) -> bool:
    """Tell whether files do not say whose budget of which year they are, and say what to add."""
    note = lacking(shown, code, name, year)
    if note:
        complain(note)
    return bool(note)


def alone(work: Callable[[], int], shown: str) -> int:
    """Do the work for one budget, which stops no other."""
    try:
        return work()
    except OSError as error:
        complain(problem(error))
        return ENVIRONMENT
    except Exception as error:  # a mistake of the program
        complain(*report_lines([crash.finding_of(error, shown)]))
        return ERRORS
