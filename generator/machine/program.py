"""What the program itself stands on: Python, the console's encoding, libraries that only some work needs."""

from __future__ import annotations

import codecs

from generator.base.extras import EXTRAS
from generator.machine.machine import WINDOWS, Looked, Machine, State

OLDEST = (3, 11)
_BITS = 64
_PLAIN, _SELDOM = "预算公开：（）“”", "䶮"  # what every Chinese console has, and what only some have


def python(machine: Machine) -> Looked:
    """Look at Python: its version, and whether it is one for which libraries are ready-made."""
    found = f"{'.'.join(map(str, machine.python))}，{machine.bits} 位（{machine.architecture}）"
    if machine.python < OLDEST:
        remedy = f"请安装 Python {'.'.join(map(str, OLDEST))} 或更新的版本。"
        return Looked("Python", f"{found}，太旧", State.STOP, (remedy,))
    if machine.bits < _BITS:
        return Looked("Python", f"{found}：很多库没有 32 位的", State.WISH, ("请改装 64 位的 Python。",))
    return Looked("Python", found)


def console(machine: Machine) -> Looked:
    """Look at the encoding of what is printed: can it show Chinese?"""
    page = f"，代码页 {machine.code_page}" if machine.code_page else ""
    found = f"{_known(machine.encoding).upper() or '不明'}{page}"
    if not _has(machine.encoding, _PLAIN):
        command = "chcp 65001" if machine.system == WINDOWS else "export LANG=C.UTF-8"
        return Looked("终端", f"{found}，显示不了中文", State.WISH, (command,))
    if not _has(machine.encoding, _SELDOM):
        return Looked("终端", f"{found}；没有的生僻字显示为“〓”，生成的文件不受影响")
    return Looked("终端", found)


def libraries() -> tuple[Looked, ...]:
    """Look whether the libraries of the extras are installed."""
    return tuple(
        Looked("可选的库", f"{extra.named} 已安装（{extra.purpose}）")
        if extra.installed
        else Looked(
            "可选的库",
            f"没有 {extra.named}，不能{extra.purpose}",
            State.WISH,
            (f'python -m pip install "budget-disclosure[{name}]"',),
        )
        for name, extra in EXTRAS.items()
    )


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (LookupError, UnicodeError):
        return False
    return True
