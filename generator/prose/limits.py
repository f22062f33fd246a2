"""What the sandbox counts and refuses while it renders: loops, calls and texts, however a pack writes them.

The tree of a template is changed before it is compiled. Each body counts itself when it begins; lists, joined texts,
comparisons and slices go through filters, since Python does their work without asking anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from jinja2 import Environment, nodes, pass_context
from jinja2.runtime import Context, Undefined
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from generator.base.meter import Meter, weight
from generator.ledger import DIMENSIONS
from generator.prose.values import TextError, Values, kind_of, said

LONGEST = 100_000  # characters of one text that is put together with ~ or |join
LARGEST = 10_000  # values of one list that a text writes, those of the lists in it included
NESTED = 4  # lists in lists
LONGEST_ARGUMENT = 200  # characters
MOST_ARGUMENTS = 100  # values of one list
INNER = ("_loop_vars", "_block_vars")  # what compiled templates pass with each call
VALUES, METER = "__values", "__meter"  # names in the context of a rendering
COUNT, EACH, MADE, JOINED = "__count", "__each", "__made", "__joined"
COMPARED, WITHIN, CUT = "__compared", "__within", "__cut"
_BODIES: Mapping[type[nodes.Node], tuple[str, ...]] = {  # what of a statement counts itself
    nodes.If: ("body", "else_"),
    nodes.For: ("body", "test"),
    nodes.Macro: ("body",),
    nodes.CallBlock: ("body",),
    nodes.Block: ("body",),
}


def meter_of(context: Context) -> Meter:
    """Return the meter of the document that is rendered."""
    meter: Meter = context[METER]
    return meter


def plain(context: Context, value: Any) -> Any:
    """Return a value as it was before it was put into a text; what is not defined raises an error."""
    if isinstance(value, Undefined):
        str(value)
    if not isinstance(value, Markup):
        return value
    values: Values = context[VALUES]
    meter_of(context).step(len(value) // 10)
    return values.plain(value)


def argument(context: Context, value: Any) -> str:
    """Return an argument of a function, which is a text; raises TextError."""
    value = plain(context, value)
    if not isinstance(value, str):
        raise TextError(f"函数的参数应当是文字，不是{kind_of(value)}。")
    if len(value) > LONGEST_ARGUMENT:
        raise TextError(f"函数的参数超过 {LONGEST_ARGUMENT} 个字。")
    return value


def named_argument(context: Context, name: str, value: Any) -> Any:
    """Return an argument that is given by its name: of a dimension, it may be a list of texts; raises TextError."""
    if name in INNER:
        return value
    if name not in DIMENSIONS or not isinstance(value, list | tuple):
        return argument(context, value)
    if len(value) > MOST_ARGUMENTS:
        raise TextError(f"“{name}”的列表超过 {MOST_ARGUMENTS} 项。")
    return tuple(argument(context, one) for one in value)


@pass_context
def count(context: Context, nothing: None, steps: int, characters: int) -> None:
    """Count a body that begins."""
    meter = meter_of(context)
    meter.step(steps)
    meter.write(characters)


@pass_context
def each(context: Context, values: Any, steps: int) -> Iterator[Any]:
    """Give the items of a loop, counting its turns."""
    return _turns(listed(context, values), steps, meter_of(context))


def _turns(values: Iterable[Any], steps: int, meter: Meter) -> Iterator[Any]:
    for value in values:
        meter.step(1 + steps)
        yield value


def listed(context: Context, value: Any) -> Sequence[Any] | Mapping[str, Any]:
    """Return what can be gone through: a list, a mapping, a text; raises TextError."""
    value = plain(context, value)
    if not isinstance(value, list | tuple | Mapping | str):
        raise TextError(f"这里应当是列表，不是{kind_of(value)}。")
    return value


@pass_context
def made(context: Context, value: Any) -> Any:
    """Give a list that a text writes, if it is not too large."""
    meter_of(context).step(weigh(value, LARGEST))
    return value


def weigh(value: Any, most: int) -> int:
    """Count the values within a list or mapping, long texts as several; raises TextError where they are too many."""
    total, waiting = 0, [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, Undefined):
            str(one)
        total += 1 + (len(one) // LARGEST if isinstance(one, str) else 0)
        inner = _inner(one)
        if total + len(inner) > most or (inner and depth >= NESTED):
            raise TextError("列表太大，或者列表里套列表太深。")
        waiting.extend((item, depth + 1) for item in inner)
    return total


def _inner(value: Any) -> Sequence[Any]:
    if isinstance(value, Mapping):
        return (*value, *value.values())
    return value if isinstance(value, list | tuple) else ()


@pass_context
def joined(context: Context, values: Any, d: Any = "") -> str:
    """Put texts together (~, |join). What it would make is measured before it is made.

    Beside written text (a macro's, a block's), values become marks as they do where they are printed.
    """
    between = said(d)
    texts = [said(value) for value in listed(context, values)]
    length = sum(map(len, texts)) + len(texts) * len(between)
    if length > LONGEST:
        raise TextError("拼接的文字太长。")
    meter_of(context).step(len(texts))
    meter_of(context).write(length)
    if not any(isinstance(text, Markup) for text in (between, *texts)):
        return between.join(texts)
    mark: Callable[[str], str] = context[VALUES].mark
    pieces = [text if isinstance(text, Markup) else mark(text) for text in texts]
    return Markup(str(between if isinstance(between, Markup) else mark(between)).join(pieces))  # noqa: S704 marks only


@pass_context
def compared(context: Context, value: Any) -> Any:
    """Give a value that is compared: a text or a number. A list or an amount would be compared in Python's way."""
    if isinstance(value, Undefined):
        return value  # says itself what is wrong
    value = plain(context, value)
    if isinstance(value, str):
        meter_of(context).step(len(value) // LARGEST)
    elif not (value is None or isinstance(value, int)):
        raise TextError(f"能比较的是文字和数，不是{kind_of(value)}。")
    return value


@pass_context
def within(context: Context, value: Any) -> Any:
    """Give what something is looked for in: a list, a mapping or a text."""
    value = listed(context, value)
    meter_of(context).step(len(value) // 100 if isinstance(value, str) else weigh_all(value))
    return value


def weigh_all(value: Sequence[Any] | Mapping[str, Any]) -> int:
    """Return how much there is to compare in a list."""
    texts = (len(one) for one in value if isinstance(one, str))
    return len(value) + sum(texts) // LARGEST


@pass_context
def cut(context: Context, value: Any, start: int | None, stop: int | None, step: int | None) -> Any:
    """Give a part of a list or a text ([1:])."""
    value = listed(context, value)
    if isinstance(value, Mapping) or not all(one is None or isinstance(one, int) for one in (start, stop, step)):
        raise TextError("只有列表和文字能取一段，用整数说明从哪里到哪里。")
    meter_of(context).step(len(value) // 10)
    return value[start:stop:step]


@pass_context
def length(context: Context, value: Any) -> int:
    """|length: how many items a list has, or characters a text."""
    return len(listed(context, value))


@pass_context
def first(context: Context, value: Any) -> Any:
    """|first: the first item of a list."""
    none = context.environment.undefined("列表是空的，没有第一项。")
    return next(iter(listed(context, value)), none)


@pass_context
def last(context: Context, value: Any) -> Any:
    """|last: the last item of a list."""
    none = context.environment.undefined("列表是空的，没有最后一项。")
    items: Any = listed(context, value)
    return next(reversed(items), none)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "length": length, "first": first, "last": last, "join": joined,
    COUNT: count, EACH: each, MADE: made, JOINED: joined, COMPARED: compared, WITHIN: within, CUT: cut,
}  # fmt: skip


def guarded(tree: nodes.Template, environment: Environment) -> nodes.Template:
    """Change the tree of a template, in which nothing is at fault, so that it counts and checks."""
    changed: nodes.Template = _Guard(environment).visit(tree)
    return changed


class _Guard(NodeTransformer):
    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def visit_Template(self, node: nodes.Template) -> nodes.Node:
        return self._body(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        return self._body(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        return self._body(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        return self._body(node)

    def visit_If(self, node: nodes.If) -> nodes.Node:
        if node.else_:
            counted = self._count(node.else_, node.lineno)
            self._body(node)
            node.else_ = [counted, *node.else_]
            return node
        return self._body(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        test, _ = _cost([node.test] if node.test else [])
        self._body(node)
        node.iter = self._filter(cast(nodes.Expr, node.iter), EACH, nodes.Const(test))
        return node

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        node.with_context = True  # without, a text would not even know the ledger
        return node

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:
        node.with_context = True  # and would be kept for the documents that follow
        return node

    def visit_List(self, node: nodes.List) -> nodes.Node:
        self.generic_visit(node)
        return self._filter(node, MADE)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:
        self.generic_visit(node)
        return self._filter(node, MADE)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        self.generic_visit(node)
        return self._filter(node, MADE) if node.ctx == "load" else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return self._filter(nodes.Tuple(node.nodes, "load", lineno=node.lineno), JOINED)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        node.expr = self._filter(node.expr, COMPARED)
        for operand in node.ops:
            looked_into = operand.op in ("in", "notin") and operand is node.ops[-1]
            operand.expr = self._filter(operand.expr, WITHIN if looked_into else COMPARED)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        bounds = (node.arg.start, node.arg.stop, node.arg.step)
        return self._filter(node.node, CUT, *(bound or nodes.Const(None) for bound in bounds))

    def _body(self, node: Any) -> nodes.Node:
        """Let the body of a statement count itself when it begins."""
        counted = self._count(node.body, node.lineno)
        self.generic_visit(node)
        if node.body:
            node.body = [counted, *node.body]
        return cast(nodes.Node, node)

    def _count(self, body: Sequence[nodes.Node], line: int) -> nodes.Node:
        steps, characters = _cost(body)
        nothing = nodes.Const(None, lineno=line)
        counted = self._filter(nothing, COUNT, nodes.Const(steps), nodes.Const(characters))
        return nodes.ExprStmt(counted, lineno=line)

    def _filter(self, node: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
        made_filter = nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)
        return cast(nodes.Filter, made_filter.set_environment(self.environment))


def _cost(body: Sequence[nodes.Node]) -> tuple[int, int]:
    """Return the nodes of a body, and the weight of its text; the bodies within it count themselves."""
    steps, characters, waiting = 0, 0, list(body)
    while waiting:
        node = waiting.pop()
        steps += 1
        if isinstance(node, nodes.TemplateData):
            characters += weight(node.data)
        waiting.extend(node.iter_child_nodes(exclude=_BODIES.get(type(node), ())))
    return steps, characters
