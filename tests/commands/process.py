"""The command as a process of its own, with exactly the bytes that it prints."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUDGET = """\
年度: 2025
模板: 测试
部门: {编码: "350", 名称: 科技局}
单位: [{编码: "350001", 名称: 本级}]
收入: [{科目: 2060101, 资金性质: 一般公共预算拨款, 金额: 100}]
基本支出: [{科目: 2060101, 经济科目: 30201, 资金性质: 一般公共预算拨款, 金额: 100}]
"""
ORDERS = (
    "\x1b[2J",
    "\x1b]0;pwn\x07",
    "\n::error::pwn",
    "\r\n::warning::pwn",
    "\x85\u2028\u2029\v\f",
    "\u202e\u2066",
    "\x9b2J",
)
NASTY = "".join(ORDERS)
TYPED = "".join(f"\\U{ord(character):08x}" for character in NASTY) + "\\ud800"  # as it is typed in YAML


def process(*arguments: str | bytes | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `budget`; `environment` is added to what this process has."""
    settings = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    settings |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment}
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, check=False, timeout=120)


def faults(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """Say what is wrong with what a process printed: hidden characters, orders to CI, tracebacks."""
    found = []
    for name, text in (("stdout", done.stdout.decode()), ("stderr", done.stderr.decode())):
        hidden = {one for one in text if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n", "\t"}
        found += [f"{name}: {one!a}" for one in hidden]
        found += [
            f"{name}: {line}" for line in text.split("\n") if line.strip().startswith(("::error::", "::warning::"))
        ]
        found += [f"{name}: {word}" for word in ("Traceback", "程序内部出错") if word in text]
    return found
