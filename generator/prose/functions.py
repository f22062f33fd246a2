"""The functions and filters that a pack's sentences may use: they ask the ledger by name."""

# ruff: noqa: PLC2401 the names of arguments are words of the pack language
from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from generator.base import money
from generator.base.numerals import LIMIT, chinese_numeral
from generator.facts.budget import ZERO, Budget, Record, Value
from generator.findings.finding import Finding, Kind, Severity
from generator.ledger import DATA_SETS, DIMENSIONS, EVERYTHING, LEVELS, Amount, Condition, Ledger, clause, select, total
from generator.pack.nodes import suggestion
from generator.pack.spec import NumberFormat, Pack
from generator.prose.values import Change, Figure, TextError, kind_of, said
from generator.tables.setting import Setting

MISSING_REASON = Kind(
    "B401",
    "缺少变动原因",
    Severity.WARNING,
    "预算公开必须说明比上年增减变化的原因（《地方预决算公开操作规程》）。有上年数而没有写原因时，正文里相应的话不完整。",
)
MISSING_USE = Kind(
    "B402",
    "缺少科目用途",
    Severity.WARNING,
    "格式要逐项说明每个功能分类科目的钱主要用在哪里。有金额而没有写用途时，正文里相应的话不完整。",
)
WAN = 4
MOST_PLACES = 8
LEVEL = "持平"
ASKED, RECORD, MISSED = 50, 30, 500  # steps of asking, of making a row of a record, of telling what a budget lacks
_DATE = re.compile(r"([0-9]{1,4})-([0-9]{1,2})-([0-9]{1,2})")


