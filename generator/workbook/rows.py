"""What stands in the rows of a workbook's sheets (行): every text of a budget once, with the path of its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.base.paths import ValuePath, said
from generator.reading.rule import SchemaRule
from generator.workbook import plan as plans
from generator.workbook.plan import (
    CODE,
    CONTENT,
    FORM,
    ITEM,
    NAME,
    NAMED,
    NONE,
    OWNER,
    REST,
    STATED,
    STROKE,
    SUBJECT,
    TEXTS,
    TOPIC,
    UNITS,
    WHERE,
    Keys,
    SchemaPart,
    Sheet,
    SheetPlan,
    Whose,
)
from generator.workbook.tree import Tree, at, leaves


@dataclass(slots=True)
class SheetRow:
    """A row: the text of each cell by the head of its column, the path of each value, and that of the record.

    `rules` are those of cells whose column has none of its own.
    """

    cells: dict[str, str]
    paths: dict[str, ValuePath] = field(default_factory=dict)
    node: ValuePath = ()
    rules: dict[str, SchemaRule] = field(default_factory=dict)
    required: bool = False  # its content must be written

    def rule(self, sheet: Sheet, title: str) -> SchemaRule:
        """Give the rule of a cell."""
        column = sheet.column(title)
        return self.rules.get(title) or (column.rule if column else sheet.columns[-1].rule)


def rows_of(tree: Tree, plan: SheetPlan) -> dict[str, list[SheetRow]]:
    """Give the rows of every sheet."""
    rows: dict[str, list[SheetRow]] = {sheet.name: [] for sheet in plan.sheets}
    for subject in plan.subjects:
        own = at(tree, subject.path)
        rows[FORM] += _form(subject, own)
        rows[STATED] += _stated(subject, own, plan)
        rows[TEXTS] += _texts(subject, own, plan)
        for sheet in plan.sheets:
            if sheet.kind == "records":
                rows[sheet.name] += _records(sheet, subject, own, plan)
    printed = {path for listed in rows.values() for row in listed for path in row.paths.values()}
    rows[REST] = [
        SheetRow(
            {WHERE: said(path), CONTENT: one if isinstance(one := at(tree, path), str) else _nothing(one)},
            {CONTENT: path},
        )
        for path in leaves(tree)
        if path not in printed
    ]
    return rows


def _nothing(value: Tree) -> str:
    return "{}" if isinstance(value, dict) else "[]"


def _form(subject: Whose, own: Tree) -> Iterator[SheetRow]:
    in_list = bool(subject.path) and not subject.is_folder  # of which the sheet 单位 has the single values
    for part in plans.parts_of(subject.rule):
        value = at(own, part.keys)
        if part.kind == "field":
            if not in_list:
                yield _line(subject, part, value if isinstance(value, str) else None)
        elif part.kind == "none":
            if not in_list or _is_none(value):
                yield _line(subject, part, NONE if _is_none(value) else None)
        elif value in ([], {}) and not _may_be_none(subject.rule, part.keys):
            yield _line(subject, part, _nothing(value))


def _is_none(value: Tree) -> bool:
    return value in ([], {}, NONE)


def _may_be_none(rule: SchemaRule, keys: Keys) -> bool:
    """Tell whether 无 may stand at some keys: a line says so already."""
    return any(part.keys == keys for part in plans.parts_of(rule) if part.kind == "none")


def _line(subject: Whose, part: SchemaPart, text: str | None) -> SheetRow:
    cells = {SUBJECT: subject.label, TOPIC: STROKE.join(part.keys), CONTENT: text or ""}
    path = (*subject.path, *part.keys)
    return SheetRow(cells, {} if text is None else {CONTENT: path}, path, {CONTENT: part.rule}, required=part.required)


def _stated(subject: Whose, own: Tree, plan: SheetPlan) -> list[SheetRow]:
    sheet = plan.sheet(STATED)
    rows: dict[tuple[str, str], SheetRow] = {}
    for column in (one for one in sheet.columns if not one.marks) if sheet else ():
        for name in plan.names.get(column.keys, ()) if not subject.path else ():
            _of_name(rows, subject, name, "")
        values = at(own, column.keys)
        for name, value in values.items() if isinstance(values, dict) else ():
            below = value.items() if isinstance(value, dict) else [("", value)]
            for item, text in below:
                if isinstance(text, str):
                    row = _of_name(rows, subject, name, item)
                    row.cells[column.title] = text
                    row.paths[column.title] = (*subject.path, *column.keys, name, *([item] if item else []))
    return list(rows.values())


def _of_name(rows: dict[tuple[str, str], SheetRow], subject: Whose, name: str, item: str) -> SheetRow:
    cells = {SUBJECT: subject.label, NAMED: name, ITEM: item}
    return rows.setdefault((name, item), SheetRow(cells, {}, subject.path))


def _texts(subject: Whose, own: Tree, plan: SheetPlan) -> Iterator[SheetRow]:
    for record_keys, keys, part in plans.text_parts(subject, plan):
        if not record_keys:
            yield from _of_topic(subject, subject.path, keys, part, at(own, keys), "", plan)
            continue
        sheet, listed = plan.of_list(record_keys), at(own, record_keys)
        if sheet is None or not isinstance(listed, list):
            continue
        for number, (record, label) in enumerate(zip(listed, labels(sheet, listed), strict=True)):
            around, inner = (*subject.path, *record_keys, number), keys[len(record_keys) :]
            yield from _of_topic(subject, around, inner, part, at(record, inner), label, plan, STROKE.join(keys))


def _of_topic(
    subject: Whose,
    around: ValuePath,
    keys: Keys,
    part: SchemaPart,
    value: Tree,
    owner: str,
    plan: SheetPlan,
    topic: str = "",
) -> Iterator[SheetRow]:
    path = (*around, *keys)
    marks = {SUBJECT: subject.label, TOPIC: topic or STROKE.join(keys), OWNER: owner}
    rule = part.rule.items if part.kind == "texts" else part.rule.extra
    rules = {CONTENT: rule} if rule is not None else {}
    if part.kind == "texts":
        for number, text in enumerate(value if isinstance(value, list) else ()):
            if isinstance(text, str) and text:
                yield SheetRow({**marks, NAMED: "", CONTENT: text}, {CONTENT: (*path, number)}, path, rules)
        return
    typed = value if isinstance(value, dict) else {}
    for name in dict.fromkeys((*(() if subject.path else plan.names.get(keys, ())), *typed)):
        text = typed.get(name, "")
        if isinstance(text, str):
            paths: dict[str, ValuePath] = {CONTENT: (*path, name)} if name in typed else {}
            yield SheetRow({**marks, NAMED: name, CONTENT: text}, paths, path, rules)


def _records(sheet: Sheet, subject: Whose, own: Tree, plan: SheetPlan) -> Iterator[SheetRow]:
    if not sheet.owner:
        if sheet.keys != (UNITS,) or not subject.path:
            yield from _of_list(sheet, subject, (*subject.path, *sheet.keys), at(own, sheet.keys), {})
        return
    owners, listed = plan.of_list(sheet.owner), at(own, sheet.owner)
    if owners is None or not isinstance(listed, list):
        return
    inner, mark = sheet.keys[len(sheet.owner) :], owner_mark(sheet)
    for number, (record, label) in enumerate(zip(listed, labels(owners, listed), strict=True)):
        if label:
            path = (*subject.path, *sheet.owner, number, *inner)
            yield from _of_list(sheet, subject, path, at(record, inner), {mark: label})


def owner_mark(sheet: Sheet) -> str:
    """Give the head of the column that names the record to which a row belongs; empty where there is none."""
    return next((title for title in sheet.marks if title != SUBJECT), "")


def _of_list(
    sheet: Sheet, subject: Whose, path: ValuePath, listed: Tree, owner: Mapping[str, str]
) -> Iterator[SheetRow]:
    for number, record in enumerate(listed if isinstance(listed, list) else ()):
        node, row = (*path, number), SheetRow({SUBJECT: subject.label, **owner})
        for column in sheet.columns:
            value = at(record, column.keys) if not column.marks else None
            if isinstance(value, str):
                row.cells[column.title] = value
                row.paths[column.title] = (*node, *column.keys)
        if any(text.strip() for title, text in row.cells.items() if title in row.paths):
            row.node = node
            yield row


def labels(sheet: Sheet, listed: Sequence[Tree]) -> list[str]:
    """Name the records of a list for rows that belong to them: each by a name of its own, none that says nothing."""
    key = title_key(sheet)
    return distinct([(_said(one, (CODE,)), _said(one, (key,))) for one in listed])


def distinct(named: Sequence[tuple[str, str]]) -> list[str]:
    """Give each of some records, with their codes and names, a name of its own: with code or number if need be."""
    names = [name or code for code, name in named]
    with_code = [f"{code} {name}".strip() for code, name in named]
    once = [one if names.count(one) == 1 else both for one, both in zip(names, with_code, strict=True)]
    counted: dict[str, int] = {}
    found = []
    for one in once:
        counted[one] = counted.get(one, 0) + 1
        found.append(one if counted[one] == 1 or not one else f"{one} ({counted[one]})")
    return found


def title_key(sheet: Sheet) -> str:
    """Give the key that names a record: 名称, or the first text that it must have, or its first one."""
    fields = [part for part in sheet.parts if part.kind == "field" and len(part.keys) == 1]
    keys = [one.keys[0] for one in fields]
    if NAME in keys:
        return NAME
    texts = [one for one in fields if one.rule.type == "text"]
    demanded = [one.keys[0] for one in texts if one.required]
    return next(iter((*demanded, *(one.keys[0] for one in texts), *keys)), "")


def _said(record: Tree, keys: Keys) -> str:
    value = at(record, keys)
    return value.strip() if isinstance(value, str) else ""


Spot = tuple[str, int, int]  # a cell: its sheet, row and column, from 0


def spots(plan: SheetPlan, rows: Mapping[str, Sequence[SheetRow]]) -> dict[ValuePath, Spot]:
    """Give the cell of every value, and of every one that a row could have; of a record its first cell."""
    found: dict[ValuePath, Spot] = {}
    for sheet in plan.sheets:
        for number, row in enumerate(rows[sheet.name], 1):
            for place, column in enumerate(sheet.columns):
                path = row.paths.get(column.title) or ((*row.node, *column.keys) if row.node and column.keys else None)
                if path is not None:
                    found.setdefault(path, (sheet.name, number, place))
                    if column.title in row.paths:
                        found[path] = (sheet.name, number, place)
            if row.node:
                found.setdefault(row.node, (sheet.name, number, len(sheet.marks) if sheet.kind == FORM else 0))
    return found
