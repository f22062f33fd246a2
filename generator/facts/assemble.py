"""Assembling the facts (建账): validated values → the ledger's entries, the records, and what the sentences need.

Every value here has passed the schema, so keys that it requires are there. Amounts are in 元 already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.base.frozen import frozen
from generator.base.money import total
from generator.base.paths import Traced, ValuePath
from generator.facts import declared
from generator.facts.budget import ZERO, Budget, Entry, FieldValue, Record, Subject, joined
from generator.facts.declaration import Declarations
from generator.facts.words import FISCAL, LEVELS, NATURE_SIGNS, NO_UNIT, OWN_KEYS, STANDARD, LineWords, nature_of
from generator.findings.finding import Place

_LISTS = {  # list of lines → direction and kind of its entries
    "收入": ("收入", ""),
    "基本支出": ("支出", "基本支出"),
    "其他支出": ("支出", ""),
    "年终结转": ("年终结转", ""),
}
# Keys of the YAML and the fields that tables know of them; reading other people's tables goes the other way.
INDICATOR_KEYS = {
    "一级": "一级指标",
    "二级": "二级指标",
    "三级": "三级指标",
    "描述": "绩效指标描述",
    "指标性质": "指标性质",
    "指标值": "指标值",
    "度量单位": "度量单位",
    "权重": "权重",
    "方向": "方向",
    "依据": "指标值确定依据",
}
WHOLE_VALUE = "完整指标值"  # of an indicator: nature, value and unit as one text, such as ≥95%
TASK_KEYS = {"任务": "任务", "目标": "目标", "指标": "指标", "权重合计": "权重合计"}
PURCHASE_KEYS = {
    "物品名称": "采购物品名称", "目录": "政府采购目录序号", "计量单位": "计量单位", "数量": "数量",
    "组织形式": "采购组织形式", "经济科目": "经济科目", "专项名称": "专项名称",
}  # fmt: skip
PRICE_KEYS = {"单价": "单价", "预留中小企业份额": "预留中小微企业份额", "预留小微企业份额": "预留小微企业份额"}
_UNIT_FACTS = ("编码", "名称", "性质", "规格", "经费保障形式")
UNIT_KEYS = {
    "编码": "单位编码",
    "名称": "单位名称",
    "性质": "单位性质",
    "规格": "单位规格",
    "经费保障形式": "经费保障形式",
    "机构设置": "机构设置",
}

PROJECT_KEYS = {"编码": "项目编码", "名称": "项目名称", "类别": "项目类别", "用途": "用途", "权重合计": "权重合计"}
_OF_LINE = (
    "科目编码", "科目名称", *LEVELS["功能分类"], "资金性质", "上年结转", "单位编码", "单位名称",
)  # fmt: skip
_OF_UNIT = ("单位编码", "单位名称")  # of the entries of a project or a purchase
RECORD_FIELDS: Mapping[str, tuple[str, ...]] = {  # that a record of each list may have; “计划.” begins any such
    "单位": tuple(UNIT_KEYS.values()),
    "部门": ("部门编码", "部门名称"),
    "项目": (*PROJECT_KEYS.values(), "预算数", "财政资金", "其他资金", "计划.", "说明.", *_OF_UNIT),
    "采购": (*PURCHASE_KEYS.values(), "项目名称", "预算资金", *PRICE_KEYS.values(), "新增资产", *_OF_UNIT),
    "专项资金": ("名称", "说明", "金额"),
    "绩效指标": (*INDICATOR_KEYS.values(), WHOLE_VALUE),
    "整体绩效指标": (*INDICATOR_KEYS.values(), WHOLE_VALUE),
    "分项目标": tuple(TASK_KEYS.values()),
    "支出明细": (
        *_OF_LINE,
        "经济科目编码",
        "经济科目名称",
        "政府经济科目编码",
        "政府经济科目名称",
        "支出类型",
        "用途标记",
        "项目编码",
        "项目名称",
        "项目类别",
    ),
    "收入明细": _OF_LINE,
    "总体目标": ("内容",),
    "保障措施": ("内容",),
    "绩效目标": ("内容",),
    "职责": ("内容",),
}
Data = Mapping[str, Any]


@frozen
class Part:
    """The typed values of the department's files (`top` is ROOT), or of one unit's folder."""

    top: ValuePath
    data: Data

    def lines(self, name: str) -> Iterator[tuple[ValuePath, Data]]:
        """Give each item of a list with its path."""
        return _items(self.data.get(name, ()), (*self.top, name))


@frozen
class _Units:
    """The budget units by code, and the unit of a line that does not name one."""

    natures: Mapping[str, str]
    only: str  # the code of the only unit, or empty
    words: LineWords = STANDARD
    records: tuple[Record, ...] = ()

    def of(self, line: Data, part: Part, default: str = "") -> dict[str, Any]:
        """Give the unit dimensions of a line: its own, that of its folder, or the only one."""
        own = part.data["单位"]["编码"] if part.top else ""
        code = line.get("单位") or default or own or self.only
        return {"unit": code, "unit_nature": self.natures.get(code, ""), **self.official(line)}

    def fields(self, entries: Sequence[Entry]) -> dict[str, FieldValue]:
        """Give code and name of the unit whose entries these are; of several, all in the order of the units."""
        own: dict[str, set[ValuePath]] = {}
        for entry in entries:
            own.setdefault(entry.unit, set()).add(entry.origin)
        found = [(unit, frozenset(own[code])) for unit in self.records if (code := _plain(unit, "单位编码")) in own]
        names = _OF_UNIT if found else ()
        return {name: joined((unit.fields[name], paths) for unit, paths in found) for name in names}

    def official(self, line: Data) -> dict[str, str]:
        """Give the usual fund of a line whose fund is a word that the pack declares."""
        fund = line.get("资金性质", "")
        usual = self.words.official("资金性质", fund)
        return {"official_fund": usual} if usual != fund else {}

    def added(self, key: str, data: Data, path: ValuePath) -> dict[str, FieldValue]:
        """Give the fields that the pack declares (数据) for a list of records that every budget has."""
        return declared.values_of(self.words.declared.get(key), data, path)


def assemble(
    folder: str, parts: Sequence[Part], places: Mapping[ValuePath, Place], words: LineWords = STANDARD
) -> Budget:
    """Make the budget of the parts, the department's first. `words` are those that its pack knows."""
    data = parts[0].data
    own = {one.code: _with_overall(one) for one in _subjects(parts)}
    units = _head_first(tuple(_unit_records(parts, words.declared)), own)
    natures = {_plain(unit, "单位编码"): _nature(_plain(unit, "单位性质")) for unit in units}
    known = _Units(natures, _only(units), words, units)
    department = _department(data)
    subject = _with_overall(department) if department else next(iter(own.values()))
    projects = tuple(record for part in parts for record in _projects(part, known))
    purchases = tuple(record for part in parts for record in _purchases(part, known, projects))
    lines = tuple(entry for part in parts for entry in _lines(part, known))
    entries = lines + tuple(entry for project in projects for entry in project.entries)
    procurement = tuple(entry for purchase in purchases for entry in purchase.entries)
    assets = tuple(entry for part in parts for entry in _assets(part, known))
    lists = {name: tuple(_declared(name, parts, known)) for name in declared.lists(words.declared)}
    units = _with_lists(_with_entries(units, (*entries, *procurement, *assets), own), lists)
    special = tuple(_special_funds(parts[0], known))
    return Budget(
        folder=folder,
        year=data["年度"],
        pack=data["模板"],
        code=subject.code,
        name=subject.name,
        data=data,
        entries=entries,
        procurement=procurement,
        assets=assets,
        records={"单位": units, "项目": projects, "采购": purchases, "专项资金": special, "部门": (), **lists},
        names=data.get("科目名称", {}),
        places=places,
        subject=subject,
        units=tuple(own[_plain(unit, "单位编码")] for unit in units),
        declared=words.declared,
    )


