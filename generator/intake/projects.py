"""Projects as the YAML has them: their money, and what tables of projects say of each (绩效目标, 绩效指标)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.base.money import total
from generator.facts.assemble import INDICATOR_KEYS, PROJECT_KEYS
from generator.facts.words import CATEGORIES, PLAN
from generator.findings.finding import Place
from generator.intake.draft import TO_VERIFY, BudgetDraft
from generator.intake.owned import Owned, funds_of, identity, joined, of_projects, other_goals, project_name, text_of
from generator.recognition.amounts import number_in
from generator.recognition.statements import PrintedRecord

_NUMBERED = re.compile(r"^\s*(?:[（(]?[0-9一二三四五六七八九十]+[)）).、．]\s*)")
_SPLIT = re.compile(r"\n|(?<=[。；;])\s*(?=[（(]?[0-9]+[）).、．])")
_MORE = "说明."  # begins a field that is a text of the form
_PROJECTS, _MONEY = "项目", "支出"
_PLAIN_KEYS = {key: name for key, name in PROJECT_KEYS.items() if key not in ("编码", "名称", "类别")}


def described(
    draft: BudgetDraft,
    number: int,
    known: Mapping[str, Any],
    record: PrintedRecord | None,
    indicators: Sequence[PrintedRecord],
) -> dict[str, Any]:
    """Add to what is known of the project of a number what a table of projects says of it, in the order of the YAML.

    `known` has 名称 and 支出, and may have 编码 and 类别.
    """
    fields = record.fields if record is not None else {}
    found: dict[str, Any] = {key: known[key] for key in ("编码",) if key in known}
    for key, name in (("编码", PROJECT_KEYS["编码"]), *_PLAIN_KEYS.items()):
        if name in fields and key not in known:
            found[key] = fields[name][0]
            draft.sources[_PROJECTS, number, key] = str(fields[name][1])
    code = {"编码": found.pop("编码")} if "编码" in found else {}
    category = {"类别": known["类别"] if "类别" in known else _category(draft, number, fields)}
    made = {**code, "名称": known["名称"], **category, **_unit(draft, fields), **found, _MONEY: known[_MONEY]}
    made |= _plan(record, draft, number) if record is not None else {}
    if "绩效目标" in fields:
        made["绩效目标"] = goals_of(fields["绩效目标"][0])
        draft.sources[_PROJECTS, number, "绩效目标"] = str(fields["绩效目标"][1])
    if indicators:
        made["绩效指标"] = [_indicator(one) for one in indicators]
        draft.sources[_PROJECTS, number, "绩效指标"] = str(next(iter(indicators[0].fields.values()))[1])
    return made | _more(draft, number, fields)


def goals_of(text: str) -> list[str]:
    """Part the goals (绩效目标) that one cell prints, and leave out their numbers."""
    return [_NUMBERED.sub("", part).strip() for part in _SPLIT.split(text)]


def put_performance(draft: BudgetDraft, told: Sequence[Owned]) -> None:
    """Write what tables of projects say into the projects of a draft whose money is complete.

    Another amount than that of its lines is told; a project without lines has none, and is written so.
    """
    draft.assumed += other_goals(told)
    for record, indicators in joined(told):
        projects = draft.content.setdefault(_PROJECTS, [])
        number = _number(projects, record)
        if number is None:
            name = project_name(record) or identity(record)
            draft.missing.append(f"项目“{name}”的支出，别的文件里没有")
            draft.add(_PROJECTS, described(draft, len(projects), {"名称": name, _MONEY: []}, record, indicators))
            continue
        lines = total(line["金额"] for line in projects[number][_MONEY])
        for one in of_projects([record]):
            if abs(one.value - lines) > one.tolerance:
                name = projects[number]["名称"]
                draft.missing.append(
                    f"项目“{name}”的预算数：{one.place} 是 {one.value:,.2f} 元，明细各行相加是 {lines:,.2f} 元，请核对"
                )
        draft.missing += _other_funds(projects[number], record)
        if draft.marks.get((_PROJECTS, number, "类别")) and PROJECT_KEYS["类别"] in record.fields:
            del projects[number]["类别"], draft.marks[_PROJECTS, number, "类别"]
        projects[number] = described(draft, number, projects[number], record, indicators)


def _other_funds(project: Mapping[str, Any], record: PrintedRecord) -> Iterator[str]:
    """Say which funds of a form are others than those of the project's lines."""
    for one in funds_of(record):
        funds = one.condition["资金性质"]
        lines = total(line["金额"] for line in project[_MONEY] if line.get("资金性质") in funds)
        if all(line.get("资金性质") for line in project[_MONEY]) and abs(one.value - lines) > one.tolerance:
            yield (
                f"项目“{project['名称']}”的{one.column}：{one.place} 是 {one.value:,.2f} 元，"
                f"明细各行相加是 {lines:,.2f} 元，请核对"
            )


