"""Limits of the sandbox: a pack is untrusted, so that what its text may loop, call and write is counted.

The tree of a template is changed before it is compiled: loops and joined texts go through filters that count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from jinja2 import Environment, nodes
from jinja2.exceptions import SecurityError, TemplateAssertionError
from jinja2.visitor import NodeTransformer

STEPS = 200_000  # turns of loops and calls, of one rendering
ALL_STEPS = 3_000_000  # of one document
WRITTEN = 5_000_000  # characters of one rendering
LONGEST = 100_000  # characters of one text that is put together with ~ or |join
EACH, WHOLE = "__each", "__whole"
OPERATIONS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Pos)
NO_ARITHMETIC = "模板里不许做运算。"


@dataclass(slots=True)
class Spent:
    """What the rendering of one document has used up."""

    steps: int = 0
    earlier: int = 0  # steps of the renderings before this one
    written: int = 0

    def start(self) -> None:
        """Begin a document."""
        self.steps = self.earlier = self.written = 0

    def begin(self) -> None:
        """Begin a rendering."""
        self.earlier += self.steps
        self.steps = self.written = 0

    def step(self) -> None:
        """Count a turn of a loop, or a call; raises SecurityError."""
        self.steps += 1
        if self.steps > STEPS or self.earlier + self.steps > ALL_STEPS:
            raise SecurityError("循环或者调用的次数太多")

    def write(self, characters: int) -> None:
        """Count characters that are written; raises SecurityError."""
        self.written += characters
        if self.written > WRITTEN:
            raise SecurityError("输出太长")

    def each(self, values: Iterable[Any], weight: int) -> Iterator[Any]:
        """Give the items of a loop, counting its turns and the text that each of them writes."""
        for value in values:
            self.step()
            self.write(weight)
            yield value

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters that count, for the changed tree."""
        return {EACH: self.each, WHOLE: whole}


def whole(text: Any) -> Any:
    """Give a text that was put together; raises SecurityError where it is too long."""
    if len(text) > LONGEST:
        raise SecurityError("拼接的文字太长")
    return text


def joined(join: Callable[..., Any]) -> Callable[..., Any]:
    """Limit the filter |join: what it would make is measured before it is made."""

    def limited(context: Any, values: Iterable[Any], d: str = "") -> Any:
        texts = [str(value) for value in values]
        if sum(map(len, texts)) + len(texts) * len(d) > LONGEST:
            raise SecurityError("拼接的文字太长")
        return join(context, texts, d)

    return limited


def guarded(tree: nodes.Template, environment: Environment, largest: int) -> nodes.Template:
    """Change the tree of a template so that it counts. `largest` is the size of the largest text it may include.

    Raises TemplateAssertionError for what cannot be limited: arithmetic and recursive loops.
    """
    for node in tree.find_all(OPERATIONS):
        raise TemplateAssertionError(NO_ARITHMETIC, node.lineno)
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            raise TemplateAssertionError("循环不许写 recursive。", loop.lineno)
    changed: nodes.Template = _Guard(environment, largest).visit(tree)
    return changed


class _Guard(NodeTransformer):
    def __init__(self, environment: Environment, largest: int) -> None:
        self.environment = environment
        self.largest = largest

    def visit_For(self, node: nodes.For) -> nodes.Node:
        body = nodes.Template(node.body)
        weight = sum(len(data.data) for data in body.find_all(nodes.TemplateData))
        weight += self.largest * sum(1 for _ in body.find_all(nodes.Include))
        self.generic_visit(node)
        node.iter = self._filter(cast(nodes.Expr, node.iter), EACH, nodes.Const(weight))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return self._filter(node, WHOLE)

    def _filter(self, node: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
        made = nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)
        return made.set_environment(self.environment)  # type: ignore[return-value]