def _department(data: Data) -> Subject | None:
    own = data.get("部门")
    return Subject("部门", own["编码"], own["名称"], data, own.get("性质", "")) if own else None


def _subjects(parts: Sequence[Part]) -> Iterator[Subject]:
    """Give the units as subjects: what is a unit's own stands beside its name in the list, or in its own folder."""
    for part in parts:
        for path, unit in _unit_items(part):
            texts = {OWN_KEYS.get(key, key): value for key, value in unit.items() if key not in _UNIT_FACTS}
            rest = {key: value for key, value in part.data.items() if key != "单位"} if _alone(part) else {}
            data, around = {**texts, **rest}, part.top if _alone(part) else path
            apart = {OWN_KEYS.get(key, key): (*path, key) for key in unit if OWN_KEYS.get(key, key) not in rest}
            yield Subject("单位", unit["编码"], unit["名称"], data, unit.get("性质", ""), around, apart)


def _alone(part: Part) -> bool:
    """Tell whether the values of a part are those of its only unit: a unit's folder, or a unit without a department."""
    return bool(part.top) or "部门" not in part.data


def _unit_items(part: Part) -> Iterator[tuple[ValuePath, Data]]:
    if part.top:
        return iter([((*part.top, "单位"), part.data["单位"])])
    return part.lines("单位") if part.data.get("单位") else iter(())


