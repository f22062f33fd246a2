"""The functions and filters that a pack's sentences may use: they ask the ledger by name."""

# ruff: noqa: PLC2401 the names of arguments are words of the pack language
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from generator.base import late, money
from generator.base.meter import Meter
from generator.base.paths import Traced
from generator.books.book import Book, Unknown
from generator.books.comparison import LEVEL, Change, share
from generator.books.subject import SOURCES, written
from generator.facts.budget import Budget, Entry, FieldValue, Record, Subject
from generator.facts.declared import LIST, UNIT
from generator.facts.words import LAST_YEAR, LEVELS, LINE_LISTS, MONEY_OF, OWN_KEYS, RECORDED, nature_of
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.ledger import DATA_SETS, DIMENSIONS, EVERYTHING, Amount, Condition, Ledger, clause, select, total
from generator.pack.nodes import suggestion
from generator.pack.spec import Pack, RowSpec
from generator.prose.printing import WAN
from generator.prose.values import Figure, TextError
from generator.tables.lines import line_records
from generator.tables.rows import counted, names_of, shares
from generator.tables.setting import Blank, Names

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
MISSING_PRIOR = Kind(
    "B403",
    "缺少上年数",
    Severity.WARNING,
    "预算公开必须与上年比较。没有上年的数，正文就不作比较，也不说“无可比”：那只有写明 上年: 无 才会印出。",
    follows=("B407",),
)
MISSING_FACT = Kind(
    "B405",
    "缺少必须说明的内容",
    Severity.WARNING,
    "格式规定必须说明的内容没有写。没有写不等于没有：正文不作说明，也不说“无”；确实没有的要写明。",
)
ITEM_WORDS = {  # what a form says of each item: the key, and the finding where it is not there
    "科目用途": (MISSING_USE, "有金额，没有写用途。"),
    "原因": (MISSING_REASON, "与上年比较有增减，没有写原因。"),
}
SUMMED = ("项目", "采购", "专项资金", *LINE_LISTS)  # a unit has income as well as spending: their sum says nothing
_SAYS_LEVEL = late.compile(
    "(?:主要)?(?:原因)?(?:是|为)?(?:与|同|较|比)?(?:上年|去年|往年|20[0-9]{2}年)?(?:预算)?(?:数|额)?(?:基本)?"
    "(?:持平|一致|相同|没有变化|无变化|无增减)[。；，]?"
)
NO_YEAR = "上年"  # 上年: 无，……
FEW = 3  # examples in a message
ASKED, RECORD, MISSED = 50, 30, 500  # steps of asking, of a record's row, of telling a lack


