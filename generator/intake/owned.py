"""Projects that several tables name are one: its code or its name says so, and what each table says of it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.books.statements import Normal, normal
from generator.facts.words import PLAN, THIS_YEAR
from generator.findings.finding import Place
from generator.ledger import DIMENSIONS, Condition, clause
from generator.recognition.amounts import CENTS, SCALES, number_in
from generator.recognition.performance_words import FISCAL, OTHER
from generator.recognition.statements import PrintedAmount, PrintedRecord

Owned = tuple[PrintedRecord, list[PrintedRecord]]  # a record and those within it: a project and its indicators
_VALUE = ("指标性质", "指标值", "度量单位")
_PROJECT, _CODE, _NAME, _AMOUNT, _GOAL = "项目", "项目编码", "项目名称", "预算数", "绩效目标"
_FUNDS = {FISCAL: "财政拨款", OTHER: "非财政拨款"}  # of a form, and the group of funds that it means
_SPENT = {"支出类型": ("项目支出",), "方向": ("支出",)}


def owned(records: Sequence[PrintedRecord]) -> list[Owned]:
    """Give the records of a table, each with those that stand within it (绩效指标 below their 项目)."""
    found: list[Owned] = []
    for record in records:
        if record.list == "绩效指标" and found:
            found[-1][1].append(record)
        else:
            found.append((record, []))
    return found


def text_of(record: PrintedRecord, name: str) -> str:
    """Return a field of a record as text, empty where it has none."""
    return record.fields[name][0] if name in record.fields else ""


def project_name(record: PrintedRecord) -> str:
    """Return the name of a project."""
    return text_of(record, _NAME) or text_of(record, "名称")


def identity(record: PrintedRecord) -> str:
    """Tell projects apart: by their code, since two may have one name."""
    return text_of(record, _CODE) or project_name(record)


def joined(projects: Sequence[Owned]) -> list[Owned]:
    """Join the records of one project, in the order of the first; where both say something, the earlier one stays.

    A record without a code is the project of its name, if only one has that name.
    """
    codes = _codes(record for record, _ in projects)
    found: dict[str, Owned] = {}
    for number, (record, indicators) in enumerate(projects):
        key = _whose(record, codes) or f"{number}"
        first, known = found.setdefault(key, (record, []))
        found[key] = (_with(first, record), _indicators(known, indicators))
    return list(found.values())


def of_projects(projects: Sequence[PrintedRecord]) -> Iterator[PrintedAmount]:
    """Yield what forms say of the money of each project."""
    codes = _codes(projects)
    for record in projects:
        yield from _amount_of(record, codes, _AMOUNT, {})


def in_text(projects: Sequence[PrintedRecord], said: Iterable[tuple[str, PrintedAmount]]) -> Iterator[PrintedRecord]:
    """Yield projects that sentences name with their money: all where no table names any, else those of tables."""
    known = {_bare(project_name(record)): project_name(record) for record in projects}
    for name, one in said:
        if not known or _bare(name) in known:
            fields = {
                _NAME: (known.get(_bare(name), name), one.place),
                _AMOUNT: (one.column.rstrip("万元亿千"), one.place),
            }
            yield PrintedRecord(_PROJECT, one.table, fields, SCALES.get(one.column.lstrip("0123456789.，"), 4))


def funds_of(project: PrintedRecord, codes: Mapping[str, str] | None = None) -> Iterator[PrintedAmount]:
    """Yield what a form says of the funds of a project: 财政拨款, and all other money."""
    for key, group in _FUNDS.items():
        condition = normal(Condition((clause("资金性质", [group], DIMENSIONS),))) or {}
        yield from _amount_of(project, codes or {}, key, condition)


def _amount_of(
    project: PrintedRecord, codes: Mapping[str, str], key: str, condition: Normal
) -> Iterator[PrintedAmount]:
    """Yield the amount of a project that a form has under a key, if it prints one; `condition` is of which money."""
    name, amount = _whose(project, codes), project.fields.get(key)
    if name and amount is not None and (value := number_in(amount[0])) is not None:
        yield PrintedAmount(
            project.table, "收支", THIS_YEAR, {**_SPENT, _PROJECT: (name,), **condition}, value.scaleb(project.scale),
            _digit(amount[0], project.scale), amount[1], project_name(project) or identity(project), key,
        )  # fmt: skip


def funds_of_projects(
    projects: Sequence[PrintedRecord], others: Sequence[PrintedAmount]
) -> tuple[list[PrintedAmount], list[tuple[PrintedAmount, tuple[PrintedAmount, ...]]]]:
    """Give the funds of projects of which nothing finer is printed, and those that what is printed contradicts.

    `others` are the amounts of the tables. A contradiction is an amount with those that should make it: the funds of
    the project, or its total and its other funds.
    """
    codes = _codes(projects)
    new: list[PrintedAmount] = []
    wrong: list[tuple[PrintedAmount, tuple[PrintedAmount, ...]]] = []
    whole = {one.condition[_PROJECT]: one for one in of_projects(projects)}
    for record in projects:
        own = list(funds_of(record, codes))
        total = whole.get(own[0].condition[_PROJECT]) if own else None
        whole_form = len(own) == len(_FUNDS) - len(record.empty & _FUNDS.keys())
        if total is not None and own and whole_form and _apart(total, own):
            wrong.append((total, tuple(own)))
            continue
        for one in own:
            every = [other for other in others if _is_finer(other, one)]
            finer = [other for other in every if "上年结转" not in other.condition] or every
            if finer and _apart(one, finer):
                wrong.append((one, tuple(finer)))
            elif not finer:
                new.append(one)
    return new, wrong


def _is_finer(one: PrintedAmount, funds: PrintedAmount) -> bool:
    """Tell whether an amount is of one of several funds of a project."""
    own, whole = one.condition.get("资金性质", ()), funds.condition["资金性质"]
    rest = {"方向", _PROJECT, "支出类型", "资金性质", "上年结转"}
    return (
        set(own) < set(whole)
        and set(one.condition) <= rest
        and one.condition.get(_PROJECT) == funds.condition[_PROJECT]
    )


def _apart(one: PrintedAmount, parts: Sequence[PrintedAmount]) -> bool:
    off = one.tolerance + sum((part.tolerance for part in parts), Decimal(0))
    return abs(one.value - sum((part.value for part in parts), Decimal(0))) > off


def other_goals(projects: Sequence[Owned]) -> Iterator[str]:
    """Say which projects have other goals (绩效目标) in another table."""
    codes = _codes(record for record, _ in projects)
    first: dict[str, tuple[str, Place]] = {}
    for record, _ in projects:
        own, goal = _whose(record, codes), record.fields.get(_GOAL)
        if own and goal is not None:
            before, place = first.setdefault(own, goal)
            if _bare(before) != _bare(goal[0]):
                name = project_name(record) or identity(record)
                yield f"项目“{name}”的绩效目标，{place} 和 {goal[1]} 写的不同，写的是前一处的"


def _bare(text: str) -> str:
    return re.sub(r"[\s，。；、：,.;:（）()0-9一二三四五六七八九十]", "", text)


def by_code(amounts: Iterable[PrintedAmount], projects: Sequence[PrintedRecord]) -> Iterator[PrintedAmount]:
    """Yield amounts; those of a project that one table names and another gives a code are those of the code."""
    codes = _codes(projects)
    for one in amounts:
        whose = one.condition.get(_PROJECT, ())
        code = codes.get(_tight(whose[0])) if len(whose) == 1 else None
        yield one if code is None else replace(one, condition={**one.condition, _PROJECT: (code,)})


def _codes(records: Iterable[PrintedRecord]) -> Mapping[str, str]:
    """Give the codes of projects by their names, of those names that only one project has."""
    found: dict[str, set[str]] = {}
    for record in records:
        code = text_of(record, _CODE)
        if code:
            found.setdefault(_tight(project_name(record)), set()).add(code)
    return {name: min(codes) for name, codes in found.items() if name and len(codes) == 1}


def _whose(record: PrintedRecord, codes: Mapping[str, str]) -> str:
    """Give the identity of a project; one without a code has that of its name, if only one has it."""
    own = identity(record)
    return codes.get(_tight(own), own)


def _with(first: PrintedRecord, other: PrintedRecord) -> PrintedRecord:
    """Add to a record what another one says beyond it, amounts in the unit of the first."""
    more: dict[str, tuple[str, Place]] = {}
    for name, (text, place) in other.fields.items():
        number = number_in(text) if name == _AMOUNT or name.startswith(PLAN) else None
        if name not in first.fields:
            more[name] = (text if number is None else f"{number.scaleb(other.scale - first.scale):f}", place)
    return replace(first, fields={**first.fields, **more}) if more else first


def _indicators(known: Sequence[PrintedRecord], more: Sequence[PrintedRecord]) -> list[PrintedRecord]:
    """Add the indicators of another table: one that is there already gets what the other says beyond it."""
    made = list(known)
    places = {_key(one): number for number, one in enumerate(known)}
    for one in more:
        at = places.get(_key(one))
        if at is None:
            made.append(one)
        else:
            made[at] = _with(made[at], one)
    return made


def _key(indicator: PrintedRecord) -> tuple[str, str]:
    """Tell indicators of a project apart: by the third level and the value, written in one or in three cells."""
    value = text_of(indicator, "完整指标值") or "".join(text_of(indicator, name) for name in _VALUE)
    return _tight(text_of(indicator, "三级指标")), _tight(value)


def _tight(text: str) -> str:
    return "".join(text.split())


def _digit(text: str, scale: int) -> Decimal:
    """Return half of the last digit of an amount in a form, in 元."""
    places = len(text.strip().rpartition(".")[2]) if "." in text else 0
    return Decimal(5).scaleb(scale - max(places, CENTS) - 1) if scale else Decimal(0)
