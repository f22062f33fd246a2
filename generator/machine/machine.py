"""What the probes ask the system: one record of plain values and functions, which tests fill as they like."""

from __future__ import annotations

import os
import platform
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path

from generator.base.frozen import frozen

WINDOWS = "win32"
_PATIENCE = 20  # seconds that a program may take to answer
_NETWORK_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW


class State(Enum):
    """How something is: good, usable but better otherwise, or in the way of the work."""

    GOOD = "好"
    WISH = "建议"
    STOP = "要改"


@frozen
class Looked:
    """What was looked at and found, how that is, and what can be done, in Chinese; commands are remedies, too.

    `mends`: `budget setup --fix` does it.
    """

    subject: str
    found: str
    state: State = State.GOOD
    remedies: tuple[str, ...] = ()
    mends: bool = False


@frozen
class Ran:
    """What a program answered: its exit code, and what it printed."""

    code: int
    text: str = ""
    error: str = ""


@frozen
class Machine:
    """The machine as the probes see it."""

    system: str  # sys.platform
    architecture: str
    python: tuple[int, int, int]
    bits: int  # of Python: 32 or 64
    program: str  # the path of this Python
    encoding: str  # of what is printed
    code_page: int  # of the console on Windows, else 0
    environ: Mapping[str, str]
    home: Path
    mounts: str  # the text of /proc/mounts
    which: Callable[[str], str | None]  # the path of a program
    run: Callable[[Sequence[str], Path], Ran | None]  # a program in a folder; None if there is no answer
    registry: Callable[[str, str], Mapping[str, str]]  # HKLM or HKCU and a key of Windows: its values by name
    is_remote: Callable[[Path], bool]  # a drive of Windows that lies on another computer


def this_machine(encoding: str) -> Machine:
    """Give the machine on which this runs; `encoding` is that of what is printed."""
    return Machine(
        sys.platform,
        platform.machine(),
        (sys.version_info.major, sys.version_info.minor, sys.version_info.micro),
        struct.calcsize("P") * 8,
        sys.executable,
        encoding,
        _code_page(),
        os.environ,
        Path.home(),
        _mounts(),
        shutil.which,
        _run,
        _registry,
        _is_remote,
    )


def _run(command: Sequence[str], folder: Path) -> Ran | None:
    """Run a program that only answers; in English, where a message has to be recognised."""
    try:
        done = subprocess.run(  # noqa: S603 fixed words, and no shell
            command,
            cwd=folder,
            env={**os.environ, "LANGUAGE": "en"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    text, error = (stream.decode("utf-8", "replace").rstrip("\r\n") for stream in (done.stdout, done.stderr))
    return Ran(done.returncode, text, error)


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""


def _code_page() -> int:
    if sys.platform != "win32":
        return 0
    import ctypes  # noqa: PLC0415 Windows only

    return int(ctypes.windll.kernel32.GetConsoleOutputCP())


def _is_remote(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 Windows only

    return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _NETWORK_DRIVE)


def _registry(hive: str, key: str) -> Mapping[str, str]:
    if sys.platform != "win32":
        return {}
    import winreg  # noqa: PLC0415 Windows only

    top = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}[hive]
    try:
        with winreg.OpenKey(top, key) as opened:
            count = winreg.QueryInfoKey(opened)[1]
            return {name: str(value) for name, value, _ in (winreg.EnumValue(opened, at) for at in range(count))}
    except OSError:
        return {}
