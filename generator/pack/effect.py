"""What has no effect where it stands: keys, fields and conditions of a pack that would print a blank or another sum.

Such a pack loads, and its tables can be made; but what they print is not what they say. Each is an error at its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from generator.base.frozen import frozen
from generator.facts.assemble import RECORD_FIELDS
from generator.facts.declared import fields_of
from generator.facts.words import CHILD_LISTS, LINE_LISTS, MONEY_OF, NAMED, RECORD_LISTS, THIS_YEAR
from generator.findings.finding import Finding, Place
from generator.ledger import EVERYTHING
from generator.pack.nodes import NO_EFFECT, SAME_AGAIN, SHOWN, UNKNOWN_NAME, suggestion
from generator.pack.spec import (
    AMOUNTS,
    CHANGES,
    CODES,
    GROUP,
    LABELS,
    NAMES,
    ROW_NUMBER,
    ColumnSpec,
    EmptySpec,
    FormCell,
    Pack,
    RowSpec,
    TableSpec,
    every_cell,
    every_column,
)

_OPEN = ("计划.", "说明.")  # fields whose names the pack chooses
_NO_BOOKS = f"只有{'、'.join(NAMED)}能与上年对上，“{{}}”没有别的账的数。"
_OF_SUBJECT = '要印部门、单位的事实，请写 文字: "{{ 部门.名称 }}"。'
TEXTS = ("内容",)  # the fields of a list of texts, which one cell of a form can print
_OF_UNITS = "单位"  # the records within which those that a pack declares may stand
Fields = Mapping[str, tuple[str, ...]]  # that a record of each list may have


@frozen
class _RowsUnder:
    """The rows of a table, or of one of its column groups, under their columns."""

    spec: TableSpec
    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...]
    narrowed: bool
    fields: Fields
    around: tuple[RowSpec, ...] = ()  # of the groups around it, which its columns print as well
    own: bool = True  # no group within it prints the cells of its columns

    @property
    def leaves(self) -> tuple[ColumnSpec, ...]:
        """The columns that have cells."""
        return tuple(column for column in every_column(self.columns) if not column.children)

    @property
    def all_rows(self) -> tuple[RowSpec, ...]:
        """The rows, those below others included."""
        return tuple(_below((*self.rows, *self.around)))


@lru_cache(8)
def review(pack: Pack) -> tuple[Finding, ...]:
    """Give what has no effect, of all tables, each once."""
    fields = record_fields(pack)
    return tuple(dict.fromkeys(finding for spec in pack.tables.values() for finding in _table(spec, fields)))


def record_fields(pack: Pack) -> Fields:
    """Give the fields that a record of each list may have, those that the pack declares (数据) included."""
    own = fields_of(pack.data)
    return {name: (*RECORD_FIELDS.get(name, ()), *own.get(name, ())) for name in (*RECORD_FIELDS, *own)}


def listed_fields(pack: Pack) -> Fields:
    """Give the fields of the lists that stand by themselves, not in other records."""
    return {name: fields for name, fields in record_fields(pack).items() if not _is_part(name)}


def _is_part(name: str) -> bool:
    """Tell whether the records of a list stand in others only."""
    return name in CHILD_LISTS and name not in RECORD_LISTS


def _owners(name: str) -> tuple[str, ...]:
    """Give the lists in whose records those of a list may stand: of one that a pack declares, the units."""
    return CHILD_LISTS.get(name, () if name in RECORD_LISTS else (_OF_UNITS,))


def _table(spec: TableSpec, fields: Fields) -> Iterator[Finding]:
    if not spec.columns and not spec.form:
        yield _useless(spec.place, f"表“{spec.name}”没有列。", "请写“列”，或者写“表单”。")
    if not spec.columns and spec.form:
        of_lists = (("行", spec.rows), ("栏次", spec.numbered), ("空表", spec.empty != EmptySpec()))
        for key in (key for key, said in of_lists if said):
            yield _useless(spec.place, f"只有表单，没有列，“{key}”不起作用。", f"请写“列”，或者删去“{key}”。")
    if not spec.each:
        kept = (("排序", spec.order), ("另起页", spec.new_page))
        for key in (key for key, said in kept if said):
            yield _useless(spec.place, f"没有写“逐条”，“{key}”不起作用。", f"请写 逐条: 项目，或者删去“{key}”。")
    else:
        yield from _fields(spec.order, spec.each, spec.place, fields)
    for cell in every_cell(spec):
        yield from _form_cell(cell, spec, fields)
    yield from _columns(spec)
    for part in _lists(spec, fields):
        yield from _list(part)


def _lists(spec: TableSpec, fields: Fields) -> Iterator[_RowsUnder]:
    whole = _RowsUnder(spec, spec.columns, spec.rows, spec.condition != EVERYTHING, fields)
    found = tuple(_groups(whole, spec.columns))
    yield from found or ((whole,) if spec.columns else ())


def _groups(outer: _RowsUnder, columns: Sequence[ColumnSpec]) -> Iterator[_RowsUnder]:
    """Yield the column groups that have rows of their own, those within others too."""
    for column in columns:
        inner = replace(outer, narrowed=outer.narrowed or column.condition != EVERYTHING)
        if column.rows is not None:
            own = not any(child.rows is not None for child in column.children)
            yield replace(inner, columns=column.children or (column,), rows=column.rows, own=own)
        yield from _groups(replace(inner, around=(*outer.around, *(column.rows or ()))), column.children)


def _columns(spec: TableSpec) -> Iterator[Finding]:
    """Yield what is wrong with columns, whatever their rows are."""
    if spec.rows and any(column.rows is not None for column in every_column(spec.columns)):
        yield _useless(spec.rows[0].place, "各组列有自己的“行”，表的“行”不起作用。", "请删去表的“行”。")
    for column in every_column(spec.columns):
        if column.children:
            single = (
                ("内容", column.content != "金额"),
                ("跨列", column.span != 1),
                ("合并", column.merge),
                ("居中", column.centred),
                ("占比", column.share_of),
                ("宽", column.least is not None or column.most is not None or column.grow is not None),
            )
            for key in (key for key, said in single if said):
                yield _useless(column.place, f"“{column.title}”下面还有列，“{key}”不起作用。", "请写在下面的列里。")
        yield from _twins(column.children)
    yield from _twins(spec.columns)


def _twins(columns: Sequence[ColumnSpec]) -> Iterator[Finding]:
    """Find columns beside each other that print the same amounts."""
    amounts = [one for one in columns if not one.children and one.content in AMOUNTS and not one.condition.never]
    for one, other in combinations(amounts, 2):
        together = not (one.applies and other.applies and one.applies != other.applies)
        if together and _says(one) == _says(other):
            said = "都没有条件" if one.condition == EVERYTHING else "的条件相同"
            message = f"“{one.title}”和“{other.title}”{said}，印的是同样的数。"
            yield SAME_AGAIN.at(other.place, message, "请给其中一列写上它的条件，或者删去一列。")


def _says(column: ColumnSpec) -> object:
    clauses = {(one.dimension, frozenset(one.values)) for one in column.condition.clauses}
    return column.content, column.number, frozenset(clauses), column.rows, column.book, column.whole


def _list(part: _RowsUnder) -> Iterator[Finding]:
    if not part.rows:
        yield _useless(part.columns[0].place, f"表“{part.spec.name}”的这些列没有行。", "请写“行”。")
    for leaf in part.leaves if part.own else ():
        yield from _leaf(leaf, part)
    within = (part.spec.each,) if part.spec.each else ()
    for row in part.rows:
        yield from _row(row, part, within, narrowed=part.narrowed)


def _leaf(leaf: ColumnSpec, part: _RowsUnder) -> Iterator[Finding]:
    content, rows = leaf.content, part.all_rows
    if content not in AMOUNTS and leaf.condition != EVERYTHING and not leaf.used_only:
        remedy = "请删去条件；要的是金额，请删去“内容”。"
        yield _useless(leaf.place, f"“{leaf.title}”印的是{content}，条件不起作用。", remedy)
    if content == "数量" and part.spec.data == "收支" and not _has(rows, content, part.fields):
        yield _useless(leaf.place, "收支没有数量。", "请写 数据: 采购 或者 固定资产。")
    coded = any(row.kind == "科目" or row.records in LINE_LISTS for row in rows) or _has(rows, content, part.fields)
    if content in CODES and rows and not coded:
        yield _useless(leaf.place, f"各行都不是科目，“{leaf.title}”没有编码。", "请写 内容: 标签，或者删去这一列。")
    if content in (*AMOUNTS, *LABELS, ROW_NUMBER) or any(row.spread and not _has_part(row) for row in rows):
        return  # the parts of a record that has no such list are told at its row
    for name in (content, leaf.share_of):
        if name and rows and not _has(rows, name, part.fields):
            lists = [row.records for row in rows if row.records]
            known = [field for one in lists for field in part.fields.get(one, ())]
            known += [dimension for row in rows for dimension in row.by]
            said = "各行的记录里" if lists else "各行都不是记录，"
            message = f"{said}没有“{name[:SHOWN]}”，“{leaf.title}”永远是空的。"
            yield UNKNOWN_NAME.at(leaf.place, message, suggestion(name, (*known, *AMOUNTS, *LABELS, ROW_NUMBER)))


def _has(rows: Iterable[RowSpec], name: str, fields: Fields) -> bool:
    return any(name in row.by or _of_records(row, name, fields) for row in rows)


def _of_records(row: RowSpec, name: str, fields: Fields) -> bool:
    """Tell whether a row of records prints a field: of the record, of its parts (展开), a list of sentences in it."""
    sentences = row.records in CHILD_LISTS.get(name, ()) and RECORD_FIELDS.get(name) == TEXTS
    return sentences or any(one and is_field(name, one, fields) for one in (row.records, row.spread))


def is_field(name: str, records: str, fields: Fields) -> bool:
    """Tell whether the records of a list may have a field; `fields` are those of each list."""
    known = fields.get(records, ())
    return name in known or any(name.startswith(group) and group in known for group in _OPEN)


def _row(row: RowSpec, part: _RowsUnder, within: tuple[str, ...], *, narrowed: bool) -> Iterator[Finding]:
    """Yield what is wrong with a row and those below it; `within` are the lists of the records around it."""
    titles = [leaf.title for leaf in part.leaves]
    for title in (one for one in row.blank if one not in titles):
        message = f"没有标题是“{title[:SHOWN]}”的列，“不填”不起作用。"
        yield UNKNOWN_NAME.at(row.place, message, suggestion(title, titles))
    if row.kind in ("标签", "合计") and row.label and not _prints_label(row, part.leaves):
        message = f"没有印文字的列，“{row.label[:SHOWN]}”印不出来。"
        yield _useless(row.place, message, "请加上一列，写 内容: 标签。")
    if row.group and GROUP not in (leaf.content for leaf in part.leaves):
        message = f"没有印组的列，“{row.group[:SHOWN]}”印不出来。"
        yield _useless(row.place, message, "请加上一列，写 内容: 组。")
    yield from _compared_row(row, part)
    if row.kind == "记录":
        yield from _record_row(row, part, within, narrowed=narrowed or row.condition != EVERYTHING)
    inner = (*within, row.records) if row.records else within
    for child in row.children:
        below = narrowed or row.condition != EVERYTHING or row.kind in ("科目", "记录")
        yield from _row(child, part, inner, narrowed=below)


def _compared_row(row: RowSpec, part: _RowsUnder) -> Iterator[Finding]:
    """Yield what is wrong with the books of a row: 内容 and 占比 said twice or for nothing, records without books."""
    amounts = [leaf for leaf in part.leaves if leaf.content in AMOUNTS]
    says = "内容" if row.content else "占比" if row.whole is not None else ""
    if says and not amounts:
        yield _useless(row.place, f"没有金额的列，行的“{says}”不起作用。", f"请删去“{says}”。")
    for leaf in amounts:
        if says and (leaf.content in CHANGES or leaf.whole is not None):
            message = f"列“{leaf.title}”已经写了怎样比，行的“{says}”会盖过它。"
            yield _useless(row.place, message, "请只写在列里，或者只写在行里。")
            break
    shows = [row.book or leaf.book or THIS_YEAR for leaf in amounts]
    compares = row.content or any(leaf.content in CHANGES for leaf in amounts)
    if row.kind == "记录" and row.records not in NAMED and (compares or any(one != THIS_YEAR for one in shows)):
        yield _useless(row.place, _NO_BOOKS.format(row.records), "请删去“数据版本”、增减额和增减率。")


def _prints_label(row: RowSpec, leaves: Sequence[ColumnSpec]) -> bool:
    contents = [leaf.content for leaf in leaves if leaf.content != ROW_NUMBER]
    if row.kind == "合计" and contents:
        return contents[0] not in AMOUNTS or any(content in NAMES for content in contents)
    return any(content in NAMES for content in contents)


def _record_row(row: RowSpec, part: _RowsUnder, within: tuple[str, ...], *, narrowed: bool) -> Iterator[Finding]:
    name, owners = row.records, _owners(row.records)
    yield from _fields(row.order, name, row.place, part.fields)
    inside = any(owner in within for owner in owners)
    if _is_part(name) and not inside:
        message = f"“{name}”是{owners[0]}的一部分，写在这里没有可列的。"
        remedy = f"请写 逐条: {owners[0]}，或者写在 记录: {'、'.join(owners)} 的“下级”里。"
        yield _useless(row.place, message, remedy)
    if name not in MONEY_OF:
        if row.condition != EVERYTHING or (narrowed and not inside):
            message = f"“{name}”没有收支明细，条件（包括上级的）不起作用。"
            yield _useless(row.place, message, "请写在没有条件的表和行里。")
        if any(name not in CHILD_LISTS.get(child.records, ()) for child in row.children):
            yield _useless(row.place, f"“{name}”没有收支明细，“下级”不起作用。", "请删去“下级”。")
    if row.spread and not _has_part(row):
        message = f"“{name}”里没有“{row.spread[:SHOWN]}”，“展开”不起作用。"
        parts = [one for one, holders in CHILD_LISTS.items() if name in holders]
        yield UNKNOWN_NAME.at(row.place, message, suggestion(row.spread, parts))
    if (
        name in MONEY_OF
        and part.spec.data not in MONEY_OF[name]
        and (narrowed or any(one.content in AMOUNTS for one in part.leaves))
    ):
        message = f"这张表数的是{part.spec.data}，“{name}”没有这样的钱，永远是空的。"
        yield _useless(row.place, message, f"请写 数据: {MONEY_OF[name][0]}。")
    if row.spread and row.children:
        yield _useless(row.place, "写了“展开”，“下级”会排在展开的各行下面。", "请只写其中一个。")


def _has_part(row: RowSpec) -> bool:
    """Tell whether the records of a row have the list whose entries it spreads over rows (展开)."""
    return row.records in CHILD_LISTS.get(row.spread, ())


def _fields(names: Iterable[str], records: str, place: Place, fields: Fields) -> Iterator[Finding]:
    """Yield the fields (排序) that the records of a list do not have."""
    for name in names:
        if records in fields and not is_field(name, records, fields):
            message = f"“{records}”没有“{name[:SHOWN]}”，“排序”不起作用。"
            yield UNKNOWN_NAME.at(place, message, suggestion(name, fields[records]))


def _form_cell(cell: FormCell, spec: TableSpec, fields: Fields) -> Iterator[Finding]:
    if cell.text is not None:
        return
    texts = [name for name, known in fields.items() if known == TEXTS]
    lists = [name for name in texts if (spec.each in _owners(name) if spec.each else not _is_part(name))]
    if not cell.content:
        yield _useless(cell.place, "这一格没有写印什么。", "请写“文字”或者“内容”；空格子写 文字: ''。")
    for name in (cell.content, cell.share_of):
        if name and name not in (*AMOUNTS, *lists) and not is_field(name, spec.each, fields):
            known = (*fields.get(spec.each, ()), *lists, *AMOUNTS)
            owner = f"“{spec.each}”没有“{name[:SHOWN]}”" if spec.each else f"没有写“逐条”，没有“{name[:SHOWN]}”"
            remedy = suggestion(name, known) if spec.each else f"{suggestion(name, known)}{_OF_SUBJECT}"
            yield UNKNOWN_NAME.at(cell.place, f"{owner}，这一格永远是空的。", remedy)
    yield from _form_amount(cell, spec, fields)
    if cell.numbered and cell.content not in lists:
        yield _useless(cell.place, "“编号”只给列表（例如 绩效目标）的各句加序号。", "请删去“编号”。")


def _form_amount(cell: FormCell, spec: TableSpec, fields: Fields) -> Iterator[Finding]:
    """Yield what is wrong with an amount of a form: no such measure, money that a record does not have, its book."""
    if cell.content not in AMOUNTS:
        return
    if spec.each not in ("", *MONEY_OF) and is_field(cell.content, spec.each, fields):
        kept = (("条件", cell.condition != EVERYTHING), ("占比", cell.whole), ("数据版本", cell.book != spec.book))
        for key in (key for key, said in kept if said):
            yield _useless(cell.place, f"“{spec.each}”没有收支明细，“{key}”不起作用。", f"请删去“{key}”。")
        return
    if cell.content == "数量" and spec.data == "收支":
        yield _useless(cell.place, "收支没有数量。", "请写 数据: 采购 或者 固定资产。")
    if spec.each and spec.data not in MONEY_OF.get(spec.each, ()):
        message = f"这张表数的是{spec.data}，“{spec.each}”没有这样的钱，这一格永远是空的。"
        yield _useless(cell.place, message, "请改“数据”，或者删去这一格。")
    elif spec.each and spec.each not in NAMED and (cell.content in CHANGES or cell.book not in ("", THIS_YEAR)):
        yield _useless(cell.place, _NO_BOOKS.format(spec.each), "请删去“数据版本”、增减额和增减率。")


def _below(rows: Iterable[RowSpec]) -> Iterator[RowSpec]:
    for row in rows:
        yield row
        yield from _below(row.children)


def _useless(place: Place, message: str, remedy: str) -> Finding:
    return NO_EFFECT.at(place, message, remedy)
