"""Declarations (数据) that no table prints and no sentence asks for: what a budget writes there would be lost.

And optional parts (选印) that nothing asks for: who has them printed would get what he gets without them.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import TemplateError, nodes

from generator.facts.declared import EXISTING, UNIT, names_of
from generator.findings.finding import Finding, Place
from generator.pack.nodes import NO_EFFECT, SHOWN
from generator.pack.spec import Pack, TableSpec, every_cell, every_column, every_row
from generator.prose.environment import PackEnvironment

_REMEDY = "请在表里（记录、内容）或者文字里用它；不用的，请删去。"


def review(pack: Pack, environment: PackEnvironment) -> Iterator[Finding]:
    """Yield the declared keys and fields, and the optional parts, that nothing of the pack names."""
    used = set(_named(pack, environment)) if pack.data or pack.parts else set()
    for part in (part[:SHOWN] for part in pack.parts if part not in used):
        remedy = f"请在正文里写 {{% if 选印('{part}') %}}，或者从“选印”里删去它。"
        message = f"选印的“{part}”没有一个文字文件问到，印不印都一样。"
        yield NO_EFFECT.at(Place(pack.folders[0]), message, remedy, path=("选印", part))
    for key, one in pack.data.items():
        if key not in EXISTING and key not in used:
            yield NO_EFFECT.at(one.place, f"“{key}”没有一张表、一句话用到。", _REMEDY)
            continue
        for field in one.fields:
            if field.type != UNIT and not used & {*names_of(field)}:
                message = f"“{key}”的“{field.name}”没有一张表、一句话用到。"
                yield NO_EFFECT.at(field.place, message, _REMEDY)


def _named(pack: Pack, environment: PackEnvironment) -> Iterator[str]:
    """Yield every word by which tables and sentences may name a key or a field."""
    sources = [text.source for text in pack.texts.values()]
    for spec in pack.tables.values():
        yield from (spec.each, *spec.order)
        yield from (name for row in every_row(spec) for name in (row.records, *row.order))
        yield from (name for column in every_column(spec.columns) for name in (column.content, column.share_of))
        yield from (name for cell in every_cell(spec) for name in (cell.content, cell.share_of))
        sources += _texts(spec)
    for source in dict.fromkeys((*sources, *(chart.title for chart in pack.charts.values()), pack.title)):
        yield from _asked(source, environment) if "{" in source else ()


def _texts(spec: TableSpec) -> Iterator[str]:
    yield from (spec.title, *spec.line, *spec.notes, spec.empty.note)
    yield from (column.title for column in every_column(spec.columns))
    yield from (row.label for row in every_row(spec))
    yield from (cell.text or "" for cell in every_cell(spec))


def _asked(source: str, environment: PackEnvironment) -> Iterator[str]:
    try:
        tree = environment.parse(source)
    except TemplateError:
        return  # told when it is composed
    for node in tree.find_all((nodes.Name, nodes.Const, nodes.Getattr, nodes.Keyword)):
        if isinstance(node, nodes.Name):
            yield node.name
        elif isinstance(node, nodes.Getattr):
            yield node.attr
        elif isinstance(node, nodes.Keyword):
            yield node.key
        elif isinstance(node, nodes.Const) and isinstance(node.value, str):
            yield node.value
