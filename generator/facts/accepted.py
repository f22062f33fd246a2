"""Accepted findings (出错说明): warnings and hints that the department has verified and keeps, with its reason.

An error cannot be accepted, since the document would be wrong; it is to be corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.facts.budget import Budget
from generator.findings.finding import Finding, Kind, Severity

UNUSED = Kind("B501", "出错说明没有用上", Severity.WARNING, "说明的问题没有出现：已经改好了，或者代码、位置写得不对。")
NOT_ACCEPTABLE = Kind(
    "B502", "错误不能用说明代替", Severity.WARNING, "只有警告和提示可以说明原因后保留；错误必须改正。"
)
_KEY = "出错说明"
_NAMED = re.compile(r"\[([^\[\]]+)\]")  # an index of a path: a number from 0, or the code or name of the item


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One item of 出错说明: the code, the path (or a beginning of it, or a file's name; empty for any), the reason."""

    code: str
    where: str
    reason: str
    path: str

    def covers(self, finding: Finding) -> bool:
        """Tell whether it speaks of a finding."""
        if finding.code != self.code:
            return False
        file = finding.place.file.rpartition("/")[2] if finding.place else ""
        rest = finding.path.removeprefix(self.where)
        inside = finding.path.startswith(self.where) and rest[:1] in ("", ".", "[", "/")
        return not self.where or inside or self.where == file


def apply(budget: Budget, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Mark the findings that the budget accepts, and report what cannot be accepted and what is not needed."""
    given = _acceptances(budget)
    found = tuple(_marked(finding, given) for finding in findings)
    return found + tuple(remark for one in given for remark in _remarks(one, found, budget))


def resolve(path: str, data: Mapping[str, Any]) -> str:
    """Write a path such as `项目[车保险].支出[0]` with numbers: `项目[3].支出[0]`. What is not found stays."""
    position = 0
    while found := _NAMED.search(path, position):
        items = _value(path[: found.start()], data)
        names = [(item.get("编码"), item.get("名称")) if isinstance(item, Mapping) else () for item in items or ()]
        number = next((str(n) for n, known in enumerate(names) if found.group(1) in known), found.group(1))
        path = f"{path[: found.start()]}[{number}]{path[found.end() :]}"
        position = found.start() + len(number) + 2
    return path


def _value(path: str, data: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give the list at a path, or nothing."""
    value: Any = data
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, tuple) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return ()
    return value if isinstance(value, tuple) else ()


def _acceptances(budget: Budget) -> tuple[Acceptance, ...]:
    items = enumerate(budget.data.get(_KEY, ()))
    return tuple(
        Acceptance(item["代码"], resolve(item.get("位置", "").strip(), budget.data), item["原因"], f"{_KEY}[{number}]")
        for number, item in items
    )


def _marked(finding: Finding, given: Iterable[Acceptance]) -> Finding:
    if finding.kind.severity is Severity.ERROR:
        return finding
    reason = next((one.reason for one in given if one.covers(finding)), "")
    return replace(finding, accepted=reason)


def _remarks(one: Acceptance, findings: Iterable[Finding], budget: Budget) -> Iterable[Finding]:
    meant = [finding for finding in findings if one.covers(finding)]
    place = budget.places.get(one.path)
    where = f"“{one.where}”的" if one.where else ""
    if not meant:
        yield UNUSED.at(
            place, f"没有出现{where}问题 {one.code}。", "问题已经改好时，请删去这一条；否则核对代码和位置。", one.path
        )
    for finding in meant:
        if finding.kind.severity is Severity.ERROR:
            related = ((finding.place, "错误在这里"),) if finding.place else ()
            message = f"{finding.code} 是错误，写明原因也不能生成。"
            yield NOT_ACCEPTABLE.at(place, message, "请改正这个错误，并删去这一条说明。", one.path, related)
            return
