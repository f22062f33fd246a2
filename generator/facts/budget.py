"""The facts of one budget: what the build stage makes of the YAML, and all that later stages know of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.facts.declaration import Declarations
from generator.facts.words import THIS_YEAR
from generator.findings.finding import Place

ZERO = Decimal(0)


@frozen
class Entry:
    """One line of the ledger; a dimension that does not apply is empty.

    The values of the dimensions are the Chinese words of the schema (`收入`, `一般公共预算拨款`, `基本支出` …).
    Dimensions inherited from unit and project are resolved here, so that an entry is flat.
    """

    amount: Decimal  # 元, exact
    origin: ValuePath  # of its amount, a key of Budget.places
    direction: str = ""  # 方向: 收入, 支出, 年终结转 (and 采购, 资产 for the other two ledgers)
    function: str = ""  # 功能分类, a full 项 code
    economic: str = ""  # 经济分类, departmental, a full 款 code
    government_economic: str = ""  # 政府经济分类
    fund: str = ""  # 资金性质
    spending_type: str = ""  # 支出类型: 基本支出, 项目支出, 经营支出, 上解上级支出, 对附属单位补助支出
    carryover: bool = False  # 上年结转
    department: str = ""  # 部门, its code, where several are added up; else nothing
    unit: str = ""  # 单位, its code
    unit_nature: str = ""  # 单位性质: 行政, 参公, 事业 …
    project: str = ""  # 项目, its code (or its name where it has none)
    project_category: str = ""  # 项目类别: 其他运转类, 特定目标类
    mark: str = ""  # 用途标记
    catalogue: str = ""  # 采购目录
    asset: str = ""  # 资产类别
    quantity: Decimal = ZERO  # 数量, of assets and procurement
    new_asset: bool = False  # 新增资产: this purchase adds to the fixed assets
    targeted: bool = False  # 绩效目标: the project has performance targets
    note: str = ""  # 备注: what tells this line from others, never printed
    official_fund: str = ""  # the usual word of which `fund` is a part that the pack declares; empty: `fund` itself
    earmark: str = ""  # 专项名称, of procurement: the project's name where nothing else is said
    item: str = ""  # 采购物品, the name
    organisation: str = ""  # 采购组织形式
    book: str = THIS_YEAR  # the book (账) in which it stands

    @property
    def source(self) -> str:
        """The fund (资金性质) in the usual words: what checks compare, whatever words a pack declares."""
        return self.official_fund or self.fund


@frozen
class FieldValue:
    """The value of a record's field: text, or an amount in 元 or a quantity, and the YAML paths behind it."""

    value: str | Decimal
    origins: tuple[ValuePath, ...] = ()
    amount: bool = False  # money in 元, to be shown in the unit of the table
    summed: bool = False  # a quantity that total lines sum
    joined: tuple[tuple[FieldValue, frozenset[ValuePath]], ...] = ()  # of a list: each text, and the entries it is of


def joined(parts: Iterable[tuple[FieldValue, frozenset[ValuePath]]]) -> FieldValue:
    """Join texts to a list (、), each of which is said of some entries of a record, by their origins."""
    parts = tuple(parts)
    text = "、".join(str(part.value) for part, _ in parts)
    return FieldValue(text, tuple(path for part, _ in parts for path in part.origins), joined=parts)


@frozen
class Record:
    """A thing that a table lists one by one (单位, 项目, 绩效指标, 采购): named fields, and its entries."""

    fields: Mapping[str, FieldValue]  # by the Chinese name of the field
    entries: tuple[Entry, ...] = ()
    children: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)  # 项目 → 绩效指标
    unit: str | None = None  # of a record that a pack declares: whose it is, empty for the department's own


@frozen
class Subject:
    """Whom a document is about: the department, or one of its units, with the values that are its own.

    `data` holds texts, reasons and last year's figures by their top-level key; of a unit, 部门职责 are its own duties.
    """

    version: str  # 部门 or 单位
    code: str
    name: str
    data: Mapping[str, Any]
    nature: str = ""  # 单位性质, as typed
    path: ValuePath = ()  # where its values stand; a key of `data` continues it
    apart: Mapping[str, ValuePath] = field(default_factory=dict)  # the keys of `data` that stand elsewhere, and where
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)  # 整体绩效: its goals and indicators

    def at(self, key: str) -> ValuePath:
        """Give the path of a key of `data`, written or not."""
        return self.apart.get(key, (*self.path, key))

    @property
    def has_own_folder(self) -> bool:
        """Whether it is a unit whose values stand in a folder of its own, which says its lists itself."""
        return bool(self.path) and isinstance(self.path[-1], str)

    @property
    def has_own_budget(self) -> bool:
        """Whether it publishes a budget of its own: not a unit whose money stands with another (不单列预算)."""
        return not self.data.get("不单列预算")

    @property
    def former_code(self) -> str:
        """The code that it had the year before (上年编码)."""
        return str(self.data.get("上年编码", self.code))

    @property
    def prior(self) -> Mapping[str, Decimal]:
        """Last year's budget as stated (上年数), 元, by the name of a 口径: of those stated by item, the totals."""
        stated = self.data.get("上年数", {})
        totals = ((name, one.get("合计") if isinstance(one, Mapping) else one) for name, one in stated.items())
        return {name: amount for name, amount in totals if amount is not None}


@dataclass(frozen=True, slots=True, eq=False)  # the same only if it is the same object: so it can be a key
class Budget:
    """One department's budget of one year (部门预算), or that of a unit that has no department's beside it."""

    folder: str  # as given, for messages
    year: int
    pack: str  # 模板: the name of the pack
    code: str
    name: str
    data: Mapping[str, Any]  # the validated tree: str, Decimal (元), bool, tuples, mappings by Chinese key
    entries: tuple[Entry, ...]  # 收支
    procurement: tuple[Entry, ...]  # 采购
    assets: tuple[Entry, ...]  # 固定资产
    records: Mapping[str, tuple[Record, ...]]  # 单位, 项目, 采购, by the name of the list
    names: Mapping[str, Mapping[str, str]]  # 科目名称 declared by the budget: {功能分类: {code: name}, 经济分类: …}
    places: Mapping[ValuePath, Place]  # where each YAML value is written
    subject: Subject  # the department, or the unit that stands alone
    units: tuple[Subject, ...] = ()
    previous: Budget | None = None  # last year's budget, from the folder beside
    declared: Declarations = field(default_factory=dict)  # 数据: what its pack declares, by key
    pack_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # 科目名称 of its pack, for the checks

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The department and its units; of a unit that stands alone, that unit."""
        return (self.subject, *(unit for unit in self.units if unit is not self.subject))

    @property
    def size(self) -> int:
        """How many entries and records there are: a larger budget may use up more."""
        records = sum(map(len, self.records.values()))
        return records + len(self.entries) + len(self.procurement) + len(self.assets)

    def subject_of(self, code: str) -> Subject:
        """Give whom a document is about by its code: the department (also for no code), or a unit. Raises KeyError."""
        if code in ("", self.subject.code):
            return self.subject
        return {unit.code: unit for unit in self.units}[code]

    def owner(self, path: ValuePath) -> Subject:
        """Give whose value stands at a path: that of the longest beginning that is a unit's, else the department."""
        own = (unit for unit in self.units if unit.path and path[: len(unit.path)] == unit.path)
        return max(own, key=lambda unit: len(unit.path), default=self.subject)
