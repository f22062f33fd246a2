"""Many documents of `budget generate`: which are made again, in which order, and what is told of them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.base import files, inputs
from generator.batch import manifest, memory
from generator.commands import clashes, columns, console
from generator.commands.codes import ENVIRONMENT, OK
from generator.commands.common import complain, live, say
from generator.commands.documents import Job, Outcome, below_root, has_formats, same, stopped, unchanged
from generator.commands.workspace import BUDGETS, BudgetFolder, Workspace
from generator.facts.location import code_of, year_of
from generator.machine.machine import this_machine
from generator.machine.revisions import committed

WORTH_SHOWING = 4  # documents; with fewer nobody waits
_SAVED = 60.0  # seconds between savings of what was done, of which a crash can cost no more
_COLUMNS = 80  # of a table that is not shown on a terminal
Doing = Callable[[Sequence[Job]], Iterator[Outcome]]  # does jobs and yields their outcomes, in order


@dataclass(slots=True)
class Batch:
    """The documents of one command, as they are made and told."""

    workspace: Workspace
    output: Path
    do: Doing
    force: bool = False
    known: Mapping[memory.DocumentKey, memory.Remembered] = field(default_factory=dict)
    answers: memory.Answers = field(default_factory=memory.Answers)
    done: list[tuple[Job | None, Outcome]] = field(default_factory=list)
    unsaved: dict[memory.DocumentKey, memory.Remembered] = field(default_factory=dict)
    total: int = 0
    began: float = 0.0
    saved: float = 0.0
    is_live: bool = False

    def all(self, jobs: Sequence[Job], *, with_units: bool) -> None:
        """Make documents, and with those of departments those of their units. What is done is kept, whatever happens.

        Raises KeyboardInterrupt after what runs has ended.
        """
        self.began = self.saved = time.monotonic()
        self.known = {} if self.force else memory.load(self.workspace.root)
        try:
            self._make(jobs)
            if with_units:
                self._make(list(self._of_units(jobs)))
        except KeyboardInterrupt:
            self._clear()
            complain(f"{self._counted()}，其余的没有做；再运行一次，从这里继续。")
            raise
        finally:
            self._clear()
            self._save()
            self._list()

    def stop(self, outcome: Outcome) -> None:
        """Tell of a document that is not made."""
        self._tell(None, outcome)

    @property
    def code(self) -> int:
        """Give the exit code."""
        return max((outcome.code for _, outcome in self.done), default=OK)

    def _make(self, jobs: Sequence[Job]) -> None:
        """Make what has changed, and tell of every document in the order of the jobs."""
        self.total += len(jobs)
        kept = {job.key: outcome for job in jobs if (outcome := self._kept(job))}
        made = self.do([job for job in jobs if job.key not in kept])
        for job in jobs:
            self._tell(job, kept[job.key] if job.key in kept else self._added(job, next(made)))

    def _kept(self, job: Job) -> Outcome | None:
        """Give the outcome of a document that is as it was."""
        known = self.known.get(job.key)
        if known is None or job.draft:
            return None
        entry = unchanged(job, known, self.answers)
        if entry is None or not has_formats(job, entry):
            return None
        if entry.stamps != known.stamps:
            self.unsaved[job.key] = entry
        return same(job, entry)

    def _added(self, job: Job, outcome: Outcome) -> Outcome:
        """Keep what was made, together with its other formats that were made of the same."""
        if outcome.entry is None:
            return outcome
        before = self.known.get(job.key)
        outcome.entry = memory.joined(outcome.entry, before and memory.intact(before, self.output))
        self.unsaved[job.key] = outcome.entry
        if time.monotonic() - self.saved > _SAVED:
            self._save()
        return outcome

    def _of_units(self, departments: Sequence[Job]) -> Iterator[Job]:
        """Give the jobs of units; of two budgets that would write the same document none, which is told."""
        outcomes = {job.key: outcome for job, outcome in self.done if job}
        jobs = [replace(job, unit=unit) for job in departments for unit in outcomes[job.key].units]
        places: dict[tuple[int, str], list[BudgetFolder]] = defaultdict(list)
        for job in departments:
            places[_year(job, outcomes), code_of(job.source.folder)].append(job.source)
        for job in jobs:
            places[_year(job, outcomes), job.unit].append(job.source)
        for job in jobs:
            rivals = list(dict.fromkeys(places[_year(job, outcomes), job.unit]))
            if len(rivals) > 1:
                self.total += 1
                self._tell(None, stopped(job.name, clashes.clash(job.source, rivals, f"单位 {job.unit} 的文件夹")))
            else:
                yield job

    def _tell(self, job: Job | None, outcome: Outcome) -> None:
        """Print what a job says, and how far everything is."""
        self.done.append((job, outcome))
        self._clear()
        complain(*outcome.complained)
        if self.total < WORTH_SHOWING or not console.columns():
            say(*outcome.said)
        if job and WORTH_SHOWING <= self.total != len(self.done):
            self.is_live = True
            live(f"{len(self.done)}/{self.total} {outcome.name}{self._remaining()}")

    def _clear(self) -> None:
        """Take away the line that says how far everything is."""
        if self.is_live:
            live("")
        self.is_live = False

    def _remaining(self) -> str:
        """Say how long it will take yet, by how long what was not kept took."""
        made = sum(not outcome.is_same for _, outcome in self.done)
        if not made:
            return ""
        seconds = (time.monotonic() - self.began) / made * (self.total - len(self.done))
        return f"，约还要 {seconds // 60:.0f} 分 {seconds % 60:.0f} 秒" if seconds >= 1 else ""

    def _save(self) -> None:
        """Write down what was made of what; without it all is made again, so that nothing else depends on it."""
        self.saved = time.monotonic()
        made, self.unsaved = self.unsaved, {}
        try:
            memory.save(self.workspace.root, made)
        except OSError as error:
            complain(f"{files.problem(error)}下一次会全部重新生成。")

    def _list(self) -> None:
        """Put what was made into the list beside it."""
        made = [(job, outcome.entry) for job, outcome in self.done if job and outcome.entry]
        if not made:
            return
        root = self.workspace.root
        folders = {job.key: below_root(inputs.whole(job.source.folder), root) for job, _ in made}
        commits = committed(this_machine(console.encoding()), root, BUDGETS, set(folders.values()))
        try:
            manifest.write(self.output, ((entry.document, folders[job.key]) for job, entry in made), commits)
        except OSError as error:
            self.stop(Outcome(manifest.NAME, ENVIRONMENT, complained=[files.problem(error)], first=manifest.NAME))

    def summarise(self) -> None:
        """Tell of several documents how they ended: by department, and what stopped those that are not made."""
        every = [outcome for _, outcome in self.done]
        if len(every) < 2:  # noqa: PLR2004 what there is of one has been told
            return
        failed = [outcome for outcome in every if outcome.code != OK]
        rows = list(_rows(self.done))
        if len(rows) > 1:
            head = ("部门", "生成", "没有变化", "没有生成", "文件夹")
            room = console.columns() or _COLUMNS
            say("", *columns.aligned([head, *rows], room, right=(1, 2, 3), giving=4), "")
        say(f"共 {len(every)} 个预算，{self._counted()}。")
        say(*(f"没有生成：{one.name}{f'（{one.first}）' if one.first else ''}" for one in failed))

    def _counted(self) -> str:
        """Count what was made, what was as before and what was not made."""
        every = [outcome for _, outcome in self.done]
        kept, failed = sum(one.is_same for one in every), sum(one.code != OK for one in every)
        same = f"没有变化 {kept} 个，" if kept else ""
        return f"生成 {len(every) - failed - kept} 个，{same}没有生成 {failed} 个"


def _year(job: Job, outcomes: Mapping[memory.DocumentKey, Outcome]) -> int:
    entry = outcomes[replace(job, unit="").key].entry
    return entry.document.year if entry else year_of(job.source.folder) or 0


def _rows(done: Iterable[tuple[Job | None, Outcome]]) -> Iterator[tuple[str, ...]]:
    """Count by department what was made, what was as before and what was not made, and say where the files are."""
    by: dict[str, list[Outcome]] = defaultdict(list)
    for job, outcome in done:
        if job:
            by[job.source.shown].append(outcome)
    for shown, outcomes in by.items():
        kept = sum(one.is_same for one in outcomes)
        failed = sum(one.code != OK for one in outcomes)
        where = next((one.entry.document.folder for one in outcomes if one.entry), "")
        yield shown.rpartition("/")[2], *map(str, (len(outcomes) - kept - failed, kept, failed)), where
