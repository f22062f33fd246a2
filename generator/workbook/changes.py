"""What was changed in a workbook (改动) since it was written, by the paths of the values that it was written from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.base.paths import keys as keys_of
from generator.findings.finding import Finding, Kind, Place
from generator.reading.rule import SchemaRule
from generator.workbook import plan as plans
from generator.workbook.cells import ShownValue, shown, text_of, understood
from generator.workbook.export import Ready
from generator.workbook.kinds import CELL, LACKING, TWICE, WHOSE
from generator.workbook.match import KnownBy, matched
from generator.workbook.plan import (
    CODE,
    CONTENT,
    FORM,
    ITEM,
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
)
from generator.workbook.read import ReadBook
from generator.workbook.rows import SheetRow, distinct, owner_mark, title_key
from generator.workbook.taken import Taken, TakenRow, said, take
from generator.workbook.tree import Tree, at
from generator.workbook.words import CellWords

_LEVELS = (3, 5, 7)  # digits of codes that stand in the place of a name


@dataclass(slots=True)
class New:
    """A record that the workbook has and the budget had not."""

    value: dict[str, Tree] = field(default_factory=dict)


Home = ValuePath | New  # of whose values: the path that they had, or a new record


@frozen
class Put:
    """Another text at a path; an empty one takes the key away, one that was not there is None before."""

    path: ValuePath
    text: str
    before: str | None
    place: Place


@frozen
class Insert:
    """A new item of a list, behind the item of a number; -1 is before all."""

    path: ValuePath
    after: int
    value: Tree
    place: Place


@frozen
class Remove:
    """An item of a list that the workbook has no longer."""

    path: ValuePath
    place: Place


@frozen
class RenamedKey:
    """Another name in named values."""

    path: ValuePath
    name: str
    place: Place


SheetChange = Put | Insert | Remove | RenamedKey


def changes(base: Ready, book: ReadBook, file: str) -> tuple[list[SheetChange], list[Finding]]:
    """Tell what a workbook changes in the values that it was written from. With errors nothing may be written."""
    taken, found = take(base.plan, base.rows, book, file)
    reader = _Comparer(base, file, base.words, taken, found=found)
    for sheet in base.plan.sheets:
        if sheet.name in taken and sheet.kind == "records":
            reader.records(taken[sheet.name])
    for name, read in ((FORM, reader.form), (STATED, reader.stated), (TEXTS, reader.texts), (REST, reader.rest)):
        if name in taken:
            read(taken[name])
    return reader.changes, reader.found


@dataclass(slots=True)
class _Comparer:
    """What is known while the sheets of a workbook are compared with the values that it was written from."""

    base: Ready
    file: str
    words: CellWords
    taken: dict[str, Taken]
    changes: list[SheetChange] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    homes: dict[tuple[Keys, str, str], Home | None] = field(
        default_factory=dict
    )  # of records, by list, subject and name
    units: dict[str, New] = field(default_factory=dict)  # new ones, by their codes
    last: dict[ValuePath, int] = field(default_factory=dict)

    # lists of records

    def records(self, taken: Taken) -> None:
        """Compare the rows of a list of records."""
        sheet = taken.sheet
        old = self.base.rows[sheet.name]
        pairs = self._pairs(taken, old, tuple(_identities(taken)))
        homes: list[tuple[TakenRow, Home]] = []
        for number, row in enumerate(taken.rows):
            before = old[pairs[number]] if number in pairs else None
            home = self._around(taken, row)
            if home is None:
                if before is not None:
                    homes.append((row, before.node))
                continue
            around, inner = home
            if before is None:
                homes.append((row, self._new(taken, row, around, inner)))
            elif _is_at(before.node, around, inner):
                self._same(taken, row, before)
                homes.append((row, before.node))
            else:
                homes.append((row, self._moved(taken, row, before, around, inner)))
        kept = set(pairs.values())
        for number, before in enumerate(old):
            if number not in kept:
                self.changes.append(Remove(before.node, Place(self.file, named=f"“{taken.name}”表")))
        self._name(taken, homes, [one for number, one in enumerate(old) if number in kept])

    def _pairs(self, taken: Taken, old: Sequence[SheetRow], identities: Sequence[KnownBy]) -> dict[int, int]:
        titles = list(taken.columns)
        before = [tuple(said(self._shown(taken.sheet, row, title)) for title in titles) for row in old]
        now = [tuple(said(row.values[title]) for title in titles) for row in taken.rows]
        return matched(before, now, identities)

    def _shown(self, sheet: Sheet, row: SheetRow, title: str) -> ShownValue:
        column = sheet.column(title)
        text = row.cells.get(title, "")
        if column is None or column.marks:
            return text
        return shown(row.rule(sheet, title), column.keys or keys_of(row.node), text, self.words)

    def _around(self, taken: Taken, row: TakenRow) -> tuple[Home, Keys] | None:
        """Find whose list a row belongs to: the record or subject around it, and the keys from there to the list."""
        sheet, mark = taken.sheet, owner_mark(taken.sheet)
        subject = text_of(row.values.get(SUBJECT, "")).strip()
        if not mark:
            home = self._subject(taken, row, subject)
            return None if home is None else (home, sheet.keys)
        if mark not in taken.columns:
            return None
        owner = text_of(row.values.get(mark, "")).strip()
        found = self._owner(sheet.owner, subject, owner)
        if found is None:
            what = f"“{owner}”" if owner else "空的"
            owners = self.base.plan.of_list(sheet.owner)
            message = f"“{mark}”是{what}，“{owners.name if owners else ''}”表里没有这一个，或者有几个。"
            self._tell(WHOSE, taken, row, mark, message, "请写那张表里的名称；同名的写编码。")
            return None
        return found, sheet.keys[len(sheet.owner) :]

    def _subject(self, taken: Taken, row: TakenRow, text: str) -> Home | None:
        found = self._find_subject(text)
        if found is None:
            labels = "、".join(one.label for one in self.base.plan.subjects if one.label)
            remedy = f"部门的空着；单位的可以写：{labels}。" if labels else "请空着。"
            self._tell(WHOSE, taken, row, SUBJECT, f"没有“{text}”这个单位。", remedy)
        return found

    def _find_subject(self, text: str) -> Home | None:
        if not text:
            return ()
        subjects = self.base.plan.subjects
        code = _code_in(text)
        exact = [one.path for one in subjects if one.label == text]
        of_code = [one.path for one in subjects if one.label and _code_in(one.label) == code]
        return next(iter((*exact, *of_code)), None) or self.units.get(code)

    def _find_path(self, text: str) -> ValuePath:
        home = self._find_subject(text)
        return home if isinstance(home, tuple) else ()

    def _owner(self, keys: Keys, subject: str, owner: str) -> Home | None:
        home = self._find_subject(subject)
        own = self.homes.get((keys, _label_of(home), owner))
        if own is not None or subject:
            return own
        elsewhere = [one for (way, _, name), one in self.homes.items() if (way, name) == (keys, owner)]
        return elsewhere[0] if len(elsewhere) == 1 else None

    def _name(self, taken: Taken, homes: Sequence[tuple[TakenRow, Home]], kept: Sequence[SheetRow]) -> None:
        """Remember by which names rows of other sheets may call the records of this one."""
        sheet = taken.sheet
        if sheet.keys == (UNITS,):
            self._new_units(homes)
            return
        if not any(one.kind in ("records", "texts") for one in sheet.parts):
            return
        groups: dict[str, list[tuple[TakenRow, Home]]] = {}
        for row, home in homes:
            subject = self._find_subject(_cell(row, SUBJECT))
            groups.setdefault(_label_of(subject), []).append((row, home))
        before = {old.node: (label, old) for label, old in _labels_before(self.base, sheet) if old in kept}
        key = title_key(sheet)
        for label, listed in groups.items():
            named = [(_cell(row, CODE), _cell(row, key)) for row, _ in listed]
            sure = list(_now_called(listed, named, before, key))
            for (_, home), name, (code, title) in zip(listed, sure, named, strict=True):
                self.homes[sheet.keys, label, name] = home
                for also in {code, title, f"{code} {title}".strip()} - {"", name}:
                    self._also(sheet.keys, label, also, home, sure)
        for old_label, old in before.values():
            self.homes.setdefault((sheet.keys, _label_of(old.node[: -len(sheet.keys) - 1]), old_label), old.node)

    def _also(self, keys: Keys, label: str, name: str, home: Home, sure: Sequence[str]) -> None:
        """Remember another name of a record, unless it is the only name of some other one; one of two is nobody's."""
        if name not in sure:
            key = (keys, label, name)
            self.homes[key] = None if key in self.homes and self.homes[key] is not home else home

    def _new_units(self, homes: Sequence[tuple[TakenRow, Home]]) -> None:
        for _, home in homes:
            code = home.value.get(CODE) if isinstance(home, New) else None
            if isinstance(home, New) and isinstance(code, str):
                self.units[code] = home
                name = home.value.get("名称")
                self.words = replace(
                    self.words, units=(*self.words.units, (code, name if isinstance(name, str) else ""))
                )

    def _same(self, taken: Taken, row: TakenRow, before: SheetRow) -> None:
        """Compare the cells of a row with those that it had."""
        for title in taken.columns:
            column = taken.sheet.column(title)
            if column is not None and not column.marks:
                path = before.paths.get(title, (*before.node, *column.keys))
                old = before.cells.get(title, "") if title in before.paths else None
                self._put(taken, row, title, before.rule(taken.sheet, title), column.keys, path, old)
        self.last[before.node[:-1]] = int(before.node[-1])

    def _put(
        self, taken: Taken, row: TakenRow, title: str, rule: SchemaRule, keys: Keys, path: ValuePath, before: str | None
    ) -> None:
        text = self._text(taken, row, title, rule, keys, before)
        if text is not None and text != (before or ""):
            self.changes.append(Put(path, text, before, taken.place(self.file, row.number, title)))

    def _text(
        self, taken: Taken, row: TakenRow, title: str, rule: SchemaRule, keys: Keys, before: str | None
    ) -> str | None:
        """Give what a cell means; None where that cannot be told, which is a finding."""
        words = self.words.at(self._find_path(_cell(row, SUBJECT)))
        read = understood(rule, keys, row.values.get(title, ""), before, words)
        if read.trouble:
            self._tell(read.remark.kind if read.remark else CELL, taken, row, title, read.trouble, read.remedy)
            return None
        return read.text

    def _new(self, taken: Taken, row: TakenRow, around: Home, inner: Keys) -> New:
        """Read a new record, and put it into its list behind the row above it."""
        new = New()
        lacking = []
        for column in taken.sheet.columns:
            if column.marks or column.title not in taken.columns:
                continue
            text = self._text(taken, row, column.title, column.rule, column.keys, None)
            if text:
                put_in(new.value, column.keys, text)
            elif column.required and text is not None and (len(column.keys) == 1):
                lacking.append(column.title)
        if lacking:
            message = f"新加的一行没有填{'、'.join(f'“{one}”' for one in lacking)}。"
            self._tell(LACKING, taken, row, lacking[0], message, "请填上；不要这一行的，请整行删去。")
        self._insert(around, inner, new.value, taken.place(self.file, row.number))
        return new

    def _insert(self, around: Home, inner: Keys, value: Tree, place: Place) -> None:
        if isinstance(around, New):
            append_in(around.value, inner, value)
            return
        path = (*around, *inner)
        self.changes.append(Insert(path, self.last.get(path, -1), value, place))

    def _moved(self, taken: Taken, row: TakenRow, before: SheetRow, around: Home, inner: Keys) -> Home:
        """Take a record out of one list and put it into another one."""
        if any(one.kind in ("records", "texts") for one in taken.sheet.parts):
            message = "这一行改成了别的单位的，它下面的行不能跟着改。"
            self._tell(WHOSE, taken, row, SUBJECT, message, "请改回来；或者删去它和它下面的行，在那个单位里新加。")
            return before.node
        self.changes.append(Remove(before.node, taken.place(self.file, row.number)))
        return self._new(taken, row, around, inner)

    # sheets by line

    def form(self, taken: Taken) -> None:
        """Compare the lines of 基本情况."""
        old = {(row.cells[SUBJECT], row.cells[TOPIC]): row for row in self.base.rows[FORM]}
        has_subject = SUBJECT in taken.columns
        if not {TOPIC, CONTENT} <= set(taken.columns):
            return
        for row in taken.rows:
            key = (_cell(row, SUBJECT), _cell(row, TOPIC))
            before = old.pop(key, None) if has_subject else old.pop(_only(old, key[1]), None)
            if before is not None:
                self._line(taken, row, before)
            elif _cell(row, CONTENT):
                twice = any(one.cells[TOPIC] == key[1] for one in self.base.rows[FORM])
                kind, message = (TWICE, f"“{key[1]}”有两行。") if twice else (CELL, f"没有“{key[1]}”这个栏目。")
                self._tell(kind, taken, row, TOPIC, message, "请写在原有的行里，这一行删去。")
        for before in old.values():
            self._gone(taken, before)

    def _line(self, taken: Taken, row: TakenRow, before: SheetRow) -> None:
        old = before.cells[CONTENT] if CONTENT in before.paths else None
        rule = before.rules[CONTENT]
        if rule.type in ("mapping", "list"):
            text = _cell(row, CONTENT)
            if text == (old or ""):
                return
            if text not in ("", NONE) or (not rule.either and text):
                self._tell(
                    CELL, taken, row, CONTENT, f"这里写了“{text}”。", "没有的写“无”；有的，写在它自己的表里，这里空着。"
                )
                return
            self.changes.append(Put(before.node, text, old, taken.place(self.file, row.number, CONTENT)))
            return
        keys = tuple(before.cells[TOPIC].split(STROKE))
        self._put(taken, row, CONTENT, rule, keys, before.node, old)

    def _gone(self, taken: Taken, before: SheetRow) -> None:
        for title, path in before.paths.items():
            text = before.cells.get(title, "")
            if text:
                self.changes.append(Put(path, "", text, Place(self.file, named=f"“{taken.name}”表")))

    def stated(self, taken: Taken) -> None:
        """Compare last year's figures and the reasons."""
        old = [row for row in self.base.rows[STATED] if row.paths]
        rows = [
            row for row in taken.rows if any(_cell(row, one) for one in taken.columns if one not in taken.sheet.marks)
        ]
        taken = replace(taken, rows=rows)
        titles = list(taken.columns)
        marks = tuple(titles.index(one) for one in taken.sheet.marks if one in titles)
        pairs = self._pairs(taken, old, (KnownBy(marks, marks),))
        names = set[tuple[str, str, str]]()
        for number, row in enumerate(rows):
            before = old[pairs[number]] if number in pairs else None
            self._of_name(taken, row, before, names)
        kept = set(pairs.values())
        for number, before in enumerate(old):
            if number not in kept:
                self._gone(taken, before)

    def _of_name(self, taken: Taken, row: TakenRow, before: SheetRow | None, names: set[tuple[str, str, str]]) -> None:
        subject, name, item = _cell(row, SUBJECT), key_of(_cell(row, NAMED)), key_of(_cell(row, ITEM))
        if not name:
            self._tell(LACKING, taken, row, NAMED, "没有写名称。", "请写格式里的名称，例如 支出总计。")
            return
        if (subject, name, item) in names:
            self._tell(TWICE, taken, row, NAMED, f"“{name}{item}”有两行。", "请合成一行。")
            return
        names.add((subject, name, item))
        home = self._subject(taken, row, subject)
        if home is None:
            return
        marks = (name, item) if before is None else (before.cells[NAMED], before.cells[ITEM])
        stays = before is not None and before.node == home
        if before is not None and not stays:
            self._gone(taken, before)
            before, marks = None, (name, item)
        if before is not None and marks != (name, item):
            before, marks = self._renamed(taken, row, before, marks, (name, item))
        for column in (one for one in taken.sheet.columns if not one.marks and one.title in taken.columns):
            old = before.cells.get(column.title, "") if before is not None and column.title in before.paths else None
            keys = (*column.keys, marks[0], *([marks[1]] if marks[1] else []))
            if isinstance(home, New):
                text = self._text(taken, row, column.title, column.rule, column.keys, None)
                if text:
                    put_in(home.value, keys, text)
            else:
                self._put(taken, row, column.title, column.rule, column.keys, (*home, *keys), old)

    def _renamed(
        self, taken: Taken, row: TakenRow, before: SheetRow, old: tuple[str, str], new: tuple[str, str]
    ) -> tuple[SheetRow | None, tuple[str, str]]:
        """Rename the keys of a row; where it goes to another level, take its values away and write them anew."""
        only_name, only_item = old[1] == new[1] == "", old[0] == new[0] and old[1] and new[1]
        if not (only_name or only_item):
            self._gone(taken, before)
            return None, new
        place = taken.place(self.file, row.number, NAMED if only_name else ITEM)
        self.changes += [RenamedKey(path, new[0] if only_name else new[1], place) for path in before.paths.values()]
        return before, old

    def texts(self, taken: Taken) -> None:
        """Compare the texts."""
        old = [row for row in self.base.rows[TEXTS] if row.paths]
        taken = replace(taken, rows=[row for row in taken.rows if _cell(row, CONTENT)])
        titles = list(taken.columns)
        if not {TOPIC, CONTENT} <= set(titles):
            return
        marks = tuple(titles.index(one) for one in taken.sheet.marks if one in titles)
        needs = (titles.index(NAMED),) if NAMED in titles else ()
        pairs = self._pairs(taken, old, (KnownBy(marks, needs),))
        for number, row in enumerate(taken.rows):
            self._of_text(taken, row, old[pairs[number]] if number in pairs else None)
        kept = set(pairs.values())
        for number, before in enumerate(old):
            if number not in kept:
                self._text_gone(taken, before)

    def _text_gone(self, taken: Taken, before: SheetRow) -> None:
        path = before.paths[CONTENT]
        if isinstance(path[-1], int):
            self.changes.append(Remove(path, Place(self.file, named=f"“{taken.name}”表")))
        else:
            self._gone(taken, before)

    def _of_text(self, taken: Taken, row: TakenRow, before: SheetRow | None) -> None:
        where = self._topic(taken, row)
        if where is None:
            return
        around, keys, part = where
        name = key_of(_cell(row, NAMED))
        if part.kind == "texts" and name:
            remedy = "请把名称去掉，或者换一个栏目。"
            self._tell(CELL, taken, row, NAMED, f"“{_cell(row, TOPIC)}”是一条一条的，不写名称。", remedy)
        elif part.kind == "map" and not name:
            self._tell(LACKING, taken, row, NAMED, "没有写名称。", "请写格式里的名称。")
        elif before is not None and not isinstance(around, New) and before.node == (*around, *keys):
            self._same_text(taken, row, before, part, name)
        else:
            if before is not None:
                self._text_gone(taken, before)
            self._new_text(taken, row, around, keys, part, name)

    def _same_text(self, taken: Taken, row: TakenRow, before: SheetRow, part: SchemaPart, name: str) -> None:
        path = before.paths[CONTENT]
        if name and path[-1] != name:
            self.changes.append(RenamedKey(path, name, taken.place(self.file, row.number, NAMED)))
        self._put(taken, row, CONTENT, _rule_of(part), part.keys, path, before.cells[CONTENT])
        if part.kind == "texts":
            self.last[path[:-1]] = int(path[-1])

    def _new_text(self, taken: Taken, row: TakenRow, around: Home, keys: Keys, part: SchemaPart, name: str) -> None:
        text = self._text(taken, row, CONTENT, _rule_of(part), keys, None)
        if not text:
            return
        place = taken.place(self.file, row.number, CONTENT)
        if part.kind == "texts":
            self._insert(around, keys, text, place)
        elif isinstance(around, New):
            put_in(around.value, (*keys, name), text)
        else:
            self.changes.append(Put((*around, *keys, name), text, None, place))

    def _topic(self, taken: Taken, row: TakenRow) -> tuple[Home, Keys, SchemaPart] | None:
        """Find what a text is about: the record or subject that has it, the keys from there, and what it is."""
        subject, topic, owner = (_cell(row, one) for one in (SUBJECT, TOPIC, OWNER))
        home = self._subject(taken, row, subject)
        if home is None:
            return None
        rule = next((one for one in self.base.plan.subjects if one.path == home), None)
        whose = rule or plans.Whose((), plans.unit_rule(self.base.plan.rules))
        for record_keys, keys, part in plans.text_parts(whose, self.base.plan):
            if STROKE.join(keys) != topic:
                continue
            if not record_keys:
                return home, keys, part
            found = self._owner(record_keys, subject, owner)
            if found is not None:
                return found, keys[len(record_keys) :], part
            message = f"“{OWNER}”是“{owner}”，没有这一个，或者有几个。"
            self._tell(WHOSE, taken, row, OWNER, message, "请写那张表里的名称；同名的写编码。")
            return None
        self._tell(CELL, taken, row, TOPIC, f"没有“{topic}”这个栏目。", "请从列表里选。")
        return None

    def rest(self, taken: Taken) -> None:
        """Compare what has no sheet of its own."""
        old = {row.cells[WHERE]: row for row in self.base.rows[REST]}
        for row in taken.rows:
            before = old.pop(_cell(row, WHERE), None)
            if before is None:
                self._tell(CELL, taken, row, WHERE, f"没有位置“{_cell(row, WHERE)}”。", "这张表不能加行。")
            elif said(row.values.get(CONTENT, "")) != before.cells[CONTENT].strip():
                path = before.paths[CONTENT]
                if not isinstance(at(self.base.record.tree, path), str):
                    self._tell(CELL, taken, row, CONTENT, "这里不能改。", "请在 YAML 里改。")
                    continue
                text = text_of(row.values.get(CONTENT, "")).strip()
                place = taken.place(self.file, row.number, CONTENT)
                self.changes.append(Put(path, text, before.cells[CONTENT], place))

    def _tell(self, kind: Kind, taken: Taken, row: TakenRow, title: str, message: str, remedy: str) -> None:
        self.found.append(kind.at(taken.place(self.file, row.number, title), message, remedy))


