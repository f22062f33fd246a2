"""Conditions as the pack writes them (条件, 口径), turned into the ledger's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.findings.finding import Place
from generator.ledger import DATA_SETS, DIMENSIONS, EVERYTHING, NOTHING, Condition, Queries, clause
from generator.pack.nodes import (
    CIRCULAR,
    CONTRADICTION,
    NO_EFFECT,
    SHOWN,
    TOO_LARGE,
    UNKNOWN_NAME,
    UNKNOWN_WORD,
    Reader,
)
from generator.reading.source import MappingNode, Node, Scalar

MOST_QUERIES = 2_000
MOST_VALUES = 300  # of a condition, those of the conditions around it included; a real form has 40
QUERY = "口径"
DATA = "数据"


def read_queries(node: Node | None, reader: Reader) -> Queries:
    """Read 口径: each named query is a data set and a condition; a query may narrow another, in any order."""
    nodes = reader.mapping(node) if node is not None else {}
    for value in list(nodes.values())[MOST_QUERIES : MOST_QUERIES + 1]:
        reader.report(TOO_LARGE, value.place, f"口径超过 {MOST_QUERIES} 个。", "请删去不用的口径。")
    nodes = dict(list(nodes.items())[:MOST_QUERIES])
    queries: dict[str, tuple[str, Condition]] = {}
    for key in _bases_first(nodes, queries, reader):
        value = nodes[key]
        if key in queries:
            continue
        data = reader.text(_get(value, DATA)) if isinstance(value, MappingNode) else ""
        base = _base_of(value)
        chosen = data or (queries[base][0] if base in queries else DATA_SETS[0])
        if chosen not in DATA_SETS:
            reader.unknown(UNKNOWN_WORD, value.place, "不认识的数据“{}”。", chosen, DATA_SETS)
            chosen = DATA_SETS[0]
        queries[key] = (chosen, _condition(value, reader, queries, (QUERY, DATA, *DIMENSIONS)))
    return {key: queries.get(key, (DATA_SETS[0], NOTHING)) for key in nodes}


def _bases_first(nodes: Mapping[str, Node], queries: dict[str, tuple[str, Condition]], reader: Reader) -> Iterator[str]:
    """Yield the names of queries, each after the one that it narrows; those that narrow themselves are told."""
    done: set[str] = set()
    for start in nodes:
        chain = [start]
        while (base := _base_of(nodes[chain[-1]])) in nodes and base not in done and base not in chain:
            chain.append(base)
        if base in chain:
            message = f"口径“{chain[-1][:SHOWN]}”用到了自己。"
            reader.report(CIRCULAR, nodes[chain[-1]].place, message, "请写出它的条件。")
            queries.update(dict.fromkeys(chain, (DATA_SETS[0], NOTHING)))
            done.update(chain)
            continue
        yield from (name for name in reversed(chain) if name not in done)
        done.update(chain)


def read_condition(node: Node | None, reader: Reader, queries: Queries, data: str) -> Condition:
    """Read one condition: 无, the name of a query, or dimensions with their values.

    `data` is the data set of the table: what a query says of another one counts nothing there, or something else.
    """
    if node is None:
        return EVERYTHING
    name = _base_of(node)
    if name in queries and queries[name][0] != data:
        message = f"口径“{name[:SHOWN]}”数的是{queries[name][0]}，这张表数的是{data}，在这里没有它的数。"
        reader.report(NO_EFFECT, node.place, message, f"请写一个数{data}的口径，或者改表的“数据”。")
    return _condition(node, reader, queries, (QUERY, *DIMENSIONS))


def _condition(node: Node, reader: Reader, queries: Queries, allowed: tuple[str, ...]) -> Condition:
    if isinstance(node, Scalar):
        return NOTHING if node.text == "无" else _named(node, reader, queries)
    condition = EVERYTHING
    for key, value in reader.mapping(node, allowed).items():
        if key == QUERY:
            condition &= _named(value, reader, queries)
        elif key in DIMENSIONS:
            condition &= Condition((clause(key, _values(key, value, reader), reader.dimensions),))
    return checked(condition, node.place, reader)


def checked(condition: Condition, place: Place, reader: Reader) -> Condition:
    """Return a condition; report one that no entry can meet, and one that is too long."""
    if sum(1 + len(clause.values) for clause in condition.clauses) > MOST_VALUES:
        reader.report(TOO_LARGE, place, f"条件里的值超过 {MOST_VALUES} 个（连同上面各层的条件）。", "请写得短些。")
        return NOTHING
    dimension = None if reader.full else condition.contradiction()
    if dimension:
        reader.report(CONTRADICTION, place, f"条件相互矛盾（{dimension}），这里永远没有数。", "请检查上一级的条件。")
    return condition


def _named(node: Node, reader: Reader, queries: Queries) -> Condition:
    if not isinstance(node, Scalar):
        reader.wrong(node, "一个口径的名称")
        return NOTHING
    if node.text in queries:
        return queries[node.text][1]
    reader.unknown(UNKNOWN_NAME, node.place, "没有名为“{}”的口径。", node.text, queries)
    return NOTHING


def _base_of(node: Node) -> str:
    base = node if isinstance(node, Scalar) else _get(node, QUERY)
    return base.text if isinstance(base, Scalar) else ""


def _get(node: Node, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.items if name.text == key), None)


def _values(name: str, node: Node, reader: Reader) -> tuple[str, ...]:
    dimension = reader.dimensions[name]
    texts = reader.texts(node)
    known = (*dimension.values, *(dimension.groups or ()))
    for text in texts:
        if dimension.values and text not in known:
            reader.unknown(UNKNOWN_WORD, node.place, f"“{name}”没有“{{}}”。", text, known)
    for text in texts if dimension.prefix and len(texts) <= MOST_VALUES else ():
        if not reader.codes(name, text):
            remedy = f'请核对编码；目录里还没有的，请在 科目名称: {{{name}: {{"{text}": 名称}}}} 里写明。'
            reader.report(UNKNOWN_WORD, node.place, f"“{name}”的目录里没有“{text[:SHOWN]}”，永远没有数。", remedy[:150])
    return texts
