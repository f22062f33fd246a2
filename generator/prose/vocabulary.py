"""The words of a pack (用语): names that its tables and sentences use, and that a budget may therefore write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import lru_cache

from jinja2 import TemplateError, nodes

from generator.base.frozen import frozen
from generator.facts.declaration import Declarations
from generator.findings.finding import Place
from generator.ledger import DIMENSIONS
from generator.pack.spec import Pack, PackText, every_cell, every_column, every_condition, every_row
from generator.prose.environment import PackEnvironment
from generator.prose.language import walk

PLAN = "计划."  # a field of a project: 资金支出计划
QUANTITY = "数量"


@frozen
class Vocabulary:
    """What a pack uses: names under 原因, 说明, 说明 of projects, 资金支出计划; dimensions; values of 用途标记.

    Each name is given with a place where the pack uses it.
    """

    reasons: Mapping[str, Place] = field(default_factory=dict)
    texts: Mapping[str, Place] = field(default_factory=dict)
    project_texts: Mapping[str, Place] = field(default_factory=dict)
    plan: Mapping[str, Place] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    dimensions: frozenset[str] = frozenset()
    quantity: bool = False
    declared: Declarations = field(default_factory=dict)  # 数据


@lru_cache(8)
def words_of(pack: Pack, environment: PackEnvironment) -> Vocabulary:
    """Collect the words of a pack."""
    trees = _trees(tuple(dict.fromkeys(pack.texts.values())), environment)
    clauses = [clause for one in every_condition(pack) for clause in one.clauses]
    marks = {value for clause in clauses if clause.dimension == "用途标记" for value in clause.values}
    dimensions = {clause.dimension for clause in clauses}
    dimensions |= {row.dimension for spec in pack.tables.values() for row in every_row(spec) if row.dimension}
    dimensions |= {name for spec in pack.tables.values() for row in every_row(spec) for name in row.by}
    every = [(text, node) for text, tree in trees for node, _, _ in walk(tree)]
    called = [(text, node) for text, node in every if isinstance(node, nodes.Call)]
    dimensions |= {key.key for _, call in called for key in call.kwargs if key.key in DIMENSIONS}
    dimensions |= {str(_first(call)) for _, call in called if _called(call) == "科目"} & set(DIMENSIONS)
    marks |= {node.value for _, node in every if isinstance(node, nodes.Const) and isinstance(node.value, str)}
    asked = [(text, node) for text, node in every if isinstance(node, nodes.Getattr)]
    fields = {**fields_of(pack), **_attributes(asked, lambda node: _is_attribute(node, "计划"), PLAN)}
    return Vocabulary(
        reasons={name: Place(text.file, call.lineno) for text, call in called if (name := _reason(call))},
        texts=_attributes(asked, lambda node: isinstance(node, nodes.Name) and node.name == "说明"),
        project_texts=_attributes(asked, lambda node: _is_attribute(node, "说明")) | _below(fields, "说明."),
        plan=_below(fields, PLAN),
        marks=frozenset(marks),
        dimensions=frozenset(dimensions),
        quantity=QUANTITY in fields or any(_called(call) == QUANTITY for _, call in called),
        declared=pack.data,
    )


@lru_cache(maxsize=8)
def _trees(texts: tuple[PackText, ...], environment: PackEnvironment) -> tuple[tuple[PackText, nodes.Template], ...]:
    found = []
    for text in texts:
        try:
            found.append((text, environment.parse(text.source, filename=text.file)))
        except TemplateError:
            continue  # told when the text was loaded
    return tuple(found)


def _called(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


def _first(call: nodes.Call) -> object:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, nodes.Const) else None


def _reason(call: nodes.Call) -> str:
    """Give the name under 原因 that a call asks for, also through a macro of the pack that is given it."""
    first = _first(call)
    return first if isinstance(first, str) and _called(call) not in DIMENSIONS and _called(call) else ""


def _is_attribute(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Getattr) and node.attr == name


def _attributes(
    asked: Iterable[tuple[PackText, nodes.Getattr]], of: Callable[[nodes.Node], bool], before: str = ""
) -> dict[str, Place]:
    """Give the attributes that texts ask of some nodes: `说明.机构性质` → 机构性质."""
    return {f"{before}{node.attr}": Place(text.file, node.lineno) for text, node in asked if of(node.node)}


def _below(fields: Mapping[str, Place], group: str) -> dict[str, Place]:
    return {name.removeprefix(group): place for name, place in fields.items() if name.startswith(group)}


def fields_of(pack: Pack) -> dict[str, Place]:
    """Give the fields that tables print."""
    cells = [(cell.content, cell.place) for spec in pack.tables.values() for cell in every_cell(spec)]
    columns = [(one.content, one.place) for spec in pack.tables.values() for one in every_column(spec.columns)]
    return {content: place for content, place in (*cells, *columns) if content}
