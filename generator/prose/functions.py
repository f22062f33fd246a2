"""The functions and filters that a pack's sentences may use: they ask the ledger by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from generator import money
from generator.facts import ZERO, Budget
from generator.findings import Finding, Kind, Severity
from generator.ledger import DATA_SETS, DIMENSIONS, EVERYTHING, LEVELS, Amount, Condition, Ledger, clause, select, total
from generator.numerals import chinese_numeral
from generator.pack.nodes import suggestion
from generator.pack.spec import Pack
from generator.prose.values import Change, Figure
from generator.tables.setting import Setting

MISSING_REASON = Kind(
    "B401",
    "缺少变动原因",
    Severity.WARNING,
    "预算公开必须说明比上年增减变化的原因（《地方预决算公开操作规程》）。有上年数而没有写原因时，正文里相应的话不完整。",
)
ZERO_TEXT = "0.00"
WAN = 4


class TextError(Exception):
    """What a sentence asks cannot be answered; the message is Chinese."""


@dataclass(slots=True)
class Asking:
    """What the functions ask: one ledger, the pack's queries, the budget's facts; and what they miss."""

    ledger: Ledger
    pack: Pack
    budget: Budget
    setting: Setting
    findings: list[Finding] = field(default_factory=list)

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
        }

    def amount(self, query: str = "", **narrow: Any) -> Amount:
        """金额(口径, 维度=值, …): the sum of the entries, in 元."""
        data, condition = self._condition(query, narrow)
        return self.ledger.ask(condition, data)

    def quantity(self, query: str = "", **narrow: Any) -> Figure:
        """数量(口径, 维度=值, …): the sum of quantities, as text."""
        data, condition = self._condition(query, narrow)
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
        if finding not in self.findings:
            self.findings.append(finding)
        return ""

    def codes(self, dimension: str, 到: str = "项", 口径: str = "") -> list[dict[str, Any]]:  # noqa: PLC2401, N803
        """科目(维度, 到=, 口径=): the codes with money at a level, with their names and amounts."""
        if dimension not in LEVELS or 到 not in LEVELS[dimension]:
            raise TextError(f"科目('{dimension}', 到='{到}') 写得不对。{suggestion(dimension, LEVELS)}")
        data, condition = self._condition(口径, {})
        length = LEVELS[dimension][到]
        attribute = DIMENSIONS[dimension].attribute
        groups: dict[str, list[Any]] = {}
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
                condition &= Condition((clause(name, (value,) if isinstance(value, str) else tuple(value)),))
            else:
                raise TextError(f"没有名为“{name}”的维度。{suggestion(name, DIMENSIONS)}")
        return data, condition


def filters() -> dict[str, Callable[..., Any]]:
    """Return the filters by the names that packs use."""
    return {
        "万元": in_ten_thousand,
        "元": in_yuan,
        "增减": up_or_down,
        "中文": chinese_numeral,
        "中文日期": chinese_date,
    }


def in_ten_thousand(amount: Amount, 小数: int = 2, 千分位: bool = False, 零: str = ZERO_TEXT) -> Figure:  # noqa: PLC2401, N803
    """Print an amount in 万元, rounded once."""
    return _printed(amount, WAN, 小数, 千分位, 零)


def in_yuan(amount: Amount, 小数: int = 2, 千分位: bool = False, 零: str = ZERO_TEXT) -> Figure:  # noqa: PLC2401, N803
    """Print an amount in 元, rounded once."""
    return _printed(amount, 0, 小数, 千分位, 零)


def up_or_down(change: Change, 千分位: bool = False, 持平: str = "持平") -> Figure:  # noqa: PLC2401, N803
    """Print a change as 增加N万元, 减少N万元 or 持平; it is rounded first, so “增加0.00万元” cannot appear."""
    if not isinstance(change, Change):
        raise TextError("|增减 只能用在 比上年(…) 后面。")
    shown = money.shown(change.amount.value, WAN, 2)
    if not shown:
        return Figure(持平, change.amount.origins)
    word = "增加" if shown > 0 else "减少"
    digits = f"{abs(shown):,f}" if 千分位 else f"{abs(shown):f}"
    return Figure(f"{word}{digits}万元", change.amount.origins)


def chinese_date(text: str) -> str:
    """Write 2025-02-20 as 2025年2月20日."""
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):  # noqa: PLR2004
        raise TextError(f"“{text}”不是日期（例如 2025-02-20）。")
    year, month, day = (int(part) for part in parts)
    return f"{year}年{month}月{day}日"


def _printed(amount: Amount, scale: int, places: int, grouping: bool, zero: str) -> Figure:
    value = amount if isinstance(amount, Decimal) else getattr(amount, "value", None)
    if not isinstance(value, Decimal):
        raise TextError("|万元 和 |元 只能用在金额后面。")
    text = money.format_amount(value or ZERO, scale=scale, places=places, grouping=grouping, zero=zero)
    return Figure(text, getattr(amount, "origins", ()))
