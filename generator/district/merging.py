"""All departments as one budget (汇总): the entries of each carry its code, and every path begins with its folder.

Nothing is eliminated: what one department passes on to another is counted in both, which the pack says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.books.book import Book
from generator.books.subject import books as books_of
from generator.district.together import Together
from generator.facts.budget import Budget, Entry, FieldValue, Record, Subject
from generator.facts.declared import field_value
from generator.facts.words import LAST_YEAR, RECORDED, STANDARD, THIS_YEAR
from generator.pack import loader
from generator.pack.spec import Pack

PACK = loader.SUMMARY
LEFT_OUT, REMARKS = "没有编入", "汇总说明"  # keys that the pack declares
COMPARED = ("支出总计", "基本支出", "项目支出", "三公经费")  # queries of the pack that are put beside last year's
_ALL = "全部部门"
_OTHER_INCOME = "其他收入"
_MOST = 10  # departments that a remark names


@frozen
class Member:
    """A department that is added up: its budget, the pack in whose words it speaks, and its folder's name."""

    folder: str
    budget: Budget
    pack: Pack


@frozen
class LeftOut:
    """A department that is not added up, and why."""

    code: str
    name: str
    reason: str


def merged(
    members: Sequence[Member], left_out: Sequence[LeftOut], pack: Pack, year: int, district: str
) -> tuple[Budget, Mapping[str, Book]]:
    """Add departments up: one budget, and its books. `district` is whose budgets they are, if that is known."""
    shared = _shared_units(members)
    moved = [_Moved(one, shared) for one in members]
    last = Together(LAST_YEAR, parts={one.member.budget.code: _last_year(one) for one in moved})
    data = _data(members, left_out, year, district)
    data[REMARKS] = (*_remarks(members, pack, last), *_of_own_words(moved))
    subject = Subject("部门", "", district or _ALL, data)
    records = {name: tuple(r for m in moved for r in m.records(name)) for name in ("单位", "项目", "采购")}
    records |= {"部门": tuple(move.department() for move in moved), "专项资金": (), LEFT_OUT: _left_out(pack, left_out)}
    budget = Budget(
        folder=f"budgets/{year}",
        year=year,
        pack=PACK,
        code="",
        name=subject.name,
        data=data,
        entries=tuple(e for m in moved for e in m.entries(m.member.budget.entries)),
        procurement=tuple(e for m in moved for e in m.entries(m.member.budget.procurement)),
        assets=tuple(e for m in moved for e in m.entries(m.member.budget.assets)),
        records=records,
        names=_names(members),
        places={(m.mark, *path): place for m in moved for path, place in m.member.budget.places.items()},
        subject=subject,
        declared=pack.data,
    )
    sets = {"收支": budget.entries, "采购": budget.procurement, "固定资产": budget.assets}
    return budget, {THIS_YEAR: Book(THIS_YEAR, sets), LAST_YEAR: last}


