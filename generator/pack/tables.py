"""Reading table specifications (表): keys of the table language to records of `spec`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from generator.facts.words import BOOKS, LAST_YEAR, LEVELS, THIS_YEAR
from generator.findings.finding import Place
from generator.ledger import DATA_SETS, DIMENSIONS, MEASURES, Condition, Queries
from generator.pack.conditions import checked, read_condition
from generator.pack.nodes import (
    CIRCULAR,
    NO_EFFECT,
    SHOWN,
    TOO_LARGE,
    UNKNOWN_NAME,
    UNKNOWN_WORD,
    WRONG_SHAPE,
    Reader,
)
from generator.pack.spec import AMOUNTS, CHANGES, ColumnSpec, EmptySpec, FormCell, NumberFormat, RowSpec, TableSpec
from generator.reading import source
from generator.reading.source import Node, Scalar

TABLE_KEYS = (
    "标题", "抬头", "附注", "数据", "条件", "列", "行", "栏次", "空表", "逐条", "排序", "表单", "沿用", "数字", "适用",
    "另起页", "数据版本",
)  # fmt: skip
COLUMN_KEYS = (
    "标题", "列", "条件", "内容", "行", "合并", "跨列", "数字", "适用", "宽", "最窄", "最宽", "伸展", "居中", "列示",
    "占比", "数据版本",
)  # fmt: skip
ROW_KINDS = ("标签", "合计", "科目", "记录", "分组", "空行")
ROW_KEYS = (
    *ROW_KINDS, "组", "空值", "条件", "从", "到", "列示", "排序", "下级", "不填", "适用", "内容", "占比", "数据版本",
    "展开",
)  # fmt: skip
COMPARED = ("内容", "占比", "数据版本")  # what a row says of its amounts
FORM_KEYS = ("文字", "内容", "条件", "跨列", "跨行", "编号", "占比", "数字", "数据版本")
KEYS_OF = {  # the keys that each kind of row uses, besides its own
    "标签": ("组", "条件", "列示", "下级", "不填", "适用", *COMPARED),
    "合计": ("组", "条件", "列示", "下级", "不填", "适用", *COMPARED),
    "科目": ("标签", "条件", "从", "到", "列示", "下级", "不填", "适用", *COMPARED),
    "记录": ("条件", "排序", "展开", "下级", "不填", "适用", *COMPARED),
    "分组": ("空值", "条件", "下级", "不填", "适用", *COMPARED),
    "空行": ("适用",),
}
_NO_FIELDS = (
    "",
    "序号",
    "组",
    "标签",
    "名称",
    "编码",
    "编码.类",
    "编码.款",
    "编码.项",
    *MEASURES,
)  # contents that are none
CLASSIFICATION_LABEL = "标签"
VERSIONS = ("部门", "单位")
TRAILING = ("保留", "去掉", "整数去掉")  # 末尾零
MOST_TABLES = 300
MOST_PARTS = 3_000  # columns, rows and cells of forms, of all tables; a real form has 400
MOST_COLUMNS = 63  # that a table of Word can have
MOST_BLANK = 100  # blank rows at one place
MOST_ROWSPAN = 100
MOST_PLACES = 8  # decimals
DEEPEST = 10  # columns in columns, rows in rows, fragments in fragments


class TableReader:
    """Reads the tables of a pack: holds the queries and fragments that they name."""

    def __init__(self, reader: Reader, queries: Queries, fragments: dict[str, Node], number: NumberFormat) -> None:
        self.reader = reader
        self.queries = queries
        self.fragments = fragments
        self.number = number
        self.line = ("", "", "")
        self.nodes: dict[str, Node] = {}
        self.open: list[str] = []  # the fragments, and the lists without a name, in which the reading stands
        self.used: set[str] = set()  # the fragments that were named
        self.parts = 0
        self.table_number = number  # of the table whose columns are read
        self.data = DATA_SETS[0]  # that this table counts
        self.column_book = ""  # 数据版本 of what the columns that are read stand in
        self.row_book = ""  # and of what the rows stand in

    def tables(self, node: Node | None) -> dict[str, TableSpec]:
        """Read all tables, in order."""
        self.nodes = self.reader.mapping(node) if node is not None else {}
        for place in [one.place for one in self.nodes.values()][MOST_TABLES : MOST_TABLES + 1]:
            self.reader.report(TOO_LARGE, place, f"表超过 {MOST_TABLES} 张。", "请删去不用的表。")
        return {name: self.table(name, self._inherited(name)) for name in list(self.nodes)[:MOST_TABLES]}

    def _inherited(self, name: str, seen: tuple[str, ...] = ()) -> dict[str, Node]:
        """Return the keys of a table, those of the table that it builds on (沿用) included."""
        own = self.reader.mapping(self.nodes[name], TABLE_KEYS)
        base = own.pop("沿用", None)
        if not isinstance(base, Scalar):
            self.reader.text(base)  # which must be a text
            return own
        if base.text in (*seen, name):
            message = f"表“{base.text[:SHOWN]}”沿用了自己。"
            self.reader.report(CIRCULAR, base.place, message, "请写另一张表，或者删去“沿用”。")
            return own
        if base.text not in self.nodes:
            self.reader.unknown(UNKNOWN_NAME, base.place, "没有可以沿用的表“{}”。", base.text, self.nodes)
            return own
        return {**self._inherited(base.text, (*seen, name)), **own}

    def table(self, name: str, keys: dict[str, Node]) -> TableSpec:
        """Read one table from its keys."""
        reader = self.reader
        self.data = reader.word(keys.get("数据"), DATA_SETS, DATA_SETS[0])
        condition = self.condition(keys.get("条件"))
        number = self.number_format(keys.get("数字"), self.number)
        self.column_book = reader.word(keys.get("数据版本"), BOOKS, "")
        return TableSpec(
            name=name,
            place=self.nodes[name].place,
            title=reader.text(keys.get("标题"), name),
            line=self.head_line(keys.get("抬头")) or self.line,
            notes=reader.texts(keys.get("附注")),
            data=self.data,
            condition=condition,
            columns=self.grid(keys.get("列"), condition, number),
            rows=self.rows(keys.get("行")),
            numbered=reader.yes(keys.get("栏次")),
            empty=self.empty(keys.get("空表")),
            each=reader.text(keys.get("逐条")),
            order=reader.texts(keys.get("排序")),
            form=self.form(keys.get("表单"), condition, number),
            number=number,
            applies=reader.word(keys.get("适用"), VERSIONS, ""),
            new_page=reader.yes(keys.get("另起页")),
            book=self.column_book,
            where=_place_of(keys.get("条件")),
        )

    def condition(self, node: Node | None) -> Condition:
        """Read 条件 of a table, or of what stands in it."""
        return read_condition(node, self.reader, self.queries, self.data)

    def head_line(self, node: Node | None) -> tuple[str, str, str] | None:
        """Read 抬头: three texts, left, centre and right."""
        if node is None:
            return None
        texts = self.reader.texts(node)
        if len(texts) != len(self.line):
            self.reader.report(
                WRONG_SHAPE, node.place, "抬头应当是三段文字：左、中、右。", '例如 ["", "", "单位：万元"]。'
            )
            return None
        return (texts[0], texts[1], texts[2])

    def number_format(self, node: Node | None, default: NumberFormat) -> NumberFormat:
        """Read 数字; what is not said stays as the default."""
        if node is None:
            return default
        keys = self.reader.mapping(node, ("单位", "小数", "千分位", "零值", "末尾零"))
        return NumberFormat(
            unit=self.reader.word(keys.get("单位"), ("元", "万元", "亿元"), default.unit),
            places=self.reader.number(keys.get("小数"), default.places, most=MOST_PLACES),
            grouping=self.reader.yes(keys["千分位"]) if "千分位" in keys else default.grouping,
            zero=self.reader.text(keys.get("零值"), default.zero),
            trailing=self.reader.word(keys.get("末尾零"), TRAILING, default.trailing),
        )

    def rate_format(self, node: Node | None) -> NumberFormat:
        """Read 正文比率: how sentences print percentages."""
        if node is None:
            return NumberFormat()
        keys = self.reader.mapping(node, ("小数", "末尾零"))
        places = self.reader.number(keys.get("小数"), NumberFormat().places, most=MOST_PLACES)
        return NumberFormat(places=places, trailing=self.reader.word(keys.get("末尾零"), TRAILING, TRAILING[0]))

    def empty(self, node: Node | None) -> EmptySpec:
        """Read 空表."""
        if node is None:
            return EmptySpec()
        keys = self.reader.mapping(node, ("说明", "保留"))
        keep = self.reader.word(keys.get("保留"), ("表头", "合计行", "全部"), "表头")
        return EmptySpec(self.reader.text(keys.get("说明")), keep)

    def grid(self, node: Node | None, above: Condition, number: NumberFormat) -> tuple[ColumnSpec, ...]:
        """Read the columns of a table; no version of it may be wider than Word can bear."""
        self.table_number = number
        columns = self.columns(node, above, number)
        if node is not None and any(_width(columns, version) > MOST_COLUMNS for version in VERSIONS):
            message = f"一张表最多 {MOST_COLUMNS} 列（跨列的，跨几列算几列）。"
            self.reader.report(TOO_LARGE, node.place, message, "请分成几张表。")
            return ()
        return columns

    def columns(self, node: Node | None, above: Condition, number: NumberFormat) -> tuple[ColumnSpec, ...]:
        """Read a list of columns, or the name of a fragment (片段)."""
        with self.opened(node) as items:
            return tuple(self.column(item, above, number) for item in items if self.counted(item))

    @contextmanager
    def opened(self, node: Node | None) -> Iterator[tuple[Node, ...]]:
        """Give the items of a list, or of the fragment that it names; nothing where that has no end."""
        name = node.text if isinstance(node, Scalar) else ""
        circular = name != "" and name in self.open
        if node is not None and (circular or len(self.open) == DEEPEST):
            message = f"“{name[:SHOWN]}”引用了自己。" if circular else f"这里套了 {DEEPEST} 层以上。"
            self.reader.report(CIRCULAR, node.place, message, "请把这里写成单独的一层。")
            yield ()
            return
        self.open.append(name)
        yield self.listed(node)
        self.open.pop()

    def counted(self, node: Node) -> bool:
        """Count a column, a row or a cell of a form; false where there are too many."""
        self.parts += 1
        if self.parts == MOST_PARTS + 1:
            message = f"各张表的列、行和表单的格子合起来超过 {MOST_PARTS} 个（片段用几次算几次）。"
            self.reader.report(TOO_LARGE, node.place, message, "请检查片段是不是引用得太多。")
        return self.parts <= MOST_PARTS

    def column(self, node: Node, above: Condition, number: NumberFormat) -> ColumnSpec:
        """Read one column and those below it."""
        reader = self.reader
        keys = reader.mapping(node, COLUMN_KEYS)
        condition = self.condition(keys.get("条件"))
        within = checked(above & condition, node.place, reader)
        inner = self.number_format(keys["数字"], number) if "数字" in keys else None
        width = reader.size(keys.get("宽"))
        above_book, self.column_book = self.column_book, reader.word(keys.get("数据版本"), BOOKS, self.column_book)
        rows = self.rows(keys["行"]) if "行" in keys else None
        children = self.columns(keys.get("列"), within, inner or number)
        book, self.column_book = self.column_book, above_book
        self.framed(node, rows, children)
        content = reader.text(keys.get("内容"), "金额")
        self.compared(keys, content, book, is_group=bool(children))
        return ColumnSpec(
            title=reader.text(keys.get("标题")),
            place=node.place,
            children=children,
            condition=condition,
            content=content,
            rows=rows,
            merge=reader.yes(keys.get("合并")),
            span=reader.number(keys.get("跨列"), 1, 1, MOST_COLUMNS),
            number=inner or (number if number != self.table_number else None),
            applies=reader.word(keys.get("适用"), VERSIONS, ""),
            least=width if width is not None else reader.size(keys.get("最窄")),
            most=width if width is not None else reader.size(keys.get("最宽")),
            grow=reader.size(keys.get("伸展")),
            centred=reader.yes(keys.get("居中")),
            used_only=self.used_only(keys),
            share_of="" if content in MEASURES else self.share_of(keys),
            whole=self.whole(keys) if content in MEASURES else None,
            book=book,
            where=_place_of(keys.get("条件")),
        )

    def compared(self, keys: dict[str, Node], content: str, book: str, *, is_group: bool = False) -> None:
        """Report a book (数据版本) of what prints no amount, and a comparison with itself."""
        if content in CHANGES and book == THIS_YEAR:
            message = f"“{content}”是与别的账比，{book}不能与自己比。"
            self.reader.report(WRONG_SHAPE, keys["内容"].place, message, f"请写 数据版本: {LAST_YEAR}，或者删去它。")
        if "数据版本" in keys and not is_group and content not in (*MEASURES, *CHANGES):
            message = f"这里印的是{content[:SHOWN]}，“数据版本”不起作用。"
            self.reader.report(NO_EFFECT, keys["数据版本"].place, message, "请删去“数据版本”。")
        if content in CHANGES and "占比" in keys:
            message = f"写了“{content}”，“占比”不起作用。"
            self.reader.report(NO_EFFECT, keys["占比"].place, message, "请只写其中一个。")

    def whole(self, keys: dict[str, Node]) -> Condition | None:
        """Read 占比 of money: the query (口径) of which an amount is printed as a percentage."""
        if "占比" not in keys:
            return None
        name, place = self.reader.text(keys["占比"]), keys["占比"].place
        if name not in self.queries:
            self.reader.unknown(UNKNOWN_NAME, place, "没有名为“{}”的口径。", name, self.queries)
            return None
        data, condition = self.queries[name]
        if data != self.data:
            message = f"口径“{name}”数的是{data}，这张表数的是{self.data}。"
            self.reader.report(WRONG_SHAPE, place, message, "请换一个口径。")
        return condition

    def framed(self, node: Node, rows: tuple[RowSpec, ...] | None, children: Sequence[ColumnSpec]) -> None:
        """Demand 补齐 of a column group around groups that have rows of their own: there they stand."""
        inner = [child for child in children if child.rows is not None]
        if not inner:
            return
        if len(inner) != len(children) or rows is None or not any(row.kind == "补齐" for row in rows):
            message = "这组列里面的各列有自己的行，外面的“行”没有说明它们排在哪里。"
            remedy = "里面每一列都写自己的“行”；外面的“行”里写一个“补齐”，里面的各行就排在那里。"
            self.reader.report(WRONG_SHAPE, node.place, message, remedy)

    def share_of(self, keys: dict[str, Node]) -> str:
        """Read 占比: the field of a record of which 内容, another field, is printed as a percentage."""
        if "占比" not in keys:
            return ""
        content = self.reader.text(keys.get("内容"))
        if content in _NO_FIELDS:
            message = "“占比”只能和金额或者记录的字段（例如 内容: 计划.3月底）一起写。"
            self.reader.report(WRONG_SHAPE, keys["占比"].place, message, "请改“内容”，或者删去“占比”。")
        return self.reader.text(keys["占比"])

    def used_only(self, keys: dict[str, Node]) -> bool:
        """Read 列示 of a column or a labelled row: 有数 leaves it out where it has no money."""
        return self.reader.word(keys.get("列示"), ("全部", "有数"), "全部") == "有数"

    def listed(self, node: Node | None) -> tuple[Node, ...]:
        """Return the items of a list that may also be the name of a fragment."""
        if isinstance(node, Scalar):
            fragment = self.fragments.get(node.text)
            self.used.add(node.text)
            if fragment is None:
                self.reader.unknown(UNKNOWN_NAME, node.place, "没有名为“{}”的片段。", node.text, self.fragments)
            return self.reader.items(fragment)
        return self.reader.items(node)

    def rows(self, node: Node | None) -> tuple[RowSpec, ...]:
        """Read a list of rows, or the name of a fragment; a fragment may stand among the rows as well."""
        found: list[RowSpec] = []
        with self.opened(node) as items:
            for item in items:
                if not self.counted(item):
                    break
                if isinstance(item, Scalar) and item.text in self.fragments:
                    found.extend(self.rows(item))
                else:
                    found.append(self.row(item))
        for second in [row for row in found if row.kind == "补齐"][1:]:
            self.reader.report(WRONG_SHAPE, second.place, "一组行里只能有一个“补齐”。", "请只留一个。")
        return tuple(found)

    def row(self, node: Node) -> RowSpec:
        """Read one row: a word (补齐) or a mapping with one of the row kinds."""
        if isinstance(node, Scalar):
            known = self.reader.word(node, ("补齐", *self.fragments), "")
            return RowSpec("补齐" if known else "空行", node.place)
        keys = self.reader.mapping(node, ROW_KEYS)
        kind = "科目" if "科目" in keys else next((kind for kind in ROW_KINDS if kind in keys), "")
        if not kind:
            self.reader.report(WRONG_SHAPE, node.place, "这一行没有说明种类。", f"应当有{'、'.join(ROW_KINDS)}之一。")
            return RowSpec("空行", node.place)
        self.only(keys, kind)
        above_book, self.row_book = self.row_book, self.reader.word(keys.get("数据版本"), BOOKS, self.row_book)
        children = self.rows(keys["下级"]) if "下级" in keys else ()
        book, self.row_book = self.row_book, above_book
        content = self.reader.word(keys.get("内容"), CHANGES, "")
        self.compared(keys, content or MEASURES[0], book)
        row = RowSpec(
            kind=kind,
            place=node.place,
            condition=self.condition(keys.get("条件")),
            children=children,
            content=content,
            whole=self.whole(keys),
            book=book,
            where=_place_of(keys.get("条件")),
            blank=self.reader.texts(keys.get("不填")),
            applies=self.reader.word(keys.get("适用"), VERSIONS, ""),
        )
        return self.detailed(row, keys)

    def only(self, keys: dict[str, Node], kind: str) -> None:
        """Report the keys of a row that its kind does not use."""
        for key, value in keys.items():
            if key in ROW_KEYS and key not in (kind, *KEYS_OF[kind]):
                message = f"“{kind}”的行里，“{key}”不起作用。"
                remedy = "一行只能是一种。" if key in ROW_KINDS else f"请删去“{key}”。"
                self.reader.report(NO_EFFECT, value.place, message, remedy)

    def detailed(self, row: RowSpec, keys: dict[str, Node]) -> RowSpec:
        """Add what only some kinds of row have."""
        reader = self.reader
        if row.kind == "科目":
            dimension = reader.word(keys["科目"], LEVELS, "功能分类")
            levels = LEVELS[dimension]
            first, last = (
                reader.word(keys.get("从"), levels, "类"),
                reader.word(keys.get("到"), levels, list(levels)[-1]),
            )
            if levels[first] > levels[last]:
                reader.report(WRONG_SHAPE, keys["从"].place, f"从“{first}”到“{last}”没有科目。", "请把两级对调。")
                first = last
            return replace(
                row,
                dimension=dimension,
                label=reader.text(keys.get(CLASSIFICATION_LABEL)),
                first_level=first,
                last_level=last,
                everything=reader.word(keys.get("列示"), ("全部", "有数"), "有数") == "全部",
            )
        if row.kind == "记录":
            spread = reader.text(keys.get("展开"))
            return replace(row, records=reader.text(keys["记录"]), order=reader.texts(keys.get("排序")), spread=spread)
        if row.kind == "分组":
            return self.grouped(row, keys)
        if row.kind == "空行":
            return replace(row, count=reader.number(keys["空行"], 1, 1, MOST_BLANK))
        group = reader.text(keys.get("组"))
        return replace(row, label=reader.text(keys[row.kind]), group=group, used_only=self.used_only(keys))

    def grouped(self, row: RowSpec, keys: dict[str, Node]) -> RowSpec:
        """Read 分组: dimensions, and what is printed where an entry has no value of one (空值)."""
        by = self.reader.texts(keys["分组"])
        for name in by:
            if name not in DIMENSIONS:
                place = keys["分组"].place
                self.reader.unknown(UNKNOWN_WORD, place, "没有名为“{}”的维度。", name, DIMENSIONS)
        nameless = self.reader.mapping(keys["空值"], by) if "空值" in keys else {}
        texts = {name: self.reader.text(node) for name, node in nameless.items()}
        return replace(row, by=tuple(name for name in by if name in DIMENSIONS), nameless=tuple(texts.items()))

    def form(self, node: Node | None, above: Condition, number: NumberFormat) -> tuple[tuple[FormCell, ...], ...]:
        """Read the rows of a form (表单), which must fill a rectangle."""
        items = self.reader.items(node)
        read = (
            tuple(self.form_cell(c, above, number) for c in self.reader.items(row) if self.counted(c)) for row in items
        )
        rows = tuple(read)
        widths = _filled(rows)
        for item, width in zip(items, widths, strict=True):
            if not isinstance(item, source.ListNode):
                continue  # told already
            if width != widths[0] or not 0 < width <= MOST_COLUMNS:
                message = f"表单的这一行与别的行对不齐，或者多于 {MOST_COLUMNS} 格。"
                self.reader.report(WRONG_SHAPE, item.place, message, "请检查跨列和跨行，让各行一样宽。")
                return ()
        return rows

    def form_cell(self, node: Node, above: Condition, number: NumberFormat) -> FormCell:
        """Read one cell of a form: a text, a field, or an amount (under a condition)."""
        reader = self.reader
        keys = reader.mapping(node, FORM_KEYS)
        content = reader.text(keys.get("内容"), "金额" if "条件" in keys else "")
        if "文字" in keys:
            for key in [key for key in FORM_KEYS if key in keys and key not in ("文字", "跨列", "跨行")]:
                reader.report(NO_EFFECT, keys[key].place, f"写了“文字”，“{key}”不起作用。", "请只写其中一个。")
                del keys[key]
        if "条件" in keys and content not in AMOUNTS:
            message = f"“{content[:SHOWN]}”不是金额，条件不起作用。"
            reader.report(NO_EFFECT, keys["条件"].place, message, "请写 内容: 金额，或者删去条件。")
        book = reader.word(keys.get("数据版本"), BOOKS, self.column_book)
        self.compared(keys, content, book, is_group=not content)
        condition = self.condition(keys.get("条件"))
        checked(above & condition, node.place, reader)
        return FormCell(
            place=node.place,
            text=reader.text(keys["文字"]) if "文字" in keys else None,
            content=content,
            condition=condition,
            colspan=reader.number(keys.get("跨列"), 1, 1, MOST_COLUMNS),
            rowspan=reader.number(keys.get("跨行"), 1, 1, MOST_ROWSPAN),
            numbered=reader.yes(keys.get("编号")),
            share_of="" if content in AMOUNTS else self.share_of(keys),
            number=self.number_format(keys["数字"], number) if "数字" in keys else None,
            whole=self.whole(keys) if content in MEASURES else None,
            book=book,
            where=_place_of(keys.get("条件")),
        )


def _place_of(node: Node | None) -> Place | None:
    return node.place if node is not None else None


def _width(columns: Sequence[ColumnSpec], version: str) -> int:
    """Return the grid columns of the columns that a version prints."""
    shown = (column for column in columns if column.applies in ("", version))
    return sum(_width(column.children, version) if column.children else column.span for column in shown)


def _filled(rows: Sequence[Sequence[FormCell]]) -> list[int]:
    """Return how many grid columns each row of a form fills, cells from above included; 0 where they do not fit."""
    above: dict[int, int] = {}  # column → rows that the cell there still covers
    widths: list[int] = []
    for row in rows:
        here, column = dict(above), 0
        for cell in row:
            while column in above:
                column += 1
            for one in range(column, column + cell.colspan):
                here[one] = 0 if one in above else cell.rowspan
            column += cell.colspan
        fits = 0 not in here.values() and set(here) == set(range(len(here)))
        widths.append(len(here) if fits else 0)
        above = {one: left - 1 for one, left in here.items() if left > 1}
    return [*widths[:-1], 0] if above else widths
