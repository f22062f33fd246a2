"""Where a budget lies (年度/编码-名称): the year and the code that its folder says, which its facts must repeat.

`folder / 年度` is what commands choose by, and what last year's budget is found by. A folder elsewhere says nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from generator.base import late
from generator.base.money import NARROW
from generator.base.paths import ValuePath
from generator.facts.budget import Budget
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.reading.characters import usual_name

ELSEWHERE = Kind(
    "B106",
    "文件夹与内容不符",
    Severity.ERROR,
    "预算放在 budgets/<年度>/<编码>-<名称>/ 里：文件夹的年度、编码与里面写的不同时，不知道哪个是对的。"
    "上年的预算复制过来，要把“年度”等一起改过来。",
)
COPY = Kind(
    "B107",
    "文件夹是副本",
    Severity.ERROR,
    "文件夹的名称是复制时自动起的（“副本”“(1)”“Copy”）。副本与原件会写到同一个地方，后写的盖掉先写的。",
)
_YEAR = late.compile("(?:19|20)[0-9]{2}")
_CODE = late.compile("[A-Za-z]{0,4}[0-9][0-9A-Za-z]{2,}")  # `1-甲` is a number in a row
_DASH = late.compile("[-－—–−‐‑]+")
_WORDS = "副本|复件|拷贝|copy|备份|backup|bak"
_COUNT = r"(?:[\s_-]*[（(]?[0-9]{1,3}[）)]?)?"
_COPY = late.compile(
    rf"(?:副本|复件|copy of)[\s_-].*|.*(?:[\s_.－—-]|[（(])(?:{_WORDS})[）)]?{_COUNT}|.*(?:副本|复件){_COUNT}"
    r"|.*[^\s][\s_]*[（(][0-9]{1,3}[）)]",
    re.IGNORECASE,
)


def absolute(folder: Path) -> Path:
    """Give the whole path of a budget's folder as it is named: a link stands where it is, not where it leads."""
    return Path(os.path.abspath(folder))


def year_of(folder: Path) -> int | None:
    """Give the year that the place of a budget's folder says: `<年度>/<编码>-<名称>`; None where it says none."""
    name = absolute(folder).parent.name
    return int(name) if _YEAR.fullmatch(name) else None


def code_of(folder: Path) -> str:
    """Give what the name of a budget's folder says before the first `-`, as people type it: the code, or all of it."""
    return _DASH.split(usual_name(absolute(folder).name).translate(NARROW), maxsplit=1)[0].strip()


def title_of(folder: Path) -> str:
    """Give what the name of a budget's folder says after the code: the name of the department; else nothing."""
    return "".join(_DASH.split(usual_name(absolute(folder).name), maxsplit=1)[1:]).strip()


def is_copy(name: str) -> bool:
    """Tell whether a name is one that systems give to copies: `收支 - 副本`, `收支(1)`, `Copy of …`."""
    return bool(_COPY.fullmatch(name))


def is_code(text: str) -> bool:
    """Tell whether something looks like the code of a department or a unit."""
    return bool(_CODE.fullmatch(text))


def review(folder: Path, budget: Budget, shown: str) -> Iterator[Finding]:
    """Compare a budget with where it lies. `shown` is what messages call its folder."""
    folder = absolute(folder)
    if is_copy(folder.name):
        remedy = "请删去副本，或者移到 budgets 以外；要留用的，改成 编码-名称，并核对里面的内容。"
        yield COPY.at(Place(shown), f"“{folder.name}”像是复制出来的文件夹。", remedy)
    year, code = year_of(folder), code_of(folder)
    if year is None:
        return
    if year != budget.year:
        remedy = f"请把“年度”改成 {year}，或者把文件夹移到 {budget.year} 下面。"
        message = f"预算在 {year} 年的文件夹里，写的年度是 {budget.year}。"
        yield ELSEWHERE.at(_place(budget, ("年度",), shown), message, remedy, path=("年度",))
    if is_code(code) and code != budget.code:
        path = (*(("部门",) if budget.subject.version == "部门" else ("单位", 0)), "编码")
        message = f"文件夹的编码是 {code}，里面写的编码是 {budget.code}。"
        remedy = f"请核对编码，或者把文件夹改名为“{budget.code}-{budget.name}”。"
        yield ELSEWHERE.at(_place(budget, path, shown), message, remedy, path=path)


def _place(budget: Budget, path: ValuePath, shown: str) -> Place:
    return budget.places.get(path) or Place(shown)