@dataclass(slots=True)
class Asking:
    """What the functions ask: the books and texts of one subject, the pack's queries; and what they miss."""

    ledger: Ledger
    subject: Subject
    pack: Pack
    budget: Budget
    names: Names
    books: Mapping[str, Book]
    meter: Meter
    keys: Set[str]  # the top-level keys that a budget may have
    unsaid: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # of lists: declared fields, not said
    findings: list[Finding] = field(default_factory=list)
    lacking: dict[str, list[str]] = field(default_factory=dict)  # by book: queries that it does not know
    asked: set[str] = field(default_factory=set)  # the queries whose amounts were asked for
    items: dict[str, list[str]] = field(default_factory=dict)  # by key: codes of items that lack their words there
    blanks: list[Blank] = field(default_factory=list)  # of tables: what a book does not know
    reasons: dict[str, str] = field(default_factory=dict)  # by name: the words for what changed, empty for none
    parts: Sequence[str] = ()  # of the document: the optional ones (选印) that are printed

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions by the names that packs use."""
        return {
            "金额": self.amount,
            "数量": self.quantity,
            "上年": self.prior,
            "有上年": self.has_prior,
            "无上年": self.no_prior,
            "比上年": self.change,
            "增减额": self.change,
            "增减率": self.rate,
            "占比": self.part,
            "科目": self.codes,
            "原因": self.reason,
            "有记录": self.has_records,
            "记录": self.listed,
            "科目用途": self.use,
            "给出": self.given,
            "选印": self.chosen,
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

    def prior(self, query: str, 账: str = LAST_YEAR, **narrow: Any) -> Amount | Unknown:
        """上年(口径, 账=, 维度=值, …): what another book says, in 元; what it does not know prints as nothing."""
        found = self._prior(query, 账, narrow)
        self._known(found, query, 账)
        return found

    def has_prior(self, query: str, 账: str = LAST_YEAR, 必须: str = "是", **narrow: Any) -> bool:
        """有上年(口径, 账=, 必须=): whether the book knows it; what the form must compare and cannot is a finding."""
        if 必须 not in ("是", "否"):
            raise TextError(f"必须='{必须}' 写得不对，应当是 '是' 或者 '否'。")
        found = self._prior(query, 账, narrow)
        return self._known(found, query, 账) if 必须 == "是" else isinstance(found, Amount)

    def _prior(self, query: str, name: str, narrow: Mapping[str, Any]) -> Amount | Unknown:
        data, condition = self._condition(query, narrow)
        book = self._book(name)
        return Unknown(query) if book.none is not None else book.ask(condition, data, query)

    def _known(self, found: Amount | Unknown, query: str, name: str) -> bool:
        """Tell whether a book knows; what it should and does not is told at the end, once."""
        if isinstance(found, Unknown) and self._book(name).none is None:
            self.lacking.setdefault(name, []).append(query)
        return isinstance(found, Amount)

    def no_prior(self) -> bool:
        """无上年(): whether the budget says that there was none (上年: 无)."""
        return self._book(LAST_YEAR).none is not None

    def change(self, query: str, 账: str = LAST_YEAR, **narrow: Any) -> Change | Unknown:
        """比上年(口径, 账=, 维度=值, …): this year's amount beside that of another book."""
        now, before = self.amount(query, **narrow), self.prior(query, 账, **narrow)
        return before if isinstance(before, Unknown) else Change(now, before, self.pack.exact_changes)

    def rate(self, query: str, 账: str = LAST_YEAR, **narrow: Any) -> str:
        """增减率(口径, 账=, 维度=值, …): by how many percent it changed, without sign; nothing on a base of nothing.

        A change that rounds to 0 % has none: 增长0% would say that nothing changed.
        """
        change = self.change(query, 账, **narrow)
        if isinstance(change, Unknown):
            return ""
        rate = change.rate(WAN, self.pack.said.places, self.pack.rates.places)
        return Figure(self._percent(abs(rate)), change.origins) if rate else ""

    def part(self, query: str, whole: str, **narrow: Any) -> str:
        """占比(口径, 总口径): this year's amount in percent of a whole; nothing of a whole of nothing."""
        part, of = self.amount(query, **narrow), self.amount(whole)
        found = share(part, of, WAN, self.pack.said.places, self.pack.rates.places)
        return "" if found is None else Figure(self._percent(found), part.origins + of.origins)

    def _percent(self, rate: Decimal) -> str:
        """Print a percentage as the pack says (正文比率)."""
        return f"{money.trimmed(f'{rate:f}', self.pack.rates.trailing)}%"

    def _book(self, name: str) -> Book:
        if name not in self.books:
            raise TextError(f"没有名为“{name}”的账。{suggestion(name, self.books)}")
        return self.books[name]

    def has_records(self, name: str) -> bool:
        """有记录(名称): whether a list of records (项目, 采购, 单位, 专项资金) has any."""
        if name in LINE_LISTS:
            return any(entry.direction == LINE_LISTS[name] for entry in self.ledger.entries[DATA_SETS[0]])
        return bool(self.ledger.records.get(name))

    def listed(self, name: str, 口径: str = "", **fields: str | tuple[str, ...]) -> list[dict[str, Any]]:
        """记录(名称, 口径=, 字段=值): the records of a list as mappings; with a query those that have such money."""
        if name not in (*self.ledger.records, *LINE_LISTS):
            raise TextError(f"没有名为“{name}”的记录。{suggestion(name, (*self.ledger.records, *LINE_LISTS))}")
        data, condition = self._condition(口径, {})
        if 口径 and data not in MONEY_OF.get(name, ()):
            raise TextError(f"“{name}”没有“{data}”的钱，不能写口径“{口径}”。")
        entries = self.ledger.entries[data if 口径 else MONEY_OF.get(name, DATA_SETS)[0]]
        row = RowSpec("记录", Place(""), records=name, condition=condition)
        rows = []
        for record, own in shares(row, self._records(row, entries), entries, narrowed=bool(口径)):
            self._look(record.entries, RECORD)
            if all(_matches(record, key, value) for key, value in fields.items()):
                summed = 口径 or name in SUMMED
                rows.append(_row(record, total(own) if summed else None, name, self.unsaid))
        return rows

    def _records(self, row: RowSpec, entries: Sequence[Entry]) -> tuple[Record, ...]:
        """Give the records of a list, or the lines (明细) that a row counts."""
        if row.records not in LINE_LISTS:
            return self.ledger.records[row.records]
        self._look(entries)
        return line_records(counted(row, entries), self.names, names_of(self.ledger))

    def use(self, code: str) -> str:
        """科目用途(编码): what the money of a function item is for; where it is not said, nothing, and a finding."""
        found: str = self.subject.data.get("科目用途", {}).get(code, "")
        if not found:
            self.items.setdefault("科目用途", []).append(code)
        return found

    @property
    def whose(self) -> str:
        """Whose document it is, in messages: nothing for the department's."""
        return "" if self.subject.version == "部门" else f"单位 {self.subject.code} 的"

    def _miss(self, kind: Kind, key: str, message: str, remedy: str, *more: str) -> None:
        """Record what the budget lacks, at the key under which it is to be written, or at what is around it."""
        self.meter.step(MISSED)
        path = (*self.subject.at(key), *more)
        places = self.budget.places
        around = (path[:end] for end in range(len(path), 0, -1))
        place = next((places[one] for one in around if one in places), None) or places.get(("年度",))
        finding = kind.at(place, message, remedy, path=path)
        if finding not in self.findings:
            self.findings.append(finding)

    def _look(self, entries: Sequence[Any], work: int = ASKED) -> None:
        """Count the work of looking at entries."""
        self.meter.step(work + len(entries) // 10)

    def reason(self, name: str, 口径: str = "", 账: str = LAST_YEAR, **narrow: Any) -> str:
        """原因(名称, 口径=, 账=, 维度=值, …): the words of the department or unit; the name may be an item's code.

        Asked for where the shown figure changed; of one that did not, “与上年持平” says nothing and is left out.
        """
        if name == NO_YEAR:
            return Traced(self._book(LAST_YEAR).none or "", (self.subject.at(NO_YEAR),))
        typed: str = self.subject.data.get("原因", {}).get(name, "")
        query, change = 口径 or name, None
        before = self._prior(query, 账, narrow)
        if isinstance(before, Amount):
            change = Change(self.amount(query, **narrow), before, self.pack.exact_changes)
        level = change is not None and change.direction(WAN, self.pack.said.places) == LEVEL
        if change is not None and not level:
            self.reasons[name] = typed
        if typed and not (level and _SAYS_LEVEL.fullmatch(typed)):
            return typed
        if not typed and change is not None and not level:
            self._unreasoned(name)
        return ""

    def _unreasoned(self, name: str) -> None:
        """Record a change without a reason: of a query at its stated amount, of items together in one finding."""
        if name.isdigit():
            self.items.setdefault("原因", []).append(name)
            return
        message = f"{self.whose}“{name}”与上年比较有增减，没有写原因。"
        key = "上年数" if name in self.subject.data.get("上年数", {}) else "原因"
        self._miss(MISSING_REASON, key, message, f"请在“原因”下面写：“{name}: ……”。", name)

    def told(self) -> None:
        """Report what the form demands and the budget does not say; of each book, once, what it does not know."""
        demanded = [key for key in self.pack.demanded.get(self.subject.version, ()) if not self.given(key)]
        if demanded:
            demanded = [key if self.subject.version == "部门" else _typed(key) for key in demanded]
            remedy = "请补上；确实没有的，写明“无”或者 []，正文才会说没有。"
            self._miss(MISSING_FACT, demanded[0], f"{self.whose}{_quoted(demanded)}没有写，正文不作说明。", remedy)
        for key, codes in self.items.items():
            kind, what = ITEM_WORDS[key]
            first, *others = (f"{code} {self.names.of('功能分类', code)}" for code in dict.fromkeys(codes))
            count = f"等 {len(others) + 1} 个科目" if others else ""
            remedy = f"请在“{key}”下面按科目写，例如“{first.split()[0]}: ……”。"
            self._miss(kind, key, f"{self.whose}科目 {first} {count}{what}".replace("  ", " "), remedy)
        for name, queries in self.lacking.items():
            key, unknown = SOURCES[name], tuple(dict.fromkeys(queries))
            known = self.subject.data.get(key, {})
            lines = (f"{query}: {{科目编码: …}}" if query in known else f"{query}: …" for query in unknown)
            example = f"{key}: {{{', '.join(lines)}}}"
            remedy = f"请写 {example}，或者把上年的预算文件夹放在旁边；上年没有的写 上年: 无，并写明原因。"
            stated = _quoted(known)
            wanted = "、".join(f"“{query}”{'按科目的数' if query in known else ''}" for query in unknown)
            beside = f"{self.whose.removesuffix('的')}写了{stated}，还要写{wanted}：后面这些"
            words = beside if stated else f"{self.whose}{_quoted(unknown)}"
            self._miss(MISSING_PRIOR, key, f"{words}没有上年的数，正文不作比较。", remedy)
        self._blank_cells()

    def _blank_cells(self) -> None:
        """Report, once for each book and table, the cells that are blank because the book does not know them."""
        found: dict[tuple[str, str], list[Blank]] = {}
        for blank in self.blanks:
            found.setdefault((blank.book, blank.table.name), []).append(blank)
        for (book, table), blanks in found.items():
            key = SOURCES[book]
            columns = _quoted(dict.fromkeys(blank.column for blank in blanks))
            named = (written(blank.condition, blank.table.data, self.pack.queries) for blank in blanks)
            examples = tuple(dict.fromkeys(one for one in named if one))[:FEW]
            example = f"在“{key}”下面写{'、'.join(examples)}" if examples else f"在“{key}”下面按口径写"
            message = f"{self.whose}表“{table}”的{columns}列有 {len(blanks)} 格没有{book}的数，印成空格。"
            remedy = f"请{example}，或者把上年的预算文件夹放在旁边；上年没有的写 上年: 无，并写明原因。"
            self._miss(MISSING_PRIOR, key, message, remedy)

    def chosen(self, part: str) -> bool:
        """选印(名称): whether an optional part of the form is printed."""
        if part not in self.pack.parts:
            raise TextError(f"“选印”里没有“{part}”。{suggestion(part, self.pack.parts)}")
        return part in self.parts

    def given(self, key: str) -> bool:
        """给出(键): whether the budget says anything under a key, be it 无 or an empty list; a unit's lines count."""
        if key not in self.keys:
            raise TextError(f"预算没有“{key}”这个键。{suggestion(key, self.keys)}")
        return key in self.subject.data or self._shared(key)

    def _shared(self, key: str) -> bool:
        """Tell whether a list is given for the subject elsewhere: the department's for a unit, or by all the units."""
        if key in RECORDED:
            spoken_of = not self.subject.has_own_folder or bool(self.ledger.entries[RECORDED[key]])
            return key in self.budget.data and spoken_of
        declared = self.pack.data.get(key)
        if declared is None or declared.type != LIST:
            return False
        if self.subject.version == "部门":
            return bool(self.budget.units) and all(key in unit.data for unit in self.budget.units)
        by_unit = len(self.budget.units) == 1 or any(one.type == UNIT for one in declared.fields)
        return by_unit and key in self.budget.data

    def codes(self, dimension: str, 到: str = "项", 口径: str = "", 最多: str = "") -> list[dict[str, Any]]:
        """科目(维度, 到=, 口径=, 最多=): the codes with money at a level; with 最多 those with most, largest first."""
        if dimension not in LEVELS or 到 not in LEVELS[dimension]:
            raise TextError(f"科目('{dimension}', 到='{到}') 写得不对。{suggestion(dimension, LEVELS)}")
        if 最多 and not 最多.isdecimal():
            raise TextError(f"最多='{最多}' 写得不对，应当是数，例如 '4'。")
        data, condition = self._condition(口径, {})
        length = LEVELS[dimension][到]
        attribute = DIMENSIONS[dimension].attribute
        groups: dict[str, list[Any]] = {}
        self._look(self.ledger.entries[data])
        for entry in select(self.ledger.entries[data], condition):
            code = getattr(entry, attribute)
            if len(code) >= length:
                groups.setdefault(code[:length], []).append(entry)
        rows = [self._code_row(dimension, code, total(groups[code])) for code in sorted(groups)]
        return sorted(rows, key=lambda row: -row["金额"].value)[: int(最多)] if 最多 else rows

    def _code_row(self, dimension: str, code: str, amount: Amount) -> dict[str, Any]:
        levels = {
            level: self.names.of(dimension, code[:length])
            for level, length in LEVELS[dimension].items()
            if len(code) >= length
        }
        return {"编码": code, "名称": self.names.of(dimension, code), **levels, "金额": amount}

    def _condition(self, query: str, narrow: Mapping[str, Any]) -> tuple[str, Condition]:
        if query and query not in self.pack.queries:
            raise TextError(f"没有名为“{query}”的口径。{suggestion(query, self.pack.queries)}")
        data, condition = self.pack.queries[query] if query else (DATA_SETS[0], EVERYTHING)
        for name, value in narrow.items():
            if name == "数据" and value in DATA_SETS:
                data = value
            elif name in DIMENSIONS:
                texts = (value,) if isinstance(value, str) else value
                condition &= Condition((clause(name, texts, self.pack.dimensions),))
            else:
                raise TextError(f"没有名为“{name}”的维度。{suggestion(name, DIMENSIONS)}")
        return data, condition


def _typed(key: str) -> str:
    """Give what a unit's key is called where it is written, by what the department calls it."""
    return next((own for own, name in OWN_KEYS.items() if name == key), key)


def _quoted(names: Iterable[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


def _row(record: Record, amount: Amount | None, name: str, blanks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A record as a sentence sees it: fields, lists of records, 金额; a dotted field (说明.立项依据) is a mapping.

    `blanks` are, by the name of the list, the declared fields (数据) as they are where a record does not say them.
    """
    row: dict[str, Any] = {**blanks.get(name, {}), **({} if amount is None else {"金额": amount})}
    for field_name, value in record.fields.items():
        group, _, key = field_name.partition(".")
        if key:
            row.setdefault(group, {})[key] = said_value(value)
        else:
            row[field_name] = said_value(value)
    for inner, children in record.children.items():
        row[inner] = [_row(child, Amount(), inner, blanks) for child in children]
    return row


def said_value(value: FieldValue) -> Any:
    """A record's field as a sentence sees it: an amount, or a text that knows its origins."""
    if isinstance(value.value, Decimal):
        return Amount(value.value, value.origins) if value.amount else Figure(f"{value.value:f}", value.origins)
    return value.value if isinstance(value.value, Traced) else Traced(value.value, value.origins)


def _matches(record: Record, field_name: str, wanted: str | tuple[str, ...]) -> bool:
    """Tell whether a record's field says what is asked for: of a list, one of it; a unit's nature by its meaning."""
    value = record.fields.get(field_name)
    typed = str(value.value) if value else ""
    parts = {str(part.value) for part, _ in value.joined} if value else set()
    said = {typed, nature_of(typed) if field_name == "单位性质" else typed, *parts}
    return bool(said & ({wanted} if isinstance(wanted, str) else set(wanted)))
