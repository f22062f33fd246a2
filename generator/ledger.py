"""The ledger: entries, conditions on their dimensions, and the sums that tables and sentences ask for.

One rule: a figure is the sum of all entries that meet its conditions, joined by AND (design §4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import field, replace
from decimal import Decimal

from generator.base import money
from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.facts.budget import ZERO, Budget, Entry, FieldValue, Record, Subject, joined
from generator.facts.words import (
    ASSETS,
    CATEGORIES,
    FISCAL,
    INSTITUTIONAL,
    NATURES,
    PLAN,
    SPECIAL_ACCOUNT,
    STANDARD,
    LineWords,
)

DATA_SETS = ("收支", "采购", "固定资产")
MEASURES = ("金额", "价值", "数量")


@frozen
class Dimension:
    """What can be asked of an entry: its attribute, whether codes match by prefix, the words allowed, groups.

    `yes_or_no` says that the attribute is a bool, for which conditions say 是 or 否.
    """

    attribute: str
    prefix: bool = False
    values: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] | None = None
    yes_or_no: bool = False


def _yes_or_no(attribute: str) -> Dimension:
    return Dimension(attribute, values=("是", "否"), yes_or_no=True)


DIMENSIONS: Mapping[str, Dimension] = {
    "方向": Dimension("direction", values=("收入", "支出", "年终结转")),
    "功能分类": Dimension("function", prefix=True),
    "经济分类": Dimension("economic", prefix=True),
    "政府经济分类": Dimension("government_economic", prefix=True),
    "资金性质": Dimension(
        "fund",
        values=STANDARD.values["资金性质"],
        groups={
            "财政拨款": FISCAL,
            "单位资金": INSTITUTIONAL,
            "非财政拨款": (SPECIAL_ACCOUNT, *INSTITUTIONAL),
        },
    ),
    "支出类型": Dimension("spending_type", values=STANDARD.values["支出类型"]),
    "上年结转": _yes_or_no("carryover"),
    "部门": Dimension("department"),
    "单位": Dimension("unit"),
    "单位性质": Dimension("unit_nature", values=NATURES),
    "项目": Dimension("project"),
    "项目类别": Dimension("project_category", values=CATEGORIES),
    "用途标记": Dimension("mark"),
    "新增资产": _yes_or_no("new_asset"),
    "绩效目标": _yes_or_no("targeted"),
    "采购目录": Dimension("catalogue", prefix=True),
    "采购组织形式": Dimension("organisation"),
    "采购物品": Dimension("item"),
    "专项名称": Dimension("earmark"),
    "资产类别": Dimension("asset", values=ASSETS),
}


Dimensions = Mapping[str, Dimension]


def dimensions(words: LineWords) -> Dimensions:
    """Give the dimensions as a pack knows them: with its own words (维度值), and those added to what they belong to."""
    return {**DIMENSIONS, **{name: _declared(DIMENSIONS[name], name, words) for name in words.values}}


def _declared(dimension: Dimension, name: str, words: LineWords) -> Dimension:
    within, values = words.within.get(name, {}), words.values[name]
    groups = {group: list(members) for group, members in (dimension.groups or {}).items()}
    for word, above in within.items():
        groups.setdefault(above, [above] if above in dimension.values else []).append(word)
        for members in groups.values():
            if above in members and word not in members:
                members.append(word)
    used = {group: tuple(one for one in members if one in values) for group, members in groups.items()}
    return replace(dimension, values=values, groups=used)


@frozen
class Clause:
    """One requirement: the dimension's value is one of these (or, where codes match by prefix, begins with one).

    `whole` says that these are all the values that there are, so that the clause requires nothing.
    """

    dimension: str
    values: tuple[str, ...]
    whole: bool = field(default=False, compare=False)

    def accepts(self, value: str) -> bool:
        """Tell whether a value of the dimension meets the requirement."""
        if DIMENSIONS[self.dimension].prefix:
            return value.startswith(self.values)
        return value in self.values

    def of(self, entry: Entry) -> str:
        """Return the entry's value of this dimension, in the words of conditions."""
        known = DIMENSIONS[self.dimension]
        value = getattr(entry, known.attribute)
        if known.yes_or_no:
            return "是" if value else "否"
        return str(value)


