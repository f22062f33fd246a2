"""The list of who must publish (应公开清单, `budgets/<年度>/应公开.yaml`), which the finance bureau keeps.

Within how many days: 预算法 第十四条 (departments, after the bureau's approval) and 预算法实施条例 第六条 (units, after
their department's). Both say 批复后二十日内, so that the day of the approval itself is not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.findings.finding import Finding, Kind, Place, Severity, has_errors
from generator.reading.folder import REGISTER as NAME
from generator.reading.schema import Walk, load_rule, walk
from generator.reading.source import read as read_tree

__all__ = ["NAME", "Due", "Register", "read"]

TIME_TO_PUBLISH = timedelta(days=20)

LISTED_TWICE = Kind(
    "B601", "清单里重复", Severity.ERROR, "应公开清单里，一个部门只列一次，一个部门里的单位也只列一次。"
)
IMPOSSIBLE_DATE = Kind(
    "B602",
    "清单的日期不可能",
    Severity.ERROR,
    "批复在预算年度或者它的前一年；先批复部门，再由部门批复单位；批复以后才公开，公开了才写公开日期。",
)


@frozen
class Due:
    """A department, or a unit of one, that must publish its budget."""

    code: str
    name: str
    department: str = ""  # of a unit, the code of its department
    approved: date | None = None  # 批复日期
    published: date | None = None  # 公开日期
    address: str = ""
    contact: str = ""  # who is asked, and by which number
    note: str = ""
    place: Place | None = None

    @property
    def deadline(self) -> date | None:
        """The last day on which it is published in time; None where nobody says when it was approved."""
        return self.approved + TIME_TO_PUBLISH if self.approved else None

    @property
    def key(self) -> tuple[str, str]:
        """The code of the department, and that of the unit or nothing: what a document is known by."""
        return (self.department, self.code) if self.department else (self.code, "")


@frozen
class Register:
    """A list of who must publish; `district` is whose budget it is (区划), if that is said."""

    due: tuple[Due, ...]
    district: str = ""


def read(path: Path, name: str, year: int, today: date | None = None) -> tuple[Register | None, tuple[Finding, ...]]:
    """Read a year's list. `name` is what places call it; None where it has an error.

    With `today`, what is published later than that is an error.
    """
    tree, found = read_tree(path, name)
    if tree is None:
        return None, found
    state = Walk()
    typed = walk(load_rule("register"), tree, (), state)
    found += tuple(state.findings)
    if has_errors(found) or typed is None:
        return None, found
    due = tuple(_due(typed, state.places))
    found += (*_twice(due), *_impossible(due, year, today))
    return (None if has_errors(found) else Register(due, str(typed.get("区划", "")))), found


def _due(typed: Mapping[str, Any], places: Mapping[ValuePath, Place]) -> Iterator[Due]:
    """Give every department, each before its units."""
    for number, department in enumerate(typed["部门"]):
        path: ValuePath = ("部门", number)
        usual = {"批复日期": typed.get("批复日期")}
        yield _one(usual | department, "", places.get((*path, "编码")))
        of_units = {"批复日期": department.get("单位批复日期", typed.get("单位批复日期"))}
        for index, unit in enumerate(department.get("单位", ())):
            yield _one(of_units | unit, str(department["编码"]), places.get((*path, "单位", index, "编码")))


def _one(typed: Mapping[str, Any], department: str, place: Place | None) -> Due:
    contact = " ".join(str(typed[key]) for key in ("联系人", "电话") if key in typed)
    return Due(
        code=str(typed["编码"]),
        name=str(typed["名称"]),
        department=department,
        approved=_date(typed.get("批复日期")),
        published=_date(typed.get("公开日期")),
        address=str(typed.get("网址", "")),
        contact=contact,
        note=str(typed.get("备注", "")),
        place=place,
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _twice(due: tuple[Due, ...]) -> Iterator[Finding]:
    """Find codes that are listed twice: of departments, and of units within one."""
    first: dict[tuple[str, str], Due] = {}
    for one in due:
        if one.key in first and one.place:
            what = "单位" if one.department else "部门"
            related = ((place, "第一次在这里"),) if (place := first[one.key].place) else ()
            message = f"{what}编码 {one.code} 列了两次：“{first[one.key].name}”和“{one.name}”。"
            yield LISTED_TWICE.at(one.place, message, "请删去多列的，或者改正编码。", related=related)
        first.setdefault(one.key, one)


def _impossible(due: tuple[Due, ...], year: int, today: date | None) -> Iterator[Finding]:
    approved = {one.code: one.approved for one in due if not one.department}
    said: Counter[date] = Counter()
    for one in due:
        first = approved.get(one.department)
        told = ""
        if one.approved and one.approved.year not in (year - 1, year):
            said[one.approved] += 1
            told = f"是 {year} 年的预算，写的批复日期是 {one.approved}。" if said[one.approved] == 1 else ""
        elif one.approved and first and one.approved < first:
            told = f"部门 {first} 才批复，单位的批复日期却是 {one.approved}。"
        elif one.approved and one.published and one.published < one.approved:
            told = f"{one.approved} 才批复，公开日期却是 {one.published}。"
        elif today and one.published and one.published > today:
            told = f"今天是 {today}，公开日期却是 {one.published}。"
        if told:
            yield IMPOSSIBLE_DATE.at(one.place, f"{one.name}：{told}", "请核对日期；还没有公开的，不写公开日期。")
