"""One-off projects that are over (已完成的一次性项目): what the texts of a project say of how long it lasts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

END, MAYBE = "已完成", "可能已完成"
NAMES = ("编码", "名称")
_PERIOD = re.compile("周期|期限|起止")  # in the name of a text: 实施周期
_ONCE = re.compile("一次性(?:项目|工程|安排|任务)")
_GOES_ON = re.compile("长期|持续|至今|每年|逐年|常年|历年|经常性|滚动")
_DATE = re.compile(r"(?<![0-9])(20[0-9]{2})\s*[年./-](?:\s*([0-9]{1,2})(?:\s*[月./-]|$))?")
_LATER = re.compile(r"[至到—–―~～-]\s*([0-9]{1,2})\s*月")  # 2025年3月至9月
_YEAR_OF_MONTHS = 12


def finished(project: Mapping[str, object], year: int) -> str:
    """Tell whether a project ended in a year or before: surely, maybe, or (empty) not as far as its texts say.

    A period of twelve months is the budget of what goes on and says nothing of an end; a shorter one may be either.
    """
    periods = [text for key, text in _texts(project) if _PERIOD.search(key)]
    once = any(_ONCE.search(text) for _, text in _texts(project))
    found = [_ended(text, year) for text in periods]
    if once and not any(later for text in periods for later in _years(text) if later > year):
        return END
    return END if END in found else MAYBE if MAYBE in found else ""


def _ended(period: str, year: int) -> str:
    years = list(_years(period))
    if not years or max(years) > year or _GOES_ON.search(period):
        return ""
    months = _months(period)
    if max(years) < year or (months or _YEAR_OF_MONTHS * (max(years) - min(years) + 1)) > _YEAR_OF_MONTHS:
        return END
    return MAYBE if 0 < months < _YEAR_OF_MONTHS else ""


def _years(text: str) -> Iterator[int]:
    yield from (int(one[1]) for one in _DATE.finditer(text))
    yield from (int(one) for one in re.findall(r"(?<![0-9])(20[0-9]{2})(?=\s*[-—–―~～至到]\s*20)", text))


def _months(period: str) -> int:
    """Count the months of a period, both included; 0 where it does not say them."""
    said = [(int(one[1]), int(one[2])) for one in _DATE.finditer(period) if one[2]]
    if len(said) == 1 and (later := _LATER.search(period)):
        said.append((said[0][0], int(later[1])))
    numbers = [_YEAR_OF_MONTHS * year + month for year, month in said]
    return max(numbers) - min(numbers) + 1 if len(numbers) > 1 else 0


def _texts(project: Mapping[str, object], key: str = "") -> Iterator[tuple[str, str]]:
    for name, value in project.items():
        if isinstance(value, Mapping):
            yield from _texts(value, name)
        elif isinstance(value, str):
            yield name, value