def _rule_of(part: SchemaPart) -> SchemaRule:
    """Give the rule of one text of a part."""
    return (part.rule.items if part.kind == "texts" else part.rule.extra) or part.rule


def _identities(taken: Taken) -> Iterator[KnownBy]:
    """Give the columns by which records are known: their code, their name, all words and codes that they say."""
    titles = list(taken.columns)
    marks = tuple(titles.index(one) for one in taken.sheet.marks if one in titles)
    for title in (CODE, title_key(taken.sheet)):
        if title in titles:
            own = titles.index(title)
            yield KnownBy((own,) if title == CODE else (*marks, own), (own,))
    words = tuple(
        titles.index(one.title)
        for one in taken.sheet.columns
        if one.title in titles and not one.marks and one.rule.type in ("code", "word", "enum", "yesno")
    )
    if words:
        yield KnownBy((*marks, *words), words)


def _code_in(label: str) -> str:
    """Give the code that begins the label of a unit, or the name of its folder."""
    return re.split(r"[\s-]", label, maxsplit=1)[0]


def _cell(row: TakenRow, title: str) -> str:
    return text_of(row.values.get(title, "")).strip()


def _is_at(node: ValuePath, around: Home, inner: Keys) -> bool:
    return not isinstance(around, New) and node[:-1] == (*around, *inner)