def _with_entries(
    units: Sequence[Record], entries: Iterable[Entry], subjects: Mapping[str, Subject]
) -> tuple[Record, ...]:
    """Give each unit its own entries, of all data sets, and its goals and indicators."""
    own: dict[str, list[Entry]] = {}
    for entry in entries:
        own.setdefault(entry.unit, []).append(entry)
    return tuple(
        replace(unit, entries=tuple(own.get(code, ())), children={**unit.children, **subjects[code].records})
        for unit in units
        for code in [_plain(unit, "单位编码")]
    )


def _with_overall(subject: Subject) -> Subject:
    """Give a department or unit its goals and indicators as a whole (整体绩效) as records."""
    overall, path = subject.data.get("整体绩效") or {}, subject.at("整体绩效")
    tasks = tuple(
        Record(_fields(task, TASK_KEYS, where), children={"绩效指标": _indicators(task, "绩效指标", where)})
        for where, task in _items(overall.get("分项目标", ()), (*path, "分项目标"))
    )
    records = {
        "总体目标": _sentences(overall, "总体目标", path),
        "分项目标": tasks,
        "整体绩效指标": _indicators(overall, "指标", path),
        "保障措施": _sentences(overall, "保障措施", path),
    }
    return replace(subject, records=records)


def _sentences(data: Data, key: str, path: ValuePath) -> tuple[Record, ...]:
    """Give each text of a list as a record."""
    return tuple(
        Record({"内容": FieldValue(text, (where,))}) for where, text in _items(data.get(key, ()), (*path, key))
    )


def _indicators(data: Data, key: str, path: ValuePath) -> tuple[Record, ...]:
    return tuple(_indicator(one, where) for where, one in _items(data.get(key, ()), (*path, key)))


def _indicator(data: Data, path: ValuePath) -> Record:
    """Make the record of an indicator, with its target in one text; a weight is a number."""
    fields = _fields(data, INDICATOR_KEYS, path)
    if "权重" in fields:
        fields["权重"] = replace(fields["权重"], value=Decimal(data["权重"]))
    nature = data.get("指标性质", "")
    signed = nature in NATURE_SIGNS
    united = (signed or not nature) and data.get("度量单位", "") not in NO_UNIT
    kept = {"指标性质": signed, "指标值": True, "度量单位": united}
    parts = [fields[name] for name, said in kept.items() if said and name in fields]
    text = "".join(str(part.value) for part in parts)
    return Record({**fields, WHOLE_VALUE: FieldValue(text, tuple(path for part in parts for path in part.origins))})


def _declared(name: str, parts: Sequence[Part], units: _Units) -> Iterator[Record]:
    for part in parts:
        own = part.data["单位"]["编码"] if part.top else ""
        yield from declared.records(units.words.declared[name], part.lines(name), own or units.only)


