"""`budget verify`: finished files against what the budget says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.base.frozen import frozen
from generator.commands import console, crash
from generator.commands.chinese import Command
from generator.commands.codes import ERRORS, OK
from generator.commands.common import complain, find_budgets, root_option, say, say_report, workspace_of, year_option
from generator.commands.returned import Altered, is_returned, review, told
from generator.commands.workspace import OUT, BudgetFolder, NoSuchBudgetError, Workspace
from generator.facts.location import code_of, year_of
from generator.findings import clean
from generator.findings import text as report
from generator.findings.finding import Finding, has_errors
from generator.proof.finished import UnreadableError

if TYPE_CHECKING:
    from generator.proof.verify import ExpectedFile

SUFFIXES = ("docx", "pdf")
MOST_TRIED = 10  # sets of optional parts that a file may have


@click.command(cls=Command)
@click.argument("targets", nargs=-1, metavar="[文件、文件夹或预算…]")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件夹", help="成品所在的文件夹，默认是 out。"
)
@click.option("--text", is_flag=True, help="不核对，只显示文件里的字（Word、PDF、Excel）；git diff 用它比较。")
@year_option
@root_option
def verify(targets: tuple[str, ...], output: Path | None, text: bool, year: str, root: Path | None) -> None:
    """核对成品：把 Word、PDF 读回来，与由预算重新算出的数、文字、标题和页码逐一比较。

    写成品文件（属于哪个部门或单位由所在文件夹的编码得知），或者写预算；不写就核对全部预算的成品。
    写成品的文件夹（例如 out/2025，或者退回来的一批文件），就与清单.json 核对：缺的、多出来的、改过的，改了哪些数。
    """
    if text:
        sys.exit(show_words(targets))
    workspace = workspace_of(root)
    files = tuple(Path(one) for one in targets if _is_finished(one))
    folders = tuple(Path(one) for one in targets if is_returned(Path(one)))
    budgets = tuple(one for one in targets if Path(one) not in (*files, *folders))
    jobs = [FinishedFiles(*_source_of(file, workspace), (file,)) for file in files]
    run = Verification(workspace, output or workspace.root / OUT)
    for folder in folders:
        say(run.review(folder))
    for source in find_budgets(workspace, budgets, year) if budgets or not (files or folders) else ():
        with run.alone(source):
            jobs += run.jobs_of(source)
    for job in jobs:
        said: list[str] = []
        with run.alone(job.source):
            said = run.verify(job)
        say(*said)
    if run.found or not run.stopped:
        say_report(report.render(run.found, {}, columns=console.columns()))
    sys.exit(ERRORS if run.stopped or has_errors(run.found) else OK)


def show_words(files: tuple[str, ...]) -> int:
    """Show the words of files, a line for each paragraph and row; give the exit code. Raises click.UsageError."""
    from generator.proof.words import READERS_OF_WORDS, words_of  # noqa: PLC0415 only what a command needs is imported

    if not files:
        raise click.UsageError("--text 后面写文件，例如 budget verify --text 成品.docx。")
    for file in files:
        if not Path(file).is_file():
            raise click.UsageError(f"没有文件“{file}”。")
        if Path(file).suffix.lower() not in READERS_OF_WORDS:
            raise click.UsageError(f"“{file}”不是 Word（.docx）、PDF 或 Excel（.xlsx）文件。")
    code = OK
    for file in files:
        try:
            told = "".join(f"{clean.line(' | '.join(words))}\n" for words in words_of(Path(file)))
        except UnreadableError as error:
            complain(f"{file}：{error}")
            code = ERRORS
        else:
            say_report(clean.Clean(told), for_programs=not console.columns())
    return code


@frozen
class FinishedFiles:
    """Finished files of a budget, or of one of its units."""

    source: BudgetFolder
    unit: str
    files: tuple[Path, ...]


class NotVerifiedError(Exception):
    """A budget whose finished files cannot be verified; the message is Chinese."""


@dataclass(slots=True)
class Verification:
    """What was found in finished files, and why there are budgets that could not be verified."""

    workspace: Workspace
    output: Path
    found: list[Finding] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)

    @contextmanager
    def alone(self, source: BudgetFolder) -> Iterator[None]:
        """Tell what stops the work on one budget, so that it stops no other; of its files, only once."""
        try:
            yield
        except NotVerifiedError as error:
            if str(error) not in self.stopped:
                complain(str(error))
            self.stopped.add(str(error))
        except Exception as error:
            self.found.append(crash.finding_of(error, source.shown))

    def review(self, folder: Path) -> str:
        """Compare a folder of finished files with its list, and what was changed with its budget; say how it is."""
        found = review(folder, self.output)
        self.found += found.findings
        for one in found.altered:
            self.found.append(told(one))
            if one.path.suffix[1:].lower() in SUFFIXES:
                self._of_budget(one)
        return f"{folder}：{found.same} 个文件与清单一致，{len(found.altered)} 个改过。"

    def _of_budget(self, one: Altered) -> None:
        """Compare a file that was changed with what its budget says."""
        try:
            (source,) = self.workspace.find((one.department,), one.year)
        except (NoSuchBudgetError, ValueError):
            complain(f"{one.path}：没有找到部门 {one.department} {one.year} 年的预算，不能核对改了什么。")
            self.stopped.add(str(one.path))
            return
        with self.alone(source):
            self.verify(FinishedFiles(source, one.unit, (one.path,)))

    def jobs_of(self, source: BudgetFolder) -> list[FinishedFiles]:
        """Find what lies in the output folder of a budget, and in those of its units. Raises NotVerifiedError."""
        from generator.facts import build  # noqa: PLC0415 only what a command needs is imported
        from generator.facts.words import any_words  # noqa: PLC0415
        from generator.publish import output_folder, own_budgets  # noqa: PLC0415

        budget, _ = build.load_alone(source.folder, words=any_words)
        if budget is None:
            raise _has_errors(source)
        units = {unit: output_folder(budget, unit) for unit in own_budgets(budget) if unit != budget.code}
        folders = {"": output_folder(budget), **units}
        jobs = [FinishedFiles(source, unit, _finished_in(self.output / folder)) for unit, folder in folders.items()]
        if not any(job.files for job in jobs):
            folder = self.output / folders[""]
            raise NotVerifiedError(f"{folder} 里没有 Word 或 PDF 文件，请先用 budget generate 生成。")
        return [job for job in jobs if job.files]

    def verify(self, job: FinishedFiles) -> list[str]:
        """Compare finished files with what their budget says, and say of each how it is. Raises NotVerifiedError."""
        from generator.proof.verify import refused  # noqa: PLC0415 only what a command needs is imported

        drafts = {file: finding for file in job.files if (finding := refused(file))}
        self.found += drafts.values()
        said = [f"{file}：草稿" for file in drafts]
        if len(drafts) == len(job.files):
            return said
        documents = [self._document(job, ())]
        for file in (one for one in job.files if one not in drafts):
            try:
                one = self._compare(file, job, documents)
            except Exception as error:  # one file, or one fault of the program, stops no other
                one = (crash.finding_of(error, file.as_posix()),)
            said.append(f"{file}：{'一致' if not one else f'{len(one)} 处不符'}")
            self.found += one
        return said

    def _compare(self, file: Path, job: FinishedFiles, documents: list[ExpectedFile]) -> tuple[Finding, ...]:
        """Compare a file with its document, which may have optional parts (选印): with that which it is most like.

        `documents` are those that were made so far, the one without such parts first.
        """
        from generator.proof.verify import verify_file  # noqa: PLC0415 only what a command needs is imported

        first = documents[0]
        found = verify_file(file, first.document, first.labels, first.places)
        if found and first.parts and len(documents) == 1:
            few = [parts for count in range(1, len(first.parts)) for parts in combinations(first.parts, count)]
            documents += [self._document(job, parts) for parts in (*few[:MOST_TRIED], first.parts)]
        for one in documents[1:] if found else ():
            again = verify_file(file, one.document, one.labels, one.places)
            found = min(found, again, key=len)
        return found

    def _document(self, job: FinishedFiles, parts: tuple[str, ...]) -> ExpectedFile:
        """Make the document of a budget, with some optional parts. Raises NotVerifiedError."""
        from generator import publish  # noqa: PLC0415 only what a command needs is imported
        from generator.proof.verify import ExpectedFile  # noqa: PLC0415

        source, templates = job.source, self.workspace.templates
        prepared = publish.prepare(source.folder, templates, shown_as=source.shown, unit=job.unit, parts=parts)
        if prepared.budget is None or prepared.document is None or prepared.pack is None:
            raise _has_errors(source)
        laid, found = publish.arrange(prepared.document, prepared.pack)
        if laid is None:
            self.found += found
            raise _has_errors(source)
        return ExpectedFile(laid.document, laid.pages.labels, prepared.budget.places, prepared.pack.parts)


def _has_errors(source: BudgetFolder) -> NotVerifiedError:
    return NotVerifiedError(f"{source.shown}：有错误，请先用 budget check 查看并改正。")


def _finished_in(folder: Path) -> tuple[Path, ...]:
    found = (path for path in folder.glob("*") if path.suffix[1:].lower() in SUFFIXES and path.is_file())
    return tuple(sorted(found))


def _is_finished(target: str) -> bool:
    """Tell whether somebody means a finished file, not a budget; raises click.UsageError if there is no such file."""
    path = Path(target)
    if path.suffix[1:].lower() in SUFFIXES and not path.is_dir():
        if not path.is_file():
            raise click.UsageError(f"没有文件“{target}”。")
        return True
    if path.is_file():
        raise click.UsageError(f"“{target}”不是 Word（.docx）或 PDF 文件，只能核对这两种成品。")
    return False


def _source_of(file: Path, workspace: Workspace) -> tuple[BudgetFolder, str]:
    """Find the budget of a finished file, and its unit if it is a unit's, by its folder: 年度/编码-名称.

    Raises click.UsageError where that leads to none.
    """
    folder = file.resolve().parent
    code, year = code_of(folder), year_of(folder)
    try:
        return workspace.find((code,), str(year or ""))[0], ""
    except NoSuchBudgetError as error:
        found = _of_unit(code, str(year or ""), workspace)
        if found is None:
            where = f"它所在的文件夹“{folder.name}”要以预算里有的部门或者单位的编码开头，例如 350-某某部门"
            raise click.UsageError(f"不知道“{file}”是哪个预算的成品：{where}。{error}") from None
        return found


def _of_unit(code: str, year: str, workspace: Workspace) -> tuple[BudgetFolder, str] | None:
    """Find the budget that has a unit: that of the department whose code the unit's begins with, or else any."""
    from generator.facts import build  # noqa: PLC0415 only what a command needs is imported
    from generator.facts.words import any_words  # noqa: PLC0415
    from generator.publish import own_budgets  # noqa: PLC0415

    try:
        every = workspace.find((), year)
    except NoSuchBudgetError:
        return None
    for source in sorted(every, key=lambda one: not code.startswith(code_of(one.folder))):
        budget, _ = build.load_alone(source.folder, words=any_words)
        if budget is not None and code in own_budgets(budget):
            return source, code
    return None