def _number(projects: Sequence[Mapping[str, Any]], record: PrintedRecord) -> int | None:
    """Find the project of a record: by its code, else by its name if only one has it."""
    code, name = text_of(record, PROJECT_KEYS["编码"]), "".join(project_name(record).split())
    same = [number for number, one in enumerate(projects) if code and one.get("编码") == code]
    if not same:
        alike = [number for number, one in enumerate(projects) if "".join(one["名称"].split()) == name]
        same = [number for number in alike if not (code and projects[number].get("编码"))]
    return same[0] if len(same) == 1 else None


def _category(draft: BudgetDraft, number: int, fields: Mapping[str, tuple[str, Place]]) -> str:
    said = fields[PROJECT_KEYS["类别"]][0] if PROJECT_KEYS["类别"] in fields else ""
    found = next((one for one in CATEGORIES if said.startswith(one)), "")
    if not found:
        words = f"文件里写的类别是“{said}”" if said else "文件里没有写类别"
        draft.marks.setdefault((_PROJECTS, number, "类别"), f"{TO_VERIFY}：{words}")
    return found or CATEGORIES[1]


def _unit(draft: BudgetDraft, fields: Mapping[str, tuple[str, Place]]) -> dict[str, Any]:
    """Say whose project it is, where the budget has several units; a unit that is not among them is told."""
    said = fields["单位名称"][0] if "单位名称" in fields else ""
    units = draft.content["单位"]
    found = next((unit["编码"] for unit in units if unit["名称"] in said or said.startswith(unit["编码"])), "")
    if said and not found and said != draft.name:
        draft.missing.append(f"单位“{said}”：项目绩效目标表里有，单位名单里没有")
    return {"单位": found} if found and len(units) > 1 else {}


def _plan(record: PrintedRecord, draft: BudgetDraft, number: int) -> dict[str, Any]:
    plan: dict[str, Any] = {}
    for name, (text, place) in record.fields.items():
        if name.startswith(PLAN) and (value := number_in(text)) is not None:
            plan[name.removeprefix(PLAN)] = value.scaleb(record.scale)
            draft.sources[_PROJECTS, number, "资金支出计划", name.removeprefix(PLAN)] = str(place)
    return {"资金支出计划": plan} if plan else {}


def _indicator(record: PrintedRecord) -> dict[str, Any]:
    keys = {name: key for key, name in INDICATOR_KEYS.items()} | {"完整指标值": "指标值"}
    found: dict[str, Any] = {keys[name]: text for name, (text, _) in record.fields.items() if name in keys}
    weight = number_in(found["权重"].rstrip("%％分")) if "权重" in found else None
    if weight is not None:
        found["权重"] = weight
    return {key: found[key] for key in INDICATOR_KEYS if key in found}


def _more(draft: BudgetDraft, number: int, fields: Mapping[str, tuple[str, Place]]) -> dict[str, Any]:
    """Give the texts that a form has beside the goals."""
    found = {name.removeprefix(_MORE): value for name, value in fields.items() if name.startswith(_MORE)}
    for name, (_, place) in found.items():
        draft.sources[_PROJECTS, number, "说明", name] = str(place)
    return {"说明": {name: text for name, (text, _) in found.items()}} if found else {}
