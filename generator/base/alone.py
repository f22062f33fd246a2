"""One writer at a time in a folder, so that what lies about there was left by a process that no longer lives.

The system itself gives the hold up when a process dies, however it dies; no process number and no age has to be
believed.
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_TRIES, _PAUSE = 300, 0.1  # half a minute: longer than anybody writes, and no wait without end for one who is stopped

if sys.platform == "win32":
    import msvcrt

    _TAKEN: type[OSError] = PermissionError

    @contextmanager
    def alone_in(folder: Path) -> Iterator[bool]:
        """Be the only one of our processes that writes in a folder; False if the file system cannot promise that.

        Raises BlockingIOError if another one does not finish.
        """
        path = folder / ".budget.lock"
        try:
            file = path.open("ab")
        except OSError:
            yield False
            return
        try:
            with file:
                yield _held(lambda: msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1))
        finally:
            with suppress(OSError):  # another one has it open by now, and will remove it
                path.unlink()

else:
    import fcntl
    import os

    _TAKEN: type[OSError] = BlockingIOError

    @contextmanager
    def alone_in(folder: Path) -> Iterator[bool]:
        """Be the only one of our processes that writes in a folder; False if the file system cannot promise that.

        Raises BlockingIOError if another one does not finish.
        """
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            yield False
            return
        try:
            yield _held(lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB))
            with suppress(OSError):  # so that the new names outlast a power cut, where the file system can do that
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _held(take: Callable[[], None]) -> bool:
    """Take the hold, waiting for another one who has it."""
    for _ in range(_TRIES):
        try:
            take()
        except _TAKEN:
            time.sleep(_PAUSE)
        except OSError:
            return False
        else:
            return True
    raise BlockingIOError(errno.EAGAIN, "another process is writing here")
