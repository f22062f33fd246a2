"""Files: read without waiting for one, and written so that the predecessor is whole until the moment it is replaced.

All files of a document are first written beside, under names of our own, and reach the disk; then each takes its
place. Whoever is killed before leaves the old files, and names that the next run in that folder recognises and removes.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from generator.base import inputs, late
from generator.base.alone import alone_in
from generator.base.frozen import frozen
from generator.base.reasons import reason

NOT_IN_NAMES = late.compile(r'[\x00-\x1f/\\:*?"<>|]')  # characters that no system allows in the name of a folder
_MOST = 100_000_000  # bytes of a file that is an input; whoever reads one has a lower limit
_OURS = late.compile(r"\.budget-[0-9a-f]{16}(-old)?\.tmp")  # short, whatever the name of the file is


class NotWrittenError(OSError):
    """A file (`filename`) could not be written; what was there before is whole."""


@frozen
class _Change:
    """A file that is to be written: where it belongs, where it is written, and where its predecessor is kept."""

    target: Path
    new: Path
    old: Path


def read_file(path: Path, most: int) -> bytes:
    """Read a file of at most so many bytes.

    Raises OSError; what is no regular file (a FIFO would be waited for, a device has no end) is not even opened.
    """
    try:
        data = _read(path, most)
    except OSError as error:
        inputs.record(partial(inputs.failed, error), inputs.FILE, inputs.whole(path))
        raise
    inputs.record(partial(inputs.digest_of, data), inputs.FILE, inputs.whole(path))
    return data


def answer(path: str) -> str:
    """Give what stands for the contents of a file, as `read_file` records it."""
    try:
        return inputs.digest_of(_read(Path(path), _MOST))
    except OSError as error:
        return inputs.failed(error)


def _read(path: Path, most: int) -> bytes:
    _require_file(path, path.stat().st_mode)
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        size = os.fstat(descriptor).st_size
        data = file.read() if size <= most else b""
    if max(size, len(data)) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


def replace_file(path: Path, data: bytes) -> None:
    """Write a file, whose predecessor is whole until then. Raises NotWrittenError."""
    replace_files({path: data})


def replace_files(files: Mapping[Path, bytes], *, make_folders: bool = False) -> None:
    """Write files, each whole beside its place before the first of them replaces its predecessor.

    A file keeps the permissions of its predecessor. Raises NotWrittenError if one cannot be written: then all
    predecessors are there as before.
    """
    with ExitStack() as stack:
        for folder, first in sorted({path.parent: path for path in files}.items()):  # two writers take the same order
            stack.enter_context(_writing(folder, first, make_folders=make_folders))
        _write_all(files)


def update_file(path: Path, most: int, change: Callable[[bytes | None], bytes]) -> None:
    """Write what `change` makes of a file of at most so many bytes; None where there is none that can be read.

    Nobody else of us writes there between reading and writing. Raises NotWrittenError; the predecessor is then whole.
    """
    with _writing(path.parent, path, make_folders=True):
        before = None
        with suppress(OSError):
            before = read_file(path, most)
        after = change(before)
        if after != before:
            _write_all({path: after})


@contextmanager
def _writing(folder: Path, first: Path, *, make_folders: bool) -> Iterator[None]:
    """Be the only one who writes in a folder; errors name the `first` file that is to be written there."""
    with ExitStack() as stack:
        with _naming(first):
            if make_folders:
                folder.mkdir(parents=True, exist_ok=True)
            if stack.enter_context(alone_in(folder)):
                _tidy(folder)
        yield


def _write_all(files: Mapping[Path, bytes]) -> None:
    """Write files of which all reach the disk before the first takes its place."""
    changes = tuple(_change(path) for path in files)
    try:
        for change in changes:
            _write(change, files[change.target])
        for change in changes[:-1]:
            _keep(change)
        _replace(changes)
    finally:
        for path in (path for change in changes for path in (change.new, change.old)):
            with suppress(OSError):
                path.unlink()


def make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a new folder with files, by their paths in it, that is there with all of them or not at all.

    Raises NotWrittenError, also if there is something of that name.
    """
    with _naming(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with alone_in(folder.parent) as alone:
        if alone:
            _tidy(folder.parent)
        beside = _change(folder).new
        try:
            for name, data in files.items():
                with _naming(folder / name):
                    (beside / name).parent.mkdir(parents=True, exist_ok=True)
                    _put(beside / name, data)
            with _naming(folder):
                beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def require_inside(folder: Path, root: Path) -> None:
    """Make sure that no link leads from below a root out of it. Raises NotWrittenError."""
    if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root)):
        raise NotWrittenError(errno.EXDEV, os.strerror(errno.EXDEV), str(folder))


def problem(error: OSError) -> str:
    """Say in a sentence which file could not be read or written, and why."""
    name = f"“{error.filename}”" if error.filename else ""
    if isinstance(error, NotWrittenError):
        return f"写不了文件{name}：{reason(error)}。原有的文件没有改动。"
    return f"文件{name}读写失败：{reason(error)}。"


def _change(target: Path) -> _Change:
    token = os.urandom(8).hex()
    return _Change(target, target.with_name(f".budget-{token}.tmp"), target.with_name(f".budget-{token}-old.tmp"))


def _tidy(folder: Path) -> None:
    """Remove what a killed run left in a folder in which nobody else writes."""
    with os.scandir(folder) as entries:
        left = [entry for entry in entries if _OURS.fullmatch(entry.name)]
    for entry in left:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            with suppress(OSError):
                os.unlink(entry.path)


def _write(change: _Change, data: bytes) -> None:
    with _naming(change.target):
        _put(change.new, data, _mode_of(change.target))


def _put(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write a file that is not there yet and see it to the disk; its permissions come before its contents."""
    with path.open("xb") as file:
        if mode not in (None, stat.S_IMODE(os.fstat(file.fileno()).st_mode)):
            path.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _mode_of(path: Path) -> int | None:
    """Give the permissions of a file that is to be replaced, or None if there is none.

    Raises OSError if it is no file, if it is a link (it may lead anywhere), or if it may not be written: Word and WPS
    lock what they have open, and that must be known before any file is replaced.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    _require_file(path, mode)
    path.open("r+b").close()
    return stat.S_IMODE(mode)


def _require_file(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        number = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENXIO
        raise OSError(number, os.strerror(number), str(path))


def _keep(change: _Change) -> None:
    """Keep the predecessor, which is put back if a later file cannot take its place."""
    if not os.path.lexists(change.target):
        return
    with _naming(change.target):
        try:
            os.link(change.target, change.old)
        except OSError:  # a file system without links
            shutil.copy2(change.target, change.old)


def _replace(changes: Sequence[_Change]) -> None:
    """Let every file take its place, or none."""
    done: list[_Change] = []
    try:
        for change in changes:
            with _naming(change.target):
                change.new.replace(change.target)
            done.append(change)
    except BaseException:
        for change in reversed(done):
            _put_back(change)
        raise


def _put_back(change: _Change) -> None:
    with suppress(OSError):
        if change.old.exists():
            change.old.replace(change.target)
        else:
            change.target.unlink()


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let an error name the file that somebody wants, not the one beside it."""
    try:
        yield
    except OSError as error:
        winerror = getattr(error, "winerror", None)
        number = error.errno or errno.EIO
        raise NotWrittenError(number, error.strerror or str(error), str(path), winerror) from error
    except ValueError as error:  # the file system's encoding lacks a character of the name
        raise NotWrittenError(errno.EILSEQ, str(error), str(path)) from error
