"""Accepted findings (出错说明): warnings and hints that the department has verified and keeps, with its reason.

An error cannot be accepted, since the document would be wrong; it is to be corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from generator.base.frozen import frozen
from generator.base.paths import ValuePath, in_unit_folder, said
from generator.facts.budget import Budget
from generator.findings.finding import Finding, Kind, Severity

UNUSED = Kind("B501", "出错说明没有用上", Severity.WARNING, "说明的问题没有出现：已经改好了，或者代码、位置写得不对。")
NOT_ACCEPTABLE = Kind(
    "B502", "错误不能用说明代替", Severity.WARNING, "只有警告和提示可以说明原因后保留；错误必须改正。"
)
_KEY = "出错说明"
_OF_FACTS = "YSC"  # codes of what is found without a document


@frozen
class Acceptance:
    """One item of 出错说明: the code, where (a path in words or a file's name; empty for any), and the reason."""

    code: str
    where: str
    reason: str
    path: ValuePath

    def covers(self, finding: Finding, data: Mapping[str, Any]) -> bool:
        """Tell whether it speaks of a finding on these values."""
        if finding.code != self.code:
            return False
        file = PurePosixPath(finding.place.file).name if finding.place else ""
        return self.where in ("", file) or self.where in names(finding.path, data)


def apply(budget: Budget, findings: Iterable[Finding], *, every: bool = True) -> tuple[Finding, ...]:
    """Mark the findings that the budget accepts, and report what cannot be accepted and what is not needed.

    Without `every`, not all documents of the budget were composed: what only they show (B…, D…) is not called needless.
    """
    given = _acceptances(budget)
    found = tuple(_marked(finding, given, budget) for finding in findings)
    remarks = ((one, remark) for one in given for remark in _remarks(one, found, budget))
    return found + tuple(
        remark for one, remark in remarks if every or remark.kind is not UNUSED or one.code[0] in _OF_FACTS
    )


def names(path: ValuePath, data: Any) -> Iterator[str]:
    """Give all words for a value and for what is around it: `项目`, `项目[3]`, `项目[车保险]`, `项目[车保险].支出` …

    An item of a list has its 编码, its 名称 and its number from 0.
    """
    if in_unit_folder(path):
        yield said(path[:1]).removesuffix("/")
    ways = [""]
    for step in path:
        if isinstance(step, int):
            ways = [f"{way}[{name}]" for way in ways for name in _called(data, step)]
        else:
            ways = [said((way, step)) for way in ways]
        yield from ways
        data = _below(data, step)


def _called(items: Any, number: int) -> list[str]:
    """Give what one item of a list is called; a name is that of the first who has it, and goes before a number."""
    meant = {str(number): number}
    for index, item in reversed(list(enumerate(items if isinstance(items, tuple) else ()))):
        if isinstance(item, Mapping):
            meant |= {item[key]: index for key in ("编码", "名称") if key in item}
    return [name for name, index in meant.items() if index == number]


def _below(data: Any, step: str | int) -> Any:
    """Give the value under a key or an index, or None."""
    if isinstance(data, tuple) and isinstance(step, int):
        return data[step] if step < len(data) else None
    return data.get(step) if isinstance(data, Mapping) else None


def _acceptances(budget: Budget) -> tuple[Acceptance, ...]:
    items = enumerate(budget.data.get(_KEY, ()))
    return tuple(
        Acceptance(item["代码"], item.get("位置", "").strip(), item["原因"], (_KEY, number)) for number, item in items
    )


def _marked(finding: Finding, given: Iterable[Acceptance], budget: Budget) -> Finding:
    if finding.kind.severity is Severity.ERROR:
        return finding
    reason = next((one.reason for one in given if one.covers(finding, budget.data)), "")
    return replace(finding, accepted=reason)


def _remarks(one: Acceptance, findings: Iterable[Finding], budget: Budget) -> Iterable[Finding]:
    meant = [finding for finding in findings if one.covers(finding, budget.data)]
    place = budget.places.get(one.path)
    where = f"“{one.where}”的" if one.where else ""
    if not meant:
        remedy = "问题已经改好时，请删去这一条；否则核对代码和位置。"
        yield UNUSED.at(place, f"没有出现{where}问题 {one.code}。", remedy, path=one.path)
    for finding in meant:
        if finding.kind.severity is Severity.ERROR:
            related = ((finding.place, "错误在这里"),) if finding.place else ()
            message = f"{finding.code} 是错误，写明原因也不能生成。"
            remedy = "请改正这个错误，并删去这一条说明。"
            yield NOT_ACCEPTABLE.at(place, message, remedy, path=one.path, related=related)
            return
