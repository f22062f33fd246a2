"""What checks share: paths of entries and of records' fields, values of records, and amounts and words in messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from generator.base import late
from generator.base.frozen import frozen
from generator.base.paths import ROOT, ValuePath
from generator.facts.assemble import WHOLE_VALUE
from generator.facts.budget import Budget, Entry, Record
from generator.findings.finding import Labelled

MOST = 8  # further places of one finding; more would hide the message
_ASIDE = late.compile(r"（[^）]*）|\([^)]*\)|\s")
_OF_VEHICLES = "A0203"  # of the procurement catalogue
_NO_VEHICLE = late.compile(
    "保险|维修|维护|租赁|加油|配件|服务|用品|装饰|充电|停车|洗车|车[位库场棚间道牌载险]|手推车|自行车|电瓶车|平衡车|列车|火车|机车"
)
_AROUND = 8  # characters shown on each side of the words that a message quotes


@frozen
class IndicatorList:
    """The indicators (绩效指标) of a project, of a task, or of a department or unit as a whole."""

    whose: str
    records: tuple[Record, ...]
    total: Decimal | None = None  # of their weights, as stated (权重合计)


def indicator_lists(budget: Budget) -> Iterator[IndicatorList]:
    """Give all lists of indicators: of projects, then of each subject as a whole, and of its tasks (分项目标)."""
    for project in budget.records["项目"]:
        yield _of_record(f"项目“{said(project, '项目名称')}”", project)
    for subject in budget.subjects:
        whose = "部门整体绩效" if subject.version == "部门" else f"单位 {subject.code} 的整体绩效"
        overall = subject.data.get("整体绩效") or {}
        typed = overall.get("权重合计")
        total = None if typed is None else Decimal(typed)
        yield IndicatorList(whose, subject.records.get("整体绩效指标", ()), total)
        for task in subject.records.get("分项目标", ()):
            yield _of_record(f"任务“{said(task, '任务')}”", task)


def _of_record(whose: str, owner: Record) -> IndicatorList:
    typed = said(owner, "权重合计")
    return IndicatorList(whose, owner.children.get("绩效指标", ()), Decimal(typed) if typed else None)


def target(indicator: Record) -> str:
    """Give the target value of an indicator with its sign and unit, also where they stand in keys of their own."""
    return said(indicator, WHOLE_VALUE) or said(indicator, "指标值")


def indicators(budget: Budget) -> Iterator[Record]:
    """Give every indicator of a budget."""
    return (one for listed in indicator_lists(budget) for one in listed.records)


def around(text: str, start: int, end: int) -> str:
    """Quote words with what stands around them, so that they are found in a long text."""
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return f"“{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}”"


def said(record: Record, field: str) -> str:
    """Give the text of a record's field, or an empty text."""
    value = record.fields.get(field)
    return str(value.value) if value else ""


def bare(text: str) -> str:
    """Leave out what stands in brackets, and blanks, so that names can be compared."""
    return _ASIDE.sub("", text)


def is_vehicle(purchase: Record) -> bool:
    """Tell whether what is bought is a vehicle, by its code in the catalogue or by its name."""
    if said(purchase, "政府采购目录序号").startswith(_OF_VEHICLES):
        return True
    name = said(purchase, "采购物品名称")
    return "车" in name and not _NO_VEHICLE.search(name)


def origin(record: Record, field: str) -> ValuePath:
    """Give the path of a record's field that comes from one value, or ROOT."""
    value = record.fields.get(field)
    return value.origins[0] if value and value.origins else ROOT


def yuan(amount: Decimal) -> str:
    """Write an amount in 元 in full, for messages."""
    return f"{amount:,.2f} 元"


def lines(entries: Iterable[Entry], label: str) -> Labelled:
    """Give the paths of entries, each with its amount; of a long list only the beginning."""
    return _first(((entry.origin, f"{label} {yuan(entry.amount)}") for entry in entries), f"（{label}共")


def also(paths: Iterable[ValuePath], label: str) -> Labelled:
    """Give further paths under one label; of a long list only the beginning."""
    return _first(((path, label) for path in paths), "（共")


def _first(found: Iterable[tuple[ValuePath, str]], count: str) -> Labelled:
    every = tuple(found)
    if len(every) <= MOST:
        return every
    path, label = every[MOST - 1]
    return (*every[: MOST - 1], (path, f"{label}{count} {len(every)} 处，以下从略）"))
