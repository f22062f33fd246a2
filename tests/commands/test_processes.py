"""Jobs in several processes: an interrupt reaches only the one that started them, and what runs is told."""

from __future__ import annotations

import gc
import os
import signal
import time

import pytest

from generator.commands import processes
from generator.commands.garbage import OBJECTS
from generator.commands.processes import in_processes

JOBS = 40


def interrupting(number: int) -> bool:
    """Interrupt the process that waits; tell whether the terminal's Ctrl-C would leave this one alone."""
    time.sleep(0.2)
    if number == 1:
        os.kill(os.getppid(), signal.SIGINT)
        time.sleep(0.2)
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_what_runs_when_somebody_interrupts_ends_and_is_told() -> None:
    told: list[bool] = []
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            told.extend(in_processes(interrupting, range(JOBS), 2, lambda _: False))
    finally:
        signal.signal(signal.SIGINT, usual)
    assert 2 <= len(told) < JOBS
    assert all(told)


def test_an_interrupt_in_the_middle_of_waiting_is_one_too_and_no_other_fault_is() -> None:
    def told_otherwise(cause: BaseException) -> BaseException:
        try:
            try:
                raise cause
            except BaseException:
                raise RuntimeError("cannot release un-acquired lock")  # noqa: B904 as the standard library does
        except RuntimeError as error:
            return error

    assert processes._is_interrupt(told_otherwise(KeyboardInterrupt()))
    assert processes._is_interrupt(KeyboardInterrupt())
    assert not processes._is_interrupt(told_otherwise(ValueError()))
    assert not processes._is_interrupt(RuntimeError())


def pace(_: int) -> int:
    return gc.get_threshold()[0]


def test_a_process_looks_for_cycles_as_seldom_as_the_command() -> None:
    before = gc.get_threshold()  # another test may have run a command in this process
    gc.set_threshold(OBJECTS // 2)
    try:
        assert set(in_processes(pace, range(4), 2, lambda _: 0)) == {OBJECTS}
    finally:
        gc.set_threshold(*before)
