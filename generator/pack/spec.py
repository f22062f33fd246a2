"""What a pack says, as records: the table language with its Chinese keys turned into English fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.base.frozen import frozen
from generator.facts.declaration import Declarations
from generator.findings.finding import Place
from generator.ledger import DIMENSIONS, EVERYTHING, MEASURES, Condition, Dimensions

CHANGES = DIFFERENCE, RATE = "增减额", "增减率"  # contents that compare an amount with that of another book
AMOUNTS = (*MEASURES, *CHANGES)  # contents that count entries

ROW_NUMBER = "序号"  # what a column may print (内容) but amounts and fields
GROUP = "组"
NAMES = ("标签", "名称")  # contents that print a row's label
CODES = ("编码", "编码.类", "编码.款", "编码.项")
LABELS = (GROUP, *NAMES, *CODES)


@frozen
class NumberFormat:
    """How amounts are printed (数字): unit, decimals, thousands separators, and the text for nothing."""

    unit: str = "万元"
    places: int = 2
    grouping: bool = False
    zero: str = ""
    trailing: str = "保留"  # 末尾零: 保留, 去掉, or 整数去掉 (those of a whole number)

    @property
    def scale(self) -> int:
        """The power of ten by which 元 are divided."""
        return {"元": 0, "万元": 4, "亿元": 8}[self.unit]


@frozen
class ColumnSpec:
    """A column, or a heading above columns (列). `rows` makes it a list of its own beside others (收入 | 支出)."""

    title: str
    place: Place
    children: tuple[ColumnSpec, ...] = ()
    condition: Condition = EVERYTHING
    content: str = "金额"
    rows: tuple[RowSpec, ...] | None = None
    merge: bool = False
    span: int = 1
    number: NumberFormat | None = None
    applies: str = ""
    least: float | None = None
    most: float | None = None
    grow: float | None = None
    centred: bool = False
    used_only: bool = False  # 列示: 有数 — left out where it has no money
    share_of: str = ""  # 占比: a field of the record, of which this one is printed as a percentage
    whole: Condition | None = None  # 占比 of money: what replaces the row's condition in the whole
    book: str = ""  # 数据版本: whose amounts; of a comparison, with whose
    where: Place | None = None  # of its 条件


@frozen
class RowSpec:
    """A row, or a rule that makes rows (行). `kind` is 标签, 合计, 科目, 记录, 分组, 补齐 or 空行."""

    kind: str
    place: Place
    label: str = ""
    condition: Condition = EVERYTHING
    dimension: str = ""  # 科目
    first_level: str = "类"  # 从
    last_level: str = "项"  # 到
    everything: bool = False  # 列示: 全部
    used_only: bool = False  # 列示: 有数, of a 标签: left out where it has no money
    records: str = ""  # 记录
    spread: str = ""  # 展开: a list within each record, of which every entry gets a row; the record's cells span them
    group: str = ""  # 组: what a labelled row belongs to, printed in the column 组
    by: tuple[str, ...] = ()  # 分组: one row for each of the values of these dimensions
    nameless: tuple[tuple[str, str], ...] = ()  # 空值: by dimension, what is printed for no value
    order: tuple[str, ...] = ()  # 排序
    children: tuple[RowSpec, ...] = ()  # 下级
    blank: tuple[str, ...] = ()  # 不填
    count: int = 1  # 空行
    applies: str = ""
    content: str = ""  # 内容: 增减额 or 增减率, instead of the amounts of its columns
    whole: Condition | None = None  # 占比
    book: str = ""  # 数据版本, also of the rows below it
    where: Place | None = None  # of its 条件


@frozen
class FormCell:
    """A cell of a form (表单): a label or a fact as text, a field's content, or an amount under a condition."""

    place: Place
    text: str | None = None
    content: str = ""
    condition: Condition = EVERYTHING
    colspan: int = 1
    rowspan: int = 1
    numbered: bool = False  # a list of sentences: number them 1. 2. 3.
    share_of: str = ""  # 占比: a field of the record, of which this one is printed as a percentage
    number: NumberFormat | None = None
    whole: Condition | None = None  # 占比 of money: the query of which it is a percentage
    book: str = ""  # 数据版本
    where: Place | None = None  # of its 条件


@frozen
class EmptySpec:
    """What an empty table prints (空表): the notice, and what of the table is kept (表头, 合计行 or 全部)."""

    note: str = ""
    keep: str = "表头"


@frozen
class TableSpec:
    """One table of the form."""

    name: str
    place: Place
    title: str = ""
    line: tuple[str, str, str] = ("", "", "")
    notes: tuple[str, ...] = ()
    data: str = "收支"
    condition: Condition = EVERYTHING
    columns: tuple[ColumnSpec, ...] = ()
    rows: tuple[RowSpec, ...] = ()
    numbered: bool = False  # 栏次
    empty: EmptySpec = EmptySpec()
    each: str = ""  # 逐条
    order: tuple[str, ...] = ()
    form: tuple[tuple[FormCell, ...], ...] = ()
    number: NumberFormat = NumberFormat()
    applies: str = ""
    new_page: bool = False  # 另起页
    book: str = ""  # 数据版本
    where: Place | None = None  # of its 条件


