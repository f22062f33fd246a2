"""The sheets of a workbook (表的计划), derived from the schema: which subjects there are, and which columns each has.

A list of records is a sheet of its own; its single values and its named values (说明, 资金支出计划) are columns, a list
within it is a sheet whose rows name the record that they belong to. What a budget, a unit or a unit's folder says once
stands in sheets by line: single values in 基本情况, texts in 文字, last year's figures in 上年数和原因. So a key that
the schema gets tomorrow has its place; whatever has none all the same is listed on the sheet 其他.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from itertools import chain, count

from generator.base.frozen import frozen
from generator.base.paths import ROOT, ValuePath, in_unit_folder
from generator.reading.rule import SchemaRule
from generator.reading.scalars import ExpectedScalar
from generator.workbook.tree import Tree, at

Keys = tuple[str, ...]
UNITS, CODE, NAME = "单位", "编码", "名称"
FORM, STATED, TEXTS, REST = "基本情况", "上年数和原因", "文字", "其他"
TOTALS, LISTS, RECORD, PROBLEMS = "核对", "列表", "记录", "问题"
SUBJECT, TOPIC, CONTENT, NAMED, ITEM, OWNER, WHERE = "所属单位", "栏目", "内容", "名称", "科目", "所属", "位置"
STATED_KEYS = ("上年数", "上年执行数", "原因")  # named values that stand side by side, since their names are the same
NONE = "无"
DOT = "·"  # between the keys of a column
STROKE = "/"  # between the keys of a topic
_FORBIDDEN, _LONGEST = re.compile(r"[\[\]:*?/\\']"), 31  # of the name of a sheet
_TEXT = SchemaRule("text", ExpectedScalar("text"))


@frozen
class SchemaPart:
    """Something that a subject or a record may have: `field`, `map`, `texts`, `records` or `none` (无 instead)."""

    kind: str
    keys: Keys
    rule: SchemaRule
    required: bool = False
    within: tuple[str, ...] = ()  # titles of what is around


@frozen
class SheetColumn:
    """A column: its head, the keys that lead from a row's record to the value, and the rule of that."""

    title: str
    keys: Keys = ()
    rule: SchemaRule = _TEXT
    required: bool = False
    marks: bool = False  # it says which row this is, and holds no value itself


@frozen
class Sheet:
    """A sheet. `kind` is `records` or the name of a sheet by line; `keys` lead from a subject to the list of records.

    `owner` are the keys to the list whose records have these as a part, `parts` what a record has.
    """

    kind: str
    name: str
    columns: tuple[SheetColumn, ...]
    keys: Keys = ()
    owner: Keys = ()
    rule: SchemaRule = _TEXT
    parts: tuple[SchemaPart, ...] = ()

    def column(self, title: str) -> SheetColumn | None:
        """Give a column by its head."""
        return next((one for one in self.columns if one.title == title), None)

    @property
    def marks(self) -> tuple[str, ...]:
        """The heads of the columns that say which row it is."""
        return tuple(one.title for one in self.columns if one.marks)


@frozen
class Whose:
    """Whose values they are: the department's, those of a unit in its list, or those of a unit's folder."""

    path: ValuePath
    rule: SchemaRule
    label: str = ""

    @property
    def is_folder(self) -> bool:
        """Tell whether it is a unit's folder."""
        return in_unit_folder(self.path)


@frozen
class BudgetRules:
    """The rules of a budget's files and of those of a unit's folder, with what the pack declares."""

    budget: SchemaRule
    unit: SchemaRule


@frozen
class SheetPlan:
    """The sheets of a budget in their order, and its subjects. `names` are those that may stand in named values."""

    sheets: tuple[Sheet, ...]
    subjects: tuple[Whose, ...]
    rules: BudgetRules
    names: Mapping[Keys, tuple[str, ...]] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet | None:
        """Give a sheet by its name."""
        return next((one for one in self.sheets if one.name == name), None)

    def of_list(self, keys: Keys) -> Sheet | None:
        """Give the sheet of a list of records."""
        return next((one for one in self.sheets if one.kind == "records" and one.keys == keys), None)


