"""A real Dask cluster of two processes, one killed, one out of memory: nothing lost, nothing twice."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.batch import program
from generator.cli import main
from generator.commands import cluster, documents
from generator.commands.batches import Batch
from generator.commands.cluster import Shared, _there, in_cluster
from generator.commands.documents import Job, Outcome
from generator.commands.processes import in_processes
from generator.commands.workspace import Workspace
from tests.commands.test_generate import make

distributed, dask = pytest.importorskip("distributed"), pytest.importorskip("dask")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(os.name == "nt", reason="signals"),
]
CODES = tuple(str(code) for code in range(101, 109))
LIMIT = 400_000_000  # bytes of a worker


@pytest.fixture
def address() -> Iterator[str]:
    """Two workers, each with a nanny that starts it again; a test that kills them leaves none to the next."""
    settings = {"distributed.worker.memory.terminate": 0.9, "distributed.worker.memory.pause": False}
    settings |= {"distributed.worker.memory.spill": False, "distributed.worker.memory.target": False}
    with (
        dask.config.set({**settings, "distributed.nanny.pre-spawn-environ.PYTHONPATH": os.getcwd()}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, memory_limit=LIMIT, dashboard_address=None
        ) as own,
    ):
        yield own.scheduler_address.removeprefix("tcp://")


def jobs(root: Path) -> list[Job]:
    workspace = Workspace(root)
    return [Job(source, workspace, root / "out", ("docx", "pdf"), most=3) for source in workspace.find((), "")]


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root / "out").as_posix(): path.read_bytes() for path in (root / "out").rglob("*.*")}


def once(job: Job, what: str) -> bool:
    """Tell whether something happens to a job for the first time."""
    mark = job.workspace.root / f"{what}-{job.source.folder.name}"
    if mark.exists():
        return False
    mark.touch()
    return True


def run_badly(job: Job) -> Outcome:
    """Do a job; the worker is killed by 103 and needs too much memory for 106, both when it is tried first."""
    if job.source.folder.name.startswith("103") and not job.unit and once(job, "杀"):
        os.kill(os.getpid(), signal.SIGKILL)
    if job.source.folder.name.startswith("106") and not job.unit and once(job, "内存"):
        much = [b"x" * 10_000_000 for _ in range(LIMIT // 10_000_000)]
        time.sleep(60)
        raise AssertionError(len(much))
    done = job.workspace.root / f"做-{job.source.folder.name}-{job.unit}"
    done.write_text(done.read_text() + "1" if done.exists() else "1")
    return documents.run(job)


def test_a_killed_worker_and_one_without_memory_lose_nothing(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    there, here = tmp_path / "集群", tmp_path / "本机"
    for root in (there, here):
        make(root, *CODES, units=True)
    local = Batch(Workspace(here), here / "out", lambda some: in_processes(documents.run, some, 1, documents.died))
    local.all(jobs(here), with_units=True)
    batch = Batch(Workspace(there), there / "out", lambda some: in_cluster(run_badly, some, address))
    batch.all(jobs(there), with_units=True)
    assert (there / "杀-103-部门103").exists()
    assert (there / "内存-106-部门106").exists()
    assert batch.code == 0, [outcome.complained for _, outcome in batch.done]
    assert len(batch.done) == len(CODES) * 2 == len(list(there.glob("做-*")))
    assert files(there) == files(here)
    assert len(files(there)) == len(CODES) * 4 + 1
    assert not list((there / ".budget").glob("cluster-*"))
    capsys.readouterr()
    again = Batch(Workspace(there), there / "out", lambda some: in_cluster(run_badly, some, address))
    again.all(jobs(there), with_units=True)
    assert [outcome.is_same for _, outcome in again.done] == [True] * len(CODES) * 2


def die(job: Job) -> Outcome:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_document_by_which_workers_die_again_and_again_is_told(tmp_path: Path, address: str) -> None:
    make(tmp_path, "101")
    (outcome,) = in_cluster(die, jobs(tmp_path), address)
    assert outcome.code == 1
    assert "X102" in outcome.complained[0]


def test_the_command_asks_a_cluster(tmp_path: Path, address: str) -> None:
    make(tmp_path, "101", "102")
    result = CliRunner().invoke(main, ["generate", "--root", str(tmp_path), "--executor", f"dask://{address}"])
    assert result.exit_code == 0, result.output
    assert len(files(tmp_path)) == 5


def test_a_cluster_without_workers_is_told_while_it_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, "101", "102")
    monkeypatch.setattr(cluster, "_SILENCE", 1)
    said: list[str] = []
    with (
        dask.config.set({"distributed.nanny.pre-spawn-environ.PYTHONPATH": os.getcwd()}),
        distributed.LocalCluster(n_workers=0, threads_per_worker=1, processes=True, dashboard_address=None) as empty,
        ThreadPoolExecutor(1) as waiting,
    ):
        found = waiting.submit(
            lambda: [*in_cluster(documents.run, jobs(tmp_path), empty.scheduler_address.removeprefix("tcp://"))]
        )
        for _ in range(100):
            said.append(capsys.readouterr().err)
            if "没有工作机" in said[-1]:
                break
            time.sleep(0.3)
        empty.scale(1)
        assert [one.code for one in found.result(100)] == [0, 0]
    assert "".join([*said, capsys.readouterr().err]).count("没有工作机") == 1


def test_a_worker_with_another_program_or_without_the_folder_is_told(tmp_path: Path) -> None:
    make(tmp_path, "101")
    (job,) = jobs(tmp_path)
    for common, said in (
        (Shared("x", tmp_path), "版本与这里不同"),
        (Shared(program.fingerprint(), tmp_path / "没有"), "看不到"),
    ):
        outcome = _there(common, documents.run, job)
        assert (outcome.code, said in outcome.complained[0]) == (3, True)
    assert not (tmp_path / "out").exists()
    assert _there(Shared(program.fingerprint(), tmp_path), documents.run, job).code == 0


def elsewhere(job: Job) -> Outcome:
    """Write to a folder that only the worker sees."""
    outcome = documents.run(job)
    for path in job.output.rglob("*.pdf"):
        path.unlink()
    return outcome


def test_what_a_worker_wrote_elsewhere_is_not_taken_for_written(tmp_path: Path, address: str) -> None:
    make(tmp_path, "101")
    (outcome,) = in_cluster(elsewhere, jobs(tmp_path), address)
    assert (outcome.code, outcome.entry) == (3, None)
    assert "这里看不到" in outcome.complained[0]


@pytest.mark.parametrize(
    ("typed", "code", "said"), [("x", 2, "dask://"), ("dask://", 2, "dask://"), ("dask://主机", 2, "dask://")]
)
def test_an_address_that_is_none_is_wrong_use(tmp_path: Path, typed: str, code: int, said: str) -> None:
    make(tmp_path, "101")
    result = CliRunner().invoke(main, ["generate", "--root", str(tmp_path), "--executor", typed])
    assert (result.exit_code, said in result.stderr) == (code, True)


def test_a_cluster_that_does_not_answer_is_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "101")

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("Timed out")

    monkeypatch.setattr(distributed, "Client", refuse)
    result = CliRunner().invoke(main, ["generate", "--root", str(tmp_path), "--executor", "dask://localhost:1"])
    assert result.exit_code == 3
    assert result.stderr.startswith("集群没有回答：localhost:1")
    assert not list((tmp_path / ".budget").glob("cluster-*"))


def interrupt(job: Job) -> Outcome:
    """Do a job; by 103 somebody presses Ctrl-C where the command runs, and what comes later takes too long."""
    if job.source.folder.name >= "103":
        if once(job, "中断"):
            os.kill(int((job.workspace.root / "谁").read_text()), signal.SIGINT)
        time.sleep(60)
    return documents.run(job)


def test_an_interrupt_keeps_what_was_done_and_gives_up_the_rest(
    tmp_path: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, *CODES)
    (tmp_path / "谁").write_text(str(os.getpid()))
    batch = Batch(Workspace(tmp_path), tmp_path / "out", lambda some: in_cluster(interrupt, some, address))
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        batch.all(jobs(tmp_path), with_units=False)
    assert time.monotonic() - started < 50  # nobody waits for the rest
    told = capsys.readouterr().err
    assert "再运行一次" in told
    assert not list((tmp_path / ".budget").glob("cluster-*"))
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".budget-")]
    again = Batch(
        Workspace(tmp_path), tmp_path / "out", lambda some: in_processes(documents.run, some, 1, documents.died)
    )
    again.all(jobs(tmp_path), with_units=False)
    done = [outcome.is_same for _, outcome in again.done]
    assert done == [True] * len(batch.done) + [False] * (len(CODES) - len(batch.done))
    assert len(files(tmp_path)) == len(CODES) * 2 + 1
