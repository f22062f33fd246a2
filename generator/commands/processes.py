"""Many jobs in several processes: their outcomes in order, and a process that dies stops no other job."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, TypeVar

from generator.commands.garbage import collect_seldom

if TYPE_CHECKING:
    from concurrent.futures import Future

WORTH_A_PROCESS = 4  # with fewer jobs, starting processes takes longer than it saves
MOST_PROCESSES = 61  # that Windows can wait for
Given = TypeVar("Given")
Done = TypeVar("Done")


def in_processes(
    run: Callable[[Given], Done], work: Sequence[Given], processes: int | None, died: Callable[[Given], Done]
) -> Iterator[Done]:
    """Do all jobs and yield their outcomes in order; `died` gives that of a job by which a process died.

    `processes` is how many at once, None for as many as there are processors.
    """
    most = processes or os.cpu_count() or 1
    if most == 1 or len(work) < WORTH_A_PROCESS:
        yield from map(run, work)
        return
    done = 0
    while done < len(work):
        try:
            for outcome in _together(run, work[done:], most):
                done += 1
                yield outcome
        except (OSError, ImportError, NotImplementedError):  # no room for more processes, or none at all on this system
            yield from map(run, work[done:])
            return
        if done < len(work):  # a process died, by this job or by one that ran beside it
            alone = next(_together(run, [work[done]], 1), None)
            yield died(work[done]) if alone is None else alone
            done += 1


def _together(run: Callable[[Given], Done], work: Sequence[Given], processes: int) -> Iterator[Done]:
    """Do jobs in several processes, and yield their outcomes in order up to where a process died."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 slow to import, and only here
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    pool = ProcessPoolExecutor(min(processes, len(work), MOST_PROCESSES), initializer=_begin)
    futures: list[Future[Done]] = []
    told = 0
    try:
        futures += [pool.submit(run, job) for job in work]
        for future in futures:
            outcome = future.result()
            told += 1
            yield outcome
    except BrokenProcessPool:
        return
    except (KeyboardInterrupt, RuntimeError) as error:
        if not _is_interrupt(error):
            raise
        pool.shutdown(cancel_futures=True)  # what runs comes to its end, and is told
        ended = takewhile(lambda one: not one.cancelled() and one.exception() is None, futures[told:])
        yield from (one.result() for one in ended)
        raise KeyboardInterrupt from None
    finally:
        pool.shutdown(cancel_futures=True)


def _is_interrupt(error: BaseException) -> bool:
    """Tell whether somebody interrupts; in the middle of waiting for a lock, Python says that in other words, too."""
    return isinstance(error, KeyboardInterrupt) or isinstance(error.__context__, KeyboardInterrupt)


def _begin() -> None:
    """Leave Ctrl-C to the process that started this one, so that every file that was begun is written."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
