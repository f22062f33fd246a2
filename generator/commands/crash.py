"""What nobody expected (意外): an exception in one budget or pack becomes its finding, so that it stops no other.

The details go into a file that only the user can read, under a name that nobody can foresee.
"""

from __future__ import annotations

import os
import tempfile
import traceback

from generator.base import files
from generator.commands.common import complain
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.reading.encoding import UNREADABLE

CRASHED = Kind(
    "X101", "程序内部错误", Severity.ERROR, "程序有缺陷，没有处理完这个预算或模板；其余的照常处理。多半不是数据的问题。"
)
STOPPED = Kind("X102", "处理中止", Severity.ERROR, "内存不够，或者处理这个预算的进程被系统中止；其余的照常处理。")
DEBUG = "BUDGET_DEBUG"
_REMEDY = "请把详情发给维护人员；先移走这个预算或模板，不妨碍其余的。"
_SMALLER = "请关闭别的程序，或者用 -j 1 再试；仍然不行的，请发给维护人员。"


def finding_of(error: Exception, shown: str) -> Finding:
    """Make the finding of a budget or a pack (by its name in places) that an exception stopped."""
    place = Place(shown)
    if isinstance(error, OSError):
        return UNREADABLE.at(place, files.problem(error), "请检查名称和读取权限，再运行一次。")
    if isinstance(error, MemoryError):
        return STOPPED.at(place, "内存不够。", _SMALLER)
    return CRASHED.at(place, f"处理时程序出错。{kept(error)}", _REMEDY)


def died(shown: str) -> Finding:
    """Make the finding of a budget whose process died."""
    return STOPPED.at(Place(shown), "处理它的进程被系统中止，多半是内存不够。", _SMALLER)


def kept(error: BaseException) -> str:
    """Keep the details of an exception in a private file, and say where."""
    details = "".join(traceback.format_exception(error))
    if os.environ.get(DEBUG):
        complain(*details.split("\n"))
    try:
        descriptor, name = tempfile.mkstemp(prefix="budget-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(details)
    except OSError:
        return f"设置环境变量 {DEBUG}=1 再运行一次可以看到详情。"
    return f"详情写在 {name}。"
