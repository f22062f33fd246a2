"""What a text asks its functions for: a word that is none would print 0.00, an empty list, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2 import nodes

from generator.base.frozen import frozen
from generator.facts.words import FIELD_WORDS, LAST_YEAR, LAST_YEAR_EXECUTED, LEVELS, THIS_YEAR, nature_of
from generator.findings.finding import Finding, Kind, Place
from generator.ledger import DATA_SETS, DIMENSIONS
from generator.pack.effect import is_field
from generator.pack.nodes import SHOWN, UNKNOWN_NAME, UNKNOWN_WORD, suggestion
from generator.pack.spec import PackText
from generator.prose.functions import NO_YEAR
from generator.prose.known import KnownNames
from generator.prose.language import BAD_TEXT
from generator.prose.values import kind_of

QUERY, NAME, LIST, CODE, DATA, PART = "口径", "名称", "记录", "编码", "数据", "选印"


@frozen
class Function:
    """What the arguments of a function are: those given by their place only, those by name too, and which else."""

    placed: tuple[str, ...]
    named: tuple[str, ...] = ()
    narrows: bool = False  # takes dimensions by their names

    @property
    def arguments(self) -> tuple[str, ...]:
        """The arguments in their order."""
        return (*self.placed, *self.named)


FUNCTIONS: Mapping[str, Function] = {
    "金额": Function((QUERY,), narrows=True),
    "数量": Function((QUERY,), narrows=True),
    "上年": Function((QUERY,), ("账",), narrows=True),
    "有上年": Function((QUERY,), ("账", "必须"), narrows=True),
    "无上年": Function(()),
    "比上年": Function((QUERY,), ("账",), narrows=True),
    "增减额": Function((QUERY,), ("账",), narrows=True),
    "增减率": Function((QUERY,), ("账",), narrows=True),
    "占比": Function((QUERY, QUERY), narrows=True),
    "科目": Function(("维度",), ("到", QUERY, "最多")),
    "原因": Function((NAME,), (QUERY, "账"), narrows=True),
    "有记录": Function((LIST,)),
    LIST: Function((LIST,), (QUERY,)),
    "科目用途": Function((CODE,)),
    "给出": Function(("键",)),
    PART: Function((PART,)),
}
_OF_ALL = ("金额", "数量")  # without a query they ask for all entries
_BOOKS = (LAST_YEAR, LAST_YEAR_EXECUTED, THIS_YEAR)
_NAMES = {  # of what is named: the message
    QUERY: "没有名为“{}”的口径。",
    LIST: "没有名为“{}”的记录。",
    "键": "预算没有“{}”这个键。",
    "账": "没有名为“{}”的账。",
    PART: "“选印”里没有“{}”。",
}
Looped = Mapping[str, tuple[nodes.Const, ...]]  # of the names that loops give: what they can be
Wrong = tuple[Kind, str, str]  # kind, message, remedy


def review(tree: nodes.Template, text: PackText, known: KnownNames) -> Iterator[Finding]:
    """Yield the words that calls name and that are none, also those in a loop over written words."""
    own = {node.name for node in tree.find_all(nodes.Macro)} | _stored(tree)
    own |= {one if isinstance(one, str) else one[1] for node in tree.find_all(nodes.FromImport) for one in node.names}
    for call, words in _calls(tree, {}):
        assert isinstance(call.node, nodes.Name)  # noqa: S101
        if call.node.name in FUNCTIONS and call.node.name not in own:
            place = Place(text.file, call.lineno, 1)
            for kind, message, remedy in dict.fromkeys(_wrong(call.node.name, call, words, known)):
                yield kind.at(place, message, remedy)


def _stored(tree: nodes.Node) -> set[str]:
    return {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}


def _calls(node: nodes.Node, words: Looped) -> Iterator[tuple[nodes.Call, Looped]]:
    """Yield the calls of functions with what the loops around them give; the tree is not deep."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        yield node, words
    if isinstance(node, nodes.For):
        yield from _calls(node.iter, words)
        inner = _looped(node, words)
        parts = [*([node.test] if node.test else []), *node.body]
        asked = _compared(node.test) if node.test else set()
        yield from (one for part in parts for one in _calls(part, _without(inner, asked)))
        yield from (one for part in node.else_ for one in _calls(part, words))
        return
    if isinstance(node, nodes.If | nodes.CondExpr):  # there, a word that is compared is not any of the loop's
        words = _without(words, _compared(node.test).union(*map(_compared, getattr(node, "elif_", ()))))
    elif isinstance(node, nodes.Macro | nodes.CallBlock | nodes.With | nodes.Block):
        words = _without(words, _stored(node))
    for child in node.iter_child_nodes():
        yield from _calls(child, words)