@frozen
class Condition:
    """Requirements that an entry must all meet; `never` is the condition 无, which no entry can meet."""

    clauses: tuple[Clause, ...] = ()
    never: bool = False

    def __and__(self, other: Condition) -> Condition:
        return Condition(self.clauses + other.clauses, self.never or other.never)

    def meets(self, entry: Entry) -> bool:
        """Tell whether an entry meets all requirements."""
        return not self.never and all(clause.accepts(clause.of(entry)) for clause in self.clauses)

    def contradiction(self) -> str | None:
        """Return the dimension on which no value can meet all clauses, if there is one."""
        for dimension in dict.fromkeys(clause.dimension for clause in self.clauses):
            clauses = [clause for clause in self.clauses if clause.dimension == dimension]
            candidates = [value for clause in clauses for value in clause.values]
            if not any(all(clause.accepts(value) for clause in clauses) for value in candidates):
                return dimension
        return None


Queries = Mapping[str, tuple[str, Condition]]  # a pack's 口径: data set and condition by name

EVERYTHING = Condition()
NOTHING = Condition(never=True)


def clause(dimension: str, values: Iterable[str], known: Dimensions = DIMENSIONS) -> Clause:
    """Make a clause, with names of groups (财政拨款) replaced by their members, as a pack knows them."""
    groups, every = known[dimension].groups or {}, set(known[dimension].values)
    flat = tuple(dict.fromkeys(member for value in values for member in groups.get(value, (value,))))
    return Clause(dimension, flat, bool(every) and set(flat) >= every)


@frozen
class Amount:
    """A sum of entries in 元 and the YAML paths of what it sums. It has no arithmetic: a template cannot compute.

    `tolerance` is how far it may be off, in 元: nothing for a sum of entries, half of the last stated digit.
    """

    value: Decimal = ZERO
    origins: tuple[ValuePath, ...] = ()
    tolerance: Decimal = ZERO

    def __bool__(self) -> bool:
        return self.value != ZERO


def select(entries: Iterable[Entry], condition: Condition) -> tuple[Entry, ...]:
    """Return the entries that meet a condition."""
    if condition.never:
        return ()
    for test in map(_test, condition.clauses):
        entries = [entry for entry in entries if test(entry)]
    return tuple(entries)


def _test(clause: Clause) -> Callable[[Entry], bool]:
    """Turn a clause into a quick predicate."""
    dimension, values = DIMENSIONS[clause.dimension], clause.values
    attribute = dimension.attribute
    if dimension.prefix:
        return lambda entry: getattr(entry, attribute).startswith(values)
    if dimension.yes_or_no:
        wanted = {value == "是" for value in values}
        return lambda entry: getattr(entry, attribute) in wanted
    accepted = frozenset(values)
    return lambda entry: getattr(entry, attribute) in accepted


def total(entries: Iterable[Entry], measure: str = "金额") -> Amount:
    """Sum a measure of entries, exactly: 金额 or 价值 in 元, or 数量."""
    entries = tuple(entries)
    numbers = (entry.quantity if measure == "数量" else entry.amount for entry in entries)
    return Amount(money.total(numbers), tuple(entry.origin for entry in entries))


@frozen
class Ledger:
    """What one document is about: the department, or one of its units, with its entries and records."""

    code: str
    name: str
    version: str  # 部门 or 单位
    entries: Mapping[str, tuple[Entry, ...]]  # by data set: 收支, 采购, 固定资产
    records: Mapping[str, tuple[Record, ...]]  # 单位, 项目, 采购, 专项资金

    def ask(self, condition: Condition, data: str = "收支") -> Amount:
        """Sum the entries of a data set that meet a condition."""
        return total(select(self.entries[data], condition))


