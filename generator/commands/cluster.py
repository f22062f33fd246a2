"""Documents made by several computers: an existing Dask cluster does the jobs, by its concurrent.futures.

All of them see the same folders (a network drive). A job is a function of files: one whose worker was lost is done
again by another worker, and writes the same bytes to the same place.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base import extras, files, late
from generator.base.frozen import frozen
from generator.batch import memory, program
from generator.commands import crash
from generator.commands.codes import ENVIRONMENT
from generator.commands.common import complain
from generator.commands.documents import Job, Outcome, died
from generator.commands.workspace import BudgetFolder, Workspace

if TYPE_CHECKING:
    from distributed import Client

ADDRESS = late.compile(r"dask://(.+:[0-9]+)")  # of a scheduler; without its port nobody can be asked
_PATIENCE = 20  # seconds until a cluster has to answer
_SILENCE = 10  # seconds without an outcome, after which it is asked whether it has workers


class NoClusterError(Exception):
    """A cluster does not answer; the message is Chinese."""


@frozen
class Shared:
    """What a worker must have in common with whoever asks it: the program, and a file that both see."""

    program: str
    token: Path


def in_cluster(run: Callable[[Job], Outcome], work: Sequence[Job], address: str) -> Iterator[Outcome]:
    """Do all jobs in the cluster at an address (host:8786) and yield their outcomes in order.

    Raises MissingLibraryError, NoClusterError, and NotWrittenError where the root cannot be written.
    """
    extras.require("cluster")
    if not work:
        return
    from distributed import Client  # noqa: PLC0415 an extra, and slow to import

    jobs = [_absolute(job) for job in work]
    token = jobs[0].workspace.root / f".budget/cluster-{secrets.token_hex(8)}.tmp"
    token.parent.mkdir(exist_ok=True)
    files.replace_file(token, b"")
    try:
        client = Client(f"tcp://{address}", timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        _forget(token)
        raise NoClusterError(f"集群没有回答：{address}。请检查地址，以及 dask scheduler 是否在运行。") from error
    try:
        there = partial(_there, Shared(program.fingerprint(), token), run)
        futures = [client.get_executor(pure=False).submit(there, job) for job in jobs]
        waiting = _Waiting(client)
        for given, job, future in zip(work, jobs, futures, strict=True):
            yield _seen(given, _outcome(job, partial(waiting.result, future)))
    finally:
        _forget(token)
        client.close()  # what is not done yet is given up


class _Waiting:
    """Waits for jobs, and says once if the cluster has no worker: some begin on demand, others never come again."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._told = False

    def result(self, future: Future[Outcome]) -> Outcome:
        """Give the outcome of a job. Raises what the job raised."""
        while True:
            try:
                return future.result(_SILENCE)
            except TimeoutError:
                if future.done():  # the job's own
                    raise
                if not self._told and not self._client.nthreads():
                    self._told = True
                    complain("集群里现在没有工作机，等着它们来；按 Ctrl-C 停下，做好的文件都在。")


def _there(common: Shared, run: Callable[[Job], Outcome], job: Job) -> Outcome:
    """Do a job on a worker, if it has the same program and sees the same folders."""
    if program.fingerprint() != common.program:
        return _unfit(job, "它的程序、Python 或者依赖的版本与这里不同，生成的文件会不一样；请装成相同的版本。")
    if not os.path.exists(common.token):
        return _unfit(job, f"它看不到“{job.workspace.root}”：各台电脑要用同样的路径看到同一个文件夹（网络盘）。")
    return run(job)


def _unfit(job: Job, why: str) -> Outcome:
    import socket  # noqa: PLC0415 only where something is wrong

    return _not_made(job, f"工作机 {socket.gethostname()} 不能用：{why}")


def _not_made(job: Job, why: str) -> Outcome:
    message = f"{job.name}：{why}"
    return Outcome(job.name, ENVIRONMENT, complained=[message], first=message)


def _outcome(job: Job, result: Callable[[], Outcome]) -> Outcome:
    """Give the outcome of a job, or that of one by which workers died again and again."""
    from distributed.scheduler import KilledWorker  # noqa: PLC0415 an extra

    try:
        return result()
    except KilledWorker:
        return died(job)
    except Exception as error:  # the worker could not even begin: it lacks the program, or the cluster went away
        why = f"集群没有做成（{type(error).__name__}），请检查各工作机是否都装了本软件。"
        return _not_made(job, f"{why}{crash.kept(error)}")


def _seen(job: Job, outcome: Outcome) -> Outcome:
    """Give an outcome if what the worker wrote is seen here, too."""
    if outcome.entry is None or len(memory.intact(outcome.entry, job.output).document.files) == len(
        outcome.entry.document.files
    ):
        return outcome
    return _not_made(job, f"工作机写的文件这里看不到，请检查“{job.output}”是不是各台电脑共用的。")


def _absolute(job: Job) -> Job:
    """Give a job whose folders are found from wherever a worker stands."""
    root, output = (Path(os.path.abspath(path)) for path in (job.workspace.root, job.output))
    folder = Path(os.path.abspath(job.source.folder))
    return replace(job, source=BudgetFolder(folder, job.source.shown), workspace=Workspace(root), output=output)


def _forget(token: Path) -> None:
    with suppress(OSError):
        token.unlink()