def make(tree: Tree, rules: BudgetRules, names: Mapping[Keys, tuple[str, ...]] | None = None) -> SheetPlan:
    """Make the plan of a budget; `names` are what its pack uses in named values, by the keys that lead to these."""
    subjects = tuple(subjects_of(tree, rules))
    known = _with_used(tree, rules, dict(names or {}))
    records = tuple(_records(rules, tree, known))
    by_line = (_form(tree), *records, _stated(rules), _texts(rules), _rest())
    return SheetPlan(by_line, subjects, rules, known)


def subjects_of(tree: Tree, rules: BudgetRules) -> Iterator[Whose]:
    """Yield the subjects of a budget: the department, the units of its list, the folders of units."""
    yield Whose(ROOT, rules.budget)
    listed = tree.get(UNITS)
    item = unit_rule(rules)
    for number, one in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(one, dict):
            yield Whose((UNITS, number), item, _label(one))
    for key in tree:
        if key.endswith("/"):
            yield Whose((key,), rules.unit, key.removesuffix("/"))


def _label(unit: Mapping[str, Tree]) -> str:
    said = (unit.get(key) for key in (CODE, NAME))
    return " ".join(one for one in said if isinstance(one, str) and one)


def unit_rule(rules: BudgetRules) -> SchemaRule:
    """Give the rule of a unit in the department's list."""
    items = rules.budget.properties[UNITS].items
    return items if items is not None else rules.unit


def parts_of(rule: SchemaRule, keys: Keys = (), within: tuple[str, ...] = ()) -> Iterator[SchemaPart]:
    """Yield what a subject or record of a rule may have, in the order of the schema."""
    for key, below in rule.properties.items():
        required = key in rule.required
        shape = next((one for one in below.shapes if one.type in ("mapping", "list")), below)
        shape = replace(shape, either=())
        way, around = (*keys, key), (*within, shape.expected.title or key)
        if below.either and shape.type in ("mapping", "list"):
            yield SchemaPart("none", way, below, required, within)
        if shape.type == "mapping" and shape.extra is not None:
            yield SchemaPart("map", way, shape, required, within)
        elif shape.type == "mapping":
            yield from parts_of(shape, way, around)
        elif shape.type == "list" and shape.items is not None:
            kind = "records" if any(one.type == "mapping" for one in shape.items.shapes) else "texts"
            yield SchemaPart(kind, way, shape, required, within)
        elif shape.type != "list":
            yield SchemaPart("field", way, shape, required, within)


def _records(rules: BudgetRules, tree: Tree, names: Mapping[Keys, tuple[str, ...]]) -> Iterator[Sheet]:
    """Yield the sheets of lists of records: those of the budget first, then what only units have."""
    taken, seen = {FORM, STATED, TEXTS, REST, TOTALS, LISTS, RECORD, PROBLEMS}, set[Keys]()
    folders = any(key.endswith("/") for key in tree)
    of_units = {part.keys for part in parts_of(unit_rule(rules)) if part.kind == "records"}
    for part in (*parts_of(rules.budget), *parts_of(unit_rule(rules)), *parts_of(rules.unit)):
        if part.kind != "records" or part.keys in seen:
            continue
        seen.add(part.keys)
        marks = (SheetColumn(SUBJECT, marks=True),) if folders or part.keys in of_units else ()
        sheet = _of_list(part, marks, names, taken)
        yield sheet
        for below in sheet.parts if part.keys != (UNITS,) else ():
            if below.kind == "records":
                title = part.rule.expected.title or part.keys[-1]
                own = SheetColumn(f"{OWNER}{title}", marks=True, required=True)
                child = replace(below, keys=(*part.keys, *below.keys), within=(title,))
                yield _of_list(child, (*marks, own), names, taken, owner=part.keys)


def _of_list(
    part: SchemaPart,
    marks: tuple[SheetColumn, ...],
    names: Mapping[Keys, tuple[str, ...]],
    taken: set[str],
    owner: Keys = (),
) -> Sheet:
    items = part.rule.items
    rule = next((one for one in items.shapes if one.type == "mapping"), items) if items is not None else _TEXT
    parts = tuple(parts_of(rule))
    name = _free(part.rule.expected.title or part.keys[-1], part.within, taken)
    return Sheet("records", name, (*marks, *_columns(part.keys, parts, names)), part.keys, owner, rule, parts)