def department_ledger(budget: Budget) -> Ledger:
    """Return the ledger of the whole department (部门预算)."""
    sets = {"收支": budget.entries, "采购": budget.procurement, "固定资产": budget.assets}
    return Ledger(budget.code, budget.name, "部门", sets, {**budget.records, **budget.subject.records})


def unit_ledger(budget: Budget, code: str) -> Ledger:
    """Return the ledger of one budget unit (单位预算): the same entries, only those of the unit."""
    whole = department_ledger(budget)
    entries = {name: tuple(e for e in rows if e.unit == code) for name, rows in whole.entries.items()}
    kept = {entry.origin for rows in entries.values() for entry in rows}
    every = {entry.origin: entry.amount for rows in whole.entries.values() for entry in rows}
    records = {
        name: tuple(_of_others(of_entries(record, kept), every, kept) for record in _records_of(rows, code))
        for name, rows in whole.records.items()
    }
    records |= budget.subject_of(code).records
    return Ledger(code, unit_name(budget, code), "单位", entries, records)


def of_entries(record: Record, kept: Set[ValuePath]) -> Record:
    """Return a record with those of its entries that are kept, by origin; fields that are made of entries, of these.

    What is stated of the whole (资金支出计划) is said of no part.
    """
    chosen = tuple(entry for entry in record.entries if entry.origin in kept)
    if len(chosen) == len(record.entries):
        return record
    own = {entry.origin: entry.amount for entry in record.entries}
    fields = {name: _of_origins(value, own, kept) for name, value in record.fields.items() if not name.startswith(PLAN)}
    return replace(record, fields=fields, entries=chosen)


def _of_others(record: Record, every: Mapping[ValuePath, Decimal], kept: Set[ValuePath]) -> Record:
    """Narrow what a record says of another one: of the money of its project (预算资金), what the unit has of it."""
    shared = {
        name: _of_origins(value, every, kept)
        for name, value in record.fields.items()
        if value.amount and len(value.origins) > 1 and not kept.isdisjoint(value.origins)
    }
    return replace(record, fields={**record.fields, **shared}) if shared else record


def _of_origins(value: FieldValue, own: Mapping[ValuePath, Decimal], kept: Set[ValuePath]) -> FieldValue:
    """Narrow the sum of a record's entries, or a list of what they say, to those that are kept; others stay."""
    if value.joined:
        return joined(part for part in value.joined if part[1] & kept)
    if not value.amount or not value.origins or not own.keys() >= set(value.origins):
        return value
    origins = tuple(origin for origin in value.origins if origin in kept)
    return FieldValue(money.total(own[origin] for origin in origins), origins, amount=True)


def subject_ledger(budget: Budget, subject: Subject) -> Ledger:
    """Return the ledger of the department, or of a unit."""
    return department_ledger(budget) if subject.version == "部门" else unit_ledger(budget, subject.code)


def unit_name(budget: Budget, code: str) -> str:
    """Return the name of a unit of the budget."""
    for record in budget.records["单位"]:
        if record.fields["单位编码"].value == code:
            return str(record.fields["单位名称"].value)
    raise KeyError(code)


def unit_codes(budget: Budget) -> tuple[str, ...]:
    """Return the codes of the budget's units in their order."""
    return tuple(str(record.fields["单位编码"].value) for record in budget.records["单位"])


def _records_of(records: Sequence[Record], unit: str) -> tuple[Record, ...]:
    return tuple(record for record in records if _belongs(record, unit))


def _belongs(record: Record, unit: str) -> bool:
    if record.unit is not None:
        return record.unit == unit
    if record.entries:
        return any(entry.unit == unit for entry in record.entries)
    code = record.fields.get("单位编码")
    return code is None or code.value == unit