def _with_lists(units: Sequence[Record], lists: Mapping[str, Sequence[Record]]) -> tuple[Record, ...]:
    """Give each unit its own records of the lists that the pack declares."""
    own: dict[str, dict[str, list[Record]]] = {}
    for name, records in lists.items():
        for record in records:
            own.setdefault(record.unit or "", {}).setdefault(name, []).append(record)
    found = ((unit, own.get(_plain(unit, "单位编码"), {})) for unit in units)
    return tuple(
        replace(unit, children={**unit.children, **{name: tuple(mine.get(name, ())) for name in lists}})
        for unit, mine in found
    )


def _head_first(units: Sequence[Record], own: Mapping[str, Subject]) -> tuple[Record, ...]:
    """Put the head office (本级) first: the unit that says so, or else that with the smallest code."""
    codes = [_plain(unit, "单位编码") for unit in units]
    named = [code for code in codes if own[code].data.get("本级")]
    head = next(iter(named), min(codes, default=""))
    return tuple(sorted(units, key=lambda unit: _plain(unit, "单位编码") != head))


def _nature(typed: str) -> str:
    return nature_of(typed) or typed


def _items(values: Iterable[Any], path: ValuePath) -> Iterator[tuple[ValuePath, Any]]:
    return (((*path, index), value) for index, value in enumerate(values))


def _only(units: Sequence[Record]) -> str:
    return _plain(units[0], "单位编码") if len(units) == 1 else ""


def _plain(record: Record, name: str) -> str:
    value = record.fields.get(name)
    return str(value.value) if value else ""


def _fields(data: Data, names: Mapping[str, str], path: ValuePath) -> dict[str, FieldValue]:
    """Take the values of a mapping under the names that a table uses."""
    return {field: FieldValue(data[key], ((*path, key),)) for key, field in names.items() if key in data}


def _amount(data: Data, key: str, path: ValuePath) -> FieldValue:
    return FieldValue(data[key], ((*path, key),), amount=True)


def _sum(entries: Iterable[Entry]) -> FieldValue:
    chosen = tuple(entries)
    return FieldValue(total(entry.amount for entry in chosen), tuple(entry.origin for entry in chosen), amount=True)


def _unit_records(parts: Sequence[Part], added: Declarations) -> Iterator[Record]:
    for part in parts:
        for path, unit in _unit_items(part):
            fields = {**_fields(unit, UNIT_KEYS, path), **declared.values_of(added.get("单位"), unit, path)}
            yield Record(fields, children={"职责": _sentences(unit, "职责", path)})


def _lines(part: Part, units: _Units) -> Iterator[Entry]:
    for name, (direction, kind) in _LISTS.items():
        for path, line in part.lines(name):
            yield _entry(line, path, direction, line.get("支出类型", kind), units.of(line, part))


def _entry(line: Data, path: ValuePath, direction: str, spending_type: str, shared: Data) -> Entry:
    return Entry(
        amount=line["金额"],
        origin=(*path, "金额"),
        direction=direction,
        function=line.get("科目", ""),
        economic=line.get("经济科目", ""),
        government_economic=line.get("政府经济科目", ""),
        fund=line["资金性质"],
        spending_type=spending_type,
        carryover=line.get("上年结转", False),
        mark=line.get("用途标记", ""),
        note=line.get("备注", ""),
        **shared,
    )


def _projects(part: Part, units: _Units) -> Iterator[Record]:
    for path, project in part.lines("项目"):
        entries = tuple(_project_entries(project, path, part, units))
        own = units.added("项目", project, path)
        fields = {**_project_fields(project, path, entries), **units.fields(entries), **own}
        yield Record(fields, entries, _project_children(project, path, units))


def _project_entries(project: Data, path: ValuePath, part: Part, units: _Units) -> Iterator[Entry]:
    identity = {
        "project": project.get("编码") or project["名称"],
        "project_category": project["类别"],
        "targeted": bool(project.get("绩效目标") or project.get("绩效指标")),
    }
    for line_path, line in _items(project["支出"], (*path, "支出")):
        shared = {**identity, **units.of(line, part, project.get("单位", ""))}
        yield _entry(line, line_path, "支出", "项目支出", shared)


