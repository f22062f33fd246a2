"""`budget diff`: what differs between two budgets: of two years, two folders, or two revisions of git."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import InvalidOperation, localcontext
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import click

from generator.base.files import replace_file
from generator.base.frozen import frozen
from generator.commands import console, crash, difference_text
from generator.commands.chinese import Command
from generator.commands.codes import ENVIRONMENT, ERRORS, OK
from generator.commands.common import complain, report_lines, root_option, say, say_report, workspace_of, year_option
from generator.commands.versions import Asked, Both, asked
from generator.commands.workspace import BudgetFolder, Workspace
from generator.differences.compared import Compared, Reason, compare, stated
from generator.differences.data import as_json
from generator.differences.names import Sayings
from generator.facts import build
from generator.facts.budget import Budget
from generator.facts.location import code_of
from generator.facts.previous import folders_of_last_year, joined
from generator.findings.clean import Clean, lines
from generator.findings.finding import Finding, has_errors
from generator.machine.machine import this_machine
from generator.machine.revisions import NoGitError
from generator.pack import loader
from generator.pack.spec import Pack
from generator.reading import source
from generator.reading.encoding import decode, read_bytes

FORMATS = ("text", "html", "xlsx", "json")
_COLOURS = {"删": "red", "增": "green"}


@click.command(cls=Command)
@click.argument("what", nargs=-1, metavar="[文件夹、年度、版本…] [预算…]")
@click.option(
    "-f", "--format", "style", type=click.Choice(FORMATS), default="text", metavar="格式",
    help=f"{'、'.join(FORMATS)}；默认 text。html 和 xlsx 里的文字是全文。",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写进文件，不在屏幕显示。")
@click.option("--text", is_flag=True, help="不比较，只显示后面的 YAML 文件，注明编码的名称；git diff 用它。")
@year_option
@root_option
def diff(what: tuple[str, ...], style: str, output: Path | None, text: bool, year: str, root: Path | None) -> None:
    """比较两份预算：数、项目、指标、采购、文字，凡有差别的都列出来。

    budget diff 350：今年的与旁边上年的文件夹比。
    budget diff 2025 2026 350：两个年度。budget diff 文件夹 文件夹：任意两份。
    budget diff HEAD~1 350：git 的一个版本与现在的文件。budget diff HEAD~3 HEAD 350：git 的两个版本。
    先写比什么（旧的在前），再写部门，不写部门就是全部。四位数字是年度，有这个预算的是预算，别的是 git 版本。
    退出码：0 比较完了（有没有差别都是），1 有的比不了或者没有读全，2 写法不对，3 读写不了文件。
    """
    if text:
        sys.exit(_show(what))
    if style == "xlsx" and output is None:
        raise click.UsageError("xlsx 格式要用 -o 写明文件名，例如 -o 差别.xlsx。")
    workspace = workspace_of(root)
    with TemporaryDirectory(prefix="budget-diff-") as scratch:
        try:
            wanted = asked(workspace, what, year, this_machine(console.encoding()), Path(scratch))
        except NoGitError as error:
            complain(str(error))
            sys.exit(ENVIRONMENT)
        job = _Comparing(workspace, loader.list_folders(workspace.templates))
        results = list(job.results(wanted))
    _write([one.found for one in results if one.found is not None], style, output)
    sys.exit(max((one.code for one in results), default=OK))


@frozen
class _Result:
    """What differs between the two budgets of a pair, and the exit code that it asks for."""

    found: Compared | None
    code: int = OK


@frozen
class _Readable:
    """A budget as far as it could be read, its pack, and how many errors it has."""

    budget: Budget
    pack: Pack | None
    errors: int


@frozen
class _Comparing:
    """What all pairs of a run share."""

    workspace: Workspace
    folders: tuple[loader.Folder, ...]

    def results(self, wanted: Asked) -> Iterator[_Result]:
        """Compare all that is asked for."""
        yield from (self._guarded(pair) for pair in wanted.pairs)
        left = {one.folder: one for one in wanted.told}
        for after in wanted.after:
            pair = Both(None, after)
            try:
                pair = replace(pair, before=self._earlier(after, wanted.before))
            except Exception as error:
                yield _stopped(error, after)
                continue
            if pair.before is not None:
                left.pop(pair.before.folder, None)
            yield self._guarded(pair, beside=wanted.before is None)
        yield from (_alone(Both(one, None)) for one in left.values())

    def _guarded(self, pair: Both, *, beside: bool = False) -> _Result:
        """Compare a pair; one that goes wrong stops no other. `beside`: the one before is last year's, or stated."""
        try:
            if beside and pair.before is None and pair.after is not None:
                return self._stated(pair.after)
            return self._run(pair)
        except Exception as error:
            return _stopped(error, pair.after or pair.before)

    def _earlier(self, after: BudgetFolder, before: tuple[BudgetFolder, ...] | None) -> BudgetFolder | None:
        """Find the earlier budget of the same department, also under the code that it had then."""
        budget, _ = self._load(after)
        if before is not None:
            codes = (code_of(after.folder), *((budget.subject.former_code,) if budget else ()))
            return next((one for code in codes for one in before if code_of(one.folder) == code), None)
        found = folders_of_last_year(after.folder, budget) if budget else ()
        return _beside(after, found[0]) if len(found) == 1 else None

    def _load(self, source: BudgetFolder) -> tuple[Budget | None, tuple[Finding, ...]]:
        words = partial(loader.words_of, self.folders)
        with localcontext() as context:  # a number that a draft lacks is unknown
            context.traps[InvalidOperation] = False
            return build.load_alone(source.folder, shown_as=source.shown, words=words, draft=True)

    def _read(self, source: BudgetFolder) -> _Readable | None:
        """Read a budget; one of which nothing can be told is told of."""
        budget, found = self._load(source)
        errors = tuple(one for one in found if has_errors([one]))
        if budget is None:
            complain(*report_lines(errors))
            return None
        pack, _ = loader.find(budget.pack, budget.year, self.workspace.templates, None, self.folders)
        return _Readable(budget, pack, len(errors))

    def _stated(self, after: BudgetFolder) -> _Result:
        """Compare a budget that has no last year's beside it with what it states of that."""
        lacking = "旁边没有上年的文件夹（或者有几个）"
        read = self._read(after)
        found = stated(read.budget, read.pack, after.shown) if read and read.pack and not read.errors else None
        if read is None or found is None:
            complain(f"{after.shown}：{lacking}，也没有写上年数，比较不了；可以写两个文件夹，或者 git 的版本。")
            return _Result(None, ERRORS)
        asked_for = tuple(_reasons(read.budget, read))
        return _Result(replace(found, reasons=asked_for, notes=(f"{lacking}，只比写了的上年数。",)))

    def _run(self, pair: Both) -> _Result:
        if pair.before is None or pair.after is None:
            return _alone(pair)
        if pair.same:
            return _Result(Compared(pair.after.folder.name, pair.labels, _names(pair)))
        before, after = self._read(pair.before), self._read(pair.after)
        if before is None or after is None:
            return _Result(None, ERRORS)
        found = compare(before.budget, after.budget, after.pack or before.pack, before.pack)
        found = replace(found, names=_names(pair), labels=pair.labels if any(pair.labels) else found.labels)
        sides = zip((before, after), found.names, strict=True)
        notes = tuple(f"{name} 有 {one.errors} 个错误，读不出的写作“不明”。" for one, name in sides if one.errors)
        if not notes:
            return _Result(replace(found, reasons=tuple(_reasons_from(before.budget, after))))
        return _Result(replace(found, notes=(*notes, *found.notes)), ERRORS)


