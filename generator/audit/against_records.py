"""Lists of a document against the budget's, row by row: projects, indicators, purchases, units; and rows of money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.audit.against_amounts import MONEY, stated_key
from generator.audit.master import Master
from generator.base.frozen import frozen
from generator.base.money import shown
from generator.differences.matching import matched
from generator.findings.finding import Place
from generator.grids.grid import Grid
from generator.intake.owned import identity, owned
from generator.recognition.amounts import decimals, number_in
from generator.recognition.patterns import tight
from generator.recognition.statements import PrintedAmount, PrintedRecord, ReadTable

CHANGED, LACKING, MORE = "不同", "没有", "多出"
_CODES = ("项目编码", "单位编码", "编码")
_NAMES = ("项目名称", "单位名称", "名称", "三级指标", "采购物品名称", "内容")
_GOES_ON = "（续）"  # printed where a merged cell goes on on the next page
_COMPUTED = ("预算数", "财政资金", "其他资金")  # figures, compared as such
_WITHIN, _QUANTITY = "绩效指标", "数量"
_Grouped = dict[tuple[str, str, str], list[PrintedRecord]]


@frozen
class OtherRow:
    """What of a list is not the budget's: a row that lacks, one too many, or a field of one."""

    sort: str
    table: str
    row: str
    place: Place | None  # in the document
    master: Place | None
    field: str = ""
    printed: str = ""
    expected: str = ""

    @property
    def is_number(self) -> bool:
        """Whether two numbers differ."""
        return number_in(self.printed) is not None and number_in(self.expected) is not None


def compare_rows(tables: Sequence[ReadTable], master: Master, *, same_form: bool) -> Iterator[OtherRow]:
    """Compare the rows of lists; in the budget's own form, of each table, and also the rows of money that lack."""
    own = master.source.read.tables
    printed, wanted = _grouped(tables, same_form), _grouped(own, same_form)
    there = {table.table.spec.name for table in tables}
    seen: set[tuple[str, str, str, str]] = set()
    for key in dict.fromkeys((*wanted, *printed)):
        whole = key in printed or (same_form and key[1] in there)
        if not whole or (key not in wanted and not same_form):
            continue
        for one in _of_list(printed.get(key, []), wanted.get(key, []), same_form):
            said = one.row, one.field, one.printed, one.expected
            if one.sort != CHANGED or said not in seen:  # the same in several tables is one
                seen.add(said)
                yield one
    if same_form:
        yield from _rows_of_money(tables, own)


def _grouped(tables: Iterable[ReadTable], same_form: bool) -> _Grouped:
    """Put together the records of each list: of each table in the same form, indicators of each project."""
    found: _Grouped = {}
    for table in tables:
        name = table.table.spec.name if same_form else ""
        for record, within in owned(table.records):
            found.setdefault((record.list, name, ""), []).append(record)
            for one in _whole(within):
                found.setdefault((one.list, name, tight(identity(record))), []).append(one)
    return found


def _whole(records: Iterable[PrintedRecord]) -> list[PrintedRecord]:
    """Put the rows together that are broken over pages: the rest of one has no name, and its merged cells go on."""
    found: list[PrintedRecord] = []
    for one in records:
        if found and not set(_NAMES) & set(one.fields):
            more = {key: text for key, (text, _) in one.fields.items() if not text.endswith(_GOES_ON)}
            before = found[-1].fields
            fields = {key: (before[key][0] + text, before[key][1]) for key, text in more.items() if key in before}
            found[-1] = replace(found[-1], fields={**before, **fields})
        else:
            found.append(one)
    return found


def _of_list(printed: Sequence[PrintedRecord], wanted: Sequence[PrintedRecord], same_form: bool) -> Iterator[OtherRow]:
    pairs = matched([_plain(one) for one in wanted], [_plain(one) for one in printed])
    for old, new in pairs.pairs:
        yield from _of_record(printed[new], wanted[old], same_form)
    for old in pairs.removed:
        one = wanted[old]
        yield OtherRow(LACKING, one.table, _name(one), None, _place(one))
    for new in pairs.added:
        one = printed[new]
        yield OtherRow(MORE, one.table, _name(one), _place(one), None)