@dataclass(slots=True)
class Asking:
    """What the functions ask: one ledger, the pack's queries, the budget's facts; and what they miss."""

    ledger: Ledger
    pack: Pack
    budget: Budget
    setting: Setting
    findings: list[Finding] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)  # the queries whose amounts were asked for

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions by the names that packs use."""
        return {
            "金额": self.amount,
            "数量": self.quantity,
            "上年": self.prior,
            "有上年": self.has_prior,
            "比上年": self.change,
            "科目": self.codes,
            "原因": self.reason,
            "有记录": self.has_records,
            "记录": self.listed,
            "科目用途": self.use,
        }

    def amount(self, query: str = "", **narrow: Any) -> Amount:
        """金额(口径, 维度=值, …): the sum of the entries, in 元."""
        data, condition = self._condition(query, narrow)
        self.asked.add(query)
        self._look(self.ledger.entries[data])
        return self.ledger.ask(condition, data)

    def quantity(self, query: str = "", **narrow: Any) -> Figure:
        """数量(口径, 维度=值, …): the sum of quantities, as text."""
        data, condition = self._condition(query, narrow)
        self._look(self.ledger.entries[data])
        found = total(select(self.ledger.entries[data], condition), "数量")
        return Figure(f"{found.value:f}", found.origins)

    def prior(self, query: str) -> Amount:
        """上年(口径): last year's fact (上年数), in 元."""
        if not self.has_prior(query):
            raise TextError(f"预算里没有“{query}”的上年数。请在“上年数”里写上，或者让句子先问“有上年('{query}')”。")
        return Amount(self.budget.prior[query], (f"上年数.{query}",))

    def has_prior(self, query: str) -> bool:
        """有上年(口径): whether the budget gives last year's figure; a unit's is not known."""
        self._condition(query, {})
        return self.ledger.version == "部门" and query in self.budget.prior

    def change(self, query: str) -> Change:
        """比上年(口径): this year's amount less last year's, in 元."""
        now, before = self.amount(query), self.prior(query)
        return Change(Amount(money.total((now.value, -before.value)), now.origins + before.origins))

    def has_records(self, name: str) -> bool:
        """有记录(名称): whether a list of records (项目, 采购, 单位, 专项资金) has any."""
        return bool(self.ledger.records.get(name))

    def listed(self, name: str, 口径: str = "", **fields: str | tuple[str, ...]) -> list[dict[str, Any]]:
        """记录(名称, 口径=, 字段=值): the records of a list as mappings; with a query those that have such money."""
        if name not in self.ledger.records:
            raise TextError(f"没有名为“{name}”的记录。{suggestion(name, self.ledger.records)}")
        _, condition = self._condition(口径, {})
        rows = []
        for record in self.ledger.records[name]:
            self._look(record.entries, RECORD)
            entries = select(record.entries, condition)
            if (entries or not 口径) and all(_text_of(record, key) in _values(v) for key, v in fields.items()):
                rows.append(_row(record, total(entries)))
        return rows

    def use(self, code: str) -> str:
        """科目用途(编码): what the money of a function item is for; where it is not said, nothing, and a finding."""
        uses = self.budget.data.get("科目用途", {})
        if uses.get(code):
            return str(uses[code])
        place = self.budget.places.get("科目用途") or self.budget.places.get("年度")
        message = f"科目 {code} {self.setting.name_of('功能分类', code)}有金额，没有写用途。"
        self._miss(MISSING_USE.at(place, message, f"请在“科目用途”下面写：“{code}: ……”。", path="科目用途"))
        return ""

    def _miss(self, finding: Finding) -> None:
        self.setting.meter.step(MISSED)
        self.findings.append(finding)

    def _look(self, entries: Sequence[Any], work: int = ASKED) -> None:
        """Count the work of looking at entries."""
        self.setting.meter.step(work + len(entries) // 10)

    def reason(self, name: str) -> str:
        """原因(名称): the department's words; where they are missing, nothing, and a finding."""
        reasons = self.budget.data.get("原因", {})
        if reasons.get(name):
            return str(reasons[name])
        path = f"上年数.{name}"
        place = self.budget.places.get(path) or self.budget.places.get("上年数") or self.budget.places.get("年度")
        finding = MISSING_REASON.at(
            place, f"“{name}”与上年比较，没有写原因。", f"请在“原因”下面写：“{name}: ……”。", path=path
        )
        self._miss(finding)
        return ""

    def codes(self, dimension: str, 到: str = "项", 口径: str = "") -> list[dict[str, Any]]:
        """科目(维度, 到=, 口径=): the codes with money at a level, with their names and amounts."""
        if dimension not in LEVELS or 到 not in LEVELS[dimension]:
            raise TextError(f"科目('{dimension}', 到='{到}') 写得不对。{suggestion(dimension, LEVELS)}")
        data, condition = self._condition(口径, {})
        length = LEVELS[dimension][到]
        attribute = DIMENSIONS[dimension].attribute
        groups: dict[str, list[Any]] = {}
        self._look(self.ledger.entries[data])
        for entry in select(self.ledger.entries[data], condition):
            code = getattr(entry, attribute)
            if len(code) >= length:
                groups.setdefault(code[:length], []).append(entry)
        return [self._code_row(dimension, code, total(groups[code])) for code in sorted(groups)]

    def _code_row(self, dimension: str, code: str, amount: Amount) -> dict[str, Any]:
        levels = {
            level: self.setting.name_of(dimension, code[:length])
            for level, length in LEVELS[dimension].items()
            if len(code) >= length
        }
        return {"编码": code, "名称": self.setting.name_of(dimension, code), **levels, "金额": amount}

    def _condition(self, query: str, narrow: Mapping[str, Any]) -> tuple[str, Condition]:
        if query and query not in self.pack.queries:
            raise TextError(f"没有名为“{query}”的口径。{suggestion(query, self.pack.queries)}")
        data, condition = self.pack.queries[query] if query else (DATA_SETS[0], EVERYTHING)
        for name, value in narrow.items():
            if name == "数据" and value in DATA_SETS:
                data = value
            elif name in DIMENSIONS:
                condition &= Condition((clause(name, _values(value)),))
            else:
                raise TextError(f"没有名为“{name}”的维度。{suggestion(name, DIMENSIONS)}")
        return data, condition


def filters(number: NumberFormat) -> dict[str, Callable[..., Any]]:
    """Return the filters by the names that packs use; `number` is how sentences print amounts (正文数字)."""
    said = Printing(number)
    return {
        "万元": said.in_ten_thousand,
        "元": said.in_yuan,
        "增减": said.up_or_down,
        "比较": said.compared,
        "方向": direction,
        "中文": numeral,
        "中文日期": chinese_date,
        "其余": rest,
    }


@dataclass(frozen=True, slots=True)
class Printing:
    """How sentences print numbers; what a sentence does not say, the pack's 正文数字 says."""

    number: NumberFormat

    def in_ten_thousand(
        self,
        amount: Amount,
        小数: int | None = None,
        千分位: bool | None = None,
        零: str | None = None,
    ) -> Figure:
        """Print an amount in 万元, rounded once."""
        return self._printed(amount, WAN, 小数, 千分位, 零)

    def in_yuan(
        self,
        amount: Amount,
        小数: int | None = None,
        千分位: bool | None = None,
        零: str | None = None,
    ) -> Figure:
        """Print an amount in 元, rounded once."""
        return self._printed(amount, 0, 小数, 千分位, 零)

    def up_or_down(self, change: Change, 千分位: bool | None = None, 持平: str = "持平") -> Figure:
        """Print a change as 增加N万元, 减少N万元 or 持平; it is rounded first, so “增加0.00万元” cannot appear."""
        word, level = direction(change), said(持平)
        if word == LEVEL:
            return Figure(level, change.amount.origins)
        shown = abs(_rounded(change))
        grouping = self.number.grouping if 千分位 is None else _yes("千分位", 千分位)
        return Figure(f"{word}{f'{shown:,f}' if grouping else f'{shown:f}'}万元", change.amount.origins)

    def compared(self, change: Change, what: str, 千分位: bool | None = None) -> Figure:
        """Print a change with what it is compared to: 比2024年预算增加N万元, 与2024年预算持平."""
        particle = "与" if direction(change) == LEVEL else "比"
        return Figure(f"{particle}{said(what)}{self.up_or_down(change, 千分位)}", change.amount.origins)

    def _printed(
        self, amount: Amount, scale: int, places: int | None, grouping: bool | None, zero: str | None
    ) -> Figure:
        value = amount if isinstance(amount, Decimal) else getattr(amount, "value", None)
        if not isinstance(value, Decimal):
            raise TextError(f"|万元 和 |元 只能用在金额后面，这里是{kind_of(amount)}。")
        own = self.number
        if places is not None and (not _is_whole(places) or not 0 <= places <= MOST_PLACES):
            raise TextError(f"小数位数应当是 0 到 {MOST_PLACES} 的整数。")
        text = money.format_amount(
            value or ZERO,
            scale=scale,
            places=own.places if places is None else places,
            grouping=own.grouping if grouping is None else _yes("千分位", grouping),
            zero=own.zero if zero is None else said(zero),
        )
        return Figure(text, getattr(amount, "origins", ()))


def direction(change: Change) -> str:
    """Say only whether a change, as it is shown, is 增加, 减少 or 持平."""
    shown = _rounded(change)
    if not shown:
        return LEVEL
    return "增加" if shown > 0 else "减少"


def _rounded(change: Change) -> Decimal:
    if not isinstance(change, Change):
        raise TextError("|增减、|比较 和 |方向 只能用在 比上年(…) 后面。")
    return money.shown(change.amount.value, WAN, 2)


def rest(values: Sequence[Any]) -> Sequence[Any]:
    """Return all of a list but its first, such as the units below the department itself."""
    if not isinstance(values, list | tuple):
        raise TextError("|其余 只能用在列表后面。")
    return values[1:]


def numeral(number: int) -> str:
    """Write 1–9999 as a Chinese numeral, to number things."""
    if not _is_whole(number) or not 0 < number < LIMIT:
        raise TextError(f"|中文 只能用在 1 到 {LIMIT - 1} 的整数后面。")
    return chinese_numeral(number)


def chinese_date(text: str) -> str:
    """Write 2025-02-20 as 2025年2月20日."""
    date = _DATE.fullmatch(said(text))
    if date is None:
        raise TextError(f"“{said(text)}”不是日期（例如 2025-02-20）。")
    year, month, day = map(int, date.groups())
    return f"{year}年{month}月{day}日"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _yes(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TextError(f"“{name}”应当是 true 或者 false。")
    return value


def _row(record: Record, amount: Amount) -> dict[str, Any]:
    """A record as a sentence sees it: fields, lists of records, 金额; a dotted field (说明.立项依据) is a mapping."""
    row: dict[str, Any] = {"金额": amount}
    for name, value in record.fields.items():
        group, _, key = name.partition(".")
        if key:
            row.setdefault(group, {})[key] = _said(value)
        else:
            row[name] = _said(value)
    for name, children in record.children.items():
        row[name] = [_row(child, Amount()) for child in children]
    return row


def _said(value: Value) -> Any:
    if not isinstance(value.value, Decimal):
        return value.value
    return Amount(value.value, value.origins) if value.amount else Figure(f"{value.value:f}", value.origins)


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _text_of(record: Record, field_name: str) -> str:
    if field_name not in record.fields:
        return ""
    return str(record.fields[field_name].value)