def _without(words: Looped, names: set[str]) -> Looped:
    return {name: found for name, found in words.items() if name not in names}


def _compared(node: nodes.Node) -> set[str]:
    """Return the names that are compared or tested in a node."""
    kinds = (nodes.Compare, nodes.Test)
    found = [*node.find_all(kinds), *([node] if isinstance(node, kinds) else [])]
    return {name.name for one in found for name in one.find_all(nodes.Name)}


def _looped(loop: nodes.For, words: Looped) -> Looped:
    """Return what the names are in the body of a loop: those it gives, if it goes through written words."""
    inner = _without(words, _stored(loop))
    again = {name for part in loop.body for name in _stored(part)}
    targets = loop.target.items if isinstance(loop.target, nodes.Tuple) else [loop.target]
    items = loop.iter.items if isinstance(loop.iter, nodes.List | nodes.Tuple) else []
    for place, target in enumerate(targets):
        if not isinstance(target, nodes.Name) or target.name in again:
            continue
        if isinstance(loop.target, nodes.Tuple):
            given = [
                one.items[place] for one in items if isinstance(one, nodes.List | nodes.Tuple) and one.items[place:]
            ]
        else:
            given = items
        inner = {**inner, target.name: tuple(one for one in given if isinstance(one, nodes.Const))}
    return inner


def _constants(node: nodes.Node, words: Looped) -> Iterator[nodes.Const]:
    """Yield the constants that an argument can be, those of a list included."""
    match node:
        case nodes.Const():
            yield node
        case nodes.List(items=items) | nodes.Tuple(items=items):
            for one in items:
                yield from _constants(one, words)
        case nodes.CondExpr(expr1=one, expr2=other):
            yield from _constants(one, words)
            yield from _constants(other, words) if other is not None else ()
        case nodes.Name(name=name):
            yield from words.get(name, ())


def _wrong(name: str, call: nodes.Call, words: Looped, known: KnownNames) -> Iterator[Wrong]:
    """Yield what is wrong with the arguments of a call."""
    function = FUNCTIONS[name]
    given: dict[int | str, nodes.Expr] = dict(enumerate(call.args))
    given |= {one.key: one.value for one in call.kwargs}
    if len(call.args) < len(function.placed) and name not in _OF_ALL:
        yield BAD_TEXT, f"“{name}”后面的括号里应当写 {len(function.placed)} 个参数。", "请对照模板说明补上。"
    lists = [str(one.value) for one in _constants(call.args[0], words)] if name == LIST and call.args else []
    reasoned = name == "原因" and (QUERY in given or len(call.args) > 1)
    for key, node in given.items():
        role = function.arguments[key] if isinstance(key, int) and key < len(function.arguments) else key
        if isinstance(role, int):
            yield BAD_TEXT, f"“{name}”最多有 {len(function.arguments)} 个不写名称的参数。", "请写明是哪个维度。"
            return
        if isinstance(key, str) and role not in function.named:
            yield from _unnamed(role, function, lists, known)
        for one in _constants(node, words):
            if not isinstance(one.value, str):
                yield BAD_TEXT, f"函数的参数应当是文字，不是{kind_of(one.value)}。", "请加上引号。"
            elif isinstance(key, str) and role not in function.named:
                own = [known.choices[name][role] for name in lists if role in known.choices.get(name, ())]
                yield from _chosen(role, one.value, own[0]) if own else _value(role, one.value, function, known)
            elif role != NAME or not (reasoned or one.value == NO_YEAR):
                yield from _argument(QUERY if role == NAME else role, one.value, known)