def _label_of(home: Home | None) -> str:
    """Give the key under which the records of a subject are remembered."""
    return f"新 {id(home)}" if isinstance(home, New) else repr(home)


def _labels_before(base: Ready, sheet: Sheet) -> Iterator[tuple[str, SheetRow]]:
    """Yield the records of a list by the names that they had when the workbook was written."""
    for subject in base.plan.subjects:
        path = (*subject.path, *sheet.keys)
        own = [row for row in base.rows[sheet.name] if row.node[:-1] == path]
        key = title_key(sheet)
        names = distinct([(row.cells.get(CODE, "").strip(), row.cells.get(key, "").strip()) for row in own])
        yield from zip(names, own, strict=True)


def _now_called(
    listed: Sequence[tuple[TakenRow, Home]],
    named: Sequence[tuple[str, str]],
    before: Mapping[ValuePath, tuple[str, SheetRow]],
    key: str,
) -> Iterator[str]:
    """Name records: those whose code and name are as before as before, however the rows are sorted; others anew."""
    stays: dict[int, str] = {}
    for number, ((_, home), said_now) in enumerate(zip(listed, named, strict=True)):
        label, old = before.get(home, ("", None)) if not isinstance(home, New) else ("", None)
        if old is not None and (old.cells.get(CODE, "").strip(), old.cells.get(key, "").strip()) == said_now:
            stays[number] = label
    used = set(stays.values())
    for number, (code, name) in enumerate(named):
        if number not in stays:
            tried = (name, f"{code} {name}".strip(), *(f"{name} ({count})" for count in range(2, len(named) + 2)))
            stays[number] = next(one for one in tried if one not in used)
            used.add(stays[number])
        yield stays[number]


def _only(old: Iterable[tuple[str, str]], topic: str) -> tuple[str, str]:
    """Give the key of a line that is the only one of its topic."""
    found = [key for key in old if key[1] == topic]
    return found[0] if len(found) == 1 else ("", "")


def key_of(text: str) -> str:
    """Give a name as a key: of a code with its name (2010601 行政运行) the code."""
    first, _, rest = text.partition(" ")
    return first if rest and first.isdigit() and len(first) in _LEVELS else text


def put_in(tree: dict[str, Any], keys: Keys, text: str) -> None:
    """Put a text at keys of a mapping, with what is lacking around it."""
    *around, last = keys
    for key in around:
        tree = tree.setdefault(key, {})
    tree[last] = text


def append_in(tree: dict[str, Any], keys: Keys, value: Tree) -> None:
    """Append a value to the list at keys of a mapping."""
    *around, last = keys
    for key in around:
        tree = tree.setdefault(key, {})
    tree.setdefault(last, []).append(value)