class _Moved:
    """What a department says, as the whole says it: paths below its folder, its code on every entry."""

    def __init__(self, member: Member, shared: frozenset[str]) -> None:
        self.member, self.shared, self.mark = member, shared, f"{member.folder}/"

    def entries(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        return tuple(map(self.entry, entries))

    def entry(self, one: Entry) -> Entry:
        code = self.member.budget.code
        unit = self.unit(one.unit) if one.unit else ""
        return replace(
            one, origin=self.path(one.origin), department=code, unit=unit, fund=self.fund(one), official_fund=""
        )

    def fund(self, one: Entry) -> str:
        """Give the usual fund of an entry; what a pack declares within a group of funds is other income of it."""
        known = self.member.pack.dimensions["资金性质"].groups or {}
        if one.source not in STANDARD.values["资金性质"] and one.source in known.get("单位资金", ()):
            return _OTHER_INCOME
        return one.source

    def unit(self, code: str) -> str:
        """Give the code of a unit; with its department's where another department has one that is called so."""
        return f"{self.member.budget.code}/{code}" if code in self.shared else code

    def path(self, path: ValuePath) -> ValuePath:
        return (self.mark, *path)

    def records(self, name: str) -> tuple[Record, ...]:
        return tuple(map(self.record, self.member.budget.records.get(name, ())))

    def record(self, one: Record) -> Record:
        fields = {key: self.field(value) for key, value in one.fields.items()}
        children = {key: tuple(map(self.record, rows)) for key, rows in one.children.items()}
        return replace(one, fields=fields, entries=self.entries(one.entries), children=children)

    def field(self, one: FieldValue) -> FieldValue:
        parts = tuple((self.field(part), frozenset(map(self.path, paths))) for part, paths in one.joined)
        return replace(one, value=_plain(one.value), origins=tuple(map(self.path, one.origins)), joined=parts)

    def department(self) -> Record:
        """Give the department itself as a record, with all its entries and its projects."""
        budget = self.member.budget
        keys = {"部门编码": (budget.code, "编码"), "部门名称": (budget.name, "名称")}
        fields = {name: FieldValue(_plain(value), (self.path(("部门", key)),)) for name, (value, key) in keys.items()}
        own = (*budget.entries, *budget.procurement, *budget.assets)
        return Record(fields, self.entries(own), {name: self.records(name) for name in ("项目", "采购")})


def _plain(value: str | Decimal) -> str | Decimal:
    return value if isinstance(value, Decimal) else str(value)  # without the paths that it had in its department


def _shared_units(members: Sequence[Member]) -> frozenset[str]:
    counts = Counter(unit.code for one in members for unit in one.budget.units)
    return frozenset(code for code, count in counts.items() if count > 1)


def _last_year(moved: _Moved) -> Book:
    """Give a department's book of last year, in whose words it is stated."""
    member = moved.member
    book = books_of(member.budget, member.budget.subject, member.pack.queries)[LAST_YEAR]
    sets = None if book.entries is None else {name: moved.entries(rows) for name, rows in book.entries.items()}
    stated = tuple(replace(one, origin=moved.path(one.origin)) for one in book.statements)
    lists = tuple(
        replace(one, items={code: replace(s, origin=moved.path(s.origin)) for code, s in one.items.items()})
        for one in book.lists
    )
    return replace(book, entries=sets, statements=stated, lists=lists)


def _data(members: Sequence[Member], left_out: Sequence[LeftOut], year: int, district: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "年度": year,
        "模板": PACK,
        "部门": {"编码": "", "名称": district or _ALL, "区划": district},
    }
    for key in RECORDED:
        if any(key in one.budget.data for one in members):
            data[key] = ()
    if left_out:
        data[LEFT_OUT] = tuple({"部门编码": one.code, "部门名称": one.name, "原因": one.reason} for one in left_out)
    return data


def _left_out(pack: Pack, left_out: Sequence[LeftOut]) -> tuple[Record, ...]:
    fields = {field.name: field for field in pack.data[LEFT_OUT].fields}
    said = ({"部门编码": one.code, "部门名称": one.name, "原因": one.reason} for one in left_out)
    return tuple(
        Record({name: field_value(fields[name], text, (LEFT_OUT, number, name)) for name, text in one.items()})
        for number, one in enumerate(said)
    )


def _names(members: Sequence[Member]) -> dict[str, dict[str, str]]:
    """Give the names of codes that departments and their packs declare, where they agree."""
    every: dict[str, dict[str, set[str]]] = {}
    for one in members:
        for declared in (one.budget.names, one.pack.names):
            for dimension, names in declared.items():
                for code, name in names.items():
                    every.setdefault(dimension, {}).setdefault(code, set()).add(str(name))
    return {
        dimension: {code: next(iter(names)) for code, names in codes.items() if len(names) == 1}
        for dimension, codes in every.items()
    }


def _remarks(members: Sequence[Member], pack: Pack, last: Together) -> Iterable[str]:
    """Say what the figures do not hold: lists that departments do not give, last year's that nobody states."""
    for key, what in (("政府采购", "政府采购"),):
        silent = [one.budget.name for one in members if key not in one.budget.data]
        if silent:
            yield f"没有写{what}的部门，{what}的数里没有它们的：{_listed(silent)}。"
    unknown = {
        query: [one.budget.name for one in members if not last.knows(one.budget.code, *pack.queries[query])]
        for query in COMPARED
    }
    told = dict.fromkeys(tuple(names) for names in unknown.values() if names)
    for names in told:
        queries = "、".join(query for query, own in unknown.items() if tuple(own) == names)
        yield f"不知道上年{queries}的部门，上年的合计因此空着：{_listed(names)}。"
    packs = sorted({f"{one.pack.name}（{one.pack.year}年）" if one.pack.year else one.pack.name for one in members})
    if len(packs) > 1:
        yield f"各部门用的格式不同：{'、'.join(packs)}；本表按同一种口径统计，与各部门公开的数可能不同。"
    new = [one.budget.name for one in members if last.parts[one.budget.code].none is not None]
    if new:
        yield f"上年没有预算的部门：{_listed(new)}。"


def _of_own_words(moved: Sequence[_Moved]) -> Iterable[str]:
    """Say which words of departments' own packs stand in no column but the totals."""
    entries = [entry for one in moved for entry in one.entries(one.member.budget.entries)]
    for dimension, attribute in (("资金性质", "fund"), ("支出类型", "spending_type")):
        used = {getattr(entry, attribute): None for entry in entries}
        own = [word for word in used if word and word not in STANDARD.values[dimension]]
        if own:
            yield f"各部门格式自己的{dimension}，只在合计里，不在各栏里：{'、'.join(own)}。"


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个部门" if len(names) > _MOST else ""
    return "、".join(names[:_MOST]) + more