def _plain(record: PrintedRecord) -> Mapping[str, str]:
    """Give a record as what lists are matched by: its code, its name, and all else that it says."""
    fields = _fields(record)
    code = next((fields[name][0] for name in _CODES if name in fields), "")
    name = next((fields[name][0] for name in _NAMES if name in fields), "")
    rest = {key: text for key, (text, _) in fields.items() if key not in (*_CODES, *_NAMES)}
    return {"编码": code, "名称": name, **rest} if record.list != _WITHIN else {"名称": name, **rest}


def _fields(record: PrintedRecord) -> dict[str, tuple[str, Place]]:
    """Give the fields of a record as comparable texts, and the amounts of a line that are no sums of the ledger."""
    found = {key: (tight(text), place) for key, (text, place) in record.fields.items() if tight(text)}
    for one in record.amounts:
        if one.data != MONEY and one.value:
            number = one.value.scaleb(-record.scale) if one.measure != _QUANTITY else one.value
            found.setdefault(one.column, (f"{number.normalize():f}", one.place))
    return {key: value for key, value in found.items() if key not in _COMPUTED}


def _of_record(printed: PrintedRecord, wanted: PrintedRecord, same_form: bool) -> Iterator[OtherRow]:
    own, other = _fields(printed), _fields(wanted)
    for key in dict.fromkeys((*other, *own)):
        (text, place), (expected, where) = own.get(key, ("", _place(printed))), other.get(key, ("", _place(wanted)))
        equal = text.removesuffix(_GOES_ON) == expected or _equal(text, printed.scale, expected, wanted.scale)
        if not equal and (same_form or (key in own and key in other)):
            yield OtherRow(CHANGED, printed.table, _name(printed), place, where, key, text, expected)


def _equal(text: str, scale: int, other: str, other_scale: int) -> bool:
    """Tell whether two texts are one number, in the same unit or each in its own."""
    one, two = number_in(text), number_in(other)
    if one is None or two is None:
        return False
    own, others = (one, two), (one.scaleb(scale - other_scale), two)
    return any(_rounded_alike(*pair) for pair in (own, others))


def _rounded_alike(one: Decimal, other: Decimal) -> bool:
    """Tell whether one number is the other, printed with fewer decimals."""
    places = max(2, min(decimals((one,)), decimals((other,))))
    return shown(one, 0, places) == shown(other, 0, places)


def _name(record: PrintedRecord) -> str:
    said = [record.fields[name][0] for name in (*_NAMES, *_CODES) if name in record.fields]
    return said[0] if said else next((text for text, _ in record.fields.values()), "")


def _place(record: PrintedRecord) -> Place | None:
    places = [place for _, place in record.fields.values()] + [one.place for one in record.amounts]
    return next((place for place in places if place.file), None)


def _rows_of_money(tables: Sequence[ReadTable], own: Sequence[ReadTable]) -> Iterator[OtherRow]:
    """Yield the rows of money of the budget's tables that lack in the document, each once."""
    for wanted in own:
        name = wanted.table.spec.name
        same = [table for table in tables if table.table.spec is wanted.table.spec]
        if not same or wanted.table.spec.each:
            continue
        there = {stated_key(one) for table in same for one in table.amounts}
        listed = {id(one) for record in wanted.records for one in record.amounts}
        lacking: dict[str, list[PrintedAmount]] = {}
        for one in wanted.amounts:
            if one.value and id(one) not in listed and stated_key(one) not in there:
                lacking.setdefault(one.row, []).append(one)
        for row, ones in lacking.items():
            place = next((one.place for one in ones if one.place.file), None)
            said = "、".join(dict.fromkeys(f"{one.value:,.2f}" for one in ones))
            grid: Grid = same[0].grids[0]
            yield OtherRow(LACKING, name, row, grid.place, place, expected=f"{said} 元")
