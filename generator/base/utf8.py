"""Running in UTF-8 where the locale says otherwise: old Chinese systems set zh_CN.gbk, but names on the disk are UTF-8.

Python would take the bytes of a file's name for GBK and not find “模板.yaml”. So the command is started once more in
Python's UTF-8 mode; what it prints stays in the locale's encoding. Windows and macOS never need this.
"""

from __future__ import annotations

import locale
import os
import sys
from pathlib import Path

_MODE, _CONSOLE = "PYTHONUTF8", "PYTHONIOENCODING"


def run_in_utf8() -> None:
    """Start this command again in UTF-8 mode; return if it runs so already, or cannot."""
    if os.name != "posix" or sys.getfilesystemencoding() == "utf-8" or os.environ.get(_MODE) == "1":
        return
    words = _command_line()
    if words:
        given = len(words) - (len(sys.argv) - 1)
        os.environ[_MODE] = "1"
        os.environ.setdefault(_CONSOLE, locale.getencoding())
        os.execvp(words[0], [*words[:given], *(as_utf8(word, locale.getencoding()) for word in words[given:])])  # noqa: S606


def as_utf8(word: bytes, encoding: str) -> bytes:
    """Give an argument in UTF-8: it is so if the shell completed a file's name, else it was typed in an encoding."""
    for name in ("utf-8", encoding):
        try:
            return word.decode(name).encode()
        except UnicodeError:
            continue
    return word


def _command_line() -> list[bytes]:
    """Give the bytes of the command line: what Python decoded by the locale cannot always be encoded again."""
    try:
        return Path("/proc/self/cmdline").read_bytes().split(b"\0")[:-1]
    except OSError:
        pass
    try:
        return [os.fsencode(word) for word in sys.orig_argv]
    except UnicodeEncodeError:
        return []