def _argument(role: str, word: str, known: KnownNames) -> Iterator[Wrong]:
    """Yield what is wrong with a word that stands for something else than a dimension's value."""
    names = {QUERY: known.queries, LIST: known.records, "键": known.keys, "账": _BOOKS, PART: known.parts}
    levels = tuple(dict.fromkeys(level for one in LEVELS.values() for level in one))
    choices = {"必须": ("是", "否"), "维度": tuple(LEVELS), "到": levels}
    if role in names and word and word not in names[role]:
        yield UNKNOWN_NAME, _NAMES[role].format(word[:SHOWN]), suggestion(word, sorted(names[role]))
    if role in choices and word not in choices[role]:
        yield UNKNOWN_WORD, f"“{role}”没有“{word[:SHOWN]}”。", suggestion(word, choices[role])
    if role == "最多" and word and not word.isdecimal():
        yield UNKNOWN_WORD, f"最多='{word[:SHOWN]}' 写得不对，应当是数，例如 '4'。", ""
    if role == CODE:
        yield from _code("功能分类", word, known)


def _unnamed(name: str, function: Function, lists: list[str], known: KnownNames) -> Iterator[Wrong]:
    """Yield what is wrong with the name of an argument that is not the function's own: a dimension, or a field."""
    if function.narrows:
        if name not in (*DIMENSIONS, DATA):
            yield UNKNOWN_NAME, f"没有名为“{name[:SHOWN]}”的维度。", suggestion(name, DIMENSIONS)
    elif function is FUNCTIONS[LIST]:
        for one in lists:
            if one in known.records and not is_field(name, one, known.records):
                message = f"“{one}”没有“{name[:SHOWN]}”，列不出记录。"
                yield UNKNOWN_NAME, message, suggestion(name, known.records[one])
    else:
        yield UNKNOWN_NAME, f"没有名为“{name[:SHOWN]}”的参数。", suggestion(name, function.named)


def _chosen(name: str, word: str, choices: tuple[str, ...]) -> Iterator[Wrong]:
    """Yield that a declared field cannot have a word."""
    if choices and word not in choices:
        yield UNKNOWN_WORD, f"“{name}”没有“{word[:SHOWN]}”。", suggestion(word, choices)


def _value(name: str, word: str, function: Function, known: KnownNames) -> Iterator[Wrong]:
    """Yield what is wrong with the value of a dimension, or of a record's field that is called like one."""
    if name == DATA and function.narrows and word not in DATA_SETS:
        yield UNKNOWN_WORD, f"不认识的数据“{word[:SHOWN]}”。", suggestion(word, DATA_SETS)
    of_field = () if function.narrows else FIELD_WORDS.get(name, ())
    if of_field and word not in of_field:
        yield UNKNOWN_WORD, f"“{name}”没有“{word[:SHOWN]}”。", suggestion(word, of_field)
    if of_field or name not in known.dimensions:
        return
    dimension = known.dimensions[name]
    allowed = (*dimension.values, *((dimension.groups or ()) if function.narrows else ()))
    meant = not function.narrows and name == "单位性质" and nature_of(word)
    if word and dimension.values and word not in allowed and not meant:
        yield UNKNOWN_WORD, f"“{name}”没有“{word[:SHOWN]}”。", suggestion(word, allowed)
    if dimension.prefix and function.narrows:
        yield from _code(name, word, known)


def _code(name: str, code: str, known: KnownNames) -> Iterator[Wrong]:
    """Yield that no code begins so; none at all is the budget's lines without one."""
    if code and not known.codes(name, code):
        remedy = f'请核对编码；目录里还没有的，请在 科目名称: {{{name}: {{"{code[:SHOWN]}": 名称}}}} 里写明。'
        yield UNKNOWN_WORD, f"“{name}”的目录里没有“{code[:SHOWN]}”，永远没有数。", remedy