@frozen
class ChartSpec:
    """A drawing of a table (图): the rows and columns that it shows, by what they are called; without names, all."""

    name: str
    place: Place
    title: str
    table: str
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    kind: str = "条形图"


def rows_of(spec: TableSpec) -> tuple[RowSpec, ...]:
    """Give the rows of a table and of all its column groups, without those below others (下级)."""
    return (*spec.rows, *(row for column in every_column(spec.columns) for row in column.rows or ()))


def every_row(spec: TableSpec) -> Iterator[RowSpec]:
    """Yield all rows of a table and of its column groups, those below others included."""
    yield from every_below(rows_of(spec))


def every_below(rows: Iterable[RowSpec]) -> Iterator[RowSpec]:
    """Yield rows, then those below them."""
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        yield row
        waiting.extend(row.children)


def every_cell(spec: TableSpec) -> Iterator[FormCell]:
    """Yield all cells of a table's form."""
    for row in spec.form:
        yield from row


def every_column(columns: Iterable[ColumnSpec]) -> Iterator[ColumnSpec]:
    """Yield all columns, headings and what is below them."""
    for column in columns:
        yield column
        yield from every_column(column.children)


@frozen
class PackText:
    """A text file of the pack: a Jinja template, and where it is."""

    file: str
    source: str


@frozen
class Obligation:
    """What must be published (公开要求), by whom it is demanded, and how a form does it.

    It is met if all tables are there, a heading and (of the first table) the listed words and the level. `words` say
    where else it may stand. `absent` is what this form does not have; without a source in law, the form demands it.
    """

    name: str
    place: Place
    demand: str = ""  # 要求
    side: str = "完整性"  # 类别
    sources: Mapping[str, str] = field(default_factory=dict)  # 依据, by version
    column: str = ""  # 栏目: of the inspection sheet
    applies: str = ""
    tables: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()  # 标题: one of them
    words: tuple[str, ...] = ()  # 文字: one of them
    listed: tuple[str, ...] = ()  # 列出: each has a cell of its own; a|b are two ways to write it
    level: str = ""  # 到: 项 or 款
    days: int = 0  # 期限: after the approval
    printed: str = ""  # 印: 封面 or 目录
    without: tuple[str, ...] = ()  # 不得有: remarks of an audit, by code or by certainty
    absent: bool = False


@frozen
class Verified:
    """A finding of the pack that its author keeps (已核实): its code, where it is, and the reason.

    `places` are the 口径, 表, 列 or 行 concerned, by these words; `file` is a file's name; without both, any place.
    """

    code: str
    places: tuple[tuple[str, str], ...]
    file: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True, eq=False)  # one that is kept is the same: what follows from it can be kept, too
class Pack:
    """An official form: everything that `compose` needs besides a budget."""

    name: str
    title: str  # of the document (Jinja)
    tables: Mapping[str, TableSpec]
    queries: Mapping[str, tuple[str, Condition]]  # 口径: name → (data set, condition)
    names: Mapping[str, Mapping[str, str]]  # 科目名称
    texts: Mapping[str, PackText]  # by file name
    number: NumberFormat
    word: bytes
    word_file: str
    title_place: Place | None = None
    accepted: tuple[Verified, ...] = ()  # 已核实, also of what it extends
    query_places: Mapping[str, Place] = field(default_factory=dict)  # of 口径
    year: int = 0  # the first budget year that the form is for; of one for every year, that of what it extends
    said: NumberFormat = field(default=NumberFormat(zero="0.00"))  # 正文数字: how sentences print amounts
    rates: NumberFormat = field(default=NumberFormat())  # 正文比率: how sentences print percentages
    rounding_note: str = ""  # 舍入说明: said where printed parts do not add up; empty for nothing
    exact_changes: bool = False  # 增减按精确数: the difference of the exact figures, not of the shown ones
    demanded: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # 必备, by version: keys the budget must state
    dimensions: Dimensions = field(default_factory=lambda: DIMENSIONS)  # with the words that the pack declares (维度值)
    data: Declarations = field(default_factory=dict)  # 数据: keys, records and fields of its own
    required: tuple[str, ...] = ()  # 正文必有: queries that the text must ask for
    charts: Mapping[str, ChartSpec] = field(default_factory=dict)  # 图
    obligations: tuple[Obligation, ...] = ()  # 公开要求, the law's first
    parts: tuple[str, ...] = ()  # 选印: parts that are printed only where they are asked for
    folders: tuple[str, ...] = field(default=())  # from the pack itself to what it extends, for messages


def every_condition(pack: Pack) -> Iterator[Condition]:
    """Yield all conditions of a pack: those of its queries, and those that stand in its tables."""
    yield from (condition for _, condition in pack.queries.values())
    for spec in pack.tables.values():
        yield spec.condition
        yield from (column.condition for column in every_column(spec.columns))
        yield from (row.condition for row in every_row(spec))
        yield from (cell.condition for cell in every_cell(spec))
