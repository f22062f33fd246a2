"""Conditions as the pack writes them (条件, 口径), turned into the ledger's."""

from __future__ import annotations

from generator.findings.finding import Place
from generator.ledger import DATA_SETS, DIMENSIONS, EVERYTHING, NOTHING, Condition, Queries, clause
from generator.pack.nodes import CONTRADICTION, TOO_LARGE, UNKNOWN_NAME, UNKNOWN_WORD, Reader
from generator.reading.source import MappingNode, Node, Scalar

MOST_QUERIES = 2_000
MOST_VALUES = 300  # of a condition, those of the conditions around it included; a real form has 40
QUERY = "口径"
DATA = "数据"


def read_queries(node: Node | None, reader: Reader) -> Queries:
    """Read 口径: each named query is a data set and a condition; a query may narrow one that stands before it."""
    queries: dict[str, tuple[str, Condition]] = {}
    for key, value in reader.mapping(node).items() if node is not None else ():
        if len(queries) == MOST_QUERIES:
            reader.report(TOO_LARGE, value.place, f"口径超过 {MOST_QUERIES} 个。", "请删去不用的口径。")
            break
        data = reader.text(_get(value, DATA)) if isinstance(value, MappingNode) else ""
        base = _base(value, reader, queries)
        chosen = data or (queries[base][0] if base in queries else DATA_SETS[0])
        if chosen not in DATA_SETS:
            reader.unknown(UNKNOWN_WORD, value.place, "不认识的数据“{}”。", chosen, DATA_SETS)
            chosen = DATA_SETS[0]
        queries[key] = (chosen, read_condition(value, reader, queries))
    return queries


def read_condition(node: Node | None, reader: Reader, queries: Queries) -> Condition:
    """Read one condition: 无, the name of a query, or dimensions with their values."""
    if node is None:
        return EVERYTHING
    if isinstance(node, Scalar):
        return NOTHING if node.text == "无" else _named(node, reader, queries)
    condition = EVERYTHING
    for key, value in reader.mapping(node, (QUERY, DATA, *DIMENSIONS)).items():
        if key == QUERY and isinstance(value, Scalar):
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


def _named(node: Scalar, reader: Reader, queries: Queries) -> Condition:
    if node.text in queries:
        return queries[node.text][1]
    reader.unknown(UNKNOWN_NAME, node.place, "没有名为“{}”的口径。", node.text, queries)
    return NOTHING


def _base(node: Node, reader: Reader, queries: Queries) -> str:
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
    return texts
