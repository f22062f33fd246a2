"""A run of `budget generate` (生成), in a process of its own, as anybody would start it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread

from generator.findings.clean import line

_MOST_LINES = 400


@dataclass(slots=True)
class Runner:
    """Runs one generation at a time; `ended` is called when it is over."""

    root: Path
    ended: Callable[[], None]
    _process: subprocess.Popen[str] | None = None
    _lines: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def start(self, arguments: Sequence[str]) -> None:
        """Begin, unless something is being generated already."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            self._lines = []
            command = [sys.executable, "-P", "-m", "generator", "generate", "--root", str(self.root), *arguments]
            self._process = subprocess.Popen(  # noqa: S603 this program, and a folder that it has found itself
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, "PYTHONUTF8": "1"},
            )
            Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        with process:
            for text in process.stdout or ():
                self._lines = [*self._lines[-_MOST_LINES:], line(text.rstrip("\n"))]
        self.ended()

    def told(self) -> tuple[bool, Sequence[str], int]:
        """Tell whether it runs, what it said, and how it ended."""
        if self._process is None:
            return False, ("还没有生成过。",), 0
        code = self._process.poll()
        return code is None, self._lines, code or 0

    def stop(self) -> None:
        """Let what runs come to its end as if somebody had pressed Ctrl-C."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
