"""Last year's budget from the folder beside, against what this year's says of it (上年数, 上年: 无, 上年编码)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.books.subject import disagreements, none
from generator.facts.budget import Budget, Subject
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.ledger import Amount
from generator.pack.spec import Pack

DISAGREES = Kind(
    "B404",
    "上年数与上年的预算不一致",
    Severity.WARNING,
    "旁边有上年的预算，上年数又写得与它不同。正文和表用的是上年的预算；写的数应当与它一致，或者说明为什么不同。",
)
NOT_NONE = Kind("B408", "说无而旁边有上年的预算", Severity.WARNING, "写了 上年: 无，旁边却有上年的预算。")
NO_SUCH_CODE = Kind("B409", "上年没有这个编码", Severity.WARNING, "写了上年编码，上年的预算里却没有这个单位。")
_PLACES = 3  # of last year's lines that a finding names


def review(budget: Budget, pack: Pack) -> Iterator[Finding]:
    """Compare what the department and its units say of last year with last year's budget, if that is there."""
    previous = budget.previous
    if previous is None:
        return
    known = {unit.code for unit in previous.units}
    for subject in budget.subjects:
        there = subject.version == "部门" or subject.former_code in known
        if none(subject) is not None and there:
            message = f"写了 上年: 无，旁边却有 {previous.year} 年的预算。"
            remedy = "有上年的数，请删去“上年”；不能比较的，请在“出错说明”里写明。"
            yield _at(budget, NOT_NONE, subject, "上年", message, remedy)
        if "上年编码" in subject.data and not there:
            message = f"{previous.year} 年的预算里没有编码为 {subject.former_code} 的单位。"
            remedy = "请核对上年编码；上年没有这个单位的，写 上年: 无，并写明原因。"
            yield _at(budget, NO_SUCH_CODE, subject, "上年编码", message, remedy)
        for stated, found in disagreements(budget, subject, pack.queries):
            path, name = stated.origin, "的".join(str(step) for step in stated.origin[len(subject.at("上年数")) :])
            message = (
                f"“{name}”的上年数写的是 {stated.value:,.2f} 元，{previous.year} 年的预算是 {found.value:,.2f} 元。"
            )
            remedy = "请改正其中一个，或者删去上年数；确实不同的（例如口径调整），请在“出错说明”里写明。"
            places = _lines(budget, found)
            yield DISAGREES.at(budget.places.get(path), message, remedy, path=path, related=places)


def _at(budget: Budget, kind: Kind, subject: Subject, key: str, message: str, remedy: str) -> Finding:
    path = subject.at(key)
    return kind.at(budget.places.get(path), message, remedy, path=path)


def _lines(budget: Budget, found: Amount) -> tuple[tuple[Place, str], ...]:
    """Give places of last year's lines; where there is none, the beginning of its files."""
    known = [budget.places[path] for path in found.origins if path in budget.places]
    mark = f"{budget.year - 1}/"
    first = [place for path, place in budget.places.items() if path == (mark, "年度")]
    count = f"（共 {len(known)} 行）" if len(known) > _PLACES else ""
    return tuple((place, f"上年的预算在这里{count}") for place in (known or first)[:_PLACES])
