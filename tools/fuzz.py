"""Feed the program any bytes, any YAML and any pack, and report what it does not bear.

python -m tools.fuzz --seconds 600 --seed 7 --keep /tmp/found     look for new inputs that fail
python -m tools.fuzz --seed 7 --only 1234 --keep /tmp/found       one input again, in this process

Input n of a seed is always the same (`tools.fuzz_inputs`); only how many are reached depends on the machine. A failure
is an exception, a finding that nobody can read, a damaged file (`tools.fuzz_judge`), a worker that dies, or an input
that takes longer than LONGEST. The worker is a process with a limit of memory, so that nothing ends the search.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.fuzz_inputs import Case, Corpus, load_corpus, make
from tools.fuzz_judge import faults

LONGEST = 30.0  # seconds of one input; the slowest honest one takes about two
STARTING = 120.0  # seconds in which a worker must be ready
MEMORY = 4 << 30  # bytes of the worker
FAST = Path("/dev/shm")  # noqa: S108 files in memory, where there is such a place
SHOWN = 3  # inputs shown of each kind of failure
DOCUMENTS = 400

Judge = Callable[[Case, Path], Iterator[str]]


@dataclass(frozen=True)
class Failure:
    """An input that failed: what happened in full, and in one line, the same for inputs that fail alike."""

    number: int
    kind: str
    said: str


@dataclass(frozen=True)
class Search:
    """What a worker needs to know."""

    seed: int
    documents: int
    judge: Judge = faults


def tried(search: Search, number: int, corpus: Corpus) -> list[Failure]:
    """Run one input."""
    try:
        with TemporaryDirectory(prefix="fuzz-", dir=FAST if FAST.is_dir() else None) as folder:
            said = list(search.judge(make(search.seed, number, corpus, search.documents), Path(folder)))
    except (Exception, RecursionError) as error:  # whatever comes is what is looked for
        return [Failure(number, _kind(error), traceback.format_exc())]
    return [Failure(number, one[:60], one) for one in said]


def _kind(error: BaseException) -> str:
    """Name an exception by its type and the innermost line of the program that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "generator" in Path(frame.filename).parts]
    where = f"{'/'.join(Path(own[-1].filename).parts[-2:])}:{own[-1].name}" if own else ""
    return f"{type(error).__name__} {where}"


def work(pipe: Connection, search: Search, first: int) -> None:
    """Run inputs for ever, and tell of each that it begins and how it failed."""
    with contextlib.suppress(ImportError, ValueError):
        import resource  # noqa: PLC0415 not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    corpus = load_corpus()
    for number in count(first):
        pipe.send(number)
        for failure in tried(search, number, corpus):
            pipe.send(failure)


class Worker:
    """A process that runs inputs from a number on; `number` is the one that it is at."""

    def __init__(self, search: Search, first: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, search, first), daemon=True)
        self.process.start()
        theirs.close()
        self.number = first
        self.patience = STARTING

    def failures(self, until: float, longest: float) -> Iterator[Failure]:
        """Give the failures until a time; the last is the worker's own death, or its being stuck."""
        while (left := until - time.monotonic()) > 0:
            try:
                if self.pipe.poll(min(self.patience, left)):
                    said = self.pipe.recv()
                    if isinstance(said, Failure):
                        yield said
                    else:
                        self.number, self.patience = said, longest
                elif left > self.patience:
                    yield Failure(self.number, "an input takes too long", f"more than {self.patience:.0f} seconds")
                    return
            except EOFError:
                self.process.join()
                yield Failure(self.number, "the worker died", f"exit code {self.process.exitcode}")
                return

    def end(self) -> None:
        """Kill the process."""
        self.process.kill()
        self.process.join()


def found(search: Search, seconds: float, longest: float = LONGEST) -> tuple[int, list[Failure]]:
    """Search for some seconds; how many inputs were run, and which failed."""
    until = time.monotonic() + seconds
    failures: list[Failure] = []
    number = 0
    while time.monotonic() < until:
        worker = Worker(search, number)
        try:
            failures += worker.failures(until, longest)
        finally:
            worker.end()
        number = worker.number + 1
    return number, failures


def keep(case: Case, said: str, folder: Path) -> None:
    """Write an input and what happened into a folder."""
    home = folder / f"{case.number:07d}"
    for part, files in (("budget", case.files), ("pack", case.pack or {})):
        for name, data in files.items():
            (home / part / name).parent.mkdir(parents=True, exist_ok=True)
            (home / part / name).write_bytes(data)
    (home / "said.txt").write_text(said, "utf-8", errors="backslashreplace")


def report(search: Search, number: int, failures: list[Failure], folder: Path | None) -> None:
    """Print what was found, each kind of failure with its first inputs."""
    kinds = Counter(failure.kind for failure in failures)
    corpus = load_corpus()
    for kind, times in kinds.most_common():
        print(f"\n{times} × {kind}")
        for failure in [one for one in failures if one.kind == kind][:SHOWN]:
            print(f"  python -m tools.fuzz --seed {search.seed} --documents {search.documents} --only {failure.number}")
            print(
                "    "
                + failure.said.strip().encode("utf-8", "backslashreplace").decode()[-1500:].replace("\n", "\n    ")
            )
            if folder:
                keep(make(search.seed, failure.number, corpus, search.documents), failure.said, folder)
    print(f"{number} inputs of seed {search.seed}: {len(failures)} failures of {len(kinds)} kinds")


def main(arguments: list[str]) -> int:
    """Search, or run one input; the exit code is 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long to search (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="which inputs (default 1)")
    parser.add_argument(
        "--documents",
        type=int,
        default=DOCUMENTS,
        help=f"every so many inputs one whole document ({DOCUMENTS}; 0: none)",
    )
    parser.add_argument("--only", type=int, help="run this input again, and no other")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write failing inputs there")
    given = parser.parse_args(arguments)
    search = Search(given.seed, given.documents)
    if given.only is None:
        number, failures = found(search, given.seconds)
    else:
        number, failures = 1, tried(search, given.only, load_corpus())
    report(search, number, failures, given.keep)
    return 1 if failures or not number else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