def _columns(way: Keys, parts: Iterable[SchemaPart], names: Mapping[Keys, tuple[str, ...]]) -> Iterator[SheetColumn]:
    for part in parts:
        if part.kind == "field":
            yield SheetColumn(DOT.join(part.keys), part.keys, part.rule, part.required)
        elif part.kind == "map" and way != (UNITS,) and part.rule.extra is not None:
            for name in names.get((*way, *part.keys), ()):
                yield SheetColumn(DOT.join((*part.keys, name)), (*part.keys, name), part.rule.extra)


def _free(title: str, within: Iterable[str], taken: set[str]) -> str:
    """Give a name of a sheet that none has yet: the title, with that of what is around where it is taken."""
    longer = "".join((*within, title))
    tried = chain((title, longer), (f"{longer[: _LONGEST - 3]}{number}" for number in count(2)))
    name = next(one for one in (_FORBIDDEN.sub("", text)[:_LONGEST] for text in tried) if one and one not in taken)
    taken.add(name)
    return name


def _form(tree: Tree) -> Sheet:
    marks = (SheetColumn(SUBJECT, marks=True), SheetColumn(TOPIC, marks=True))
    return Sheet(FORM, FORM, (*marks[0 if _has_units(tree) else 1 :], SheetColumn(CONTENT)))


def _has_units(tree: Tree) -> bool:
    return any(key.endswith("/") for key in tree) or bool(tree.get(UNITS))


def _stated(rules: BudgetRules) -> Sheet:
    columns = [
        SheetColumn(part.keys[-1], part.keys, part.rule.extra)
        for part in parts_of(rules.budget)
        if part.kind == "map" and part.keys[-1] in STATED_KEYS and part.rule.extra is not None
    ]
    marks = (SheetColumn(SUBJECT, marks=True), SheetColumn(NAMED, marks=True), SheetColumn(ITEM, marks=True))
    return Sheet(STATED, STATED, (*marks, *columns))


def _texts(rules: BudgetRules) -> Sheet:
    marks = (SUBJECT, TOPIC, OWNER, NAMED)
    return Sheet(TEXTS, TEXTS, (*(SheetColumn(title, marks=True) for title in marks), SheetColumn(CONTENT)))


def _rest() -> Sheet:
    return Sheet(REST, REST, (SheetColumn(WHERE, marks=True), SheetColumn(CONTENT)))


def text_parts(subject: Whose, plan: SheetPlan) -> Iterator[tuple[Keys, Keys, SchemaPart]]:
    """Yield the topics of 文字: the keys of the records that have them (none of a subject's own), all keys, part."""
    for part in parts_of(subject.rule):
        if part.kind == "texts" or (part.kind == "map" and part.keys[-1] not in STATED_KEYS):
            yield (), part.keys, part
        sheet = plan.of_list(part.keys) if part.kind == "records" and part.keys != (UNITS,) else None
        for below in sheet.parts if sheet else ():
            if below.kind == "texts":
                yield part.keys, (*part.keys, *below.keys), below


def _with_used(tree: Tree, rules: BudgetRules, names: dict[Keys, tuple[str, ...]]) -> dict[Keys, tuple[str, ...]]:
    """Add the names that the records of a budget use in their named values to those that its pack has."""
    for subject in subjects_of(tree, rules):
        for way, record, parts in _all_records(subject, tree):
            for part in parts:
                used = at(record, part.keys) if part.kind == "map" else None
                if isinstance(used, dict):
                    every = (*names.get((*way, *part.keys), ()), *used)
                    names[*way, *part.keys] = tuple(dict.fromkeys(every))
    return names


def _all_records(subject: Whose, tree: Tree) -> Iterator[tuple[Keys, Tree, tuple[SchemaPart, ...]]]:
    """Yield every record of a subject and those within them, with the keys of their list and what they may have."""
    around = at(tree, subject.path)
    for part in parts_of(subject.rule):
        if part.kind == "records" and part.keys != (UNITS,):
            yield from _of_part(part.keys, at(around, part.keys), part.rule)


def _of_part(way: Keys, listed: Tree, rule: SchemaRule) -> Iterator[tuple[Keys, Tree, tuple[SchemaPart, ...]]]:
    shapes = rule.items.shapes if rule.items is not None else ()
    parts = tuple(part for one in shapes if one.type == "mapping" for part in parts_of(one))
    for record in listed if isinstance(listed, list) else ():
        if isinstance(record, dict):
            yield way, record, parts
            for part in parts:
                if part.kind == "records":
                    yield from _of_part((*way, *part.keys), at(record, part.keys), part.rule)
