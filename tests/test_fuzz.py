"""The fuzzer notices what it is there for: a crash, a dead or stuck worker, a finding that nobody can read."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.findings.finding import Finding, Kind, Place
from generator.publish import Output
from tools import fuzz, fuzz_judge
from tools.fuzz_inputs import COMPOSE, READ, WRITE, Case, load_corpus, make

CORPUS = load_corpus()
CASE = Case(1, READ, {"a.yaml": b"\xe5"})
GOOD = Kind("S101", "缺少键").at(Place("预算", 1, 1), "“部门”缺少“编码”。", "请补上。")


def crash(case: Case, folder: Path) -> Iterator[str]:
    if case.number == 3:
        raise KeyError("没有")
    yield from ()


def die(case: Case, folder: Path) -> Iterator[str]:
    if case.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    yield from ()


def hang(case: Case, folder: Path) -> Iterator[str]:
    if case.number == 2:
        time.sleep(1000)
    yield from ()


def searched(judge: fuzz.Judge, last: int, longest: float = 60) -> list[tuple[int, str]]:
    """Search with a judge until an input behind the one that fails was reached."""
    search = fuzz.Search(1, 0, judge)
    first, found = 0, []
    while first <= last:
        worker = fuzz.Worker(search, first)
        for failure in worker.failures(time.monotonic() + 600, longest):
            found.append((failure.number, failure.kind))
            if failure.number >= last:
                break
        worker.end()
        first = worker.number + 1
    return found


def test_an_input_is_the_same_whatever_came_before_it() -> None:
    numbers, again = range(0, 900, 23), load_corpus()
    assert [make(5, n, CORPUS, 100) for n in numbers] == [make(5, n, again, 100) for n in reversed(numbers)][::-1]
    assert make(5, 1, CORPUS, 100) != make(6, 1, CORPUS, 100)


def test_inputs_are_of_every_kind_and_stage() -> None:
    cases = [make(1, number, CORPUS, 30) for number in range(400)]
    assert Counter(case.stage for case in cases) == {READ: 385, WRITE: 13, COMPOSE: 2}
    assert len({case.files["a.yaml"] for case in cases}) > 380
    assert any(len(case.files) > 1 for case in cases)
    assert {case.stage for case in cases if case.pack} == {COMPOSE, WRITE}


def test_inputs_reach_every_stage_and_not_only_the_first(tmp_path: Path) -> None:
    ends: Counter[str] = Counter()
    for number in range(150):
        home = tmp_path / str(number)
        fuzz_judge.write(make(1, number, CORPUS, 0).files, home)
        found, usable = fuzz_judge.read(home)
        ends["checked" if usable else found[0].code[0]] += 1
    assert min(ends[stage] for stage in ("Y", "S", "checked")) > 5


def test_a_crash_is_a_failure_that_names_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.facts.build.assemble", None)
    failures = [one for n in range(40) for one in fuzz.tried(fuzz.Search(1, 0), n, CORPUS)]
    assert {one.kind for one in failures} == {"TypeError facts/build.py:load_alone"}
    assert "Traceback" in failures[0].said


def test_a_failure_of_the_worker_is_told_and_the_search_goes_on() -> None:
    assert searched(crash, 3) == [(3, "KeyError ")]


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_a_worker_that_dies_is_told_with_its_input() -> None:
    assert searched(die, 2) == [(2, "the worker died")]


def test_an_input_that_does_not_end_is_killed_and_told() -> None:
    assert searched(hang, 2, longest=10) == [(2, "an input takes too long")]


BAD = {
    "no place": replace(GOOD, place=None),
    "no code": replace(GOOD, kind=Kind("", "缺少键")),
    "no message": replace(GOOD, message=""),
    "English": replace(GOOD, message="expected token"),
    "English inside": replace(GOOD, message="写法不对：expected token 'end of print'。"),
    "English remedy": replace(GOOD, remedy="see the manual"),
    "only a quotation": replace(GOOD, message="“部门”"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_finding_that_nobody_can_read_is_a_failure(name: str) -> None:
    assert list(fuzz_judge.readable((GOOD,), CASE)) == []
    assert list(fuzz_judge.readable((BAD[name],), CASE))


@pytest.mark.parametrize("sign", ["\n", "\r", "\x07", "\x85", "\u2028"])
def test_a_line_that_is_broken_is_a_failure(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_judge.report, "concise", lambda finding: f"预算：{sign}")
    assert list(fuzz_judge.readable((GOOD,), CASE))


def test_a_command_that_a_remedy_names_is_no_english() -> None:
    remedy = "请运行 budget template new pack-2024 --from 河北 --year 2024，再对照当年的格式改。"
    assert list(fuzz_judge.readable((replace(GOOD, remedy=remedy),), CASE)) == []


def test_words_of_the_input_may_be_quoted() -> None:
    case = Case(1, READ, {"a.yaml": b"the budget: 1"})
    found: Finding = replace(GOOD, message="不认识的键 the budget。")
    assert list(fuzz_judge.readable((found,), case)) == []
    assert list(fuzz_judge.readable((found,), CASE))


def test_files_that_are_not_whole_or_left_over_are_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf, html = b"%PDF-1.7\n%%EOF\n", b"<html></html>\n"
    assert (
        list(fuzz_judge.written(Output("甲", "", {"pdf": pdf, "html": html}), tmp_path / "a", obstructed=False)) == []
    )
    assert list(fuzz_judge.written(Output("甲", "", {"pdf": pdf, "html": html}), tmp_path / "b", obstructed=True)) == []
    assert (
        len(
            list(fuzz_judge.written(Output("甲", "", {"pdf": pdf[:9], "html": b"<"}), tmp_path / "c", obstructed=False))
        )
        == 2
    )
    monkeypatch.setattr("generator.publish.write_files", lambda output, folder: (folder / "甲.tmp").write_bytes(b""))
    (tmp_path / "d").mkdir()
    assert list(fuzz_judge.written(Output("甲", "", {"pdf": pdf, "html": html}), tmp_path / "d", obstructed=False))


def test_failing_inputs_are_kept_and_the_exit_code_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz, "tried", lambda search, number, corpus: [fuzz.Failure(number, "甲", "乙")])
    assert fuzz.main(["--seed", "4", "--only", "7", "--keep", str(tmp_path)]) == 1
    assert "--seed 4 --documents 400 --only 7" in capsys.readouterr().out
    assert (tmp_path / "0000007/said.txt").read_text("utf-8") == "乙"
    assert (tmp_path / "0000007/budget/a.yaml").read_bytes() == make(4, 7, CORPUS, 400).files["a.yaml"]
    monkeypatch.setattr(fuzz, "tried", lambda search, number, corpus: [])
    assert fuzz.main(["--only", "7"]) == 0