def _reasons_from(before: Budget, after: _Readable) -> Iterator[Reason]:
    """Give the changes that need a reason, if the budget before is last year's."""
    if (before.year, before.code) == (after.budget.year - 1, after.budget.subject.former_code):
        yield from _reasons(joined(after.budget, before), after)


def _reasons(budget: Budget, after: _Readable) -> Iterator[Reason]:
    """Give the changes from last year of which the form asks the reason, by the same rule as B401."""
    if after.pack is None:
        return
    from generator.compose.composer import reasons  # noqa: PLC0415 only what is needed is imported

    for subject, asked_for in reasons(budget, after.pack):
        whose = "" if subject is budget.subject else f"{subject.name} "
        names = Sayings(budget, after.pack)
        yield from (Reason(f"{whose}{names.key(name)}", said) for name, said in asked_for.items())


def _names(pair: Both) -> tuple[str, str]:
    return pair.before.shown if pair.before else "", pair.after.shown if pair.after else ""


def _beside(after: BudgetFolder, folder: Path) -> BudgetFolder:
    year = PurePosixPath(after.shown).parent.parent / folder.parent.name
    return BudgetFolder(folder, (year / folder.name).as_posix())


def _alone(pair: Both) -> _Result:
    one = pair.after or pair.before
    name = one.folder.name if one else ""
    return _Result(Compared(name, pair.labels, _names(pair), alone="新增的预算" if pair.after else "删去的预算"))


def _stopped(error: Exception, source: BudgetFolder | None) -> _Result:
    complain(*report_lines([crash.finding_of(error, source.shown if source else "")]))
    return _Result(None, ENVIRONMENT if isinstance(error, OSError) else ERRORS)


def _write(found: Sequence[Compared], style: str, output: Path | None) -> None:
    """Write a report: on the screen, or into a file."""
    if not found:
        return
    if output is None:
        columns = console.columns() or difference_text.COLUMNS
        told = _text(found, columns) if style == "text" else Clean(_bytes(found, style).decode())
        if style == "text" and console.is_coloured():
            told = Clean(difference_text.painted(told, _paint))
        say_report(told, for_programs=style != "text")
        return
    replace_file(output, _bytes(found, style))
    differing = sum(not one.is_equal for one in found)
    say(f"比较了 {len(found)} 份预算，{differing} 份有差别：{output}")


def _text(found: Sequence[Compared], columns: int = difference_text.COLUMNS) -> Clean:
    return Clean("".join(f"{line}\n" for line in difference_text.report_of(found, columns)))


def _bytes(found: Sequence[Compared], style: str) -> bytes:
    """Write a report; only what its format needs is imported."""
    if style == "html":
        from generator.differences import page  # noqa: PLC0415

        return page.write(found)
    if style == "xlsx":
        from generator.differences import sheet  # noqa: PLC0415

        return sheet.write(found)
    return (as_json(found) if style == "json" else _text(found)).encode()


def _show(files: Sequence[str]) -> int:
    """Show files with the names of their codes; one that is no YAML of a budget as it is, for git to compare."""
    from generator.differences.annotated import annotated  # noqa: PLC0415 only what is needed is imported

    if not files:
        raise click.UsageError("--text 后面写文件，例如 budget diff --text 收支.yaml。")
    for name in files:
        if not Path(name).exists():
            raise click.UsageError(f"没有文件“{name}”。")
    for name in files:
        data, found = read_bytes(Path(name), name)
        text = decode(data, name)[0] if data is not None else None
        if data is None or text is None:
            complain(*report_lines(found))
            return ENVIRONMENT
        broken = has_errors(source.parse(data, name)[1])
        say_report(lines(text if broken else annotated(text)), for_programs=True)
    return OK


def _paint(sort: str, text: str) -> str:
    return click.style(text, fg=_COLOURS[sort])