def _project_fields(project: Data, path: ValuePath, entries: Sequence[Entry]) -> dict[str, FieldValue]:
    plan, texts = project.get("资金支出计划", {}), project.get("说明", {})
    return {
        **_fields(project, PROJECT_KEYS, path),
        "预算数": _sum(entries),
        "财政资金": _sum(entry for entry in entries if entry.source in FISCAL),
        "其他资金": _sum(entry for entry in entries if entry.source not in FISCAL),
        **{f"计划.{point}": _amount(plan, point, (*path, "资金支出计划")) for point in plan},
        **{f"说明.{key}": FieldValue(text, ((*path, "说明", key),)) for key, text in texts.items()},
    }


def _project_children(project: Data, path: ValuePath, units: _Units) -> dict[str, tuple[Record, ...]]:
    indicators = tuple(
        Record({**_indicator(one, where).fields, **units.added("绩效指标", one, where)})
        for where, one in _items(project.get("绩效指标", ()), (*path, "绩效指标"))
    )
    return {"绩效目标": _sentences(project, "绩效目标", path), "绩效指标": indicators}


def _purchases(part: Part, units: _Units, projects: Sequence[Record]) -> Iterator[Record]:
    by_name = {
        _plain(project, name): project
        for project in projects
        for name in ("项目名称", "项目编码")
        if _plain(project, name)
    }
    for path, purchase in part.lines("政府采购"):
        project = by_name.get(purchase.get("项目", ""))
        fields = _fields(purchase, PURCHASE_KEYS, path)
        if project:
            named = project.fields["项目名称"]
            fields = {"专项名称": named, **fields, "项目名称": named, "预算资金": project.fields["预算数"]}
        entries = tuple(_purchase_entries(purchase, path, units, part, fields))
        for key, field in PRICE_KEYS.items():
            if key in purchase:
                fields[field] = _amount(purchase, key, path)
        if "新增资产" in purchase:
            fields["新增资产"] = FieldValue("是" if purchase["新增资产"] else "否", ((*path, "新增资产"),))
        yield Record({**fields, **units.fields(entries), **units.added("政府采购", purchase, path)}, entries)


def _purchase_entries(
    purchase: Data, path: ValuePath, units: _Units, part: Part, fields: Mapping[str, FieldValue]
) -> Iterator[Entry]:
    """Give the entries of a purchase; texts that a row by values (分组) prints know where they were typed."""
    for index, (line_path, line) in enumerate(_items(purchase["资金"], (*path, "资金"))):
        yield Entry(
            amount=line["金额"],
            origin=(*line_path, "金额"),
            direction="采购",
            fund=line["资金性质"],
            carryover=line.get("上年结转", False),
            project=purchase.get("项目", ""),
            earmark=_traced(fields, "专项名称"),
            item=_traced(fields, "采购物品名称"),
            organisation=_traced(fields, "采购组织形式"),
            economic=purchase.get("经济科目", ""),
            catalogue=purchase["目录"],
            quantity=ZERO if index else purchase.get("数量", ZERO),
            mark=purchase.get("用途标记", ""),
            new_asset=purchase.get("新增资产", False),
            **{**units.of(purchase, part), **units.official(line)},
        )


def _traced(fields: Mapping[str, FieldValue], name: str) -> str:
    value = fields.get(name)
    return Traced(str(value.value), value.origins) if value else ""


def _assets(part: Part, units: _Units) -> Iterator[Entry]:
    details = part.data.get("固定资产", {}).get("明细", ())
    for path, line in _items(details, (*part.top, "固定资产", "明细")):
        yield Entry(
            amount=line["价值"],
            origin=(*path, "价值"),
            direction="资产",
            asset=line["类别"],
            mark=line.get("用途标记", ""),
            quantity=line.get("数量", Decimal(0)),
            **units.of(line, part),
        )


def _special_funds(part: Part, units: _Units) -> Iterator[Record]:
    for path, fund in part.lines("专项资金"):
        fields = _fields(fund, {"名称": "名称", "说明": "说明"}, path)
        if "金额" in fund:
            fields["金额"] = _amount(fund, "金额", path)
        yield Record({**fields, **units.added("专项资金", fund, path)})
