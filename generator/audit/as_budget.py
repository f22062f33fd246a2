"""What was read of a document as a budget, so that the checks of budgets can look at it as well.

Its paths are those of this module; `Budget.places` says where each stands in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from generator.audit.document import AuditedDocument
from generator.base.paths import ValuePath
from generator.facts.assemble import UNIT_KEYS, WHOLE_VALUE
from generator.facts.budget import Budget, FieldValue, Record, Subject
from generator.facts.words import NATURE_SIGNS, NO_UNIT, PLAN
from generator.findings.finding import Place
from generator.intake.owned import Owned, joined, owned
from generator.intake.projects import goals_of
from generator.recognition.amounts import number_in
from generator.recognition.patterns import tight
from generator.recognition.statements import PrintedRecord
from generator.recognition.tables import RecognisedFile

TEXT = "正文"
PROJECTS, INDICATORS, GOALS, UNITS = "项目", "绩效指标", "绩效目标", "单位"
_OVERALL, _TASKS = "整体绩效指标", "分项目标"
_LISTS = ("部门", UNITS, PROJECTS, "采购")
_MONEY = ("预算数", "财政资金", "其他资金")
_WEIGHT, _NATURE, _VALUE, _MEASURE = "权重", "指标性质", "指标值", "度量单位"
_TASK = re.compile("绩效指标[:：](.+)")


def texts_as_budget(document: AuditedDocument, texts: Sequence[str]) -> Budget:
    """Give texts as a budget that has nothing else: the checks of wording read them at (正文, number)."""
    source = document.source
    data = {TEXT: tuple(texts)}
    subject = Subject(document.version, source.code, source.name, data)
    empty = dict.fromkeys(_LISTS, ())
    pack, code, name = source.read.form.pack.name, source.code, source.name
    return Budget("", document.year, pack, code, name, data, (), (), (), empty, {}, {}, subject)


def projects_of(read: RecognisedFile) -> list[Owned]:
    """Give the projects that the tables of a document name, each once with its indicators."""
    records = [one for table in read.tables for one in table.records if one.list in (PROJECTS, INDICATORS)]
    return [one for one in joined(owned(records)) if one[0].list == PROJECTS]


def records_as_budget(document: AuditedDocument, read: RecognisedFile) -> Budget:
    """Give the projects, indicators and units of a document as a budget, at the places of their cells."""
    places: dict[ValuePath, Place] = {}
    records = [one for table in read.tables for one in table.records]
    projects = tuple(_project(one, (PROJECTS, at), places) for at, one in enumerate(projects_of(read)))
    units = [one for one in records if one.list == UNITS and UNIT_KEYS["名称"] in one.fields]
    listed = tuple(Record(dict(_fields(one, (UNITS, at), places))) for at, one in enumerate(units))
    whole = [one for one in records if one.list == _OVERALL]
    overall = tuple(_indicator(one, ("整体绩效", "指标", at), places) for at, one in enumerate(whole))
    empty = texts_as_budget(document, ())
    subject = replace(empty.subject, records={_OVERALL: overall})
    data = {**empty.data, "整体绩效": {_TASKS: tuple(_tasks(read, places))}}
    lists = {**empty.records, PROJECTS: projects, UNITS: listed}
    return replace(empty, data=data, records=lists, places=places, subject=subject)


def _tasks(read: RecognisedFile, places: dict[ValuePath, Place]) -> Iterator[dict[str, str]]:
    """Yield the indicators that the running text states, a paragraph each."""
    said = ((found[1], one.place) for one in read.passages if (found := _TASK.match(tight(one.text))))
    for number, (text, place) in enumerate(said):
        places["整体绩效", _TASKS, number, "指标"] = place
        yield {"指标": text.rstrip("。")}


def _project(one: Owned, path: ValuePath, places: dict[ValuePath, Place]) -> Record:
    record, indicators = one
    fields = dict(_fields(record, path, places))
    goal = fields.pop(GOALS, None)
    texts = goals_of(record.fields[GOALS][0]) if goal else ()
    goals = tuple(Record({"内容": FieldValue(tight(text), goal.origins if goal else ())}) for text in texts)
    listed = tuple(_indicator(each, (*path, INDICATORS, at), places) for at, each in enumerate(indicators))
    return Record(fields, children={GOALS: goals, INDICATORS: listed})


def _fields(record: PrintedRecord, path: ValuePath, places: dict[ValuePath, Place]) -> Iterator[tuple[str, FieldValue]]:
    for name, (text, place) in record.fields.items():
        at = (*path, name)
        places[at] = place
        places.setdefault(path, place)
        if name in _MONEY or name.startswith(PLAN):
            value = number_in(text)
            if value is not None:
                yield name, FieldValue(value.scaleb(record.scale), (at,), amount=True)
        else:
            yield name, FieldValue(_sign(text) if name == _NATURE else tight(text), (at,))


def _sign(text: str) -> str:
    """Give a sign of comparison as it is typed in a budget."""
    plain = tight(text)
    return {"=": "＝", ">=": "≥", "<=": "≤"}.get(plain, plain)


def _indicator(record: PrintedRecord, path: ValuePath, places: dict[ValuePath, Place]) -> Record:
    """Give an indicator with its whole value, however many cells print it."""
    fields = dict(_fields(record, path, places))
    weight = number_in(str(fields[_WEIGHT].value).rstrip("%％分")) if _WEIGHT in fields else None
    if _WEIGHT in fields:
        fields[_WEIGHT] = replace(fields[_WEIGHT], value=weight or Decimal(0))
    if WHOLE_VALUE in fields:
        return Record({_VALUE: fields[WHOLE_VALUE], **fields})
    return Record({**fields, WHOLE_VALUE: _whole(fields)})


def _whole(fields: dict[str, FieldValue]) -> FieldValue:
    """Join what stands in columns of their own: ≥, 95 and %."""
    said = {name: str(fields[name].value) for name in (_NATURE, _VALUE, _MEASURE) if name in fields}
    left_out = {_NATURE: said.get(_NATURE) not in NATURE_SIGNS, _MEASURE: said.get(_MEASURE) in NO_UNIT}
    parts = [fields[name] for name in said if not left_out.get(name)]
    return FieldValue("".join(str(one.value) for one in parts), tuple(path for one in parts for path in one.origins))
